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
    """What one source says of a property: a claim, or a row of another ``table``."""

    id: str
    table: str
    cite: Cite
    rank: str  # Blank for a row that has none
    grade: str  # Settles nothing
    reason: str  # Blank where it is based on later days than are known
    valid: str  # EDTF
    locator: str
    attributed_to: str
    seen: str
    origins: tuple[str, ...]  # Sources that it goes back to: its own, where it repeats none
    repeats: tuple[str, ...]
    origin_date: str  # The day that counts, of the earliest origin; EDTF


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, once, with all who give it, the strongest first."""

    value: str
    shown: str  # The value in words
    as_told: bool  # ``shown`` is text of the dataset
    leads: bool  # Followed, alone or in a tie
    rank: str  # The best of its claims
    origins: tuple[tuple[str, ...], ...]  # Its independent ones, by name
    said: tuple[Said, ...]

    @property
    def independent(self) -> int:
        """How many origins are behind it that do not repeat one another."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of one subject with more than one value, those that lead first."""

    subject: str
    property: str
    about: str  # Subject and property in words
    heading: str  # The property
    sending: str  # Party that the subject ties to ``receiving``
    receiving: str
    card: str  # Id of its card; blank for none
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
