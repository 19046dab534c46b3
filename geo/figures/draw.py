"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

import geopandas as gpd

from geo import basemap
from geo.atlas import Atlas, absence, relation_lines
from geo.dataset import ids_of
from geo.evidence import UNDATED
from geo.figures.canvas.notices import Imprint, licences, most_used, source_line
from geo.figures.canvas.sheet import About, Frame, Sheet, sheet
from geo.figures.maps.charts import extent_of, suiting
from geo.figures.maps.plan import ground, nearby_rivers
from geo.figures.pair.inset import CAPTION, InsetDrawing
from geo.figures.pair.pair_drawing import PairDrawing, draw_pair
from geo.figures.pair.pair_facts import BY_CITY, Pair, pair_of
from geo.figures.pair.pair_text import alt_text as pair_in_words
from geo.figures.pair.pair_text import inset_text
from geo.figures.templates import Order, Template, draw_template
from geo.figures.templates.matrix import matrix
from geo.figures.templates.network import network, quarter
from geo.figures.templates.ranking import ranking
from geo.figures.timelines.timeline_sheet import drawn as draw_timelines
from geo.figures.timelines.timeline_sheet import in_words as timeline_in_words
from geo.figures.world.city_inset import gathered
from geo.figures.world.overview import MANY, overview_of
from geo.figures.world.world_drawing import WorldDrawing, draw_world, lonlat_of
from geo.figures.world.world_text import Shown, counted_in_words, default_title
from geo.figures.world.world_text import alt_text as world_in_words
from geo.i18n import Translator
from geo.reports.timelines import Timelines, timelines
from geo.selection import Selection

_LOOSE: Final = {"loose": ("city",), "country": ("state",), "doubtful": ("outside", "far")}
MOST_NAMED: Final = 2
"""States that a selection of many missions names, at most, for their lines to be drawn."""

TEMPLATES: Final[dict[str, Callable[[Order, gpd.GeoDataFrame], Template]]] = {
    "network": network,
    "quarter": quarter,
    "ranking": ranking,
    "matrix": matrix,
}


@dataclass(frozen=True)
class _Prepared:
    """A figure before it is drawn: its words, its sources, and what draws it."""

    title: str
    subtitle: str
    text: str  # For a reader who does not see it
    sources: Iterable[str]
    projection: str
    draw: Callable[[Sheet, Imprint], None]
    by_city: bool
    rivers: bool
    remarks: tuple[str, ...] = ()  # Sentences behind the note


