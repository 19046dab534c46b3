"""A finding: one row that is worth a second look, and what is suggested for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geo.i18n import ENGLISH, Translator

KINDS: Final = (
    "outside",
    "shared",
    "year",
    "early",
    "order",
    "duplicate",
    "place",
    "stale",
    "absence",
    "confusable",
)
"""Kinds of findings: a point outside its receiving state, a point shared with another mission, a
1 January that may be a year, a date too early, a closing before the opening, two missions that may
be one, a place that is missing, evidence that is old, an absence that a mission contradicts,
a text that names a party easily taken for the one
that it is about."""

_PARTIES: Final = ("party", "receiving", "own")


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is worth a second look. It is a warning; of the kind ``outside`` an error too.

    ``row`` is the line of the record, the header being 1. ``case`` is a key of the catalogue below
    ``quality``; in ``values`` are texts, numbers, metres under ``away``, codes of parties under
    ``party``, ``receiving`` and ``own``, and a status on a ``day``.
    """

    file: str
    row: int
    id: str
    mission: str
    kind: str
    value: str
    case: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def suggestion(self) -> str:
        """What is suggested, in English."""
        return self.said(ENGLISH)

    def said(self, tr: Translator) -> str:
        """What is suggested."""
        told = dict(self.values)
        for key in _PARTIES:
            if key in told:
                told[key] = tr.of_party(str(told[key]))
        if isinstance(away := told.get("away"), float):
            told["away"] = tr.distance(away)
        if "status" in told:
            told["status"] = tr.status(str(told["status"]))
        for key in ("day", "opened"):
            if key in told:
                told[key] = tr.date(str(told[key]))
        if "others" in told:
            told["others"] = _others(told.pop("others"), tr)
        return tr(f"quality.{self.case}", **told)

    def as_dict(self) -> dict[str, object]:
        """The finding as a plain mapping, for JSON."""
        return {
            "file": self.file,
            "row": self.row,
            "id": self.id,
            "mission": self.mission,
            "kind": self.kind,
            "case": self.case,
            "value": self.value,
            "suggestion": self.suggestion,
        }

    def __str__(self) -> str:
        value = f": {self.value}" if self.value else ""
        return f"{self.file}, row {self.row}, {self.id}{value}: {self.suggestion}"


def _others(ids: object, tr: Translator) -> str:
    """The first of several missions, and how many more there are."""
    first, *more = ids if isinstance(ids, tuple) else (str(ids),)
    return tr("quality.shared.others", first=first, number=len(more)) if more else str(first)
