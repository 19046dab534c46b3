"""Cells -> parties: by Wikidata id, then by alias and exact name. Never by likeness."""

from __future__ import annotations

from collections import Counter

from geo import countries
from geo.errors import StateError
from geo.importers.entry import Named

__all__ = ["Namer"]


class Namer:
    """Finds the party that a cell names, and remembers how it was found.

    Attributes
    ----------
    ways
        How many cells were resolved ``by id`` and ``by name``, and how many were
        ``unresolved``.
    unresolved
        The cells that name no party, as they stand, with how often.
    """

    def __init__(self) -> None:
        self.ways: Counter[str] = Counter()
        self.unresolved: Counter[str] = Counter()
        self._known: dict[Named, tuple[str, str]] = {}

    def __call__(self, cell: Named) -> str:
        """The code of the party that a cell names.

        Parameters
        ----------
        cell
            Id and name. An id that no party has does not settle the matter: a ministry that
            acts for a state is often labelled with the state's name.

        Returns
        -------
        str
            Code of a state, territory or listed entity; blank where no party, or more
            than one, has this name.
        """
        code, way = self.look(cell)
        self.ways[way] += 1
        if not code:
            self.unresolved[str(cell)] += 1
        return code

    def look(self, cell: Named) -> tuple[str, str]:
        """The code and the way it was found, without counting."""
        found = self._known.get(cell)
        if found is None:
            found = self._known[cell] = _resolved(cell)
        return found


def _resolved(cell: Named) -> tuple[str, str]:
    for text, way in ((cell.qid, "by id"), (cell.name, "by name")):
        if text:
            try:
                return countries.party(text).code, way
            except StateError:
                continue
    return "", "unresolved"
