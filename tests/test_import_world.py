"""The world from all sources: fetched from loopback services, merged, and told apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from support.list_server import LISTS, ListServer, list_server, official_answers, results

from geo import dataset, world_import
from geo.cli import main
from geo.errors import InvalidSelection, ServiceFailed
from geo.i18n import LANGUAGES, tr
from geo.importers import RequestPolicy
from geo.ui.pages import load_data

POLICY = RequestPolicy("tests@example.org", pause_s=0, tries=1, wait_s=0.01, longest_s=5)
PATHS = {
    "wikidata": "/sparql",
    "osm": "/overpass",
    "us-posts": "/us/FeatureServer/0",
    "german-feeds": "/de",
    "uk-posts": "/uk",
    "korean-posts": "/kr",
}


def sparql(form: dict[str, str]) -> bytes:
    """Venezuela has a mission in Chile, Peru an embassy in Berlin that has a Wikidata id."""
    if "wd:Q717 " in form["query"]:
        return results("Q717", "Q900000501")
    return results("Q423")


def overpass(form: dict[str, str]) -> bytes:
    document = json.loads((LISTS.parent / "overpass.json").read_bytes())
    if '"VE"' not in form["data"]:
        document["elements"] = []
    return json.dumps(document).encode()


@pytest.fixture
def server() -> Iterator[ListServer]:
    with list_server({**official_answers(), "/sparql": sparql, "/overpass": overpass}) as one:
        yield one


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def addresses(server: ListServer) -> dict[str, str]:
    return {name: server.address + path for name, path in PATHS.items()}


World = Callable[..., world_import.WorldReport]


@pytest.fixture
def world(addresses: dict[str, str], tmp_path: Path) -> World:
    def run(**how: Any) -> world_import.WorldReport:
        given = {"addresses": addresses, "key": "k"} | how
        return world_import.import_world(tmp_path / "atlas", POLICY, **given)

    return run


def outcomes(report: world_import.WorldReport) -> dict[str, world_import.Outcome]:
    return {one.name: one for one in report.outcomes}


def test_each_source_has_its_dataset_and_all_are_merged(world: World, tmp_path: Path) -> None:
    seen: list[str] = []
    report = world(progress=lambda name, done, of, what: seen.append(name))
    assert list(outcomes(report)) == list(world_import.SOURCES)
    assert list(dict.fromkeys(seen)) == list(world_import.SOURCES)
    assert not report.failed
    counted = {one.name: one.missions for one in report.outcomes}
    assert counted["german-feeds"] == 5
    assert all(counted.values())
    for name, number in counted.items():
        rows = dataset.read(tmp_path / "atlas" / name).rows
        assert len(rows["missions"]) == number
        assert (tmp_path / "atlas" / "answers" / f"{name}.json").exists()
    assert report.merged is not None
    merged = dataset.read(tmp_path / "atlas" / "world")
    matched = sum(report.merged.by.values())
    assert len(merged.missions) == report.merged.missions == sum(counted.values()) - matched
    text = "\n".join(report.sentences())
    for name, number in counted.items():
        assert f"{name}: {number:,} missions" in text


def test_one_source_that_fails_is_named_and_the_others_are_there(
    world: World, server: ListServer, tmp_path: Path
) -> None:
    well = server.answers["/overpass"]
    server.answers["/overpass"] = (503, b"")
    report = world()
    assert [one.name for one in report.failed] == ["osm"]
    assert "503" in report.failed[0].failed
    assert "osm: failed" in "\n".join(report.sentences())
    before = {row["id"] for row in dataset.read(tmp_path / "atlas" / "world").missions}
    assert before
    assert not (tmp_path / "atlas" / "osm").exists()
    server.answers["/overpass"] = well
    server.seen.clear()
    again = world()
    assert not again.failed
    asked = {path.split("/")[1] for path, *_ in server.seen}
    assert "overpass" in asked
    assert not asked & {"de", "kr"}, "what was answered is not asked again"
    assert before < {row["id"] for row in dataset.read(tmp_path / "atlas" / "world").missions}
    assert not world().merged.changed  # type: ignore[union-attr]


def test_where_nothing_answers_no_dataset_is_made(
    world: World, server: ListServer, tmp_path: Path
) -> None:
    server.answers.clear()
    with pytest.raises(ServiceFailed, match="wikidata: failed") as told:
        world()
    assert all(name in str(told.value) for name in world_import.SOURCES)
    assert not (tmp_path / "atlas" / "world").exists()


def test_without_an_address_or_a_key_a_source_is_not_asked_and_that_is_said(
    world: World, addresses: dict[str, str]
) -> None:
    del addresses["us-posts"]
    report = outcomes(world(key="", only=("us-posts", "korean-posts", "german-feeds")))
    assert "--service" in report["us-posts"].left_out
    assert "--key" in report["korean-posts"].left_out
    assert report["german-feeds"].missions == 5
    with pytest.raises(InvalidSelection, match="unknown source"):
        world(only=("osmm",))


def test_saved_answers_make_the_same_world_without_a_network(
    world: World, server: ListServer, tmp_path: Path
) -> None:
    world()
    server.shutdown()
    there = tmp_path / "there"
    command = ["import", "world", "--from-folder", str(tmp_path / "atlas" / "answers")]
    assert main([*command, "--into", str(there)]) == 0
    for table in ("missions", "events", "positions", "coverage", "sources"):
        file = f"{table}.csv"
        here = (tmp_path / "atlas" / "world" / file).read_bytes()
        assert (there / "world" / file).read_bytes() == here


def test_the_command_tells_each_source_and_ends_with_1_where_one_failed(
    addresses: dict[str, str],
    server: ListServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.answers["/uk/world-locations"] = (404, b"")
    named = [f"--service={name}={url}" for name, url in addresses.items()]
    only = [f"--source={name}" for name in ("german-feeds", "uk-posts")]
    command = ["import", "world", "--contact", "a@example.org", "--pause", "0", *named, *only]
    assert main([*command, "--into", str(tmp_path / "w")]) == 1
    said = capsys.readouterr()
    assert "german-feeds: 5 missions" in said.out
    assert "uk-posts: failed" in said.out
    assert "failed: uk-posts" in said.err
    assert main([*command, "--json", "--into", str(tmp_path / "w")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["missions"] for one in told["sources"]] == [5, 0]
    assert told["sources"][1]["failed"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["--contact", "a@example.org", "--from-folder", "."],
        ["--contact", "a@example.org", "--date", "2026-11-01"],
        ["--contact", "a@example.org", "--service", "wikidata"],
        ["--contact", "a@example.org", "--service", "nothing=http://127.0.0.1"],
    ],
)
def test_options_that_make_no_sense_are_refused(wrong: list[str], tmp_path: Path) -> None:
    assert main(["import", "world", "--into", str(tmp_path / "w"), *wrong]) == 2


def test_answers_saved_by_hand_have_their_date_from_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two feeds under their own names, one raw answer, and one that gives its own date."""
    hand = tmp_path / "hand"
    hand.mkdir()
    for feed in ("representativesInCountry", "representativesInGermany"):
        (hand / f"{feed}.json").write_bytes((LISTS / f"{feed}.json").read_bytes())
    (hand / "uk-posts.json").write_bytes((LISTS / "uk-austria.json").read_bytes())
    kept = {
        "list": "korean-posts",
        "fetched": {"service": "x", "day": "2026-10-02"},
        "answers": {"page-1": json.loads((LISTS / "korean-1.json").read_bytes())},
    }
    (hand / "korean-posts.json").write_text(json.dumps(kept))
    command = ["import", "world", "--from-folder", str(hand), "--into", str(tmp_path / "w")]
    assert main(command) == 1
    said = capsys.readouterr().out
    assert "Pass --date" in said
    assert "fetch what failed" not in said, "nothing is fetched"
    assert main([*command, "--date", "2026-11-01", "--json"]) == 0
    told = {one["source"]: one for one in json.loads(capsys.readouterr().out)["sources"]}
    assert told["german-feeds"]["missions"] == 5
    assert told["german-feeds"]["imported"]["refused_rows"] == 2
    assert len(told["german-feeds"]["imported"]["refused"]) == 2
    days = {
        name: {row["published"] for row in dataset.read(tmp_path / "w" / name).rows["sources"]}
        for name in ("german-feeds", "uk-posts", "korean-posts")
    }
    assert days == {
        "german-feeds": {"2026-11-01"},
        "uk-posts": {"2026-11-01"},
        "korean-posts": {"2026-10-02"},
    }
    (hand / "german-feeds.json").write_bytes(b"{}")
    assert main(command) == 1
    assert "german-feeds: failed" in capsys.readouterr().out


