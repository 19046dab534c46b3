"""The content of an imported file before it becomes rows: missions, and refused values."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from geo.errors import SourceFaulty, StateError, ValidationError
from geo.parties import party

_QID: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_DIGITS: Final = 7


class Named(NamedTuple):
    """A thing that a file names: a party or a city."""

    qid: str = ""  # Its Wikidata id; blank where the file gives none
    name: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """What a text names: a Wikidata id, with its address or without, else a name."""
        found = _QID.fullmatch(text)
        return cls(found[1]) if found else cls("", text)

    def __str__(self) -> str:
        return f"{self.name} ({self.qid})" if self.name and self.qid else self.name or self.qid


class Dated(NamedTuple):
    """An event that a file dates."""

    kind: str
    date: str  # EDTF; blank where the file says that it happened, or is so, and not when
    detail: str = ""
    reason: str = ""
    column: str = ""
    attributed_to: str = ""
    sense: str = ""  # Blank: on the date, or where it is blank by the day of the data


class Point(NamedTuple):
    """A point that a file gives."""

    longitude: str  # CRS84, degrees, as plain decimals
    latitude: str
    rank: str = "normal"
    reason: str = ""
    attributed_to: str = ""

    @classmethod
    def at(cls, longitude: float, latitude: float) -> Self:
        """A point of numbers."""
        written = (f"{number:.{_DIGITS}f}" for number in (longitude, latitude))
        plain = (text.rstrip("0").rstrip(".") for text in written)
        return cls(*("0" if text == "-0" else text for text in plain))


class Said(NamedTuple):
    """Something more that a file says of a mission."""

    property: str
    value: str
    attributed_to: str = ""
    locator: str = ""
    rank: str = "normal"
    reason: str = ""


@dataclass(slots=True)
class Entry:
    """One mission as an outside file gives it."""

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
    own: dict[str, str] = field(default_factory=dict)  # Columns of our own export; else none


@dataclass(slots=True)
class Checked:
    """What was read from a file: its name, and its refused values."""

    file: str
    problems: list[ValidationError] = field(default_factory=list, kw_only=True)

    def refuse(self, row: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Write down what could not be taken."""
        self.problems.append(ValidationError(self.file, row, column, value, rule, remedy))


@dataclass(slots=True)
class Listing(Checked):
    """The missions that a file lists, and how many records it has."""

    entries: list[Entry] = field(default_factory=list)
    records: int = 0

    def sound(self, what: str) -> Self:
        """The listing; an error with the refused values if it has no mission."""
        if not self.entries:
            raise SourceFaulty.listing(f"no {what} of {self.file} can be read", self.problems)
        return self


def code_of(text: str) -> str:
    """The code of the party that a text names; blank where it names none, or several."""
    try:
        return party(text).code if text else ""
    except StateError:
        return ""
