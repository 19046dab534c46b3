"""The apparatus of cards: numbers of sources, all claims to a value, the age of its evidence."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import geo
from geo import dataset, dates, dossier, i18n
from geo.evidence import resolve
from geo.render.card import card_body
from geo.render.text import card_lines
from geo.reports import cards
from geo.reports.cards import Card, Row
from geo.reports.cards.model import MOST_CITES, MOST_CLAIMS
from geo.vocabulary import OLD_YEARS

CARACAS = "prk-embassy-caracas"
PYONGYANG = "ven-embassy-pyongyang"
CARDS = (
    *(CARACAS, PYONGYANG, "pair:PRK-VEN", "las-mercedes", "cover:cover-ven-prk-from-beijing"),
    "near:ven-embassy-pyongyang:vnm-embassy-pyongyang",
)
DAY = "2026-11-25"
SPANISH = i18n.tr("es")


def every_row(card: Card) -> list[Row]:
    return [row for part in card.sections for row in part.rows]


def the(card: Card, label: str) -> Row:
    return next(row for row in every_row(card) if row.label == label)


FOLDED = '<details class="ea-claims"'


def as_text(card: Card, claims: bool = True) -> str:
    return "\n".join(line.text for line in card_lines(card, i18n.ENGLISH, claims))


def shown(card: Card, conflicts: str = "") -> str:
    return card_body(card, i18n.ENGLISH, lambda id: f"./?show={id}", conflicts)


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("id", CARDS)
def test_every_value_with_a_source_has_its_number_and_every_other_says_so(
    atlas: geo.Atlas, id: str
) -> None:
    card = cards.card(atlas, id, DAY, DAY)
    numbers = {cite.id: number for number, cite in enumerate(card.sources, 1)}
    assert len(numbers) == len(card.sources)
    for row in every_row(card):
        assert bool(row.cites) != bool(row.basis), row
        for cite in row.cites:
            assert cite.id in numbers
    made, text = shown(card), as_text(card)
    for part in card.sections:
        for row in part.rows:
            alone = replace(card, sections=(replace(part, rows=(row,)),), disputes=())
            own = shown(alone)
            marks = re.findall(r'class="ea-ref" href="#ea-source-(\d+)"', own.split(FOLDED)[0])
            wanted = list(dict.fromkeys(str(numbers[cite.id]) for cite in row.cites))
            assert marks == wanted[:MOST_CITES], row
            if not wanted:
                assert i18n.escape(i18n.ENGLISH(f"card.basis.{row.basis}")) in own
    for number, cite in enumerate(card.sources, 1):
        assert f'id="ea-source-{number}"' in made
        assert f"[{number}] {i18n.plain(cite.publisher)}" in text


@pytest.mark.parametrize("id", CARDS)
def test_numbers_lead_to_the_list_and_back(atlas: geo.Atlas, id: str) -> None:
    made = shown(cards.card(atlas, id, DAY, DAY))
    ids = re.findall(r'\sid="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    inner = re.findall(r'href="#([^"]+)"', made)
    assert inner
    assert set(inner) <= set(ids)
    assert all(f"#{one}" in made for one in ids)
    for number, name in re.findall(r'title="(Source \d+): ([^"]+)"', made):
        assert f'aria-label="{number}: {name}"' in made


def test_numbers_are_in_the_order_of_first_appearance(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, DAY, DAY)
    met = [cite.id for row in every_row(card) for cite in row.cites]
    met += [one.cite.id for dispute in card.disputes for one in dispute.statements]
    met += [claim.cite.id for row in every_row(card) for claim in row.claims]
    assert [cite.id for cite in card.sources] == list(dict.fromkeys(met))
    assert cards.card(atlas, PYONGYANG, DAY, DAY).sources == card.sources
    said = [line.text for line in card_lines(card, i18n.ENGLISH)]
    announced = next(text for text in said if "announced" in text and "Jorge Arreaza" in text)
    assert announced.endswith(" [1]")
    assert any(text.startswith("[1] NK News") for text in said)


def test_a_value_whose_source_is_not_recorded_says_so(atlas: geo.Atlas) -> None:
    row = Row("City", "Caracas", cites=(cards.Cite("unrecorded", "not recorded", "", kind="x"),))
    card = Card("x", "mission", "X", sections=(cards.Section("facts", "F", (row,)),))
    unattributed = replace(row, cites=(), basis="none")
    other = replace(card, sections=(cards.Section("facts", "F", (unattributed,)),))
    assert "Not attributed to a source" in shown(other)
    assert "Not attributed to a source" in as_text(other)
    assert "Not attributed" not in shown(card)
    told = next(
        line
        for line in as_text(cards.card(atlas, PYONGYANG, DAY)).splitlines()
        if "dataset itself" in line
    )
    assert told == i18n.ENGLISH("card.basis.own")


def test_what_the_dataset_does_not_say_rests_on_its_silence(atlas: geo.Atlas) -> None:
    """It read "Not attributed to a source", as if somebody had said it."""
    card = cards.card(atlas, "pair:AND-TUV", DAY, DAY)
    absent = next(part for part in card.sections if part.key == "absence")
    assert [row.basis for row in absent.rows] == ["silence", "silence"]
    alone = replace(card, sections=(absent,), disputes=())
    for told in (shown(alone), as_text(alone)):
        assert "No data in this dataset" in told
        assert "Not attributed" not in told


def test_that_the_last_known_mission_has_closed_rests_on_the_sources_of_the_closing(
    atlas: geo.Atlas,
) -> None:
    """The row told of a closing, and named none of those who report it."""
    card = cards.card(atlas, "pair:ARG-VEN", DAY, DAY)
    standing, absent = (
        {row.leads_to: row for row in part.rows}
        for key in ("missions", "absence")
        for part in card.sections
        if part.key == key
    )
    assert set(absent) == {"arg-embassy-caracas", "ven-embassy-buenos-aires"}
    for id, row in absent.items():
        assert "has closed" in row.value
        assert row.cites == standing[id].cites
        assert row.claims == standing[id].claims
        assert not row.basis


# --- claims ------------------------------------------------------------------------------------


def subjects(row: Row) -> set[tuple[str, str]]:
    return set(row.keys)


@pytest.mark.parametrize("id", CARDS)
def test_a_value_opens_to_all_claims_for_it(atlas: geo.Atlas, id: str) -> None:
    card = cards.card(atlas, id, DAY)
    for row in every_row(card):
        wanted = [
            claim
            for claim in atlas.dataset.rows["claims"]
            if {(claim["subject"], ""), (claim["subject"], claim["property"])} & subjects(row)
        ]
        assert len(row.claims) == len(wanted), row.label
        assert sorted(one.cite.id for one in row.claims) == sorted(c["source"] for c in wanted)


def test_an_identity_an_event_a_head_and_a_relation_open(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, DAY)
    city = the(card, "City")
    assert {claim.value for claim in city.claims} == {"Pyongyang", "Pyonyang"}
    assert city.opens
    approved = the(card, "approved")
    assert [claim.about for claim in approved.claims] == ["Known through"]
    zerpa = the(card, "Iván Zerpa")
    assert {claim.about for claim in zerpa.claims} == {"City", "Start", "Successor"}
    visit = the(card, "Visit of Kim Yong Nam")
    assert len(visit.claims) > 5
    assert any(claim.rank == "deprecated" for row in every_row(card) for claim in row.claims)
    kind = the(card, "Type")
    assert not kind.claims
    made = shown(card)
    opened = sum(r.opens for r in every_row(card)) + len(card.disputes)
    assert made.count('<details class="ea-claims">') == opened
    assert as_text(card, claims=False).count("Pyonyang") < as_text(card).count("Pyonyang")


def test_a_value_without_any_further_claim_does_not_open(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, DAY)
    beijing = the(card, "Comment from Beijing")
    assert len(beijing.claims) == 1
    assert not beijing.opens
    for row in every_row(card):
        alone = replace(card, sections=(cards.Section("x", "X", (row,)),), disputes=())
        assert (FOLDED in shown(alone)) == row.opens


def test_a_claim_says_everything_that_is_known_of_it(atlas: geo.Atlas) -> None:
    claim = cards.Statement(
        value="1965",
        cite=replace(atlas_cite(atlas, "nk-news-2019-01-26"), repeats=("Yonhap, 2014-06-25",)),
        rank="deprecated",
        reason="Repeats the ministry",
        valid="2014",
        grade="B2",
        locator="paragraph 4",
        attributed_to="the ministry",
        seen="excerpt",
        about="Date",
        origins=("Yonhap, 2014-06-25", "KCNA, 2014-06-24"),
    )
    row = Row("opened", "1974", claims=(claim,))
    card = Card("x", "mission", "X", sections=(cards.Section("x", "X", (row,)),))
    card = replace(card, sources=(claim.cite,))
    for told in (shown(card), as_text(card)):
        for text in (
            *("Date", "1965", "2014", "[1]", "paragraph 4", "the ministry", "B2"),
            *("read as an excerpt", "Repeats the ministry", "repeats Yonhap, 2014-06-25"),
            "goes back to KCNA, 2014-06-24",
        ):
            assert text in told, (text, told)
    assert "deprecated" in shown(card)
    assert "deprecated" in as_text(card)
    dissent = replace(card, sections=(), disputes=(cards.Dispute("x", "Year", (claim,)),))
    for told in (shown(dissent), as_text(dissent)):
        for text in ("read as an excerpt", "goes back to KCNA, 2014-06-24", "B2", "[1]"):
            assert text in told, (text, told)


def test_what_a_disagreement_goes_back_to_is_told(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "pair:PRK-VEN", DAY)
    told = [one for dispute in card.disputes for one in dispute.statements]
    copies = [one for one in told if atlas.dataset.by_id["sources"][one.cite.id]["derived_from"]]
    named = [one for one in told if one.names_origin]
    assert all(bool(one.origins) == (one in copies or one in named) for one in told)
    assert copies
    assert named


def atlas_cite(atlas: geo.Atlas, id: str) -> cards.Cite:
    card = cards.card(atlas, PYONGYANG, DAY)
    return next(cite for cite in card.sources if cite.id == id)


def test_claims_come_strongest_first_and_none_before_it_was_said(atlas: geo.Atlas) -> None:
    for id in CARDS:
        for row in every_row(cards.card(atlas, id, DAY)):
            if len({claim.about for claim in row.claims}) != 1 or len(row.keys) != 1:
                continue
            subject, name = row.keys[0]
            group = [
                claim
                for claim in atlas.dataset.rows["claims"]
                if claim["subject"] == subject and name in ("", claim["property"])
            ]
            verdict = resolve(group, atlas.publication)
            assert [c.cite.id for c in row.claims] == [c["source"] for c in verdict.ordered]
    early = cards.card(atlas, CARACAS, DAY, "2015-07-01")
    late = cards.card(atlas, CARACAS, DAY)
    said = [claim for row in every_row(early) for claim in row.claims]
    assert 0 < len(said) < sum(len(row.claims) for row in every_row(late))
    day = dates.day_of("2015-07-01").toordinal()
    assert all(atlas.publication.of([claim.cite.id]).possibly <= day for claim in said)


def flooded(dataset_copy: Path, number: int) -> Path:
    """The bundled dataset with very many claims on one mission's city."""
    table = dataset_copy / "claims.csv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    blank = dict.fromkeys(rows[0], "")
    sources = [
        row["id"] for row in dataset.read(dataset_copy).rows["sources"] if row["kind"] == "news"
    ]
    for one in range(number):
        rows.append(
            blank
            | {
                "id": f"flood-{one:05}",
                "subject": CARACAS,
                "property": "city",
                "value": "Caracas" if one % 4 else f"Town {one % 3}",
                "source": sources[one % len(sources)],
                "rank": "normal",
            }
        )
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(blank), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    return dataset_copy


