"""Two embassies and the line between them.

North Korea's embassy in Caracas is somewhere in Las Mercedes; Venezuela's in Pyongyang is near the
Vietnamese and Polish embassies. What is known of each, and how exactly, and the line as a figure.
"""

from pathlib import Path

import geo

atlas = geo.Atlas.open()
_, hits = geo.find(atlas, "Las Mercedes")
assert "prk-embassy-caracas" in {hit.id for hit in hits}

pair = geo.Selection(among=("Venezuela", "North Korea"), as_of="2019-09-01")
missions = atlas.missions(pair)
for mission in missions.itertuples():
    print(f"{mission.name}: {mission.status}, {mission.method}, opened {mission.opened}")

(line,) = geo.lines(atlas, pair).query("kind == 'pair'").itertuples()
print(f"{line.distance_m / 1000:,.0f} km")
assert 14_300 < line.distance_m / 1000 < 14_450

Path("pair.svg").write_bytes(geo.figure(atlas, pair, format="svg"))
