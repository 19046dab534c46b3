"""Access dates only bound an event: it happened on or before that day; when is not known."""

from __future__ import annotations

from collections.abc import Mapping

from geo import dates
from geo.dataset import Event, Source, days_of
from geo.evidence.publication import PublicationIndex


def only_looked(record: Mapping[str, str], publication: PublicationIndex) -> bool:
    """Whether the last day of a record's date is only an access date."""
    event = Event.of(record)
    looked = {id: _looked(publication.sources[id]) for id in event.sources}
    first, last = event.days
    if event.is_planned or last == dates.LAST or not any(looked.values()):
        return False
    spoken = (publication.of([id]).surely for id, days in looked.items() if days is None)
    if any(day >= last for day in spoken):
        return False
    exact = first == last and event.sense == "on"
    return any(
        last in days
        for id, days in looked.items()
        if days and (publication.sources[id].is_own or not exact)
    )


def _looked(source: Source) -> tuple[int, ...] | None:
    """The days on which a source was looked at, or editors looked; None for one with a date."""
    if source.is_own:
        return days_of(source.published).last, days_of(source.accessed).last
    return None if source.is_dated else (days_of(source.accessed).last,)
