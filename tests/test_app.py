"""The page without a browser: the address, the sidebar, errors; and that app.py is thin."""

from __future__ import annotations

import ast
import asyncio
import gc
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import geo
from geo import i18n
from geo.render import card_body
from geo.ui import address, open_atlas, state
from geo.ui.address import Address
from geo.ui.components import downloads, map, summary
from geo.ui.jobs import Job
from geo.ui.pages import map as map_page

APP = Path(__file__).resolve().parents[1] / "app.py"
SECONDS = 60
SHOWN = i18n.ENGLISH("page.map.choose")


def run(monkeypatch: pytest.MonkeyPatch, query: str = "", dataset: Path | None = None) -> AppTest:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.setenv(open_atlas.ENVIRONMENT, str(dataset or ""))
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
    assert imported == {"streamlit", "geo.ui"}
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try)
    assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]
    tests = [ast.unparse(node.test) for node in ast.walk(tree) if isinstance(node, ast.If)]
    assert tests == ["__name__ == '__main__'"]
    assert len(tree.body[-1].body) <= 6  # type: ignore[attr-defined]


def test_the_opening_tells_the_founding_story(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    assert query(page) == {"among": ["PRK,VEN"], "show": ["pair:PRK-VEN"]}
    shown = texts(page)
    dprk = i18n.ENGLISH.of_party("PRK")
    assert i18n.escape(f"2 missions between {dprk} and Venezuela") in shown
    assert "n Las Mercedes (shown as an area), within about " in shown
    assert " publishers" not in shown  # it is in the details, which are drawn once they are open
    page.session_state["details"] = True
    assert " publishers" in texts(page.run())
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
    assert i18n.ENGLISH("card.lead.not_yet", day="1 June 2018") in texts(page)


def test_a_statement_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = next(
        one
        for one in geo.Atlas.open().dataset.claims.about("ven-embassy-pyongyang")
        if one.rank == "normal"
    )
    page = run(monkeypatch, f"claim={claim.id}")
    assert query(page)["show"] == ["ven-embassy-pyongyang"]
    assert query(page)["claim"] == [claim.id]
    assert 'aria-current="true"' in texts(page)
    page.button(key="go_pair:PRK-VEN").click().run()
    assert query(page)["show"] == ["pair:PRK-VEN"]
    assert "claim" not in query(page)
    early = run(monkeypatch, f"claim={claim.id}&known-on=2010-01-01")
    assert i18n.ENGLISH("page.map.claim_hidden") in [one.value for one in early.info]
    unknown = run(monkeypatch, f"claim={claim.id}x")
    meant = unknown.warning[0].value.replace("\\", "").partition("Did you mean")[2]
    assert claim.id in meant
    assert "claim" not in query(unknown)


def test_the_card_of_two_states_has_their_quarters(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "view=all&show=pair:PRK-VEN")
    assert texts(page).count("data:image/png;base64,") == 2
    assert "Inset: Las Mercedes. Embassy of North Korea in Caracas" in texts(page)
    for other in ("view=all&show=pair:PRK-ISL", "view=all&show=prk-embassy-caracas"):
        assert "data:image" not in texts(run(monkeypatch, other))


def test_everything_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    labelled(page, "button", "Clear filters").click().run()  # type: ignore[attr-defined]
    assert query(page) == {"show": ["pair:PRK-VEN"]}
    again = run(monkeypatch, "view=all")
    assert not again.multiselect(key="among").value
    assert query(again) == {"view": ["all"]}


def test_a_wrong_date_is_explained_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "among=VEN,PRK&as-of=2019-09-01")
    page.text_input(key="as_of").set_value("Mar-19").run()
    assert not page.exception
    assert any("2019" in one.value and "Mar" in one.value for one in page.sidebar.warning)
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
    assert "No mission in this dataset" in page.info[0].value
    button = next(one for one in page.button if one.label.startswith("Without the search text"))
    button.click().run()
    assert page.text_input(key="text").value == ""
    assert not page.info
    assert query(page)["among"] == ["PRK,VEN"]


