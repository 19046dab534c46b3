"""An atlas: a dataset, opened. Missions, relations and places as a selection shows them."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import shapely

from geo import basemap, dates, parties
from geo.atlas import cache, columns
from geo.atlas.mission_filter import Hidden, MissionFilter, accredited_from, between_named, name_of
from geo.dataset import Coverage, Dataset, Mission, Place, Position, Relation, ids_of
from geo.errors import AtlasError, InvalidSelection, UnknownMission, quoted
from geo.evidence import PublicationIndex, validity
from geo.selection import Selection
from geo.vocabulary import CURRENT_YEARS, Answer

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


__all__ = ["Atlas", "Hidden", "columns"]

_Made = TypeVar("_Made")


class Atlas:
    """A dataset, opened.

    Use :meth:`open`. An atlas does not change; what it gives may be changed freely.

    Parameters
    ----------
    source
        The dataset.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> missions = atlas.missions(geo.Selection(sending=("VEN",), receiving=("PRK",)))
    >>> missions['city'].tolist()
    ['Pyongyang']
    """

    def __init__(self, source: Dataset) -> None:
        self.dataset = source
        self.publication = PublicationIndex.of_dataset(source)
        self.mission_filter = MissionFilter(source, self.publication)
        self._made: dict[Callable[[Atlas], object], object] = {}

    @classmethod
    def open(cls, path: str | Path | None = None) -> Atlas:
        """Open a dataset.

        Parameters
        ----------
        path
            Folder of the dataset; None for the bundled one.

        Returns
        -------
        Atlas
            The atlas.

        Raises
        ------
        DatasetMissing
            There is no such folder, or no dataset in it.
        DatasetFaulty
            The dataset has errors; all of them at once.
        """
        return cls(cache.opened(path))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table ``sources``, indexed by id."""
        return self.dataset.frame("sources").set_index("id", drop=False)

    @property
    def status_intervals(self) -> pd.DataFrame:
        """Status of every mission on both clocks, see :func:`geo.evidence.status_intervals`."""
        return self.mission_filter.status_intervals

    @property
    def placements(self) -> pd.DataFrame:
        """Position of every mission on both clocks, see :func:`geo.evidence.placements`."""
        return self.mission_filter.placements

    def once(self, made: Callable[[Atlas], _Made]) -> _Made:
        """What a function makes of this atlas; made at the first call."""
        if made not in self._made:
            self._made[made] = made(self)
        return cast("_Made", self._made[made])

    def name_of(self, mission: Mapping[str, str]) -> str:
        """The name of a mission: its own, else kind, sending state and city in English."""
        return name_of(mission)

    def mission(self, mission_id: str) -> Mission:
        """The record of the table ``missions`` with an id.

        Raises
        ------
        UnknownMission
            No mission has this id; candidates are named.
        """
        mission = self.dataset.missions.by_id.get(mission_id)
        if mission is not None:
            return mission
        found = self.mission_filter.index.missions(mission_id) if parties.fold(mission_id) else ()
        near = [self.dataset.missions[number].id for number in np.flatnonzero(found).tolist()]
        like = f"Did you mean {', '.join(near[:5])}?"
        hint = like if near else "Run embassy-atlas list to see the ids."
        raise UnknownMission(f"unknown mission {quoted(mission_id)}. {hint}", near)

    def not_in_dataset(self, selection: Selection) -> list[AtlasError]:
        """The sources and cities of a selection that no row names, each as an error, not raised."""
        known, cities = self.dataset.sources.by_id, self._cities if selection.cities else {}
        sources = [one for one in selection.sources if one not in known]
        unknown = [one for one in selection.cities if parties.fold(one) not in cities]
        found = [_missing("source", one, known) for one in sources]
        return [*found, *(_missing("city", one, cities.values()) for one in unknown)]

    @cached_property
    def _cities(self) -> dict[str, str]:
        """The cities that the missions stand in, as compared -> as the dataset has them."""
        return {parties.fold(one.city): one.city for one in self.dataset.missions}

    def missions(
        self, selection: Selection | None = None, *, regions: bool = False
    ) -> gpd.GeoDataFrame:
        """The missions that a selection shows.

        Parameters
        ----------
        selection
            The selection; None shows all but closed missions as of today.
        regions
            Whether to add a column ``region`` of outlines: where a mission is, None where
            that is a disc. A file holds one geometry a row: without them, ``to_file`` writes it.

        Returns
        -------
        geopandas.GeoDataFrame
            One row a mission in the order of their ids, with the columns of
            :data:`geo.atlas.columns.MISSIONS`; CRS84, longitude first.
        """
        import geopandas as gpd
        import pandas as pd

        chosen, held = selection or Selection(), self.mission_filter
        state = held.state(chosen)
        shown = np.flatnonzero(state.shown)
        told, placed = held.intervals
        where = {name: column[state.placement[shown]] for name, column in placed.items()}
        last = held.seen.last(chosen.as_of_day, chosen.known_on_day)[shown].tolist()
        heard, known = held.heard(chosen.known_on_day), where["sources"].tolist()
        table: dict[str, Any] = {
            **{name: column[shown] for name, column in held.columns.items()},
            **{name: column[state.status_interval[shown]] for name, column in told.items()},
            **where,
            "name": held.columns["called"][shown],
            "sources": [_joined(heard[n], k) for n, k in zip(shown.tolist(), known, strict=True)],
        }
        for name, of in (("last_evidence", "date"), ("last_source", "source")):
            column = held.seen.columns[of]
            table[name] = [column[row] if row >= 0 else "" for row in last]
        points = shapely.points(where["longitude"].astype(float), where["latitude"].astype(float))
        names = [name for name in columns.MISSIONS if name in table]
        cells = pd.DataFrame({name: table[name] for name in names}, dtype=object)
        frame = gpd.GeoDataFrame(cells, geometry=points, crs="OGC:CRS84")[list(columns.MISSIONS)]
        for name in ("radius_m", "off_m"):
            frame[name] = frame[name].astype(float)
        if regions:
            outlines = [self._region(place) for place in where["place"]]
            frame["region"] = gpd.GeoSeries(outlines, index=frame.index, crs="OGC:CRS84")
        return frame.sort_values("id", ignore_index=True)

    def position(self, mission_id: str, selection: Selection) -> Position | None:
        """The record of the table ``positions`` by which a mission is drawn on the two days.

        None where it is drawn in its city, or somewhere in its receiving state.
        """
        return self.dataset.positions.by_id.get(self.placement(mission_id, selection)["position"])

    def placement(self, mission_id: str, selection: Selection) -> dict[str, Any]:
        """How a mission is drawn on the two days: the columns of :attr:`placements`."""
        number = self.mission_filter.numbers[mission_id]
        row = self.mission_filter.state(selection).placement[number]
        return {name: column[row] for name, column in self.mission_filter.intervals[1].items()}

    def place_named(self, mission_id: str, selection: Selection) -> str:
        """Name of the place by which a mission is drawn; blank for none."""
        position = self.position(mission_id, selection)
        place = self.dataset.places.by_id.get(position.place) if position else None
        return place.name if place else ""

    def hidden(self, selection: Selection | None = None) -> Hidden:
        """What a selection leaves out for its dates or statuses, counted."""
        return self.mission_filter.hidden(selection or Selection())

    def last_seen_as(self, selection: Selection, mission_id: str) -> str:
        """What the last evidence of a mission is: a kind of event, ``head``, or blank for none."""
        last = self.mission_filter.seen.last(selection.as_of_day, selection.known_on_day)
        row = last[self.mission_filter.numbers[mission_id]]
        return str(self.mission_filter.seen.columns["what"][row]) if row >= 0 else ""

    def currency(self, selection: Selection | None = None) -> dict[str, Any]:
        """How recent the evidence for the shown missions is.

        ``last_confirmed`` is the last day on which a source shows any of them (ISO text, blank
        for none); ``older_evidence``, how many are based on evidence older than
        :data:`geo.vocabulary.CURRENT_YEARS` years or without a day; those that are only shown
        as undated are left out.
        """
        chosen, held = selection or Selection(), self.mission_filter
        state = held.state(chosen)
        rows = held.seen.last(chosen.as_of_day, chosen.known_on_day)[state.shown & ~state.undated]
        days = held.seen.columns["day"][rows[rows >= 0]]
        recent = int(np.sum(days > chosen.as_of_day - dates.years(CURRENT_YEARS)))
        latest = dt.date.fromordinal(int(days.max())).isoformat() if len(days) else ""
        return {"last_confirmed": latest, "older_evidence": len(rows) - recent}

    def relations(self, selection: Selection | None = None) -> pd.DataFrame:
        """The events between the parties that a selection names, accreditations with them.

        Parameters
        ----------
        selection
            The selection; its kinds, statuses, cities, text and box are for missions
            and are not looked at.

        Returns
        -------
        pandas.DataFrame
            One row a relation, by date, with the columns of :data:`geo.atlas.columns.RELATIONS`;
            those that had not begun on the as-of day, accreditations that were over, and
            what no source had reported by the known-on day, are left out.
        """
        import pandas as pd

        chosen, found = selection or Selection(), []
        as_of, known_on = chosen.as_of_day, chosen.known_on_day
        for one in self._relations:
            if not between_named(chosen, one.a, one.b, one.third):
                continue
            known = self.publication.of(one.sources).possibly <= known_on
            answer = validity(one.date, one.sense, one.kind == "accreditation").on(as_of)
            if known and answer is not Answer.NO:
                found.append({**one, "certainty": str(answer)})
        frame = pd.DataFrame(found, columns=list(columns.RELATIONS), dtype=object)
        first, _ = dates.ordinals([date or "9999" for date in frame["date"]])
        order = np.lexsort((frame["id"].to_numpy(dtype=str), first))
        return frame.iloc[order].reset_index(drop=True)

    def places(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """The drawn places of the states that a selection names; all where it names none.

        Returns
        -------
        geopandas.GeoDataFrame
            Columns id, name, kind, state, city, radius_m, derivation, sources and geometry;
            CRS84, longitude first.
        """
        frame = self.dataset.drawn_places
        ids = [one.id for one in self.drawn(selection or Selection())]
        return frame[frame["id"].isin(ids)].reset_index(drop=True)

    def drawn(self, chosen: Selection) -> list[Place]:
        """The records of the places that :meth:`places` gives, in the order of the table."""
        codes = {*chosen.states, *chosen.among, *chosen.sending, *chosen.receiving}
        known_on = chosen.known_on_day
        return [
            one
            for one in self.dataset.places
            if one.id in self._regions
            and (not codes or one.state in codes)
            and (chosen.known_on is None or self.publication.of(one.sources).possibly <= known_on)
        ]

    def _region(self, place: str) -> shapely.Geometry | None:
        if place in self._regions:
            return self._regions[place]
        return basemap.state_shape(place) if place else None

    @cached_property
    def _regions(self) -> dict[str, shapely.Geometry]:
        frame = self.dataset.drawn_places
        drawn = frame[frame.geometry.notna()]
        return dict(zip(drawn["id"], drawn.geometry, strict=True))

    @cached_property
    def _relations(self) -> list[Relation]:
        """The relations, and each accreditation from elsewhere as one."""
        covered = (one for one in self.dataset.coverage if one.face == "covered")
        return [*self.dataset.relations, *map(self._accreditation, covered)]

    def _accreditation(self, record: Coverage) -> Relation:
        city, third = accredited_from(self.dataset, record)
        title = f"Accredited from {city or 'elsewhere'}"
        cells = {"kind": "accreditation", "third": third, "title": title, "place": city}
        same = {"id": "id", "a": "sending", "b": "receiving", "date": "valid", "sense": "sense"}
        same |= {"detail": "reason", "sources": "sources"}
        return Relation.of({name: record[column] for name, column in same.items()} | cells)


@lru_cache(maxsize=4_096)
def _joined(told: frozenset[str], placed: str) -> str:
    return "|".join(sorted(told | set(ids_of(placed))))


def _missing(what: str, text: str, names: Iterable[str]) -> InvalidSelection:
    """An error for what the dataset lacks, with the names that hold all words of the text."""
    words_of = parties.fold(text).split()
    near = [n for n in names if n and words_of and all(w in parties.fold(n) for w in words_of)]
    if not near:
        like = {parties.fold(name): name for name in names if name}
        folded = parties.fold(text)[:200]
        near = [like[one] for one in difflib.get_close_matches(folded, like, n=3, cutoff=0.75)]
    if not near:
        return InvalidSelection().keyed(f"error.selection.{what}", text=quoted(text))
    meant = ", ".join(sorted(near)[:5])
    return InvalidSelection().keyed(f"error.selection.{what}_meant", text=quoted(text), meant=meant)
