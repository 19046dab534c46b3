"""How to read a table: options from the user, or from a JSON file (the mapping)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from geo.errors import InvalidSelection, quoted
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.words import did_you_mean, like

_FORMAT: Final = "embassy_atlas_mapping"
_NUMBER: Final = 1
_REMEDY: Final = "Correct it, or make one with --save-mapping."


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a table is to be read, where its own form does not say it.

    Attributes
    ----------
    layer
        Sheet or layer to read; blank: the one that lists missions.
    header_row
        Row of the headings, counted from 1; 0: it is found.
    crs
        Coordinate reference system of x, y and of geometries that name none, such as
        ``EPSG:3857``; blank: CRS84, degrees.
    codes
        Scheme of the codes of states; blank: ISO 3166-1.
    date_order
        ``day-first`` or ``month-first``, for dates such as 12/03/2011; blank: they are refused.
    columns
        Field -> heading of its column; a blank heading leaves the field out.
    constants
        Field -> value of all rows.
    values
        Field -> what is written in the table -> what is meant.
    """

    layer: str = ""
    header_row: int = 0
    crs: str = ""
    codes: str = ""
    date_order: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


PLAIN: Final = TableOptions()


def mapping_json(options: TableOptions) -> bytes:
    """The file of a mapping: what is blank is left out."""
    held = {name: value for name, value in asdict(options).items() if value}
    shape = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps({_FORMAT: _NUMBER, **held}, option=shape)


def read_mapping(path: Path) -> TableOptions:
    """The mapping in a file."""
    return mapping_of_json(path.name, bytes_of(path))


def mapping_of_json(file: str, data: bytes) -> TableOptions:
    """The mapping that the bytes of a file hold."""
    found: Any = json_of(file, text_of(file, data), _REMEDY)
    if not isinstance(found, dict) or found.pop(_FORMAT, None) != _NUMBER:
        told = f'{file} is not a mapping: it has no "{_FORMAT}": {_NUMBER}'
        raise InvalidSelection(f"{told}. {_REMEDY}")
    known = tuple(asdict(PLAIN))
    for name in (name for name in found if name not in known):
        told = f"{file}: unknown key {quoted(name)}. {did_you_mean(like(name, known))}"
        raise InvalidSelection(f"{told}Keys: {', '.join(known)}.")
    try:
        text = json.dumps(found)  # JSON again: strict validation takes its lists for tuples
        return TypeAdapter(TableOptions).validate_json(text, strict=True)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        where = ".".join(map(str, wrong["loc"]))
        raise InvalidSelection(f"{file}, {quoted(where)}: {wrong['msg']}. {_REMEDY}") from error


def overridden(base: TableOptions, given: TableOptions) -> TableOptions:
    """A mapping, overridden by the other options."""
    plain = {name: value for name, value in asdict(given).items() if value}
    merged = {
        "columns": {f: h for f, h in base.columns.items() if f not in given.constants},
        "constants": {f: v for f, v in base.constants.items() if f not in given.columns},
    }
    values = {
        one: {**base.values.get(one, {}), **given.values.get(one, {})}
        for one in (*base.values, *given.values)
    }
    merged["columns"] |= given.columns
    merged["constants"] |= given.constants
    return TableOptions(**{**asdict(base), **plain, **merged, "values": values})
