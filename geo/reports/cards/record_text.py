"""How records, claims and evidence are told on a card: names for ids, nothing of later days."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from geo import dates
from geo.i18n import Translator, plain
from geo.reports.cards.model import MOST_CLAIMS, Cite, Evidence, Statement

_DAYS: Final = re.compile(r"(?<![0-9.,])(1[89]|20)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_DAY: Final = re.compile(r"\[?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.\.\])?")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SEVERAL: Final = ("mul", "und", "zxx")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER: Final = re.compile(r"[\u0370-\u1fff\u3040-\ud7ff]")
_NOT_LATIN: Final = frozenset(
    ("ar", "be", "bg", "el", "fa", "he", "hi", "ja", "ko", "mk", "ru", "sr", "th", "uk", "ur", "zh")
)
_MOST_VALUES: Final = 5
_LONGEST: Final = 120


def seen_text(tr: Translator, seen: str) -> str:
    """How much of a source was seen, in words; blank where nothing is said."""
    return tr(f"card.seen.{seen}") if seen else ""


def within(text: str, tr: Translator) -> str:
    """A date as it is behind a preposition: "21 August 2019", "el 21 de agosto de 2019"."""
    shown = tr.date(text)
    return tr("date.the_day", date=shown) if _DAY.fullmatch(text) else shown


def lowered(text: str) -> str:
    """A heading as it is within a sentence: its first letter small, but of an abbreviation."""
    short = text[:2].isalpha() and text[:2].isupper()
    return text if short else text[:1].lower() + text[1:]


def between(text: str) -> bool:
    """Whether a date is one of several that has a last: ``[..2015-06-23]``."""
    return text.startswith("[") and not text.endswith("..]")


def by_then(text: str, known_on: date | None) -> str:
    """A date as it could be told by a day: an end that came later is not said."""
    begin, slash, end = text.partition("/")
    if known_on is None or not slash or end in ("", ".."):
        return text
    latest = dates.parse(end).latest
    return text if latest is not None and latest <= known_on else f"{begin}/.."


def foretells(text: str, known_on: date | None) -> bool:
    """Whether a text names a day that is later than what was known."""
    if known_on is None:
        return False
    shown = known_on.isoformat()
    return any(found[0] > shown[: len(found[0])] for found in _DAYS.finditer(text))


def language_of(text: str, tag: str, otherwise: str) -> str:
    """The language that the title of a source is in, as far as it is known."""
    if not _TAG.fullmatch(tag) or tag in _SEVERAL:
        return otherwise
    latin = _LATIN.search(text) and not _OTHER.search(text)
    return otherwise if latin and tag.partition("-")[0] in _NOT_LATIN else tag


def tag_of(value: object) -> str:
    """A language tag (BCP 47) from data; ``"en"`` where it is none."""
    return value if isinstance(value, str) and _TAG.fullmatch(value) else "en"


def evidence(last: Evidence, tr: Translator) -> str:
    """The last evidence for a value, as a phrase."""
    if not last.source:
        return tr("card.evidence.own")
    if last.day is None:
        return tr("card.evidence.undated", publisher=last.publisher)
    values = {"publisher": last.publisher, "day": tr.date(last.published), "age": last.age}
    key = "card.evidence.repeated" if last.by else "card.evidence.last"
    return tr(key, by=last.by, **values)


def details(said: Any, tr: Translator, origins: Iterable[str]) -> list[tuple[str, bool]]:
    """Where, by whom and why a statement says so, each with whether it is the dataset's text."""
    told = [
        (said.locator and tr("card.claims.locator", where=said.locator), True),
        (said.attributed_to and tr("card.text.attributed", whom=said.attributed_to), True),
        (seen_text(tr, said.seen), False),
        *((text, False) for text in origins),
        (said.grade and tr("card.claims.grade", grade=said.grade), False),
        (said.reason.rstrip("."), True),
    ]
    return [one for one in told if one[0]]


def told(claim: Statement, tr: Translator) -> list[tuple[str, bool]]:
    """What is told of a claim besides its value, its days and its source."""
    repeats = claim.origins if claim.names_origin else claim.cite.repeats
    further = [one for one in claim.origins if one not in repeats]
    keys = {"card.cite.repeats": repeats, "card.claims.goes_back": further}
    origins = (tr(key, sources=tr.listed(ids)) for key, ids in keys.items() if ids)
    return details(claim, tr, origins)


def rest(claims: Sequence[Statement], tr: Translator) -> str:
    """The claims that are not told one by one, counted by what they say."""
    more = claims[MOST_CLAIMS:]
    often = Counter(claim.value for claim in more).most_common()
    what = [
        tr("card.claims.valued", value=plain(value, _LONGEST), number=tr.number(number))
        for value, number in often[:_MOST_VALUES]
    ]
    if left := sum(number for _, number in often[_MOST_VALUES:]):
        what.append(tr("card.others", count=left))
    return tr("card.claims.rest", count=len(more), what=tr.listed(what)) if more else ""


def left_out(counts: Mapping[str, int], tr: Translator) -> str:
    """What is left out for its days, counted by why, as a sentence; blank for nothing."""
    parts = [tr(f"card.left.{why}", count=number) for why, number in counts.items() if number]
    return tr("card.left_out", what=tr.listed(parts)) if parts else ""


def named(cite: Cite, tr: Translator) -> str:
    """Publisher and day of a source, plain: "NK News, as revised on 26 January 2019"."""
    if cite.kind == "unrecorded":
        return cite.publisher
    day = tr.date(cite.revised or cite.published) or tr("card.cite.undated")
    key = "card.cite.revised" if cite.revised else "card.cite.published"
    return tr(key, publisher=cite.publisher, day=day)


def dated(cite: Cite, tr: Translator) -> str:
    """When a source was published, and revised: "23 June 2015, revised 24 June 2015"."""
    day, revised = tr.date(cite.published) or tr("card.cite.undated"), tr.date(cite.revised)
    return tr("card.cite.day_revised", day=day, revised=revised) if cite.revised else day


def provenance(cite: Cite, tr: Translator) -> list[str]:
    """How much of a source was seen, through whom it is known, and whom it repeats."""
    keys = {"card.cite.known_through": cite.through, "card.cite.repeats": cite.repeats}
    others = (tr(key, sources=tr.listed(names)) for key, names in keys.items() if names)
    return [*filter(None, [seen_text(tr, cite.seen)]), *others]
