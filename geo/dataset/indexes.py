"""A table as a sequence of typed records, with what finds them."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, TypeVar, overload

from geo.dataset.models import Record

if TYPE_CHECKING:
    from geo.dataset import Dataset

_MOST: Final = 3
_COMMON: Final = 500  # Ids that share a part up to which the part tells anything
_MOST_NEAR: Final = 50  # Unknown ids for which near matches are looked for, at most
_LONGEST: Final = 200
FURTHER_ID: Final = "wikidata-item"  # Property of claims with further ids of a mission
_QID: Final = re.compile(r"\bQ[1-9][0-9]*\b")
R = TypeVar("R", bound=Record)


class Table(Sequence[R], Generic[R]):
    """The records of a table, in the order of the file; indexes are made at their first use."""

    def __init__(self, record: type[R], rows: Iterable[Mapping[str, str]]) -> None:
        self._records = tuple(map(record.of, rows))
        self._groups: dict[str, dict[str, list[R]]] = {}

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...
    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        return self._records[at]

    def __iter__(self) -> Iterator[R]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    @cached_property
    def by_id(self) -> Mapping[str, R]:
        """Id -> record."""
        return {one["id"]: one for one in self._records}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Id -> place in the table."""
        return {one["id"]: number for number, one in enumerate(self._records)}

    def of_mission(self, mission: str) -> Sequence[R]:
        """The records of a mission, in the order of the table."""
        return self.by("mission", mission)

    def about(self, subject: str) -> Sequence[R]:
        """The claims about a subject, in the order of the table."""
        return self.by("subject", subject)

    def by(self, name: str, value: str) -> Sequence[R]:
        """The records with a value, or with it among several, in the order of the table."""
        if name not in self._groups:
            found: dict[str, list[R]] = {}
            for one in self._records:
                held = getattr(one, name)
                for key in (held,) if isinstance(held, str) else held:
                    found.setdefault(key, []).append(one)
            self._groups[name] = found  # whole, for another thread may look meanwhile
        return self._groups[name].get(value, ())

    def between(self, a: str, b: str) -> Sequence[R]:
        """The records from one party to another, in the order of the table."""
        return self._between.get((a, b), ())

    @cached_property
    def _between(self) -> Mapping[tuple[str, str], Sequence[R]]:
        ends = ("sending", "receiving") if self and "sending" in self[0] else ("a", "b")
        found: dict[tuple[str, str], list[R]] = {}
        for one in self._records:
            found.setdefault((one[ends[0]], one[ends[1]]), []).append(one)
        return found


def wikidata_ids(dataset: "Dataset") -> dict[str, frozenset[str]]:
    """The Wikidata ids of missions."""
    found = {one.id: {one.wikidata} - {""} for one in dataset.missions}
    for claim in dataset.claims:
        if claim.property == FURTHER_ID and claim.subject in found:
            found[claim.subject].update(_QID.findall(claim.value))
    return {mission: frozenset(ids) for mission, ids in found.items()}


class Nearest:
    """The ids of a dataset, looked through for those that are like a text."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = ids
        self._by_part: dict[str, list[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}

    def to(self, text: str) -> tuple[str, ...]:
        """The ids nearest to a text, at most three."""
        if text not in self._found:
            if len(self._found) >= _MOST_NEAR or len(text) > _LONGEST:
                return ()
            near = difflib.get_close_matches(text, self._candidates(text), n=_MOST)
            self._found[text] = tuple(near)
        return self._found[text]

    def _candidates(self, text: str) -> list[str]:
        if not self._by_part:
            for id in sorted(self._ids):
                for part in dict.fromkeys(id.split("-")):
                    self._by_part.setdefault(part, []).append(id)
        shared = sorted((self._by_part.get(part, []) for part in text.split("-")), key=len)
        few = [ids for ids in shared if 0 < len(ids) <= _COMMON]
        return list(dict.fromkeys(id for ids in few[:_MOST] for id in ids))
