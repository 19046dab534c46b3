"""The founding story, asserted by name: what the bundled dataset says, and who says it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from shapely.geometry import Point, shape

import geo
from geo import dates, vocabulary
from geo.dataset import Dataset, ids_of, read
from geo.evidence import PublicationIndex, resolve
from geo.selection import Selection

CARACAS, PYONGYANG = "prk-embassy-caracas", "ven-embassy-pyongyang"
NK, REVISED = "nk-news-2019-01-25", "nk-news-2019-01-26"
CHRONICLES = "caracas-chronicles-2015-06-23"
INFORMANT = "an informed source in Pyongyang, unnamed"
ANOTHER = "another source, unnamed"
ALL = tuple(vocabulary.STATUSES)
Row = dict[str, str]
Find = Callable[..., list[Row]]
Shown = Callable[..., dict[str, Any] | None]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return read()


@pytest.fixture(scope="module")
def find(dataset: Dataset) -> Find:
    def rows(table: str, **equal: str) -> list[Row]:
        found = [r for r in dataset.rows[table] if all(r[k] == v for k, v in equal.items())]
        return [dict(r) for r in found]

    return rows


@pytest.fixture(scope="module")
def one(find: Find) -> Callable[..., Row]:
    def row(table: str, **equal: str) -> Row:
        found = find(table, **equal)
        assert len(found) == 1, (table, equal, [r["id"] for r in found])
        return found[0]

    return row


@pytest.fixture(scope="module")
def shown(atlas: geo.Atlas) -> Shown:
    def status(mission: str, as_of: str, known_on: str | None = None) -> dict[str, Any] | None:
        days = Selection(as_of=as_of, known_on=known_on, statuses=ALL)
        missions = atlas.missions(days, regions=True)
        rows = missions[missions["id"] == mission].to_dict("records")
        return rows[0] if rows else None

    return status


# --- the embassy in Caracas


def test_the_formal_request_came_more_than_a_year_before(one: Callable[..., Row]) -> None:
    told = one("claims", subject=CARACAS, property="formal-request")
    assert (told["source"], told["value"]) == (CHRONICLES, "more than a year before June 2015")
    requested = one("events", mission=CARACAS, kind="requested")
    assert requested["date"] == "2014-04"
    assert "voa-korea-2014-06-25" in ids_of(requested["sources"])
    assert CHRONICLES not in ids_of(requested["sources"])
    month = dates.parse(requested["date"]).latest
    assert month is not None
    assert (dt.date(2015, 6, 1) - month).days > 365


def test_the_central_government_gave_its_blessing(one: Callable[..., Row]) -> None:
    blessing = one("claims", subject=CARACAS, property="government-approval")
    assert blessing["source"] == CHRONICLES
    assert "central government" in blessing["value"]
    approved = one("events", mission=CARACAS, kind="approved")
    assert approved["date"] == "2014-06-20"
    assert "gaceta-oficial-2014-06-20" in ids_of(approved["sources"])


def test_las_mercedes_by_polygon_and_radius(
    dataset: Dataset, one: Callable[..., Row], shown: Shown
) -> None:
    where = one("positions", mission=CARACAS)
    assert (where["method"], where["place"]) == ("district", "las-mercedes")
    assert where["sources"] == CHRONICLES
    quarter = shape(dataset.shapes["las-mercedes"])
    middle = Point(float(where["longitude"]), float(where["latitude"]))
    assert quarter.contains(middle)
    corners = [geo.distance(middle.coords[0], corner) for corner in quarter.exterior.coords]
    assert max(map(float, corners)) + 299 < float(where["radius_m"]) < 1500
    row = shown(CARACAS, "2026-11-21")
    assert row is not None
    assert row["method"] == "district"
    assert row["region"].equals_exact(quarter, 1e-6)
    told = one("claims", subject=CARACAS, property="location")
    assert (told["value"], told["source"]) == ("Las Mercedes", CHRONICLES)


def test_no_street_is_known_of_the_embassy_in_caracas(find: Find) -> None:
    assert not find("claims", subject=CARACAS, property="address")
    assert all(p["precision"] == "quarter" for p in find("positions", mission=CARACAS))


def test_it_is_the_first_embassy_opened_in_2015(one: Callable[..., Row], find: Find) -> None:
    first = one("claims", subject=CARACAS, property="first-embassy")
    assert first["source"] == NK
    opened = one("events", mission=CARACAS, kind="opened")
    assert opened["date"] == "2015"
    assert NK in ids_of(opened["sources"])
    assert CHRONICLES not in ids_of(opened["sources"])
    tenses = find("claims", subject=CARACAS, property="opening-state")
    assert {t["locator"] for t in tenses} == {"standfirst", "body"}


def test_ri_sung_gil_in_post_by_september_2018(one: Callable[..., Row]) -> None:
    head = one("heads", mission=CARACAS, name="Ri Sung Gil")
    assert head["start"] == ""
    assert ids_of(head["attested"])[0] == "2018-09-07"
    assert "2019-01-25" in ids_of(head["attested"])
    seen = one("claims", subject=head["id"], property="attested-2018-09-07")
    assert seen["source"] == "mppre-2018-09-07"
    start = one("claims", subject=head["id"], property="start")
    assert "not sourced" in start["value"]
    assert dates.happened(dates.parse(head["end"]), dt.date(2023, 11, 25), "by") == "yes"


# --- the embassy in Pyongyang


def test_the_notice_signed_by_arreaza(one: Callable[..., Row]) -> None:
    signed = one("events", mission=PYONGYANG, kind="announced")
    assert (signed["date"], signed["sources"]) == ("2018-11-28", REVISED)
    notice = one("claims", subject=PYONGYANG, property="founding-notice")
    assert "Jorge Arreaza" in notice["value"]
    assert "2018-11-28" in notice["value"]
    assert notice["source"] == REVISED


def test_gazette_41534_puts_the_vice_ministry_in_charge(one: Callable[..., Row]) -> None:
    charge = one("claims", subject=PYONGYANG, property="preparations-assigned-to")
    assert charge["value"] == "vice-ministry for Asia, the Middle East and Oceania"
    assert charge["source"] == REVISED
    assert "41.534" in charge["attributed_to"]
    gazette = one("sources", id="gaceta-oficial-41534")
    assert (gazette["seen"], gazette["known_through"]) == ("cited", REVISED)
    revision = one("sources", id=REVISED)
    assert revision["published"] == revision["revised"] == "2019-01-26"
    assert charge["origin"] == "gaceta-oficial-41534"
    assert not revision["derived_from"]  # what rests on it are its additions alone
    approved = one("events", mission=PYONGYANG, kind="approved")
    assert ids_of(approved["sources"]) == ("gaceta-oficial-41534", REVISED)
    earliest = dates.parse(approved["date"]).earliest
    assert earliest == dt.date(2018, 11, 28)


def test_people_were_moved_from_several_apartments(one: Callable[..., Row]) -> None:
    moved = one("claims", subject=PYONGYANG, property="people-moved")
    assert (moved["source"], moved["attributed_to"]) == (NK, INFORMANT)
    assert "several apartments" in moved["value"]


def test_the_general_services_bureau_and_the_flats(one: Callable[..., Row], find: Find) -> None:
    buildings = find("claims", subject=PYONGYANG, property="building")
    assert {b["source"] for b in buildings} == {NK, "embassynews-2019-08-21"}
    assert all("General Services Bureau" in b["value"] for b in buildings)
    assert {b["source"]: b["origin"] for b in buildings}["embassynews-2019-08-21"] == NK
    displaced = one("claims", subject=PYONGYANG, property="displaced-staff")
    assert (displaced["source"], displaced["attributed_to"]) == (NK, ANOTHER)
    assert "flats" in displaced["value"]
    places = {p["id"] for p in find("places", city="Pyongyang")}
    assert {"gsb-building", "gsb-replacement-flats"} <= places


def test_early_march_is_a_deadline_and_no_event(one: Callable[..., Row]) -> None:
    deadline = one("events", mission=PYONGYANG, kind="deadline")
    assert (deadline["date"], deadline["sense"]) == ("2019-03", "planned")
    assert (deadline["sources"], deadline["attributed_to"]) == (NK, ANOTHER)
    assert "early March" in deadline["detail"]
    assert vocabulary.EVENTS["deadline"] is None


def test_near_the_vietnamese_and_polish_embassies(
    one: Callable[..., Row], dataset: Dataset
) -> None:
    words = one("positions", mission=PYONGYANG, method="words")
    assert ids_of(words["anchors"]) == ("vnm-embassy-pyongyang", "pol-embassy-pyongyang")
    assert (words["sources"], words["attributed_to"]) == (NK, INFORMANT)
    assert words["precision"] == "near"
    middle = (float(words["longitude"]), float(words["latitude"]))
    for anchor in ids_of(words["anchors"]):
        at = one("positions", mission=anchor)
        apart = geo.distance(middle, (float(at["longitude"]), float(at["latitude"])))
        assert float(apart) < float(words["radius_m"])
    quarter = shape(dataset.shapes["munsu-dong-quarter-without-venezuela"])
    assert quarter.contains(Point(middle))


def test_the_quarter_that_tests_it_is_drawn_without_it(dataset: Dataset, find: Find) -> None:
    hull = shape(dataset.shapes["munsu-dong-quarter-without-venezuela"])
    names = ("pol", "idn", "bra", "vnm", "deu", "swe", "gbr", "ind", "bgr", "cze", "pse")
    missions = {f"{n}-embassy-pyongyang" for n in names} | {"fra-representative-office-pyongyang"}
    twelve = [p for p in find("positions") if p["id"] in {f"{m}-at-wikidata" for m in missions}]
    assert len(twelve) == 12
    points = [Point(float(p["longitude"]), float(p["latitude"])) for p in twelve]
    assert all(hull.contains(p) for p in points)
    edges = [hull.exterior.interpolate(f, normalized=True) for f in (0, 0.13, 0.4, 0.7)]
    nearest = [min(float(geo.distance(e.coords[0], p.coords[0])) for p in points) for e in edges]
    assert min(nearest) > 90


def test_no_comment_from_beijing_or_seoul(one: Callable[..., Row]) -> None:
    for mission in ("ven-embassy-beijing", "ven-embassy-seoul"):
        silent = one("events", mission=mission, kind="no_comment")
        assert silent["sources"] == NK
        assert dates.parse(silent["date"]).latest == dt.date(2019, 1, 25)


def test_it_opened_on_21_august_2019(one: Callable[..., Row], dataset: Dataset) -> None:
    opened = one("events", mission=PYONGYANG, kind="opened")
    assert (opened["date"], opened["sense"]) == ("2019-08-21", "on")
    published = dataset.by_id["sources"]
    for source in ids_of(opened["sources"]):
        told = dates.parse(published[source]["published"]).latest
        assert told is not None
        assert told >= dt.date(2019, 8, 21)


def test_later_doubts_are_kept_beside_each_other(one: Callable[..., Row], find: Find) -> None:
    stopped = one("events", mission=PYONGYANG, kind="suspended")
    assert stopped["attributed_to"] == "Russian embassy in Pyongyang, on Facebook"
    assert dates.parse(stopped["date"]).latest == dt.date(2021, 4, 1)
    candidate_matches = {
        c["source"] for c in find("claims", subject=PYONGYANG, property="operating-state")
    }
    assert {
        "chernayakobra-2021-04-01",
        "mediapen-2024-01-04",
        "eturbonews-2021-04",
    } <= candidate_matches
    named = one("events", mission=PYONGYANG, kind="ambassador_appointed")
    assert named["date"] == "2025-08-12"


@pytest.mark.parametrize(
    ("as_of", "known_on", "status", "method"),
    [
        ("2018-06-01", None, None, None),
        ("2018-12-31", None, "announced", "source_point"),
        ("2019-01-25", "2019-01-25", "preparing", "words"),
        ("2019-01-26", "2019-01-26", "preparing", "words"),
        ("2019-03-31", "2019-03-31", "preparing", "words"),
        ("2019-09-01", None, "open", "source_point"),
        ("2021-04-01", None, "suspended", "source_point"),
        ("2026-11-21", None, "suspended", "source_point"),
    ],
)
def test_its_course_on_both_clocks(
    shown: Shown,
    as_of: str,
    known_on: str | None,
    status: str | None,
    method: str | None,
) -> None:
    row = shown(PYONGYANG, as_of, known_on)
    if status is None:
        assert row is None
        return
    assert row is not None
    assert (row["status"], row["method"], row["certainty"]) == (status, method, "yes")


@pytest.mark.parametrize(
    ("as_of", "known_on", "status"),
    [
        ("2014-06-19", None, None),
        ("2014-06-25", "2014-06-25", "announced"),
        ("2015-06-23", "2015-06-23", "announced"),
        ("2016-01-01", None, "open"),
        ("2026-11-21", None, "open"),
    ],
)
def test_the_course_of_the_embassy_in_caracas(
    shown: Shown, as_of: str, known_on: str | None, status: str | None
) -> None:
    row = shown(CARACAS, as_of, known_on)
    assert (row and row["status"]) == status


# --- people


def test_zerpa_accredited_from_beijing_since_july_2015(one: Callable[..., Row]) -> None:
    head = one("heads", mission=PYONGYANG, name="Iván Zerpa")
    assert (head["start"], head["end"], head["city"]) == ("2015-07", "", "Beijing")
    assert head["sources"] == NK
    successor = one("claims", subject=head["id"], property="successor")
    assert (successor["source"], successor["value"].split()[0]) == (NK, "unclear")
    accredited = one("events", mission="ven-embassy-beijing", kind="accreditation")
    assert (accredited["date"], accredited["sources"]) == ("2015-07", NK)
    covered = one("coverage", sending="VEN", receiving="PRK", face="covered")
    assert (covered["mission"], covered["city"]) == ("ven-embassy-beijing", "Beijing")


def test_it_was_to_be_the_first_venezuelan_embassy_there(one: Callable[..., Row]) -> None:
    none = one("coverage", sending="VEN", receiving="PRK", face="none", sources=NK)
    assert (none["valid"], none["sense"]) == ("../2019-01-25", "on")


# --- visits, agreements, statements


def test_the_visit_of_november_2018_and_its_purposes(one: Callable[..., Row]) -> None:
    visit = one("relations", kind="visit", title="Visit of Kim Yong Nam")
    assert visit["date"] == "2018-11-26/2018-11-27"
    assert (visit["a"], visit["b"]) == ("PRK", "VEN")
    assert "rhc-2018-11-24" not in ids_of(visit["sources"])
    purposes = {
        "purpose-by-the-president": ("office of the President of Venezuela", "economy and trade"),
        "purpose-by-nk-news": ("", "closer diplomatic relations"),
    }
    for name, (whom, what) in purposes.items():
        told = one("claims", subject=visit["id"], property=name)
        assert (told["source"], told["attributed_to"]) == (NK, whom)
        assert what in told["value"]
    leader = one("claims", subject=visit["id"], property="led-by")
    assert leader["value"].startswith("Kim Yong Nam, President of the Presidium")


def test_memorandum_and_visa_waiver_signed_by_the_ministries(
    one: Callable[..., Row], find: Find
) -> None:
    memorandum = one("relations", title="Memorandum on political consultations")
    waiver = one("relations", title="Visa abolition")
    assert memorandum["date"] == waiver["date"] == "2018-11-27"
    signed = find("claims", subject=memorandum["id"], property="signatory-for-the-dprk")
    assert "a representative of the foreign ministry" in {c["value"] for c in signed}
    assert one("claims", subject=waiver["id"], property="signed-by")["source"] == NK
    covered = find("claims", subject=waiver["id"], property="passports-covered")
    assert {c["value"] for c in covered if c["rank"] == "preferred"} == {"diplomatic and service"}


def test_the_ties_of_the_parties(one: Callable[..., Row]) -> None:
    ties = one("relations", title="Ideological ties of the ruling parties")
    assert (ties["date"], ties["sources"]) == ("2018-11", NK)
    assert "Workers' Party of Korea" in ties["detail"]
    assert "United Socialist Party of Venezuela" in ties["detail"]


def test_statues_were_announced_and_no_signature_found(one: Callable[..., Row]) -> None:
    statues = one("relations", title="Statues agreement announced")
    assert (statues["sense"], statues["sources"]) == ("planned", CHRONICLES)
    signature = one("claims", subject=statues["id"], property="signature")
    assert (signature["value"], signature["source"]) == ("none found", "editors-2026-11-21")


@pytest.mark.parametrize(
    ("title", "a"),
    [
        ("Solidarity of the two leaders", "PRK"),
        ("Support at the United Nations", "VEN"),
        ("Support against the US executive order", "PRK"),
        ("Opposition to DPRK nuclear acts under Chávez", "VEN"),
    ],
)
def test_statements_told_in_2015(one: Callable[..., Row], title: str, a: str) -> None:
    statement = one("relations", title=title)
    assert (statement["kind"], statement["a"], statement["sources"]) == ("statement", a, CHRONICLES)
    told = dates.parse(statement["date"]).latest
    assert told is not None
    assert told <= dt.date(2015, 6, 23)


def test_the_golden_anniversary_is_that_of_south_korea(one: Callable[..., Row]) -> None:
    golden = one("relations", kind="anniversary", title="Golden anniversary")
    assert (golden["a"], golden["b"], golden["date"]) == ("VEN", "KOR", "2015")
    assert golden["sources"] == CHRONICLES


def test_1965_against_1974(find: Find, dataset: Dataset) -> None:
    told = find("claims", subject="PRK-VEN", property="relations-established")
    years = {c["source"]: c["value"] for c in told}
    assert years["ap-citynews-2019-08-22"] == years["infobae-2018-11-27"] == "1965"
    assert years["voa-korea-2014-06-25"] == years["korea-herald-2014-06-25"] == "1974"
    assert years["wtimes-kr"] == "1974-10"
    verdict = resolve(told, PublicationIndex(dataset.sources.by_id))
    assert verdict.values == ("1974",)
    assert len({one.value for one in verdict.ordered}) > 1
    assert all(c["reason"] for c in told if c["rank"] == "preferred")
    rows, publication = {c["source"]: c for c in told}, PublicationIndex(dataset.sources.by_id)
    copies = {"el-estimulo-2019-08", "quehacer-politico-2019", "korea-herald-2014-06-25"}
    assert all(publication.origins(copy, rows[copy]) != (copy,) for copy in copies)


def test_1965_does_not_outvote_1974(find: Find, dataset: Dataset) -> None:
    """Two agencies took South Korea's year, and their customers printed it six times."""
    told = find("claims", subject="PRK-VEN", property="relations-established")
    publication = PublicationIndex(dataset.sources.by_id)
    verdict = resolve(told, publication)
    assert (verdict.values, verdict.settled) == (("1974",), "rank")
    wrong = [c for c in told if c["value"] == "1965"]
    assert len(wrong) == 6
    efe, ap = "elcomercio-2018-11", "ap-citynews-2019-08-22"
    assert verdict.support["1965"] == ((ap,), (efe,))
    assert {publication.origins(c["source"], c) for c in wrong} == {(efe,), (ap,)}

    level = [{**c, "rank": "normal"} for c in told]
    before = resolve(level, publication)
    days = {c["id"]: publication.origin_day(c["source"], c) for c in level}
    latest = {c["value"] for c in level if days[c["id"]] == max(days.values())}
    assert set(before.values) == latest == {"1965", "1974"}
    assert before.settled == "tie"
    again = [{**c, "id": f"again-{n}-{c['id']}"} for n in range(50) for c in level]
    crowd = [*level, *(c for c in again if c["value"] == "1965")]
    after = resolve(crowd, publication)
    assert (after.values, after.settled) == (before.values, before.settled)
    assert after.support == before.support


