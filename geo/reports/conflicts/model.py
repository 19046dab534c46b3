"""What a conflict is made of: plain values, no HTML, no widgets."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Literal

from geo.evidence import Settled
from geo.reports.cards import Cite

Settling = Settled | Literal["table", "course"]
"""What settles a conflict: :data:`geo.evidence.Settled`; or what is in the table, which no
claim has changed; or the rule of a mission's timeline: the first opening and the first closing of
the last time that it was open count."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of a property: a claim, or a row of another ``table``.

    ``rank`` is blank for a row that has none; ``grade`` settles nothing; ``reason`` is blank where
    it is based on later days than are known; ``valid`` and ``origin_date`` (the day that counts, of
    the earliest origin) are EDTF. ``origins`` are ids of the sources that it goes back to: its own,
    where it repeats none.
    """

    id: str
    table: str
    cite: Cite
    rank: str
    grade: str
    reason: str
    valid: str
    locator: str
    attributed_to: str
    seen: str
    origins: tuple[str, ...]
    repeats: tuple[str, ...]
    origin_date: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, once, with all who give it, the strongest first.

    ``shown`` is the value in words, and text of the dataset where ``as_told``; ``leads``: followed,
    alone or in a tie; ``rank``: the best of its claims; ``origins``: its independent ones, by name.
    """

    value: str
    shown: str
    as_told: bool
    leads: bool
    rank: str
    origins: tuple[tuple[str, ...], ...]
    said: tuple[Said, ...]

    @property
    def independent(self) -> int:
        """How many origins are behind it that do not repeat one another."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of one subject with more than one value, those that lead first.

    ``about`` is subject and property in words, ``heading`` the property. ``sending`` and
    ``receiving`` are the parties that the subject ties together; ``card`` is the id of its card,
    blank for none.
    """

    subject: str
    property: str
    about: str
    heading: str
    sending: str
    receiving: str
    card: str
    values: tuple[Value, ...]
    settled: Settling

    @builtins.property
    def tie(self) -> bool:
        """Whether the rule of evidence cannot choose between its values."""
        return self.settled == "tie"

    @builtins.property
    def key(self) -> str:
        """Subject and property: what it is found by."""
        return f"{self.subject} {self.property}"

    @builtins.property
    def claims(self) -> int:
        """How many say something of it."""
        return sum(len(value.said) for value in self.values)
