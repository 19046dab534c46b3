"""The status of a mission in a table: from its own column, a closing, or a contradiction.

A row of a table attests that a mission was listed. A row whose status is closed, suspended or
planned attests that instead. A column that says so and is not mapped stops the import.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from geo.errors import quoted
from geo.importers.inputs import Dated
from geo.importers.words import did_you_mean, key, like, meaning, words
from geo.parties import fold

_EVENTS: Final = {
    "open": "",
    "closed": "closed",
    "suspended": "suspended",
    "announced": "announced",
    "preparing": "preparation",
    "unknown": "unconfirmed",
}
STATUS_WORDS: Final = tuple(_EVENTS)
"""What a status can be mapped to."""

_CONTRADICTS: Final = ("closed", "suspended", "announced", "preparing", "not_open")
_BEFORE: Final = ("announced", "preparing")
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SHOWN: Final = 3
_LONGEST: Final = 60


class StatusUnclear(Exception):
    """A status in a row that is refused: field, value, rule, remedy."""


def status_of(written: str, heading: str = "") -> str:
    """The status that a word means: yes and no answer a heading such as "active"."""
    found = meaning("statuses", written)
    if found in ("yes", "no"):
        return ("open" if found == "yes" else "not_open") if _asks_open(heading) else ""
    return found


def _asks_open(heading: str) -> bool:
    return meaning("statuses", re.sub(r"^\s*is\s+", "", heading.casefold())) == "open"


def told(said: Mapping[str, str], heading: str, as_written: str) -> tuple[list[Dated], str]:
    """The events that a row gives by status and closing, and its date of closing.

    ``said`` has the status as it is meant, ``as_written`` as the table has it.
    """
    closing = said.get("closed", "")
    answer = meaning("statuses", closing) if closing else ""
    if answer in ("yes", "no", "open", "closed") or not key(closing):
        closing = ""
    status = status_of(said.get("status", ""), heading) if key(said.get("status", "")) else ""
    if said.get("status") and status not in _EVENTS and key(said["status"]):
        raise StatusUnclear("status", as_written, *_unknown(as_written, status))
    if status not in ("", "closed") and (closing or answer in ("yes", "closed")):
        rule = f"the status is {quoted(as_written)}, and the row has a closing"
        remedy = "Correct one of the two, or leave one of the columns out."
        raise StatusUnclear("closed", said["closed"], rule, remedy)
    if closing:
        return [], closing
    detail = f"Status in the data: {as_written}"
    if status == "closed" or answer in ("yes", "closed"):
        return [Dated("closed", "", detail if status else "", "", heading)], ""
    event = _EVENTS.get(status, "")
    return [Dated(event, "", detail, "", heading, sense="attested")] if event else [], ""


def opening_sense(said: Mapping[str, str], heading: str) -> str:
    """The sense of the date of opening: of what is not open yet it is a plan."""
    return "planned" if status_of(said.get("status", ""), heading) in _BEFORE else ""


def _unknown(written: str, status: str) -> tuple[str, str]:
    if status == "not_open":
        return "not open, which may be closed or suspended", "Map the value to one of the two."
    known = words("statuses").values()
    near = like(written, (one.written for one in known if one.meanings[0] in _EVENTS))
    known_ = f"Map the value to one of {', '.join(_EVENTS)}, or leave the column out."
    return "unknown status", f"{did_you_mean(map(quoted, near))}{known_}"


def closed_in_name(name: str) -> str:
    """Words in brackets in a name by which the mission is not open."""
    inside = _BRACKETED.findall(name)
    return next((one for one in inside if meaning("statuses", one) in _CONTRADICTS), "")


def contradiction(
    headings: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], used: Collection[int]
) -> dict[str, str]:
    """Headings of columns which say that missions are not open and are not used, and how."""
    signs = {k for k, word in words("statuses").items() if "heading" in word.meanings}
    found: dict[str, str] = {}
    for number, heading in enumerate(headings):
        if number in used:
            continue
        written = {cell for _, cells in rows if (cell := cells[number].strip())}
        short = (one for one in written if len(one) <= _LONGEST)
        by_value = sorted(one for one in short if meaning("statuses", one) in _CONTRADICTS)
        if by_value:
            found[heading] = ", ".join(map(quoted, by_value[:_SHOWN]))
        elif written and not signs.isdisjoint(map(key, fold(heading).split())):
            found[heading] = "by its heading"
    return found
