"""The table of formats: which suffix is written by what, and what it can hold."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from geo import package_files
from geo.atlas import Atlas
from geo.dataset import rendered
from geo.dataset.files import replacing
from geo.errors import EmptySelection, InvalidSelection, quoted
from geo.exporters import gis_files, tables, xml_files
from geo.exporters.contents import CONTENTS, MISSIONS, Request, zipped
from geo.exporters.frames import LAYERS, Frames, checked
from geo.provenance import sealed
from geo.registry import EXPORTER_GROUP, Registry
from geo.selection import Selection

Writer = Callable[[Request], None]
_MISSIONS: Final = (MISSIONS,)
_SEALED: Final = {"csv": "csv", "xlsx": "xlsx", "geojson": "json", "json": "json"}
_MOST_SEALED: Final = 300_000_000  # bytes of a file that is read again for its seal


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, media type, the writer of a :class:`Request`, and what it holds."""

    label: str
    media: str
    writer: Writer
    layers: tuple[str, ...] = tuple(LAYERS)
    several: bool = False  # One file holds several layers
    default: tuple[str, ...] = _MISSIONS
    tables: bool = False  # It holds other contents too
    explained: bool = False  # The file describes its columns

    def write(self, atlas: Atlas, selection: Selection) -> bytes:
        """What is shown, as the content of a file."""
        return self.made(Frames(atlas, selection), self.default)

    def made(self, frames: Frames, tables: tuple[str, ...] = _MISSIONS) -> bytes:
        """Layers, or another content, as the bytes of a file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "out"
            self.writer(Request(frames, path, tables))
            return path.read_bytes()


DATASET: Final = "zip"  # Suffix of the dataset itself
_WRITERS: Final[dict[str, Writer]] = {
    "csv": tables.write_csv,
    "xlsx": tables.write_xlsx,
    "geojson": gis_files.write_geojson,
    "gpkg": gis_files.write_geopackage,
    "parquet": tables.write_parquet,
    "fgb": gis_files.write_flatgeobuf,
    "kml": xml_files.kml,
    "kmz": partial(xml_files.kml, packed=True),
    "shp.zip": gis_files.write_shapefile,
    "geojsonl": partial(gis_files.write_geojson, sequence=True),
    "graphml": xml_files.network,
    "gexf": partial(xml_files.network, form="gexf"),
    "jsonl": tables.write_json_lines,
    DATASET: lambda request: zipped(request.path, rendered(request.frames.atlas.dataset).items()),
}


def _formats() -> dict[str, Format]:
    found: dict[str, Format] = {}
    for suffix, about in package_files.toml("exporters/formats.toml").items():
        lists = {name: tuple(about[name]) for name in ("layers", "default") if name in about}
        same = found.get(about.get("same_as", ""))
        found[suffix] = same or Format(writer=_WRITERS[suffix], **{**about, **lists})
    return found


# Suffix without its dot -> the format; the first suffix of a format is the usual one
FORMATS: Final = _formats()
# The formats that ``embassy-atlas export`` writes, with those of other packages
EXPORTERS: Final[Registry[Format]] = Registry(EXPORTER_GROUP, "write", FORMATS)


def suffix_of(name: str) -> str:
    """The suffix of a file name without its dot: the longest that is known, else the last."""
    lower = name.lower()
    known = [suffix for suffix in FORMATS if lower.endswith(f".{suffix}")]
    return max(known, key=len, default=Path(lower).suffix[1:])


def chosen_layers(suffix: str, layers: Sequence[str], content: str = MISSIONS) -> tuple[str, ...]:
    """The layers that a file of a format is to have; InvalidSelection where it cannot."""
    format, known = FORMATS[suffix], (MISSIONS, *CONTENTS)
    if content not in known:
        raise InvalidSelection(
            f"Unknown content {quoted(content)}. Use one of: {', '.join(known)}."
        )
    if content != MISSIONS:
        if not format.tables:
            able = ", ".join(f".{one}" for one, held in FORMATS.items() if held.tables)
            raise InvalidSelection(f".{suffix} does not hold {content}. Use {able}.")
        if layers:
            raise InvalidSelection(f"{content} has no layers. Leave out --layers.")
        return (content,)
    for layer in layers:
        if checked(layer) not in format.layers:
            able = ", ".join(f".{one}" for one, held in FORMATS.items() if layer in held.layers)
            raise InvalidSelection(f".{suffix} does not hold the layer {layer}. Use {able}.")
    if len(layers) > 1 and not format.several:
        several = ", ".join(f".{one}" for one, held in FORMATS.items() if held.several)
        raise InvalidSelection(f".{suffix} holds one layer. Use {several}, or ask for one layer.")
    return tuple(dict.fromkeys(layers)) or format.default


def exported(
    atlas: Atlas,
    selection: Selection,
    suffix: str,
    *,
    layers: Sequence[str] = (),
    content: str = MISSIONS,
    language: str = "en",
) -> bytes:
    """A file in a format, without a seal; layers that it cannot have are left out."""
    format = FORMATS[suffix]
    held = tuple(layer for layer in layers if layer in format.layers)
    held = (held if format.several else _MISSIONS) if held else format.default
    tables = held if content == MISSIONS else (content,)
    return format.made(Frames(atlas, selection, language), tables)


def write_file(
    atlas: Atlas,
    selection: Selection,
    path: Path,
    *,
    layers: Sequence[str] = (),
    content: str = MISSIONS,
    language: str = "en",
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, int]:
    """Write a file in the format of its suffix, whole or not at all; layer -> number of rows."""
    suffix = suffix_of(path.name)
    if suffix not in FORMATS:
        known = ", ".join(f".{one}" for one in FORMATS)
        wrong = f"Unknown format {quoted(f'.{suffix}')}." if suffix else "The file has no suffix."
        raise InvalidSelection(f"{quoted(path.name)}: {wrong} Use one of: {known}.")
    chosen = chosen_layers(suffix, layers, content)
    with replacing(path) as temporary:
        request = Request(Frames(atlas, selection, language), temporary, chosen, progress)
        FORMATS[suffix].writer(request)
        rows = {name: len(request.table(name)) for name in chosen}
        if rows and not any(rows.values()):
            raise EmptySelection(
                f"The selection shows no {' and no '.join(rows)}. Leave out an option, or try "
                "other dates. No file was written."
            )
        form = _SEALED.get(suffix)
        if form and temporary.stat().st_size <= _MOST_SEALED:
            made = "table" if MISSIONS in chosen else chosen[0]
            what = (form, "geojson" if form == "json" else made, atlas, selection)
            temporary.write_bytes(sealed(temporary.read_bytes(), *what, language=language))
    return rows
