"""What a mission's status rests on, in words: since when, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import dates, words
from geo.figure.imprint import source_line
from geo.pack import split
from geo.vocabulary import EVENTS, Answer

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["course", "drawn_later", "who"]


def course(atlas: Atlas, selection: Selection, row: Mapping[str, Any]) -> str:
    """The status of a mission, since when, and who says so.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        Its two days count: no event after the one, and none told after the other.
    row
        The mission, as `geo.atlas.Atlas.missions` gives it.

    Returns
    -------
    str
        "Suspended by 1 April 2021 (Russian embassy in Pyongyang, through Chernaya Kobra);
        opened 21 August 2019", without a full stop.
    """
    status = str(row["status"])
    said = f"status {words.status(status)}" if status == "unknown" else words.status(status)
    event = _set_by(atlas, selection, str(row["id"]), status)
    opened = str(row["opened"])
    if event is not None:
        sense = "by" if _is_bound(event, selection) else event["sense"]
        date = _last(event["date"]) if sense == "by" else event["date"]
        when, by = words.when(date, sense), who(atlas, selection, event)
        if status == "open" and event["kind"] in ("opened", "reopened"):
            said += f"; {words.event(event['kind'])} {when}"
            opened = "" if opened == event["date"] else opened
        elif event["kind"] == "unconfirmed":
            said += f": {words.event(event['kind'])} by {words.when(event['date'])}"
        elif event["kind"] == "preparation" or words.event(event["kind"]) == said:
            said += f"{',' if when.startswith('so ') else ''} {when}"
        else:
            said += f": {words.event(event['kind'])}, {when}"
        said += f" ({by})" if by else ""
    elif row["closed"]:
        said += f"; closed {words.when(row['closed'])}"
    if opened:
        said += f"; opened {words.when(opened)}"
    if row["certainty"] != Answer.YES:
        return f"Perhaps {said}"
    return said[:1].upper() + said[1:]


def who(atlas: Atlas, selection: Selection, event: Mapping[str, str]) -> str:
    """Who says that an event happened: "Russian embassy in Pyongyang, through Chernaya Kobra".

    Parameters
    ----------
    atlas
        The atlas.
    selection
        Sources that spoke after its known-on day are left out.
    event
        Row of the table ``events``.
    """
    told = _heard(atlas, selection, split(event["sources"]))
    rows = [atlas.pack.by_id["sources"][one] for one in told]
    publishers = [(row["publisher"] or row["title"]).partition(" (")[0] for row in rows]
    publisher = next(iter(publishers), "")
    author = re.sub(r", (?=[a-z])[^,]*$", "", event["attributed_to"])
    if author and publisher and author != publisher:
        return f"{author}, through {publisher}"
    return author or publisher


def drawn_later(
    atlas: Atlas, selection: Selection, mission: str, also: Iterable[str] = ()
) -> tuple[str, ...]:
    """Sources later than the known-on day that drew what a mission is placed by, in words.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        What is shown.
    mission
        Id of a mission.
    also
        Ids of further sources that drew what is shown around it.

    Returns
    -------
    tuple of str
        "Wikidata via Database of Embassies, 16 November 2022"; empty where nothing is
        later, or no known-on day is asked for.
    """
    if selection.known_on is None:
        return ()
    number = next(n for n, row in enumerate(atlas.pack.rows["missions"]) if row["id"] == mission)
    drawn = str(atlas.sieve.state(selection).placed["drawn_by"].iloc[number])
    table = atlas.pack.by_id["sources"]
    ids = [one for one in [*split(drawn), *also] if one in table]
    late = [one for one in ids if atlas.knowledge.of([one]).perhaps > selection.known_on_day]
    return tuple(source_line(atlas, late, licences=False))


def _heard(atlas: Atlas, selection: Selection, sources: Iterable[str]) -> list[str]:
    day = selection.known_on_day
    return [one for one in sources if atlas.knowledge.of([one]).perhaps <= day]


def _set_by(
    atlas: Atlas, selection: Selection, mission: str, status: str
) -> Mapping[str, str] | None:
    """The event that began the status: the first of the last run of events that give it."""
    heard = [
        row
        for row in atlas.pack.rows["events"]
        if row["mission"] == mission
        and EVENTS[row["kind"]] is not None
        and row["sense"] != "planned"
        and _heard(atlas, selection, split(row["sources"]))
    ]
    first, last = dates.ordinals([row["date"] for row in heard])
    order = np.lexsort((first, last)).tolist()
    begun = [heard[at] for at in order if first[at] <= selection.as_of_day]
    found = None
    for row in reversed(begun):
        if EVENTS[row["kind"]] == status:
            found = row
        elif found is not None:
            break
    return found


def _is_bound(event: Mapping[str, str], selection: Selection) -> bool:
    """Whether only the day by which it had happened is told: one of many days, and past."""
    span = dates.parse(event["date"])
    return (
        event["sense"] in ("on", "by")
        and event["date"].startswith("[")
        and ".." in event["date"]
        and span.latest is not None
        and span.latest.toordinal() <= selection.as_of_day
    )


def _last(date: str) -> str:
    latest = dates.parse(date).latest
    return latest.isoformat() if latest else date
