"""What is worth a second look in a dataset: warnings with the file, the row and a suggestion."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from geo import dates
from geo.dataset import Dataset
from geo.errors import InvalidSelection
from geo.reports.quality.days import contradicted, early, order, stale, years
from geo.reports.quality.missions import confused, duplicates, outside, places, shared
from geo.reports.quality.model import KINDS, Finding
from geo.vocabulary import OLD_YEARS

__all__ = ["KINDS", "YEARS", "Finding", "counts", "findings", "misdated"]
YEARS: Final = OLD_YEARS  # after which evidence counts as old


def findings(
    dataset: Dataset, *, today: dt.date | None = None, years_old: int = YEARS
) -> list[Finding]:
    """What is worth a second look in a dataset.

    Parameters
    ----------
    today
        Day from which the age of evidence is counted; by default today.
    years_old
        Years after which evidence counts as old.

    Returns
    -------
    list of Finding
        By kind in the order of `KINDS`, then by row.

    Raises
    ------
    InvalidSelection
        ``years_old`` is negative.

    Examples
    --------
    >>> import geo
    >>> len(geo.findings(geo.Atlas.open().dataset)) > 0
    True
    """
    if years_old < 0:
        raise InvalidSelection(f"Evidence cannot be {years_old} years old. Give 0 or more.")
    kinds = (outside, shared, years, early, order, duplicates, places, contradicted, confused)
    found = [one for kind in kinds for one in kind(dataset)]
    return sorted([*found, *stale(dataset, today or dates.today(), years_old)], key=_place)


def misdated(dataset: Dataset) -> list[Finding]:
    """The findings on dates alone that cannot be right: too early, or out of order."""
    return sorted([*early(dataset), *order(dataset)], key=_place)


def _place(one: Finding) -> tuple[int, str, int, str]:
    return KINDS.index(one.kind), one.file, one.row, one.value


def counts(found: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each kind."""
    counted = Counter(one.kind for one in found)
    return {kind: counted[kind] for kind in KINDS}
