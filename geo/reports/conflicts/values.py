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

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Final

from geo import dates, parties
from geo.dataset import Dataset, Event, Position, days_of, ids_of
from geo.errors import InvalidDate, StateError
from geo.evidence import PublicationIndex, Resolution, course, resolve
from geo.geodesy import distance
from geo.i18n import ENGLISH
from geo.reports.conflicts.model import Settling
from geo.vocabulary import KINDS, SEVERAL, STATUSES

Record = Mapping[str, str]

_POINT: Final = "point"
_HAPPENINGS: Final = {"opened": ("opened", "reopened"), "closed": ("closed",)}
_DIGITS: Final = 6
_MOST_PAIRED: Final = 60
"""Positions of one mission that are all compared with one another; of more, with the first."""


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


class _Gatherer:
    def __init__(
        self, dataset: Dataset, publication: PublicationIndex, as_of: int | None, known_on: int
    ) -> None:
        self.dataset = dataset
        self.publication = publication
        self.as_of = as_of
        self.known_on = known_on
        self.happened: dict[str, list[Event]] = {}
        for row in dataset.events:
            if not row.is_planned and self._known(row.sources):
                self.happened.setdefault(row.mission, []).append(row)

    def _known(self, sources: Sequence[str]) -> bool:
        return self.publication.of(sources).possibly <= self.known_on

    def claims(self) -> Iterator[Gathered]:
        """Claims that differ among themselves, or from what their subject's row says."""
        groups: dict[tuple[str, str], list[Record]] = {}
        for claim in self.dataset.claims:
            if self._holds(claim.valid):
                groups.setdefault((claim.subject, claim.property), []).append(claim)
        for (subject, name), group in groups.items():
            if name in SEVERAL:
                continue
            verdict = resolve(group, self.publication, self.known_on)
            if not verdict.ordered:
                continue
            said: list[Record] = [{**claim, "table": "claims"} for claim in verdict.ordered]
            settled: Settling = verdict.settled
            leading = frozenset(verdict.values) if settled != "set_aside" else frozenset()
            support = dict(verdict.support)
            rows = self._otherwise(subject, name, list(support))
            if rows and not (rows[0]["table"] == "missions" and self._set_aside(subject, verdict)):
                value, settled = rows[0]["value"], "table"
                leading = frozenset({value})
                said = [*rows, *said]
                support[value] = (
                    resolve(rows, self.publication).support[value] if rows[0]["source"] else ()
                )
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
            if name not in columns:
                return []
            column, same = columns[name]
            if not row[column] or not (table == "missions" or self._known(row.sources)):
                return []
            mission = row if table == "missions" else missions.get(row.get("mission", ""))
            state = mission["receiving"] if mission else ""
            answers = [same(value, row[column], state) for value in claimed]
            if answers and all(answer is False for answer in answers):
                return _as_claims(row, table, row[column])
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
        if rows and all(_same_date(v, r["date"], "") is False for v in claimed for r in rows):
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
            told = [
                one
                for row in rows
                for one in _as_claims(row, "positions", f"{row['longitude']} {row['latitude']}")
            ]
            verdict = resolve(told, self.publication, self.known_on)
            if len(verdict.support) > 1:
                yield Gathered(
                    mission,
                    _POINT,
                    verdict.ordered,
                    frozenset(verdict.values if verdict.settled != "set_aside" else ()),
                    verdict.settled,
                    verdict.support,
                )

    def _holds(self, valid: str) -> bool:
        return self.as_of is None or days_of(valid).first <= self.as_of

    def timelines(self) -> Iterator[Gathered]:
        """Openings or closings that differ, with nothing between them that parts them."""
        for mission, events in self.happened.items():
            for name in _HAPPENINGS:
                rows = [e for e in events if e["kind"] == name and e["sense"] == "on"]
                if len(rows) < 2 or not (level := _of_one_happening(rows, events)):
                    continue
                told = [one for row in level for one in _as_claims(row, "events", row["date"])]
                verdict = resolve(told, self.publication, self.known_on)
                now = max(course(events, self.publication), key=lambda e: (e.known_begin, e.begin))
                leading = frozenset({getattr(now, name)}) & frozenset(verdict.support)
                if len(verdict.support) > 1:
                    yield Gathered(
                        mission, name, verdict.ordered, leading, "course", verdict.support
                    )


def _as_claims(row: Record, table: str, value: str) -> list[Record]:
    """A row of another table as claims: one for each of its sources."""
    told = {
        "id": row["id"],
        "table": table,
        "value": value,
        "valid": row.get("valid", ""),
        "locator": "",
        "attributed_to": row.get("attributed_to", ""),
        "seen": "",
        "rank": row.get("rank", "normal") if table == "positions" else "normal",
        "grade": "",
        "reason": row.get("reason", ""),
        "origin": row.get("origin", ""),
        "sources": row.get("sources", ""),
    }
    return [{**told, "source": source} for source in ids_of(row.get("sources", "")) or ("",)]


# ---- whether two values can be one -------------------------------------------------------------

Same = Callable[[str, str, str], bool | None]
"""A claim's value, the row's, and the state it lies in -> whether both are the same; None where
that cannot be told."""


def _same_city(claimed: str, held: str, state: str) -> bool | None:
    if parties.fold(claimed) == parties.fold(held):
        return True
    one, other = parties.city(claimed, state), parties.city(held, state)
    return one == other if one and other else None


def _same_party(claimed: str, held: str, _: str) -> bool | None:
    try:
        return parties.party(claimed).code == held
    except StateError:
        return None


def _same_kind(claimed: str, held: str, _: str) -> bool | None:
    word = parties.fold(claimed).replace(" ", "_")
    return word == held if word in KINDS else None


def _same_rank(claimed: str, held: str, _: str) -> bool | None:
    word = parties.fold(claimed).replace(" ", "_")
    return word == held if ENGLISH.has(f"words.rank.{word}") else None


def _same_item(claimed: str, held: str, _: str) -> bool | None:
    return claimed == held if claimed[:1] == "Q" and claimed[1:].isdecimal() else None


def _same_date(claimed: str, held: str, _: str) -> bool | None:
    try:
        first, last = dates.ordinals([claimed, held])
    except InvalidDate:
        return None
    return bool(max(first) <= min(last))


_COLUMNS: Final[dict[str, dict[str, tuple[str, Same]]]] = {
    "missions": {
        "city": ("city", _same_city),
        "receiving-state": ("receiving", _same_party),
        "sending-state": ("sending", _same_party),
        "kind": ("kind", _same_kind),
        "wikidata-item": ("wikidata", _same_item),
    },
    "heads": {
        "start": ("start", _same_date),
        "end": ("end", _same_date),
        "city": ("city", _same_city),
        "rank": ("rank", _same_rank),
    },
    "relations": {"date": ("date", _same_date)},
    "events": {"date": ("date", _same_date)},
}
"""Table -> property of claims -> the column that holds the same, and how the two are compared."""


def _apart(rows: Sequence[Position]) -> bool:
    """Whether any two of some positions cannot be one: at one time, out of each other's reach."""
    points = {tuple(round(degrees, _DIGITS) for degrees in one.point or ()) for one in rows}
    if len(points) < 2:
        return False
    first = rows[0]
    few = len(rows) <= _MOST_PAIRED
    for one, other in combinations(rows, 2) if few else ((first, r) for r in rows[1:]):
        reach = one.tolerance_m + other.tolerance_m
        here, there = one.point, other.point
        begin = max(one.days.first, other.days.first)
        together = begin <= min(one.days.last, other.days.last)
        if here and there and together and float(distance(here, there)) > reach:
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
