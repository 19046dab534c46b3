"""Plain English, and the escaping through which every text from data passes."""

from __future__ import annotations

import html
import math
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import i18n, parties, vocabulary

TEXTS = st.text(st.characters(codec=None), max_size=60)
HOSTILE = (
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=1</script>",
    "`${window.hit=1}`",
    "\\u003cscript\\u003e",
    "\u202eabc\u202c",
    "a\0b\x1b[31m",
    "'\"&",
)


@given(TEXTS)
def test_escaped_text_is_inert(text: str) -> None:
    shown = i18n.escape(text)
    assert not set(shown) & set("<>\"'`$\\")
    assert all(
        c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in shown
    )
    assert html.unescape(shown) == i18n.plain(text)
    shown.encode("utf-8")


@given(TEXTS)
def test_escaping_keeps_what_can_be_read(text: str) -> None:
    kept = "".join(c for c in text if c.isprintable())
    assert [c for c in kept if not c.isspace()] == [
        c for c in kept if c in i18n.plain(text) and not c.isspace()
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_of_markdown_are_escaped(text: str) -> None:
    shown = i18n.markdown(text)
    for place, character in enumerate(shown):
        if character in "\\`*_{}[]()<>#!|~$:":
            before = len(shown[:place]) - len(shown[:place].rstrip("\\"))
            after = len(shown[place:]) - len(shown[place:].lstrip("\\"))
            assert character == "\\" or before % 2 == 1
            assert character != "\\" or before or after > 1 or shown[place + 1] != " "


def test_what_turns_the_reading_direction_is_written_out() -> None:
    assert i18n.plain("Embassy\u202eycal") == "Embassy[U+202E]ycal"
    assert i18n.plain("a\0b") == "a[U+0000]b"
    assert i18n.plain("one\ntwo\u200f") == "one two"


def test_a_long_text_is_cut_and_counted() -> None:
    shown = i18n.escape("<" * 100_000, limit=3)
    assert shown == "&lt;&lt;&lt;… (100,000 characters in all)"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("//example.org", ""),
        ("https://exa\u202emple.org", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(address: str, shown: str) -> None:
    assert i18n.link(address) == shown


@pytest.mark.parametrize(
    ("kind", "sending", "receiving", "city", "label"),
    [
        ("embassy", "VEN", "PRK", "Pyongyang", "Embassy of Venezuela in Pyongyang"),
        (
            "embassy",
            "PRK",
            "VEN",
            "Caracas",
            "Embassy of North Korea in Caracas",
        ),
        ("embassy", "KOR", "VEN", "Caracas", "Embassy of South Korea in Caracas"),
        (
            "consulate_general",
            "NLD",
            "VEN",
            "",
            "Consulate general of the Netherlands in Venezuela",
        ),
        ("honorary_consul", "PER", "VEN", "x", "Honorary consulate of Peru in x"),
        ("delegation", "EUE", "VEN", "Caracas", "Delegation of the European Union in Caracas"),
    ],
)
def test_missions_are_called_by_plain_names(
    kind: str, sending: str, receiving: str, city: str, label: str
) -> None:
    assert i18n.ENGLISH.label(kind, sending, receiving, city) == label


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("PRK", "North Korea", "Corea del Norte"),
        ("KOR", "South Korea", "Corea del Sur"),
        ("CIV", "Ivory Coast", "Costa de Marfil"),
        ("COD", "DR Congo", "RD del Congo"),
        ("EUE", "European Union", "Unión Europea"),
        ("???", "???", "???"),
    ],
)
def test_a_state_has_one_name(code: str, english: str, spanish: str) -> None:
    assert (i18n.tr("en").party(code), i18n.tr("es").party(code)) == (english, spanish)


