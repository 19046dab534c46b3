"""One rule of evidence: map, card, lists and files say the same of one mission on one day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.labelled import SNAPSHOTS
from support.rows import at, claim, listed, mission, row, source, written

import geo
from geo import dataset, exporters, merge
from geo.dataset import MODELS, Dataset, Source, ids_of
from geo.evidence import PublicationIndex, drawing_order, followed, resolve
from geo.i18n import ENGLISH
from geo.importers import import_wikidata
from geo.reports import cards
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import _positions
from geo.reports.conflicts import conflicts
from geo.vocabulary import METHODS, RANKS, STATUSES

DAY = "2026-11-21"
YEARS = ("2015", "2018", "2022", "")


def made(**tables: Sequence[dict[str, str]]) -> geo.Atlas:
    rows = {name: list(tables.get(name, ())) for name in (*MODELS, "places")}
    return geo.Atlas(Dataset(Path("p"), rows, {}, {"name": "p"}, ""))


def sources(*years: str) -> list[dict[str, str]]:
    return [source(f"s{year or 'x'}", published=year) for year in years]


# ---- one point ----------------------------------------------------------------------------------


def differing(atlas: geo.Atlas, as_of: str, known_on: str | None = None) -> list[str]:
    """Missions of which the card's first position is another point than the map's."""
    known = dt.date.fromisoformat(known_on) if known_on else None
    context = ReportContext(atlas, dt.date.fromisoformat(as_of), known)
    found = []
    for of in atlas.dataset.missions:
        id, rows = of.id, atlas.dataset.positions.of_mission(of.id)
        shown = context.shown(id)
        if shown is None or not rows:
            continue
        told = _positions(context, rows, of, shown)
        first = next((one for one in rows if (one["id"], "") in told[0].keys), None)
        point = (shown["geometry"].x, shown["geometry"].y)
        if first is None or not first["longitude"]:
            same = shown["method"] in ("city", "state")
        else:
            same = (float(first["longitude"]), float(first["latitude"])) == point
        if not same:
            found.append(id)
    return found


def test_card_and_map_take_one_point_of_the_bundled_dataset(atlas: geo.Atlas) -> None:
    with_point = [one for one in atlas.dataset.rows["positions"] if one["longitude"]]
    assert len(with_point) == len(atlas.dataset.rows["positions"])
    for day, known in ((DAY, None), ("2019-01-25", "2019-01-25"), ("2015-07-01", "2015-07-01")):
        assert differing(atlas, day, known) == []


@pytest.mark.slow
def test_card_and_map_take_one_point_of_two_snapshots_of_the_world(
    world: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "world"
    for name in SNAPSHOTS.values():
        import_wikidata(world / name, folder)
    assert differing(geo.Atlas.open(folder), DAY) == []


ROWS = st.lists(
    st.tuples(
        st.sampled_from(RANKS),
        st.sampled_from([*METHODS][:4]),
        st.lists(st.sampled_from(YEARS), min_size=1, max_size=2, unique=True),
        st.sampled_from(["", "", "2010/2016", "2020"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=5,
)
DAYS = st.sampled_from(["2014-06-01", "2016-06-01", "2020-06-01", DAY])


def positions_of(rows: Sequence[tuple[str, str, list[str], str, int]]) -> list[dict[str, str]]:
    return [
        at("m", f"n{n}", f"125.{place}", "39.5")
        | {"rank": rank, "method": method, "valid": valid}
        | {"sources": "|".join(f"s{year or 'x'}" for year in years)}
        for n, (rank, method, years, valid, place) in enumerate(rows)
    ]


@given(ROWS, DAYS, st.sampled_from([None, "2016-06-01", "2019-01-01", DAY]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_card_and_map_take_one_point_whatever_is_told(
    rows: list[tuple[str, str, list[str], str, int]], as_of: str, known_on: str | None
) -> None:
    atlas = made(
        sources=sources(*YEARS),
        missions=[mission("m")],
        events=[listed("m", "sx", date="2010")],
        positions=positions_of(rows),
    )
    assert differing(atlas, as_of, known_on) == []
    selection = geo.Selection(statuses=STATUSES, as_of=as_of, known_on=known_on)
    told = ids_of(atlas.placement("m", selection)["sources"])
    day = selection.known_on_day
    assert all(atlas.publication.of([one]).possibly <= day for one in told)
    if not any(one["valid"] for one in atlas.dataset.rows["positions"]):
        for one in conflicts(atlas, selection):
            drawn = atlas.position("m", selection)
            assert drawn is not None
            leading = [value.value for value in one.values if value.leads]
            assert one.settled == "set_aside" or (
                f"{drawn['longitude']} {drawn['latitude']}" in leading
            )


# Positions (rank, method, source, place) -> which is drawn, whether it is a tie.
DRAWN = [
    ([("normal", "surveyed", "s2015", 1), ("normal", "words", "s2022", 2)], 1, False),
    ([("preferred", "words", "s2015", 1), ("normal", "surveyed", "s2022", 2)], 0, False),
    ([("normal", "words", "sx", 1), ("deprecated", "surveyed", "s2022", 2)], 0, False),
    ([("normal", "words", "s2015", 1), ("normal", "surveyed", "sx", 2)], 0, False),
    ([("normal", "words", "s2022", 1), ("normal", "source_point", "s2022", 2)], 1, True),
    ([("normal", "words", "s2022", 1), ("normal", "words", "s2022", 2)], 0, True),
    ([("normal", "words", "s2022", 1), ("normal", "words", "s2022", 1)], 0, False),
]


@pytest.mark.parametrize(("rows", "first", "tie"), DRAWN)
def test_rank_then_origin_then_method_then_id(
    rows: list[tuple[str, str, str, int]], first: int, tie: bool
) -> None:
    told = [
        at("m", f"n{n}", f"125.{place}", "39.5", rank=rank, method=method) | {"sources": said}
        for n, (rank, method, said, place) in enumerate(rows)
    ]
    atlas = made(
        sources=sources(*YEARS),
        missions=[mission("m")],
        events=[listed("m", "sx", date="2010")],
        positions=told,
    )
    selection = geo.Selection(as_of="2015-01-01")
    drawn = atlas.placement("m", selection)
    assert (drawn["position"], bool(drawn["tie"])) == (told[first]["id"], tie)
    assert min(told, key=lambda one: drawing_order(one, atlas.publication)) == told[first]
    found = [one for one in conflicts(atlas, selection) if one.property == "point"]
    assert [one.tie for one in found] == (
        [tie] if told[0]["longitude"] != told[1]["longitude"] else []
    )


# ---- what was published later -------------------------------------------------------------------


def test_a_later_point_is_not_drawn_before_it_was_published() -> None:
    atlas = made(
        sources=sources("2015", "2022"),
        missions=[mission("m", city="")],
        events=[listed("m", "s2015", date="2015")],
        positions=[at("m", "s2022", "125.78", "39.02")],
    )
    then = atlas.missions(geo.Selection(as_of="2016-06-01", known_on="2016-06-01"))
    now = atlas.missions(geo.Selection(as_of="2016-06-01"))
    assert then["method"].tolist() == ["state"]
    assert then["radius_m"].isna().all()
    assert then["sources"].tolist() == ["s2015"]
    assert now["method"].tolist() == ["source_point"]


def test_no_distance_is_measured_from_the_middle_of_a_city() -> None:
    missions = [mission("a"), mission("b", sending="POL"), mission("c", sending="VNM")]
    near = at("a", "s2015", "125.78", "39.02", method="words", anchors="b|c")
    vague = near | {"method": "city", "longitude": "", "latitude": "", "precision": "city"}

    def said(known_on: str | None, near: dict[str, str] = near) -> dict[str, str]:
        others = [at("b", "s2015", "125.79", "39.02"), at("c", "s2022", "125.8", "39.02")]
        atlas = made(
            sources=sources("2015", "2022"),
            missions=missions,
            events=[listed(one["id"], "s2015", date="2015") for one in missions],
            positions=[near, *others],
        )
        card = cards.card(atlas, "a", "2016-06-01", known_on)
        section = card.section("position")
        return {one.leads_to: one.value for one in section.rows if one.leads_to} if section else {}

    # The mission is drawn by the later point of a neighbour: that is said.
    for neighbour in ("b", "c"):
        assert "drawn from later sources: P, 2022" in said("2016-06-01")[neighbour]
    assert " m from this mission" in said(None)["b"]
    assert "later" not in said(None)["c"]
    assert "distance unknown" in said("2016-06-01", vague)["c"]
    assert "distance unknown" in said(None, vague)["b"]


def test_the_founding_card_says_that_its_neighbours_are_drawn_from_later_sources(
    atlas: geo.Atlas,
) -> None:
    card = cards.card(atlas, "ven-embassy-pyongyang", "2019-01-25", "2019-01-25")
    section = card.section("position")
    assert section
    near = [one.value for one in section.rows if one.leads_to.endswith("embassy-pyongyang")]
    assert len(near) == 2
    for value in near:
        assert "16 November 2022" in value
        assert "km" not in value


# ---- opened and closed --------------------------------------------------------------------------

DEPRECATED = [
    ("cze-embassy-caracas", "", "2010"),
    ("hun-embassy-caracas", "", "2009"),
    ("isr-embassy-caracas", "", "[2009-01-01..2009-12-31]"),
    ("mar-embassy-caracas", "", "[2009-01-01..2011-03-21]"),
    ("prk-embassy-canberra", "2002-05", "2008"),
]


@pytest.mark.parametrize(("id", "opened", "closed"), DEPRECATED)
def test_columns_follow_what_the_claims_do_not_deprecate(
    atlas: geo.Atlas, id: str, opened: str, closed: str
) -> None:
    frame = atlas.missions(geo.Selection(statuses=STATUSES, as_of=DAY)).set_index("id")
    assert (frame.loc[id, "opened"], frame.loc[id, "closed"]) == (opened, closed)


def agrees(atlas: geo.Atlas, as_of: str) -> None:
    """Columns, CSV, GeoJSON, card and timeline name the same opening and closing."""
    selection = geo.Selection(statuses=STATUSES, as_of=as_of)
    frame = atlas.missions(selection)
    told = {one["id"]: (one["opened"], one["closed"]) for one in frame.to_dict("records")}
    table = {
        one["id"]: (one["opened"], one["closed"])
        for one in exporters.records(atlas, selection, frame, ENGLISH)
    }
    assert table == told
    geojson = json.loads(exporters.geojson(atlas, selection))
    features = [one["properties"] for one in geojson["features"]]
    assert {one["id"]: (one["opened"], one["closed"]) for one in features if one["id"] in told} == {
        id: (opened or None, closed or None) for id, (opened, closed) in told.items()
    }
    for one in frame.to_dict("records"):
        rows = [row for row in atlas.dataset.rows["events"] if row["mission"] == one["id"]]
        kept = followed(rows, atlas.publication, selection.known_on_day)
        openings = {row["date"] for row in kept if row["kind"] in ("opened", "reopened")}
        closings = {row["date"] for row in kept if row["kind"] == "closed"}
        assert one["opened"] in {"", *openings}
        assert one["closed"] in {"", *closings}
        assert not one["closed"] or one["status"] == "closed"
        section = cards.card(atlas, one["id"], as_of).section("course")
        on_card = {row.date: row.label for row in section.rows} if section else {}
        for date in filter(None, (one["opened"], one["closed"])):
            assert date in on_card


def test_columns_files_and_cards_agree_on_the_bundled_dataset(atlas: geo.Atlas) -> None:
    agrees(atlas, DAY)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["opened", "reopened", "listed", "suspended", "closed", "preparation"]),
        st.sampled_from(["1975", "1990-05", "2002", "[..2008]", "[2009-01-01..2012-03-01]"]),
        st.sampled_from(["on", "on", "by", "attested"]),
        st.sampled_from(["", "normal", "deprecated"]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@given(EVENTS, st.sampled_from(["1980-01-01", "2005-01-01", DAY]))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_columns_files_and_cards_agree_whatever_is_told(
    rows: list[tuple[str, str, str, str]], as_of: str
) -> None:
    events, claims = [], []
    for n, (kind, date, sense, rank) in enumerate(rows):
        events.append(listed("m", f"s{n}", kind=kind, date=date, sense=sense))
        if rank:
            said = claim(f"c{n}", events[-1]["id"], "date", "some day", f"s{n}")
            claims.append(said | {"rank": rank})
    atlas = made(
        sources=[source(f"s{n}", published="2020") for n in range(len(rows))],
        missions=[mission("m")],
        events=events,
        claims=claims,
    )
    agrees(atlas, as_of)
    sound = {one[0] for one in rows if one[3] != "deprecated"}
    now = atlas.missions(geo.Selection(statuses=STATUSES, as_of=as_of))
    for one in now.to_dict("records"):
        if "closed" in sound and one["closed"]:
            assert one["closed"] in {
                row[1] for row in rows if row[0] == "closed" and row[3] != "deprecated"
            }


# ---- origins ------------------------------------------------------------------------------------


def test_a_row_may_name_its_own_origin() -> None:
    publication = PublicationIndex(
        {
            one["id"]: Source.of(one)
            for one in (
                source("agency", published="2014"),
                source("other", published="2013"),
                source("paper", published="2015", derived_from="agency"),
            )
        }
    )
    said = claim("c", "a", "colour", "red", "paper")
    assert publication.origins("paper", said) == ("agency",)
    own = said | {"origin": "paper"}
    assert publication.origins("paper", own) == ("paper",)
    assert publication.origin_day("paper", own) == dt.date(2015, 12, 31).toordinal()
    assert publication.origins("paper", said | {"origin": "other"}) == ("other",)
    event = row("events", id="e", sources="agency|paper", origin="agency")
    assert [publication.origins(one, event) for one in ("agency", "paper")] == [("agency",)] * 2
    mixed = row("events", id="e", sources="agency|paper", origin="agency|other")
    assert [publication.origins(one, mixed) for one in ("agency", "paper")] == [
        ("agency",),
        ("other",),
    ]
    level = [said, claim("d", "a", "colour", "blue", "agency")]
    assert resolve(level, publication).tie
    verdict = resolve([own, level[1]], publication)
    assert (verdict.values, verdict.settled) == (("red",), "date")
    assert verdict.support == {"red": (("paper",),), "blue": (("agency",),)}


def test_what_is_repeated_is_no_later_than_what_repeats_it() -> None:
    month, day = source("month", published="2015-06"), source("day", published="2015-06-23")
    publication = PublicationIndex({one["id"]: Source.of(one) for one in (month, day)})
    said = claim("c", "a", "colour", "red", "day") | {"origin": "month"}
    assert publication.origin_day("day", said) == dt.date(2015, 6, 23).toordinal()


def test_own_words_are_not_dated_to_what_the_rest_repeats(atlas: geo.Atlas) -> None:
    chronicles = "caracas-chronicles-2015-06-23"
    told = [one for one in atlas.dataset.rows["claims"] if one["source"] == chronicles]
    origins = {one["id"]: atlas.publication.origins(chronicles, one) for one in told}
    own = {id for id, found in origins.items() if found == (chronicles,)}
    for words in ("location", "anniversary", "solidarity", "correction", "opposition"):
        assert any(words in id for id in own), words
    assert {found for id, found in origins.items() if id not in own} == {("antv-2015",)}
    for id in ("dailynk-2014-06-25", "voa-korea-2014-06-25", "capitolhillcubans-2014-06-26"):
        assert atlas.publication.origins(id) == (id,)


def test_the_trade_office_after_1999_is_settled_by_date(atlas: geo.Atlas) -> None:
    found = {one.key: one for one in conflicts(atlas)}
    one = found["prk-representative-office-caracas after-1999"]
    assert one.settled == "date"
    assert [value.value for value in one.values if value.leads] == [
        "reopened in 2000, maintained in 2014"
    ]


def test_merging_and_importing_keep_origins(tmp_path: Path) -> None:
    def made(name: str, **more: Any) -> Path:
        said = claim("c", "m", "colour", "red", "s") | {"origin": "agency"}
        told = listed("m", "s") | {"origin": "agency"}
        rows = {
            "sources": [source("s", published="2022", **more), source("agency", **more)],
            "missions": [mission("m")],
            "events": [told],
            "claims": [said],
        }
        return written(tmp_path / name, rows)

    target = made("here", note="one")
    merge.merge([made("there", note="another")], target)
    merged = dataset.read(target)
    renamed = {one["id"] for one in merged.rows["sources"]} - {"s", "agency"}
    assert len(renamed) == 2
    for table in ("claims", "events"):
        named = {one.get("source", one.get("sources")): one["origin"] for one in merged.rows[table]}
        there = named.pop(next(one for one in named if one not in ("s",)))
        assert named == {"s": "agency"}
        assert there in renamed
        assert there.startswith("agency")
    assert dataset.check(target) == []
    data = Path(__file__).parent / "data" / "importers"
    file = data / "missions.csv"
    import_wikidata(file, target, date="2026-11-20")
    kept = {one["id"]: one["origin"] for one in dataset.read(target).rows["claims"]}
    assert {one["id"]: one["origin"] for one in merged.rows["claims"]}.items() <= kept.items()


def test_claims_of_one_row_are_weighed_each_by_its_own_source() -> None:
    """A row with several sources gives a claim of each, all with the id of the row."""
    dated = {"new": "2020", "old": "2010", "middle": "2015"}
    known = [Source.of(source(name, published=day)) for name, day in dated.items()]
    publication = PublicationIndex({one["id"]: one for one in known})
    two = [claim("a", "m", "place", "here", name) for name in ("new", "old")]
    other = claim("b", "m", "place", "there", "middle")
    for order in ([*two, other], [*reversed(two), other], [other, *two]):
        found = resolve(order, publication)
        assert found.values == ("here",)
        assert [one["source"] for one in found.ordered] == ["new", "middle", "old"]
