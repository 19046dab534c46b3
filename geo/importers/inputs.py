"""One mission as an outside file gives it, before it is a row of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Dated", "Entry", "Named", "Point", "Said"]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a file names: a party or a city.

    Attributes
    ----------
    qid
        Its Wikidata id; blank where the file gives none.
    name
        Its name as the file has it.
    """

    qid: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.qid})" if self.name and self.qid else self.name or self.qid


@dataclass(frozen=True, slots=True)
class Dated:
    """An opening or a closing that a file dates.

    Attributes
    ----------
    kind
        ``opened`` or ``closed``.
    date
        EDTF; blank where the file says that it happened and not when.
    detail
        What the file says, as it says it.
    reason
        Why the date is read so.
    column
        Column of the file, for what is refused.
    attributed_to
        Whom the file names for it.
    """

    kind: str
    date: str
    detail: str = ""
    reason: str = ""
    column: str = ""
    attributed_to: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a file gives.

    Attributes
    ----------
    longitude, latitude
        CRS84, degrees, as plain decimals.
    rank
        Rank among the mission's points.
    reason
        Why a rank is not normal, or how the point came about.
    attributed_to
        Whom the file names for it.
    """

    longitude: str
    latitude: str
    rank: str = "normal"
    reason: str = ""
    attributed_to: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Something more that a file says of a mission.

    Attributes
    ----------
    property
        What it is about: ``website``, ``phone``.
    value
        What is said.
    attributed_to
        Whom the file names for it.
    locator
        Where in the source.
    rank
        Rank among the statements to the same property.
    reason
        Why a rank is not normal.
    """

    property: str
    value: str
    attributed_to: str = ""
    locator: str = ""
    rank: str = "normal"
    reason: str = ""


@dataclass(slots=True)
class Entry:
    """One mission as an outside file gives it.

    Attributes
    ----------
    row
        Line or number of the record in the file.
    key
        What the source calls it, and nothing else: ``Q106450319``, ``node/123``.
    qid
        Its Wikidata id; blank where not given.
    sending, receiving
        The parties. ``receiving`` is where it stands; the one it is accredited to may differ.
    kind
        Kind of mission, of :data:`geo.vocabulary.KINDS`.
    city
        Its city.
    points
        Where it stands, as the file has it; the first is the one to go by.
    name
        Its own name.
    jurisdictions
        The parties and parts of parties that it serves.
    dated
        Openings and closings.
    said
        All else.
    """

    row: int
    key: str
    qid: str
    sending: Named
    receiving: Named
    kind: str
    city: str = ""
    points: list[Point] = field(default_factory=list)
    name: str = ""
    jurisdictions: list[Named] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
