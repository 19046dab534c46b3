"""Parquet and GeoParquet as grids."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from geo.errors import SourceFaulty
from geo.importers.geometries import described, points_of
from geo.importers.grids.grid import AGAIN, FEWER, MOST_UNPACKED, Cells, Grid, measure

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BATCH: Final = 1_000


def read_parquet(file: str, data: bytes) -> Grid:
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
        shapes, main = described(file, (about.schema_arrow.metadata or {}).get(b"geo"))
        names = [
            field.name
            for field in about.schema_arrow
            if field.name not in shapes and not pyarrow.types.is_struct(field.type)
        ]
        rows, drawn = _batches(file, data, about, names, main)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise SourceFaulty(f"{file} is not a Parquet file: {error}. {AGAIN}") from error
    points = points_of(file, drawn, shapes[main].get("crs")) if drawn else []
    return Grid(names, rows, points)


def _batches(
    file: str, data: bytes, about: ParquetFile, names: Sequence[str], main: str
) -> tuple[list[tuple[int, list[str]]], list[bytes | None]]:
    """Rows and geometries, some rows at a time; texts that are in many rows are held once."""
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
            rows.append((len(rows) + 1, [text(column[number].as_py()) for column in columns]))
        if main in batch.schema.names:
            for shape in batch.column(main):
                drawn.append(shape.as_py())
                wkb.count(len(drawn[-1] or b""))
    return rows, drawn
