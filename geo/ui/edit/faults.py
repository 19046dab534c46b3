"""Errors in the form, in the reader's language where the catalogue has them."""

from __future__ import annotations

import re
from typing import Final

from geo import dates, i18n
from geo.errors import InvalidDate, ValidationError
from geo.i18n import Translator
from geo.package_files import toml
from geo.ui import errors

RULES: Final[dict[str, str]] = toml("ui/edit/faults.toml")
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
