"""Statements of Wikidata's items -> missions: what holds now goes, and of it the best ranks.

What has ended, and what ranks lower, is kept as a claim. A value that Wikidata holds to be unknown
is none.

Dates carry the precision of Wikibase: 7 a century, 8 a decade, 9 a year, 10 a month, 11 a day.
Where none is given, 1 January is read as the year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from geo.errors import SourceFaulty, ValidationError
from geo.importers import sparql
from geo.importers.inputs import Dated, Entry, Point, Said
from geo.importers.kinds import kind_of, says_less
from geo.vocabulary import KINDS

_OPENED, _CLOSED = (
    tuple(p for p, one in sparql.PROPERTIES.items() if one.meaning == meaning)
    for meaning in ("opened", "closed")
)
_MAIN: Final = ("sending", "receiving", "city", "point", "kind", "opened", "closed", "jurisdiction")
_SAID: Final = {p: x.meaning for p, x in sparql.PROPERTIES.items() if x.meaning not in _MAIN}
_WHY: Final = {"preferred": "Preferred in Wikidata.", "deprecated": "Deprecated in Wikidata."}
_POINT: Final = re.compile(
    r"(?:<https?://www\.wikidata\.org/entity/Q2>\s*)?"
    r"Point\(\s*(-?[0-9.]+(?:[eE]-?[0-9]+)?)[\s,]+(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s*\)",
    re.IGNORECASE,
)
_TIME: Final = re.compile(r"([+-]?)([0-9]{4,})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]*(?:Z|[+-]00:00)?)?")
_ENDED: Final = "No longer true, according to Wikidata."
_UNKNOWN: Final = ("/.well-known/genid/", "_:")
_LAST_YEAR: Final = 9_999
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 7, 8, 9, 10, 11
_DIGITS: Final = 9
_LOST: Final = (
    "The data writes {value} without saying how exact it is; 1 January is read as the year."
)


def entries(file: str, data: bytes) -> tuple[list[Entry], list[ValidationError], int]:
    """Read SPARQL results as missions."""
    found: list[Entry] = []
    problems: list[ValidationError] = []
    items = sparql.statements(file, data)
    records = 0
    for item, (_, told) in items.items():
        reader = _Item(file, item, told)
        made = reader.entries()
        records += max(1, len(made))
        found += made
        problems += reader.problems
    if not found:
        raise SourceFaulty.listing(f"no mission of {file} can be read", problems)
    return found, problems, records


class _Item:
    """The statements of one item, made into missions."""

    def __init__(self, file: str, item: str, told: Sequence[sparql.Statement]) -> None:
        self.problems: list[ValidationError] = []
        self._file = file
        self._item = item
        self._row = min((one.row for one in told), default=0)
        self._told: dict[str, list[sparql.Statement]] = defaultdict(list)
        for one in told:
            self._told[one.about].append(one)

    def entries(self) -> list[Entry]:
        if not re.fullmatch(r"Q[1-9][0-9]*", self._item):
            self._refuse("item", self._item, "not a Wikidata id", "Ask for items only.")
            return []
        kinds = self._kinds()
        senders = self._holding("P137")
        receivers = self._holding("P17")
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
        if not kinds or not senders or len(receivers) != 1:
            return []
        return [self._entry(sender, receivers[0], kinds) for sender in senders]

    def _entry(
        self,
        sender: sparql.Statement,
        receiver: sparql.Statement,
        kinds: Sequence[sparql.Statement],
    ) -> Entry:
        cities = self._holding("P131")
        city = cities[0].named.name or cities[0].named.qid if cities else ""
        kind = kind_of(kinds[0].named.qid, kinds[0].named.name)
        entry = Entry(
            row=self._row,
            key=self._item,
            qid=self._item,
            sending=sender.named,
            receiving=receiver.named,
            kind=kind,
            city=city,
        )
        entry.points, before = self._points()
        entry.said += before
        entry.jurisdictions = [
            one.named for one in self._known("P1001") if one.rank != "deprecated" and not one.ended
        ]
        for column, what in (("opened", _OPENED), ("closed", _CLOSED)):
            self._dates(entry, column, what)
        if says_less(kind, kinds[0].named.name):
            entry.said.append(_said("type", kinds[0].named.name, kinds[0]))
        for p, slug, used in (("P31", "type", kinds), ("P131", "city", cities)):
            further = [*used[1:], *(x for x in self._known(p) if x.ended and x not in used)]
            entry.said += [_said(slug, str(one.named), one) for one in further]
        for p, slug in (("P137", "sending-state"), ("P17", "receiving-state")):
            others = (x for x in self._known(p) if x not in (sender, receiver))
            entry.said += [_said(slug, str(one.named), one) for one in others]
        for p, slug in _SAID.items():
            entry.said += [_said(slug, one.value, one) for one in self._known(p)]
        return entry

    def _known(self, p: str) -> list[sparql.Statement]:
        """The statements whose value is known."""
        return [one for one in self._told[p] if not _is_unknown(one)]

    def _best(self, p: str) -> list[sparql.Statement]:
        """The preferred statements, else the normal ones: what Wikidata holds to be true."""
        return _best(self._known(p))

    def _holding(self, p: str) -> list[sparql.Statement]:
        """The best of the statements that have not ended; where all have, the best of them."""
        known = self._known(p)
        return _best([one for one in known if not one.ended]) or _best(known)

    def _kinds(self) -> list[sparql.Statement]:
        """The statements that name a kind of mission, in the order of the vocabulary."""
        order = list(KINDS)
        named = [
            (kind_of(one.named.qid, one.named.name), one)
            for one in self._known("P31")
            if one.rank != "deprecated"
        ]
        told = [(kind, one) for kind, one in named if kind]
        holding = _best([x for _, x in told if not x.ended]) or _best([x for _, x in told])
        return [one for _, one in sorted(told, key=lambda x: order.index(x[0])) if one in holding]

    def _points(self) -> tuple[list[Point], list[Said]]:
        """The points, those to go by first; and as claims those at which it is no longer."""
        found, before = [], []
        order = ("preferred", "normal", "deprecated")
        known = sorted(self._known("P625"), key=lambda x: order.index(x.rank))
        moved = any(not one.ended and one.rank != "deprecated" for one in known)
        for one in known:
            match = _POINT.fullmatch(one.value)
            lon, lat = (_decimal(match[1]), _decimal(match[2])) if match else ("", "")
            if not match or not lon or not lat or abs(float(lon)) > 180 or abs(float(lat)) > 90:
                rule = "not longitude and latitude on Earth"
                self._refuse("P625", one.value, rule, "Write Point(longitude latitude).")
                continue
            if one.ended and moved:
                before.append(_said("point", f"{lon} {lat}", one))
                continue
            reason = _WHY.get(one.rank, "")
            found.append(Point(lon, lat, one.rank, reason, "; ".join(one.references)))
        return found, before

    def _dates(self, entry: Entry, kind: str, properties: Iterable[str]) -> None:
        for p in properties:
            best = self._best(p)
            if kind == "closed" and not best:
                best = [x for x in self._told[p] if x.rank != "deprecated"]
            for one in self._told[p]:
                date, reason = edtf(one.value, one.precision)
                if one in best and (date or (kind == "closed" and _is_unknown(one))):
                    detail = f"{sparql.PROPERTIES[p].label.capitalize()}, according to Wikidata"
                    if not date:
                        detail += ", date unknown"
                    told = "; ".join(one.references)
                    entry.dated.append(Dated(kind, date, detail, reason, p, told))
                elif date:
                    entry.said.append(_said(kind, date, one))
                elif not _is_unknown(one):
                    self._refuse(p, one.value, "not a readable date", "Correct it in Wikidata.")

    def _refuse(self, column: str, value: str, rule: str, remedy: str) -> None:
        self.problems.append(
            ValidationError(self._file, self._row, column, value or self._item, rule, remedy)
        )


def _best(known: Sequence[sparql.Statement]) -> list[sparql.Statement]:
    preferred = [one for one in known if one.rank == "preferred"]
    return preferred or [one for one in known if one.rank == "normal"]


def _said(slug: str, value: str, one: sparql.Statement) -> Said:
    reasons = (_WHY.get(one.rank, ""), _ENDED if one.ended else "")
    reason = " ".join(text for text in reasons if text)
    return Said(slug, value, "; ".join(one.references), "", one.rank, reason)


def _is_unknown(one: sparql.Statement) -> bool:
    return one.value.startswith(_UNKNOWN[1]) or _UNKNOWN[0] in one.value


def _decimal(text: str) -> str:
    """A number as a plain decimal, at most nine digits behind the point; blank for none."""
    try:
        plain = f"{float(text):.{_DIGITS}f}" if "e" in text.lower() else f"{text}"
        float(plain)
    except ValueError:
        return ""
    sign = "-" if plain.startswith("-") else ""
    whole, _, rest = plain.lstrip("-").partition(".")
    rest = rest[:_DIGITS].rstrip("0") if "e" in text.lower() else rest[:_DIGITS]
    return f"{sign}{whole.lstrip('0') or '0'}{'.' if rest else ''}{rest}"


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
    if precision == _YEAR:
        return year, reason
    if precision == _MONTH:
        return (f"{year}-{month}", "") if "01" <= month <= "12" else ("", "")
    try:
        return dt.date(int(year), int(month), int(day)).isoformat(), ""
    except ValueError:
        return "", ""
