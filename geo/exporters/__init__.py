"""What is shown, as bytes of a file format: GeoJSON after RFC 7946, CSV for spreadsheets."""

from __future__ import annotations

from geo.exporters.absence_csv import ABSENCES, absences
from geo.exporters.csv_tables import COLUMNS, csv, records, table
from geo.exporters.features import geojson

__all__ = ["ABSENCES", "COLUMNS", "absences", "csv", "geojson", "records", "table"]
