"""Discs in metres, whole at the 180th meridian and at the poles."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import InvalidGeometry, quoted
from geo.geodesy.arrays import Floats, LonLat, lonlat, one_lonlat, whole_number, wrapped
from geo.geodesy.lines import ellipsoid

SMALLEST_M: Final = 0.01
LARGEST_M: Final = 19_900_000.0
_DECIMALS: Final = 9  # of a degree: a tenth of a millimetre
_VERTICES: Final = 128
_LEAST_VERTICES: Final = 8
_WIDEST_STEP_DEG: Final = 5.0
_DEEPEST: Final = 60
_AWAY_FROM_POLE_M: Final = 0.01
_WORLD: Final = (-180.0, -90.0, 180.0, 90.0)
_PLAIN_DEG: Final = 60.0
_PLAIN_M: Final = 500_000.0
_PLAIN_EDGE_DEG: Final = 170.0


def discs(
    centres: LonLat, radii_m: npt.ArrayLike, vertices: int = _VERTICES
) -> npt.NDArray[np.object_]:
    """Draw many discs, each as :func:`disc` does.

    Centres (n, 2) are in CRS84 degrees, radii (n,) in metres. Those of at most 500 km that are far
    from the poles and from ±180° are made in one pass.
    """
    pairs = np.round(lonlat(centres, "centres").reshape(-1, 2), _DECIMALS)
    radii = np.asarray(radii_m, dtype=np.float64).reshape(-1)
    found = np.empty(len(pairs), dtype=object)
    plain = (np.abs(pairs) <= (_PLAIN_EDGE_DEG, _PLAIN_DEG)).all(axis=1)
    plain &= (radii >= SMALLEST_M) & (radii <= _PLAIN_M)
    for row in np.flatnonzero(~plain).tolist():
        found[row] = disc(pairs[row], radii[row], vertices)
    number = whole_number(vertices, _LEAST_VERTICES)
    around = np.tile(np.linspace(0.0, 360.0, number + 1), int(plain.sum()))
    centre, radius = (np.repeat(a[plain], number + 1, axis=0) for a in (pairs, radii))
    rings = _reached(centre, around, radius).reshape(-1, number + 1, 2)
    rings[:, -1] = rings[:, 0]
    found[plain] = shapely.orient_polygons(shapely.polygons(rings)) if len(rings) else []
    return found


def disc(
    centre: LonLat, radius_m: float, vertices: int = _VERTICES
) -> shapely.Polygon | shapely.MultiPolygon:
    """Draw all places within a distance on the WGS 84 ellipsoid.

    The centre is rounded to a tenth of a millimetre. A disc whose edge runs within 1 cm of a pole
    is drawn up to 2 cm larger, so as to hold it. The vertices of the edge have equal azimuths;
    there are more where it runs close to a pole or meets ±180°. The disc is cut at ±180°, its rings
    are counter-clockwise and its holes clockwise. One that holds a pole is a band that reaches to
    ±90°; one that holds both, the world with a hole.
    """
    longitude, latitude = (round(degrees, _DECIMALS) for degrees in one_lonlat(centre, "centre"))
    number = whole_number(vertices, _LEAST_VERTICES)
    try:
        radius = float(radius_m)
    except (TypeError, ValueError):
        radius = math.nan
    if not SMALLEST_M <= radius <= LARGEST_M:
        raise InvalidGeometry(
            f"{quoted(radius_m)} is not a radius of a disc. Give metres, from {SMALLEST_M} to "
            f"{LARGEST_M:,.0f}."
        )
    at = longitude, latitude, longitude
    to_poles = [float(ellipsoid().inv(*at, pole)[2]) for pole in (90.0, -90.0)]
    for away in to_poles:
        if abs(away - radius) < _AWAY_FROM_POLE_M:
            radius = away + _AWAY_FROM_POLE_M
    ring = _ring((longitude, latitude), radius, number)
    north, south = (away < radius for away in to_poles)
    if north != south:
        shape = _band(ring, 90.0 if north else -90.0)
    else:
        parts = [part for part in folded(shapely.Polygon(ring)) if part.area > 0]
        shape = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
        if north:
            shape = shapely.difference(shapely.box(*_WORLD), shape)
    return shapely.orient_polygons(shape)


def _reached(start: Floats, azimuths: Floats, metres: Floats) -> Floats:
    """Longitude and latitude, degrees, (n, 2), of what lies that far in that direction."""
    ends = ellipsoid().fwd(start[:, 0], start[:, 1], azimuths, metres, return_back_azimuth=False)
    return np.column_stack(ends[:2])


def _ring(centre: tuple[float, float], radius_m: float, vertices: int) -> Floats:
    """Closed edge of a disc without jumps at ±180°, with vertices where it meets ±180°, (n, 2)."""

    def at(azimuths: Floats) -> Floats:
        count = len(azimuths)
        return _reached(np.tile(centre, (count, 1)), azimuths, np.full(count, radius_m))

    def meeting(row: int) -> list[float]:
        """Vertex after another at which the edge meets ±180°, found by halving."""
        meridian = 360.0 * max(laps[row], laps[row + 1]) - 180.0
        low, high = float(azimuths[row]), float(azimuths[row + 1])
        rising = pairs[row + 1, 0] > pairs[row, 0]
        latitude = pairs[row, 1]
        for _ in range(_DEEPEST):
            middle = (low + high) / 2
            longitude, latitude = at(np.array([middle]))[0]
            beyond = wrapped(np.array(longitude - wrapped(np.array(meridian % 360.0)))) > 0
            low, high = (low, middle) if beyond == rising else (middle, high)
        return [meridian, float(latitude)]

    azimuths = np.linspace(0.0, 360.0, vertices + 1)
    for _ in range(_DEEPEST):
        pairs = at(azimuths)
        steps = wrapped(np.diff(pairs[:, 0]))
        wide = np.flatnonzero(np.abs(steps) > _WIDEST_STEP_DEG)
        if not len(wide):
            break
        azimuths = np.insert(azimuths, wide + 1, (azimuths[wide] + azimuths[wide + 1]) / 2)
    pairs[:, 0] = pairs[0, 0] + np.concatenate([[0.0], np.cumsum(steps)])
    laps = np.floor((pairs[:, 0] + 180.0) / 360.0)
    changes = np.flatnonzero(np.diff(laps))
    if len(changes):
        pairs = np.insert(pairs, changes + 1, [meeting(row) for row in changes.tolist()], axis=0)
    if abs(pairs[-1, 0] - pairs[0, 0]) < _WIDEST_STEP_DEG:
        pairs[-1] = pairs[0]
    return pairs


def _band(ring: Floats, pole: float) -> shapely.Geometry:
    """Close the edge of a disc that holds one pole along ±180° and that pole."""
    open_ring = ring[:-1]
    laps = np.floor((open_ring[:, 0] + 180.0) / 360.0)
    longitude = np.clip(open_ring[:, 0] - 360.0 * laps, -180.0, 180.0)
    order = np.argsort(longitude, kind="stable")
    across = np.column_stack([longitude, open_ring[:, 1]])[order]
    latitude = across[0, 1]
    closing = [(180.0, latitude), (180.0, pole), (-180.0, pole)]
    return shapely.Polygon(np.vstack([across, closing]))


def folded(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The parts of a polygon or point whose longitudes run on, each brought within ±180°."""
    west, _, east, _ = shape.bounds
    first, last = math.floor((west + 180.0) / 360.0), math.ceil((east - 180.0) / 360.0)
    if first == last == 0:
        return [shape]
    parts: list[shapely.Geometry] = []
    for lap in range(first, max(first, last) + 1):
        shift = 360.0 * lap
        box = shapely.box(shift - 180.0, -90.0, shift + 180.0, 90.0)
        moved = shapely.transform(
            shapely.intersection(shape, box), lambda pairs, shift=shift: pairs - (shift, 0.0)
        )
        parts += shapely.get_parts(moved).tolist()
    return parts
