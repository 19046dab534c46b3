"""A dataset measured: coverage, gaps, accuracy, age, precision (after arXiv:2503.21645); totals.

A source's total is a claim on a party: its property begins with ``missions-abroad`` (missions that
the party sends) or ``embassies-in-`` (embassies that work there), its value with the number. Where
the source also names the missions one by one (events of the kind ``listed`` on that day, or claims
of that property), the difference is explained row by row; else it is left unexplained.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo import dates, parties
from geo.atlas import Atlas
from geo.dataset import days_of
from geo.errors import AtlasError, SourceFaulty, ValidationError, quoted
from geo.i18n import Translator
from geo.importers.grids import grid_of
from geo.reports.networks.counting import Level, counted
from geo.selection import Selection
from geo.vocabulary import KINDS, columns_of

GIVEN: Final = ("listed", "sample")  # Measures that need a table of the user's
BY_STATE: Final = columns_of("scorecard")  # The columns of :attr:`Scorecard.by_state`.
LABELS: Final = ("status", "kind", "city", "opened", "closed")
"""Columns of a labelled sample that are compared."""
TOTAL_COLUMNS: Final = columns_of("totals")  # The columns of :func:`totals`
_LISTED: Final = "listed"
_NUMBER: Final = re.compile(r"(\d{1,5})\b[\s:,]*([a-z]*)")
_WORKING: Final = "open embassies"  # A total of embassies in a place is of those that work
_ENDS: Final = {"sent": ("sending", "receiving"), "received": ("receiving", "sending")}
_DASH: Final = "–"
_DATES: Final = ("opened", "closed")
_VAGUE: Final = ("city", "state")
_YEAR: Final = 365.2425
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: a part of a whole, or a number of years; ``None`` where it is not known."""

    name: str
    part: int | None = None
    whole: int | None = None
    years: float | None = None

    @property
    def share(self) -> float | None:
        """The part of the whole, 0 to 1; None where there is no whole."""
        return self.part / self.whole if self.whole and self.part is not None else None

    def cells(self, tr: Translator) -> tuple[str, str, str]:
        """Number, whole and share, or years, as a reader sees them; a dash where nothing tells."""
        if self.years is not None:
            return tr("scorecard.years", years=tr.number(self.years, 1)), _DASH, _DASH
        share = _DASH if self.share is None else f"{tr.number(100.0 * self.share, 1)} %"
        counts = (self.part, self.whole)
        part, whole = (_DASH if one is None else tr.number(one) for one in counts)
        return part, whole, share


@dataclass(frozen=True, slots=True, eq=False)
class Scorecard:
    """The measures of a dataset."""

    day: str  # As-of day, ISO 8601
    measures: tuple[Measure, ...]  # Explained in the catalogue (``scorecard.…``)
    by_state: pd.DataFrame  # Columns of :data:`BY_STATE`, longest unconfirmed first
    missing: tuple[Row, ...] = ()  # Rows of the user's list that the dataset lacks
    wrong: tuple[Row, ...] = ()  # Labels of the user's sample that the dataset contradicts
    unknown: tuple[str, ...] = ()  # Missions of the sample that the dataset does not show

    def as_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        names = ("name", "part", "whole", "years", "share")
        states = self.by_state.astype(object).where(self.by_state.notna(), None)
        return {
            "as_of": self.day,
            "measures": [{name: getattr(one, name) for name in names} for one in self.measures],
            "by_state": states.to_dict("records"),
            **{name: list(getattr(self, name)) for name in ("missing", "wrong", "unknown")},
        }


