"""A mission's events -> its status on every day, as known on every day.

Events stand in the order of the last possible day of their dates. Each kind of event
that has a status (see :data:`geo.vocabulary.EVENTS`) begins it at a moment:

- ``on``: some day within the date;
- ``by``: some day up to the last day of the date, not before the event in front of it;
- ``after``: some day from the first day of the date;
- ``attested``: the day itself, where an earlier event is known (what was so lasts until
  something else is shown); some day up to then, where none is;
- ``planned``: never.

Up to the first possible day the status before stands, and from the last possible day
the new one; between them the status before stands as *perhaps*. Before the first
event of an opening there is no mission. Where nothing dates the beginning (the first
event is a listing, a closing, a return), the days before it are undated: a mission may
have been there, and no source of the pack says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from geo import dates
from geo.claims.event_days import (
    BEGINNINGS,
    IMPLIES_OPEN,
    Moment,
    Rows,
    lapsing,
    moments,
    opens,
    plans,
)
from geo.claims.knowledge import Knowledge, Known
from geo.claims.sightings import Sighting, resident, sightings_of
from geo.pack import Pack, split
from geo.vocabulary import Certainty

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NONE", "UNDATED", "Episode", "before", "course", "episodes", "of_each"]

NONE = "none"
"""Status on the days on which there is no mission yet."""

UNDATED = "undated"
"""Status on the days before the first evidence of a mission whose beginning nothing dates."""

_TELLING = ("kind", "date", "sense", "sources")
_IN_POST = ("start", "attested", "sources")
_OPENINGS = ("opened", "reopened")
_NOT_YET = ("announced", "preparing")


@dataclass(frozen=True, slots=True)
class Episode:
    """One stretch of both clocks in which the answer is the same.

    Attributes
    ----------
    begin, end
        Ordinals of days, as-of clock; ``begin`` inside, ``end`` outside.
    known_begin, known_end
        The same, known-on clock.
    status
        Status of the mission, :data:`NONE` or :data:`UNDATED`.
    certainty
        yes or perhaps.
    opened, closed
        EDTF text of the dates on which the last span of being open began, and ended where the
        mission is closed; blank where not known.
    possible
        Of undated days whether evidence of the mission follows them, and not only of its closing.
    """

    begin: int
    end: int
    known_begin: int
    known_end: int
    status: str
    certainty: Certainty
    opened: str
    closed: str
    possible: bool = False


def episodes(pack: Pack, knowledge: Knowledge) -> pd.DataFrame:
    """The episodes of every mission of a pack.

    Parameters
    ----------
    pack
        The pack.
    knowledge
        When its sources spoke.

    Returns
    -------
    pandas.DataFrame
        One row an episode: ``mission`` (row number in the table ``missions``) and the
        fields of :class:`Episode`; the stretches of a mission do not overlap and leave
        no gap from the day on which its first record was known.
    """
    import pandas as pd

    columns = ["mission", *Episode.__dataclass_fields__]
    return pd.DataFrame(of_each(pack, knowledge, course, columns[1:]), columns=columns)


def of_each(
    pack: Pack,
    knowledge: Knowledge,
    compiled: Callable[[Rows, Knowledge, Sequence[Known], Sequence[Sighting]], Iterable[object]],
    names: Sequence[str],
) -> list[tuple[object, ...]]:
    """What is compiled of each mission's events, as rows of a table.

    Parameters
    ----------
    pack
        The pack.
    knowledge
        When its sources spoke.
    compiled
        Gives the records of one mission, as :func:`course` does.
    names
        Attributes of a record that become columns.

    Returns
    -------
    list of tuple
        The number of the mission in its table, then those attributes.
    """
    told: dict[str, list[dict[str, str]]] = {row["id"]: [] for row in pack.rows["missions"]}
    known: dict[str, list[Known]] = {mission: [] for mission in told}
    for row in pack.rows["events"]:
        told[row["mission"]].append(row)
    for row in pack.rows["positions"]:
        known[row["mission"]].append(knowledge.of(split(row["sources"])))
    heads: dict[str, list[dict[str, str]]] = {}
    for row in pack.rows["heads"]:
        if resident(row, pack):
            heads.setdefault(row["mission"], []).append(row)
    # Most missions of the world have the course of many others: each is compiled once.
    kept: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    table: list[tuple[object, ...]] = []
    for number, (mission, rows) in enumerate(told.items()):
        posts = heads.get(mission, ())
        same = (
            *(row["id"] in knowledge.deprecated for row in rows),
            *(tuple(row[name] for name in _TELLING) for row in rows),
            *known[mission],
            *(tuple(row[name] for name in _IN_POST) for row in posts),
        )
        if same not in kept:
            seen = sightings_of(rows, posts, knowledge)
            records = compiled(rows, knowledge, known[mission], seen)
            kept[same] = [tuple(getattr(one, name) for name in names) for one in records]
        table += [(number, *fields) for fields in kept[same]]
    return table


def course(
    rows: Rows,
    knowledge: Knowledge,
    also: Sequence[Known] = (),
    seen: Sequence[Sighting] | None = None,
) -> list[Episode]:
    """The episodes of one mission.

    Parameters
    ----------
    rows
        Its rows of the table ``events``.
    knowledge
        When the sources spoke.
    also
        From when other records of it were known, such as its positions.
    seen
        Its sightings; None for those of the events alone.

    Returns
    -------
    list of Episode
        In the order of the known-on clock, then of the as-of clock.
    """
    seen = sightings_of(rows, (), knowledge) if seen is None else seen
    planned = plans(rows, knowledge)
    found: list[Episode] = []
    for low, high, moved, sure in moments(rows, knowledge, also, seen):
        shown = moved[0].high if moved else dates.LAST
        days = [day for day, known in planned if known <= low and day <= shown]
        not_before = max(days, default=dates.FIRST)
        lapsed = lapsing(moved, [one for one in seen if one.known <= low])
        for episode in _over_days([*moved, *lapsed], low, high, sure, not_before):
            if found and _same(found, episode):
                continue
            found.append(episode)
    return _joined(found)


def _same(found: list[Episode], episode: Episode) -> bool:
    return found[-1] == episode


def _joined(found: list[Episode]) -> list[Episode]:
    """Join stretches of knowledge that give the same answers for all days."""
    blocks: list[list[Episode]] = []
    for episode in found:
        if blocks and blocks[-1][0].known_begin == episode.known_begin:
            blocks[-1].append(episode)
        else:
            blocks.append([episode])
    joined: list[list[Episode]] = []
    for block in blocks:
        if joined and [_answer(e) for e in joined[-1]] == [_answer(e) for e in block]:
            end = block[0].known_end
            joined[-1] = [replace(episode, known_end=end) for episode in joined[-1]]
        else:
            joined.append(block)
    return [episode for block in joined for episode in block]


def _answer(e: Episode) -> tuple[object, ...]:
    return e.begin, e.end, e.status, e.certainty, e.opened, e.closed, e.possible


def _over_days(
    moments: list[Moment], low: int, high: int, sure: bool, not_before: int
) -> list[Episode]:
    cuts = {dates.FIRST, not_before}
    for moment in moments:
        cuts.update((moment.low, moment.high))
    steps = sorted(cut for cut in cuts if cut < dates.LAST)
    found: list[Episode] = []
    for begin, end in pairwise([*steps, dates.LAST]):
        past = [m for m in moments if m.high <= begin]
        perhaps = [m for m in moments if m.low <= begin < m.high]
        status = past[-1].event.status if past else before(moments, bool(perhaps))
        if begin < not_before and status in (UNDATED, "unknown") and not past:
            status, perhaps = NONE, []
        certain = bool(past or status == NONE) and not perhaps and sure
        certain = certain and (not past or _heard(past, low))
        opened, closed = _span(past)
        episode = Episode(
            begin,
            end,
            low,
            high,
            status,
            Certainty.YES if certain else Certainty.PERHAPS,
            opened if past else _span(perhaps)[0],
            closed if status == "closed" else "",
        )
        if found and _answer(found[-1])[2:] == _answer(episode)[2:]:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(episode)
    for number, (one, following) in enumerate(pairwise(found)):
        dated = bool(moments) and moments[0].low > dates.FIRST
        if one.status == UNDATED and (dated or following.status != "closed"):
            found[number] = replace(one, possible=True)
    return found


def _heard(past: list[Moment], known_on: int) -> bool:
    """Whether any of the latest events that agree on the status was surely known."""
    status = past[-1].event.status
    agreeing = takewhile(lambda moment: moment.event.status == status, reversed(past))
    return any(moment.event.known.surely <= known_on for moment in agreeing)


def _span(moved: Iterable[Moment]) -> tuple[str, str]:
    """Dates of the beginning of the last span of being open, and of its end.

    A closing ends a span, a suspension does not; what tells a closing again does not move it.
    """
    opened = closed = ""
    within = False
    for moment in moved:
        event = moment.event
        if event.status == "closed":
            closed = closed if closed and not within else event.date
            within = False
        elif event.status not in ("announced", "preparing"):
            first = not within or (not opened and event.kind == "opened")
            if first:
                opened = event.date if event.kind in _OPENINGS else ""
            within = True
    return opened, closed


def before(moved: Sequence[Moment], begun: bool) -> str:
    """The status on days on which no event has surely happened."""
    if not moved:
        return "unknown"
    first = moved[0]
    if not begun:
        return NONE if first.event.status in BEGINNINGS and opens(first.event) else UNDATED
    if first.low == dates.FIRST:
        return NONE if first.event.status in _NOT_YET else UNDATED
    return "open" if first.event.kind in IMPLIES_OPEN else first.event.status
