"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from itertools import zip_longest
from typing import Final

import geopandas as gpd

from geo import basemap
from geo.atlas import absence, relation_lines
from geo.dataset import ids_of
from geo.evidence import UNDATED
from geo.figures.canvas.marginalia import Imprint, licences, most_used, source_line
from geo.figures.canvas.sheet import Frame, Sheet, sheet
from geo.figures.maps.charts import extent_of, suiting
from geo.figures.maps.plan import ground, nearby_rivers
from geo.figures.maps.projections import lonlat_of
from geo.figures.pair.inset import CAPTION, InsetDrawing
from geo.figures.pair.pair_drawing import PairDrawing
from geo.figures.pair.pair_facts import BY_CITY, Pair, inset_text, pair_in_words, pair_of, rows_of
from geo.figures.templates import Draft, Order
from geo.figures.templates.matrix import matrix
from geo.figures.templates.network import network, quarter
from geo.figures.templates.ranking import ranking
from geo.figures.timelines import timeline_sheet
from geo.figures.world.city_inset import gathered
from geo.figures.world.overview import MANY, Shown, counted_in_words, default_title, overview_of
from geo.figures.world.world_drawing import WorldDrawing
from geo.reports.timelines import Timelines, timelines

_LOOSE: Final = {"loose": ("city",), "country": ("state",), "doubtful": ("outside", "far")}
MOST_NAMED: Final = 2  # States of many missions whose lines are drawn, at most
TEMPLATES: Final = {"network": network, "quarter": quarter, "ranking": ranking, "matrix": matrix}


