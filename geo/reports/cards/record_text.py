"""How the texts of records are told on a card: names for ids, and nothing of later days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from geo import dates
from geo.dataset import Dataset
from geo.i18n import Translator

Record = Mapping[str, str]
Tables = Mapping[str, Mapping[str, Record]]

_SLUG: Final = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_DAYS: Final = re.compile(r"(?<![0-9.,])(1[89]|20)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_DAY: Final = re.compile(r"\[?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.\.\])?")
_BY: Final = "-by-"
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SEVERAL: Final = ("mul", "und", "zxx")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER: Final = re.compile(r"[\u0370-\u1fff\u3040-\ud7ff]")
_NOT_LATIN: Final = frozenset(
    ("ar", "be", "bg", "el", "fa", "he", "hi", "ja", "ko", "mk", "ru", "sr", "th", "uk", "ur", "zh")
)


def seen_text(tr: Translator, seen: str) -> str:
    """How much of a source was seen, in words; blank where nothing is said."""
    return tr(f"card.seen.{seen}") if seen else ""


def in_names(text: str, tables: Tables, tr: Translator) -> str:
    """A text in which ids of sources and missions stand as names."""

    def name(found: re.Match[str]) -> str:
        if row := tables["sources"].get(found[0]):
            day = row["revised"] or row["published"]
            if row["kind"] == "editorial" or not day:
                return row["publisher"]
            return f"{row['publisher']} ({tr.date(day)})"
        if row := tables["missions"].get(found[0]):
            label = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
            return tr("card.title.mission_in_text", mission=label)
        return found[0]

    return _SLUG.sub(name, text)


def claim_heading(slug: str, dataset: Dataset, tr: Translator) -> str:
    """What a property of a claim is called; a source that it ends with is named."""
    what, _, source = slug.partition(_BY)
    names = dataset.presentation.proper_names
    if row := dataset.sources.by_id.get(source):
        what, publisher = tr.heading(what, names), row["publisher"]
        return tr("heading.source", what=what, publisher=publisher)
    return tr.heading(slug, names)


def within(text: str, tr: Translator) -> str:
    """A date as it is behind a preposition: "21 August 2019", "el 21 de agosto de 2019"."""
    shown = tr.date(text)
    return tr("date.the_day", date=shown) if _DAY.fullmatch(text) else shown


def lowered(text: str) -> str:
    """A heading as it is within a sentence: its first letter small, but of an abbreviation."""
    if text[:2].isalpha() and text[:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def between(text: str) -> bool:
    """Whether a date is one of several that has a last: ``[..2015-06-23]``."""
    return text.startswith("[") and not text.endswith("..]")


def by_then(text: str, known_on: date | None) -> str:
    """A date as it could be told by a day: an end that came later is not said."""
    begin, slash, end = text.partition("/")
    if known_on is None or not slash or end in ("", ".."):
        return text
    latest = dates.parse(end).latest
    return text if latest is not None and latest <= known_on else f"{begin}/.."


def foretells(text: str, known_on: date | None) -> bool:
    """Whether a text names a day that is later than what was known."""
    if known_on is None:
        return False
    shown = known_on.isoformat()
    return any(found[0] > shown[: len(found[0])] for found in _DAYS.finditer(text))


def language_of(text: str, tag: str, otherwise: str) -> str:
    """The language that the title of a source is in, as far as it is known."""
    if not _TAG.fullmatch(tag) or tag in _SEVERAL:
        return otherwise
    latin = _LATIN.search(text) and not _OTHER.search(text)
    return otherwise if latin and tag.partition("-")[0] in _NOT_LATIN else tag


def tag_of(value: object) -> str:
    """A language tag (BCP 47) from data; ``"en"`` where it is none."""
    return value if isinstance(value, str) and _TAG.fullmatch(value) else "en"
