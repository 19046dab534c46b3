"""Shared code of all official lists: the queries, the file of the answers, the import."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from geo.errors import InvalidSelection, ServiceFailed, SourceFaulty, quoted
from geo.importers import table
from geo.importers.code_columns import check_codes
from geo.importers.grids import Grid
from geo.importers.grids.grid import AGAIN
from geo.importers.import_run import day_of_data, take
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.live import service
from geo.importers.live.service import Asker, FetchReport, Progress, Question, RequestPolicy
from geo.importers.mapping import TABLE_FIELDS
from geo.importers.origin import LICENCES, Origin
from geo.importers.preview import mapping_of_grid
from geo.importers.report import ImportReport
from geo.importers.table_options import TableOptions
from geo.importers.words import kind_of

Answers = Mapping[str, Any]  # Key of a question -> its answer, read from JSON
# Field of a mission -> value; ``refused``: why it is not one. Blank: part of another.
Record = dict[str, object]
_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)


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
        made = f"The importer {self.name} was written from {self.basis}"
        return f"{made}, and not tried on the live service."

    def lacks(self, address: str, key: str) -> str:
        """What has to be given before the list can be fetched; blank if nothing."""
        if not (address or self.service):
            return "its address is not documented; give that of its layer with --service"
        if self.key and not key:
            return f"it needs a service key of {self.url}; give it with --key"
        return ""

    def fetched(
        self, policy: RequestPolicy, *, address: str = "", key: str = "", progress: Progress = None
    ) -> tuple[bytes, FetchReport]:
        """Fetch the list, and put its answers into one file."""
        if lacks := self.lacks(address, key):
            raise InvalidSelection(f"{self.name} cannot be fetched: {lacks}.")
        secret = {self.key: unquote(key)} if self.key else {}

        def sound(_: Question, data: bytes) -> bool:
            return self.shape.holds(service.json_answer(data))

        ask = Asker(address or self.service, policy, sound, progress, secret, differ=False)
        try:
            answers = self.shape.fetch(ask)
        except _BROKEN as error:
            told = f"gave JSON that is not an answer of {self.name}: {error!r}"
            told = f"{quoted(ask.service)} {told}. No dataset was changed."
            raise ServiceFailed(told) from error
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
            remedy = f"Import it with embassy-atlas import {given['list']}."
            raise SourceFaulty(f"{path.name} holds the list {quoted(given['list'])}. {remedy}")
        try:
            answers = dict(given["answers"]) if ours else self.shape.raw(path.name, given)
            told = given["fetched"]["day"] if ours else ""
            read = self.shape.read(path.name, answers)
            grid = read if isinstance(read, Grid) else self._grid(path.name, read)
        except _BROKEN as error:
            what = f"{path.name} is JSON, but not an answer of {self.name}: {error}"
            raise SourceFaulty(f"{what}. {AGAIN}") from error
        day = day_of_data(path.name, date, told)
        options = TableOptions(constants=self.constants, values={"kind": self.kinds})
        mapping = mapping_of_grid(grid, options).sound()
        listing = table.entries(grid, mapping)
        title, licence = f"{self.title}, data of {day}", LICENCES.get(self.licence.lower())
        digest = Origin.fingerprint(held)
        origin = Origin(self.name, self.publisher, title, self.url, day, licence, digest)
        report = take(listing, origin, Path(into))
        named = mapping.sentences() if read is grid else []
        coded = check_codes(listing.entries, mapping)
        report.notes = [self.notice, *report.notes, *grid.notes, *named, *coded]
        return report

    def _grid(self, file: str, records: Iterable[Record]) -> Grid:
        """Records as a table; one of no known type is called by its name."""
        grid = Grid(file, [*TABLE_FIELDS])
        for row, record in enumerate(records, start=1):
            one = {name: text(value) for name, value in record.items()}
            if rule := one.get("refused"):
                grid.refuse(row, "", one["name"], rule, "Add it by hand if it is a mission.")
            elif one:
                if not kind_of("", self.kinds.get(one["kind"], one["kind"])):
                    one["kind"] = one["name"] or one["kind"]
                grid.rows.append((row, [one.get(field, "") for field in TABLE_FIELDS]))
        return grid


def text(value: object) -> str:
    """A cell as text; the first of several."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return "" if value is None or isinstance(value, dict | bool) else " ".join(str(value).split())
