"""A table of pairs of states by year, ready for a regression.

One row a pair, direction and year of which anything is known, with codes of Correlates of War and
Gleditsch and Ward. A year without evidence is missing; it is not zero.
"""

from pathlib import Path

import pandas as pd

import geo
from geo.exporters import write_file

atlas = geo.Atlas.open()
write_file(atlas, geo.Selection(states=("VEN",)), Path("dyads.csv"), content="dyads")
table = pd.read_csv("dyads.csv", keep_default_na=False)
print(table.groupby("year")["level_rank"].agg(["size", "mean"]).tail().to_string())
assert {"sending_cow", "receiving_gw", "year", "certainty"} <= set(table.columns)
assert not table.duplicated(["sending", "receiving", "year"]).any()
