"""Entries -> missions of a dataset: which it has already, which are new, and which cannot be.

What a dataset has stays: a mission of the same sending party with the same Wikidata id, or with the
source's own id, is the same mission, and what the file says otherwise of it becomes a claim. Under
another sending party it is another mission, which is named as one that looks alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from geo import parties
from geo.dataset import Dataset, wikidata_ids
from geo.errors import AmbiguousState, StateError
from geo.importers.inputs import Entry, Named, Point, Said
from geo.importers.origin import Origin
from geo.importers.own_export import Restorer
from geo.importers.report import ImportReport
from geo.importers.row_writer import MissionWriter, Row
from geo.importers.where import Place, far_points, in_territory, places, territories_of
from geo.parties.codes import code_in

_UNNAMED: Final = re.compile(r"Q[1-9][0-9]*")
_SLUG: Final = re.compile(r"[a-z0-9]+")
_TO_THE_HOLY_SEE: Final = "The country of the building; the row is accredited to the Holy See."
_IN_A_TERRITORY: Final = (
    "The mission lies in a territory with a code of its own, which receives it."
)
_TO_ITSELF: Final = "A state has no mission to itself; point or city lie in a state that it serves."
_SELF: Final = "sending and receiving party are the same"
_GIVE_A_NAME: Final = (
    "Correct it in the file: an ISO 3166-1 alpha-3 code, a Wikidata id or a full name."
)
_ONCE: Final = "Only the first is imported: remove one of the two, or give each its own id."


class Matcher:
    """Takes the entries of one source into a copy of a dataset's rows."""

    def __init__(
        self, dataset: Dataset, origin: Origin, file: str, account: ImportReport, codes: str
    ) -> None:
        self._account, self._origin, self._namer = account, origin, Namer(codes)
        self.writer = MissionWriter(dataset, origin, file, account, self._namer.code)
        self.restorer = Restorer(dataset, self.writer, origin.date)
        self._alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_id: dict[tuple[str, str], Row] = {}
        missions = dataset.by_id["missions"]
        for row in missions.values():
            self._alike[_likeness(row)].append(row["id"])
            if row["wikidata"]:
                self._by_id.setdefault((row["wikidata"], row["sending"]), row)
        for mission, ids in wikidata_ids(dataset).items():
            for further in sorted(ids):
                self._by_id.setdefault((further, missions[mission]["sending"]), missions[mission])
        for claim in dataset.claims:
            if claim.property == origin.key_property and claim.subject in missions:
                row = missions[claim.subject]
                self._by_id[_of_source(claim.value), row["sending"]] = row
        for (id, _), row in self._by_id.items():
            if row["id"] not in self._alike[(id,)]:
                self._alike[(id,)].append(row["id"])

    def take(self, entries: Sequence[Entry]) -> None:
        """Take all entries."""
        sound: list[tuple[Entry, str, str]] = []
        for entry, place in zip(entries, self._places(entries), strict=True):
            sending, receiving = self._parties(entry, place)
            if sending and receiving:
                _settle_city(entry, receiving)
                sound.append((entry, sending, receiving))
        plain = Counter(_plain_id(*one) for one in sound)
        told: dict[str, int] = {}
        placed: list[tuple[str, parties.City, Point]] = []
        for entry, sending, receiving in sound:
            mission = self._known(entry, sending)
            if mission is not None and mission["id"] in told:
                rule = f"row {told[mission['id']]} is the same mission, {mission['id']}"
                self.writer.refuse(entry.row, "", entry.key, rule, _ONCE)
                continue
            known = mission is not None
            mission = mission or self._add(entry, sending, receiving, plain)
            if mission is None:
                continue
            self._account.known += known
            self._account.added += not known
            self._tell_otherwise(mission, entry, receiving, known=known)
            told[mission["id"]] = entry.row
            tell = self.restorer.tell if entry.own else self.writer.tell
            points = tell(mission, entry)
            city = parties.city(entry.city, receiving) if entry.city and points else None
            if city is not None:
                placed.append((mission["id"], city, points[0]))
        self._account.far = far_points(placed)
        self._account.cells = self._namer.ways
        if all(entry.own for entry in entries):
            self.writer.drop_lone_source()

    def _places(self, entries: Sequence[Entry]) -> list[Place | None]:
        """The areas in which the first points lie, where the receiving party may be another."""
        asked: dict[int, tuple[float, float]] = {}
        for number, entry in enumerate(entries):
            code = self._namer.code(entry.receiving)
            own = code and code == self._namer.code(entry.sending)
            if entry.points and not entry.own and (own or territories_of(code)):
                point = entry.points[0]
                asked[number] = float(point.longitude), float(point.latitude)
        found = dict(zip(asked, places(list(asked.values())), strict=True))
        return [found.get(number) for number in range(len(entries))]

    def _parties(self, entry: Entry, place: Place | None) -> tuple[str, str]:
        sending, receiving = self._namer(entry.sending), self._namer(entry.receiving)
        cells = {"sending": entry.sending, "receiving": entry.receiving}
        for code, (column, cell) in zip((sending, receiving), cells.items(), strict=True):
            if not code:
                why = self._namer.why_not(cell)
                self.writer.refuse(entry.row, column, str(cell), why, _GIVE_A_NAME)
        if not sending or not receiving:
            return "", ""
        served = [self._namer.code(one) for one in entry.jurisdictions]
        if receiving == "ITA" and "VAT" in served and "ITA" not in served:
            return sending, "VAT"
        if sending == receiving:
            receiving = _host(entry, [code for code in served if code != sending], place)
            if not receiving:
                told = str(entry.receiving)
                self.writer.refuse(entry.row, "receiving", told, _SELF, _GIVE_A_NAME)
        elif not entry.own:
            receiving = in_territory(receiving, entry.city, place)
        return sending, receiving

    def _known(self, entry: Entry, sending: str) -> Row | None:
        """The mission of the dataset that the entry is about: of the same party, by an id."""
        own = self.restorer.known(entry.own, sending) if entry.own else None
        found = (self._by_id.get((id, sending)) for id in _ids(entry))
        return own or next(filter(None, found), None)

    def _add(self, entry: Entry, sending: str, receiving: str, plain: Counter[str]) -> Row | None:
        id = entry.own.get("id") or _plain_id(entry, sending, receiving)
        if (not entry.own and plain[id] > 1) or self.writer.has(id):
            id = f"{id}-{'-'.join(_SLUG.findall(entry.key.lower()))}"
        if self.writer.has(id):
            rule = f"the dataset has another record with the id {id}"
            self.writer.refuse(entry.row, "", entry.key, rule, "Remove one of the two.")
            return None
        cells = {"id": id, "sending": sending, "receiving": receiving, "kind": entry.kind}
        cells |= {"city": entry.city, "name": entry.name, "wikidata": entry.qid}
        if not self.writer.put("missions", entry.row, **cells):
            return None
        row = self.writer.rows["missions"][-1]
        for one in _ids(entry):
            self._by_id.setdefault((one, sending), row)
        if entry.key not in (entry.qid, id):
            self.writer.claim(id, Said(self._origin.key_property, entry.key), entry.row)
        alike = (_likeness(row), *((one,) for one in _ids(entry)))
        others = dict.fromkeys(other for one in alike for other in self._alike.get(one, ()))
        self._account.lookalikes += [(id, other) for other in others]
        return row

    def _tell_otherwise(self, mission: Row, entry: Entry, receiving: str, *, known: bool) -> None:
        """Claim values of the file that differ from the row; deprecated where a rule decided."""
        told, code = [], self._namer.code(entry.receiving)
        states = {one: parties.party_by_code(one) for one in (code, receiving)}
        if known and mission["receiving"] != receiving:
            told.append(Said("receiving-state", states[receiving].name))
        if known and mission["kind"] != entry.kind:
            told.append(Said("kind", entry.kind.replace("_", " ")))
        if known and entry.city and parties.fold(entry.city) != parties.fold(mission["city"]):
            told.append(Said("city", entry.city))
        if code != receiving == mission["receiving"]:
            why = _TO_THE_HOLY_SEE if receiving == "VAT" else _TO_ITSELF
            why = _IN_A_TERRITORY if states[receiving].of == code else why
            told.append(Said("receiving-state", states[code].name, rank="deprecated", reason=why))
        for one in told:
            self.writer.claim(mission["id"], one, entry.row)


