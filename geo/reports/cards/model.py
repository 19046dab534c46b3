"""What a card is made of: plain values, no HTML, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self

from geo.vocabulary import Answer

MOST_CITES: Final = 24  # Sources of a value that are named by number; the others are counted
MOST_CLAIMS: Final = 50  # Claims to a value that are shown, the strongest first; others are counted


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, as it is beside a value; what is not known is blank."""

    id: str
    publisher: str
    title: str
    published: str = ""  # EDTF, as is revised
    revised: str = ""
    url: str = ""  # As it came from data, as is archived_url
    archived_url: str = ""
    kind: str = ""  # Word of :mod:`geo.vocabulary`, as is seen
    seen: str = ""
    through: tuple[str, ...] = ()  # Sources through which an unseen one is known
    repeats: tuple[str, ...] = ()  # Publishers that it repeats
    language: str = ""  # Of the title, BCP 47

    @classmethod
    def of(cls, row: Mapping[str, str], **more: Any) -> Self:
        """A row of the table ``sources``; it has the first columns by the same names."""
        own = ("id", "publisher", "title", "published", "revised", "url", "archived_url")
        cells: dict[str, Any] = {name: row[name] for name in (*own, "kind", "seen")}
        return cls(**cells, **more)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last evidence for a value, by the day of its origin."""

    source: str = ""  # Blank where only the dataset's editors say so
    publisher: str = ""
    published: str = ""  # EDTF
    by: str = ""  # Publisher on the card that repeats the source
    day: date | None = None  # Last possible day of ``published``; None where not known
    age: str = ""  # Blank where not known
    old: bool = False  # Older than :data:`geo.vocabulary.OLD_YEARS`


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a property: its claim, with the source."""

    value: str
    cite: Cite
    rank: str
    reason: str = ""
    valid: str = ""
    grade: str = ""  # In words
    locator: str = ""
    attributed_to: str = ""
    seen: str = ""
    leads: bool = False  # The rule of evidence follows it, alone or in a tie
    as_told: tuple[str, ...] = ()  # ``("value",)`` where the value is text of the dataset
    about: str = ""  # What it is about, beside a value of another name
    origins: tuple[str, ...] = ()  # Sources that it goes back to
    names_origin: bool = False  # The claim itself names them
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One value on a card, with who says so."""

    label: str
    value: str
    when: str = ""  # The date in the reader's language
    date: str = ""  # EDTF
    cites: tuple[Cite, ...] = ()
    attributed_to: str = ""
    note: str = ""  # Why date, rank or sources are so
    # Perhaps where a source's own date is not known, or the day asked about lies within the date
    certainty: Answer = Answer.YES
    expected: bool = False  # Only expected
    leads_to: str = ""  # Id of a card
    link: str = ""  # Address, as it came from data
    as_told: tuple[str, ...] = ()  # Of label, value and note: text of the dataset
    id: str = ""
    # Subject and property of the claims about it, the strongest first; a blank property is for all
    keys: tuple[tuple[str, str], ...] = ()
    claims: tuple[Statement, ...] = ()
    evidence: Evidence | None = None
    # Without sources: own (the dataset's record), computed, silence (no data), none (nobody's)
    basis: str = ""

    @property
    def as_it_is(self) -> bool:
        """Whether the value is text of the dataset, which is shown without a capital of our own."""
        return bool(self.link) or "value" in self.as_told

    @property
    def opens(self) -> bool:
        """Whether its claims say more than the row does."""
        if len(self.claims) != 1:
            return len(self.claims) > 1
        one, told = self.claims[0], (self.value, self.attributed_to, self.note, "normal")
        alike = (one.value, one.attributed_to, one.reason, one.rank) == told
        more = one.locator or one.grade or one.about or one.seen not in ("", one.cite.seen)
        return not alike or bool(more)


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
class Dispute:
    """The claims to one property of one subject, those that lead first."""

    subject: str
    property: str
    statements: tuple[Statement, ...]
    tie: bool = False  # The rule of evidence cannot choose between values


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of one mission, line, place or source, and from whom."""

    id: str
    what: str  # mission, pair, accreditation, neighbours, state, city, place or source
    title: str
    subtitle: str = ""
    lead: tuple[str, ...] = ()
    status: str = ""  # Of a mission on the day, as is ``certainty``
    certainty: Answer = Answer.YES
    sections: tuple[Section, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    sources: tuple[Cite, ...] = ()  # Every one cited, once; its place is its number
    last_evidence: str = ""  # Last day on which a source shows the subject, EDTF
    as_of: date | None = None
    known_on: date | None = None
    # Why values are not shown (said_later, later, text_of_later) -> how many
    left_out: dict[str, int] = field(default_factory=dict)
    told_in: str = "en"  # Language of the dataset's texts, BCP 47
    title_language: str = ""  # Language of a source's title, BCP 47

    def section(self, key: str) -> Section | None:
        """The section of a key, or None where the card has none."""
        return next((section for section in self.sections if section.key == key), None)
