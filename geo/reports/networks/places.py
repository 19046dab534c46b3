"""A city, its quarters by HDBSCAN (Campello et al. 2013), and what is nearest to a point."""

from contextlib import suppress
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import geodesy, parties
from geo.atlas import Atlas
from geo.errors import InvalidGeometry, MissingDependency, UnknownPlace, quoted
from geo.parties import lexicon
from geo.reports.networks.counting import GROUPS, UNSURE
from geo.reports.networks.states import Report
from geo.selection import Selection
from geo.vocabulary import KINDS, NOWHERE, POINTED, STATUSES, Answer

_APART_M: Final = 50_000.0  # From there, cities of one name in two states are two: Rome is one
_NEARBY_M: Final = 25_000.0
_QUARTER: Final = "quarter place missions as_area near sending ids near_ids radius_m geometry"
_LEAST: Final = 3


def city(atlas: Atlas, name: str, selection: Selection | None = None) -> Report:
    """What is known of the missions in a city: by sending state, and in which quarters.

    Parameters
    ----------
    name
        Name of the city: as the dataset has it, or one that it is known by in another language.
    selection
        Which missions are looked at; name the receiving state if several have such a city.

    Returns
    -------
    Report
        Its tables are senders, quarters (if scikit-learn is installed) and missions. Its facts:
        missions known to be there, of these ``suspended``, their ``senders``, ``possible`` ones
        besides, what is ``hidden``, and ``nearby`` cities of the same states.

    Raises
    ------
    UnknownPlace, InvalidSelection
        Several states have a city of that name, or no mission is in one.

    Examples
    --------
    >>> import geo
    >>> geo.city(geo.Atlas.open(), "Pyongyang").parties
    ('PRK',)
    """
    chosen = _one_city(atlas, name, selection)
    missions = atlas.missions(chosen).drop(columns="geometry").assign(quarter="", near="")
    sure = (missions["certainty"] == Answer.YES) & ~missions["status"].isin(UNSURE)
    counts = missions[["sending"]].assign(missions=sure, possible=~sure)
    for group in GROUPS:
        counts[group] = sure & (missions["kind"].map(KINDS) == group)
    senders = counts.groupby("sending", as_index=False).sum()
    called = {one: parties.party_by_code(one).short for one in senders["sending"]}
    senders = senders.sort_values("sending", key=lambda own: own.map(called))
    order = ["missions", "possible"]
    tables = {"senders": senders.sort_values(order, ascending=False, kind="stable")}
    facts: dict[str, Any] = {
        "missions": int(sure.sum()),
        "possible": int((~sure).sum()),
        "suspended": int((sure & (missions["status"] == "suspended")).sum()),
        "senders": int(senders["missions"].astype(bool).sum()),
        "hidden": dict(atlas.hidden(chosen).counts),
        "scattered": None,
        "no_point": None,
    }
    with suppress(MissingDependency):
        tables["quarters"] = found = quarters(atlas, name, chosen)
        facts |= found.attrs
        for number, one in enumerate(found.itertuples(), 1):
            for column, ids in (("quarter", one.ids), ("near", one.near_ids)):
                own = missions["id"].isin(ids.split("|"))
                missions.loc[own, column] = one.quarter or str(number)
    tables["missions"] = missions.sort_values(["sending", "id"], key=lambda k: k.replace(called))
    rows, columns = atlas.mission_filter.passing(chosen), atlas.mission_filter.columns
    facts["city"] = str(columns["city"][rows][0])
    receiving = tuple(sorted({*columns["receiving"][rows]}))
    facts["nearby"] = _nearby(atlas, chosen, receiving)
    return Report("city", receiving, chosen, facts, tables)


