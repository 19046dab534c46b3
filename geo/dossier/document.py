"""A dossier, and the map for an article, each as one sealed page."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import fields
from importlib import resources
from typing import Final, Literal

from markupsafe import Markup

from geo import provenance, webmap
from geo.dossier.chapters import Chapter, chapters, imprint
from geo.dossier.contents import Material
from geo.dossier.picture import described, pictured
from geo.dossier.references import References
from geo.dossier.sources import listed
from geo.render import render
from geo.selection import KEYS, Selection
from geo.webmap import SelfContained, inlined, leaflet_licence, sealed

_MOST_EMPHASISED: Final = 12
_FEW: Final = 3


def document(
    material: Material,
    *,
    dark: bool | None = None,
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """The dossier."""
    tr, map_ = material.tr, drawn(material, dark, "map")
    body = render(
        "dossier/document",
        tr=tr,
        material=material,
        said=_said(material),
        leads=material.cards if len(material.cards) <= _FEW else (),
        facts=_facts(material),
        chapters=_chapters(material, map_.markup, remark),
        licence=leaflet_licence(),
    )
    page = sealed(
        title=material.title,
        description=tr("dossier.description", days=material.days),
        language=tr.language,
        body=body,
        styles=(*map_.styles, _static("style.css")),
        scripts=(_static("script.js"), *map_.scripts),
        attributes={**_attributes(dark), "data-letters": tr("dossier.letters")},
    )
    return _stamped(page, "dossier", material)


def embedding(material: Material, *, dark: bool | None = None) -> bytes:
    """The map for an article: a small page that fills the frame it is put into."""
    map_ = drawn(material, dark, "embed")
    body = render("dossier/embed", material=material, markup=map_.markup, licence=leaflet_licence())
    page = sealed(
        title=material.title,
        description=material.days,
        language=material.tr.language,
        body=body,
        styles=(*map_.styles, _static("embed.css")),
        scripts=map_.scripts,
        attributes=_attributes(dark),
    )
    return _stamped(page, "map", material)


def _stamped(page: bytes, made: str, material: Material) -> bytes:
    language = material.tr.language
    return provenance.sealed(
        page, "html", made, material.atlas, material.selection, language=language
    )


def _static(name: str) -> str:
    return (resources.files("geo.dossier") / "static" / name).read_text("utf-8")


def _attributes(dark: bool | None) -> dict[str, str]:
    return {"class": "atlas-inline", "data-colours": theme(dark)}


def _chapters(
    material: Material, markup: Markup, remark: Callable[[str], None] | None
) -> list[Chapter]:
    """All chapters that have something below their heading, in their order."""
    tr = material.tr
    references = References(tr)
    figure = render(
        "dossier/figure",
        page=pictured(material, remark=remark),
        column=pictured(material, "column"),
        text=described(material),
    )
    whole = [
        Chapter("read", render("dossier/read", tr=tr)),
        Chapter("figure", figure),
        Chapter("map", render("dossier/map", tr=tr, markup=markup)),
        *chapters(material, references),
        listed(material, references),
        imprint(material),
    ]
    return [chapter for chapter in whole if chapter.html]


def _said(material: Material) -> list[str]:
    """What is shown as of when, and what is not, in sentences."""
    tr, hidden = material.tr, material.hidden
    said = [tr("dossier.shows", count=len(material.missions)), material.days]
    if unshown := tr.hidden(hidden.counts):
        said.append(f"{tr.capital(unshown)}.")
    if hidden.perhaps:
        said.append(tr("dossier.shows_perhaps", count=hidden.perhaps))
    if hidden.on_undated_sources:
        said.append(tr("dossier.undated_alone", count=hidden.on_undated_sources))
    return said


def _facts(material: Material) -> dict[str, str]:
    tr = material.tr
    known = material.selection.known_on
    known_by = tr("dossier.facts.known_by", day=tr.date(known)) if known else ""
    sha256 = material.atlas.dataset.sha256
    made = tr.date(material.made.isoformat())
    return {
        "as_of": tr.date(material.as_of.isoformat()),
        "known_on": known_by or tr("dossier.facts.known_all"),
        "again": command(material),
        "pack": tr("dossier.facts.pack_hash", title=material.dataset_title, hash=sha256),
        "made": tr("dossier.facts.made_with", day=made, version=provenance.version()),
    }


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


def drawn(material: Material, dark: bool | None, page: str) -> SelfContained:
    """A map that shows the same on any later day; ``page`` has its messages in the catalogue."""
    tr = material.tr
    ids = tuple(material.missions["id"])
    few = (*ids, *material.pair_ids) if len(ids) <= _MOST_EMPHASISED else ()
    scene = webmap.Scene(
        selection=material.selection.but(as_of=material.as_of.isoformat()),
        emphasis=few,
        theme=theme(dark),
        language=tr.language,
        viewpoint=material.viewpoint,
        title=material.title,
        dates=material.days,
    )
    bounds = webmap.fitting(material.atlas, material.selection)
    return inlined(
        material.atlas,
        scene,
        bounds=bounds or material.atlas.dataset.presentation.view or webmap.WORLD,
        plain=tr(f"dossier.{page}.plain"),
        old=tr(f"dossier.{page}.old"),
    )


def theme(dark: bool | None) -> Literal["light", "dark", "auto"]:
    """The colours by name: dark, light, or as the reader's system prefers."""
    if dark is None:
        return "auto"
    return "dark" if dark else "light"
