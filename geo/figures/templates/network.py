"""The figures of one state's network, and of one mission's quarter."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo import basemap, geodesy, parties
from geo.errors import InvalidSelection
from geo.evidence import UNDATED
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.marginalia import Drawer, Key, Legend, Row, Table, mark
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.typography import clean
from geo.figures.maps.charts import extent_of, named, suiting
from geo.figures.maps.plan import ground, nearby_rivers
from geo.figures.pair.inset import CAPTION, InsetDrawing
from geo.figures.pair.pair_drawing import place_keys
from geo.figures.pair.pair_facts import embassy_of, inset_text, said_of
from geo.figures.templates import Draft, Order, between
from geo.figures.templates.ranking import without
from geo.figures.world.overview import counted_in_words
from geo.vocabulary import KINDS, Answer

QUARTER_TALL = 1.5
SAID_LINES = 5
DASHES: Final = {"both": None, "sent": (4.0, 2.0), "received": (1.2, 1.8), "unsure": (0.4, 2.6)}
WAYS: Final = ("both", "sent", "received", "unsure")  # ``unsure``: no mission is certain
THERE: Final = ("open", "suspended")
TALL: Final = 1.5
TALL_FLAT: Final = 0.95


def network(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    """The network of the one state that a selection names."""
    tr, chosen = order.tr, order.selection
    codes = {*chosen.states, *chosen.sending, *chosen.receiving}
    if len(codes) != 1 or chosen.among:
        raise InvalidSelection(
            "a network is of one state. Name one, such as --states VEN, --sending VEN or "
            "--receiving VEN."
        )
    (code,) = codes
    told = missions[missions["status"] != UNDATED]
    surely = told["status"].isin(THERE) & (told["certainty"] == Answer.YES)
    there, unsure = told[surely], told[~surely]
    sent = set(there["receiving"][there["sending"] == code])
    received = set(there["sending"][there["receiving"] == code])
    ways = {"both": sent & received, "sent": sent - received, "received": received - sent}
    ways["unsure"] = {*unsure["sending"], *unsure["receiving"]} - sent - received
    partners = {one: way for way in WAYS for one in sorted(ways[way] - {code})}
    seat = np.array(_seat(code))
    of = {one: unsure if way == "unsure" else there for one, way in partners.items()}
    spots = np.array([_end(of[one], code, one) for one in partners]).reshape(-1, 2)
    drawn = geodesy.great_circles(np.broadcast_to(seat, spots.shape), spots)
    lines = dict(zip(partners, list(drawn), strict=True))
    others = shapely.get_coordinates(there.geometry[there["sending"] == code].to_numpy())
    extent = extent_of(np.concatenate([seat[None], spots, others]), list(lines.values()))
    projection = order.projection or suiting(extent, list(lines.values()))
    lacking, states = without({code, *partners})
    counts = {way: tr(f"figure.network.{way}", count=len(ways[way] - {code})) for way in WAYS}
    note = tr("figure.ranking.lacking", count=lacking, states=states)
    if len(unsure):
        note = f"{tr('figure.network.apart', count=len(unsure))} {note}"

    def draw(sheet: Sheet, frame: Frame) -> None:
        inks = sheet.colours.route, *reversed(sheet.colours.pair), sheet.colours.muted
        colours = dict(zip(WAYS, inks, strict=True))
        shown = [way for way in WAYS if ways[way] - {code}]
        keys = [Key(counts[way], _line(colours[way], DASHES[way])) for way in shown]
        if len(others):
            dot = mark(size=2.6, fill=sheet.colours.ink)
            keys.append(Key(tr("figure.network.mission"), dot))
        rows = 4 if sheet.size.height is None else 2
        legend = Legend(sheet, [("", keys)], frame.x, frame.x + frame.width, rows)
        trial = named(sheet, frame, projection, extent)
        low = legend.height + trial.room_for_scale(below=True) + 1.5
        room = Frame(frame.x, frame.y + low, frame.width, frame.height - low)
        chart = named(sheet, room, projection, extent)
        chart.draw(ground({sheet.colours.pair_land[1]: [code]}, order.viewpoint))
        labels = Labels(sheet, chart.frame.box)
        thin = float(np.clip(6.0 / np.sqrt(len(lines) + 1.0), 0.4, 0.9))
        for way in reversed(WAYS):
            own = [lines[one] for one in partners if partners[one] == way]
            path, dashes = chart.path(own), DASHES[way]
            sheet.path(path, edge=colours[way], width=thin, dashes=dashes, clip=chart.clip)
        dots = chart.points(others)
        sheet.marks(dots[np.isfinite(dots[:, 0])], size=2.6, fill=sheet.colours.ink)
        chart.draw_scale(labels, below=True)
        at = chart.points(np.concatenate([seat[None], spots]))
        for way in WAYS:
            mine = at[1:][[partners[one] == way for one in partners]]
            mine = mine[np.isfinite(mine[:, 0])]
            sheet.marks(mine, size=4.2, fill=colours[way], edge=sheet.colours.paper)
            labels.block_marks(mine, 4.2)
        sheet.marks(at[:1], size=8.0, fill=sheet.colours.ink, edge=sheet.colours.paper)
        labels.place(at[0], clean(tr.party(code)), sheet.style("place"), must=True)
        for one, spot in zip(partners, at[1:], strict=True):
            if np.isfinite(spot[0]):
                labels.place(spot, clean(tr.party(one)), sheet.style("city"), gap=1.4)
        legend.draw(frame.y + legend.height)

    counted = counted_in_words(missions, tr)
    text = f"{counted}. {'; '.join(counts.values())}. {note}"
    title = tr("figure.network.title", of=tr.of(code))
    tall = TALL_FLAT if projection.startswith("equal-earth") else TALL
    return Draft(title, text, missions["sources"], between(draw, tall), (note,), projection)


def _seat(code: str) -> tuple[float, float]:
    found = parties.party_by_code(code)
    return found.seat_lon, found.seat_lat


def _end(there: gpd.GeoDataFrame, code: str, partner: str) -> tuple[float, float]:
    """Where a line ends: at the embassy that is sent, else at the seat of the partner."""
    own = there[(there["sending"] == code) & (there["receiving"] == partner)]
    own = own[own["kind"].map(KINDS) == "embassy"] if len(own) > 1 else own
    if not len(own):
        return _seat(partner)
    point = own.geometry.iloc[0]
    return point.x, point.y


def _line(colour: str, dashes: tuple[float, float] | None) -> Drawer:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x - 2.6, y), (x + 2.6, y), edge=colour, width=1.2, dashes=dashes)
        sheet.marks((x + 2.6, y), size=4.2, fill=colour)

    return draw


def quarter(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    """The surroundings of the one mission that a selection shows."""
    tr = order.tr
    if len(missions) != 1:
        raise InvalidSelection(
            f"a quarter shows one mission, and the filters match {len(missions):,}. "
            "Choose one, such as --sending PRK --receiving VEN."
        )
    end = embassy_of(order.atlas, order.selection, missions.to_dict("records")[0], tr)
    rivers, land = nearby_rivers([end.position]), list(basemap.land().geometry)

    def draw(sheet: Sheet, frame: Frame) -> None:
        left, right = frame.x, frame.x + frame.width
        lines = 8 if sheet.size.height is None else SAID_LINES
        table = Table(sheet, [Row(end.label, said_of(end, tr), lines)], left, right)
        keys = [("", place_keys([end], "full", tr))]
        legend = Legend(sheet, keys, left, right, 3 if sheet.size.height is None else 1)
        above = CAPTION * sheet.style("panel").line
        low = frame.y + table.height + legend.height + 1.5
        plan = Frame(left, low, frame.width, frame.y + frame.height - low - above)
        colour = sheet.colours.pair[0]
        InsetDrawing(sheet, end, plan, colour, rivers, land).draw()
        legend.draw(low - 1.0)
        table.draw(low - legend.height - 1.0)

    around = [one.id for one in end.neighbours]
    rows = order.atlas.dataset.positions
    placed = [s for row in rows if row.mission in around and row.point for s in row.sources]
    title = order.tr("figure.quarter.title", mission=end.label, quarter=end.quarter or end.place)
    drawing, sources = between(draw, QUARTER_TALL), [*end.sources, *placed]
    return Draft(title, inset_text(end, tr), sources, drawing, rivers=bool(rivers))
