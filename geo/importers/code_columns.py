"""Whether the codes in a column of a table are codes of ISO 3166-1, as they would be read.

They are if ISO 3166-1 has more of them than any other scheme, or as many and with no other meaning.
Else the import stops and asks: 70 of 250 codes of FIPS 10-4 are another state's in ISO 3166-1.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from geo import parties
from geo.errors import InvalidSelection, StateError, quoted
from geo.importers.inputs import Entry
from geo.importers.mapping import Mapped
from geo.parties.codes import code_in, codes_in, schemes
from geo.parties.names import named_as

_ISO: Final = ("iso2", "iso3")
_OTHERS: Final = tuple(scheme for scheme in parties.CODE_SCHEMES if scheme not in _ISO)
_WORD: Final = re.compile(r"[A-Z]*[a-z]*(?:[0-9]+[a-z]?)?")
_SHOWN: Final = 3


def check_codes(entries: Sequence[Entry], mapping: Mapped) -> list[str]:
    """Stop at a column whose codes may be of another scheme than ISO 3166-1; else return notes."""
    if mapping.options.codes:
        codes_in(mapping.options.codes)
        return []
    fields = [field for field in ("sending", "receiving") if field in mapping.columns]
    texts = {field: {getattr(entry, field).name for entry in entries} - {""} for field in fields}
    codes = {field: sorted(set(map(code_in, texts[field])) - {""}) for field in fields}
    named = {one: {*row["headings"].split("|")} for one, row in schemes().items()}
    notes = []
    for field in fields:
        heading, own = mapping.heading(field), codes[field]
        mostly = 2 * len(own) >= len(texts[field])
        # Word in a heading such as "sender_fips" or "ccode1" -> its scheme
        words = {word.lower() for word in _WORD.findall(heading)} if mostly else set()
        words |= {word.rstrip("0123456789") for word in words}
        told = next((one for one, known in named.items() if words & known), "")
        if told in _OTHERS and 2 * len(codes_in(told).keys() & {*own}) >= len(own):
            _stop(heading, own, [told])
        if own and told not in _ISO:
            both = {*codes[fields[0]], *codes[fields[-1]]}
            alone = len(own) == 1 and {len(code) for code in both} == {len(own[0])}
            notes += _compared(heading, own, both if alone else own, mostly=mostly)
    return notes


def _of_iso(code: str) -> Collection[str] | None:
    """The party that a code is read as without a scheme; none for a place that is no party here."""
    try:
        return (parties.party(code).code,)
    except StateError:
        return codes_in("iso2").get(code, codes_in("iso3").get(code))


def _compared(
    heading: str, own: Sequence[str], counted: Collection[str], *, mostly: bool
) -> list[str]:
    """Stop unless ISO 3166-1 has most of the codes that are counted; else return notes."""
    of_iso = sum(_of_iso(code) is not None for code in counted)
    known = {scheme: len(codes_in(scheme).keys() & {*counted}) for scheme in _OTHERS}
    most = max(known.values())
    if mostly and most > of_iso and 2 * most >= len(counted):
        _stop(heading, own, [scheme for scheme in _OTHERS if known[scheme] == most])
    notes, doubtful = [], []
    for scheme in (one for one in _OTHERS if of_iso and known[one] >= of_iso):
        meant = [(code, codes_in(scheme).get(code), _of_iso(code) or ()) for code in own]
        if any(found and not {*found} & {*iso} for _, found, iso in meant):
            doubtful.append(scheme)
        elif former := [code for code, found, iso in meant if iso and found == ()]:
            also = f"In {schemes()[scheme]['name']} it is also a former state"
            told = f"column {quoted(heading)}: {', '.join(former)} is read as ISO 3166-1. {also}"
            notes.append(f"{told}. If that is meant, pass --codes {scheme}")
    if doubtful:
        _stop(heading, own, [*doubtful, "iso2" if len(own[0]) == len("US") else "iso3"])
    for code in () if mostly else own:
        if others := {*named_as(code)} - {*(_of_iso(code) or ())}:
            what = f"which is a code and a name of {_name(others)}"
            told = f"The column {quoted(heading)} has names, and {quoted(code)}, {what}"
            raise InvalidSelection(f"{told}. Write the name in full, or pass --codes iso3.")
    return notes


def _stop(heading: str, codes: Sequence[str], meant: Sequence[str]) -> None:
    told = [
        f"{code} is {_name(found)} in {schemes()[one]['name']}, {_name(iso)} in ISO 3166-1"
        for code in codes
        for one in meant
        if (found := codes_in(one).get(code)) and (iso := _of_iso(code)) and {*found} != {*iso}
    ]
    names = " or ".join(schemes()[one]["name"] for one in meant)
    shown = "; ".join(told[:_SHOWN]) or ", ".join(codes[:_SHOWN])
    remedy = f"Say which they are with {' or '.join(f'--codes {one}' for one in meant)}."
    what = f"The codes of states in the column {quoted(heading)} may be those of {names}"
    raise InvalidSelection(f"{what} ({shown}). {remedy}")


def _name(codes: Collection[str]) -> str:
    return "/".join(parties.party_by_code(code).short for code in codes)
