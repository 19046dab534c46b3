"""A dataset in which every text is hostile."""

from __future__ import annotations

import dataclasses
from typing import Final

from geo.dataset import Dataset

OUTSIDE: Final = "http://outside.invalid"

PAYLOADS: Final = (
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=1</script>",
    "</title></style></textarea><svg onload=window.hit=1>",
    "`${window.hit=1}`",
    "${window.hit=1}{{window.hit=1}}{%raw%}",
    "'+(window.hit=1)+'\\x27;window.hit=1//",
    '";window.hit=1;//\\',
    f"![x]({OUTSIDE}/a.png)[y](javascript:window.hit=1)<{OUTSIDE}>",
    "\u202egnp.exe\u202c\u2066\u2069\ufeff",
    f'=HYPERLINK("{OUTSIDE}","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "*:red[x]* :smile: :material/home: $x^2$ <br> ~~y~~ # z",
)

LONG: Final = "<b onmouseover=window.hit=1>" + "x" * 100_000

ADDRESS: Final = "https://outside.invalid/'onmouseover='window.hit=1'`${window.hit=1}`"

FREE: Final = {
    "sources": ("publisher", "title", "language", "licence", "note"),
    "missions": ("name",),
    "events": ("detail", "attributed_to", "reason"),
    "positions": ("attributed_to", "reason"),
    "heads": ("name", "rank", "city", "reason"),
    "relations": ("title", "detail", "place", "attributed_to", "reason"),
    "coverage": ("city", "attributed_to", "reason"),
    "claims": ("value", "locator", "attributed_to", "reason"),
    "places": ("name", "city", "derivation"),
}

MISSION: Final = "prk-embassy-caracas"


def spoiled(source: Dataset) -> Dataset:
    """A copy of a dataset with a hostile string in every free text field of every row."""
    number = 0
    rows = {}
    for table, records in source.rows.items():
        rows[table] = []
        for record in records:
            changed = dict(record)
            for column in FREE[table]:
                if column == "city" and record.get("face") == "none":
                    continue  # nothing covers, so there is no city: anything there is a fault
                changed[column] = f"{PAYLOADS[number % len(PAYLOADS)]} {number}"
                number += 1
            if table == "sources":
                changed["url"] = changed["archived_url"] = ADDRESS
            rows[table].append(changed)
    for table, column in (("events", "detail"), ("sources", "title"), ("claims", "value")):
        rows[table][0][column] = LONG
    for mission in rows["missions"]:
        placed = any(row["mission"] == mission["id"] for row in rows["positions"])
        if placed:
            mission["city"] = f"{mission['city']} {PAYLOADS[0]}".strip()
    longest = next(row for row in rows["events"] if row["mission"] == MISSION)
    longest["detail"] = LONG
    own = {**source.own, "title": PAYLOADS[1] + PAYLOADS[0], "name": "spoiled"}
    return dataclasses.replace(source, rows=rows, own=own)
