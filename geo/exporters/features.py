"""What is shown as GeoJSON: missions, their regions, lines and places, all with sources."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from geo import basemap, geodesy, parties
from geo.atlas import relation_lines
from geo.atlas.columns import MISSIONS
from geo.dataset import ids_of
from geo.exporters.rfc7946 import Feature, collection, shaped
from geo.provenance import sealed
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas import Atlas
    from geo.dataset import Claim, Coverage, Event, Position, Relation

LAYERS: Final[dict[str, str]] = {
    "mission": "a mission, drawn as a point; it is within radius_m of it, or in its region; "
    "radius_m is null where not known, see exactness",
    "region": "the area of a mission: the outline of its place, or the disc of its radius_m",
    "line": "a line of the map, of the type in kind; start and end are ids of missions, "
    "of which one may be outside the selection",
    "place": "a place that sources name",
}
"""Value of the property ``layer`` -> what the feature is."""

_DISC_VERTICES: Final = 64
_LEAST_M: Final = 0.01
_MOST_M: Final = 19_900_000.0
_PLACE_COLUMNS: Final = ("id", "name", "kind", "state", "city", "radius_m", "derivation", "sources")

Said = Mapping[tuple[str, str], str]


def geojson(atlas: Atlas, selection: Selection | None = None) -> bytes:
    """What a selection shows, as GeoJSON after RFC 7946.

    Features in this order, each kind by id: missions as points with every column of
    :data:`geo.atlas.columns.MISSIONS`; the region of each (``region:<mission>``), a disc where
    it has no outline; the lines of :func:`geo.atlas.relation_lines.lines`; the drawn places. The
    property ``layer`` says which. Blank texts are null. ``sources`` is a list of
    objects: id, publisher, title, published (EDTF), url, attributed_to. The foreign
    member ``metadata`` says what was asked for, when it holds, and under which licence.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection; None shows all but closed missions as of today.

    Returns
    -------
    bytes
        UTF-8; the same for the same dataset, selection and as-of day.

    Raises
    ------
    InvalidGeometry
        A place is drawn in a way that GeoJSON cannot hold.

    Examples
    --------
    >>> import geo
    >>> import json
    >>> atlas = geo.Atlas.open()
    >>> data = json.loads(geo.geojson(atlas, geo.Selection(among=("VEN", "PRK"))))
    >>> data['type']
    'FeatureCollection'
    """
    chosen = selection or Selection()
    missions = atlas.missions(chosen, regions=True)
    citing = _Citing(atlas)
    features = [
        *_missions(missions, citing),
        *_regions(missions),
        *_lines(relation_lines.lines(atlas, chosen), citing),
        *_places(atlas, atlas.places(chosen), citing),
    ]
    made = collection(features, _metadata(atlas, chosen, features, citing))
    return sealed(made, "json", "geojson", atlas, chosen)


class _Citing:
    """Ids of sources as objects; remembers which sources were cited."""

    def __init__(self, atlas: Atlas) -> None:
        self._records = atlas.dataset.sources.by_id
        self._said = _attributions(atlas)
        self.cited: set[str] = set()

    def __call__(self, ids: str, subjects: Iterable[str]) -> list[dict[str, str | None]]:
        about = [subject for subject in subjects if subject]
        return [self._one(id, about) for id in ids_of(ids)]

    def _one(self, id: str, subjects: Sequence[str]) -> dict[str, str | None]:
        self.cited.add(id)
        record: Mapping[str, str] = self._records.get(id, {})
        said = {self._said[s, id] for s in subjects if (s, id) in self._said}
        named = {key: record.get(key) or None for key in ("publisher", "title", "published", "url")}
        return {"id": id, **named, "attributed_to": "; ".join(sorted(said)) or None}

    def licences(self) -> dict[str, list[str]]:
        """Licence of a cited source's data -> ids of those sources."""
        found: dict[str, list[str]] = {}
        for id in sorted(self.cited):
            if (record := self._records.get(id)) and record.licence:
                found.setdefault(record.licence, []).append(id)
        return dict(sorted(found.items()))