@pytest.mark.slow
def test_ten_thousand_claims_on_one_value_are_fifty_and_a_count(dataset_copy: Path) -> None:
    atlas = geo.Atlas.open(flooded(dataset_copy, 10_000))
    card = cards.card(atlas, CARACAS, DAY)
    city = the(card, "City")
    assert len(city.claims) == 10_000
    made, text = shown(card, "conflicts?among=PRK"), as_text(card)
    plain = shown(cards.card(geo.Atlas.open(), CARACAS, DAY))
    # The address of each claim, and the place that it leads to, are no words of the claim.
    address = re.compile(r'<a [^>]*\?claim=[^>]*>.*?</a>| id="[^"]*"')
    bare = [address.sub("", one) for one in (made, plain)]
    assert len(bare[0]) < len(bare[1]) + 100_000
    assert made.count("?claim=") - plain.count("?claim=") <= 2 * MOST_CLAIMS
    assert text.count("Caracas · used") + text.count("Town") < 4 * MOST_CLAIMS
    for told in (made, text):
        assert "And 9,950 more claims: Caracas (" in told
    assert '<a href="conflicts?among=PRK">All conflicting sources</a>' in made
    assert "All conflicting sources" not in shown(card)
    ours = dossier.dossier(atlas, geo.Selection(among=("VEN", "PRK"), as_of=DAY))
    assert b"And 9,950 more claims" in ours
    assert len(ours) < 3_000_000


