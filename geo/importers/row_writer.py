"""The rows that an import adds: each is checked by its record model before it is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo.dataset import ALL_MODELS, Dataset, problems_of_row
from geo.errors import ValidationError
from geo.importers.input_files import MOST_CELL
from geo.importers.inputs import Said
from geo.importers.report import ImportReport

Row = dict[str, str]

_BLANK: Final[Mapping[str, Row]] = {
    table: dict.fromkeys(model.model_fields, "") for table, model in ALL_MODELS.items()
}


class RowWriter:
    """A copy of a dataset's rows that grows; what does not pass is refused with its reason."""

    def __init__(self, dataset: Dataset, file: str, account: ImportReport) -> None:
        self.rows: dict[str, list[Row]] = {name: list(rows) for name, rows in dataset.rows.items()}
        self.source = ""
        self._file = file
        self._account = account
        self._ids = {name: {row["id"] for row in rows} for name, rows in self.rows.items()}
        self._all_ids: set[str] = set().union(*self._ids.values())
        self._new: dict[str, Row] = {}
        self._told = {row["id"]: row["value"] for row in self.rows["claims"]}

    def has(self, id: str) -> bool:
        """Whether a record of the dataset has this id."""
        return id in self._all_ids

    def put(self, table: str, line: int, column: str = "", **cells: str) -> bool:
        """Put a row into a table through its model, unless the dataset has it."""
        id = cells["id"]
        row = _BLANK[table] | cells
        if id in self._ids[table]:
            if self._new.get(id, row) == row:
                return True
            rule = f"another row of the file gives the record {id} other values"
            self.refuse(
                line, column, id, rule, "Only the first is imported. Remove one of the two."
            )
            return False
        long = [name for name, text in row.items() if len(text) > MOST_CELL]
        for name in [name for name in long if name != "id"] or long:
            rule = f"it has {len(row[name]):,} characters; the limit is {MOST_CELL:,}"
            self.refuse(line, column or name, row[name], rule, "Shorten it in the file.")
        if long:
            return False
        problems = problems_of_row(self._file, line, row, ALL_MODELS[table])
        for problem in problems:
            said = column or problem.column
            self.refuse(line, said, problem.value, problem.rule, problem.remedy)
        if problems:
            return False
        self._ids[table].add(id)
        self._all_ids.add(id)
        self._new[id] = row
        self.rows[table].append(row)
        self._account.rows[table] += 1
        return True

    def claim(self, mission: str, said: Said, line: int) -> None:
        """Put a claim about a mission, under an id that no other statement has."""
        plain = f"claim-{mission}-{said.property}-{self.source}"
        wanted, number = plain, 1
        while wanted in self._told:
            if self._told[wanted] == said.value:
                return
            number += 1
            wanted = f"{plain}-{number}"
        self._told[wanted] = said.value
        own = {"id": wanted, "subject": mission, "source": self.source, "seen": "data"}
        self.put("claims", line, said.property, **own, **said._asdict())

    def drop_lone_source(self) -> None:
        """Take the source of the import back where nothing but it was put."""
        if self._account.rows == {"sources": 1} and self.source in self._new:
            self.rows["sources"].remove(self._new[self.source])
            self._account.rows.clear()

    def refuse(self, line: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Write down what could not be taken."""
        self._account.refused.append(ValidationError(self._file, line, column, value, rule, remedy))
