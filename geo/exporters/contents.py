"""The tables that are exported, what their columns mean, and a file to be written of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo import package_files, vocabulary
from geo.atlas.columns import RELATIONS
from geo.exporters import dyads, statements
from geo.exporters.frames import LAYERS, SOURCES, Frames

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
    "sources": Content(SOURCES, lambda frames: frames.sources),
}
"""Content -> its table."""

_DICTIONARY: Final = ("table", "column", "type", "values", "meaning")
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
    "resident": dyads.RESIDENT,
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


def dictionary(layers: Sequence[str], content: str = "") -> pd.DataFrame:
    """Table, column, type, values and meaning of each column of layers, or of a content."""
    import pandas as pd

    if content in CONTENTS:
        tables = {content: CONTENTS[content].columns}
    else:
        tables = {layer: LAYERS[layer] for layer in layers}
    found = [
        _described(name, *column) for name, columns in tables.items() for column in columns.items()
    ]
    return pd.DataFrame(found, columns=list(_DICTIONARY), dtype=object)


def _described(table: str, column: str, meaning: str) -> tuple[str, ...]:
    words = _KINDS.get(table, ()) if column == "kind" else _WORDS.get(column, ())
    return table, column, _TYPES.get(column, "text"), "|".join(words), meaning


@dataclass(frozen=True, slots=True)
class Request:
    """One file to write; the caller puts it into its place."""

    frames: Frames
    path: Path
    layers: tuple[str, ...] = (MISSIONS,)
    content: str = MISSIONS  # Or one of :data:`CONTENTS`
    progress: Callable[[int], None] = lambda done: None  # Gets the number of records so far
    _made: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Title of the dataset."""
        return str(self.frames.atlas.dataset.own.get("title") or "Diplomatic missions")

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables of the file."""
        return self.layers if self.content == MISSIONS else (self.content,)

    def table(self, name: str) -> pd.DataFrame:
        """A table without geometry; missions keep their coordinates as columns."""
        if self.content != MISSIONS:
            if name not in self._made:
                self._made[name] = CONTENTS[name].made(self.frames)
            return self._made[name]
        return self.frames.layer(name).drop(columns="geometry", errors="ignore")

    def rows(self) -> dict[str, int]:
        """Table -> number of its rows."""
        made = self.table if self.content != MISSIONS else self.frames.layer
        return {name: len(made(name)) for name in self.tables}

    def frame(self, layer: str) -> Any:
        """A layer with its geometry, cut at ±180°; blank texts are missing."""
        import geopandas as gpd

        from geo.exporters.rfc7946 import shaped

        frame = self.frames.layer(layer)
        table = frame.drop(columns=["geometry", "longitude", "latitude"], errors="ignore")
        table = table.replace({"": None})
        if "geometry" not in frame:
            return table
        shapes = list(shaped(frame.geometry.to_numpy()))
        return gpd.GeoDataFrame(table, geometry=shapes, crs="OGC:CRS84")

    def dictionary(self) -> pd.DataFrame:
        """What the columns of the file mean."""
        return dictionary(self.tables if self.content == MISSIONS else (), self.content)