def _host(entry: Entry, served: Sequence[str], place: Place | None) -> str:
    """The one party that an entry serves and in which its point, or else its city, lies."""
    holding = [
        code
        for code in dict.fromkeys(filter(None, served))
        if (code in place.candidates if place else parties.city(entry.city, code))
    ]
    return holding[0] if len(holding) == 1 else ""


def _settle_city(entry: Entry, receiving: str) -> None:
    """Give a city its name in the gazetteer; what the file calls it, or its part, is kept.

    A label that is only a Wikidata id is none: the item has no name in the languages asked for.
    """
    if _UNNAMED.fullmatch(entry.city):
        entry.said.append(Said("city-item", entry.city))
        entry.city = ""
    found = parties.city(entry.city, receiving) if entry.city else None
    if found is not None:
        if parties.fold(found.name) != parties.fold(entry.city):
            entry.said.append(Said("city", entry.city))
        entry.city = found.name


def _plain_id(entry: Entry, sending: str, receiving: str) -> str:
    where = "-".join(_SLUG.findall(parties.fold(entry.city))) or receiving.lower()
    return f"{sending.lower()}-{entry.kind.replace('_', '-')}-{where}"


def _of_source(key: str) -> str:
    """A source's own id, told apart from the ids of Wikidata."""
    return f"own {key}"


