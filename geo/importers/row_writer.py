"""The rows that an import adds: each is checked by its record model before it is added."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from geo import basemap, parties
from geo.dataset import ALL_MODELS, Dataset, days_of, problems_of_row
from geo.errors import InvalidDate
from geo.importers.input_files import MOST_CELL
from geo.importers.inputs import Checked, Dated, Entry, Named, Point, Said
from geo.importers.origin import Origin
from geo.importers.report import ImportReport
from geo.vocabulary import EVENTS

Row = dict[str, str]
Finder = Callable[[Named], str]
# By the decimals of the coordinates; their accuracy is not known
_PRECISION: Final = ("state", "city", "quarter", "street", "building")
_NO_CITY: Final = "The source gives neither coordinates nor a city."
_CITY_NOT_HELD: Final = "The source gives no coordinates, and the gazetteer lacks its city."
_SERVES: Final = "First and last day unknown."
_BLANK: Final[Mapping[str, Row]] = {
    table: dict.fromkeys(model.columns, "") for table, model in ALL_MODELS.items()
}


class RowWriter(Checked):
    """A copy of a dataset's rows that grows; what does not pass is refused with its reason."""

    def __init__(self, dataset: Dataset, origin: Origin, file: str, account: ImportReport) -> None:
        super().__init__(file, problems=account.refused)
        self.rows: dict[str, list[Row]] = {name: list(rows) for name, rows in dataset.rows.items()}
        self.before, self.origin, self.account = dataset, origin, account
        self._ids = {name: {row["id"] for row in rows} for name, rows in self.rows.items()}
        self._all_ids: set[str] = set().union(*self._ids.values())
        self._new: dict[str, Row] = {}
        self._told = {row["id"]: row["value"] for row in self.rows["claims"]}
        self.source = account.source = origin.id_among(dataset.sources)
        self.put("sources", 0, **origin.record(self.source))

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
            remedy = "Only the first is imported. Remove one of the two."
            self.refuse(line, column, id, rule, remedy)
            return False
        long = [name for name, text in row.items() if len(text) > MOST_CELL]
        for name in [name for name in long if name != "id"] or long:
            rule = f"it has {len(row[name]):,} characters; the limit is {MOST_CELL:,}"
            self.refuse(line, column or name, row[name], rule, "Shorten it in the file.")
        if long:
            return False
        if problems := problems_of_row(self.file, line, row, ALL_MODELS[table]):
            self.problems += [replace(one, column=column or one.column) for one in problems]
            return False
        self._ids[table].add(id)
        self._all_ids.add(id)
        self._new[id] = row
        self.rows[table].append(row)
        self.account.rows[table] += 1
        return True

    def put_own(
        self, table: str, line: int, column: str = "", number: int = 0, /, **cells: str
    ) -> bool:
        """Put a row of this source, which is in its id; further ones of one id are numbered."""
        cells["id"] += f"-{self.source}-{number + 1}" if number else f"-{self.source}"
        return self.put(table, line, column, sources=self.source, **cells)

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


class MissionWriter(RowWriter):
    """Writes the rows of missions; ``party`` finds the codes of further parties."""

    def __init__(
        self, dataset: Dataset, origin: Origin, file: str, account: ImportReport, party: Finder
    ) -> None:
        super().__init__(dataset, origin, file, account)
        self._day, self._party = origin.date, party
        self._last = days_of(origin.date).last
        self._placed = {row["mission"] for row in self.rows["positions"]}

    def tell(self, mission: Mapping[str, str], entry: Entry) -> list[Point]:
        """Add all rows of an entry about a mission; its points that are recorded."""
        points = self._place(mission, entry)
        open_ = True
        for number, dated in enumerate(entry.dated):
            open_ &= not self._date(mission["id"], dated, number, entry.row)
        if open_:
            cells = {"kind": "listed", "date": self._day, "sense": "attested"}
            cells["detail"] = f"Listed in the data of {self._day}"
            id = mission["id"]
            self.put_own("events", entry.row, id=f"{id}-listed", mission=id, **cells)
        self._serve(mission, entry)
        for said in entry.said:
            self.claim(mission["id"], said, entry.row)
        return points

    def _place(self, mission: Mapping[str, str], entry: Entry) -> list[Point]:
        id, receiving, line, points = mission["id"], mission["receiving"], entry.row, []
        put = partial(self.put_own, "positions", line, "", mission=id, id=f"{id}-at")
        for number, point in enumerate(entry.points):
            precision = precision_of(point)
            if float(point.longitude) == 0.0 == float(point.latitude):
                rule = "0,0 is not a position"
                self.refuse(line, "latitude", "0 0", rule, "Leave both blank.")
            elif put(number, method="source_point", precision=precision, **point._asdict()):
                points.append(point)
        known = mission["city"] and parties.city(mission["city"], receiving)
        how = "by point" if points else "by city" if known else "by state"
        self.account.placed[how] += 1
        placed = bool(points)
        if how == "by state" and id not in self._placed:
            # For the whole receiving state; at its seat if it has no outline
            cells = {} if basemap.has_shape(receiving) else seat_of(receiving)
            cells |= {"method": "state", "rank": "normal"}
            placed = put(reason=_CITY_NOT_HELD if mission["city"] else _NO_CITY, **cells)
        if placed:
            self._placed.add(id)
        return points

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
            self.refuse(line, dated.column, dated.date, "not a date", str(error))
            return False
        if begins > self._last and sense != "planned":
            rule = f"the date is later than the data, {self._day}"
            self.refuse(line, dated.column, date, rule, "Correct it in the file.")
            return False
        cells = dated._replace(date=date, sense=sense)._asdict()
        column, id = cells.pop("column"), f"{mission}-{dated.kind}"
        self.put_own("events", line, column, number, id=id, mission=mission, **cells)
        return EVENTS[dated.kind] not in (None, "open")

    def _serve(self, mission: Mapping[str, str], entry: Entry) -> None:
        """Accreditations to further parties; parts of states are told as they stand."""
        served: dict[str, None] = {}
        for one in entry.jurisdictions:
            party = self._party(one)
            if not party:
                self.claim(mission["id"], Said("jurisdiction", str(one)), entry.row)
            elif party == mission["sending"]:
                what = "a state is not accredited to itself", "Correct it in the file."
                self.refuse(entry.row, "jurisdictions", str(one), *what)
            elif party != mission["receiving"]:
                served[party] = None
        for party in served:
            id = f"cover-{mission['id']}-{party.lower()}"
            own = {"id": id, "mission": mission["id"], "sending": mission["sending"]}
            cells = {"face": "covered", "valid": self._day, "sense": "attested", "reason": _SERVES}
            column = "jurisdictions"
            self.put_own("coverage", entry.row, column, receiving=party, **own, **cells)


def seat_of(code: str) -> dict[str, str]:
    """The cells of a position that is drawn at the seat of a party."""
    party = parties.party_by_code(code)
    point = {"longitude": f"{party.seat_lon:.5f}", "latitude": f"{party.seat_lat:.5f}"}
    return {**point, "precision": "state"}


def precision_of(point: Point) -> str:
    """The precision that the decimals of a point allow."""
    digits = min(len(number.partition(".")[2]) for number in point[:2])
    return _PRECISION[min(digits, len(_PRECISION) - 1)]