def test_no_name_is_cut_short_and_each_finds_its_party() -> None:
    for language in i18n.LANGUAGES:
        for one in parties.parties():
            name = i18n.tr(language).party(one.code)
            assert "." not in name
            assert parties.party(name) == one
    for text in ("DPR Korea", "Rep. of Korea", "UAE", "RPD de Corea", "Côte d'Ivoire", "Türkiye"):
        assert parties.party(text)


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        (
            "PRK",
            "the Democratic People's Republic of Korea",
            "la República Popular Democrática de Corea",
        ),
        ("GBR", "the United Kingdom of Great Britain and Northern Ireland", "el Reino Unido"),
        ("BFA", "Burkina Faso", "Burkina Faso"),
        ("???", "???", "???"),
    ],
)
def test_a_state_has_a_formal_name(code: str, english: str, spanish: str) -> None:
    said = i18n.tr("en").formal(code, within=True), i18n.tr("es").formal(code, within=True)
    assert said == (english, spanish)


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("comment-beijing", "Comment from Beijing"),
        ("attested-2018-09-07", "In post, 7 September 2018"),
        ("attested-2024-09", "In post, September 2024"),
        ("stopped-by-2021-04-01", "Stopped by 1 April 2021"),
        ("status-in-2022", "Status in 2022"),
        ("note", "Editors’ note"),
        ("first-embassy", "First embassy"),
        ("purpose-by-nk-news", "Purpose, according to NK News"),
        ("title-of-kim-yong-nam", "Title of Kim Yong Nam"),
        ("no-2018-13-99-day", "No 2018-13-99 day"),
        ("", ""),
    ],
)
def test_properties_have_headings(slug: str, said: str) -> None:
    assert i18n.ENGLISH.heading(slug) == said


@pytest.mark.parametrize(
    ("text", "sense", "said"),
    [
        ("2019-08-21", "on", "21 August 2019"),
        ("2015", "on", "2015"),
        ("[..2023-12-05]", "by", "by 5 December 2023"),
        ("2023-12-05", "by", "by 5 December 2023"),
        ("[2018-09-07..]", "after", "7 September 2018 or later"),
        ("2022-11-16", "attested", "reported on 16 November 2022"),
        ("2024-01", "attested", "reported in January 2024"),
        ("[..2015-06-23]", "attested", "by 23 June 2015"),
        ("2019-03", "planned", "expected for March 2019"),
        ("", "planned", "expected, date unknown"),
        ("", "on", "date unknown"),
    ],
)
def test_dates_carry_their_sense(text: str, sense: str, said: str) -> None:
    assert i18n.ENGLISH.when(text, sense) == said


def test_how_exactly_is_one_sentence_with_metres_only_where_they_are_known() -> None:
    where = {"city": "Lima", "receiving": "PER", "radius_m": math.nan, "off_m": math.nan}
    for language in i18n.LANGUAGES:
        tr = i18n.tr(language)
        for word in vocabulary.EXACTNESS:
            bare = tr.placed({**where, "exactness": word}, "Miraflores")
            assert bare.count(".") == 1
            assert not any(digit in bare for digit in "0123456789")
            told = tr.placed({**where, "exactness": word, "radius_m": 970.0}, "Miraflores")
            assert "970 m" in told
            assert bare.removesuffix(".") in told
    far = i18n.ENGLISH.placed({**where, "exactness": "far", "off_m": 512_345.0})
    assert "512 km" in far
    assert "Lima" in far


@pytest.mark.parametrize(
    ("receiving", "city", "said"),
    [
        ("FRA", "", "Somewhere in France (city not recorded)."),
        ("NLD", "", "Somewhere in the Netherlands (city not recorded)."),
        ("FRA", "Nowhere", "Somewhere in France (no coordinates for Nowhere)."),
    ],
)
def test_of_a_country_only_no_metres_are_told(receiving: str, city: str, said: str) -> None:
    where = {"exactness": "state", "radius_m": math.nan, "off_m": math.nan}
    assert i18n.ENGLISH.placed({**where, "receiving": receiving, "city": city}) == said


def test_numbers_and_ages() -> None:
    assert i18n.ENGLISH.distance(14_369_700) == "14,370 km"
    assert i18n.ENGLISH.metres(299.4) == "299 m"
    assert i18n.ENGLISH.metres(20_800) == "21 km"
    assert i18n.ENGLISH.metres(1_500) == "1.5 km"
    said = i18n.ENGLISH.hidden({"closed": 34, "undated": 14})
    assert said == "34 closed and 14 with opening date unknown not shown"
    assert i18n.ENGLISH.hidden({"closed": 0}) == ""
    assert i18n.ENGLISH.age(date(2025, 9, 7), date(2026, 11, 22)) == "14 months old"
    assert i18n.ENGLISH.age(date(2026, 11, 21), date(2026, 11, 22)) == "1 day old"
    assert i18n.ENGLISH.listed(["a", "b", "c"], "or") == "a, b or c"
