"""Every mission of a dataset as it was on a day: what two days or two datasets are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas
    from geo.i18n import Translator
    from geo.selection import Selection

OWN: Final = ("id", "sending", "receiving", "kind", "city")
STATUS: Final = ("status", "certainty", "opened", "closed")
PLACE: Final = ("longitude", "latitude", "tolerance_m", "exactness")
LABEL: Final = ("name", "kind", "sending", "receiving", "city")
COLUMNS: Final = (*OWN, "name", *STATUS, *PLACE)


def situation(atlas: Atlas, chosen: Selection, tr: Translator | None = None) -> pd.DataFrame:
    """The missions that the filters match, whatever their status; their own names may be blank.

    With a translator those that are shown alone, each with the name that it has in a file.
    """
    import pandas as pd

    of = atlas.mission_filter
    state = of.state(chosen)
    rows = np.flatnonzero(state.shown if tr else state.wanted & state.known)
    told, placed = of.intervals
    found: dict[str, Any] = {name: of.columns[name][rows] for name in (*OWN, "name")}
    found |= {name: told[name][state.status_interval[rows]] for name in STATUS}
    found |= {name: placed[name][state.placement[rows]] for name in PLACE}
    found["certainty"] = [str(one) for one in found["certainty"]]
    if tr:
        parts = zip(*(found[name] for name in LABEL), strict=True)
        found["name"] = [own or tr.label(*label) for own, *label in parts]
    return pd.DataFrame({name: found[name] for name in COLUMNS})