def test_a_result_of_the_search_opens_its_card_and_zooms(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    assert not [one for one in page.button if str(one.key).startswith("found_")]
    page.text_input(key="text").set_value("Zerpa").run()
    assert page.session_state["focus_least"] == pytest.approx(0.2)
    first = page.button(key="found_0")
    assert "Zerpa" in first.label
    first.click().run()
    assert query(page)["show"] == ["ven-embassy-beijing"]
    west, south, east, north = page.session_state["focus"]
    assert west < 116.45 < east
    assert south < 39.94 < north


def test_likenesses_are_offered_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch)
    page.text_input(key="text").set_value("Las Merzedes").run()
    assert page.text_input(key="text").value == "Las Merzedes"
    assert not [one for one in page.button if str(one.key).startswith("found_")]
    page.button(key="meant_0").click().run()
    assert page.text_input(key="text").value == "las mercedes"
    assert "Las Mercedes" in page.button(key="found_0").label


def test_what_a_filter_hides_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "as-of=2019-08-21")
    told = [str(one.proto) for one in page.main.get("html") if "role=" in str(one.proto)]
    assert any("with opening date unknown not shown" in one for one in told)


def test_the_headline_counts_what_is_only_perhaps_so(atlas: geo.Atlas) -> None:
    selection = geo.Selection(sending=("PRK",), as_of="2020-06-30", undated="none")
    missions = atlas.missions(selection)
    perhaps = int((missions["certainty"] == "perhaps").sum())
    assert 0 < perhaps == atlas.hidden(selection).perhaps
    assert f"{perhaps:,}" in summary.sentences(atlas, selection, missions, i18n.ENGLISH)[0]
    embassies = selection.but(kinds=("embassy",))
    for asked, said in (
        (embassies.but(as_of="1996-06-30"), "all only possibly"),
        (embassies.but(as_of="1999-06-30"), "(most) only"),
        (embassies.but(as_of="2014-06-30"), " only possibly"),
    ):
        assert said in summary.title(atlas, asked, i18n.ENGLISH)


def test_names_in_narrow_places_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    page = run(monkeypatch, "among=VEN,PRK&show=pair:PRK-VEN")
    labels = [button.label for button in page.button]
    assert "Embassy of North Korea in Caracas" in labels
    assert "Embassy of North Korea in Havana" in labels
    states = page.multiselect(key="among").options
    korea = next(label for label in states if "(PRK" in label)
    assert korea.startswith("North Korea (PRK, Democratic People")
    assert "North Korea and Venezuela" in labelled(page, "selectbox", SHOWN).options  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "moves"),
    [
        ("", False),
        ("among=PRK,VEN&show=las-mercedes", True),
        ("show=state:EST", True),
        ("receiving=CUB", True),
    ],
)
def test_another_address_is_looked_at_whole(
    monkeypatch: pytest.MonkeyPatch, query: str, moves: bool
) -> None:
    page = run(monkeypatch, query)
    assert ("focus" in page.session_state) is moves
    page.text_input(key="text").set_value("embassy").run()
    assert page.session_state["focus_least"] == pytest.approx(0.2)
    labelled(page, "button", "Zoom to all").click().run()  # type: ignore[attr-defined]
    again = page.session_state["focus"]
    labelled(page, "button", "Zoom to all").click().run()  # type: ignore[attr-defined]
    assert page.session_state["focus"] != again
    assert page.session_state["focus"] == pytest.approx(again, abs=1e-5)


