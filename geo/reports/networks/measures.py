"""A dataset measured: coverage, gaps, accuracy, age, precision (after arXiv:2503.21645)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo import dates, parties
from geo.atlas import Atlas
from geo.errors import AtlasError, SourceFaulty, ValidationError, quoted
from geo.i18n import Translator
from geo.importers.grids import grid_of
from geo.reports.networks.counting import Level, counted
from geo.selection import Selection
from geo.vocabulary import KINDS, columns_of

MEASURES: Final = (
    *("listed", "pairs", "non_resident", "points", "opened", "evidence", "age", "sample"),
)
"""The measures, in their order; what each is, the catalogue says (``scorecard.…``)."""

GIVEN: Final = ("listed", "sample")
"""Those that need a table of the user's."""

BY_STATE: Final = columns_of("scorecard")  # The columns of :attr:`Scorecard.by_state`.
LABELS: Final = ("status", "kind", "city", "opened", "closed")
"""Columns of a labelled sample that are compared."""

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
    measures: tuple[Measure, ...]  # One each of :data:`MEASURES`
    by_state: pd.DataFrame  # Columns of :data:`BY_STATE`, longest unconfirmed first
    missing: tuple[Row, ...] = ()  # Rows of the user's list that the dataset lacks
    wrong: tuple[Row, ...] = ()  # Labels of the user's sample that the dataset contradicts
    unknown: tuple[str, ...] = ()  # Missions of the sample that the dataset does not show

    def as_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        told = [
            {"name": one.name, "part": one.part, "whole": one.whole, "years": one.years}
            | {"share": one.share}
            for one in self.measures
        ]
        states = self.by_state.astype(object).where(self.by_state.notna(), None)
        return {
            "as_of": self.day,
            "measures": told,
            "by_state": states.to_dict("records"),
            "missing": list(self.missing),
            "wrong": list(self.wrong),
            "unknown": list(self.unknown),
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
    atlas
        The atlas.
    selection
        Which missions are measured, and on which day.
    listed
        A table of expected missions: ``sending``, ``receiving``, and, where they
        matter, ``kind`` (a type or group) and ``city``. Without it coverage is not known.
    sample
        A table of checked missions: ``mission`` (its id) and any of :data:`LABELS`; blank is not
        compared. Dates agree where they may be the same day.

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
    count = counted(atlas, selection)
    shown = count.missions.assign(
        points=~count.missions["exactness"].isin(_VAGUE),
        dated=count.missions["opened"] != "",
        years=_ages(count.missions["last_evidence"], selection.as_of_day),
    )
    total = len(shown)
    level = count.levels[count.asked]
    told = int((level == Level.NON_RESIDENT).sum())
    wanted = rows_of(listed, *_LIST) if listed else []
    missing, size = _missing(shown, wanted), len(wanted) if listed else None
    ids = {*shown["id"]}
    checked = rows_of(sample, *_SAMPLE) if sample else []
    right, wrong = _checked(shown, checked) if sample else (None, ())
    unknown = tuple(dict.fromkeys(row["mission"] for row in checked if row["mission"] not in ids))
    ages = shown["years"].dropna()
    measures = (
        Measure("listed", None if size is None else size - len(missing), size),
        Measure("pairs", int((level != Level.NO_DATA).sum()), level.size),
        Measure("non_resident", told, int((level <= Level.NON_RESIDENT).sum())),
        Measure("points", int(shown["points"].sum()), total),
        Measure("opened", int(shown["dated"].sum()), total),
        Measure("evidence", len(ages), total),
        Measure("age", years=float(ages.median()) if len(ages) else None),
        Measure("sample", right, None if right is None else right + len(wrong)),
    )
    day = dt.date.fromordinal(selection.as_of_day).isoformat()
    return Scorecard(day, measures, _by_state(shown), tuple(missing), tuple(wrong), unknown)


_LIST: Final = ("sending", "receiving"), ("kind", "city")
_SAMPLE: Final = ("mission",), LABELS


def _ages(evidence: pd.Series[Any], day: int) -> pd.Series[float]:
    """Years from the last evidence to a day; NaN where there is none."""
    last = dates.ordinals(evidence.tolist())[1].astype(float)
    years = pd.Series(np.maximum(day - last, 0.0) / _YEAR, index=evidence.index)
    return years.mask(evidence == "")


def _by_state(shown: pd.DataFrame) -> pd.DataFrame:
    found = shown.groupby("receiving", sort=True).agg(
        missions=("id", "size"),
        points=("points", "sum"),
        opened=("dated", "sum"),
        evidence=("years", "count"),
        years=("years", "median"),
    )
    found = found.reset_index()[list(BY_STATE)]
    return found.sort_values(["years", "receiving"], ascending=[False, True], ignore_index=True)


def _missing(shown: pd.DataFrame, listed: Sequence[Row]) -> list[Row]:
    columns = (shown[name] for name in ("sending", "receiving", "kind", "city"))
    have = set()
    for sending, receiving, kind, city in zip(*columns, strict=True):
        for type in ("", kind, KINDS[kind]):
            have |= {(sending, receiving, type, place) for place in ("", parties.fold(city))}
    key = [(r["sending"], r["receiving"], r["kind"], parties.fold(r["city"])) for r in listed]
    return [row for row, one in zip(listed, key, strict=True) if one not in have]


def _checked(shown: pd.DataFrame, sample: Sequence[Row]) -> tuple[int, list[Row]]:
    right: int = 0
    wrong: list[Row] = []
    rows = shown.set_index("id")[list(LABELS)].to_dict("index")
    for row in sample:
        have = rows.get(row["mission"], {})
        for name in LABELS:
            label, value = row[name], str(have.get(name, ""))
            if not label or not value:
                continue
            if name in _DATES:  # they may be one day
                first, last = dates.ordinals([label, value])
                same = bool(first.max() <= last.min())
            else:
                same = parties.fold(label) == parties.fold(value)
            right += same
            if not same:
                told = {"mission": row["mission"], "property": name}
                wrong.append({**told, "label": label, "value": value})
    return right, wrong


def _date(text: str) -> str:
    dates.parse(text)
    return text


def _kind(text: str) -> str:
    word = text.lower().replace(" ", "_")
    if word not in {*KINDS, *KINDS.values()}:
        raise SourceFaulty(f"Unknown type. Use one of: {', '.join(KINDS)}.")
    return word


def _count(text: str) -> str:
    if not text.isascii() or not text.isdigit():
        raise SourceFaulty("Not a whole number. Write digits only, such as 46.")
    return text


def _direction(text: str) -> str:
    if text not in ("sent", "received"):
        raise SourceFaulty("Use sent or received.")
    return text


_READ: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("sending", "receiving", "party"), lambda text: parties.party(text).code),
    **dict.fromkeys(("date", "opened", "closed"), _date),
    "kind": _kind,
    "count": _count,
    "direction": _direction,
}


def rows_of(path: Path, needed: tuple[str, ...], optional: tuple[str, ...]) -> list[Row]:
    """The rows of a table (CSV, XLSX, …), states as codes; other columns are left alone."""
    grid = grid_of(path)
    missing = [name for name in needed if name not in grid.columns]
    if missing:
        raise SourceFaulty(
            f"{quoted(path.name)} lacks the column {' and '.join(map(quoted, missing))}. "
            f"It needs {', '.join(needed)}, and may have {', '.join(optional)}."
        )
    at = {name: grid.columns.index(name) for name in (*needed, *optional) if name in grid.columns}
    found, problems = [], list(grid.problems)
    for number, cells in grid.rows:
        row = dict.fromkeys((*needed, *optional), "")
        for name, place in at.items():
            text = cells[place].strip()
            try:
                row[name] = _READ[name](text) if text and name in _READ else text
            except AtlasError as error:
                rule, _, remedy = str(error).partition(". ")
                problems.append(ValidationError(path.name, number, name, text, rule, remedy))
            if not text and name in needed:
                problems.append(
                    ValidationError(path.name, number, name, "", "blank", "Fill it in.")
                )
        found.append(row)
    if problems:
        raise SourceFaulty("\n".join(map(str, problems)), problems)
    return found
