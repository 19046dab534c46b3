"""The templates of the pages: each is rendered with hostile texts and lets none of them act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support.hostile import spoiled

import geo
from geo import dataset
from geo.render import render
from geo.render.engine import _environment
from geo.reports.conflicts import conflicts
from geo.ui import open_atlas

HOSTILE = "<img src=x onerror=alert(1)>\"'`${x}\\\u202e\0"
SCRIPT = """
from geo.ui import page_list, sidebar

sidebar.view({address!r})
page_list.draw({page!r})
sidebar.sidebar()
"""
VIEWS = (
    ("map", {"show": ["prk-embassy-caracas"]}),
    ("table", {}),
    ("table", {"list": ["absences"], "receiving": ["PRK"]}),
    ("timelines", {"among": ["PRK,VEN"]}),
    ("changes", {"as-of": ["2020-01-01"], "since": ["2019-01-01"]}),
    ("state", {"states": ["PRK"]}),
    ("pair", {"among": ["PRK,VEN"]}),
    ("city", {"city": ["Caracas"]}),
    ("rank", {}),
    ("compare", {"compare": ["PRK,VEN"]}),
    ("matrix", {}),
    ("sources", {"view": ["all"]}),
    ("conflicts", {"view": ["all"]}),
    ("about", {}),
    ("rank", {"by": ["city"], "since": ["2015-01-01"], "coverage": ["0.3"]}),
    ("compare", {"compare": ["VEN,PRK"]}),
    ("matrix", {"among": ["PRK,VEN"]}),
)
DIRECT = (
    ("alert", {"title": HOSTILE, "text": HOSTILE, "items": [HOSTILE]}),
    ("citation", {"id": "a", "lines": [HOSTILE], "tr": lambda *_: HOSTILE}),
    ("difference", {"label": HOSTILE, "lines": [{"level": 1, "sign": "", "text": HOSTILE}]}),
    ("inset", {"text": HOSTILE, "data": ""}),
    ("edit", {"who": HOSTILE, "what": HOSTILE, "why": HOSTILE}),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "dataset"
    dataset.write(spoiled(dataset.read()), folder)
    return folder


def bodies(page: str, query: dict[str, list[str]]) -> Iterator[str]:
    """The HTML of a page, element by element, but for its style sheet."""
    script = SCRIPT.format(page=page, address="" if page == "map" else page)
    app = AppTest.from_string(script, default_timeout=180)
    for key, values in query.items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    for one in app.get("html"):
        body = str(getattr(one.proto, "body", ""))
        if not body.startswith("<style>"):
            yield body


def assert_inert(html: str) -> None:
    html = re.sub(r'src="data:image/png;base64,[^"]*"', 'src=""', html)
    assert not re.search(r"<(script|iframe|svg|object|style)\b", html, re.IGNORECASE)
    assert not re.search(r"<img (?!class=\"ea-timeline)", html)
    assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r'"[^"]*"', '""', html))
    assert not re.search(r'href="\s*(javascript|data):', html, re.IGNORECASE)
    assert not set(html) & set("`$\\\u202e\0")


def test_no_page_lets_a_text_through(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.setenv(open_atlas.ENVIRONMENT, str(hostile))
    _environment.cache_clear()
    key = conflicts(geo.Atlas.open(hostile))[0].key
    for page, query in (*VIEWS, ("conflicts", {"view": ["all"], "find": [key]})):
        for body in bodies(page, query):
            assert_inert(body)
    for template, values in DIRECT:
        assert_inert(render(f"ui/{template}", **values))
    environment = _environment()
    assert environment.cache is not None
    own = environment.list_templates(filter_func=lambda name: name.startswith(("ui/", "report/")))
    printed = {"report/plain.html.j2"}  # for a terminal
    assert set(own) - printed <= {name for _, name in environment.cache}


def test_what_the_pages_show_of_an_address_is_inert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.delenv(open_atlas.ENVIRONMENT, raising=False)
    query = {"view": ["all"], "find": [HOSTILE.replace("\0", "")], "text": ["<b onload=x>"]}
    query |= {"since": [HOSTILE.replace("\0", "")], "coverage": [HOSTILE.replace("\0", "")[:9]]}
    query |= {"compare": [f"VEN,{HOSTILE.replace(chr(0), '')}"]}
    for page in ("sources", "conflicts", "quality", "rank", "compare", "matrix"):
        for body in bodies(page, query):
            assert_inert(body)
