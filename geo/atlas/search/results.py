"""The ranked results of a search: what was found, why, which card it opens, and where it is."""

from dataclasses import dataclass
from typing import Final

from geo import i18n, parties
from geo.atlas import Atlas
from geo.atlas.entries import FIELDS, TYPES, Entry
from geo.atlas.index import Match
from geo.atlas.query import Unit
from geo.atlas.search import zoom
from geo.atlas.search.zoom import Box
from geo.i18n import Translator
from geo.selection import Selection

_BEFORE: Final = 40
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was found: the text that holds the words, cut around them where it is long."""

    field: str  # Of :data:`geo.atlas.entries.FIELDS`, or sending, receiving, party
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a search found. All texts are as the data have them: escape them."""

    type: str  # One of :data:`geo.atlas.entries.TYPES`
    id: str
    name: str
    about: str  # What distinguishes it: a person's mission, a source's publisher
    why: tuple[Reason, ...]
    opens: str  # Id of its card; blank for none
    where: Box | None  # Degrees, CRS84; None where not known


def find(
    atlas: Atlas,
    text: str,
    selection: Selection | None = None,
    language: str = "en",
    most: int = 25,
) -> tuple[int, tuple[Result, ...]]:
    """Find everything in a dataset that has all words of a text, the best first.

    Parameters
    ----------
    atlas
        The opened dataset.
    text
        Words: of names in any language, of demonyms, addresses, people, claims or sources. All
        must be found; case, accents and punctuation do not matter; the last may be the
        beginning of a word.
    selection
        Its days say where missions are; it narrows nothing.
    language
        One of :data:`geo.i18n.LANGUAGES`.
    most
        How many results are given.

    Returns
    -------
    tuple of int and tuple of Result
        How many there are, and the first of them.

    Raises
    ------
    InvalidSelection
        The text is too long, or the language unknown.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> count, found = geo.find(atlas, "Las Mercedes")
    >>> found[0].type
    'place'
    """
    text = Selection(text=text).text
    tr = i18n.tr(language)
    match = atlas.mission_filter.index.match(text)
    of = selection or Selection()
    days = Selection(as_of=of.as_of, known_on=of.known_on)
    return len(match.found), tuple(
        _result(atlas, number, match, days, tr) for number in match.found[:most].tolist()
    )


def told(result: Result, tr: Translator) -> str:
    """Why something was found, in the reader's language: "city: Pyongyang · type: embassy"."""
    return " · ".join(
        tr("find.reason", field=tr(f"find.field.{one.field}"), text=one.text) for one in result.why
    )


def _result(atlas: Atlas, number: int, match: Match, days: Selection, tr: Translator) -> Result:
    entry = atlas.mission_filter.index.entries[number]
    kind = TYPES[entry.type]
    whole = _holding(entry, match.whole) if len(match.units) > 1 else None
    reasons = [whole] if whole else [_reason(entry, unit, tr) for unit in match.units]
    why = tuple(dict.fromkeys(reason for reason in reasons if reason))
    opens = f"state:{entry.a}" if kind == "state" else entry.opens
    said = called(entry, tr), about(atlas, entry, tr), why
    return Result(kind, entry.id, *said, opens, where(atlas, entry, days))


def called(entry: Entry, tr: Translator) -> str:
    """What an entry is called in a list."""
    kind = TYPES[entry.type]
    if kind == "state":
        return tr.party(entry.a)
    if kind == "mission" and entry.about and not entry.name:
        return tr.label(entry.kind, entry.a, entry.b, entry.about["city"])
    return entry.name


def about(atlas: Atlas, entry: Entry, tr: Translator) -> str:
    """What distinguishes an entry from others of its name."""
    kind, row = TYPES[entry.type], entry.about
    if kind == "state":
        return tr.formal(entry.a)
    if kind in ("city", "place"):
        city = row["city"] if row else ""
        return ", ".join(part for part in (city, tr.party(entry.b)) if part)
    if kind == "relation" and row:
        both = dict.fromkeys((tr.party(entry.a), tr.party(entry.b)))
        return ", ".join(part for part in (tr.listed([*both]), row["date"]) if part)
    if kind == "source" and row:
        return ", ".join(part for part in (row["publisher"], row["published"]) if part)
    mission = atlas.dataset.missions.by_id.get(entry.opens)
    if kind in ("person", "address", "claim") and mission:
        return tr.label(mission.kind, mission.sending, mission.receiving, mission.city)
    return ""


def _reason(entry: Entry, unit: Unit, tr: Translator) -> Reason | None:
    """Where an entry has a unit: in what it means, else in the first text that holds it."""
    named = unit.parties | unit.senders
    if TYPES[entry.type] in ("mission", "person"):
        if entry.a in named:
            return Reason("sending", tr.party(entry.a))
        if entry.b in unit.parties:
            return Reason("receiving", tr.party(entry.b))
        if entry.kind in unit.kinds:
            return Reason("kind", tr.kind(entry.kind))
    elif {entry.a, entry.b} & named:
        return Reason("party", tr.party(entry.a if entry.a in named else entry.b))
    if entry.city and entry.city in unit.cities:
        return Reason("city", entry.city[1])
    return _holding(entry, unit) or _called(entry, unit, tr)


def _holding(entry: Entry, unit: Unit) -> Reason | None:
    """The first text that holds a unit as whole words; else one with a word that begins so."""
    begun = None
    for field, text in entry.texts:
        folded = f" {parties.fold(text)}"
        if f" {unit.text} " in f"{folded} ":
            return Reason(FIELDS[field], _cut(text, unit.text))
        if begun is None and unit.open and f" {unit.text}" in folded:
            begun = Reason(FIELDS[field], _cut(text, unit.text))
    return begun


def _called(entry: Entry, unit: Unit, tr: Translator) -> Reason | None:
    """The party that a single word of its names leads to."""
    for field, code in (("sending", entry.a), ("receiving", entry.b)):
        if code:
            names = parties.party_by_code(code).every_name
            if any(f" {unit.text}" in f" {parties.fold(name)}" for name in names):
                plain = TYPES[entry.type] in ("mission", "person")
                return Reason(field if plain else "party", tr.party(code))
    return None


def _cut(text: str, wanted: str) -> str:
    """A text of some length cut around what is wanted of it."""
    if len(text) <= _LONGEST:
        return text
    at = parties.fold(text).find(wanted)
    start = max(0, at - _BEFORE)
    part = text[start : start + _LONGEST].strip()
    return f"{'…' if start else ''}{part}{'…' if start + _LONGEST < len(text) else ''}"


def where(atlas: Atlas, entry: Entry, days: Selection) -> Box | None:
    """Where an entry is on the days."""
    kind = TYPES[entry.type]
    if kind == "state":
        return zoom.on_state(entry.a)
    if kind == "city" and entry.city:
        return zoom.on_city(entry.city[1], entry.city[0])
    if kind == "relation":
        return zoom.on_parties(entry.a, entry.b)
    return zoom.on_mission(atlas, entry.opens, days) or zoom.on_place(atlas, entry.opens)
