"""The opening: any dataset on its own missions, and nothing moves once the map is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.rows import at, mission, simple
from support.served import served

pytestmark = pytest.mark.browser

PLACES = {
    "europe": {"FRA": (2.32, 48.86), "POL": (21.02, 52.23), "PRT": (-9.16, 38.71)},
    "pacific": {"FJI": (178.43, -18.14), "WSM": (-171.77, -13.83), "NZL": (174.78, -41.28)},
}
LEAST = 0.01  # a list of the sidebar may come late where the machine is busy
CLEAR = """(points) => points.filter(([longitude, latitude]) =>
    [-360, 0, 360].some((turn) => {
        const { x, y } = map_div.latLngToContainerPoint([latitude, longitude + turn]);
        const size = map_div.getSize();
        return x > 264 && x < size.x - 372 && y > 0 && y < size.y;
    }))"""
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) {
            const moved = one.sources.map((it) => it.node?.className ?? String(it.node));
            shifts.push([performance.timeOrigin + one.startTime, one.value, ...moved]);
        }
    }).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.mark.parametrize("where", PLACES)
def test_a_dataset_opens_on_its_own_missions(
    visit: Callable[..., Any], tmp_path: Path, where: str
) -> None:
    found = PLACES[where]
    dataset = simple(
        tmp_path,
        where,
        *(mission(code.lower(), receiving=code) for code in found),
        positions=[at(code.lower(), where, *map(str, point)) for code, point in found.items()],
    )
    with served(tmp_path / "cache", dataset) as address:
        reader = visit(address).open()
        points = [list(point) for point in found.values()]
        assert reader.drawn("missions") == len(points)
        assert reader.frame().evaluate(CLEAR, points) == points
        bounds = reader.frame().evaluate("map_div.getBounds().toBBoxString()")
        west, _, east, _ = map(float, bounds.split(","))
        assert east - west < 120


def test_nothing_moves_once_the_map_is_drawn(reader: Any) -> None:
    reader.page.add_init_script(SHIFTS)
    reader.page.goto(reader.address)
    frame = reader.frame()
    frame.wait_for_selector("[data-missions-drawn]:not([data-missions-drawn='0'])")
    drawn = frame.evaluate("performance.timeOrigin + performance.now()")
    reader.settle()
    moved = [shift for one in (reader.page, frame) for shift in one.evaluate("shifts")]
    later = [shift for shift in moved if shift[0] > drawn]
    assert sum(shift[1] for shift in later) < LEAST, later
