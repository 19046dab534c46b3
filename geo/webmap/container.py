"""One file for many columns: a JSON header of texts and names, then plain numbers.

Layout, little-endian: the magic ``ATLC``, the length of the header as uint32, the header padded
with blanks to eight bytes, then each array starting at a multiple of eight bytes. The header is
``{"arrays": {name: [type, start, length]}, "texts": {name: [...]}, "values": {...}}``; ``start``
counts bytes from the end of the header.

:func:`packed` gives the same columns in a form that compresses better: an array whose entry has a
fourth value is laid out otherwise, ``1``: by planes of bytes, ``2``: as differences from the number
before, each doubled, and a negative one as the odd number below; ``3``: both, differences first.
"""

import json
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

MAGIC: Final = b"ATLC"
Column = TypeVar("Column")
Array = npt.NDArray[Any]
_ALIGNED: Final = 8
_LONG: Final = 8  # bytes of a number whose differences the browser would need other numbers for
_CODES: Final = {"f64": "<f8", "f32": "<f4", "i32": "<i4", "u16": "<u2", "u8": "u1"}
_TYPES: Final[dict[str, np.dtype[Any]]] = {name: np.dtype(code) for name, code in _CODES.items()}
_NAMES: Final = {kind: name for name, kind in _TYPES.items()}


def named(tables: Mapping[str, Mapping[str, Column]]) -> dict[str, Column]:
    """The columns of tables, each as ``table.column``."""
    return {f"{table}.{name}": tables[table][name] for table in tables for name in tables[table]}


def packed(data: bytes) -> bytes:
    """A file of columns with each array laid out in the way that compresses best."""
    return write(*read(data), _smallest)


def _plain(column: Array) -> tuple[int, bytes]:
    return 0, column.tobytes()


def _smallest(column: Array) -> tuple[int, bytes]:
    """An array in the layout that zlib makes smallest, and which that is."""
    size = column.itemsize
    whole = column.view(f"<u{size}")
    found = {0: whole.tobytes()}
    if size > 1 and column.size:
        found[1] = _planes(whole)
        if size < _LONG:
            steps = np.diff(whole, prepend=whole.dtype.type(0)).view(f"<i{size}")
            differences = ((steps << 1) ^ (steps >> (8 * size - 1))).view(whole.dtype)
            found |= {2: differences.tobytes(), 3: _planes(differences)}
    best = min(found, key=lambda how: (len(zlib.compress(found[how])), how))
    return best, found[best]


def _planes(numbers: Array) -> bytes:
    return np.ascontiguousarray(numbers.view(np.uint8).reshape(numbers.size, -1).T).tobytes()


def write(
    arrays: Mapping[str, Array],
    texts: Mapping[str, Sequence[str]],
    values: Mapping[str, object] = MappingProxyType({}),
    laid_out: Callable[[Array], tuple[int, bytes]] = _plain,
) -> bytes:
    """Columns as one file."""
    header: dict[str, list[object]] = {}
    blocks, start = list[bytes](), 0
    for name in sorted(arrays):
        column = np.ascontiguousarray(arrays[name])
        kind = column.dtype.newbyteorder("<")
        how, block = laid_out(column.astype(kind, copy=False))
        header[name] = [_NAMES[kind], start, int(column.size), *([how] if how else [])]
        block += b"\0" * (-len(block) % _ALIGNED)
        blocks.append(block)
        start += len(block)
    lists = {name: list(column) for name, column in texts.items()}
    told = {"arrays": header, "texts": lists, "values": dict(values)}
    head = json.dumps(told, separators=(",", ":"), sort_keys=True).encode("ascii")
    head += b" " * (-(len(head) + len(MAGIC) + 4) % _ALIGNED)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *blocks])


def read(data: bytes) -> tuple[dict[str, Array], dict[str, list[str]], dict[str, object]]:
    """The columns of a file that :func:`write` made: arrays, texts, values."""
    (length,), begin = struct.unpack_from("<I", data, len(MAGIC)), len(MAGIC) + 4
    body, arrays = begin + length, {}
    header = json.loads(data[begin:body])
    for name, (kind, start, size, *how) in header["arrays"].items():
        arrays[name] = _array(data, _TYPES[kind], size, body + start, *how)
    return arrays, header["texts"], header["values"]


def _array(data: bytes, kind: np.dtype[Any], size: int, offset: int, how: int = 0) -> Array:
    """An array of a file; a view of its bytes where they are laid out as plain numbers."""
    if not how:
        return np.frombuffer(data, dtype=kind, count=size, offset=offset)
    whole = np.frombuffer(data, np.uint8, size * kind.itemsize, offset)
    if how & 1:
        whole = np.ascontiguousarray(whole.reshape(kind.itemsize, size).T).ravel()
    numbers = whole.view(f"<u{kind.itemsize}")
    if how & 2:
        one = numbers.dtype.type(1)
        numbers = np.cumsum((numbers >> one) ^ -(numbers & one), dtype=numbers.dtype)
    return numbers.view(kind)
