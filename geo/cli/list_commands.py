"""``list`` and ``show``: missions and absences as rows, and cards."""

from __future__ import annotations

import dataclasses
import math
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from geo.cli.terminal import note, show_json, show_lines, show_table
from geo.errors import InvalidSelection
from geo.i18n import ENGLISH, Translator, tr
from geo.selection import KEYS

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas
    from geo.cli.options import Shown
    from geo.selection import Selection

_COLUMNS: Final[tuple[str, ...]] = (
    "id",
    "name",
    "sending",
    "receiving",
    "city",
    "kind",
    "status",
    "certainty",
    "opened",
    "closed",
    "last_evidence",
    "last_source",
    "longitude",
    "latitude",
    "radius_m",
    "method",
    "exactness",
    "off_m",
    "sources",
)
_NARROW: Final = ("id", "sending", "receiving", "kind", "status", "opened")
_WIDE: Final = (
    "id",
    "sending",
    "receiving",
    "city",
    "kind",
    "status",
    "opened",
    "last_evidence",
)
_ABSENT: Final = ("sending", "receiving", "face", "certainty", "city", "state", "valid", "closed")
_LISTS: Final = ("sources", "also")
_WIDE_FROM: Final = 110
_DAYS: Final = ("as_of", "known_on")


def show_missions(shown: Shown, as_json: bool) -> None:
    """Print the missions of a selection, and on standard error what it hides."""
    selection = shown.selection()
    atlas = shown.atlas(selection)
    frame = atlas.missions(selection)
    records = _records(frame)
    if as_json:
        told = [{k: None if v == "" else v for k, v in row.items()} for row in records]
        show_json({**summary(atlas, selection, len(frame)), "missions": told})
        return
    columns = _COLUMNS
    if sys.stdout.isatty():
        columns = _WIDE if shutil.get_terminal_size().columns >= _WIDE_FROM else _NARROW
    show_table(columns, [[_cell(record[column]) for column in columns] for record in records])
    _unheard(atlas, selection, ENGLISH)
    note(counted(atlas, selection, len(frame)))


def _unheard(atlas: Atlas, selection: Selection, said: Translator) -> None:
    """Say so if no source was published by the date."""
    if selection.known_on is None:
        return
    from geo.reports.conflicts import unheard

    if early := unheard(atlas, selection, said):
        note(early)


def show_absences(shown: Shown, as_json: bool) -> None:
    """Print the pairs without a mission, with the type of absence; the counts go to stderr."""
    from geo.atlas import absence

    selection = shown.selection()
    for name in ("kinds", "statuses", "cities", "sources", "text", "bbox"):
        if getattr(selection, name):
            raise InvalidSelection(
                f"--{KEYS[name]} filters missions; absences have no such value. Leave it out, or "
                "leave out --absent."
            )
    try:
        absence.asked(selection)
    except InvalidSelection as error:
        raise InvalidSelection(
            f"{error} Give --receiving VEN, --sending PRK, --states CUB or --among PRK,VEN."
        ) from None
    atlas = shown.atlas(selection)
    frame = absence.absences(atlas, selection)
    records = frame.to_dict("records")
    said = absence.sentences(atlas, selection, ENGLISH)
    if as_json:
        told = [
            {key: _parts(v) if key in _LISTS else v or None for key, v in row.items()}
            for row in records
        ]
        faces = frame["face"].value_counts()
        show_json(
            {
                "selection": selection.to_query(),
                **days(selection),
                "asked": len(absence.asked(selection)),
                "faces": {face: int(faces.get(face, 0)) for face in absence.FACES},
                "said": said,
                "absences": told,
            }
        )
        return
    columns = tuple(absence.COLUMNS)
    if sys.stdout.isatty():
        columns = _ABSENT
    show_table(columns, [[record[column] for column in columns] for record in records])
    for sentence in said:
        note(sentence)


def show_cards(
    shown: Shown,
    ids: Sequence[str],
    as_json: bool,
    language: str = ENGLISH.language,
    claims: bool = False,
) -> None:
    """Print cards: of the ids, or of all missions of a selection."""
    said, selection = tr(language), shown.selection()
    if bool(ids) == filtered(selection):
        raise InvalidSelection(
            "An id and a filter are given together. Leave out one of them."
            if ids
            else "No mission is given. Give an id that embassy-atlas list shows, or a filter "
            "such as --among VEN,PRK."
        )
    from geo.render import card_lines
    from geo.reports.cards import card

    atlas = shown.atlas(selection)
    chosen = list(ids) or list(atlas.missions(selection)["id"])
    days = selection.as_of, selection.known_on
    cards = [card(atlas, id, *days, said.language) for id in chosen]
    if as_json:
        plain = [dataclasses.asdict(each) for each in cards]
        one = len(ids) == 1
        show_json(plain[0] if one else {**summary(atlas, selection, len(plain)), "cards": plain})
        return
    for index, each in enumerate(cards):
        if index:
            print()
        show_lines(card_lines(each, said, claims))
    _unheard(atlas, selection, said)
    if not ids:
        note(counted(atlas, selection, len(chosen)))


def filtered(selection: Selection) -> bool:
    """Whether a selection has more than dates."""
    return not {*_DAYS}.issuperset(selection.narrowed)


def summary(atlas: Atlas, selection: Selection, shown: int) -> dict[str, Any]:
    """The numbers of missions shown and hidden, for JSON."""
    hidden = atlas.hidden(selection)
    return {
        "selection": selection.to_query(),
        **days(selection),
        "shown": shown,
        "perhaps": hidden.perhaps,
        "on_undated_sources": hidden.on_undated_sources,
        "undated": hidden.undated_shown,
        **atlas.currency(selection),
        "hidden": hidden.reasons,
    }


def days(selection: Selection) -> dict[str, str | None]:
    """The two dates of a selection, for JSON."""
    known_on = None
    if selection.known_on is not None:
        known_on = date.fromordinal(selection.known_on_day).isoformat()
    return {"as_of": date.fromordinal(selection.as_of_day).isoformat(), "known_on": known_on}


def counted(atlas: Atlas, selection: Selection, shown: int) -> str:
    """The numbers of missions shown and hidden, as a sentence."""
    hidden, current = atlas.hidden(selection), atlas.currency(selection)
    unsure = {
        "only possibly": hidden.perhaps,
        "opening date unknown": hidden.undated_shown,
        "based on undated sources only": hidden.on_undated_sources,
    }
    among = ", ".join(f"{number:,} {what}" for what, number in unsure.items() if number)
    count = ENGLISH("words.missions", count=shown) if shown else "No mission"
    unshown = ENGLISH.hidden(hidden.counts)
    remedy = "" if shown else " Leave out an option, or try other dates or --status closed."
    confirmed = ENGLISH.confirmed(**current) if shown else ""
    parts = [f"{count} shown{f' ({among})' if among else ''}", confirmed, unshown]
    return f"{'; '.join(part for part in parts if part)}.{remedy}"


def _records(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    points = frame.geometry
    columns = {name: frame[name].tolist() for name in _COLUMNS if name in frame.columns}
    columns["longitude"], columns["latitude"] = points.x.tolist(), points.y.tolist()
    columns["sources"] = [_parts(text) for text in columns["sources"]]
    rows = zip(*(columns[name] for name in _COLUMNS), strict=True)
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def _parts(text: str) -> list[str]:
    return text.split("|") if text else []


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.7f}".rstrip("0").rstrip(".")
    return str(value)
