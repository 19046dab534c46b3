"""What the pair figure says: two missions, their neighbours and what lies between them."""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import dates, exporters, geodesy, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset import Event, ids_of
from geo.evidence import followed, only_looked
from geo.figures.canvas.marginalia import Row, source_line
from geo.figures.maps.projections import Floats, lonlat_of
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection
from geo.vocabulary import NOWHERE, POINTED, STATUSES, Answer

END: Final = "end"
NAMED: Final = "nearby mission named by a source"
NEIGHBOUR: Final = "nearby mission"
OTHER: Final = "other mission"
FINEST_NEIGHBOUR_M: Final = 600.0  # Missions known less exactly are no neighbours of an embassy
REACH_M: Final = 20_000.0
ROUTE_POINTS: Final = 257
MOST_LINES: Final = 7
BY_CITY: Final = ("city", "state")  # Methods by which the gazetteer places a mission
AROUND: Final[dict[str, Any]] = {
    **dict.fromkeys(("among", "states", "sending", "receiving", "cities"), ()),
    **{"text": "", "bbox": None, "undated": "none"},
}  # Changes to a selection that remove its limits of area


class Neighbour(NamedTuple):
    """A mission near an embassy."""

    id: str
    name: str
    position: tuple[float, float]  # CRS84 degrees
    distance_m: float  # From the embassy, metres on WGS 84
    named: bool
    sure: bool


class Embassy(NamedTuple):
    """One of the two missions of a pair."""

    id: str
    sending: str
    receiving: str
    sure: bool  # Whether its status is certain
    label: str
    short_label: tuple[str, str]
    place: str
    course: str
    brief: str  # Its status and when it opened: "Suspended; opened 21 August 2019"
    placed: str
    position: tuple[float, float]  # CRS84 degrees: the point, or the middle of the region
    radius_m: float  # Metres within which it stands; NaN where not known
    exactness: str
    is_point: bool  # Whether it has a point of its own, not only a region
    # Outlines to draw: its region, or the districts around its point; CRS84 degrees
    shapes: tuple[Any, ...]
    quarter: str
    neighbours: tuple[Neighbour, ...]
    sources: tuple[str, ...]
    placed_by: tuple[str, ...]
    drawn_by: tuple[str, ...]


class Pair(NamedTuple):
    """Two embassies and what lies between them."""

    ends: tuple[Embassy, Embassy]
    distance_m: float  # Between them, metres on WGS 84
    slack_m: float
    course: float  # Initial course from the first, degrees from north
    north: tuple[float, float]  # The northernmost point of the route: longitude, latitude
    crossing: float | None  # Latitude at ±180°; None where the route does not cross it
    route: Floats  # Shape (n, 2), CRS84 degrees: the great circle
    others: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]  # Further missions shown, by state
    perhaps: int  # Number of missions shown as possible
    by_city: bool


def pair_listed(atlas: Atlas, selection: Selection, pair: Pair, tr: Translator) -> bytes:
    """The missions of a pair figure as CSV: see `geo.figures.table`."""
    roles: dict[str, tuple[str, float | str]] = {end.id: (END, "") for end in pair.ends}
    for end in pair.ends:
        for one in end.neighbours:
            far = round(one.distance_m) if end.is_point else ""
            roles.setdefault(one.id, (NAMED if one.named else NEIGHBOUR, far))
    for id in pd.concat([others["id"] for others in pair.others]):
        roles.setdefault(id, (OTHER, ""))
    days = Selection(as_of=selection.as_of, known_on=selection.known_on, undated="none")
    found = [atlas.missions(days), atlas.missions(days.but(known_on=None, statuses=STATUSES))]
    frame = pd.concat(found, ignore_index=True).drop_duplicates("id")
    rows = {row["id"]: row for row in exporters.records(atlas, days, frame, tr)}
    listed = [
        [role, *(rows[id][name] for name in exporters.COLUMNS), far]
        for id, (role, far) in roles.items()
    ]
    return exporters.table(["shown_as", *exporters.COLUMNS, "distance_m"], listed)


