"""The base map as columns: land, lakes, borders and the names of states, projected once.

Positions are Web Mercator in units of the world's width: x runs from 0 at 180° west to 1 at
180° east, y from 0 at 85.0511° north to 1 at 85.0511° south, beyond both to 89°.
"""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo import basemap, i18n
from geo.atlas import Atlas
from geo.dataset import licences_of
from geo.i18n import Translator
from geo.tiles import OWN
from geo.webmap import container

_PACK: Final = 12
_LONGEST: Final = 120
_NORTHERNMOST: Final = 89.0
_KINDS: Final = (basemap.NOT_DRAWN, "border", "disputed")
_COARSE: Final = 0.02
_STEPS: Final = 65_535
_FINE: Final = 2.0**20  # Steps of outlines in a width of the world, 38 m: finer than they are known
Floats = npt.NDArray[np.float64]


def mercator(coordinates: Floats) -> Floats:
    """Web Mercator of points on the sphere."""
    latitude = np.radians(np.clip(coordinates[:, 1], -_NORTHERNMOST, _NORTHERNMOST))
    return np.column_stack(
        [coordinates[:, 0] / 360.0 + 0.5, 0.5 - np.arctanh(np.sin(latitude)) / (2.0 * np.pi)]
    )


def rings(
    geometries: npt.NDArray[Any], kind: type[np.floating[Any]] = np.float32
) -> dict[str, npt.NDArray[Any]]:
    """Polygons or lines as flat columns: all vertices, and where each part starts."""
    parts = shapely.get_parts(geometries)
    parts = parts[~shapely.is_empty(parts)]
    if parts.size and shapely.get_dimensions(parts[0]) == 2:
        lines, owner = shapely.get_rings(parts, return_index=True)
    else:
        lines, owner = parts, np.arange(len(parts))
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    world = mercator(coordinates)
    starts = np.searchsorted(line, np.arange(len(lines) + 1))
    shapes = np.searchsorted(owner, np.arange(len(parts) + 1))
    if kind is np.float32:
        world = np.round(world * _FINE) / _FINE
    x, y = world.astype(kind).T
    return {"x": x, "y": y, "part": starts.astype(np.int32), "shape": shapes.astype(np.int32)}


def ground(*viewpoints: str) -> bytes:
    """The base map, as a file of columns."""
    views = viewpoints or ("", *basemap.VIEWPOINTS)
    borders = basemap.kinds("50m")
    seen = [borders[code or "kind"] for code in views]
    borders = borders[np.any([kind != basemap.NOT_DRAWN for kind in seen], axis=0)]
    lines = borders.geometry.to_numpy()
    parts = shapely.get_num_geometries(lines)
    kinds = [
        np.repeat([_KINDS.index(kind) for kind in borders[code or "kind"]], parts) for code in views
    ]
    states = basemap.states("50m")
    names = [
        i18n.ENGLISH.party(code) if code else str(name)
        for code, name in zip(states["code"], states["name"], strict=True)
    ]
    tables = {
        "land": rings(basemap.land("50m").geometry.to_numpy()),
        "lake": rings(basemap.lakes("50m").geometry.to_numpy()),
        "river": rings(basemap.rivers().geometry.to_numpy(), np.float64),
        "border": {**rings(lines), "kind": np.concatenate(kinds).astype(np.uint8)},
        "area": _areas(states),
        "state": {
            "longitude": states["label_lon"].to_numpy(dtype=np.float64),
            "latitude": states["label_lat"].to_numpy(dtype=np.float64),
            "min_zoom": states["min_zoom"].to_numpy(dtype=np.float32),
        },
    }
    texts = {"state.name": names, "state.code": list(states["code"])}
    values = {"kinds": _KINDS, "viewpoints": views}
    return container.write(container.named(tables), texts, values)


def _areas(states: gpd.GeoDataFrame) -> dict[str, npt.NDArray[Any]]:
    """Outlines of states for shading: coarser than the land, in steps of about 600 metres."""
    shapes = shapely.simplify(states.geometry.to_numpy(), _COARSE)
    found = rings(shapes, np.float64)
    for axis in "xy":
        found[axis] = np.round(np.clip(found[axis], 0.0, 1.0) * _STEPS).astype(np.uint16)
    parts = np.concatenate([[0], np.cumsum(shapely.get_num_geometries(shapes))])
    return {**found, "state": parts.astype(np.int32)}


def boundaries(tr: Translator, viewpoint: str = "", background: str = "") -> str:
    """What the boundaries on a map mean."""
    who = tr.of_party(viewpoint) if viewpoint else ""
    drawn = tr("tiles.drawn_viewpoint", who=who) if who else tr("tiles.drawn_de_facto")
    if not background:
        return drawn
    tiles = tr("tiles.boundaries")
    return f"{tiles} {tr('tiles.elsewhere')} {drawn}" if background == OWN else tiles


def credit(tr: Translator, viewpoint: str = "", background: str = "") -> tuple[str, ...]:
    """The lines that stand on every map, beside those of its data and its tiles."""
    drawn = boundaries(tr, viewpoint, background).removesuffix(".")
    return tr("map.credit.software"), drawn, tr("map.credit.cities")


def data(tr: Translator, atlas: Atlas) -> str:
    """Which data stand on a map, and under which licence."""
    named = ", ".join(str(one["name"]) for one in licences_of(atlas.dataset.own) if one.get("name"))
    key = "map.credit.data_licensed" if named else "map.credit.data"
    licences = i18n.plain(named, _LONGEST)
    return tr(key, dataset=atlas.dataset.sha256[:_PACK], licences=licences)
