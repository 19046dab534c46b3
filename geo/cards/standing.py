"""What a mission's status rests on, and the last day on which anything was told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any, Final

from geo import dates, words
from geo.cards.lens import Lens, Record
from geo.vocabulary import EVENTS, Answer

__all__ = ["by_date", "last_evidence", "lead"]

Told = tuple[date, str]

_OWN: Final = ("editorial", "unrecorded")
_NO_EVIDENCE: Final = frozenset({"unconfirmed", "no_comment", "no_progress", "left_database"})
_MOST_NAMES: Final = 2


def by_date(record: Record) -> tuple[int, str]:
    """The place of a row in time: by the last day of its date, undated ones last."""
    if not record["date"]:
        return dates.LAST, record["id"]
    span = dates.parse(record["date"])
    day = span.latest or span.earliest
    return (day.toordinal() if day else dates.LAST), record["id"]


def last_evidence(lens: Lens, events: Sequence[Record], heads: Sequence[Record]) -> Told | None:
    """The last day on which a source shows a mission, and what it tells of that day.

    Parameters
    ----------
    lens
        The atlas on its days.
    events, heads
        Rows of the mission.

    Returns
    -------
    tuple of date and str or None
        None where no source of others than the editors dates anything of it.
    """
    told: list[Told] = []
    for event in events:
        sound = [cite for cite in lens.cites(event["sources"]) if cite.kind not in _OWN]
        if event["kind"] in _NO_EVIDENCE or event["sense"] == "planned" or not sound:
            continue
        span = dates.parse(event["date"])
        day = span.earliest if event["sense"] == "after" else span.latest
        told += [(day, words.event(event["kind"]))] if day else []
    for head in heads:
        if any(cite.kind not in _OWN for cite in lens.cites(head["sources"])):
            days = [dates.parse(text).latest for text in lens.attested(head)]
            told += [(day, f"{head['name']} in post") for day in days if day]
    return max((one for one in told if one[0] <= lens.as_of), default=None)


def lead(
    lens: Lens,
    shown: Mapping[str, Any] | None,
    events: Sequence[Record],
    last: Told | None,
    where: str,
) -> tuple[str, ...]:
    """The sentences that sum a mission up.

    Parameters
    ----------
    lens
        The atlas on its days.
    shown
        The mission on these days; None where it is not there.
    events
        Its events.
    last
        What :func:`last_evidence` gives.
    where
        How it is placed, as a sentence.

    Returns
    -------
    tuple of str
        Its status, what that rests on, what else was told since, where it is.
    """
    day = dates.display(lens.as_of.isoformat())
    if shown is None:
        known = lens.known_on
        by = f", by what was known on {dates.display(known.isoformat())}" if known else ""
        return (f"On {day}{by}, this mission is not there.",)
    sure = "perhaps " if shown["certainty"] == Answer.PERHAPS else ""
    status = str(shown["status"])
    said = [f"Status on {day}: {sure}{words.status(status)}."]
    course = _course(lens, events, status)
    said += _basis(lens, course, last)
    confirmed = _shown_on(course[0]) if course and course[0]["kind"] != "unconfirmed" else None
    if last is not None and (confirmed is None or last[0] > confirmed):
        told = dates.display(last[0].isoformat())
        said.append(f"Last told of: {told} ({last[1]}), {words.age(last[0], lens.as_of)}.")
    elif not course:
        said.append("No source in this pack dates it.")
    return (*said, where)


def _course(lens: Lens, events: Sequence[Record], status: str) -> list[Record]:
    """The events of the last stretch with a status, the latest first."""
    known = []
    for event in sorted(events, key=by_date, reverse=True):
        if EVENTS[event["kind"]] is None or event["sense"] == "planned":
            continue
        happened = dates.happened(dates.parse(event["date"]), lens.as_of, event["sense"])
        if happened is not Answer.NO and lens.known(event["sources"]) is not Answer.NO:
            known.append(event)
    since = dropwhile(lambda event: EVENTS[event["kind"]] != status, known)
    return list(takewhile(lambda event: EVENTS[event["kind"]] == status, since))


def _basis(lens: Lens, course: Sequence[Record], last: Told | None) -> list[str]:
    if not course:
        return []
    latest, first = course[0], course[-1]
    if first["kind"] == "unconfirmed":
        what = "Nothing later" if last else "Nothing"
        return [f"{what} that shows it at work was found by {dates.display(latest['date'])}."]
    said = f"That rests on: {_event(first)}{_whom(lens, first)}"
    if latest is not first:
        said += f"; last shown so: {_event(latest)}{_whom(lens, latest)}"
    day_shown = _shown_on(latest)
    old = f", {words.age(day_shown, lens.as_of)}" if day_shown else ""
    return [f"{said}{old}."]


def _event(event: Record) -> str:
    when = words.when(event["date"], event["sense"]).removeprefix("so ")
    return f"{words.event(event['kind'])}, {when}"


def _shown_on(event: Record) -> date | None:
    span = dates.parse(event["date"])
    return span.earliest if event["sense"] == "after" else span.latest


def _whom(lens: Lens, event: Record) -> str:
    """Who says so: whom the sources name for it, else their publishers."""
    if event["attributed_to"]:
        return f" (according to {event['attributed_to']})"
    names = [c.publisher for c in lens.cites(event["sources"]) if c.kind != "unrecorded"]
    names = list(dict.fromkeys(names))
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], words.counted(len(names) - 1, "other")]
    return f" ({words.listed(names)})" if names else " (source not recorded)"
