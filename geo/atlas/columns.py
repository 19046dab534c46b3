"""The columns of the tables that an atlas gives, each documented here and nowhere else."""

from __future__ import annotations

from typing import Final

MISSIONS: Final[dict[str, str]] = {
    "id": "id of the mission",
    "name": "its own name, else kind, sending state and city in English",
    "sending": "code of the sending state",
    "receiving": "code of the receiving state",
    "city": "city it stands in; blank where not known",
    "kind": "kind, as in OpenStreetMap",
    "status": "announced, preparing, open, suspended, closed or unknown; undated where no source "
    "says whether it had opened",
    "certainty": "yes or perhaps: whether it surely had that status",
    "opened": "when its last span of being open began (EDTF), which a suspension does not end; "
    "blank where not known",
    "closed": "when that span ended (EDTF), as first told; blank where it is not closed",
    "last_evidence": "last day on which a source shows it (EDTF); a month or a year where no "
    "source gives more; blank where none gives any",
    "last_source": "id of the source of that day",
    "geometry": "point, CRS84, longitude first",
    "radius_m": "metres round the point within which it stands; NaN where not known: for a "
    "country only, for coordinates that are unverified, and for doubtful ones",
    "method": "how it was placed",
    "exactness": "how exactly that is known, a word of geo.vocabulary.EXACTNESS",
    "off_m": "metres of doubtful coordinates from the state, or from the city; else NaN",
    "sources": "ids of the sources of its course and position, joined with |",
}
"""The columns of :meth:`geo.Atlas.missions`."""

RELATIONS: Final[dict[str, str]] = {
    "id": "id of the relation",
    "kind": "kind of relation; accreditation for a row of the table coverage",
    "a": "code of the first party; the sending state of an accreditation",
    "b": "code of the second party; the covered state of an accreditation",
    "third": "code of a third party; blank for none",
    "date": "when (EDTF); blank where not known",
    "sense": "how the date is meant",
    "title": "what it is",
    "detail": "what is told of it",
    "place": "where; the covering city of an accreditation",
    "certainty": "yes or perhaps: whether it surely had happened by the as-of day",
    "sources": "ids of its sources, joined with |",
}
"""The columns of :meth:`geo.Atlas.relations`."""