@pytest.mark.parametrize(
    ("id", "west", "east"),
    [
        ("las-mercedes", -66.95, -66.8),
        ("prk-embassy-caracas", -67.0, -66.7),
        ("seat:prk-embassy-caracas", -67.0, -66.7),
        ("pair:PRK-VEN", 110.0, 305.0),
        ("near:ven-embassy-pyongyang:pol-embassy-pyongyang", 125.6, 125.9),
        ("cover:cover-ven-prk-from-beijing", 0.0, 0.0),
        ("no-such-thing", 0.0, 0.0),
    ],
)
def test_everything_drawn_can_be_gone_to(
    atlas: geo.Atlas, id: str, west: float, east: float
) -> None:
    found = map.reach(atlas, geo.Selection(among=("PRK", "VEN")), id)
    if not west:
        assert found is None
        return
    assert found is not None
    assert west <= found[0] < found[2] <= east
    assert -90 < found[1] < found[3] < 90


def test_a_failed_download_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bytes:
        raise geo.errors.WriteFailed("the disk is full. Make room.")

    job = Job(fail)
    with pytest.raises(geo.errors.WriteFailed):
        job.run()
    page = run(monkeypatch)
    page.session_state["files"] = True
    page.session_state["download_jobs"] = [job]
    page.run()
    assert "disk is full" in page.error[0].value.replace("\\", "")
    assert texts(page)
    page.run()
    assert not page.error