def test_the_wrong_korea_and_its_correction(one: Callable[..., Row], find: Find) -> None:
    named = find("claims", subject=CARACAS, property="sending-state-named")
    ranks = {c["source"]: (c["rank"], c["value"]) for c in named}
    assert ranks["antv-2015"][0] == "deprecated"
    assert "Republic of Korea" in ranks["antv-2015"][1]
    assert ranks[CHRONICLES] == ("preferred", "Democratic People's Republic of Korea")
    corrected = one("claims", subject=CARACAS, property="correction-of-the-first-report")
    assert corrected["source"] == CHRONICLES
    antv = one("sources", id="antv-2015")
    assert (antv["seen"], antv["known_through"]) == ("cited", CHRONICLES)
    assert one("missions", id=CARACAS)["sending"] == "PRK"


def test_the_claim_to_the_interim_presidency(one: Callable[..., Row]) -> None:
    claim = one("relations", title="Claim to the interim presidency of Venezuela")
    assert (claim["date"], claim["a"], claim["b"]) == ("2019-01-23", "VEN", "VEN")
    assert NK in ids_of(claim["sources"])
    assert one("claims", subject=claim["id"], property="week")["source"] == NK


# --- what holds for the whole dataset


@pytest.mark.parametrize(
    "joke",
    ["funk", "military exercise", "medical cure", "cures", "social network", "gadget", "hermit"],
)
def test_no_joke_has_become_a_fact(dataset: Dataset, joke: str) -> None:
    assert joke not in json.dumps(dataset.rows, ensure_ascii=False).lower()


