"""What is shown, how exactly and by whom: in a few calm sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from geo import dates, words
from geo.pack import split
from geo.selection import Selection
from geo.vocabulary import STATUSES, UNRECORDED, Answer

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas

__all__ = ["FIELDS", "described", "hidden", "looser", "sentences"]

FIELDS: Final[dict[str, str]] = {
    "text": "the search text",
    "statuses": "the status",
    "kinds": "the kind",
    "cities": "the cities",
    "sources": "the sources",
    "sending": "the sending states",
    "receiving": "the receiving states",
    "among": "the limit on both ends",
    "states": "the limit on either end",
    "bbox": "the box",
    "known_on": "the known-on date",
    "as_of": "the as-of date",
}
"""Part of a selection -> what it is called on the page, the first to let go first."""

_METHODS: Final = {
    "surveyed": "measured at the building",
    "source_point": "at a point that a source gives",
    "words": "by the words of a source",
    "district": "by district, drawn as a region",
    "city": "by city only, anywhere within its radius",
    "state": "by receiving state only",
}
_GROUPS: Final = {"embassy": "embassies", "consulate": "consulates", "liaison": "liaison offices"}
_MOST_NAMES: Final = 4
_FEW: Final = 3


def _names(codes: tuple[str, ...], joint: str) -> str:
    shown = [words.of_party(code) for code in codes[:_MOST_NAMES]]
    if len(codes) > _MOST_NAMES:
        shown.append(words.counted(len(codes) - _MOST_NAMES, "more state"))
    return words.listed(shown, joint)


def described(selection: Selection) -> str:
    """What a selection asks for, as the end of a sentence: "between Peru and Venezuela".

    Parameters
    ----------
    selection
        The selection.

    Returns
    -------
    str
        Text from the reader stands in it as it came: escape it.
    """
    parts = []
    if selection.among:
        parts.append(f"between {_names(selection.among, 'and')}")
    if selection.states:
        parts.append(f"of or in {_names(selection.states, 'or')}")
    if selection.sending:
        parts.append(f"sent by {_names(selection.sending, 'or')}")
    if selection.receiving:
        parts.append(f"received by {_names(selection.receiving, 'or')}")
    if selection.kinds:
        kinds = [_GROUPS.get(kind, words.kind(kind)) for kind in selection.kinds]
        parts.append(f"of the kinds {words.listed(kinds)}")
    if selection.statuses:
        statuses = [words.status(status) for status in selection.statuses]
        parts.append(f"with the status {words.listed(statuses, 'or')}")
    if selection.cities:
        parts.append(f"in {words.listed(list(selection.cities), 'or')}")
    if selection.sources:
        parts.append(f"told of by {words.counted(len(selection.sources), 'chosen source')}")
    if selection.text:
        parts.append(f"matching “{selection.text}”")
    if selection.bbox:
        parts.append("inside the box of the address")
    return ", ".join(parts)


def sentences(atlas: Atlas, selection: Selection, missions: pd.DataFrame) -> list[str]:
    """Sum up what is shown.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection.
    missions
        What :meth:`geo.atlas.Atlas.missions` gives for it.

    Returns
    -------
    list of str
        What; how exactly; by whom. Plain text: escape it.
    """
    day = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    asked = described(selection)
    known = ""
    if selection.known_on:
        known = f", by what was known on {_day(selection.known_on)}"
    number = len(missions)
    what = words.counted(number, "mission") if number else "No mission"
    sure = _sure(missions)
    said = [f"{what}{f' {asked}' if asked else ''}{sure}, as of {_day(day.isoformat())}{known}."]
    if 0 < number <= _FEW:
        said = [said[0], *_each(atlas, missions)]
    elif number:
        said.append(f"{_how(missions)}.")
    if number:
        said.append(f"{_by_whom(atlas, missions)}.")
    return said


def _sure(missions: pd.DataFrame) -> str:
    """How many of what is shown are only perhaps so, as a clause; blank where none is."""
    perhaps = int((missions["certainty"] == Answer.PERHAPS).sum())
    if not perhaps or len(missions) <= 1:
        return ", only perhaps so" if perhaps else ""
    if perhaps == len(missions):
        return ", all of them only perhaps so"
    most = "most of them, " if 2 * perhaps > len(missions) else ""
    return f", {most}{perhaps:,}{'' if most else ' of them'} only perhaps so"


def _each(atlas: Atlas, missions: pd.DataFrame) -> list[str]:
    """A sentence for each of a few missions: what it is, and how exactly it is placed."""
    said = []
    columns = ("id", "status", "certainty", "method", "radius_m")
    for id, status, certainty, method, radius in zip(
        *(missions[name] for name in columns), strict=True
    ):
        row = atlas.mission(id)
        sure = "perhaps " if certainty == Answer.PERHAPS else ""
        label = words.label(row["kind"], row["sending"], row["receiving"], row["city"])
        how = words.placed(method, radius, row["city"], _district(atlas, id))
        so = "whether it is open is not known" if status == "unknown" else words.status(status)
        said.append(f"{label}: {sure}{so}; {how[:1].lower()}{how[1:]}")
    return said


def _district(atlas: Atlas, mission: str) -> str:
    """Name of the place that a mission's positions name; blank for none or for several."""
    named = {row["place"] for row in atlas.pack.rows["positions"] if row["mission"] == mission}
    places = atlas.pack.by_id["places"]
    names = [places[place]["name"] for place in named if place in places]
    return names[0] if len(names) == 1 else ""


