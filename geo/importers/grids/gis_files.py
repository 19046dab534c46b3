"""GeoPackage, FlatGeobuf, zipped Shapefiles (read by GDAL) and Parquet as grids."""

import io
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

import pyarrow

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import place, shapes_of
from geo.importers.grids.grid import AGAIN, MOST_UNPACKED, Cells, chosen, unpacked
from geo.importers.input_files import FEWER, Grid, Row, measure, sound_header
from geo.importers.table_options import TableOptions

# Application ids of SQLite files that are GeoPackages (OGC 12-128, clause 1.1.1)
_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
_FLATGEOBUF: Final = b"fgb"
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
# Files of a Shapefile that are read: shapes, their index, the table, its system, its encoding
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_BATCH: Final = 1_000
_LONGEST_STEM: Final = 60
_BROKEN: Final = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def gis_file(file: str, data: bytes, options: TableOptions) -> Grid:
    """A layer of a file that GDAL reads, as a grid."""
    # GDAL warns of bytes without a suffix: it reads a copy of those that were read.
    with tempfile.TemporaryDirectory() as folder:
        if file.lower().endswith(".zip"):
            shapefiles = _shapefiles(file, data, Path(folder))
            return _layer(file, "zipped Shapefile", shapefiles, options)
        # GDAL chooses its driver by what is in a file, and some of its forms name other files.
        what = "GeoPackage" if file.lower().endswith(".gpkg") else "FlatGeobuf file"
        package = data[:16] == b"SQLite format 3\0" and data[68:72] in _GEOPACKAGES
        if not (package if what == "GeoPackage" else data[:3] == _FLATGEOBUF):
            raise SourceFaulty(f"{file} is not a {what}. {AGAIN}")
        copy = Path(folder) / file
        copy.write_bytes(data)
        return _layer(file, what, [copy], options)


def _shapefiles(file: str, data: bytes, folder: Path) -> list[Path]:
    found, homes = [], dict[str, PurePosixPath]()
    for name, part in unpacked(file, data, "zipped Shapefile", _PARTS).items():
        stem = re.sub(r"[^\w .-]", "_", name.stem)[:_LONGEST_STEM]
        target = folder / f"{stem}{name.suffix.lower()}"
        if homes.setdefault(stem.casefold(), name.parent) != name.parent or target.exists():
            told = f"{file} holds two Shapefiles {quoted(stem)}"
            raise SourceFaulty(f"{told}. Give each its own name, or zip one.")
        target.write_bytes(part)
        if target.suffix == ".shp":
            found.append(target)
    if not found:
        told = f"{file} holds no Shapefile. Zip its .shp, .shx, .dbf and .prj"
        raise SourceFaulty(f"{told}, or unpack the archive and give the table in it.")
    for shapes in found:
        if shapes.read_bytes()[:4] != _SHAPEFILE:
            raise SourceFaulty(f"{file}: {quoted(shapes.name)} is not a Shapefile. {AGAIN}")
        table = shapes.with_suffix(".dbf")
        if not table.exists():
            raise SourceFaulty(f"{file} lacks {quoted(table.name)}, its table. Add it.")
    return found


def _layer(file: str, what: str, paths: list[Path], options: TableOptions) -> Grid:
    """A layer of one file, or of one of several files with a layer each."""
    import pyogrio

    notes: list[str] = []
    try:
        layers = {str(name): path for path in paths for name, _ in pyogrio.list_layers(path)}

        def fields_of(name: str) -> list[str]:
            return [*map(str, pyogrio.read_info(layers[name], layer=name)["fields"])]

        wanted = chosen(file, list(layers), options, "layers", fields_of, notes)
        path = layers[wanted]
        about = pyogrio.read_info(path, layer=wanted, force_feature_count=True)
        measure(file, int(about["features"]), len(about["fields"]))
        about, _, shapes, columns = pyogrio.raw.read(path, layer=wanted)
    except _BROKEN as error:
        raise SourceFaulty(f"{file} is not a {what}: {quoted(error)}. {AGAIN}") from error
    text = Cells(file)
    cells = [map(text, column.tolist()) for column in columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), start=1)]
    grid = Grid(file, [*map(str, about["fields"])], rows, notes=notes)
    if shapes is not None and grid.columns:
        place(grid, shapes_of(shapes), about.get("crs") or options.crs)
    return grid


def read_parquet(file: str, data: bytes, options: TableOptions) -> Grid:
    """A Parquet file as a grid; of GeoParquet without a reference system, that of the options."""
    from pyarrow import parquet

    try:
        about = parquet.ParquetFile(io.BytesIO(data))
        size = sum(about.metadata.row_group(n).total_byte_size for n in range(about.num_row_groups))
        measure(file, about.metadata.num_rows)
        if size > MOST_UNPACKED:
            most = f"at most {MOST_UNPACKED:,} are read. {FEWER}"
            raise SourceFaulty(f"{file} would unpack to {size:,} bytes; {most}")
        fields = about.schema_arrow
        sound_header(file, fields.names)
        shapes, main = _geometries(file, (fields.metadata or {}).get(b"geo"))
        struct = pyarrow.types.is_struct
        names = [one.name for one in fields if one.name not in shapes and not struct(one.type)]
        # a text that is in many rows is held once
        leaves = [about.schema.column(number) for number in range(len(about.schema))]
        texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
        packed = parquet.ParquetFile(io.BytesIO(data), read_dictionary=texts)
        rows, drawn = _rows(file, packed, names, main)
    except (pyarrow.ArrowException, LookupError, OSError, TypeError, ValueError) as error:
        raise SourceFaulty(f"{file} is not a Parquet file: {error}. {AGAIN}") from error
    grid = Grid(file, names, rows)
    if drawn:
        # without the key the system is CRS84; with null it is not known (GeoParquet 1.1)
        crs = shapes[main].get("crs", "")
        place(grid, shapes_of(drawn), options.crs if crs is None else crs)
    return grid


def _geometries(file: str, metadata: bytes | None) -> tuple[dict[str, dict[str, Any]], str]:
    """GeoParquet's description of its columns of geometry, and the name of the primary one."""
    if not metadata:
        return {}, ""
    try:
        about = json.loads(metadata)
        shapes, main = about["columns"], about["primary_column"]
        if isinstance(shapes[main], dict):
            return shapes, main
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise SourceFaulty(f"{file}: the description of its geometry is not GeoParquet. {AGAIN}")


def _rows(
    file: str, packed: Any, names: Sequence[str], main: str
) -> tuple[list[Row], list[bytes | None]]:
    text, wkb = Cells(file), Cells(file)
    rows: list[Row] = []
    drawn: list[bytes | None] = []
    # batches within a row group: Arrow joins no lists of two groups
    batches = (
        batch
        for group in range(packed.num_row_groups)
        for batch in packed.iter_batches(_BATCH, row_groups=[group], use_threads=False)
    )
    for batch in batches:
        for number in range(batch.num_rows):
            cells = []
            for name in names:
                try:
                    cells.append(text(batch.column(name)[number].as_py()))
                except (pyarrow.ArrowException, ArithmeticError, LookupError, ValueError) as error:
                    where = f"{file}, row {len(rows) + 1}, {quoted(name)}"
                    why = f"the value cannot be read: {quoted(error)}"
                    remedy = "Correct it, or leave out the column."
                    raise SourceFaulty(f"{where}: {why}. {remedy}") from error
            rows.append((len(rows) + 1, cells))
        for shape in batch.column(main) if main in batch.schema.names else ():
            drawn.append(shape.as_py())
            wkb.count(len(drawn[-1] or b""))
    return rows, drawn