def test_thousands_of_sources_are_counted_and_not_all_listed() -> None:
    cites = tuple(cards.Cite(f"s{n}", f"Paper {n}", "T", "2019-01-01") for n in range(3_000))
    row = Row("listed", "yes", cites=cites)
    card = Card("x", "mission", "X", sections=(cards.Section("x", "X", (row,)),), sources=cites)
    made = shown(card)
    assert made.count('class="ea-ref"') == MOST_CITES
    assert f"and {3_000 - MOST_CITES:,} more" in made.replace("2976", "2,976")
    assert made.count("<li ") == 500
    assert "The first 500 of 3000" in made.replace(",", "")


# --- the age of the last evidence ---------------------------------------------------------------


def test_a_copy_takes_the_day_of_its_origin(atlas: geo.Atlas) -> None:
    sources, events = atlas.dataset.by_id["sources"], atlas.dataset.by_id["events"]
    card = cards.card(atlas, PYONGYANG, DAY, DAY)
    copies = 0
    for row in every_row(card):
        if row.evidence is None or row.evidence.day is None:
            continue
        event = next((events[id] for id, name in row.keys if not name and id in events), None)
        told = {
            c["source"]: c
            for c in atlas.dataset.rows["claims"]
            if (c["subject"], c["property"]) in row.keys
        }
        days = [
            atlas.publication.origin_day(cite.id, event or told.get(cite.id))
            for cite in row.cites
            if cite.kind not in ("editorial", "unrecorded")
        ]
        assert row.evidence.day == date.fromordinal(max(days))
        assert not sources[row.evidence.source]["derived_from"]
        copies += bool(row.evidence.by)
    assert copies
    revised = the(card, "announced")
    assert [cite.id for cite in revised.cites] == ["nk-news-2019-01-26"]
    assert revised.evidence
    assert (revised.evidence.source, revised.evidence.by) == ("gaceta-oficial-41534", "NK News")
    assert revised.evidence.day == date(2018, 11, 30)


