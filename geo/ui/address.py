"""What is shown and how, to and from the page's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from geo import basemap, i18n
from geo.errors import AtlasError, InvalidSelection, quoted
from geo.reports.networks import BY, ORDERS
from geo.selection import KEYS, Selection
from geo.vocabulary import LAYERS

EVERYTHING: Final = {"view": ["all"]}
"""Stands in the address where nothing limits the selection; a bare address is the opening."""

ALIASES: Final = {"state": KEYS["states"], "pair": KEYS["among"]}
"""Other key of a part of a selection, as the pages of a state and of two have it -> its key."""

SIZES: Final = (50, 25, 100, 250)
"""How many rows a page of a table may have; the first where nothing is said."""

LISTED: Final = ("absences",)
"""What the table may list instead of missions."""

NETWORKS: Final = ("by", "coverage", "compare", "order")
"""What the pages of networks ask for."""

_LISTING: Final = ("sort", "page", "rows", "find", "listed", "since", *NETWORKS)
_LONGEST: Final = 200
_MOST_PAGES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says."""

    selection: Selection = field(default_factory=Selection)
    show: str = ""  # Id of the open card; blank for none
    claim: str = ""  # Id of the claim to unfold on it; blank for none
    language: str = ""
    viewpoint: str = ""
    background: str = ""
    layers: str = ""  # Words of :data:`geo.vocabulary.LAYERS`, with commas
    sort: str = ""
    page: int = 1
    rows: int = SIZES[0]
    find: str = ""
    listed: str = ""
    since: str = ""  # The earlier of two dates that are compared
    by: str = ""  # What is ranked; blank for receiving states
    coverage: str = ""  # Share of other states below which a row is set apart
    compare: str = ""  # Codes of states, with commas
    order: str = ""  # Order of a matrix; blank for regions
    problems: tuple[AtlasError, ...] = ()

    def but(self, **changes: Any) -> Address:
        """The same address with other values for some of its parts."""
        return replace(self, **changes)


_PLAIN: Final = {one.name: one.default for one in fields(Address)[1:-1]}
OWN: Final = {name: {"language": "lang", "listed": "list"}.get(name, name) for name in _PLAIN}
"""Field of an address that is no part of a selection -> its key."""

_NEUTRAL: Final = {key for name, key in OWN.items() if name != "show"}


def query_of(params: Mapping[str, Sequence[str]]) -> str:
    """Parameters as a query string, sorted, so that equal ones are equal texts."""
    pairs = [(key, value) for key in sorted(params) for value in params[key]]
    return urlencode(pairs, safe=",:")


def read(params: Mapping[str, Sequence[str]], opening: Address) -> Address:
    """What an address says; what of it cannot be used is left out and explained."""
    problems: list[AtlasError] = []
    own: dict[str, Any] = {}
    params = {ALIASES.get(key, key): values for key, values in params.items()}
    for name, key in OWN.items():
        text = next(iter(params.get(key, ())), "")
        if text:
            try:
                own[name] = _READ[name](text)
            except AtlasError as error:
                problems.append(_unused(key, error) if name != "show" else error)
    known = [*KEYS.values(), *OWN.values(), *EVERYTHING]
    for key in params:
        if key not in known:
            problems.append(
                InvalidSelection().keyed(
                    "error.address.key", key=quoted(key), known=", ".join(known)
                )
            )
    if not (params.keys() - _NEUTRAL) & {*known}:
        return opening.but(**own, problems=tuple(problems))
    given = {key: list(params[key]) for key in KEYS.values() if key in params}
    return Address(selection=_selected(given, problems), **own, problems=tuple(problems))


def _selected(given: Mapping[str, list[str]], problems: list[AtlasError]) -> Selection:
    """The selection that parameters mean, those left out that cannot be; why joins the problems."""
    kept: dict[str, list[str]] = {}
    for key, values in given.items():
        try:
            _selection({key: values})
        except AtlasError as error:
            problems.append(_unused(key, error))
        else:
            kept[key] = values
    return _selection(kept)


def _unused(key: str, error: AtlasError) -> AtlasError:
    return InvalidSelection().keyed("error.address.part", key=quoted(key), error=error)


def _selection(params: Mapping[str, Sequence[str]]) -> Selection:
    return Selection.from_query(query_of(params))


def _id(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    raise InvalidSelection().keyed("error.address.show", text=quoted(text))


def _one_of(text: str, choices: Sequence[str]) -> str:
    if text in choices:
        return text
    listed = ", ".join(choices)
    raise InvalidSelection().keyed("error.address.choice", text=quoted(text), known=listed)


def _layers(text: str) -> str:
    words = dict.fromkeys(text.split(","))
    return ",".join(_one_of(word, LAYERS) for word in words)


def _page(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_PAGES:
        return int(text[:9])
    raise InvalidSelection().keyed("error.address.number", text=quoted(text))


def _text(text: str) -> str:
    return Selection(text=text).text


_READ: Final[dict[str, Callable[[str], str | int]]] = {
    "show": _id,
    "claim": _id,
    "language": lambda text: _one_of(text.casefold(), i18n.LANGUAGES),
    "viewpoint": basemap.viewpoint,
    "background": _id,
    "layers": _layers,
    "sort": _id,
    "page": _page,
    "rows": lambda text: int(_one_of(text, [str(size) for size in SIZES])),
    "find": _text,
    "listed": lambda text: _one_of(text, LISTED),
    "since": _text,
    "by": lambda text: _one_of(text, BY),
    "order": lambda text: _one_of(text, ORDERS),
    "coverage": _text,
    "compare": _text,
}


def write(address: Address, listing: bool = True) -> dict[str, list[str]]:
    """Parameters of the address for the selection."""
    params = parse_qs(address.selection.to_query(), keep_blank_values=True)
    if address.show:
        params["show"] = [address.show]
    if not params:
        params = dict(EVERYTHING)
    for name, plain in _PLAIN.items():
        value = getattr(address, name)
        if name != "show" and value != plain and (listing or name not in _LISTING):
            params[OWN[name]] = [str(value)]
    return params
