"""What a mission's status is based on, and the last day on which anything was told of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any, Final, NamedTuple, TypeVar

from geo import dates
from geo.dataset import Event, Relation, days_of
from geo.evidence import HEAD, NONE, PublicationIndex, followed, only_looked
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.vocabulary import EVENTS, Answer

Happening = TypeVar("Happening", Event, Relation)


class Told(NamedTuple):
    """Last evidence: its day, the same as EDTF text, what it is in words, the kind of event."""

    day: date
    date: str
    said: str
    kind: str


_MOST_NAMES: Final = 2


def in_order(text: str, id: str) -> tuple[int, str]:
    """The place of a row in time: by the last day of its date, undated ones last."""
    days = days_of(text)
    return (days.first if days.last == dates.LAST and days.first != dates.FIRST else days.last), id


def in_time(records: Iterable[Happening], publication: PublicationIndex) -> list[Happening]:
    """Events or relations in order; a day on which somebody only looked is no last day."""

    def order(record: Happening) -> tuple[int, str]:
        if record.date and only_looked(record, publication):
            first, last = record.days
            return (first if dates.FIRST != first != last else dates.LAST), record.id
        return in_order(record.date, record.id)

    return sorted(records, key=order)


def last_evidence(context: ReportContext, mission: str) -> Told | None:
    """The last evidence of a mission, see :mod:`geo.evidence.sighting`."""
    mission_filter, tr = context.atlas.mission_filter, context.tr
    last = mission_filter.seen.last(context.as_of.toordinal(), context.known_day)
    at = int(last[mission_filter.numbers[mission]])
    if at < 0:
        return None
    seen = {name: column[at] for name, column in mission_filter.seen.columns.items()}
    kind = str(seen["what"])
    head = context.atlas.dataset.heads.by_id[seen["row"]] if kind == HEAD else None
    said = tr("card.lead.head", name=head.name) if head else tr.event(kind)
    return Told(date.fromordinal(int(seen["day"])), str(seen["date"]), said, kind)


def lead(
    context: ReportContext,
    mission: str,
    shown: Mapping[str, Any] | None,
    events: Sequence[Event],
    last: Told | None,
    where: str,
) -> tuple[str, ...]:
    """The sentences that sum a mission up."""
    tr, day = context.tr, context.tr.date(context.as_of.isoformat())
    if shown is None:
        return (not_shown(context, mission),)
    status = str(shown["status"])
    named = tr.status(status)
    if status == "unknown" and last is not None:
        named = tr.lapsed(last.kind, last.date)
    elif shown["certainty"] == Answer.POSSIBLE:
        named = tr("card.value.perhaps", what=named)
    said = [tr("card.lead.status", day=day, status=named)]
    course = _course(context, events, status)
    said += _since(context, course, last)
    if last is not None:
        told, age = tr.date(last.date), tr.age(last.day, context.as_of)
        said.append(tr("card.lead.last_told", day=told, what=last.said, age=age))
    elif not course:
        said.append(tr("card.lead.not_dated"))
    return (*said, where)


def not_shown(context: ReportContext, mission: str) -> str:
    """Why a mission is not shown on the day: not yet open, or not known whether it existed."""
    why, tr = context.unshown(mission), context.tr
    day = tr.date(context.as_of.isoformat())
    if not why and context.known_on is not None:
        known = tr.date(context.known_on.isoformat())
        return tr("card.lead.not_reported", day=day, known=known)
    return tr("card.lead.not_yet" if why == NONE else "card.lead.not_known", day=day)


def _course(context: ReportContext, events: Sequence[Event], status: str) -> list[Event]:
    known = []
    counted = followed(events, context.publication, context.known_day)
    for event in sorted(counted, key=lambda one: in_order(one.date, one.id), reverse=True):
        happened = dates.happened(dates.parse(event.date), context.as_of, event.sense)
        if happened is not Answer.NO:
            known.append(event)
    since = dropwhile(lambda event: EVENTS[event.kind] != status, known)
    return list(takewhile(lambda event: EVENTS[event.kind] == status, since))


def _since(context: ReportContext, course: Sequence[Event], last: Told | None) -> list[str]:
    """The date since which the status holds, and its source."""
    if not course:
        return []
    tr, first = context.tr, course[-1]
    if first.kind == "unconfirmed":
        key = "card.lead.nothing_later" if last else "card.lead.nothing"
        return [tr(key, date=record_text.within(course[0].date, tr))]
    attested, text = first.sense == "attested", first.date
    when = tr.date(text) if attested else tr.when(text, first.sense)
    values = {"event": tr.event(first.kind), "whom": _whom(context, first)}
    key = "card.lead.reported" if attested else "card.lead.since"
    return [tr(key, when=context.no_later(first, text) or when, **values)]


def _whom(context: ReportContext, event: Event) -> str:
    """Who says so: whom the sources name in the reader's language, else their publishers."""
    tr = context.tr
    if event.attributed_to and tr == context.own:
        return tr("card.lead.according", whom=event.attributed_to)
    names = [c.publisher for c in context.cites(event.sources) if c.kind != "unrecorded"]
    names = list(dict.fromkeys(names))
    if len(names) > _MOST_NAMES:
        others = tr("card.others", count=len(names) - 1)
        names = [*names[: _MOST_NAMES - 1], others]
    return tr.listed(names) if names else tr("card.lead.source_not_recorded")
