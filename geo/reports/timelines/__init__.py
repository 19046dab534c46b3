"""Timelines: what happened to missions and when, with what was expected apart from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from geo import dates, i18n, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset import Event as EventRecord
from geo.dataset import Relation, days_of
from geo.errors import InvalidSelection, quoted
from geo.evidence import NONE, only_looked
from geo.exporters import table as written
from geo.i18n import Translator
from geo.reports import cards, nothing_shown
from geo.reports.cards.context import ReportContext
from geo.reports.cards.record_text import left_out
from geo.reports.cards.summary import in_time
from geo.selection import Selection
from geo.vocabulary import EVENTS, Answer, columns_of

__all__ = ["COLUMNS", "Event", "Interval", "Outcome", "Timeline", "Timelines", "timelines"]
COLUMNS: Final = columns_of("timelines")
"""The columns of :meth:`Timelines.table`."""
_ALSO: Final = {"opened": ("opened", "reopened"), "reopened": ("reopened", "opened")}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days in a row with one answer: ordinals, ``begin`` inside, ``end`` outside."""

    begin: int
    end: int
    status: str  # Of :data:`geo.vocabulary.STATUSES`, or ``undated``: nothing says since when
    certainty: Answer


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, or was expected to, on a date; of a mission or a pair."""

    id: str
    kind: str
    named: str  # Its kind in words, of a relation its title
    date: str  # EDTF
    sense: str
    when: str  # The date in words
    first: int  # Ordinal; ``dates.FIRST`` where open
    last: int  # Ordinal; ``dates.LAST`` where open
    told: str  # In the language of the dataset
    cites: tuple[cards.Cite, ...]  # Its sources published by then
    attributed_to: str
    certainty: Answer

    @property
    def expected(self) -> bool:
        """Whether it was expected, and is not reported as having happened."""
        return self.sense == "planned"

    @property
    def dated(self) -> bool:
        """Whether it has a day at one end at least."""
        return self.first != dates.FIRST or self.last != dates.LAST

    def against(self, expected: "Event") -> str:
        """Whether it happened before, within or after the expected days; or unclear."""
        low = dates.FIRST if self.sense in ("by", "attested") else self.first
        high = dates.LAST if self.sense == "after" else self.last
        if high < expected.first and expected.first != dates.FIRST:
            return "before"
        if low > expected.last:
            return "after"
        inside = expected.first <= low and high <= expected.last
        return "within" if inside and expected.first != dates.FIRST else "unclear"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of something expected, as far as the dataset says.

    ``word``: it is reported ``before``, ``within`` or ``after`` its time, or ``unclear`` which;
    ``ahead``: its time was not over on the as-of day; ``passed``: it was, and nothing is reported;
    ``endless``: no last day was named. ``event`` is what happened; ``following``, where it is not
    reported, the next change of status.
    """

    word: str
    event: Event | None = None
    following: Event | None = None

    def said(self, tr: Translator) -> str:
        """The outcome as one sentence, or two."""

        def worded(word: str, of: Event | None) -> str:
            what = {"event": of.named, "when": of.when} if of else {}
            return tr(f"courses.became.{word}", **what)

        said = worded(self.word, self.event)
        return f"{said} {worded('following', self.following)}" if self.following else said


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline of one mission, or what is dated between two parties."""

    id: str
    name: str
    parties: tuple[str, str]
    intervals: tuple[Interval, ...]  # Oldest first, up to the as-of day; none for a pair
    happened: tuple[Event, ...]  # By the last day of their dates, undated ones last
    expected: tuple[Event, ...] = ()  # The same
    outcomes: tuple[Outcome, ...] = ()  # Of what was expected

    @property
    def begun(self) -> int:
        """Ordinal of the last day on which its first dated event can have happened."""
        days = [e.last if e.last != dates.LAST else e.first for e in self.happened if e.dated]
        return min(days, default=dates.LAST)


@dataclass(frozen=True)
class Timelines:
    """The timelines of some missions, on two days, and of a pair what is between its parties."""

    timelines: tuple[Timeline, ...]
    selection: Selection
    as_of: date
    known_on: date | None
    left_out: Mapping[str, int] = field(default_factory=dict)  # Why events are -> how many
    hidden: Mapping[str, int] = field(default_factory=dict)  # Why missions are -> how many
    ids: tuple[str, ...] = ()  # Asked for, or the selection was
    pair: tuple[str, ...] = ()  # Two codes where one pair and nothing else was asked for
    tr: Translator = field(default_factory=lambda: Translator("en"))

    @property
    def missions(self) -> tuple[Timeline, ...]:
        """The timelines of missions alone."""
        return tuple(one for one in self.timelines if not one.id.startswith("pair:"))

    @property
    def sources(self) -> tuple[cards.Cite, ...]:
        """The sources of all events, those with most events first."""
        uses = Counter(cite for _, event, _ in self.rows() for cite in event.cites)
        return tuple(sorted(uses, key=lambda cite: (-uses[cite], cite.id)))

    def rows(self) -> Iterator[tuple[Timeline, Event, Outcome | None]]:
        """Every event with its course; what was expected, after what happened, with its outcome."""
        for one in self.timelines:
            yield from ((one, event, None) for event in one.happened)
            for event, outcome in zip(one.expected, one.outcomes, strict=True):
                yield one, event, outcome

    def table(self) -> list[dict[str, str]]:
        """One row an event, with :data:`COLUMNS`."""
        return [
            {
                "subject": one.id,
                "name": one.name,
                "event": event.named,
                **{name: getattr(event, name) for name in ("kind", "date", "sense", "when")},
                "first": _day(event.first),
                "last": _day(event.last),
                "certainty": str(event.certainty),
                "expected": "yes" if event.expected else "no",
                "became": outcome.said(self.tr) if outcome else "",
                "told": event.told,
                "attributed_to": event.attributed_to,
                "sources": "|".join(cite.id for cite in event.cites),
                "as_of": self.as_of.isoformat(),
                "known_on": self.known_on.isoformat() if self.known_on else "",
            }
            for one, event, outcome in self.rows()
        ]

    def csv(self) -> bytes:
        """The table as CSV that spreadsheets open as it is meant: nothing in it can run."""
        return written(list(COLUMNS), [list(row.values()) for row in self.table()])

    def counted(self) -> dict[str, int]:
        """How many missions, events and expectations there are."""
        return {
            "missions": len(self.missions),
            "events": sum(len(one.happened) for one in self.timelines),
            "expected": sum(len(one.expected) for one in self.timelines),
        }

    @property
    def sum(self) -> str:
        """How many there are, in words: "3 missions, 43 events and 2 expectations"."""
        keys = ("words.missions", "courses.events", "courses.expected")
        counts = zip(keys, self.counted().values(), strict=True)
        return self.tr.listed([self.tr(k, count=n) for k, n in counts if n or k != keys[2]])

    @property
    def unshown(self) -> str:
        """What is not there for its days or has no place in time, as sentences; may be blank."""
        tr = self.tr
        undated = sum(not event.dated for one in self.timelines for event in one.happened)
        said = [left_out(self.left_out, tr), tr.capital(tr.hidden(self.hidden))]
        said.append(tr("courses.undated", count=undated) if undated else "")
        return tr.sentences(filter(None, said))


def _day(ordinal: int) -> str:
    return "" if ordinal in (dates.FIRST, dates.LAST) else date.fromordinal(ordinal).isoformat()


def timelines(
    atlas: Atlas,
    ids: Iterable[str] = (),
    selection: Selection | None = None,
    *,
    language: str = "en",
) -> Timelines:
    """The timelines of missions: of those named, else of all that a selection shows.

    Parameters
    ----------
    ids
        Of missions, or of lines (``pair:PRK-VEN``): a pair has the missions of both parties in
        each other, closed ones with them, and what is dated between the two.
    selection
        The selection. Its days count in any case: no event after the one, and none reported
        after the other. None for all but closed missions as of today.
    language
        One of :data:`geo.i18n.LANGUAGES`. Texts of the dataset stay in their own.

    Returns
    -------
    Timelines
        In the order in which each mission's first event is dated.

    Raises
    ------
    UnknownMission, EmptySelection, InvalidSelection
        No record has an id; the selection shows no mission; an id has no timeline, or the
        language is unknown.

    Examples
    --------
    >>> import geo
    >>> len(geo.timelines(geo.Atlas.open(), ["pair:PRK-VEN"]).timelines) > 1
    True
    """
    asked = selection or Selection()
    context = ReportContext.on(atlas, asked, i18n.tr(language))
    named = tuple(dict.fromkeys(ids))
    missions, pairs = _chosen(context, named)
    if not named:
        shown = atlas.mission_filter.state(asked).shown.nonzero()[0].tolist()
        missions = [atlas.dataset.missions[number].id for number in shown]
        if not missions:
            raise nothing_shown(atlas.hidden(asked).statuses)
    return Timelines(
        timelines=(*_courses(context, missions), *(_between(context, a, b) for a, b in pairs)),
        selection=asked,
        as_of=context.as_of,
        known_on=context.known_on,
        left_out=dict(context.left_out),
        hidden={} if named else dict(atlas.hidden(asked).counts),
        ids=named,
        pair=pairs[0] if len(named) == 1 and pairs else (),
        tr=context.tr,
    )


def _chosen(context: ReportContext, ids: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The missions and the pairs that ids stand for."""
    dataset = context.dataset
    missions: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for id in ids:
        what, _, rest = id.partition(":")
        key = rest if what == "seat" else id
        row = dataset.relations.by_id.get(id)
        if key in dataset.missions.by_id:
            missions[key] = None
            continue
        # The card says whether there is such an id, and whether a pair has to do with one another.
        card = cards.card(context.atlas, id, context.as_of, context.known_on, context.tr.language)
        if what != "pair" and not row:
            raise InvalidSelection().keyed("error.courses.none", text=quoted(id))
        a, _, b = (relation_lines.pair_id(row.a, row.b) if row else card.id)[5:].partition("-")
        pairs[(a, b) if a < b else (b, a)] = None
        both = (one.id for one in dataset.missions if {one.sending, one.receiving} == {a, b})
        missions |= dict.fromkeys(both)
    return list(missions), list(pairs)


