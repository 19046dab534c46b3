"""The rows that an import adds: each is checked by its record model before it is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from geo import basemap, parties
from geo.dataset import ALL_MODELS, Dataset, days_of, problems_of_row
from geo.errors import InvalidDate, ValidationError
from geo.importers.input_files import MOST_CELL
from geo.importers.inputs import Dated, Entry, Named, Point, Said
from geo.importers.report import ImportReport
from geo.vocabulary import EVENTS

Row = dict[str, str]

_PRECISION: Final = ("state", "city", "quarter", "street", "building")
"""By the decimals of the coordinates; their accuracy is not known."""

_NO_CITY: Final = "The source gives neither coordinates nor a city."
_CITY_NOT_HELD: Final = "The source gives no coordinates, and the gazetteer lacks its city."
_SERVES: Final = "First and last day unknown."

_BLANK: Final[Mapping[str, Row]] = {
    table: dict.fromkeys(model.columns, "") for table, model in ALL_MODELS.items()
}


class RowWriter:
    """A copy of a dataset's rows that grows; what does not pass is refused with its reason."""

    def __init__(self, dataset: Dataset, file: str, account: ImportReport) -> None:
        self.rows: dict[str, list[Row]] = {name: list(rows) for name, rows in dataset.rows.items()}
        self.source = ""
        self._file = file
        self.account = account
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
        self.account.rows[table] += 1
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
        if self.account.rows == {"sources": 1} and self.source in self._new:
            self.rows["sources"].remove(self._new[self.source])
            self.account.rows.clear()

    def refuse(self, line: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Write down what could not be taken."""
        self.account.refused.append(ValidationError(self._file, line, column, value, rule, remedy))


class RowBuilder:
    """Makes the rows of missions for one source."""

    def __init__(self, row_writer: RowWriter, day: str, party: Callable[[Named], str]) -> None:
        self._row_writer = row_writer
        self._day = day
        self._last = days_of(day).last
        self._party = party
        self._placed_how = row_writer.account.placed
        self._placed = {row["mission"] for row in row_writer.rows["positions"]}

    def tell(self, mission: Mapping[str, str], entry: Entry) -> list[Point]:
        """Add all rows of an entry about a mission; its points that are recorded."""
        points = self._place(mission, entry)
        open_ = True
        for number, dated in enumerate(entry.dated):
            open_ &= not self._date(mission["id"], dated, number, entry.row)
        if open_:
            self._put(
                "events",
                entry.row,
                id=f"{mission['id']}-listed",
                mission=mission["id"],
                kind="listed",
                date=self._day,
                sense="attested",
                detail=f"Listed in the data of {self._day}",
            )
        self._serve(mission, entry)
        for said in entry.said:
            self._row_writer.claim(mission["id"], said, entry.row)
        return points

    def _put(
        self, table: str, line: int, column: str = "", number: int = 0, /, **cells: str
    ) -> bool:
        """Put a row of this source, which is in its id; further ones of one id are numbered."""
        source = self._row_writer.source
        cells["id"] += f"-{source}-{number + 1}" if number else f"-{source}"
        return self._row_writer.put(table, line, column, sources=source, **cells)

    def _place(self, mission: Mapping[str, str], entry: Entry) -> list[Point]:
        points = [
            point
            for number, point in enumerate(entry.points)
            if self._point(mission["id"], point, number, entry.row)
        ]
        if points:
            self._placed.add(mission["id"])
            self._placed_how["by point"] += 1
        elif mission["city"] and parties.city(mission["city"], mission["receiving"]):
            self._placed_how["by city"] += 1
        else:
            self._placed_how["by state"] += 1
            if mission["id"] not in self._placed:
                self._place_in_state(mission, entry.row)
        return points

    def _point(self, mission: str, point: Point, number: int, line: int) -> bool:
        if float(point.longitude) == 0.0 == float(point.latitude):
            rule = "0,0 is not a position"
            self._row_writer.refuse(line, "latitude", "0 0", rule, "Leave both blank.")
            return False
        return self._put(
            "positions",
            line,
            "",
            number,
            id=f"{mission}-at",
            mission=mission,
            method="source_point",
            precision=precision_of(point),
            **point._asdict(),
        )

    def _place_in_state(self, mission: Mapping[str, str], line: int) -> None:
        """For the whole receiving state; at its seat where nothing is drawn for it."""
        receiving = mission["receiving"]
        seat = {} if basemap.has_shape(receiving) else seat_of(receiving)
        put = self._put(
            "positions",
            line,
            id=f"{mission['id']}-at",
            mission=mission["id"],
            method="state",
            rank="normal",
            reason=_CITY_NOT_HELD if mission["city"] else _NO_CITY,
            **seat,
        )
        if put:
            self._placed.add(mission["id"])

    def _date(self, mission: str, dated: Dated, number: int, line: int) -> bool:
        """Add a dated event; return whether the mission is not open by it."""
        date, sense = dated.date, dated.sense or "on"
        if not date and sense == "attested":
            date = self._day
        elif not date:
            date, sense = f"[..{self._day.rpartition('/')[2]}]", "by"
        try:
            begins = days_of(date).first
        except InvalidDate as error:
            self._row_writer.refuse(line, dated.column, dated.date, "not a date", str(error))
            return False
        if begins > self._last and sense != "planned":
            rule = f"the date is later than the data, {self._day}"
            self._row_writer.refuse(line, dated.column, date, rule, "Correct it in the file.")
            return False
        self._put(
            "events",
            line,
            dated.column,
            number,
            id=f"{mission}-{dated.kind}",
            mission=mission,
            kind=dated.kind,
            date=date,
            sense=sense,
            detail=dated.detail,
            attributed_to=dated.attributed_to,
            reason=dated.reason,
        )
        return EVENTS[dated.kind] not in (None, "open")

    def _serve(self, mission: Mapping[str, str], entry: Entry) -> None:
        """Accreditations to further parties; parts of states are told as they stand."""
        served: list[str] = []
        for one in entry.jurisdictions:
            party = self._party(one)
            if not party:
                self._row_writer.claim(mission["id"], Said("jurisdiction", str(one)), entry.row)
            elif party == mission["sending"]:
                rule = "a state is not accredited to itself"
                remedy = "Correct it in the file."
                self._row_writer.refuse(entry.row, "jurisdictions", str(one), rule, remedy)
            elif party != mission["receiving"] and party not in served:
                served.append(party)
        for party in served:
            self._put(
                "coverage",
                entry.row,
                "jurisdictions",
                id=f"cover-{mission['id']}-{party.lower()}",
                sending=mission["sending"],
                receiving=party,
                face="covered",
                mission=mission["id"],
                valid=self._day,
                sense="attested",
                reason=_SERVES,
            )


def seat_of(code: str) -> dict[str, str]:
    """The cells of a position that is drawn at the seat of a party."""
    party = parties.party_by_code(code)
    point = {"longitude": f"{party.seat_lon:.5f}", "latitude": f"{party.seat_lat:.5f}"}
    return {**point, "precision": "state"}


def precision_of(point: Point) -> str:
    """The precision that the decimals of a point allow."""
    digits = min(len(number.partition(".")[2]) for number in point[:2])
    return _PRECISION[min(digits, len(_PRECISION) - 1)]
