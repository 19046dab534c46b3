"""Observations of pairs of states -> missions, their events and levels, absences.

An observation attests that a mission was there in its year. Years that follow one another with one
level are one claim; between years that were not observed nothing is recorded. Where a later year
has no evidence, the mission is not confirmed from then on; it is not closed. Openings and closings
come only from dates of changes, which one format has. It gives the highest level only: a mission
opened where the level rose to its own, and closed where there was none afterwards.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import pandas as pd

from geo import parties
from geo.importers.dyads.formats import ELSEWHERE, KINDS, MISSION, NO_EVIDENCE, NONE
from geo.importers.inputs import Checked
from geo.importers.row_writer import RowWriter, seat_of
from geo.vocabulary import HOLD_YEARS

# Years between two attestations of a run: fewer than a listing is valid for
_EVERY: Final = min(HOLD_YEARS.values()) - 1
AT_THE_SEAT: Final = (
    "The source gives no place; drawn at the present seat of the receiving state, which may have "
    "been another then."
)
_PAIR: Final = ["sending", "receiving"]
_SAME: Final = [*_PAIR, "what", "level", "located"]
Pair = tuple[str, str]


class _Run(NamedTuple):
    row: int
    begins: str
    ends: str
    first: int
    last: int
    what: str
    level: str
    located: str

    @property
    def since(self) -> str:
        """The first date; the first day of a month or year is read as the month or year."""
        return self.begins.removesuffix("-01").removesuffix("-01")

    @property
    def span(self) -> str:
        return self.begins if self.begins == self.ends else f"{self.since}/{self.ends}"

    def dates(self) -> Iterator[str]:
        """The first date, the last, and years between them."""
        yield self.since
        for year in range(int(self.begins[:4]) + _EVERY, int(self.ends[:4]), _EVERY):
            yield f"{year:04}"
        if self.ends != self.begins:
            yield self.ends


def told_once(observed: pd.DataFrame, read: Checked) -> pd.DataFrame:
    """Observations without copies; those that contradict an earlier one are refused."""
    observed = observed.drop_duplicates([*_SAME, "begins", "ends"])  # From each side
    clash = observed.duplicated([*_PAIR, "begins"])
    rule = "another row gives this pair and date another value; the first is imported"
    bad = observed[clash][["row", *_PAIR, "begins"]]
    for row, sending, receiving, begins in bad.itertuples(index=False, name=None):
        told = f"{_name(sending)} in {_name(receiving)}, {begins}"
        read.refuse(row, "", told, rule, "Correct one of the two.")
    return observed[~clash]


def write(observed: pd.DataFrame, ranked: Sequence[str], writer: RowWriter) -> None:
    """Put the rows of all pairs; ``ranked``: levels by rank, where the days are of changes."""
    pairs: dict[Pair, list[_Run]] = {}
    for sending, receiving, *cells in _runs(observed).itertuples(index=False):
        pairs.setdefault((sending, receiving), []).append(_Run(*cells))
    homes: dict[Pair, str] = {}
    for pair, runs in pairs.items():
        for what in dict.fromkeys(one.what for one in runs if one.what in KINDS):
            mission = _mission(writer, pair, what, runs, ranked)
            if what == MISSION:
                homes[pair] = mission
    for pair, runs in pairs.items():
        for run in runs:
            _absence(writer, pair, run, homes.get((pair[0], run.located), ""))


def _mission(
    writer: RowWriter, pair: Pair, what: str, runs: Sequence[_Run], ranked: Sequence[str]
) -> str:
    (sending, receiving), kind, account = pair, KINDS[what], writer.account
    id = f"{sending.lower()}-{kind.replace('_', '-')}-{receiving.lower()}"
    row = next(one.row for one in runs if one.what == what)
    known = writer.has(id)
    account.known += known
    account.added += not known
    account.placed["at the seat of the state"] += 1
    writer.put("missions", row, id=id, sending=sending, receiving=receiving, kind=kind)
    at = {"method": "state", "rank": "normal", "reason": AT_THE_SEAT, **seat_of(receiving)}
    writer.put_own("positions", row, id=f"{id}-at", mission=id, **at)
    first, rank = True, {level: n for n, level in enumerate(ranked)}
    for before, run in zip([None, *runs], runs, strict=False):
        follows = before is not None and run.first == before.last + 1 and bool(ranked)
        rose = before is not None and follows and rank[run.level] < rank[before.level]
        was = before.what if before else ""
        if run.what == what:
            if rose and was != what:
                _event(writer, id, "opened" if first else "reopened", run.since, run)
            claim = f"claim-{id}-level-{writer.source}-{run.begins}"
            _claim(writer, run, claim, id, "level", run.level)
            for date in run.dates():
                _event(writer, id, "listed", date, run)
            first = False
        elif was == what and (follows or run.what == NO_EVIDENCE):
            ended = "closed" if run.what == NONE else "unconfirmed"
            _event(writer, id, ended, run.since, run)
    return id


def _runs(told: pd.DataFrame) -> pd.DataFrame:
    """Years that follow one another with one value are one run; other spans stay as they are."""
    told = told.sort_values([*_PAIR, "first"], kind="stable")
    before = told.shift()
    years = (told["begins"].str.len() == 4) & (before["ends"].str.len() == 4)
    follows = years & (told["first"] == before["last"] + 1)
    for name in _SAME:
        follows &= told[name] == before[name]
    ends = told.groupby((~follows).cumsum())[["ends", "last"]].transform("last")
    columns = [*_PAIR, *_Run._fields]
    return told.assign(ends=ends["ends"], last=ends["last"])[~follows][columns]


def _name(code: str) -> str:
    return parties.party_by_code(code).name


def _event(writer: RowWriter, mission: str, kind: str, date: str, run: _Run) -> None:
    cells = {
        "id": f"{mission}-{kind}-{writer.source}-{date}",
        "sense": "attested" if kind in ("listed", "unconfirmed") else "on",
        "detail": f"{'Level' if kind == 'listed' else 'From then'}: {run.level}",
    }
    own = {"mission": mission, "kind": kind, "date": date, "sources": writer.source}
    writer.put("events", run.row, **cells, **own)


def _claim(writer: RowWriter, run: _Run, id: str, subject: str, property: str, value: str) -> None:
    cells = {"id": id, "subject": subject, "property": property, "value": value, "valid": run.span}
    own = {"source": writer.source, "seen": "data", "rank": "normal"}
    writer.put("claims", run.row, **cells, **own)


def _absence(writer: RowWriter, pair: Pair, run: _Run, home: str) -> None:
    """No mission, where the source says none; accreditation from a mission of the file."""
    sending, receiving = pair
    slug = f"{sending}-{receiving}-{writer.source}-{run.begins}".lower()
    if run.what == ELSEWHERE and not home:
        value = f"{_name(sending)} in {_name(receiving)}: {run.level}"
        id, subject = f"claim-{slug}", "-".join(sorted(pair))
        _claim(writer, run, id, subject, "representation", value)
    elif run.what in (NONE, ELSEWHERE):
        covered = run.what == ELSEWHERE
        cells = {"id": f"cover-{slug}", "face": "covered", "mission": home}
        cells = cells if covered else {"id": f"none-{slug}", "face": "none"}
        own = {"sending": sending, "receiving": receiving, "sources": writer.source}
        own |= {"valid": f"{run.since}/{run.ends}", "sense": "on", "reason": f"Level: {run.level}"}
        writer.put("coverage", run.row, **cells, **own)
