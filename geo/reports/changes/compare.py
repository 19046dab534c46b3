"""Two situations, mission by mission: who opened, closed, moved, was renamed, came or went."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import geodesy, parties
from geo.atlas import Atlas
from geo.dataset import Dataset, Edit, Source, days_of, edits, ids_of, wikidata_ids
from geo.evidence import NONE
from geo.i18n import Translator
from geo.reports.changes.model import Change, Evidence, Reason
from geo.selection import Selection

_OWN: Final = ("id", "sending", "receiving", "kind", "city", "name")
_LABEL: Final = ("name", "kind", "sending", "receiving", "city")
_PLACED: Final = ("id", "sending", "receiving", "longitude", "latitude")
_SHUT: Final = (NONE, "announced", "preparing", "suspended", "closed")
_VAGUE: Final = ("state", "outside", "far")
KEY: Final = "key"


def keys(before: Dataset, after: Dataset) -> dict[str, str]:
    """Id of a mission of the earlier dataset -> that of the same mission in the later one."""
    if before.sha256 and before.sha256 == after.sha256:
        return {one.id: one.id for one in before.missions}
    found: dict[str, str] = {}
    item = {item: id for id, items in _ids(after).items() for item in items}
    for id, items in _ids(before).items():
        if meant := next((item[one] for one in sorted(items) if one in item), ""):
            found[id] = meant
    free = after.missions.by_id.keys() - set(found.values())
    found |= {one.id: one.id for one in before.missions if one.id in free and one.id not in found}
    there = _described(after, set(found.values()))
    for what, ids in _described(before, set(found)).items():
        if len(ids) == len(there.get(what, ())) == 1:
            found[ids[0]] = there[what][0]
    return found


def _ids(dataset: Dataset) -> dict[str, set[str]]:
    """Id of a mission -> its Wikidata ids, and those that the sources of imports give it."""
    found = {id: set(items) for id, items in wikidata_ids(dataset).items()}
    for row in dataset.rows["claims"]:
        if row["property"].endswith("-id") and row["subject"] in found:
            found[row["subject"]].add(f"{row['property']}: {row['value']}")
    return found


def _described(dataset: Dataset, known: set[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in dataset.missions:
        if one.id not in known and one.city:
            found[one.sending, one.receiving, one.kind, parties.fold(one.city)].append(one.id)
    return found


def situation(atlas: Atlas, chosen: Selection) -> pd.DataFrame:
    """The missions that the filters match, whatever their status, on the days of a selection."""
    of = atlas.mission_filter
    state = of.state(chosen)
    rows = np.flatnonzero(state.wanted & state.known)
    told, placed = of.intervals
    found: dict[str, Any] = {name: of.columns[name][rows] for name in _OWN}
    found |= {name: told[name][state.status_interval[rows]] for name in ("status", "opened")}
    place = ("longitude", "latitude", "tolerance_m", "exactness")
    return pd.DataFrame(found | {name: placed[name][state.placement[rows]] for name in place})


def keyed(before: pd.DataFrame, after: pd.DataFrame, same: dict[str, str]) -> pd.DataFrame:
    """Both situations side by side, ``_a`` before and ``_b`` after; blank where one has none."""
    one = before.assign(**{KEY: before["id"].map(lambda id: same.get(id, f"-{id}"))})
    one, two = one.drop_duplicates(KEY), after.assign(**{KEY: after["id"]})
    return one.merge(two, on=KEY, how="outer", suffixes=("_a", "_b"), indicator=True)


def changed(both: pd.DataFrame, since: int, tr: Translator) -> list[Change]:
    """The changes of missions; ``since`` is the day of the earlier side."""
    side = both["_merge"].to_numpy()
    shared, lost, new = side == "both", side == "left_only", side == "right_only"
    was, now = _texts(both, "status")
    opened = (now == "open") & shared & np.isin(was.astype(str), _SHUT)
    first = np.array([days_of(text).first for text in both["opened_b"].fillna("")])
    recent = new & (now == "open") & (first > since)
    closed = shared & (now == "closed") & (was != "closed")
    other = shared & (was != now) & ~opened & ~closed & (was != "undated") & (now != "undated")
    metres, moved = _moved(both, shared)
    masks = {
        "opened": opened | recent,
        "closed": closed,
        "status": other,
        "moved": moved,
        "renamed": _renamed(both, shared, moved),
        "added": new & ~recent,
        "removed": lost,
    }
    both["metres"] = metres
    twins = _twins(both, ~lost)
    return [
        made(kind, row, tr, twins)
        for kind, mask in masks.items()
        for row in both[mask].to_dict("records")
    ]


def _twins(both: pd.DataFrame, there: NDArray[np.bool_]) -> dict[tuple[str, ...], list[str]]:
    """States, type and city of missions of the later side -> their ids."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    names = [f"{name}_b" for name in (*_LABEL[1:], "id")]
    for *what, city, id in both.loc[there, names].itertuples(index=False):
        for one in {"", parties.fold(city)}:
            found[*what, one].append(id)
    return found


