"""A dossier with its chapters, and the map for an article, each as one sealed page."""

from __future__ import annotations

import base64
import io
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final, Literal, NamedTuple

from markupsafe import Markup

from geo import figures, webmap
from geo.dataset import ids_of
from geo.dossier.contents import MOST_CARDS, Material
from geo.figures.canvas import Style, clean, lacking
from geo.i18n import Translator
from geo.package_files import text
from geo.provenance import sealed as stamped
from geo.provenance import version
from geo.render import CardTexts, render
from geo.reports.cards import MOST_CITES, Card, Cite, Row, dated, evidence, language_of, provenance
from geo.selection import KEYS, Selection
from geo.vocabulary import UNRECORDED
from geo.webmap import SelfContained, boundaries, inlined, leaflet_licence, sealed

_THEMES: Final[dict[bool | None, Literal["light", "dark", "auto"]]] = {
    None: "auto",  # As the reader's system prefers
    True: "dark",
    False: "light",
}
_MOST: Final = 1_000
_DPI: Final = {"page": 200, "column": 254}
_COLOURS: Final = 256
_NAMED: Final = 20
_MOST_EMPHASISED: Final = 12
_FEW: Final = 3
NAMED: Final = 3  # Sources of a value that are named by name and day too


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
        attributes={"class": "atlas-inline", "data-colours": _THEMES[dark], **attributes},
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
        text=figures.alt_text(material.atlas, material.selection, language=tr.language),
    )
    table = render("dossier/table", tr=tr, material=material, anchor=anchor)
    note = ""
    if material.shortened:
        note = tr("dossier.shortened", most=MOST_CARDS, count=len(material.missions))

    def views(cards: Iterable[Card], elsewhere: tuple[str, ...] = ()) -> list[CardView]:
        return [CardView(one, tr, references, material.ids, elsewhere) for one in cards]

    disputed = views(card for card in material.every_card if card.disputes)
    whole = [
        Chapter("read", render("dossier/read", tr=tr)),
        Chapter("figure", figure),
        Chapter("map", render("dossier/map", tr=tr, markup=markup)),
        Chapter("table", table),
        _cards("missions", views(material.cards, _IN_PAIR), note),
        _cards("pairs", views(material.pairs)),
        _cards("places", views(material.places)),
    ]
    if disputed:
        html = render("dossier/disagreements", tr=tr, views=disputed)
        whole.append(Chapter("disagreements", html, _named(disputed, "-disagreements")))
    whole += [listed(material, references), imprint(material)]
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
        theme=_THEMES[dark],
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


class Picture(NamedTuple):
    """A PNG within a page: its ``data:`` address, and its size in pixels."""

    address: str
    width: int
    height: int


def pictured(
    material: Material, size: str = "page", remark: Callable[[str], None] | None = None
) -> Picture:
    """The figure of what a dossier shows."""
    drawn = figures.figure(
        *(material.atlas, material.selection),
        title=_title(material, remark),
        format="png",
        dpi=_DPI[size],
        size=size,
        language=material.tr.language,
        viewpoint=material.viewpoint,
        remark=remark,
    )
    data, width, height = _lean(drawn)
    return Picture(f"data:image/png;base64,{base64.b64encode(data).decode()}", width, height)


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
    if not references.numbered:
        return Chapter("sources", Markup())
    kind = "sources_all" if material.shortened else "sources_note"
    html = render(
        "dossier/sources",
        tr=tr,
        material=material,
        note=tr(f"dossier.{kind}", count=len(references.numbered)),
        references=references.numbered.values(),
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


class References:
    """Sources by id with their numbers, in the order in which they are first referred to."""

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self.numbered: dict[str, tuple[int, Cite]] = {}

    def add(self, cite: Cite) -> int:
        """The number of a source, given now if it has none yet."""
        return self.numbered.setdefault(cite.id, (len(self.numbered) + 1, cite))[0]

    def line(self, cites: Iterable[Cite]) -> dict[str, Any]:
        """The sources of a value: the first by name and day, then by number, then counted."""
        chosen = list({cite.id: cite for cite in cites}.values())
        left = len(chosen) - MOST_CITES
        return {
            "total": len(chosen),
            "named": [self.named(cite) for cite in chosen[:NAMED]],
            "numbers": [self.add(cite) for cite in chosen[NAMED:MOST_CITES]],
            "more": self._tr("card.cite.more", count=left) if left > 0 else "",
        }

    def named(self, cite: Cite) -> tuple[str, str, int]:
        """A source by name, day and number; one that is not recorded has no day."""
        if cite.id == UNRECORDED:
            return self._tr("card.value.source_unrecorded"), "", self.add(cite)
        return cite.publisher, dated(cite, self._tr), self.add(cite)


_UNFOLDED: Final = ("course", "expected", "position", "missions", "route")
_FEW_NAMED: Final = 12
_IN_PAIR: Final = ("relations",)
"""Sections of a mission's card that the chapter of its pair has once for both missions."""


class Chapter(NamedTuple):
    """A chapter."""

    key: str
    html: Markup
    parts: tuple[tuple[str, str], ...] = ()


def _cards(key: str, views: list[CardView], note: str = "") -> Chapter:
    """Cards under headings of their own: what is looked for first is open, the rest folded."""
    return Chapter(key, render("dossier/cards", views=views, note=note), _named(views))


def _named(views: list[CardView], suffix: str = "") -> tuple[tuple[str, str], ...]:
    """What the table of contents names: all of a few, none of many, which the table names."""
    if len(views) > _FEW_NAMED:
        return ()
    return tuple((f"{view.anchor}{suffix}", view.card.title) for view in views)


def imprint(material: Material) -> Chapter:
    """Licences, boundaries and limits: the last chapter."""
    tr = material.tr
    keys = ("sides", "missing", "value", "map", "software", "closed")
    html = render(
        "dossier/imprint",
        material=material,
        data=tr("dossier.imprint.data", title="\0", licence="\0").split("\0"),
        no_licence=tr("dossier.imprint.no_licence"),
        sentences=[
            boundaries(tr, material.viewpoint),
            *(tr(f"dossier.imprint.{key}") for key in keys),
        ],
    )
    return Chapter("imprint", html)


def anchor(id: str) -> str:
    """The anchor of a card: ``card-prk-embassy-caracas``."""
    return "card-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in id)


class CardView(CardTexts):
    """One card of a dossier."""

    timed = ("course", "expected", "relations")
    """Sections whose rows begin with their date."""

    def __init__(
        self,
        card: Card,
        tr: Translator,
        references: References,
        ids: Collection[str],
        elsewhere: Collection[str] = (),
    ) -> None:
        super().__init__(card, tr)
        self.references = references
        self._ids = ids
        self.anchor = anchor(card.id)
        shown = [part for part in card.sections if part.key not in elsewhere]
        self.unfolded = [part for part in shown if part.key in _UNFOLDED]
        self.folded = [part for part in shown if part.key not in _UNFOLDED]

    def address(self, row: Row) -> str:
        """The address of the card that a row leads to, if the dossier has it."""
        return f"#{anchor(row.leads_to)}" if row.leads_to in self._ids else ""

    def aged(self, row: Row) -> str:
        """How old the last evidence is; which it is, where its day does not stand beside it."""
        last = row.evidence
        if last is None:
            return ""
        if last.age and any(cite.id == last.source for cite in row.cites[:NAMED]):
            return self.tr("card.evidence.brief", age=last.age)
        return evidence(last, self.tr)
