"""A quarter: one mission on a large plan, with its district and its neighbours named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import basemap
from geo.errors import InvalidSelection
from geo.figures.canvas.key_value_table import Row, Table
from geo.figures.canvas.legend import Group, Legend
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.maps.plan import nearby_rivers
from geo.figures.pair.pair_drawing import CAPTION, draw_quarter, place_keys
from geo.figures.pair.pair_measures import embassy_of
from geo.figures.pair.pair_text import inset_text, said_of
from geo.figures.templates import Template

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.figures.draw import Order

TALL = 1.5
SAID_LINES = 5


def quarter(order: Order, missions: gpd.GeoDataFrame) -> Template:
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
        lines = 8 if sheet.look.size.height is None else SAID_LINES
        table = Table(sheet, [Row(end.label, said_of(end, tr), lines)], left, right)
        keys = [Group("", place_keys([end], "full", tr))]
        legend = Legend(sheet, keys, left, right, 3 if sheet.look.size.height is None else 1)
        above = CAPTION * sheet.style("panel").line
        low = frame.y + table.height + legend.height + 1.5
        plan = Frame(left, low, frame.width, frame.y + frame.height - low - above)
        draw_quarter(sheet, end, plan, sheet.look.palette.pair[0], tr, rivers, land)
        legend.draw(low - 1.0)
        table.draw(low - legend.height - 1.0)

    around = [one.id for one in end.neighbours]
    rows = order.atlas.dataset.positions
    placed = [s for row in rows if row.mission in around and row.point for s in row.sources]
    title = order.tr("figure.quarter.title", mission=end.label, quarter=end.quarter or end.place)
    return Template(
        title, inset_text(end, tr), [*end.sources, *placed], draw, TALL, rivers=bool(rivers)
    )