def quarters(
    atlas: Atlas,
    city: str,
    selection: Selection | None = None,
    *,
    places: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """The quarters of a city in which at least three missions are close together.

    Parameters
    ----------
    city, selection
        As for :func:`geo.city`.
    places
        Outlines with names, as :meth:`geo.Atlas.places` gives them; None for the dataset's own.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a quarter, the largest first: ``quarter`` and ``place`` (name and id of the
        outline; blank for a group of points in none), ``missions`` with coordinates in it,
        ``as_area`` (further ones that are located only to that quarter), ``near`` (close to
        those, but outside the outline), ``sending`` and ``ids`` of the first two, ``near_ids``
        (joined with ``|``), ``radius_m`` around the geometry, the middle of the points (CRS84).
        ``attrs``: missions ``scattered`` outside all of them, and with ``no_point`` of their own
        (only a city or an area, or rounded).

    Raises
    ------
    MissingDependency
        scikit-learn is not installed: ``pip install 'embassy-atlas[quarters]'``.

    Examples
    --------
    >>> import geo
    >>> "Las Mercedes" in set(geo.quarters(geo.Atlas.open(), "Caracas")["quarter"])
    True
    """
    try:
        from sklearn.cluster import HDBSCAN
    except ImportError:
        raise MissingDependency().keyed("error.quarters.missing") from None
    chosen = _one_city(atlas, city, selection)
    shown = atlas.missions(chosen)
    located = shown[shown["exactness"].isin(POINTED)].reset_index(drop=True)
    points = np.stack([located.geometry.x, located.geometry.y], axis=-1)
    drawn = atlas.places(Selection(known_on=chosen.known_on)) if places is None else places
    drawn = drawn[(drawn["kind"] == "district") & (drawn.geometry.geom_type != "Point")]
    outlines = zip(drawn["id"], drawn.geometry, strict=True)
    inside = {id: shapely.intersects_xy(outline, points) for id, outline in outlines}
    areas: dict[str, list[int]] = {}
    for row in np.flatnonzero(shown["exactness"] == "district").tolist():
        position = atlas.position(shown["id"].iloc[row], chosen)
        areas.setdefault(position.place if position else "", []).append(row)
    groups: list[tuple[str, NDArray[np.bool_]]] = []
    close: dict[str, NDArray[np.bool_]] = {}
    free = np.ones(len(points), dtype=bool)
    for id in sorted(inside, key=lambda id: (-inside[id].sum(), len(id), id)):
        rows = inside[id] & free
        if rows.any() and rows.sum() + len(areas.get(id, [])) >= _LEAST:
            groups.append((id, rows))
            free &= ~rows
    labels = np.full(len(points), -1)
    if len(points) >= _LEAST:
        how = {"min_cluster_size": _LEAST, "metric": "haversine", "algorithm": "ball_tree"}
        labels = HDBSCAN(**how, copy=True).fit_predict(np.radians(points[:, ::-1]))
    for label in range(labels.max(initial=-1) + 1):
        rows = labels == label
        most = [id for id, own in groups if id and 2 * (own & rows).sum() > rows.sum()]
        rest = rows & free
        if most:
            close[most[0]] = close.get(most[0], rest) | rest
        elif rest.sum() >= _LEAST:
            groups.append(("", rest))
        else:
            continue
        free &= ~rest
    found, none = [], np.zeros(len(points), dtype=bool)
    for place, rows in groups:
        own, near, middle = located[rows], close.get(place, none), points[rows].mean(axis=0)
        also = shown.iloc[areas.get(place, []) if place else []]
        found.append({
            "quarter": drawn["name"][drawn["id"] == place].iloc[0] if place else "",
            "place": place,
            "missions": len(own),
            "as_area": len(also),
            "near": int(near.sum()),
            "sending": "|".join(sorted({*own["sending"], *also["sending"]})),
            "ids": "|".join([*own["id"], *also["id"]]),
            "near_ids": "|".join(located["id"][near]),
            "radius_m": float(np.max(geodesy.distance(middle, points[rows]))),
            "geometry": shapely.Point(*middle),
        })  # fmt: skip
    found.sort(key=lambda one: (-one["missions"], one["ids"]))
    frame = gpd.GeoDataFrame(found, columns=_QUARTER.split(), geometry="geometry", crs="OGC:CRS84")
    frame.attrs["scattered"] = int(free.sum())
    frame.attrs["no_point"] = len(shown) - len(located)
    return frame


def _one_city(atlas: Atlas, name: str, selection: Selection | None) -> Selection:
    """The selection narrowed to one city, if there is one of that name and only one."""
    chosen = (selection or Selection()).but(cities=(name,))
    if missing := atlas.not_in_dataset(Selection(cities=chosen.cities)):
        keys = lexicon.cities_called().get(parties.fold(name), ())
        called = {one for _, one in keys if not atlas.not_in_dataset(Selection(cities=(one,)))}
        if len(called) != 1:
            raise missing[0]
        chosen = chosen.but(cities=tuple(called))
    where = Selection(cities=chosen.cities, receiving=chosen.receiving, as_of=chosen.as_of)
    at = _middles(atlas.missions(where.but(statuses=STATUSES, undated="all")))
    points = np.array([*at.values()]).reshape(-1, 2)
    if len(points) > 1 and np.max(geodesy.distance(points[0], points)) > _APART_M:
        codes = sorted({code for _, code in at})
        meant = tuple(f"{parties.party_by_code(code).short} ({code})" for code in codes)
        raise UnknownPlace().keyed("error.city.several", text=quoted(name), meant=meant)
    return chosen


def _middles(missions: gpd.GeoDataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """Where each city is: by its gazetteer, its missions or, if neither is known, the capital."""
    found = {}
    for (city, code), own in missions.groupby(["city", "receiving"]):
        known, seat = parties.city(city, code), parties.party_by_code(code)
        placed = own.geometry[~own["exactness"].isin(NOWHERE)]
        at = (known.lon, known.lat) if known else (seat.seat_lon, seat.seat_lat)
        if not known and len(placed):
            at = float(placed.x.median()), float(placed.y.median())
        found[city, code] = at
    return found


def _nearby(atlas: Atlas, chosen: Selection, receiving: tuple[str, ...]) -> dict[str, int]:
    """Other cities of the same states with missions, not far: city -> missions, most first."""
    frame = atlas.missions(chosen.but(cities=(), receiving=receiving))
    frame = frame[(frame["city"] != "") & ~frame["exactness"].isin(NOWHERE)]
    at, own = _middles(frame), {parties.fold(one) for one in chosen.cities}
    here = [point for (city, _), point in at.items() if parties.fold(city) in own]
    others = [key for key in at if parties.fold(key[0]) not in own]
    if not here or not others:
        return {}
    metres = geodesy.distance(here[0], np.array([at[key] for key in others]))
    close = {city for (city, _), far in zip(others, metres, strict=True) if far <= _NEARBY_M}
    counts = frame["city"][frame["city"].isin(close)].value_counts()
    return {str(city): int(number) for city, number in counts.items()}


def nearest(
    atlas: Atlas,
    latitude: float,
    longitude: float,
    selection: Selection | None = None,
    *,
    count: int = 10,
) -> gpd.GeoDataFrame:
    """The missions nearest to a point.

    Parameters
    ----------
    latitude, longitude
        The point, degrees on WGS 84; latitude first, as on the command line.
    selection
        Which missions are looked at; None for all but closed ones as of today.
    count
        How many at most.

    Returns
    -------
    geopandas.GeoDataFrame
        As :meth:`geo.Atlas.missions`, the nearest first, with ``distance_m``: metres on WGS 84 to
        the point by which a mission is drawn. It lies within ``radius_m`` of that point; NaN is
        not known. Missions without a known city are left out: ``attrs["left_out"]`` of them.

    Raises
    ------
    InvalidGeometry
        There is no such point; where the two are swapped, the remedy says so.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> geo.nearest(atlas, 10.48, -66.86, geo.Selection(sending=("ITA",)))["id"].iloc[0]
    'ita-embassy-caracas'
    """
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        text, meant = quoted(f"{latitude:g},{longitude:g}"), f"{longitude:g},{latitude:g}"
        if abs(longitude) <= 90 and abs(latitude) <= 180:
            raise InvalidGeometry().keyed("error.point.swapped", text=text, meant=meant)
        raise InvalidGeometry().keyed("error.point.outside", text=text)
    frame = atlas.missions(selection)
    placed = frame[~frame["exactness"].isin(NOWHERE)]
    ends = np.stack([placed.geometry.x, placed.geometry.y], axis=-1)
    metres = geodesy.distance((longitude, latitude), ends) if len(ends) else np.empty(0)
    found = placed.assign(distance_m=metres).sort_values(["distance_m", "id"]).head(count)
    found.attrs["left_out"] = len(frame) - len(placed)
    return found.reset_index(drop=True)