def drawn(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the figure that fits a selection, or of the template that is asked for."""
    if order.template == "timeline":
        told = _timelines(order)
        return draw_timelines(order.atlas, told, order.look, order.captions, form, dpi)
    pair = None if order.template else pair_of(order.atlas, order.selection, order.tr)
    if order.template:
        made = _template(order, missions)
    elif pair is not None:
        made = _pair(order, pair)
    else:
        made = _world(order, missions)
    imprint = _imprint(order, made)
    about = About(imprint.title, made.text, order.atlas.dataset.sha256)
    with sheet(order.look, order.tr) as page:
        made.draw(page, imprint)
        return page.render(form, about, dpi), page.remarks


def in_words(order: Order, missions: gpd.GeoDataFrame) -> str:
    """What the figure of a selection shows, for a reader who does not see it."""
    if order.template == "timeline":
        return timeline_in_words(_timelines(order))
    if order.template:
        return f"{TEMPLATES[order.template](order, missions).text} {_recent(order)}".strip()
    pair = pair_of(order.atlas, order.selection, order.tr)
    if pair is not None:
        return pair_in_words(pair, *order.days, order.tr)
    return world_in_words(_shown(order, missions), *order.days)


def _imprint(order: Order, made: _Prepared) -> Imprint:
    tr, brief, projection = order.tr, order.look.size.brief, made.projection
    as_of, known_on = order.days
    title, note, credit = order.captions
    dataset = order.atlas.dataset.sha256[:12]
    data = [tr("figure.data.pack", dataset=f"{dataset}{licences(order.atlas)}")]
    if made.by_city:
        brief_credit = f"{tr('map.credit.cities')}."
        data.append(brief_credit if brief else tr("figure.data.cities"))
    who = tr.of_party(order.viewpoint) if order.viewpoint else ""
    if brief and projection:
        key = "figure.data.map_brief_viewpoint" if who else "figure.data.map_brief"
        data.append(tr(key, **({"who": who} if who else {})))
    elif projection:
        data.append(tr("figure.data.map"))
        data.append(tr(f"figure.projection.{projection.replace('-', '_')}"))
    if made.rivers:
        data.append(f"{tr('figure.data.rivers_brief' if brief else 'figure.data.rivers')}.")
    lines = [" ".join(data)]
    if not brief:
        drawn = tr("tiles.drawn_viewpoint", who=who) if who else tr("tiles.drawn_de_facto")
        lines.append(f"{drawn if projection else ''} {tr('figure.missing')}".strip())
    return Imprint(
        title=title or made.title,
        subtitle=made.subtitle,
        as_of=as_of,
        known_on=known_on,
        note=" ".join(filter(None, (note, *made.remarks))),
        credit=credit or "",
        sources=source_line(order.atlas, made.sources, tr, licences=not brief),
        data=tuple(lines),
        tr=tr,
    )


def _pair(order: Order, pair: Pair) -> _Prepared:
    tr, size = order.tr, order.look.size
    first, second = pair.ends
    as_of, known_on = order.days
    subtitle = tr("figure.pair.brief", as_of=as_of, known=known_on)
    if size.card:
        subtitle = tr("figure.pair.briefest", as_of=as_of, known=known_on)
    elif not size.brief:
        lower = second.label[:1].lower() + second.label[1:]
        subtitle = tr("figure.pair.subtitle", first=first.label, second=lower, as_of=as_of)
    transitions = zip_longest(*(end.sources for end in pair.ends))
    ids = [source for turn in transitions for source in turn if source]
    around = {one.id for end in pair.ends for one in end.neighbours}
    rows = order.atlas.dataset.positions
    ids += most_used(
        [source for row in rows if row.mission in around and row.point for source in row.sources]
    )
    rivers = nearby_rivers([end.position for end in pair.ends])
    colours = order.look.palette.pair_land
    under = ground({colours[0]: [first.sending], colours[1]: [second.sending]}, order.viewpoint)

    def draw(page: Sheet, imprint: Imprint) -> None:
        draw_pair(page, PairDrawing(pair, under, imprint, rivers, order.projection))

    return _Prepared(
        f"{first.place} – {second.place}",
        subtitle,
        pair_in_words(pair, as_of, known_on, tr),
        ids,
        order.projection or "orthographic",
        draw,
        pair.by_city,
        bool(rivers),
    )


def quarters(order: Order, dpi: int) -> list[tuple[bytes, str]]:
    """The insets of a pair, each as a PNG with its alternative text."""
    tr, pair = order.tr, pair_of(order.atlas, order.selection, order.tr)
    if pair is None:
        return []
    rivers, land = nearby_rivers([end.position for end in pair.ends]), list(basemap.land().geometry)
    made = []
    for end, colour in zip(pair.ends, order.look.palette.pair, strict=True):
        about = About(end.label, inset_text(end, tr), order.atlas.dataset.sha256)
        with sheet(order.look, tr) as page:
            size = order.look.size
            above = CAPTION * page.style("panel").line
            frame = Frame(size.left, size.margin, size.right - size.left, size.tall - above)
            InsetDrawing(page, end, frame, colour, tr, rivers, land).draw()
            made.append((page.render("png", about, dpi), about.text))
    return made


def _shown(order: Order, missions: gpd.GeoDataFrame) -> Shown:
    atlas, selection, tr = order.atlas, order.selection, order.tr
    city = gathered(missions)
    around = city.on_plan.geometry if city else ()
    rivers = nearby_rivers([(point.x, point.y) for point in around])
    remarks = _remarks(atlas, selection, missions, tr)
    if len(missions) > MANY:
        overview = overview_of(missions, order.count, shaded=not order.viewpoint)
        left_out = overview.unplaced
        remarks = [*_remarks(atlas, selection, missions.iloc[:0], tr)]
        remarks += [tr("figure.overview.unplaced", count=left_out)] if left_out else []
        if undated := int((missions["status"] == UNDATED).sum()):
            remarks.append(f"{tr.status(UNDATED)}: {tr.number(undated)}")
        lines = missions.iloc[:0].assign(kind="")
        if _named(selection):
            lines = relation_lines.lines(atlas, selection)
        return Shown(missions, lines, remarks, tr, rivers, overview=overview)
    marks = absence.marked(atlas, selection)
    absent = absence.sentences(atlas, selection, tr) if marks else ()
    lines = relation_lines.lines(atlas, selection)
    return Shown(missions, lines, remarks, tr, rivers, marks, absent)


def _named(selection: Selection) -> bool:
    """Whether a selection names one state or two: their lines can be told apart."""
    named = selection.sending, selection.receiving, selection.states, selection.among
    return 1 <= len({code for codes in named for code in codes}) <= MOST_NAMED


def _world(order: Order, missions: gpd.GeoDataFrame) -> _Prepared:
    tr, shown = order.tr, _shown(order, missions)
    as_of, known_on = order.days
    if order.look.size.brief:  # no room for what is not there
        shown = replace(shown, absences=(), absent=())
    cells = [*missions["sources"], *(one.absence.sources for one in shown.absences)]
    by_city = bool(
        missions["method"].isin(BY_CITY).any()
        or shown.lines["kind"].isin(["seat", "coverage"]).any()
        or bool(shown.absences)
    )
    lines = list(shown.lines.geometry)
    extent = extent_of(lonlat_of(missions), lines)
    projection = order.projection or suiting(extent, lines)
    marked = shown.overview.marked(order.look.palette) if shown.overview else None
    under = ground(marked, order.viewpoint)

    def draw(page: Sheet, imprint: Imprint) -> None:
        draw_world(page, WorldDrawing(shown, under, imprint, projection, extent))

    return _Prepared(
        default_title(order.selection, tr),
        tr("figure.world.subtitle", counted=shown.counted, as_of=as_of, known=known_on),
        world_in_words(shown, as_of, known_on),
        most_used([source for cell in cells for source in ids_of(cell)]),
        projection,
        draw,
        by_city,
        bool(shown.rivers),
    )


def _template(order: Order, missions: gpd.GeoDataFrame) -> _Prepared:
    tr, made, recent = order.tr, TEMPLATES[order.template](order, missions), _recent(order)
    as_of, known_on = order.days
    days = tr("figure.pair.briefest", as_of=as_of, known=known_on)
    counted = counted_in_words(missions, tr)
    own = (recent, made.note) if order.look.size.brief else (made.note, recent)  # one line, cut
    return _Prepared(
        made.title,
        tr("figure.world.subtitle", counted=counted, as_of=as_of, known=known_on),
        f"{made.text} {recent} {days}.",
        most_used([one for cell in made.sources for one in ids_of(cell)]),
        made.projection,
        lambda page, imprint: draw_template(page, made, imprint),
        bool(made.projection and missions["method"].isin(BY_CITY).any()),
        made.rivers,
        own,
    )


def _recent(order: Order) -> str:
    """How recent the evidence of what is shown is, as a sentence; blank where there is none."""
    told = order.tr.confirmed(**order.atlas.currency(order.selection))
    return f"{order.tr.capital(told)}." if told else ""


def _timelines(order: Order) -> Timelines:
    return timelines(order.atlas, (), order.selection, language=order.tr.language)


def _remarks(
    atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame, tr: Translator
) -> list[str]:
    hidden = atlas.hidden(selection)
    current = tr.confirmed(**atlas.currency(selection))
    remarks = [current] if current else []
    remarks += [tr.hidden(hidden.counts)] if hidden.total else []
    if hidden.on_undated_sources:
        remarks.append(tr("figure.remark.undated", count=hidden.on_undated_sources))
    of = missions["exactness"]
    for name, words in _LOOSE.items():
        if count := int(of.isin(words).sum()):
            remarks.append(tr(f"figure.remark.{name}", count=count))
    return remarks
