"""Parquet and GeoParquet as grids."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import place, shapes_of
from geo.importers.grids.grid import AGAIN, MOST_UNPACKED, Cells
from geo.importers.input_files import FEWER, Grid, measure, sound_header
from geo.importers.table_options import TableOptions

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BATCH: Final = 1_000


def read_parquet(file: str, data: bytes, options: TableOptions) -> Grid:
    """A Parquet file as a grid; of GeoParquet without a reference system, that of the options."""
    import pyarrow
    from pyarrow import parquet

    try:
        about = parquet.ParquetFile(io.BytesIO(data))
        size = sum(about.metadata.row_group(n).total_byte_size for n in range(about.num_row_groups))
        measure(file, about.metadata.num_rows)
        if size > MOST_UNPACKED:
            raise SourceFaulty(
                f"{file} would unpack to {size:,} bytes; at most {MOST_UNPACKED:,} are read. "
                f"{FEWER}"
            )
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
    grid = Grid(names, rows)
    if drawn:
        # without the key the system is CRS84; with null it is not known (GeoParquet 1.1)
        crs = shapes[main].get("crs", "")
        place(file, grid, shapes_of(drawn), options.crs if crs is None else crs)
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
    file: str, packed: ParquetFile, names: Sequence[str], main: str
) -> tuple[list[tuple[int, list[str]]], list[bytes | None]]:
    """Rows and geometries, some rows at a time."""
    import pyarrow

    text, wkb = Cells(file), Cells(file)
    rows: list[tuple[int, list[str]]] = []
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
                    raise SourceFaulty(
                        f"{file}, row {len(rows) + 1}, {quoted(name)}: the value cannot be read: "
                        f"{quoted(error)}. Correct it, or leave out the column."
                    ) from error
            rows.append((len(rows) + 1, cells))
        for shape in batch.column(main) if main in batch.schema.names else ():
            drawn.append(shape.as_py())
            wkb.count(len(drawn[-1] or b""))
    return rows, drawn
