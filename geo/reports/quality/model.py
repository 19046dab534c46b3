"""A finding: one row that is worth a second look, and what is suggested for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from geo import dates
from geo.dataset import Dataset, Event, lines_of
from geo.i18n import ENGLISH, Translator
from geo.vocabulary import words_of

Row = Mapping[str, str]
KINDS: Final = words_of("warnings")
"""Kinds of findings: a point outside its receiving state, a point shared with another mission, a
1 January that may be a year, a date too early, a closing before the opening, two missions that may
be one, a place that is missing, evidence that is old, an absence that a mission contradicts,
a text that names a party easily taken for the one
that it is about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is worth a second look: a warning; of the kind ``outside`` an error too."""

    file: str
    row: int  # Line of the record, the header being 1
    id: str
    mission: str
    kind: str
    value: str
    case: str  # Key of the catalogue below ``quality``
    # Texts, numbers, metres under ``away``, codes of parties under ``party``, ``receiving`` and
    # ``own``, a status on a ``day``, and ids of missions under ``others``
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def suggestion(self) -> str:
        """What is suggested, in English."""
        return self.said(ENGLISH)

    def said(self, tr: Translator) -> str:
        """What is suggested."""

        def others(ids: Sequence[str]) -> str:
            more = len(ids) - 1
            return tr("quality.shared.others", first=ids[0], number=more) if more else ids[0]

        say: dict[str, Callable[[Any], str]] = {
            **dict.fromkeys(("party", "receiving", "own"), tr.of_party),
            **dict.fromkeys(("day", "opened"), tr.date),
            **{"away": tr.distance, "status": tr.status, "others": others},
        }
        values = self.values.items()
        told = {name: say[name](one) if name in say else one for name, one in values}
        return tr(f"quality.{self.case}", **told)

    def as_dict(self) -> dict[str, object]:
        """The finding as a plain mapping, for JSON."""
        told = ("file", "row", "id", "mission", "kind", "case", "value", "suggestion")
        return {name: getattr(self, name) for name in told}

    def __str__(self) -> str:
        value = f": {self.value}" if self.value else ""
        return f"{self.file}, row {self.row}, {self.id}{value}: {self.suggestion}"


def finding(table: str, line: int, row: Row, value: str, case: str, **values: Any) -> Finding:
    """A finding on a row; ``of``: its mission. Its kind is the first part of its case."""
    mission = values.pop("of", row["id"] if table == "missions" else row.get("mission", ""))
    kind = values.pop("kind", case.partition(".")[0])
    return Finding(f"{table}.csv", line, row["id"], mission, kind, value, case, values)


def each(dataset: Dataset, table: str) -> Iterator[tuple[int, Any]]:
    """The rows of a table, each with the line on which it begins."""
    rows = dataset.table(table)
    return zip(lines_of(table, rows), rows, strict=True)


def told(dataset: Dataset, mission: str) -> list[Event]:
    """The events of a mission, without those that were only planned."""
    return [row for row in dataset.events.of_mission(mission) if not row.is_planned]


def closed(dataset: Dataset, mission: str) -> bool:
    """Whether the last event of a mission that sets a status has closed it."""
    last, status = dates.FIRST, ""
    for event in told(dataset, mission):
        day = event.days.first if event.days.last == dates.LAST else event.days.last
        if event.status is not None and dates.FIRST != day >= last:
            last, status = day, event.status
    return status == "closed"
