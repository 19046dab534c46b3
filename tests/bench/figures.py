"""How long the world figure takes at 300 dpi, and cartopy with the same on its map.

    python tests/bench/figures.py DATASET [--rounds 5]

DATASET is the folder of a dataset with the world's missions. Drawn, 3,507 by 2,480 pixels, in Equal
Earth: land, lakes, borders, coasts, graticule, states in five shades, cities as circles. Ours has
title, labels, legend and sources besides. cartopy gets the same shapes, counts, colours and size,
and no text; it is no dependency: without it only ours is measured. Opening the dataset counts on
neither side. Seconds of processor (one thread each), medians; it exits with 1 where cartopy is less
than 3 times as slow.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEAST = 3.0


def measured(rounds: int, draw: Callable[[], Any]) -> float:
    took = []
    for _ in range(rounds):
        begin = time.process_time()
        draw()
        took.append(time.process_time() - begin)
    return statistics.median(took)


def cartopy_map(atlas: Any, overview: Any) -> bytes:
    """The same map, by cartopy's own means; nothing of an earlier round is kept."""
    import cartopy.crs as ccrs
    from cartopy.mpl.feature_artist import FeatureArtist
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from geo.figures.canvas.style import LIGHT
    from geo.figures.draw import ground

    FeatureArtist._geom_key_to_geometry_cache.clear()
    FeatureArtist._geom_key_to_path_cache.clear()
    under, plate = ground(overview.marked(LIGHT)), ccrs.PlateCarree()
    figure = Figure(figsize=(3507 / 300, 2480 / 300), dpi=300)
    axes: Any = figure.add_axes((0.04, 0.2, 0.92, 0.7), projection=ccrs.EqualEarth())
    axes.set_global()
    axes.set_facecolor(LIGHT.water)
    axes.gridlines(color=LIGHT.graticule, linewidth=0.45)
    axes.add_geometries(under.land, plate, facecolor=LIGHT.land, edgecolor="none")
    for colour, areas in under.marked.items():
        axes.add_geometries(areas, plate, facecolor=colour, edgecolor="none")
    axes.add_geometries(under.lakes, plate, facecolor=LIGHT.water, edgecolor="none")
    lines = [*under.borders, *under.disputed]
    axes.add_geometries(lines, plate, facecolor="none", edgecolor=LIGHT.border, linewidth=0.4)
    axes.add_geometries(under.land, plate, facecolor="none", edgecolor=LIGHT.coast, linewidth=0.35)
    sizes = 0.4 * overview.numbers
    axes.scatter(
        *overview.lonlat.T, s=sizes, c=LIGHT.circle, edgecolors=LIGHT.paper, transform=plate
    )
    written = io.BytesIO()
    canvas: Any = FigureCanvasAgg(figure)
    canvas.print_png(written)
    return written.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dataset", metavar="dataset", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    import geo
    from geo.figures.world.overview import overview_of

    atlas = geo.Atlas.open(asked.dataset)
    selection = geo.Selection()
    missions = atlas.missions(selection)
    geo.figure(atlas, selection, dpi=36)
    ours = measured(asked.rounds, lambda: geo.figure(atlas, selection, dpi=300))
    print(f"world figure of {len(missions):,} missions, page, 300 dpi: {ours:.2f} s")
    try:
        import cartopy
    except ImportError:
        print("cartopy is not installed: nothing to compare with. Install it to measure it.")
        return 0
    overview = overview_of(missions, "received", shaded=True)
    theirs = measured(asked.rounds, lambda: cartopy_map(atlas, overview))
    print(
        f"cartopy {cartopy.__version__}, the map alone: {theirs:.2f} s, {theirs / ours:.1f} times"
    )
    print(f"load {os.getloadavg()[0]:.1f}")
    return 1 if theirs < LEAST * ours else 0


if __name__ == "__main__":
    sys.exit(main())