def _ids(entry: Entry) -> list[str]:
    """The ids by which an entry is known, the source's own first."""
    own = [_of_source(entry.key)] if entry.key and entry.key != entry.qid else []
    return [*own, entry.qid] if entry.qid else own


def _likeness(row: Row) -> tuple[str, ...]:
    return row["sending"], row["receiving"], row["kind"], parties.fold(row["city"])


class Namer:
    """Finds the party that a cell names, and remembers how it was found."""

    def __init__(self, scheme: str = "") -> None:
        self.ways: Counter[str] = Counter()
        self._scheme = "" if scheme in ("iso2", "iso3") else scheme
        self._known: dict[Named, tuple[str, str]] = {}

    def __call__(self, cell: Named) -> str:
        """The code of the party that a cell names."""
        code, way = self.look(cell)
        self.ways[way] += 1
        return code

    def code(self, cell: Named) -> str:
        """The code of the party that a cell names; not counted in the report."""
        return self.look(cell)[0]

    def look(self, cell: Named) -> tuple[str, str]:
        """The code and the way it was found, without counting."""
        found = self._known.get(cell)
        if found is None:
            try:
                found = self._party(cell), "by id" if cell.qid else "by name"
            except StateError:
                found = "", "unresolved"
            self._known[cell] = found
        return found

    def _party(self, cell: Named) -> str:
        if self._scheme and not cell.qid and code_in(cell.name):
            return parties.party_of_code(cell.name, self._scheme).code
        return parties.party(cell.qid or cell.name).code

    def why_not(self, cell: Named) -> str:
        """Why a cell names no party: it is not listed, or its name may mean several."""
        code = self._scheme and code_in(cell.name)
        what = "Wikidata id" if cell.qid else "code" if code else "name"
        try:
            self._party(cell)
        except AmbiguousState as error:
            names = (f"{code} ({parties.party_by_code(code).name})" for code in error.candidates)
            return f"the {what} may mean {' or '.join(names)}"
        except StateError as error:
            if not error.key:
                return str(error)
        near = () if cell.qid else parties.near(cell.name)
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"unknown {what} of a state or entity{meant}"
