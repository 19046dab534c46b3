"""The picture of timelines in words: title, counts, and what is told to those who do not see it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Final

from geo import dates
from geo.figures.world.world_text import default_title
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import STATUSES, Answer

FEW: Final = 4
"""Timelines that are told one by one."""

MOST_EVENTS: Final = 14
MOST_EXPECTED: Final = 6


def title(told: Timelines) -> str:
    """The default title of the picture."""
    tr = told.tr
    if told.pair:
        of = " – ".join(tr.party(code) for code in told.pair)
    elif len(told.timelines) == 1:
        of = told.timelines[0].name
    elif told.ids:
        of = tr("words.missions", count=len(told.missions))
    else:
        of = default_title(told.selection, tr)
    return tr("courses.title", of=tr.capital(of))


def alt_text(told: Timelines, as_of: str, known: str) -> str:
    """What the picture shows, for a reader who does not see it."""
    tr = told.tr
    said = [tr("courses.alt", what=told.sum, as_of=as_of, known=known)]
    if len(told.timelines) <= FEW:
        for one in told.timelines:
            said += _told(told, one)
    else:
        last = [one.intervals[-1] for one in told.missions if one.intervals]
        statuses = Counter(interval.status for interval in last)
        counts = tr.left_out({name: statuses[name] for name in (*STATUSES, "undated")})
        said.append(tr("courses.alt_statuses", as_of=as_of, statuses="; ".join(counts)))
        begun = [one.begun for one in told.missions if one.begun != dates.LAST]
        if begun:
            first = next(one for one in told.missions if one.begun == min(begun))
            event = next(e for e in first.happened if e.dated)
            said.append(
                tr("courses.alt_first", name=first.name, event=event.named, when=event.when)
            )
        rows = [
            (one, event, outcome)
            for one in told.timelines
            for event, outcome in zip(one.expected, one.outcomes, strict=True)
        ]
        for one, event, outcome in rows[:MOST_EXPECTED]:
            values = {"name": one.name, "event": event.named, "when": event.when}
            said.append(f"{tr('courses.alt_expected', **values)} {outcome.said(tr)}")
        if len(rows) > MOST_EXPECTED:
            said.append(tr("courses.alt_more", count=len(rows) - MOST_EXPECTED))
    return tr.sentences(text for text in [*said, told.unshown] if text)


def _told(told: Timelines, one: Timeline) -> list[str]:
    tr = told.tr
    events = [f"{event.when}: {event.named}" for event in one.happened[:MOST_EVENTS]]
    if len(one.happened) > MOST_EVENTS:
        events.append(tr("courses.alt_more", count=len(one.happened) - MOST_EVENTS))
    if not events:
        events = [tr("courses.no_event")]
    said = [tr("courses.alt_course", name=one.name, events="; ".join(events))]
    intervals = [s for s in one.intervals if s.status != "undated"]
    runs = [list(some) for _, some in groupby(intervals, key=lambda s: s.status)]
    parts = []
    for run in runs:
        status = tr.status(run[-1].status)
        if all(interval.certainty is Answer.PERHAPS for interval in run):
            status = tr("card.value.perhaps", what=status)
        parts.append(status)
    if parts:
        said.append(tr("courses.alt_status", statuses=", ".join(parts)))
    for event, outcome in zip(one.expected, one.outcomes, strict=True):
        values = {"name": one.name, "event": event.named, "when": event.when}
        said.append(f"{tr('courses.alt_expected', **values)} {outcome.said(tr)}")
    return said
