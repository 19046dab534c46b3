"""Texts as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS = str.maketrans(
    dict(zip("øłđðħıŧə", "olddhite", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_DROPPED = frozenset(".'’‘ʻʼ`´ˈ′＇")
# Marks that spelling may leave out: Latin, Greek, Cyrillic, Hebrew points, Arabic vowel signs.
# Marks of Indic scripts and kana change the word and stay.
_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)


def _is_mark(character: str) -> bool:
    point = ord(character)
    return point >= _MARKS[0][0] and any(low <= point <= high for low, high in _MARKS)


@lru_cache(maxsize=16_384)
def _kept(character: str) -> str:
    if character in _DROPPED or _is_mark(character):
        return ""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


_ASCII: Final = {point: _kept(chr(point).lower()) for point in range(128)}


_APOSTROPHES: Final = dict.fromkeys(map(ord, "´ˊ′"), "'")
"""Marks that a normal form would part from their letter: a space and an accent."""


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
