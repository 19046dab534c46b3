"""An atlas: a pack, opened. Missions, relations and places as a selection shows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import basemap, claims, countries, dates, pack, words
from geo.claims import NONE
from geo.errors import UnknownMission, quoted
from geo.pack import Pack, split
from geo.selection import Selection
from geo.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["COLUMNS", "RELATION_COLUMNS", "Atlas", "Hidden"]

COLUMNS: Final[dict[str, str]] = {
    "id": "id of the mission",
    "name": "its own name, else kind, sending state and city in English",
    "sending": "code of the sending state",
    "receiving": "code of the receiving state",
    "city": "city it stands in; blank where not known",
    "kind": "kind, as in OpenStreetMap",
    "status": "announced, preparing, open, suspended, closed or unknown",
    "certainty": "yes or perhaps: whether it surely had that status",
    "opened": "when it opened (EDTF); blank where not known",
    "closed": "when it closed (EDTF); blank where it is not closed",
    "geometry": "point, CRS84, longitude first",
    "region": "outline within which it stands, where it is no disc; else None",
    "radius_m": "metres round the point within which it stands",
    "method": "how it was placed",
    "sources": "ids of the sources of its course and position, joined with |",
}
"""The columns of :meth:`Atlas.missions`, each documented here and nowhere else."""

RELATION_COLUMNS: Final[dict[str, str]] = {
    "id": "id of the relation",
    "kind": "kind of relation; accreditation for a row of the table coverage",
    "a": "code of the first party; the sending state of an accreditation",
    "b": "code of the second party; the covered state of an accreditation",
    "third": "code of a third party; blank for none",
    "date": "when (EDTF); blank where not known",
    "sense": "how the date is meant",
    "title": "what it is",
    "detail": "what is told of it",
    "place": "where; the covering city of an accreditation",
    "certainty": "yes or perhaps: whether it surely had happened by the as-of day",
    "sources": "ids of its sources, joined with |",
}
"""The columns of :meth:`Atlas.relations`."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a selection leaves out, and what it shows only as perhaps.

    Attributes
    ----------
    statuses
        Status -> number of missions that all else would show, left out for their status.
    not_yet
        Number of those that there were none of yet on the as-of day.
    not_known
        Number of those that no source had told of by the known-on day.
    perhaps
        Number of missions that are shown, but not surely.
    undated
        Number of missions that are shown with no dated evidence at all.
    """

    statuses: Mapping[str, int]
    not_yet: int
    not_known: int
    perhaps: int
    undated: int

    @property
    def total(self) -> int:
        """Number of missions left out."""
        return sum(self.statuses.values()) + self.not_yet + self.not_known


class Atlas:
    """A pack, opened.

    Use :meth:`open`. An atlas does not change; what it gives may be changed freely.

    Parameters
    ----------
    source
        The pack.
    """

    def __init__(self, source: Pack) -> None:
        self.pack = source
        self.knowledge = claims.Knowledge(source.by_id["sources"])

    @classmethod
    def open(cls, path: str | Path | None = None) -> Atlas:
        """Open a pack.

        Parameters
        ----------
        path
            Folder of the pack; None for the bundled one.

        Returns
        -------
        Atlas
            The atlas.

        Raises
        ------
        PackMissing
            There is no such folder, or no pack in it.
        PackFaulty
            The pack has faults; all of them at once.
        """
        return cls(pack.read(path))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table ``sources``, indexed by id."""
        return self.pack.frame("sources").set_index("id", drop=False)

    @cached_property
    def episodes(self) -> pd.DataFrame:
        """Status of every mission on both clocks, see :func:`geo.claims.episodes`."""
        return claims.episodes(self.pack, self.knowledge)

    @cached_property
    def placements(self) -> pd.DataFrame:
        """Position of every mission on both clocks, see :func:`geo.claims.placements`."""
        return claims.placements(self.pack, self.knowledge)

    @cached_property
    def haystacks(self) -> tuple[str, ...]:
        """The text that a search looks through, mission by mission in the order of the table.

        Names, city, both states in all languages of the gazetteer, people, Wikidata id;
        without case, accents and punctuation.
        """
        people: dict[str, list[str]] = {}
        for head in self.pack.rows["heads"]:
            people.setdefault(head["mission"], []).append(head["name"])
        states = {
            code: " ".join({*party.names.values(), party.name, party.short, party.code})
            for code, party in ((c, countries.party_by_code(c)) for c in self._codes)
        }
        return tuple(
            countries.fold(
                " ".join(
                    (
                        row["id"],
                        self.name_of(row),
                        row["city"],
                        row["wikidata"],
                        states[row["sending"]],
                        states[row["receiving"]],
                        *people.get(row["id"], ()),
                    )
                )
            )
            for row in self.pack.rows["missions"]
        )

    @cached_property
    def _codes(self) -> frozenset[str]:
        rows = self.pack.rows["missions"]
        return frozenset({r["sending"] for r in rows} | {r["receiving"] for r in rows})

    def name_of(self, mission: Mapping[str, str]) -> str:
        """The name of a mission: its own, else kind, sending state and city in English.

        Parameters
        ----------
        mission
            Row of the table ``missions``.
        """
        if mission["name"]:
            return mission["name"]
        ends = mission["sending"], mission["receiving"]
        return words.label(mission["kind"], *ends, mission["city"])

    def mission(self, mission_id: str) -> dict[str, str]:
        """The row of the table ``missions`` with an id.

        Raises
        ------
        UnknownMission
            No mission has this id; candidates are named.
        """
        row = self.pack.by_id["missions"].get(mission_id)
        if row is not None:
            return row
        terms = countries.fold(mission_id).split()
        near = [
            other["id"]
            for other, text in zip(self.pack.rows["missions"], self.haystacks, strict=True)
            if terms and all(term in text for term in terms)
        ]
        hint = f"Did you mean {', '.join(near[:5])}?" if near else "See embassy-atlas list."
        raise UnknownMission(f"no mission has the id {quoted(mission_id)}. {hint}", near)

    def missions(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """The missions that a selection shows.

        Parameters
        ----------
        selection
            What is shown; None shows all but closed missions as of today.

        Returns
        -------
        geopandas.GeoDataFrame
            One row a mission in the order of their ids, with the columns of
            :data:`COLUMNS`; CRS84, longitude first.
        """
        import geopandas as gpd
        import pandas as pd
        import shapely

        chosen = selection or Selection()
        state = self._state(chosen)
        shown = np.flatnonzero(state.shown)
        rows = [self.pack.rows["missions"][number] for number in shown]
        placed = state.placed.iloc[shown]
        status = state.status.iloc[shown]
        table = {
            "id": [row["id"] for row in rows],
            "name": [self.name_of(row) for row in rows],
            "sending": [row["sending"] for row in rows],
            "receiving": [row["receiving"] for row in rows],
            "city": [row["city"] for row in rows],
            "kind": [row["kind"] for row in rows],
            "status": status["status"].to_list(),
            "certainty": [str(answer) for answer in status["certainty"]],
            "opened": status["opened"].to_list(),
            "closed": status["closed"].to_list(),
            "region": [self._region(place) for place in placed["place"]],
            "radius_m": placed["radius_m"].to_numpy(dtype=float),
            "method": placed["method"].to_list(),
            "sources": [
                self._sources_of(row["id"], place, chosen.known_on_day)
                for row, place in zip(rows, placed["sources"], strict=True)
            ],
        }
        points = shapely.points(
            placed["longitude"].to_numpy(dtype=float), placed["latitude"].to_numpy(dtype=float)
        )
        frame = gpd.GeoDataFrame(
            pd.DataFrame(table, dtype=object), geometry=points, crs="OGC:CRS84"
        )
        frame["radius_m"] = frame["radius_m"].astype(float)
        frame["region"] = gpd.GeoSeries(table["region"], index=frame.index, crs="OGC:CRS84")
        return frame[list(COLUMNS)].sort_values("id", ignore_index=True)

    def hidden(self, selection: Selection | None = None) -> Hidden:
        """What a selection leaves out for its dates or statuses, counted.

        Parameters
        ----------
        selection
            What is shown.

        Returns
        -------
        Hidden
            The counts.
        """
        state = self._state(selection or Selection())
        left = state.wanted & ~state.shown
        names = state.status["status"].to_numpy(dtype=object)
        not_known = left & ~state.known
        not_yet = left & state.known & (names == NONE)
        other = names[left & state.known & (names != NONE)]
        counts = {str(name): int(np.sum(other == name)) for name in sorted(set(other))}
        uncertain = state.status["certainty"].to_numpy(dtype=object) == Answer.PERHAPS
        return Hidden(
            counts,
            int(np.sum(not_yet)),
            int(np.sum(not_known)),
            int(np.sum(state.shown & uncertain)),
            int(np.sum(state.shown & self._undated)),
        )

    def relations(self, selection: Selection | None = None) -> pd.DataFrame:
        """The dated facts between the parties that a selection names, accreditations with them.

        Parameters
        ----------
        selection
            What is shown; its kinds, statuses, cities, text and box are for missions
            and are not looked at.

        Returns
        -------
        pandas.DataFrame
            One row a relation, by date, with the columns of :data:`RELATION_COLUMNS`;
            those that had not begun on the as-of day, or that no source had told of by
            the known-on day, are left out.
        """
        import pandas as pd

        chosen = selection or Selection()
        rows = [row for row in self._relation_rows if _among(row, chosen)]
        found = []
        as_of = dates.day_of(chosen.as_of) if chosen.as_of else dates.today()
        for row in rows:
            known = self.knowledge.of(split(row["sources"]))
            if known.perhaps > chosen.known_on_day:
                continue
            answer = Answer.PERHAPS
            if row["date"] and row["sense"] != "planned":
                answer = dates.happened(dates.parse(row["date"]), as_of, row["sense"])
            if answer is not Answer.NO:
                found.append({**row, "certainty": str(answer)})
        frame = pd.DataFrame(found, columns=list(RELATION_COLUMNS), dtype=object)
        first, _ = dates.ordinals([date or "9999" for date in frame["date"]])
        return frame.iloc[np.lexsort((frame["id"].to_numpy(dtype=str), first))].reset_index(
            drop=True
        )

    def places(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """The drawn places of the states that a selection names; all where it names none.

        Parameters
        ----------
        selection
            What is shown.

        Returns
        -------
        geopandas.GeoDataFrame
            Columns id, name, kind, state, city, radius_m, derivation, sources and geometry;
            CRS84, longitude first.
        """
        chosen = selection or Selection()
        frame = self.pack.places
        codes = {*chosen.states, *chosen.among, *chosen.sending, *chosen.receiving}
        wanted = frame.geometry.notna()
        if codes:
            wanted &= frame["state"].isin(codes)
        if chosen.known_on is not None:
            day = chosen.known_on_day
            heard = [self.knowledge.of(split(text)).perhaps <= day for text in frame["sources"]]
            wanted &= np.array(heard, dtype=bool)
        return frame[wanted].reset_index(drop=True)

    def _region(self, place: str) -> BaseGeometry | None:
        if not place:
            return None
        return self._regions[place] if place in self._regions else basemap.state_shape(place)

    @cached_property
    def _regions(self) -> dict[str, BaseGeometry]:
        frame = self.pack.places
        drawn = frame[frame.geometry.notna()]
        return dict(zip(drawn["id"], drawn.geometry, strict=True))

    @cached_property
    def _event_sources(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self.pack.rows["events"]:
            for source in split(row["sources"]):
                known = self.knowledge.of([source]).perhaps
                found.setdefault(row["mission"], []).append((source, known))
        return found

    def _sources_of(self, mission: str, placed: str, known_on: int) -> str:
        told = {
            source for source, known in self._event_sources.get(mission, ()) if known <= known_on
        }
        return "|".join(sorted(told | set(split(placed))))

    @cached_property
    def _undated(self) -> NDArray[np.bool_]:
        """Missions none of whose events has a dated source."""
        rows = self.pack.rows["missions"]
        return np.array(
            [
                self.knowledge.undated(s for s, _ in self._event_sources.get(row["id"], ()))
                for row in rows
            ],
            dtype=bool,
        )

    @cached_property
    def _relation_rows(self) -> list[dict[str, str]]:
        rows = list(self.pack.rows["relations"])
        for row in self.pack.rows["coverage"]:
            if row["face"] == "covered":
                mission = self.pack.by_id["missions"].get(row["mission"])
                city = row["city"] or (mission["city"] if mission else "")
                rows.append(
                    {
                        "id": row["id"],
                        "kind": "accreditation",
                        "a": row["sending"],
                        "b": row["receiving"],
                        "third": row["state"] or (mission["receiving"] if mission else ""),
                        "date": row["valid"],
                        "sense": row["sense"],
                        "title": f"Covered from {city}" if city else "Covered from elsewhere",
                        "detail": row["reason"],
                        "place": city,
                        "sources": row["sources"],
                    }
                )
        return rows

    @cached_property
    def _mission_columns(self) -> dict[str, NDArray[Any]]:
        rows = self.pack.rows["missions"]
        columns = ("id", "sending", "receiving", "kind")
        found = {name: np.array([row[name] for row in rows], dtype=object) for name in columns}
        found["city"] = np.array([countries.fold(row["city"]) for row in rows], dtype=object)
        return found

    def _wanted(self, chosen: Selection) -> NDArray[np.bool_]:
        """Which missions all parts of a selection but statuses and dates let through."""
        columns = self._mission_columns
        sending, receiving = columns["sending"], columns["receiving"]
        wanted = np.ones(len(sending), dtype=bool)
        if chosen.states:
            wanted &= np.isin(sending, chosen.states) | np.isin(receiving, chosen.states)
        if chosen.among:
            wanted &= np.isin(sending, chosen.among) & np.isin(receiving, chosen.among)
        if chosen.sending:
            wanted &= np.isin(sending, chosen.sending)
        if chosen.receiving:
            wanted &= np.isin(receiving, chosen.receiving)
        if chosen.kinds:
            wanted &= np.isin(columns["kind"], sorted(chosen.kinds_meant))
        if chosen.cities:
            wanted &= np.isin(columns["city"], [countries.fold(city) for city in chosen.cities])
        if chosen.text:
            texts = self.haystacks
            wanted &= np.array([all(t in text for t in chosen.terms) for text in texts], dtype=bool)
        if chosen.sources:
            wanted &= self._resting_on(frozenset(chosen.sources))
        return wanted

    def _resting_on(self, sources: frozenset[str]) -> NDArray[np.bool_]:
        resting = {
            mission
            for mission, told in self._event_sources.items()
            if any(source in sources for source, _ in told)
        }
        for table in ("positions", "heads"):
            for row in self.pack.rows[table]:
                if sources & set(split(row["sources"])):
                    resting.add(row["mission"])
        resting |= {r["subject"] for r in self.pack.rows["claims"] if r["source"] in sources}
        return np.isin(self._mission_columns["id"], sorted(resting))

    def _state(self, chosen: Selection) -> _State:
        wanted = self._wanted(chosen)
        day, known_on = chosen.as_of_day, chosen.known_on_day
        status = _at(self.episodes, day, known_on, len(wanted))
        placed = _at(self.placements, day, known_on, len(wanted))
        known = status["status"].notna().to_numpy()
        names = status["status"].to_numpy(dtype=object)
        if chosen.statuses:
            right = np.isin(names.astype(str), chosen.statuses)
        else:
            right = names != "closed"
        shown = wanted & known & (names != NONE) & right
        if chosen.bbox is not None:
            inside = _inside(placed, chosen.bbox)
            wanted, shown = wanted & inside, shown & inside
        return _State(wanted, known, shown, status, placed)


@dataclass(frozen=True, slots=True)
class _State:
    """Mission by mission: what a selection makes of it."""

    wanted: NDArray[np.bool_]
    known: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    status: pd.DataFrame
    placed: pd.DataFrame


def _at(stretches: pd.DataFrame, day: int, known_on: int, missions: int) -> pd.DataFrame:
    """The stretch of each mission that holds a day of both clocks; missing where none does."""
    holds = (
        (stretches["begin"].to_numpy() <= day)
        & (day < stretches["end"].to_numpy())
        & (stretches["known_begin"].to_numpy() <= known_on)
        & (known_on < stretches["known_end"].to_numpy())
    )
    return stretches[holds].set_index("mission").reindex(range(missions))


def _inside(placed: pd.DataFrame, bbox: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    west, south, east, north = bbox
    longitude = placed["longitude"].to_numpy(dtype=float)
    latitude = placed["latitude"].to_numpy(dtype=float)
    between = (
        (west <= longitude) & (longitude <= east)
        if west <= east
        else (west <= longitude) | (longitude <= east)
    )
    inside: NDArray[np.bool_] = between & (south <= latitude) & (latitude <= north)
    return inside


def _among(row: Mapping[str, str], chosen: Selection) -> bool:
    a, b, third = row["a"], row["b"], row["third"]
    return (
        (not chosen.states or not {a, b, third}.isdisjoint(chosen.states))
        and (not chosen.among or {a, b} <= set(chosen.among))
        and (not chosen.sending or a in chosen.sending)
        and (not chosen.receiving or b in chosen.receiving)
    )
