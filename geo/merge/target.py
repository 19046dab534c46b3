"""The rows of two datasets as those of one: rows in both once, all others side by side."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo import parties
from geo.dataset import ALL_MODELS, MODELS, Dataset, ids_of
from geo.dataset.indexes import FURTHER_ID
from geo.vocabulary import UNRECORDED

Row = dict[str, str]
_LENGTHS: Final = (8, 16, 64)
_REFERRING: Final = ("known_through", "derived_from")  # Columns of a source with ids of others
_SHA256: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")
_DATED: Final = ("published", "revised")
_TOLD: Final = ("heads", "events", "positions", "relations", "coverage", "claims")  # Claims last
_ABOUT: Final = {  # Table -> column that names the mission of a row
    **dict.fromkeys(("events", "positions", "heads", "coverage"), "mission"),
    "claims": "subject",
}

_LOOSE: Final = ("anchors", "place", "reason")  # Columns that a merge may change
_ELSEWHERE: Final = "Given for a mission whose receiving state is told as {party}."
_FORMER: Final = "former-id"
_OTHERWISE: Final = "From the row of a dataset that was merged into this one."
_UNRECORDED_ROW: Final[Row] = dict.fromkeys(MODELS["sources"].columns, "") | {
    "id": UNRECORDED,
    "publisher": "Not recorded",
    "title": "Source of this value not recorded",
    "kind": "unrecorded",
    "note": "Stands wherever a value is given without saying which source gives it; undated",
}


def names(row: Mapping[str, str]) -> Iterator[str]:
    """The ids that a record may have: its own, and where that is taken, one of its content."""
    yield row["id"]
    digest = hashlib.sha256("\0".join(f"{k}\0{v}" for k, v in sorted(row.items())).encode())
    for length in _LENGTHS:
        yield f"{row['id']}-{digest.hexdigest()[:length]}"


def _says(here: Mapping[str, str], row: Mapping[str, str], loose: Sequence[str]) -> bool:
    """Whether two rows are equal, apart from id and loose columns."""
    return all(here[c] == cell for c, cell in row.items() if c != "id" and c not in loose)


def same_sources(
    target: Sequence[Mapping[str, str]], sources: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """Id of a source -> that in the target: by id and content, SHA-256, or address and dates."""
    by_id = {row["id"]: row for row in target}
    by_digest: dict[str, str] = {}
    digests_of: dict[str, set[str]] = defaultdict(set)
    by_address: dict[tuple[str, ...], list[str]] = defaultdict(list)

    def index(id: str, row: Mapping[str, str]) -> None:
        for digest in _SHA256.findall(row["note"]):
            by_digest.setdefault(digest, id)
            digests_of[id].add(digest)

    def same(row: Mapping[str, str], often: int) -> str:
        """The source of which the same bytes were read, or that is at the same address."""
        digests = sorted(set(_SHA256.findall(row["note"])))
        if read := [by_digest[digest] for digest in digests if digest in by_digest]:
            return read[0]
        there = by_address.get(_address(row), ())
        fit = [id for id in there if not (digests and digests_of[id])]
        if row["id"] in fit:
            return row["id"]
        return fit[0] if len(fit) == 1 and often == 1 else ""

    for row in sorted(target, key=lambda row: row["id"]):
        index(row["id"], row)
        if address := _address(row):
            by_address[address].append(row["id"])
    found: dict[str, str] = {}
    for row in sources:
        for id in names(row):
            if id in by_id and _says(by_id[id], row, _REFERRING):
                found[row["id"]] = id
                break
    often, before = Counter(map(_address, sources)), -1
    while before < len(found):
        before = len(found)
        for row in sources:
            if row["id"] not in found and (id := same(row, often[_address(row)])):
                found[row["id"]] = id
                index(id, row)
    return found


def _address(row: Mapping[str, str]) -> tuple[str, ...]:
    """Address and dates of a source; empty where one of the two is blank."""
    dated = tuple(row[column] for column in _DATED)
    return (row["url"], *dated) if row["url"] and any(dated) else ()


def _completed(here: Mapping[str, str], there: Mapping[str, str]) -> Row:
    """The record of a source in the target, with what only the dataset's record says."""
    found_by = ("url", *_DATED)
    whole = {c: cell if c in found_by else cell or there[c] for c, cell in here.items()}
    for column in _REFERRING:
        parts = (*ids_of(here[column]), *ids_of(there[column]))
        whole[column] = _listed(part for part in parts if part != here["id"])
    if here["note"] and there["note"] and there["note"] not in here["note"]:
        whole["note"] = f"{here['note'].rstrip('.;')}; {there['note']}"
    return whole


