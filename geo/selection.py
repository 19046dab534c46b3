"""The filters and dates of a view: a frozen value, to and from the query of a URL exactly."""

import datetime as dt
import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode

from geo import dates, parties, vocabulary
from geo.errors import InvalidSelection, UnknownState, quoted

_STATES: Final = ("states", "among", "sending", "receiving")
_LISTS: Final = (*_STATES, "kinds", "statuses", "cities", "sources")
_SINGULAR: Final = {"kinds": "kind", "statuses": "status", "cities": "city", "sources": "source"}
_LONGEST_TEXT: Final = 200

UNDATED: Final = ("near", "all", "none")  # What :attr:`Selection.undated` may be

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The selection.

    Lists may be given in any order and with names instead of codes; they are kept
    sorted, without doubles, states as codes. All parts must hold at once.

    Attributes
    ----------
    states
        Codes of states; a mission is shown where it sends or receives for any of them.
    among
        Codes of states; a mission is shown where both its ends are among them.
    sending, receiving
        Codes of states.
    kinds
        Kinds of missions (``consulate_general``), or groups (``consulate`` is both the
        kind and its group: it means the group).
    statuses
        Statuses; where empty, all but closed.
    cities
        Names of cities as the dataset has them; compared without case and accents.
    sources
        Ids of sources; a mission is shown where any of them says something of it.
    text
        Words that must all be found in a mission or in what is attached to it: its states by
        name or demonym, type, city, people, places, events, claims; the last word may be begun
        only. Compared without case and accents.
    as_of
        Day of the status shown: EDTF text or a date; a span means its last day. None is today.
    known_on
        Day up to which sources count; None is all of them.
    bbox
        West, south, east, north in degrees, CRS84; west beyond east crosses ±180°.
    undated
        Missions on days on which nothing says whether they had opened: ``near``, those of which
        the first evidence is at most :data:`geo.vocabulary.UNDATED_YEARS` years later; ``all`` or
        ``none`` of them. They are possibly open: statuses that leave ``open`` out leave them out.

    Raises
    ------
    UnknownState, AmbiguousState
        A name or code is not that of one state.
    InvalidDate
        as_of or known_on is not a date.
    InvalidSelection
        Any other value cannot be.

    Examples
    --------
    >>> import geo
    >>> selection = geo.Selection(among=("Venezuela", "North Korea"), as_of="2019-09-01")
    >>> selection.to_query()
    'among=PRK,VEN&as-of=2019-09-01'
    """

    states: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    sending: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    text: str = ""
    as_of: str | None = None
    known_on: str | None = None
    bbox: Bbox | None = None
    undated: str = UNDATED[0]

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, _listed(getattr(self, name), name))
        for name in _STATES:
            codes = {_code(text) for text in getattr(self, name)}
            object.__setattr__(self, name, tuple(sorted(codes)))
        kinds = tuple(kind.replace("-", "_") for kind in self.kinds)
        _closed_list(kinds, {*vocabulary.KINDS, *vocabulary.KINDS.values()}, "kind")
        object.__setattr__(self, "kinds", tuple(sorted(set(kinds))))
        _closed_list(self.statuses, set(vocabulary.STATUSES), "status")
        object.__setattr__(self, "text", _words(self.text))
        object.__setattr__(self, "as_of", _date(self.as_of))
        object.__setattr__(self, "known_on", _date(self.known_on))
        object.__setattr__(self, "bbox", _bbox(self.bbox))
        _closed_list((self.undated,), set(UNDATED), "choice")

    @property
    def as_of_day(self) -> int:
        """Ordinal of the day of the status shown; today if none is given."""
        day = dates.today() if self.as_of is None else dates.day_of(self.as_of)
        return day.toordinal()

    @property
    def known_on_day(self) -> int:
        """Ordinal of the day up to which sources count; ``dates.LAST - 1`` for all."""
        if self.known_on is None:
            return dates.LAST - 1
        return dates.day_of(self.known_on).toordinal()

    @property
    def undated_days(self) -> int:
        """Days by which the first evidence of an undated mission may be later; -1 for none."""
        if self.undated == "none" or (self.statuses and "open" not in self.statuses):
            return -1
        return dates.LAST if self.undated == "all" else dates.years(vocabulary.UNDATED_YEARS)

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The parts that are not as they are where nothing is chosen."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != f.default)

    @property
    def kinds_meant(self) -> frozenset[str]:
        """Every type that :attr:`kinds` includes; empty for all."""
        groups = set(self.kinds)
        return frozenset(
            kind for kind, group in vocabulary.KINDS.items() if kind in groups or group in groups
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of :attr:`text`, without case and accents."""
        return tuple(parties.fold(self.text).split())

    def but(self, **changes: Any) -> Self:
        """The same selection with other values for some of its parts."""
        return replace(self, **changes)

    def to_query(self) -> str:
        """The query of a URL that means this selection: ``among=PRK,VEN&as-of=2019-09-01``."""
        pairs = [(KEYS[name], _written(name, getattr(self, name))) for name in self.narrowed]
        return urlencode(pairs, safe=",:")

    @classmethod
    def from_query(cls, query: str | Mapping[str, str | list[str]]) -> Self:
        """The selection that the query of a URL means.

        Parameters
        ----------
        query
            The query, with or without ``?``; or its keys and values. Keys that are none
            of a selection's are left alone: they belong to the page.

        Returns
        -------
        Selection
            ``Selection.from_query(s.to_query()) == s``.

        Raises
        ------
        UnknownState, AmbiguousState, InvalidDate, InvalidSelection
            A value cannot be.
        """
        given: dict[str, str] = {}
        if isinstance(query, str):
            for key, value in parse_qsl(query.removeprefix("?")):
                given[key] = f"{given[key]},{value}" if key in given else value
        else:
            for key, values in query.items():
                given[key] = values if isinstance(values, str) else ",".join(values)
        names = {key: name for name, key in KEYS.items()}
        parts: dict[str, Any] = {}
        for key, value in given.items():
            name = names.get(key)
            if name is None or not value:
                continue
            if name in _LISTS:
                parts[name] = tuple(_list_parts(value))
            elif name == "bbox":
                parts[name] = _bbox(value.split(","))
            else:
                parts[name] = value
        return cls(**parts)

    def __bool__(self) -> bool:
        """Whether anything is narrowed at all."""
        return bool(self.narrowed)


