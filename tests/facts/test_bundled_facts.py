"""Facts of the bundled data that were once wrong or missing: what stands now, and on whose word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

import geo
from geo import dates
from geo.dataset import Dataset, ids_of
from geo.reports import cards
from geo.selection import Selection
from geo.vocabulary import STATUSES

Row = dict[str, str]
Status = Callable[[str, str], tuple[str, str]]

SECOND_CHECK = "Found when the facts were checked again."


@pytest.fixture(scope="module")
def atlas() -> geo.Atlas:
    return geo.Atlas.open()


@pytest.fixture(scope="module")
def dataset(atlas: geo.Atlas) -> Dataset:
    return atlas.dataset


@pytest.fixture(scope="module")
def status(atlas: geo.Atlas) -> Status:
    """Status and certainty of a mission on a day; two blanks where it is not shown."""
    kept: dict[str, dict[str, tuple[str, str]]] = {}

    def on(mission: str, day: str) -> tuple[str, str]:
        if day not in kept:
            shown = atlas.missions(Selection(statuses=STATUSES, as_of=day))
            ways = zip(shown["status"], shown["certainty"].astype(str), strict=True)
            kept[day] = dict(zip(shown["id"], ways, strict=True))
        return kept[day].get(mission, ("", ""))

    return on


def rows(dataset: Dataset, table: str, **equal: str) -> list[Row]:
    return [r for r in dataset.rows[table] if all(r[c] == value for c, value in equal.items())]


def values(card: geo.cards.Card, key: str) -> dict[str, cards.Row]:
    return {row.label: row for part in card.sections if part.key == key for row in part.rows}


def cited(dataset: Dataset, record: Row) -> set[str]:
    """Publishers of the sources of a row."""
    ids = ids_of(record.get("sources") or record["source"])
    return {dataset.by_id["sources"][id]["publisher"] for id in ids}


CLOSED = [
    ("jam-embassy-caracas", "2019-04", "2019-05-01"),
    ("slv-embassy-caracas", "[2019-11-03..2019-11-05]", "2019-11-06"),
    ("cri-embassy-caracas", "[2020-09-30..2020-10-01]", "2020-10-02"),
    ("ven-embassy-san-jose", "[2019-04-13..2019-04-14]", "2019-04-15"),
    ("phl-embassy-caracas", "[..2012-09-04]", "2012-09-05"),
    ("nor-embassy-caracas", "2013-05-30", "2013-06-01"),
    ("aut-embassy-caracas", "2018-08", "2018-09-01"),
]


@pytest.mark.parametrize(("mission", "closed", "after"), CLOSED)
def test_closed_when_its_source_says(
    atlas: geo.Atlas, status: Status, mission: str, closed: str, after: str
) -> None:
    shown = atlas.missions(Selection(statuses=STATUSES)).set_index("id").loc[mission]
    assert shown["closed"] == closed
    assert status(mission, after) == ("closed", "yes")
    assert status(mission, "2022-12-01") == ("closed", "yes")


@pytest.mark.parametrize("mission", ["slv-embassy-caracas", "ven-embassy-san-jose"])
def test_a_listing_of_2022_is_no_sign_of_work_where_the_staff_had_left(
    dataset: Dataset, mission: str
) -> None:
    assert rows(dataset, "events", mission=mission, kind="listed") == []
    listings = [
        claim
        for claim in rows(dataset, "claims", subject=mission)
        if claim["source"].startswith("wikidata") and claim["value"] == "active"
    ]
    assert len(listings) == 1
    assert listings[0]["reason"]


def test_an_expulsion_and_its_deadline_are_not_one_with_the_closing(dataset: Dataset) -> None:
    of = {row["kind"]: row for row in rows(dataset, "events", mission="slv-embassy-caracas")}
    assert of["head_expelled"]["date"] == "2019-11-03"
    assert of["deadline"]["sense"] == "planned"
    assert "Inferred" in of["closed"]["reason"]


@pytest.mark.parametrize("mission", ["cri-embassy-caracas", "ven-embassy-san-jose"])
def test_the_withdrawals_of_2024_close_nothing_that_had_closed(
    dataset: Dataset, mission: str
) -> None:
    told = [row for row in rows(dataset, "events", mission=mission) if row["date"] == "2024-07-29"]
    assert [row["kind"] for row in told] == ["statement"]


@pytest.mark.parametrize(
    "city",
    ["boston", "chicago", "houston", "miami", "new-orleans", "new-york", "san-francisco"],
)
def test_the_order_to_close_the_consulates_is_no_closing(dataset: Dataset, city: str) -> None:
    mission = f"ven-consulate-general-{city}"
    (order,) = rows(dataset, "events", mission=mission, date="2019-01-24")
    assert order["kind"] == "statement"
    (closed,) = rows(dataset, "events", mission=mission, kind="closed")
    assert closed["date"] == "2023-01"


def test_chicago_was_closed_to_the_public_long_before(status: Status) -> None:
    assert status("ven-consulate-general-chicago", "2020-01-01") == ("suspended", "yes")
    assert status("ven-consulate-general-boston", "2020-01-01")[0] != "open"


def test_bulgaria_is_back_in_pyongyang(dataset: Dataset, status: Status) -> None:
    mission = "bgr-embassy-pyongyang"
    assert status(mission, "2024-01-01") == ("suspended", "yes")
    assert status(mission, "2026-06-01") == ("open", "yes")
    planned = rows(dataset, "events", mission=mission, kind="reopened", sense="planned")
    assert [row["date"] for row in planned] == ["2025-04"]
    (credentials,) = rows(dataset, "events", mission=mission, kind="credentials")
    assert cited(dataset, credentials) == {"News1"}


def test_the_staff_has_left_la_paz(status: Status) -> None:
    assert status("ven-embassy-la-paz", "2025-09-01") == ("open", "yes")
    assert status("ven-embassy-la-paz", "2025-12-01") == ("suspended", "yes")


def test_a_head_is_named_for_washington(atlas: geo.Atlas) -> None:
    heads = values(cards.card(atlas, "ven-embassy-washington-d-c"), "heads")
    assert heads["Félix Plasencia"].date == "[2026-02-02..]"


def test_the_embassy_in_berlin_has_a_gap(status: Status, dataset: Dataset) -> None:
    mission = "prk-embassy-berlin"
    days = ("1953-06-01", "1955-01-01", "1989-06-01", "1995-01-01", "2002-01-01")
    assert [status(mission, day)[0] for day in days] == ["", "open", "open", "closed", "open"]
    ranks = {
        row["value"][:4]: row["rank"]
        for row in rows(dataset, "claims", subject=mission, property="opened")
    }
    assert ranks == {"1954": "preferred", "1949": "deprecated"}


def test_the_executive_order_has_its_day(dataset: Dataset) -> None:
    (order,) = rows(dataset, "relations", title="Executive order on Venezuelan officials")
    assert order["date"] == "2015-03-08"
    assert "2015-03-09" in order["detail"]
    (support,) = rows(dataset, "relations", title="Support against the US executive order")
    assert dates.parse(support["date"]).earliest == dt.date(2015, 3, 8)


def test_what_repeats_january_attests_nothing_in_august(dataset: Dataset) -> None:
    head = dataset.by_id["heads"]["prk-embassy-caracas-head-ri-sung-gil"]
    assert "2019-08-21" not in ids_of(head["attested"])
    assert "embassynews-2019-08-21" not in ids_of(head["sources"])
    assert {"2019-01-25", "2019-08"} <= set(ids_of(head["attested"]))
    (old,) = rows(dataset, "claims", subject=head["id"], property="attested-2019-08-21")
    assert old["rank"] == "deprecated"


def test_las_mercedes_says_that_it_rests_on_a_report_before_the_opening(atlas: geo.Atlas) -> None:
    position = values(cards.card(atlas, "prk-embassy-caracas"), "position")
    best = next(iter(position.values()))
    assert best.leads_to == "las-mercedes"
    assert "before the opening" in best.note
    assert "Known" not in best.value


@pytest.mark.parametrize("mission", ["vnm-embassy-pyongyang", "pol-embassy-pyongyang"])
def test_nk_news_places_no_neighbour_in_the_quarter(dataset: Dataset, mission: str) -> None:
    (told,) = rows(dataset, "claims", subject=mission, property="location")
    assert cited(dataset, told) == {"Embassy Atlas"}
    assert "by name" in told["value"]


@pytest.mark.parametrize(
    ("day", "of"),
    [
        ("2025-07-03", "Han Song Guk"),
        ("2025-09", "General Assembly"),
        ("2025-10-11", "Workers' Party"),
        ("2026-01-04", "sovereignty"),
    ],
)
def test_the_pair_is_told_to_the_present(atlas: geo.Atlas, day: str, of: str) -> None:
    told = [row for part in cards.card(atlas, "pair:PRK-VEN").sections for row in part.rows]
    assert [row for row in told if row.date == day and of in row.value and row.cites]


@pytest.mark.parametrize(
    ("mission", "before", "after"),
    [
        ("chn-embassy-pyongyang", "1950-06-01", "1950-09-01"),
        ("rus-embassy-pyongyang", "1947-12-31", "1949-01-01"),
    ],
)
def test_the_oldest_embassies_in_pyongyang_are_dated(
    status: Status, mission: str, before: str, after: str
) -> None:
    assert status(mission, before) == ("", "")
    assert status(mission, after) == ("open", "yes")
    assert status(mission, "2019-12-31") == ("open", "yes")


def test_relations_with_china_have_their_day(dataset: Dataset) -> None:
    (began,) = rows(dataset, "relations", a="PRK", b="CHN", kind="diplomatic_relations")
    assert began["date"] == "1949-10-06"


def test_madrid_opened_in_2013_and_the_other_year_is_kept(atlas: geo.Atlas) -> None:
    shown = atlas.missions(Selection(statuses=STATUSES)).set_index("id")
    assert shown.loc["prk-embassy-madrid", "opened"] == "2013"
    disputes = {d.property: d for d in cards.card(atlas, "prk-embassy-madrid").disputes}
    said = {one.cite.publisher: one for one in disputes["Opened"].statements}
    assert said["El Español"].value == "2014"
    assert not said["El Español"].leads
    assert said["KBS World (Spanish)"].leads


def test_no_undated_page_stands_as_evidence_on_the_day_it_was_read(dataset: Dataset) -> None:
    for table in ("events", "relations", "coverage"):
        for row in dataset.rows[table]:
            when = row.get("date", row.get("valid", ""))
            assert not (row["sense"] == "attested" and when == "[..2026-11-21]"), row["id"]
    (listed,) = rows(dataset, "events", mission="egy-embassy-caracas", kind="listed")
    assert cited(dataset, listed) == {"Correo del Orinoco"}


def test_sixteen_is_one_paper_s_count(dataset: Dataset) -> None:
    assert not [row for row in dataset.rows["events"] if "sixteen" in row["detail"]]
    counts = {
        row["value"][:2]: row["rank"]
        for row in rows(dataset, "claims", subject="PRK", property="embassies-in-pyongyang")
    }
    assert counts == {"15": "preferred", "16": "deprecated"}


def test_the_44_posts_of_2024_are_all_there_by_name(dataset: Dataset) -> None:
    listed = [
        row["mission"]
        for row in dataset.rows["events"]
        if row["kind"] == "listed" and "kangnamtimes-2024-01" in ids_of(row["sources"])
    ]
    assert len(set(listed)) == 43
    (lima,) = rows(
        dataset, "claims", subject="prk-embassy-lima", property="listed", valid="2024-01"
    )
    assert lima["source"] == "kangnamtimes-2024-01"
    (most,) = rows(dataset, "claims", subject="PRK", source="donga-2023-10-31")
    assert most["value"].startswith("53: 47 embassies")


def test_what_the_second_check_found_says_when_it_was_seen(dataset: Dataset) -> None:
    found = [s for s in dataset.rows["sources"] if s["note"].startswith(SECOND_CHECK)]
    assert len(found) > 40
    used = {
        id
        for table in ("events", "heads", "relations", "positions", "coverage")
        for row in dataset.rows[table]
        for id in ids_of(row["sources"])
    } | {row["source"] for row in dataset.rows["claims"]}
    for source in found:
        assert source["accessed"] == "2026-11-28"
        assert source["seen"] == "excerpt"
        assert source["url"]
        assert source["id"] in used


IN_MUNSU_DONG = {
    *("bgr", "bra", "cze", "ddr", "deu", "gbr", "idn", "ind"),
    *("mng", "mys", "pol", "pse", "swe", "ven", "vnm"),
}


def test_the_card_of_the_quarter_lists_every_mission_in_it(atlas: geo.Atlas) -> None:
    listed = values(cards.card(atlas, "munsu-dong-quarter"), "missions").values()
    inside = {row.leads_to for row in listed}
    assert inside == {
        *(f"{state}-embassy-pyongyang" for state in IN_MUNSU_DONG),
        "fra-representative-office-pyongyang",
    }


def test_by_what_was_known_in_2019_the_quarter_holds_the_embassy_to_come(atlas: geo.Atlas) -> None:
    quarter = cards.card(atlas, "munsu-dong-quarter-without-venezuela", "2019-01-25", "2019-01-26")
    listed = values(quarter, "missions")
    assert "ven-embassy-pyongyang" in {row.leads_to for row in listed.values()}
