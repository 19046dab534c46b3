"""Values on cards: addresses and handles as they are, and what is placed in a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import geo
from geo import i18n
from geo.render.card import card_body
from geo.reports import cards

CARACAS, PYONGYANG = "prk-embassy-caracas", "ven-embassy-pyongyang"


def rows(card: cards.Card, key: str) -> tuple[cards.Row, ...]:
    return next(part.rows for part in card.sections if part.key == key)


SAID = {
    "website": "https://embassy.example/prk-embassy-caracas?a=1&b=2",
    "twitter": "embhntw",
    "facebook": "javascript:hit()",
    "email": "mission@embassy.example",
    "phone": "ext. 12",
}


def test_addresses_and_handles_are_shown_as_they_are(dataset_copy: Path) -> None:
    claims = dataset_copy / "claims.csv"
    more = "".join(
        f"claim-a-{name},prk-embassy-caracas,{name},{value},,unrecorded,,,,,normal,,\n"
        for name, value in SAID.items()
    )
    claims.write_text(claims.read_text("utf-8") + more, "utf-8")
    card = cards.card(geo.Atlas.open(dataset_copy), CARACAS)
    facts = {row.value: row for row in rows(card, "facts")}
    assert set(SAID.values()) <= facts.keys()
    assert [row.value for row in facts.values() if row.link] == [SAID["website"]]
    for language in ("en", "es"):
        shown = card_body(card, i18n.tr(language))
        for value in SAID.values():
            assert re.search(f">{re.escape(i18n.escape(value))}[ <]", shown), value
        assert f'href="{i18n.escape(SAID["website"])}"' in shown
        assert 'href="https://x.com/embhntw"' in shown
        assert 'href="javascript' not in shown
        assert "facebook.com" not in shown


def test_a_disputed_address_is_a_link_too(dataset_copy: Path) -> None:
    claims = dataset_copy / "claims.csv"
    more = "".join(
        f"claim-a-{n},prk-embassy-caracas,website,https://{n}.example,,unrecorded,,,,,normal,,\n"
        for n in ("one", "two")
    )
    claims.write_text(claims.read_text("utf-8") + more, "utf-8")
    shown = card_body(cards.card(geo.Atlas.open(dataset_copy), CARACAS), i18n.ENGLISH)
    for n in ("one", "two"):
        assert f'href="https://{n}.example"' in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://x.example", "https://x.example"),
        ("documentedny.com", "documentedny.com"),
        ("a@b.example", "a@b.example"),
        ("closed.", "Closed."),
        ("open since 2015", "Open since 2015"),
        ("", ""),
    ],
)
def test_a_capital_is_for_words_only(text: str, said: str) -> None:
    assert i18n.ENGLISH.capital(text) == said


def test_a_place_lists_missions_by_words_points_and_neighbours(dataset_copy: Path) -> None:
    positions = dataset_copy / "positions.csv"
    kept = [
        line.replace("munsu-dong-quarter-without-venezuela,", ",").replace("near,125", "near,0")
        for line in positions.read_text("utf-8").splitlines()
        if not line.startswith("ven-embassy-pyongyang-at-")
    ]
    positions.write_text("\n".join(kept) + "\n", "utf-8")
    card = cards.card(geo.Atlas.open(dataset_copy), "munsu-dong-quarter")
    said = {row.leads_to: row.value for row in rows(card, "missions")}
    assert "near missions" in said[PYONGYANG]
    assert "point" in said["vnm-embassy-pyongyang"]
    assert "point" not in said["mng-embassy-pyongyang"]
    assert "rus-embassy-pyongyang" not in said


def test_a_place_without_an_outline_says_that_it_is_not_drawn() -> None:
    atlas = geo.Atlas.open()
    undrawn = next(id for id, shape in atlas.dataset.shapes.items() if shape is None)
    values = [row.value for row in cards.card(atlas, undrawn).sections[0].rows]
    assert any("not on the map" in value for value in values)