def test_a_download_that_breaks_is_calm(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError("secret detail")

    job = Job(fail)
    with pytest.raises(ZeroDivisionError):
        job.run()
    assert job.over.is_set()
    assert "secret" not in job.made.problem
    assert "secret detail" in caplog.text
    assert Job(lambda: b"x").run() == b"x"


def test_a_dossier_of_too_many_missions_is_told_and_not_logged(
    atlas: geo.Atlas, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was a traceback in the log of the server."""
    from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
    from streamlit.runtime.backend_operation_handler import DeferredFileHandler
    from streamlit.runtime.media_file_manager import MediaFileManager
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

    from geo.dossier import contents, dossier

    monkeypatch.setattr(contents, "MOST_MISSIONS", 3)
    job = Job(partial(dossier, atlas, geo.Selection()))
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: "session")

    def asked(make: Callable[[], bytes]) -> str:
        file = manager.add_deferred(make, "text/html", f"{len(caplog.records)}", "x.html")
        given = BackendOperationRequest(request_id="1", deferred_file={"file_id": file})
        handler = DeferredFileHandler(lambda: manager)
        answer: str = asyncio.run(handler.handle(given, "session")).error_msg
        return answer

    assert asked(job.run)
    assert "a dossier holds at most 3" in job.made.problem
    assert not caplog.records

    url = manager.execute_deferred(manager.add_deferred(lambda: b"x", "text/html", "y", "y.html"))
    for _ in range(3):  # the ends of runs of other readers
        manager.remove_orphaned_files()
    assert manager._storage.get_file(url.rpartition("/")[2]).content == b"x"  # type: ignore[attr-defined]

    def fail() -> bytes:
        raise ZeroDivisionError

    assert asked(fail)
    assert len(caplog.records) == 1, "what is not foreseen is still logged"


def test_a_missing_dataset_is_a_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = run(monkeypatch, dataset=tmp_path / "none")
    assert "no folder" in page.error[0].value
    assert open_atlas.ENVIRONMENT in page.error[0].value.replace("\\", "")
    monkeypatch.delenv(open_atlas.ENVIRONMENT)
    assert "--dataset" in open_atlas.origin(["--dataset", "a"])
    assert "bundled dataset" in open_atlas.origin([])


def test_all_problems_of_a_dataset_are_counted(
    monkeypatch: pytest.MonkeyPatch, dataset_copy: Path
) -> None:
    table = dataset_copy / "events.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",on,", ",never,"), encoding="utf-8")
    page = run(monkeypatch, dataset=dataset_copy)
    told = page.error[0].value.replace("\\", "")
    with pytest.raises(geo.errors.DatasetFaulty) as caught:
        geo.Atlas.open(dataset_copy)
    number = len(caught.value.problems)
    assert number > 10
    assert f"{number:,} errors" in told
    assert told.count("events.csv, row") == 10
    assert f"And {number - 10:,} more" in told
    assert page.code[0].value == f"embassy-atlas check {dataset_copy}"


def test_a_broken_dataset_names_its_problems(
    monkeypatch: pytest.MonkeyPatch, dataset_copy: Path
) -> None:
    table = dataset_copy / "missions.csv"
    table.write_bytes(table.read_bytes()[:-40])
    page = run(monkeypatch, dataset=dataset_copy)
    assert "missions" in page.error[0].value
    assert "Traceback" not in page.error[0].value


def test_choices_survive_a_dataset_that_breaks_and_is_mended(
    monkeypatch: pytest.MonkeyPatch, dataset_copy: Path
) -> None:
    page = run(monkeypatch, "sending=VEN&as-of=2019-09-01", dataset_copy)
    table = dataset_copy / "missions.csv"
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

    monkeypatch.setattr("geo.ui.components.summary.shown", fail)
    page = run(monkeypatch, "sending=VEN")
    assert "Your filters are kept" in page.error[0].value
    assert "secret" not in page.error[0].value
    assert page.multiselect(key="sending").value == ["VEN"]
    assert "secret detail" in caplog.text


PARAMETERS = st.dictionaries(
    st.sampled_from(
        ["among", "sending", "kind", "status", "as-of", "text", "view", "zz", *address.OWN.values()]
    ),
    st.lists(
        st.text(max_size=12) | st.sampled_from(["es", "VEN", "25", "-city"]), min_size=1, max_size=2
    ),
)


@settings(deadline=None)
@given(PARAMETERS)
def test_no_address_is_too_strange(params: dict[str, list[str]]) -> None:
    opening_address = Address(geo.Selection(among=("PRK", "VEN")))
    found = address.read(params, opening_address)
    assert address.read(address.write(found), opening_address) == found.but(problems=())


def test_a_file_is_named_after_what_is_in_it() -> None:
    selection = geo.Selection(among=("VEN", "PRK"), as_of="2019-09-01")
    name = downloads.file_name(selection, "geojson")
    assert name == "embassy-atlas-among-PRK-VEN-2019-09-01.geojson"
    hostile = downloads.file_name(geo.Selection(text="../<x>\u202e" + "y" * 150), "pdf")
    assert re.fullmatch(r"embassy-atlas-[A-Za-z0-9-]{1,95}\.pdf", hostile)


def test_the_dataset_comes_from_argument_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(open_atlas.ENVIRONMENT, raising=False)
    assert open_atlas.dataset_path([]) is None
    assert open_atlas.dataset_path(["--dataset", "a"]) == Path("a")
    monkeypatch.setenv(open_atlas.ENVIRONMENT, "b")
    assert open_atlas.dataset_path([]) == Path("b")
    assert open_atlas.dataset_path(["--dataset", "a"]) == Path("a")


def test_a_selection_is_described_in_words() -> None:
    selection = geo.Selection(
        sending=("VEN",), kinds=("consulate",), statuses=("closed",), text="a b"
    )
    assert summary.described(selection, i18n.ENGLISH) == (
        "sent by Venezuela, of type consulates, with the status closed, matching “a b”"
    )


def test_what_is_read_once_is_not_looked_through_after_every_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gc.unfreeze()
    open_atlas._open.clear()
    run(monkeypatch)
    assert gc.get_freeze_count() > gc.get_count()[0]


@pytest.mark.parametrize("id", ["pair:PRK-VEN", "prk-embassy-caracas", "pair:CUB-VEN"])
def test_the_links_of_a_card_that_is_kept_are_those_of_the_address(
    atlas: geo.Atlas, id: str
) -> None:
    for selection in (geo.Selection(), geo.Selection(text="a & b", as_of="2020-01-01")):
        view = state.View(atlas, Address(selection, id), "map", i18n.tr("es"))
        card, _, body = map_page._written(view)
        direct = card_body(
            card,
            view.tr,
            lambda id, view=view: view.link("map", show=id),
            view.link("conflicts"),
            lambda id, view=view: view.link("map", show=view.show, claim=id),
        )
        assert map_page._linked(body, view) == direct
