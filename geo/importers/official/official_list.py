"""Shared code of all official lists: the queries, the file of the answers, the import."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import InvalidSelection, SourceFaulty, ValidationError, quoted
from geo.importers.import_run import day_of_data, take
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.inputs import Entry, Said
from geo.importers.live import service
from geo.importers.live.service import FetchReport, Question, RequestPolicy, Unsound
from geo.importers.origin import Licence, Origin
from geo.importers.report import ImportReport

Answers = Mapping[str, Any]
"""Key of a question -> its answer, read from JSON."""

_AGAIN: Final = "Save it again, or fetch it again."


@dataclass(slots=True)
class Asker:
    """Sends the questions of one list, as many times as its answers lead on to others."""

    service: str
    policy: RequestPolicy
    folder: Path | None = None
    progress: Callable[[int, int, str], None] | None = None
    key: str = ""  # A service key; never stored
    report: FetchReport = field(default_factory=FetchReport)
    days: set[str] = field(default_factory=set)

    def __call__(
        self,
        questions: Sequence[Question],
        holds: Callable[[Any], bool],
        secret: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The answers; ``holds`` says whether one holds anything, or raises."""
        if self.report.got:
            time.sleep(self.policy.pause_s)
        answers, report = service.ask(
            self.service,
            questions,
            self.policy,
            lambda _, data: holds(document(data)),
            folder=self.folder,
            progress=self.progress,
            secret=secret,
            differ=False,
        )
        for name in ("asked", "got", "kept", "nothing"):
            setattr(self.report, name, getattr(self.report, name) + getattr(report, name))
        self.days |= {answer.day for answer in answers.values()}
        return {key: json.loads(answer.data) for key, answer in answers.items()}


def document(data: bytes) -> Any:
    """An answer read from JSON, an object; anything else is unsound."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = "a web page or XML" if data.lstrip()[:1] == b"<" else "an incomplete or empty answer"
        raise Unsound(f"it gave {what} instead of JSON") from error
    if not isinstance(found, dict):
        raise Unsound("it gave JSON of another kind")
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """The missions of a list, and what was refused."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    refused: list[ValidationError] = field(default_factory=list)

    def refuse(self, row: int, column: str, value: object, rule: str, remedy: str) -> None:
        """Refuse a record of the list, with a reason."""
        self.refused.append(ValidationError(self.file, row, column, text(value), rule, remedy))


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One list: how it is fetched, how its answers are read, and what is recorded of it."""

    name: str
    publisher: str
    title: str
    url: str  # Web page about the list
    basis: str  # Where its format was taken from
    fetch: Callable[[Asker], Answers]
    raw: Callable[[str, Any], Answers]  # What a file saved in another way holds, by its name
    # Fills the reading, returns the number of records; or takes the answers as a table
    read: Callable[[Reading, Answers], int] | None = None
    take: Callable[[Path, Answers, str, Path], ImportReport] | None = None
    service: str = ""  # Address of the service; blank: none is documented
    licence: Licence | None = None
    needs_key: bool = False

    @property
    def notice(self) -> str:
        """The note that the importer was not tried on the live service."""
        return (
            f"The importer {self.name} was written from {self.basis}, and not tried on the live "
            "service."
        )

    def fetched(
        self,
        policy: RequestPolicy,
        *,
        address: str = "",
        key: str = "",
        folder: Path | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> tuple[bytes, FetchReport]:
        """Fetch the list, and put its answers into one file."""
        if not (address or self.service):
            raise InvalidSelection(
                f"No address of {self.name} is documented. Give that of its layer with --service."
            )
        if self.needs_key and not key:
            raise InvalidSelection(
                f"{self.name} needs a service key of {self.url}. Give it with --key."
            )
        ask = Asker(address or self.service, policy, folder, progress, key)
        answers = self.fetch(ask)
        about = {"service": ask.service, "day": max(ask.days)}
        whole = {"list": self.name, "fetched": about, "answers": answers}
        told = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        return f"{told}\n".encode(), ask.report

    def import_file(
        self, file: str | Path, into: str | Path, *, date: str = "", data: bytes | None = None
    ) -> ImportReport:
        """Import the list from a file: saved answers, or one answer as it was downloaded."""
        path = Path(file)
        held = bytes_of(path) if data is None else data
        given = json_of(path.name, text_of(path.name, held), _AGAIN)
        ours = isinstance(given, dict) and "answers" in given and "list" in given
        if ours and given["list"] != self.name:
            raise SourceFaulty(
                f"{path.name} holds the list {quoted(str(given['list']))}. Import it with "
                f"embassy-atlas import {given['list']}."
            )
        try:
            answers = dict(given["answers"]) if ours else self.raw(path.name, given)
            told = given["fetched"]["day"] if ours else ""
            day = day_of_data(path.name, date, told)
            reading = Reading(path.name)
            records = self.read(reading, answers) if self.read is not None else 0
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SourceFaulty(
                f"{path.name} is JSON, but not an answer of {self.name}: {error}. {_AGAIN}"
            ) from error
        if self.take is not None:
            report = self.take(path, answers, day, Path(into))
        else:
            report = take(
                path.name,
                reading.entries,
                self._origin(day, held),
                Path(into),
                refused=reading.refused,
                records=records,
            )
        report.notes = [self.notice, *report.notes]
        return report

    def _origin(self, day: str, data: bytes) -> Origin:
        return Origin(
            self.name,
            publisher=self.publisher,
            title=f"{self.title}, data of {day}",
            url=self.url,
            date=day,
            licence=self.licence,
            sha256=Origin.fingerprint(data),
        )


def text(value: object) -> str:
    """A cell as text; the first of several."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return "" if value is None or isinstance(value, dict | bool) else " ".join(str(value).split())


def said(**values: object) -> list[Said]:
    """Claims of the properties that have a value."""
    return [Said(name, told) for name, value in values.items() if (told := text(value))]
