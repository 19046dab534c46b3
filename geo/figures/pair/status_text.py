"""What a mission's status is based on, in words: since when, and who says so."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from geo import dates
from geo.atlas import Atlas
from geo.dataset import Event, ids_of
from geo.evidence import followed, only_looked
from geo.figures.canvas.notices import source_line
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection
from geo.vocabulary import Answer


def course(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator = ENGLISH
) -> str:
    """The status of a mission, since when, and who says so."""
    status = str(row["status"])
    said = _status(status, tr)
    event = _set_by(atlas, selection, str(row["id"]), status)
    opened = str(row["opened"])
    if event is not None:
        sense = "by" if _is_bound(event, selection) else event.sense
        date = event.date
        if sense == "by" and event.days.last != dates.LAST:
            date = dt.date.fromordinal(event.days.last).isoformat()
        opening = status == "open" and event.kind in ("opened", "reopened")
        opened = "" if opening and opened == event.date else opened
        if event.kind == "unconfirmed":
            key, when = "figure.course.unconfirmed", tr.when(event.date)
        else:
            key, when = _sentence(event, status, sense, opening=opening), tr.when(date, sense)
            if only_looked(event, atlas.publication):
                when = tr.no_later(event.date)
        said = tr(key, status=said, event=tr.event(event.kind), when=when)
        by = who(atlas, selection, event, tr)
        said += f" ({by})" if by else ""
    elif row["closed"]:
        said = tr("figure.course.closed", said=said, when=tr.when(row["closed"]))
    return _finished(said, opened, row, tr)


def brief(row: Mapping[str, Any], tr: Translator) -> str:
    """The status of a mission and when it opened: "Suspended; opened 21 August 2019"."""
    return _finished(_status(str(row["status"]), tr), str(row["opened"]), row, tr)


def _status(status: str, tr: Translator) -> str:
    return tr("map.status.unknown") if status == "unknown" else tr.status(status)


def _sentence(event: Event, status: str, sense: str, *, opening: bool) -> str:
    if opening:
        return "figure.course.opening"
    if event.kind == "preparation" or ENGLISH.event(event.kind) == ENGLISH.status(status):
        return "figure.course.same_so" if sense == "attested" else "figure.course.same"
    return "figure.course.event"


def _finished(said: str, opened: str, row: Mapping[str, Any], tr: Translator) -> str:
    if opened:
        said = tr("figure.course.opened", said=said, when=tr.when(opened))
    if row["certainty"] != Answer.YES:
        said = tr("card.value.perhaps", what=said)
    return tr.capital(said)


def who(atlas: Atlas, selection: Selection, event: Event, tr: Translator = ENGLISH) -> str:
    """Who says that an event happened: "Russian embassy in Pyongyang, through Chernaya Kobra"."""
    day, table = selection.known_on_day, atlas.dataset.sources.by_id
    rows = [table[one] for one in event.sources if atlas.publication.of([one]).possibly <= day]
    publishers = [(row.publisher or row.title).partition(" (")[0] for row in rows]
    publisher = next(iter(publishers), "")
    author = re.sub(r", (?=[a-z])[^,]*$", "", event.attributed_to)
    if author and publisher and author != publisher:
        return tr("figure.course.through", author=author, publisher=publisher)
    return author or publisher


def drawn_later(
    atlas: Atlas,
    selection: Selection,
    mission: str,
    also: Iterable[str] = (),
    tr: Translator = ENGLISH,
) -> tuple[str, ...]:
    """Sources later than the known-on day that drew what a mission is placed by, in words."""
    if selection.known_on is None:
        return ()
    drawn = atlas.placement(mission, selection)["drawn_by"]
    table = atlas.dataset.sources.by_id
    ids = [one for one in [*ids_of(drawn), *also] if one in table]
    late = [one for one in ids if atlas.publication.of([one]).possibly > selection.known_on_day]
    return tuple(source_line(atlas, late, tr, licences=False))


def _set_by(atlas: Atlas, selection: Selection, mission: str, status: str) -> Event | None:
    """The event that began the status: the first of the last run of events that give it."""
    events = atlas.dataset.events.of_mission(mission)
    heard = followed(events, atlas.publication, selection.known_on_day)
    ordered = sorted(heard, key=lambda one: (one.days.last, one.days.first))
    begun = [one for one in ordered if one.days.first <= selection.as_of_day]
    found = None
    for row in reversed(begun):
        if row.status == status:
            found = row
        elif found is not None:
            break
    return found


def _is_bound(event: Event, selection: Selection) -> bool:
    """Whether only the day by which it had happened is told: one of many days, and past."""
    return (
        event.sense in ("on", "by")
        and event.date.startswith("[")
        and ".." in event.date
        and event.days.last <= selection.as_of_day
    )
