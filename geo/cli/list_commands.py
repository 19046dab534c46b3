"""The commands that read and print: list, show, find, cite, conflicts, verify."""

from __future__ import annotations

import math
import shutil
import sys
import textwrap
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from geo.cli.options import Shown, Texts
from geo.cli.terminal import console, note, show, show_json, show_lines, show_table, working
from geo.errors import InvalidSelection, quoted
from geo.i18n import ENGLISH, Translator, printable, tr
from geo.selection import KEYS, Selection
from geo.vocabulary import columns_of

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas

_WIDEST: Final = 110
_POINT: Final = ("longitude", "latitude")
_COLUMNS: Final = tuple(
    one for name in columns_of("missions") for one in (_POINT if name == "geometry" else (name,))
)
_NARROW: Final = ("id", "sending", "receiving", "kind", "status", "opened")
_WIDE: Final = ("id", "sending", "receiving", "city", "kind", "status", "opened", "last_evidence")
_ABSENT: Final = ("sending", "receiving", "face", "certainty", "city", "state", "valid", "closed")
_NO_ABSENCES: Final = ("kinds", "statuses", "cities", "sources", "text", "bbox")
_TOGETHER: Final = "An id and a filter are given together. Leave out one of them"


def list_missions(*, absent: bool = False, as_json: bool = False, shown: Shown) -> None:
    """Print the missions of a selection, and on standard error what is left out."""
    if absent:
        _list_absences(shown, as_json)
        return
    atlas, selection = shown.opened()
    frame = atlas.missions(selection)
    records = _records(frame)
    if as_json:
        told = [{k: None if v == "" else v for k, v in row.items()} for row in records]
        show_json({**summary(atlas, selection, len(frame)), "missions": told})
        return
    columns = _COLUMNS
    if sys.stdout.isatty():
        columns = _WIDE if shutil.get_terminal_size().columns >= _WIDEST else _NARROW
    show_table(columns, [[_cell(record[column]) for column in columns] for record in records])
    note(*_unheard(atlas, selection, ENGLISH), counted(atlas, selection, len(frame)))


def _unheard(atlas: Atlas, selection: Selection, said: Translator) -> list[str]:
    if selection.known_on is None:
        return []
    from geo.reports.conflicts import unheard

    return [early] if (early := unheard(atlas, selection, said)) else []


def _list_absences(shown: Shown, as_json: bool) -> None:
    """Print the pairs without a mission, with the type of absence; the counts go to stderr."""
    from geo.atlas import absence

    selection = shown.selection()
    if barred := [name for name in _NO_ABSENCES if getattr(selection, name)]:
        raise InvalidSelection(
            f"--{KEYS[barred[0]]} filters missions; absences have no such value. Leave it out, or "
            "leave out --absent."
        )
    try:
        asked = absence.asked(selection)
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
            {key: _parts(v) if key in ("sources", "also") else v or None for key, v in row.items()}
            for row in records
        ]
        faces = frame["face"].value_counts()
        counts = {face: int(faces.get(face, 0)) for face in absence.FACES}
        head = {"selection": selection.to_query(), **days(selection), "asked": len(asked)}
        show_json({**head, "faces": counts, "said": said, "absences": told})
        return
    columns = _ABSENT if sys.stdout.isatty() else tuple(absence.COLUMNS)
    show_table(columns, [[record[column] for column in columns] for record in records])
    note(*said)


def show_cards(
    mission: Texts = None,
    *,
    language: str = "en",
    claims: bool = False,
    as_json: bool = False,
    shown: Shown,
) -> None:
    """Print cards: of the ids, or of all missions of a selection."""
    said, selection, ids = tr(language), shown.selection(), mission or []
    if ids and filtered(selection):
        raise InvalidSelection(f"{_TOGETHER}.")
    if not ids and not filtered(selection):
        raise InvalidSelection(
            "No mission is given. Give an id that embassy-atlas list shows, or a filter such as "
            "--among VEN,PRK."
        )
    from geo.render import card_lines
    from geo.reports.cards import card

    atlas = shown.atlas(selection)
    chosen = ids or list(atlas.missions(selection)["id"])
    days = selection.as_of, selection.known_on
    cards = [card(atlas, id, *days, said.language) for id in chosen]
    if as_json:
        plain = [asdict(each) for each in cards]
        one = len(ids) == 1
        show_json(plain[0] if one else {**summary(atlas, selection, len(plain)), "cards": plain})
        return
    for index, each in enumerate(cards):
        if index:
            print()
        show_lines(card_lines(each, said, claims))
    note(*_unheard(atlas, selection, said))
    if not ids:
        note(counted(atlas, selection, len(chosen)))


