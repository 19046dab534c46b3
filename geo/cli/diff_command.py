"""``diff``: what changed in missions between two datasets or two days of one, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from geo.cli.options import Json, Language, option
from geo.errors import InvalidSelection, WriteFailed, quoted

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.reports.changes import Compared

Days = tuple[str, str] | None
_BOTH: Final = "Give two datasets, or one with --as-of FROM TO or --known-on FROM TO."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared and how it is put out, as it is given on the command line."""

    as_of: Annotated[Days, option("--as-of", "FROM TO", "Compare the situation on two dates.")] = (
        None
    )
    known_on: Annotated[
        Days, option("--known-on", "FROM TO", "Compare what sources up to two dates say.")
    ] = None
    rows: Annotated[
        bool, option("--rows", None, "List every row and cell that differs instead.")
    ] = False
    geojson: Annotated[
        Path | None, option("--geojson", "FILE", "Write the changes as GeoJSON, too.")
    ] = None
    feed: Annotated[
        Path | None,
        option(
            "--feed", "FILE.json|.atom", "Write the changes as a feed (JSON Feed or Atom), too."
        ),
    ] = None
    language: Language = "en"
    as_json: Json = False


def show_changes(old: Path | None, new: Path | None, wanted: Wanted) -> None:
    """Print what changed, and write the files that are asked for."""
    from geo.cli.export_command import target
    from geo.cli.terminal import note, show, show_json, working
    from geo.dataset import shown, write_atomic
    from geo.i18n import tr as translator
    from geo.render import FEEDS, changes_geojson

    dated = [wanted.as_of, wanted.known_on].count(None) < 2
    if wanted.as_of and wanted.known_on:
        raise InvalidSelection(f"--as-of and --known-on are both given. {_BOTH}")
    if new and dated:
        raise InvalidSelection(f"Two datasets and two dates are given. {_BOTH}")
    if not new and not dated and not wanted.rows:
        given = (
            f"Only one dataset is given: {quoted(shown(old))}." if old else "No dataset is given."
        )
        raise InvalidSelection(f"{given} {_BOTH}")
    if wanted.rows:
        if old is None or new is None or wanted.geojson or wanted.feed:
            raise InvalidSelection(
                "--rows lists the rows of two datasets and writes no file. Give two datasets, and "
                "leave out --geojson and --feed."
            )
        _show_rows(old, new, wanted.as_json)
        return
    tr, files = translator(wanted.language), {}
    if wanted.geojson:
        files[target(wanted.geojson, (".geojson", ".json"))] = changes_geojson
    if wanted.feed:
        path = target(wanted.feed, tuple(FEEDS))
        files[path] = FEEDS[path.suffix.lower()]
    if len(files) < bool(wanted.geojson) + bool(wanted.feed):
        raise WriteFailed("--geojson and --feed name the same file. Give two names.")
    with working("Comparing"):
        found = _compared(old, new, wanted, tr)
        for path, write in files.items():
            write_atomic(path, write(found, tr))
    if wanted.as_json:
        show_json(found.as_dict(tr))
    else:
        for line in found.text(tr).split("\n"):
            show(line)
    for path in files:
        note(f"{path}: {len(found.changes):,} changes.")


def _compared(old: Path | None, new: Path | None, wanted: Wanted, tr: Translator) -> Compared:
    from geo import dates
    from geo.atlas import Atlas
    from geo.dataset import shown
    from geo.reports.changes import changes
    from geo.selection import Selection

    if new is not None and old is not None:
        if old.resolve() == new.resolve():
            raise InvalidSelection(f"{quoted(shown(old))} is given twice. {_BOTH}")
        sides = [(Atlas.open(one), Selection()) for one in (old, new)]
        return changes(sides[0], sides[1], names=(shown(old), shown(new)), tr=tr)
    days = wanted.as_of or wanted.known_on or ("", "")
    first, last = (dates.day_of(day) for day in days)
    if first >= last:
        raise InvalidSelection(
            f"The date {quoted(days[0])} is not before {quoted(days[1])}. Give the earlier first."
        )
    atlas = Atlas.open(old)
    name = "as_of" if wanted.as_of else "known_on"
    both = [(atlas, Selection().but(**{name: day})) for day in days]
    return changes(both[0], both[1], names=(first.isoformat(), last.isoformat()), tr=tr)


def _show_rows(old: Path, new: Path, as_json: bool) -> None:
    from geo import editing
    from geo.cli.edit.edit_flow import lines
    from geo.cli.terminal import show, show_json, working
    from geo.dataset import read, shown

    with working("Reading the datasets"):
        found = editing.changes(read(old), read(new))
    if as_json:
        show_json({"old": shown(old), "new": shown(new), **found.as_dict()})
    else:
        lines(found, show)