def scorecard(
    atlas: Atlas,
    selection: Selection = Selection(),  # noqa: B008
    *,
    listed: Path | None = None,
    sample: Path | None = None,
) -> Scorecard:
    """Measure a dataset, or what a selection shows of it.

    Parameters
    ----------
    selection
        Which missions are measured, and on which day.
    listed
        A table of expected missions: ``sending``, ``receiving``, and, where they
        matter, ``kind`` (a type or group) and ``city``. Without it coverage is not known.
    sample
        A table of checked missions: ``mission`` (its id) and any of :data:`LABELS`; a blank
        label, here or in the dataset, is not compared. Dates agree if they may be the same day.

    Returns
    -------
    Scorecard
        Its measures. A label that the dataset leaves blank counts neither way.

    Raises
    ------
    SourceFaulty
        A table cannot be used.

    Examples
    --------
    >>> import geo
    >>> found = geo.scorecard(geo.Atlas.open())
    >>> [one.name for one in found.measures if one.share is None]
    ['listed', 'age', 'sample']
    """
    count, day = counted(atlas, selection), selection.as_of_day
    level = count.levels[count.asked]
    evidence = count.missions["last_evidence"]
    last = dates.ordinals(evidence.tolist())[1].astype(float)
    shown = count.missions.assign(
        points=~count.missions["exactness"].isin(_VAGUE),
        dated=count.missions["opened"] != "",
        years=np.where(evidence == "", np.nan, np.maximum(day - last, 0.0) / _YEAR),
    )
    wanted = rows_of(listed, ("sending", "receiving"), ("kind", "city")) if listed else []
    missing, size = _missing(shown, wanted), len(wanted) if listed else None
    checked = rows_of(sample, ("mission",), LABELS) if sample else []
    right, wrong = _checked(shown, checked) if sample else (None, [])
    ids, total, ages = {*shown["id"]}, len(shown), shown["years"].dropna()
    told, absent = level == Level.NON_RESIDENT, level <= Level.NON_RESIDENT
    measures = (
        Measure("listed", None if size is None else size - len(missing), size),
        Measure("pairs", int((level != Level.NO_DATA).sum()), level.size),
        Measure("non_resident", int(told.sum()), int(absent.sum())),
        Measure("points", int(shown["points"].sum()), total),
        Measure("opened", int(shown["dated"].sum()), total),
        Measure("evidence", len(ages), total),
        Measure("age", years=float(ages.median()) if len(ages) else None),
        Measure("sample", right, None if right is None else right + len(wrong)),
    )
    unknown = dict.fromkeys(row["mission"] for row in checked if row["mission"] not in ids)
    iso, found = dt.date.fromordinal(day).isoformat(), _by_state(shown)
    return Scorecard(iso, measures, found, tuple(missing), tuple(wrong), tuple(unknown))


def _by_state(shown: pd.DataFrame) -> pd.DataFrame:
    found = shown.groupby("receiving", sort=True, as_index=False).agg(
        missions=("id", "size"),
        points=("points", "sum"),
        opened=("dated", "sum"),
        evidence=("years", "count"),
        years=("years", "median"),
    )[list(BY_STATE)]
    return found.sort_values(["years", "receiving"], ascending=[False, True], ignore_index=True)


def _missing(shown: pd.DataFrame, listed: Sequence[Row]) -> list[Row]:
    columns = (shown[name] for name in ("sending", "receiving", "kind", "city"))
    have = {
        (sending, receiving, type, place)
        for sending, receiving, kind, city in zip(*columns, strict=True)
        for type in ("", kind, KINDS[kind])
        for place in ("", parties.fold(city))
    }
    key = [(r["sending"], r["receiving"], r["kind"], parties.fold(r["city"])) for r in listed]
    return [row for row, one in zip(listed, key, strict=True) if one not in have]


def _checked(shown: pd.DataFrame, sample: Sequence[Row]) -> tuple[int, list[Row]]:
    right: int = 0
    wrong: list[Row] = []
    rows = shown.set_index("id")[list(LABELS)].to_dict("index")
    for row in sample:
        have = rows.get(row["mission"], {})
        pairs = ((name, row[name], str(have.get(name, ""))) for name in LABELS)
        for name, label, value in (one for one in pairs if all(one)):
            same = parties.fold(label) == parties.fold(value)
            if name in _DATES:  # they may be one day
                first, last = dates.ordinals([label, value])
                same = bool(first.max() <= last.min())
            right += same
            if not same:
                told = {"mission": row["mission"], "property": name}
                wrong.append({**told, "label": label, "value": value})
    return right, wrong


def _read(name: str, text: str) -> str:
    """The code or word that a cell of a column means; else an error."""
    match name:
        case "sending" | "receiving" | "party":
            return parties.party(text).code
        case "date" | "opened" | "closed":
            dates.parse(text)
        case "kind":
            text = text.lower().replace(" ", "_")
            if text not in {*KINDS, *KINDS.values()}:
                raise SourceFaulty(f"Unknown type. Use one of: {', '.join(KINDS)}.")
        case "count" if not text.isascii() or not text.isdigit():
            raise SourceFaulty("Not a whole number. Write digits only, such as 46.")
        case "direction" if text not in ("sent", "received"):
            raise SourceFaulty("Use sent or received.")
    return text


