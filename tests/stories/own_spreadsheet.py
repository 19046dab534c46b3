"""One's own spreadsheet becomes a dataset.

A desk keeps two missions in a table. They are imported with their source, checked and listed.
"""

from pathlib import Path

import geo

Path("desk.csv").write_text(
    "sending,receiving,type,city,opened\n"
    "Uruguay,Venezuela,embassy,Caracas,1950\n"
    "Iceland,North Korea,embassy,Pyongyang,\n",
    encoding="utf-8",
)
report = geo.import_table("desk.csv", "desk", publisher="Our desk", date="2026-11-01")
print(report)
assert geo.check("desk") == []
print(geo.Atlas.open("desk").missions(geo.Selection())[["name", "status", "opened"]].to_string())
