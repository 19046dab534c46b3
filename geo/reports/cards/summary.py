"""What a mission's status is based on, and the last day on which anything was told of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any, Final, NamedTuple, TypeVar

from geo import dates
from geo.dataset import Event, Relation, days_of
from geo.evidence import HEAD, NONE, PublicationIndex, followed, only_looked
from geo.i18n import Translator
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.vocabulary import EVENTS, Answer

Happening = TypeVar("Happening", Event, Relation)
_MOST_NAMES: Final = 2


class Told(NamedTuple):
    """Last evidence: its day, the same as EDTF text, what it is in words, the kind of event."""

    day: date
    date: str
    said: str
    kind: str


def status_said(shown: Mapping[str, Any], tr: Translator) -> str:
    """The status of a mission in words, marked if only possible."""
    status = tr.status(str(shown["status"]))
    sure = shown["certainty"] != Answer.POSSIBLE
    return status if sure else tr("card.value.perhaps", what=status)


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
    head = context.dataset.heads.by_id[seen["row"]] if kind == HEAD else None
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
    status, named = str(shown["status"]), status_said(shown, tr)
    if status == "unknown" and last is not None:
        named = tr.lapsed(last.kind, last.date)
    course = _course(context, events, status)
    said = [tr("card.lead.status", day=day, status=named), *_since(context, course, last)]
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
    """The events since which the status holds, the last first."""
    counted = followed(events, context.publication, context.known_day)
    known = (
        event
        for event in sorted(counted, key=lambda one: in_order(one.date, one.id), reverse=True)
        if dates.happened(dates.parse(event.date), context.as_of, event.sense) is not Answer.NO
    )
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
    key, when = "card.lead.since", tr.when(first.date, first.sense)
    if first.sense == "attested":
        key, when = "card.lead.reported", tr.date(first.date)
    values = {"event": tr.event(first.kind), "whom": _whom(context, first)}
    return [tr(key, when=context.no_later(first, first.date) or when, **values)]


def _whom(context: ReportContext, event: Event) -> str:
    """Who says so: whom the sources name in the reader's language, else their publishers."""
    tr = context.tr
    if event.attributed_to and tr == context.own:
        return tr("card.lead.according", whom=event.attributed_to)
    cites = (cite for cite in context.cites(event.sources) if cite.kind != "unrecorded")
    names = list(dict.fromkeys(cite.publisher for cite in cites))
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], tr("card.others", count=len(names) - 1)]
    return tr.listed(names) if names else tr("card.lead.source_not_recorded")
