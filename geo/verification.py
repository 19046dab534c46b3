"""Whether a file that was made earlier is as it was made, and whether it would be made so today."""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from geo import exporters, figures, i18n, provenance
from geo.dataset import Edit, edits, ids_of
from geo.errors import AtlasError, InvalidSelection
from geo.i18n import Translator
from geo.provenance import Stamp
from geo.reports.changes import Change, Compared, Evidence, Reason, compare
from geo.vocabulary import PRECISION_M, STATUSES

if TYPE_CHECKING:
    from geo.atlas import Atlas

__all__ = ["Verified", "verified"]

_MAKERS: Final[Mapping[str, Callable[..., bytes]]] = {
    "geojson": lambda atlas, chosen, language: exporters.geojson(atlas, chosen),
    "table": exporters.csv,
    "absences": exporters.absences,
    "pair": figures.table,
}
"""What a table is -> what makes it again; a picture or a dossier has its rows in its stamp."""

_TEXTS: Final = provenance.ROWS[:11]

Rows = dict[str, dict[str, str]]
"""Id of a row -> its cells."""


@dataclass(frozen=True)
class Verified:
    """What is found out about a file: ``changes`` is None where it cannot be compared."""

    form: str
    stamp: Stamp | None
    edited: bool
    same_dataset: bool
    changes: Compared | None = field(default=None)

    @property
    def same(self) -> bool:
        """Whether it is as it was made, and would be made so from the dataset of today."""
        return not self.edited and self.changes is not None and not self.changes.changes

    def lines(self, tr: Translator) -> list[str]:
        """What is found out, to be read line by line."""
        said, stamp = [tr("verify.edited" if self.edited else "verify.untouched")], self.stamp
        if stamp is None:
            return [*said, tr("verify.unreadable")]
        key = f"verify.made.{stamp.made}"
        made = tr(key) if tr.has(key) else stamp.made
        chosen, known = stamp.selection, stamp.selection.known_on
        head = [
            tr("verify.what", made=made, form=self.form.upper(), version=stamp.version),
            tr("verify.dataset", sha256=stamp.dataset),
            tr("verify.selection", text=chosen.but(as_of=None, known_on=None).to_query() or "—"),
            tr("verify.as_of", day=tr.date(chosen.as_of or "")),
            tr("verify.known_on", day=tr.date(known) if known else tr("verify.all_sources")),
        ]
        if self.changes is None:
            result = ["verify.cannot"]
        elif self.changes.changes:
            result = ["verify.differs"]
        else:
            result = ["verify.same" if self.same_dataset else "verify.same_here"]
        told = self.changes.text(tr).split("\n") if self.changes and self.changes.changes else []
        return [i18n.plain(one) for one in [*head, *said, *map(tr, result)]] + told

    def as_dict(self, tr: Translator) -> dict[str, Any]:
        """What is found out as a plain mapping, for JSON."""
        stamp = self.stamp
        told = stamp and {
            "made": stamp.made,
            "version": stamp.version,
            "dataset_sha256": stamp.dataset,
            "selection": stamp.selection.to_query(),
            "as_of": stamp.selection.as_of,
            "known_on": stamp.selection.known_on,
        }
        return {
            "format": self.form,
            **(told or {}),
            "edited": self.edited,
            "same_dataset": self.same_dataset,
            "same": self.same,
            "differences": self.changes and self.changes.as_dict(tr),
        }


def verified(data: bytes, atlas: Atlas, tr: Translator = i18n.ENGLISH) -> Verified:
    """Compare a file with its seal, and with what a dataset gives today.

    Parameters
    ----------
    data
        The file: a figure (PNG, SVG, PDF), GeoJSON, a dossier or a table (CSV, XLSX).
    atlas
        The dataset of today.
    tr
        Language of the answer.

    Returns
    -------
    Verified
        What was found out.

    Raises
    ------
    InvalidSelection
        The file was not made by this program, or not with a stamp.
    """
    form, stamp, edited = provenance.read(data)
    if stamp is None:
        if edited:
            return Verified(form, None, True, False)
        what = tr(f"verify.form.{form or ('empty' if not data else 'other')}")
        raise InvalidSelection().keyed("verify.foreign", what=what)
    dataset, day = atlas.dataset, stamp.selection.as_of or ""
    known = stamp.dataset == dataset.sha256
    same = known and stamp.version == provenance.version()
    sides = stamp.dataset[:12], dataset.sha256[:12]
    if same and not edited:
        return Verified(form, stamp, False, True, Compared(*sides, day))
    try:
        both = _sides(data, form, stamp, atlas)
    except (AtlasError, ValueError, KeyError, TypeError, AttributeError):
        both = None
    if both is None:
        return Verified(form, stamp, edited, known)
    reasons = None if same else _Reasons(atlas, stamp, known)
    found = tuple(_changes(*both, stamp, tr, reasons))
    return Verified(form, stamp, edited, known, Compared(*sides, day, found))


