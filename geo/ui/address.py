"""What is shown and how, to and from the page's address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlencode

from geo import basemap, i18n
from geo.errors import AtlasError, InvalidSelection, quoted
from geo.reports.networks import BY, ORDERS
from geo.selection import KEYS, Selection
from geo.vocabulary import LAYERS

# In the address if no filter is set; an address without parameters is the opening view
EVERYTHING: Final = {"view": ["all"]}
# Other key of a filter, on the pages of a state and of a pair -> its usual key
ALIASES: Final = {"state": KEYS["states"], "pair": KEYS["among"]}
SIZES: Final = (50, 25, 100, 250)  # Rows that a page of a table may have; the usual number first
LISTED: Final = ("absences",)  # What the table can list instead of missions
NETWORKS: Final = ("by", "coverage", "compare", "order")  # Fields of the pages of networks
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

    def but(self, **changes: Any) -> Self:
        """The same address with other values for some of its parts."""
        return replace(self, **changes)


_PLAIN: Final = {one.name: one.default for one in fields(Address)[1:-1]}
# Field of an address that is no part of a selection -> its key
OWN: Final = {name: {"language": "lang", "listed": "list"}.get(name, name) for name in _PLAIN}


def query_of(params: Mapping[str, Sequence[str]]) -> str:
    """Parameters as a query string, sorted, so that equal ones are equal texts."""
    pairs = [(key, value) for key in sorted(params) for value in params[key]]
    return urlencode(pairs, safe=",:")


def read(params: Mapping[str, Sequence[str]], opening: Address) -> Address:
    """What an address says; what of it cannot be used is left out and explained."""
    problems: list[AtlasError] = []
    params = {ALIASES.get(key, key): values for key, values in params.items()}

    def used(key: str, parse: Callable[[Any], Any], value: object) -> Any:
        try:
            return parse(value)
        except AtlasError as error:
            unused = InvalidSelection().keyed("error.address.part", key=quoted(key), error=error)
            problems.append(error if key == "show" else unused)

    own = {
        name: value
        for name, key in OWN.items()
        if (text := next(iter(params.get(key, ())), ""))
        and (value := used(key, _READ[name], text)) is not None
    }
    known = [*KEYS.values(), *OWN.values(), *EVERYTHING]
    problems += [
        InvalidSelection().keyed("error.address.key", key=quoted(key), known=", ".join(known))
        for key in params
        if key not in known
    ]
    if not (params.keys() & {*known}) - ({*OWN.values()} - {"show"}):
        return opening.but(**own, problems=tuple(problems))
    given = {key: params[key] for key in KEYS.values() if key in params}
    kept = {key: v for key, v in given.items() if used(key, _selection, {key: v}) is not None}
    return Address(selection=_selection(kept), **own, problems=tuple(problems))


def _selection(params: Mapping[str, Sequence[str]]) -> Selection:
    return Selection.from_query(query_of(params))


def _refused(key: str, text: str, **more: str) -> InvalidSelection:
    return InvalidSelection().keyed(f"error.address.{key}", text=quoted(text), **more)


def _id(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    raise _refused("show", text)


def _one_of(choices: Sequence[str], text: str) -> str:
    if text in choices:
        return text
    raise _refused("choice", text, known=", ".join(choices))


def _page(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_PAGES:
        return int(text[:9])
    raise _refused("number", text)


def _text(text: str) -> str:
    return Selection(text=text).text


_READ: Final[dict[str, Callable[[str], str | int]]] = {
    "show": _id,
    "claim": _id,
    "language": lambda text: _one_of(i18n.LANGUAGES, text.casefold()),
    "viewpoint": basemap.viewpoint,
    "background": _id,
    "layers": lambda text: ",".join(_one_of(LAYERS, one) for one in dict.fromkeys(text.split(","))),
    "sort": _id,
    "page": _page,
    "rows": lambda text: int(_one_of([str(size) for size in SIZES], text)),
    "find": _text,
    "listed": partial(_one_of, LISTED),
    "since": _text,
    "by": partial(_one_of, BY),
    "order": partial(_one_of, ORDERS),
    "coverage": _text,
    "compare": _text,
}


def write(address: Address, listing: bool = True) -> dict[str, list[str]]:
    """Parameters of the address for the selection."""
    params = parse_qs(address.selection.to_query(), keep_blank_values=True)
    params |= {"show": [address.show]} if address.show else {}
    params = params or dict(EVERYTHING)
    for name, plain in _PLAIN.items():
        value = getattr(address, name)
        if name != "show" and value != plain and (listing or name not in _LISTING):
            params[OWN[name]] = [str(value)]
    return params