def _attributions(atlas: Atlas) -> Said:
    """Subject and source -> whom the source names for what it says of the subject."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    data, pair_id = atlas.dataset, relation_lines.pair_id
    told: list[tuple[Event | Position | Relation | Coverage | Claim, tuple[str, ...]]] = [
        *((one, (one.id, one.mission)) for one in data.events),
        *((one, (one.id, one.mission)) for one in data.positions),
        *((one, (one.id, pair_id(one.a, one.b))) for one in data.relations),
        *((one, (one.id,)) for one in data.coverage),
        *((one, (one.subject,)) for one in data.claims),
    ]
    for record, subjects in told:
        for key in product(subjects, record.sources) if record.attributed_to else ():
            found[key].add(record.attributed_to)
    return {key: "; ".join(sorted(names)) for key, names in found.items()}


def _missions(frame: gpd.GeoDataFrame, citing: _Citing) -> list[Feature]:
    columns = [name for name in MISSIONS if name != "geometry"]
    return [
        Feature(row["id"], point, _properties("mission", row, citing, [row["id"]]))
        for row, point in zip(_rows(frame, columns), shaped(frame.geometry), strict=True)
    ]


def _regions(frame: gpd.GeoDataFrame) -> list[Feature]:
    outlines: list[BaseGeometry | None] = []
    shapes: list[str] = []
    for point, region, radius_m in zip(
        frame.geometry, frame["region"], frame["radius_m"], strict=True
    ):
        drawn = region is not None and not region.is_empty
        shapes.append("outline" if drawn else "disc")
        outlines.append(region if drawn else _disc(point, radius_m))
    found = []
    rows = _rows(frame, ["id", "radius_m", "method", "exactness", "city", "receiving"])
    for row, shape, outline in zip(rows, shapes, shaped(outlines), strict=True):
        if outline is not None:
            mission = row.pop("id")
            given = {"id": f"region:{mission}", "mission": mission, "shape": shape, **row}
            found.append(Feature(given["id"], outline, {"layer": "region", **given}))
    return found


def _disc(point: BaseGeometry, radius_m: float) -> BaseGeometry | None:
    if not radius_m >= _LEAST_M:
        return None
    return geodesy.disc((point.x, point.y), min(radius_m, _MOST_M), vertices=_DISC_VERTICES)


def _lines(frame: gpd.GeoDataFrame, citing: _Citing) -> list[Feature]:
    columns = [name for name in relation_lines.COLUMNS if name != "geometry"]
    found = []
    for row, line in zip(_rows(frame, columns), shaped(frame.geometry), strict=True):
        subjects = [row["id"], row["id"].partition(":")[2], row["start"], row["end"]]
        found.append(Feature(row["id"], line, _properties("line", row, citing, subjects)))
    return found


def _places(atlas: Atlas, frame: gpd.GeoDataFrame, citing: _Citing) -> list[Feature]:
    found, records = [], atlas.dataset.places.by_id
    for row, geometry in zip(_rows(frame, _PLACE_COLUMNS), shaped(frame.geometry), strict=True):
        row["radius_m"] = records[row["id"]].radius_m
        found.append(Feature(row["id"], geometry, _properties("place", row, citing, [row["id"]])))
    return found


def _rows(frame: gpd.GeoDataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    values = zip(*(frame[name].tolist() for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def _properties(
    layer: str, row: Mapping[str, Any], citing: _Citing, subjects: Iterable[str]
) -> dict[str, object]:
    given = {key: None if value == "" else value for key, value in row.items()}
    given["sources"] = citing(row["sources"], subjects)
    return {"layer": layer, **given}


def _metadata(
    atlas: Atlas, chosen: Selection, features: Sequence[Feature], citing: _Citing
) -> dict[str, object]:
    counts = dict.fromkeys(LAYERS, 0)
    for feature in features:
        counts[str(feature.properties["layer"])] += 1
    hidden = atlas.hidden(chosen)
    own = atlas.dataset.own
    return {
        "title": own.get("title"),
        "version": own.get("version"),
        "selection": chosen.to_query(),
        "as_of": dt.date.fromordinal(chosen.as_of_day).isoformat(),
        "known_on": None
        if chosen.known_on is None
        else dt.date.fromordinal(chosen.known_on_day).isoformat(),
        "pack_sha256": atlas.dataset.sha256,
        "layers": LAYERS,
        "features": counts,
        "not_shown": hidden.reasons,
        "shown_as_perhaps": hidden.perhaps,
        "shown_on_undated_sources": hidden.on_undated_sources,
        "shown_as_undated": hidden.undated_shown,
        **atlas.currency(chosen),
        "licences": own.get("licenses", []),
        "licences_of_sources": citing.licences(),
        "credit": f"{basemap.CREDIT}. {parties.CREDIT}",
        "boundaries": basemap.BOUNDARIES,
    }
