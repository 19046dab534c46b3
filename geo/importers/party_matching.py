"""Cells -> parties: by Wikidata id, or where none is given by exact name. Never by likeness."""

from __future__ import annotations

from collections import Counter

from geo import parties
from geo.errors import AmbiguousState, StateError
from geo.importers.inputs import Named


class Namer:
    """Finds the party that a cell names, and remembers how it was found."""

    def __init__(self) -> None:
        self.ways: Counter[str] = Counter()
        self._known: dict[Named, tuple[str, str]] = {}

    def __call__(self, cell: Named) -> str:
        """The code of the party that a cell names."""
        code, way = self.look(cell)
        self.ways[way] += 1
        return code

    def look(self, cell: Named) -> tuple[str, str]:
        """The code and the way it was found, without counting."""
        found = self._known.get(cell)
        if found is None:
            found = self._known[cell] = _resolved(cell)
        return found


def why_not(cell: Named) -> str:
    """Why a cell names no party: it is not listed, or its name may mean several."""
    what = "Wikidata id" if cell.qid else "name"
    try:
        parties.party(cell.qid or cell.name)
    except AmbiguousState as error:
        names = (f"{code} ({parties.party_by_code(code).name})" for code in error.candidates)
        return f"the {what} may mean {' or '.join(names)}"
    except StateError:
        pass
    return f"unknown {what} of a state or entity"


def _resolved(cell: Named) -> tuple[str, str]:
    try:
        party = parties.party(cell.qid or cell.name)
    except StateError:
        return "", "unresolved"
    return party.code, "by id" if cell.qid else "by name"