def _day(text: str) -> str:
    return dates.display(dates.day_of(text).isoformat())


def _how(missions: pd.DataFrame) -> str:
    methods = Counter(str(method) for method in missions["method"])
    parts = [f"{methods[method]:,} {said}" for method, said in _METHODS.items() if methods[method]]
    return f"Placed: {'; '.join(parts)}"


def _by_whom(atlas: Atlas, missions: pd.DataFrame) -> str:
    rows = atlas.pack.by_id["sources"]
    ids = {id for text in missions["sources"] for id in split(text)} - {UNRECORDED}
    told = [rows[id] for id in ids if id in rows and rows[id]["kind"] != "editorial"]
    publishers = Counter(row["publisher"] for row in told)
    undated = sum(not row["published"] for row in told)
    said = f"Told by {words.counted(len(told), 'source')}"
    if len(publishers) > 1:
        said += f" of {len(publishers):,} publishers"
    return f"{said}, {undated:,} of them undated" if undated else said


def hidden(atlas: Atlas, selection: Selection) -> str:
    """What a selection leaves out, counted, and what of the rest is not sure.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection.

    Returns
    -------
    str
        "34 closed and 14 undated not shown. Of those shown, 14 on undated sources alone."
    """
    left = atlas.hidden(selection)
    said = [words.hidden(left.reasons) or "No mission is hidden by status or date"]
    unsure: Mapping[str, int] = {
        "only perhaps so": left.perhaps,
        "on undated sources alone": left.on_undated_sources,
    }
    parts = [f"{number:,} {what}" for what, number in unsure.items() if number]
    if parts:
        said.append(f"Of those shown, {words.listed(parts)}")
    return ". ".join(said) + "."


def looser(atlas: Atlas, selection: Selection) -> list[tuple[str, Selection, int]]:
    """What to let go of where nothing is shown.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        A selection that shows nothing.

    Returns
    -------
    list of tuple
        What is let go of, the selection without it, and how many missions that shows;
        only those that show some.
    """
    empty = Selection()
    found = []
    for field, name in FIELDS.items():
        if not getattr(selection, field):
            continue
        without = selection.but(**{field: getattr(empty, field)})
        number = len(atlas.missions(without))
        if number:
            found.append((f"Without {name}", without, number))
    closed = selection.but(statuses=STATUSES)
    if not selection.statuses and (number := len(atlas.missions(closed))):
        found.append(("With closed missions", closed, number))
    return found
