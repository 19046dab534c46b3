"""The rows that the form makes, and what is wrong with them, part by part and column by column."""

from collections.abc import Iterator, Sequence
from typing import Final

from geo import editing, parties
from geo.dataset import ALL_MODELS, HISTORY, MODELS, Dataset, file_of, ids_of, problems_of_row
from geo.editing import Placing, Row
from geo.errors import StateError, ValidationError
from geo.ui.edit.form_state import EXISTING, WITH_CELLS, Desk, Spot
from geo.webmap import Placed

OTHER: Final = "other"  # The part for errors of no field

# Part of the form -> column -> errors. Parts are tables, ``place``, ``sign`` and ``other``
Told = dict[str, dict[str, list[ValidationError]]]

# Table and column of a mission's rows -> where the form has it, if elsewhere
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


def placing(spot: Spot) -> Placing | None:
    """Where a mission is, as the room of editing takes it; None: in its city."""
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


def rows(desk: Desk, dataset: Dataset) -> tuple[Row, ...]:
    """The rows that the form makes now; not checked."""
    if desk.kind == EXISTING:
        table, id = desk.record or ("", "")
        if not desk.act or id not in dataset.by_id[table]:
            return ()
        was = desk.of("was")  # keep what others have changed since then
        typed = {name: cell for name, cell in desk.of(table).items() if cell != was.get(name)}
        return editing.revision(dataset, table, id, desk.act, typed, desk.why)
    if desk.kind != "mission":
        (table,) = desk.tables
        return (Row(table, editing.filled(table, desk.of(table))),)
    event = dict(desk.of("events"))
    sources = event.pop("sources", "")
    cells = {**dict.fromkeys(MODELS["missions"].columns, ""), **desk.of("missions")}
    where = placing(desk.spot)
    made = editing.mission_rows(dataset, cells, sources=sources, placing=where, event=event)
    return tuple(made)


def removed(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Table and id of the record that the form removes."""
    return (desk.record,) if desk.record and desk.act == "remove" else ()


def problems(desk: Desk, dataset: Dataset) -> Told:
    """The errors of the form, each once, by field."""
    told = Told()
    if desk.draft is not None and current(desk, dataset):
        draft = desk.draft
        for problem, number in zip(draft.problems, draft.about, strict=True):
            _put(told, None if number is None else draft.rows[number].table, number, problem, desk)
        return told
    for number, table, problem in _alone(rows(desk, dataset), dataset):
        if problem.value or desk.tried:
            _put(told, table, number, problem, desk)
    return told


def current(desk: Desk, dataset: Dataset) -> bool:
    """Whether the form is as it was last checked."""
    if desk.draft is None or desk.checked is None:
        return False
    return desk.checked == (rows(desk, dataset), desk.author, desk.why)


def _alone(made: Sequence[Row], dataset: Dataset) -> Iterator[tuple[int, str, ValidationError]]:
    """Number, table and error of rows, checked without the other rows."""
    own = {row.id for row in made}
    for number, row in enumerate(made):
        model = ALL_MODELS[row.table]
        file, cells = file_of(row.table), row.whole
        for problem in problems_of_row(file, 0, cells, model):
            if problem.column != "id" or problem.value:
                yield number, row.table, problem
        for one in editing.fields(row.table):
            text = cells[one.name]
            for part in (ids_of(text) if one.many else [text] if text else []) if one.table else []:
                if part not in dataset.by_id[one.table] and part not in own:
                    rule = f"no row of {file_of(one.table)} has this id"
                    remedy = "Correct the id, or add the row."
                    yield number, row.table, ValidationError(file, 0, one.name, part, rule, remedy)


def _put(
    told: Told, table: str | None, number: int | None, problem: ValidationError, desk: Desk
) -> None:
    """Assign an error to its field; of several about one value, the first."""
    part, column = table or ("sign" if problem.file == HISTORY else OTHER), problem.column
    if desk.kind == "mission":
        part, column = _MOVED.get((part, column), (part, column))
        if part in ("positions", "places"):
            part = "place"
    elif desk.kind == EXISTING and part not in ("sign", OTHER):
        if column == "reason" and (number or desk.act == "deprecate"):
            part, column = "sign", "why"
        elif number or desk.act not in WITH_CELLS:
            part = OTHER
    if part == "sign" and column not in ("author", "why"):
        part = OTHER
    if column == "id" and (desk.record or not desk.of(part).get("id")):
        part = OTHER
    at = told.setdefault(part, {}).setdefault(column, [])
    if all(part == OTHER or one.value != problem.value for one in at) and problem not in at:
        at.append(problem)


def receiving(desk: Desk) -> str:
    """Code of the state that receives the mission; blank where it is not said yet."""
    code = desk.of("missions").get("receiving", "")
    try:
        return parties.party_by_code(code).code if code else ""
    except StateError:
        return ""
