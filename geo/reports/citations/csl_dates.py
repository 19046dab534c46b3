"""Dates of sources (EDTF) as CSL-JSON and biblatex have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from geo import dates
from geo.errors import InvalidDate

if TYPE_CHECKING:
    import datetime as dt

    from geo.i18n import Translator

_PLAIN: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_KNOWN: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\d{3}X|\d{2}XX")


def csl(text: str, tr: Translator) -> dict[str, Any]:
    """A date as CSL-JSON: parts where they are known, else words; the EDTF beside them."""
    if not text or not _is_date(text):
        return {}
    bare = text.rstrip("?~%") if "/" not in text else text
    ends = bare.split("/")
    if all(_PLAIN.fullmatch(end.rstrip("?~%")) for end in ends):
        parts = [[int(part) for part in end.rstrip("?~%").split("-")] for end in ends]
        found: dict[str, Any] = {"date-parts": parts}
        if set(text) & set("?~%"):
            found |= {"circa": True, "edtf": text}
        return found
    return {"literal": tr.date(text), "edtf": text}


def biblatex(text: str) -> str:
    """A date as biblatex reads it (EDTF, level 1); blank where it is not known."""
    if not text or not _is_date(text):
        return ""
    ends = text.split("/")
    if all(end in ("", "..") or _KNOWN.fullmatch(end) for end in ends):
        return text
    span = dates.parse(text)
    first, last = _iso(span.earliest), _iso(span.latest)
    return first if first == last else f"{first or '..'}/{last or '..'}"


def _is_date(text: str) -> bool:
    try:
        dates.parse(text)
    except InvalidDate:
        return False
    return True


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