def drawn(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the figure that fits a selection, or of the template that is asked for."""
    if order.template == "timeline":
        told = _timelines(order)
        return timeline_sheet.drawn(order.atlas, told, order.look, order.captions, form, dpi)
    made = _draft(order, missions)
    imprint, source = _imprint(order, made), order.atlas.dataset.sha256
    as_of, known_on = order.days
    days = order.tr("figure.pair.briefest", as_of=as_of, known=known_on)
    text = f"{made.text} {days}." if order.template else made.text
    with sheet(order.look, order.tr) as page:
        made.draw(page, imprint)
        data = page.render(form, dpi, title=imprint.title, text=text, source=source)
        return data, page.remarks


def in_words(order: Order, missions: gpd.GeoDataFrame) -> str:
    """What the figure of a selection shows, for a reader who does not see it."""
    if order.template == "timeline":
        return timeline_sheet.in_words(_timelines(order))
    return _draft(order, missions).text


def _draft(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    if order.template:
        return _template(order, missions)
    pair = pair_of(order.atlas, order.selection, order.tr)
    return _world(order, missions) if pair is None else _pair(order, pair)


def _imprint(order: Order, made: Draft) -> Imprint:
    tr, brief, projection = order.tr, order.look.size.brief, made.projection
    title, note, credit = order.captions
    dataset = order.atlas.dataset.sha256[:12]
    data = [tr("figure.data.pack", dataset=f"{dataset}{licences(order.atlas)}")]
    if made.by_city:
        data.append(f"{tr('map.credit.cities')}." if brief else tr("figure.data.cities"))
    who = tr.of_party(order.viewpoint) if order.viewpoint else ""
    if brief and projection:
        key = "figure.data.map_brief_viewpoint" if who else "figure.data.map_brief"
        data.append(tr(key, who=who))
    elif projection:
        data.append(tr("figure.data.map"))
        data.append(tr(f"figure.projection.{projection.replace('-', '_')}"))
    if made.rivers:
        data.append(f"{tr('figure.data.rivers_brief' if brief else 'figure.data.rivers')}.")
    lines = [" ".join(data)]
    if not brief:
        drawn = tr("tiles.drawn_viewpoint", who=who) if who else tr("tiles.drawn_de_facto")
        lines.append(f"{drawn if projection else ''} {tr('figure.missing')}".strip())
    note = " ".join(filter(None, (note, *made.remarks)))
    sources = source_line(order.atlas, made.sources, tr, licences=not brief)
    return Imprint(title or made.title, made.subtitle, note, credit or "", sources, lines)


def _pair(order: Order, pair: Pair) -> Draft:
    tr, size, days = order.tr, order.look.size, order.days
    first, second = pair.ends
    values = {"as_of": days[0], "known": days[1]}
    subtitle = tr("figure.pair.briefest" if size.card else "figure.pair.brief", **values)
    if not size.brief:
        lower = second.label[:1].lower() + second.label[1:]
        subtitle = tr("figure.pair.subtitle", first=first.label, second=lower, as_of=days[0])
    transitions = zip_longest(*(end.sources for end in pair.ends))
    ids = [source for turn in transitions for source in turn if source]
    around = {one.id for end in pair.ends for one in end.neighbours}
    rows = [row for row in order.atlas.dataset.positions if row.mission in around and row.point]
    ids += most_used([source for row in rows for source in row.sources])
    rivers = nearby_rivers([end.position for end in pair.ends])

    def draw(page: Sheet, imprint: Imprint) -> None:
        colours = order.look.palette.pair_land
        codes = {colours[0]: [first.sending], colours[1]: [second.sending]}
        under, table = ground(codes, order.viewpoint), rows_of(pair, *days, tr)
        PairDrawing(page, imprint, pair, table, under, rivers, order.projection).draw()

    return Draft(
        f"{first.place} – {second.place}",
        pair_in_words(pair, *days, tr),
        ids,
        draw,
        projection=order.projection or "orthographic",
        rivers=bool(rivers),
        subtitle=subtitle,
        by_city=pair.by_city,
    )


def quarters(order: Order, dpi: int) -> list[tuple[bytes, str]]:
    """The insets of a pair, each as a PNG with its alternative text."""
    tr, source = order.tr, order.atlas.dataset.sha256
    pair = pair_of(order.atlas, order.selection, tr)
    if pair is None:
        return []
    rivers, land = nearby_rivers([end.position for end in pair.ends]), list(basemap.land().geometry)
    made, size = [], order.look.size
    for end, colour in zip(pair.ends, order.look.palette.pair, strict=True):
        text = inset_text(end, tr)
        with sheet(order.look, tr) as page:
            above = CAPTION * page.style("panel").line
            frame = Frame(size.left, size.left, size.wide, page.height - above)
            InsetDrawing(page, end, frame, colour, rivers, land).draw()
            data = page.render("png", dpi, title=end.label, text=text, source=source)
            made.append((data, text))
    return made


def _shown(order: Order, missions: gpd.GeoDataFrame) -> Shown:
    atlas, selection, tr = order.atlas, order.selection, order.tr
    city = gathered(missions)
    rivers = nearby_rivers(lonlat_of(city.on_plan) if city else ())
    if len(missions) <= MANY:
        marks = () if order.look.size.brief else absence.marked(atlas, selection)
        absent = absence.sentences(atlas, selection, tr) if marks else ()
        lines, remarks = relation_lines.lines(atlas, selection), _remarks(order, missions)
        return Shown(missions, lines, remarks, city, rivers, marks, absent)
    overview = overview_of(missions, order.count, shaded=not order.viewpoint)
    remarks = _remarks(order, missions.iloc[:0])
    if overview.unplaced:
        remarks.append(tr("figure.overview.unplaced", count=overview.unplaced))
    if undated := int((missions["status"] == UNDATED).sum()):
        remarks.append(f"{tr.status(UNDATED)}: {tr.number(undated)}")
    named = {*selection.sending, *selection.receiving, *selection.states, *selection.among}
    if 1 <= len(named) <= MOST_NAMED:  # their lines can be told apart
        lines = relation_lines.lines(atlas, selection)
    else:
        lines = missions.iloc[:0].assign(kind="")
    return Shown(missions, lines, remarks, city, rivers, overview=overview)


def _world(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    tr, days, shown = order.tr, order.days, _shown(order, missions)
    cells = [*missions["sources"], *(one.absence.sources for one in shown.absences)]
    lines = list(shown.lines.geometry)
    extent = extent_of(lonlat_of(missions), lines)
    projection = order.projection or suiting(extent, lines)

    def draw(page: Sheet, imprint: Imprint) -> None:
        marked = shown.overview.marked(order.look.palette) if shown.overview else None
        under = ground(marked, order.viewpoint)
        WorldDrawing(page, imprint, shown, under, projection, extent).draw()

    return Draft(
        default_title(order.selection, tr),
        shown.in_words(*days, tr),
        most_used([source for cell in cells for source in ids_of(cell)]),
        draw,
        projection=projection,
        rivers=bool(shown.rivers),
        subtitle=_subtitle(order, missions),
        by_city=bool(
            missions["method"].isin(BY_CITY).any()
            or shown.lines["kind"].isin(["seat", "coverage"]).any()
            or shown.absences
        ),
    )


def _subtitle(order: Order, missions: gpd.GeoDataFrame) -> str:
    (as_of, known), counted = order.days, counted_in_words(missions, order.tr)
    return order.tr("figure.world.subtitle", counted=counted, as_of=as_of, known=known)


def _template(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    made = TEMPLATES[order.template](order, missions)
    told = order.tr.confirmed(**order.atlas.currency(order.selection))
    recent = f"{order.tr.capital(told)}." if told else ""
    brief = order.look.size.brief  # one line, cut
    return made._replace(
        text=f"{made.text} {recent}".strip(),
        sources=most_used([one for cell in made.sources for one in ids_of(cell)]),
        remarks=(recent, *made.remarks) if brief else (*made.remarks, recent),
        subtitle=_subtitle(order, missions),
        by_city=bool(made.projection and missions["method"].isin(BY_CITY).any()),
    )


def _timelines(order: Order) -> Timelines:
    return timelines(order.atlas, (), order.selection, language=order.tr.language)


def _remarks(order: Order, missions: gpd.GeoDataFrame) -> list[str]:
    tr, hidden = order.tr, order.atlas.hidden(order.selection)
    current = tr.confirmed(**order.atlas.currency(order.selection))
    remarks = [current] if current else []
    remarks += [tr.hidden(hidden.counts)] if hidden.total else []
    if hidden.on_undated_sources:
        remarks.append(tr("figure.remark.undated", count=hidden.on_undated_sources))
    for name, words in _LOOSE.items():
        if count := int(missions["exactness"].isin(words).sum()):
            remarks.append(tr(f"figure.remark.{name}", count=count))
    return remarks
