"""Headings for the properties of claims, from the slugs that name them in the data."""

from __future__ import annotations

import re
from typing import Final

from geo import dates
from geo.errors import InvalidDate

__all__ = ["heading"]

_HEADINGS: Final = {
    "after-1999": "After 1999",
    "answer": "What was answered",
    "attributed": "Who is said to have told it",
    "city-level": "Placed by city only",
    "columns": "Columns of the data",
    "consulates-in-russia": "Consulates in Russia",
    "covered-from": "Covered from",
    "displaced-staff": "Staff who would move",
    "function": "What it does",
    "inception": "Beginning given in the data",
    "inside-munsu-dong": "Whether it is inside Munsu-dong",
    "known-through": "Known through",
    "led-by": "Led by",
    "listed": "Where it is listed",
    "location": "Where it is said to be",
    "location-as-relayed": "Where it is said to be, as relayed",
    "location-described": "Where it is, as described",
    "mention": "Also named by",
    "missing-values": "Values missing from the data",
    "name-in-venezuelan-press": "Name in the Venezuelan press",
    "name-of-dprk-vice-minister": "Name of the DPRK vice-minister",
    "note": "Editors' remark",
    "operating-state": "Whether it works",
    "point": "Point on the map",
    "preparations-assigned-to": "Who was to prepare it",
    "reason-for-the-closing-of-1975": "Reason for the closing of 1975",
    "repeats": "What it repeats",
    "sample-points": "Sample points",
    "shared-point": "Same point as another mission",
    "shared-points": "Points that missions share",
    "signatory-for-the-dprk": "Who signed for the DPRK",
    "subject": "What it is about",
    "tenants-deadline": "Deadline for the tenants",
    "told": "What was said",
    "week": "In which week",
    "where-posted": "Where it was posted",
    "wikidata-item": "Item in Wikidata",
}
_PROPER: Final = {
    "beijing": "Beijing",
    "caracas": "Caracas",
    "dprk": "DPRK",
    "havana": "Havana",
    "kim": "Kim",
    "moscow": "Moscow",
    "nam": "Nam",
    "news": "News",
    "nk": "NK",
    "pyongyang": "Pyongyang",
    "russia": "Russia",
    "seoul": "Seoul",
    "soviet": "Soviet",
    "venezuelan": "Venezuelan",
    "wikidata": "Wikidata",
    "yong": "Yong",
}
_PHRASES: Final = (
    ("attested-", "In post, {}"),
    ("comment-", "Comment from {}"),
    ("purpose-by-", "Purpose, according to {}"),
    ("state-after-", "State of things after {}"),
    ("state-in-", "State of things in {}"),
)
_DAY: Final = re.compile(r"[12][0-9]{3}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])")
_PART: Final = re.compile(rf"{_DAY.pattern}|[^-]+")


def heading(slug: str) -> str:
    """What a property of a claim is called: "Comment from Beijing", "First embassy".

    Parameters
    ----------
    slug
        The property as the data names it.

    Returns
    -------
    str
        A few words of plain English, the first with a capital. A slug that is not known is
        taken apart into its words.
    """
    if slug in _HEADINGS:
        return _HEADINGS[slug]
    for prefix, phrase in _PHRASES:
        if slug.startswith(prefix) and (rest := _worded(slug.removeprefix(prefix))):
            return phrase.format(rest)
    said = _worded(slug)
    return said[:1].upper() + said[1:]


def _worded(slug: str) -> str:
    """The words of a slug, dates and proper names as they are written."""
    parts = _PART.findall(slug)
    return " ".join(
        _date(part) if _DAY.fullmatch(part) else _PROPER.get(part, part) for part in parts
    )


def _date(text: str) -> str:
    try:
        return dates.display(text)
    except InvalidDate:
        return text
