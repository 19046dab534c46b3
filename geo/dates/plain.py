"""Dates in plain English."""

from __future__ import annotations

from geo.dates.spans import parse, split
from geo.dates.suggestions import MONTHS


def display(text: str) -> str:
    """Say a date in plain English."""
    if text == "":
        return ""
    parse(text)
    if text.startswith("["):
        words = [_member_words(member) for member in text[1:-1].split(",")]
        return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    begin, slash, end = text.partition("/")
    if not slash:
        return _words(text)
    if begin in ("", ".."):
        return f"until {_words(end)}" + (", start unknown" if not begin else "")
    if end in ("", ".."):
        return f"from {_words(begin)}" + (", end unknown" if not end else " on")
    return f"{_words(begin)} to {_words(end)}"


def _member_words(member: str) -> str:
    begin, dots, end = member.partition("..")
    if not dots:
        return _words(member)
    if not begin:
        return f"by {_words(end)}"
    return f"between {_words(begin)} and {_words(end)}" if end else f"{_words(begin)} or later"


def _words(date: str) -> str:
    parts = split(date)
    if parts is None:
        return date
    year = str(int(parts.year)) if parts.year.isdigit() else parts.year
    if year.endswith("XX"):
        words = f"{max(1, int(year[:2] + '00'))} to {int(year[:2] + '99')}"
    elif year.endswith("X"):
        words = f"{int(year[:3] + '0')}s"
    elif parts.month in ("", "XX"):
        words = year if not parts.month else f"{year}, month unknown"
    elif parts.day in ("", "XX"):
        words = f"{MONTHS[int(parts.month) - 1]} {year}"
        words += ", day unknown" if parts.day else ""
    else:
        words = f"{int(parts.day)} {MONTHS[int(parts.month) - 1]} {year}"
    if parts.doubt in ("~", "%"):
        words = f"about {words}"
    return f"{words} (uncertain)" if parts.doubt in ("?", "%") else words