def filtered(selection: Selection) -> bool:
    """Whether a selection has more than dates."""
    return not {"as_of", "known_on"}.issuperset(selection.narrowed)


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
    known = date.fromordinal(selection.known_on_day).isoformat() if selection.known_on else None
    return {"as_of": date.fromordinal(selection.as_of_day).isoformat(), "known_on": known}


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


def find(
    word: list[str],
    limit: int = 25,
    language: str = "en",
    dataset_option: Path | None = None,
    as_json: bool = False,
) -> None:
    """Print what a search finds, or what may have been meant."""
    from geo.atlas import Atlas, search

    atlas, said, text = Atlas.open(dataset_option), tr(language), " ".join(word)
    count, results = search.find(atlas, text, language=language, most=limit)
    near = () if count else search.suggestions(atlas, text)
    if as_json:
        plain = [asdict(one) for one in results]
        show_json({"text": text, "count": count, "results": plain, "suggestions": near})
    elif count:
        rows = [
            (
                said(f"find.type.{one.type}"),
                ", ".join(part for part in (one.name, one.about) if part),
                search.told(one, said),
                one.opens or one.id,
            )
            for one in results
        ]
        show_table([said(f"find.column.{name}") for name in ("type", "name", "why", "id")], rows)
        if count > len(results):
            note(said("find.first", number=len(results), total=count))
    else:
        note(said("find.none", text=text))
        if near:
            names = said.listed([said("find.quoted", text=one) for one in near], "or")
            note(said("find.meant", names=names))
    raise typer.Exit(0 if count else 1)


def cite(
    id: Texts = None,
    *,
    form: str = "text",
    language: str = "en",
    public_url: str = "",
    shown: Shown,
) -> None:
    """Print citations on standard output."""
    from geo.reports.citations import checked, citation

    selection = shown.selection()
    if id and filtered(selection):
        raise InvalidSelection(
            f"{_TOGETHER}: an id is cited by itself, a filter as the view that it selects."
        )
    url = checked(public_url, "--public-url")
    atlas = shown.atlas(selection)
    sys.stdout.write(citation(atlas, id or [], selection, form, language=language, public=url))


def list_conflicts(
    *, language: str = "en", every: bool = False, as_json: bool = False, shown: Shown
) -> None:
    """Print every property with more than one value, each with its sources, ranks and reasons."""
    said, selection = tr(language), shown.selection()
    from geo.render import conflict_lines
    from geo.reports.conflicts import conflicts, unheard

    atlas = shown.atlas(selection)
    found = conflicts(atlas, selection, said.language)
    early = unheard(atlas, selection, said)
    if as_json:
        plain = [{**asdict(one), "tie": one.tie} for one in found]
        for one, told in zip(found, plain, strict=True):
            for value, cells in zip(one.values, told["values"], strict=True):
                cells["independent"] = value.independent
        head = {"selection": selection.to_query(), "count": len(found), "unheard": early or None}
        show_json({**head, "conflicts": plain})
        return
    width = max(min(console().width, _WIDEST), 40)
    for index, one in enumerate(found):
        if index:
            print()
        for line in conflict_lines(one, said, every):
            lead = "  " * line.depth
            wrapped = textwrap.wrap(
                printable(line.text),
                width,
                initial_indent=lead,
                subsequent_indent=f"{lead}  " if line.depth else lead,
                break_long_words=False,
                break_on_hyphens=False,
            )
            print("\n".join(wrapped) if wrapped else lead)
    note(*([early] if early else []), said("conflicts.counted", count=len(found)))


def verify(
    file: Path, dataset_option: Path | None = None, language: str = "en", as_json: bool = False
) -> None:
    """Print from which dataset a file was made, and whether it was edited."""
    from geo import verification
    from geo.atlas import Atlas
    from geo.dataset import MOST_UNPACKED

    said = tr(language)
    if not file.is_file():
        what = "a folder" if file.is_dir() else "not there"
        raise InvalidSelection(f"{quoted(file)} is {what}. Give a file that this program made.")
    if file.stat().st_size > MOST_UNPACKED:
        most = MOST_UNPACKED // 1_000_000
        raise InvalidSelection(f"{quoted(file)} has more than {most:,} MB. Give a smaller file.")
    with working("Verifying the file"):
        found = verification.verified(file.read_bytes(), Atlas.open(dataset_option), said)
    if as_json:
        show_json({"file": str(file), **found.as_dict(said)})
    else:
        show(*found.lines(said))
    raise typer.Exit(0 if found.same else 1)
