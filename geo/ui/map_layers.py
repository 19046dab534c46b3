"""The map layers of a shared dataset, drawn by a process of its own while the page is served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from geo.dataset import address_of, database_of
from geo.server import DATASET

_DRAW: Final = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); hasattr(os, 'nice') and os.nice(10); "
    f"from geo.exporters import draw_layers; draw_layers(os.environ[{DATASET!r}])"
)
_RUNNING: Final[dict[Path, subprocess.Popen[bytes]]] = {}


def draw_layers(folder: Path) -> None:
    """Begin to draw the map layers of a shared dataset again, where they are outdated."""
    database, running = database_of(folder), _RUNNING.get(folder)
    busy = running is not None and running.poll() is None
    if database is None or busy or not database.is_outdated():
        return
    _RUNNING[folder] = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", _DRAW, str(Path(__file__).resolve().parents[2])],
        env={**os.environ, DATASET: address_of(folder)},
        stdin=subprocess.DEVNULL,
    )
