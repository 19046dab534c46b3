"""The picture of courses in words: title, counts, and what is told to those who do not see it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Final

from geo import dates
from geo.courses import Course, Courses
from geo.figure.world_words import default_title
from geo.vocabulary import STATUSES, Answer

__all__ = ["alt_text", "title"]

FEW: Final = 4
"""Courses that are told one by one."""

MOST_EVENTS: Final = 14
MOST_EXPECTED: Final = 6


def title(told: Courses) -> str:
    """What the picture is called where nobody says."""
    voice = told.voice
    if told.pair:
        of = " – ".join(voice.tight(code) for code in told.pair)
    elif len(told.courses) == 1:
        of = told.courses[0].name
    elif told.ids:
        of = voice("words.missions", count=len(told.missions))
    else:
        of = default_title(told.selection, voice)
    return voice("courses.title", of=voice.capital(of))


def alt_text(told: Courses, as_of: str, known: str) -> str:
    """What the picture shows, for a reader who does not see it.

    Parameters
    ----------
    told
        The courses.
    as_of, known
        The two days in words.
    """
    voice = told.voice
    said = [voice("courses.alt", what=told.sum, as_of=as_of, known=known)]
    if len(told.courses) <= FEW:
        for one in told.courses:
            said += _told(told, one)
    else:
        last = [one.stretches[-1] for one in told.missions if one.stretches]
        statuses = Counter(stretch.status for stretch in last)
        counts = voice.left_out({name: statuses[name] for name in (*STATUSES, "undated")})
        said.append(voice("courses.alt_statuses", as_of=as_of, statuses="; ".join(counts)))
        begun = [one.begun for one in told.missions if one.begun != dates.LAST]
        if begun:
            first = next(one for one in told.missions if one.begun == min(begun))
            event = next(e for e in first.happened if e.dated)
            said.append(
                voice("courses.alt_first", name=first.name, event=event.named, when=event.when)
            )
        rows = [
            (one, event, outcome)
            for one in told.courses
            for event, outcome in zip(one.expected, one.outcomes, strict=True)
        ]
        for one, event, outcome in rows[:MOST_EXPECTED]:
            values = {"name": one.name, "event": event.named, "when": event.when}
            said.append(f"{voice('courses.alt_expected', **values)} {outcome.said(voice)}")
        if len(rows) > MOST_EXPECTED:
            said.append(voice("courses.alt_more", count=len(rows) - MOST_EXPECTED))
    return voice.sentences(text for text in [*said, told.unshown] if text)


def _told(told: Courses, one: Course) -> list[str]:
    voice = told.voice
    events = [f"{event.when}: {event.named}" for event in one.happened[:MOST_EVENTS]]
    if len(one.happened) > MOST_EVENTS:
        events.append(voice("courses.alt_more", count=len(one.happened) - MOST_EVENTS))
    if not events:
        events = [voice("courses.no_event")]
    said = [voice("courses.alt_course", name=one.name, events="; ".join(events))]
    stretches = [s for s in one.stretches if s.status != "undated"]
    runs = [list(some) for _, some in groupby(stretches, key=lambda s: s.status)]
    parts = []
    for run in runs:
        status = voice.status(run[-1].status)
        if all(stretch.certainty is Answer.PERHAPS for stretch in run):
            status = voice("card.value.perhaps", what=status)
        parts.append(status)
    if parts:
        said.append(voice("courses.alt_status", statuses=", ".join(parts)))
    for event, outcome in zip(one.expected, one.outcomes, strict=True):
        values = {"name": one.name, "event": event.named, "when": event.when}
        said.append(f"{voice('courses.alt_expected', **values)} {outcome.said(voice)}")
    return said
