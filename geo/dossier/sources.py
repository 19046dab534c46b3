"""The list of sources at the end of a dossier: numbered, with their addresses written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.dataset import Source, ids_of
from geo.dossier.chapters import Chapter
from geo.dossier.contents import Material
from geo.dossier.references import References
from geo.i18n import Translator
from geo.render import render
from geo.reports.cards import Cite, dated, language_of, provenance
from geo.vocabulary import UNRECORDED

_MOST: Final = 1_000


class _Source(NamedTuple):
    """A source in the list; ``note`` is text of the dataset."""

    number: int
    cite: Cite
    recorded: bool
    day: str
    said: str
    note: str


def listed(material: Material, references: References) -> Chapter:
    """The chapter of sources, made after all others have referred to them."""
    tr = material.tr
    if material.shortened:
        for cite in _of_table(material):
            references.add(cite)
    if not len(references):
        return Chapter("sources", Markup())
    kind = "sources_all" if material.shortened else "sources_note"
    html = render(
        "dossier/sources",
        tr=tr,
        own=material.told_in,
        note=tr(f"dossier.{kind}", count=len(references)),
        sources=[_source(material, number, cite) for number, cite in references],
    )
    return Chapter("sources", html)


def _of_table(material: Material) -> list[Cite]:
    """The sources of all missions in the table, by publisher and date, where none has a card."""
    told = {id for text in material.missions["sources"] for id in ids_of(text)}
    rows = material.atlas.dataset.sources.by_id
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


def _source(material: Material, number: int, cite: Cite) -> _Source:
    """A source; an editor's note may speak of later days, and is left out where they are."""
    tr = material.tr
    source = material.atlas.dataset.sources.by_id.get(cite.id)
    return _Source(
        number=number,
        cite=cite,
        recorded=cite.id != UNRECORDED,
        day=dated(cite, tr),
        said=tr.capital("; ".join(text.rstrip(".") for text in _said(cite, source, tr))),
        note=source.note if source and material.selection.known_on is None else "",
    )


def _said(cite: Cite, source: Source | None, tr: Translator) -> list[str]:
    """How far it was seen, through whom, when, in which language, and under which licence."""
    said = provenance(cite, tr)
    if source and source.accessed:
        said.append(tr("dossier.source.accessed", day=tr.date(source.accessed)))
    if source and source.language:
        said.append(tr("dossier.source.language", tongue=_tongue(source.language, tr)))
    if source and source.licence:
        said.append(tr("dossier.source.licence", licence=source.licence))
    if not cite.url and not cite.archived_url:
        said.append(tr("dossier.source.no_address"))
    return said


def _tongue(code: str, tr: Translator) -> str:
    """A language by its name; one that the catalogue does not know by its code."""
    key = f"card.source.languages.in_{code}"
    return tr(key) if tr.has(key) else code