KEYS: Final[dict[str, str]] = {
    one.name: _SINGULAR.get(one.name, one.name.replace("_", "-")) for one in fields(Selection)
}
"""Field of a selection -> its key in a URL; the same word is the option of the command line."""


def _listed(value: object, name: str) -> tuple[str, ...]:
    if isinstance(value, str):
        raise InvalidSelection(
            f"{name} {quoted(value)} is a text, not a list. Give a tuple such as ({value!r:.20},)."
        )
    if not isinstance(value, Iterable):
        raise InvalidSelection(f"{name} {quoted(value)} is not a list. Give a tuple of texts.")
    parts = tuple(str(part).strip() for part in value)
    return tuple(sorted({part for part in parts if part}))


def _closed_list(values: tuple[str, ...], allowed: set[str], what: str) -> None:
    for value in values:
        if value not in allowed:
            near = difflib.get_close_matches(value[:_LONGEST_TEXT], sorted(allowed), n=2)
            if near and what != "choice":
                raise InvalidSelection().keyed(
                    f"error.selection.{what}_meant", text=quoted(value), meant=tuple(near)
                )
            listed = ", ".join(sorted(allowed))
            raise InvalidSelection().keyed(
                f"error.selection.{what}", text=quoted(value), words=listed
            )


def _code(text: str) -> str:
    """The code of a party; an unknown name is refused with the names that are spelt like it."""
    try:
        return parties.party(text, typed=True).code
    except UnknownState as error:
        if near := parties.near(text):
            raise UnknownState().keyed(
                "error.state.meant", text=quoted(text), meant=near
            ) from error
        raise


def _words(text: object) -> str:
    words = " ".join(str(text).split())
    if len(words) > _LONGEST_TEXT:
        raise InvalidSelection().keyed(
            "error.selection.long", number=len(words), most=_LONGEST_TEXT
        )
    if "\0" in words:
        raise InvalidSelection().keyed("error.selection.nul")
    return words


def _date(value: object) -> str | None:
    if value is None or value == "":
        return None
    text = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
    dates.day_of(text)
    return text


def _bbox(value: object) -> Bbox | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise InvalidSelection().keyed("error.selection.box", text=quoted(value)) from None
    sound = all(map(math.isfinite, (west, south, east, north)))
    if not sound or not (
        -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    ):
        raise InvalidSelection().keyed("error.selection.box_outside", text=quoted(value))
    return west, south, east, north


def _written(name: str, value: Any) -> str:
    if name == "bbox":
        return ",".join(repr(part) for part in value)
    if name in _LISTS:
        return ",".join(_list_part(part) for part in value)
    return str(value)


def _list_part(part: str) -> str:
    """A part of a list, with a backslash before what would end it."""
    return part.replace("\\", "\\\\").replace(",", "\\,")


def _list_parts(text: str) -> list[str]:
    """The parts of a list as they were before `_list_part`."""
    parts, part, index = [], "", 0
    while index < len(text):
        if text[index] == ",":
            parts.append(part)
            part = ""
        else:
            index += text[index] == "\\" and index + 1 < len(text)
            part += text[index]
        index += 1
    return [*parts, part]
