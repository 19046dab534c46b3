"""Whether a file that was made earlier is as it was made, and whether it would be made so today."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from geo import exporters, figures, i18n, provenance
from geo.atlas import Atlas
from geo.dataset import Edit, edits, ids_of
from geo.errors import AtlasError, InvalidSelection
from geo.i18n import Translator
from geo.provenance import Stamp
from geo.reports.changes import Change, Compared, Evidence, Reason, compare
from geo.vocabulary import PRECISION_M, STATUSES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Verified", "verified"]

_MAKERS: Final[Mapping[str, Callable[..., bytes]]] = {
    "geojson": lambda atlas, chosen, language: exporters.geojson(atlas, chosen),
    "table": exporters.csv,
    "absences": exporters.absences,
    "pair": figures.table,
}
"""What a table is -> what makes it again; a picture or a dossier has its rows in its stamp."""

_KEY: Final = ("sending", "receiving", "year")
_SHOWN: Final = 25
"""Differences that are listed, at most."""

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
    only_edited: bool = False

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
        return [i18n.plain(one) for one in [*head, *said, tr(self._result)]] + self._listed(tr)

    @property
    def _result(self) -> str:
        """Key of the sentence on what the dataset gives today."""
        if self.changes is None:
            return "verify.cannot"
        if self.changes.changes:
            return "verify.cells" if self.only_edited else "verify.differs"
        if self.edited and self.stamp is not None and self.stamp.rows is not None:
            return "verify.same_stamp"
        return "verify.same" if self.same_dataset else "verify.same_here"

    def _listed(self, tr: Translator) -> list[str]:
        """The differences, one by one; of many the first."""
        if self.changes is None:
            return []
        first = replace(self.changes, changes=self.changes.changes[:_SHOWN])
        text = first.text(tr).split("\n") if first.changes else []
        if self.only_edited:  # nothing happened to a mission: somebody wrote into the file
            text = text[3:]
        more = len(self.changes.changes) - len(first.changes)
        return [*text, tr("verify.more", count=more)] if more else text

    def as_dict(self, tr: Translator) -> dict[str, Any]:
        """What is found out as a plain mapping, for JSON."""
        told: dict[str, Any] = {"format": self.form}
        if self.stamp is not None:
            chosen = self.stamp.selection
            told |= {name: getattr(self.stamp, name) for name in ("made", "version", "dataset")}
            told |= {"selection": chosen.to_query()}
            told |= {"as_of": chosen.as_of, "known_on": chosen.known_on}
        told |= {"edited": self.edited, "same_dataset": self.same_dataset, "same": self.same}
        return {**told, "differences": self.changes and self.changes.as_dict(tr)}


def verified(data: bytes, atlas: Atlas, tr: Translator = i18n.ENGLISH) -> Verified:
    """Compare a file with its seal, and with what a dataset gives today."""
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
    rule = Reason() if same else Reason("rule") if known else None
    why = _why(atlas, stamp, *both, rule)
    mine = same and edited
    found = tuple(_changes(*both, stamp, tr, why, mine))
    return Verified(form, stamp, edited, known, Compared(*sides, day, found), mine)


def _sides(data: bytes, form: str, stamp: Stamp, atlas: Atlas) -> tuple[Rows, Rows] | None:
    """The rows of a file, and those that it would have today."""
    if stamp.rows is not None:
        before = _listed(stamp.rows)
        after = _listed(provenance.situation(atlas, stamp.selection, stamp.ids).values.tolist())
    elif form != "xlsx":
        made = _made(atlas, stamp)
        parsed = _features if form == "json" else _cells
        before, after = parsed(data), parsed(made)
        layers = {one.get("layer", "") for one in after.values()}
        before = {id: one for id, one in before.items() if one.get("layer", "") in layers}
        layers = {one.get("layer", "") for one in before.values()}
        after = {id: one for id, one in after.items() if one.get("layer", "") in layers}
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


def _made(atlas: Atlas, stamp: Stamp) -> bytes:
    if stamp.made in _MAKERS:
        return _MAKERS[stamp.made](atlas, stamp.selection, language=stamp.language)
    frames = exporters.Frames(atlas, stamp.selection, stamp.language)
    return exporters.FORMATS["csv"].made(frames, (stamp.made,))


def _listed(rows: Iterable[Iterable[object]]) -> Rows:
    return _rows(dict(zip(provenance.ROWS, map(str, row), strict=True)) for row in rows)


def _rows(rows: Iterable[dict[str, str]]) -> Rows:
    return {row.get("id") or _key(row): row for row in rows}


def _key(row: dict[str, str]) -> str:
    """What tells a row without an id from others."""
    named = [row[name] for name in _KEY if name in row]
    return " – ".join(named if len(named) > 1 else [*row.values()][:4:2])


def _cells(data: bytes) -> Rows:
    text = data.decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="", restkey="…")
    return _rows({k: str(v) for k, v in row.items() if k != provenance.COLUMN} for row in rows)


def _features(data: bytes) -> Rows:
    """The features of GeoJSON but the regions, which their missions describe."""
    import orjson

    found = []
    for one in orjson.loads(data)["features"]:
        cells = {
            k: v if isinstance(v, str) else _text(v) if v is not None else ""
            for k, v in one["properties"].items()
        }
        geometry = one["geometry"]
        cells["geometry"] = orjson.dumps(geometry).decode()
        if geometry and geometry["type"] == "Point":
            cells["longitude"], cells["latitude"] = map(str, geometry["coordinates"][:2])
        if cells["layer"] != "region":
            found.append(cells)
    return _rows(found)


def _text(value: Any) -> str:
    """A value of a property: of records, such as sources, their ids."""
    import orjson

    if isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value):
        return "|".join(str(one["id"]) for one in value)
    return orjson.dumps(value).decode()


def _changes(
    before: Rows,
    after: Rows,
    stamp: Stamp,
    tr: Translator,
    why: Callable[[str], Reason],
    only_edited: bool,
) -> Iterable[Change]:
    """What differs between two sides, and why; what is no change of a mission cell by cell."""
    both = compare.keyed(_frame(before), _frame(after), {id: id for id in before})
    found = compare.changed(both, stamp.selection.as_of_day, tr)
    if only_edited:
        found = [one for one in found if one.kind in ("added", "removed")]
    told = {one.mission for one in found}
    rows: list[dict[str, Any]] = both[both["_merge"] == "both"].to_dict("records")  # type: ignore[assignment]
    for row in rows:
        id = row[compare.KEY]
        if id not in told and before[id] != after[id]:
            found.append(compare.made("evidence", row, tr))
    for one in sorted(found, key=Compared.order):
        was, now = before.get(one.mission, {}), after.get(one.mission, {})
        cells = [Evidence(k, was.get(k, ""), now.get(k, "")) for k in dict.fromkeys([*was, *now])]
        seen = [cell for cell in cells if cell.was != cell.now and cell.what not in _UNSEEN]
        yield replace(
            one,
            name=one.name or one.mission,
            reason=why(one.mission),
            evidence=tuple(seen) if one.kind in ("renamed", "evidence") else (),
        )


_UNSEEN: Final = ("records", "geometry")


def _frame(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    names = [*provenance.ROWS[:12], "longitude", "latitude"]
    cells = pd.DataFrame([{**row, "id": id} for id, row in rows.items()], dtype=object)
    found: pd.DataFrame = cells.reindex(columns=names).astype(object).fillna("")
    for name in names[11:]:
        found[name] = pd.to_numeric(found[name], errors="coerce").clip(-180.0, 1e7).fillna(0.0)
    found["tolerance_m"] = found["radius_m"].where(found["radius_m"] > 0.0, PRECISION_M["building"])
    return found


def _why(
    atlas: Atlas, stamp: Stamp, before: Rows, after: Rows, rule: Reason | None
) -> Callable[[str], Reason]:
    """Why a mission differs, by its id: the edits since, else the sources of one side alone."""
    since = {one.id: one for one in edits(atlas.dataset.history)[stamp.edits :]}
    made: dict[str, dict[str, Edit]] = defaultdict(dict)
    for edit in since.values():
        for row in (row for one in edit.changes for row in (one.before, one.after) if row):
            about = row.cells.get("mission") or row.cells.get("subject") or row.id
            made[about][edit.id] = edit

    def why(mission: str) -> Reason:
        if rule is not None:
            return rule
        sides = [side[mission] for side in (before, after) if mission in side]
        was, *_, now = [{*ids_of(one.get("sources", ""))} for one in (sides[0], *sides)]
        if mine := made.get(mission) or (since if was == now else {}):
            return Reason("editor", edits=tuple(mine.values()))
        known = atlas.dataset.sources.by_id
        new = tuple(known[id] for id in sorted(now ^ was) if id in known)
        imported = any("SHA-256" in one.note for one in new)
        return Reason("import" if imported else "source", new) if new else Reason()

    return why
