"""Tables of pairs of states over time, in their formats, as observations of one direction.

Correlates of War, Diplomatic Exchange v2006.1: a level at each side, in some years from 1817 on.
Diplometrics Diplomatic Representation: an ``Embassy`` and a ``Focus`` code for each year from 1960
on. Status ranges of github.com/brentonk/us_diplomatic_missions: days between which the status of
the United States' mission was the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.errors import InvalidSelection, quoted

MISSION: Final = "mission"
NONE: Final = "none"
NO_EVIDENCE: Final = "no evidence"
MISSING: Final = "missing"
ELSEWHERE: Final = "elsewhere"
"""What an observation is of: a mission of one of :data:`KINDS`; none, as the source says; no
evidence of any; nothing, for the cell is blank; or a representation without a mission of its own,
or one whose place the source does not give."""

KINDS: Final[Mapping[str, str]] = {
    MISSION: "mission",
    "consulate": "consulate",
    "liaison": "liaison_office",
    "interests": "interests_section",
}


class Observation(NamedTuple):
    """What a source says of the mission of one state in another, in a year or between two days."""

    row: int
    sending: str
    receiving: str
    begins: str
    ends: str
    what: str
    level: str
    located: str = ""  # The state in which the mission is, where the source names another


Cells = Mapping[str, str]
Say = Callable[[int, str, str], None]
"""Refuses a value: row, column, value."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its columns, and how a row is read."""

    name: str
    needs: Sequence[str]
    read: Callable[[int, Cells, Say], Iterator[Observation]]
    publisher: str
    title: str
    url: str
    dated: bool = False  # Whether its days are those of changes

    def scheme(self, columns: Sequence[str]) -> str:
        """The scheme of its codes of states; blank for names."""
        if self.name == "ranges":
            return "cow" if "country_code_cow" in columns else "gw"
        return "cow" if self.name == "cow" else ""


_BLANK: Final = ("", "NA", ".", "-9", "nan")

_COW: Final = {
    "0": (NO_EVIDENCE, "no evidence of diplomatic exchange"),
    "1": (MISSION, "chargé d'affaires"),
    "2": (MISSION, "minister"),
    "3": (MISSION, "ambassador"),
    "9": (MISSION, "other level"),
}


def _cow(row: int, cells: Cells, refuse: Say) -> Iterator[Observation]:
    """DR_at_1 is the level of side 2 at side 1, and the other way round."""
    year = cells["year"]
    for sending, receiving, column in (
        ("ccode2", "ccode1", "dr_at_1"),
        ("ccode1", "ccode2", "dr_at_2"),
    ):
        what, level = _of(_COW, row, column, cells[column], refuse)
        if what:
            yield Observation(row, cells[sending], cells[receiving], year, year, what, level)


_DDR: Final = {
    "0": (NO_EVIDENCE, "no representation recorded"),
    "1": (MISSION, "level unknown"),
    "2": (ELSEWHERE, "interests served by another state"),
    "3": ("interests", "interests desk"),
    "4": (MISSION, "chargé d'affaires"),
    "5": (MISSION, "minister or envoy"),
    "6": (MISSION, "ambassador, nuncio or secretary of a people's bureau"),
}
_SEVERAL: Final = "2"
_WITHDRAWN: Final = "3"


def _ddr(row: int, cells: Cells, refuse: Say) -> Iterator[Observation]:
    what, level = _of(_DDR, row, "embassy", cells["embassy"], refuse)
    if not what:
        return
    focus, located = _whole(cells.get("focus", "")), cells.get("location", "")
    sending = cells.get("sending country") or cells.get("sendingcountry", "")
    if focus == _WITHDRAWN and what not in (MISSING, NO_EVIDENCE):
        what, level = NO_EVIDENCE, "withdrawn, recalled or expelled"
    elif focus == _SEVERAL and what == MISSION:
        what, level = ELSEWHERE, f"{level}, accredited to several states"
    year, to = cells["year"], cells["destination"]
    yield Observation(row, sending, to, year, year, what, level, located)


_RANGES: Final = {
    "Embassy": (MISSION, "embassy"),
    "Legation": (MISSION, "legation"),
    "Consulate": ("consulate", "consulate"),
    "Liaison": ("liaison", "liaison office"),
    "Interests": ("interests", "interests section"),
    "Ambassador Nonresident": (NONE, "ambassador, not resident"),
    "Envoy Nonresident": (NONE, "envoy, not resident"),
    "Consul Nonresident": (NONE, "consul, not resident"),
    "None": (NONE, "no formal diplomatic representation"),
}


def _ranges(row: int, cells: Cells, refuse: Say) -> Iterator[Observation]:
    what, level = _of(_RANGES, row, "us_mission_status", cells["us_mission_status"], refuse)
    to = cells.get("country_code_cow") or cells.get("country_code_gw", "")
    if what:
        begins, ends = cells["date_start"], cells["date_end"]
        yield Observation(row, "USA", to, begins, ends, what, level)


def _whole(text: str) -> str:
    return text.removesuffix(".0")


def _of(
    known: Mapping[str, tuple[str, str]], row: int, column: str, text: str, refuse: Say
) -> tuple[str, str]:
    """The meaning of a code or word of the source; blank, and refused, if not known."""
    if text in _BLANK:
        return MISSING, ""
    found = known.get(_whole(text))
    if found is None:
        refuse(row, column, text)
        return "", ""
    return found


FORMATS: Final[Mapping[str, Format]] = {
    one.name: one
    for one in (
        Format(
            "cow",
            ("ccode1", "ccode2", "year", "dr_at_1", "dr_at_2"),
            _cow,
            "Correlates of War Project",
            "Diplomatic Exchange, v2006.1",
            "https://correlatesofwar.org/data-sets/diplomatic-exchange",
        ),
        Format(
            "ddr",
            ("destination", "year", "embassy"),
            _ddr,
            "Frederick S. Pardee Institute for International Futures",
            "Diplometrics Diplomatic Representation",
            "https://doi.org/10.7910/DVN/YM3UOO",
        ),
        Format(
            "ranges",
            ("date_start", "date_end", "us_mission_status"),
            _ranges,
            "Brenton Kenkel",
            "US Diplomatic Mission Status Data",
            "https://github.com/brentonk/us_diplomatic_missions",
            dated=True,
        ),
    )
}


def format_of(columns: Sequence[str], given: str) -> Format:
    """The format of a table: the one that is given, else the one whose columns it has."""
    if given and given not in FORMATS:
        raise InvalidSelection(
            f"Unknown format {quoted(given)}. Choose one of {', '.join(FORMATS)}."
        )
    fitting = [one for one in FORMATS.values() if {*one.needs} <= {*columns}]
    found = [one for one in fitting if given in ("", one.name)]
    if len(found) == 1:
        return found[0]
    needs = "; ".join(f"{one.name}: {', '.join(one.needs)}" for one in FORMATS.values())
    shown = ", ".join(quoted(name) for name in columns[:20])
    raise InvalidSelection(
        f"The table lacks columns of {given or 'a format of dyads'}. It has {shown}. Required "
        f"columns by format: {needs}."
    )
