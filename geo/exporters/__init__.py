"""What is shown, as bytes of a file format: GeoJSON after RFC 7946."""

from __future__ import annotations

from geo.exporters.features import geojson

__all__ = ["geojson"]
