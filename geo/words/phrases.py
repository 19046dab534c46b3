"""Kinds, dates, places, numbers and names in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from geo import countries, dates
from geo.errors import InvalidDate, StateError
from geo.vocabulary import KINDS

__all__ = [
    "age",
    "counted",
    "distance",
    "event",
    "hidden",
    "kind",
    "label",
    "listed",
    "metres",
    "of_party",
    "party",
    "placed",
    "rank",
    "status",
    "tight",
    "tight_label",
    "when",
]

_TIGHT: Final = {"KOR": "Rep. of Korea", "PRK": "DPR Korea"}
"""Names for narrow places, where the short name is not one of international usage."""

_KINDS: Final = {
    "honorary_consul": "honorary consulate",
    "consulate_general": "consulate general",
    "nunciature": "nunciature",
    "residence": "residence",
    "subnational": "representation",
}

_STATUSES: Final = {
    "announced": "announced, not yet open",
    "preparing": "in preparation",
    "open": "open",
    "suspended": "suspended",
    "closed": "closed",
    "unknown": "not known",
}

_EVENTS: Final = {
    "proposed": "proposed",
    "requested": "formally requested",
    "refused": "refused",
    "approved": "approved",
    "announced": "announced",
    "preparation": "preparations",
    "opened": "opened",
    "reopened": "reopened",
    "listed": "listed as active",
    "suspended": "suspended",
    "closed": "closed",
    "unconfirmed": "no later evidence found",
    "relocated": "moved",
    "downgraded": "downgraded",
    "accreditation": "accredited to a further state",
    "credentials": "credentials presented",
    "ambassador_appointed": "ambassador appointed",
    "charge_daffaires_appointed": "chargé d’affaires appointed",
    "ambassador_departed": "ambassador left",
    "ambassador_died": "ambassador died",
    "ambassador_expelled": "ambassador expelled",
    "ambassador_recalled": "ambassador recalled",
    "head_expelled": "head of mission expelled",
    "staff_rotation": "staff changed over",
    "no_comment": "no comment",
    "no_progress": "no progress",
    "left_database": "no longer in the data",
}

_RANKS: Final = {
    "charge_daffaires": "chargé d’affaires",
    "charge_daffaires_ad_interim": "chargé d’affaires ad interim",
}

_PHRASES: Final = ("by ", "until ", "between ", "from ")
_SENSES: Final = {"by": "by ", "planned": "expected for "}
_METRES_PER_KM: Final = 1_000.0
_WHOLE_FROM_KM: Final = 10.0
_DAYS_PER_MONTH: Final = 30.44
_MONTHS_IN_WORDS: Final = 24


def party(code: str) -> str:
    """Name of a state or entity for lists and titles: "Democratic People's Republic of Korea".

    Parameters
    ----------
    code
        Its code. An unknown code is its own name.

    Returns
    -------
    str
        The English name of international usage.
    """
    try:
        return countries.party_by_code(code).name
    except StateError:
        return code


def of_party(code: str) -> str:
    """Name of a state or entity in running text: "the Netherlands", "Venezuela".

    Parameters
    ----------
    code
        Its code.

    Returns
    -------
    str
        The name with its article, where it has one.
    """
    try:
        return countries.party_by_code(code).in_text
    except StateError:
        return code


def tight(code: str) -> str:
    """Name of a state or entity for narrow places, such as a map: "DPR Korea", "Venezuela".

    Parameters
    ----------
    code
        Its code.

    Returns
    -------
    str
        A short name.
    """
    try:
        return _TIGHT.get(code) or countries.party_by_code(code).short
    except StateError:
        return code


def kind(word: str) -> str:
    """A kind of mission in plain English: "consulate general"."""
    return _KINDS.get(word, word.replace("_", " ")) if word in KINDS else word


def status(word: str) -> str:
    """A status in plain English: "in preparation"."""
    return _STATUSES.get(word, word)


def event(word: str) -> str:
    """A kind of event in plain English: "formally requested"."""
    return _EVENTS.get(word, word.replace("_", " "))


def rank(word: str) -> str:
    """A rank of a head of mission in plain English: "chargé d’affaires"."""
    return _RANKS.get(word, word.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def label(kind_: str, sending: str, receiving: str, city: str = "") -> str:
    """What a mission is called: "Embassy of Venezuela in Pyongyang".

    Parameters
    ----------
    kind_
        Kind of the mission.
    sending, receiving
        Codes of the two parties.
    city
        City it stands in; the receiving state stands in where it is blank.

    Returns
    -------
    str
        The label; text from data in it is as it came, so escape it.
    """
    where = city or of_party(receiving)
    return f"{_capital(kind(kind_))} of {of_party(sending)} in {where}"


def tight_label(kind_: str, sending: str, receiving: str, city: str = "") -> str:
    """What a mission is called in narrow places: "Embassy of the DPR Korea in Caracas".

    Parameters
    ----------
    kind_
        Kind of the mission.
    sending, receiving
        Codes of the two parties.
    city
        City it stands in; the receiving state stands in where it is blank.

    Returns
    -------
    str
        The label; text from data in it is as it came, so escape it.
    """
    try:
        article = countries.party_by_code(sending).article
    except StateError:
        article = ""
    of = f"{article} {tight(sending)}".strip()
    return f"{_capital(kind(kind_))} of {of} in {city or tight(receiving)}"


def when(text: str, sense: str = "on") -> str:
    """A date with its sense in plain English.

    Parameters
    ----------
    text
        EDTF date, or blank.
    sense
        One of :data:`geo.vocabulary.SENSES`.

    Returns
    -------
    str
        "21 August 2019", "by 5 December 2023", "expected for March 2019",
        "so on 16 November 2022"; "date not known" for a blank.
    """
    if not text:
        return "expected, date not known" if sense == "planned" else "date not known"
    try:
        shown = dates.display(text)
    except InvalidDate:
        shown = text
    if sense == "after":
        return shown if shown.endswith("or later") else f"{shown} or later"
    if shown.startswith(_PHRASES):
        return f"expected {shown}" if sense == "planned" else shown
    if sense == "attested":
        return f"so {'on' if shown[:1].isdigit() and ' ' in shown else 'in'} {shown}"
    return f"{_SENSES.get(sense, '')}{shown}"


def metres(value: float) -> str:
    """A radius as it is said: "300 m", "about 10 km".

    Parameters
    ----------
    value
        Metres.

    Returns
    -------
    str
        Metres below 1 km, kilometres from there on.
    """
    if value < _METRES_PER_KM:
        return f"{value:,.0f} m"
    kilometres = value / _METRES_PER_KM
    decimals = 1 if kilometres < _WHOLE_FROM_KM else 0
    return f"{kilometres:,.{decimals}f} km".replace(".0 km", " km")


def distance(value: float) -> str:
    """A distance as it is said: "14,370 km".

    Parameters
    ----------
    value
        Metres.

    Returns
    -------
    str
        To 10 km from 1,000 km on, else as :func:`metres`.
    """
    if value < 1_000 * _METRES_PER_KM:
        return metres(value)
    return f"{round(value / _METRES_PER_KM, -1):,.0f} km"


def placed(method: str, radius_m: float, city: str = "", place: str = "") -> str:
    """How a mission is placed and how exactly, as one sentence.

    Parameters
    ----------
    method
        One of :data:`geo.vocabulary.METHODS`.
    radius_m
        Metres within which the true position lies.
    city
        Its city.
    place
        Name of the place it is in, where there is one.

    Returns
    -------
    str
        "Known only by its city, Pyongyang: within about 10 km."
    """
    said = {
        "surveyed": "Measured at the building",
        "source_point": "A point that a source gives, not surveyed",
        "district": f"Known to be in {place or 'a district'}, drawn as a region",
        "words": "Worked out from the words of a source",
        "city": f"Known only by its city{f', {city}' if city else ''}",
        "state": "Known only by the receiving state",
    }.get(method, "How it was placed is not recorded")
    return f"{said}: within about {metres(radius_m)}."


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 mission", "287 missions"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(names: list[str], joint: str = "and") -> str:
    """Names as a list in a sentence: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def hidden(counts: Mapping[str, int]) -> str:
    """What is not shown, counted: "34 closed, 14 not yet there: not shown".

    Parameters
    ----------
    counts
        Why not -> how many.

    Returns
    -------
    str
        The clause; blank where nothing is left out.
    """
    parts = [f"{number:,} {why}" for why, number in counts.items() if number]
    return f"{listed(parts)} not shown" if parts else ""


def age(last: date, now: date) -> str:
    """How old evidence is: "3 months old".

    Parameters
    ----------
    last
        Day of the last evidence.
    now
        Day from which one looks.

    Returns
    -------
    str
        In days, months or years.
    """
    days = (now - last).days
    if days < 0:
        return "later than the day looked at"
    if days < 2 * _DAYS_PER_MONTH:
        return f"{counted(days, 'day')} old"
    months = round(days / _DAYS_PER_MONTH)
    if months < _MONTHS_IN_WORDS:
        return f"{counted(months, 'month')} old"
    return f"{counted(months // 12, 'year')} old"
