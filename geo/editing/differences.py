"""What differs between two datasets: row by row, cell by cell, in words."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from geo.dataset import ALL_MODELS, DESCRIPTION, Change, Dataset, Row, file_of
from geo.dataset.description import OWN
from geo.i18n import ENGLISH, Translator

_DESCRIPTION: Final = "datapackage"
_ORDER: Final = {table: n for n, table in enumerate((*ALL_MODELS, _DESCRIPTION))}
Label = Callable[[str], str]  # Column -> its label
_TO: Final = " → "
_DEPRECATED: Final = "deprecated"
_RANKED: Final = ("claims", "positions")
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True)
class Changes:
    """The rows that differ, before and after."""

    rows: tuple[Change, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """``added``, ``removed``, ``changed`` -> how many rows."""
        return {kind: sum(one.kind == kind for one in self.rows) for kind in _SIGNS}

    def summary(self, tr: Translator = ENGLISH) -> str:
        """How many rows differ, in a few words."""
        told = [
            tr(f"editing.count.{kind}", count=count) for kind, count in self.counts.items() if count
        ]
        return tr.listed(told) if told else tr("editing.count.none")

    def text(self, tr: Translator = ENGLISH, label: Label = str) -> str:
        r"""The difference as lines of text; ``label`` names the columns."""
        lines: list[str] = []
        earlier = self._corrected
        for table, group in groupby(self.rows, key=lambda one: one.table):
            of_table = Changes(tuple(group))
            file = DESCRIPTION if table == _DESCRIPTION else file_of(table)
            lines.append(f"{file}: {of_table.summary(tr)}")
            for one in of_table:
                lines.append(f"  {_SIGNS[one.kind]} {_plain(one.id)}")
                lines += [f"      {line}" for line in _cells(one, tr, label, earlier)]
        return "\n".join(lines) if lines else tr("editing.count.none")

    def brief(self, tr: Translator = ENGLISH, most: int = 3) -> str:
        """The first rows that differ, on one line: each change, before → after."""
        told = []
        earlier = self._corrected
        for one in self.rows[:most]:
            cells = ", ".join(one for one in _cells(one, tr, str, earlier) if _TO in one)
            told.append(f"{_SIGNS[one.kind]} {_plain(one.id)}{': ' if cells else ''}{cells}")
        if len(self.rows) > most:
            told.append(tr("editing.more", count=len(self.rows) - most))
        return "; ".join(told)

    @property
    def _corrected(self) -> dict[str, Mapping[str, str]]:
        """Id of an added row -> cells of the row that the edit deprecates for it."""
        found: dict[str, Mapping[str, str]] = {}
        for one in self.rows:
            old, now = one.before, one.after
            if now is None or one.table not in _RANKED or now.cells.get("rank") != _DEPRECATED:
                continue
            if old is None:  # a claim that a source has the wrong date of an event
                old = Row("events", {"date": now.cells.get("value", "")})
            elif old.cells.get("rank") == _DEPRECATED:
                continue
            new = [
                row.after.id
                for row in self.rows
                if row.before is None and row.after and _about(row.after) == _about(old)
            ]
            if len(new) == 1:
                found[new[0]] = old.cells
        return found

    def as_dict(self) -> dict[str, Any]:
        """The difference as a plain mapping, for JSON."""
        return {**self.counts, "changes": [one.as_dict() for one in self.rows]}


def changes(before: Dataset, after: Dataset) -> Changes:
    """What differs between two datasets."""
    found: list[Change] = []
    for table in ALL_MODELS:
        here, there = before.by_id[table], after.by_id[table]
        for id in sorted(here.keys() | there.keys()):
            one, two = row_of(before, table, id), row_of(after, table, id)
            if one != two:
                found.append(Change(table, id, one, two))
    for key in OWN:
        own = [_own(dataset.own, key) for dataset in (before, after)]
        if own[0] != own[1]:
            found.append(Change(_DESCRIPTION, key, own[0], own[1]))
    return Changes(tuple(found))


def row_of(dataset: Dataset, table: str, id: str) -> Row | None:
    """The row of a dataset with this id; None where there is none."""
    cells = dataset.by_id[table].get(id)
    if cells is None:
        return None
    return Row(table, cells, dataset.shapes.get(id) if table == "places" else None)


def ordered(rows: Iterable[Change]) -> Changes:
    """Changes by table and id."""
    return Changes(tuple(sorted(rows, key=lambda one: (_ORDER[one.table], one.id))))


def _own(own: Mapping[str, Any], key: str) -> Row | None:
    if key not in own:
        return None
    value = own[key]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Row(_DESCRIPTION, {"id": key, key: text})


def _about(row: Row) -> tuple[str, ...]:
    """The subject of a row: only a row on the same subject can correct it."""
    if row.table == "events":
        return (row.table,)
    return row.table, *(row.cells.get(name, "") for name in ("subject", "property", "mission"))


def _cells(
    one: Change, tr: Translator, label: Label, corrected: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """The cells that differ, one per line; a correction is beside the value that it corrects."""
    before, after = (_told(row, tr) for row in (one.before, one.after))
    earlier = corrected.get(one.id, {}) if one.before is None else {}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        if name in earlier and name not in ("rank", "reason"):
            old = earlier[name]
        if name == "id" or not (old or new) or (one.kind != "added" and old == new):
            continue
        if one.kind == "changed" or (name in earlier and old != new):
            blank = tr("editing.blank")
            yield f"{label(_plain(name))}: {_plain(old) or blank}{_TO}{_plain(new) or blank}"
        else:
            yield f"{label(_plain(name))}: {_plain(new or old)}"
    same = before.get("geometry") == after.get("geometry")
    if same and one.before and one.after and one.before.shape != one.after.shape:
        yield tr("editing.redrawn", name=label("geometry"))


def _told(row: Row | None, tr: Translator) -> dict[str, str]:
    if row is None or row.shape is None:
        return {} if row is None else row.whole
    kind, number = str(row.shape.get("type")), _positions(row.shape.get("coordinates"))
    return {**row.whole, "geometry": tr("editing.geometry", kind=kind, count=number)}


def _positions(found: object) -> int:
    """The number of positions in a geometry's coordinates, however deep they lie."""
    if not isinstance(found, list | tuple):
        return 0
    lies = bool(found) and not isinstance(found[0], list | tuple)
    return 1 if lies else sum(map(_positions, found))


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
