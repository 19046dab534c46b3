"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from geo import basemap
from geo.atlas import Atlas, absence, relation_lines
from geo.dataset import ids_of
from geo.evidence import UNDATED
from geo.figures.canvas.notices import Imprint, licences, source_line, when_line
from geo.figures.canvas.sheet import About, Frame, sheet
from geo.figures.canvas.style import Look
from geo.figures.maps.charts import extent_of, suiting
from geo.figures.maps.plan import Ground, nearby_rivers
from geo.figures.pair.pair_drawing import CAPTION, PairDrawing, draw_pair, draw_quarter
from geo.figures.pair.pair_facts import BY_CITY, Pair, pair_of
from geo.figures.pair.pair_text import alt_text as pair_in_words
from geo.figures.pair.pair_text import inset_text
from geo.figures.templates import Template, draw_template
from geo.figures.templates.matrix import matrix
from geo.figures.templates.network import network, quarter
from geo.figures.templates.ranking import ranking
from geo.figures.timelines.timeline_sheet import drawn as draw_timelines
from geo.figures.timelines.timeline_sheet import in_words as timeline_in_words
from geo.figures.world.city_inset import gathered
from geo.figures.world.overview import MANY, overview_of
from geo.figures.world.world_drawing import WorldDrawing, draw_world, lonlat_of
from geo.figures.world.world_text import Shown, default_title
from geo.figures.world.world_text import alt_text as world_in_words
from geo.i18n import Translator
from geo.reports.timelines import Timelines, timelines
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd

_LOOSE: Final = {"loose": ("city",), "country": ("state",), "doubtful": ("outside", "far")}
MOST_NAMED: Final = 2
"""States that a selection of many missions names, at most, for their lines to be drawn."""

TEMPLATES: Final[dict[str, Callable[[Order, gpd.GeoDataFrame], Template]]] = {
    "network": network,
    "quarter": quarter,
    "ranking": ranking,
    "matrix": matrix,
}
Captions = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Order:
    """What is asked for."""

    atlas: Atlas
    selection: Selection
    tr: Translator
    look: Look
    viewpoint: str
    projection: str
    captions: Captions  # Title, note and credit; None for the usual
    count: str = ""
    template: str = ""

    def ground(self, marked: Mapping[str, Sequence[str]] | None = None) -> Ground:
        """What is drawn under the missions; ``marked`` is as for :func:`ground`."""
        return ground(marked, self.viewpoint)


