"""How the texts of records are told on a card: names for ids, and nothing of later days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from geo import dates, words
from geo.errors import InvalidDate

__all__ = ["by_then", "claim_heading", "foretells", "in_names"]

Record = Mapping[str, str]
Tables = Mapping[str, Mapping[str, Record]]

_SLUG: Final = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_DAYS: Final = re.compile(r"(?<![0-9.,])(1[89]|20)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_BY: Final = "-by-"


def in_names(text: str, tables: Tables) -> str:
    """A text in which ids of sources and missions stand as names.

    Parameters
    ----------
    text
        Text from data.
    tables
        Table -> id -> row.

    Returns
    -------
    str
        "told by NK News (25 January 2019)" for "told by nk-news-2019-01-25".
    """

    def name(found: re.Match[str]) -> str:
        if row := tables["sources"].get(found[0]):
            if row["kind"] == "editorial":
                return row["publisher"]
            day = row["revised"] or row["published"]
            return f"{row['publisher']} ({_day(day)})" if day else row["publisher"]
        if row := tables["missions"].get(found[0]):
            ends = row["sending"], row["receiving"]
            return f"the {words.tight_label(row['kind'], *ends, row['city'])}"
        return found[0]

    return _SLUG.sub(name, text)


def _day(text: str) -> str:
    try:
        return dates.display(text)
    except InvalidDate:
        return text


def claim_heading(slug: str, tables: Tables) -> str:
    """What a property of a claim is called; a source that it ends with is named.

    Parameters
    ----------
    slug
        The property.
    tables
        Table -> id -> row.

    Returns
    -------
    str
        "Ambassador, according to KBS" for "ambassador-by-kbs-en-2024-01-nicaragua".
    """
    what, _, source = slug.partition(_BY)
    if row := tables["sources"].get(source):
        return f"{words.heading(what)}, according to {row['publisher']}"
    return words.heading(slug)


def by_then(text: str, known_on: date | None) -> str:
    """A date as it could be told by a day: an end that came later is not said.

    Parameters
    ----------
    text
        EDTF date.
    known_on
        The day; None for today's knowledge.

    Returns
    -------
    str
        "2006/.." for "2006/2019" where the day is before the end of 2019.
    """
    begin, slash, end = text.partition("/")
    if known_on is None or not slash or end in ("", ".."):
        return text
    latest = dates.parse(end).latest
    return text if latest is not None and latest <= known_on else f"{begin}/.."


def foretells(text: str, known_on: date | None) -> bool:
    """Whether a text names a day that is later than what was known.

    Parameters
    ----------
    text
        Text from data.
    known_on
        The day; None for today's knowledge.

    Returns
    -------
    bool
        True where a year, a month or a day in it begins after the day.
    """
    if known_on is None:
        return False
    shown = known_on.isoformat()
    return any(found[0] > shown[: len(found[0])] for found in _DAYS.finditer(text))
