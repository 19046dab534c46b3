"""What a selection shows as tables, a layer each, with columns for people.

Missions carry names beside codes, their place, address and website, and of each source its title
and address. Lists are joined with ``|``; of sources, the lists beside ``sources`` are in its order,
a blank where nothing is known, and a ``|`` of their own is written ``¦`` (in addresses ``%7C``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import dates, geodesy, i18n
from geo.atlas import Atlas, relation_lines
from geo.atlas.columns import CITED, MISSIONS
from geo.dataset import Claim, ids_of
from geo.errors import InvalidSelection, quoted
from geo.evidence import resolve
from geo.selection import Selection
from geo.vocabulary import columns_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# The columns of the layer ``missions``, in all formats; a geometry stands for the coordinates
COLUMNS: Final = columns_of("exported-missions")
# Layer -> its columns and what they mean
LAYERS: Final[dict[str, dict[str, str]]] = {
    "missions": COLUMNS,
    "regions": columns_of("regions"),
    "lines": relation_lines.COLUMNS,
    "places": columns_of("places"),
    "sources": columns_of("sources"),
}
_DISC_VERTICES: Final = 64
_LEAST_M: Final = 0.01
_MOST_M: Final = 19_900_000.0


def checked(layer: str) -> str:
    """The name of a layer; InvalidSelection where there is none of this name."""
    if layer not in LAYERS:
        raise InvalidSelection(
            f"Unknown layer {quoted(layer)}. The layers are: {', '.join(LAYERS)}."
        )
    return layer


class Frames:
    """What a selection shows, layer by layer, each made when it is first asked for."""

    def __init__(
        self, atlas: Atlas, selection: Selection | None = None, language: str = "en"
    ) -> None:
        self.atlas = atlas
        self.selection = selection or Selection()
        self.tr = i18n.tr(language)
        chosen = self.selection
        self.as_of = (dates.day_of(chosen.as_of) if chosen.as_of else dates.today()).isoformat()
        self.known_on = dates.day_of(chosen.known_on).isoformat() if chosen.known_on else ""

    def layer(self, name: str) -> Any:
        """A layer by its name."""
        return getattr(self, name)

    @cached_property
    def _shown(self) -> gpd.GeoDataFrame:
        return self.atlas.missions(self.selection, regions=True)

    @cached_property
    def missions(self) -> gpd.GeoDataFrame:
        """The missions, with :data:`COLUMNS` and a point of at most seven decimals."""
        return self.with_columns(self._shown)

    def with_columns(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Missions of the atlas with :data:`COLUMNS`."""
        import geopandas as gpd
        import pandas as pd

        tr, ids = self.tr, frame["id"].tolist()
        told: dict[str, Any] = {name: frame[name].tolist() for name in MISSIONS if name in frame}
        records = self.atlas.dataset.missions.by_id
        if tr.language != "en":
            ends = ("id", "kind", "sending", "receiving", "city")
            named = zip(*(told[name] for name in ends), strict=True)
            told["name"] = [records[id].name or tr.label(*label) for id, *label in named]
        for side in ("sending", "receiving"):
            told[f"{side}_name"] = list(map(cache(tr.party), told[side]))
        places, held = self._places_of(ids), self.atlas.mission_filter
        told["place"] = [one.name if one else "" for one in places]
        told["place_kind"] = [one.kind if one else "" for one in places]
        rows = held.seen.last(self.selection.as_of_day, self.selection.known_on_day)
        seen = rows[np.array([held.numbers[id] for id in ids], dtype=int)].tolist()
        what = held.seen.columns["what"]
        told["last_seen_as"] = [what[row] if row >= 0 else "" for row in seen]
        told["longitude"] = np.round(frame.geometry.x.to_numpy(), 7) + 0.0
        told["latitude"] = np.round(frame.geometry.y.to_numpy(), 7) + 0.0
        told["wikidata"] = [records[id].wikidata for id in ids]
        for name in ("address", "website"):
            told[name] = self._claimed(ids, name)
        told["sources"] = _cited(frame)
        for name, column in CITED.items():
            told[name] = list(map(cache(partial(self._of_sources, column)), told["sources"]))
        told["licences"] = list(map(cache(self.licences), told["sources"]))
        told["as_of"] = [self.as_of] * len(ids)
        told["known_on"] = [self.known_on] * len(ids)
        texts = {*COLUMNS} - {"radius_m", "off_m", "longitude", "latitude"}
        told |= {name: pd.Series(told[name], dtype=object) for name in texts}
        table = pd.DataFrame({name: told[name] for name in COLUMNS})
        points = gpd.points_from_xy(told["longitude"], told["latitude"], crs="OGC:CRS84")
        return gpd.GeoDataFrame(table, geometry=points)

    def _places_of(self, ids: Sequence[str]) -> list[Any]:
        data, held = self.atlas.dataset, self.atlas.mission_filter
        drawn = held.intervals[1]["position"][held.state(self.selection).placement]
        positions = [data.positions.by_id.get(drawn[held.numbers[id]]) for id in ids]
        return [data.places.by_id.get(one.place) if one else None for one in positions]

    def _claimed(self, ids: Iterable[str], name: str) -> list[str]:
        """What the sources give for a property of each mission, as the rule of evidence has it."""
        found: dict[str, list[Claim]] = {}
        day, index = self.selection.known_on_day, self.atlas.publication
        for claim in self.atlas.dataset.claims:
            used = claim.property == name and claim.rank != "deprecated"
            if used and index.of([claim.source]).possibly <= day:
                found.setdefault(claim.subject, []).append(claim)
        values = {
            id: (claims[0].value,) if len(claims) == 1 else resolve(claims, index).values
            for id, claims in found.items()
        }
        return ["|".join(values.get(id, ())) for id in ids]

    def _of_sources(self, column: str, ids: str) -> str:
        known, other = self.atlas.dataset.sources.by_id, "%7C" if column == "url" else "¦"
        return "|".join(known[id][column].replace("|", other) for id in ids_of(ids))

    def licences(self, ids: str) -> str:
        """The licences of the data of sources, joined with ``|``."""
        known = self.atlas.dataset.sources.by_id
        return "|".join(sorted({known[id].licence for id in ids_of(ids)} - {""}))

    @cached_property
    def regions(self) -> gpd.GeoDataFrame:
        """The area of each mission: the outline of its place, or the disc of its radius."""
        import geopandas as gpd

        frame = self._shown
        outlines = frame["region"].to_numpy(dtype=object, na_value=None)
        drawn = np.array([one is not None and not one.is_empty for one in outlines], dtype=bool)
        radii = frame["radius_m"].to_numpy(dtype=float)
        round_ = ~drawn & (radii >= _LEAST_M)
        areas = np.array(np.where(drawn, outlines, None), dtype=object)
        centres = np.column_stack([frame.geometry.x, frame.geometry.y])[round_]
        reach = np.minimum(radii[round_], _MOST_M)
        areas[round_] = geodesy.discs(centres.reshape(-1, 2), reach, _DISC_VERTICES)
        kept, names = drawn | round_, [name for name in LAYERS["regions"] if name != "geometry"]
        table = frame.loc[kept, [name for name in names if name in frame]]
        table = table.rename(columns={"id": "mission"}).reset_index(drop=True)
        table["id"] = "region:" + table["mission"].astype(object)
        table["shape"] = np.where(drawn, "outline", "disc")[kept]
        return gpd.GeoDataFrame(table[names], geometry=list(areas[kept]), crs="OGC:CRS84")

    @cached_property
    def lines(self) -> gpd.GeoDataFrame:
        """The lines of the map, see :func:`geo.atlas.relation_lines.lines`."""
        return relation_lines.lines(self.atlas, self.selection)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The drawn places."""
        frame, records = self.atlas.places(self.selection), self.atlas.dataset.places.by_id
        frame["radius_m"] = np.array([records[id].radius_m for id in frame["id"]], dtype=float)
        return frame[list(LAYERS["places"])]

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources that any of these missions cites."""
        cited = {id for text in set(_cited(self._shown)) for id in ids_of(text)}
        frame = self.atlas.dataset.frame("sources")
        return frame.loc[frame["id"].isin(cited), list(LAYERS["sources"])].reset_index(drop=True)


def _cited(frame: pd.DataFrame) -> list[str]:
    """The sources of each mission, that of its last evidence with them."""
    pairs = zip(frame["sources"], frame["last_source"], strict=True)
    told = ((ids_of(ids), ids_of(last)) for ids, last in pairs)
    return ["|".join(ids if {*ids} >= {*last} else sorted({*ids, *last})) for ids, last in told]
