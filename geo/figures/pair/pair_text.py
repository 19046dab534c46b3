"""The pair figure in words: the rows of its table, and what is told to those who do not see it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo import dates
from geo.dataset import Event, ids_of
from geo.evidence import followed, only_looked
from geo.figures.canvas.key_value_table import Row
from geo.figures.canvas.notices import source_line
from geo.figures.pair.pair_facts import Embassy, Pair
from geo.i18n import ENGLISH, Translator
from geo.vocabulary import Answer

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

MOST_LINES = 7


def degrees(value: float, axis: str, tr: Translator) -> str:
    """A latitude or longitude in words: "77.5° N"."""
    side = {"lat": ("north", "south"), "lon": ("east", "west")}[axis][value < 0]
    return tr(f"figure.degrees.{side}", degrees=tr.number(abs(value), 1))


def kilometres(metres: float, tr: Translator) -> str:
    """A length in whole kilometres: "14,370 km"; that it is not known where it is not a number."""
    if math.isnan(metres):
        return tr("figure.row.distance_unknown")
    return f"{tr.number(metres / 1_000.0)} km"


def rows_of(pair: Pair, as_of: str, known_on: str, tr: Translator = ENGLISH) -> list[Row]:
    """The rows of the figure's table."""
    first, second = pair.ends
    apart = kilometres(pair.distance_m, tr)
    days = Row(tr("figure.row.days"), tr("figure.row.days_value", as_of=as_of, known=known_on), 3)
    distance = Row(
        tr("figure.row.distance"),
        apart if math.isnan(pair.distance_m) else _distance(apart, pair.slack_m, tr),
        2,
    )
    crossing = tr("figure.row.not_crossed")
    if pair.crossing is not None:
        crossing = degrees(pair.crossing, "lat", tr)
    lat, lon = degrees(pair.north[1], "lat", tr), degrees(pair.north[0], "lon", tr)
    bearing = tr("figure.row.course_value", degrees=f"{pair.course:.0f}", place=first.place)
    return [
        distance,
        Row(tr("figure.row.course"), bearing),
        Row(tr("figure.row.north"), f"{lat}, {lon}"),
        Row(tr("figure.row.crossing"), crossing),
        *(Row(end.label, said_of(end, tr), MOST_LINES) for end in (second, first)),
        days,
    ]


def _distance(apart: str, slack_m: float, tr: Translator) -> str:
    if math.isnan(slack_m):
        return tr("figure.row.distance_unverified", distance=apart)
    slack = tr.number(max(1.0, slack_m / 1_000))
    return tr("figure.row.distance_value", distance=apart, slack=slack)


def said_of(end: Embassy, tr: Translator) -> str:
    """What is said of a mission: its course, its place, and who gives them."""
    said = [f"{end.course}.", end.placed]
    if end.placed_by:
        said.append(tr("figure.position", sources=tr.listed(list(end.placed_by))))
    if end.drawn_by:
        named = any(one.named for one in end.neighbours)
        key = "figure.drawn.quarter_and_neighbours" if named else "figure.drawn.quarter"
        said.append(tr(key, sources=tr.listed(list(end.drawn_by))))
    return " ".join(said)


def alt_text(pair: Pair, as_of: str, known: str, tr: Translator = ENGLISH) -> str:
    """What the figure shows, for a reader who does not see it."""
    first, second = pair.ends
    said = [
        tr(
            "figure.alt.pair",
            first=first.label,
            second=second.label,
            distance=kilometres(pair.distance_m, tr),
            north=degrees(pair.north[1], "lat", tr),
            as_of=as_of,
            known=known,
        )
    ]
    said += [inset_text(end, tr) for end in pair.ends]
    if pair.perhaps:
        said.append(tr("figure.alt.perhaps", count=pair.perhaps))
    return " ".join(said)


def inset_text(end: Embassy, tr: Translator = ENGLISH) -> str:
    """Alternative text of an inset."""
    said = tr(
        "figure.alt.inset",
        quarter=end.quarter or end.place,
        mission=end.label,
        course=end.course,
        placed=end.placed,
    )
    near = [
        tr("figure.alt.near", distance=tr.metres(one.distance_m), name=one.name)
        for one in end.neighbours
        if one.named and end.is_point
    ]
    return f"{said} {tr('figure.alt.beside', neighbours=tr.listed(near))}" if near else said


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
        date = _last(event) if sense == "by" else event.date
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
    told = _heard(atlas, selection, event.sources)
    rows = [atlas.dataset.sources.by_id[one] for one in told]
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
    late = [one for one in ids if atlas.publication.of([one]).perhaps > selection.known_on_day]
    return tuple(source_line(atlas, late, tr, licences=False))


def _heard(atlas: Atlas, selection: Selection, sources: Iterable[str]) -> list[str]:
    day = selection.known_on_day
    return [one for one in sources if atlas.publication.of([one]).perhaps <= day]


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


def _last(event: Event) -> str:
    day = event.days.last
    return event.date if day == dates.LAST else dt.date.fromordinal(day).isoformat()
