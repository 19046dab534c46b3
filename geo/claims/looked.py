"""Dates that end on the day on which somebody looked: bounds of an event, not its days.

An undated page that was read on a day shows that an embassy had closed by then, and so does what
editors infer on a day. When it happened is not known by that; nothing happened on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo import dates
from geo.claims.knowledge import Knowledge
from geo.pack import split

__all__ = ["only_looked"]

_OWN: Final = ("editorial", "unrecorded")


def only_looked(record: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Whether the last day of a record's date is no more than a day on which somebody looked.

    Parameters
    ----------
    record
        A row with ``date``, ``sense`` and ``sources``.
    knowledge
        When the sources spoke.

    Returns
    -------
    bool
        True where an editor's source has that day, or a source without a date was read on it and
        does not give the day itself, and no dated source of others spoke on or after it.
    """
    days = {id: _looked(knowledge.sources[id]) for id in split(record["sources"])}
    if not record["date"] or record["sense"] == "planned" or not any(days.values()):
        return False
    span = dates.parse(record["date"])
    last = span.latest
    exact = span.earliest == last and record["sense"] == "on"
    if last is None:
        return False
    spoken = (knowledge.of([id]).surely for id, looked in days.items() if looked is None)
    if any(day >= last.toordinal() for day in spoken):
        return False
    return any(
        any(dates.parse(text).latest == last for text in looked if text)
        for id, looked in days.items()
        if looked and not (exact and knowledge.sources[id].get("kind") not in _OWN)
    )


def _looked(source: Mapping[str, str]) -> tuple[str, ...] | None:
    """The days on which a source was looked at, or editors looked; None for one with a date."""
    if source.get("kind") in _OWN:
        return source["published"], source["accessed"]
    dated = source["published"] or source["known_through"]
    return None if dated else (source["accessed"],)
