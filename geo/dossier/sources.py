"""The list of sources at the end of a dossier: numbered, with their addresses written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo.dataset import split
from geo.dossier.chapters import Chapter
from geo.dossier.contents import Material
from geo.dossier.references import References, dated
from geo.i18n import Translator, escape, linked
from geo.reports.cards import SEEN, Cite, language_of
from geo.vocabulary import UNRECORDED

__all__ = ["listed"]

_LONGEST: Final = 600
_MOST: Final = 1_000


def listed(material: Material, references: References) -> Chapter:
    """The chapter of sources, made after all others have referred to them."""
    tr = material.tr
    if material.shortened:
        for cite in _of_table(material):
            references.add(cite)
    entries = "".join(_entry(material, number, cite) for number, cite in references)
    kind = "sources_all" if material.shortened else "sources_note"
    note = escape(tr(f"dossier.{kind}", count=len(references)))
    html = f'<p class="soft">{note}</p><ol class="sources">{entries}</ol>'
    return Chapter("sources", tr("dossier.chapter.sources"), html if entries else "")


def _of_table(material: Material) -> list[Cite]:
    """The sources of all missions in the table, by publisher and date, where none has a card."""
    told = {id for text in material.missions["sources"] for id in split(text)}
    rows = material.atlas.dataset.by_id["sources"]
    known = [rows[id] for id in told if id in rows and id != UNRECORDED]
    known.sort(key=lambda row: (row["publisher"], row["published"], row["id"]))
    return [_cite(row, material.told_in) for row in known[:_MOST]]


def _cite(row: Mapping[str, str], told_in: str) -> Cite:
    return Cite(
        id=row["id"],
        publisher=row["publisher"],
        title=row["title"],
        published=row["published"],
        revised=row["revised"],
        url=row["url"],
        archived_url=row["archived_url"],
        kind=row["kind"],
        seen=row["seen"],
        language=language_of(row["title"], row["language"], told_in),
    )


def _entry(material: Material, number: int, cite: Cite) -> str:
    tr = material.tr
    known_on = material.selection.known_on
    row = material.atlas.dataset.by_id["sources"].get(cite.id, {})
    if cite.id == UNRECORDED:
        body = f"<p>{escape(tr.capital(tr('card.value.source_unrecorded')))}.</p>"
    else:
        named = f"<b>{escape(tr.capital(cite.publisher), _LONGEST)}</b>"
        day = escape(dated(cite, tr))
        title = f"<p><cite{_lang(cite.language, tr)}>{escape(cite.title, _LONGEST)}</cite></p>"
        address = _addresses(cite, tr)
        said = _said(cite, row, tr, known_on, material.told_in)
        body = f"<p>{named}, {day}</p>{title if cite.title else ''}{address}{said}"
    return f'<li id="source-{number}" value="{number}">{body}</li>'


def _addresses(cite: Cite, tr: Translator) -> str:
    parts = []
    for before, url in (("", cite.url), (tr("dossier.source.archived"), cite.archived_url)):
        if not url:
            continue
        parts.append(f'<p class="address">{escape(before)} {linked(url, _LONGEST)}</p>')
    return "".join(parts)


def _said(
    cite: Cite, row: Mapping[str, str], tr: Translator, known_on: str | None, own: str
) -> str:
    """How far it was seen, through whom, when and under which licence.

    An editor's note on a source may tell of later days: it is left out where they are.
    """
    said = [tr(SEEN[cite.seen])] if cite.seen in SEEN else []
    if cite.through:
        said.append(tr("card.cite.known_through", sources=tr.listed(cite.through)))
    if cite.repeats:
        said.append(tr("card.cite.repeats", sources=tr.listed(cite.repeats)))
    if row.get("accessed"):
        said.append(tr("dossier.source.accessed", day=tr.date(row["accessed"])))
    if row.get("language"):
        said.append(tr("dossier.source.language", tongue=_tongue(row["language"], tr)))
    if row.get("licence"):
        said.append(tr("dossier.source.licence", licence=row["licence"]))
    if not cite.url and not cite.archived_url:
        said.append(tr("dossier.source.no_address"))
    editors = row.get("note", "") if known_on is None else ""
    note = f'<p class="note"{_lang(own, tr)}>{escape(editors, _LONGEST)}</p>' if editors else ""
    shown = tr.capital("; ".join(text.rstrip(".") for text in said))
    return (f'<p class="by">{escape(shown, _LONGEST)}.</p>' if said else "") + note


def _tongue(code: str, tr: Translator) -> str:
    """A language by its name; one that the catalogue does not know by its code."""
    key = f"card.source.languages.in_{code}"
    return tr(key) if tr.has(key) else code


def _lang(language: str, tr: Translator) -> str:
    """The attribute of a text that is not in the language of the page."""
    other = language and language != tr.language
    return f' lang="{escape(language)}"' if other else ""
