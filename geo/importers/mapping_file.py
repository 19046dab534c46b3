"""The mapping of a table as a JSON file, to keep beside the data and to use again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from geo.errors import InvalidSelection, quoted
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.table_options import TableOptions
from geo.importers.words import did_you_mean, like

_FORMAT: Final = "embassy_atlas_mapping"
_NUMBER: Final = 1
_REMEDY: Final = "Correct it, or make one with --save-mapping."


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
    from pydantic import TypeAdapter, ValidationError

    found: Any = json_of(file, text_of(file, data), _REMEDY)
    if not isinstance(found, dict) or found.pop(_FORMAT, None) != _NUMBER:
        raise InvalidSelection(
            f'{file} is not a mapping: it has no "{_FORMAT}": {_NUMBER}. {_REMEDY}'
        )
    known = tuple(asdict(TableOptions()))
    for name in found:
        if name not in known:
            near = did_you_mean(like(name, known))
            raise InvalidSelection(
                f"{file}: unknown key {quoted(name)}. {near}Keys: {', '.join(known)}."
            )
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
    values: dict[str, Mapping[str, str]] = {**base.values}
    for one, pairs in given.values.items():
        values[one] = {**values.get(one, {}), **pairs}
    columns = {f: h for f, h in base.columns.items() if f not in given.constants}
    constants = {f: v for f, v in base.constants.items() if f not in given.columns}
    merged = {
        "columns": {**columns, **given.columns},
        "constants": {**constants, **given.constants},
        "values": values,
    }
    return TableOptions(**{**asdict(base), **plain, **merged})
