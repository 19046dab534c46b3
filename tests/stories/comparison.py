"""Two states compared: whom both have an embassy with, and where only one is."""

import geo

atlas = geo.Atlas.open()
found = geo.compare(atlas, ["Venezuela", "North Korea"], since="2014-01-01")
print(found.numbers[["code", "end", "missions", "possible", "no_data"]].to_string(index=False))
print(found.receiving["held"].value_counts().to_string())
assert set(found.receiving["held"]) <= {"shared", "some", "exclusive", "only_known"}
