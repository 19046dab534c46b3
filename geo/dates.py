"""Dates as sources give them: a stated subset of EDTF, and what can be said of a day.

The subset (Extended Date/Time Format, ISO 8601-2:2019, years 0001 to 9999):

==========================  ===============================================================
``2019``, ``2019-08``       a year, a month: a day within it
``2019-08-21``              a day
``2019?  2019~  2019%``     the whole date is uncertain, approximate, both
``199X  19XX``              a year of the 1990s, a year from 1900 to 1999
``1990-XX  1990-05-XX``     a month of the year, a day of the month; also ``1990-XX-XX``
``2015/2018-06``            an interval, both ends included; each end may carry ? ~ %
``2015/..  ../2015``        an interval without an end, without a beginning
``2015/  /2015``            an interval whose end, whose beginning is not known
``[..2015]  [2015..]``      one day: up to the end of 2015, from the beginning of 2015
``[2015,2017..2019]``       one of these
==========================  ===============================================================

``? ~ %`` say that the source doubts its date. How far it may be out nobody says, so they
do not move the earliest and the latest day; they are kept in the text and shown.

Days are those of the proleptic Gregorian calendar, without a time zone.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.errors import InvalidDate, english, quoted
from geo.vocabulary import SENSES, Answer, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FIRST", "LAST", "Span", "day_of", "happened", "ordinals", "parse", "set_today", "split"]
__all__ += ["today", "years"]
_EXCEL_DAYS: Final = (18_000, 80_000)
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_EXCEL_PIVOT: Final = 30
MONTHS: Final = words_of("months")  # In English, whatever the locale

_Y, _M, _D = "(?P<year>[0-9]{4}|[0-9]{2})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_WORD, _TH = r"(?P<month>[a-z]{3,9})\.?", "(?:st|nd|rd|th)?"
_ORDERS: Final = [  # Common orders of year, month and day
    re.compile(pattern)
    for pattern in (
        rf"(?:{_D}{_TH}[ .-]+)?{_WORD}[ ,-]+{_Y}",
        rf"{_WORD} {_D}{_TH},? (?P<year>[0-9]{{4}})",
        rf"{_D}[/. -]{_M}[/. -]{_Y}",
        rf"{_M}[/. -]{_D}[/. -]{_Y}",
        rf"(?P<year>[0-9]{{4}})[/.-]{_M}(?:[/.-]{_D})?(?:[t ][0-9:.+z-]*)?",
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
]
_ABOUT = re.compile(r"(?:c\.?|ca\.?|circa|about) ?([0-9]{4})")
_DECADE = re.compile(r"([0-9]{3})0'?s")
_SERIAL = re.compile(r"[0-9]{5}")
FIRST: Final = -(2**31)  # Ordinal of an open beginning
LAST: Final = 2**31 - 1  # Ordinal of an open end
LONGEST: Final = 200
_FORMS: Final = "Write YYYY, YYYY-MM or YYYY-MM-DD, as in 2019-08-21"
_day: dt.date | None = None
_DECEMBER: Final = 12
_YEAR_DAYS: Final = 365.2425
_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<doubt>[?~%]?)"
)


class Span(NamedTuple):
    """A parsed date: the first and last day that it can mean (None where open), and its text."""

    earliest: dt.date | None
    latest: dt.date | None
    text: str


class _Date(NamedTuple):
    year: str
    month: str
    day: str
    doubt: str


def parse(text: str) -> Span:
    """Read a date of the subset."""
    if not isinstance(text, str):
        raise InvalidDate(f"{quoted(text)} is not a date but a {type(text).__name__}. {_FORMS}.")
    if not text:
        raise InvalidDate(f"A blank is not a date. {_FORMS}.")
    if len(text) > LONGEST:
        raise InvalidDate().keyed("error.date.long", text=quoted(text))
    return _parse(text)


@lru_cache(maxsize=65_536)
def _parse(text: str) -> Span:
    if text.startswith("[") and text.endswith("]"):
        earliest, latest = _set_bounds(text)
    elif text.count("/") == 1:
        earliest, latest = _interval_bounds(text)
    else:
        earliest, latest = _date_bounds(text, text)
    return Span(earliest, latest, text)


def _interval_bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    begin, _, end = text.partition("/")
    if begin in ("", "..") and end in ("", ".."):
        raise InvalidDate().keyed("error.date.endless", text=quoted(text))
    first = None if begin in ("", "..") else _date_bounds(begin, text)
    last = None if end in ("", "..") else _date_bounds(end, text)
    if first and last and first[0] > last[1]:
        raise InvalidDate().keyed("error.date.reversed", text=quoted(text), meant=f"{end}/{begin}")
    return first and first[0], last and last[1]


def _set_bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    members = text[1:-1].split(",")
    bounds: list[tuple[dt.date | None, dt.date | None]] = []
    for place, member in enumerate(members):
        begin, dots, end = member.partition("..")
        if not dots:
            bounds.append(_date_bounds(member, text))
            continue
        if not (begin or end) or (not begin and place) or (not end and place < len(members) - 1):
            raise InvalidDate().keyed("error.date.set", text=quoted(text))
        low = _date_bounds(begin, text)[0] if begin else None
        high = _date_bounds(end, text)[1] if end else None
        if low and high and low > high:
            raise InvalidDate().keyed(
                "error.date.range_reversed", text=quoted(text), meant=f"{end}..{begin}"
            )
        bounds.append((low, high))
    lows, highs = ([day for day in days if day] for days in zip(*bounds, strict=True))
    every = len(bounds)
    return min(lows) if len(lows) == every else None, max(highs) if len(highs) == every else None


def split(date: str) -> _Date | None:
    """Take a single date apart."""
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    parts = _Date(*(part or "" for part in found.group("year", "month", "day", "doubt")))
    if ("X" in parts.year and parts.month) or (parts.month == "XX" and parts.day not in ("", "XX")):
        return None
    return parts


def _date_bounds(date: str, whole: str) -> tuple[dt.date, dt.date]:
    parts = split(date)
    if parts is None:
        raise _refusal(date, whole)
    first = max(1, int(parts.year.replace("X", "0")))
    last = int(parts.year.replace("X", "9"))
    if last == 0:
        raise _wrong("error.date.year", date, whole)
    if parts.month in ("", "XX"):
        return dt.date(first, 1, 1), dt.date(last, 12, 31)
    month = int(parts.month)
    if not 1 <= month <= _DECEMBER:
        raise _wrong("error.date.month", date, whole, month=parts.month)
    length = calendar.monthrange(first, month)[1]
    if parts.day in ("", "XX"):
        return dt.date(first, month, 1), dt.date(first, month, length)
    if not 1 <= int(parts.day) <= length:
        raise _wrong("error.date.day", date, whole, day=parts.day, last=str(length), meant=date[:7])
    day = dt.date(first, month, int(parts.day))
    return day, day


def _refusal(date: str, whole: str) -> InvalidDate:
    for text in dict.fromkeys((whole, date)):
        if guesses := tuple(guess for guess in likely(text) if guess != text and is_date(guess)):
            return _wrong("error.date.likely", date, whole, meant=guesses)
    return _wrong("error.date.unknown", date, whole)


def _wrong(key: str, date: str, whole: str, **values: object) -> InvalidDate:
    """An error in a date; English names the date, too, where it is part of an interval or set."""
    error = InvalidDate()
    if date != whole:
        error = InvalidDate(english(key, text=f"{quoted(date)} in {quoted(whole)}", **values))
    return error.keyed(key, text=quoted(whole), **values)


def is_date(text: str) -> bool:
    """Whether a text is a date of the subset."""
    try:
        parse(text)
    except InvalidDate:
        return False
    return True


def ordinals(texts: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last days of a column of dates, int64 (n,); `FIRST` and `LAST` for open ends."""
    import numpy as np

    column = list(texts)
    place = {text: index for index, text in enumerate(dict.fromkeys(column))}
    pairs = np.array([_pair(text) for text in place], dtype=np.int64).reshape(-1, 2)
    codes = np.fromiter(map(place.__getitem__, column), dtype=np.intp, count=len(column))
    return pairs[codes, 0], pairs[codes, 1]


