"""Which column of a table holds what: guessed from its heading, exactly, or given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, Self

from geo.errors import InvalidSelection, StateError, quoted
from geo.importers.statuses import STATUS_WORDS, contradiction
from geo.importers.table_options import PLAIN, TableOptions
from geo.importers.words import did_you_mean, heading_key, key, kind_of, like, near_kinds, words
from geo.parties import near, party

# Fields that a table can have; their headings are in ``data/words/headings.csv``
TABLE_FIELDS: Final = (
    *("sending", "receiving", "kind", "city", "name", "status", "opened", "closed"),
    *("coordinates", "longitude", "latitude", "wikidata", "id", "jurisdictions"),
    *("address", "website", "phone", "email", "note"),
)
NEEDED_FIELDS: Final = ("sending", "receiving", "kind")
# Fields whose values can be mapped
VALUE_FIELDS: Final = ("sending", "receiving", "kind", "status", "city")
_POINT: Final = ("coordinates", "longitude", "latitude")
_SHOWN: Final = 40


class Problem(NamedTuple):
    """Why a table cannot be imported, and the option of the command that helps."""

    what: str
    option: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.option}".strip()


@dataclass(frozen=True)
class Mapped:
    """Which column holds what: field -> number of its column, or a value that all rows have."""

    columns: Mapping[str, int]
    values: Mapping[str, str]
    headings: Sequence[str]
    options: TableOptions = PLAIN
    problems: tuple[Problem, ...] = ()  # Why the table cannot be imported; empty if it can
    contradicted: bool = False  # Whether an unused column shows which missions are not open

    def cell(self, field: str, cells: Sequence[str]) -> str:
        """What a row has for a field; blank where nothing."""
        number = self.columns.get(field)
        text = cells[number].strip() if number is not None else ""
        return text or self.values.get(field, "")

    def meant(self, field: str, written: str) -> str:
        """What is meant by a value as the table writes it."""
        return self._meant.get(field, {}).get(key(written), written)

    @cached_property
    def _meant(self) -> dict[str, dict[str, str]]:
        return {
            field: {key(written): meant for written, meant in pairs.items()}
            for field, pairs in self.options.values.items()
        }

    def heading(self, field: str) -> str:
        """The heading under which a field is; the field's own name where under none."""
        number = self.columns.get(field)
        return field if number is None else self.headings[number]

    def chosen(self) -> TableOptions:
        """The options with this mapping, for a file beside the data."""
        columns = {field: self.heading(field) for field in self.columns}
        left_out = {field: "" for field, heading in self.options.columns.items() if not heading}
        plain = replace(self.options, columns=columns, constants=self.values)
        if "status" in left_out or mapped(self.headings, plain).columns != self.columns:
            return replace(plain, columns=columns | left_out)
        return plain

    def sound(self) -> Self:
        """The mapping; raises its problems, if any."""
        if self.problems:
            shown = "".join(f"\n  {problem}" for problem in self.problems)
            raise InvalidSelection(f"The table cannot be mapped:{shown}")
        return self

    def sentences(self) -> list[str]:
        """The mapping in words, a line each."""
        said = [f"{f}: column {quoted(self.headings[n])}" for f, n in self.columns.items()]
        said += [f"{field}: always {quoted(value)}" for field, value in self.values.items()]
        used = {*self.columns.values()}
        rest = [quoted(name) for n, name in enumerate(self.headings) if n not in used and name]
        return [*said, f"not used: {', '.join(rest)}"] if rest else said


def recognised(headings: Sequence[str], options: TableOptions) -> set[str]:
    """The fields that the cells of a row would be headings of."""
    given = {field for field, name in options.columns.items() if name and name in headings}
    known = words("headings")
    keys = (heading_key(name) for name in headings if name)
    return given.union(*(known[one].meanings for one in keys if one in known))


