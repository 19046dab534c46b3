"""From an atlas to courses: which missions, their stretches, their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from geo import cards, countries, dates, network
from geo.atlas import Atlas
from geo.cards.lens import Lens, Record
from geo.cards.standing import by_date
from geo.claims import NONE, only_looked
from geo.courses.model import Course, Event, Stretch
from geo.courses.outcome import outcome
from geo.errors import InvalidSelection, quoted
from geo.pack import split
from geo.vocabulary import Answer

__all__ = ["between", "chosen", "course_of"]

Rows = Mapping[str, Sequence[Record]]
_kept: WeakKeyDictionary[Atlas, Rows] = WeakKeyDictionary()


def chosen(lens: Lens, ids: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The missions and the pairs that ids stand for.

    Parameters
    ----------
    lens
        The atlas on its days.
    ids
        Of missions, of lines (``pair:PRK-VEN``, ``seat:<mission>``), or of relations.

    Returns
    -------
    missions : list of str
        Ids, each once.
    pairs : list of tuple of str
        Codes of the two parties.

    Raises
    ------
    UnknownMission
        Nothing in the pack has an id.
    InvalidSelection
        It is the id of what has no course: a place, a source, an accreditation.
    """
    by_id = lens.atlas.pack.by_id
    missions: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for id in ids:
        what, _, rest = id.partition(":")
        key = rest if what == "seat" else id
        row = by_id["relations"].get(id)
        if key in by_id["missions"]:
            missions[key] = None
        elif what == "pair" or row:
            # The card of a pair says whether the two have anything to do with one another.
            card = cards.card(lens.atlas, id, lens.as_of, lens.known_on, lens.voice.language)
            a, _, b = (network.pair_id(row["a"], row["b"]) if row else card.id)[5:].partition("-")
            pairs[(a, b) if a < b else (b, a)] = None
            missions |= dict.fromkeys(
                one["id"]
                for one in lens.atlas.pack.rows["missions"]
                if {one["sending"], one["receiving"]} == {a, b}
            )
        else:
            # An id of nothing at all is told by the card.
            cards.card(lens.atlas, id, lens.as_of, lens.known_on, lens.voice.language)
            raise InvalidSelection(
                f"{quoted(id)} has no course of events: only a mission has one, and two states "
                "together. Give the id of a mission, or of two states as in pair:PRK-VEN."
            ).keyed("error.courses.none", text=quoted(id))
    return list(missions), list(pairs)


def course_of(lens: Lens, missions: Sequence[str]) -> list[Course]:
    """The courses of missions, in the order in which the first of each is dated.

    Parameters
    ----------
    lens
        The atlas on its days; counts what it leaves out.
    missions
        Their ids.

    Returns
    -------
    list of Course
        Those whose beginning is dated first; undated ones last, by name.
    """
    told, rows = _events(lens.atlas), lens.atlas.pack.by_id["missions"]
    stretches = _stretches(lens, missions)
    found = []
    for mission in missions:
        row = rows[mission]
        events = [_event(lens, mission, one) for one in told.get(mission, ())]
        name = row["name"] or lens.voice.tight_label(
            row["kind"], row["sending"], row["receiving"], row["city"]
        )
        parties = row["sending"], row["receiving"]
        found.append(_course(lens, mission, name, parties, stretches.get(mission, ()), events))
    return sorted(found, key=lambda one: (one.begun, countries.fold(one.name), one.id))


def between(lens: Lens, a: str, b: str) -> Course:
    """What stands dated between two parties, as a course.

    Parameters
    ----------
    lens
        The atlas on its days; counts what it leaves out.
    a, b
        Codes of the parties.

    Returns
    -------
    Course
        Its events are relations; it has no status.
    """
    rows = [row for row in lens.rows("relations") if {row["a"], row["b"]} == {a, b}]
    id = network.pair_id(a, b)
    ordered = sorted(rows, key=lambda row: by_date(row, lens.knowledge))
    both = lens.voice.listed([lens.voice.tight_in_text(a), lens.voice.tight_in_text(b)])
    name = lens.voice("courses.between", both=both)
    return _course(lens, id, name, (a, b), (), [_event(lens, id, row) for row in ordered])


