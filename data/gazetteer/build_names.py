"""Make names.csv: names of parties in all languages of Unicode CLDR, and those of UN and ISO.

    pip install babel==2.19.0 && pip install --no-deps countrycode==0.6.0
    python data/gazetteer/build_names.py

Names are written folded (geo.parties.fold), and only if parties.csv and aliases.csv do
not have it. A name of two parties is written with both codes, and the lookup refuses it. If a name
there is CLDR's for another party, nothing is written: add it to aliases.csv with both codes.
"""

from __future__ import annotations

import csv
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from geo.parties import parties  # noqa: E402
from geo.parties.names import name_key, names_of_tables  # noqa: E402

# Territories of CLDR that are parties here but not states.
ENTITIES = {"EU": "EUE", "UN": "UNO"}
# The Americas and Latin America: no state is meant by their names.
CONTINENTS = {"019": "(019)", "419": "(419)"}
# Names of a part, which a language of CLDR has for the state.
OF_A_PART = {"england"}
# Names in some language that are common words in others.
WORDS = {"end", "man", "poo", "sin"}
TOO_SHORT = re.compile("[a-z]{1,2}|a[.]s")  # Abbreviations that may as well be codes: Ru, Sa.
OF_COUNTRYCODE = re.compile(
    r"cldr\.(name|short|variant)\.\w+|un\.name\.\w+|iso\.name\.\w+|country\.name\.\w\w"
)


def codes() -> dict[str, str]:
    """Alpha-2 code -> code of the party; the code itself where it is a territory and no party."""
    known = {one.alpha2: one.code for one in parties() if one.alpha2}
    territories = (code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", code))
    return CONTINENTS | {
        code: known.get(code) or ENTITIES.get(code) or f"({code})" for code in territories
    }


def of_babel(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    for identifier in localedata.locale_identifiers():
        for code, name in Locale.parse(identifier).territories.items():
            if code in known:
                yield known[code], name


def of_countrycode(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The short forms and variants of CLDR, which babel leaves out, and names of the UN and ISO."""
    text = (resources.files("countrycode") / "data/codelist.pickle").read_bytes()
    listed = pickle.loads(text)
    columns = [name for name in listed if OF_COUNTRYCODE.fullmatch(name)]
    for n, code in enumerate(listed["iso2c"]):
        for column in columns if code else ():
            if listed[column][n]:
                yield known[code], listed[column][n]


def main() -> None:
    known = codes()
    alpha2 = {code: two for two, code in known.items()}  # CLDR's mark for a missing name
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in (*of_babel(known), *of_countrycode(known)):
        if name not in (code, alpha2.get(code)) and (key := name_key(name)):
            found[key].add(code)
    tables = names_of_tables()
    wrong = [
        f"{name!r} names {'|'.join(sorted({*codes, *tables[name]}))}"
        for name, codes in found.items()
        if name in tables and codes - set(tables[name])
    ]
    if wrong:
        sys.exit("\n".join(wrong))
    rows = sorted(("|".join(sorted(codes)), name) for name, codes in found.items())
    rows = [
        row for row in rows if "(" not in row[0] and row[1] not in {*tables, *OF_A_PART, *WORDS}
    ]
    rows = [row for row in rows if not TOO_SHORT.fullmatch(row[1])]
    with (HERE / "names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["codes", "name"], *rows])
    shared = [f"  {name}: {codes}" for codes, name in rows if "|" in codes]
    version = get_global("cldr")["version"]
    print(f"CLDR {version}: {len(rows)} names; of two parties:", *shared, sep="\n")


if __name__ == "__main__":
    main()
