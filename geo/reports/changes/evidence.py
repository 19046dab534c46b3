"""What the sources of each side say of each mission, and why the two sides differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.dataset import Edit, Source, days_of, edits, ids_of
from geo.reports.changes.model import Evidence, Reason

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

_SHA256: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")
_DEPRECATED: Final = "deprecated"
_WORDED: Final = {"city": "city", "type": "kind"}
"""Property of a claim -> the column of the table of missions that it words otherwise."""


class Row(NamedTuple):
    """Where something is said: a row of a table, the value, and its sources."""

    table: str
    id: str
    value: str
    sources: tuple[str, ...]


Said = dict[tuple[str, str, str], Row]
"""What is said of a mission, its value, and the series of the source -> the row."""


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
                heard[cell] = sources if known.of(sources).perhaps <= latest else ()
            for source in heard[cell]:
                key = what, value.casefold(), self.series[source]
                found[mission][key] = Row(table, row["id"], value, heard[cell])
        return found

    def _rows(self) -> Iterator[tuple[str, str, str, str, Mapping[str, str]]]:
        """Mission, property, value, table and row."""
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
        issues = ({series: id for id, series in one.series.items()} for one in (before, after))
        old_ids, new_ids = issues
        both = old_ids.keys() & new_ids.keys()
        self._issues = {series for series in both if old_ids[series] != new_ids[series]}
        self._grown = {*before.series} <= {*after.series}
        old = {(one.id, one.made) for one in edits(before.dataset.history)}
        self._edits: Mapping[tuple[str, str], list[Edit]] = defaultdict(list)
        for edit in edits(after.dataset.history):
            if (edit.id, edit.made) not in old:
                for one in edit.changes:
                    self._edits[one.table, one.id].append(edit)

    def differ(self, was: str, now: str) -> tuple[list[tuple[Evidence, Row]], ...]:
        """What is new of a mission, replaced values with it, and what is withdrawn."""
        old = self.before.said.get(was, {}) if was else {}
        new = self.after.said.get(now, {}) if now else {}
        if was and now:  # that a mission is accredited where it is goes without saying
            here = self.before.dataset.missions.by_id[was].receiving
            there = self.after.dataset.missions.by_id[now].receiving
            old, new = (_but_coverage(said, (here, there)) for said in (old, new))
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
            sides = ((self.after, now), (self.before, was))
            ids = dict.fromkeys(
                source
                for side, id in sides
                for one in side.said.get(id, {}).values()
                for source in one.sources
            )
        if self.before.dataset is self.after.dataset:
            return self._published(ids)
        return Reason(
            self._word(ids) if listed else "unknown", self._records(ids if listed else ())
        )

    def _published(self, ids: Iterable[str]) -> Reason:
        """What was published between the two days; else what has no date of publication."""
        first, last = self.before.selection.known_on_day, self.after.selection.known_on_day
        records = self._records(ids)
        days = [days_of(one.published).first if one.published else None for one in records]
        told = zip(records, days, strict=True)
        dated = tuple(one for one, day in told if day is not None and first < day <= last)
        undated = tuple(one for one, day in zip(records, days, strict=True) if day is None)
        if dated:
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
        if not self._grown:
            return "unknown"
        return "import" if files else "source"


def _but_coverage(said: Said, states: tuple[str, str]) -> Said:
    return {k: row for k, row in said.items() if k[0] != "coverage" or row.value not in states}
