"""``timeline``: the events of missions by date, as text, picture or table."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.cli.options import Picture, Shown, Texts
from geo.cli.terminal import note, show_json, show_lines, working
from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.reports.timelines import Timelines

_TABLE: Final = ".csv"
_OF_PICTURES: Final = ("size", "dark", "dpi", "title", "note", "credit", "beside")


def timeline(
    mission: Texts = None,
    *,
    as_json: bool = False,
    shown: Shown,
    drawn: Picture,
    out: Path | None = None,
) -> None:
    """Show timelines: of the ids, or of all missions of a selection."""
    from geo.cli.export_command import beside, file_note, file_record, target
    from geo.cli.list_commands import counted, filtered, summary
    from geo.dataset import write_atomic

    selection, ids = shown.selection(), mission or []
    if ids and filtered(selection):
        raise InvalidSelection("An id and a filter are given together. Leave out one of them.")
    picture = out is not None and out.suffix.lower() != _TABLE
    own = [one for one in _OF_PICTURES if getattr(drawn, one) != getattr(Picture(), one)]
    if own and not picture:
        options = ", ".join(f"--{name}" for name in own)
        raise InvalidSelection(
            f"{options} is for a picture, and no picture is written. Add --out timeline.svg, or "
            "leave it out."
        )
    paths: list[Path] = []
    if out is not None:
        from geo.figures import FORMATS

        paths.append(target(out, [*(f".{form}" for form in FORMATS), _TABLE]))
        paths += beside(out) if drawn.beside else []
    atlas = shown.atlas(selection)

    from geo.reports.timelines import timelines

    with working("Reading timelines"):
        told = timelines(atlas, ids, selection, language=drawn.language)
    remarks: list[str] = []
    if paths:
        with working("Drawing the timelines" if picture else "Writing the table"):
            files = [told.csv()] if not picture else _pictures(atlas, told, paths, drawn, remarks)
            for path, data in zip(paths, files, strict=True):
                write_atomic(path, data)
    note(*remarks)
    whole: dict[str, Any] = {} if ids else summary(atlas, selection, len(told.missions))
    known_on = told.known_on.isoformat() if told.known_on else None
    numbers = told.counted()
    record = {**whole, "as_of": told.as_of.isoformat(), "known_on": known_on, **numbers}
    if as_json and paths:
        show_json({**file_record(paths[0], files[0], paths[1:]), **record})
    elif as_json:
        show_json({**record, "left_out": told.left_out, "timelines": _plain(told)})
    elif paths:
        said = f"{numbers['missions']:,} missions, {numbers['events']:,} events"
        said = f"{said}, {numbers['expected']:,} expected."
        note(file_note(paths[0], len(files[0]), said, paths[1:]))
    else:
        from geo.render import timeline_lines

        show_lines(timeline_lines(told))
    if not ids and not as_json:
        note(counted(atlas, selection, len(told.missions)))


def _pictures(
    atlas: Any, told: Timelines, paths: list[Path], drawn: Picture, remarks: list[str]
) -> list[bytes]:
    """The picture; with --beside, also its text and its table."""
    from geo import figures

    look = asdict(drawn)
    del look["beside"], look["language"]
    form = paths[0].suffix.lower().removeprefix(".")
    data = figures.timeline(atlas, told, format=form, remark=remarks.append, **look)
    if not drawn.beside:
        return [data]
    return [data, f"{figures.timeline_text(told)}\n".encode(), told.csv()]


def _plain(told: Timelines) -> list[dict[str, Any]]:
    """The timelines for JSON: days as dates, what was expected apart."""
    by: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in told.table():
        kept = {k: v for k, v in row.items() if k not in ("as_of", "known_on", "name", "subject")}
        by.setdefault(row["subject"], {}).setdefault(row["expected"], []).append(kept)

    def iso(ordinal: int) -> str:
        return date.fromordinal(ordinal).isoformat()

    return [
        {
            "id": one.id,
            "name": one.name,
            "status": [
                {
                    "from": iso(each.begin) if each.begin > 0 else None,
                    "to": iso(each.end - 1),  # "from" and "to" are both within the interval
                    "status": each.status,
                    "certainty": str(each.certainty),
                }
                for each in one.intervals
            ],
            "happened": by.get(one.id, {}).get("no", []),
            "expected": by.get(one.id, {}).get("yes", []),
        }
        for one in told.timelines
    ]
