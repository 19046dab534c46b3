"""What the pair figure draws, mission by mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo import exporters
from geo.figures.pair.pair_facts import Pair
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import STATUSES

if TYPE_CHECKING:
    from geo.atlas import Atlas

END: Final = "end"
NAMED: Final = "nearby mission named by a source"
NEIGHBOUR: Final = "nearby mission"
OTHER: Final = "other mission"


def pair_listed(atlas: Atlas, selection: Selection, pair: Pair, tr: Translator) -> bytes:
    """The missions of a pair figure as CSV: see `geo.figures.table`."""
    roles: dict[str, tuple[str, float | str]] = {end.id: (END, "") for end in pair.ends}
    for end in pair.ends:
        for one in end.neighbours:
            far = round(one.distance_m) if end.is_point else ""
            roles.setdefault(one.id, (NAMED if one.named else NEIGHBOUR, far))
    for others in pair.others:
        for id in others.ids:
            roles.setdefault(id, (OTHER, ""))
    days = Selection(as_of=selection.as_of, known_on=selection.known_on, undated="none")
    found = [atlas.missions(days), atlas.missions(days.but(known_on=None, statuses=STATUSES))]
    frame = pd.concat(found, ignore_index=True).drop_duplicates("id")
    rows = {row["id"]: row for row in exporters.records(atlas, days, frame, tr)}
    columns = ["shown_as", *exporters.COLUMNS, "distance_m"]
    listed = [
        {"shown_as": role, **rows[id], "distance_m": far} for id, (role, far) in roles.items()
    ]
    return exporters.table(columns, [[row[name] for name in columns] for row in listed])
