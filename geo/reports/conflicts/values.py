"""What counts as more than one value, of all tables of a dataset.

- Claims to one property of one subject whose values differ as texts, by more than capitals, save
  for properties that may have several values at once (:data:`geo.vocabulary.SEVERAL`).
- A claim to what its subject's own row holds that cannot be the same as what is there: of a
  mission ``city``, ``receiving-state``, ``sending-state``, ``kind``, ``wikidata-item``, and
  ``opened`` and ``closed`` by its events; of a head of mission ``start``, ``end``, ``city``,
  ``rank``; of a relation or an event ``date``. Not the same are two cities of the gazetteer, two
  parties, two words of a closed list, two dates without a day in common. What cannot be told (a
  part of a city, a name spelt otherwise, a sentence) is not taken for a contradiction. Nor is a
  value that its own source's import has deprecated where no other source reports the mission.
- Positions with a point that are valid at one time and lie further apart than their radii reach.
- Openings (or closings) of a mission on days that have none in common, with nothing told between
  them that would make the second one another.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Final, Literal

from geo import dates, parties
from geo.dataset import Dataset, Event, Position, days_of, ids_of
from geo.errors import InvalidDate, StateError
from geo.evidence import PublicationIndex, Resolution, Settled, course, resolve
from geo.geodesy import distance
from geo.i18n import ENGLISH
from geo.vocabulary import KINDS, SEVERAL, STATUSES

Record = Mapping[str, str]
Settling = Settled | Literal["table", "course"]
"""What settles a conflict: :data:`geo.evidence.Settled`; or what is in the table, which no
claim has changed; or the rule of a mission's timeline: the first opening and the first closing of
the last time that it was open count."""
_HAPPENINGS: Final = {"opened": ("opened", "reopened"), "closed": ("closed",)}
_DIGITS: Final = 6
_MOST_PAIRED: Final = 60  # Positions compared in pairs; if more, only with the first


@dataclass(frozen=True, slots=True)
class Gathered:
    """A property with more than one value, before it is put into words."""

    subject: str
    property: str
    said: tuple[Record, ...]
    leading: frozenset[str]
    settled: Settling
    support: Mapping[str, tuple[tuple[str, ...], ...]]


def gathered(
    dataset: Dataset, publication: PublicationIndex, as_of: int | None, known_on: int
) -> list[Gathered]:
    """Every property of a dataset with more than one value."""
    gatherer = _Gatherer(dataset, publication, as_of, known_on)
    found: dict[tuple[str, str], Gathered] = {}
    for one in (*gatherer.claims(), *gatherer.positions(), *gatherer.timelines()):
        found.setdefault((one.subject, one.property), one)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True)
class _Gatherer:
    dataset: Dataset
    publication: PublicationIndex
    as_of: int | None
    known_on: int

    @cached_property
    def happened(self) -> dict[str, list[Event]]:
        """Mission -> its events of sources published by then, planned ones left out."""
        found: dict[str, list[Event]] = {}
        for row in self.dataset.events:
            if not row.is_planned and self._known(row.sources):
                found.setdefault(row.mission, []).append(row)
        return found

    def _known(self, sources: Sequence[str]) -> bool:
        return self.publication.of(sources).possibly <= self.known_on

    def claims(self) -> Iterator[Gathered]:
        """Claims that differ among themselves, or from what their subject's row says."""
        groups: dict[tuple[str, str], list[Record]] = {}
        for claim in self.dataset.claims:
            if claim.property not in SEVERAL and self._holds(claim.valid):
                groups.setdefault((claim.subject, claim.property), []).append(claim)
        for (subject, name), group in groups.items():
            verdict = resolve(group, self.publication, self.known_on)
            if not verdict.ordered:
                continue
            said: list[Record] = [{**claim, "table": "claims"} for claim in verdict.ordered]
            settled: Settling = verdict.settled
            leading, support = _leading(verdict), dict(verdict.support)
            rows = self._otherwise(subject, name, list(support))
            if rows and not (rows[0]["table"] == "missions" and self._set_aside(subject, verdict)):
                value, settled, said = rows[0]["value"], "table", [*rows, *said]
                leading, support[value] = frozenset({value}), ()
                if rows[0]["source"]:
                    support[value] = resolve(rows, self.publication).support[value]
            if len({value.casefold() for value in support}) > 1:
                yield Gathered(subject, name, tuple(said), leading, settled, support)

    def _otherwise(self, subject: str, name: str, claimed: Sequence[str]) -> list[Record]:
        """What the subject's row says, where every claim to it cannot be the same; else nothing."""
        missions = self.dataset.missions.by_id
        for table, columns in _COLUMNS.items():
            row: Any = self.dataset.table(table).by_id.get(subject)
            if row is None:
                continue
            if table == "missions" and name in _HAPPENINGS:
                return self._events_otherwise(subject, name, claimed)
            column, what = columns.get(name, ("id", ""))
            held, mission = row[column], missions.get(row.get("mission", row["id"]))
            if what and held and (table == "missions" or self._known(row.sources)):
                state = mission.receiving if mission else ""
                if claimed and all(_same(what, one, held, state) is False for one in claimed):
                    return _as_claims(row, table, held)
            break
        return []

    def _set_aside(self, subject: str, verdict: Resolution) -> bool:
        """Whether claims are deprecated, and only their sources report the mission."""
        sources = {claim["source"] for claim in verdict.ordered}
        return verdict.settled == "set_aside" and self.tellers.get(subject, set()) <= sources

    @cached_property
    def tellers(self) -> dict[str, set[str]]:
        """Mission -> the sources of its events and positions published by then."""
        found: dict[str, set[str]] = {row.id: set() for row in self.dataset.missions}
        for table in ("events", "positions"):
            for row in self.dataset.table(table):
                found[row.mission].update(one for one in row.sources if self._known([one]))
        return found

    def _events_otherwise(self, mission: str, name: str, claimed: Sequence[str]) -> list[Record]:
        rows = [
            row
            for row in self.happened.get(mission, ())
            if row["kind"] in _HAPPENINGS[name] and row["sense"] in ("on", "by", "after")
        ]
        pairs = ((value, row["date"]) for value in claimed for row in rows)
        if rows and all(_same("date", *pair, "") is False for pair in pairs):
            return _as_claims(rows[0], "events", rows[0]["date"])
        return []

    def positions(self) -> Iterator[Gathered]:
        """Positions that lie further apart than both their radii reach, at one time."""
        of: dict[str, list[Position]] = {}
        for row in self.dataset.positions:
            if row.point and self._known(row.sources) and self._holds(row.valid):
                of.setdefault(row.mission, []).append(row)
        for mission, rows in of.items():
            if len(rows) < 2 or not _apart(rows):
                continue
            points = ((row, f"{row['longitude']} {row['latitude']}") for row in rows)
            claims = [one for row, at in points for one in _as_claims(row, "positions", at)]
            verdict = resolve(claims, self.publication, self.known_on)
            if len(verdict.support) > 1:
                told = mission, "point", verdict.ordered, _leading(verdict), verdict.settled
                yield Gathered(*told, verdict.support)

    def _holds(self, valid: str) -> bool:
        return self.as_of is None or days_of(valid).first <= self.as_of

    def timelines(self) -> Iterator[Gathered]:
        """Openings or closings that differ, with nothing between them that parts them."""
        for mission, events in self.happened.items():
            for name in _HAPPENINGS:
                rows = [e for e in events if e["kind"] == name and e["sense"] == "on"]
                if len(rows) < 2 or not (level := _of_one_happening(rows, events)):
                    continue
                claims = [one for row in level for one in _as_claims(row, "events", row["date"])]
                verdict = resolve(claims, self.publication, self.known_on)
                now = max(course(events, self.publication), key=lambda e: (e.known_begin, e.begin))
                leading = frozenset({getattr(now, name)}) & frozenset(verdict.support)
                if len(verdict.support) > 1:
                    told = mission, name, verdict.ordered, leading
                    yield Gathered(*told, "course", verdict.support)


