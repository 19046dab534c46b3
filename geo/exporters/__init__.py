"""What is shown, as bytes of a file format: GeoJSON after RFC 7946, CSV for spreadsheets."""

from __future__ import annotations

from geo.exporters.absences import ABSENCES, absences
from geo.exporters.features import geojson
from geo.exporters.tables import COLUMNS, csv, records, table

__all__ = ["ABSENCES", "COLUMNS", "absences", "csv", "geojson", "records", "table"]
