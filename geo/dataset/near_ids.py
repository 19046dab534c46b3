"""Ids that may be meant by one that nothing has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

_MOST: Final = 3
_COMMON: Final = 500
"""Ids that share a part up to which the part tells anything."""

_ASKED: Final = 50
"""Texts for which likeness is worked out; a table that is wrong throughout is not one slip."""

_LONGEST: Final = 200


class Nearest:
    """The ids of a dataset, looked through for those that are like a text."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = ids
        self._by_part: dict[str, list[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}

    def to(self, text: str) -> tuple[str, ...]:
        """The ids nearest to a text, at most three."""
        if text not in self._found:
            if len(self._found) >= _ASKED or len(text) > _LONGEST:
                return ()
            self._found[text] = tuple(
                difflib.get_close_matches(text, self._candidates(text), n=_MOST)
            )
        return self._found[text]

    def _candidates(self, text: str) -> list[str]:
        if not self._by_part:
            for id in sorted(self._ids):
                for part in dict.fromkeys(id.split("-")):
                    self._by_part.setdefault(part, []).append(id)
        shared = sorted((self._by_part.get(part, []) for part in text.split("-")), key=len)
        few = [ids for ids in shared if 0 < len(ids) <= _COMMON]
        return list(dict.fromkeys(id for ids in few[:_MOST] for id in ids))
