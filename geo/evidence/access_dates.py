"""Dates that only bound an event: the access date of an undated source, or of the editors.

An undated page that was read on a day shows that an embassy had closed by then. The event
happened on or before that day; when is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo import dates
from geo.dataset import split
from geo.evidence.publication import PublicationIndex

__all__ = ["only_looked"]

_OWN: Final = ("editorial", "unrecorded")


def only_looked(record: Mapping[str, str], publication: PublicationIndex) -> bool:
    """Whether the last day of a record's date is only an access date.

    Parameters
    ----------
    record
        A row with ``date``, ``sense`` and ``sources``.
    publication
        When the sources spoke.

    Returns
    -------
    bool
        True where an editor's source has that day, or a source without a date was read on it and
        does not give the day itself, and no dated source of others spoke on or after it.
    """
    days = {id: _looked(publication.sources[id]) for id in split(record["sources"])}
    if not record["date"] or record["sense"] == "planned" or not any(days.values()):
        return False
    span = dates.parse(record["date"])
    last = span.latest
    exact = span.earliest == last and record["sense"] == "on"
    if last is None:
        return False
    spoken = (publication.of([id]).surely for id, looked in days.items() if looked is None)
    if any(day >= last.toordinal() for day in spoken):
        return False
    return any(
        any(dates.parse(text).latest == last for text in looked if text)
        for id, looked in days.items()
        if looked and not (exact and publication.sources[id].get("kind") not in _OWN)
    )


def _looked(source: Mapping[str, str]) -> tuple[str, ...] | None:
    """The days on which a source was looked at, or editors looked; None for one with a date."""
    if source.get("kind") in _OWN:
        return source["published"], source["accessed"]
    dated = source["published"] or source["known_through"]
    return None if dated else (source["accessed"],)
