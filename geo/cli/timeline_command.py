"""``timeline``: the events of missions by date, as text, picture or table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from geo.cli.options import Picture, Shown, option
from geo.cli.terminal import note, show_json, show_lines, working
from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.reports.timelines import Interval, Timelines

_TABLE: Final = ".csv"


@dataclass(frozen=True, slots=True)
class Drawn(Picture):
    """The options of timelines, as they are given on the command line."""

    out: Annotated[
        Path | None, option("--out", "OUT.png|svg|pdf|csv", "Write a picture, or a table.")
    ] = None

    @property
    def of_pictures(self) -> dict[str, Any]:
        """The options that only a picture has and that are given."""
        own = ("size", "dark", "dpi", "title", "note", "credit", "beside")
        usual = {field.name: field.default for field in fields(self)}
        return {name: getattr(self, name) for name in own if getattr(self, name) != usual[name]}


def show_timelines(shown: Shown, ids: Sequence[str], drawn: Drawn, as_json: bool) -> None:
    """Show timelines: of the ids, or of all missions of a selection."""
    from geo.cli.export_command import beside, file_note, file_record, target
    from geo.cli.list_commands import counted, filtered, summary

    selection = shown.selection()
    if ids and filtered(selection):
        raise InvalidSelection("An id and a filter are given together. Leave out one of them.")
    picture = drawn.out is not None and drawn.out.suffix.lower() != _TABLE
    if not picture and (own := drawn.of_pictures):
        options = ", ".join(f"--{name}" for name in own)
        raise InvalidSelection(
            f"{options} is for a picture, and no picture is written. Add --out timeline.svg, or "
            "leave it out."
        )
    paths: list[Path] = []
    if drawn.out is not None:
        from geo.figures import FORMATS

        paths.append(target(drawn.out, [*(f".{form}" for form in FORMATS), _TABLE]))
        paths += beside(drawn.out) if drawn.beside else []
    atlas = shown.atlas(selection)

    from geo.reports.timelines import timelines

    with working("Reading timelines"):
        told = timelines(atlas, ids, selection, language=drawn.language)
    files = _written(paths, atlas, told, drawn, picture=picture) if paths else {}
    whole: dict[str, Any] = {} if ids else summary(atlas, selection, len(told.missions))
    days = {
        "as_of": told.as_of.isoformat(),
        "known_on": told.known_on.isoformat() if told.known_on else None,
    }
    if as_json and paths:
        first = file_record(paths[0], files[paths[0]], paths[1:])
        show_json({**first, **whole, **days, **told.counted()})
    elif as_json:
        show_json({**whole, **days, **told.counted(), "left_out": told.left_out, **_plain(told)})
    elif paths:
        note(file_note(paths[0], len(files[paths[0]]), _counted(told), paths[1:]))
    else:
        from geo.render import timeline_lines

        show_lines(timeline_lines(told))
    if not ids and not as_json:
        note(counted(atlas, selection, len(told.missions)))


def _written(
    paths: Sequence[Path], atlas: Any, told: Timelines, drawn: Drawn, *, picture: bool
) -> dict[Path, bytes]:
    from geo.dataset import write_atomic

    remarks: list[str] = []
    with working("Drawing the timelines" if picture else "Writing the table"):
        files = dict(zip(paths, _files(atlas, told, drawn, remarks), strict=True))
        for path, data in files.items():
            write_atomic(path, data)
    for remark in remarks:
        note(remark)
    return files


def _files(atlas: Any, told: Timelines, drawn: Drawn, remarks: list[str]) -> list[bytes]:
    from geo import figures

    form = drawn.out.suffix.lower().removeprefix(".") if drawn.out else ""
    if f".{form}" == _TABLE:
        return [told.csv()]
    names = ("title", "note", "credit", "dpi", "size", "dark")
    look = {name: getattr(drawn, name) for name in names}
    data = figures.timeline(atlas, told, format=form, remark=remarks.append, **look)
    if not drawn.beside:
        return [data]
    return [data, f"{figures.timeline_text(told)}\n".encode(), told.csv()]


def _counted(told: Timelines) -> str:
    numbers = told.counted()
    said = f"{numbers['missions']:,} missions, {numbers['events']:,} events"
    return f"{said}, {numbers['expected']:,} expected."


def _plain(told: Timelines) -> dict[str, Any]:
    """The timelines for JSON: days as dates, what was expected apart."""
    rows = told.table()
    by: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        kept = {k: v for k, v in row.items() if k not in ("as_of", "known_on", "name", "subject")}
        by.setdefault(row["subject"], []).append(kept)
    return {
        "timelines": [
            {
                "id": one.id,
                "name": one.name,
                "status": [_interval(interval) for interval in one.intervals],
                "happened": [row for row in by.get(one.id, ()) if row["expected"] == "no"],
                "expected": [row for row in by.get(one.id, ()) if row["expected"] == "yes"],
            }
            for one in told.timelines
        ]
    }


def _interval(interval: Interval) -> dict[str, str | None]:
    """A stretch with its days, both of them within it."""
    begin = date.fromordinal(interval.begin).isoformat() if interval.begin > 0 else None
    return {
        "from": begin,
        "to": date.fromordinal(interval.end - 1).isoformat(),
        "status": interval.status,
        "certainty": str(interval.certainty),
    }