def mapped(
    headings: Sequence[str],
    options: TableOptions = PLAIN,
    rows: Sequence[tuple[int, Sequence[str]]] = (),
    *,
    has_points: bool = False,
) -> Mapped:
    """Map the columns of a table as far as that is possible; its problems are listed in it."""
    wrong, asks = _wrong(headings, options), []
    given = {f: h for f, h in options.columns.items() if f in TABLE_FIELDS}
    taken = {f: h for f, h in given.items() if not h or h in headings}
    columns = {field: [*headings].index(heading) for field, heading in taken.items() if heading}
    constants = {f: value for f, value in options.constants.items() if f in TABLE_FIELDS}
    closed = {*taken, *constants, *(_POINT if has_points else ())}
    asked = _guess(headings, columns, closed)
    told: set[str] = set()
    for heading, fields in asked.items():
        needed = [one for one in fields if one in NEEDED_FIELDS and one not in columns]
        if needed:
            told |= {*needed}
            either = " or ".join(f"--map {quoted(f'{one}={heading}')}" for one in fields)
            holds = f"the column {quoted(heading)} may hold {' or '.join(fields)}"
            asks.append(Problem(f"{holds}.", f"Choose with {either}."))
    held = {*columns, *told, *filter(constants.get, constants)}
    missing = [one for one in NEEDED_FIELDS if one not in held]
    if missing and not wrong:
        what = f"no column found for {', '.join(missing)}. Columns: {_shown(headings)}."
        either = f"--map {missing[0]}=COLUMN, or --set {missing[0]}=VALUE for all rows"
        wrong.append(Problem(what, f"Choose one with {either}."))
    wrong += asks
    used = [number for field, number in columns.items() if field != "note"]
    known = "status" in {*columns, *taken, *constants}
    contradicting = {} if known else contradiction(headings, rows, used, columns.get("note"))
    if contradicting:
        shown = "; ".join(f"{quoted(heading)} ({why})" for heading, why in contradicting.items())
        what = f"a column that is not used shows which missions are not open: {shown}."
        status = quoted(f"status={next(iter(contradicting))}")
        how = f"Map it with --map {status} (or closed= for dates), or import all rows as listed"
        wrong.append(Problem(what, f"{how} with --map status=."))
    ordered: dict[str, int] = {one: columns[one] for one in TABLE_FIELDS if one in columns}
    return Mapped(ordered, constants, [*headings], options, tuple(wrong), bool(contradicting))


def _guess(
    headings: Sequence[str], columns: dict[str, int], closed: set[str]
) -> dict[str, list[str]]:
    """Add to the columns what their headings mean; heading -> fields, where one may mean several.

    A heading of one meaning has priority over those of several; among those of one meaning the
    order of the list of words decides.
    """
    known = words("headings")
    order = {one: number for number, one in enumerate(known)}
    free = sorted(
        (order[one], number, [*known[one].meanings])
        for number, name in enumerate(headings)
        if number not in columns.values() and (one := heading_key(name)) in known
    )
    while True:
        open_ = [
            (number, fields)
            for _, number, meanings in free
            if number not in columns.values()
            and (fields := [f for f in meanings if f not in columns and f not in closed])
        ]
        sure = [(number, fields[0]) for number, fields in open_ if len(fields) == 1]
        if not sure:
            return {headings[number]: fields for number, fields in open_}
        columns[sure[0][1]] = sure[0][0]


def _wrong(headings: Sequence[str], options: TableOptions) -> list[Problem]:
    """What of the options does not fit the table, or means nothing."""
    given = dict.fromkeys((*options.columns, *options.constants))
    strange = [one for one in given if one not in TABLE_FIELDS]
    wrong = [_unknown("field", one, like(one, TABLE_FIELDS)) for one in strange]
    if wrong:
        wrong[-1] += f" Fields: {', '.join(TABLE_FIELDS)}."
    lost = [one for one in options.columns.values() if one and one not in headings]
    wrong += [_unknown("column", one, map(quoted, like(one, headings))) for one in lost]
    if lost:
        wrong[-1] += f" Columns: {_shown(headings)}."
    for one, pairs in options.values.items():
        if one not in VALUE_FIELDS:
            fields = ", ".join(VALUE_FIELDS)
            wrong.append(f"values of {quoted(one)} cannot be mapped. Fields: {fields}.")
        else:
            wrong += filter(None, (why_not_meant(one, meant) for meant in pairs.values()))
    return [Problem(one) for one in wrong]


def why_not_meant(field: str, meant: str) -> str:
    """Why a value cannot be what is meant; blank where it can."""
    if field == "kind" and not kind_of("", meant):
        return _unknown("type of mission", meant, near_kinds(meant))
    if field == "status" and meant not in STATUS_WORDS:
        return f"unknown status {quoted(meant)}. Statuses: {', '.join(STATUS_WORDS)}."
    if field in ("sending", "receiving"):
        try:
            party(meant)
        except StateError as error:
            return f"{error} {did_you_mean(near(meant))}".strip()
    return ""


def _unknown(what: str, written: str, near: Iterable[str]) -> str:
    return f"unknown {what} {quoted(written)}. {did_you_mean(near)}".strip()


def _shown(headings: Sequence[str]) -> str:
    shown = ", ".join(quoted(name) for name in headings[:_SHOWN])
    return f"{shown}, … ({len(headings):,} in all)" if len(headings) > _SHOWN else shown
