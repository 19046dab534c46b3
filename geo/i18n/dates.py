"""Dates in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from geo.dates import parse, split

Say = Callable[..., str]


def dated(text: str, say: Say) -> str:
    """A date in words."""
    if text == "":
        return ""
    parse(text)
    if text.startswith("["):
        members = [_member(member, say) for member in text[1:-1].split(",")]
        return (
            say("words.or", first=", ".join(members[:-1]), last=members[-1])
            if (len(members) > 1)
            else members[0]
        )
    begin, slash, end = text.partition("/")
    if not slash:
        return _date(text, say)
    if begin in ("", ".."):
        key = "date.until" if begin else "date.until_since_unknown"
        return say(key, end=_phrased(end, say))
    if end in ("", ".."):
        key = "date.from_on" if end else "date.from_until_unknown"
        return say(key, begin=_phrased(begin, say))
    return say("date.span", begin=_date(begin, say), end=_date(end, say))


def _member(member: str, say: Say) -> str:
    begin, dots, end = member.partition("..")
    if not dots:
        return _date(member, say)
    if not begin:
        return say("date.by_day" if _is_day(end) else "date.by", date=_date(end, say))
    if not end:
        return say("date.or_later", date=_date(begin, say))
    return say("date.between", begin=_phrased(begin, say), end=_phrased(end, say))


def _is_day(date: str) -> bool:
    parts = split(date)
    return parts is not None and parts.day not in ("", "XX") and not parts.doubt


def _phrased(date: str, say: Say) -> str:
    """A date as it is after a preposition: a day has its article where there is one."""
    said = _date(date, say)
    return say("date.the_day", date=said) if _is_day(date) else said


def _date(date: str, say: Say) -> str:
    parts = split(date)
    if parts is None:
        return date
    year = str(int(parts.year)) if parts.year.isdigit() else parts.year
    if year.endswith("XX"):
        first, last = max(1, int(year[:2] + "00")), int(year[:2] + "99")
        said = say("date.span", begin=str(first), end=str(last))
    elif year.endswith("X"):
        said = say("date.decade", decade=str(int(year[:3] + "0")))
    elif parts.month in ("", "XX"):
        said = say("date.month_unknown", year=year) if parts.month else year
    elif parts.day in ("", "XX"):
        key = "date.day_unknown" if parts.day else "date.month_year"
        said = say(key, month=say(f"date.month.{int(parts.month)}"), year=year)
    else:
        month = say(f"date.month.{int(parts.month)}")
        said = say("date.day", day=str(int(parts.day)), month=month, year=year)
    if parts.doubt in ("~", "%"):
        said = say("date.about", date=said)
    return say("date.uncertain", date=said) if parts.doubt in ("?", "%") else said
