"""The English voice as functions, for the rooms that speak English only."""

from __future__ import annotations

from typing import Final

from geo.i18n.translation import ENGLISH

age: Final = ENGLISH.age
distance: Final = ENGLISH.distance
event: Final = ENGLISH.event
hidden: Final = ENGLISH.hidden
kind: Final = ENGLISH.kind
label: Final = ENGLISH.label
listed: Final = ENGLISH.listed
metres: Final = ENGLISH.metres
of_party: Final = ENGLISH.of_party
party: Final = ENGLISH.party
placed: Final = ENGLISH.placed
rank: Final = ENGLISH.rank
status: Final = ENGLISH.status
when: Final = ENGLISH.when


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 mission", "287 missions"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
