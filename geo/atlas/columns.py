"""The columns of the tables that an atlas gives, each documented here and nowhere else."""

from __future__ import annotations

from typing import Final

MISSIONS: Final[dict[str, str]] = {
    "id": "id of the mission",
    "name": "its own name, or type, sending state and city in English",
    "sending": "code of the sending state",
    "receiving": "code of the receiving state",
    "city": "city; blank if not known",
    "kind": "type, as in OpenStreetMap",
    "status": "announced, preparing, open, suspended, closed or unknown; undated where no source "
    "says whether it had opened",
    "certainty": "yes or `perhaps` (possibly): certainty of that status",
    "opened": "when it last opened (EDTF), apart from suspensions; blank where not known",
    "closed": "when that span ended (EDTF), as first reported; blank where it is not closed",
    "last_evidence": "last day on which a source shows it (EDTF); a month or a year where no "
    "source gives more; blank where none gives any",
    "last_source": "id of the source of that day",
    "geometry": "point, CRS84, longitude first",
    "radius_m": "radius around the point in metres; NaN if not known: for a "
    "country only, for coordinates that are unverified, and for doubtful ones",
    "method": "method of the position",
    "exactness": "precision of the position, a word of geo.vocabulary.EXACTNESS",
    "off_m": "metres of doubtful coordinates from the state, or from the city; else NaN",
    "sources": "ids of the sources of its timeline and position, joined with |",
}
"""The columns of :meth:`geo.Atlas.missions`."""

RELATIONS: Final[dict[str, str]] = {
    "id": "id of the relation",
    "kind": "type of relation; accreditation for a row of the table coverage",
    "a": "code of the first party; the sending state of an accreditation",
    "b": "code of the second party; the state of an accreditation without a resident mission",
    "third": "code of a third party; blank for none",
    "date": "when (EDTF); blank where not known",
    "sense": "meaning of the date",
    "title": "title",
    "detail": "description",
    "place": "place; of an accreditation, the city of the mission",
    "certainty": "yes or `perhaps` (possibly): whether it had happened by the as-of date",
    "sources": "ids of its sources, joined with |",
}
"""The columns of :meth:`geo.Atlas.relations`."""

CITED: Final = {
    "source_titles": "title",
    "source_publishers": "publisher",
    "source_kinds": "kind",
    "source_dates": "published",
    "source_read": "accessed",
    "source_urls": "url",
}
"""Column of an exported mission -> the column of its sources that it lists."""