def _courses(context: ReportContext, missions: Sequence[str]) -> list[Timeline]:
    """The timelines of missions, in the order in which the first of each is dated."""
    told, intervals = context.atlas.once(_events), _intervals(context, missions)
    found = []
    for row in map(context.dataset.missions.by_id.__getitem__, missions):
        name = row.name or context.tr.label(row.kind, row.sending, row.receiving, row.city)
        about = row.id, name, (row.sending, row.receiving), tuple(intervals.get(row.id, ()))
        found.append(_course(context, about, told.get(row.id, ())))
    return sorted(found, key=lambda one: (one.begun, parties.fold(one.name), one.id))


def _between(context: ReportContext, a: str, b: str) -> Timeline:
    """What is dated between two parties, as a timeline."""
    rows = [row for row in context.dataset.relations if {row.a, row.b} == {a, b}]
    both = context.tr.listed([context.tr.of_party(a), context.tr.of_party(b)])
    about = relation_lines.pair_id(a, b), context.tr("courses.between", both=both), (a, b), ()
    return _course(context, about, in_time(rows, context.publication))


def _course(
    context: ReportContext,
    about: tuple[str, str, tuple[str, str], tuple[Interval, ...]],
    records: Iterable[EventRecord | Relation],
) -> Timeline:
    """A timeline of events; ``about``: its id, name, parties and intervals."""
    kept = [one for one in (_event(context, row) for row in records) if one is not None]
    happened = tuple(event for event, _ in kept if not event.expected)
    expected = [(event, told) for event, told in kept if event.expected]
    day = context.as_of.toordinal()
    outcomes = tuple(_outcome(event, happened, told, day) for event, told in expected)
    return Timeline(*about, happened, tuple(event for event, _ in expected), outcomes)


