"""What a card is made of: plain values, no HTML, no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from geo.vocabulary import Answer

MOST_CITES: Final = 24
"""Sources of a value that are named by number; the others are counted."""

MOST_CLAIMS: Final = 50
"""Claims to a value that are told, the strongest first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, as it is beside a value; dates are EDTF, and what is not known is blank.

    Addresses are as they came from data. ``kind`` and ``seen`` are words of :mod:`geo.vocabulary`;
    ``through`` names the sources through which an unseen one is known, ``repeats`` the publishers
    that it repeats; ``language`` is that of the title (BCP 47).
    """

    id: str
    publisher: str
    title: str
    published: str = ""
    revised: str = ""
    url: str = ""
    archived_url: str = ""
    kind: str = ""
    seen: str = ""
    through: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    language: str = ""

    @classmethod
    def of(cls, row: Mapping[str, str], **more: Any) -> Cite:
        """A row of the table ``sources``; it has the first columns by the same names."""
        own = ("id", "publisher", "title", "published", "revised", "url", "archived_url")
        cells: dict[str, Any] = {name: row[name] for name in (*own, "kind", "seen")}
        return cls(**cells, **more)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last evidence for a value, by the day of its origin.

    ``source`` is blank where only the dataset's editors say so; ``published`` is EDTF; ``by`` is
    the publisher on the card that repeats the source; ``day`` the last possible day of
    ``published``, None and ``age`` blank where not known; ``old``: older than
    :data:`geo.vocabulary.OLD_YEARS`.
    """

    source: str = ""
    publisher: str = ""
    published: str = ""
    by: str = ""
    day: date | None = None
    age: str = ""
    old: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One value on a card, with who says so.

    ``when`` is its ``date`` (EDTF) in the reader's language; ``note`` says why date, rank or
    sources are so; ``certainty`` is perhaps where a source's own date is not known, or the day
    asked about lies within the date; ``expected``: only expected. ``leads_to`` is the id of a card,
    ``link`` an address as it came from data. ``as_told``: which of label, value and note are text
    of the dataset, as ``attributed_to`` always is. ``keys``: subject and property of the ``claims``
    about it, the strongest first; a blank property is for all. Without sources, ``basis`` is
    ``own`` (the dataset's record), ``computed``, ``silence`` (no data) or ``none`` (not
    attributed).
    """

    label: str
    value: str
    when: str = ""
    date: str = ""
    cites: tuple[Cite, ...] = ()
    attributed_to: str = ""
    note: str = ""
    certainty: Answer = Answer.YES
    expected: bool = False
    leads_to: str = ""
    link: str = ""
    as_told: tuple[str, ...] = ()
    id: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    claims: tuple[Statement, ...] = ()
    evidence: Evidence | None = None
    basis: str = ""

    @property
    def as_it_is(self) -> bool:
        """Whether the value is text of the dataset, which is shown without a capital of our own."""
        return bool(self.link) or "value" in self.as_told

    @property
    def opens(self) -> bool:
        """Whether its claims say more than the row does."""
        return len(self.claims) > 1 or not all(map(self._tells, self.claims))

    def _tells(self, claim: Statement) -> bool:
        told = (claim.value, claim.attributed_to, claim.reason, claim.rank)
        more = claim.locator or claim.grade or claim.about
        seen = claim.seen in ("", claim.cite.seen)
        return told == (self.value, self.attributed_to, self.note, "normal") and seen and not more


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; ``key`` is a stable word: names, course, expected, heads."""

    key: str
    title: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def basis(self) -> str:
        """What all of several rows are based on, where none has a source; else blank."""
        bases = {row.basis for row in self.rows}
        return bases.pop() if len(self.rows) > 1 and len(bases) == 1 else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a property: its claim, with the source.

    ``grade`` is in words; ``leads``: the rule of evidence follows it, alone or in a tie;
    ``as_told`` is ``("value",)`` where the value is text of the dataset; reason, grade, locator and
    ``attributed_to`` always are. ``about`` names what it is about beside a value of another name.
    ``origins`` are the sources that it goes back to; ``names_origin``: the claim itself names them.
    """

    value: str
    cite: Cite
    rank: str
    reason: str = ""
    valid: str = ""
    grade: str = ""
    locator: str = ""
    attributed_to: str = ""
    seen: str = ""
    leads: bool = False
    as_told: tuple[str, ...] = ()
    about: str = ""
    origins: tuple[str, ...] = ()
    names_origin: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """The claims to one property of one subject, those that lead first.

    ``tie``: the rule of evidence cannot choose between differing values.
    """

    subject: str
    property: str
    statements: tuple[Statement, ...]
    tie: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of one mission, line, place or source, and from whom.

    ``what``: mission, pair, accreditation, neighbours, state, city, place or source. ``status`` and
    ``certainty`` are of a mission on the day. ``sources``: every one cited, once; its place is its
    number. ``last_evidence``: last day on which a source shows the subject (EDTF). ``left_out``:
    why values are not shown (said_later, later, text_of_later) -> how many. ``told_in`` and
    ``title_language``: language of the dataset's texts and of a source's title (BCP 47).
    """

    id: str
    what: str
    title: str
    subtitle: str = ""
    lead: tuple[str, ...] = ()
    status: str = ""
    certainty: Answer = Answer.YES
    sections: tuple[Section, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    sources: tuple[Cite, ...] = ()
    last_evidence: str = ""
    as_of: date | None = None
    known_on: date | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    told_in: str = "en"
    title_language: str = ""

    def section(self, key: str) -> Section | None:
        """The section of a key, or None where the card has none."""
        return next((section for section in self.sections if section.key == key), None)
