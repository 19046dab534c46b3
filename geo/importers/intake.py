"""Entries -> rows of a pack, each through its record model, beside what the pack has.

What a pack has already stays: a mission with the same Wikidata id, or with the source's own id,
is the same mission, and what the file says otherwise of it becomes a claim.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from geo import basemap, countries, dates
from geo.errors import Fault, InvalidDate
from geo.importers.account import Account
from geo.importers.entry import Dated, Entry, Said
from geo.importers.naming import Namer
from geo.importers.origin import Origin
from geo.pack import MODELS, Pack, faults_of_row

__all__ = ["Intake"]

Row = dict[str, str]

_WORDS: Final = re.compile(r"[a-z0-9]+")
_PRECISION: Final = ("", "city", "quarter", "street", "building")
_COARSE_M: Final = "80000"
_TO_THE_HOLY_SEE: Final = (
    "The country in which the building stands; the row is accredited to the Holy See."
)
_TO_ITSELF: Final = "A state has no mission to itself; point or city lie in a state that it serves."
_UNLISTED: Final = "no state or listed entity has this Wikidata id or this name"
_GIVE_A_NAME: Final = (
    "Correct it in the file: an ISO 3166-1 alpha-3 code, a Wikidata id or a full name."
)


class Intake:
    """Takes the entries of one source into a copy of a pack's rows.

    Parameters
    ----------
    pack
        What the pack has.
    origin
        The source.
    file
        Name of the file, for what is refused.
    account
        What became of it is written here.

    Attributes
    ----------
    rows
        Table -> its rows, old and new.
    source
        Id of the source.
    """

    def __init__(self, pack: Pack, origin: Origin, file: str, account: Account) -> None:
        self.rows: dict[str, list[Row]] = {name: list(rows) for name, rows in pack.rows.items()}
        self.account = account
        self.source = account.source = origin.id_among(self.rows["sources"])
        self.namer = Namer()
        self._file = file
        self._origin = origin
        self._published = int(dates.ordinals([origin.date])[1][0])
        self._ids = {name: {row["id"] for row in rows} for name, rows in self.rows.items()}
        self._all_ids = set().union(*self._ids.values())
        self._by_qid: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows["missions"]:
            if row["wikidata"]:
                self._by_qid[row["wikidata"]].append(row)
        missions = {row["id"]: row for row in self.rows["missions"]}
        self._by_key = {
            row["value"]: missions[row["subject"]]
            for row in self.rows["claims"]
            if row["property"] == f"{origin.name}-id" and row["subject"] in missions
        }
        self._alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in self.rows["missions"]:
            self._alike[_likeness(row)].append(row["id"])
        self._placed = {row["mission"] for row in self.rows["positions"]}
        self._told = {row["id"]: row["value"] for row in self.rows["claims"]}

    def take(self, entries: Sequence[Entry]) -> None:
        """Take all entries.

        Parameters
        ----------
        entries
            What the file gives, in its order.
        """
        self._put("sources", self._origin.record(self.source), 0, "")
        senders: dict[str, set[str]] = defaultdict(set)
        sound = []
        for entry in entries:
            found = self._parties(entry)
            if found is not None:
                _settle_city(entry, found[1])
                sound.append((entry, *found))
                if entry.qid:
                    senders[entry.qid].add(found[0])
        names = Counter(self._plain_id(*one) for one in sound)
        for entry, sending, receiving in sound:
            several = len(senders[entry.qid]) > 1 if entry.qid else False
            mission = self._known(entry, sending, several)
            if mission is None:
                mission = self._added(entry, sending, receiving, names)
                if mission is None:
                    continue
                self.account.added += 1
            else:
                self.account.known += 1
                self._otherwise(mission, entry, sending, receiving)
            self._tell(mission, entry)
        self.account.cells = self.namer.ways

    # --- the parties -------------------------------------------------------------------------

    def _parties(self, entry: Entry) -> tuple[str, str] | None:
        """Codes of the sending and the receiving party; None where one is not known."""
        sending, receiving = self.namer(entry.sending), self.namer(entry.receiving)
        for code, cell, column in (
            (sending, entry.sending, "sending"),
            (receiving, entry.receiving, "receiving"),
        ):
            if not code:
                self._refuse(entry.row, column, str(cell), _UNLISTED, _GIVE_A_NAME)
        if not sending or not receiving:
            return None
        served = [self.namer.look(one)[0] for one in entry.jurisdictions]
        if receiving == "ITA" and "VAT" in served and "ITA" not in served:
            return sending, "VAT"
        if sending == receiving:
            receiving = self._host(entry, sending, served)
            if not receiving:
                rule = "the row names one party as sending and as receiving"
                self._refuse(entry.row, "receiving", str(entry.receiving), rule, _GIVE_A_NAME)
                return None
        return sending, receiving

    def _host(self, entry: Entry, sending: str, served: Sequence[str]) -> str:
        """The one party that the row serves and in which its point, or else its city, lies."""
        candidates = [code for code in dict.fromkeys(served) if code and code != sending]
        if entry.longitude and entry.latitude:
            point = float(entry.longitude), float(entry.latitude)
            holding = [
                code
                for code in candidates
                if basemap.has_shape(code) and not basemap.within([point[0]], [point[1]], code)[0]
            ]
        else:
            holding = [code for code in candidates if countries.city(entry.city, code)]
        return holding[0] if len(holding) == 1 else ""

    # --- the mission -------------------------------------------------------------------------

    def _known(self, entry: Entry, sending: str, several: bool) -> Row | None:
        """The mission of the pack that the entry is about."""
        if entry.key != entry.qid and entry.key in self._by_key:
            return self._by_key[entry.key]
        found = self._by_qid.get(entry.qid, []) if entry.qid else []
        own = [row for row in found if row["sending"] == sending]
        if own or several:
            return own[0] if own else None
        return found[0] if found else None

    def _plain_id(self, entry: Entry, sending: str, receiving: str) -> str:
        where = "-".join(_WORDS.findall(countries.fold(entry.city))) or receiving.lower()
        return f"{sending.lower()}-{entry.kind.replace('_', '-')}-{where}"

    def _added(self, entry: Entry, sending: str, receiving: str, names: Counter[str]) -> Row | None:
        plain = self._plain_id(entry, sending, receiving)
        if names[plain] > 1 or plain in self._all_ids:
            plain = f"{plain}-{'-'.join(_WORDS.findall(entry.key.lower()))}"
        row = {
            "id": plain,
            "sending": sending,
            "receiving": receiving,
            "kind": entry.kind,
            "city": entry.city,
            "name": entry.name,
            "wikidata": entry.qid,
        }
        if plain in self._all_ids:
            rule = f"the pack has another record with the id {plain}"
            self._refuse(entry.row, "", entry.key, rule, "Remove one of the two.")
            return None
        if not self._put("missions", row, entry.row, ""):
            return None
        if entry.qid:
            self._by_qid[entry.qid].append(row)
        self._by_key[entry.key] = row
        for other in self._alike.get(_likeness(row), ()):
            self.account.lookalikes.append((plain, other))
        code = self.namer.look(entry.receiving)[0]
        if code != receiving:
            why = (
                "The country in which the building stands; the row is accredited to the Holy See."
                if receiving == "VAT"
                else "A state has no mission to itself; point or city lie in a state that it serves."
            )
            said = countries.party_by_code(code).name
            self._claim(
                row, Said("receiving-state", said, rank="deprecated", reason=why), entry.row
            )
        return row

    def _otherwise(self, mission: Row, entry: Entry, sending: str, receiving: str) -> None:
        """What the file says of a known mission that its row says otherwise."""
        for column, value, property_, said in (
            ("sending", sending, "sending-state", countries.party_by_code(sending).name),
            ("receiving", receiving, "receiving-state", countries.party_by_code(receiving).name),
            ("kind", entry.kind, "kind", entry.kind.replace("_", " ")),
        ):
            if mission[column] != value:
                self._claim(mission, Said(property_, said), entry.row)
        if entry.city and countries.fold(entry.city) != countries.fold(mission["city"]):
            self._claim(mission, Said("city", entry.city), entry.row)

    # --- what is told of it ------------------------------------------------------------------

    def _tell(self, mission: Row, entry: Entry) -> None:
        row, code = entry.row, mission["id"]
        self._position(mission, entry)
        over = False
        for number, dated in enumerate(entry.dated):
            over |= self._event(mission, dated, number, row)
        if not over:
            self._put(
                "events",
                {
                    "id": f"{code}-listed-{self.source}",
                    "mission": code,
                    "kind": "listed",
                    "date": self._origin.date,
                    "sense": "attested",
                    "detail": f"Listed in the data of {self._origin.date}",
                    "sources": self.source,
                    "attributed_to": "",
                    "reason": "",
                },
                row,
                "",
            )
        served: list[str] = []
        for one in entry.jurisdictions:
            party = self.namer.look(one)[0]
            if not party:
                self._claim(mission, Said("jurisdiction", str(one)), row)
            elif party == mission["sending"]:
                rule = "a state is not accredited to itself"
                self._refuse(row, "jurisdictions", str(one), rule, "Correct it in the file.")
            elif party != mission["receiving"] and party not in served:
                served.append(party)
        for party in served:
            self._cover(mission, party, row)
        for said in entry.said:
            self._claim(mission, said, row)

    def _position(self, mission: Row, entry: Entry) -> None:
        code = mission["id"]
        row = {
            "id": f"{code}-at-{self.source}",
            "mission": code,
            "method": "source_point",
            "precision": "",
            "longitude": entry.longitude,
            "latitude": entry.latitude,
            "place": "",
            "radius_m": "",
            "anchors": "",
            "valid": "",
            "sources": self.source,
            "attributed_to": "",
            "rank": "normal",
            "reason": "",
        }
        if entry.longitude or entry.latitude:
            digits = min(_decimals(entry.longitude), _decimals(entry.latitude))
            row["precision"] = _PRECISION[min(digits, len(_PRECISION) - 1)]
            row["radius_m"] = "" if row["precision"] else _COARSE_M
            if not (entry.longitude and entry.latitude):
                value = entry.longitude + entry.latitude
                self._refuse(entry.row, "latitude", value, "half a point", "Give both, or neither.")
            elif float(entry.longitude) == 0.0 == float(entry.latitude):
                rule = "a point at 0,0 is a missing point"
                self._refuse(entry.row, "latitude", "0 0", rule, "Leave both blank.")
            elif self._put("positions", row, entry.row, "latitude"):
                self._placed.add(code)
                self.account.placed["by point"] += 1
                return
        if mission["city"] and countries.city(mission["city"], mission["receiving"]):
            self.account.placed["by city"] += 1
            return
        self.account.placed["by state"] += 1
        if code in self._placed:
            return
        row |= {"longitude": "", "latitude": "", "precision": "", "method": "state"}
        row["radius_m"] = ""
        row["reason"] = "The source gives no point, and the gazetteer does not hold its city."
        if not mission["city"]:
            row["reason"] = "The source gives neither a point nor a city."
        if not basemap.has_shape(mission["receiving"]):
            party = countries.party_by_code(mission["receiving"])
            row["longitude"], row["latitude"] = f"{party.seat_lon:.5f}", f"{party.seat_lat:.5f}"
            row["precision"] = "state"
        if self._put("positions", row, entry.row, "city"):
            self._placed.add(code)

    def _event(self, mission: Row, dated: Dated, number: int, row: int) -> bool:
        """Take a dated event; whether it tells that the mission has closed."""
        code = mission["id"]
        try:
            begins = int(dates.ordinals([dated.date])[0][0])
        except InvalidDate as error:
            self._refuse(row, dated.column, dated.date, "not a date", str(error))
            return False
        if begins > self._published:
            rule = f"the date lies after the day of the data, {self._origin.date}"
            self._refuse(row, dated.column, dated.date, rule, "Correct it in the file.")
            return False
        more = f"-{number}" if number else ""
        self._put(
            "events",
            {
                "id": f"{code}-{dated.kind}-{self.source}{more}",
                "mission": code,
                "kind": dated.kind,
                "date": dated.date,
                "sense": "on",
                "detail": dated.detail,
                "sources": self.source,
                "attributed_to": "",
                "reason": dated.reason,
            },
            row,
            dated.column,
        )
        return dated.kind == "closed"

    def _cover(self, mission: Row, party: str, row: int) -> None:
        self._put(
            "coverage",
            {
                "id": f"cover-{mission['id']}-{party.lower()}-{self.source}",
                "sending": mission["sending"],
                "receiving": party,
                "face": "covered",
                "mission": mission["id"],
                "city": "",
                "state": "",
                "wikidata": "",
                "valid": self._origin.date,
                "sense": "attested",
                "sources": self.source,
                "attributed_to": "",
                "reason": "First and last day not known.",
            },
            row,
            "jurisdictions",
        )

    def _claim(self, mission: Row, said: Said, row: int) -> None:
        plain = f"claim-{mission['id']}-{said.property}-{self.source}"
        wanted, number = plain, 1
        while wanted in self._told:
            if self._told[wanted] == said.value:
                return
            number += 1
            wanted = f"{plain}-{number}"
        self._told[wanted] = said.value
        self._put(
            "claims",
            {
                "id": wanted,
                "subject": mission["id"],
                "property": said.property,
                "value": said.value,
                "valid": "",
                "source": self.source,
                "locator": said.locator,
                "attributed_to": said.attributed_to,
                "seen": "data",
                "rank": said.rank,
                "grade": "",
                "reason": said.reason,
            },
            row,
            said.property,
        )

    # --- the door ----------------------------------------------------------------------------

    def _put(self, table: str, row: Row, number: int, column: str) -> bool:
        """Put a row into a table through its model, unless it stands there already."""
        if row["id"] in self._ids[table]:
            return True
        faults = faults_of_row(self._file, number, row, MODELS[table])
        if faults:
            for fault in faults:
                said = column or fault.column
                self._refuse(number, said, fault.value, fault.rule, fault.remedy)
            return False
        self._ids[table].add(row["id"])
        self._all_ids.add(row["id"])
        self.rows[table].append(row)
        self.account.rows[table] += 1
        return True

    def _refuse(self, row: int, column: str, value: str, rule: str, remedy: str) -> None:
        self.account.refused.append(Fault(self._file, row, column, value, rule, remedy))


def _settle_city(entry: Entry, receiving: str) -> None:
    """Give a city its name in the gazetteer; what the file calls it, or its part, is kept."""
    found = countries.city(entry.city, receiving) if entry.city else None
    if found is not None:
        if countries.fold(found.name) != countries.fold(entry.city):
            entry.said.append(Said("city", entry.city))
        entry.city = found.name


def _likeness(row: Row) -> tuple[str, ...]:
    return row["sending"], row["receiving"], row["kind"], countries.fold(row["city"])


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
