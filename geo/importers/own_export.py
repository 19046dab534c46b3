"""A table that this program exported, read back: each row becomes what it was.

The columns of :mod:`geo.exporters` say status, dates, position and sources of a mission. A mission
that the dataset lacks is put with its own id, and with the sources that the row cites; of one that
it has, only what the row says otherwise is put, by the publisher of the table.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final

from shapely.geometry import mapping

from geo import dates, geodesy, parties, vocabulary
from geo.atlas import Atlas
from geo.atlas.columns import CITED
from geo.dataset import Dataset, days_of, ids_of
from geo.errors import InvalidDate
from geo.i18n import LANGUAGES, tr
from geo.importers.inputs import Entry, Point, Said
from geo.importers.row_writer import Row, RowWriter
from geo.selection import Selection
from geo.vocabulary import EVENTS, HOLD_YEARS, NO_EVIDENCE, SOURCE_KINDS, STATUSES, Answer

NEEDED: Final = frozenset(  # The columns by which an export of ours is known
    (
        *("id", "sending", "receiving", "kind", "status", "certainty", "opened", "closed"),
        *("last_evidence", "last_source", "last_seen_as", "radius_m", "method", "exactness"),
        *("sources", "as_of", "known_on"),
    )
)
OWN_EXPORT: Final = (  # Shown for such a table instead of its mapping
    "an export of Embassy Atlas: status, dates, position and sources are restored; of missions "
    "that the dataset has, only values that differ from the dataset are imported"
)
_BEGINS: Final = {"announced": "announced", "preparing": "preparation", "suspended": "suspended"}
_CITED: Final = "statement"  # an event that changes nothing, for sources of which no date is known
_EDITORS: Final = ("editorial", "unrecorded")
_NEAR: Final = {"longitude": 1e-6, "latitude": 1e-6, "radius_m": 0.01}
_DATED: Final = ("status", "opened", "closed", "last_evidence")  # the last follows from others
_ALL: Final = (*_DATED, "position", "claims")
_CLAIMED: Final = ("address", "website")
_SLUG: Final = re.compile(r"[a-z0-9]+")


def is_own(columns: Sequence[str]) -> bool:
    """Whether a table has the columns of our own exports."""
    return set(columns) >= NEEDED


def own_name(own: Mapping[str, str]) -> str:
    """The mission's own name: none where the export made one of its type, state and city."""
    ends = own["kind"], own["sending"], own["receiving"], own.get("city", "")
    known, name = own["kind"] in vocabulary.KINDS, own.get("name", "")
    made = {tr(language).label(*ends) for language in LANGUAGES} if known else {""}
    return "" if name in made else name


def _lapsed(evidence: str, as_of: str) -> bool:
    return days_of(evidence).last + dates.years(max(HOLD_YEARS.values())) < days_of(as_of).last


def _shown(dataset: Dataset, as_of: str, known_on: str) -> dict[str, dict[str, Any]]:
    asked = Selection(
        as_of=as_of or None, known_on=known_on or None, statuses=STATUSES, undated="all"
    )
    frame = Atlas(dataset).missions(asked)
    frame["longitude"], frame["latitude"] = frame.geometry.x, frame.geometry.y
    return {row["id"]: row for row in frame.to_dict("records")}


@dataclass
class _Telling:
    """Adds rows about one mission, each with the sources published late enough for it."""

    writer: RowWriter
    known: Mapping[str, Mapping[str, str]]
    mission: str
    line: int
    sources: list[str]
    last: list[str]  # Possible sources of the last evidence; editors alone where there is none
    used: set[str] = field(default_factory=set)

    def event(self, kind: str, date: str, sense: str, sources: Sequence[str] | None = None) -> None:
        begins = days_of(date).first
        tried = (self.sources, (self.writer.source,)) if kind != _CITED else ()
        every = ([s for s in x if self.published(s) >= begins] for x in (sources or (), *tried))
        if able := next(filter(None, every), None):
            cells = {"kind": kind, "date": date, "sense": sense}
            self.put("events", kind.replace("_", "-"), able, **cells)

    def put(self, table: str, what: str, sources: Sequence[str], **cells: str) -> None:
        self.used.update(sources)
        own = {"mission": self.mission, "sources": "|".join(sources)}
        own["reason"] = f"As in {self.writer.source}"
        id = f"{self.mission}-{what}-{self.writer.source}"
        self.writer.put(table, self.line, id=id, **own, **cells)

    def published(self, source: str) -> int:
        row = self.known.get(source, {})
        told = [row[name] for name in ("published", "revised") if row.get(name)]
        return max((days_of(text).last for text in told), default=dates.LAST)


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


