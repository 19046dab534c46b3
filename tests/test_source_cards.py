"""The card of a source: what it is, and all that rests on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import geo
from geo import dates, i18n
from geo.reports import cards
from geo.reports.cards import Card, Row
from geo.reports.cards.source import TABLES
from geo.vocabulary import Answer

DAY = "2026-11-21"
PYONGYANG = "ven-embassy-pyongyang"


def rows(card: Card, key: str) -> tuple[Row, ...]:
    section = card.section(key)
    return section.rows if section else ()


def test_the_card_of_a_source(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "nk-news-2019-01-26", DAY)
    assert card.what == "source"
    assert card.title.startswith("Preparations underway to open Venezuelan embassy")
    assert card.subtitle == "NK News, as revised on 26 January 2019"
    about = {row.label: row for row in rows(card, "about")}
    assert about["Language"].value == "English"
    assert about["How much was read"].value == "read in full"
    assert "Repeats" not in about
    assert about["Address"].link == about["Address"].value
    assert {row.leads_to for row in rows(card, "events")} == {PYONGYANG}
    assert rows(card, "events")[0].when == "announced, 28 November 2018"
    assert rows(card, "relations")[0].leads_to == "pair:PRK-VEN"
    assert [row.leads_to for row in rows(card, "sources")] == ["gaceta-oficial-41534"]
    assert "2 events" in card.lead[0]


def test_all_that_rests_on_a_source_stands_on_its_card(atlas: geo.Atlas) -> None:
    resting = cards.resting(atlas)
    assert resting.keys() == atlas.dataset.by_id["sources"].keys()
    known = dict.fromkeys(TABLES, 0)
    for source, tables in resting.items():
        card = cards.card(atlas, source, "2099-12-31")
        told = {section.key: section.rows for section in card.sections}
        assert told.keys() == {"about", *tables}
        for table, number in tables.items():
            known[table] += number
            assert len(told[table]) == min(number, 200), (source, table)
            assert bool(card.section(table).note) == (number > 200)  # type: ignore[union-attr]
    assert known["claims"] == len(atlas.dataset.rows["claims"])
    assert all(known.values())


def test_rows_of_a_source_lead_to_cards(atlas: geo.Atlas) -> None:
    found: dict[str, str] = {}
    for source in atlas.dataset.by_id["sources"]:
        for section in cards.card(atlas, source, DAY).sections:
            for row in section.rows:
                assert row.leads_to or section.key in ("about", "claims"), row
                if row.leads_to:
                    found[row.leads_to] = source
    for id in found:
        assert cards.card(atlas, id, DAY).sections
        assert cards.name(atlas, id, i18n.tr("es")) != id


@pytest.mark.parametrize("known_on", ["2015-06-23", "2019-01-26"])
def test_nothing_rests_on_a_source_before_it_is_known(atlas: geo.Atlas, known_on: str) -> None:
    day = dates.day_of(known_on).toordinal()
    for source in atlas.dataset.by_id["sources"]:
        card = cards.card(atlas, source, DAY, known_on)
        told = {section.key for section in card.sections}
        if atlas.publication.of([source]).possibly > day:
            assert told == {"about"}
            assert "Not yet published by" in card.lead[0]
        for section in card.sections:
            for row in section.rows:
                if section.key == "sources":
                    assert atlas.publication.of([row.leads_to]).possibly <= day
                sure = row.certainty is Answer.YES and not row.expected
                years = [int(year) for year in re.findall(r"\b20\d\d\b", row.when if sure else "")]
                assert max(years, default=0) <= int(known_on[:4]), row


def test_an_id_stands_for_one_thing(dataset_copy: Path) -> None:
    table = dataset_copy / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("nk-news-2019-08-21", PYONGYANG), "utf-8")
    assert any("already" in problem.rule for problem in geo.dataset.check(dataset_copy))