def test_nothing_of_the_facts_is_lost(find: Find) -> None:
    found_since = {"missions": 1, "heads": 2, "relations": 5, "events": 35}
    assert len(find("missions")) - found_since["missions"] == 287
    assert len(find("heads")) - found_since["heads"] == 69
    assert len(find("places")) == 23 + 1
    coverage_from_relations = 64
    relations = len(find("relations")) - found_since["relations"]
    assert relations + coverage_from_relations == 134
    own = {"nk-news-2019-01-26", "unrecorded", "efe-2025-08-12-background"}
    own |= {"editors-2026-11-21", "editors-2026-11-28"}
    checked = [s for s in find("sources") if s["note"].startswith("Found when the ")]
    assert len(find("sources")) - len(own) - len(checked) == 203
    assert len(find("events")) - found_since["events"] == 182 + 339


def test_every_source_that_was_not_seen_says_what_it_is_known_through(find: Find) -> None:
    cited = find("sources", seen="cited")
    assert cited
    assert all(s["known_through"] for s in cited)
    assert {s["id"] for s in find("sources", seen="whole")} == {NK, REVISED, CHRONICLES}


def test_no_point_is_without_its_source(find: Find) -> None:
    for position in find("positions"):
        assert position["sources"]
        assert not re.fullmatch(r"-?0(\.0+)?", position["longitude"])