def pair_of(atlas: Atlas, selection: Selection, tr: Translator = ENGLISH) -> Pair | None:
    """The pair that a selection shows."""
    if len(selection.among) != 2:
        return None
    lines = relation_lines.lines(atlas, selection)
    pairs = lines[lines["kind"] == "pair"]
    if len(pairs) != 1:
        return None
    frame = atlas.missions(selection, regions=True)
    frame = frame[frame["id"].isin(pairs.iloc[0][["start", "end"]])]
    rows = frame.to_dict("records")
    rows.sort(key=lambda row: (parties.fold(row["city"]), row["id"]))
    first, second = (embassy_of(atlas, selection, row, tr) for row in rows)
    ends, (start, end) = (first, second), np.array([first.position, second.position])
    around = atlas.missions(selection.but(**AROUND | {"sending": (first.sending, second.sending)}))
    around = around[~around["id"].isin([end.id for end in ends])]
    own, other = (around[around["sending"] == end.sending] for end in ends)
    north = np.asarray(geodesy.northernmost(start, end), dtype=float).reshape(-1)
    crossing = geodesy.crossing(start, end)
    nowhere = any(end.exactness in NOWHERE for end in ends)
    doubtful = {end.id for end in ends if not end.sure}
    doubtful |= {one.id for end in ends for one in end.neighbours if not one.sure}
    doubtful |= set(around["id"][around["certainty"] != Answer.YES])
    return Pair(
        ends=ends,
        distance_m=math.nan if nowhere else float(geodesy.distance(start, end)),
        slack_m=first.radius_m + second.radius_m,
        course=float(geodesy.initial_course(start, end)) % 360.0,
        north=(float(north[0]), float(north[1])),
        crossing=None if crossing is None else float(crossing),
        route=np.asarray(geodesy.points(start, end, ROUTE_POINTS), dtype=float).reshape(-1, 2),
        others=(own, other),
        perhaps=len(doubtful),
        by_city=bool(pd.concat([frame["method"], around["method"]]).isin(BY_CITY).any()),
    )


def embassy_of(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator
) -> Embassy:
    """What a figure says of one mission: its course, its place, its neighbours."""
    region, exactness = row["region"], str(row["exactness"])
    shapes, quarter, drawing = _quarter(atlas, selection, row)
    told, position = ids_of(row["sources"]), atlas.position(row["id"], selection)
    ids = [source for source in position.sources if source in told] if position else []
    kind, sending, receiving, city = (
        str(row[name]) for name in ("kind", "sending", "receiving", "city")
    )
    tables = (atlas.dataset.table(name) for name in ("events", "positions", "heads"))
    uses = Counter(s for table in tables for r in table.of_mission(row["id"]) for s in r.sources)
    return Embassy(
        id=str(row["id"]),
        sending=sending,
        receiving=receiving,
        sure=row["certainty"] == Answer.YES,
        label=tr.label(kind, sending, receiving, city),
        short_label=(tr.capital(tr.kind(kind)), tr.of(sending)),
        place=city or tr.party(receiving),
        course=_course(atlas, selection, row, tr),
        brief=_finished(_status(str(row["status"]), tr), str(row["opened"]), row, tr),
        placed=tr.placed(row, quarter),
        position=(float(row["geometry"].x), float(row["geometry"].y)),
        radius_m=float(row["radius_m"]),
        exactness=exactness,
        is_point=exactness in POINTED,
        shapes=(region,) if region is not None and not shapes else shapes,
        quarter=quarter,
        neighbours=_neighbours(atlas, selection, row, tr),
        # Most cited by its events, positions and heads first
        sources=tuple(sorted(told, key=lambda one: (-uses[one], one))),
        placed_by=tuple(source_line(atlas, ids, tr, licences=False)[:2]),
        drawn_by=_drawn_later(atlas, selection, row["id"], drawing, tr),
    )


def _drawn_later(
    atlas: Atlas, selection: Selection, mission: str, also: list[str], tr: Translator
) -> tuple[str, ...]:
    """Sources later than the known-on day that drew what a mission is placed by, in words."""
    if selection.known_on is None:
        return ()
    drawn, table = atlas.placement(mission, selection)["drawn_by"], atlas.dataset.sources.by_id
    ids = [one for one in [*ids_of(drawn), *also] if one in table]
    late = [one for one in ids if atlas.publication.of([one]).possibly > selection.known_on_day]
    return tuple(source_line(atlas, late, tr, licences=False))


def _quarter(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any]
) -> tuple[tuple[Any, ...], str, list[str]]:
    """The district that a mission's positions name, or that holds it: outline, name, sources."""
    places = atlas.places(selection.but(**AROUND | {"receiving": (row["receiving"],)}))
    places = places[places["kind"] == "district"]
    named = {one.place for one in atlas.dataset.positions.of_mission(row["id"])}
    for place in sorted(places.to_dict("records"), key=lambda place: place["id"] not in named):
        shape, region = place["geometry"], row["region"]
        if not shape.geom_type.endswith("Polygon"):
            continue
        if shape.equals(region) if region is not None else shape.contains(row["geometry"]):
            name = re.split(r"[,(]", str(place["name"]))[0].strip() or str(place["name"])
            return (shape,), name, list(ids_of(place["sources"]))
    return (), "", []


