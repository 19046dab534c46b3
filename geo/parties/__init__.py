"""Parties and cities: codes, names, seats. A name is exact, or it is refused.

Nothing here guesses. A text names a party when it is one of its codes, in
capitals, or when, folded (see `fold`), it equals one of its Wikidata ids, its
names in the languages of Unicode CLDR, or curated aliases. "Korea" and a bare
"Congo" are refused with their candidates.

The tables lie in ``data/gazetteer``, with their provenance. Coordinates are
CRS84: degrees, longitude first.
"""

from geo.parties.codes import CODE_SCHEMES, codes_of, party_of_code
from geo.parties.folding import fold
from geo.parties.lexicon import mistakable, named
from geo.parties.names import near, party, state
from geo.parties.records import (
    CREDIT,
    LANGUAGES,
    Called,
    City,
    State,
    begun,
    cities,
    city,
    parties,
    party_by_code,
    region,
    territories,
)

__all__ = ["CODE_SCHEMES", "CREDIT", "LANGUAGES", "Called", "City", "State", "begun", "cities"]
__all__ += ["city", "codes_of", "fold", "mistakable", "named", "near", "parties", "party"]
__all__ += ["party_by_code", "party_of_code", "region", "state", "territories"]
