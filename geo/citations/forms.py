"""The forms of a bibliography: text, BibTeX (biblatex) and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.citations import dating
from geo.citations.item import Item

if TYPE_CHECKING:
    from geo.words import Voice

__all__ = ["FORMS"]

Writer = Callable[[Sequence[Item], "Voice"], str]

_MARKS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
"""Braces stand as words: BibTeX counts them even behind a backslash."""

_TYPES: Final = {
    "article-newspaper": "article",
    "entry-encyclopedia": "inreference",
    "entry": "inreference",
    "dataset": "dataset",
    "webpage": "online",
    "map": "misc",
}
_TONGUES: Final = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hr": "croatian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "no": "norsk",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "uk": "ukrainian",
    "zh": "chinese",
}
"""Language -> what babel calls it, which is what biblatex asks for."""

_TITLED: Final = {"article": "journaltitle", "inreference": "booktitle"}


def _text(items: Sequence[Item], voice: Voice) -> str:
    return "\n".join(_sentences(item, voice) for item in items) + "\n"


def _sentences(item: Item, voice: Voice) -> str:
    """One style for all: who, what, when, where, seen when."""
    parts = []
    if item.container_author:
        title = voice("cite.titled", title=item.title)
        if item.medium:
            title = voice("cite.medium", title=title, medium=item.medium)
        within = " ".join(filter(None, (item.container, item.version)))
        parts += [title, voice("cite.within", container=within, author=item.container_author)]
    else:
        by = item.container or item.publisher
        title = voice("cite.titled", title=item.title) if item.title else ""
        when = voice.date(item.issued) if item.issued else voice("cite.undated")
        if item.revised:
            when = voice("cite.revised", day=when, revised=voice.date(item.revised))
        head = voice("cite.by", by=by, title=title) if by and title else by or title
        parts.append(f"{head}, {when}" if item.key != "unrecorded" else head)
    parts += item.notes
    if item.url:
        parts.append(item.url)
    if item.archived_url:
        parts.append(voice("cite.archived", url=item.archived_url))
    if item.accessed:
        parts.append(voice("cite.accessed", day=voice.date(item.accessed)))
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _bibtex(items: Sequence[Item], voice: Voice) -> str:
    return "\n".join(_record(item, voice) for item in items)


def _record(item: Item, voice: Voice) -> str:
    type = _TYPES.get(item.type, "online" if item.url else "misc")
    notes = list(item.notes)
    if item.issued and dating.biblatex(item.issued) != item.issued:
        notes.insert(0, voice("cite.published", day=voice.date(item.issued)))
    if item.revised:
        notes.insert(0, voice("cite.revised_on", day=voice.date(item.revised)))
    if item.archived_url:
        notes.append(voice("cite.archived", url=item.archived_url))
    texts = {
        "title": item.title,
        "bookauthor": item.container_author if type == "inreference" else "",
        _TITLED.get(type, "howpublished"): item.container,
        "publisher" if type == "dataset" else "organization": item.publisher,
        "type": item.medium,
        "version": item.version,
        "note": ". ".join(note.rstrip(".") for note in notes),
    }
    if item.container_author and type != "inreference":
        texts["organization"] = item.container_author
    fields = {name: f"{{{_tex(text)}}}" for name, text in texts.items() if text}
    plain = {
        "entrysubtype": "newspaper" if type == "article" else "",
        "date": dating.biblatex(item.issued),
        "url": item.url,
        "urldate": dating.biblatex(item.accessed),
        "langid": _TONGUES.get(item.language.partition("-")[0], ""),
    }
    fields |= {name: text for name, text in plain.items() if text}
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@{type}{{{item.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(_MARKS.get(character, character) for character in text)


def _csl(items: Sequence[Item], voice: Voice) -> str:
    return json.dumps([_object(item, voice) for item in items], ensure_ascii=False, indent=1) + "\n"


def _object(item: Item, voice: Voice) -> dict[str, Any]:
    notes = list(item.notes)
    if item.revised:
        notes.insert(0, voice("cite.revised_on", day=voice.date(item.revised)))
    author = [{"literal": item.container_author}] if item.container_author else []
    told: dict[str, Any] = {
        "id": item.key,
        "type": item.type,
        "title": item.title,
        "container-title": item.container,
        "container-author": author,
        "publisher": item.publisher,
        "version": item.version,
        "genre": item.medium,
        "issued": dating.csl(item.issued, voice),
        "accessed": dating.csl(item.accessed, voice),
        "URL": item.url,
        "archive_location": item.archived_url,
        "language": item.language,
        "note": ". ".join(note.rstrip(".") for note in notes),
    }
    return {name: value for name, value in told.items() if value}


FORMS: Final[Mapping[str, Writer]] = MappingProxyType(
    {"text": _text, "bibtex": _bibtex, "csl": _csl}
)
"""Name of a form -> what writes it."""
