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
    """What one source says of a property.

    Attributes
    ----------
    id
        Id of the claim, or of the row of another table.
    table
        The table that it is in.
    cite
        The source.
    rank
        preferred, normal or deprecated; blank for a row that has none.
    grade
        An editor's grade in words; blank where there is none. It settles nothing.
    reason
        Why rank and grade are so; blank where it is based on later days than are known.
    valid
        When it is said to be so (EDTF).
    locator, attributed_to, seen
        As in the table of claims.
    origins
        Ids of the sources that the source goes back to: its own, where it repeats none.
    repeats
        Publishers and days of these, where the source repeats them.
    origin_date
        The day that counts (EDTF): of the earliest origin; blank where it has none.
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
    """One value of a property, once, with all who give it.

    Attributes
    ----------
    value
        As it is in the data.
    shown
        The same in words: a date in the reader's language, names for ids.
    as_told
        Whether ``shown`` is text of the dataset, in the dataset's language.
    leads
        Whether it is followed, alone or in a tie.
    rank
        The best rank that a claim to it has; blank where it is in another table.
    origins
        Its independent origins, each the names of the sources that it goes back to. Copies of
        one origin count once.
    said
        Who says so, the strongest first; empty where the table gives it without a source.
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
    """A property of one subject with more than one value.

    Attributes
    ----------
    subject
        Id of the subject.
    property
        The property, as the data names it.
    about
        Subject and property in words.
    heading
        The property in words.
    sending, receiving
        Codes of the parties that the subject ties together; of one party, ``sending`` alone;
        blank where it has none.
    card
        Id of the card that shows it; blank for none.
    values
        The values: those that lead first, then by rank and the day of their origins.
    settled
        What settles which value leads.
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
