"""Who has no mission where, as CSV for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo import dates, i18n
from geo.atlas import absence
from geo.exporters.frames import licences
from geo.exporters.tables import table
from geo.provenance import sealed
from geo.selection import Selection

if TYPE_CHECKING:
    from geo.atlas import Atlas

ABSENCES: Final[dict[str, str]] = {
    "sending": absence.COLUMNS["sending"],
    "sending_name": "its name",
    "receiving": absence.COLUMNS["receiving"],
    "receiving_name": "its name",
    **{
        name: said for name, said in absence.COLUMNS.items() if name not in ("sending", "receiving")
    },
    "licences": "licences of the data of the sources, joined with |; blank where none is named",
    "as_of": "as-of date",
    "known_on": "date up to which sources are used; blank for all sources",
}
"""The columns of :func:`absences`."""


def absences(atlas: Atlas, selection: Selection, *, language: str = "en") -> bytes:
    """The absences that a selection asks about, as CSV for a spreadsheet."""
    tr, chosen = i18n.tr(language), selection
    as_of = (dates.day_of(chosen.as_of) if chosen.as_of else dates.today()).isoformat()
    known_on = dates.day_of(chosen.known_on).isoformat() if chosen.known_on else ""
    sources = atlas.dataset.sources.by_id
    rows = []
    for row in absence.absences(atlas, chosen).to_dict("records"):
        told = {
            **row,
            "sending_name": tr.party(row["sending"]),
            "receiving_name": tr.party(row["receiving"]),
            "licences": licences(sources, row["sources"]),
            "as_of": as_of,
            "known_on": known_on,
        }
        rows.append([told[name] for name in ABSENCES])
    made = table(list(ABSENCES), rows)
    return sealed(made, "csv", "absences", atlas, chosen, language=language)
