"""Which column of a table holds what: guessed from its heading, exactly, or given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import InvalidSelection, quoted
from geo.importers.table_options import TableOptions
from geo.parties import fold

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "sending": (
        "sending",
        "sending state",
        "sending country",
        "sender",
        "operator",
        "home country",
        "represented country",
        "sending code",
        "estado acreditante",
        "pais acreditante",
        "etat accreditant",
        "entsendestaat",
    ),
    "receiving": (
        "receiving",
        "receiving state",
        "receiving country",
        "host",
        "host country",
        "host state",
        "receiver",
        "destination",
        "country",
        "estado receptor",
        "pais receptor",
        "etat accreditaire",
        "empfangsstaat",
    ),
    "kind": ("kind", "type", "mission type", "kind of mission", "category", "tipo", "art"),
    "city": ("city", "town", "seat", "ciudad", "ville", "stadt"),
    "name": ("name", "mission", "mission name", "title", "nombre", "nom"),
    "coordinates": (
        *("coordinates", "coordinate", "coords", "coord", "lat lon", "latlon", "lat long"),
        *("latlong", "lat lng", "latitude longitude", "lon lat", "lonlat", "longitude latitude"),
        *("geo", "gps", "gps coordinates", "wkt", "geometry wkt", "point", "coordinate location"),
        *("coordenadas", "coordonnees", "koordinaten", "координаты", "坐标", "الاحداثيات"),
    ),
    "longitude": ("longitude", "lon", "lng", "long", "x", "longitud"),
    "latitude": ("latitude", "lat", "y", "latitud"),
    "wikidata": ("wikidata", "qid", "wikidata id", "item"),
    "id": ("id", "identifier"),
    "opened": ("opened", "opening", "opening date", "since", "established", "creation", "start"),
    "closed": ("closed", "closing", "closing date", "until", "end"),
    "jurisdictions": ("jurisdictions", "jurisdiction", "accredited to", "covers", "accreditations"),
    "address": ("address", "street address", "direccion", "adresse"),
    "website": ("website", "web", "url", "homepage", "site"),
    "phone": ("phone", "telephone", "tel", "telefono"),
    "email": ("email", "e mail", "mail"),
    "note": ("note", "notes", "remark", "remarks", "comment"),
}
"""What can be taken from a table -> headings that mean it, folded; the first goes."""

NEEDED: Final = ("sending", "receiving", "kind")

_SHOWN: Final = 40
_UNIT: Final = re.compile(
    r"[(\[]\s*(?:°|deg|degs|degrees?|dec\.?|decimals?|decimal degrees|dd|dms|wgs ?84|epsg:4326|"
    r"grados?|graus?|degrés?|grad|градусы?|度|درجة|m|metres?|yyyy(?:-mm(?:-dd)?)?|iso ?8601|edtf)"
    r"\s*[)\]]|°",
    re.IGNORECASE,
)


def heading_key(heading: str) -> str:
    """A heading to compare: folded, without a unit in brackets."""
    return fold(_UNIT.sub(" ", heading).replace("_", " "))


def recognised(headings: Sequence[str], options: TableOptions) -> set[str]:
    """The fields that the cells of a row would be headings of."""
    keys = {heading_key(name) for name in headings if name}
    given = {field for field, name in options.columns.items() if name and name in headings}
    return given | {field for field, meanings in FIELDS.items() if not keys.isdisjoint(meanings)}


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column holds what: field -> number of its column, or a value that all rows have."""

    columns: Mapping[str, int]
    values: Mapping[str, str]
    headings: Sequence[str]

    def cell(self, field: str, cells: Sequence[str]) -> str:
        """What a row has for a field; blank where nothing."""
        number = self.columns.get(field)
        text = cells[number].strip() if number is not None else ""
        return text or self.values.get(field, "")

    def heading(self, field: str) -> str:
        """The heading under which a field is; the field's own name where under none."""
        number = self.columns.get(field)
        return field if number is None else self.headings[number]

    def sentences(self) -> list[str]:
        """The mapping in words, a line each."""
        said = [
            f"{field}: column {quoted(self.headings[number])}"
            for field, number in self.columns.items()
        ]
        said += [f"{field}: always {quoted(value)}" for field, value in self.values.items()]
        used = {*self.columns.values()}
        rest = [quoted(name) for n, name in enumerate(self.headings) if n not in used and name]
        return [*said, f"not used: {', '.join(rest)}"] if rest else said


def mapped(
    headings: Sequence[str],
    given: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    *,
    has_points: bool = False,
) -> Mapped:
    """Map the columns of a table."""
    given, values = dict(given or {}), dict(values or {})
    wrong = [
        f"unknown field {quoted(field)}. Fields: {', '.join(FIELDS)}."
        for field in (*given, *values)
        if field not in FIELDS
    ]
    shown = ", ".join(quoted(name) for name in headings[:_SHOWN])
    shown += f", … ({len(headings):,} in all)" if len(headings) > _SHOWN else ""
    columns: dict[str, int] = {}
    for field, heading in given.items():
        if heading and heading not in headings:
            wrong.append(f"unknown column {quoted(heading)}. Columns: {shown}.")
        elif heading:
            columns[field] = list(headings).index(heading)
    folded = [heading_key(name) for name in headings]
    for field, meanings in FIELDS.items():
        if field in given or field in values:
            continue
        if has_points and field in ("longitude", "latitude", "coordinates"):
            continue
        for meaning in meanings:
            if meaning in folded and folded.index(meaning) not in columns.values():
                columns[field] = folded.index(meaning)
                break
    missing = [field for field in NEEDED if field not in columns and field not in values]
    if missing and not wrong:
        wrong.append(
            f"no column found for {', '.join(missing)}. Columns: {shown}. "
            f"Choose one with --map {missing[0]}=COLUMN, or --set {missing[0]}=VALUE for all rows."
        )
    if wrong:
        raise InvalidSelection("The table cannot be mapped: " + " ".join(wrong))
    order = [field for field in FIELDS if field in columns]
    return Mapped({field: columns[field] for field in order}, values, list(headings))
