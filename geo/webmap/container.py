"""One file for many columns: a JSON header of texts and names, then plain numbers.

Layout, little-endian: the magic ``ATLC``, the length of the header as uint32, the header padded
with blanks to eight bytes, then each array starting at a multiple of eight bytes. The header is
``{"arrays": {name: [type, start, length]}, "texts": {name: [...]}, "values": {...}}``; ``start``
counts bytes from the end of the header.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MAGIC: Final = b"ATLC"
_ALIGNED: Final = 8
_TYPES: Final[dict[str, np.dtype[Any]]] = {
    "f64": np.dtype("<f8"),
    "f32": np.dtype("<f4"),
    "i32": np.dtype("<i4"),
    "u16": np.dtype("<u2"),
    "u8": np.dtype("u1"),
}
_NAMES: Final = {kind: name for name, kind in _TYPES.items()}


def write(
    arrays: Mapping[str, npt.NDArray[Any]],
    texts: Mapping[str, Sequence[str]],
    values: Mapping[str, object] | None = None,
) -> bytes:
    """Columns as one file."""
    header: dict[str, list[object]] = {}
    blocks: list[bytes] = []
    start = 0
    for name in sorted(arrays):
        column = np.ascontiguousarray(arrays[name])
        kind = column.dtype.newbyteorder("<")
        block = column.astype(kind, copy=False).tobytes()
        header[name] = [_NAMES[kind], start, int(column.size)]
        block += b"\0" * (-len(block) % _ALIGNED)
        blocks.append(block)
        start += len(block)
    head = json.dumps(
        {
            "arrays": header,
            "texts": {name: list(texts[name]) for name in sorted(texts)},
            "values": dict(values or {}),
        },
        ensure_ascii=True,
        separators=(",", ":"),
        sort_keys=True,
    ).encode("ascii")
    head += b" " * (-(len(head) + len(MAGIC) + 4) % _ALIGNED)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *blocks])


def read(
    data: bytes,
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, list[str]], dict[str, object]]:
    """The columns of a file that :func:`write` made: arrays, texts, values."""
    (length,) = struct.unpack_from("<I", data, len(MAGIC))
    begin = len(MAGIC) + 4
    header = json.loads(data[begin : begin + length])
    body = begin + length
    arrays = {
        name: np.frombuffer(data, dtype=_TYPES[kind], count=size, offset=body + start)
        for name, (kind, start, size) in header["arrays"].items()
    }
    return arrays, header["texts"], header["values"]
