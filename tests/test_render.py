"""Templates: what comes from data is inert in every one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import geo
from geo import dossier, i18n
from geo.dossier.document import Picture
from geo.render import Markup, render
from geo.render.card import card_body, card_head
from geo.render.change_files import atom_feed
from geo.render.engine import _environment
from geo.render.text import card_lines
from geo.reports import cards
from geo.reports.cards import Card, Row
from geo.reports.changes import changes

HOSTILE = "<img src=x onerror=window.hit=1></script>`${window.hit=1}`\\\u202e\0" + "=HYPERLINK(1)"
CARD_TAGS = {"article", "header", "p", "h2", "h3", "section", "details", "summary"} | {
    *("div", "span", "ul", "ol", "li", "a")
}


def made(text: str, **values: object) -> str:
    return _environment().from_string(text).render(values)


def test_a_value_is_escaped_as_everywhere_and_html_made_here_is_not() -> None:
    told = made("<b title='{{ it }}'>{{ it }}</b>{{ own }}", it=HOSTILE, own=Markup("<i>x</i>"))
    assert "<img" not in told
    assert "`" not in told
    assert "[U+202E]" in told
    assert told.endswith("<i>x</i>")


def test_a_value_may_be_cut_or_linked() -> None:
    assert made("{{ it|shown(3) }}", it="<abcdef").startswith("&lt;ab… ")
    assert made("{{ it|linked(99) }}", it="javascript:alert(1)") == "javascript:alert(1)"
    assert '<a href="https://example.org/"' in made(
        "{{ it|linked(99) }}", it="https://example.org/"
    )


def test_a_value_that_was_not_given_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        made("{{ it }}")


class Elements(HTMLParser):
    """Names and attributes of the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def hostile_card() -> Card:
    """A card of which every text is hostile."""
    cite = cards.Cite(
        "s",
        HOSTILE,
        HOSTILE,
        "",
        "",
        "javascript:hit()",
        "data:x",
        through=(HOSTILE,),
        repeats=(HOSTILE,),
        language=HOSTILE,
    )
    told = ("label", "value", "note")
    row = Row(HOSTILE, HOSTILE * 2_000, HOSTILE, "", (cite,) * 9, HOSTILE, HOSTILE, as_told=told)
    row = replace(row, link="javascript:hit()", leads_to=HOSTILE)
    statement = cards.Statement(
        HOSTILE, cite, "normal", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, as_told=told
    )
    statement = replace(statement, about=HOSTILE, origins=(HOSTILE,))
    evidence = cards.Evidence("s", HOSTILE, HOSTILE, HOSTILE, None, HOSTILE)
    row = replace(row, claims=(statement,) * 60, evidence=evidence)
    return Card(
        "id",
        "mission",
        HOSTILE,
        HOSTILE,
        (HOSTILE,),
        sections=(cards.Section("facts", HOSTILE, (row,) * 9, HOSTILE),),
        disputes=(cards.Dispute("x", HOSTILE, (statement,), True),),
        sources=(cite,),
        left_out={"later": 1},
        told_in=HOSTILE,
        title_language=HOSTILE,
    )


@pytest.mark.parametrize("tr", [i18n.ENGLISH, i18n.tr("es")])
def test_a_hostile_card_is_inert_html(tr: i18n.Translator) -> None:
    card = hostile_card()
    shown = card_head(card, tr) + card_body(card, tr)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9!]+)", shown))
    assert tags <= CARD_TAGS
    assert set(re.findall(r'href="([^"]*)"', shown)) == {"#ea-source-1", "#ea-ref-1"}
    assert not set(shown) & set("`$\\\u202e\0")
    assert "characters in all" in shown


def pages(hostile: geo.Atlas) -> Iterator[str]:
    """All that templates make, of hostile texts; a new template needs a page here."""
    card, tr = hostile_card(), i18n.tr("es")
    yield card_head(card, tr) + card_body(card, tr)
    few = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-24")
    for selection in (few, geo.Selection(as_of="2026-11-24")):
        yield dossier.dossier(hostile, selection, title=HOSTILE, language="es").decode()
    yield dossier.embed(hostile, few, title=HOSTILE).decode()
    yield dossier.iframe(HOSTILE, HOSTILE)
    yield render("webmap/tile_credit", link=HOSTILE, credit=HOSTILE)
    spans = geo.Selection(as_of="2019-01-01"), geo.Selection(as_of="2020-01-01")
    found = changes(*[(hostile, one) for one in spans], names=(HOSTILE, HOSTILE), tr=tr)
    yield atom_feed(found, tr).decode()


def test_every_template_is_rendered_with_hostile_texts_and_they_are_inert(
    hostile: geo.Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = Picture("data:image/png;base64,iVBORw0KGgo=", 1, 1)
    monkeypatch.setattr("geo.dossier.document.pictured", lambda *_, **__: dot)
    monkeypatch.setattr("geo.figures.alt_text", lambda *_, **__: HOSTILE)
    _environment.cache_clear()
    for page in pages(hostile):
        found = Elements(page)
        assert not {"object", "embed", "form", "base", "svg", "video"} & found.tags
        for name, value in found.attributes:
            assert not name.startswith("on")
            assert name not in ("href", "src") or not value.startswith("javascript:")
            assert name != "src" or value.startswith(("data:image/png", "%3Cimg"))
    environment = _environment()
    assert environment.cache is not None
    pages_of = ("ui/", "report/", "site/", "text/")  # tested with the pages, as lines, in test_site
    templates = environment.list_templates(filter_func=lambda name: not name.startswith(pages_of))
    assert {name for _, name in environment.cache} == set(templates)


@pytest.mark.parametrize("claims", [False, True])
def test_lines_of_a_hostile_card_have_its_texts_whole(claims: bool) -> None:
    lines = [
        *card_lines(replace(hostile_card(), title=f"{HOSTILE}\n\u2028</p>"), i18n.ENGLISH, claims)
    ]
    assert lines[0] == (0, f"{HOSTILE}\n\u2028</p>", "title")
    assert lines[2] == (0, HOSTILE, "value")
    assert any(HOSTILE * 2_000 in line.text for line in lines)
    assert not any("&lt;" in line.text for line in lines)


def test_html_is_escaped_by_templates_only() -> None:
    root = Path(geo.__file__).parent
    allowed = {"i18n", "render"}
    for path in root.rglob("*.py"):
        if path.relative_to(root).parts[0] not in allowed:
            assert not re.search(r"(?<!re\.)\b_?escape\(", path.read_text(encoding="utf-8")), path
