"""Cards: every value with its sources, on both clocks, disagreements shown as such."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape

import pytest

import geo
from geo import dates, i18n
from geo.dataset import Dataset
from geo.errors import InvalidDate, UnknownMission
from geo.i18n.messages import LANGUAGES, Message, room
from geo.render.card import card_body, card_head, has_statement, statement_anchor
from geo.render.text import card_lines
from geo.reports import cards
from geo.reports.cards import Card, Row
from geo.vocabulary import EVENTS, STATUSES, Answer

CARACAS = "prk-embassy-caracas"
PYONGYANG = "ven-embassy-pyongyang"


def rows(card: Card, key: str) -> tuple[Row, ...]:
    section = card.section(key)
    return section.rows if section else ()


def publishers(row: Row) -> set[str]:
    return {cite.publisher for cite in row.cites}


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def test_the_embassy_in_las_mercedes(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, CARACAS, as_of="2026-11-21")
    assert card.title == "Embassy of North Korea in Caracas"
    formal = "Democratic People's Republic of Korea"
    assert [row.value for row in rows(card, "names") if formal in row.value] == [
        f"North Korea ({formal})"
    ]
    assert formal not in " ".join([card.title, card.subtitle, *card.lead])
    assert len(card.lead) <= 5
    assert card.status == "open"
    assert card.last_evidence == "2025-09"
    assert any("Las Mercedes" in sentence for sentence in card.lead)
    requested = next(row for row in rows(card, "course") if row.label == "formally requested")
    assert requested.date == "2014-04"
    assert any("Voice of America" in name for name in publishers(requested))
    place = rows(card, "position")[0]
    assert "Las Mercedes" in place.value
    assert place.leads_to == "las-mercedes"
    assert publishers(place) == {"Caracas Chronicles"}
    ri = next(row for row in rows(card, "heads") if row.label == "Ri Sung Gil")
    assert "start unknown" in ri.when
    assert "7 September 2018" in ri.when
    assert "Caracas" in ri.value


def test_what_was_expected_stands_apart_from_what_happened(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, as_of="2026-11-21")
    assert all(not row.expected for row in rows(card, "course"))
    expected = rows(card, "expected")
    assert [row.label for row in expected] == ["deadline"]
    assert expected[0].when == "expected for March 2019"
    assert "unnamed" in expected[0].attributed_to


@pytest.mark.parametrize(
    ("as_of", "known_on", "status"),
    [
        ("2018-06-01", None, ""),
        ("2019-01-26", "2019-01-26", "preparing"),
        ("2019-09-01", None, "open"),
        ("2026-11-21", None, "suspended"),
    ],
)
def test_both_clocks(atlas: geo.Atlas, as_of: str, known_on: str | None, status: str) -> None:
    card = cards.card(atlas, PYONGYANG, as_of, known_on)
    assert card.status == status
    assert (card.certainty is Answer.NO) == (status == "")
    if not status:
        assert card.lead == ("Not yet open on 1 June 2018.",)
        assert card.left_out


def test_as_known_in_january_2019_it_is_placed_by_words(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, "2019-01-26", "2019-01-26")
    place = rows(card, "position")[0]
    assert place.value.startswith("Inferred from a description")
    assert place.attributed_to.endswith("unnamed")
    near = [
        row.leads_to
        for row in rows(card, "position")
        if row.label == i18n.ENGLISH("card.label.near")
    ]
    assert sorted(near) == ["pol-embassy-pyongyang", "vnm-embassy-pyongyang"]
    assert "opened" not in [row.label for row in rows(card, "course")]


def test_the_evidence_for_a_status_is_named_apart_from_the_last_news(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, PYONGYANG, as_of="2026-11-21")
    assert card.lead[0] == "Status on 21 November 2026: suspended."
    assert card.lead[1].startswith("Since: between 1 January 2020 and 1 April 2021 (suspended; ")
    assert "Russian embassy in Pyongyang" in card.lead[1]
    assert "2025" not in card.lead[1]
    assert card.lead[2].startswith("Last confirmed: 12 August 2025 (ambassador appointed)")
    nothing = cards.card(atlas, "ven-embassy-maputo", as_of="2026-11-21").lead
    assert "No later evidence of activity found by 21 November 2026." in nothing
    assert nothing[2].startswith("Last confirmed: ")


def test_a_date_that_ends_later_than_what_was_known_is_open(atlas: geo.Atlas) -> None:
    def covered(known_on: str | None) -> Row:
        card = cards.card(atlas, "cover:cover-ven-prk-from-beijing", "2015-01-01", known_on)
        return rows(card, "accreditations")[0]

    assert covered(None).when == "2006 to 2019"
    assert "2019" in covered(None).note
    then = covered("2015-01-01")
    assert then.when == "since 2006"
    assert then.date == "2006/.."
    assert not then.note
    assert all(cite.published < "2015" for cite in then.cites)


@pytest.mark.parametrize("known_on", ["2015-07-01", "2018-12-31"])
@pytest.mark.parametrize("id", [CARACAS, PYONGYANG, "pair:PRK-VEN"])
def test_no_text_tells_of_later_days(atlas: geo.Atlas, id: str, known_on: str) -> None:
    card = cards.card(atlas, id, "2026-11-21", known_on)
    for section in card.sections:
        for row in section.rows:
            told = " ".join((row.when if not row.expected else "", row.note))
            years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", told)}
            assert max(years, default=0) <= int(known_on[:4]), row


def test_cards_are_plain_english(atlas: geo.Atlas) -> None:
    ids = {*atlas.dataset.by_id["sources"], *atlas.dataset.by_id["missions"]}
    pairs = geo.lines(atlas, geo.Selection(), vertices=2)["id"]
    for id in [*atlas.dataset.by_id["missions"], *pairs[pairs.str.startswith("pair:")]]:
        card = cards.card(atlas, id)
        told = [card.title, card.subtitle, *card.lead]
        for section in card.sections:
            told += [text for row in section.rows for text in (row.label, row.value, row.note)]
            assert not [row.note for row in section.rows if "the claims" in row.note]
        for dispute in card.disputes:
            told.append(dispute.property)
            told += [text for one in dispute.statements for text in (one.value, one.reason)]
        for text in told:
            assert not set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)) & ids, text
            assert not re.search(r"sheet of facts|attested \d", text), text
    labels = {row.label for row in rows(cards.card(atlas, PYONGYANG), "facts")}
    assert {"Comment from Beijing", "Editors’ note"} <= labels


def test_closed_missions_are_counted_apart(atlas: geo.Atlas) -> None:
    lead = cards.card(atlas, "pair:PRK-VEN", as_of="2026-11-21").lead[0]
    assert "2 missions (1 more is closed)" in lead


def test_the_answer_on_two_states_is_their_missions_and_how_far_apart(atlas: geo.Atlas) -> None:
    lead = cards.card(atlas, "pair:PRK-VEN", as_of="2026-11-21").lead
    assert lead[1:] == (
        "Embassy of North Korea in Caracas: open.",
        "Embassy of Venezuela in Pyongyang: suspended.",
        "Distance: 14,370 km.",
    )
    assert len(cards.card(atlas, "pair:PRK-VEN", as_of="2018-06-01").lead) == 2


def test_every_claim_is_on_its_card_with_an_address_of_its_own(atlas: geo.Atlas) -> None:
    made: dict[str, cards.Card] = {}
    for claim in atlas.dataset.claims:
        id = cards.card_of(atlas, claim.id)
        made.setdefault(id, cards.card(atlas, id))
        assert has_statement(made[id], claim.id), (claim.id, id)
    assert cards.card_of(atlas, atlas.dataset.events[0].id) == atlas.dataset.events[0].mission
    for id in (CARACAS, PYONGYANG, "pair:PRK-VEN"):
        shown = card_body(made[id], i18n.ENGLISH, statement=lambda one: f"./?claim={one}")
        anchors = re.findall(r' id="(ea-claim-[^"]+)"', shown)
        assert len(anchors) == len({*anchors}) == shown.count("./?claim=") > 20


def test_the_claim_that_is_asked_for_is_unfolded_and_marked(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, CARACAS)
    for claim in atlas.dataset.claims.about(CARACAS):
        shown = card_body(card, i18n.ENGLISH, statement=lambda one: one, asked=claim.id)
        assert shown.count("aria-current") == 1
        before, _, _ = shown.partition(
            f'id="{statement_anchor(claim.id)}" tabindex="-1" aria-current'
        )
        around = before.rsplit('<details class="ea-part-of-card"', 1)[1]
        assert around.startswith(" open")
    assert " open>" not in card_body(card, i18n.ENGLISH, statement=lambda one: one)


@pytest.mark.parametrize("id", [CARACAS, PYONGYANG, "pair:PRK-VEN", "las-mercedes"])
@pytest.mark.parametrize("known_on", ["2015-06-23", "2019-01-26", "2021-12-31"])
def test_no_source_speaks_before_it_is_known(atlas: geo.Atlas, id: str, known_on: str) -> None:
    card = cards.card(atlas, id, "2026-11-21", known_on)
    day = dates.day_of(known_on)
    for cite in card.sources:
        if cite.published and not cite.through:
            latest = dates.parse(cite.published).latest
            assert latest is None or latest <= day


def test_the_pair(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "pair:PRK-VEN", as_of="2026-11-21")
    assert card.title == "North Korea and Venezuela"
    assert card.subtitle == (
        "Democratic People's Republic of Korea; Bolivarian Republic of Venezuela"
    )
    route = {row.label: row.value for row in rows(card, "route")}
    assert re.match(r"14,3[67]0 km", route["Distance"])
    assert "from the Embassy of North Korea in Caracas" in route["Distance"]
    assert route["Northernmost point"] == "77.5° N"
    assert "180th meridian" in route["Crosses"]
    assert {CARACAS, PYONGYANG} <= {row.leads_to for row in rows(card, "missions")}
    titles = {row.label for row in rows(card, "relations")}
    assert "Visit of Kim Yong Nam" in titles
    statues = next(row for row in rows(card, "relations") if "Statues" in row.label)
    assert statues.expected
    covered = " ".join(row.value for row in rows(card, "accreditations"))
    assert "from Beijing" in covered
    assert "from Havana" in covered


def test_the_year_of_relations_is_disputed(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "pair:PRK-VEN", as_of="2026-11-21")
    values = {statement.value for dispute in card.disputes for statement in dispute.statements}
    assert any("1965" in value for value in values)
    assert any("1974" in value for value in values)


def test_the_wrong_korea_stands_only_as_a_corrected_claim(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, CARACAS, as_of="2026-11-21")
    mixed = [
        statement
        for dispute in card.disputes
        for statement in dispute.statements
        if statement.value.startswith("Republic of Korea")
    ]
    assert mixed
    assert all(not statement.leads for statement in mixed)
    assert "South Korea" not in card.title + card.subtitle


def test_one_claim_is_no_disagreement(atlas: geo.Atlas) -> None:
    for id in (CARACAS, PYONGYANG, "pair:PRK-VEN"):
        for dispute in cards.card(atlas, id).disputes:
            differ = len({statement.value for statement in dispute.statements}) > 1
            assert differ or any(s.rank == "deprecated" for s in dispute.statements)
            leaders = {s.value for s in dispute.statements if s.leads}
            assert dispute.tie == (len(leaders) > 1)


def test_the_jokes_stand_on_no_card(atlas: geo.Atlas) -> None:
    for id in (CARACAS, PYONGYANG, "pair:PRK-VEN"):
        told = " ".join(texts(cards.card(atlas, id))).casefold()
        for joke in ("joint military", "medical cure", "funk", "social network"):
            assert joke not in told


def test_every_mission_and_line_and_place_has_a_card(atlas: geo.Atlas) -> None:
    everything = geo.Selection(statuses=STATUSES)
    ids = [*geo.lines(atlas, everything, vertices=2)["id"], *atlas.dataset.by_id["places"]]
    ids += atlas.dataset.by_id["missions"]
    for id in ids[::9]:
        card = cards.card(atlas, id)
        assert card.title
        assert card.sections
        shown = card_head(card, i18n.ENGLISH) + card_body(card, i18n.ENGLISH)
        assert i18n.escape(card.title) in shown


def test_a_mission_known_only_by_its_city_says_so(atlas: geo.Atlas) -> None:
    placed = {row["mission"] for row in atlas.dataset.rows["positions"]}
    id = next(id for id in atlas.dataset.by_id["missions"] if id not in placed)
    first = rows(cards.card(atlas, id), "position")[0]
    assert first.value.startswith("Approximate: city only")


@pytest.mark.parametrize(
    "id",
    ["", "no-such-mission", "pair:PRK-XXX", "near:a:b", "<img src=x>", "\0", "pair:", "x" * 9000],
)
def test_an_unknown_id_is_refused_with_a_remedy(atlas: geo.Atlas, id: str) -> None:
    with pytest.raises(UnknownMission, match="Choose one"):
        cards.card(atlas, id)


def test_a_near_id_is_suggested(atlas: geo.Atlas) -> None:
    with pytest.raises(UnknownMission) as caught:
        cards.card(atlas, "prk-embasy-caracas")
    assert CARACAS in caught.value.candidates


def test_a_wrong_day_is_refused(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidDate, match="2019-03"):
        cards.card(atlas, CARACAS, as_of="Mar-19")


# --- languages ---------------------------------------------------------------------------------

SPANISH = i18n.tr("es")
DAY = "2026-11-21"
WORD = re.compile(r"[a-z\u00e1-\u00fa\u2019]{3,}")
MARKED = re.compile(r'<(\w+)[^>]*\slang="[a-z-]+"[^>]*>.*?</\1>', re.DOTALL)


def every_id(atlas: geo.Atlas) -> list[str]:
    near = geo.lines(atlas, geo.Selection(statuses=STATUSES), vertices=2)["id"]
    tables = ("missions", "places", "relations", "coverage", "sources")
    return [*near, *(id for table in tables for id in atlas.dataset.by_id[table])]


def placeholders(message: Message) -> set[str]:
    texts = [message] if isinstance(message, str) else list(message.values())
    return {name for t in texts for _, name, _, _ in string.Formatter().parse(t) if name}


def wording(language: str) -> set[str]:
    """Every word that the interface has for cards in a language."""
    found: set[str] = set()
    for name in ("card", "heading", "words", "date"):
        for message in room(name, language).values():
            for text in [message] if isinstance(message, str) else message.values():
                found |= set(WORD.findall(re.sub(r"[{].*?[}]", " ", text).casefold()))
    return found


def named(dataset: Dataset, wanted: set[str]) -> dict[str, list[str]]:
    """Word -> the names of the dataset that hold it, which stand in sentences of the interface."""
    columns = {
        "sources": ("id", "publisher", "title", "url", "archived_url"),
        "missions": ("id", "city", "name"),
        "heads": ("id", "name", "city"),
        "relations": ("id", "title", "place"),
        "coverage": ("id", "city"),
        "places": ("id", "name", "city"),
    }
    found: dict[str, list[str]] = {}
    for table, names in columns.items():
        for text in {row[name].casefold() for row in dataset.rows[table] for name in names}:
            for word in wanted.intersection(WORD.findall(text)):
                found.setdefault(word, []).append(text)
    return {word: sorted(texts, key=len, reverse=True) for word, texts in found.items()}


@pytest.mark.parametrize("name", ["card", "heading"])
def test_the_languages_have_the_same_messages(name: str) -> None:
    english, spanish = (room(name, language) for language in LANGUAGES)
    assert english.keys() == spanish.keys()
    for key, message in english.items():
        assert placeholders(message) == placeholders(spanish[key]), key


def test_every_property_and_event_has_a_spanish_name(atlas: geo.Atlas) -> None:
    sources = atlas.dataset.by_id["sources"]
    begins = tuple(f"{b}-" for b in SPANISH.messages("heading.begins"))
    for slug in {row["property"] for row in atlas.dataset.rows["claims"]}:
        what, _, source = slug.partition("-by-")
        told = what if source in sources else slug
        assert SPANISH.has(f"heading.property.{told}") or told.startswith(begins), slug
    assert all(SPANISH.has(f"words.event.{event}") for event in EVENTS)


@pytest.mark.slow
def test_spanish_cards_have_no_english_of_the_interface(atlas: geo.Atlas) -> None:
    foreign = wording("en") - wording("es") - {"normal"}
    assert {"sending", "mission", "which"} & foreign
    names = named(atlas.dataset, foreign)
    for id in every_id(atlas):
        card = cards.card(atlas, id, DAY, language="es")
        shown = card_head(card, SPANISH) + card_body(card, SPANISH)
        own = re.sub(r"<[^>]*>", "\n", MARKED.sub("\n", shown))
        said = unescape(own).casefold()
        for word in foreign.intersection(WORD.findall(said)):
            for name in names.get(word, ()):
                said = said.replace(name, " ")
        assert not foreign.intersection(WORD.findall(said)), (id, said)


def test_what_the_dataset_tells_keeps_its_language(atlas: geo.Atlas) -> None:
    english, spanish = (cards.card(atlas, PYONGYANG, DAY, language=one) for one in LANGUAGES)
    assert spanish.title == "Embajada de Venezuela en Pyongyang"
    assert spanish.lead[0] == "Situación a 21 de noviembre de 2026: suspendida."
    assert "Russian embassy" not in spanish.lead[1].split("(")[0]
    for ours, theirs in zip(english.sections, spanish.sections, strict=True):
        assert (ours.key, len(ours.rows)) == (theirs.key, len(theirs.rows))
        for one, other in zip(ours.rows, theirs.rows, strict=True):
            assert one.attributed_to == other.attributed_to
            assert (one.date, one.leads_to, one.as_told) == (
                other.date,
                other.leads_to,
                other.as_told,
            )
            for name in one.as_told:
                assert getattr(one, name) == getattr(other, name)
    shown = card_body(spanish, SPANISH)
    detail = i18n.escape(next(row for row in rows(spanish, "course") if row.value).value)
    assert f'<div><span lang="en">{detail}</span>' in shown
    assert 'lang="es"' not in shown
    assert 'lang="en"' not in card_body(english, i18n.ENGLISH)


def test_a_dataset_says_its_language(atlas: geo.Atlas) -> None:
    dataset = replace(atlas.dataset, own={**atlas.dataset.own, "language": "es"})
    card = cards.card(geo.Atlas(dataset), PYONGYANG, DAY)
    assert 'lang="es"' in card_body(card, i18n.ENGLISH)
    hostile = replace(atlas.dataset, own={"language": '"><script>'})
    assert cards.card(geo.Atlas(hostile), PYONGYANG, DAY).told_in == "en"


def test_headings_are_in_order_and_links_lead_out_safely(atlas: geo.Atlas) -> None:
    for id in (PYONGYANG, "pair:PRK-VEN", "las-mercedes", "nk-news-2019-01-25"):
        card = cards.card(atlas, id, DAY, language="es")
        shown = card_head(card, SPANISH) + card_body(card, SPANISH, lambda id: f"#{id}")
        assert re.findall(r"<h([1-6])", shown)[0] == "2"
        assert set(re.findall(r"<h([1-6])", shown)[1:]) == {"3"}
        assert len(re.findall("<h3>", shown)) == (
            len(card.sections) + bool(card.disputes) + bool(card.sources)
        )
        links = re.findall(r"<a [^>]*>", shown)
        away = [link for link in links if 'href="#' not in link]
        assert away
        assert all('rel="noopener noreferrer"' in link for link in away)
        assert 'href="#' in shown


def test_cards_as_text_speak_both_languages(atlas: geo.Atlas) -> None:
    def told(id: str, language: str) -> str:
        card = cards.card(atlas, id, "2019-06-01", "2019-06-01", language)
        return "\n".join(line.text for line in card_lines(card, i18n.tr(language)))

    english, spanish = told(PYONGYANG, "en"), told(PYONGYANG, "es")
    assert "as of 2019-06-01" in english
    assert "Not included: " in english
    assert "a fecha de 2019-06-01" in spanish
    assert "Sin incluir: " in spanish
    assert "not read; known through" in told("pair:PRK-VEN", "en")
