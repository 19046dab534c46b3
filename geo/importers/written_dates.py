"""Dates as people write them -> EDTF of :mod:`geo.dates`, or refused; nothing is guessed.

Names of months are those of English, Spanish, French, Portuguese, German, Russian, Chinese and
Arabic (``data/words/months.csv``); other words of dates are in ``data/words/dates.toml``. An
ambiguous order of day and month in digits is refused; years have four digits.
"""

import contextlib
import datetime as dt
import re
import tomllib
import unicodedata
from functools import cache
from itertools import dropwhile
from typing import Final

from geo import dates
from geo.dates import is_date
from geo.errors import InvalidDate, quoted
from geo.importers.words import table
from geo.package_files import folder
from geo.parties import fold

_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[+-][0-9:]+)?")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_FIGURES: Final = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_IDEOGRAPHS: Final = re.compile(r"([0-9]{4}) ?年(?: ?([0-9]{1,2}) ?月(?: ?([0-9]{1,2}) ?[日号])?)?")
_DECADE: Final = re.compile(r"([0-9]{3})0")
_DASH: Final = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*|(?<=[0-9]{4})-(?=[0-9]{4}$)|\s+/\s+")
_APART: Final = re.compile(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])")
_ENDS: Final = re.compile(r"(?:between|from|entre|desde|de|von|zwischen|с|между|从) (.+)")
_LONGEST: Final = 80


def edtf_of(text: str, date_order: str = "") -> str:
    """A date in EDTF; blank for a blank. What is no date, or could be two, is refused."""
    figures = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    shown = " ".join(unicodedata.normalize("NFKC", figures).split())
    if not shown or is_date(shown):
        return shown
    found = _whole(shown, date_order) if len(shown) <= _LONGEST else ""
    if not found or not is_date(found):
        dates.parse(text)  # the error gives the problem and suggestions
    return found


def is_part(text: str) -> bool:
    """Whether a text names a part of a date, as in early 1990s, which EDTF does not carry."""
    return _after(fold(text), "part") is not None


def _whole(text: str, order: str) -> str:
    """A date, a doubtful one, one before or after another, or a period; blank for none of them."""
    if text.endswith(("?", "(?)")):
        inner = _whole(text.removesuffix("(?)").rstrip("? "), order)
        return f"{inner.rstrip('~')}{'%' if '~' in inner else '?'}" if _is_single(inner) else ""
    folded = fold(text)
    about = text[1:].strip() if text.startswith("~") else _after(folded, "about")
    if about is not None:
        inner = _whole(about, order)
        return f"{inner}~" if _is_single(inner) else ""
    for field, form in (("before", "[..{}]"), ("after", "[{}..]"), ("by", "[..{}]")):
        rest = _after(folded, field)
        rest = _before(folded, f"{field}_suffix") if rest is None else rest
        if rest is not None:
            inner = _beyond(_whole(rest, order), field)
            return form.format(inner) if inner else ""
    return _single(text, order) or _period(text, order)


def _is_single(inner: str) -> bool:
    return dates.split(inner) is not None


def _beyond(inner: str, field: str) -> str:
    """The year, month or day before or after a date, of its own precision; blank for none."""
    if not _is_single(inner) or inner[-1] in "?~%":
        return ""
    span, day = dates.parse(inner), dt.timedelta(1)
    if field == "by" or span.earliest is None or span.latest is None:
        return inner if field == "by" else ""
    with contextlib.suppress(OverflowError):
        beyond = span.earliest - day if field == "before" else span.latest + day
        return beyond.isoformat()[: len(inner)]
    return ""


def _period(text: str, order: str) -> str:
    ends = _ENDS.fullmatch(text)
    text = ends[1] if ends else text
    parts = _DASH.split(text)
    for word in _words()["to"] if len(parts) == 1 else ():
        parts = text.split(f" {word} ")
        if len(parts) == 2:
            break
    found = [_single(part.strip(), order) for part in parts]
    return "/".join(found) if len(found) == 2 and all(found) else ""