def drawn(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the figure that fits a selection, or of the template that is asked for."""
    if order.template:
        return _template(order, missions, form, dpi)
    pair = pair_of(order.atlas, order.selection, order.tr)
    if pair is not None:
        return _pair(order, pair, form, dpi)
    return _world(order, missions, form, dpi)


def in_words(order: Order, missions: gpd.GeoDataFrame) -> str:
    """What the figure of a selection shows, for a reader who does not see it."""
    days = when_line(order.selection, order.tr)
    if order.template == "timeline":
        return timeline_in_words(_timelines(order))
    if order.template:
        return f"{TEMPLATES[order.template](order, missions).text} {_recent(order)}".strip()
    pair = pair_of(order.atlas, order.selection, order.tr)
    if pair is not None:
        return pair_in_words(pair, *days, order.tr)
    return world_in_words(_shown(order, missions), *days)


def ground(marked: Mapping[str, Sequence[str]] | None = None, viewpoint: str = "") -> Ground:
    """What is drawn under the missions."""
    borders = basemap.borders(viewpoint=viewpoint)
    disputed = borders["kind"] == "disputed"
    states = basemap.states()
    return Ground(
        land=list(basemap.land().geometry),
        borders=list(borders.geometry[~disputed]),
        disputed=list(borders.geometry[disputed]),
        lakes=list(basemap.lakes().geometry),
        marked={
            colour: list(states.geometry[states["code"].isin(codes)])
            for colour, codes in (marked or {}).items()
        },
    )


def _imprint(
    order: Order,
    heading: tuple[str, str],
    sources: Iterable[str],
    projection: str,
    *,
    by_city: bool,
    rivers: bool,
) -> Imprint:
    tr, brief = order.tr, order.look.size.brief
    as_of, known_on = when_line(order.selection, tr)
    title, note, credit = order.captions
    dataset = order.atlas.dataset.sha256[:12]
    data = [tr("figure.data.pack", dataset=f"{dataset}{licences(order.atlas)}")]
    if by_city:
        brief_credit = f"{tr('map.credit.cities')}."
        data.append(brief_credit if brief else tr("figure.data.cities"))
    who = tr.of_party(order.viewpoint) if order.viewpoint else ""
    if brief and projection:
        key = "figure.data.map_brief_viewpoint" if who else "figure.data.map_brief"
        data.append(tr(key, **({"who": who} if who else {})))
    elif projection:
        data.append(tr("figure.data.map"))
        data.append(tr(f"figure.projection.{projection.replace('-', '_')}"))
    if rivers:
        data.append(f"{tr('figure.data.rivers_brief' if brief else 'figure.data.rivers')}.")
    lines = [" ".join(data)]
    if not brief:
        drawn = tr("tiles.drawn_viewpoint", who=who) if who else tr("tiles.drawn_de_facto")
        lines.append(f"{drawn if projection else ''} {tr('figure.missing')}".strip())
    return Imprint(
        title=title or heading[0],
        subtitle=heading[1],
        as_of=as_of,
        known_on=known_on,
        note=note or "",
        credit=credit or "",
        sources=source_line(order.atlas, sources, tr, licences=not brief),
        data=tuple(lines),
        tr=tr,
    )


def _pair(order: Order, pair: Pair, form: str, dpi: int) -> tuple[bytes, tuple[str, ...]]:
    atlas, tr = order.atlas, order.tr
    first, second = pair.ends
    as_of, known_on = when_line(order.selection, tr)
    names = [end.label for end in pair.ends]
    lower = names[1][:1].lower() + names[1][1:]
    heading = (
        f"{first.place} – {second.place}",
        tr(
            "figure.pair.briefest" if order.look.size.card else "figure.pair.brief",
            as_of=as_of,
            known=known_on,
        )
        if order.look.size.brief
        else tr("figure.pair.subtitle", first=names[0], second=lower, as_of=as_of),
    )
    transitions = zip_longest(*(end.sources for end in pair.ends))
    ids = [source for turn in transitions for source in turn if source]
    around = {one.id for end in pair.ends for one in end.neighbours}
    ids += _placing(atlas, around)
    rivers = nearby_rivers([end.position for end in pair.ends])
    projection = order.projection or "orthographic"
    imprint = _imprint(order, heading, ids, projection, by_city=pair.by_city, rivers=bool(rivers))
    colours = order.look.palette.pair_land
    under = order.ground({colours[0]: [first.sending], colours[1]: [second.sending]})
    about = About(imprint.title, pair_in_words(pair, as_of, known_on, tr), atlas.dataset.sha256)
    with sheet(order.look, tr) as page:
        draw_pair(page, PairDrawing(pair, under, imprint, rivers, order.projection))
        return page.render(form, about, dpi), page.remarks


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
            draw_quarter(page, end, frame, colour, tr, rivers, land)
            made.append((page.render("png", about, dpi), about.text))
    return made


def _placing(atlas: Atlas, missions: Set[str]) -> list[str]:
    """The sources that give points of missions, those first that give the most."""
    rows = atlas.dataset.positions
    return _most_used(
        [source for row in rows if row.mission in missions and row.point for source in row.sources]
    )


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


def _world(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    tr = order.tr
    as_of, known_on = when_line(order.selection, tr)
    shown = _shown(order, missions)
    if order.look.size.brief:  # no room for what is not there
        shown = replace(shown, absences=(), absent=())
    said = {"counted": shown.counted, "as_of": as_of, "known": known_on}
    heading = (default_title(order.selection, tr), tr("figure.world.subtitle", **said))
    cells = [*missions["sources"], *(one.absence.sources for one in shown.absences)]
    ids = [source for cell in cells for source in ids_of(cell)]
    by_city = bool(
        missions["method"].isin(BY_CITY).any()
        or shown.lines["kind"].isin(["seat", "coverage"]).any()
        or bool(shown.absences)
    )
    lines = list(shown.lines.geometry)
    extent = extent_of(lonlat_of(missions), lines)
    projection = order.projection or suiting(extent, lines)
    imprint = _imprint(
        order, heading, _most_used(ids), projection, by_city=by_city, rivers=bool(shown.rivers)
    )
    about = About(imprint.title, world_in_words(shown, as_of, known_on), order.atlas.dataset.sha256)
    with sheet(order.look, tr) as page:
        marked = shown.overview.marked(order.look.palette) if shown.overview else None
        draw_world(page, WorldDrawing(shown, order.ground(marked), imprint, projection, extent))
        return page.render(form, about, dpi), page.remarks


def _template(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    tr, atlas = order.tr, order.atlas
    if order.template == "timeline":
        return draw_timelines(atlas, _timelines(order), order.look, order.captions, form, dpi)
    made = TEMPLATES[order.template](order, missions)
    as_of, known_on = when_line(order.selection, tr)
    counted = Shown(missions, missions.iloc[:0], (), tr).counted
    heading = (
        made.title,
        tr("figure.world.subtitle", counted=counted, as_of=as_of, known=known_on),
    )
    recent = _recent(order)
    ids = _most_used([one for cell in made.sources for one in ids_of(cell)])
    by_city = bool(made.projection and missions["method"].isin(BY_CITY).any())
    imprint = _imprint(order, heading, ids, made.projection, by_city=by_city, rivers=made.rivers)
    own = (recent, made.note) if order.look.size.brief else (made.note, recent)  # one line, cut
    note = " ".join(filter(None, (imprint.note, *own)))
    text = f"{made.text} {recent} {tr('figure.pair.briefest', as_of=as_of, known=known_on)}."
    about = About(imprint.title, text, atlas.dataset.sha256)
    with sheet(order.look, tr) as page:
        draw_template(page, made, replace(imprint, note=note))
        return page.render(form, about, dpi), page.remarks


def _recent(order: Order) -> str:
    """How recent the evidence of what is shown is, as a sentence; blank where there is none."""
    told = order.tr.confirmed(**order.atlas.currency(order.selection))
    return f"{order.tr.capital(told)}." if told else ""


def _timelines(order: Order) -> Timelines:
    return timelines(order.atlas, (), order.selection, language=order.tr.language)


def _most_used(ids: Sequence[str]) -> list[str]:
    counts = Counter(ids)
    return sorted(counts, key=lambda one: (-counts[one], one))


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
