"""Where sources disagree: what is found, what settles it, and what it is told as."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import run
from support.rows import at, claim, mission, row, source, written

import geo
from geo import dataset
from geo.dataset import Source
from geo.evidence import PublicationIndex, resolve
from geo.i18n import ENGLISH, tr
from geo.importers import import_wikidata
from geo.reports import cards
from geo.reports.conflicts import Conflict, conflicts, settling, spoken, told, unheard
from geo.reports.conflicts import csv as conflicts_csv
from geo.selection import Selection
from geo.ui.address import Address
from geo.ui.components.list_page import listing, table_html
from geo.ui.pages import conflicts as conflicts_page
from geo.ui.state import PAGES, View

FAMOUS = "PRK-VEN relations-established"
HOSTILE = "<img src=x onerror=alert(1)> `${1}` {{7*7}} \\ & \" '"


def by_key(atlas: geo.Atlas, selection: Selection | None = None) -> dict[str, Conflict]:
    return {one.key: one for one in conflicts(atlas, selection)}


def held(tmp_path: Path, **tables: list[dict[str, str]]) -> geo.Atlas:
    own = {"missions": [mission("a", receiving="VEN", sending="PRK", city="Caracas")]}
    sources = [
        source("s", published="2015"),
        source("later", published="2019"),
        source("copy", published="2021", derived_from="s"),
        source("copy-2", published="2022", derived_from="copy"),
    ]
    return geo.Atlas.open(written(tmp_path / "p", {**own, "sources": sources, **tables}))


def said(
    id: str, value: str, source: str = "s", name: str = "colour", **more: str
) -> dict[str, str]:
    return {**claim(id, "a", name, value, source), **more}


# ---- 1965 against 1974 -------------------------------------------------------------------------


def test_the_founding_disagreement_is_found_whole(atlas: geo.Atlas) -> None:
    one = by_key(atlas)[FAMOUS]
    values = {value.value: value for value in one.values}
    assert one.values[0].value == "1974"
    assert [value.value for value in one.values if value.leads] == ["1974"]
    assert (one.settled, one.card, one.tie) == ("rank", "pair:PRK-VEN", False)
    right, wrong = values["1974"], values["1965"]
    assert {x.cite.id for x in wrong.said} >= {"ap-citynews-2019-08-22", "elcomercio-2018-11"}
    assert len(wrong.said) == 6
    assert wrong.independent == 2  # AP, and EFE
    assert spoken(wrong, ENGLISH) == "6 sources, 2 origins"
    assert all(x.reason for x in right.said if x.rank == "preferred")
    copied = next(x for x in wrong.said if x.cite.id == "quehacer-politico-2019")
    assert copied.origins == ("ap-citynews-2019-08-22",)
    assert "Associated Press" in copied.repeats[0]
    assert copied.origin_date == "2019-08-22"
    again = next(x for x in wrong.said if x.cite.published == "2025-08-12")
    assert (again.origins, again.origin_date) == (("elcomercio-2018-11",), "2018-11")


def test_a_property_on_which_all_agree_is_none(atlas: geo.Atlas) -> None:
    groups: dict[tuple[str, str], set[str]] = {}
    for row_ in atlas.dataset.rows["claims"]:
        groups.setdefault((row_["subject"], row_["property"]), set()).add(row_["value"])
    found = by_key(atlas)
    for (subject, name), values in groups.items():
        if len(values) > 1:
            assert f"{subject} {name}" in found
    assert all(len(one.values) > 1 for one in found.values())
    assert list(found) == [one.key for one in sorted(found.values(), key=_place)]


def _place(one: Conflict) -> tuple[str, str]:
    return one.subject, one.property


# ---- origins, ranks, grades --------------------------------------------------------------------


def test_copies_stand_behind_a_value_once_and_take_their_origins_day(tmp_path: Path) -> None:
    told_ = [
        said("c1", "red"),
        said("c2", "red", "copy"),
        said("c3", "red", "copy-2"),
        said("c4", "blue", "later"),
    ]
    (one,) = conflicts(held(tmp_path, claims=told_))
    blue, red = one.values
    assert (blue.value, blue.leads, red.leads, one.settled) == ("blue", True, False, "date")
    assert (len(red.said), red.independent, blue.independent) == (3, 1, 1)
    assert {x.origin_date for x in red.said} == {"2015"}
    assert spoken(red, ENGLISH) == "3 sources, 1 origin"


def test_level_values_are_a_tie_and_nobody_wins(tmp_path: Path) -> None:
    told_ = [said("c1", "red"), said("c2", "red", "copy"), said("c3", "blue", "copy-2")]
    (one,) = conflicts(held(tmp_path, claims=told_))
    assert one.tie
    assert all(value.leads for value in one.values)
    assert "Undecided" in settling(one, ENGLISH)


def test_what_is_set_aside_altogether_leads_nowhere(tmp_path: Path) -> None:
    told_ = [
        said("c1", "red", rank="deprecated", reason="Wrong."),
        said("c2", "blue", rank="deprecated", reason="Wrong."),
    ]
    (one,) = conflicts(held(tmp_path, claims=told_))
    assert (one.settled, [v for v in one.values if v.leads]) == ("set_aside", [])


def test_a_grade_is_told_in_words_and_settles_nothing(tmp_path: Path) -> None:
    graded = [
        said("c1", "red", grade="A1", reason="Seen by the editors."),
        said("c2", "blue", "later", grade="E5", reason="A rumour."),
    ]
    (one,) = conflicts(held(tmp_path, claims=graded))
    assert one.values[0].value == "blue"
    text = dict.fromkeys(t for t, _ in told(one.values[0].said[0], ENGLISH))
    assert "graded: E5: unreliable source; improbable" in text
    assert "A rumour" in text
    (plain,) = conflicts(
        held(tmp_path / "2", claims=[{**each, "grade": "", "reason": ""} for each in graded])
    )
    assert [v.value for v in plain.values] == [v.value for v in one.values]
    spanish = conflicts(geo.Atlas.open(tmp_path / "p"), language="es")[0]
    assert "fuente no fiable" in spanish.values[0].said[0].grade


LETTERS = st.sampled_from(["", *(f"{a}{b}" for a in "ABCDEF" for b in "123456")])
CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "value": st.sampled_from(["1965", "1974", "1980"]),
            "source": st.sampled_from(["s", "later", "copy", "copy-2"]),
            "rank": st.sampled_from(["preferred", "normal", "deprecated"]),
            "grade": LETTERS,
        }
    ),
    min_size=1,
    max_size=8,
)


def verdict(claims: list[dict[str, str]], more: dict[str, str] | None = None) -> Any:
    names = ("published", "accessed", "known_through", "derived_from")
    rows = {
        "s": ("2015", "", "", ""),
        "later": ("2019", "", "", ""),
        "copy": ("2021", "", "", "s"),
        "copy-2": ("2022", "", "", "copy"),
        **{id: ("2025", "", "", origin) for id, origin in (more or {}).items()},
    }
    publication = PublicationIndex(
        {id: Source.of(dict(zip(names, row_, strict=True))) for id, row_ in rows.items()}
    )
    numbered = [{**one, "id": f"c{n}"} for n, one in enumerate(claims)]
    return resolve(numbered, publication)


@given(CLAIMS, st.integers(1, 9), st.data())
def test_copies_change_no_verdict(claims: list[dict[str, str]], often: int, data: Any) -> None:
    before = verdict(claims)
    again = data.draw(st.sampled_from(claims))
    copies = {f"x{n}": again["source"] for n in range(often)}
    after = verdict(claims + [{**again, "source": id} for id in copies], copies)
    assert (after.values, after.settled) == (before.values, before.settled)
    assert {v: len(o) for v, o in after.support.items()} == {
        v: len(o) for v, o in before.support.items()
    }


@given(CLAIMS, st.data())
def test_neither_grades_nor_order_change_a_verdict(claims: list[dict[str, str]], data: Any) -> None:
    before = verdict(claims)
    graded = [{**one, "grade": data.draw(LETTERS)} for one in claims]
    after = verdict(data.draw(st.permutations(graded)))
    assert (after.values, after.settled) == (before.values, before.settled)
    assert after.support == before.support


# ---- what counts besides claims ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "differs"),
    [
        ("city", "Maracaibo", True),
        ("city", "caracas", False),
        ("city", "a suburb of the capital", False),
        ("receiving-state", "COL", True),
        ("receiving-state", "Venezuela", False),
        ("kind", "consulate", True),
        ("kind", "some office or other", False),
    ],
)
def test_a_claim_against_the_row_itself(
    name: str, value: str, differs: bool, tmp_path: Path
) -> None:
    found = conflicts(held(tmp_path, claims=[said("c1", value, name=name)]))
    assert bool(found) is differs
    if differs:
        assert found[0].settled == "table"
        assert found[0].values[0].said == ()
        assert "without a source" in spoken(found[0].values[0], ENGLISH)


@pytest.mark.parametrize("name", ["jurisdiction", "phone", "website", "picture"])
@pytest.mark.parametrize("sources", [("s", "s"), ("s", "later")])
def test_what_may_have_several_values_at_once_is_no_conflict(
    name: str, sources: tuple[str, str], tmp_path: Path
) -> None:
    values = [
        said(f"c{n}", text, source, name)
        for n, text, source in zip("12", "xy", sources, strict=True)
    ]
    atlas = held(tmp_path, claims=values)
    assert conflicts(atlas) == []
    card = cards.card(atlas, "a")
    assert not card.disputes
    shown = [one.value for section in card.sections for one in section.rows]
    assert {"x", "y"} <= set(shown)


def test_capitals_alone_are_no_conflict(tmp_path: Path) -> None:
    alike = [said("c1", "Oslo municipality"), said("c2", "Oslo Municipality", "later")]
    assert conflicts(held(tmp_path, claims=alike)) == []


@pytest.mark.parametrize(("teller", "differs"), [("s", False), ("later", True)])
def test_what_an_import_set_aside_needs_another_source_to_be_a_conflict(
    teller: str, differs: bool, tmp_path: Path
) -> None:
    listed = row("events", id="e", mission="a", kind="listed", date="2015", sense="attested")
    aside = said("c1", "Colombia", name="receiving-state", rank="deprecated", reason="why")
    atlas = held(tmp_path, claims=[aside], events=[{**listed, "sources": teller}])
    assert bool(conflicts(atlas)) is differs


@pytest.mark.slow
def test_no_conflict_within_one_list_of_the_world(world: Path, tmp_path: Path) -> None:
    import_wikidata(world / "wikidata-missions-2022-11-16.csv", tmp_path / "p")
    assert conflicts(geo.Atlas.open(tmp_path / "p")) == []


def test_positions_out_of_each_others_reach(tmp_path: Path) -> None:
    near = [at("a", "s", "-66.8655", "10.4989"), at("a", "copy", "-66.8656", "10.4989")]
    assert conflicts(held(tmp_path / "near", positions=near)) == []
    far = [at("a", "s", "-66.8655", "10.4989"), at("a", "copy", "-66.9655", "10.5989")]
    (one,) = conflicts(held(tmp_path / "far", positions=far))
    assert (one.property, one.tie, len(one.values)) == ("point", True, 2)
    assert "longitude" in one.values[0].shown


def test_two_openings_with_nothing_between(tmp_path: Path) -> None:
    def event(id: str, kind: str, date: str, source: str) -> dict[str, str]:
        return row("events", id=id, mission="a", kind=kind, date=date, sense="on", sources=source)

    two = [event("e1", "opened", "2010", "s"), event("e2", "opened", "2012", "later")]
    (one,) = conflicts(held(tmp_path / "two", events=two))
    assert (one.property, one.settled, {v.value for v in one.values}) == (
        "opened",
        "course",
        {"2010", "2012"},
    )
    parted = [*two, event("e3", "closed", "2011", "s")]
    assert conflicts(held(tmp_path / "parted", events=parted)) == []


# ---- what is shown, and when -------------------------------------------------------------------


def test_selection_and_both_clocks_narrow_it(atlas: geo.Atlas) -> None:
    every = by_key(atlas)
    among = by_key(atlas, Selection(among=("PRK", "VEN")))
    assert FAMOUS in among
    assert set(among) < set(every)
    assert all({one.sending, one.receiving} <= {"PRK", "VEN", ""} for one in among.values())
    assert FAMOUS not in by_key(atlas, Selection(among=("CUB", "VEN")))
    early = by_key(atlas, Selection(known_on="2018-12-31"))[FAMOUS]
    wrong = next(value for value in early.values if value.value == "1965")
    assert {x.cite.id for x in wrong.said} == {"elcomercio-2018-11", "infobae-2018-11-27"}
    assert FAMOUS not in by_key(atlas, Selection(known_on="2014-06-24"))


@pytest.mark.slow
def test_a_day_before_every_source_is_said_to_be_one(atlas: geo.Atlas, tmp_path: Path) -> None:
    sentence = unheard(atlas, Selection(known_on="1990-01-01"), ENGLISH)
    assert "1 January 1990" in sentence
    assert "4 April 1995" in sentence
    assert "1995" in unheard(atlas, Selection(known_on="1990-01-01"), tr("es"))
    assert unheard(atlas, Selection(known_on="1995-04-04"), ENGLISH) == ""
    assert unheard(atlas, Selection(), ENGLISH) == ""
    for command in (["list"], ["conflicts"], ["show", "prk-embassy-caracas"]):
        told_ = run(*command, "--known-on", "1990-01-01")
        assert told_.returncode == 0
        assert "was published by 1 January 1990" in told_.stderr
        assert "4 April 1995" in told_.stderr


# ---- the command -------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_tells_values_sources_ranks_and_origins() -> None:
    ended = run("conflicts", "--among", "PRK,VEN")
    assert ended.returncode == 0
    text = " ".join(ended.stdout.split())
    assert "> 1974 (8 sources, 6 origins)" in text
    assert "- 1965 (6 sources, 2 origins)" in text
    assert "[ap-citynews-2019-08-22]" in text
    assert "repeats Associated Press via CityNews 1130" in text
    assert "rank: preferred" in text
    assert "conflicts" in ended.stderr
    spanish = run("conflicts", "--among", "PRK,VEN", "--language", "es")
    assert "fuentes" in spanish.stdout
    assert run("conflicts", "--language", "xx").returncode == 2


def test_json_has_all_of_it() -> None:
    told_ = json.loads(run("conflicts", "--among", "PRK,VEN", "--json").stdout)
    one = next(x for x in told_["conflicts"] if x["property"] == "relations-established")
    assert told_["count"] == len(told_["conflicts"])
    assert one["values"][0]["value"] == "1974"
    assert {v["value"]: v["independent"] for v in one["values"]}["1965"] == 2
    assert one["values"][0]["said"][0]["cite"]["url"].startswith("http")


def test_hostile_text_is_told_and_not_obeyed(tmp_path: Path) -> None:
    bad = HOSTILE + "\u202e"
    told_ = [said("c1", bad, reason=bad, locator=bad), said("c2", "blue", "later")]
    atlas = held(tmp_path, claims=told_)
    ended = run("conflicts", "--dataset", str(tmp_path / "p"))
    assert ended.returncode == 0
    assert "\u202e" not in ended.stdout
    html_ = html_of(View(atlas, Address(), "conflicts", ENGLISH))
    assert "<img" not in html_
    assert "{{" not in html_ or "&#" in html_


# ---- the page ----------------------------------------------------------------------------------


def html_of(view: View) -> str:
    shown = listing(view, conflicts_page.PAGE, conflicts(view.atlas, view.selection))
    return table_html(view, conflicts_page.PAGE, shown)


def test_the_page_opens_to_sources_with_links(atlas: geo.Atlas) -> None:
    shown = html_of(View(atlas, Address(Selection(among=("PRK", "VEN"))), "conflicts", ENGLISH))
    assert 'href="https://www.citynews1130.com/2019/08/22/' in shown
    assert "6 sources, 2 origins" in shown
    assert 'href="./?' in shown
    assert "show=pair:PRK-VEN" in shown or "show=pair%3APRK-VEN" in shown
    assert PAGES["conflicts"] == "conflicts"


def test_the_table_for_a_spreadsheet_has_every_statement(atlas: geo.Atlas) -> None:
    found = conflicts(atlas, Selection(among=("PRK", "VEN")))
    rows = list(csv.DictReader(io.StringIO(conflicts_csv(found).decode("utf-8-sig"))))
    famous = [r for r in rows if (r["subject"], r["property"]) == tuple(FAMOUS.split())]
    assert len(famous) == sum(len(v.said) for one in found if one.key == FAMOUS for v in one.values)
    assert {r["value"]: r["origins_of_value"] for r in famous}["1965"] == "2"
    assert {r["leads"] for r in famous if r["value"] == "1974"} == {"yes"}


@pytest.mark.slow
def test_ten_thousand_claims_on_one_value(tmp_path: Path) -> None:
    many = [said(f"c{n:05}", "red", ("s", "copy", "copy-2")[n % 3]) for n in range(10_000)]
    atlas = held(tmp_path, claims=[*many, said("z", "blue", "later")])
    (one,) = conflicts(atlas)
    red = one.values[1]
    assert (len(red.said), red.independent) == (10_000, 1)
    assert one.values[0].value == "blue"  # ten thousand do not outvote one
    shown = html_of(View(atlas, Address(), "conflicts", ENGLISH))
    assert shown.count("<li>") <= 2 * conflicts_page.MOST
    assert f"And {10_000 - conflicts_page.MOST:,} more." in shown
    assert "find=a%20colour" in shown or "find=a+colour" in shown
    ended = run("conflicts", "--dataset", str(tmp_path / "p"))
    assert len(ended.stdout.splitlines()) < 500
    whole = json.loads(run("conflicts", "--dataset", str(tmp_path / "p"), "--json").stdout)
    assert len(whole["conflicts"][0]["values"][1]["said"]) == 10_000
    assert dataset.check(tmp_path / "p") == []
