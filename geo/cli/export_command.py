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
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

from geo.cli.list_commands import counted, summary
from geo.cli.options import Language, Picture, Shown, Viewpoint, option
from geo.cli.terminal import counting, note, show, show_json, working
from geo.errors import EmptySelection, InvalidSelection, WriteFailed, quoted
from geo.registry import named
from geo.selection import Selection

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.exporters import Exporter

STREAM: Final = "-"
MISSIONS: Final = "missions"


@dataclass(frozen=True, slots=True)
class What:
    """What a file is to hold, as it is given on the command line."""

    layers: Annotated[
        list[str] | None,
        option(
            "--layers",
            "LAYERS",
            "missions,regions,lines,places,sources. Default: missions; of XLSX and "
            "GeoPackage all that they hold.",
        ),
    ] = None
    content: Annotated[
        str,
        option(
            "--content",
            "WHAT",
            "missions, or dyads (pairs of states by year), statements, relations, sources.",
        ),
    ] = MISSIONS

    def named(self) -> tuple[str, ...]:
        """The layers, one by one."""
        parts = (part.strip() for text in self.layers or () for part in text.split(","))
        return tuple(part for part in parts if part)


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


def write_export(shown: Shown, out: Path, what: What, language: str, as_json: bool) -> None:
    """Write a selection as a file of the format that the suffix names."""
    stream = str(out) == STREAM
    if stream and as_json:
        raise InvalidSelection("--json and - both write to standard output. Leave out one.")

    from geo.dataset import write_atomic
    from geo.exporters import (
        DATASET,
        EXPORTERS,
        FORMATS,
        chosen_layers,
        dictionary_of,
        suffix_of,
        write_file,
    )
    from geo.selection import Selection

    suffix = "geojson" if stream else suffix_of(out.name)
    about = None
    other = None if suffix in FORMATS or not suffix else EXPORTERS.get(suffix)
    if other is not None:
        _by_plugin(shown, target(out, (f".{suffix}",)), other, what, as_json)
        return
    if not stream:
        target(out, [f".{one}" for one in FORMATS], f".{suffix}" if suffix else "")
        if not FORMATS[suffix].explained:
            about = _dictionary_beside(out)
    layers = chosen_layers(suffix, what.named(), what.content)
    if suffix == DATASET and shown.selection() != Selection():
        raise InvalidSelection("A .zip holds the whole dataset. Leave out the filters.")
    atlas, selection, count = _opened(shown, what.content)
    with tempfile.TemporaryDirectory() if stream else nullcontext(out.parent) as folder:
        path = Path(folder, "atlas.geojson") if stream else out
        with counting(f"Writing .{suffix}") as progress:
            rows = write_file(
                *(atlas, selection, path),
                layers=() if what.content != MISSIONS else layers,
                content=what.content,
                language=language,
                progress=progress,
            )
        if stream:
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            note(_written(atlas, selection, count, rows))
            return
        if about is not None:
            write_atomic(about, dictionary_of(layers, what.content))
    also = [Path(about.name)] if about else []
    tell(atlas, selection, path, None, as_json, count, also, rows=rows)


def _opened(shown: Shown, content: str) -> tuple[Atlas, Selection, int]:
    """The atlas and the selection; of other contents than missions none has to be shown."""
    if content == MISSIONS:
        return opened(shown)
    selection = shown.selection()
    return shown.atlas(selection), selection, 0


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


def _written(atlas: Atlas, selection: Selection, count: int, rows: Mapping[str, int] | None) -> str:
    """What a file holds, as a sentence: rows of each table, and the missions that are shown."""
    if not rows or [*rows] == [MISSIONS]:
        return counted(atlas, selection, count)
    told = ", ".join(f"{number:,} {name}" for name, number in rows.items() if name != MISSIONS)
    missions = f" {counted(atlas, selection, count)}" if MISSIONS in rows else ""
    return f"{told} written.{missions}"


def _by_plugin(shown: Shown, path: Path, exporter: Exporter, what: What, as_json: bool) -> None:
    from geo.dataset import write_atomic

    if what.named() or what.content != MISSIONS:
        raise InvalidSelection(
            f"The format {quoted(path.suffix)} takes no layers and no content. Leave them out."
        )
    atlas, selection, count = opened(shown)
    with working(f"Writing {path.suffix[1:]}"), named(path.suffix[1:]):
        data = exporter.write(atlas, selection)
    write_atomic(path, data)
    tell(atlas, selection, path, data, as_json, count)


