"""The pages of a state, of two states and of a city, without a browser."""

from __future__ import annotations

import re

import pytest
from test_networks_pages import opened, said, texts

import geo
from geo.cli import main
from geo.i18n import ENGLISH, LANGUAGES, tr
from geo.ui import open_atlas, sidebar
from geo.ui.address import Address, read
from geo.ui.pages import reports


def _query(app: object) -> dict[str, list[str]]:
    params = app.query_params  # type: ignore[attr-defined]
    return {key: [v] if isinstance(v := params[key], str) else list(v) for key in params}


def test_the_pair_tells_the_founding_story(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, "pair", pair="VEN,PRK")
    shown = texts(app)
    assert "First mission: North Korea opened first (1991)" in shown
    assert "about 14,370 km, from " in shown
    assert "Ri Sung Gil" in shown
    assert "data:image/png;base64," in shown
    assert _query(app) == {"among": ["PRK,VEN"]}
    assert not said(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_has_links_to_cards_states_and_cities(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = opened(monkeypatch, "state", state="PRK", lang=language, as_of="2024-01-01")
    shown = texts(app)
    assert f'<h1 class="ea-title" id="ea-title" tabindex="-1">{tr(language).party("PRK")}' in shown
    for link in (
        r'href="\./\?[^"]*show=prk-embassy-beijing',
        r'href="state\?as-of=2024-01-01[^"]*states=(?!PRK)[A-Z]{3}"',
        r'href="city\?as-of=2024-01-01&amp;city=Vienna[^"]*receiving=AUT',
        r'href="\./\?[^"]*show=state:PRK[^"]*states=PRK',
    ):
        assert re.search(link, shown), link
    assert tr(language)("profile.table.one_sided") in shown
    assert tr(language)("profile.word.no_data") in shown


def test_a_city_has_its_quarters(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = texts(opened(monkeypatch, "city", city="Caracas"))
    assert ">Las Mercedes</th>" in shown
    assert "No coordinates (not grouped)" in shown
    assert "near Las Mercedes" in shown
    assert ">1</th>" in shown, "an unnamed group has a number"
    assert "show=prk-embassy-caracas" in shown, "the table of a city is not cut short"


def test_a_report_is_printed_in_words_and_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pair", "VEN", "PRK", "--language", "es"]) == 0
    printed = capsys.readouterr().out
    for text in ("Relaciones diplomáticas", "Visita", "encargado de negocios", "suspendida"):
        assert text in printed
    assert main(["pair", "VEN", "PRK"]) == 0
    printed = capsys.readouterr().out
    assert "12 August 2025 or later" in printed
    assert ".." not in printed, "no date as a machine writes it"
    assert main(["state", "GBR"]) == 0
    assert "Last known head" in capsys.readouterr().out


def test_the_sidebar_does_not_wait_for_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    sidebar_drawn = sidebar.sidebar
    monkeypatch.setattr(sidebar, "sidebar", lambda: drawn.append("sidebar") or sidebar_drawn())
    monkeypatch.setattr(reports, "_picture", lambda *_: drawn.append("figure") or "")
    app = opened(monkeypatch, "state", state="VEN")
    assert drawn[:2] == ["sidebar", "figure"]
    assert not said(app)


def test_an_unknown_city_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, "city", city="Atlantis")
    assert said(app).count("Atlantis") == 1


@pytest.mark.parametrize(
    ("page", "query", "told"),
    [
        ("state", {}, ENGLISH("profile.page.choose_state")),
        ("state", {"among": "VEN,PRK"}, "North Korea"),
        ("state", {"state": "Frence"}, "Did you mean France"),
        ("state", {"state": "Korea"}, "more than one state"),
        ("state", {"state": "DDR"}, "ended on 3 October 1990"),
        ("state", {"state": "EUE"}, "not counted as a state"),
        ("state", {"state": "NRU"}, "no mission of Nauru"),
        ("state", {"state": "VEN", "as_of": "1500"}, "shown on this date"),
        ("pair", {"pair": "VEN,VEN"}, ENGLISH("profile.page.choose_pair")),
        ("pair", {"pair": "FRA,TUV"}, "may still exist"),
        ("city", {}, ENGLISH("profile.page.choose_city")),
        ("city", {"city": "Caraca"}, "Did you mean Caracas"),
        ("city", {"city": "Pyongyang", "as_of": "1500"}, "0 missions"),
    ],
)
def test_what_cannot_be_shown_explains_itself(
    monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str], told: str
) -> None:
    app = opened(monkeypatch, page, **query)
    assert told in (texts(app) + said(app)).replace("\\", "")
    assert "Traceback" not in said(app)


def test_the_page_of_a_state_is_one_of_the_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, "state", states="VEN", kind="consulate", sending="PRK")
    missions = texts(app).partition('id="ea-missions-caption"')[2].partition("</table>")[0]
    assert "Consulate of Venezuela in" in missions
    assert "Embassy of" not in missions


def test_the_other_keys_mean_the_same_selection() -> None:
    for key, own in (("state", "states"), ("pair", "among")):
        one, other = (read({name: ["VEN,PRK"]}, Address()) for name in (key, own))
        assert one == other


@pytest.mark.parametrize(
    ("page", "query"), [("state", "state=VEN"), ("pair", "pair=VEN,PRK"), ("city", "city=")]
)
def test_hostile_text_stays_text(
    monkeypatch: pytest.MonkeyPatch, hostile: geo.Atlas, page: str, query: str
) -> None:
    key, _, value = query.partition("=")
    city = next(one.city for one in hostile.dataset.missions if one.receiving == "VEN")
    written = re.sub(r"([\\,])", r"\\\1", city)
    monkeypatch.setattr(open_atlas, "ENVIRONMENT", "HOSTILE_DATASET")
    monkeypatch.setenv("HOSTILE_DATASET", str(hostile.dataset.folder))
    app = opened(monkeypatch, page, **{key: value or written})
    shown = texts(app)
    assert not re.search(r"<(script|img (?!class=\"ea-)|iframe|svg)", shown)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", shown)