def rows_of(path: Path, needed: tuple[str, ...], optional: tuple[str, ...]) -> list[Row]:
    """The rows of a table (CSV, XLSX, …), states as codes; other columns are left alone."""
    grid, names = grid_of(path), (*needed, *optional)
    if missing := [name for name in needed if name not in grid.columns]:
        raise SourceFaulty(
            f"{quoted(path.name)} lacks the column {' and '.join(map(quoted, missing))}. "
            f"It needs {', '.join(needed)}, and may have {', '.join(optional)}."
        )
    at = {name: grid.columns.index(name) for name in names if name in grid.columns}
    found, problems = [], list(grid.problems)
    for number, cells in grid.rows:
        row = {name: cells[at[name]].strip() if name in at else "" for name in names}
        for name, text in row.items():
            rule, remedy = ("blank", "Fill it in.") if name in needed and not text else ("", "")
            try:
                row[name] = _read(name, text) if text else ""
            except AtlasError as error:
                rule, _, remedy = str(error).partition(". ")
            if rule:
                problems.append(ValidationError(path.name, number, name, text, rule, remedy))
        found.append(row)
    if problems:
        raise SourceFaulty("\n".join(map(str, problems)), problems)
    return found


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
    given = _given(file) if file else ()
    told = [one for one in (*_claimed(atlas), *given) if one.date]
    told.sort(key=lambda one: (one.party, one.direction, days_of(one.date).last, one.source))
    rows = [_compared(atlas, one) for one in told]
    return pd.DataFrame(rows, columns=list(TOTAL_COLUMNS), dtype=object)


def _claimed(atlas: Atlas) -> Iterator[Total]:
    for claim in atlas.dataset.claims:
        number, sent = _NUMBER.match(claim.value), claim.property.startswith("missions-abroad")
        if number and (sent or claim.property.startswith("embassies-in-")):
            unit = "states" if number[2].startswith(("countr", "state")) else "missions"
            side, unit = ("sent", unit) if sent else ("received", _WORKING)
            date = claim.valid or atlas.dataset.sources.by_id[claim.source].published
            count, rank = int(number[1]), claim.rank or "normal"
            yield Total(claim.subject, side, unit, date, count, claim.source, rank)


def _given(file: Path) -> Iterator[Total]:
    needed, optional = ("party", "direction", "date", "count"), ("kind", "source")
    for row in rows_of(file, needed, optional):
        unit = "embassies" if row["kind"] == "embassy" else "missions"
        date, count, source = row["date"], int(row["count"]), row["source"] or file.name
        yield Total(row["party"], row["direction"], unit, date, count, source)


def _compared(atlas: Atlas, one: Total) -> dict[str, Any]:
    own, far = _ENDS[one.direction]
    embassies = one.counted.endswith("embassies")
    chosen = Selection(as_of=one.date, kinds=("embassy",) if embassies else ())
    shown = counted(atlas, chosen.but(**{own: (one.party,)})).missions
    if embassies:
        shown = shown[shown["group"] == "embassy"]
    sure, possible = shown[shown["sure"]], shown[~shown["sure"]]
    sizes = len(sure), len(possible)
    if one.counted == "states":
        sizes = sure[far].nunique(), len({*possible[far]} - {*sure[far]})
    named = _named(atlas, one)
    if len(named) < one.reported:
        named = set()
    statuses = dict(zip(shown["id"], shown["status"], strict=True))
    here = sorted({*sure["id"]} - named) if named else []
    there = sorted(named - {*sure["id"]})
    suspended = int((sure["status"] == "suspended").sum())
    difference = one.reported - sizes[0] + (suspended if one.counted == _WORKING else 0)
    explained = "by name" if named else "unexplained"
    return {
        **asdict(one),
        **{"sure": sizes[0], "suspended": suspended},
        **{"possible": sizes[1], "difference": difference},
        "only_here": "|".join(f"{id} ({statuses[id]})" for id in here),
        "only_there": "|".join(f"{id} ({statuses.get(id, 'not shown')})" for id in there),
        "explained": explained if difference or here or there else "no difference",
    }


def _named(atlas: Atlas, one: Total) -> set[str]:
    """The missions that the source of a total lists by name on its day."""
    data, span = atlas.dataset, days_of(one.date)
    events, claims = data.events.by("sources", one.source), data.claims.by("sources", one.source)
    told = [(row.mission, row.date) for row in events if row.kind == _LISTED]
    told += [
        (row.subject, row.valid)
        for row in claims
        if row.property == _LISTED and not row.value.startswith(("no ", "not "))
    ]
    days = ((id, days_of(date)) for id, date in told if date)
    ids = {id for id, (first, last) in days if first <= span.last and span.first <= last}
    missions = (data.missions.by_id[id] for id in ids & data.missions.by_id.keys())
    return {row.id for row in missions if row[_ENDS[one.direction][0]] == one.party}