def opened(shown: Shown) -> tuple[Atlas, Selection, int]:
    """The atlas, the selection and the number of its missions, where it has any."""
    selection = shown.selection()
    atlas = shown.atlas(selection)
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
    atlas: Atlas,
    selection: Selection,
    path: Path,
    data: bytes | None,
    as_json: bool,
    count: int,
    beside: Sequence[Path] = (),
    more: Mapping[str, object] = MappingProxyType({}),
    rows: Mapping[str, int] | None = None,
) -> None:
    """Say what was written; ``more`` is for JSON only."""
    if as_json:
        told = summary(atlas, selection, count)
        if rows and MISSIONS not in rows:
            told = {name: told[name] for name in ("selection", "as_of", "known_on")}
        held = {"rows": dict(rows)} if rows else {}
        show_json({**file_record(path, data, beside), **held, **more, **told})
    else:
        size = path.stat().st_size if data is None else len(data)
        note(file_note(path, size, _written(atlas, selection, count, rows), beside))


@dataclass(frozen=True, slots=True)
class Telling:
    """The options of a dossier, as they are given on the command line."""

    title: Annotated[
        str | None, option("--title", "TEXT", "Title instead of the names of the states.")
    ] = None
    language: Language = "en"
    viewpoint: Viewpoint = ""
    embed: Annotated[
        bool, option("--embed", None, "Write the map only, for an article; print its <iframe>.")
    ] = False


def write_dossier(shown: Shown, out: Path, telling: Telling, as_json: bool) -> None:
    """Write a dossier of a selection."""
    from geo import basemap, dossier, i18n
    from geo.dataset import write_atomic

    path = target(out, dossier.SUFFIXES)
    tr, viewpoint = i18n.tr(telling.language), basemap.viewpoint(telling.viewpoint)
    atlas, selection, count = opened(shown)
    told: dict[str, Any] = {"title": telling.title, "language": tr.language, "viewpoint": viewpoint}
    remarks: list[str] = []
    with working("Writing the map" if telling.embed else "Writing the dossier"):
        if telling.embed:
            data = dossier.embed(atlas, selection, **told)
        else:
            data = dossier.dossier(atlas, selection, remark=remarks.append, **told)
        write_atomic(path, data)
    for remark in remarks:
        note(remark)
    line = ""
    if telling.embed:
        title = telling.title or dossier.title(selection, tr.language)
        line = dossier.iframe(path.name, title)
    more = {"iframe": line} if line else {}
    tell(atlas, selection, path, data, as_json, count, more=more)
    if line and not as_json:
        show(line)


@dataclass(frozen=True, slots=True)
class Print(Picture):
    """How a figure is drawn, as it is given on the command line."""

    projection: Annotated[
        str,
        option(
            "--projection",
            "NAME",
            "Projection: equal-earth, equal-earth-pacific, orthographic or "
            "azimuthal-equal-area. Default: chosen for the area.",
        ),
    ] = ""
    viewpoint: Viewpoint = ""
    count: Annotated[
        str,
        option(
            "--count",
            "WHICH",
            "Missions of a state to count: received, sent or both. Default: received.",
        ),
    ] = ""
    template: Annotated[
        str,
        option(
            "--template",
            "NAME",
            "Figure to draw: network (of one state), quarter (of one mission), ranking, "
            "timeline or matrix. Default: chosen for the filters.",
        ),
    ] = ""


def write_figure(shown: Shown, out: Path, paper: Print, as_json: bool) -> None:
    """Draw a selection."""
    from geo import figures
    from geo.dataset import write_atomic

    path = target(out, [f".{form}" for form in figures.FORMATS])
    also = beside(path) if paper.beside else []
    look = asdict(paper)
    look.pop("beside")
    atlas, selection, count = opened(shown)
    remarks: list[str] = []
    files: dict[Path, bytes] = {}
    with working("Drawing the figure"):
        form = path.suffix.lower().removeprefix(".")
        files[path] = figures.figure(atlas, selection, format=form, remark=remarks.append, **look)
        if also:
            words = {name: look[name] for name in ("language", "count", "template")}
            text = figures.alt_text(atlas, selection, **words)
            files[also[0]] = f"{text}\n".encode()
            files[also[1]] = figures.table(atlas, selection, **words)
        for file, data in files.items():
            write_atomic(file, data)
    for remark in remarks:
        note(remark)
    tell(atlas, selection, path, files[path], as_json, count, also)
