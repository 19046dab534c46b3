"""The forms of a bibliography: text, BibTeX (biblatex) and CSL-JSON."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from geo import dates
from geo.dates import is_date
from geo.i18n import Translator
from geo.package_files import toml

WORDS: Final[dict[str, dict[str, str]]] = toml("reports/citations/words.toml")
_PLAIN: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_KNOWN: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\d{3}X|\d{2}XX")
_TITLED: Final = {"article": "journaltitle", "inreference": "booktitle"}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bibliography. All texts are one line of printable characters."""

    key: str
    type: str
    title: str
    publisher: str = ""
    container: str = ""
    container_author: str = ""
    version: str = ""
    issued: str = ""
    revised: str = ""
    accessed: str = ""
    url: str = ""
    archived_url: str = ""
    language: str = ""
    medium: str = ""
    notes: tuple[str, ...] = ()


def _sentences(item: Item, tr: Translator) -> str:
    """One style for all: who, what, when, where, seen when."""
    parts = []
    if item.container_author:
        title = tr("cite.titled", title=item.title)
        if item.medium:
            title = tr("cite.medium", title=title, medium=item.medium)
        within = " ".join(filter(None, (item.container, item.version)))
        parts += [title, tr("cite.within", container=within, author=item.container_author)]
    else:
        by = item.container or item.publisher
        title = tr("cite.titled", title=item.title) if item.title else ""
        when = tr.date(item.issued) if item.issued else tr("cite.undated")
        if item.revised:
            when = tr("cite.revised", day=when, revised=tr.date(item.revised))
        head = tr("cite.by", by=by, title=title) if by and title else by or title
        parts.append(f"{head}, {when}" if item.key != "unrecorded" else head)
    parts += item.notes
    if item.url:
        parts.append(item.url)
    if item.archived_url:
        parts.append(tr("cite.archived", url=item.archived_url))
    if item.accessed:
        parts.append(tr("cite.accessed", day=tr.date(item.accessed)))
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _record(item: Item, tr: Translator) -> str:
    type = WORDS["biblatex"].get(item.type, "online" if item.url else "misc")
    notes = list(item.notes)
    if item.issued and biblatex(item.issued) != item.issued:
        notes.insert(0, tr("cite.published", day=tr.date(item.issued)))
    if item.revised:
        notes.insert(0, tr("cite.revised_on", day=tr.date(item.revised)))
    if item.archived_url:
        notes.append(tr("cite.archived", url=item.archived_url))
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
        "date": biblatex(item.issued),
        "url": item.url,
        "urldate": biblatex(item.accessed),
        "langid": WORDS["languages"].get(item.language.partition("-")[0], ""),
    }
    fields |= {name: text for name, text in plain.items() if text}
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@{type}{{{item.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(WORDS["tex"].get(character, character) for character in text)


def _object(item: Item, tr: Translator) -> dict[str, Any]:
    notes = list(item.notes)
    if item.revised:
        notes.insert(0, tr("cite.revised_on", day=tr.date(item.revised)))
    told: dict[str, Any] = {
        "id": item.key,
        "type": item.type,
        "title": item.title,
        "container-title": item.container,
        "container-author": [{"literal": item.container_author}] * bool(item.container_author),
        "publisher": item.publisher,
        "version": item.version,
        "genre": item.medium,
        "issued": csl(item.issued, tr),
        "accessed": csl(item.accessed, tr),
        "URL": item.url,
        "archive_location": item.archived_url,
        "language": item.language,
        "note": ". ".join(note.rstrip(".") for note in notes),
    }
    return {name: value for name, value in told.items() if value}


FORMS: Final[Mapping[str, Callable[[Sequence[Item], Translator], str]]] = MappingProxyType(
    {
        "text": lambda items, tr: "\n".join(_sentences(item, tr) for item in items) + "\n",
        "bibtex": lambda items, tr: "\n".join(_record(item, tr) for item in items),
        "csl": lambda items, tr: (
            json.dumps([_object(item, tr) for item in items], ensure_ascii=False, indent=1) + "\n"
        ),
    }
)
"""Name of a form -> what writes it."""


def csl(text: str, tr: Translator) -> dict[str, Any]:
    """A date as CSL-JSON: parts where they are known, else words; the EDTF beside them."""
    if not text or not is_date(text):
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
    if not text or not is_date(text):
        return ""
    ends = text.split("/")
    if all(end in ("", "..") or _KNOWN.fullmatch(end) for end in ends):
        return text
    span = dates.parse(text)
    first, last = (day.isoformat() if day else "" for day in (span.earliest, span.latest))
    return first if first == last else f"{first or '..'}/{last or '..'}"
