"""Three answers on a past day, undated missions, and how recent the evidence is."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from support.rows import mission, row, source

import geo
from geo import dates, exporters
from geo.atlas import absence, relation_lines
from geo.cli import main
from geo.dataset import Dataset, Event
from geo.dataset.models import MODELS
from geo.evidence import sightings_of
from geo.i18n import LANGUAGES, tr
from geo.reports import cards, quality
from geo.selection import UNDATED, Selection
from geo.ui.components import summary
from geo.vocabulary import EVENTS, HOLD_YEARS, OLD_YEARS, UNDATED_YEARS

PLACES = (("taipei", "TWN", "Taipei"), ("caracas", "VEN", "Caracas"), ("quito", "ECU", "Quito"))
SOURCES = {
    "list-2022": {"published": "2022-11-16"},
    "list-2008": {"published": "2008-08-28"},
    "news-2010": {"published": "2010-06-01"},
    "news-2024": {"published": "2024-01-31"},
    "mirror": {"published": "", "accessed": "2026-11-21"},
    "editors": {"published": "2026-11-21", "kind": "editorial"},
}


def event(of: str, kind: str, date: str, sense: str, sources: str, **more: str) -> dict[str, str]:
    cells = {"mission": of, "kind": kind, "date": date, "sense": sense, "sources": sources}
    return row("events", id=f"{of}-{kind}-{date}", **cells, **more)


def atlas_of(
    events: list[dict[str, str]],
    heads: list[dict[str, str]] | None = None,
    coverage: list[dict[str, str]] | None = None,
) -> geo.Atlas:
    """Embassies of North Korea with the given events."""
    tables: dict[str, Any] = {name: [] for name in (*MODELS, "places")}
    tables["sources"] = [{**source(id), **cells} for id, cells in SOURCES.items()]
    named = {one["mission"] for one in (*events, *(heads or ()))}
    tables["missions"] = [
        mission(id, sending="PRK", receiving=state, city=city)
        for id, state, city in sorted(PLACES)
        if id in named
    ]
    tables["events"], tables["heads"] = events, heads or []
    tables["coverage"] = coverage or []
    return geo.Atlas(Dataset(Path("p"), tables, {}, {"name": "p"}, ""))


def statuses(atlas: geo.Atlas, **asked: Any) -> dict[str, str]:
    shown = atlas.missions(Selection(**asked))
    return dict(zip(shown["id"], shown["status"], strict=True))


LISTED = event("taipei", "listed", "2022-11-16", "attested", "list-2022")
OLD = event("quito", "listed", "2008-08-28", "attested", "list-2008")
OPENED = event("caracas", "opened", "2010-05-01", "on", "news-2010")


# ---- three answers ----


@pytest.mark.parametrize(
    ("events", "day", "lead"),
    [
        ([LISTED], "2019", "Not known whether it existed on 31 December 2019."),
        ([OPENED], "2009", "Not yet open on 31 December 2009."),
        (
            [event("taipei", "proposed", "2021-05", "on", "list-2022"), LISTED],
            "2019",
            "Not yet open on 31 December 2019.",
        ),
        (
            [event("taipei", "opened", "2021", "planned", "news-2010"), LISTED],
            "2009",
            "Not yet open on 31 December 2009.",
        ),
        (
            [event("taipei", "closed", "[..2022-11-16]", "by", "list-2022")],
            "2019",
            "Not known whether it existed on 31 December 2019.",
        ),
    ],
)
def test_a_past_day_says_no_only_where_a_source_does(
    events: list[dict[str, str]], day: str, lead: str
) -> None:
    atlas = atlas_of(events)
    card = cards.card(atlas, events[0]["mission"], as_of=day)
    assert card.lead == (lead,)
    assert (card.certainty == "no") is lead.startswith("Not yet")
    for language in LANGUAGES:
        assert cards.card(atlas, events[0]["mission"], as_of=day, language=language).lead[0]


def test_what_nobody_had_reported_is_not_known() -> None:
    card = cards.card(atlas_of([OPENED]), "caracas", as_of="2010-12-31", known_on="2010-05-20")
    assert "Not known whether it existed" in card.lead[0]
    assert card.certainty == "perhaps"


# ---- undated missions ----


def test_undated_missions_are_shown_near_their_first_evidence() -> None:
    atlas = atlas_of([LISTED, OPENED])
    assert statuses(atlas, as_of="2019") == {"caracas": "open", "taipei": "undated"}
    assert statuses(atlas, as_of="2019", undated="none") == {"caracas": "open"}
    assert statuses(atlas, as_of="2011", undated="all")["taipei"] == "undated"
    assert statuses(atlas, as_of="2019", statuses=("closed",)) == {}
    assert statuses(atlas, as_of="2019", statuses=("open",))["taipei"] == "undated"
    first = dt.date(2022, 11, 16).toordinal()
    for late, there in ((UNDATED_YEARS, True), (UNDATED_YEARS + 0.01, False)):
        day = dt.date.fromordinal(first - dates.years(late)).isoformat()
        assert ("taipei" in statuses(atlas, as_of=day)) is there


def test_undated_missions_are_counted_apart_and_offered() -> None:
    atlas = atlas_of([LISTED, OPENED])
    near, far = Selection(as_of="2019"), Selection(as_of="2011")
    assert (atlas.hidden(near).undated_shown, atlas.hidden(near).undated) == (1, 0)
    assert (atlas.hidden(far).undated_shown, atlas.hidden(far).undated) == (0, 1)
    assert atlas.hidden(near).perhaps == 0
    assert (summary.farther(atlas, near), summary.farther(atlas, far)) == (0, 1)
    assert summary.farther(atlas, far.but(undated="none")) == 0
    for language in LANGUAGES:
        title = summary.title(atlas, near, tr(language))
        assert title.startswith("1 ")


def test_what_is_known_only_by_its_closing_is_no_undated_mark() -> None:
    closed = event("taipei", "closed", "[..2022-11-16]", "by", "list-2022")
    atlas = atlas_of([closed])
    assert statuses(atlas, as_of="2019", undated="all") == {}
    assert atlas.hidden(Selection(as_of="2019")).undated == 1
    dated = event("taipei", "closed", "2022-11-16", "on", "list-2022")
    assert statuses(atlas_of([dated]), as_of="2019") == {"taipei": "undated"}


def test_undated_missions_have_no_lines_and_decide_no_absence() -> None:
    none = {"sending": "PRK", "receiving": "TWN", "sense": "on", "sources": "news-2010"}
    row_of = row("coverage", id="none", face="none", valid="2010/..", **none)
    atlas = atlas_of([LISTED, OPENED], coverage=[row_of])
    assert list(geo.lines(atlas, Selection(as_of="2019"))["end"]) == ["caracas"]
    found = absence.absence(atlas, "PRK", "TWN", "2019-12-31")
    assert found is not None
    assert found.face == "unknown"
    assert absence.absence(atlas, "PRK", "TWN", "2023-01-01") is None
    assert relation_lines.lines(atlas, Selection(as_of="2023"))["end"].tolist() == [
        "caracas",
        "taipei",
    ]


def test_the_address_and_the_command_carry_the_choice(capsys: pytest.CaptureFixture[str]) -> None:
    for choice in UNDATED:
        asked = Selection(undated=choice, as_of="2019")
        assert Selection.from_query(asked.to_query()) == asked
    assert Selection().to_query() == ""
    assert main(["list", "--receiving", "PRK", "--as-of", "2019", "--undated", "none"]) == 0
    assert "undated" not in capsys.readouterr().out
    assert main(["list", "--receiving", "PRK", "--as-of", "2019"]) == 0
    captured = capsys.readouterr()
    assert ",undated," in captured.out or "undated" in captured.out
    assert "opening date unknown" in captured.err
    assert main(["list", "--undated", "some"]) == 2


# ---- last evidence ----


def head(of: str, **cells: str) -> dict[str, str]:
    return row("heads", id=f"{of}-head", mission=of, name="A", rank="ambassador", **cells)


MIRRORED = event("taipei", "listed", "[..2026-11-21]", "attested", "mirror")
EDITED = event("taipei", "closed", "[..2026-11-21]", "by", "editors")
RECEPTION = event("taipei", "reception", "2024-01-31", "on", "news-2024")


@pytest.mark.parametrize(
    ("events", "heads", "as_of", "known_on", "last"),
    [
        ([LISTED], [], "2026", None, ("2022-11-16", "list-2022")),
        ([LISTED, RECEPTION], [], "2026", None, ("2024-01-31", "news-2024")),
        ([LISTED, RECEPTION], [], "2023", None, ("2022-11-16", "list-2022")),
        ([LISTED, RECEPTION], [], "2026", "2023", ("2022-11-16", "list-2022")),
        ([MIRRORED], [], "2026-11-28", None, ("", "")),
        ([LISTED, MIRRORED], [], "2026-11-28", None, ("2022-11-16", "list-2022")),
        ([LISTED, EDITED], [], "2026-11-20", None, ("2022-11-16", "list-2022")),
        (
            [LISTED, event("taipei", "unconfirmed", "2024", "attested", "news-2024")],
            [],
            "2026",
            None,
            ("2022-11-16", "list-2022"),
        ),
        (
            [LISTED, event("taipei", "reopened", "2025", "planned", "news-2024")],
            [],
            "2026",
            None,
            ("2022-11-16", "list-2022"),
        ),
        (
            [LISTED],
            [head("taipei", start="2008", attested="2024-01-31", sources="list-2008|news-2024")],
            "2026",
            None,
            ("2024-01-31", "news-2024"),
        ),
        (
            [LISTED],
            [head("taipei", start="2008", attested="2024-01-31", sources="list-2008|news-2024")],
            "2026",
            "2020",
            ("2008", "list-2008"),
        ),
    ],
)
def test_the_last_evidence_on_both_clocks(
    events: list[dict[str, str]],
    heads: list[dict[str, str]],
    as_of: str,
    known_on: str | None,
    last: tuple[str, str],
) -> None:
    atlas = atlas_of(events, heads)
    number = atlas.mission_filter.numbers["taipei"]
    asked = Selection(as_of=as_of, known_on=known_on)
    row_of = int(atlas.mission_filter.seen.last(asked.as_of_day, asked.known_on_day)[number])
    seen = atlas.mission_filter.seen.columns
    found = ("", "")
    if row_of >= 0:
        found = str(seen["date"][row_of]), str(seen["source"][row_of])
    assert found == last
    shown = atlas.missions(asked)
    if len(shown):
        assert tuple(shown.iloc[0][["last_evidence", "last_source"]]) == last
    card = cards.card(atlas, "taipei", as_of, known_on)
    assert card.last_evidence == last[0]


def test_files_say_when_a_mission_was_last_confirmed() -> None:
    atlas = atlas_of([LISTED, OLD])
    asked = Selection(as_of="2023")
    told = exporters.csv(atlas, asked).decode("utf-8-sig").splitlines()
    assert told[0].split(",").index("last_evidence") > 0
    assert sum("2022-11-16,list-2022" in line for line in told) == 1
    data = json.loads(exporters.geojson(atlas, asked))
    found = {one["id"]: one["properties"] for one in data["features"]}
    assert found["taipei"]["last_evidence"] == "2022-11-16"
    assert found["quito"]["last_source"] == "list-2008"
    assert data["metadata"]["last_confirmed"] == "2022-11-16"
    assert data["metadata"]["older_evidence"] == 1


def test_the_summary_says_how_recent_the_evidence_is() -> None:
    atlas = atlas_of([LISTED, OLD, OPENED])
    now = Selection(as_of="2023")
    assert atlas.currency(now) == {"last_confirmed": "2022-11-16", "older_evidence": 2}
    said = summary.sentences(atlas, now, atlas.missions(now), tr("en"))
    assert "Last confirmed 2022, 2 not confirmed for more than two years." in said
    assert atlas.currency(Selection(text="nothing")) == {"last_confirmed": "", "older_evidence": 0}
    # Undated missions rest on no evidence of that day.
    assert atlas.currency(Selection(as_of="2021"))["older_evidence"] == 2


def test_every_kind_of_event_is_evidence_or_not() -> None:
    """The table names only kinds that there are, and no evidence is of two strengths."""
    from geo.vocabulary import AT_WORK, NO_EVIDENCE

    assert set(EVENTS) >= AT_WORK | NO_EVIDENCE
    assert not AT_WORK & NO_EVIDENCE
    assert HOLD_YEARS == {"mention": 10, "work": 15}
    assert quality.YEARS == OLD_YEARS == 5


# ---- what no longer holds ----


@pytest.mark.parametrize(
    ("last", "day", "status"),
    [
        (("listed", "2008-08-28", "attested", "list-2008"), "2018-08-27", "open"),
        (("listed", "2008-08-28", "attested", "list-2008"), "2018-08-29", "unknown"),
        (("reception", "2010-05-01", "on", "news-2010"), "2025-04-30", "open"),
        (("reception", "2010-05-01", "on", "news-2010"), "2025-05-02", "unknown"),
    ],
)
def test_open_holds_as_long_as_its_evidence(
    last: tuple[str, str, str, str], day: str, status: str
) -> None:
    atlas = atlas_of([event("quito", "opened", "1990", "on", "list-2008"), event("quito", *last)])
    assert statuses(atlas, as_of=day) == {"quito": status}


def test_what_has_lapsed_says_so_and_stays() -> None:
    atlas = atlas_of([OLD])
    card = cards.card(atlas, "quito", as_of="2026-11-28")
    assert "unknown, last listed 2008" in card.lead[0]
    assert statuses(atlas, as_of="2026-11-28") == {"quito": "unknown"}
    assert statuses(atlas, as_of="2026-11-28", known_on="2007") == {}
    assert atlas.hidden(Selection(as_of="2026-11-28")).perhaps == 0


def test_all_missions_of_one_list_have_one_status(atlas: geo.Atlas) -> None:
    only = {
        one["mission"] for one in atlas.dataset.rows["events"] if "vheadline" in one["sources"]
    } - {
        one["mission"] for one in atlas.dataset.rows["events"] if "vheadline" not in one["sources"]
    }
    only -= {one["mission"] for one in atlas.dataset.rows["heads"]}
    now = statuses(atlas, as_of="2026-11-28")
    assert len({now[id] for id in only if id in now}) <= 1


# ---- the bundled atlas ----


def test_pyongyang_in_2019_has_its_undated_embassies(atlas: geo.Atlas) -> None:
    there = statuses(atlas, receiving=("PRK",), as_of="2019-12-31")
    assert {"chn-embassy-pyongyang", "rus-embassy-pyongyang"} <= set(there)
    undated = {id for id, status in there.items() if status == "undated"}
    assert {"mng-embassy-pyongyang", "lao-embassy-pyongyang"} <= undated
    # KnownInterval as closed only, of states that were no more.
    assert not {"yug-embassy-pyongyang", "ymd-embassy-pyongyang"} & set(there)


def test_the_day_somebody_looked_at_a_mirror_is_no_evidence(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "egy-embassy-caracas", as_of="2025-11-16")
    assert card.last_evidence == ""


@pytest.mark.parametrize("as_of", ["2008", "2015", "2019-12-31", "2021", "2022-06-30"])
def test_no_mission_that_was_shown_before_is_undated(atlas: geo.Atlas, as_of: str) -> None:
    there = atlas.missions(Selection(as_of=as_of, undated="all"))
    undated = there[there["status"] == "undated"]
    assert len(undated)
    assert (undated["last_evidence"] == "").all()


def test_evidence_is_no_later_than_its_source_and_no_more_precise_than_its_date() -> None:
    month = event("taipei", "listed", "2022-11", "attested", "list-2022")
    year = event("quito", "listed", "2008", "attested", "news-2024")
    told = atlas_of([month, year]).missions(Selection(as_of="2026")).set_index("id")
    assert told.loc["taipei", "last_evidence"] == "2022-11"
    assert told.loc["quito", "last_evidence"] == "2008"
    seen = atlas_of([month]).mission_filter.seen.columns
    assert seen["day"].tolist() == [dt.date(2022, 11, 16).toordinal()]


def test_what_is_said_after_a_closing_does_not_show_the_mission() -> None:
    closed = event("quito", "closed", "2020-10-01", "on", "news-2024")
    after = head("quito", attested="2024-01-31", sources="news-2024")
    told = atlas_of([closed], [after])
    shown = told.missions(Selection(as_of="2026", statuses=("closed",))).iloc[0]
    assert shown["last_evidence"] == "2020-10-01"


@pytest.mark.parametrize("as_of", ["2015", "2019-12-31", "2026-11-28", "2040"])
def test_evidence_is_never_of_a_later_day_nor_of_the_editors(atlas: geo.Atlas, as_of: str) -> None:
    shown = atlas.missions(Selection(as_of=as_of))
    told = shown[shown["last_evidence"] != ""]
    assert (told["last_evidence"] <= dates.day_of(as_of).isoformat()).all()
    kinds = {atlas.dataset.by_id["sources"][id]["kind"] for id in told["last_source"]}
    assert not kinds & {"editorial", "unrecorded"}


def test_sightings_stand_in_their_order(atlas: geo.Atlas) -> None:
    seen = atlas.mission_filter.seen.columns
    keys = list(zip(seen["mission"].tolist(), seen["day"].tolist(), strict=True))
    assert keys == sorted(keys)
    assert sightings_of(map(Event.of, (MIRRORED, EDITED)), [], atlas_of([LISTED]).publication) == []
