"""Rankings: states, cities or types by their missions, with the change since an earlier day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from geo import dates
from geo.atlas import Atlas
from geo.atlas.absence import counterparts
from geo.errors import InvalidSelection, quoted
from geo.i18n import ENGLISH
from geo.reports.networks.counting import BY, COLUMNS, ENDS, counted
from geo.reports.networks.pairs import names, no_choice
from geo.selection import Selection

if TYPE_CHECKING:
    import pandas as pd


def rank(
    atlas: Atlas,
    selection: Selection | None = None,
    by: str = "receiving",
    since: str | dt.date | None = None,
    coverage: float | str | None = None,
) -> pd.DataFrame:
    """Rank states, cities or types by the missions that are surely there.

    Parameters
    ----------
    by
        ``receiving``, ``sending``, ``city`` or ``kind``.
    since
        An earlier day (EDTF text or date): what was counted then is put beside.
    coverage
        Share from 0 to 1. Rows of which a smaller share of other states is known come last,
        without a place; 0 or None: none of them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``geo.reports.networks.COLUMNS``, the most missions first.

    Raises
    ------
    InvalidDate, InvalidSelection
        A value cannot be, or ``since`` is after the as-of day.

    Examples
    --------
    >>> import geo
    >>> table = geo.rank(geo.Atlas.open(), by="sending")
    >>> bool(table["missions"].is_monotonic_decreasing)
    True
    """
    if by not in BY:
        raise no_choice(by, BY)
    chosen, least = selection or Selection(), share(coverage)
    before = None if since is None else earlier(chosen, since)
    keys = ["code", "name"]
    table = counted(atlas, chosen).by(by).set_index(keys)
    if before is not None:
        then = counted(atlas, before).by(by).set_index(keys)[["missions", "possible"]]
        gone = then.index[then.sum(axis=1) > 0]
        table = table.reindex(table.index.union(gone), fill_value=0)
        then = then.reindex(table.index, fill_value=0)
        grow(table, then)
    table = table.reset_index()
    if by != "city":
        codes = table["code"].tolist()
        table["name"] = [*map(ENGLISH.kind, codes)] if by == "kind" else names(codes)
    table["apart"] = table["coverage"] < least
    order = [table["name"], -table["possible"], -table["missions"], table["apart"]]
    table = table.iloc[np.lexsort([column.to_numpy() for column in order])]
    fit = ~table["apart"] & (table["missions"] > 0)
    if by in ENDS:
        fit &= table["code"].isin(counterparts(chosen.as_of_day))
    placed = table["missions"].where(fit).rank(ascending=False, method="min")
    table["place"] = placed.astype("Int64")
    return table[[one for one in COLUMNS if one in table]].reset_index(drop=True)


def grow(table: pd.DataFrame, then: pd.DataFrame) -> None:
    """Put what was counted on an earlier day beside, and the least and the most change since."""
    before, possible = then["missions"], then["possible"]
    table["before"], table["before_possible"] = before, possible
    table["change_least"] = table["missions"] - before - possible
    table["change_most"] = table["missions"] + table["possible"] - before


def share(value: float | str | None) -> float:
    """A share from 0 to 1, as it is given; 0 for none."""
    try:
        number = float(value or 0.0)
    except ValueError:
        number = np.nan
    if not 0.0 <= number <= 1.0:
        raise InvalidSelection().keyed("error.network.coverage", text=quoted(value))
    return number


def earlier(selection: Selection, since: str | dt.date) -> Selection:
    """The same selection on an earlier day."""
    before = selection.but(as_of=dates.day_of(since).isoformat())
    if before.as_of_day > selection.as_of_day:
        day = dt.date.fromordinal(selection.as_of_day).isoformat()
        raise InvalidSelection().keyed("error.network.since", text=quoted(since), day=day)
    return before
