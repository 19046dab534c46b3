"""Places and whole states as columns: their rings, boxes and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo import basemap, i18n
from geo.dataset import Place
from geo.webmap.base_map import mercator, rings
from geo.webmap.label_columns import LONGEST

if TYPE_CHECKING:
    from geo.atlas import Atlas

UNIT: Final = 2.0**-30
"""Of the coordinates of rings, in widths of the world: 4 cm at the equator."""

_ALIKE: Final = 0.9
_UNNAMED: Final = Place.of({})


def outlines(
    atlas: Atlas, names: Sequence[str]
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, list[str]], list[Place]]:
    """The outlines of places and states."""
    places = atlas.dataset.places.by_id
    drawn = {row["id"]: row["geometry"] for row in atlas.dataset.drawn_places.to_dict("records")}
    shapes = [drawn[name] if name in drawn else basemap.state_shape(name) for name in names]
    geometries = np.array(shapes, dtype=object)
    found = rings(geometries, "region", np.float64)
    for axis in ("region.x", "region.y"):
        found[axis] = np.round(found[axis] / UNIT).astype(np.int32)
    parts = shapely.get_num_geometries(geometries) if shapes else np.empty(0, dtype=int)
    first_part = np.concatenate([[0], np.cumsum(parts)]).astype(int)
    ring = found.pop("region.shape")[first_part]
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    low, high = mercator(bounds[:, :2]), mercator(bounds[:, 2:])
    rows = [places.get(name, _UNNAMED) for name in names]
    arrays = {
        **found,
        "region.first": ring.astype(np.int32),
        "region.west": low[:, 0],
        "region.east": high[:, 0],
        "region.top": high[:, 1],
        "region.bottom": low[:, 1],
        "region.alike": _alike(geometries),
    }
    texts = {
        "region.id": [name if name in places else "" for name in names],
        "region.name": [i18n.plain(row.name, LONGEST) for row in rows],
    }
    return arrays, texts, rows


def _alike(geometries: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Pairs of outlines that are all but one: what they share is most of what either covers."""
    if not geometries.size:
        return np.empty(0, dtype=np.int32)
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(geometries[one], geometries[other]))
    either = shapely.area(shapely.union(geometries[one], geometries[other]))
    pairs = np.column_stack([one, other])[shared > _ALIKE * either]
    return np.asarray(pairs.ravel(), dtype=np.int32)