def _sides(data: bytes, form: str, stamp: Stamp, atlas: Atlas) -> tuple[Rows, Rows] | None:
    """The rows of a file, and those that it would have today."""
    if stamp.rows is not None:
        before = _listed(stamp.rows)
        after = _listed(provenance.situation(atlas, stamp.selection, stamp.ids).values.tolist())
    elif stamp.made in _MAKERS and form != "xlsx":
        made = _MAKERS[stamp.made](atlas, stamp.selection, language=stamp.language)
        parsed = _features if form == "json" else _cells
        before, after = parsed(data), parsed(made)
    else:
        return None
    if lost := before.keys() - after.keys():  # closed meanwhile, perhaps, and so no longer shown
        every = stamp.selection.but(statuses=STATUSES, undated="all")
        there = _listed(provenance.situation(atlas, every, stamp.ids).values.tolist())
        status = {id: row["status"] for id, row in there.items() if id in lost}
        after |= {
            id: before[id] | {"status": now}
            for id, now in status.items()
            if now != before[id].get("status", now)
        }
    return before, after


def _listed(rows: Iterable[Iterable[object]]) -> Rows:
    """The rows of a stamp."""
    return _rows(dict(zip(provenance.ROWS, map(str, row), strict=True)) for row in rows)


def _rows(rows: Iterable[dict[str, str]]) -> Rows:
    return {row.get("id") or " – ".join([*row.values()][:4:2]): row for row in rows}


def _cells(data: bytes) -> Rows:
    """The rows of a table."""
    text = data.decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="", restkey="…")
    return _rows({k: str(v) for k, v in row.items() if k != provenance.COLUMN} for row in rows)


def _features(data: bytes) -> Rows:
    """The features of GeoJSON but the regions, which their missions describe."""
    import orjson

    found = []
    for one in orjson.loads(data)["features"]:
        cells = {
            k: v if isinstance(v, str) else orjson.dumps(v).decode() if v is not None else ""
            for k, v in one["properties"].items()
        }
        geometry = one["geometry"]
        cells["geometry"] = orjson.dumps(geometry).decode()
        if geometry and geometry["type"] == "Point":
            cells["longitude"], cells["latitude"] = map(str, geometry["coordinates"][:2])
        if cells["layer"] != "region":
            found.append(cells)
    return _rows(found)


def _changes(
    before: Rows, after: Rows, stamp: Stamp, tr: Translator, reasons: _Reasons | None
) -> Iterable[Change]:
    """What differs between two sides, and why; what is no change of a mission cell by cell."""
    import pandas as pd

    one, two = (
        pd.DataFrame([_mission(id, row) for id, row in side.items()], columns=_COLUMNS)
        for side in (before, after)
    )
    both = compare.keyed(one, two, {id: id for id in before})
    found = compare.changed(both, stamp.selection.as_of_day, tr)
    told = {one.mission: one for one in found}
    for id in before.keys() & after.keys():
        was, now = before[id], after[id]
        cells = [
            Evidence(k, was.get(k, ""), now.get(k, ""))
            for k in dict.fromkeys([*was, *now])
            if was.get(k, "") != now.get(k, "")
        ]
        seen = tuple(one for one in cells if one.what not in ("records", "geometry"))
        if cells and id in told:
            if told[id].kind == "renamed":
                found[found.index(told[id])] = told[id].but(evidence=seen)
        elif cells:
            row = _mission(id, now)
            where = {"longitude": row["longitude"], "latitude": row["latitude"]}
            ends = row["sending"], row["receiving"]
            found.append(Change("evidence", id, row["name"], *ends, evidence=seen, **where))
    for change in sorted(found, key=Compared.order):
        yield change.but(reason=reasons.of(change.mission, before, after)) if reasons else change


_COLUMNS: Final = [*_TEXTS, "longitude", "latitude", "tolerance_m"]


def _mission(id: str, row: Mapping[str, str]) -> dict[str, Any]:
    """A row as one of a situation."""
    radius = _number(row.get("radius_m", ""))
    texts = {name: row.get(name, "") for name in _TEXTS}
    texts |= {"id": id, "name": texts["name"] or id}
    return {
        **texts,
        "longitude": _number(row.get("longitude", "")) or 0.0,
        "latitude": _number(row.get("latitude", "")) or 0.0,
        "tolerance_m": radius if radius > 0.0 else PRECISION_M["building"],
    }


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


class _Reasons:
    """Why the dataset of today gives something else."""

    def __init__(self, atlas: Atlas, stamp: Stamp, known: bool) -> None:
        self._sources = atlas.dataset.sources.by_id
        self._rule = known  # The same dataset, read by another version
        self._edits: dict[str, dict[str, Edit]] = defaultdict(dict)
        self._all = {one.id: one for one in edits(atlas.dataset.history)[stamp.edits :]}
        for edit in self._all.values():
            for one in edit.changes:
                for row in filter(None, (one.before, one.after)):
                    cells = row.cells
                    mission = cells.get("mission") or cells.get("subject") or row.id
                    self._edits[mission][edit.id] = edit

    def of(self, mission: str, before: Rows, after: Rows) -> Reason:
        """Why a mission differs."""
        if self._rule:
            return Reason("rule")
        made = self._edits.get(mission, {})
        sides = [side[mission] for side in (before, after) if mission in side]
        listed = [{*ids_of(one.get("sources", ""))} for one in sides]
        was, now = listed[0], listed[-1]
        if not made and was == now:
            made = self._all
        if made:
            return Reason("editor", edits=tuple(made.values()))
        new = tuple(self._sources[id] for id in sorted(now ^ was) if id in self._sources)
        imported = any("SHA-256" in one.note for one in new)
        return Reason("import" if imported else "source", new) if new else Reason()
