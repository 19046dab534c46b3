"""``import table``: missions from any table, and the mapping of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from geo.cli.options import Json, dataset_option, option, spread
from geo.errors import InvalidSelection, quoted

if TYPE_CHECKING:
    from geo.importers import Preview, TableOptions

_PLAIN: Final = ("layer", "crs", "codes", "date_order")
_ORDERS: Final = ("", "day-first", "month-first")

Into = Annotated[
    Path | None,
    dataset_option("--into", "DATASET", "Folder of the dataset; created if missing."),
]
Date = Annotated[str, option("--date", "DATE", "Date of the data, if the file gives none.")]


@dataclass(frozen=True, slots=True)
class About:
    """What to record of the source, from the command line."""

    publisher: Annotated[str, option("--publisher", "TEXT", "Publisher of the table.")] = ""
    date: Date = ""
    title: Annotated[str, option("--title", "TEXT", "Title of the table.")] = ""
    url: Annotated[str, option("--url", "URL", "Web address of the table.")] = ""
    licence: Annotated[
        str, option("--licence", "SPDX", "Licence of the table, such as CC-BY-4.0.")
    ] = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a table, from the command line."""

    column: Annotated[
        list[str] | None, option("--map", "FIELD=COLUMN", "Column of a field. Repeat it.")
    ] = None
    value: Annotated[
        list[str] | None,
        option("--set", "FIELD=VALUE", "Value of all rows: kind=embassy. Repeat it."),
    ] = None
    map_value: Annotated[
        list[str] | None,
        option("--map-value", "FIELD:TEXT=VALUE", "Meaning of a text: kind:Legation=mission."),
    ] = None
    layer: Annotated[str, option("--layer", "NAME", "Sheet or layer to read.")] = ""
    header_row: Annotated[
        int | None, option("--header-row", "ROW", "Row of the headings, if not detected.", min=1)
    ] = None
    crs: Annotated[
        str, option("--crs", "EPSG:CODE", "Reference system, if the file names none.")
    ] = ""
    codes: Annotated[
        str, option("--codes", "SCHEME", "Codes of states: iso2, iso3, cow, gw, fips, un or ioc.")
    ] = ""
    date_order: Annotated[
        str, option("--date-order", "ORDER", "Order in 12/03/2011: day-first or month-first.")
    ] = ""
    mapping: Annotated[
        Path | None, option("--mapping", "FILE", "Read the mapping of columns from this file.")
    ] = None
    save_mapping: Annotated[
        Path | None, option("--save-mapping", "FILE", "Save the mapping to this JSON file.")
    ] = None

    def options(self) -> TableOptions:
        """The mapping of a file, overridden by the options."""
        from geo.importers import TableOptions, overridden, read_mapping

        if self.date_order not in _ORDERS:
            raise InvalidSelection(
                f"Unknown order of dates {quoted(self.date_order)}. Write day-first or month-first."
            )
        given = TableOptions(
            **{name: getattr(self, name) for name in _PLAIN},
            header_row=self.header_row or 0,
            columns=_pairs("--map", self.column),
            constants=_pairs("--set", self.value),
            values=_values(self.map_value),
        )
        return given if self.mapping is None else overridden(read_mapping(self.mapping), given)


@spread
def table(
    *,
    file: Annotated[Path, option("--from", "FILE", "Table to import.")],
    into: Into = None,
    about: About,
    reading: Reading,
    show_mapping: Annotated[
        bool, option("--show-mapping", None, "Show columns and refused rows; import nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import missions from a table in a file.

    Reads CSV, TSV, XLSX, JSON, JSON lines, GeoJSON, GeoPackage, FlatGeobuf, KML, Parquet or a
    zipped Shapefile. Recognises columns by their headings, in eight languages, and prints the
    result; --map overrides it.

    Example: embassy-atlas import table --from ours.xlsx --show-mapping
    """
    from dataclasses import asdict

    from geo import importers
    from geo.cli.import_command import tell
    from geo.cli.terminal import working

    options = reading.options()
    if show_mapping or reading.save_mapping is not None:
        with working("Reading the table"):
            found = importers.preview_table(file, options, date=about.date)
        if show_mapping:
            _show(found, as_json)
        if reading.save_mapping is not None:
            _save(found, reading.save_mapping)
        if show_mapping or into is None:
            return
    if into is None:
        raise InvalidSelection("No dataset is given. Give the folder to import into with --into.")
    with working("Importing"):
        account = importers.import_table(file, into, options=options, **asdict(about))
    tell(account, as_json)


def _show(found: Preview, as_json: bool) -> None:
    from geo.cli.terminal import show, show_json, show_table

    if as_json:
        show_json(found.as_dict())
        return
    show_table(("Column", "Field", f"First {len(found.sample)} rows"), found.columns())
    for line in found.sentences():
        show(line)


def _save(found: Preview, path: Path) -> None:
    from geo.cli.terminal import note
    from geo.dataset import write_atomic
    from geo.importers import mapping_json

    found.mapping.sound()
    write_atomic(path, mapping_json(found.mapping.chosen()))
    note(f"{path}: the mapping; use it with --mapping")


def _pairs(option: str, given: Sequence[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        field, mark, what = text.partition("=")
        if not mark:
            raise InvalidSelection(f"{option} {quoted(text)} has no =. Write {option} kind=Type.")
        pairs[field.strip()] = what.strip()
    return pairs


def _values(given: Sequence[str] | None) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for text in given or ():
        field, colon, rest = text.partition(":")
        written, mark, meant = rest.rpartition("=")
        if not (colon and mark and written.strip() and meant.strip()):
            raise InvalidSelection(
                f"--map-value {quoted(text)} is not FIELD:TEXT=VALUE. "
                "Write --map-value kind:Legation=mission."
            )
        values.setdefault(field.strip(), {})[written.strip()] = meant.strip()
    return values