def _leading(verdict: Resolution) -> frozenset[str]:
    return frozenset(verdict.values if verdict.settled != "set_aside" else ())


def _as_claims(row: Record, table: str, value: str) -> list[Record]:
    """A row of another table as claims: one for each of its sources."""
    own = ("id", "valid", "attributed_to", "reason", "origin", "sources")
    told = dict.fromkeys(("locator", "seen", "grade"), "") | {"table": table, "value": value}
    told |= {name: row.get(name, "") for name in own}
    told["rank"] = row.get("rank", "normal") if table == "positions" else "normal"
    return [{**told, "source": source} for source in ids_of(told["sources"]) or ("",)]


_COLUMNS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "missions": {
        "city": ("city", "city"),
        "receiving-state": ("receiving", "party"),
        "sending-state": ("sending", "party"),
        "kind": ("kind", "kind"),
        "wikidata-item": ("wikidata", "item"),
    },
    "heads": {
        "start": ("start", "date"),
        "end": ("end", "date"),
        "city": ("city", "city"),
        "rank": ("rank", "rank"),
    },
    "relations": {"date": ("date", "date")},
    "events": {"date": ("date", "date")},
}
"""Table -> property of claims -> the column that holds the same, and as what they are compared."""


def _same(what: str, claimed: str, held: str, state: str) -> bool | None:
    """Whether the values of a claim and a row, in a state, are the same; None if unclear."""
    word = parties.fold(claimed).replace(" ", "_")
    match what:
        case "city":
            one, other = parties.city(claimed, state), parties.city(held, state)
            same = parties.fold(claimed) == parties.fold(held)
            return same or (one == other if one and other else None)
        case "party":
            with suppress(StateError):
                return parties.party(claimed).code == held
        case "date":
            with suppress(InvalidDate):
                first, last = dates.ordinals([claimed, held])
                return bool(max(first) <= min(last))
        case "item" if claimed[:1] == "Q" and claimed[1:].isdecimal():
            return claimed == held
        case "kind" if word in KINDS:
            return word == held
        case "rank" if ENGLISH.has(f"words.rank.{word}"):
            return word == held
    return None


def _apart(rows: Sequence[Position]) -> bool:
    """Whether any two of some positions cannot be one: at one time, out of each other's reach."""
    points = {tuple(round(degrees, _DIGITS) for degrees in one.point or ()) for one in rows}
    if len(points) < 2:
        return False
    few = len(rows) <= _MOST_PAIRED
    for one, other in combinations(rows, 2) if few else ((rows[0], row) for row in rows[1:]):
        begin, end = max(one.days.first, other.days.first), min(one.days.last, other.days.last)
        reach = one.tolerance_m + other.tolerance_m
        here, there = one.point, other.point
        if here and there and begin <= end and float(distance(here, there)) > reach:
            return True
    return False


def _of_one_happening(rows: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """Those of some openings (or closings) that differ on one of them."""
    ends = rows[0].status
    parting = {"closed", "suspended"} if ends == "open" else {*STATUSES} - {ends, "unknown"}
    others = [one.days for one in events if one.status in parting]
    found: list[Event] = []
    for before, after in pairwise(sorted(rows, key=lambda one: (one.days.last, one.days.first))):
        if after.days.first <= before.days.last:
            continue
        if not any(e >= before.days.first and b <= after.days.last for b, e in others):
            found += [one for one in (before, after) if one not in found]
    return found
