"""The canonical form of a dataset, and the way back to it after a spreadsheet has been at it."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from geo.dataset.cells import ids_of
from geo.dataset.description import describe
from geo.dataset.files import read_json, render_csv
from geo.dataset.history import settled
from geo.dataset.models import ADDED, MODELS, Place, Record
from geo.dataset.tables import DESCRIPTION, FILES, HISTORY, PLACES, Tables, file_of
from geo.errors import ValidationError

_REMEDY = "Run embassy-atlas check --fix."
_NUMBERS = ("longitude", "latitude", "radius_m")
_DATES = ("published", "revised", "accessed", "date", "valid", "start", "end", "attested")
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    **{"ene": 1, "abr": 4, "ago": 8, "dic": 12},
}
_SHORT_MONTH = re.compile(r"([A-Za-z]{3})[a-z]*[-\s]([0-9]{2}|[0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def render(
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    shapes: Mapping[str, dict[str, Any] | None],
    own: Mapping[str, Any],
    history: bytes | None,
) -> dict[str, bytes]:
    """The files of a dataset in canonical form, rows in the order of their ids."""
    files = {PLACES: render_places(rows["places"], shapes)}
    files[DESCRIPTION] = describe(own, history=history is not None)
    if history is not None:
        files[HISTORY] = history
    for table, model in MODELS.items():
        columns = list(model.columns)
        ordered = sorted(rows[table], key=itemgetter("id"))
        files[file_of(table)] = render_csv(columns, map(itemgetter(*columns), ordered))
    return files


def render_places(
    rows: Sequence[Mapping[str, str]], shapes: Mapping[str, dict[str, Any] | None]
) -> bytes:
    """``places.geojson`` in canonical form: RFC 7946, one feature a line, sorted by id."""
    lines = []
    for row in sorted(rows, key=lambda row: row["id"]):
        properties: dict[str, object] = {name: row[name] for name in Place.columns}
        properties["radius_m"] = json.loads(row["radius_m"]) if row["radius_m"] else None
        properties["sources"] = ids_of(row["sources"])
        feature = {
            "type": "Feature",
            "id": row["id"],
            "properties": properties,
            "geometry": shapes.get(row["id"]),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(", ", ": ")))
    body = ",\n".join(lines)
    text = f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'
    return text.encode("utf-8")


def own_words(raw: bytes) -> dict[str, Any]:
    """What a dataset says of itself in its description; empty where that cannot be read."""
    try:
        document = read_json(raw.decode("utf-8"))
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def problems_of_form(tables: Tables) -> list[ValidationError]:
    """The files that are sound but not in canonical form."""
    history = tables.raw.get(HISTORY)
    own = own_words(tables.raw.get(DESCRIPTION, b""))
    form = None if history is None else settled(history)
    wanted = render(tables.rows, tables.shapes, own, form)
    problems = []
    for file in FILES:
        found, data = tables.raw.get(file), wanted.get(file)
        if found is None or data is None or found == data:
            continue
        pairs = zip(found.split(b"\n"), data.split(b"\n"), strict=False)
        line = next((n for n, (one, two) in enumerate(pairs, start=1) if one != two), None)
        rule = "the file is not in canonical form"
        problems.append(ValidationError(file, line, "", "", rule, _REMEDY))
    return problems


def mend_csv(data: bytes, model: type[Record]) -> bytes:
    """Undo what a spreadsheet does to a table; a date that could be read two ways is left alone."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return data
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return data
    rows = [[tidy(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return data
    header, columns = rows[0], list(model.columns)
    while header and not header[-1]:
        header.pop()
    lacking = dict.fromkeys((ADDED & set(columns)) - set(header), "")
    named = sorted([*header, *lacking])
    if named != sorted(columns) or any(len(_cut(r, header)) != len(header) for r in rows):
        return data
    records = [{**dict(zip(header, _cut(r, header), strict=True)), **lacking} for r in rows[1:]]
    for record in records:
        for column in record.keys() & set(_NUMBERS):
            comma = r"\A(-?[0-9]+),([0-9]+)\Z"
            record[column] = re.sub(comma, r"\1.\2", record[column])
        for column in record.keys() & set(_DATES):
            record[column] = "|".join(_date(part) for part in record[column].split("|"))
    records.sort(key=lambda record: record["id"])
    return render_csv(columns, ([record[c] for c in columns] for record in records))


def _cut(row: list[str], header: list[str]) -> list[str]:
    extra = row[len(header) :]
    return row[: len(header)] if not any(extra) else row


def tidy(cell: str) -> str:
    """A cell without blanks round it, in composed characters."""
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").strip())


def _date(text: str) -> str:
    if found := _SHORT_MONTH.fullmatch(text):
        month = _MONTHS.get(found[1].lower())
        if month:
            year = found[2]
            century = "" if len(year) == 4 else "19" if int(year) > 49 else "20"
            return f"{century}{year}-{month:02d}"
    if found := _SLASHED.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        if one > 12 >= two:
            return f"{found[3]}-{two:02d}-{one:02d}"
        if two > 12 >= one:
            return f"{found[3]}-{one:02d}-{two:02d}"
    return text