def aged(published: Sequence[str], known_on: str, kind: str = "news") -> Row:
    """The row of a mission's only event, told by sources of these days."""
    atlas = geo.Atlas.open()
    event = next(row for row in atlas.dataset.rows["events"] if row["id"].startswith(PYONGYANG))
    blank = dict.fromkeys(atlas.dataset.rows["sources"][0], "")
    names = [f"made-{number}" for number in range(len(published))]
    made = [
        blank | {"id": name, "publisher": name, "published": day, "kind": kind}
        for name, day in zip(names, published, strict=True)
    ]
    rows = dict(atlas.dataset.rows)
    rows["sources"] = [*rows["sources"], *made]
    rows["events"] = [{**event, "sources": "|".join(names), "date": "1999"}]
    card = cards.card(geo.Atlas(replace(atlas.dataset, rows=rows)), PYONGYANG, DAY, known_on)
    return next(part for part in card.sections if part.key in ("course", "expected")).rows[0]


def test_the_age_is_counted_from_the_day_by_which_sources_count() -> None:
    def told(published: Sequence[str], known_on: str) -> tuple[date | None, str, bool]:
        evidence = aged(published, known_on).evidence
        assert evidence is not None
        return evidence.day, evidence.age, evidence.old

    assert told(["2019-08-21"], "2019-08-31") == (date(2019, 8, 21), "10 days ago", False)
    assert told(["2014-10", "2011"], "2016-10-31") == (date(2014, 10, 31), "2 years ago", False)
    assert told(["[..2015-06-23]"], "2024-06-23")[0] == date(2015, 6, 23)
    almost, old = (told(["2015-06-23"], f"2020-06-{day}") for day in (22, 25))
    assert OLD_YEARS == 5
    assert (almost[2], old[2]) == (False, True)
    # What is dated by a year that is not over cannot be later than the day it was known.
    assert told(["2019", "2018-01-01"], "2019-12-31")[0] == date(2019, 12, 31)
    assert told(["", "2018-01-01"], "2019-12-31")[0] == date(2018, 1, 1)


