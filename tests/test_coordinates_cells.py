"""Coordinates in cells: every way of writing gives the same, two readings are refused."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry
from geo.importers.coordinates import (
    LATITUDE_FIRST,
    LONGITUDE_FIRST,
    O_IS_EAST,
    O_IS_WEST,
    Reading,
    chosen,
    readings,
    readings_of,
    senses_of,
)


def coordinates_of(text: str, senses: Collection[str] = ()) -> tuple[str, str]:
    return chosen(text, readings(text), senses)


ONE_READING = {
    "Point(-21.9426 64.1466)": ("-21.9426", "64.1466"),
    "SRID=4326;POINT Z (1.5 2 3)": ("1.5", "2"),
    "٦٤٫١٤٦٦° شمال، ٢١٫٩٤٢٦° غرب": ("-21.9426", "64.1466"),
    "geo:64.1466,-21.9426": ("-21.9426", "64.1466"),
    "64°08′48″N 21°56′33″W": ("-21.9425", "64.1467"),
    "64°08'48\"N, 21°56'33\"W": ("-21.9425", "64.1467"),
    "64º 8' 48'' Norte; 21º 56' 33'' Oeste": ("-21.9425", "64.1467"),
    "N64°08'48\" W21°56'33\"": ("-21.9425", "64.1467"),
    "64°08′48″N21°56′33″W": ("-21.9425", "64.1467"),
    "64:08:48N 21:56:33W": ("-21.9425", "64.1467"),
    "64 08 48 N 21 56 33 W": ("-21.9425", "64.1467"),
    "21°56′33″W 64°08′48″N": ("-21.9425", "64.1467"),
    "64°08′48″ с. ш. 21°56′33″ з. д.": ("-21.9425", "64.1467"),
    "北纬39度54分 东经116度23分": ("116.38", "39.90"),
    "12° 5' 10,25\" Süd, 77° 2' Ost": ("77.03", "-12.086181"),
    "48° 12.5' N / 16° 22.3' E": ("16.372", "48.208"),
    "Lat: 64.1466, Lon: -21.9426": ("-21.9426", "64.1466"),
    "64.1N,21.9W": ("-21.9", "64.1"),
    "-122.4, 37.8": ("-122.4", "37.8"),
    "37.8, -122.4": ("-122.4", "37.8"),
    "50.5, 50.5": ("50.5", "50.5"),
}
TWO_READINGS = (
    *("64.1466, -21.9426", "64,1466; -21,9426", "64,1466, -21,9426", "64,1466 -21,9426"),
    *("(64.1466 / -21.9426)", "64.1466°\t-21.9426°"),
)
NO_COORDINATES = (
    *("64.1466", "64,14", "64 14", "64,14,21", "64 08 48, 21 56 33", "95, 120", "POINT(200 10)"),
    *(
        "64°60'N 21°0'W",
        "-64°S 21°W",
        "N 64 N 21",
        "64 N",
        "abc",
        "1,2,3,4,5",
        "1e3, 2",
        "0,0",
        " ",
    ),
    *("<http://www.wikidata.org/entity/Q111> Point(1 2)", "Point(nan 1)", "Point(1)", "9" * 5_000),
    *("64.5°30'N 21°W", "geo:95,1", "SRID=3857;Point(1 2)", "64.1 x 21.9", "٤,,"),
)


@pytest.mark.parametrize("text", ONE_READING)
def test_one_reading(text: str) -> None:
    assert coordinates_of(text) == ONE_READING[text]


@pytest.mark.parametrize("text", TWO_READINGS)
def test_two_readings_are_refused_until_the_column_says_which(text: str) -> None:
    with pytest.raises(InvalidGeometry, match=r"-21\.9426.*or.*64\.1466"):
        coordinates_of(text)
    assert coordinates_of(text, {LATITUDE_FIRST}) == ("-21.9426", "64.1466")
    assert coordinates_of(text, {LONGITUDE_FIRST}) == ("64.1466", "-21.9426")


@pytest.mark.parametrize("text", NO_COORDINATES)
def test_no_coordinates(text: str) -> None:
    with pytest.raises(InvalidGeometry):
        coordinates_of(text)


@pytest.mark.parametrize(
    ("latitude", "longitude", "projected"),
    [("9385000", "-2442639", True), ("3.5e", "10", False), ("91", "181", False)],
)
def test_numbers_too_large_for_degrees_ask_for_their_reference_system(
    latitude: str, longitude: str, projected: bool
) -> None:
    with pytest.raises(InvalidGeometry) as in_two:
        readings_of(latitude, longitude)
    with pytest.raises(InvalidGeometry) as in_one:
        readings(f"Point({longitude} {latitude})")
    assert ["--crs" in str(one.value) for one in (in_two, in_one)] == [projected] * 2


def test_the_letter_o_is_west_in_some_languages_and_east_in_another() -> None:
    text = "12°05′ S 77°02′ O"
    with pytest.raises(InvalidGeometry, match="instead of O"):
        coordinates_of(text)
    assert coordinates_of(text, {O_IS_WEST}) == ("-77.03", "-12.08")
    assert coordinates_of(text, {O_IS_EAST}) == ("77.03", "-12.08")


def _senses(texts: list[str], heading: str = "", inside: str = "") -> set[str]:
    """The senses of a column; ``inside`` is the one in which each point lies in its state."""
    cells = [readings(text) for text in texts]
    return {*senses_of(texts, cells, heading, lambda _, one: one.sense == inside)}


def test_a_column_is_read_as_its_heading_its_values_or_its_states_say() -> None:
    open_ = ["10.5, -66.9", "12, 77"]
    assert _senses(open_) == set()
    assert _senses(open_, "coordinates") == set()
    for heading in ("lat, lon", "LatLong", "Latitud / Longitud", "Breite, Länge", "широта долгота"):
        assert _senses(open_, heading) == {LATITUDE_FIRST}
    assert _senses(open_, "Longitude and latitude") == {LONGITUDE_FIRST}
    assert _senses([*open_, "10.5, -166.9"]) == {LATITUDE_FIRST}
    assert _senses([*open_, "10.5, -166.9", "-166.9, 10.5"]) == set(), "they contradict"
    assert _senses(open_, "", LATITUDE_FIRST) == {LATITUDE_FIRST}
    assert _senses(open_, "", LONGITUDE_FIRST) == {LONGITUDE_FIRST}
    assert _senses(["12° S 77° O", "12° S 77° E"]) == {O_IS_WEST}
    assert _senses(["12° S 77° O", "12° S 77° W"]) == {O_IS_EAST}
    assert _senses(["12° S 77° O", "12° S 77° W", "12° N 7° E"]) == set()


def test_states_decide_only_if_most_points_lie_in_theirs_and_none_contradicts() -> None:
    texts = ["10.5, -66.9"] * 4
    cells = [readings(text) for text in texts]

    def senses(first: int, second: int) -> set[str]:
        def lies_in(place: int, one: Reading) -> bool:
            wanted = LATITUDE_FIRST if place < first else LONGITUDE_FIRST
            return place < first + second and one.sense == wanted

        return {*senses_of(texts, cells, "", lies_in)}

    assert senses(3, 0) == {LATITUDE_FIRST}
    assert senses(2, 0) == set()
    assert senses(3, 1) == set()


def test_a_value_that_contradicts_its_column_is_refused() -> None:
    with pytest.raises(InvalidGeometry, match="can only be longitude first"):
        coordinates_of("-122.4, 37.8", {LATITUDE_FIRST})


LATITUDES = st.decimals(-90, 90, places=4)
LONGITUDES = st.decimals(-180, 180, places=4)


@given(LATITUDES, LONGITUDES, st.sampled_from([", ", ",", "; ", " ", " / "]), st.booleans())
def test_decimals_are_read_as_they_are_written(
    lat: Decimal, lon: Decimal, between: str, comma: bool
) -> None:
    written = [str(lat), str(lon)]
    if comma:
        written = [text.replace(".", ",") for text in written]
    found = coordinates_of(between.join(written), {LATITUDE_FIRST})
    assert (Decimal(found[1]), Decimal(found[0])) == (lat, lon)
    (one, *_) = readings_of(written[0], written[1])
    assert (Decimal(one.latitude), Decimal(one.longitude)) == (lat, lon)


SECONDS = st.integers(0, 90 * 3600), st.integers(0, 180 * 3600)


def _dms(seconds: int, letter: str, marks: str) -> str:
    degrees, rest = divmod(seconds, 3600)
    return f"{degrees}{marks[0]}{rest // 60:02}{marks[1]}{rest % 60:02}{marks[2]}{letter}"


@given(
    *SECONDS, st.sampled_from("NS"), st.sampled_from("EW"), st.sampled_from(["°′″", "°'\"", ":: "])
)
def test_degrees_minutes_and_seconds_are_read_to_the_second(
    lat: int, lon: int, north: str, east: str, marks: str
) -> None:
    found = coordinates_of(f"{_dms(lat, north, marks)} {_dms(lon, east, marks)}")
    for text, seconds, negative in ((found[1], lat, north == "S"), (found[0], lon, east == "W")):
        wanted = Decimal(-seconds if negative else seconds) / 3600
        assert abs(Decimal(text) - wanted) <= Decimal("0.00005")


@given(st.text("0123456789.,;°'\"NSEWO -+/", max_size=30))
def test_any_text_has_coordinates_or_is_refused(text: str) -> None:
    try:
        found = coordinates_of(text, {LATITUDE_FIRST, O_IS_WEST})
    except InvalidGeometry:
        return
    assert abs(Decimal(found[0])) <= 180
    assert abs(Decimal(found[1])) <= 90
