"""Shared code of all official lists: the queries, the file of the answers, the import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from geo.errors import InvalidSelection, ServiceFailed, SourceFaulty, ValidationError, quoted
from geo.importers import table
from geo.importers.code_columns import check_codes
from geo.importers.grids import Grid
from geo.importers.grids.grid import AGAIN
from geo.importers.import_run import day_of_data, take
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.kinds import kind_of
from geo.importers.live import service
from geo.importers.live.service import FetchReport, Progress, Question, RequestPolicy
from geo.importers.mapping import TABLE_FIELDS, mapped
from geo.importers.origin import LICENCES, Origin
from geo.importers.report import ImportReport
from geo.importers.table_options import TableOptions

Answers = Mapping[str, Any]
"""Key of a question -> its answer, read from JSON."""

Record = dict[str, object]
"""Field of a table of missions -> value; ``refused``: why it is none. Blank: part of another."""

_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)


@dataclass(slots=True)
class Asker:
    """Sends the questions of one list, as many times as its answers lead on to others."""

    service: str
    policy: RequestPolicy
    holds: Callable[[Any], bool]
    progress: Progress | None = None
    secret: Mapping[str, str] | None = None
    report: FetchReport = field(default_factory=FetchReport)
    days: set[str] = field(default_factory=set)

    def __call__(self, questions: Sequence[Question]) -> dict[str, Any]:
        """Key of a question -> its answer."""
        answers, _ = service.ask(
            self.service,
            questions,
            self.policy,
            lambda _, data: self.holds(service.json_answer(data)),
            progress=self.progress,
            secret=self.secret,
            differ=False,
            account=self.report,
        )
        self.days |= {answer.day for answer in answers.values()}
        return {key: json.loads(answer.data) for key, answer in answers.items()}

    def pages(
        self, question: Callable[[list[Any]], Question], more: Callable[[list[Any]], object]
    ) -> dict[str, Any]:
        """The answers to questions that each follow from the pages before, to the last page."""
        answers: dict[str, Any] = {}
        while not answers or more([*answers.values()]):
            answers |= self([question([*answers.values()])])
        return answers


class Shape(NamedTuple):
    """The form of one list."""

    fetch: Callable[[Asker], Answers]
    holds: Callable[[Any], bool]  # Whether an answer holds anything; raises where it is none
    read: Callable[[str, Answers], Iterable[Record] | Grid]
    # The answers in a file that was saved in another way, by its name
    raw: Callable[[str, Any], Answers] = lambda file, found: {file: found}


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One list: its form, and what is recorded of it."""

    name: str
    shape: Shape
    publisher: str
    title: str
    url: str  # Web page about the list
    basis: str  # Where its format was taken from
    help: str  # Of its command
    service: str = ""  # Address of the service; blank: none is documented
    licence: str = ""
    key: str = ""  # Name of the service key; blank: none is needed
    files: Sequence[str] = ()  # Names of its answers, where each is a file of its own
    kinds: Mapping[str, str] = field(default_factory=dict)  # Its own words for types
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def notice(self) -> str:
        """The note that the importer was not tried on the live service."""
        return (
            f"The importer {self.name} was written from {self.basis}, and not tried on the live "
            "service."
        )

    def lacks(self, address: str, key: str) -> str:
        """What has to be given before the list can be fetched; blank if nothing."""
        if not (address or self.service):
            return "its address is not documented; give that of its layer with --service"
        if self.key and not key:
            return f"it needs a service key of {self.url}; give it with --key"
        return ""

    def fetched(
        self,
        policy: RequestPolicy,
        *,
        address: str = "",
        key: str = "",
        progress: Progress | None = None,
    ) -> tuple[bytes, FetchReport]:
        """Fetch the list, and put its answers into one file."""
        if lacks := self.lacks(address, key):
            raise InvalidSelection(f"{self.name} cannot be fetched: {lacks}.")
        secret = {self.key: unquote(key)} if self.key else None
        ask = Asker(address or self.service, policy, self.shape.holds, progress, secret)
        try:
            answers = self.shape.fetch(ask)
        except _BROKEN as error:
            raise ServiceFailed(
                f"{quoted(ask.service)} gave JSON that is not an answer of {self.name}: {error!r}. "
                "No dataset was changed."
            ) from error
        about = {"service": ask.service, "day": max(ask.days)}
        file = {"list": self.name, "fetched": about, "answers": answers}
        return service.one_file(file), ask.report

    def import_file(
        self, file: str | Path, into: str | Path, *, date: str = "", data: bytes | None = None
    ) -> ImportReport:
        """Import the list from a file: saved answers, or one answer as it was downloaded."""
        path = Path(file)
        held = bytes_of(path) if data is None else data
        given = json_of(path.name, text_of(path.name, held), AGAIN)
        ours = isinstance(given, dict) and "answers" in given and "list" in given
        if ours and given["list"] != self.name:
            raise SourceFaulty(
                f"{path.name} holds the list {quoted(str(given['list']))}. Import it with "
                f"embassy-atlas import {given['list']}."
            )
        try:
            answers = dict(given["answers"]) if ours else self.shape.raw(path.name, given)
            told = given["fetched"]["day"] if ours else ""
            read = self.shape.read(path.name, answers)
            grid = read if isinstance(read, Grid) else self._grid(path.name, read)
        except _BROKEN as error:
            raise SourceFaulty(
                f"{path.name} is JSON, but not an answer of {self.name}: {error}. {AGAIN}"
            ) from error
        day = day_of_data(path.name, date, told)
        mapping = mapped(
            grid.columns,
            TableOptions(constants=self.constants, values={"kind": self.kinds}),
            grid.rows,
            has_points=bool(grid.points),
        ).sound()
        entries, refused, records = table.entries(path.name, grid, mapping)
        origin = Origin(
            self.name,
            publisher=self.publisher,
            title=f"{self.title}, data of {day}",
            url=self.url,
            date=day,
            licence=LICENCES.get(self.licence.lower()),
            sha256=Origin.fingerprint(held),
        )
        report = take(path.name, entries, origin, Path(into), refused=refused, records=records)
        named = mapping.sentences() if read is grid else []
        report.notes = [
            self.notice,
            *report.notes,
            *grid.notes,
            *named,
            *check_codes(entries, mapping, ""),
        ]
        return report

    def _grid(self, file: str, records: Iterable[Record]) -> Grid:
        """Records as a table; one of no known type is called by its name."""
        grid = Grid([*TABLE_FIELDS], [])
        for row, record in enumerate(records, start=1):
            if not record:
                continue
            one = {name: text(value) for name, value in record.items()}
            if rule := one.get("refused"):
                remedy = "Add it by hand if it is a mission."
                grid.problems.append(ValidationError(file, row, "", one["name"], rule, remedy))
                continue
            if not kind_of("", self.kinds.get(one["kind"], one["kind"])):
                one["kind"] = one["name"] or one["kind"]
            grid.rows.append((row, [one.get(field, "") for field in TABLE_FIELDS]))
        return grid


def text(value: object) -> str:
    """A cell as text; the first of several."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return "" if value is None or isinstance(value, dict | bool) else " ".join(str(value).split())
