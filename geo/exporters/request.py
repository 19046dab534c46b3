"""What is to be written where: the one argument of every writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.exporters import contents
from geo.exporters.frames import Frames

if TYPE_CHECKING:
    import pandas as pd

MISSIONS: Final = "missions"


def _quiet(done: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to write.

    ``content`` is ``missions`` or one of :data:`geo.exporters.contents.CONTENTS`. The caller puts
    the file into its place; ``progress`` gets the number of records written so far.
    """

    frames: Frames
    path: Path
    layers: tuple[str, ...] = (MISSIONS,)
    content: str = MISSIONS
    progress: Callable[[int], None] = field(default=_quiet)

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
            return contents.CONTENTS[name].made(self.frames)
        return self.frames.layer(name).drop(columns="geometry", errors="ignore")

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
        return contents.dictionary(self.tables if self.content == MISSIONS else (), self.content)
