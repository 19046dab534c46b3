"""A selection as a file: missions and their layers, or another table, in the format of a suffix."""

from typing import Protocol

from geo.atlas import Atlas
from geo.exporters.contents import CONTENTS
from geo.exporters.feature_collections import geojson
from geo.exporters.formats import (
    DATASET,
    EXPORTERS,
    FORMATS,
    chosen_layers,
    exported,
    suffix_of,
    write_file,
)
from geo.exporters.frames import COLUMNS, LAYERS, Frames
from geo.exporters.gis_files import draw_layers
from geo.exporters.tables import ABSENCES, absences, csv, dictionary_of, records, table
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
    "draw_layers",
    "exported",
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
