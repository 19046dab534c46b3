"""Kinds of missions, by the words and the Wikidata ids with which sources name them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from geo.errors import quoted
from geo.importers.words import key, like, meaning, table, words


@cache
def by_id() -> Mapping[str, str]:
    """Wikidata id of a type -> kind. Types that name the sender are taken for what they are."""
    return {id: kind for id, kind, _ in table("wikidata_kinds")}


def kind_of(qid: str, word: str) -> str:
    """The kind of mission that a source means."""
    return by_id().get(qid) or meaning("kinds", word)


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
