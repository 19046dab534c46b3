"""A selection as a file: missions and their layers, or another table, in the format of a suffix.

The data's way: an atlas and a selection become :class:`~geo.exporters.frames.Frames`, one table a
layer (missions, regions, lines, places, sources), made when it is asked for;
:mod:`~geo.exporters.contents` makes the other tables (dyads, statements, relations, sources); a
:class:`~geo.exporters.request.Request` names the ones that one file is to have;
:data:`~geo.exporters.formats.FORMATS` finds its writer by the suffix: :mod:`~geo.exporters.tables`
(CSV, XLSX, Parquet, JSON Lines), :mod:`~geo.exporters.feature_collections` (GeoJSON),
:mod:`~geo.exporters.gis_files` (what GDAL writes), :mod:`~geo.exporters.xml_files` (KML, GraphML,
GEXF). The command line and the page offer the formats of that one table.
"""

from __future__ import annotations

from typing import Protocol

from geo.atlas import Atlas
from geo.exporters.absence_csv import ABSENCES, absences
from geo.exporters.contents import CONTENTS
from geo.exporters.feature_collections import geojson
from geo.exporters.formats import DATASET, EXPORTERS, FORMATS, chosen_layers, suffix_of, write_file
from geo.exporters.frames import COLUMNS, LAYERS, Frames
from geo.exporters.tables import csv, dictionary_of, records, table
from geo.selection import Selection

__all__ = [
    "ABSENCES",
    "COLUMNS",
    "CONTENTS",
    "DATASET",
    "EXPORTERS",
    "FORMATS",
    "LAYERS",
    "Exporter",
    "Frames",
    "absences",
    "chosen_layers",
    "csv",
    "dictionary_of",
    "geojson",
    "records",
    "suffix_of",
    "table",
    "write_file",
]


class Exporter(Protocol):
    """A file format of another package. Its name in the registry is the suffix, without dot."""

    def write(self, atlas: Atlas, selection: Selection) -> bytes:
        """What is shown, as the content of a file."""
