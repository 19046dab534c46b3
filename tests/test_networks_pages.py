"""The pages of networks without a browser: choices, tables, and what cannot be used."""

from __future__ import annotations

import csv
import io
import re

import pytest
from streamlit.testing.v1 import AppTest

import geo
from geo.i18n import LANGUAGES, tr
from geo.ui import open_atlas
from geo.ui.address import Address
from geo.ui.pages import compare, matrix, rank
from geo.ui.state import View

SCRIPT = """
from geo.ui import page_list, sidebar

sidebar.view({page!r})
page_list.draw({page!r})
"""


def opened(monkeypatch: pytest.MonkeyPatch, page: str, **query: str) -> AppTest:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.delenv(open_atlas.ENVIRONMENT, raising=False)
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=180)
    for key, value in query.items():
        app.query_params[key.replace("_", "-")] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " ".join(str(getattr(one.proto, "body", "")) for one in app.get("html"))


def said(app: AppTest) -> str:
    return " ".join(one.value for one in (*app.error, *app.warning))


def rows(app: AppTest) -> list[list[str]]:
    """The cells of the table, as text."""
    body = texts(app).partition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["receiving", "sending", "city", "kind"])
def test_a_ranking_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, by: str, language: str
) -> None:
    app = opened(monkeypatch, "rank", by=by, lang=language, view="all")
    assert tr(language)(f"networks.rank.said_{by}") in texts(app)
    table = geo.rank(geo.Atlas.open(), by=by)
    assert len(rows(app)) == min(50, len(table))
    assert rows(app)[0][1] == "1"
    assert not said(app)


def test_a_change_and_rows_set_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, "rank", since="2015-01-01", coverage="0.35", as_of="2024-01-01")
    table = rows(app)
    assert table[0][:2] == ["Venezuela", "1"]
    assert re.search(r"\d to [+-]\d", table[0][3])
    assert any(row[1] == "too little known" for row in table)
    assert "set apart" in texts(app)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"coverage": "7"}, "from 0 to 1"),
        ({"coverage": "half"}, "from 0 to 1"),
        ({"since": "soon"}, "not a date"),
        ({"since": "2999-01-01"}, "earlier date"),
        ({"by": "size"}, "not a choice"),
        ({"sending": "Venezula"}, "Did you mean"),
    ],
)
def test_a_ranking_says_what_it_cannot_use(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, str], problem: str
) -> None:
    app = opened(monkeypatch, "rank", **query)
    assert problem in said(app)
    assert rows(app)


@pytest.mark.parametrize("page", ["rank", "matrix"])
def test_before_any_data_the_page_explains_itself(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = opened(monkeypatch, page, as_of="1700", sending="FRA")
    assert app.info or rows(app)
    assert not app.error


def test_a_comparison_has_its_map_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, "compare", compare="VEN,North Korea,CUB", since="2015-01-01")
    assert "Venezuela blue, North Korea vermilion and Cuba green" in texts(app)
    assert [one.value for one in app.subheader] == [
        tr("en")(f"networks.compare.{name}")
        for name in ("numbers", "receiving", "lacking", "reciprocity", "pairs")
    ]
    (chosen,) = app.multiselect
    assert chosen.value == ["VEN", "PRK", "CUB"]
    assert app.query_params["compare"] in (["VEN,PRK,CUB"], "VEN,PRK,CUB")


@pytest.mark.parametrize(
    ("states", "problem"),
    [
        ("VEN,VEN", "already given"),
        ("VEN,EUE", "not a state"),
        ("VEN,SUN", "RUS"),
        ("VEN,Korea", "PRK"),
        ("VEN,Venezula", "Did you mean"),
        ("VEN,PRK,CUB,FRA,DEU,ITA", "two to 5"),
    ],
)
def test_a_comparison_says_what_it_cannot_compare(
    monkeypatch: pytest.MonkeyPatch, states: str, problem: str
) -> None:
    app = opened(monkeypatch, "compare", compare=states)
    assert problem in said(app)
    assert not app.subheader


@pytest.mark.parametrize("states", ["", "VEN", ",,"])
def test_a_comparison_of_fewer_than_two_asks_for_more(
    monkeypatch: pytest.MonkeyPatch, states: str
) -> None:
    app = opened(monkeypatch, "compare", compare=states)
    assert "Choose two to five states" in texts(app)
    assert not said(app)


def test_the_lines_of_a_comparison_have_a_colour_for_each_state(atlas: geo.Atlas) -> None:
    found = geo.compare(atlas, ["VEN", "PRK"])
    svg = compare._map(found)
    assert all(svg.count(f'stroke="{colour}"') for colour in compare.COLOURS[:2])
    assert not any(colour in svg for colour in compare.COLOURS[2:])
    dots = svg.count("<circle")
    assert dots == sum(
        found.receiving[code].isin(("embassy", "other")).sum() for code in found.states
    )
    assert len(set(compare.COLOURS)) == 5


@pytest.mark.parametrize("order", ["", "cluster", "name"])
def test_a_matrix_has_a_mark_for_each_pair(monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    app = opened(monkeypatch, "matrix", among="PRK,VEN,CUB", order=order)
    (table,) = app.dataframe
    assert set(table.value.columns) == {"", "CUB", "PRK", "VEN"}
    assert "●" in set(table.value["PRK"])
    assert "Choose a cell" in texts(app)


def test_downloads_are_the_whole_table(atlas: geo.Atlas) -> None:
    view = View(atlas, Address(by="city"), "rank", tr("es"))
    found = rank._content((), view)
    text = rank._csv(view, found.rows).decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(text)))
    assert len(told) == len(geo.rank(atlas, by="city"))
    assert any("Pionyang" in row["name"] or "Pyongyang" in row["name"] for row in told)
    table = geo.matrix(atlas)
    cells = list(csv.reader(io.StringIO(matrix._csv(table).decode("utf-8-sig"))))
    assert cells[0] == ["sending", *table.columns]
    assert len(cells) == len(table) + 1
