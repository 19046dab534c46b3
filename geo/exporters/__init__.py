"""A selection as bytes of a file format: GeoJSON after RFC 7946, CSV for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from geo.exporters.absence_csv import ABSENCES, absences
from geo.exporters.csv_tables import csv, records, table
from geo.exporters.feature_collections import geojson
from geo.exporters.frames import COLUMNS, LAYERS, Frames
from geo.registry import EXPORTER_GROUP, Registry

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = [
    "ABSENCES",
    "COLUMNS",
    "EXPORTERS",
    "LAYERS",
    "Exporter",
    "Frames",
    "absences",
    "csv",
    "geojson",
    "records",
    "table",
]


class Exporter(Protocol):
    """A file format. Its name in the registry is the suffix of its files, without the dot."""

    def write(self, atlas: Atlas, selection: Selection) -> bytes:
        """What is shown, as the content of a file."""


class _GeoJson:
    def write(self, atlas: Atlas, selection: Selection) -> bytes:
        return geojson(atlas, selection)


EXPORTERS: Final[Registry[Exporter]] = Registry(
    EXPORTER_GROUP, "write", {"geojson": _GeoJson(), "json": _GeoJson()}
)
"""The formats that ``embassy-atlas export`` writes."""
