"""Any line of straight steps, cut at the 180th meridian."""

from __future__ import annotations

import numpy as np
import shapely

from geo.errors import InvalidGeometry
from geo.geodesy.arcs import EPSILON_DEG, HALF_TURN, POLE, Arcs
from geo.geodesy.arrays import LonLat, lonlat, wrapped

_WIDEST: float = 540.0
_Part = list[tuple[float, float]]


def cut(line: shapely.LineString | shapely.MultiLineString | LonLat) -> shapely.Geometry:
    """Cut a line at the 180th meridian.

    Every step goes the short way round. It meets ±180° where its great circle does; a step
    of 180° goes over the nearer pole (the north pole from the equator), with two vertices
    on it. A pole is entered and left along the meridian of the other end. Longitudes may go on
    beyond ±180°, up to ±540°. A line that only touches ±180° is left whole.
    """
    if isinstance(line, shapely.Geometry):
        if line.geom_type not in ("LineString", "MultiLineString") or line.is_empty:
            raise InvalidGeometry(f"A {line.geom_type} cannot be cut as a line. Give a line.")
        strands = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    else:
        strands = [np.asarray(lonlat(line, "line", _WIDEST))]
    parts = [part for strand in strands for part in _cut_one(lonlat(strand, "line", _WIDEST))]
    shapes = shapely.linestrings(
        np.array([pair for part in parts for pair in part]),
        indices=np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
    )
    return shapes[0] if len(shapes) == 1 else shapely.multilinestrings(shapes)


def _cut_one(vertices: np.ndarray) -> list[_Part]:
    if vertices.ndim == 1 or len(vertices) < 2:
        raise InvalidGeometry("a line needs at least two vertices; one is given. Give more.")
    transitions = np.where(np.abs(vertices[:, 0]) > HALF_TURN, 1.0, 0.0) * np.sign(vertices[:, 0])
    longitudes = vertices[:, 0] - 360.0 * transitions
    placed = np.column_stack([longitudes, vertices[:, 1]])
    arcs = Arcs.between(placed[:-1], placed[1:])
    steps = wrapped(np.diff(longitudes))
    edges = np.sign(steps) * HALF_TURN
    meets = arcs.latitude_at(edges - arcs.longitude)
    parts: list[_Part] = [[(float(placed[0, 0]), float(placed[0, 1]))]]
    for row, step in enumerate(steps.tolist()):
        part = parts[-1]
        longitude, latitude = part[-1]
        end_longitude, end_latitude = placed[row + 1].tolist()
        edge = float(edges[row])
        reach = longitude + step
        if arcs.over[row]:
            pole = float(arcs.over[row]) * POLE
            part += [(longitude, pole), (end_longitude, pole)]
        elif POLE in (abs(latitude), abs(end_latitude)):
            corner = (end_longitude, latitude)
            if abs(latitude) != POLE:
                corner = (longitude, end_latitude)
            if corner not in (part[-1], (end_longitude, end_latitude)):
                part.append(corner)
        elif abs(reach) > HALF_TURN + EPSILON_DEG:
            meeting = latitude
            if abs(longitude - edge) > EPSILON_DEG:
                meeting = float(meets[row])
                part.append((edge, meeting))
            if len(part) == 1:
                part[0] = (-edge, meeting)
            else:
                parts.append([(-edge, meeting)])
        elif abs(reach) >= HALF_TURN - EPSILON_DEG:
            end_longitude = float(np.copysign(HALF_TURN, reach))
        parts[-1].append((end_longitude, end_latitude))
    return parts
