"""Texts as they are compared: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS = str.maketrans(
    dict(zip("øłđðħıŧə", "olddhite", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_DROPPED = frozenset(".'’‘ʻʼ`´ˈ′＇")
# Marks that spelling may leave out: Latin, Greek, Cyrillic, Hebrew points, Arabic vowel signs.
# Marks of Indic scripts and kana change the word and stay.
_MARKS: Final = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)


@lru_cache(maxsize=16_384)
def _kept(character: str) -> str:
    if character in _DROPPED or _MARKS.match(character):
        return ""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


_ASCII: Final = {point: _kept(chr(point).lower()) for point in range(128)}
# Marks that a normal form would split into a space and an accent
_APOSTROPHES: Final = dict.fromkeys(map(ord, "´ˊ′"), "'")


def _folded_once(text: str) -> str:
    text = text.translate(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(map(_kept, decomposed.translate(_LETTERS)))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def fold(text: str) -> str:
    """A text to compare: without case, accents, stops, apostrophes; punctuation as spaces."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    previous, folded = text, _folded_once(text)
    while folded != previous and not folded.isascii():
        previous, folded = folded, _folded_once(folded)
    return folded
