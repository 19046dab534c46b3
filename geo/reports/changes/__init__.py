"""What changed in missions between two datasets or two days of one, and why."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from geo.atlas import Atlas
from geo.errors import InvalidSelection
from geo.i18n import ENGLISH, Translator
from geo.reports.changes import compare
from geo.reports.changes.compare import Side, Sources
from geo.reports.changes.model import KINDS, REASONS, Change, Compared, Evidence, Reason
from geo.selection import Selection
from geo.vocabulary import EVENTS

__all__ = ["KINDS", "REASONS", "Change", "Compared", "Evidence", "Reason", "changes"]

_USED: Final = {  # Type of change -> evidence that is listed with it only
    "moved": ("position",),
    "opened": ("opened", "reopened"),
    "closed": ("closed",),
    "renamed": ("city", "type"),
}


def changes(
    before: tuple[Atlas, Selection],
    after: tuple[Atlas, Selection],
    *,
    names: tuple[str, str] = ("", ""),
    tr: Translator = ENGLISH,
) -> Compared:
    """What changed in missions between two sides, each a dataset and a selection, and why."""
    one, two = Side(*before), Side(*after)
    same = compare.keys(one.dataset, two.dataset)
    if not same and len(one.dataset.missions) and len(two.dataset.missions):
        raise InvalidSelection().keyed("changes.nothing_common", first=names[0], second=names[1])
    timed = one.dataset is two.dataset and one.selection.known_on == two.selection.known_on
    since = one.selection.as_of_day if timed else one.day
    both = compare.keyed(compare.situation(*before), compare.situation(*after), same)
    found = compare.changed(both, since, tr)
    if timed:
        found = [_happened(change, one, two) for change in found]
    else:
        found = [*_told(found, both, Sources(one, two), tr)]
    found.sort(key=Compared.order)
    until = two.day
    if one.dataset is two.dataset:
        until = two.selection.as_of_day if timed else two.selection.known_on_day
    return Compared(*names, dt.date.fromordinal(until).isoformat(), tuple(found))


def _happened(change: Change, before: Side, after: Side) -> Change:
    """A change between two days of one dataset, with the sources that tell what happened."""
    first, last = before.selection.as_of_day, after.selection.as_of_day
    dataset = after.dataset
    events = [
        event
        for event in dataset.events.of_mission(change.mission)
        if (EVENTS.get(event.kind) == change.now if change.now else event.kind == "relocated")
        and not event.is_planned
        and first < event.days.last
        and event.days.first <= last
        and after.atlas.publication.of(event.sources).possibly <= after.selection.known_on_day
    ]
    within = [one for one in events if first < one.days.first and one.days.last <= last]
    ids = dict.fromkeys(source for event in within or events for source in event.sources)
    word = "time" if within else "time_by" if events else "unknown"
    day = dt.date.fromordinal(min(one.days.last for one in within)).isoformat() if within else ""
    reason = Reason(word, tuple(dataset.sources.by_id[id] for id in ids))
    return replace(change, reason=reason, day=day)


def _told(
    found: list[Change], both: pd.DataFrame, why: Sources, tr: Translator
) -> Iterator[Change]:
    """The changes with their reasons; and what else is said of missions that both sides have."""
    old = dict(zip(both["id_b"], both["id_a"], strict=True))
    used: dict[str, set[str]] = {}

    def once(told: Iterable[tuple[Evidence, object]]) -> tuple[Evidence, ...]:
        return tuple(dict.fromkeys(one for one, _ in told))

    for change in found:
        was, now = old.get(change.mission), change.mission
        if change.kind == "removed":
            was, now = change.mission, ""
        was = was if isinstance(was, str) else ""  # None if the earlier side lacks it
        new, gone = why.differ(was, now)
        only = _USED.get(change.kind, ())
        told = [one for one in (*new, *gone) if not only or one[0].what in only]
        used.setdefault(change.mission, set()).update(only)
        reason = why.reason(was, now, [row for _, row in told])
        yield replace(change, reason=reason, evidence=once(told) if only else ())
    rows: list[dict[str, Any]] = both[both["_merge"] == "both"].to_dict("records")  # type: ignore[assignment]
    for row in rows:
        was, now = row["id_a"], row["id_b"]
        for kind, said in zip(("evidence", "withdrawn"), why.differ(was, now), strict=True):
            if left := [one for one in said if one[0].what not in used.get(now, ())]:
                whole = compare.made("evidence", row, tr)
                reason = why.reason(was, now, [row for _, row in left])
                yield replace(whole, kind=kind, reason=reason, evidence=once(left))
