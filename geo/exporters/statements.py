"""Every statement of a source as a row: the claims, and what tables hold as claims of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from geo import parties
from geo.atlas.mission_filter import between_named
from geo.dataset import Dataset, Position, days_of
from geo.errors import StateError
from geo.exporters.frames import Frames
from geo.vocabulary import KINDS, columns_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = columns_of("statements")
_HEAD: Final = "head"


def statements(frames: Frames) -> pd.DataFrame:
    """What each source says of what a selection names; without a filter, every statement, by id."""
    import pandas as pd

    atlas, chosen = frames.atlas, frames.selection
    data = atlas.dataset
    kept = atlas.mission_filter.passing(chosen)
    missions = {one.id for one, passes in zip(data.missions, kept.tolist(), strict=True) if passes}
    every = bool(kept.all())
    found = []
    for row, parties_named in _rows(data):
        if parties_named:
            told = every or between_named(chosen, *parties_named)
        else:
            mission = data.mission_of(row["entity"])
            told = every if mission is None else mission.id in missions
        if told and atlas.publication.of([row["source"]]).possibly <= chosen.known_on_day:
            found.append({**row, **_seen(data.sources.by_id[row["source"]])})
            found[-1]["address"] = f"?{urlencode({'claim': row['record']})}"
    found.sort(key=lambda row: row["id"])
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def _rows(data: Dataset) -> Iterator[tuple[dict[str, str], tuple[str, str, str] | None]]:
    """Each statement; of one about parties, the two and the third that it names."""
    for claim in data.claims:
        told = claim.subject, claim.property, claim.value
        yield _row(claim, claim.id, told, claim.source), None
    for table, made in _MADE.items():
        for record in data.table(table):
            ends = _ENDS[table](record) if table in _ENDS else None
            for source in record.sources:
                own = record.id if len(record.sources) == 1 else f"{record.id}@{source}"
                yield _row(record, own, made(record), source), ends


def _row(record: Any, id: str, told: tuple[str, str, str], source: str) -> dict[str, str]:
    entity, property, value = told
    span = "/".join(record.get(name) or ".." for name in ("start", "end"))
    valid = record.get("valid") or (record.get("date", "") if record.get("title") else "")
    return {
        "id": id,
        "record": record.id,
        "entity": entity,
        "property": property,
        "value": _normal(property, value),
        "original_value": record.get("detail") or value,
        "valid": valid or (span if span != "../.." else ""),
        "source": source,
        "locator": record.get("locator", ""),
        "attributed_to": record.get("attributed_to", ""),
        "rank": "normal" if property == _HEAD else record.get("rank") or "normal",
    }


def _of_position(position: Position) -> tuple[str, str, str]:
    point = f"{position['longitude']} {position['latitude']}".strip()
    return position.mission, "position", point or position.place or position.method


_MADE: Final[dict[str, Callable[[Any], tuple[str, str, str]]]] = {
    "events": lambda one: (one.mission, one.kind, one["date"]),
    "positions": _of_position,
    "heads": lambda one: (one.mission, _HEAD, one["name"]),
    "relations": lambda one: (f"{one.a}-{one.b}", one.kind, one["title"]),
    "coverage": lambda one: (f"{one.sending}-{one.receiving}", "mission", one.face),
}
"""Table other than the claims -> entity, property and value of a row."""

_ENDS: Final[dict[str, Callable[[Any], tuple[str, str, str]]]] = {
    "relations": lambda one: (one.a, one.b, one.third),
    "coverage": lambda one: (one.sending, one.receiving, one["state"]),
}


def _normal(property: str, value: str) -> str:
    """A value in this dataset's own words, where it has any."""
    if property in ("receiving-state", "sending-state"):
        try:
            return parties.party(value).code
        except StateError:
            return value
    word = value.replace(" ", "_")
    return word if property == "kind" and word in KINDS else value


def _seen(source: Any) -> dict[str, str]:
    first = source.published or source.accessed
    told = [date for date in (source.accessed, source.revised, source.published) if date]
    return {"first_seen": first, "last_seen": max(told, key=lambda d: days_of(d).last, default="")}
