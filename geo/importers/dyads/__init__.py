"""Who was represented where, year by year: a century and more of pairs of states.

:mod:`~geo.importers.dyads.formats` reads the formats, :mod:`~geo.importers.dyads.histories` makes
missions of the observations: one for each direction of a pair, drawn at the seat of the receiving
state, because none of these sources gives the place.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from geo import parties
from geo.dataset import days_of, read_or_new
from geo.errors import AmbiguousState, InvalidDate, SourceFaulty, StateError, ValidationError
from geo.importers.dyads import formats
from geo.importers.dyads.formats import Format, Observation
from geo.importers.dyads.histories import Histories
from geo.importers.import_run import put_dataset
from geo.importers.input_files import bytes_of, text_of
from geo.importers.origin import Origin
from geo.importers.report import ImportReport
from geo.importers.row_writer import RowWriter
from geo.parties import State

__all__ = ["import_dyads"]

_MOST_ROWS: Final = 2_000_000
_SHOWN: Final = 5
_DATE: Final = re.compile(r"([0-9]{4}(?:-[0-9]{2}-[0-9]{2})?)(?:\.0| 00:00:00)?")
_BEGUN: Final = {"SUN": "1922-12-30", "YUG": "1918-12-01"}
"""First days of the former states that share a code with another."""


def import_dyads(
    file: str | Path, into: str | Path, *, date: str = "", form: str = ""
) -> ImportReport:
    """Import a table of dyads; ``form``: one of the formats, else that of its columns."""
    path = Path(file)
    data = bytes_of(path)
    rows = _rows(path, data)
    columns = [name.strip().lower() for name in next(rows, [])]
    told = formats.format_of(columns, form)
    refused: list[ValidationError] = []

    def refuse(row: int, column: str, value: str) -> None:
        rule = f"unknown value of the format {told.name}"
        refused.append(ValidationError(path.name, row, column, value, rule, "Correct it."))

    histories = Histories(told)
    people = _Parties(told.scheme(columns))
    counted: Counter[str] = Counter()
    for row, cells in enumerate(rows, start=2):
        if row > _MOST_ROWS:
            raise SourceFaulty(f"{path.name} has more than {_MOST_ROWS:,} rows. Split the file.")
        if len(cells) != len(columns):
            refused.append(_short(path.name, row, len(cells), len(columns)))
            continue
        named = dict(zip(columns, map(str.strip, cells), strict=True))
        for one in told.read(row, named, refuse):
            counted[one.what] += 1
            _observe(histories, people, one, path.name, refused)
    refused += people.problems(path.name)
    refused += histories.problems(path.name)
    day = date or histories.last
    if not histories.missions():
        shown = "\n".join(f"  {problem}" for problem in refused[:_SHOWN])
        raise SourceFaulty(f"no mission of {path.name} can be imported:\n{shown}", refused)
    origin = _origin(told, day, data)
    before, was = read_or_new(Path(into))
    origin.agree(path.name, before.sources)
    account = ImportReport(Path(into), refused=refused)
    writer = RowWriter(before, path.name, account)
    writer.source = account.source = origin.id_among(before.sources)
    writer.put("sources", 0, **origin.record(writer.source))
    histories.write(writer, account)
    account.read = account.added + account.known
    account.cells["by name"] = people.found
    account.notes = [_counts(counted)]
    put_dataset(account, before, was, writer.rows, before.shapes, origin)
    return account


def _observe(
    histories: Histories,
    people: _Parties,
    one: Observation,
    file: str,
    refused: list[ValidationError],
) -> None:
    """Add an observation to the history of its pair, unless a party or a date of it is unknown."""
    spelt = _DATE.fullmatch(one.begins), _DATE.fullmatch(one.ends)
    try:
        if spelt[0] is None or spelt[1] is None:
            raise InvalidDate("not a year, nor a day such as 1914-07-28")
        one = one._replace(begins=spelt[0][1], ends=spelt[1][1])
        days = days_of(one.begins).first, days_of(one.ends).last
    except InvalidDate as error:
        told = f"{one.begins} {one.ends}"
        refused.append(ValidationError(file, one.row, "", told, str(error), "Correct it."))
        return
    if days[0] > days[1]:
        rule = f"it ends before it begins, on {one.ends}"
        refused.append(ValidationError(file, one.row, "", one.begins, rule, "Correct it."))
        return
    sending, receiving = people(one.sending, *days), people(one.receiving, *days)
    if sending is not None and receiving is not None:
        located = people.elsewhere(one.located, receiving)
        histories.add(sending, receiving, one, located)


def _rows(path: Path, data: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file or a workbook, headings first."""
    if path.suffix.lower() != ".xlsx":
        yield from csv.reader(io.StringIO(text_of(path.name, data), newline=""))
        return
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl passes on errors of its parsers
        raise SourceFaulty(f"{path.name} is not a workbook that can be read: {error}.") from error
    for cells in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in cells]


