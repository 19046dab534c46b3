"""The status of a mission in a table: from its own column, a closing, or a contradiction.

A row of a table attests that a mission was listed. A row whose status is closed, suspended or
planned attests that instead. A column that says so and is not mapped stops the import.
"""

import contextlib
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Final

from geo.errors import InvalidDate, quoted
from geo.importers.inputs import Dated
from geo.importers.words import did_you_mean, key, like, meaning, words
from geo.importers.written_dates import edtf_of
from geo.parties import fold

_EVENTS: Final = {
    "open": "",
    "closed": "closed",
    "suspended": "suspended",
    "announced": "announced",
    "preparing": "preparation",
    "unknown": "unconfirmed",
}
STATUS_WORDS: Final = tuple(_EVENTS)  # What a status can be mapped to
_CONTRADICTS: Final = ("closed", "suspended", "announced", "preparing", "not_open")
_BEFORE: Final = ("announced", "preparing")
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 5
_STOP: Final = re.compile(r"\s*(?:[.;)\]]|$)")
_YEAR: Final = re.compile(r"\D*(?:[0-9]{1,2}\D+){0,2}[0-9]{4}\b")
_DAY: Final = re.compile(r"\b[0-9]{1,2}\b[./-]?\s*")
_SHOWN: Final = 3
_LONGEST: Final = 60


class StatusUnclear(Exception):
    """A status in a row that is refused: field, value, rule, remedy."""


def _contradicts(text: str) -> bool:
    return meaning("statuses", text) in _CONTRADICTS


def status_of(written: str, heading: str = "") -> str:
    """The status that a word means: yes and no answer a heading such as "active" or "planned"."""
    found, asked = meaning("statuses", written), _asked(heading)
    if found not in ("yes", "no") or asked not in ("open", *_CONTRADICTS):
        return "" if found in ("yes", "no") else found
    return asked if found == "yes" else "not_open" if asked == "open" else "open"


def event_of(written: str) -> str:
    """The event by which a mission is not open; ``unconfirmed`` where the word leaves it open."""
    status = meaning("statuses", written)
    return _EVENTS["unknown"] if status == "not_open" else _EVENTS.get(status, "")


def _asked(heading: str) -> str:
    return meaning("statuses", re.sub(r"^\s*is[\s_]+", "", heading.casefold()))


def told(said: Mapping[str, str], heading: str, as_written: str) -> tuple[list[Dated], str, str]:
    """Events from the status and closing of a row, its closing date, the sense of its opening.

    ``said`` has the mapped status, ``as_written`` the text of the table. The opening of a mission
    that is not open yet is planned.
    """
    closing, written = said.get("closed", ""), said.get("status", "")
    answer = meaning("statuses", closing) if closing else ""
    closes = answer in ("yes", "closed")
    if answer in ("yes", "no", "open", "closed") or not key(closing):
        closing = ""
    status = status_of(written, heading) if key(written) else ""
    if status not in _EVENTS and key(written):
        rule = "not open, which may be closed or suspended"
        remedy = "Map the value to one of the two."
        if status != "not_open":
            known = words("statuses").values()
            near = like(as_written, (one.written for one in known if one.meanings[0] in _EVENTS))
            meant = f"Map the value to one of {', '.join(_EVENTS)}, or leave the column out."
            rule, remedy = "unknown status", f"{did_you_mean(map(quoted, near))}{meant}"
        raise StatusUnclear("status", as_written, rule, remedy)
    if status not in ("", "closed") and (closing or closes):
        rule = f"the status is {quoted(as_written)}, and the row has a closing"
        remedy = "Correct one of the two, or leave one of the columns out."
        raise StatusUnclear("closed", said["closed"], rule, remedy)
    detail = f"Status in the data: {as_written}" if status else ""
    event = "" if closing else _EVENTS["closed"] if closes else _EVENTS.get(status, "")
    sense = "" if event == "closed" else "attested"
    events = [Dated(event, "", detail, "", heading, sense=sense)] if event else []
    return events, closing, "planned" if status in _BEFORE else ""


def not_open_in(name: str) -> str:
    """Words in brackets, or at the beginning of a name, by which a mission is not open."""
    inside = _BRACKETED.findall(name)
    return next((one for one in inside if _contradicts(one)), "") or begins_with(name)


def begins_with(text: str) -> str:
    """A status at the beginning by which a mission is not open: alone, dated, or of its type.

    "Closed in 1999" and "Former embassy", but not "Former Yugoslavia" or "Planned move in 2027".
    """
    first = _WORD.search(text)
    if first is None or fold(first[0]) not in _first_words():
        return ""
    for end in reversed(_ends(text)):
        status, rest = text[:end], text[end:]
        kinds = (meaning("kinds", rest[:one]) for one in _ends(rest))
        if _contradicts(status) and (_STOP.match(rest) or any(kinds) or _dated(rest)):
            return status.strip()
    return ""


@cache
def _first_words() -> frozenset[str]:
    """The words, folded, with which a status begins by which a mission is not open."""
    known = (k.written for k in words("statuses").values() if k.meanings[0] in _CONTRADICTS)
    return frozenset(fold(found[0]) for one in known if (found := _WORD.search(one)))


def _ends(text: str) -> list[int]:
    return [one.end() for one in itertools.islice(_WORD.finditer(text), _MOST_WORDS)]


def _dated(text: str) -> bool:
    found = _YEAR.match(text)
    with contextlib.suppress(InvalidDate):
        return bool(found and edtf_of(_DAY.sub("", found[0])))
    return False


def contradiction(
    headings: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    used: Collection[int],
    note: int | None = None,
) -> dict[str, str]:
    """Headings of columns which say that missions are not open and are not used, and how.

    Of notes, only those that are a status: a row whose note begins with one is refused.
    """
    signs = {k for k, word in words("statuses").items() if "heading" in word.meanings}
    found: dict[str, str] = {}
    for number, heading in enumerate(headings):
        if number in used:
            continue
        written = {cell for _, cells in rows if (cell := cells[number].strip())}
        says = _contradicts if number == note else begins_with
        if by_value := sorted(one for one in written if len(one) <= _LONGEST and says(one)):
            found[heading] = ", ".join(map(quoted, by_value[:_SHOWN]))
        elif any(meaning("statuses", one) != "no" for one in written):
            named = signs.intersection((key(heading), *map(key, fold(heading).split())))
            if named or _asked(heading) in _CONTRADICTS:
                found[heading] = "by its heading"
    return found
