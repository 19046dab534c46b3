"""An MBTiles file (specification 1.3, Mapbox): tiles in SQLite, rows from the south, read only."""

import contextlib
import html
import math
import re
import sqlite3
import threading
from pathlib import Path
from typing import Final

from geo.errors import InvalidTiles, quoted

_DEEPEST: Final = 24
_LONGEST: Final = 300
_MAGIC: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
}
_VECTOR: Final = (b"\x1f\x8b", b"\x1a")
_TAG: Final = re.compile(r"<[^>]*>")
_BLANK: Final = re.compile(r"\s+")
_REMEDY: Final = "Give a file of raster tiles that another program opens, or make it again."


class Tileset:
    """The tiles of a file; opened once, read from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise InvalidTiles(
                f"There is no file {quoted(path)}. Give the path of an MBTiles file."
            )
        try:
            # Immutable: no lock and no journal beside a file on a medium that cannot be written.
            self._file = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            try:
                self._read()
            except BaseException:
                self._file.close()
                raise
        except sqlite3.Error as error:
            raise InvalidTiles(
                f"{quoted(path)} cannot be read as an MBTiles file: {error}. {_REMEDY}"
            ) from error

    def _read(self) -> None:
        tables = {name for (name,) in self._file.execute("SELECT name FROM sqlite_master")}
        if not {"metadata", "tiles"} <= tables:
            raise InvalidTiles(
                f"{quoted(self.path)} is a database, but not an MBTiles file: it lacks the tables "
                f"metadata and tiles. {_REMEDY}"
            )
        rows = self._file.execute("SELECT name, value FROM metadata")
        told = {str(name): str(value) for name, value in rows}
        found = self._file.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        first = self._file.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? LIMIT 1", found[:1]
        ).fetchone()
        if first is None:
            raise InvalidTiles(f"{quoted(self.path)} holds no tiles. {_REMEDY}")
        self.kind = self._kind(first[0], told.get("format", ""))
        if not all(isinstance(level, int) and 0 <= level <= _DEEPEST for level in found):
            raise InvalidTiles(
                f"{quoted(self.path)} has tiles at zoom levels {quoted(found)}; they are numbers "
                f"from 0 to {_DEEPEST}. {_REMEDY}"
            )
        self.least, self.most = found
        self.name = _plain(told.get("name", ""))
        self.credit = _plain(told.get("attribution", ""))
        self.bounds = _bounds(told.get("bounds", ""))

    def _kind(self, data: object, said: str) -> str:
        start = bytes(data[:12]) if isinstance(data, bytes) else b""
        for kind, magic in _MAGIC.items():
            if start.startswith(magic) and (magic != b"RIFF" or start[8:] == b"WEBP"):
                return kind
        if said.lower() in ("pbf", "mvt") or start.startswith(_VECTOR):
            raise InvalidTiles(
                f"{quoted(self.path)} holds vector tiles ({said or 'pbf'}), which this map does "
                "not draw. Give a file of raster tiles: png, jpg or webp."
            )
        raise InvalidTiles(
            f"The tiles in {quoted(self.path)} are neither png, jpg nor webp "
            f"(the file says {quoted(said)}). {_REMEDY}"
        )

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """One tile."""
        if not 0 <= zoom <= _DEEPEST or not 0 <= row < 1 << zoom:
            return None
        with self._lock, contextlib.suppress(sqlite3.Error):
            found = self._file.execute(
                "SELECT tile_data FROM tiles "
                "WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (zoom, column, (1 << zoom) - 1 - row),
            ).fetchone()
            if found is not None and isinstance(found[0], bytes):
                return bytes(found[0])
        return None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()


def _plain(text: str) -> str:
    words = html.unescape(_TAG.sub(" ", text[: 4 * _LONGEST]))
    return _BLANK.sub(" ", words).strip()[:_LONGEST]


def _bounds(text: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    kept = max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)
    good = all(map(math.isfinite, kept)) and kept[0] < kept[2] and kept[1] < kept[3]
    return kept if good else None
