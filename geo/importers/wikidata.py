"""Missions from Wikidata: the CSV of the public "Database of embassies", or SPARQL JSON.

JSON is read by :mod:`geo.importers.items`. Of the CSV, with its semicolons, one row is a mission:
operator (sending state), country (where it is), city, coordinates, type, creation, jurisdictions,
and the Wikidata id of each. The form has lost how exact a date is: it writes a year as its
1 January. So 1 January is read as the year, and the event says so.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from geo.errors import quoted
from geo.importers import items
from geo.importers.input_files import Grid, sheet_of, text_of
from geo.importers.inputs import Dated, Entry, Listing, Named, Point, Said
from geo.importers.words import kind_of, says_less

_NEEDED: Final = ("operator", "operatorQID", "country", "countryQID", "type", "typeQID", "QID")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_SAID: Final = ("address", "website", "phone", "email", "facebook", "twitter", "youtube")
_SHIFTED: Final = "Shift the cells back into their columns."


def day_of(data: bytes) -> str:
    """The day or days on which results were fetched; blank if the file does not say."""
    return items.day_of(data) if _is_json(data) else ""


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def entries(file: str, data: bytes) -> Listing:
    """Read a file of this form."""
    if _is_json(data):
        return items.entries(file, data)
    sheet = sheet_of(file, text_of(file, data), _NEEDED)
    found = Listing(file, records=len(sheet.rows) + len(sheet.problems), problems=sheet.problems)
    found.entries += _entries(sheet)
    return found.sound("row")


def _entries(sheet: Grid) -> Iterator[Entry]:
    ids = [name for name in sheet.columns if name.endswith(("QID", "QIDs"))]
    for line, cells in sheet.rows:
        row = {name: text.strip() for name, text in zip(sheet.columns, cells, strict=True)}

        def cell(name: str, row: dict[str, str] = row) -> str:
            return row.get(name, "")

        def refuse(column: str, rule: str, remedy: str, line: int = line) -> None:
            sheet.refuse(line, column, cell(column), rule, remedy)

        wrong = next((name for name in ids if not _are_ids(row[name])), None)
        if wrong or not cell("QID"):
            rule = "not a Wikidata id: the columns of this row are shifted"
            refuse(wrong or "QID", rule, _SHIFTED)
            continue
        word = cell("type")
        kind = kind_of(_qid(cell("typeQID")), word)
        if not kind:
            refuse("type", "unknown type of mission", "Correct it, or leave the row out.")
            continue
        id, ends = _qid(cell("QID")), ("operator", "country")
        sender, receiver = (Named(_qid(cell(f"{one}QID")), cell(one)) for one in ends)
        entry = Entry(line, id, id, sender, receiver, kind, cell("city"))
        longitude, latitude = cell("longitude"), cell("latitude")
        if (longitude or latitude) and not _is_point(longitude, latitude):
            rule = f"{quoted(longitude)} and {quoted(latitude)} are not longitude and latitude"
            refuse("latitude", rule, "Give decimal degrees, longitude within 180, latitude 90.")
        elif longitude:
            entry.points.append(Point(f"{Decimal(longitude):f}", f"{Decimal(latitude):f}"))
        names = cell("jurisdictions").split("|")
        served = [_qid(one) for one in cell("jurisdictionQIDs").split("|") if one]
        called = names if len(names) == len(served) else served
        entry.jurisdictions = [Named(*one) for one in zip(served, called, strict=True)]
        if created := cell("creation"):
            date, reason = items.edtf(created)
            if date:
                detail = "Created, according to the data"
                entry.dated.append(Dated("opened", date, detail, reason, "creation"))
            else:
                refuse("creation", "not a date in this form", "Write it like 1993-04-18T00:00:00Z.")
        if says_less(kind, word):
            entry.said.append(Said("type", word))
        entry.said += [Said(name, cell(name)) for name in _SAID if cell(name)]
        if picture := cell("picture"):
            entry.said.append(Said("picture", picture, attributed_to=cell("pictureAuthor")))
            licence = f"{cell('pictureLicense')} {cell('pictureLicenseURL')}".strip()
            if licence:
                entry.said.append(Said("picture-licence", licence))
        yield entry


@lru_cache(maxsize=4_096)
def _qid(text: str) -> str:
    return Named.of(text).qid


@lru_cache(maxsize=4_096)
def _are_ids(text: str) -> bool:
    return not text or all(map(_qid, text.split("|")))


def _is_point(*both: str) -> bool:
    numbers = [float(one) for one in both if _NUMBER.fullmatch(one)]
    return len(numbers) == 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90