class Restorer:
    """Puts the rows of our own export into a copy of a dataset."""

    def __init__(self, dataset: Dataset, writer: RowWriter, day: str) -> None:
        self.shapes: dict[str, dict[str, Any] | None] = dict(dataset.shapes)
        self._dataset, self._writer, self._day = dataset, writer, day
        self._now = lru_cache(maxsize=8)(partial(_shown, dataset))
        self._told: dict[str, Mapping[str, str]] = {}
        self._sources: dict[str, Row] = {row["id"]: row for row in dataset.rows["sources"]}

    def known(self, own: Mapping[str, str], sending: str) -> Row | None:
        """The mission of the dataset that has the row's id and its sending state."""
        row = self._dataset.by_id["missions"].get(own["id"])
        return row if row is not None and row["sending"] == sending else None

    def notes(self, after: Dataset) -> list[str]:
        """What a dataset says otherwise than the rows that were put into it."""
        now = lru_cache(maxsize=8)(partial(_shown, after))
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id, own in self._told.items():
            here = now(own["as_of"], own["known_on"]).get(id, {"status": "none"})
            if own["status"] != here["status"]:
                found[own["status"], here["status"]].append(id)
        return [
            f"status: {ids[0]}{f' and {len(ids) - 1:,} more are' if ids[1:] else ' is'} {given} in "
            f"the table and {here} in the dataset, which has later evidence, or lacks evidence "
            f"that the table does not hold; see embassy-atlas show {ids[0]}"
            for (given, here), ids in found.items()
        ]

    def tell(self, mission: Row, entry: Entry) -> list[Point]:
        """Add the rows for a row of our export about a mission; returns its points."""
        own = self._told[mission["id"]] = entry.own
        new = mission["id"] not in self._dataset.by_id["missions"]
        changed = _ALL if new else self._changed(mission["id"], own)
        cited = self._cited(own, entry.row) if new else [self._writer.source]
        editors = [one for one in cited if self._sources.get(one, {}).get("kind") in _EDITORS]
        last = cited[:1] if own["last_evidence"] else editors or cited
        told = _Telling(self._writer, self._sources, mission["id"], entry.row, cited, last)
        try:
            self._status(own, told, changed)
        except InvalidDate as error:
            self._writer.refuse(entry.row, "opened", own["opened"], "not a date", str(error))
        if "position" in changed:
            self._position(mission, own, told)
        if new:
            rest = [source for source in told.sources if source not in told.used]
            told.event(_CITED, f"[..{own['as_of'] or self._day}]", "by", rest)
        if "claims" in changed:
            for name in _CLAIMED:
                for value in filter(None, own.get(name, "").split("|")):
                    self._writer.claim(mission["id"], Said(name, value), entry.row)
        return entry.points

    def _changed(self, id: str, own: Mapping[str, str]) -> tuple[str, ...]:
        """What a row says otherwise than the dataset does on the same days."""
        now = self._now(own["as_of"], own["known_on"]).get(id)
        if now is None:
            return _DATED
        found = [name for name in _DATED[:3] if own[name] != now[name]]
        moved = any(
            number is not None and not abs(number - float(now[name])) <= near
            for name, near in _NEAR.items()
            for number in [_number(own.get(name, ""))]
        )
        if moved or own["method"] != now["method"]:
            found.append("position")
        said = {one.value for one in self._dataset.claims.about(id)}
        values = {part for name in _CLAIMED for part in own.get(name, "").split("|")}
        return (*found, "claims") if values - said - {""} else tuple(found)

    def _cited(self, own: Mapping[str, str], line: int) -> list[str]:
        """The sources of a row, the one of the last evidence first; new ones are put."""
        ids = ids_of(own["sources"])
        lists = {name: own.get(column, "").split("|") for column, name in CITED.items()}
        for number, id in enumerate(ids):
            if id in self._sources:
                continue
            cells = {
                name: parts[number].strip().replace("¦", "|") if len(parts) == len(ids) else ""
                for name, parts in lists.items()
            }
            row = {
                **cells,
                "id": id,
                "publisher": cells["publisher"] or id,
                "title": cells["title"] or id,
                "kind": cells["kind"] if cells["kind"] in SOURCE_KINDS else "database",
                "licence": own.get("licences", "") if len(ids) == 1 else "",
                "note": f"Cited in {self._writer.source}",
            }
            if self._writer.put("sources", line, "sources", **row):
                self._sources[id] = row
        found = sorted(filter(self._sources.get, ids), key=lambda id: id != own["last_source"])
        return found or [self._writer.source]

    def _status(self, own: Mapping[str, str], told: _Telling, changed: Sequence[str]) -> None:
        """Put the events from which status, opening, closing and last evidence follow."""
        status, evidence, as_of = own["status"], own["last_evidence"], own["as_of"] or self._day
        by, named = f"[..{as_of}]", {}
        for kind, needed in (("opened", own["opened"]), ("closed", status == "closed")):
            if needed and {kind, "status" if kind == "closed" else kind} & {*changed}:
                date = own[kind] or by
                named[kind] = date
                last = own["last_seen_as"] == kind or not evidence
                told.event(kind, date, "on" if own[kind] else "by", told.last if last else None)
        if not {"status", "last_evidence"} & {*changed}:
            return
        seen = own["last_seen_as"].removeprefix("re")
        same = seen in named and days_of(named[seen]).last == days_of(evidence).last
        dated = same or own["last_seen_as"] in named
        edited = "last_evidence" not in changed
        if edited and status == "open":
            if evidence and not _lapsed(evidence, as_of):  # else nothing shows it on that day
                told.event("listed", min(as_of, self._day), "attested")
        elif evidence and not dated and not edited:
            self._evidence(own, told)
        if "status" not in changed:
            return
        if status in _BEGINS and EVENTS.get(own["last_seen_as"]) != status and (evidence or edited):
            sense = "attested" if evidence else "by"
            told.event(_BEGINS[status], evidence or by, sense, told.last)
        if status == "unknown":
            self._unconfirmed(evidence, as_of, told)
        elif own["certainty"] != Answer.YES and status != "undated" and as_of < self._day:
            told.event("unconfirmed", f"[{as_of}..{self._day}]", "on", [self._writer.source])

    def _evidence(self, own: Mapping[str, str], told: _Telling) -> None:
        """Put what shows the mission on the day of its last evidence."""
        status, evidence, seen = own["status"], own["last_evidence"], own["last_seen_as"]
        kind = "credentials" if seen == "head" else seen
        if kind in EVENTS and kind not in NO_EVIDENCE and EVENTS[kind] in (None, status):
            kept = kind if kind not in ("opened", "reopened", "closed") else "listed"
            told.event(kept, evidence, "attested", told.last)
        opens = EVENTS.get(kind) == "open"
        if opens != (status == "open") if opens else status in ("open", "unknown", "closed"):
            told.event("listed", evidence, "attested", told.last)

    def _unconfirmed(self, evidence: str, as_of: str, told: _Telling) -> None:
        """Put that nothing was found, unless the evidence is too old by itself."""
        if evidence and _lapsed(evidence, as_of):
            return
        day, seen = days_of(as_of).last, days_of(evidence).last if evidence else dates.FIRST
        days = [one for one in map(told.published, told.sources) if seen <= one <= day]
        date = dt.date.fromordinal(max(days)).isoformat() if days else min(as_of, self._day)
        told.event("unconfirmed", date, "attested")

    def _position(self, mission: Row, own: Mapping[str, str], told: _Telling) -> None:
        method, longitude, latitude = own["method"], own.get("longitude"), own.get("latitude")
        city = parties.city(mission["city"], mission["receiving"]) if mission["city"] else None
        if method == "city" and city is not None and not own.get("place"):
            return
        row = {"method": method, "radius_m": own["radius_m"], "rank": "normal"}
        rounded = "quarter" if own["exactness"] == "rounded" else "building"
        row["precision"] = method if method in ("city", "state") else rounded
        if method != "city" or city is None:
            row |= {"longitude": longitude or "", "latitude": latitude or ""}
        if method == "district" or own.get("place"):
            row["place"] = self._place(mission, own, told.line)
        told.put("positions", "at", told.sources, **row)

    def _place(self, mission: Row, own: Mapping[str, str], line: int) -> str:
        """The place of that name; a disc of the row's radius where the dataset has none."""
        name, state = own.get("place", ""), mission["receiving"]
        for row in self._writer.rows["places"]:
            if row["name"] == name and row["state"] == state:
                return row["id"]
        id = "-".join(_SLUG.findall(parties.fold(name))) or f"place-{mission['id']}"
        cells = {
            "id": id,
            "name": name or id,
            "kind": own.get("place_kind") or "district",
            "state": state,
            "city": mission["city"],
            "derivation": f"A disc: its outline is not in {self._writer.source}.",
            "sources": self._writer.source,
        }
        if not self._writer.put("places", line, "place", **cells):
            return ""
        east, north, radius = (_number(own.get(name, "")) for name in _NEAR)
        if own["method"] == "district" and east is not None and north is not None and radius:
            self.shapes[id] = mapping(geodesy.disc((east, north), radius, 32))
        return id