def _pair(text: str) -> tuple[int, int]:
    first, last, _ = parse(text) if text != "" else (None, None, "")
    return first.toordinal() if first else FIRST, last.toordinal() if last else LAST


def day_of(value: str | dt.date) -> dt.date:
    """Give the day that a selection's date means: the last one of a span."""
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    latest = parse(value.strip() if isinstance(value, str) else value).latest
    if latest is None:
        raise InvalidDate().keyed("error.date.open", text=quoted(value))
    return latest


def years(number: float) -> int:
    """Days in a number of years."""
    return round(number * _YEAR_DAYS)


def today() -> dt.date:
    """Give the present day of this machine: the one place that reads its clock."""
    return _day or dt.date.today()


def set_today(day: dt.date) -> None:
    """Let a day be the present one in this process, which makes a file that was asked for then."""
    global _day
    _day = day


def happened(span: Span, day: dt.date, sense: str = "on") -> Answer:
    """Say whether something dated had happened by the end of a day.

    ==========  ====================  ============================  =================
    sense       before the earliest   from the earliest             from the latest
    ==========  ====================  ============================  =================
    on          no                    perhaps                       yes
    by          perhaps               perhaps                       yes
    after       no                    perhaps                       perhaps
    attested    perhaps               perhaps                       yes
    planned     no                    perhaps                       perhaps
    ==========  ====================  ============================  =================

    An open end is never reached.
    """
    if sense not in SENSES:
        raise InvalidDate(
            f"{quoted(sense)} is not a sense of a date. Use one of {', '.join(SENSES)}."
        )
    if sense in ("on", "by", "attested") and span.latest is not None and day >= span.latest:
        return Answer.YES
    if sense in ("on", "after", "planned") and span.earliest is not None and day < span.earliest:
        return Answer.NO
    return Answer.POSSIBLE


def likely(text: str) -> tuple[str, ...]:
    """Guess at the date that was meant."""
    text = text.strip()
    low = text.lower()
    guesses = [re.sub(r"\s", "", text).replace("x", "X").replace("–", "/").replace("—", "/")]
    guesses += [_joined(**found.groupdict()) for one in _ORDERS if (found := one.fullmatch(low))]
    if found := _ABOUT.fullmatch(low):
        guesses.append(f"{found[1]}~")
    if found := _DECADE.fullmatch(low):
        guesses.append(f"{found[1]}X")
    if _SERIAL.fullmatch(low) and _EXCEL_DAYS[0] <= int(low) <= _EXCEL_DAYS[1]:
        guesses.append((_EXCEL_EPOCH + dt.timedelta(int(low))).isoformat())
    return tuple(dict.fromkeys(guesses))


def _joined(year: str, month: str, day: str | None) -> str:
    """A date in EDTF; its month may be a name, or the beginning of one."""
    if len(year) < len("2019"):
        year = f"{20 if int(year) < _EXCEL_PIVOT else 19}{year}"
    named = [str(n) for n, name in enumerate(MONTHS, 1) if name.lower().startswith(month)]
    number = month if month.isdigit() else named[0] if len(named) == 1 else "?"
    return "-".join([year, *(part.zfill(2) for part in (number, day) if part)])