def made(
    kind: str,
    row: Mapping[str, Any],
    tr: Translator,
    twins: Mapping[tuple[str, ...], list[str]] = MappingProxyType({}),
) -> Change:
    """A change of the mission of a row that has both sides."""
    at = "a" if kind == "removed" else "b"
    was, now = ("" if pd.isna(row[f"status_{one}"]) else row[f"status_{one}"] for one in "ab")
    if kind in ("moved", "evidence"):
        was = now = ""
    elif kind == "removed":
        what = [row[f"{name}_a"] for name in _LABEL[1:4]]
        same = twins.get((*what, parties.fold(row["city_a"])), [])
        now = same[0] if len(same) == 1 else ""
    elif kind == "renamed":
        was, now = (called(row, one, tr) for one in "ab")
        if was == now and row["receiving_a"] == row["receiving_b"]:
            was = now = ""
        elif was == now:
            was, now = (f"{was} ({tr.party(row[f'receiving_{one}'])})" for one in "ab")
    id, sending, receiving, *lonlat = (row[f"{name}_{at}"] for name in _PLACED)
    metres = row["metres"] if kind == "moved" else None
    return Change(kind, id, called(row, at, tr), sending, receiving, was, now, metres, *lonlat)


def called(row: Mapping[str, Any], at: str, tr: Translator) -> str:
    """The name of a mission on one side."""
    own, *label = (row[f"{name}_{at}"] for name in _LABEL)
    return own or tr.label(*label)


