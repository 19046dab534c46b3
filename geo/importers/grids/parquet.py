"""Parquet and GeoParquet as grids."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import described, points_of
from geo.importers.grids.grid import AGAIN, FEWER, MOST_UNPACKED, Cells, Grid, measure
from geo.importers.input_files import sound_header
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
        measure(file, about.metadata.num_rows, len(about.schema_arrow.names))
        if size > MOST_UNPACKED:
            raise SourceFaulty(
                f"{file} would unpack to {size:,} bytes; at most {MOST_UNPACKED:,} are read. "
                f"{FEWER}"
            )
        sound_header(file, about.schema_arrow.names, ", ")
        shapes, main = described(file, (about.schema_arrow.metadata or {}).get(b"geo"))
        names = [
            field.name
            for field in about.schema_arrow
            if field.name not in shapes and not pyarrow.types.is_struct(field.type)
        ]
        rows, drawn = _batches(file, data, about, names, main)
    except (pyarrow.ArrowException, LookupError, OSError, TypeError, ValueError) as error:
        raise SourceFaulty(f"{file} is not a Parquet file: {error}. {AGAIN}") from error
    if not drawn:
        return Grid(names, rows)
    # without the key the system is CRS84; with null it is not known (GeoParquet 1.1)
    unknown = "crs" in shapes[main] and shapes[main]["crs"] is None
    crs = options.crs if unknown else shapes[main].get("crs")
    return Grid(names, rows, points_of(file, drawn, crs))


def _batches(
    file: str, data: bytes, about: ParquetFile, names: Sequence[str], main: str
) -> tuple[list[tuple[int, list[str]]], list[bytes | None]]:
    """Rows and geometries, some rows at a time; texts that are in many rows are held once."""
    import pyarrow
    from pyarrow import parquet

    leaves = [about.schema.column(number) for number in range(len(about.schema))]
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    packed = parquet.ParquetFile(io.BytesIO(data), read_dictionary=texts)
    text, wkb = Cells(file), Cells(file)
    rows: list[tuple[int, list[str]]] = []
    drawn: list[bytes | None] = []
    for batch in packed.iter_batches(batch_size=_BATCH, use_threads=False):
        columns = [batch.column(name) for name in names]
        for number in range(batch.num_rows):
            cells = []
            for name, column in zip(names, columns, strict=True):
                try:
                    cells.append(text(column[number].as_py()))
                except (pyarrow.ArrowException, ArithmeticError, LookupError, ValueError) as error:
                    raise SourceFaulty(
                        f"{file}, row {len(rows) + 1}, {quoted(name)}: the value cannot be read: "
                        f"{quoted(error)}. Correct it, or leave out the column."
                    ) from error
            rows.append((len(rows) + 1, cells))
        if main in batch.schema.names:
            for shape in batch.column(main):
                drawn.append(shape.as_py())
                wkb.count(len(drawn[-1] or b""))
    return rows, drawn
