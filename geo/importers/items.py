"""SPARQL results in JSON -> statements of Wikidata's items -> missions.

Two forms are read. The long one, which :mod:`~geo.importers.live.queries` asks for, has one
statement a row: ``item``, ``property``, ``value``, and ``valueLabel``, ``precision``, ``rank``,
``end``, ``reference``, ``referenceLabel`` where there are any. The wide one has a column for each
property, named as in ``data/words/wikidata_properties.csv``.

Current statements of the best rank are used; ended ones and those of lower rank are kept as
claims. A value that Wikidata marks as unknown counts as none. Format: SPARQL 1.1 Query Results JSON
(W3C, 2013). Dates: the precision of Wikibase, 7 a century, 8 a decade, 9 a year, 10 a month, 11 a
day; where none is given, 1 January is read as the year.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from geo.dates import is_date
from geo.errors import SourceFaulty
from geo.importers.input_files import MOST_ROWS, json_of
from geo.importers.inputs import Dated, Entry, Listing, Named, Point, Said
from geo.importers.words import kind_of, says_less, table
from geo.vocabulary import KINDS


class Property(NamedTuple):
    """A property of Wikidata that is read."""

    label: str  # What Wikidata calls it
    meaning: str  # What it is of a mission, or the property of the claim that it becomes
    columns: tuple[str, ...]  # The names that its column may have in the wide form


PROPERTIES: Final = {
    id: Property(label, meaning, tuple(filter(None, names.split("|"))))
    for id, label, meaning, names in table("wikidata_properties")
}
_OPENED, _CLOSED = (
    tuple(p for p, one in PROPERTIES.items() if one.meaning == meaning)
    for meaning in ("opened", "closed")
)
_MAIN: Final = ("sending", "receiving", "city", "point", "kind", "opened", "closed", "jurisdiction")
_SAID: Final = {p: x.meaning for p, x in PROPERTIES.items() if x.meaning not in _MAIN}
_RANKS: Final = {"PreferredRank": "preferred", "DeprecatedRank": "deprecated"}
_ORDER: Final = ("preferred", "normal", "deprecated")
_WHY: Final = {"preferred": "Preferred in Wikidata.", "deprecated": "Deprecated in Wikidata."}
_FETCHED: Final = re.compile(r'"fetched":\{[^{}]*"days":\[([^\]]*)\]')
_QID: Final = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)")
_ID: Final = re.compile(r"Q[1-9][0-9]*")
_PROPERTY: Final = re.compile(
    r"(?:https?://www\.wikidata\.org/(?:entity|prop/[a-z/]*)/?)?(P[0-9]+)"
)
_POINT: Final = re.compile(
    r"(?:<https?://www\.wikidata\.org/entity/Q2>\s*)?"
    r"Point\(\s*(-?[0-9.]+(?:[eE]-?[0-9]+)?)[\s,]+(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s*\)",
    re.IGNORECASE,
)
_TIME: Final = re.compile(r"([+-]?)([0-9]{4,})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]*(?:Z|[+-]00:00)?)?")
_ENDED: Final = "No longer true, according to Wikidata."
_UNKNOWN: Final = ("/.well-known/genid/", "_:")
_LAST_YEAR: Final = 9_999
_CENTURY, _DECADE, _YEAR, _DAY = 7, 8, 9, 11
_LOST: Final = (
    "The data writes {value} without saying how exact it is; 1 January is read as the year."
)
_AGAIN: Final = "Fetch it again, as SPARQL results in JSON."


class Statement(NamedTuple):
    """One statement of an item."""

    row: int
    about: str
    value: str
    label: str = ""
    precision: int | None = None  # Of a time, as Wikibase counts; None where not given
    rank: str = "normal"
    ended: bool = False
    references: tuple[str, ...] = ()

    @property
    def named(self) -> Named:
        """The value as a thing with id and name."""
        label = "" if self.label == self.value else self.label  # The id where it has no label
        is_id = _ID.fullmatch(self.value)
        return Named(self.value, label) if is_id else Named("", label or self.value)

    @property
    def unknown(self) -> bool:
        """Whether the value is unknown according to Wikidata."""
        return self.value.startswith(_UNKNOWN[1]) or _UNKNOWN[0] in self.value

    @property
    def told(self) -> str:
        """Who says so."""
        return "; ".join(self.references)

    def said(self, slug: str, value: str = "") -> Said:
        """The statement as a claim."""
        reason = " ".join(filter(None, (_WHY.get(self.rank, ""), _ENDED if self.ended else "")))
        return Said(slug, value or str(self.named), self.told, "", self.rank, reason)


def entries(file: str, data: bytes) -> Listing:
    """Read SPARQL results as missions."""
    found = Listing(file)
    for item, told in statements(file, data).items():
        made = _Item(item, told, found).entries()
        found.records += max(1, len(made))
        found.entries += made
    return found.sound("mission")


def statements(file: str, data: bytes) -> dict[str, list[Statement]]:
    """The statements of a file, by item."""
    names, rows = _bindings(file, data)
    held = ", ".join(names[:20])
    if "item" not in names:
        told = f"{file} has no column item for the missions; it has {held}"
        raise SourceFaulty(f"{told}. Select ?item, or use --live.")
    long = {"property", "value"} <= set(names)
    known = {name: p for p, one in PROPERTIES.items() for name in one.columns if name in names}
    if not long and not {"P137", "P17"} <= set(known.values()):
        told = f"{file} has no column for the sending and the receiving state: it has {held}"
        raise SourceFaulty(f"{told}. Name them operator and country.")
    found: dict[str, dict[tuple[str, str], Statement]] = defaultdict(dict)
    for number, row in enumerate(rows, start=1):
        item = _plain(_text(row, "item"))
        cells = [] if long else [(p, _value(row, name), name) for name, p in known.items()]
        wide = [Statement(number, p, v, _text(row, f"{name}Label")) for p, v, name in cells if v]
        for one in _long(row, number) if long else wide:
            before = found[item].setdefault((one.about, one.value), one)
            if before is not one:
                joined = dict.fromkeys((*before.references, *one.references))
                both = before._replace(references=(*joined,), ended=before.ended and one.ended)
                found[item][one.about, one.value] = both
    return {item: list(told.values()) for item, told in found.items()}


def day_of(data: bytes) -> str:
    """The day of results that :mod:`geo.importers.live.queries` fetched (EDTF), else blank."""
    found = _FETCHED.search(data[-20_000:].decode("utf-8", "replace"))
    days = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found[1]) if found else []
    return "/".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _bindings(file: str, data: bytes) -> tuple[list[str], list[Mapping[str, Any]]]:
    try:
        document = json_of(file, data.decode("utf-8-sig"), _AGAIN)
        names = [str(name) for name in document["head"]["vars"]]
        rows = document["results"]["bindings"]
    except UnicodeDecodeError as error:
        raise SourceFaulty(f"{file} is not UTF-8 at byte {error.start:,}. {_AGAIN}") from error
    except (KeyError, TypeError, IndexError) as error:
        raise SourceFaulty(f"{file} is JSON, but not SPARQL results. {_AGAIN}") from error
    if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
        raise SourceFaulty(f"{file} is JSON, but not SPARQL results. {_AGAIN}")
    if not rows:
        raise SourceFaulty(f"{file} has no rows: the query found nothing. Change the query.")
    if len(rows) > (most := MOST_ROWS * 40):
        raise SourceFaulty(f"{file} has {len(rows):,} rows; at most {most:,} are read. Split it.")
    return names, rows


def _text(row: Mapping[str, Any], name: str) -> str:
    cell = row.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _plain(text: str) -> str:
    found = _QID.fullmatch(text)
    return found[1] if found else text


def _value(row: Mapping[str, Any], name: str) -> str:
    text, cell = _text(row, name), row.get(name)
    return f"_:{text}" if isinstance(cell, dict) and cell.get("type") == "bnode" else _plain(text)


def _long(row: Mapping[str, Any], number: int) -> list[Statement]:
    found, value = _PROPERTY.fullmatch(_text(row, "property")), _value(row, "value")
    if not found or not value:
        return []
    precision = _text(row, "precision")
    reference = _text(row, "referenceLabel") or _text(row, "reference")
    made = Statement(
        number,
        found[1],
        value,
        _text(row, "valueLabel"),
        int(precision) if precision.isdigit() else None,
        _RANKS.get(_text(row, "rank").rpartition("#")[2], "normal"),
        bool(_text(row, "end")),
        (reference,) if reference else (),
    )
    return [made]


class _Item:
    def __init__(self, item: str, told: Sequence[Statement], found: Listing) -> None:
        self._found, self._item = found, item
        self._row = min((one.row for one in told), default=0)
        self._told: dict[str, list[Statement]] = defaultdict(list)
        for one in told:
            self._told[one.about].append(one)

    def entries(self) -> list[Entry]:
        if not _ID.fullmatch(self._item):
            self._refuse("item", self._item, "not a Wikidata id", "Ask for items only.")
            return []
        kinds, senders, receivers = self._kinds(), self._holding("P137"), self._holding("P17")
        if not kinds:
            words = ", ".join(str(one.named) for one in self._told["P31"])
            self._refuse("P31", words, "unknown type of mission", "Leave it out.")
        if not senders:
            self._refuse("P137", "", "no operator is given", "Give one in Wikidata.")
        if not receivers:
            self._refuse("P17", "", "no country is given", "Give one in Wikidata.")
        if len(receivers) > 1:
            words = ", ".join(str(one.named) for one in receivers)
            rule = "several countries are given, and none is preferred"
            self._refuse("P17", words, rule, "Prefer one in Wikidata.")
        if not kinds or len(receivers) != 1:
            return []
        return [self._entry(sender, receivers[0], kinds) for sender in senders]

    def _entry(self, sender: Statement, receiver: Statement, kinds: Sequence[Statement]) -> Entry:
        cities, kind = self._holding("P131"), kind_of(*kinds[0].named)
        city = cities[0].named.name or cities[0].named.qid if cities else ""
        parties, item = (sender.named, receiver.named), self._item
        entry = Entry(self._row, item, item, *parties, kind, city)
        entry.points, entry.said = self._points()
        entry.jurisdictions = [
            one.named for one in self._known("P1001") if one.rank != "deprecated" and not one.ended
        ]
        for column, what in (("opened", _OPENED), ("closed", _CLOSED)):
            self._dates(entry, column, what)
        if says_less(kind, kinds[0].named.name):
            entry.said.append(kinds[0].said("type", kinds[0].named.name))
        for p, slug, used in (("P31", "type", kinds), ("P131", "city", cities)):
            further = [*used[1:], *(x for x in self._known(p) if x.ended and x not in used)]
            entry.said += [one.said(slug) for one in further]
        for p, slug in (("P137", "sending-state"), ("P17", "receiving-state")):
            others = (x for x in self._known(p) if x not in (sender, receiver))
            entry.said += [one.said(slug) for one in others]
        for p, slug in _SAID.items():
            entry.said += [one.said(slug, one.value) for one in self._known(p)]
        return entry

    def _known(self, p: str) -> list[Statement]:
        return [one for one in self._told[p] if not one.unknown]

    def _holding(self, p: str) -> list[Statement]:
        """The best of the statements that have not ended; where all have, the best of them."""
        known = self._known(p)
        return _best([one for one in known if not one.ended]) or _best(known)

    def _kinds(self) -> list[Statement]:
        """The statements that name a kind of mission, in the order of the vocabulary."""
        order = list(KINDS)
        named = [(kind_of(*x.named), x) for x in self._known("P31") if x.rank != "deprecated"]
        told = [(kind, one) for kind, one in named if kind]
        holding = _best([x for _, x in told if not x.ended]) or _best([x for _, x in told])
        return [one for _, one in sorted(told, key=lambda x: order.index(x[0])) if one in holding]

    def _points(self) -> tuple[list[Point], list[Said]]:
        """The points, those to go by first; and as claims those at which it is no longer."""
        found, before = [], []
        known = sorted(self._known("P625"), key=lambda x: _ORDER.index(x.rank))
        moved = any(not one.ended and one.rank != "deprecated" for one in known)
        for one in known:
            match = _POINT.fullmatch(one.value)
            lon, lat = (_decimal(match[1]), _decimal(match[2])) if match else ("", "")
            if not lon or not lat or abs(float(lon)) > 180 or abs(float(lat)) > 90:
                rule = "not longitude and latitude on Earth"
                self._refuse("P625", one.value, rule, "Write Point(longitude latitude).")
            elif one.ended and moved:
                before.append(one.said("point", f"{lon} {lat}"))
            else:
                found.append(Point(lon, lat, one.rank, _WHY.get(one.rank, ""), one.told))
        return found, before

    def _dates(self, entry: Entry, kind: str, properties: Iterable[str]) -> None:
        for p in properties:
            # The preferred statements, else the normal ones: the "truthy" ones of Wikidata
            best = _best(self._known(p))
            if kind == "closed" and not best:
                best = [x for x in self._told[p] if x.rank != "deprecated"]
            for one in self._told[p]:
                date, reason = edtf(one.value, one.precision)
                if one in best and (date or (kind == "closed" and one.unknown)):
                    detail = f"{PROPERTIES[p].label.capitalize()}, according to Wikidata"
                    detail += "" if date else ", date unknown"
                    entry.dated.append(Dated(kind, date, detail, reason, p, one.told))
                elif date:
                    entry.said.append(one.said(kind, date))
                elif not one.unknown:
                    self._refuse(p, one.value, "not a readable date", "Correct it in Wikidata.")

    def _refuse(self, column: str, value: str, rule: str, remedy: str) -> None:
        self._found.refuse(self._row, column, value or self._item, rule, remedy)


def _best(known: Sequence[Statement]) -> list[Statement]:
    preferred = [one for one in known if one.rank == "preferred"]
    return preferred or [one for one in known if one.rank == "normal"]


def _decimal(text: str) -> str:
    """A number as a plain decimal, at most nine digits behind the point; blank for none."""
    try:
        number = Decimal(f"{float(text):.9f}".rstrip("0") if "e" in text.lower() else text)
    except (ArithmeticError, ValueError):
        return ""
    whole, point, rest = f"{number:f}".partition(".")
    return f"{whole}{point}{rest[:9]}"


def edtf(written: str, precision: int | None = None) -> tuple[str, str]:
    """A time as EDTF, and why it is read so; blank where it cannot be read."""
    found = _TIME.fullmatch(written)
    if not found or found[1] == "-" or len(found[2].lstrip("0") or "0") > len("2019"):
        return "", ""
    year, month, day = found[2][-4:], found[3], found[4]
    reason = ""
    if precision is None:
        precision = _YEAR if (month, day) == ("01", "01") else _DAY
        reason = _LOST.format(value=f"{year}-01-01") if precision == _YEAR else ""
    if year == "0000" or precision < _CENTURY:
        return "", ""
    if precision == _CENTURY:  # the 20th century is 1901 to 2000, whatever year stands for it
        last = -(-int(year) // 100) * 100
        return (f"[{last - 99:04d}..{last:04d}]", "") if last <= _LAST_YEAR else ("", "")
    if precision == _DECADE:
        return f"{year[:3]}X", ""
    date = "-".join((year, month, day)[: precision - _DECADE])
    return (date, reason) if is_date(date) else ("", "")
