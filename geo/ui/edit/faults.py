"""Errors in the form, in the reader's language where the catalogue has them."""

from __future__ import annotations

import re
from typing import Final

from geo import dates, i18n
from geo.errors import InvalidDate, ValidationError
from geo.i18n import Translator
from geo.ui import errors

RULES: Final = {
    "needed": "a value is required here",
    "id": "not an id",
    "qid": "not a Wikidata id",
    "url": "not a web address",
    "party": "unknown code of a state or entity",
    "word": r"unknown (?!table|column).+",
    "control": r"the text contains a control character .+",
    "decimal": r".+ must be a decimal number",
    "degrees": r"a (?:longitude|latitude) must be from -(?P<most>[0-9]+) to [0-9]+",
    "unknown": r"no row of (?P<file>\S+) has this id",
    "twice": "an id is in the list twice",
    "taken": "another row of the table has this id",
    "stands": r"the id is already used in (?P<where>.+)",
    "said": r"the dataset already says this, in row (?P<id>\S+)",
    "subject": "the claim is about nothing in the dataset",
    "rank": "a rank other than normal needs a reason",
    "prophecy": r"the source (?P<source>\S+) was published before the event",
    "circle": "the source leads back to itself",
    "itself": "a state has no mission to itself",
    "unplaced": "no position, and the gazetteer lacks the city",
    "half": "only one coordinate",
    "zero": "0,0 is not a position",
    "outside": r"the point lies (?P<km>[0-9,]+) km outside (?P<state>.+)",
    "shape": r"the geometry is not valid: .+",
    "author": "no author",
    "backwards": "the post ends before it begins",
    "uncovered": "non-resident, but without the accredited mission",
    "own_state": "a state is not accredited to itself",
    "with_mission": r"no mission \(confirmed\), but with an accredited mission",
    "sent_by_other": r"the accredited mission is sent by (?P<sent>\S+), not by (?P<sending>\S+)",
    "no_absence": r"the accredited mission is in (?P<state>\S+) itself.*",
    "pointless": r"the method \S+ needs a point",
    "undrawn": "the method district needs a place with a geometry",
    "inexact": "no precision",
    "graded": r"the grade \S+ needs a reason",
    "grade": "a grade is a letter from A to F .+",
    "radius": "a radius in metres must be from .+",
    "removal": "a removal needs a reason",
    "unchanged": "the edit changes nothing",
}
"""Key of a rule in the catalogue -> how the rule reads, as a regular expression."""

_LONGEST: Final = 80
_NEAR: Final = re.compile(r" Did you mean (?P<near>.+)\?$")


def said(problem: ValidationError, tr: Translator) -> str:
    """The text of an error, with its remedy."""
    plain = tr.capital(f"{problem.rule}. {problem.remedy}")
    try:
        if problem.rule == "not a date":
            dates.parse(problem.value)
    except InvalidDate as error:
        return tr.capital(errors.told(error, tr))
    for key, rule in RULES.items():
        found = re.fullmatch(rule, problem.rule)
        if found:
            value = i18n.plain(problem.value, _LONGEST)
            text = tr(f"editform.rule.{key}", **{"value": value, **found.groupdict()})
            near = _NEAR.search(problem.remedy)
            return text + (f" {tr('editform.near', near=near['near'])}" if near else "")
    return plain
