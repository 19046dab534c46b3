"""Every statement of a source as a row: the claims, and what tables hold as claims of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from geo import parties
from geo.dataset import Claim, Event, Position, days_of
from geo.errors import StateError
from geo.exporters.frames import Frames
from geo.vocabulary import KINDS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final[dict[str, str]] = {
    "id": "id of the statement: that of the claim, event or position, and of a row with several "
    "sources the source behind it",
    "entity": "id of what the statement is about; a mission, a place, a code of a party",
    "property": "property; of an event its type, of a position `position`",
    "value": "what it says in this dataset's words: a code, a type, a date (EDTF), a position",
    "original_value": "what the source says, as it is recorded",
    "valid": "when it applies (EDTF)",
    "source": "id of the source",
    "locator": "page or section in the source",
    "attributed_to": "person or body that the source cites for it",
    "first_seen": "when the source first said it: published, or else read (EDTF)",
    "last_seen": "when it was last seen to say it: read, or else revised or published (EDTF)",
    "rank": "rank among the statements to the same property",
    "address": "address of the statement, behind that of the page; it does not change",
}
"""The columns of :func:`statements`."""


def statements(frames: Frames) -> pd.DataFrame:
    """What each source says of what a selection names, whatever its statuses and days.

    Without a filter for missions, every statement of the dataset; by id.
    """
    import pandas as pd

    atlas, chosen = frames.atlas, frames.selection
    data = atlas.dataset
    kept = atlas.mission_filter.passing(chosen)
    missions = {one.id for one, passes in zip(data.missions, kept.tolist(), strict=True) if passes}
    every = bool(kept.all())
    found = []
    for row in _rows(data):
        mission = data.mission_of(row["entity"])
        told = every if mission is None else mission.id in missions
        if told and atlas.publication.of([row["source"]]).perhaps <= chosen.known_on_day:
            found.append({**row, **_seen(data.sources.by_id[row["source"]])})
            found[-1]["address"] = f"?{urlencode({'claim': row['record']})}"
    found.sort(key=lambda row: row["id"])
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def _rows(data: Any) -> Iterator[dict[str, str]]:
    for claim in data.claims:
        yield _row(claim, claim.id, claim.subject, claim.property, claim.value, claim.source)
    for table, made in ((data.events, _of_event), (data.positions, _of_position)):
        for record in table:
            for source in record.sources:
                own = record.id if len(record.sources) == 1 else f"{record.id}@{source}"
                yield _row(record, own, record.mission, *made(record), source)


def _row(
    record: Claim | Event | Position,
    id: str,
    entity: str,
    property: str,
    value: str,
    source: str,
) -> dict[str, str]:
    return {
        "id": id,
        "record": record.id,
        "entity": entity,
        "property": property,
        "value": _normal(property, value),
        "original_value": record.get("detail") or value,
        "valid": record.get("valid", ""),
        "source": source,
        "locator": record.get("locator", ""),
        "attributed_to": record.get("attributed_to", ""),
        "rank": record.get("rank") or "normal",
    }


def _of_event(event: Event) -> tuple[str, str]:
    return event.kind, event.date


def _of_position(position: Position) -> tuple[str, str]:
    point = f"{position['longitude']} {position['latitude']}".strip()
    return "position", point or position.place or position.method


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
