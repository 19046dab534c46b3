"""What is shown, how exactly and by whom: in a few calm sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from geo import dates
from geo.citations import described
from geo.claims import UNDATED
from geo.pack import split
from geo.selection import UNDATED as UNDATED_CHOICES
from geo.selection import Selection
from geo.vocabulary import EXACTNESS, STATUSES, UNRECORDED, Answer

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas
    from geo.words import Voice

__all__ = ["FIELDS", "farther", "hidden", "looser", "sentences", "title"]

FIELDS: Final = (
    "text",
    "statuses",
    "kinds",
    "cities",
    "sources",
    "sending",
    "receiving",
    "among",
    "states",
    "bbox",
    "known_on",
    "as_of",
)
"""Parts of a selection, the first to let go first."""

_FEW: Final = 3


def sentences(
    atlas: Atlas, selection: Selection, missions: pd.DataFrame, voice: Voice
) -> list[str]:
    """Sum up what is shown.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection.
    missions
        What :meth:`geo.atlas.Atlas.missions` gives for it.
    voice
        What says it.

    Returns
    -------
    list of str
        What; how exactly; by whom. Plain text: escape it.
    """
    number = len(missions)
    first = voice(
        "page.summary.shown",
        title=title(selection, missions, voice),
        day=_day(selection.as_of, voice),
        known=voice("page.summary.known", day=_day(selection.known_on, voice))
        if selection.known_on
        else "",
    )
    if not number:
        return [first]
    how = _each(atlas, selection, missions, voice) if number <= _FEW else [_how(missions, voice)]
    current = voice.capital(voice.confirmed(**atlas.currency(selection)))
    return [first, *how, *([f"{current}."] if current else []), _by_whom(atlas, missions, voice)]


def title(selection: Selection, missions: pd.DataFrame, voice: Voice) -> str:
    """What is shown, without its days: "2 missions between Peru and Venezuela".

    Parameters
    ----------
    selection
        The selection.
    missions
        What :meth:`geo.atlas.Atlas.missions` gives for it.
    voice
        What says it.

    Returns
    -------
    str
        Plain text: escape it.
    """
    asked, undated = described(selection, voice), int((missions["status"] == UNDATED).sum())
    missions = missions[missions["status"] != UNDATED]
    number = len(missions)
    return voice(
        "page.summary.title",
        missions=voice("words.missions", count=number) if number else voice("page.summary.none"),
        asked=f" {asked}" if asked else "",
        sure=_sure(missions, voice),
        undated=voice("page.summary.more_undated", count=undated) if undated else "",
    )


def _day(text: str | None, voice: Voice) -> str:
    day = dates.day_of(text) if text else dates.today()
    return voice.date(day.isoformat())


def _sure(missions: pd.DataFrame, voice: Voice) -> str:
    """How many of what is shown are only perhaps so, as a clause; blank where none is."""
    perhaps = int((missions["certainty"] == Answer.PERHAPS).sum())
    if not perhaps:
        return ""
    if len(missions) == 1:
        return voice("page.summary.only")
    if perhaps == len(missions):
        return voice("page.summary.all")
    most = 2 * perhaps > len(missions)
    return voice("page.summary.most" if most else "page.summary.some", count=perhaps)


def _each(atlas: Atlas, selection: Selection, missions: pd.DataFrame, voice: Voice) -> list[str]:
    """A sentence for each of a few missions: what it is, and how exactly it is placed."""
    said = []
    for shown in missions.to_dict("records"):
        id, status, certainty = shown["id"], shown["status"], shown["certainty"]
        row = atlas.mission(id)
        so = voice("page.summary.unknown") if status == "unknown" else voice.status(status)
        if certainty == Answer.PERHAPS and status != UNDATED:
            so = voice("page.summary.perhaps", status=so)
        how = voice.placed(shown, atlas.place_named(id, selection))
        said.append(
            voice(
                "page.summary.each",
                label=voice.label(row["kind"], row["sending"], row["receiving"], row["city"]),
                status=so,
                how=f"{how[:1].lower()}{how[1:]}",
            )
        )
    return said


def _how(missions: pd.DataFrame, voice: Voice) -> str:
    counts = Counter(str(word) for word in missions["exactness"])
    parts = [
        voice("page.summary.exactness", number=counts[word], how=voice(f"words.exactness.{word}"))
        for word in EXACTNESS
        if counts[word]
    ]
    return voice("page.summary.placed", how="; ".join(parts))


def _by_whom(atlas: Atlas, missions: pd.DataFrame, voice: Voice) -> str:
    rows = atlas.pack.by_id["sources"]
    ids = {id for text in missions["sources"] for id in split(text)} - {UNRECORDED}
    told = [rows[id] for id in ids if id in rows and rows[id]["kind"] != "editorial"]
    publishers = len({row["publisher"] for row in told})
    by = voice("page.summary.publishers", number=publishers) if publishers > 1 else ""
    undated = sum(not row["published"] for row in told)
    return voice(
        "page.summary.told",
        count=len(told),
        publishers=f" {by}" if by else "",
        undated=voice("page.summary.undated", number=undated) if undated else "",
    )


def hidden(atlas: Atlas, selection: Selection, voice: Voice) -> str:
    """What a selection leaves out, counted, and what of the rest is not sure.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection.
    voice
        What says it.

    Returns
    -------
    str
        "34 closed and 14 undated not shown. Of those shown, 14 on undated sources alone."
    """
    left = atlas.hidden(selection)
    said = [voice.hidden(left.counts) or voice("page.summary.nothing_hidden")]
    unsure = {"perhaps": left.perhaps, "undated": left.on_undated_sources}
    parts = [
        voice(f"page.summary.unsure_{what}", count=number)
        for what, number in unsure.items()
        if number
    ]
    if parts:
        said.append(voice("page.summary.unsure", what=voice.listed(parts)))
    return voice.sentences(said)


def farther(atlas: Atlas, selection: Selection) -> int:
    """How many undated missions a selection leaves out only as their evidence is much later.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection.
    """
    if selection.undated != UNDATED_CHOICES[0]:
        return 0
    every = atlas.hidden(selection.but(undated="all")).undated_shown
    return every - atlas.hidden(selection).undated_shown


def looser(
    atlas: Atlas, selection: Selection, voice: Voice
) -> list[tuple[str, str, Selection, int]]:
    """What to let go of where nothing is shown.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        A selection that shows nothing.
    voice
        What says it.

    Returns
    -------
    list of tuple
        A key, what is let go of, the selection without it, and how many missions that shows;
        only those that show some.
    """
    empty = Selection()
    found = []
    for field in FIELDS:
        if not getattr(selection, field):
            continue
        without = selection.but(**{field: getattr(empty, field)})
        if number := len(atlas.missions(without)):
            found.append((field, voice(f"page.looser.{field}"), without, number))
    every = selection.but(undated="all")
    if selection.undated_days >= 0 and (number := len(atlas.missions(every))):
        found.append(("undated", voice("page.looser.undated"), every, number))
    closed = selection.but(statuses=STATUSES)
    if not selection.statuses and (number := len(atlas.missions(closed))):
        found.append(("closed", voice("page.looser.closed"), closed, number))
    return found
