"""What is shown as CSV, for spreadsheets: nothing in it can run."""

from __future__ import annotations

import csv as _csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from geo import dates, i18n
from geo.atlas.columns import MISSIONS
from geo.dataset import Source, ids_of
from geo.provenance import sealed
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas
    from geo.i18n import Translator

COLUMNS: Final[dict[str, str]] = {
    "id": "id of the mission",
    "name": "its own name, or type, sending state and city in the chosen language",
    "sending": "code of the sending state",
    "sending_name": "its name",
    "receiving": "code of the receiving state",
    "receiving_name": "its name",
    "city": "city; blank if not known",
    "kind": "type, as in OpenStreetMap",
    "status": "announced, preparing, open, suspended, closed or unknown; undated where no source "
    "says whether it had opened",
    "certainty": "yes or `perhaps` (possibly): certainty of that status",
    "opened": MISSIONS["opened"],
    "closed": MISSIONS["closed"],
    "last_evidence": MISSIONS["last_evidence"],
    "last_source": "id of the source of that day",
    "longitude": "degrees, CRS84",
    "latitude": "degrees, CRS84",
    "radius_m": "radius around the point in metres; blank if not known",
    "method": "method of the position",
    "exactness": "precision of the position, a word of geo.vocabulary.EXACTNESS",
    "off_m": "metres by which doubtful coordinates lie outside the state, or from the city",
    "sources": "ids of the sources of its timeline and position, joined with |",
    "licences": "licences of the data of those sources, joined with |; blank if none is named",
    "as_of": "as-of date",
    "known_on": "date up to which sources are used; blank for all sources",
}
"""The columns of :func:`csv`."""

_DIGITS: Final = 6


def csv(atlas: Atlas, selection: Selection | None = None, *, language: str = "en") -> bytes:
    """The missions that a selection shows, as CSV for a spreadsheet."""
    tr = i18n.tr(language)
    chosen = selection or Selection()
    rows = records(atlas, chosen, atlas.missions(chosen), tr)
    made = table(list(COLUMNS), [[row[name] for name in COLUMNS] for row in rows])
    return sealed(made, "csv", "table", atlas, chosen, language=language)


def records(
    atlas: Atlas, chosen: Selection, frame: gpd.GeoDataFrame, tr: Translator
) -> list[dict[str, object]]:
    """Missions as the rows of a table, each with what :data:`COLUMNS` names."""
    as_of = (dates.day_of(chosen.as_of) if chosen.as_of else dates.today()).isoformat()
    known_on = dates.day_of(chosen.known_on).isoformat() if chosen.known_on else ""
    sources = atlas.dataset.sources.by_id
    rows = []
    for row, point in zip(frame.to_dict("records"), frame.geometry, strict=True):
        own = atlas.mission(row["id"]).name
        label = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
        row |= {
            "name": own or label,
            "sending_name": tr.party(row["sending"]),
            "receiving_name": tr.party(row["receiving"]),
            "longitude": round(point.x, _DIGITS),
            "latitude": round(point.y, _DIGITS),
            **{name: _whole(row[name]) for name in ("radius_m", "off_m")},
            "licences": licences(sources, row["sources"]),
            "as_of": as_of,
            "known_on": known_on,
        }
        rows.append({name: row[name] for name in COLUMNS})
    return rows


def licences(sources: Mapping[str, Source], ids: str) -> str:
    """The licences of the data of sources, joined with ``|``."""
    return "|".join(sorted({sources[id].licence for id in ids_of(ids)} - {""}))


def _whole(metres: float) -> int | None:
    return None if math.isnan(metres) else round(metres)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV that spreadsheets open as it is meant.

    A text that a spreadsheet would take for a formula has an apostrophe before it, as have
    control characters at its beginning; numbers stay numbers.
    """
    out = io.StringIO()
    writer = _csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([i18n.inert(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")