def _neighbours(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator
) -> tuple[Neighbour, ...]:
    wide = selection.but(**AROUND | {"receiving": (row["receiving"],), "kinds": (), "sources": ()})
    day = selection.known_on_day
    placed = [one for one in atlas.dataset.positions.of_mission(row["id"]) if one.anchors]
    heard = [one for one in placed if atlas.publication.of(one.sources).possibly <= day]
    named = {anchor for one in heard for anchor in one.anchors}  # Later sources may locate them
    frame = atlas.missions(wide)
    certainty = dict(zip(frame["id"], frame["certainty"], strict=True))
    if vague := named - set(frame[_fine(frame)]["id"]):
        later = atlas.missions(wide.but(known_on=None, statuses=STATUSES))
        # No distance is measured from the middle of a city that stands in for a hidden point.
        later = later[later["id"].isin(vague) & ~later["method"].isin(BY_CITY)]
        frame = pd.concat([frame[~frame["id"].isin(vague)], later], ignore_index=True)
    frame = frame[frame["id"] != row["id"]]
    frame = frame[frame["id"].isin(named) | _fine(frame)]
    if not len(frame):
        return ()
    points = lonlat_of(frame)
    here = np.broadcast_to([row["geometry"].x, row["geometry"].y], points.shape)
    metres = np.asarray(geodesy.distance(here, points), dtype=float)
    certainty = {**dict(zip(frame["id"], frame["certainty"], strict=True)), **certainty}
    rows = zip(frame["id"], frame["sending"], points.tolist(), metres.tolist(), strict=True)
    found = [
        Neighbour(id, tr.party(code), (lon, lat), far, id in named, certainty[id] == Answer.YES)
        for id, code, (lon, lat), far in rows
        if far <= REACH_M
    ]
    return tuple(sorted(found, key=lambda one: (not one.named, one.distance_m, one.id)))


def _fine(missions: pd.DataFrame) -> pd.Series:
    """Which missions are known well enough to stand among an embassy's neighbours."""
    coarse = missions["radius_m"] > FINEST_NEIGHBOUR_M
    return missions["exactness"].isin([*POINTED, "words"]) & ~coarse


def _course(atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator) -> str:
    """The status of a mission, since when, and according to whom."""
    status, opened = str(row["status"]), str(row["opened"])
    said = _status(status, tr)
    event = _set_by(atlas, selection, str(row["id"]), status)
    if event is None:
        if row["closed"]:
            said = tr("figure.course.closed", said=said, when=tr.when(row["closed"]))
        return _finished(said, opened, row, tr)
    sense, date, last = event.sense, event.date, event.days.last
    many = date.startswith("[") and ".." in date
    if sense in ("on", "by") and many and last <= selection.as_of_day:
        sense = "by"  # One of many past days: only the last is given
    if sense == "by" and last != dates.LAST:
        date = dt.date.fromordinal(last).isoformat()
    opening = status == "open" and event.kind in ("opened", "reopened")
    opened = "" if opening and opened == event.date else opened
    looked = only_looked(event, atlas.publication)
    when = tr.no_later(event.date) if looked else tr.when(date, sense)
    if event.kind == "unconfirmed":
        key, when = "unconfirmed", tr.when(event.date)
    elif opening:
        key = "opening"
    elif event.kind == "preparation" or ENGLISH.event(event.kind) == ENGLISH.status(status):
        key = "same_so" if sense == "attested" else "same"
    else:
        key = "event"
    said = tr(f"figure.course.{key}", status=said, event=tr.event(event.kind), when=when)
    by = _who(atlas, selection, event, tr)
    return _finished(f"{said} ({by})" if by else said, opened, row, tr)


def _status(status: str, tr: Translator) -> str:
    return tr("map.status.unknown") if status == "unknown" else tr.status(status)


def _finished(said: str, opened: str, row: Mapping[str, Any], tr: Translator) -> str:
    if opened:
        said = tr("figure.course.opened", said=said, when=tr.when(opened))
    if row["certainty"] != Answer.YES:
        said = tr("card.value.perhaps", what=said)
    return tr.capital(said)


def _who(atlas: Atlas, selection: Selection, event: Event, tr: Translator) -> str:
    """Who says that an event happened: "Russian embassy in Pyongyang, through Chernaya Kobra"."""
    day, table = selection.known_on_day, atlas.dataset.sources.by_id
    rows = [table[one] for one in event.sources if atlas.publication.of([one]).possibly <= day]
    publisher = (rows[0].publisher or rows[0].title).partition(" (")[0] if rows else ""
    author = re.sub(r", (?=[a-z])[^,]*$", "", event.attributed_to)
    if author and publisher and author != publisher:
        return tr("figure.course.through", author=author, publisher=publisher)
    return author or publisher