class MergeTarget:
    """The rows of a target, into which those of datasets are put."""

    def __init__(self, target: Dataset) -> None:
        self.rows: dict[str, list[Row]] = {
            table: [dict(row) for row in rows] for table, rows in target.rows.items()
        }
        self.shapes: dict[str, dict[str, Any] | None] = dict(target.shapes)
        self.added: Counter[str] = Counter()
        self.renamed: dict[str, str] = {}
        self._at = {row["id"]: (table, row) for table, rows in self.rows.items() for row in rows}
        self._claimed = {_said(row) for row in self.rows["claims"]}

    def snapshot(self) -> Dataset:
        """The target as it is now, to be looked at until it changes."""
        return Dataset(Path(), self.rows, self.shapes, {}, "")

    def row(self, mission: str) -> Row | None:
        """The row of a mission; None where there is none."""
        table, row = self._at.get(mission, ("", {}))
        return row if table == "missions" else None

    def sources(self, dataset: Dataset) -> dict[str, str]:
        """The id that each source of a dataset has in the target, or will have where it is new."""
        rows = dataset.rows["sources"]
        known = same_sources(self.rows["sources"], rows)
        return {row["id"]: known.get(row["id"]) or self._free(row) for row in rows}

    def records(
        self, dataset: Dataset, sources: Mapping[str, str]
    ) -> tuple[dict[str, str], frozenset[str]]:
        """The missions of a dataset of which the target has the very rows."""
        found: dict[str, str] = {}
        brought: set[str] = set()
        silent = dict(dataset.by_id["missions"])
        known = set(silent)
        for table, column, row in _about(dataset.rows):
            if row[column] not in known:
                continue
            silent.pop(row[column], None)
            there = _translated(table, row, sources)
            stands = self._standing(table, row, there, (column, *_LOOSE))
            if stands is not None and self.row(stands[column]) is not None:
                found.setdefault(row[column], stands[column])
                brought.add(stands["id"])
        for id, row in silent.items():
            stands = self._standing("missions", row, row, ())
            if stands is not None:
                found[id] = stands["id"]
        own = {row[column] for _, column, row in _about(self.rows) if row["id"] not in brought}
        return found, frozenset(found.values()) - own

    def _standing(
        self, table: str, original: Row, row: Mapping[str, str], loose: Sequence[str]
    ) -> Row | None:
        """The row of the target that says the same; in ``loose`` columns it may differ."""
        for id in names(original):
            if id not in self._at:
                return None
            at, stands = self._at[id]
            if at == table and _says(stands, row, loose):
                return stands
        return None

    def was(self, former: str, mission: str) -> bool:
        """Whether a mission that has gone was made one with another."""
        return any(
            row["subject"] == mission and row["property"] == _FORMER and row["value"] == former
            for row in self.rows["claims"]
        )

    def fold(self, twin: str, into: str, *, trace: bool) -> None:
        """Make two missions of the target one."""
        _, row = self._at.pop(twin)
        source = _one_source(self.rows)(twin)
        self.rows["missions"].remove(row)
        for table, column, one in _about(self.rows):
            if one[column] == twin:
                one[column] = into
                if table == "positions":
                    self._explain(one, row, into)
        for one in self.rows["positions"]:
            anchors = ids_of(one["anchors"])
            if twin in anchors:
                one["anchors"] = _listed(into if a == twin else a for a in anchors)
        self._claimed = {_said(one) for one in self.rows["claims"]}
        self._tell_otherwise(row, into, source)
        if trace:
            self._claim(into, _FORMER, twin, UNRECORDED)

    def put(self, dataset: Dataset, missions: dict[str, str], sources: Mapping[str, str]) -> None:
        """Put the rows of a dataset."""
        ids = {**missions, **sources}
        for row in dataset.rows["sources"]:
            self._put_source(row, _translated("sources", row, ids), ids[row["id"]])
        for row in dataset.rows["places"]:
            ids[row["id"]] = self._put("places", row, row, ids, dataset.shapes.get(row["id"]))
        for row in dataset.rows["missions"]:
            if row["id"] not in missions:
                ids[row["id"]] = self._free(row)
                self._add("missions", row | {"id": ids[row["id"]]}, row["id"])
        given = dataset.by_id["missions"]
        for table in _TOLD:
            for row in dataset.rows[table]:
                told = row
                if table == "positions" and row["mission"] in missions:
                    told = dict(row)
                    self._explain(told, given[row["mission"]], missions[row["mission"]])
                ids[row["id"]] = self._put(table, row, told, ids)
        source_of = _one_source(dataset.rows)
        for there, here in missions.items():
            source = source_of(there)
            self._tell_otherwise(given[there], here, ids.get(source, source))

    def _put(
        self,
        table: str,
        original: Row,
        told: Row,
        ids: Mapping[str, str],
        shape: dict[str, Any] | None = None,
    ) -> str:
        row = _translated(table, told, ids)
        for id in names(original):
            row["id"] = id
            if id not in self._at:
                break
            if self._at[id] == (table, row) and (table != "places" or self.shapes[id] == shape):
                return id
        if table == "places":
            self.shapes[row["id"]] = shape
        self._add(table, row, original["id"])
        return row["id"]

    def _add(self, table: str, row: Row, told: str = "") -> None:
        """Add a row; ``told`` is its id in the dataset that is merged."""
        if told and row["id"] != told:
            self.renamed[told] = row["id"]
        self.rows[table].append(row)
        self._at[row["id"]] = (table, row)
        self.added[table] += 1
        if table == "claims":
            self._claimed.add(_said(row))

    def _free(self, row: Row) -> str:
        return next(id for id in names(row) if id not in self._at)

    def _put_source(self, original: Row, row: Row, id: str) -> None:
        """Put a source; one that is already there is completed by what only this row says."""
        if id not in self._at:
            self._add("sources", row | {"id": id}, original["id"])
            return
        stands = self._at[id][1]
        stands.update(_completed(stands, row))
        for column, value in row.items():
            if column not in ("id", "note", *_REFERRING) and value and value != stands[column]:
                self._claim(id, column.replace("_", "-"), value, UNRECORDED)

    def _tell_otherwise(self, row: Row, here: str, source: str) -> None:
        """Keep what a mission's row says: in the blanks of the target's, else as claims."""
        stands = self._at[here][1]
        for column, slug, said in (
            ("sending", "sending-state", _party),
            ("receiving", "receiving-state", _party),
            ("kind", "kind", lambda kind: kind.replace("_", " ")),
            ("city", "city", str),
            ("name", "name", str),
            ("wikidata", FURTHER_ID, str),
        ):
            if not stands[column]:
                stands[column] = row[column]
            elif row[column] and row[column] != stands[column]:
                self._claim(here, slug, said(row[column]), source)

    def _claim(self, subject: str, slug: str, value: str, source: str) -> None:
        claim = dict.fromkeys(MODELS["claims"].columns, "") | {
            **{"subject": subject, "property": slug, "value": value, "source": source},
            **{"id": f"claim-{subject}-{slug}-{source}", "rank": "normal", "reason": _OTHERWISE},
        }
        if _said(claim) in self._claimed:
            return
        if source not in self._at:
            self._add("sources", dict(_UNRECORDED_ROW))
        claim["id"] = self._free(claim)
        self._add("claims", claim)

    def _explain(self, position: Row, given: Row, here: str) -> None:
        """Say why a position may lie outside the receiving state of the mission it came to."""
        if given["receiving"] != self._at[here][1]["receiving"] and not position["reason"]:
            position["reason"] = _ELSEWHERE.format(party=_party(given["receiving"]))