def _texts(both: pd.DataFrame, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    one, two = (both[f"{name}_{at}"].fillna("").to_numpy(dtype=object) for at in "ab")
    return one, two


def _moved(both: pd.DataFrame, shared: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Metres between the two positions; where the circles around both do not touch."""
    metres, rows = np.zeros(len(both)), np.flatnonzero(shared)
    sides = (both[[f"longitude_{at}", f"latitude_{at}"]].to_numpy(dtype=float) for at in "ab")
    metres[rows] = geodesy.distance(*(side[rows] for side in sides))
    reach = both["tolerance_m_a"].fillna(0.0) + both["tolerance_m_b"].fillna(0.0)
    was, now = _texts(both, "exactness")
    vague = np.isin(was.astype(str), _VAGUE) | np.isin(now.astype(str), _VAGUE)
    vague |= ((was == "city") | (now == "city")) & ~_differ(both, "city")
    return metres, shared & (metres > reach.to_numpy(dtype=float)) & ~vague


def _renamed(both: pd.DataFrame, shared: NDArray[Any], moved: NDArray[Any]) -> NDArray[Any]:
    """Another name, type or state; or its city is called otherwise, though it did not move."""
    was, now = _texts(both, "city")
    found: NDArray[Any] = _differ(both, "city") & ~moved & (was != "") & (now != "")
    found |= (both["receiving_a"] != both["receiving_b"]).to_numpy()
    return shared & (found | _differ(both, "name") | _differ(both, "kind"))


def _differ(both: pd.DataFrame, name: str) -> NDArray[np.bool_]:
    """Where a text is another one, but for case and accents."""
    fold = cache(parties.fold)
    pairs = zip(*_texts(both, name), strict=True)
    return np.array([a != b and fold(a) != fold(b) for a, b in pairs], dtype=bool)


_SHA256: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")
_DEPRECATED: Final = "deprecated"
_WORDED: Final = {"city": "city", "type": "kind"}  # Property of a claim -> column it restates


class Row(NamedTuple):
    """Where something is said: a row of a table, the value, and its sources."""

    table: str
    id: str
    value: str
    sources: tuple[str, ...]


Said = dict[tuple[str, str, str], Row]  # What is said, its value, the series of the source -> row


class Side:
    """A dataset on its two days."""

    def __init__(self, atlas: Atlas, selection: Selection) -> None:
        self.atlas, self.dataset, self.selection = atlas, atlas.dataset, selection

    @cached_property
    def day(self) -> int:
        """The last day on which a source of the dataset was published, up to its two days."""
        limit = min(self.selection.as_of_day, self.selection.known_on_day)
        days = [days_of(one.published).last for one in self.dataset.sources if one.published]
        return max((day for day in days if day <= limit), default=limit)

    @cached_property
    def files(self) -> dict[str, str]:
        """Id of a source that was imported -> the SHA-256 of its file."""
        notes = ((one.id, _SHA256.search(one.note)) for one in self.dataset.sources)
        return {id: found[1] for id, found in notes if found}

    @cached_property
    def series(self) -> dict[str, str]:
        """Id of a source -> what it is an issue of: a database is one, whatever its day."""
        return {
            one.id: f"{one.publisher}|{one.url}" if one.kind == "database" else one.id
            for one in self.dataset.sources
        }

    @cached_property
    def said(self) -> dict[str, Said]:
        """Id of a mission -> what sources say of it that is not deprecated."""
        found: dict[str, Said] = defaultdict(dict)
        known, latest = self.atlas.publication, self.selection.known_on_day
        heard: dict[str, tuple[str, ...]] = {}
        for mission, what, value, table, row in self._rows():
            cell = row["source" if table == "claims" else "sources"]
            if cell not in heard:
                sources = ids_of(cell)
                heard[cell] = sources if known.of(sources).possibly <= latest else ()
            for source in heard[cell]:
                key = what, value.casefold(), self.series[source]
                found[mission][key] = Row(table, row["id"], value, heard[cell])
        return found

    def _rows(self) -> Iterator[tuple[str, str, str, str, Mapping[str, str]]]:
        rows = self.dataset.rows
        for row in rows["events"]:
            sense = "" if row["sense"] == "on" else f" ({row['sense']})"
            # Each issue of a source lists a mission on a day of its own: that is no news.
            value = "" if row["kind"] == "listed" else f"{row['date']}{sense}"
            yield row["mission"], row["kind"], value, "events", row
        for row in rows["positions"]:
            point = f"{row['latitude']}, {row['longitude']}" if row["latitude"] else ""
            if row["rank"] != _DEPRECATED and (value := row["place"] or point):
                yield row["mission"], "position", value, "positions", row
        for row in rows["heads"]:
            value = " ".join(filter(None, (row["name"], row["start"], row["end"])))
            yield row["mission"], "head", value, "heads", row
        for row in rows["coverage"]:
            if row["mission"]:
                yield row["mission"], "coverage", row["receiving"], "coverage", row
        parts = (row for table in ("events", "positions", "heads") for row in rows[table])
        owner = {row["id"]: row["mission"] for row in parts}
        owner |= {row["id"]: row["id"] for row in rows["missions"]}
        spelt = set()
        for row in rows["claims"]:
            if row["rank"] != _DEPRECATED and row["subject"] in owner:
                yield owner[row["subject"]], row["property"], row["value"], "claims", row
                spelt.add((owner[row["subject"]], row["property"]))
        # A claim keeps a city or type only where the source words it otherwise than the table.
        listed = {row["mission"]: row for row in rows["events"] if row["kind"] == "listed"}
        for row in rows["missions"]:
            for what, name in _WORDED.items():
                if row[name] and row["id"] in listed and (row["id"], what) not in spelt:
                    yield row["id"], what, row[name], "events", listed[row["id"]]


class Sources:
    """Why two datasets, or one by two days up to which its sources count, differ."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self._files = {*before.files.values()} & {*after.files.values()}
        was, now = ({series: id for id, series in one.series.items()} for one in (before, after))
        self._issues = {one for one in was.keys() & now.keys() if was[one] != now[one]}
        self._grown = {*before.series} <= {*after.series}
        old = {(one.id, one.made) for one in edits(before.dataset.history)}
        self._edits: Mapping[tuple[str, str], list[Edit]] = defaultdict(list)
        for edit in edits(after.dataset.history):
            if (edit.id, edit.made) not in old:
                for one in edit.changes:
                    self._edits[one.table, one.id].append(edit)

    def differ(self, was: str, now: str) -> tuple[list[tuple[Evidence, Row]], ...]:
        """What is new of a mission, replaced values with it, and what is withdrawn."""
        sides = ((self.before, was), (self.after, now))
        # The accreditation of a mission to its own receiving state is left out.
        own = {side.dataset.missions.by_id[id].receiving for side, id in sides if was and now}
        told = (side.said.get(id, {}).items() for side, id in sides)
        old, new = (
            {key: row for key, row in said if key[0] != "coverage" or row.value not in own}
            for said in told
        )
        gone: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for what, value, series in sorted(old.keys() - new.keys(), reverse=True):
            gone[what, series].append(old[what, value, series])
        found = []
        for key in sorted(new.keys() - old.keys()):
            replaced = gone[key[0], key[2]]
            before = replaced.pop().value if replaced else ""
            found.append((Evidence(key[0], before, new[key].value), new[key]))
        left = [
            (Evidence(what, row.value, ""), row)
            for (what, _), rows in sorted(gone.items())
            for row in reversed(rows)
        ]
        return found, left

    def reason(self, was: str, now: str, rows: Iterable[Row]) -> Reason:
        """Why a mission changed, by the rows in which the two sides differ."""
        listed = list(rows)
        touched = [("missions", was), ("missions", now), *((one.table, one.id) for one in listed)]
        made = {edit.id: edit for key in touched for edit in self._edits.get(key, ())}
        if made:
            return Reason("editor", edits=tuple(made[id] for id in sorted(made)))
        ids = dict.fromkeys(source for one in listed for source in one.sources)
        if not ids:
            sides = (self.after.said.get(now, {}), self.before.said.get(was, {}))
            rows = (row for side in sides for row in side.values())
            ids = dict.fromkeys(source for row in rows for source in row.sources)
        if self.before.dataset is self.after.dataset:
            return self._published(ids)
        return Reason(self._word(ids), self._records(ids)) if listed else Reason("unknown")

    def _published(self, ids: Iterable[str]) -> Reason:
        """What was published between the two days; else what has no date of publication."""
        first, last = self.before.selection.known_on_day, self.after.selection.known_on_day
        records = self._records(ids)
        undated = tuple(one for one in records if not one.published)
        days = ((one, days_of(one.published).first) for one in records if one.published)
        if dated := tuple(one for one, day in days if first < day <= last):
            return Reason("published", dated)
        return Reason("published_undated", undated) if undated else Reason("unknown")

    def _records(self, ids: Iterable[str]) -> tuple[Source, ...]:
        known = self.before.dataset.sources.by_id | self.after.dataset.sources.by_id  # type: ignore[operator]
        return tuple(known[id] for id in ids if id in known)

    def _word(self, ids: Iterable[str]) -> str:
        """Why, by the sources of what differs: the same file read otherwise is our rule."""
        before, after = self.before, self.after
        files = {file for id in ids if (file := after.files.get(id) or before.files.get(id))}
        if files and files <= self._files:
            return "rule"
        if any((after.series.get(id) or before.series.get(id)) in self._issues for id in ids):
            return "source"
        return ("import" if files else "source") if self._grown else "unknown"
