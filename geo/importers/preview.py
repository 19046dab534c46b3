"""What an import of a table would do: its columns, its first rows, what would be refused."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from geo import dates
from geo.errors import InvalidSelection, SourceFaulty, ValidationError, quoted
from geo.importers import table
from geo.importers.code_columns import check_codes
from geo.importers.grids import Grid, grid_of
from geo.importers.import_run import UNNAMED, day_of_data, take
from geo.importers.mapping import VALUE_FIELDS, Mapped, Problem, mapped
from geo.importers.own_export import is_own
from geo.importers.report import shortened
from geo.importers.table_options import PLAIN, TableOptions

_SAMPLE: Final = 5
_ROWS_NAMED: Final = 5
_CELL: Final = 40


class Refusal(NamedTuple):
    """What is refused for one reason: a value of a column, in some rows."""

    field: str  # Blank where the column is of no field
    column: str
    value: str
    rule: str
    remedy: str
    rows: tuple[int, ...]

    def __str__(self) -> str:
        named = ", ".join(map(str, self.rows[:_ROWS_NAMED]))
        more = len(self.rows) - _ROWS_NAMED
        where = f"row {named}" if len(self.rows) == 1 else f"rows {named}"
        value = f", {quoted(self.value)}" if self.value else ""
        column = f" {quoted(self.column)}" if self.column else ""
        what = f"{where}{f' and {more:,} more' if more > 0 else ''}:{column}{value}"
        return f"{what.rstrip(':')}: {self.rule}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import of a table would do. Nothing is written."""

    file: str
    mapping: Mapped
    records: int
    accepted: int
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()

    def field_of(self, number: int) -> str:
        """The field that a column holds; blank where it is not used."""
        return next((f for f, column in self.mapping.columns.items() if column == number), "")

    def as_dict(self) -> dict[str, object]:
        """The preview as a plain mapping, for JSON."""
        headings = self.mapping.headings
        return {
            "file": self.file,
            "columns": {f: headings[number] for f, number in self.mapping.columns.items()},
            "constants": dict(self.mapping.values),
            "not_used": [h for n, h in enumerate(headings) if not self.field_of(n)],
            "rows": [{"row": n, **dict(zip(headings, c, strict=True))} for n, c in self.sample],
            "notes": list(self.notes),
            "problems": [str(one) for one in self.mapping.problems],
            "records": self.records,
            "accepted": self.accepted,
            "refused": [
                {"column": one.column, "value": one.value, "reason": one.rule}
                | {"remedy": one.remedy, "rows": list(one.rows)}
                for one in self.refused
            ],
        }

    def columns(self) -> list[tuple[str, str, str]]:
        """Heading, field and first values of each column."""
        found = []
        for number, heading in enumerate(self.mapping.headings):
            values = " | ".join(shortened(cells[number], _CELL) for _, cells in self.sample)
            found.append((heading, self.field_of(number) or "not used", values))
        return found

    def sentences(self) -> list[str]:
        """Values of all rows, problems, and rows that would be refused."""
        said = [*self.notes]
        said += [f"{field}: always {quoted(v)}" for field, v in self.mapping.values.items()]
        if self.mapping.problems:
            return [*said, *(f"cannot be imported: {one}" for one in self.mapping.problems)]
        rest = ". Rejected rows and values:" if self.refused else ""
        said.append(f"{self.accepted:,} of {self.records:,} rows can be imported{rest}")
        said += [f"  {one}" for one in self.refused]
        valued = (one for one in self.refused if one.field in VALUE_FIELDS and one.value)
        if (one := next(valued, None)) is not None:
            how = quoted(f"{one.field}:{one.value}=MEANING")
            said.append(f"map a value like --map-value {how}")
        return said


def preview_table(file: str | Path, options: TableOptions = PLAIN, *, date: str = "") -> Preview:
    """What an import of a table would do, without importing it."""
    path = Path(file)
    grid = grid_of(path, options)
    mapping = mapping_of_grid(grid, options)
    sample = tuple((line, tuple(cells)) for line, cells in grid.rows[:_SAMPLE])
    counts = len(grid.rows), 0
    refused: Sequence[ValidationError] = ()
    if not mapping.problems:
        try:
            counts, refused = _rehearsed(grid, mapping, date)
        except InvalidSelection as error:
            mapping = replace(mapping, problems=(Problem(str(error)),))
    return Preview(
        path.name, mapping, *counts, sample, _grouped(refused, mapping), tuple(grid.notes)
    )


def mapping_of_grid(grid: Grid, options: TableOptions) -> Mapped:
    """The mapping of a table, with its problems."""
    rows = () if is_own(grid.columns) else grid.rows
    return mapped(grid.columns, options, rows, has_points=bool(grid.points))


def _rehearsed(
    grid: Grid, mapping: Mapped, date: str
) -> tuple[tuple[int, int], Sequence[ValidationError]]:
    """The import into an empty dataset: records, how many can be imported, what is refused."""
    try:
        listing = table.entries(grid, mapping)
    except SourceFaulty as error:
        if not error.problems:
            raise
        return (len(grid.rows), 0), error.problems
    if not is_own(grid.columns):
        grid.notes += check_codes(listing.entries, mapping)
    try:
        day = day_of_data(grid.file, date)
    except SourceFaulty:  # It is asked for when the table is imported
        day = dates.today().isoformat()
    origin = table.origin(UNNAMED, day, grid.sha256)
    with tempfile.TemporaryDirectory() as folder:
        account = take(listing, origin, Path(folder), codes=mapping.options.codes, write=False)
    return (account.read, account.missions), account.refused


def _grouped(refused: Sequence[ValidationError], mapping: Mapped) -> tuple[Refusal, ...]:
    fields = {mapping.heading(field): field for field in mapping.columns}
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for one in refused:
        found.setdefault((one.column, one.value, one.rule, one.remedy), []).append(one.row or 0)
    groups = []
    for (column, value, rule, remedy), rows in found.items():
        field = fields.get(column) or (column if column in mapping.columns else "")
        shown = mapping.heading(field) if field else column
        groups.append(Refusal(field, shown, value, rule, remedy, tuple(rows)))
    return tuple(sorted(groups, key=lambda group: -len(group.rows)))
