"""The record models: the one definition of a dataset's tables.

Each class is one table, each field one column, in order. Every row passes its
model; ``datapackage.json`` is generated from here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from geo import dates, parties, vocabulary
from geo.errors import InvalidDate, StateError, quoted


class RuleViolation(ValueError):
    """A value that breaks a rule, with what to do about it."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(f"{rule}. {remedy}")
        self.rule = rule
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a column that holds ids of another table."""

    table: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Checks that a text is one of ``allowed`` ("": it may be blank); ``what`` names it."""

    allowed: tuple[str, ...]
    what: str

    def __call__(self, text: str) -> str:
        """The text, where it is one of the words."""
        if text not in self.allowed:
            listed = ", ".join(word or "blank" for word in self.allowed)
            near = difflib.get_close_matches(text[:200], filter(None, self.allowed), 2)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            raise RuleViolation(f"unknown {self.what}", f"{meant}Use one of: {listed}.")
        return text


def split(text: str) -> list[str]:
    """The parts of a list column: joined with ``|``, blank for none."""
    return text.split("|") if text else []


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_QID = re.compile(r"Q[1-9][0-9]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GRADE = re.compile("[{}][{}]".format(*vocabulary.GRADES))
_SWAPPED = "Check whether longitude and latitude are swapped."
_URL = re.compile(r"https?://[^\s<>\"]+")


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise RuleViolation("not an id", "Use lower-case letters and digits, joined with -.")
    return text


def _required(text: str) -> str:
    if not text:
        raise RuleViolation("a value is required here", "Fill it in.")
    return text


def _qid(text: str) -> str:
    if text and not _QID.fullmatch(text):
        raise RuleViolation(
            "not a Wikidata id", "Write Q and a number, such as Q66712757, or leave it blank."
        )
    return text


def _url(text: str) -> str:
    if text and not _URL.fullmatch(text):
        raise RuleViolation(
            "not a web address", "Begin it with http:// or https://, or leave it blank."
        )
    return text


@lru_cache(maxsize=16_384)
def _edtf(text: str) -> str:
    if text:
        try:
            dates.parse(text)
        except InvalidDate as error:
            raise RuleViolation("not a date", str(error)) from None
    return text


def _edtf_list(text: str) -> str:
    for part in split(text):
        _edtf(_required(part))
    return text


def _party(text: str) -> str:
    if text:
        try:
            parties.party_by_code(text)
        except StateError:
            remedy = (
                "Use an ISO 3166-1 alpha-3 code such as VEN, or one of data/gazetteer/parties.csv."
            )
            raise RuleViolation("unknown code of a state or entity", remedy) from None
    return text


def _number(low: float, high: float, what: str, remedy: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text and not _NUMBER.fullmatch(text):
            raise RuleViolation(f"{what} must be a decimal number", "Write it like -66.8655.")
        if text and not low <= float(text) <= high:
            raise RuleViolation(f"{what} must be from {low:g} to {high:g}", remedy)
        return text

    return check


def _grade(text: str) -> str:
    if text and not _GRADE.fullmatch(text):
        raise RuleViolation(
            "a grade is a letter from A to F for the source and a digit from 1 to 6 for the claim",
            "Write it like B2, or leave it blank.",
        )
    return text


def _word(words: Mapping[str, object] | tuple[str, ...], what: str) -> Callable[[str], str]:
    return Word(tuple(words), what)


@lru_cache(maxsize=16_384)
def _printable(text: str) -> str:
    if text.isprintable() and text == text.strip():
        return text
    for character in text:
        if (character < " " and character != "\n") or character == "\x7f":
            raise RuleViolation(
                f"the text contains a control character {quoted(character)}", "Remove it."
            )
    if text != text.strip():
        raise RuleViolation("blanks before or after the value", "Remove them, or run check --fix.")
    return text


Text = Annotated[str, AfterValidator(_printable)]
Needed = Annotated[Text, AfterValidator(_required)]
Slug = Annotated[Text, AfterValidator(_slug)]
Qid = Annotated[Text, AfterValidator(_qid)]
Url = Annotated[Text, AfterValidator(_url)]
Edtf = Annotated[Text, AfterValidator(_edtf)]
EdtfList = Annotated[Text, AfterValidator(_edtf_list)]
Party = Annotated[Text, AfterValidator(_party)]
NeededParty = Annotated[Text, AfterValidator(_required), AfterValidator(_party)]
Longitude = Annotated[Text, AfterValidator(_number(-180.0, 180.0, "a longitude", _SWAPPED))]
Latitude = Annotated[Text, AfterValidator(_number(-90.0, 90.0, "a latitude", _SWAPPED))]
Metres = Annotated[
    Text, AfterValidator(_number(0.0, 20_037_509.0, "a radius in metres", "Give metres, from 0."))
]
Sense = Annotated[Text, AfterValidator(_word(vocabulary.SENSES, "sense"))]
Rank = Annotated[Text, AfterValidator(_word(vocabulary.RANKS, "rank"))]
Seen = Annotated[Text, AfterValidator(_word(vocabulary.SEEN, "extent of what was seen"))]
Grade = Annotated[Text, AfterValidator(_grade)]
Sources = Annotated[Text, AfterValidator(_required), Ref("sources", many=True)]
MissionId = Annotated[Slug, Ref("missions")]
OptionalMission = Annotated[Text, Ref("missions")]
Origin = Annotated[Text, Ref("sources", many=True)]


_ORIGIN: Final = (
    "Sources that this value comes from, if they differ from those that the whole source repeats; "
    "the source itself if it is the origin."
)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Source(_Record):
    """Who says so: a report, a gazette, a data set."""

    id: Slug = Field(description="Id of the source.")
    publisher: Needed = Field(description="Who published it.")
    title: Needed = Field(description="Its title.")
    published: Edtf = Field(description="When it was published (EDTF); blank where not known.")
    revised: Edtf = Field(description="When it was last revised (EDTF).")
    accessed: Edtf = Field(description="When it was read for this dataset (EDTF).")
    url: Url = Field(description="Its address.")
    archived_url: Url = Field(description="Address of an archived copy.")
    language: Text = Field(description="Language (BCP 47); mul for several.")
    kind: Annotated[Text, AfterValidator(_word(vocabulary.SOURCE_KINDS, "type of source"))] = Field(
        description="Type of source."
    )
    licence: Text = Field(description="Licence of its data, where it has one.")
    seen: Seen = Field(description="How much of it was seen: whole, excerpt, cited, data.")
    known_through: Annotated[Text, Ref("sources", many=True)] = Field(
        description="Sources that it is known through, if it was not seen itself."
    )
    derived_from: Annotated[Text, Ref("sources", many=True)] = Field(
        description="Sources that it repeats as a whole; see also the origin of claims and events."
    )
    note: Text = Field(description="Note on the source.")


class Mission(_Record):
    """A diplomatic mission: what it is, not what became of it."""

    id: Slug = Field(description="Id of the mission.")
    sending: NeededParty = Field(description="Code of the sending state or entity.")
    receiving: NeededParty = Field(description="Code of the receiving state or territory.")
    kind: Annotated[Text, AfterValidator(_word(vocabulary.KINDS, "type of mission"))] = Field(
        description="Type of mission, as in OpenStreetMap."
    )
    city: Text = Field(description="City of the mission; blank if not known.")
    name: Text = Field(description="Its own name, if a source gives one.")
    wikidata: Qid = Field(description="Wikidata id.")


class Event(_Record):
    """One event of a mission's timeline; status, opened and closed follow from these."""

    id: Slug = Field(description="Id of the event.")
    mission: MissionId = Field(description="The mission.")
    kind: Annotated[Text, AfterValidator(_word(vocabulary.EVENTS, "type of event"))] = Field(
        description="What happened."
    )
    date: Annotated[Edtf, AfterValidator(_required)] = Field(description="When (EDTF).")
    sense: Sense = Field(description="Meaning of the date: on, by, after, attested, planned.")
    detail: Text = Field(description="Description.")
    sources: Sources = Field(description="Sources that report it.")
    origin: Origin = Field(description=_ORIGIN)
    attributed_to: Text = Field(description="Person or body that the sources cite for it.")
    reason: Text = Field(description="Reason for the date, its meaning or the sources.")


class Position(_Record):
    """Where a mission is, and how exactly that is known."""

    id: Slug = Field(description="Id of the position.")
    mission: MissionId = Field(description="The mission.")
    method: Annotated[Text, AfterValidator(_word(vocabulary.METHODS, "method"))] = Field(
        description="Method of the position."
    )
    precision: Annotated[
        Text, AfterValidator(_word(("", *vocabulary.PRECISION_M), "word of precision"))
    ] = Field(description="Word of precision; gives the radius if none is stated.")
    longitude: Longitude = Field(description="Longitude, CRS84, degrees.")
    latitude: Latitude = Field(description="Latitude, CRS84, degrees.")
    place: Annotated[Text, Ref("places")] = Field(description="The place it is in.")
    radius_m: Metres = Field(description="Metres within which the true position lies.")
    anchors: Annotated[Text, Ref("missions", many=True)] = Field(
        description="Nearby missions that the source names."
    )
    valid: Edtf = Field(description="When the mission was there (EDTF); blank for always.")
    sources: Sources = Field(description="Sources that report it.")
    attributed_to: Text = Field(description="Person or body that the sources cite for it.")
    rank: Rank = Field(description="Rank among the mission's positions.")
    reason: Text = Field(
        description="Reason for the rank, or for a point outside the receiving state."
    )


class Head(_Record):
    """A head of mission."""

    id: Slug = Field(description="Id of the record.")
    mission: MissionId = Field(description="The mission.")
    name: Needed = Field(description="Name of the person.")
    rank: Needed = Field(description="Rank: ambassador, charge_daffaires, consul, …")
    start: Edtf = Field(description="When the post began (EDTF); blank where not known.")
    end: Edtf = Field(description="When the post ended (EDTF); blank where not known.")
    attested: EdtfList = Field(description="Days on which sources show the person in post.")
    city: Text = Field(description="City in which the head lives.")
    sources: Sources = Field(description="Sources that report it.")
    reason: Text = Field(description="Note, or reason for the dates.")


class Relation(_Record):
    """An event between two parties."""

    id: Slug = Field(description="Id of the relation.")
    kind: Annotated[Text, AfterValidator(_word(vocabulary.RELATIONS, "type of relation"))] = Field(
        description="Type of relation."
    )
    a: NeededParty = Field(description="First party; the one that acts.")
    b: NeededParty = Field(description="Second party.")
    third: Party = Field(description="Third party, if there is one.")
    date: Edtf = Field(description="When (EDTF); blank where not known.")
    sense: Sense = Field(description="Meaning of the date.")
    title: Needed = Field(description="Title of the relation.")
    detail: Text = Field(description="Description.")
    place: Text = Field(description="Where.")
    sources: Sources = Field(description="Sources that report it.")
    attributed_to: Text = Field(description="Person or body that the sources cite for it.")
    reason: Text = Field(description="Reason for the date, its meaning or the sources.")


class Coverage(_Record):
    """From whom to whom there is no mission, or one elsewhere that covers."""

    id: Slug = Field(description="Id of the record.")
    sending: NeededParty = Field(description="Sending state.")
    receiving: NeededParty = Field(description="State without a resident mission.")
    face: Annotated[Text, AfterValidator(_word(vocabulary.FACES, "face of absence"))] = Field(
        description="none: no mission (confirmed); covered: non-resident, accredited from "
        "elsewhere."
    )
    mission: OptionalMission = Field(description="The accredited mission, if the dataset has it.")
    city: Text = Field(description="City of the accredited mission.")
    state: Party = Field(description="State in which that city lies.")
    wikidata: Qid = Field(description="Wikidata id of the accredited mission.")
    valid: Edtf = Field(description="When (EDTF); blank where not known.")
    sense: Sense = Field(description="Meaning of the date.")
    sources: Sources = Field(description="Sources that report it.")
    attributed_to: Text = Field(description="Person or body that the sources cite for it.")
    reason: Text = Field(description="Note.")


class Claim(_Record):
    """What one source says of one property of one subject."""

    id: Slug = Field(description="Id of the claim.")
    subject: Needed = Field(
        description="Id of a record, two codes such as PRK-VEN, a code, or `pack` (the dataset)."
    )
    property: Slug = Field(description="Property that the claim is about.")
    value: Needed = Field(description="What the source says.")
    valid: Edtf = Field(description="When it applies, according to the source (EDTF).")
    source: Annotated[Slug, Ref("sources")] = Field(description="The source.")
    origin: Origin = Field(description=_ORIGIN)
    locator: Text = Field(description="Page or section in the source.")
    attributed_to: Text = Field(description="Person or body that the source cites for it.")
    seen: Seen = Field(description="How much of the source was seen for this claim.")
    rank: Rank = Field(description="Rank among the claims to the same property.")
    grade: Grade = Field(
        description="An editor's grade by the Admiralty code: source A to F, information 1 to 6. "
        "It decides nothing."
    )
    reason: Text = Field(
        description="Why the rank and the grade; needed where the rank is not normal or there is "
        "a grade."
    )


class Place(_Record):
    """A place; its geometry is beside it in places.geojson."""

    id: Slug = Field(description="Id of the place.")
    name: Needed = Field(description="Name of the place.")
    kind: Annotated[Text, AfterValidator(_word(vocabulary.PLACE_KINDS, "type of place"))] = Field(
        description="Type of place."
    )
    state: NeededParty = Field(description="Code of the state it lies in.")
    city: Text = Field(description="City it lies in.")
    radius_m: Metres = Field(description="Accuracy of its outline in metres.")
    derivation: Text = Field(description="How its geometry was made.")
    sources: Sources = Field(description="Sources that report it.")


MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "sources": Source,
        "missions": Mission,
        "events": Event,
        "positions": Position,
        "heads": Head,
        "relations": Relation,
        "coverage": Coverage,
        "claims": Claim,
    }
)
"""Table -> model, in the order in which they are read. Places are apart: they have geometry."""

ALL_MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType({**MODELS, "places": Place})
"""The same with the places, which come last."""

ADDED: Final = frozenset({"origin"})
"""Columns that datasets made before them lack; ``check --fix`` adds them, blank."""
