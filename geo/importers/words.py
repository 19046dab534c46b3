"""Words that tables use for fields, types of missions and statuses, in several languages."""

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from geo import package_files
from geo.errors import quoted
from geo.parties import fold

_UNIT: Final = re.compile(
    r"[(\[]\s*(?:°|deg|degs|degrees?|dec\.?|decimals?|decimal degrees|dd|dms|wgs ?84|epsg:4326|"
    r"grados?|graus?|degrés?|grad|градусы?|度|درجة|m|metres?|yyyy(?:-mm(?:-dd)?)?|iso ?8601|edtf)"
    r"\s*[)\]]|°",
    re.IGNORECASE,
)
_LONGEST: Final = 100
_LIKE: Final = 0.75


class Word(NamedTuple):
    """One word as a table writes it."""

    written: str
    meanings: tuple[str, ...]
    more: bool  # More specific than its meaning: a legation is a mission, and a type of its own


def key(text: str) -> str:
    """A text to compare: folded and without spaces, which files may lose."""
    return fold(text).replace(" ", "")


def heading_key(text: str) -> str:
    """A heading to compare, without a unit in brackets."""
    return key(_UNIT.sub(" ", text))


def table(name: str) -> list[list[str]]:
    """The rows of a list of words, without its headings."""
    with (package_files.folder("words") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)][1:]


@cache
def words(name: str) -> Mapping[str, Word]:
    """Key -> word, of ``headings``, ``kinds`` or ``statuses``, in the order of the file."""
    found: dict[str, Word] = {}
    for meaning, _, listed, *more in table(name):
        for written in listed.split("|"):
            old = found.get(key(written), Word(written, (), bool(more and more[0])))
            if meaning not in old.meanings:
                old = old._replace(meanings=(*old.meanings, meaning))
            found[key(written)] = old
    return found


def meaning(name: str, text: str) -> str:
    """What a word means; blank where it is not listed."""
    word = words(name).get(key(text))
    return word.meanings[0] if word else ""


def like(text: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Those of some texts that are spelt like one: to be suggested, never used."""
    keys = {key(one): one for one in reversed([*known]) if key(one)}
    close = difflib.get_close_matches(key(text)[:_LONGEST], keys, n=most, cutoff=_LIKE)
    return [keys[one] for one in close]


def did_you_mean(near: Iterable[str]) -> str:
    """Suggestions as a sentence; blank where there are none."""
    shown = " or ".join(near)
    return f"Did you mean {shown}? " if shown else ""


@cache
def kinds_by_id() -> Mapping[str, str]:
    """Wikidata id of a type -> kind. Types that name the sender are taken for what they are."""
    return {id: kind for id, kind, _ in table("wikidata_kinds")}


def kind_of(qid: str, word: str) -> str:
    """The kind of mission that a source means by a Wikidata id or a word."""
    return kinds_by_id().get(qid) or meaning("kinds", word)


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
