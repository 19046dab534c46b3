"""The page without a browser: the address, the sidebar, errors; and that app.py is thin."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import geo
from geo import words
from geo.ui import address, downloads, opening, state, summary
from geo.ui.address import Address

APP = Path(__file__).resolve().parents[1] / "app.py"
SECONDS = 60


def run(monkeypatch: pytest.MonkeyPatch, query: str = "", pack: Path | None = None) -> AppTest:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.setenv(opening.ENVIRONMENT, str(pack or ""))
    page = AppTest.from_file(str(APP), default_timeout=SECONDS)
    for key, values in parse_qs(query, keep_blank_values=True).items():
        page.query_params[key] = values
    page.run()
    assert not page.exception
    return page


def texts(page: AppTest) -> str:
    bodies = [str(getattr(one.proto, "body", "")) for one in page.get("html")]
    return " ".join(bodies)


def query(page: AppTest) -> dict[str, list[str]]:
    params = page.query_params
    return {key: [v] if isinstance(v := params[key], str) else list(v) for key in params}


def labelled(page: AppTest, kind: str, label: str) -> object:
    return next(one for one in page.get(kind) if one.label == label)


def test_app_is_thin() -> None:
    tree = ast.parse(APP.read_text(encoding="utf-8"))
    imported = {
        alias.name if isinstance(node, ast.Import) else f"{node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported == {"__future__", "streamlit", "geo.ui"}
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try)
    assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]
    assert len(tree.body) <= 7


def test_the_opening_tells_the_founding_story(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    assert query(page) == {"among": ["PRK,VEN"], "show": ["pair:PRK-VEN"]}
    shown = texts(page)
    dprk = words.of_party("PRK")
    assert words.escape(f"2 missions between {dprk} and Venezuela") in shown
    assert "nown to be in Las Mercedes, drawn as a region: within about " in shown
    assert "Told by " in shown
    assert "14,37" in shown or "14,36" in shown
    assert not page.error
    assert not page.warning


def test_the_address_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "sending=VEN&as-of=2019-09-01&show=ven-embassy-pyongyang")
    assert page.multiselect(key="sending").value == ["VEN"]
    assert page.text_input(key="as_of").value == "2019-09-01"
    assert "Status on 1 September 2019: open." in texts(page)
    page.text_input(key="as_of").set_value("2018-06-01").run()
    assert query(page)["as-of"] == ["2018-06-01"]
    assert query(page)["show"] == ["ven-embassy-pyongyang"]
    assert "is not there" in texts(page)


def test_everything_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    labelled(page, "button", "Show everything").click().run()  # type: ignore[attr-defined]
    assert query(page) == {"show": ["pair:PRK-VEN"]}
    again = run(monkeypatch, "view=all")
    assert not again.multiselect(key="among").value
    assert query(again) == {"view": ["all"]}


def test_a_wrong_date_is_explained_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "among=VEN,PRK&as-of=2019-09-01")
    page.text_input(key="as_of").set_value("Mar-19").run()
    assert not page.exception
    assert any("2019" in one.value and "Mar" in one.value for one in page.warning)
    assert page.text_input(key="as_of").value == "Mar-19"
    assert query(page)["as-of"] == ["2019-09-01"]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("states=Korea", "Korea"),
        ("states=Atlantis", "Atlantis"),
        ("as-of=31-31-31", "31"),
        ("kind=palace", "palace"),
        ("bbox=1,2", "box"),
        ("nonsense=1", "nonsense"),
        ("show=no-such-mission&view=all", "no"),
        ("text=" + "x" * 300, "200"),
    ],
)
def test_a_bad_address_is_explained(monkeypatch: pytest.MonkeyPatch, bad: str, told: str) -> None:
    page = run(monkeypatch, f"{bad}&sending=VEN")
    said = " ".join(one.value for one in [*page.warning, *page.error])
    assert told in said
    assert "Traceback" not in said
    assert page.multiselect(key="sending").value == ["VEN"]


def test_nothing_shown_says_what_to_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "among=VEN,PRK&text=zzzz")
    assert "No mission in this pack" in page.info[0].value
    button = next(one for one in page.button if one.label.startswith("Without the search text"))
    button.click().run()
    assert page.text_input(key="text").value == ""
    assert not page.info
    assert query(page)["among"] == ["PRK,VEN"]


def test_what_a_filter_hides_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "view=all")
    assert any("closed not shown" in one.value for one in page.caption)


def test_a_missing_pack_is_a_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = run(monkeypatch, pack=tmp_path / "none")
    assert "no folder" in page.error[0].value


def test_a_broken_pack_names_its_faults(monkeypatch: pytest.MonkeyPatch, pack_copy: Path) -> None:
    table = pack_copy / "missions.csv"
    table.write_bytes(table.read_bytes()[:-40])
    page = run(monkeypatch, pack=pack_copy)
    assert "missions" in page.error[0].value
    assert "Traceback" not in page.error[0].value


def test_choices_survive_a_pack_that_breaks_and_is_mended(
    monkeypatch: pytest.MonkeyPatch, pack_copy: Path
) -> None:
    page = run(monkeypatch, "sending=VEN&as-of=2019-09-01", pack_copy)
    table = pack_copy / "missions.csv"
    sound = table.read_bytes()
    table.write_bytes(sound[:-40])
    page.run()
    assert page.error
    table.write_bytes(sound)
    page.run()
    assert not page.error
    assert page.multiselect(key="sending").value == ["VEN"]
    assert query(page)["as-of"] == ["2019-09-01"]


def test_labels_that_stand_twice_are_told_apart() -> None:
    labels = state.distinct({"a": "Consulate", "b": "Consulate", "c": "Embassy"})
    assert labels == {"a": "Consulate [a]", "b": "Consulate [b]", "c": "Embassy"}


def test_an_unexpected_failure_is_calm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("geo.ui.summary.sentences", fail)
    page = run(monkeypatch, "sending=VEN")
    assert "Your choices are kept" in page.error[0].value
    assert "secret" not in page.error[0].value
    assert page.multiselect(key="sending").value == ["VEN"]
    assert "secret detail" in caplog.text


PARAMETERS = st.dictionaries(
    st.sampled_from(["among", "sending", "kind", "status", "as-of", "text", "show", "view", "zz"]),
    st.lists(st.text(max_size=12), min_size=1, max_size=2),
)


@given(PARAMETERS)
def test_no_address_is_too_strange(params: dict[str, list[str]]) -> None:
    opening_address = Address(geo.Selection(among=("PRK", "VEN")))
    found = address.read(params, opening_address)
    again = address.read(address.write(found.selection, found.show), opening_address)
    assert (again.selection, again.show) == (found.selection, found.show)
    assert not again.problems


def test_a_file_is_named_after_what_is_in_it() -> None:
    selection = geo.Selection(among=("VEN", "PRK"), as_of="2019-09-01")
    name = downloads.file_name(selection, "geojson")
    assert name == "embassy-atlas-among-PRK-VEN-2019-09-01.geojson"
    hostile = downloads.file_name(geo.Selection(text="../<x>\u202e" + "y" * 150), "pdf")
    assert re.fullmatch(r"embassy-atlas-[A-Za-z0-9-]{1,95}\.pdf", hostile)


def test_the_pack_comes_from_argument_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(opening.ENVIRONMENT, raising=False)
    assert opening.pack_path([]) is None
    assert opening.pack_path(["--pack", "a"]) == Path("a")
    monkeypatch.setenv(opening.ENVIRONMENT, "b")
    assert opening.pack_path([]) == Path("b")
    assert opening.pack_path(["--pack", "a"]) == Path("a")


def test_a_selection_is_described_in_words() -> None:
    selection = geo.Selection(
        sending=("VEN",), kinds=("consulate",), statuses=("closed",), text="a b"
    )
    assert summary.described(selection) == (
        "sent by Venezuela, of the kinds consulates, with the status closed, matching “a b”"
    )
