"""A reader's language: messages, names, dates and numbers as it says them."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partialmethod
from types import MappingProxyType
from typing import Any, Final

from geo import dates, parties
from geo.dates import parse, split
from geo.errors import AmbiguousState, AtlasError, InvalidDate, InvalidSelection, StateError, quoted
from geo.i18n.messages import LANGUAGES, Message, message, room
from geo.parties import Called

_PROPER: Final = {"wikidata": "Wikidata"}
_BEGIN: Final = re.compile(
    r"(attested|comment|purpose-by|state-after|state-in|status-in|stopped-by)-"
)
_DAY: Final = re.compile(r"[12][0-9]{3}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])")
_PART: Final = re.compile(rf"{_DAY.pattern}|[^-]+")
_METRES_PER_KM: Final = 1_000.0
_WHOLE_FROM_KM: Final = 10.0
_DAYS_PER_MONTH: Final = 30.44
_MONTHS_IN_WORDS: Final = 24
_GROUPED_FROM: Final = {"en": 1_000, "es": 10_000}
_UNGROUPED: Final = 1_000  # Whole numbers up to which every language writes the same
# How a language writes the marks of English between thousands and before decimals
_MARKS: Final = {"en": {}, "es": str.maketrans(",.", "\u00a0,")}
# Short names of two words without an article: "East Germany", "Corea del Norte"
_BARE: Final = frozenset({"DDR", "KOR", "PRK", "XNC", "YMD"})
_PHRASES: Final = {
    "en": ("by ", "until ", "between ", "from "),
    "es": ("a más tardar ", "hasta ", "entre ", "desde "),
}
# Sense of a date -> the messages of a span and of a day
_SENSES: Final = {
    "attested": ("date.so_in", "date.so_on"),
    "by": ("date.by", "date.by_day"),
    "planned": ("date.expected", "date.expected_day"),
}
_ADDRESS: Final = re.compile(r"\S*[.:@/]\S+")
_SOUND_I: Final = re.compile(r"(?:hi|i|í)(?![aeoáéó])", re.IGNORECASE)
_SOUND_O: Final = re.compile(r"h?[oó]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Translator:
    """What says things in one language; frozen, to be passed along."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a message."""
        found = message(key, self.language)
        if not isinstance(found, str):
            found = found["one" if values["count"] == 1 else "other"]
        if not values and "{" not in found:
            return found
        shown = {name: self._written(value) for name, value in values.items()}
        return found.format_map(shown)

    def _written(self, value: object) -> str:
        if type(value) is int and not 0 <= value < _UNGROUPED:
            return self.number(value)
        return str(value)

    def has(self, key: str) -> bool:
        """Whether the catalogue has a message."""
        try:
            message(key, self.language)
        except KeyError:
            return False
        return True

    def messages(self, prefix: str) -> dict[str, Message]:
        """All messages below a prefix, by what follows it."""
        known, below = room(prefix.partition(".")[0], self.language), f"{prefix}."
        return {key.removeprefix(below): known[key] for key in known if key.startswith(below)}

    # ---- names ----

    def party(self, code: str) -> str:
        """Name of a party that readers use, for lists and titles: "North Korea", "Venezuela"."""
        found = self._called(code)
        return found.short if found else code

    def of_party(self, code: str) -> str:
        """Name of a party within a sentence: "the Netherlands", "los Países Bajos", "Russia"."""
        return f"{self._article(code)} {self.party(code)}".strip()

    def of(self, code: str) -> str:
        """Name of a party after "of": "of the Netherlands", "del Reino Unido"."""
        if self._article(code) == "el":
            return self("words.of_el", name=self.party(code))
        return self("words.of", name=self.of_party(code))

    def formal(self, code: str, within: bool = False) -> str:
        """Formal name of a party: "Democratic People's Republic of Korea"."""
        found = self._called(code)
        if not found:
            return code
        name, article = found.name, found.article
        formal = parties.party_by_code(code).formal if self.language == "en" else ""
        if formal not in ("", name):
            # A formal name of several words begins with a type of state: "the Republic of".
            name, article = formal, "the" if " " in formal else ""
        return f"{article} {name}".strip() if within else name

    def _article(self, code: str) -> str:
        """The article, which the full name and a short name of several words have."""
        found = self._called(code)
        if not found or code in _BARE:
            return ""
        return found.article if " " in found.short or found.short == found.name else ""

    def _called(self, code: str) -> Called | None:
        try:
            return parties.party_by_code(code).called(self.language)
        except StateError:
            return None

    def label(self, kind: str, sending: str, receiving: str, city: str = "") -> str:
        """What a mission is called: "Embassy of Venezuela in Pyongyang"."""
        place = city or self.of_party(receiving)
        named = self.capital(self.kind(kind))
        return self("words.label", kind=named, of=self.of(sending), place=place)

    # ---- words of the tables ----

    def _word(self, word: str, table: str) -> str:
        try:
            return self(f"words.{table}.{word}")
        except KeyError:
            return word.replace("_", " ")

    kind = partialmethod(_word, table="kind")  # "consulate general"
    status = partialmethod(_word, table="status")  # "in preparation"
    event = partialmethod(_word, table="event")  # "formally requested"
    rank = partialmethod(_word, table="rank")  # Of a head of mission: "chargé d’affaires"

    def lapsed(self, what: str, day: str) -> str:
        """That a status is not known, and of when the last evidence is."""
        key = "listed" if what == "listed" else "reported"
        return self(f"words.lapsed.{key}", year=day[:4])

    def confirmed(self, last_confirmed: str, older_evidence: int) -> str:
        """How recent evidence is: "last confirmed 2022, 3 on evidence older than two years"."""
        last = self("words.confirmed", year=last_confirmed[:4]) if last_confirmed else ""
        older = self("words.older", count=older_evidence) if older_evidence else ""
        return ", ".join(filter(None, (last, older)))

    def grade(self, text: str) -> str:
        """An editor's grade in words: "B2: usually reliable source; probably true"."""
        source, information = f"conflicts.source.{text[:1]}", f"conflicts.information.{text[1:]}"
        if not (self.has(source) and self.has(information)):
            return text
        return self(
            "conflicts.grade", grade=text, source=self(source), information=self(information)
        )

    def heading(self, slug: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """What a property of a claim is called, with the dataset's proper names by slug."""
        key = f"heading.property.{slug}"
        if self.has(key):
            return self(key)
        begin = _BEGIN.match(slug)
        if begin and (rest := self._worded(slug[begin.end() :], names)):
            return self(f"heading.begins.{begin[1]}", rest=rest)
        return self.capital(self._worded(slug, names))

    def _worded(self, slug: str, names: Mapping[str, str]) -> str:
        """The words of a slug, dates and proper names as they are written."""
        proper = _PROPER | dict(names)
        return " ".join(
            self.date(part) if _DAY.fullmatch(part) else proper.get(part, part)
            for part in _PART.findall(slug)
        )

    # ---- dates ----

    def date(self, text: str) -> str:
        """A date in words: "21 August 2019", "by 5 December 2023"; a text that is none as it is."""
        return _dated(text, self)

    def when(self, text: str, sense: str = "on") -> str:
        """A date with its sense."""
        if not text:
            return self("date.expected_unknown" if sense == "planned" else "date.unknown")
        shown = self.date(text)
        later = self("date.or_later", date="")
        if sense == "after":
            return shown if shown.endswith(later) else self("date.or_later", date=shown)
        if shown.startswith(_PHRASES[self.language]):
            return self("date.expected_phrase", date=shown) if sense == "planned" else shown
        keys = _SENSES.get(sense)
        return self(keys[self._is_day(shown)], date=shown) if keys else shown

    def no_later(self, text: str) -> str:
        """A date that is only known to lie before the day on which somebody looked."""
        span = dates.parse(text)
        if span.latest is None:
            return self.when(text)
        last = self.date(span.latest.isoformat())
        if span.earliest in (None, span.latest):
            return self("date.no_later", date=last)
        begin = re.split(r"\.\.|/", text.lstrip("["))[0]
        return self("date.no_later_from", begin=self.date(begin), date=last)

    def at(self, text: str) -> str:
        """A date within a sentence: "on 21 August 2019", "in August 2019"; blank for a blank."""
        shown = self.date(text)
        if not shown or shown.startswith(_PHRASES[self.language]):
            return shown
        return self("date.on" if self._is_day(shown) else "date.in", date=shown)

    @staticmethod
    def _is_day(shown: str) -> bool:
        return shown[:1].isdigit() and " " in shown

    def _since(self, last: dt.date, now: dt.date, how: str) -> str:
        days = (now - last).days
        if days < 0:
            return self("words.age.later")
        if days < 2 * _DAYS_PER_MONTH:
            return self(f"words.{how}.days", count=days)
        months = round(days / _DAYS_PER_MONTH)
        if months < _MONTHS_IN_WORDS:
            return self(f"words.{how}.months", count=months)
        return self(f"words.{how}.years", count=months // 12)

    age = partialmethod(_since, how="age")  # Of evidence: "3 months old"
    ago = partialmethod(_since, how="ago")  # Of a day: "3 months ago"

    # ---- numbers ----

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as the language writes it: "14,370", "14 370"."""
        unit = Decimal(1).scaleb(-decimals)
        rounded = Decimal(float(value)).quantize(unit, ROUND_HALF_UP)  # as browsers do
        text = f"{rounded:,.{decimals}f}"
        if abs(rounded) < _GROUPED_FROM[self.language]:
            text = text.replace(",", "")
        return text.translate(_MARKS[self.language])

    def metres(self, value: float) -> str:
        """A radius in metres as text: "300 m", from 1 km on "10 km"."""
        if value < _METRES_PER_KM:
            return f"{self.number(value)} m"
        kilometres = value / _METRES_PER_KM
        tenths = kilometres < _WHOLE_FROM_KM and not f"{kilometres:.1f}".endswith("0")
        return f"{self.number(kilometres, 1 if tenths else 0)} km"

    def distance(self, value: float) -> str:
        """A distance: "14,370 km", to 10 km from 1,000 km on, else as :meth:`metres`."""
        if value < 1_000 * _METRES_PER_KM:
            return self.metres(value)
        return f"{self.number(round(value / _METRES_PER_KM, -1))} km"

    def placed(self, where: Mapping[Any, Any], place: str = "") -> str:
        """Where a mission is: "Approximate: city only (Pyongyang), within about 10 km"."""
        word, city, radius = str(where["exactness"]), str(where["city"]), float(where["radius_m"])
        key = f"words.placed.{word}"
        named = {"city": city, "state": city, "district": place}
        if not named.get(word, "named"):
            key += "_unnamed"
        if not self.has(key):
            key = "words.placed.unrecorded"
        off = "" if math.isnan(where["off_m"]) else self.distance(where["off_m"])
        state = self.of_party(str(where["receiving"]))
        said = self(key, city=city, place=place, off=off, state=state)
        if math.isnan(radius):
            return self("words.placed.alone", said=said)
        return self("words.placed.within", said=said, radius=self.metres(radius))

    # ---- lists ----

    def listed(self, names: Sequence[str], joint: str = "and") -> str:
        """Names as a list in a sentence: "a, b and c", "a o b"."""
        if len(names) < 2:
            return "".join(names)
        last = names[-1]
        key = f"words.{joint}"
        if self.language == "es" and joint == "and" and _SOUND_I.match(last):
            key = "words.and_e"
        if self.language == "es" and joint == "or" and _SOUND_O.match(last):
            key = "words.or_u"
        return self(key, first=", ".join(names[:-1]), last=last)

    def left_out(self, counts: Mapping[str, int]) -> list[str]:
        """What is left out, counted: "34 closed", "14 not yet there"."""
        keys = {why: f"words.left_out.{why}" for why, number in counts.items() if number}
        return [
            self(key, count=counts[why]) if self.has(key) else f"{self.number(counts[why])} {why}"
            for why, key in keys.items()
        ]

    def hidden(self, counts: Mapping[str, int]) -> str:
        """What is not shown, as a clause: "34 closed and 14 undated not shown"; blank if none."""
        parts = self.left_out(counts)
        return self("words.not_shown", what=self.listed(parts)) if parts else ""

    @staticmethod
    def capital(text: str) -> str:
        """A text with its first letter as a capital; an address on the web or of mail as it is."""
        return text if _ADDRESS.fullmatch(text) else text[:1].upper() + text[1:]

    def sentences(self, texts: Iterable[str]) -> str:
        """Texts one after another, each ended by a full stop."""
        return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)


@lru_cache(maxsize=8)
def tr(language: str) -> Translator:
    """The translator for a language."""
    if language not in LANGUAGES:
        raise InvalidSelection(
            f"Unknown language {quoted(language)}. Choose one of {', '.join(LANGUAGES)}."
        )
    return Translator(language)


ENGLISH: Final = Translator("en")
"""The language of the command line, of errors and of files."""


def told(error: AtlasError, tr: Translator) -> str:
    """What an error says, in the reader's language where the catalogue has it."""
    if tr.language == ENGLISH.language or not error.key:
        return str(error)
    values = dict(error.values)
    for name, value in values.items():
        if isinstance(value, AtlasError):
            values[name] = tr.capital(told(value, tr))
        elif isinstance(value, tuple):
            values[name] = tr.listed(value, "or")
    if isinstance(error, AmbiguousState):
        named = [f"{code} ({tr.party(code)})" for code in error.candidates]
        values["candidates"] = ", ".join(named)
    return tr(error.key, **values)


@lru_cache(maxsize=16_384)
def _dated(text: str, say: Translator) -> str:
    try:
        parse(text)
    except InvalidDate:
        return text
    if text.startswith("["):
        members = [_member(member, say) for member in text[1:-1].split(",")]
        first, last = ", ".join(members[:-1]), members[-1]
        return say("words.or", first=first, last=last) if first else last
    begin, slash, end = text.partition("/")
    if not slash:
        return _date_in_words(text, say)
    if begin in ("", ".."):
        key = "date.until" if begin else "date.until_since_unknown"
        return say(key, end=_phrased(end, say))
    if end in ("", ".."):
        key = "date.from_on" if end else "date.from_until_unknown"
        return say(key, begin=_phrased(begin, say))
    return say("date.span", begin=_date_in_words(begin, say), end=_date_in_words(end, say))


def _member(member: str, say: Translator) -> str:
    begin, dots, end = member.partition("..")
    if not dots:
        return _date_in_words(member, say)
    if not begin:
        return say("date.by_day" if _is_day(end) else "date.by", date=_date_in_words(end, say))
    if not end:
        return say("date.or_later", date=_date_in_words(begin, say))
    return say("date.between", begin=_phrased(begin, say), end=_phrased(end, say))


def _is_day(date: str) -> bool:
    parts = split(date)
    return parts is not None and parts.day not in ("", "XX") and not parts.doubt


def _phrased(date: str, say: Translator) -> str:
    """A date as it is after a preposition: a day has its article where there is one."""
    said = _date_in_words(date, say)
    return say("date.the_day", date=said) if _is_day(date) else said


def _date_in_words(date: str, say: Translator) -> str:
    parts = split(date)
    if parts is None:
        return date
    year = str(int(parts.year)) if parts.year.isdigit() else parts.year
    if year.endswith("XX"):
        first, last = max(1, int(year[:2] + "00")), int(year[:2] + "99")
        said = say("date.span", begin=str(first), end=str(last))
    elif year.endswith("X"):
        said = say("date.decade", decade=str(int(year[:3] + "0")))
    elif parts.month in ("", "XX"):
        said = say("date.month_unknown", year=year) if parts.month else year
    elif parts.day in ("", "XX"):
        key = "date.day_unknown" if parts.day else "date.month_year"
        said = say(key, month=say(f"date.month.{int(parts.month)}"), year=year)
    else:
        month = say(f"date.month.{int(parts.month)}")
        said = say("date.day", day=str(int(parts.day)), month=month, year=year)
    if parts.doubt in ("~", "%"):
        said = say("date.about", date=said)
    return say("date.uncertain", date=said) if parts.doubt in ("?", "%") else said
