"""What a card is made of: plain values, no HTML, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geo.vocabulary import Answer

__all__ = ["Card", "Cite", "Dispute", "Row", "Section", "Statement"]


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, as it stands beside a value.

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
        Which of label, value and note are text of the pack, in the pack's language, and not
        of the interface. ``attributed_to`` always is.
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


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a disputed property.

    Attributes
    ----------
    value, valid, rank, reason, locator, attributed_to, seen
        As in the table of claims.
    grade
        An editor's grade in words; blank where there is none.
    cite
        The source.
    leads
        True where the rule of evidence follows it, alone or in a tie.
    as_told
        ``("value",)`` where the value is text of the pack, and not a date in the reader's
        language. Reason, locator and ``attributed_to`` always are.
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
        mission, pair, accreditation, neighbours, place or source.
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
        Every source cited on the card, once, by publisher and date.
    last_evidence
        Last day on which a source shows the subject; None where none does.
    as_of, known_on
        The days the card holds for; ``known_on`` is None for all that is known.
    left_out
        Why values are not shown (said_later, later, text_of_later) -> how many.
    told_in
        Language of the pack's own texts (BCP 47).
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
    last_evidence: date | None = None
    as_of: date | None = None
    known_on: date | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    told_in: str = "en"
    title_language: str = ""

    def section(self, key: str) -> Section | None:
        """The section of a key, or None where the card has none.

        Parameters
        ----------
        key
            Its key.

        Returns
        -------
        Section or None
            The section.
        """
        return next((section for section in self.sections if section.key == key), None)
