"""What is shown, to and from the page's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode

from geo.errors import AtlasError, quoted
from geo.selection import KEYS, Selection

__all__ = ["EVERYTHING", "Address", "query_of", "read", "write"]

EVERYTHING: Final = {"view": ["all"]}
"""Stands in the address where nothing limits what is shown; a bare address is the opening."""

_LONGEST_ID: Final = 200
_OWN: Final = ("show", "view")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says.

    Attributes
    ----------
    selection
        What is shown.
    show
        Id of the open card; blank for none.
    problems
        What of the address could not be used, one message each.
    """

    selection: Selection
    show: str = ""
    problems: tuple[str, ...] = ()


def query_of(params: Mapping[str, Sequence[str]]) -> str:
    """Parameters as a query string, sorted, so that equal ones are equal texts."""
    return urlencode([(key, value) for key in sorted(params) for value in params[key]])


def read(params: Mapping[str, Sequence[str]], opening: Address) -> Address:
    """What an address says; what of it cannot be used is left out and explained.

    Parameters
    ----------
    params
        Parameters of the address, each with its values.
    opening
        What a bare address stands for.

    Returns
    -------
    Address
        Never raises: a bad parameter costs only itself.
    """
    own = {key: list(values) for key, values in params.items() if key in KEYS.values()}
    show = next(iter(params.get("show", ())), "")
    if not params:
        return opening
    problems = [
        f"{quoted(key)} in the address means nothing here; it is left out. "
        f"Known are: {', '.join([*KEYS.values(), *_OWN])}."
        for key in params
        if key not in own and key not in _OWN
    ]
    if len(show) > _LONGEST_ID:
        problems.append(f"show={quoted(show)} is no id: it is too long. No card is opened.")
        show = ""
    try:
        return Address(_selection(own), show, tuple(problems))
    except AtlasError:
        pass
    kept: dict[str, list[str]] = {}
    for key, values in own.items():
        try:
            _selection({key: values})
        except AtlasError as error:
            problems.append(f"{quoted(key)} in the address is not used. {error}")
        else:
            kept[key] = values
    try:
        return Address(_selection(kept), show, tuple(problems))
    except AtlasError as error:
        problems.append(f"The address is not used. {error}")
        return Address(Selection(), show, tuple(problems))


def _selection(params: Mapping[str, Sequence[str]]) -> Selection:
    return Selection.from_query(query_of(params))


def write(selection: Selection, show: str = "") -> dict[str, list[str]]:
    """Parameters of the address that says what is shown.

    Parameters
    ----------
    selection
        What is shown.
    show
        Id of the open card; blank for none.

    Returns
    -------
    dict
        Parameters, never empty: a bare address is the opening.
    """
    params = parse_qs(selection.to_query(), keep_blank_values=True)
    if show:
        params["show"] = [show]
    return params or dict(EVERYTHING)
