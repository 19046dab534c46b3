"""Headings for the properties of claims, from the slugs that name them in the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.i18n.translation import Translator

_PROPER: Final = {"wikidata": "Wikidata"}
_BEGINS: Final = {
    "attested-": "heading.begins.attested",
    "comment-": "heading.begins.comment",
    "purpose-by-": "heading.begins.purpose-by",
    "state-after-": "heading.begins.state-after",
    "state-in-": "heading.begins.state-in",
    "status-in-": "heading.begins.status-in",
    "stopped-by-": "heading.begins.stopped-by",
}
_DAY: Final = re.compile(r"[12][0-9]{3}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])")
_PART: Final = re.compile(rf"{_DAY.pattern}|[^-]+")


def heading(slug: str, tr: Translator, names: Mapping[str, str]) -> str:
    """What a property of a claim is called: "Comment from Beijing", "First embassy"."""
    key = f"heading.property.{slug}"
    if tr.has(key):
        return tr(key)
    for prefix, begins in _BEGINS.items():
        if slug.startswith(prefix) and (rest := _worded(slug.removeprefix(prefix), tr, names)):
            return tr(begins, rest=rest)
    return tr.capital(_worded(slug, tr, names))


def _worded(slug: str, tr: Translator, names: Mapping[str, str]) -> str:
    """The words of a slug, dates and proper names as they are written."""
    proper = _PROPER | dict(names)
    return " ".join(
        tr.date(part) if _DAY.fullmatch(part) else proper.get(part, part)
        for part in _PART.findall(slug)
    )
