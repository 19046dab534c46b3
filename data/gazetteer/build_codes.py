"""Make codes.csv: codes of states in the schemes of political science.

    pip install --no-deps countrycode==0.6.0 country_converter==1.3.2
    python data/gazetteer/build_codes.py

A code is a fact that both lists, or the only one that has it, give; where they contradict each
other, or a code belongs to a state that has ended, the cell is blank unless README.md says why not.
"""

from __future__ import annotations

import csv
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


def main() -> None:
    listed = pickle.loads((resources.files("countrycode") / "data/codelist.pickle").read_bytes())
    rows = [dict(zip(listed, values, strict=True)) for values in zip(*listed.values(), strict=True)]
    by_code = {row["iso3c"]: row for row in rows if row["iso3c"]}
    by_name = {row["country.name.en"]: row for row in rows}
    text = (resources.files("country_converter") / "country_data.tsv").read_text("utf-8")
    table = csv.DictReader(text.splitlines(), delimiter="\t")
    other = {row["ISO3"]: row["GWcode"] for row in table}
    with (HERE / "parties.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    found = []
    for code in codes:
        row = by_name[NAMED[code]] if code in NAMED else by_code.get(code, {})
        cow, gw = (str(row.get(name) or "") for name in ("cown", "gwn"))
        cow = "" if (code, cow) in ENDED else cow
        both = {one for one in (gw, other.get(code, "")) if one and (code, one) not in ENDED}
        if cow or both:
            found.append(
                [
                    code,
                    cow,
                    (row.get("cowc") or "") if cow else "",
                    both.pop() if len(both) == 1 else "",
                ]
            )
    with (HERE / "codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["code", "cow", "cow_abbreviation", "gw"], *found])


if __name__ == "__main__":
    main()