def test_a_folder_of_saved_answers_with_two_files_of_one_source(tmp_path: Path) -> None:
    for suffix in ("csv", "json"):
        (tmp_path / f"wikidata.{suffix}").write_bytes(b"")
    with pytest.raises(ServiceFailed, match="several files"):
        world_import.import_world(tmp_path / "w", saved=tmp_path)


# --- the page --------------------------------------------------------------------------------

SCRIPT = """
from geo.i18n import tr
from geo.ui.pages import load_data

load_data.world(tr({language!r}))
"""


Page = Callable[[str], AppTest]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, addresses: dict[str, str]) -> Page:
    """The section of the page Load data, open; its services are those of the test."""

    def fetch(folder: Path, policy: RequestPolicy, **how: Any) -> world_import.WorldReport:
        polite = RequestPolicy(policy.contact, pause_s=0, tries=1)
        return world_import.import_world(folder, polite, addresses=addresses, **how)

    monkeypatch.setattr(load_data, "import_world", fetch)

    def run(language: str) -> AppTest:
        app = AppTest.from_string(SCRIPT.format(language=language), default_timeout=60)
        app.session_state["world"] = True
        return app.run()

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fetches_the_world_and_opens_it(page: Page, language: str) -> None:
    said = tr(language)
    app = page(language)
    app.text_input(key="world_contact").input("a@example.org")
    app.button(key="world_go").click().run()
    assert not app.exception
    told = " ".join(one.value for one in app.markdown).replace("\\", "")
    assert f"german-feeds: {said('words.missions', count=5)}" in told
    assert said("page.world.left_out", why="")[:9] in told, "Korea's posts need a key"
    brought = app.session_state["upload"]
    assert brought.name == said("page.world.name")
    assert {row["sending"] for row in brought.atlas.dataset.missions} >= {"DEU", "PER", "VEN"}


def test_a_fetch_without_a_contact_or_an_answer_changes_nothing(
    page: Page, server: ListServer
) -> None:
    server.answers.clear()
    app = page("en")
    for contact, word in (("", "contact"), ("a@example.org", "No source gave")):
        app.text_input(key="world_contact").input(contact)
        app.button(key="world_go").click().run()
        assert not app.exception
        assert any(word in one.value for one in app.error)
        assert "upload" not in app.session_state


def test_a_fetch_that_is_stopped_goes_on_from_there(
    world: World, server: ListServer, tmp_path: Path
) -> None:
    """A click elsewhere raises within ``progress``, as Ctrl+C does in a terminal."""

    def progress(source: str, *more: Any) -> None:
        if source == "osm":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world(progress=progress)
    assert not (tmp_path / "atlas" / "world").exists()
    asked = sum("wd:Q717 " in form.get("query", "") for _, form, _ in server.seen)
    assert asked == 1
    assert not world().failed
    again = sum("wd:Q717 " in form.get("query", "") for _, form, _ in server.seen)
    assert again == asked, "what was answered is not asked again"
