"""The types of columns: what a cell may contain, and how it is read and checked."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, NamedTuple

from geo import dates, vocabulary
from geo.errors import InvalidDate, quoted
from geo.parties.lexicon import codes

Check = Callable[[str], None]  # Refuses a text that breaks a rule


class RuleViolation(ValueError):
    """A value that breaks a rule, with what to do about it."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(f"{rule}. {remedy}")
        self.rule = rule
        self.remedy = remedy


def form(pattern: str, rule: str, remedy: str) -> Check:
    """A check that a text matches a pattern."""

    def check(text: str) -> None:
        if not re.fullmatch(pattern, text):
            raise RuleViolation(rule, remedy)

    return check


@dataclass(frozen=True, slots=True)
class Word:
    """Checks that a text is one of ``allowed`` ("": it may be blank); ``what`` names it."""

    allowed: tuple[str, ...]
    what: str

    def __call__(self, text: str) -> None:
        """Refuse any other text."""
        if text not in self.allowed:
            listed = ", ".join(word or "blank" for word in self.allowed)
            near = difflib.get_close_matches(text[:200], filter(None, self.allowed), 2)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            raise RuleViolation(f"unknown {self.what}", f"{meant}Use one of: {listed}.")


def within(what: str, low: float, high: float, remedy: str) -> Check:
    """A check that a text is a decimal number in a range, or blank."""

    def check(text: str) -> None:
        if text and not _NUMBER.fullmatch(text):
            raise RuleViolation(f"{what} must be a decimal number", "Write it like -66.8655.")
        if text and not low <= float(text) <= high:
            raise RuleViolation(f"{what} must be from {low:g} to {high:g}", remedy)

    return check


class Ref(str):
    """Marks a column that holds ids of the table of this name."""

    __slots__ = ()


Ids = tuple[str, ...]
Number = float | None
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_SWAPPED: Final = "Check whether longitude and latitude are swapped."


@lru_cache(maxsize=65_536)
def ids_of(text: str) -> Ids:
    """The parts of a list column: joined with ``|``, blank for none."""
    return tuple(text.split("|")) if text else ()


class Days(NamedTuple):
    """First and last ordinal that a date can mean; ``dates.FIRST`` and ``LAST`` if open."""

    first: int
    last: int


@lru_cache(maxsize=65_536)
def days_of(text: str) -> Days:
    """The days of a date (EDTF); of a blank one, all."""
    first, last = dates.ordinals([text])
    return Days(int(first[0]), int(last[0]))


@lru_cache(maxsize=16_384)
def printable(text: str) -> None:
    """Refuse control characters, and blanks at the ends."""
    if text.isprintable() and text == text.strip():
        return
    for character in text:
        if (character < " " and character != "\n") or character == "\x7f":
            rule = f"the text contains a control character {quoted(character)}"
            raise RuleViolation(rule, "Remove it.")
    if text != text.strip():
        raise RuleViolation("blanks before or after the value", "Remove them, or run check --fix.")


def required(text: str) -> None:
    """Refuse a blank."""
    if not text:
        raise RuleViolation("a value is required here", "Fill it in.")


@lru_cache(maxsize=16_384)
def edtf(text: str) -> None:
    """Refuse a text that is not a date (EDTF)."""
    try:
        if text:
            dates.parse(text)
    except InvalidDate as error:
        raise RuleViolation("not a date", str(error)) from None


def edtf_list(text: str) -> None:
    """Refuse a text that is not a list of dates (EDTF)."""
    for part in ids_of(text):
        required(part)
        edtf(part)


def party(text: str) -> None:
    """Refuse a text that is not the code of a party."""
    if text and text not in codes():
        remedy = "Use an ISO 3166-1 alpha-3 code such as VEN, or one of data/gazetteer/parties.csv."
        raise RuleViolation("unknown code of a state or entity", remedy)


SLUG: Final = form(
    "[a-z0-9]+(?:-[a-z0-9]+)*", "not an id", "Use lower-case letters and digits, joined with -."
)
QID: Final = form(
    "(?:Q[1-9][0-9]*)?",
    "not a Wikidata id",
    "Write Q and a number, such as Q66712757, or leave it blank.",
)
URL: Final = form(
    r"(?:https?://[^\s<>\"]+)?",
    "not a web address",
    "Begin it with http:// or https://, or leave it blank.",
)
GRADE: Final = form(
    "(?:[{}][{}])?".format(*vocabulary.GRADES),
    "a grade is a letter from A to F for the source and a digit from 1 to 6 for the claim",
    "Write it like B2, or leave it blank.",
)

Text = Annotated[str, printable]
Needed = Annotated[Text, required]
Slug = Annotated[Text, SLUG]
Qid = Annotated[Text, QID]
Url = Annotated[Text, URL]
Edtf = Annotated[Text, edtf]
EdtfList = Annotated[Ids, printable, edtf_list]
Party = Annotated[Text, party]
NeededParty = Annotated[Text, required, party]
Longitude = Annotated[Number, printable, within("a longitude", -180.0, 180.0, _SWAPPED)]
Latitude = Annotated[Number, printable, within("a latitude", -90.0, 90.0, _SWAPPED)]
Metres = Annotated[
    Number, printable, within("a radius in metres", 0.0, 20_037_509.0, "Give metres, from 0.")
]
Sense = Annotated[Text, Word(tuple(vocabulary.SENSES), "sense")]
Rank = Annotated[Text, Word(tuple(vocabulary.RANKS), "rank")]
Seen = Annotated[Text, Word(tuple(vocabulary.SEEN), "extent of what was seen")]
Sources = Annotated[Ids, printable, required, Ref("sources")]
MoreSources = Annotated[Ids, printable, Ref("sources")]
MissionId = Annotated[Slug, Ref("missions")]
OptionalMission = Annotated[Text, Ref("missions")]
