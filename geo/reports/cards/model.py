"""What a card is made of: plain values, no HTML, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geo.vocabulary import Answer

MOST_CITES: Final = 24
"""Sources of a value that are named by number; the others are counted."""

MOST_CLAIMS: Final = 50
"""Claims to a value that are told, the strongest first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, as it is beside a value.

    Attributes
    ----------
    id
        Id of the source.
    publisher, title
        Who published it, and its title.
    published, revised
        When (EDTF); blank where not known.
    url, archived_url
        Its addresses, as they came from data; blank where there is none.
    kind
        One of :data:`geo.vocabulary.SOURCE_KINDS`.
    seen
        How much of it was seen: one of :data:`geo.vocabulary.SEEN`.
    through
        Publishers and dates of the sources through which it is known, where it was not seen.
    repeats
        Publishers of the sources that it repeats.
    language
        Language of the title (BCP 47), as far as it can be told; blank where it has none.
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last evidence for a value, by the day of its origin.

    Attributes
    ----------
    source
        Id of the source that spoke last, a copy going back to what it repeats; blank where only
        the dataset's editors say so.
    publisher, published
        Who published it, and when (EDTF); blank where not known.
    by
        Publisher of the source on the card that repeats it; blank where it is on the card itself.
    day
        Last possible day of ``published``; None where it is not known.
    age
        How old it is, in the reader's language; blank where the day is not known.
    old
        Whether it is older than :data:`geo.vocabulary.OLD_YEARS`.
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

    Attributes
    ----------
    label
        What the value is.
    value
        The value.
    when
        Its date in the reader's language; blank where it has none.
    date
        The same as EDTF.
    cites
        The sources that give it.
    attributed_to
        Whom the sources name for it.
    note
        Why date, rank or sources are as they are.
    certainty
        Yes, or perhaps where a source's own date is not known, or the day asked about
        lies within the date.
    expected
        True where the source says only that it was expected.
    leads_to
        Id of a card that the row leads to; blank for none.
    link
        Web address that the value leads to, as it came from data; blank for none.
    as_told
        Which of label, value and note are text of the dataset, in the dataset's language, and not
        of the interface. ``attributed_to`` always is.
    id
        Id of the record that it is of, by which it can be led to; blank where it is of none.
    keys
        Subject and property of the claims that are about this value; a blank property is
        for all of a subject.
    claims
        Those claims, the strongest first.
    evidence
        The last evidence for it; None where it has no sources.
    basis
        Its basis where it has no sources: ``own`` (the dataset's own record), ``computed``
        (worked out from what is drawn), ``silence`` (the dataset does not say) or ``none`` (not
        attributed); blank where it has some.
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
    """Rows under one heading.

    Attributes
    ----------
    key
        Stable word for the section: names, course, expected, position, heads, …
    title
        Heading.
    rows
        The rows, in order.
    note
        A sentence under the heading; blank for none.
    """

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
    """What one source says of a property.

    Attributes
    ----------
    id
        Id of the claim.
    value, valid, rank, reason, locator, attributed_to, seen
        As in the table of claims.
    grade
        An editor's grade in words; blank where there is none.
    cite
        The source.
    leads
        True where the rule of evidence follows it, alone or in a tie.
    as_told
        ``("value",)`` where the value is text of the dataset, and not a date in the reader's
        language. Reason, grade, locator and ``attributed_to`` always are.
    about
        What it is about, in words, where it is beside a value of another name; else blank.
    origins
        Publishers and dates of the sources that it goes back to; empty where its source
        repeats none.
    names_origin
        Whether the claim itself names its origin, and not only what its source repeats.
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
    """The claims to one property of one subject.

    Attributes
    ----------
    subject
        Id of the subject.
    property
        What the claims are about, in words.
    statements
        The claims: those that lead first.
    tie
        True where the rule of evidence cannot choose between differing values.
    """

    subject: str
    property: str
    statements: tuple[Statement, ...]
    tie: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of one mission, line, place or source, and from whom.

    Attributes
    ----------
    id
        Id that the card was asked for by.
    what
        mission, pair, accreditation, neighbours, state, place or source.
    title, subtitle
        Headings.
    lead
        One or two sentences that sum up.
    status, certainty
        Status of a mission on the day, and how sure; blank for other cards.
    sections
        Sections that have rows.
    disputes
        Where sources disagree.
    sources
        Every source cited on the card, once, in the order of first appearance: first those of
        values and conflicts, then those of claims alone. Its place is its number.
    last_evidence
        Last day on which a source shows the subject (EDTF); blank where none does.
    as_of, known_on
        The days the card holds for; ``known_on`` is None for all that is known.
    left_out
        Why values are not shown (said_later, later, text_of_later) -> how many.
    told_in
        Language of the dataset's own texts (BCP 47).
    title_language
        Language of the title where it is a source's; else blank.
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
