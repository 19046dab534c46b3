"""A figure written to a file, with what was said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geo


def save(atlas: geo.Atlas, selection: geo.Selection, path: Path, **look: Any) -> tuple[str, ...]:
    """Write a figure in the format of the file's suffix; returns the remarks."""
    remarks: list[str] = []
    form = path.suffix.removeprefix(".").lower()
    path.write_bytes(geo.figure(atlas, selection, format=form, remark=remarks.append, **look))
    return tuple(remarks)