def _short(file: str, row: int, found: int, wanted: int) -> ValidationError:
    rule = f"the row has {found} cells, not {wanted}"
    return ValidationError(file, row, "", "", rule, "Correct it in the file.")


def _counts(counted: Mapping[str, int]) -> str:
    """Counts of the observations; no evidence, none and missing are separate."""
    missions = sum(counted[what] for what in formats.KINDS)
    return (
        f"observations: {missions:,} of a mission; {counted[formats.NONE]:,} of no mission, as the "
        f"source says; {counted[formats.NO_EVIDENCE]:,} without evidence, which record no absence; "
        f"{counted[formats.ELSEWHERE]:,} of a representation without a known place; "
        f"{counted[formats.MISSING]:,} missing"
    )


def _origin(told: Format, day: str, data: bytes) -> Origin:
    return Origin(
        f"dyads-{told.name}",
        publisher=told.publisher,
        title=told.title,
        url=told.url,
        date=day,
        licence=None,
        sha256=Origin.fingerprint(data),
    )


class _Parties:
    """The parties that codes or names mean in a year; those without a party are counted."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        self._known: dict[tuple[str, int, int], State | None] = {}
        self._why: dict[str, str] = {}
        self._left: Counter[str] = Counter()
        self.found = 0

    def __call__(self, text: str, first: int, last: int) -> State | None:
        """The party; None where it is none, or had ended."""
        key = text, first, last
        if key not in self._known:
            self._known[key] = self._look(text, first, last)
        party = self._known[key]
        if party is None:
            self._left[text] += 1
        else:
            self.found += 1
        return party

    def _look(self, text: str, first: int, last: int) -> State | None:
        try:
            party = self._party(text)
        except AmbiguousState as error:
            named = [parties.party_by_code(code) for code in error.candidates]
            fitting = [one for one in named if _lasted(one, first, last)]
            if len(fitting) != 1:
                self._why[text] = str(error)
                return None
            party = fitting[0]
        except StateError as error:
            self._why[text] = str(error)
            return None
        if party.former and first > days_of(party.ended).last:
            self._why[text] = f"{party.name} ended on {party.ended}."
            return None
        return party

    def _party(self, text: str) -> State:
        if self._scheme and text != "USA":
            return parties.party_of_code(text, self._scheme)
        return parties.party(text)

    def elsewhere(self, text: str, receiving: State) -> str:
        """The code of another state in which a mission is; blank where it is none."""
        try:
            code = parties.party(text.rpartition(",")[2].strip()).code if text else ""
        except StateError:
            return ""
        return "" if code == receiving.code else code

    def problems(self, file: str) -> list[ValidationError]:
        """Each text that is no party, once, with the number of observations left out."""
        return [
            ValidationError(
                file,
                None,
                "",
                text,
                f"{self._why[text].rstrip('.')}: {count:,} observations are left out",
                "Correct the text if it is wrong.",
            )
            for text, count in self._left.items()
        ]


def _lasted(party: State, first: int, last: int) -> bool:
    """Whether a party that shares its code with another was there on all of some days."""
    if party.former:
        return _began(party) <= first and last <= days_of(party.ended).last
    before = [one for one in parties.parties() if party.code in one.successors and one.former]
    return all(last < _began(one) or first >= days_of(one.ended).last for one in before)


def _began(party: State) -> int:
    return days_of(_BEGUN.get(party.code, str(parties.begun(party.code) or "0001"))).first
