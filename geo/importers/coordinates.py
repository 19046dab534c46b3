"""Coordinates as people write them in a cell -> longitude and latitude, CRS84, plain decimals.

Decimals with a point or a comma, degrees with minutes and seconds, and directions in the languages
of ``data/words/coordinates.csv``; WKT ``Point(longitude latitude)``; ``geo:latitude,longitude``.
Two numbers without a direction are read in the only order that can be, else in the order that the
column has (:func:`senses_of`); the letter O is west in Spanish, French and Portuguese and east in
German, and read by the same rule. An ambiguous pair is refused.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from geo.errors import InvalidGeometry, quoted
from geo.importers.words import key, table
from geo.parties import fold

LATITUDE_FIRST: Final = "latitude first"
LONGITUDE_FIRST: Final = "longitude first"
O_IS_WEST: Final = "O is west"
O_IS_EAST: Final = "O is east"
_SENSES: Final = ((LATITUDE_FIRST, LONGITUDE_FIRST), (O_IS_WEST, O_IS_EAST))
_LIMIT: Final = {"lat": 90, "lon": 180}
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LAT_LON: Final = re.compile("lat|lon")
_LONGEST: Final = 120
_ENOUGH: Final = 200  # Cells of a column whose points are located on the map, at most
_REAL: Final = r"[+-]?[0-9]{1,9}(?:\.[0-9]+)?"
_WKT: Final = re.compile(
    rf"(?:SRID=4326;)?\s*POINT\s*(?:ZM?|M)?\s*\(\s*({_REAL})\s+({_REAL})(?:\s+{_REAL}){{0,2}}\s*\)",
    re.IGNORECASE,
)
_GEO_URI: Final = re.compile(
    rf"geo:({_REAL}),({_REAL})(?:,{_REAL})?(?:;crs=wgs84)?(?:;u=[0-9.]+)?", re.IGNORECASE
)
_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،", "01234567890123456789.,"
_SAME: Final = str.maketrans(
    f"º˚′’‘´ʹ`″”“˝−–，；：{_DIGITS[0]}", f"°°''''''\"\"\"\"--,;:{_DIGITS[1]}"
)
_TOKEN: Final = re.compile(
    r"(?P<n>[0-9]+(?:[.,][0-9]+)?)|(?P<w>[^\W\d_]+(?:\.[^\W\d_]+)*\.?)|(?P<m>[°'\":=+-])|\s+|(?P<x>.)"
)
_MARKS: Final = {"°": "d", "'": "m", '"': "s", ":": "c", "=": "c", "+": "g", "-": "g"}
_MEANT: Final = {"deg": "d", "min": "m", "sec": "s", "lat": "a", "lon": "a"}
# An angle: label, direction, sign, numbers with their marks, direction, label
_SHAPE: Final = re.compile(r"(?:ac?)?h?a?g?n[dc]?(?:n[mc]?(?:ns?)?)?a?h?a?")
_BREAK: Final = re.compile(
    r"\s*[;|/\n\t]\s*|\s*,\s*|\s+|(?<=[^\W\d_])(?=[0-9])|(?<=[0-9'\"°])(?=[^\W\d_])"
)
_PLACES: Final = (0, 2, 4)  # Decimals of a degree that are written for degrees, minutes and seconds
_MOST_PLACES: Final = 7
# Four digits before the decimal point: not an angle in degrees
_METRES: Final = re.compile(r"(?<![.,0-9])[0-9]{4,}")


class Reading(NamedTuple):
    """What coordinates may mean: CRS84 degrees, and in which sense of their writing."""

    longitude: str
    latitude: str
    sense: str = ""


class _Angle(NamedTuple):
    degrees: Decimal
    direction: str  # N, S, E, W, O; blank for none
    axis: str  # lat, lon; blank where nothing says it

    def along(self, axis: str, o_is: str = "") -> str:
        """The angle as a plain decimal, if it can be one of an axis; else blank."""
        direction = o_is if self.direction == "O" else self.direction
        value = -self.degrees if direction in ("S", "W") else self.degrees
        fits = self.axis in ("", axis) and abs(value) <= _LIMIT[axis]
        return f"{value if value else abs(value):f}" if fits else ""


def chosen(text: str, found: Sequence[Reading], senses: Collection[str] = ()) -> tuple[str, str]:
    """Longitude and latitude: the only reading of a text, or the one in a sense of its column."""
    kind = next((kind for kind in _SENSES if found[0].sense in kind), ())
    settled = next((sense for sense in kind if sense in senses), "")
    fit = [one for one in found if not settled or one.sense == settled]
    if not fit:
        what = f"can only be {found[0].sense}, but the column is {settled}"
        raise InvalidGeometry(f"{quoted(text)} {what}. Correct it.")
    if len(fit) > 1:
        either = " or ".join(f"latitude {lat}, longitude {lon} ({how})" for lon, lat, how in fit)
        remedy = 'Name the column "latitude, longitude" or "longitude, latitude".'
        if kind == _SENSES[1]:
            remedy = "Write W or E instead of O."
        raise InvalidGeometry(f"{quoted(text)} can be {either}. {remedy}")
    return fit[0][:2]


def readings(text: str) -> tuple[Reading, ...]:
    """What a cell with both coordinates may mean: one reading or two, else an error."""
    plain = text.strip()
    if whole := _WKT.fullmatch(plain):
        found = _within(whole[1], whole[2])
    elif uri := _GEO_URI.fullmatch(plain):
        found = _within(uri[2], uri[1])
    else:
        shown = _alike(text).strip(" ()[]")
        found = tuple(dict.fromkeys(_pairs(shown) if len(shown) <= _LONGEST else ()))
        if len(found) > 1 and len({one[:2] for one in found}) == 1:
            found = (found[0]._replace(sense=""),)
    both = len(found) == 2 and any(one[:2] == other[1::-1] for one in found for other in found)
    if len(found) == 1 or both or {one.sense for one in found} == {*_SENSES[1]}:
        return found
    remedy = f"Write them like 10.4806, -66.8655 or 10°28′50″ N, 66°51′56″ W{_projected(text)}."
    raise InvalidGeometry(f"{quoted(text)} is not a latitude and a longitude in degrees. {remedy}")


def readings_of(latitude: str, longitude: str) -> tuple[Reading, ...]:
    """What a latitude and a longitude in cells of their own may mean, else an error."""
    north, east = (_angle(_alike(text)) for text in (latitude, longitude))
    found = tuple(_reading(north, east, "")) if north and east else ()
    if not found:
        told = f"{quoted(longitude)} and {quoted(latitude)} are not longitude and latitude"
        remedy = f"Write them like -66.8655 and 10.4806{_projected(f'{latitude} {longitude}')}."
        raise InvalidGeometry(f"{told} in degrees. {remedy}")
    return found


def _alike(text: str) -> str:
    return text.translate(_SAME).replace("''", '"')


def _projected(text: str) -> str:
    return ", or pass their reference system with --crs EPSG:CODE" if _METRES.search(text) else ""


def xy_of(text: str) -> tuple[float, float] | None:
    """The x and y of WKT ``Point(x y)`` in any reference system; None where it is none."""
    found = _WKT.fullmatch(text.strip())
    return (float(found[1]), float(found[2])) if found else None


def senses_of(
    texts: Sequence[str],
    cells: Sequence[Sequence[Reading]],
    heading: str,
    lies_in: Callable[[int, Reading], bool],
) -> dict[str, str]:
    """The senses in which a column's cells are read -> why.

    The heading decides; else the values that can be read in one way only; else the receiving
    states, if most points lie in theirs in one sense, and none in the other.
    """
    letters = {_words().get(key(word), "") for text in texts for word in _LETTERS.findall(text)}
    named = [_words().get(word, "") for word in fold(heading).split()]
    named = [one for one in named if one in _LIMIT] or _LAT_LON.findall(fold(heading))
    found: dict[str, str] = {}
    if len({*named}) == 2:
        found[_SENSES[0][named.index("lat") > named.index("lon")]] = "its heading says so"
    for kind in _SENSES[len(found) :]:
        alone = {one[0].sense for one in cells if len(one) == 1 and one[0].sense in kind}
        if kind == _SENSES[1]:
            by_letter = {"E": O_IS_WEST, "W": O_IS_EAST}
            alone = {sense for letter, sense in by_letter.items() if letter in letters}
        open_ = [n for n, one in enumerate(cells) if len(one) > 1 and one[0].sense in kind]
        if open_ and len(alone) == 1:
            found[alone.pop()] = "other cells of the column can only be read in this way"
            continue
        asked = open_[:_ENOUGH]
        lying = [[one.sense for one in cells[n] if lies_in(n, one)] for n in asked]
        held = [senses[0] for senses in lying if len(senses) == 1]
        if len({*held}) == 1 and 2 * len(held) > len(asked):
            of = f"{len(held)} of {len(asked)}"
            found[held[0]] = f"points that then lie in their receiving states: {of}"
    return found


def _within(longitude: str, latitude: str) -> tuple[Reading, ...]:
    fits = abs(Decimal(longitude)) <= 180 and abs(Decimal(latitude)) <= 90
    return (Reading(longitude.lstrip("+"), latitude.lstrip("+")),) if fits else ()


def _pairs(text: str) -> Iterator[Reading]:
    """All readings of a text as two angles; none where it can be one angle alone."""
    if _angle(text, bare=True):
        return
    for at in _BREAK.finditer(text):
        first, second = _angle(text[: at.start()]), _angle(text[at.end() :])
        if not first or not second:
            continue
        if first.axis == "lon" or second.axis == "lat":
            yield from _reading(second, first, "")
        elif first.axis or second.axis:
            yield from _reading(first, second, "")
        else:
            yield from _reading(first, second, LATITUDE_FIRST)
            yield from _reading(second, first, LONGITUDE_FIRST)


def _reading(north: _Angle, east: _Angle, sense: str) -> Iterator[Reading]:
    latitude = north.along("lat")
    either = (("W", O_IS_WEST), ("E", O_IS_EAST)) if east.direction == "O" else (("", sense),)
    for o_is, which in either:
        if latitude and (longitude := east.along("lon", o_is)):
            yield Reading(longitude, latitude, which)


def _angle(text: str, *, bare: bool = False) -> _Angle | None:
    """One angle; ``bare`` takes minutes and seconds without marks and direction, too."""
    shape, numbers, sign, direction, axes = "", [], "", "", set()
    for token in _TOKEN.finditer(text):
        if token["n"]:
            shape += "n"
            numbers.append(token["n"].replace(",", "."))
        elif token["m"]:
            shape += _MARKS[token["m"]]
            sign = token["m"] if token["m"] in "+-" else sign
        elif token["w"]:
            meaning = _words().get(key(token["w"]), "")
            shape += _MEANT.get(meaning, "h" if meaning else "x")
            if meaning in ("lat", "lon"):
                axes.add(meaning)
            elif meaning not in _MEANT:
                direction = meaning
                axes.add("lat" if meaning in ("N", "S") else "lon")
        elif token["x"]:
            return None
    whole = all("." not in number for number in numbers[:-1])
    marked = bare or len(numbers) == 1 or direction or "d" in shape or "c" in shape
    if not (_SHAPE.fullmatch(shape) and whole and marked) or len(axes) > 1:
        return None
    if shape.count("h") > 1 or (direction and sign) or any(Decimal(n) >= 60 for n in numbers[1:]):
        return None
    degrees = sum((Decimal(n) / 60**power for power, n in enumerate(numbers)), Decimal())
    written = len(numbers[-1].partition(".")[2])
    places = min(_MOST_PLACES, written + _PLACES[len(numbers) - 1])
    if len(numbers) > 1 or written > _MOST_PLACES:
        degrees = degrees.quantize(Decimal(1).scaleb(-places))
    return _Angle(-degrees if sign == "-" else degrees, direction, next(iter(axes), ""))


@cache
def _words() -> dict[str, str]:
    return {key(word): meaning for word, meaning, _ in table("coordinates")}
