"""A dossier, and the map for an article, each as one sealed page."""

from __future__ import annotations

import base64
import io
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from markupsafe import Markup

from geo import figures, webmap
from geo.dataset import ids_of
from geo.dossier.chapters import Chapter, References, chapters, imprint
from geo.dossier.contents import Material
from geo.figures.canvas import Style, clean, lacking
from geo.package_files import text
from geo.provenance import sealed as stamped
from geo.provenance import version
from geo.render import render
from geo.reports.cards import Cite, dated, language_of, provenance
from geo.selection import KEYS, Selection
from geo.vocabulary import UNRECORDED
from geo.webmap import SelfContained, inlined, leaflet_licence, sealed

_MOST: Final = 1_000
_DPI: Final = {"page": 200, "column": 254}
_COLOURS: Final = 256
_NAMED: Final = 20
_MOST_EMPHASISED: Final = 12
_FEW: Final = 3


def document(
    material: Material, *, dark: bool | None = None, remark: Callable[[str], None] | None = None
) -> bytes:
    """The dossier."""
    tr, map_ = material.tr, drawn(material, dark, "map")
    body = render(
        "dossier/document",
        tr=tr,
        material=material,
        leads=material.cards if len(material.cards) <= _FEW else (),
        command=command(material),
        version=version(),
        chapters=_chapters(material, map_.markup, remark),
        licence=leaflet_licence(),
    )
    map_ = replace(map_, scripts=(text("dossier/static/script.js"), *map_.scripts))
    said = tr("dossier.description", days=material.days)
    letters = {"data-letters": tr("dossier.letters")}
    return _page("dossier", "style", material, body, map_, dark, said, letters)


def embedding(material: Material, *, dark: bool | None = None) -> bytes:
    """The map for an article: a small page that fills the frame it is put into."""
    map_ = drawn(material, dark, "embed")
    body = render("dossier/embed", material=material, markup=map_.markup, licence=leaflet_licence())
    return _page("map", "embed", material, body, map_, dark, material.days, {})


def _page(
    made: str,
    style: str,
    material: Material,
    body: Markup,
    map_: SelfContained,
    dark: bool | None,
    description: str,
    attributes: Mapping[str, str],
) -> bytes:
    language = material.tr.language
    page = sealed(
        title=material.title,
        description=description,
        language=language,
        body=body,
        styles=(*map_.styles, text(f"dossier/static/{style}.css")),
        scripts=map_.scripts,
        attributes={"class": "atlas-inline", "data-colours": theme(dark), **attributes},
    )
    return stamped(page, "html", made, material.atlas, material.selection, language=language)


def _chapters(
    material: Material, markup: Markup, remark: Callable[[str], None] | None
) -> list[Chapter]:
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


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG within a page: its ``data:`` address, and its size in pixels."""

    address: str
    width: int
    height: int


def pictured(
    material: Material, size: str = "page", remark: Callable[[str], None] | None = None
) -> Picture:
    """The figure of what a dossier shows."""
    drawn = figures.figure(
        material.atlas,
        material.selection,
        title=_title(material, remark),
        format="png",
        dpi=_DPI[size],
        size=size,
        language=material.tr.language,
        viewpoint=material.viewpoint,
        remark=remark,
    )
    data, width, height = _lean(drawn)
    return Picture(
        address=f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}",
        width=width,
        height=height,
    )


def _title(material: Material, remark: Callable[[str], None] | None) -> str | None:
    """The title that was given, where the fonts of figures have its letters."""
    title = material.own_title
    letters = lacking(clean(title), Style(10.0, "bold")) if title else ""
    if not letters:
        return title
    if remark is not None:
        named = " ".join(letters[:_NAMED])
        remark(material.tr("figure.told.other_title", letters=named))
    return None


def described(material: Material) -> str:
    """What the figure shows, in words."""
    return figures.alt_text(material.atlas, material.selection, language=material.tr.language)


def _lean(png: bytes) -> tuple[bytes, int, int]:
    """A PNG of few colours that looks the same, and its size in pixels."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    lean = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    lean.save(out, "PNG", optimize=True)
    return out.getvalue(), image.width, image.height


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
        material=material,
        note=tr(f"dossier.{kind}", count=len(references)),
        references=references,
        records=material.atlas.dataset.sources.by_id,
        unrecorded=UNRECORDED,
        provenance=provenance,
        dated=dated,
    )
    return Chapter("sources", html)


def _of_table(material: Material) -> list[Cite]:
    """The sources of all missions in the table, by publisher and date, where none has a card."""
    told = {id for text in material.missions["sources"] for id in ids_of(text)}
    rows = material.atlas.dataset.sources.by_id
    known = [rows[id] for id in told if id in rows and id != UNRECORDED]
    known.sort(key=lambda row: (row.publisher, row.published, row.id))
    return [
        Cite.of(row, language=language_of(row.title, row.language, material.told_in))
        for row in known[:_MOST]
    ]
