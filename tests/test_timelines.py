"""Timelines: what happened, apart from what was expected, as values, table and picture."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from support.boxes import Box, _shared
from support.command import Ended, run

import geo
from geo import dataset, dates
from geo.errors import EmptySelection, InvalidSelection, UnknownMission
from geo.figures import SIZES, timeline, timeline_text
from geo.figures.canvas.sheet import Sheet
from geo.i18n import ENGLISH, tr
from geo.reports.timelines import COLUMNS, Timeline, Timelines, timelines

DAY = "2026-11-21"
TODAY = geo.Selection(as_of=DAY)
THEN = geo.Selection(as_of="2019-01-26", known_on="2019-01-26")
PAIR = "pair:PRK-VEN"
PYONGYANG, CARACAS = "ven-embassy-pyongyang", "prk-embassy-caracas"


def only(atlas: geo.Atlas, id: str, selection: geo.Selection = TODAY) -> Timeline:
    (told,) = timelines(atlas, [id], selection).timelines
    return told


def dated(course: Timeline) -> list[tuple[str, str]]:
    return [(event.kind, event.date) for event in course.happened]


# --- the founding story ------------------------------------------------------------------------


def test_the_course_of_venezuelas_embassy_in_pyongyang(atlas: geo.Atlas) -> None:
    told = only(atlas, PYONGYANG)
    happened = dated(told)
    assert ("announced", "2018-11-28") in happened
    assert ("preparation", "2019-01-25") in happened
    assert ("opened", "2019-08-21") in happened
    assert [one.kind for one in told.expected] == ["deadline"]
    assert told.expected[0].date == "2019-03"
    assert told.outcomes[0].event is None, "nothing says that the deadline was kept"
    assert told.outcomes[0].following is not None
    assert told.outcomes[0].following.date == "2019-08-21"
    assert "deadline" not in {kind for kind, _ in happened}
    assert [s.status for s in told.intervals][-1] == "suspended"
    assert told.intervals[-1].end == dates.day_of(DAY).toordinal() + 1


def test_the_course_of_north_koreas_embassy_in_caracas(atlas: geo.Atlas) -> None:
    told = only(atlas, CARACAS)
    assert ("requested", "2014-04") in dated(told)
    reported = next(event for event in told.happened if event.kind == "announced")
    assert {cite.id for cite in reported.cites} >= {"antv-2015", "caracas-chronicles-2015-06-23"}
    assert reported.last == dates.day_of("2015-06-23").toordinal()


def test_what_was_not_known_yet_is_not_told(atlas: geo.Atlas) -> None:
    told = only(atlas, PYONGYANG, THEN)
    assert {event.kind for event in told.happened} == {"announced", "approved", "preparation"}
    assert told.outcomes[0].word == "ahead"
    assert told.outcomes[0].following is None
    assert "opened" not in {interval.status for interval in told.intervals}
    assert timelines(atlas, [PYONGYANG], THEN).unshown


def test_a_pair_has_both_missions_and_what_stands_between(atlas: geo.Atlas) -> None:
    told = timelines(atlas, [PAIR], TODAY)
    ids = [one.id for one in told.timelines]
    assert {PYONGYANG, CARACAS} < set(ids)
    assert ids[-1] == PAIR
    assert told.pair == ("PRK", "VEN")
    between = told.timelines[-1]
    assert between.happened
    assert [event.id for event in between.expected] == [
        "rel-prk-ven-agreement-statues-agreement-announced-2015-06-23"
    ]


def test_the_newest_event_is_none_of_the_editors(atlas: geo.Atlas) -> None:
    looked = date(2026, 11, 21).toordinal()
    told = timelines(atlas, ["pair:PRK-VEN"], TODAY)
    events = [event for one in told.timelines for event in one.happened if event.dated]
    assert looked not in {day for event in events for day in (event.first, event.last)}
    newest = max(event.last for event in events if event.last != dates.LAST)
    assert newest == date(2026, 1, 4).toordinal()
    office = only(atlas, "prk-representative-office-caracas")
    closed = office.happened[-1]
    assert (closed.kind, closed.date) == ("closed", "[2015-01-01..2026-11-21]")
    assert (closed.first, closed.last) == (date(2015, 1, 1).toordinal(), dates.LAST)
    assert closed.when == ENGLISH.no_later(closed.date)
    for spoken in (ENGLISH, tr("es")):
        assert spoken.date("2015-01-01") in spoken.no_later(closed.date)
        assert spoken.date("2026-11-21") in spoken.no_later(closed.date)


def test_what_has_no_day_but_that_of_looking_is_undated_and_stands_last(atlas: geo.Atlas) -> None:
    course = only(atlas, "prk-embassy-tashkent")
    closed = course.happened[-1]
    assert (closed.kind, closed.dated) == ("closed", False)
    assert closed.when == ENGLISH.no_later("[..2026-11-21]")


def test_all_that_was_only_planned_is_apart(atlas: geo.Atlas) -> None:
    """Every planned event of the dataset is an expectation of its mission, and of nothing else."""
    planned = {r["id"] for r in atlas.dataset.rows["events"] if r["sense"] == "planned"}
    assert len(planned) == 12
    everything = geo.Selection(as_of=DAY, statuses=geo.vocabulary.STATUSES)
    told = timelines(atlas, (), everything)
    assert {e.id for one in told.timelines for e in one.expected} == planned
    assert not planned & {e.id for one in told.timelines for e in one.happened}


@pytest.mark.parametrize(
    ("id", "word"),
    [
        (PYONGYANG, "passed"),  # by March 2019 the tenants were to leave; nobody says they did
        ("prk-embassy-canberra", "unclear"),  # to close in January or February 2008; closed in 2008
        ("fin-embassy-caracas", "unclear"),
    ],
)
def test_what_became_of_it_is_said_as_far_as_the_dataset_says(
    atlas: geo.Atlas, id: str, word: str
) -> None:
    assert [one.word for one in only(atlas, id).outcomes] == [word]


# --- the table ---------------------------------------------------------------------------------


def test_the_table_has_every_event_once(atlas: geo.Atlas) -> None:
    told = timelines(atlas, [PAIR], TODAY)
    rows = told.table()
    assert all(tuple(row) == tuple(COLUMNS) for row in rows)
    assert len(rows) == sum(len(one.happened) + len(one.expected) for one in told.timelines)
    assert [r["kind"] for r in rows if r["expected"] == "yes"] == ["deadline", "agreement"]
    assert all(row["became"] for row in rows if row["expected"] == "yes")
    assert not any(row["became"] for row in rows if row["expected"] == "no")
    read = list(csv.DictReader(io.StringIO(told.csv().decode("utf-8-sig"))))
    assert [row["subject"] for row in read] == [row["subject"] for row in rows]
    assert [row["date"] for row in read] == [row["date"] for row in rows]


@settings(deadline=None)
@given(day=st.dates())
def test_nothing_is_told_of_later_days(day: date) -> None:
    atlas = _atlas()
    told = timelines(atlas, [PYONGYANG, CARACAS], geo.Selection(as_of=str(day)))
    last = day.toordinal()
    for one in told.timelines:
        assert all(event.first <= last for event in one.happened)
        assert all(interval.end <= last + 1 for interval in one.intervals)
        spans = [(s.begin, s.end) for s in one.intervals]
        assert all(a[1] == b[0] for a, b in pairwise(spans))


_OPENED: list[geo.Atlas] = []


def _atlas() -> geo.Atlas:
    if not _OPENED:
        _OPENED.append(geo.Atlas.open())
    return _OPENED[0]


# --- bad input ---------------------------------------------------------------------------------


def test_what_has_no_course_is_refused_with_a_remedy(atlas: geo.Atlas) -> None:
    with pytest.raises(UnknownMission, match=CARACAS):
        timelines(atlas, ["prk-embassy-caraca"])
    with pytest.raises(InvalidSelection, match=r"has no timeline.*pair:PRK-VEN"):
        timelines(atlas, ["las-mercedes"])
    with pytest.raises(EmptySelection, match="no mission matches"):
        timelines(atlas, (), geo.Selection(text="zzzz"))


def _with(folder: Path, mission: str, events: list[dict[str, str]]) -> geo.Atlas:
    """The dataset with other events for one mission."""
    bundled = dataset.read(folder)
    rows = {table: [dict(row) for row in found] for table, found in bundled.rows.items()}
    columns = list(dataset.MODELS["events"].columns)
    rows["events"] = [row for row in rows["events"] if row["mission"] != mission]
    rows["claims"] = [row for row in rows["claims"] if not row["subject"].startswith(f"{mission}-")]
    plain = {"mission": mission, "sense": "on", "sources": "nk-news-2019-01-25"}
    rows["events"] += [
        {**dict.fromkeys(columns, ""), **plain, "id": f"{mission}-x{n}", **event}
        for n, event in enumerate(events)
    ]
    dataset.write(replace(bundled, rows=rows), folder)
    return geo.Atlas.open(folder)


HOSTILE = "<script>hit()</script> ${1} {{2}} `x` $\\frac{1}{2}$ \u202e \ud55c"
CASES: dict[str, list[dict[str, str]]] = {
    "none": [],
    "undated": [{"kind": "unconfirmed", "date": "2026-11-21", "sense": "attested"}],
    "far": [
        {"kind": "opened", "date": "0001-01-01"},
        {"kind": "closed", "date": "9999-12-31", "sense": "planned"},
    ],
    "many": [{"kind": "reception", "date": str(1900 + n % 100)} for n in range(200)],
    "hostile": [{"kind": "opened", "date": "2018", "detail": HOSTILE, "attributed_to": HOSTILE}],
}


@pytest.mark.filterwarnings("default:Glyph")
@pytest.mark.parametrize("name", CASES)
def test_any_course_can_be_told_and_drawn(dataset_copy: Path, name: str) -> None:
    atlas = _with(dataset_copy, PYONGYANG, CASES[name])
    told = timelines(atlas, [PYONGYANG], TODAY)
    assert sum(len(c.happened) + len(c.expected) for c in told.timelines) == len(CASES[name])
    remarks: list[str] = []
    for size in SIZES:
        data = timeline(atlas, told, size=size, dpi=50, remark=remarks.append)
        assert Image.open(io.BytesIO(data)).width > 100
    assert timeline_text(told)


# --- the picture -------------------------------------------------------------------------------

SHOWN: dict[str, Callable[[geo.Atlas, str], Timelines]] = {
    "mission": lambda atlas, language: timelines(atlas, [PYONGYANG], TODAY, language=language),
    "pair": lambda atlas, language: timelines(atlas, [PAIR], TODAY, language=language),
    "then": lambda atlas, language: timelines(atlas, [PAIR], THEN, language=language),
    "state": lambda atlas, language: timelines(
        atlas, (), geo.Selection(receiving=("VEN",), as_of=DAY), language=language
    ),
    "all": lambda atlas, language: timelines(atlas, (), TODAY, language=language),
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SHOWN)
def test_no_two_texts_of_a_timeline_overlap(
    atlas: geo.Atlas,
    boxes: list[tuple[str, Box, Sheet]],
    name: str,
    size: str,
    language: str,
) -> None:
    told = SHOWN[name](atlas, language)
    timeline(atlas, told, size=size, dpi=50, dark=language == "es")
    sheet = boxes[-1][2]  # those before it were tried, and were too full
    kept = [(said, box) for said, box, on in boxes if on is sheet]
    for said, box in kept:
        assert box[0] >= 0.0, said
        assert box[2] <= sheet.width, said
        assert box[3] <= sheet.height, said
    clash = [(a[0], b[0]) for a, b in combinations(kept, 2) if _shared(a[1], b[1])]
    assert not clash
    words = " ".join(said for said, _ in kept)
    assert "2026" in words or "2019" in words
    assert atlas.dataset.sha256[:12] in words.replace(" ", "") or atlas.dataset.sha256[:12] in words


def test_a_timeline_numbers_what_it_shows_and_keeps_the_expected_apart(
    atlas: geo.Atlas,
    boxes: list[tuple[str, Box, Sheet]],
) -> None:
    timeline(atlas, timelines(atlas, [PYONGYANG], TODAY), dpi=50)
    said = [line for line, _, _ in boxes]
    head = next(n for n, line in enumerate(said) if line.endswith(": expected"))
    assert any("opened" in line for line in said[:head])
    assert any("March 2019" in line for line in said[head:])


def test_it_says_what_it_leaves_out(atlas: geo.Atlas) -> None:
    told = timelines(atlas, (), geo.Selection(receiving=("VEN",), as_of=DAY))
    assert "22 closed" in told.unshown
    assert "51 missions" in timeline_text(told)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_timeline_is_the_same_bytes_in_another_process(atlas: geo.Atlas, form: str) -> None:
    told = timelines(atlas, [PYONGYANG], TODAY)
    here = timeline(atlas, told, format=form, dpi=72)
    code = (
        "import sys, geo; from geo.reports.timelines import timelines; "
        "from geo.figures import timeline;"
        f"a = geo.Atlas.open(); t = timelines(a, [{PYONGYANG!r}], geo.Selection(as_of={DAY!r}));"
        f"sys.stdout.buffer.write(timeline(a, t, format={form!r}, dpi=72))"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert here == there


# --- the command -------------------------------------------------------------------------------


def _run(*words: str) -> Ended:
    return run("timeline", *words)


@pytest.mark.slow
def test_the_command_tells_draws_and_writes(tmp_path: Path) -> None:
    said = _run(PYONGYANG, "--as-of", DAY).stdout
    assert said.index("21 August 2019: opened") < said.index("Expected")
    assert said.index("Expected") < said.index("March 2019")
    told = json.loads(_run(PYONGYANG, "--as-of", DAY, "--json").stdout)
    assert [row["kind"] for row in told["timelines"][0]["expected"]] == ["deadline"]
    for suffix, magic in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        out = tmp_path / f"course.{suffix}"
        assert _run(PAIR, "--out", str(out), "--dpi", "50").returncode == 0
        assert out.read_bytes().startswith(magic)
    out = tmp_path / "course.csv"
    assert _run("--receiving", "VEN", "--out", str(out)).returncode == 0
    assert "prk-embassy-caracas" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("prk-embassy-caraca",), "prk-embassy-caracas"),
        (("las-mercedes",), "pair:PRK-VEN"),
        ((PYONGYANG, "--sending", "VEN"), "Leave out one of them"),
        ((PYONGYANG, "--size", "slide"), "Add --out timeline.svg"),
        ((PYONGYANG, "--out", "timeline.gif"), "png"),
    ],
)
def test_wrong_use_ends_with_2_and_a_remedy(words: tuple[str, ...], remedy: str) -> None:
    ended = _run(*words)
    assert ended.returncode == 2
    assert remedy in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_selection_that_shows_nothing_has_no_course() -> None:
    ended = _run("--text", "zzzz")
    assert ended.returncode == 1
    assert "No mission matches" in ended.stderr
