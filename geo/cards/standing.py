"""What a mission's status rests on, and the last day on which anything was told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any, Final, NamedTuple

from geo import dates
from geo.cards import telling
from geo.cards.lens import Lens, Record
from geo.claims import HEAD, NONE, Knowledge, followed, only_looked
from geo.vocabulary import EVENTS, Answer

__all__ = ["Told", "by_date", "last_evidence", "lead", "not_shown"]


class Told(NamedTuple):
    """Last evidence: its day, the same as EDTF text, what it is in words, the kind of event."""

    day: date
    date: str
    said: str
    kind: str


_MOST_NAMES: Final = 2
_BASIS: Final = {
    (False, False): "card.lead.rests",
    (False, True): "card.lead.rests_aged",
    (True, False): "card.lead.rests_shown",
    (True, True): "card.lead.rests_shown_aged",
}
"""Whether it was shown again later, and whether that day is known -> the sentence."""


def by_date(record: Record, knowledge: Knowledge | None = None) -> tuple[int, str]:
    """The place of a row in time: by the last day of its date, undated ones last.

    With knowledge of the sources, a day on which somebody only looked is no last day.
    """
    if not record["date"]:
        return dates.LAST, record["id"]
    span = dates.parse(record["date"])
    day = span.latest or span.earliest
    if knowledge is not None and only_looked(record, knowledge):
        day = span.earliest if span.earliest != span.latest else None
    return (day.toordinal() if day else dates.LAST), record["id"]


def last_evidence(lens: Lens, mission: str) -> Told | None:
    """The last evidence of a mission, see :mod:`geo.claims.sightings`.

    Parameters
    ----------
    lens
        The atlas on its days.
    mission
        Its id.

    Returns
    -------
    Told or None
        None where no source of others than the editors dates anything of it.
    """
    sieve, voice = lens.atlas.sieve, lens.voice
    last = sieve.seen.last(lens.as_of.toordinal(), lens.known_on_day)
    at = int(last[sieve.number[mission]])
    if at < 0:
        return None
    seen = {name: column[at] for name, column in sieve.seen.columns.items()}
    kind = str(seen["what"])
    head = lens.atlas.pack.by_id["heads"][seen["row"]] if kind == HEAD else None
    said = voice("card.lead.head", name=head["name"]) if head else voice.event(kind)
    return Told(date.fromordinal(int(seen["day"])), str(seen["date"]), said, kind)


def lead(
    lens: Lens,
    mission: str,
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
    mission
        Its id.
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
    voice, day = lens.voice, lens.voice.date(lens.as_of.isoformat())
    if shown is None:
        return (not_shown(lens, mission),)
    status = str(shown["status"])
    named = voice.status(status)
    if status == "unknown" and last is not None:
        named = voice.lapsed(last.kind, last.date)
    elif shown["certainty"] == Answer.PERHAPS:
        named = voice("card.value.perhaps", what=named)
    said = [voice("card.lead.status", day=day, status=named)]
    course = _course(lens, events, status)
    said += _basis(lens, course, last)
    confirmed = (
        _shown_on(lens, course[0]) if course and course[0]["kind"] != "unconfirmed" else None
    )
    if last is not None and (confirmed is None or last.day > confirmed):
        told, age = voice.date(last.date), voice.age(last.day, lens.as_of)
        said.append(voice("card.lead.last_told", day=told, what=last.said, age=age))
    elif not course:
        said.append(voice("card.lead.not_dated"))
    return (*said, where)


def not_shown(lens: Lens, mission: str) -> str:
    """Why a mission is not shown on the day: not yet open, or not known whether it existed."""
    why, voice = lens.unshown(mission), lens.voice
    day = voice.date(lens.as_of.isoformat())
    if not why and lens.known_on is not None:
        known = voice.date(lens.known_on.isoformat())
        return voice("card.lead.not_reported", day=day, known=known)
    return voice("card.lead.not_yet" if why == NONE else "card.lead.not_known", day=day)


def _course(lens: Lens, events: Sequence[Record], status: str) -> list[Record]:
    """The events of the last stretch with a status, the latest first."""
    known = []
    counted = followed(events, lens.knowledge, lens.known_day)
    for event in sorted(counted, key=by_date, reverse=True):
        happened = dates.happened(dates.parse(event["date"]), lens.as_of, event["sense"])
        if happened is not Answer.NO:
            known.append(event)
    since = dropwhile(lambda event: EVENTS[event["kind"]] != status, known)
    return list(takewhile(lambda event: EVENTS[event["kind"]] == status, since))


def _basis(lens: Lens, course: Sequence[Record], last: Told | None) -> list[str]:
    if not course:
        return []
    latest, first = course[0], course[-1]
    voice = lens.voice
    if first["kind"] == "unconfirmed":
        key = "card.lead.nothing_later" if last else "card.lead.nothing"
        return [voice(key, date=telling.within(latest["date"], voice))]
    shown, day_shown = latest is not first, _shown_on(lens, latest)
    values = {"first": _event(lens, first)}
    if shown:
        values["latest"] = _event(lens, latest)
    if day_shown:
        values["age"] = voice.age(day_shown, lens.as_of)
    return [voice(_BASIS[shown, day_shown is not None], **values)]


def _event(lens: Lens, event: Record) -> str:
    voice, text = lens.voice, event["date"]
    attested = event["sense"] == "attested"
    when = voice.at(text) if attested else voice.when(text, event["sense"])
    return voice(
        "card.lead.event",
        event=voice.event(event["kind"]),
        when=lens.no_later(event, text) or when,
        whom=_whom(lens, event),
    )


def _shown_on(lens: Lens, event: Record) -> date | None:
    if only_looked(event, lens.knowledge):
        return None
    span = dates.parse(event["date"])
    return span.earliest if event["sense"] == "after" else span.latest


def _whom(lens: Lens, event: Record) -> str:
    """Who says so: whom the sources name for it, else their publishers.

    Whom the sources name is text of the pack: it stands in the sentence only where the sentence
    is in the pack's language; the row of the event has it in any case.
    """
    voice = lens.voice
    if event["attributed_to"] and voice == lens.own:
        return voice("card.lead.according", whom=event["attributed_to"])
    names = [c.publisher for c in lens.cites(event["sources"]) if c.kind != "unrecorded"]
    names = list(dict.fromkeys(names))
    if len(names) > _MOST_NAMES:
        others = voice("card.others", count=len(names) - 1)
        names = [*names[: _MOST_NAMES - 1], others]
    return voice.listed(names) if names else voice("card.lead.source_not_recorded")
