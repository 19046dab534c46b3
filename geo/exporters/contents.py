"""The tables that are exported, what their columns mean, and a file to be written of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from geo import package_files, vocabulary
from geo.atlas.columns import RELATIONS
from geo.exporters import dyads, statements
from geo.exporters.frames import LAYERS, Frames

if TYPE_CHECKING:
    import pandas as pd

MISSIONS: Final = "missions"


@dataclass(frozen=True, slots=True)
class Content:
    """A table that is exported by its name."""

    columns: dict[str, str]
    made: Callable[[Frames], pd.DataFrame]


CONTENTS: Final[dict[str, Content]] = {
    "dyads": Content(dyads.COLUMNS, dyads.dyads),
    "statements": Content(statements.COLUMNS, statements.statements),
    "relations": Content(RELATIONS, lambda frames: frames.atlas.relations(frames.selection)),
    "sources": Content(LAYERS["sources"], lambda frames: frames.sources),
}
"""Content -> its table."""

_TYPES: Final = {
    column: type
    for type, columns in package_files.toml("exporters/types.toml").items()
    for column in columns
}
_WORDS: Final = {
    "status": (*vocabulary.STATUSES, "undated"),
    "certainty": (vocabulary.Answer.YES.value, vocabulary.Answer.POSSIBLE.value),
    "method": tuple(vocabulary.METHODS),
    "exactness": tuple(vocabulary.EXACTNESS),
    "place_kind": vocabulary.PLACE_KINDS,
    "rank": vocabulary.RANKS,
    "level": tuple(dyads.LEVELS),
    "resident": ("yes", "no"),
    "sense": tuple(vocabulary.SENSES),
    "shape": ("outline", "disc"),
}
_KINDS: Final = {
    "missions": tuple(vocabulary.KINDS),
    "dyads": tuple(vocabulary.KINDS),
    "lines": ("pair", "seat", "coverage", "neighbour"),
    "places": vocabulary.PLACE_KINDS,
    "sources": vocabulary.SOURCE_KINDS,
    "relations": (*vocabulary.RELATIONS, "accreditation"),
}


def dictionary(names: Sequence[str]) -> pd.DataFrame:
    """Table, column, type, values and meaning of each column of layers or contents."""
    import pandas as pd

    found = []
    for name in names:
        columns = LAYERS[name] if name in LAYERS else CONTENTS[name].columns
        for column, meaning in columns.items():
            words = _KINDS.get(name, ()) if column == "kind" else _WORDS.get(column, ())
            type = _TYPES.get(column, "text")
            found.append((name, column, type, "|".join(words), meaning))
    heads = ["table", "column", "type", "values", "meaning"]
    return pd.DataFrame(found, columns=heads, dtype=object)


def zipped(target: Path | IO[bytes], files: Iterable[tuple[str, bytes | str]]) -> None:
    """Write files into a ZIP, the same for the same input."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Request:
    """One file to write; the caller puts it into its place."""

    frames: Frames
    path: Path
    tables: tuple[str, ...] = (MISSIONS,)  # Layers, or one of :data:`CONTENTS`
    progress: Callable[[int], None] = lambda done: None  # Gets the number of records so far
    _made: dict[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A table without geometry; missions keep their coordinates as columns."""
        if name not in self._made:
            layer = name in LAYERS
            made = self.frames.layer(name) if layer else CONTENTS[name].made(self.frames)
            self._made[name] = made.drop(columns="geometry", errors="ignore")
        return self._made[name]

    def frame(self, layer: str) -> Any:
        """A layer with its geometry, cut at ±180°; blank texts are missing."""
        import geopandas as gpd

        from geo.exporters.rfc7946 import shaped

        frame = self.frames.layer(layer)
        point = ["geometry", "longitude", "latitude"]
        table = frame.drop(columns=point, errors="ignore").replace({"": None})
        if "geometry" not in frame:
            return table
        shapes = list(shaped(frame.geometry.to_numpy()))
        return gpd.GeoDataFrame(table, geometry=shapes, crs="OGC:CRS84")
