"""Parties and cities: codes, names, seats. A name is exact, or it is refused.

Nothing here guesses. A text names a party when, folded (see `fold`), it equals
one of the party's codes, Wikidata ids, names in ten languages, or curated
aliases; "Korea" and a bare "Congo" are refused with their candidates.

The tables lie in ``data/gazetteer``, with their provenance. Coordinates are
CRS84: degrees, longitude first.
"""

from __future__ import annotations

from geo.parties.city_records import cities, city
from geo.parties.code_schemes import Codes, codes_of, region
from geo.parties.confusable import mistakable, named
from geo.parties.folding import fold
from geo.parties.lookup import begun, near, parties, party, party_by_code, state, territories
from geo.parties.records import CREDIT, LANGUAGES, Called, City, State

__all__ = [
    "CREDIT",
    "LANGUAGES",
    "Called",
    "City",
    "Codes",
    "State",
    "begun",
    "cities",
    "city",
    "codes_of",
    "fold",
    "mistakable",
    "named",
    "near",
    "parties",
    "party",
    "party_by_code",
    "region",
    "state",
    "territories",
]
