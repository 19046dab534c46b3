"""Make months.csv: names of the months in Unicode CLDR.

    pip install babel==2.19.0
    python data/words/build_months.py

A name that means two months in these languages is left out and printed.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from babel import Locale

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from geo.parties import fold  # noqa: E402

LOCALES = (
    *("en", "en_GB", "en_AU", "es", "es_PE", "es_AR", "fr", "fr_CA", "pt", "pt_PT", "de", "de_AT"),
    *("ru", "zh", "ar", "ar_SY", "ar_DZ", "ar_MA"),
)


def main() -> None:
    found: dict[tuple[str, str], tuple[int, str]] = {}
    several: dict[str, set[int]] = {}
    for locale in LOCALES:
        months = Locale.parse(locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in months[context][width].items():
                    if not name[0].isdigit():
                        several.setdefault(fold(name), set()).add(month)
                        found.setdefault((locale[:2], fold(name)), (month, name))
    for name, ones in several.items():
        if len(ones) > 1:
            print("left out:", name, sorted(ones))
    rows = sorted(
        (language, month, name)
        for (language, folded), (month, name) in found.items()
        if len(several[folded]) == 1
    )
    with (HERE / "months.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["language", "month", "name"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