def _course(
    lens: Lens,
    id: str,
    name: str,
    parties: tuple[str, str],
    stretches: Sequence[Stretch],
    events: Sequence[tuple[Event, int] | None],
) -> Course:
    kept = [one for one in events if one is not None]
    happened = tuple(event for event, _ in kept if not event.expected)
    expected = [(event, told) for event, told in kept if event.expected]
    day = lens.as_of.toordinal()
    return Course(
        id=id,
        name=name,
        parties=parties,
        stretches=tuple(stretches),
        happened=happened,
        expected=tuple(event for event, _ in expected),
        outcomes=tuple(outcome(event, happened, told, day) for event, told in expected),
    )


def _event(lens: Lens, subject: str, record: Record) -> tuple[Event, int] | None:
    """An event, and the day on which it was first told; None where it does not count yet."""
    certainty = lens.admits(record["sources"], record["date"], record["sense"])
    if certainty is Answer.NO:
        return None
    if record["sense"] == "attested" and _begins(record["date"]) > lens.as_of.toordinal():
        # A card tells it as perhaps so before; a line of time ends before it.
        lens.left_out["later"] += 1
        return None
    title = record.get("title", "")
    row = lens.row(
        title or lens.event(record),
        record["detail"],
        record,
        text=record["date"],
        sense=record["sense"],
        certainty=certainty,
        as_told=("value",),
    )
    first, last = (int(bound[0]) for bound in dates.ordinals([row.date]))
    if row.date == record["date"] and only_looked(record, lens.knowledge):
        first, last = first if first < last else dates.FIRST, dates.LAST
    event = Event(
        id=record["id"],
        subject=subject,
        kind=record["kind"],
        named=row.label,
        date=row.date,
        sense=record["sense"],
        when=row.when or lens.voice("date.unknown"),
        first=first,
        last=last,
        told=row.value,
        cites=row.cites,
        attributed_to=row.attributed_to,
        note=row.note,
        certainty=certainty,
    )
    return event, lens.knowledge.of(split(record["sources"])).perhaps


def _begins(text: str) -> int:
    return int(dates.ordinals([text])[0][0]) if text else dates.FIRST


def _events(atlas: Atlas) -> Rows:
    """The events of each mission by date, sorted once for an atlas."""
    if atlas not in _kept:
        found: dict[str, list[Record]] = defaultdict(list)
        for row in atlas.pack.rows["events"]:
            found[row["mission"]].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: by_date(row, atlas.knowledge))
        _kept[atlas] = dict(found)
    return _kept[atlas]


def _stretches(lens: Lens, missions: Sequence[str]) -> dict[str, list[Stretch]]:
    """The status of missions as it was known, up to the as-of day."""
    told, _ = lens.atlas.sieve.stretches
    known = dates.LAST - 1 if lens.known_on is None else lens.known_on.toordinal()
    end = lens.as_of.toordinal() + 1
    named = [row["id"] for row in lens.atlas.pack.rows["missions"]]
    wanted = set(missions)
    asked = np.array([id in wanted for id in named], dtype=bool)
    holds = asked[told["mission"]] & (told["known_begin"] <= known) & (known < told["known_end"])
    holds &= (told["begin"] < end) & (told["status"] != NONE)
    rows = np.flatnonzero(holds)
    order = rows[np.lexsort((told["begin"][rows], told["mission"][rows]))]
    found: dict[str, list[Stretch]] = defaultdict(list)
    columns = (told[name][order].tolist() for name in ("mission", "begin", "end", "status"))
    certain = told["certainty"][order].tolist()
    for number, begin, until, status, how in zip(*columns, certain, strict=True):
        stretch = Stretch(begin, min(until, end), str(status), Answer(str(how)))
        found[named[number]].append(stretch)
    return found
