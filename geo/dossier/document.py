"""A dossier as one page: head, map, figure and chapters put together and sealed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import fields
from importlib import metadata, resources
from typing import Final

from geo.dossier.chapters import Chapter, chapters
from geo.dossier.contents import Material
from geo.dossier.notices import imprint, leaflet_licence
from geo.dossier.picture import pictured
from geo.dossier.picture import told as told_of_figure
from geo.dossier.references import References
from geo.dossier.scene import bounds_of, scene_of, theme
from geo.dossier.sources import listed
from geo.i18n import escape
from geo.selection import KEYS, Selection
from geo.webmap import inlined, sealed

__all__ = ["document"]

_LONGEST: Final = 300
_LONGEST_LEAD: Final = 2_000
_FEW: Final = 3
_NARROW: Final = "40rem"


def document(
    material: Material,
    *,
    dark: bool | None = None,
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """The dossier."""
    tr = material.tr
    references = References(tr)
    told = chapters(material, references)
    drawn = inlined(
        material.atlas,
        scene_of(material, dark),
        bounds=bounds_of(material),
        plain=tr("dossier.map.plain"),
        old=tr("dossier.map.old"),
    )
    before = [_read(material), _figure(material, remark), _map(material, drawn.markup)]
    after = [listed(material, references), imprint(material)]
    whole = [chapter for chapter in (*before, *told, *after) if chapter.html]
    static = resources.files("geo.dossier") / "static"
    body = [
        f'<a class="skip" href="#contents">{escape(tr("dossier.skip"))}</a>',
        f'<header class="head">{_head(material)}</header>',
        _contents(material, whole),
        '<main id="contents" tabindex="-1">',
        *(_chapter(chapter) for chapter in whole),
        "</main>",
        leaflet_licence(),
    ]
    return sealed(
        title=material.title,
        description=tr("dossier.description", days=material.days),
        language=tr.language,
        body="\n".join(body),
        styles=(*drawn.styles, (static / "style.css").read_text("utf-8")),
        scripts=((static / "script.js").read_text("utf-8"), *drawn.scripts),
        attributes=(
            f'class="atlas-inline" data-colours="{theme(dark)}" '
            f'data-letters="{escape(tr("dossier.letters"))}"'
        ),
    )


def _head(material: Material) -> str:
    tr = material.tr
    said = [tr("dossier.shows", count=len(material.missions)), material.days]
    if hidden := tr.hidden(material.hidden.counts):
        said.append(f"{tr.capital(hidden)}.")
    if material.hidden.perhaps:
        said.append(tr("dossier.shows_perhaps", count=material.hidden.perhaps))
    if material.hidden.on_undated_sources:
        alone = material.hidden.on_undated_sources
        said.append(tr("dossier.undated_alone", count=alone))
    parts = [
        f'<p class="kicker">{escape(tr("dossier.kicker"))}</p>',
        f"<h1>{escape(material.title, _LONGEST)}</h1>",
        f'<p class="lead">{escape(" ".join(said))}</p>',
    ]
    if len(material.cards) <= _FEW:
        for card in material.cards:
            name, lead = escape(card.title, _LONGEST), escape(" ".join(card.lead), _LONGEST_LEAD)
            parts.append(f"<p><b>{name}.</b> {lead}</p>")
    return "".join([*parts, _facts(material)])


def _facts(material: Material) -> str:
    tr = material.tr
    known = material.selection.known_on
    made = tr.date(material.made.isoformat())
    facts = {
        "as_of": tr.date(material.as_of.isoformat()),
        "known_on": tr("dossier.facts.known_by", day=tr.date(known))
        if known
        else tr("dossier.facts.known_all"),
        "again": command(material),
        "pack": tr(
            "dossier.facts.pack_hash",
            title=material.dataset_title,
            hash=material.atlas.dataset.sha256,
        ),
        "made": tr("dossier.facts.made_with", day=made, version=_version()),
    }
    rows = []
    for key, text in facts.items():
        shown = f"<code>{escape(text)}</code>" if key == "again" else escape(text)
        label = escape(tr(f"dossier.facts.{key}"))
        rows.append(f"<div><dt>{label}</dt><dd>{shown}</dd></div>")
    return f'<dl class="facts">{"".join(rows)}</dl>'


def _version() -> str:
    try:
        return metadata.version("embassy-atlas")
    except metadata.PackageNotFoundError:
        return ""


def command(material: Material) -> str:
    """The command that makes a dossier again on another day."""
    selection = material.selection
    parts = ["embassy-atlas", "dossier", "OUT.html"]
    for field in fields(Selection):
        value = getattr(selection, field.name)
        if field.name == "undated" and value == field.default:
            continue
        option = f"--{KEYS[field.name]}"
        if field.name == "bbox" and value:
            parts += [option, ",".join(map(repr, value))]
        elif field.name == "as_of":
            parts += [option, material.as_of.isoformat()]
        elif field.name == "cities":
            parts += [word for city in value for word in (option, city)]
        elif isinstance(value, tuple) and value:
            parts += [option, ",".join(value)]
        elif value:
            parts += [option, str(value)]
    said = {"--title": material.own_title, "--viewpoint": material.viewpoint}
    if material.tr.language != "en":
        said["--language"] = material.tr.language
    parts += [word for option, text in said.items() if text for word in (option, text)]
    return shlex.join(parts)


def _contents(material: Material, whole: Sequence[Chapter]) -> str:
    tr = material.tr
    items = []
    for chapter in whole:
        inner = "".join(
            f'<li><a href="#{at}">{escape(title, _LONGEST)}</a></li>' for at, title in chapter.parts
        )
        below = f"<ul>{inner}</ul>" if inner else ""
        items.append(f'<li><a href="#{chapter.key}">{escape(chapter.title)}</a>{below}</li>')
    title = escape(tr("dossier.toc"))
    said = (
        f'data-open="{escape(tr("dossier.open_all"))}" data-fold="{escape(tr("dossier.fold_all"))}"'
    )
    return (
        f'<nav class="toc" aria-labelledby="toc-title" {said}><h2 id="toc-title">{title}</h2>'
        f"<ul>{''.join(items)}</ul></nav>"
    )


def _chapter(chapter: Chapter) -> str:
    return (
        f'<section class="chapter" id="{chapter.key}">'
        f"<h2>{escape(chapter.title)}</h2>{chapter.html}</section>"
    )


def _read(material: Material) -> Chapter:
    tr = material.tr
    keys = ["numbers", "happened", "perhaps", "placed", "language"]
    items = "".join(f"<li>{escape(tr(f'dossier.read.{key}'))}</li>" for key in keys)
    return Chapter("read", tr("dossier.chapter.read"), f"<ul>{items}</ul>")


def _figure(material: Material, remark: Callable[[str], None] | None) -> Chapter:
    page, column = pictured(material, remark=remark), pictured(material, "column")
    narrow = (
        f'<source media="screen and (max-width: {_NARROW})" srcset="{column.address}" '
        f'width="{column.width}" height="{column.height}">'
    )
    image = (
        f'<img src="{page.address}" width="{page.width}" height="{page.height}" '
        f'alt="{escape(told_of_figure(material))}">'
    )
    html = f"<figure><picture>{narrow}{image}</picture></figure>"
    return Chapter("figure", material.tr("dossier.chapter.figure"), html)


def _map(material: Material, markup: str) -> Chapter:
    tr = material.tr
    how = f'<p class="soft screen">{escape(tr("dossier.map.how"))}</p>'
    skip = f'<a class="skip" href="#table">{escape(tr("dossier.map.skip"))}</a>'
    html = f'{how}{skip}<div class="map">{markup}</div>'
    return Chapter("map", tr("dossier.chapter.map"), html)
