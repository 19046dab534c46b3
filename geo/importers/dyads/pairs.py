"""Dates and parties of observations: a code or a name means the state of its year."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from geo import parties
from geo.dataset import days_of
from geo.errors import AmbiguousState, InvalidDate, StateError
from geo.importers.inputs import Checked, code_of
from geo.parties import State

_DATE: Final = re.compile(r"([0-9]{4}(?:-[0-9]{2}-[0-9]{2})?)(?:\.0| 00:00:00)?")
# First days of the former states that share a code with another
_BEGUN: Final = {"SUN": "1922-12-30", "YUG": "1918-12-01"}
_SIDES: Final = ("sending", "receiving")
_CELL: Final = ["row", "column", "text", "why"]
_WRITTEN: Final = "Write a year, or a day such as 1914-07-28."


def known_pairs(observed: pd.DataFrame, read: Checked) -> tuple[pd.DataFrame, int]:
    """The observations of known days and parties, and how many parties were recognised.

    ``first`` and ``last`` are their days, ``located`` the code of a third state.
    """
    new = ["from", "to", "first", "last", "bad", "why"]
    observed = _each(observed, ["begins", "ends"], new, _days)
    for one in observed[observed["why"] != ""].drop_duplicates("row").to_dict("records"):
        column, text = one[f"{one['bad']}_column"], one[one["bad"]]
        read.refuse(one["row"], column, text, one["why"], _WRITTEN)
    observed = observed[observed["why"] == ""]
    for side in _SIDES:
        given = [side, f"{side}_codes", "first", "last"]
        observed = _each(observed, given, [f"{side}_code", f"{side}_why"], _code)
    cells = [observed[["row", f"{one}_column", one, f"{one}_why"]] for one in _SIDES]
    lost = pd.concat([one.set_axis(_CELL, axis=1) for one in cells])
    for _, same in lost[lost["why"] != ""].groupby(["text", "why"], sort=False):
        row, column, text, why = min(same.itertuples(index=False, name=None))
        quote = max(why.rfind('"'), 0)  # a quoted text may contain ". "
        problem, _, remedy = why[quote:].partition(". ")
        rule = why[:quote] + problem.rstrip(".")
        many = f"{len(same):,} observations are left out, from this row on"
        rule = f"{rule}; {'1 observation is left out' if len(same) == 1 else many}"
        read.refuse(row, column, text, rule, remedy or "Correct the text or the date.")
    sending, receiving = observed["sending_code"], observed["receiving_code"]
    recognised = int((sending != "").sum() + (receiving != "").sum())
    # The state of a place such as Beijing, China
    names = {text: text.rpartition(",")[2].strip() for text in observed["located"].unique()}
    located = observed["located"].map({text: code_of(name) for text, name in names.items()})
    found = observed[["row", "what", "level", "first", "last"]].assign(
        sending=sending,
        receiving=receiving,
        begins=observed["from"],
        ends=observed["to"],
        located=located.where(located != receiving, ""),
    )
    return found[(sending != "") & (receiving != "") & (sending != receiving)], recognised


def _each(
    frame: pd.DataFrame, given: list[str], new: Sequence[str], function: Callable[..., Any]
) -> pd.DataFrame:
    """A frame with new columns: what a function returns, called once for the same cells."""
    known = frame[given].drop_duplicates()
    values = [function(*one) for one in known.itertuples(index=False)]
    known = known.join(pd.DataFrame(values, columns=[*new], index=known.index))
    return frame.merge(known, on=given, how="left")


def _days(begins: str, ends: str) -> tuple[str, str, int, int, str, str]:
    """The dates as EDTF, the first and the last day; which is wrong, and what is wrong with it."""
    found = _DATE.fullmatch(begins), _DATE.fullmatch(ends)
    texts, days = [one[1] if one else "?" for one in found], []
    for side, text in zip(("begins", "ends"), texts, strict=True):
        try:
            days.append(days_of(text))
        except InvalidDate:
            return "", "", 0, 0, side, "neither a year nor a day"
    (first, _), (_, last) = days
    early = "" if first <= last else "it ends before it begins"
    return texts[0], texts[1], first, last, "ends", early


def _code(text: str, scheme: str, first: int, last: int) -> tuple[str, str]:
    """The code of the party that is meant on all of some days, or blank and why there is none."""
    try:
        party = parties.party_of_code(text, scheme) if scheme else parties.party(text)
    except AmbiguousState as error:
        named = [parties.party_by_code(code) for code in error.candidates]
        fitting = [one for one in named if _lasted(one, first, last)]
        if len(fitting) != 1:
            return "", str(error)
        party = fitting[0]
    except StateError as error:
        return "", str(error)
    if party.former and first > days_of(party.ended).last:
        return "", f"{party.name} ended on {party.ended}."
    return party.code, ""


def _lasted(party: State, first: int, last: int) -> bool:
    """Whether a party that shares its code with another was there on all of some days."""
    if party.former:
        return _began(party) <= first and last <= days_of(party.ended).last
    before = [one for one in parties.parties() if party.code in one.successors and one.former]
    return all(last < _began(one) or first >= days_of(one.ended).last for one in before)


def _began(party: State) -> int:
    return days_of(_BEGUN.get(party.code, str(parties.begun(party.code) or "0001"))).first