def test_evidence_without_a_date_and_editors_words_say_so() -> None:
    undated = aged(["", ""], DAY)
    card = Card("x", "mission", "X", sections=(cards.Section("x", "X", (undated,)),))
    assert undated.evidence
    assert undated.evidence.day is None
    assert "Undated evidence: made-" in shown(card)
    assert "Undated evidence: made-" in as_text(card)
    own = aged(["2026-11-01"], DAY, "editorial")
    card = replace(card, sections=(cards.Section("x", "X", (own,)),))
    assert own.evidence == cards.Evidence()
    assert "By the editors of this dataset only" in shown(card)


def test_old_evidence_is_marked_by_a_word(atlas: geo.Atlas) -> None:
    old, new = aged(["2009-01-01"], DAY), aged(["2026-01-01"], DAY)
    for row, wanted in ((old, True), (new, False)):
        card = Card("x", "mission", "X", sections=(cards.Section("x", "X", (row,)),))
        assert ('<span class="ea-tag">old</span>' in shown(card)) is wanted
        assert ("(old)" in as_text(card)) is wanted
        spanish = card_body(card, SPANISH)
        assert ('<span class="ea-tag">antigua</span>' in spanish) is wanted


@pytest.mark.slow
def test_a_dossier_opens_and_ages_its_values_too() -> None:
    made = dossier.dossier(
        geo.Atlas.open(), geo.Selection(among=("VEN", "PRK"), as_of=DAY, known_on=DAY)
    ).decode()
    assert "Last confirmed: NK News, 25 January 2019, repeated by" in made
    assert 'Last confirmed 7 years ago <span class="tag">old</span>' in made
    opened = re.findall(r'<details class="said"><summary>(\d+) claims?</summary>', made)
    assert len(opened) > 20
    anchors = set(re.findall(r'id="source-(\d+)"', made))
    assert set(re.findall(r'href="#source-(\d+)"', made)) <= anchors
