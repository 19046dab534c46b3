"""The mapping of a table as a JSON file, to keep beside the data and to use again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import orjson

from geo.errors import InvalidSelection, quoted
from geo.importers.input_files import bytes_of, json_of, text_of
from geo.importers.mapping import FIELDS, MEANT
from geo.importers.table_options import TableOptions
from geo.importers.words import did_you_mean, like

_FORMAT: Final = "embassy_atlas_mapping"
_NUMBER: Final = 1
_KEYS: Final = tuple(one.name for one in fields(TableOptions))
_REMEDY: Final = "Make one with --save-mapping."


def mapping_json(options: TableOptions) -> bytes:
    """The file of a mapping: what is blank is left out."""
    held = {name: value for name in _KEYS if (value := getattr(options, name))}
    for name in ("columns", "constants", "values"):
        if name in held:
            held[name] = dict(held[name])
    if "values" in held:
        held["values"] = {one: dict(pairs) for one, pairs in held["values"].items()}
    return orjson.dumps(
        {_FORMAT: _NUMBER, **held}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


def read_mapping(path: Path) -> TableOptions:
    """The mapping in a file."""
    return options_of(path.name, bytes_of(path))


def options_of(file: str, data: bytes) -> TableOptions:
    """The mapping that the bytes of a file hold."""
    found: Any = json_of(file, text_of(file, data), _REMEDY)
    if not isinstance(found, dict) or found.pop(_FORMAT, None) != _NUMBER:
        raise InvalidSelection(
            f'{file} is not a mapping: it has no "{_FORMAT}": {_NUMBER}. {_REMEDY}'
        )
    for name, value in found.items():
        if name not in _KEYS:
            near = did_you_mean(like(name, _KEYS))
            raise _wrong(file, name, f"unknown key. {near}Keys: {', '.join(_KEYS)}")
        if name == "header_row":
            if type(value) is not int or value < 0:
                raise _wrong(file, name, "not a number of a row. Write it like 3")
        elif name in ("columns", "constants"):
            _check_pairs(file, name, value, FIELDS)
        elif name == "values":
            if not isinstance(value, dict):
                raise _wrong(file, name, 'not an object like {"kind": {"Legation": "mission"}}')
            for one, pairs in value.items():
                if one not in MEANT:
                    raise _wrong(file, one, f"its values cannot be mapped, only {', '.join(MEANT)}")
                _check_pairs(file, one, pairs, None)
        elif not isinstance(value, str):
            raise _wrong(file, name, "not a text")
    return TableOptions(**found)


def _check_pairs(file: str, name: str, value: Any, known: tuple[str, ...] | None) -> None:
    """Refuse what is no object of texts, or has a key that is no field."""
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise _wrong(file, name, 'not an object of texts like {"kind": "Type"}')
    for one in value if known else ():
        if known and one not in known:
            near = did_you_mean(like(one, known))
            raise _wrong(file, one, f"unknown field. {near}Fields: {', '.join(known)}")


def _wrong(file: str, what: str, why: str) -> InvalidSelection:
    return InvalidSelection(f"{file}, {quoted(what)}: {why}. Correct the file of the mapping.")


def over(base: TableOptions, given: TableOptions) -> TableOptions:
    """A mapping, and what is given beside it, which goes first."""
    plain = {
        name: getattr(given, name) or getattr(base, name)
        for name in ("layer", "header_row", "crs", "codes", "date_order")
    }
    columns = {f: h for f, h in base.columns.items() if f not in given.constants}
    constants = {f: v for f, v in base.constants.items() if f not in given.columns}
    values: dict[str, Mapping[str, str]] = {**base.values}
    for one, pairs in given.values.items():
        values[one] = {**values.get(one, {}), **pairs}
    return TableOptions(
        **plain,
        columns={**columns, **given.columns},
        constants={**constants, **given.constants},
        values=values,
    )
