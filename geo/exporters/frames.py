"""What a selection shows as tables, a layer each, with columns for people.

Missions carry names beside codes, their place, address and website, and of each source its title
and address. Lists are joined with ``|``; of sources, the lists beside ``sources`` are in its order,
a blank where nothing is known, and a ``|`` of their own is written ``¦`` (in addresses ``%7C``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import dates, geodesy, i18n
from geo.atlas import Atlas, relation_lines
from geo.atlas.columns import CITED, MISSIONS
from geo.dataset import Claim, Source, ids_of
from geo.evidence import resolve
from geo.selection import Selection
from geo.vocabulary import columns_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

COLUMNS: Final = columns_of("exported-missions")
"""The columns of the layer ``missions``, in all formats; a geometry stands for the coordinates."""

REGIONS: Final = columns_of("regions")
PLACES: Final = columns_of("places")
SOURCES: Final = columns_of("sources")
LAYERS: Final[dict[str, dict[str, str]]] = {
    "missions": COLUMNS,
    "regions": REGIONS,
    "lines": relation_lines.COLUMNS,
    "places": PLACES,
    "sources": SOURCES,
}
"""Layer -> its columns and what they mean."""

_DISC_VERTICES: Final = 64
_LEAST_M: Final = 0.01
_MOST_M: Final = 19_900_000.0


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

    def layer(self, name: str) -> pd.DataFrame:
        """A layer by its name."""
        found: pd.DataFrame = getattr(self, name)
        return found

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
            told[f"{side}_name"] = _each(told[side], tr.party)
        told["place"], told["place_kind"] = self._places_of(ids)
        seen = self.atlas.mission_filter.seen
        rows = seen.last(self.selection.as_of_day, self.selection.known_on_day)
        numbers = np.array([self.atlas.mission_filter.numbers[id] for id in ids], dtype=int)
        told["last_seen_as"] = [seen.columns["what"][n] if n >= 0 else "" for n in rows[numbers]]
        told["longitude"] = np.round(frame.geometry.x.to_numpy(), 7) + 0.0
        told["latitude"] = np.round(frame.geometry.y.to_numpy(), 7) + 0.0
        told["wikidata"] = [records[id].wikidata for id in ids]
        for name in ("address", "website"):
            told[name] = self._claimed(ids, name)
        told["sources"] = _cited(frame)
        for name, column in CITED.items():
            told[name] = _each(told["sources"], partial(self._of_sources, column))
        told["licences"] = _each(told["sources"], self._licences)
        told["as_of"] = [self.as_of] * len(ids)
        told["known_on"] = [self.known_on] * len(ids)
        table = {
            name: told[name]
            if name in ("radius_m", "off_m", "longitude", "latitude")
            else pd.Series(told[name], dtype=object)
            for name in COLUMNS
        }
        points = gpd.points_from_xy(table["longitude"], table["latitude"], crs="OGC:CRS84")
        return gpd.GeoDataFrame(pd.DataFrame(table), geometry=points)

    def _places_of(self, ids: Sequence[str]) -> tuple[list[str], list[str]]:
        """Name and kind of the place that each mission is in; blank where it is in none."""
        data, held = self.atlas.dataset, self.atlas.mission_filter
        drawn = held.intervals[1]["position"][held.state(self.selection).placement]
        positions = [data.positions.by_id.get(drawn[held.numbers[id]]) for id in ids]
        places = [data.places.by_id.get(one.place) if one else None for one in positions]
        names = [place.name if place else "" for place in places]
        return names, [place.kind if place else "" for place in places]

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

    def _licences(self, ids: str) -> str:
        return licences(self.atlas.dataset.sources.by_id, ids)

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
        areas[round_] = geodesy.discs(
            centres.reshape(-1, 2), np.minimum(radii[round_], _MOST_M), _DISC_VERTICES
        )
        kept = drawn | round_
        table = frame.loc[kept, [name for name in REGIONS if name in frame and name != "geometry"]]
        table = table.rename(columns={"id": "mission"})
        table["id"] = "region:" + table["mission"].astype(object)
        table["shape"] = np.where(drawn, "outline", "disc")[kept]
        names = [name for name in REGIONS if name != "geometry"]
        return gpd.GeoDataFrame(
            table[names].reset_index(drop=True), geometry=list(areas[kept]), crs="OGC:CRS84"
        )

    @cached_property
    def lines(self) -> gpd.GeoDataFrame:
        """The lines of the map, see :func:`geo.atlas.relation_lines.lines`."""
        return relation_lines.lines(self.atlas, self.selection)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The drawn places."""
        frame, records = self.atlas.places(self.selection), self.atlas.dataset.places.by_id
        frame["radius_m"] = np.array([records[id].radius_m for id in frame["id"]], dtype=float)
        return frame[list(PLACES)]

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources that any of these missions cites."""
        cited = {id for text in set(_cited(self._shown)) for id in ids_of(text)}
        frame = self.atlas.dataset.frame("sources")
        return frame.loc[frame["id"].isin(cited), list(SOURCES)].reset_index(drop=True)


def _cited(frame: pd.DataFrame) -> list[str]:
    """The sources of each mission, that of its last evidence with them."""
    pairs = zip(frame["sources"], frame["last_source"], strict=True)
    told = ((ids_of(ids), ids_of(last)) for ids, last in pairs)
    return ["|".join(ids if {*ids} >= {*last} else sorted({*ids, *last})) for ids, last in told]


def licences(sources: Any, ids: str) -> str:
    """The licences of the data of sources, joined with ``|``."""
    known: dict[str, Source] = sources
    return "|".join(sorted({known[id].licence for id in ids_of(ids)} - {""}))


def _each(texts: Iterable[str], made: Callable[[str], str]) -> list[str]:
    """What is made of each text; of equal ones once."""
    known: dict[str, str] = {}
    found = []
    for text in texts:
        if text not in known:
            known[text] = made(text)
        found.append(known[text])
    return found
