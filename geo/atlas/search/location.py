"""Where a place of the dataset or a city of the gazetteer is, by its exact name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo import geodesy, parties
from geo.atlas import Atlas
from geo.errors import StateError, UnknownPlace, quoted

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is: CRS84 degrees, and metres within which it lies.

    ``method`` is ``district`` for an outlined place, ``source_point`` for a pointed one, or
    ``city``; ``region`` is the outline (CRS84), None for a disc. ``sources`` are ids of sources of
    the dataset, or the gazetteer's own word for a city.
    """

    name: str
    state: str
    longitude: float
    latitude: float
    radius_m: float
    method: str
    region: BaseGeometry | None
    sources: tuple[str, ...]


def locate(text: str, atlas: Atlas | None = None) -> Location:
    """Find a place by its name: exactly, or not at all.

    Parameters
    ----------
    text
        Name of a place or city, then what narrows it, after commas: ``Las Mercedes``,
        ``Las Mercedes, Caracas``, ``Bogotá, Colombia``. Case and accents do not matter.
    atlas
        Atlas whose places are looked at first; None for the bundled one.

    Returns
    -------
    Location
        Where it is, and how exactly.

    Raises
    ------
    UnknownPlace
        No drawn place and no city has this name there, or more than one has it.

    Examples
    --------
    >>> import geo
    >>> place = geo.locate("Caracas")
    >>> round(place.longitude), round(place.latitude)
    (-67, 10)
    """
    import shapely

    name, *rest = (part.strip() for part in text.split(","))
    opened = atlas or Atlas.open()
    places = opened.places()
    wanted = parties.fold(name)
    names = [parties.fold(one) for one in places["name"]]
    found = places[
        [
            bool(wanted)
            and wanted in (one, parties.fold(row_id))
            and all(_narrows(part, row_city, row_state) for part in rest)
            for one, row_id, row_city, row_state in zip(
                names, places["id"], places["city"], places["state"], strict=True
            )
        ]
    ]
    found = found[found["kind"] != "city"]
    if len(found) == 1:
        row = found.iloc[0]
        record = opened.dataset.places.by_id[row["id"]]
        outline = row.geometry
        centre = outline.centroid
        here = np.array([[centre.x, centre.y]])
        edge = shapely.get_coordinates(outline)
        reach = float(np.max(geodesy.distance(np.repeat(here, len(edge), axis=0), edge)))
        drawn = outline.geom_type in ("Polygon", "MultiPolygon")
        return Location(
            row["name"],
            row["state"],
            centre.x,
            centre.y,
            reach + (record.radius_m or 0.0),
            "district" if drawn else "source_point",
            outline if drawn else None,
            record.sources,
        )
    cities = [
        city
        for city in parties.cities()
        if parties.fold(city.name) == wanted
        and all(_narrows(part, "", city.state) for part in rest)
    ]
    if len(cities) == 1:
        city = cities[0]
        return Location(
            city.name, city.state, city.lon, city.lat, city.radius_m, "city", None, (city.source,)
        )
    both = [f"{one.name}, {one.state}" for one in cities] + found["name"].to_list()
    if both:
        raise UnknownPlace(f"{quoted(text)} may be {' or '.join(both)}. Add the state.")
    raise UnknownPlace(
        f"unknown place or city {quoted(text)}. "
        "Write it as a source writes it, with the state after a comma."
    )


def _narrows(part: str, city: str, state: str) -> bool:
    if city and parties.fold(part) == parties.fold(city):
        return True
    try:
        return parties.party(part).code == state
    except StateError:
        return False
