"""How to read a table, as the user specifies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a table is to be read, where its own form does not say it.

    Attributes
    ----------
    layer
        Sheet or layer to read; blank: the one that lists missions.
    header_row
        Row of the headings, counted from 1; 0: it is found.
    crs
        Coordinate reference system of x, y and of geometries that name none, such as
        ``EPSG:3857``; blank: CRS84, degrees.
    codes
        Scheme of the codes of states; blank: ISO 3166-1.
    date_order
        ``day-first`` or ``month-first``, for dates such as 12/03/2011; blank: they are refused.
    columns
        Field -> heading of its column; a blank heading leaves the field out.
    constants
        Field -> value of all rows.
    values
        Field -> what is written in the table -> what is meant.
    """

    layer: str = ""
    header_row: int = 0
    crs: str = ""
    codes: str = ""
    date_order: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
