"""Faults as the form tells them: in the reader's language, where the catalogue has them."""

from __future__ import annotations

import re
from typing import Final

from geo import dates, i18n
from geo.errors import InvalidDate, ValidationError
from geo.i18n import Translator
from geo.ui import errors

RULES: Final = {
    "needed": "a value is needed here",
    "id": "an id is lower-case letters and digits joined with -",
    "qid": "a Wikidata id is Q and a number",
    "url": "an address begins with http:// or https://",
    "party": "no state or listed entity has this code",
    "word": r".+ is one of a closed list",
    "control": r"a control character .+ stands in the text",
    "decimal": r".+ is a plain decimal number",
    "degrees": r"a (?:longitude|latitude) lies from -(?P<most>[0-9]+) to [0-9]+",
    "unknown": r"no row of (?P<file>\S+) has this id",
    "twice": "an id stands twice in the list",
    "taken": "a row of the table has this id already",
    "stands": r"the id stands already in (?P<where>.+)",
    "said": r"the pack says this already, in the row (?P<id>\S+)",
    "subject": "the claim is about nothing that the pack has",
    "rank": "a rank that is not normal needs its reason",
    "prophecy": r"the source (?P<source>\S+) was published before the event",
    "circle": "the source leads back to itself",
    "itself": "a state has no mission to itself",
    "unplaced": "the mission cannot be placed: no position, and the gazetteer lacks its city",
    "half": "half a point",
    "zero": "a point at 0,0 is a missing point",
    "outside": r"the point lies (?P<km>[0-9,]+) km outside (?P<state>.+)",
    "shape": r"the geometry is not valid: .+",
    "author": "an edit has an author",
}
"""Key of a rule in the catalogue -> how the rule reads, as a regular expression."""

_NEAR: Final = re.compile(r" Near it: (?P<near>.+)\.$")


def said(problem: ValidationError, tr: Translator) -> str:
    """What a fault says, and what to do about it."""
    plain = tr.capital(f"{problem.rule}. {problem.remedy}")
    if tr.language == i18n.ENGLISH.language:
        return plain
    try:
        if problem.rule == "not a date":
            dates.parse(problem.value)
    except InvalidDate as error:
        return tr.capital(errors.told(error, tr))
    for key, rule in RULES.items():
        found = re.fullmatch(rule, problem.rule)
        if found:
            text = tr(f"editform.rule.{key}", **found.groupdict())
            near = _NEAR.search(problem.remedy)
            return text + (f" {tr('editform.near', near=near['near'])}" if near else "")
    return plain
