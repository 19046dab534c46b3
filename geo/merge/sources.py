"""Which sources of two datasets are one, and what one record of it says that the other does not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geo.dataset import ids_of

_LENGTHS: Final = (8, 16, 64)
REFERRING: Final = ("known_through", "derived_from")
"""Columns of a source that name others."""

_SHA256: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")
_DATED: Final = ("published", "revised")


class Sameness:
    """Finds a dataset's sources in a target: by id and content, SHA-256, or address and dates."""

    def __init__(self, sources: Sequence[Mapping[str, str]]) -> None:
        self._by_id = {row["id"]: row for row in sources}
        self._by_digest: dict[str, str] = {}
        self._digests: dict[str, set[str]] = defaultdict(set)
        self._by_address: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in sorted(sources, key=lambda row: row["id"]):
            self._know(row["id"], row)
            if address := _address(row):
                self._by_address[address].append(row["id"])

    def among(self, sources: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """The sources of a dataset that the target has."""
        found = {row["id"]: id for row in sources if (id := self._very(row))}
        often, before = Counter(map(_address, sources)), -1
        while before < len(found):
            before = len(found)
            for row in sources:
                if row["id"] not in found and (id := self._same(row, often[_address(row)])):
                    found[row["id"]] = id
                    self._know(id, row)
        return found

    def _know(self, id: str, row: Mapping[str, str]) -> None:
        for digest in _digests(row):
            self._by_digest.setdefault(digest, id)
            self._digests[id].add(digest)

    def _very(self, row: Mapping[str, str]) -> str:
        """The source whose record has the same id and says the same."""
        for id in names(row):
            here = self._by_id.get(id)
            if here is not None and all(
                here[column] == cell
                for column, cell in row.items()
                if column != "id" and column not in REFERRING
            ):
                return id
        return ""

    def _same(self, row: Mapping[str, str], often: int) -> str:
        """The source of which the same bytes were read, or that is at the same address."""
        digests = _digests(row)
        for digest in sorted(digests):
            if digest in self._by_digest:
                return self._by_digest[digest]
        fit = [
            id
            for id in self._by_address.get(_address(row), ())
            if not (digests and self._digests[id])
        ]
        if row["id"] in fit:
            return row["id"]
        return fit[0] if len(fit) == 1 and often == 1 else ""


def completed(here: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    """The record of a source in the target, with what only the dataset's record says."""
    found_by = ("url", *_DATED)
    whole = {
        column: cell if column in found_by else cell or there[column]
        for column, cell in here.items()
    }
    for column in REFERRING:
        parts = dict.fromkeys((*ids_of(here[column]), *ids_of(there[column])))
        whole[column] = "|".join(part for part in parts if part != here["id"])
    if here["note"] and there["note"] and there["note"] not in here["note"]:
        whole["note"] = f"{here['note'].rstrip('.;')}; {there['note']}"
    return whole


def otherwise(here: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    """What the record of a source in a dataset says otherwise than the target's."""
    apart = ("id", "note", *REFERRING)
    return {
        column: cell
        for column, cell in there.items()
        if column not in apart and cell and cell != here[column]
    }


def _digests(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(_SHA256.findall(row["note"]))


def _address(row: Mapping[str, str]) -> tuple[str, ...]:
    """Address and dates of a source; empty where one of the two is blank."""
    dated = tuple(row[column] for column in _DATED)
    return (row["url"], *dated) if row["url"] and any(dated) else ()


def names(row: Mapping[str, str]) -> Iterator[str]:
    """The ids that a record may have: its own, and where that is taken, one of its content."""
    yield row["id"]
    digest = hashlib.sha256("\0".join(f"{k}\0{v}" for k, v in sorted(row.items())).encode())
    for length in _LENGTHS:
        yield f"{row['id']}-{digest.hexdigest()[:length]}"
