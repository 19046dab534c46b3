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
    if not record["date"] or record["sense"] == "planned":
        return False
    first, last = (int(bound[0]) for bound in dates.ordinals([record["date"]]))
    bounded = first != last or record["sense"] != "on"
    looked = False
    for id in split(record["sources"]):
        source = knowledge.sources[id]
        if source.get("kind") in _OWN:
            looked |= last in (_day(source["published"]), _day(source["accessed"]))
        elif source["published"] or source["known_through"]:
            if knowledge.of([id]).surely >= last:
                return False
        else:
            looked |= bounded and last == _day(source["accessed"])
    return looked


def _day(text: str) -> int | None:
    return int(dates.ordinals([text])[1][0]) if text else None
