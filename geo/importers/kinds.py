"""Kinds of missions, by the words and the Wikidata ids with which sources name them."""

from __future__ import annotations

from typing import Final

from geo import parties
from geo.vocabulary import KINDS

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

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "embassy": ("embassy", "embajada", "ambassade", "botschaft", "embaixada", "ambasciata"),
    "high_commission": ("high commission", "alto comisionado", "haut commissariat"),
    "nunciature": ("nunciature", "apostolic nunciature", "nunciatura", "nunciatura apostolica"),
    "delegation": ("delegation", "delegation of the european union", "eu delegation"),
    "mission": ("mission", "diplomatic mission", "permanent mission"),
    "interests_section": ("interests section", "interest section"),
    "residence": ("residence", "ambassadors residence"),
    "branch_embassy": ("branch embassy", "embassy branch office", "embassy office"),
    "consulate_general": (
        "consulate general",
        "general consulate",
        "consulado general",
        "consulat general",
        "generalkonsulat",
    ),
    "consulate": ("consulate", "consulado", "consulat", "konsulat", "assistant high commission"),
    "consular_office": ("consular office", "consular section"),
    "consular_agency": ("consular agency",),
    "honorary_consul": (
        "honorary consul",
        "honorary consulate",
        "honorary consulate general",
        "consulado honorario",
        "consulat honoraire",
        "honorarkonsulat",
    ),
    "representative_office": (
        "representative office",
        "representation",
        "de facto embassy",
        "de facto consulate",
        "trade office",
    ),
    "liaison_office": ("liaison office", "liaison"),
    "subnational": ("subnational", "quebec government office", "government office"),
}
BY_WORD: Final[dict[str, str]] = {
    **{kind.replace("_", " "): kind for kind in KINDS},
    **{word: kind for kind, words in _WORDS.items() for word in words},
}
"""Folded words of a type -> kind. Exact, like names of states."""

_PLAIN: Final = {
    **{parties.fold(kind.replace("_", " ")): kind for kind in KINDS},
    "apostolic nunciature": "nunciature",
    "honorary consulate": "honorary_consul",
}


def kind_of(qid: str, word: str) -> str:
    """The kind of mission that a source means."""
    return BY_ID.get(qid) or BY_WORD.get(parties.fold(word), "")


def says_less(kind: str, word: str) -> bool:
    """Whether a kind says less than the word of the source, which is then kept beside it."""
    return bool(word) and _PLAIN.get(parties.fold(word)) != kind