def _single(text: str, order: str) -> str:
    if is_date(text):
        return text if _is_single(text) else ""
    if found := _STAMP.fullmatch(text):
        return found[1]
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _joined(found[1], *[part for part in found.groups()[1:] if part and part.isdigit()])
    if found := _FIGURES.fullmatch(text):
        return _ordered(text, found[4], found[1], found[3], order)
    if found := _MONTH_YEAR.fullmatch(text):
        return _joined(found[2], found[1])
    folded = fold(text.replace(".", " "))
    rest = _after(folded, "part")
    folded = folded if rest is None else rest
    decade = _after(folded, "decade") or _before(folded, "decade_suffix")
    if decade and (of := _DECADE.fullmatch(_stripped(decade))):
        return f"{of[1]}X"
    return _named(folded)


def _named(folded: str) -> str:
    """A date with the name of its month, or with ideographs, or among words without a meaning."""
    pattern, numbers = _months()
    names = pattern.findall(folded)
    month = numbers[names[0]] if len(names) == 1 else ""
    rest = pattern.sub(" ", folded) if month else folded
    named = folded.replace(names[0], f"{month}月") if "月" in folded and month else folded
    if figures := _IDEOGRAPHS.fullmatch(_stripped(named)):
        return _joined(*filter(None, figures.groups()))
    tokens = _APART.sub(" ", rest).split()
    figures_ = [token for token in tokens if token.isdigit()]
    if any(not one.isdigit() and one not in _words()["without_meaning"] for one in tokens):
        return ""
    years = [token for token in figures_ if len(token) == 4]
    days = [token for token in figures_ if len(token) != 4]
    if len(years) != 1 or len(days) > bool(month) or any(len(day) > 2 for day in days):
        return ""
    return _joined(years[0], *filter(None, (month, *days)))


def _ordered(text: str, year: str, one: str, two: str, order: str) -> str:
    """A day and a month in figures: in the one order that can be, or in the one that is given."""
    by_order = {"day-first": _joined(year, two, one), "month-first": _joined(year, one, two)}
    possible = {name: date for name, date in by_order.items() if is_date(date)}
    if len({*possible.values()}) < 2:
        return next(iter(possible.values()), "")
    if order in possible:
        return possible[order]
    either = f"{possible['day-first']} (day first) or {possible['month-first']} (month first)"
    remedy = "Say which with --date-order day-first or --date-order month-first."
    raise InvalidDate(f"{quoted(text)} is {either}. {remedy}")


def _joined(*parts: str) -> str:
    return "-".join(part.zfill(2) for part in parts)


def _stripped(folded: str) -> str:
    """A text without the words that mean nothing, at its beginning and at its end."""
    blank = _words()["without_meaning"].__contains__
    tokens = [*dropwhile(blank, folded.split())]
    return " ".join([*dropwhile(blank, tokens[::-1])][::-1])


def _after(folded: str, field: str) -> str | None:
    """What follows one of the words of a field; None where none begins the text."""
    for word in _words()[field]:
        rest = folded.removeprefix(word)
        if rest != folded and (not rest[:1].isalpha() or word[-1] >= "一"):
            return rest.strip()
    return None


def _before(folded: str, field: str) -> str | None:
    """What precedes one of the words of a field; None where none ends the text."""
    for word in _words().get(field, ()):
        if folded.endswith(word) and folded != word:
            return folded.removesuffix(word).strip()
    return None


@cache
def _words() -> dict[str, list[str]]:
    """Field of ``dates.toml`` -> its words, folded, the longest first."""
    listed = tomllib.loads((folder("words") / "dates.toml").read_text("utf-8"))
    return {field: sorted({*map(fold, words)}, key=len)[::-1] for field, words in listed.items()}


@cache
def _months() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the names of months, folded, and the number of each."""
    numbers = {fold(name): month for _, month, name in table("months")}
    bounded = (
        re.escape(name) if name.endswith("月") else rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])"
        for name in sorted(numbers, key=len)[::-1]
    )
    return re.compile("|".join(bounded)), numbers
