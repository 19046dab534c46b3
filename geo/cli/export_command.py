"""Commands that write a file: export, figure, dossier; and the line printed for each file."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.cli.list_commands import counted, summary
from geo.cli.options import Picture, Shown, Texts
from geo.cli.terminal import note, show, show_json, working
from geo.errors import EmptySelection, InvalidSelection, WriteFailed, quoted
from geo.registry import named
from geo.selection import Selection

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.exporters import Exporter

    View = tuple[Atlas, Selection, int]

MISSIONS: Final = "missions"


def target(path: Path, suffixes: Sequence[str], suffix: str = "") -> Path:
    """A file that can be written, before the long work begins."""
    *others, last = suffixes
    known = f"{', '.join(others)} or {last}" if others else last
    given = suffix or path.suffix.lower()
    try:
        if path.is_dir():
            raise WriteFailed(
                f"{quoted(path)} is a folder. Add a name, such as missions{suffixes[0]}."
            )
        if path.name.lower() in suffixes:
            raise WriteFailed(f"{quoted(path)} has no name before its suffix. Add one.")
        if given not in suffixes:
            wrong = f"Unknown format {quoted(given)}" if given else f"{quoted(path)} has no suffix"
            raise WriteFailed(f"{wrong}. Use {known}.")
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


def export(
    out: Path,
    *,
    language: str = "en",
    as_json: bool = False,
    shown: Shown,
    layers: Texts = None,
    content: str = MISSIONS,
) -> None:
    """Export a selection to a file; its suffix is the format."""
    stream = str(out) == "-"
    if stream and as_json:
        raise InvalidSelection("--json and - both write to standard output. Leave out one.")

    from geo import exporters
    from geo.dataset import write_atomic

    suffix, about = "geojson" if stream else exporters.suffix_of(out.name), None
    parts = (part.strip() for text in layers or () for part in text.split(","))
    wanted = tuple(part for part in parts if part)
    plugin = exporters.EXPORTERS.get(suffix) if suffix not in ("", *exporters.FORMATS) else None
    if plugin is not None:
        target(out, (f".{suffix}",))
        if wanted or content != MISSIONS:
            raise InvalidSelection(
                f"The format {quoted(out.suffix)} takes no layers and no content. Leave them out."
            )
        _by_plugin(plugin, opened(shown), out, as_json)
        return
    if not stream:
        target(out, [f".{one}" for one in exporters.FORMATS], f".{suffix}" if suffix else "")
        about = None if exporters.FORMATS[suffix].explained else _dictionary_beside(out)
    chosen = exporters.chosen_layers(suffix, wanted, content)
    if suffix == exporters.DATASET and shown.selection() != Selection():
        raise InvalidSelection("A .zip holds the whole dataset. Leave out the filters.")
    view = opened(shown) if content == MISSIONS else (*shown.opened(), 0)
    with tempfile.TemporaryDirectory() if stream else nullcontext(out.parent) as folder:
        path = Path(folder, "atlas.geojson") if stream else out
        with working(f"Writing .{suffix}") as far:
            rows = exporters.write_file(
                *(*view[:2], path),
                layers=() if content != MISSIONS else chosen,
                content=content,
                language=language,
                progress=lambda done: far(f"{done:,} records"),
            )
        if stream:
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            note(_written(view, rows))
            return
        if about is not None:
            write_atomic(about, exporters.dictionary_of(chosen, content))
    tell(view, path, None, as_json, [Path(about.name)] if about else [], rows=rows)


def _by_plugin(plugin: Exporter, view: View, path: Path, as_json: bool) -> None:
    from geo.dataset import write_atomic

    with working(f"Writing {path.suffix[1:]}"), named(path.suffix[1:]):
        data = plugin.write(*view[:2])
    write_atomic(path, data)
    tell(view, path, data, as_json)


def _dictionary_beside(out: Path) -> Path:
    """Where the columns of a file are explained; what is no such dictionary is not replaced."""
    from geo.exporters import dictionary_of

    path = out.with_name(f"{out.name}.columns.csv")
    heading = dictionary_of(()).splitlines()[0]
    try:
        with path.open("rb") as file:
            found = file.read(len(heading))
    except FileNotFoundError:
        return path
    except OSError as error:
        raise WriteFailed(
            f"Cannot write {quoted(path)}: {error.strerror}. Choose another name."
        ) from error
    if found != heading:
        raise WriteFailed(
            f"{quoted(path.name)} exists and does not explain columns of an export. Move it, or "
            "export to another name."
        )
    return path


def _written(view: View, rows: Mapping[str, int] | None) -> str:
    """What a file holds, as a sentence: rows of each table, and the missions that are shown."""
    if not rows or [*rows] == [MISSIONS]:
        return counted(*view)
    told = ", ".join(f"{number:,} {name}" for name, number in rows.items() if name != MISSIONS)
    return f"{told} written.{f' {counted(*view)}' if MISSIONS in rows else ''}"


def opened(shown: Shown) -> View:
    """The atlas, the selection and the number of its missions, where it has any."""
    atlas, selection = shown.opened()
    count = len(atlas.missions(selection))
    if not count:
        raise EmptySelection(f"{counted(atlas, selection, 0)} No file was written.")
    return atlas, selection, count


def beside(path: Path) -> list[Path]:
    """The files that may be written beside a figure: its text, its table."""
    return [target(path.with_name(f"{path.name}.{form}"), [f".{form}"]) for form in ("txt", "csv")]


def file_record(path: Path, data: bytes | None, beside: Sequence[Path] = ()) -> dict[str, object]:
    """A written file, for JSON; without its bytes, those in the file are looked at."""
    with nullcontext(io.BytesIO(data)) if data is not None else path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size if data is None else len(data)
    record: dict[str, object] = {"file": str(path), "bytes": size, "sha256": digest}
    return {**record, "beside": [str(other) for other in beside]} if beside else record


def file_note(path: Path, size: int, counted: str, beside: Sequence[Path] = ()) -> str:
    """A written file, as a sentence."""
    also = f" Also written: {', '.join(map(str, beside))}." if beside else ""
    return f"{path}: {size:,} bytes. {counted}{also}"


def tell(
    view: View,
    path: Path,
    data: bytes | None,
    as_json: bool,
    beside: Sequence[Path] = (),
    more: Mapping[str, object] = MappingProxyType({}),
    rows: Mapping[str, int] | None = None,
) -> None:
    """Say what was written; ``more`` is for JSON only."""
    if as_json:
        told = summary(*view)
        if rows and MISSIONS not in rows:
            told = {name: told[name] for name in ("selection", "as_of", "known_on")}
        held = {"rows": dict(rows)} if rows else {}
        show_json({**file_record(path, data, beside), **held, **more, **told})
    else:
        size = path.stat().st_size if data is None else len(data)
        note(file_note(path, size, _written(view, rows), beside))


def dossier(
    out: Path,
    *,
    as_json: bool = False,
    shown: Shown,
    title: str | None = None,
    language: str = "en",
    viewpoint: str = "",
    embed: bool = False,
) -> None:
    """Write a dossier of a selection."""
    from geo import basemap, dossier, i18n
    from geo.dataset import write_atomic

    path = target(out, dossier.SUFFIXES)
    tr, seen_by = i18n.tr(language), basemap.viewpoint(viewpoint)
    view = opened(shown)
    told: dict[str, Any] = {"title": title, "language": tr.language, "viewpoint": seen_by}
    remarks: list[str] = []
    with working("Writing the map" if embed else "Writing the dossier"):
        if embed:
            data = dossier.embed(*view[:2], **told)
        else:
            data = dossier.dossier(*view[:2], remark=remarks.append, **told)
        write_atomic(path, data)
    note(*remarks)
    line = ""
    if embed:
        line = dossier.iframe(path.name, title or dossier.title(view[1], tr.language))
    tell(view, path, data, as_json, more={"iframe": line} if line else {})
    if line and not as_json:
        show(line)


def figure(
    out: Path,
    *,
    as_json: bool = False,
    shown: Shown,
    drawn: Picture,
    projection: str = "",
    viewpoint: str = "",
    count: str = "",
    template: str = "",
) -> None:
    """Draw a selection."""
    from geo import figures
    from geo.dataset import write_atomic

    path = target(out, [f".{form}" for form in figures.FORMATS])
    paths = [path, *(beside(path) if drawn.beside else [])]
    words: dict[str, Any] = {"language": drawn.language, "count": count, "template": template}
    look = asdict(drawn) | words | {"projection": projection, "viewpoint": viewpoint}
    del look["beside"]
    view = opened(shown)
    remarks: list[str] = []
    with working("Drawing the figure"):
        form = path.suffix.lower().removeprefix(".")
        files = [figures.figure(*view[:2], format=form, remark=remarks.append, **look)]
        if drawn.beside:
            files.append(f"{figures.alt_text(*view[:2], **words)}\n".encode())
            files.append(figures.table(*view[:2], **words))
        for file, data in zip(paths, files, strict=True):
            write_atomic(file, data)
    note(*remarks)
    tell(view, path, files[0], as_json, paths[1:])
