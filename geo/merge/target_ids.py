"""The ids that a record of a dataset may have in the target."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

_LENGTHS: Final = (8, 16, 64)


def names(row: Mapping[str, str]) -> Iterator[str]:
    """The ids that a record may have: its own, and where that is taken, one of its content."""
    yield row["id"]
    digest = hashlib.sha256("\0".join(f"{k}\0{v}" for k, v in sorted(row.items())).encode())
    for length in _LENGTHS:
        yield f"{row['id']}-{digest.hexdigest()[:length]}"
