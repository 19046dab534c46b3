"""Kinds of missions, by the words and the Wikidata ids with which sources name them."""

from __future__ import annotations

from typing import Final

from geo.errors import quoted
from geo.importers.words import key, like, meaning, words

BY_ID: Final[dict[str, str]] = {
    "Q3917681": "embassy",
    "Q113065939": "embassy",  # Embassy of the United States
    "Q18414273": "high_commission",
    "Q19600600": "high_commission",  # British High Commission
    "Q4824242": "high_commission",  # Australian High Commission
    "Q620045": "nunciature",
    "Q2712647": "representative_office",  # apostolic delegation: to a church, not to a state
    "Q94158456": "interests_section",
    "Q213283": "mission",  # diplomatic mission
    "Q73414365": "mission",  # diplomatic mission of El Salvador
    "Q2360219": "mission",  # permanent mission
    "Q372690": "consulate_general",
    "Q108058047": "consulate_general",  # Consulate General of Sweden
    "Q112307194": "consulate_general",  # Consulate General of Belgium
    "Q7843791": "consulate",
    "Q10686185": "consulate",  # consulates of Sweden
    "Q73088858": "consulate",  # assistant high commission: a consulate in the Commonwealth
    "Q24868622": "consular_office",
    "Q1783003": "consular_agency",
    "Q23891529": "honorary_consul",
    "Q5244910": "representative_office",  # de facto embassy
    "Q61881945": "representative_office",  # de facto consulate
    "Q7314257": "representative_office",
    "Q579581": "representative_office",  # Taipei Representative Office
    "Q4461020": "representative_office",  # trade office
    "Q64779402": "liaison_office",
    "Q431071": "subnational",  # Quebec Government Office
}
"""Wikidata id of a type -> kind. Types that name the sender are taken for what they are."""


def kind_of(qid: str, word: str) -> str:
    """The kind of mission that a source means."""
    return BY_ID.get(qid) or meaning("kinds", word)


def says_less(kind: str, word: str) -> bool:
    """Whether a kind says less than the word of the source, which is then kept beside it."""
    known = words("kinds").get(key(word))
    return bool(word) and (known is None or known.more or known.meanings != (kind,))


def near_kinds(word: str) -> list[str]:
    """Words that are spelt like one, each of another kind, with its kind."""
    known = words("kinds")
    found: dict[str, str] = {}
    for one in like(word, (one.written for one in known.values()), most=9):
        found.setdefault(known[key(one)].meanings[0], one)
    return [f"{quoted(one)} ({kind})" for kind, one in found.items()][:3]
