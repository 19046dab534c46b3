"""What others count: totals that sources report, against what the dataset shows on their day.

A source's total is a claim on a party: its property begins with ``missions-abroad`` (missions that
the party sends) or ``embassies-in-`` (embassies that work there), its value with the number. Where
the source also names the missions one by one (events of the kind ``listed`` on that day, or claims
of that property), the difference is explained row by row; else it is left unexplained.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.atlas import Atlas
from geo.dataset import days_of
from geo.reports.networks.counting import counted
from geo.reports.networks.measures import rows_of
from geo.selection import Selection
from geo.vocabulary import columns_of

LISTED: Final = "listed"
TOTAL_COLUMNS: Final = columns_of("totals")  # The columns of :func:`totals`
_NUMBER: Final = re.compile(r"(\d{1,5})\b[\s:,]*([a-z]*)")
_WORKING: Final = "open embassies"  # A total of embassies in a place is of those that work
_SENT: Final = "missions-abroad"
_RECEIVED: Final = "embassies-in-"
_NOT: Final = ("no ", "not ")


@dataclass(frozen=True, slots=True)
class Total:
    """A number that a source reports."""

    party: str
    direction: str
    counted: str
    date: str
    reported: int
    source: str
    rank: str = "normal"

    @property
    def selection(self) -> Selection:
        """The missions of the dataset to compare."""
        day = self.date or None
        kinds = ("embassy",) if self.counted.endswith("embassies") else ()
        end = "sending" if self.direction == "sent" else "receiving"
        return Selection(as_of=day, kinds=kinds).but(**{end: (self.party,)})


def totals(atlas: Atlas, file: Path | None = None) -> pd.DataFrame:
    """Compare the totals that sources report with what the dataset shows on their day.

    Parameters
    ----------
    atlas
        The atlas; the totals are among its claims.
    file
        A table of further totals: ``party``, ``direction`` (sent, received), ``date``, ``count``,
        and, where they matter, ``kind`` (embassy) and ``source``.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`TOTAL_COLUMNS`, by party and date. A total without a date is left out.

    Raises
    ------
    SourceFaulty
        The table cannot be used.

    Examples
    --------
    >>> import geo
    >>> found = geo.totals(geo.Atlas.open())
    >>> found.loc[found["date"] == "2024-01", "reported"].unique().tolist()
    [44]
    """
    told = [one for one in (*_claimed(atlas), *_given(file)) if one.date]
    told.sort(key=lambda one: (one.party, one.direction, days_of(one.date).last, one.source))
    rows = [_compared(atlas, one) for one in told]
    return pd.DataFrame(rows, columns=list(TOTAL_COLUMNS), dtype=object)


def _claimed(atlas: Atlas) -> Iterator[Total]:
    sources = atlas.dataset.sources.by_id
    for claim in atlas.dataset.claims:
        sent = claim.property.startswith(_SENT)
        number = _NUMBER.match(claim.value)
        if number is None or not (sent or claim.property.startswith(_RECEIVED)):
            continue
        unit = "states" if number[2].startswith(("countr", "state")) else "missions"
        yield Total(
            claim.subject,
            "sent" if sent else "received",
            unit if sent else _WORKING,
            claim.valid or sources[claim.source].published,
            int(number[1]),
            claim.source,
            claim.rank or "normal",
        )


def _given(file: Path | None) -> Iterator[Total]:
    if file is None:
        return
    for row in rows_of(file, ("party", "direction", "date", "count"), ("kind", "source")):
        unit = "embassies" if row["kind"] == "embassy" else "missions"
        named = row["source"] or file.name
        yield Total(row["party"], row["direction"], unit, row["date"], int(row["count"]), named)


def _compared(atlas: Atlas, one: Total) -> dict[str, Any]:
    shown = counted(atlas, one.selection).missions
    if one.counted.endswith("embassies"):
        shown = shown[shown["group"] == "embassy"]
    sure, possible = shown[shown["sure"]], shown[~shown["sure"]]
    if one.counted == "states":
        far = "receiving" if one.direction == "sent" else "sending"
        sizes = sure[far].nunique(), len(set(possible[far]) - set(sure[far]))
    else:
        sizes = len(sure), len(possible)
    named = _named(atlas, one)
    if len(named) < one.reported:
        named = set()
    statuses = dict(zip(shown["id"], shown["status"], strict=True))
    here = sorted(set(sure["id"]) - named) if named else []
    there = sorted(named - set(sure["id"]))
    suspended = int((sure["status"] == "suspended").sum())
    difference = one.reported - sizes[0] + (suspended if one.counted == _WORKING else 0)
    explained = "by name" if named else "unexplained"
    return {
        **{name: getattr(one, name) for name in ("party", "direction", "counted", "date")},
        **{"reported": one.reported, "source": one.source, "rank": one.rank},
        **{"sure": sizes[0], "suspended": suspended},
        **{"possible": sizes[1], "difference": difference},
        "only_here": "|".join(f"{id} ({statuses[id]})" for id in here),
        "only_there": "|".join(f"{id} ({statuses.get(id, 'not shown')})" for id in there),
        "explained": explained if difference or here or there else "no difference",
    }


def _named(atlas: Atlas, one: Total) -> set[str]:
    """The missions that the source of a total lists by name on its day."""
    data, span = atlas.dataset, days_of(one.date)

    def on(date: str) -> bool:
        days = days_of(date)
        return bool(date) and days.first <= span.last and span.first <= days.last

    events = (
        e.mission
        for e in data.events
        if e.kind == LISTED and one.source in e.sources and on(e.date)
    )
    claims = (
        c.subject
        for c in data.claims
        if c.property == LISTED
        and c.source == one.source
        and on(c.valid)
        and not c.value.startswith(_NOT)
    )
    return _of(atlas, {*events, *claims}, one)


def _of(atlas: Atlas, ids: Iterable[str], one: Total) -> set[str]:
    end = "sending" if one.direction == "sent" else "receiving"
    missions = (atlas.dataset.missions.by_id.get(id) for id in ids)
    return {row.id for row in missions if row is not None and row[end] == one.party}
