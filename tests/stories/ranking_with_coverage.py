"""A ranking that says what it does not know.

Which states receive most embassies, and of how many other states that is known at all. States of
which too little is known come last, without a place.
"""

import geo

atlas = geo.Atlas.open()
embassies = geo.Selection(kinds=("embassy",), as_of="2024-01-31")
table = geo.rank(atlas, embassies, by="receiving", coverage=0.1)
columns = ["code", "missions", "possible", "denominator", "no_data", "coverage", "apart"]
print(table[columns].head(10).to_string(index=False))

placed, apart = table[~table["apart"]], table[table["apart"]]
assert (placed["coverage"] >= 0.1).all()
assert (apart["coverage"] < 0.1).all()
