"""``export``: a selection as a file; and the line printed for every file that is written."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.cli.list_commands import counted, summary
from geo.cli.terminal import note, show_json, working
from geo.errors import EmptySelection, InvalidSelection, WriteFailed, quoted
from geo.registry import named

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.options import Shown
    from geo.exporters import Exporter
    from geo.selection import Selection

STREAM: Final = "-"

_GEOJSON: Final = (".geojson", ".json")


def target(path: Path, suffixes: Sequence[str]) -> Path:
    """A file that can be written, before the long work begins."""
    if path.suffix.lower() not in suffixes:
        *others, last = suffixes
        known = f"{', '.join(others)} or {last}" if others else last
        raise WriteFailed(
            f"The suffix of {quoted(path)} is no format that can be written. Use {known}."
        )
    try:
        folder, there = path.parent, path.exists()
        missing, plain = not folder.is_dir(), not there or path.is_file()
        barred = not missing and not os.access(folder, os.W_OK)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WriteFailed(f"Cannot write {quoted(path)}: {why}. Choose another name.") from error
    if missing:
        raise WriteFailed(
            f"There is no folder {quoted(folder)} to write {quoted(path.name)} into. "
            "Create it first, or choose another."
        )
    if not plain:
        raise WriteFailed(f"{quoted(path)} is not a regular file. Choose another name.")
    if barred:
        raise WriteFailed(f"The folder {quoted(folder)} is not writable. Choose another.")
    return path


def write_geojson(shown: Shown, out: Path, as_json: bool) -> None:
    """Write a selection as GeoJSON."""
    stream = str(out) == STREAM
    if stream and as_json:
        raise InvalidSelection("--json and - both write to standard output. Leave out one.")
    exporter = None if stream else _exporter(out)
    path = out if stream or exporter else target(out, _GEOJSON)
    atlas, selection, count = opened(shown)

    from geo.dataset import write_atomic
    from geo.exporters import geojson

    with working(f"Writing {out.suffix.lstrip('.')}" if exporter else "Writing GeoJSON"):
        if exporter is None:
            data = geojson(atlas, selection)
        else:
            with named(out.suffix[1:]):
                data = exporter.write(atlas, selection)
        if not stream:
            write_atomic(path, data)
    if stream:
        sys.stdout.buffer.write(data)
        note(counted(atlas, selection, count))
    else:
        tell(atlas, selection, path, data, as_json, count)


def _exporter(out: Path) -> Exporter | None:
    """The format of another package that a suffix names; None for the built-in ones."""
    suffix = out.suffix.lower()
    if not suffix or suffix in _GEOJSON:
        return None
    from geo.exporters import EXPORTERS

    exporter = EXPORTERS.get(suffix[1:])
    if exporter is not None:
        target(out, (suffix,))
    return exporter


def opened(shown: Shown) -> tuple[Atlas, Selection, int]:
    """The atlas, the selection and the number of its missions, where it has any."""
    selection = shown.selection()
    atlas = shown.atlas(selection)
    count = len(atlas.missions(selection))
    if not count:
        raise EmptySelection(f"{counted(atlas, selection, 0)} No file was written.")
    return atlas, selection, count


def tell(
    atlas: Atlas,
    selection: Selection,
    path: Path,
    data: bytes,
    as_json: bool,
    count: int,
    beside: Sequence[str] = (),
) -> None:
    """Say what was written."""
    if as_json:
        written: dict[str, object] = {
            "file": str(path),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        if beside:
            written["beside"] = list(beside)
        show_json({**written, **summary(atlas, selection, count)})
    else:
        also = f" Also written: {', '.join(beside)}." if beside else ""
        note(f"{path}: {len(data):,} bytes. {counted(atlas, selection, count)}{also}")
