"""The rows that the form makes, and what is wrong with them, part by part and column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo import countries, editing
from geo.editing import Placing, Row
from geo.errors import Fault, StateError
from geo.pack import HISTORY, MODELS, Pack, Place, faults_of_row, file_of, split
from geo.ui.editing_desk import Desk, Spot
from geo.webmap import Placed

__all__ = ["Told", "current", "faults", "placing", "receiving", "rows"]

Told = dict[str, dict[str, list[Fault]]]
"""Part of the form -> column -> faults. Parts are tables, ``place`` and ``sign``."""

_MOVED = {
    ("positions", "sources"): ("events", "sources"),
    ("places", "sources"): ("events", "sources"),
    ("positions", "mission"): ("missions", "id"),
    ("events", "mission"): ("missions", "id"),
    ("places", "state"): ("missions", "receiving"),
    ("places", "city"): ("missions", "city"),
    ("places", "name"): ("place", "region"),
    ("places", "id"): ("place", "region"),
}
"""Table and column of a mission's rows -> where the form asks for it, if elsewhere."""


def placing(spot: Spot) -> Placing | None:
    """Where a mission stands, as the room of editing takes it; None: in its city."""
    cells = spot.cells
    reason = cells.get("reason", "")
    at = cells.get("longitude", "").strip(), cells.get("latitude", "").strip()
    if spot.how == "point":
        return Placing(at=at, precision=cells.get("precision", ""), reason=reason)
    if spot.how == "polygon":
        drawn = Placed("polygon", spot.corners, 0).geometry
        if drawn is None:
            return Placing(method="district", precision="quarter", reason=reason)
        return Placing(polygon=drawn, name=cells.get("region", "").strip(), reason=reason)
    if spot.how == "place" and cells.get("place"):
        return Placing(place=cells["place"], reason=reason)
    return None


def rows(desk: Desk, pack: Pack) -> tuple[Row, ...]:
    """The rows that the form makes now; not checked.

    Parameters
    ----------
    desk
        What was typed.
    pack
        The pack into which they are to go.

    Returns
    -------
    tuple of Row
        Of a mission: itself, its place and position, its event.
    """
    if desk.kind != "mission":
        (table,) = desk.tables
        return (Row(table, editing.filled(table, desk.of(table))),)
    event = dict(desk.of("events"))
    sources = event.pop("sources", "")
    cells = {**dict.fromkeys(MODELS["missions"].model_fields, ""), **desk.of("missions")}
    where = placing(desk.spot)
    made = editing.mission_rows(pack, cells, sources=sources, placing=where, event=event)
    return tuple(made)


def faults(desk: Desk, pack: Pack) -> Told:
    """What is wrong with the form as it stands.

    Parameters
    ----------
    desk
        What was typed, and what was checked.
    pack
        The pack into which it is to go.

    Returns
    -------
    dict
        All faults, where the form is as it was checked; else those that each row has by itself,
        without those of blanks that nobody has come to yet.
    """
    if current(desk, pack):
        assert desk.draft is not None  # noqa: S101
        draft, told = desk.draft, Told()
        seen = set()
        for number in range(len(draft.rows)):
            for fault in draft.faults_of(number):
                _put(told, draft.rows[number].table, fault, desk)
                seen.add(fault)
        for fault in draft.faults:
            if fault not in seen:
                _put(told, "sign" if fault.file == HISTORY else "other", fault, desk)
        return told
    told = Told()
    for table, fault in _alone(rows(desk, pack), pack):
        if fault.value or desk.tried:
            _put(told, table, fault, desk)
    return told


def current(desk: Desk, pack: Pack) -> bool:
    """Whether the form is as it was last checked."""
    if desk.draft is None or desk.checked is None:
        return False
    return desk.checked == (rows(desk, pack), desk.author, desk.why)


def _alone(made: Sequence[Row], pack: Pack) -> Iterator[tuple[str, Fault]]:
    """Table and fault of what is wrong with rows without a look at all others."""
    own = {row.id for row in made}
    for row in made:
        model = Place if row.table == "places" else MODELS[row.table]
        file, cells = file_of(row.table), row.whole
        found = faults_of_row(file, 0, {name: cells[name] for name in model.model_fields}, model)
        for fault in found:
            if fault.column != "id" or fault.value:
                yield row.table, fault
        for one in editing.fields(row.table):
            text = cells[one.name]
            for part in (split(text) if one.many else [text] if text else []) if one.table else []:
                if part not in pack.by_id[one.table] and part not in own:
                    rule = f"no row of {file_of(one.table)} has this id"
                    remedy = "Correct the id, or add the row."
                    yield row.table, Fault(file, 0, one.name, part, rule, remedy)


def _put(told: Told, table: str, fault: Fault, desk: Desk) -> None:
    part, column = table, fault.column
    if desk.kind == "mission":
        part, column = _MOVED.get((table, column), (table, column))
        if part in ("positions", "places"):
            part = "place"
    at = told.setdefault(part, {}).setdefault(column, [])
    alike = {(one.value, one.rule) for one in at}
    if (fault.value, fault.rule) not in alike:
        at.append(fault)


def receiving(desk: Desk) -> str:
    """Code of the state that receives the mission; blank where it is not said yet."""
    code = desk.of("missions").get("receiving", "")
    try:
        return countries.party_by_code(code).code if code else ""
    except StateError:
        return ""
