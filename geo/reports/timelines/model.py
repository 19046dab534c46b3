"""What a timeline is made of: plain values, for a picture, a page and a table alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geo import dates
from geo.exporters import table as written
from geo.i18n import Translator
from geo.reports.cards import Cite
from geo.reports.cards.record_text import left_out
from geo.selection import Selection
from geo.vocabulary import Answer, columns_of

COLUMNS: Final = columns_of("timelines")
"""The columns of :meth:`Timelines.table`."""


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
    subject: str
    kind: str
    named: str  # Its kind in words, of a relation its title
    date: str  # EDTF
    sense: str
    when: str  # The date in words
    first: int  # Ordinal; ``dates.FIRST`` where open
    last: int  # Ordinal; ``dates.LAST`` where open
    told: str  # In the language of the dataset
    cites: tuple[Cite, ...]  # Its sources published by then
    attributed_to: str
    note: str
    certainty: Answer

    @property
    def expected(self) -> bool:
        """Whether it was expected, and not told as having happened."""
        return self.sense == "planned"

    @property
    def dated(self) -> bool:
        """Whether it has a day at one end at least."""
        return self.first != dates.FIRST or self.last != dates.LAST

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last day on which it can have happened, by date and sense."""
        if self.sense in ("by", "attested"):
            return dates.FIRST, self.last
        return self.first, dates.LAST if self.sense == "after" else self.last


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
        if self.event is not None:
            what = {"event": self.event.named, "when": self.event.when}
            return tr(f"courses.became.{self.word}", **what)
        text = tr(f"courses.became.{self.word}")
        if self.following is None:
            return text
        what = {"event": self.following.named, "when": self.following.when}
        return f"{text} {tr('courses.became.following', **what)}"


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
    def sources(self) -> tuple[Cite, ...]:
        """The sources of all events, those with most events first."""
        cites: dict[str, Cite] = {}
        uses: Counter[str] = Counter()
        for _, event, _ in self.rows():
            cites.update((cite.id, cite) for cite in event.cites)
            uses.update(cite.id for cite in event.cites)
        return tuple(sorted(cites.values(), key=lambda cite: (-uses[cite.id], cite.id)))

    def rows(self) -> Iterator[tuple[Timeline, Event, Outcome | None]]:
        """Every event with its course; what was expected, after what happened, with its outcome."""
        for one in self.timelines:
            yield from ((one, event, None) for event in one.happened)
            for event, outcome in zip(one.expected, one.outcomes, strict=True):
                yield one, event, outcome

    def table(self) -> list[dict[str, str]]:
        """One row an event, with :data:`COLUMNS`."""
        days = {
            "as_of": self.as_of.isoformat(),
            "known_on": self.known_on.isoformat() if self.known_on else "",
        }
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
                **days,
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
        numbers = self.counted()
        said = [
            self.tr("words.missions", count=numbers["missions"]),
            self.tr("courses.events", count=numbers["events"]),
        ]
        if numbers["expected"]:
            said.append(self.tr("courses.expected", count=numbers["expected"]))
        return self.tr.listed(said)

    @property
    def unshown(self) -> str:
        """What is not there for its days or has no place in time, as sentences; may be blank."""
        tr = self.tr
        said = [left_out(self.left_out, tr), tr.capital(tr.hidden(self.hidden))]
        undated = sum(not event.dated for one in self.timelines for event in one.happened)
        said.append(tr("courses.undated", count=undated) if undated else "")
        return tr.sentences(text for text in said if text)


def _day(ordinal: int) -> str:
    if ordinal in (dates.FIRST, dates.LAST):
        return ""
    return date.fromordinal(ordinal).isoformat()
