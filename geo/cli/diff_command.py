"""``diff``: what changed in missions between two datasets or two days of one, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.cli.terminal import note, show, show_json, working
from geo.errors import InvalidSelection, WriteFailed, quoted

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.reports.changes import Compared

Days = tuple[str, str] | None
_BOTH: Final = "Give two datasets, or one with --as-of FROM TO or --known-on FROM TO."


def diff(
    old: Path | None = None,
    new: Path | None = None,
    *,
    as_of: Days = None,
    known_on: Days = None,
    rows: bool = False,
    geojson: Path | None = None,
    feed: Path | None = None,
    language: str = "en",
    as_json: bool = False,
) -> None:
    """Print what changed, and write the files that are asked for."""
    from geo.cli.export_command import target
    from geo.dataset import shown, write_atomic
    from geo.i18n import tr as translator
    from geo.render import FEEDS, changes_geojson

    if as_of and known_on:
        raise InvalidSelection(f"--as-of and --known-on are both given. {_BOTH}")
    if new and (as_of or known_on):
        raise InvalidSelection(f"Two datasets and two dates are given. {_BOTH}")
    if not (new or as_of or known_on or rows):
        given = (
            f"Only one dataset is given: {quoted(shown(old))}." if old else "No dataset is given."
        )
        raise InvalidSelection(f"{given} {_BOTH}")
    if rows:
        if old is None or new is None or geojson or feed:
            raise InvalidSelection(
                "--rows lists the rows of two datasets and writes no file. Give two datasets, and "
                "leave out --geojson and --feed."
            )
        _show_rows(old, new, as_json)
        return
    tr, files = translator(language), {}
    if geojson:
        files[target(geojson, (".geojson", ".json"))] = changes_geojson
    if feed:
        path = target(feed, tuple(FEEDS))
        files[path] = FEEDS[path.suffix.lower()]
    if len(files) < bool(geojson) + bool(feed):
        raise WriteFailed("--geojson and --feed name the same file. Give two names.")
    with working("Comparing"):
        name, days = ("as_of", as_of) if as_of else ("known_on", known_on or ("", ""))
        found = _of_datasets(old, new, tr) if old and new else _of_days(old, name, days, tr)
        for path, write in files.items():
            write_atomic(path, write(found, tr))
    if as_json:
        show_json(found.as_dict(tr))
    else:
        show(*found.text(tr).split("\n"))
    note(*(f"{path}: {len(found.changes):,} changes." for path in files))


def _of_datasets(old: Path, new: Path, tr: Translator) -> Compared:
    from geo.atlas import Atlas
    from geo.dataset import shown
    from geo.reports.changes import changes
    from geo.selection import Selection

    if old.resolve() == new.resolve():
        raise InvalidSelection(f"{quoted(shown(old))} is given twice. {_BOTH}")
    sides = [(Atlas.open(one), Selection()) for one in (old, new)]
    return changes(*sides, names=(shown(old), shown(new)), tr=tr)


def _of_days(dataset: Path | None, name: str, days: tuple[str, str], tr: Translator) -> Compared:
    from geo import dates
    from geo.atlas import Atlas
    from geo.reports.changes import changes
    from geo.selection import Selection

    first, last = (dates.day_of(day) for day in days)
    if first >= last:
        raise InvalidSelection(
            f"The date {quoted(days[0])} is not before {quoted(days[1])}. Give the earlier first."
        )
    atlas = Atlas.open(dataset)
    sides = [(atlas, Selection().but(**{name: day})) for day in days]
    return changes(*sides, names=(first.isoformat(), last.isoformat()), tr=tr)


def _show_rows(old: Path, new: Path, as_json: bool) -> None:
    from geo import editing
    from geo.cli.edit.edit_flow import lines
    from geo.dataset import read, shown

    with working("Reading the datasets"):
        found = editing.changes(read(old), read(new))
    if as_json:
        show_json({"old": shown(old), "new": shown(new), **found.as_dict()})
    else:
        lines(found, show)
