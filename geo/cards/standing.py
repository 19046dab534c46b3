"""What a mission's status rests on, and the last day on which anything was told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any, Final

from geo import dates
from geo.cards import telling
from geo.cards.lens import Lens, Record
from geo.claims import followed
from geo.vocabulary import EVENTS, Answer
from geo.words import ENGLISH, Voice

__all__ = ["by_date", "last_evidence", "lead"]

Told = tuple[date, str]

_OWN: Final = ("editorial", "unrecorded")
_NO_EVIDENCE: Final = frozenset({"unconfirmed", "no_comment", "no_progress", "left_database"})
_MOST_NAMES: Final = 2
_BASIS: Final = {
    (False, False): "card.lead.rests",
    (False, True): "card.lead.rests_aged",
    (True, False): "card.lead.rests_shown",
    (True, True): "card.lead.rests_shown_aged",
}
"""Whether it was shown again later, and whether that day is known -> the sentence."""


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
    told: list[tuple[date, str, str]] = []
    for event in events:
        sound = [cite for cite in lens.cites(event["sources"]) if cite.kind not in _OWN]
        if event["kind"] in _NO_EVIDENCE or event["sense"] == "planned" or not sound:
            continue
        span = dates.parse(event["date"])
        day = span.earliest if event["sense"] == "after" else span.latest
        if day:
            told.append((day, ENGLISH.event(event["kind"]), lens.voice.event(event["kind"])))
    for head in heads:
        if any(cite.kind not in _OWN for cite in lens.cites(head["sources"])):
            days = [dates.parse(text).latest for text in lens.attested(head)]
            said = [_in_post(voice, head) for voice in (ENGLISH, lens.voice)]
            told += [(day, said[0], said[1]) for day in days if day]
    last = max((one for one in told if one[0] <= lens.as_of), default=None)
    return (last[0], last[2]) if last else None


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
    voice, day = lens.voice, lens.voice.date(lens.as_of.isoformat())
    if shown is None:
        if lens.known_on is None:
            return (voice("card.lead.not_there", day=day),)
        known = voice.date(lens.known_on.isoformat())
        return (voice("card.lead.not_there_by", day=day, known=known),)
    status = str(shown["status"])
    named = voice.status(status)
    if shown["certainty"] == Answer.PERHAPS:
        named = voice("card.value.perhaps", what=named)
    said = [voice("card.lead.status", day=day, status=named)]
    course = _course(lens, events, status)
    said += _basis(lens, course, last)
    confirmed = _shown_on(course[0]) if course and course[0]["kind"] != "unconfirmed" else None
    if last is not None and (confirmed is None or last[0] > confirmed):
        told, age = voice.date(last[0].isoformat()), voice.age(last[0], lens.as_of)
        said.append(voice("card.lead.last_told", day=told, what=last[1], age=age))
    elif not course:
        said.append(voice("card.lead.not_dated"))
    return (*said, where)


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
    shown, day_shown = latest is not first, _shown_on(latest)
    values = {"first": _event(lens, first)}
    if shown:
        values["latest"] = _event(lens, latest)
    if day_shown:
        values["age"] = voice.age(day_shown, lens.as_of)
    return [voice(_BASIS[shown, day_shown is not None], **values)]


def _event(lens: Lens, event: Record) -> str:
    voice, text = lens.voice, event["date"]
    attested = event["sense"] == "attested"
    return voice(
        "card.lead.event",
        event=voice.event(event["kind"]),
        when=voice.at(text) if attested else voice.when(text, event["sense"]),
        whom=_whom(lens, event),
    )


def _shown_on(event: Record) -> date | None:
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


def _in_post(voice: Voice, head: Record) -> str:
    """That a head of mission is in post, as a note beside a day."""
    return voice("card.lead.head", name=head["name"])