def _said(claim: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(claim[column] for column in ("subject", "property", "value", "source"))


def _party(code: str) -> str:
    return parties.party_by_code(code).name


def _listed(ids: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(ids))


def _translated(table: str, row: Mapping[str, str], ids: Mapping[str, str]) -> Row:
    there = dict(row)
    for column in ALL_MODELS[table].links:
        cell = row[column.name]
        parts = ids_of(cell) if column.many else (cell,)
        there[column.name] = _listed(ids.get(one, one) for one in parts)
    if table == "claims":
        there["subject"] = ids.get(row["subject"], row["subject"])
    return there


def _about(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str, Row]]:
    """The rows about missions, with their table and the column that names the mission."""
    return ((table, column, row) for table, column in _ABOUT.items() for row in rows[table])


def _one_source(rows: Mapping[str, Sequence[Row]]) -> Callable[[str], str]:
    """Mission -> the one source of all that is told of it; else that of what is not recorded."""
    found: dict[str, set[str]] = defaultdict(set)
    for table, column, row in _about(rows):
        found[row[column]].update((row["source"],) if table == "claims" else ids_of(row["sources"]))

    def one(mission: str) -> str:
        sources = found[mission]
        return next(iter(sources)) if len(sources) == 1 else UNRECORDED

    return one
