"""The land borders: de facto, or from a viewpoint that Natural Earth records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo import parties
from geo.basemap.layers import Scale, layer_path, read
from geo.errors import InvalidSelection, quoted

if TYPE_CHECKING:
    import geopandas

NOT_DRAWN: Final = "none"
"""Kind of a line that a viewpoint does not recognise, or that only other viewpoints have."""

VIEWPOINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ARG": "AR",
        "BGD": "BD",
        "BRA": "BR",
        "CHN": "CN",
        "DEU": "DE",
        "EGY": "EG",
        "ESP": "ES",
        "FRA": "FR",
        "GBR": "GB",
        "GRC": "GR",
        "IDN": "ID",
        "IND": "IN",
        "ISR": "IL",
        "ITA": "IT",
        "JPN": "JP",
        "KOR": "KO",
        "MAR": "MA",
        "NLD": "NL",
        "NPL": "NP",
        "PAK": "PK",
        "POL": "PL",
        "PRT": "PT",
        "PSE": "PS",
        "RUS": "RU",
        "SAU": "SA",
        "SWE": "SE",
        "TUR": "TR",
        "TWN": "TW",
        "UKR": "UA",
        "USA": "US",
        "VNM": "VN",
    }
)
"""Code of each party whose viewpoint Natural Earth records -> the suffix it has there."""


def viewpoint(text: str) -> str:
    """The viewpoint that a text names."""
    asked = text.strip()
    if not asked or asked in VIEWPOINTS:
        return asked
    code = parties.party(asked).code
    if code not in VIEWPOINTS:
        raise _unknown(text)
    return code


def _unknown(text: str) -> InvalidSelection:
    return InvalidSelection(
        f"Natural Earth records no viewpoint {quoted(text)} on boundaries. Leave it out for the "
        f"de facto view, or choose one of {', '.join(VIEWPOINTS)}."
    )


def borders(scale: Scale = "50m", viewpoint: str = "") -> geopandas.GeoDataFrame:
    """Land borders as lines, CRS84.

    Columns: ``kind`` (``"border"``, or ``"disputed"`` for disputed and indefinite borders,
    claims and lines of control) and ``min_zoom``.
    """
    frame = kinds(scale)
    if viewpoint and viewpoint not in VIEWPOINTS:
        raise _unknown(viewpoint)
    frame["kind"] = frame[viewpoint or "kind"]
    shown = frame.loc[frame["kind"] != NOT_DRAWN, ["kind", "min_zoom", "geometry"]]
    return shown.reset_index(drop=True)


def kinds(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """All lines that any viewpoint draws, and of what kind they are for each, CRS84.

    Columns: ``kind`` (de facto), ``min_zoom``, ``geometry``, and one for each of `VIEWPOINTS`:
    ``"border"``, ``"disputed"`` or `NOT_DRAWN`.
    """
    import geopandas

    lines = read(layer_path("borders", scale))
    columns: dict[str, list[str]] = {code: list(lines["kind"]) for code in VIEWPOINTS}
    for kind in ("border", "disputed", NOT_DRAWN):
        for row, codes in enumerate(lines[f"{kind}_for"]):
            for code in codes.split():
                columns[code][row] = kind
    return geopandas.GeoDataFrame(
        {"kind": lines["kind"], "min_zoom": lines["min_zoom"], **columns},
        geometry=lines.geometry.to_numpy(),
        crs=lines.crs,
    )