def _event(context: ReportContext, record: EventRecord | Relation) -> tuple[Event, int] | None:
    """An event, and the day on which it was first reported; None if not yet counted."""
    certainty = context.admits(record.sources, record.date, record.sense)
    if certainty is Answer.NO:
        return None
    if record.sense == "attested" and record.days.first > context.as_of.toordinal():
        # A card shows it as possible before; a timeline ends before it.
        context.left_out["later"] += 1
        return None
    named = (isinstance(record, Relation) and record.title) or context.event(record)
    row = context.row(named, record.detail, record, certainty=certainty, as_told=("value",))
    first, last = days_of(row.date)
    if row.date == record.date and only_looked(record, context.publication):
        first, last = first if first < last else dates.FIRST, dates.LAST
    event = Event(
        id=record.id,
        kind=record.kind,
        named=row.label,
        date=row.date,
        sense=record.sense,
        when=row.when or context.tr("date.unknown"),
        first=first,
        last=last,
        told=row.value,
        cites=row.cites,
        attributed_to=row.attributed_to,
        certainty=certainty,
    )
    return event, context.publication.of(record.sources).possibly


def _events(atlas: Atlas) -> Mapping[str, Sequence[EventRecord]]:
    found: dict[str, list[EventRecord]] = defaultdict(list)
    for row in in_time(atlas.dataset.events, atlas.publication):
        found[row.mission].append(row)
    return found


def _intervals(context: ReportContext, missions: Sequence[str]) -> dict[str, list[Interval]]:
    told, _ = context.atlas.mission_filter.intervals
    table, known = context.dataset.missions, context.known_day
    end = context.as_of.toordinal() + 1
    asked = np.zeros(len(table), dtype=bool)
    asked[np.array([table.numbers[id] for id in missions], dtype=np.intp)] = True
    holds = asked[told["mission"]] & (told["known_begin"] <= known) & (known < told["known_end"])
    holds &= (told["begin"] < end) & (told["status"] != NONE)
    rows = np.flatnonzero(holds)
    order = rows[np.lexsort((told["begin"][rows], told["mission"][rows]))]
    found: dict[str, list[Interval]] = defaultdict(list)
    columns = ("mission", "begin", "end", "status", "certainty")
    cells = zip(*(told[name][order].tolist() for name in columns), strict=True)
    for number, begin, until, status, how in cells:
        interval = Interval(begin, min(until, end), str(status), Answer(str(how)))
        found[table[number].id].append(interval)
    return found


def _outcome(expected: Event, happened: Sequence[Event], told: int, as_of: int) -> Outcome:
    """The outcome of an expectation."""
    since = min(told, expected.first) if expected.first != dates.FIRST else told
    kinds = _ALSO.get(expected.kind, (expected.kind,))
    if EVENTS.get(expected.kind) is not None:
        for event in happened:
            if event.kind in kinds and event.dated and event.last >= since:
                return Outcome(event.against(expected), event)
    if expected.last == dates.LAST:
        return Outcome("endless")
    if as_of <= expected.last:
        return Outcome("ahead")
    later = (e for e in happened if EVENTS.get(e.kind) is not None and e.first > expected.last)
    return Outcome("passed", following=next(later, None))
