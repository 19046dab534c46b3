"""What a date that a person or a spreadsheet wrote was probably meant to be."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_EXCEL_DAYS: Final = (18_000, 80_000)
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_EXCEL_PIVOT: Final = 30
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Names of the months in English, whatever the locale."""

_NAMED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ .-]+)?([a-z]{3,9})\.?[ ,-]+([0-9]{4}|[0-9]{2})"
)
_AMERICAN = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_NUMBERS = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})")
_ABOUT = re.compile(r"(?:c\.?|ca\.?|circa|about) ?([0-9]{4})")
_DECADE = re.compile(r"([0-9]{3})0'?s")
_COMPACT = re.compile(r"[0-9]{8}")
_SERIAL = re.compile(r"[0-9]{5}")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{1,2}))?(?:[t ][0-9:.+z-]*)?")


def likely(text: str) -> tuple[str, ...]:
    """Guess at the date that was meant."""
    text = text.strip()
    low = text.lower()
    guesses = [re.sub(r"\s", "", text).replace("x", "X").replace("–", "/").replace("—", "/")]
    if found := _NAMED.fullmatch(low):
        guesses.append(_joined(found[3], _month_number(found[2]), found[1]))
    if found := _AMERICAN.fullmatch(low):
        guesses.append(_joined(found[3], _month_number(found[1]), found[2]))
    if found := _NUMBERS.fullmatch(low):
        guesses.append(_joined(found[3], found[2], found[1]))
        guesses.append(_joined(found[3], found[1], found[2]))
    if found := _YEAR_FIRST.fullmatch(low):
        guesses.append(_joined(found[1], found[2], found[3]))
    if found := _ABOUT.fullmatch(low):
        guesses.append(f"{found[1]}~")
    if found := _DECADE.fullmatch(low):
        guesses.append(f"{found[1]}X")
    if _COMPACT.fullmatch(low):
        guesses.append(_joined(low[:4], low[4:6], low[6:]))
    if _SERIAL.fullmatch(low) and _EXCEL_DAYS[0] <= int(low) <= _EXCEL_DAYS[1]:
        guesses.append((_EXCEL_EPOCH + dt.timedelta(int(low))).isoformat())
    return tuple(dict.fromkeys(guesses))


def _joined(year: str, month: str | None, day: str | None) -> str:
    if len(year) < len("2019"):
        year = f"{20 if int(year) < _EXCEL_PIVOT else 19}{year}"
    return "-".join([year, *(part.zfill(2) for part in (month or "?", day) if part)])


def _month_number(name: str) -> str | None:
    months = [n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(name)]
    return str(months[0]) if len(months) == 1 else None