def _set_by(atlas: Atlas, selection: Selection, mission: str, status: str) -> Event | None:
    """The event that began the status: the first of the last run of events that give it."""
    events = atlas.dataset.events.of_mission(mission)
    heard = followed(events, atlas.publication, selection.known_on_day)
    ordered = sorted(heard, key=lambda one: (one.days.last, one.days.first))
    found = None
    for row in reversed([one for one in ordered if one.days.first <= selection.as_of_day]):
        if row.status == status:
            found = row
        elif found is not None:
            break
    return found


def _degrees(value: float, axis: str, tr: Translator) -> str:
    """A latitude or longitude in words: "77.5° N"."""
    side = {"lat": ("north", "south"), "lon": ("east", "west")}[axis][value < 0]
    return tr(f"figure.degrees.{side}", degrees=tr.number(abs(value), 1))


def kilometres(metres: float, tr: Translator) -> str:
    """A length in whole kilometres: "14,370 km"; that it is not known where it is not a number."""
    if math.isnan(metres):
        return tr("figure.row.distance_unknown")
    return f"{tr.number(metres / 1_000.0)} km"


def rows_of(pair: Pair, as_of: str, known_on: str, tr: Translator = ENGLISH) -> list[Row]:
    """The rows of the figure's table."""
    first, second = pair.ends
    apart, slack = kilometres(pair.distance_m, tr), pair.slack_m
    if not math.isnan(pair.distance_m):
        key = "unverified" if math.isnan(slack) else "value"
        most = "" if math.isnan(slack) else tr.number(max(1.0, slack / 1_000))
        apart = tr(f"figure.row.distance_{key}", distance=apart, slack=most)
    crossing = tr("figure.row.not_crossed")
    if pair.crossing is not None:
        crossing = _degrees(pair.crossing, "lat", tr)
    lat, lon = _degrees(pair.north[1], "lat", tr), _degrees(pair.north[0], "lon", tr)
    bearing = tr("figure.row.course_value", degrees=f"{pair.course:.0f}", place=first.place)
    return [
        Row(tr("figure.row.distance"), apart, 2),
        Row(tr("figure.row.course"), bearing),
        Row(tr("figure.row.north"), f"{lat}, {lon}"),
        Row(tr("figure.row.crossing"), crossing),
        *(Row(end.label, said_of(end, tr), MOST_LINES) for end in (second, first)),
        Row(tr("figure.row.days"), tr("figure.row.days_value", as_of=as_of, known=known_on), 3),
    ]


def said_of(end: Embassy, tr: Translator) -> str:
    """What is said of a mission: its course, its place, and who gives them."""
    said = [f"{end.course}.", end.placed]
    if end.placed_by:
        said.append(tr("figure.position", sources=tr.listed(list(end.placed_by))))
    if end.drawn_by:
        named = any(one.named for one in end.neighbours)
        key = "figure.drawn.quarter_and_neighbours" if named else "figure.drawn.quarter"
        said.append(tr(key, sources=tr.listed(list(end.drawn_by))))
    return " ".join(said)


def pair_in_words(pair: Pair, as_of: str, known: str, tr: Translator = ENGLISH) -> str:
    """What the figure shows, for a reader who does not see it."""
    values = {end: one.label for end, one in zip(("first", "second"), pair.ends, strict=True)}
    far, north = kilometres(pair.distance_m, tr), _degrees(pair.north[1], "lat", tr)
    days = {"as_of": as_of, "known": known}
    said = [tr("figure.alt.pair", distance=far, north=north, **values, **days)]
    said += [inset_text(end, tr) for end in pair.ends]
    if pair.perhaps:
        said.append(tr("figure.alt.perhaps", count=pair.perhaps))
    return " ".join(said)


def inset_text(end: Embassy, tr: Translator = ENGLISH) -> str:
    """Alternative text of an inset."""
    values = {"mission": end.label, "course": end.course, "placed": end.placed}
    said = tr("figure.alt.inset", quarter=end.quarter or end.place, **values)
    named = [one for one in end.neighbours if one.named and end.is_point]
    near = [tr("figure.alt.near", distance=tr.metres(n.distance_m), name=n.name) for n in named]
    return f"{said} {tr('figure.alt.beside', neighbours=tr.listed(near))}" if near else said
