"""What a conflict is made of: plain values; in words, and as a table."""

import builtins
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from geo.atlas import Atlas
from geo.evidence import Settled
from geo.exporters import table
from geo.i18n import Translator
from geo.reports.cards import Cite
from geo.reports.cards.record_text import details
from geo.selection import Selection
from geo.vocabulary import columns_of

_COLUMNS: Final = tuple(columns_of("conflicts"))

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


def spoken(value: Value, tr: Translator) -> str:
    """How many origins are behind a value, as a clause: "3 sources, one origin"."""
    sources = len({said.cite.id for said in value.said})
    if not sources:
        return tr("conflicts.no_source")
    said = tr("conflicts.sources", count=sources)
    if sources == value.independent:
        return said
    return tr(
        "conflicts.of_origins",
        sources=said,
        origins=tr("conflicts.origins", count=value.independent),
    )


def settling(conflict: Conflict, tr: Translator) -> str:
    """What settles which value leads, as a sentence."""
    key = f"conflicts.settled.{conflict.settled}"
    return tr(key if tr.has(key) else "conflicts.settled.tie")


def told(said: Said, tr: Translator) -> list[tuple[str, bool]]:
    """The details of one statement besides its source."""
    parts: list[tuple[str, bool]] = []
    if said.valid:
        parts.append((tr("conflicts.valid", day=tr.date(said.valid)), False))
    if said.rank:
        parts.append((tr("conflicts.rank", rank=tr(f"card.tag.{said.rank}")), False))
    if said.repeats:
        parts.append((tr("card.cite.repeats", sources=tr.listed(said.repeats)), False))
        if said.origin_date:
            parts.append((tr("conflicts.counts_from", day=tr.date(said.origin_date)), False))
    return [*parts, *details(said, tr, ())]


def unheard(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """The message that no source was published by the day of a selection."""
    first = atlas.publication.first_day
    if selection.known_on is None or first is None or selection.known_on_day >= first:
        return ""
    day, then = (
        tr.date(dt.date.fromordinal(one).isoformat()) for one in (selection.known_on_day, first)
    )
    return tr("conflicts.unheard", day=day, first=then)


def csv(conflicts: Iterable[Conflict]) -> bytes:
    """Conflicts as CSV: a row for each statement, and for each value without one."""
    return table(_COLUMNS, [row for one in conflicts for row in _rows(one)])


def _rows(one: Conflict) -> Iterator[list[object]]:
    for value in one.values:
        about: list[object] = [one.subject, one.property, one.about, one.settled]
        about += [value.value, "yes" if value.leads else "no", value.independent]
        for said in value.said:
            cite = said.cite
            yield [
                *about,
                *(cite.id, cite.publisher, cite.published, cite.url),
                *(said.rank, said.grade, said.reason, said.valid, said.locator),
                *(said.attributed_to, "|".join(said.origins), said.origin_date, said.id),
            ]
        if not value.said:
            yield [*about, *[""] * (len(_COLUMNS) - len(about))]
