"""Official lists on a loopback server that answers in their documented shapes, well and badly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.list_server import LISTS, ListServer, list_server, official_answers

from geo import dataset, dates
from geo.cli import main
from geo.errors import InvalidSelection, ServiceFailed, SourceFaulty
from geo.importers import IMPORTERS, OFFICIAL, ImportReport, RequestPolicy

POLICY = RequestPolicy("tests@example.org", pause_s=0, tries=2, wait_s=0.01, longest_s=5)
DAY = "2026-11-01"
PATHS = {
    "us-posts": "/us/FeatureServer/0",
    "german-feeds": "/de",
    "uk-posts": "/uk",
    "korean-posts": "/kr",
}


@pytest.fixture
def server() -> Iterator[ListServer]:
    with list_server(official_answers()) as one:
        yield one


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def fetched(server: ListServer, name: str) -> bytes:
    key = "secret%2Bkey" if name == "korean-posts" else ""
    data, _ = OFFICIAL[name].fetched(POLICY, address=server.address + PATHS[name], key=key)
    return data


def missions(folder: Path) -> list[tuple[str, str, str, str]]:
    rows = dataset.read(folder).rows["missions"]
    return sorted((one["sending"], one["receiving"], one["kind"], one["city"]) for one in rows)


def imported(name: str, file: str, into: Path) -> ImportReport:
    return OFFICIAL[name].import_file(LISTS / file, into, date=DAY)


EXPECTED = {
    "us-posts": [
        ("USA", "ITA", "consulate_general", "Milan"),
        ("USA", "PER", "embassy", "Lima"),
    ],
    "german-feeds": [
        ("DEU", "NOR", "embassy", "Oslo"),
        ("DEU", "PER", "embassy", "Lima"),
        ("DEU", "PER", "honorary_consul", "Cusco"),
        ("PER", "DEU", "consulate_general", "Hamburg"),
        ("PER", "DEU", "embassy", "Berlin"),
    ],
    "uk-posts": [
        ("GBR", "AUT", "consulate_general", "Graz"),
        ("GBR", "AUT", "embassy", "Vienna"),
        ("GBR", "BRB", "high_commission", "Bridgetown"),
    ],
    "korean-posts": [
        ("KOR", "GHA", "embassy", ""),
        ("KOR", "USA", "consulate_general", ""),
    ],
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_list_is_fetched_and_imported_with_its_source(
    server: ListServer, name: str, tmp_path: Path
) -> None:
    one = OFFICIAL[name]
    file = tmp_path / f"{name}.json"
    file.write_bytes(fetched(server, name))
    report = one.import_file(file, tmp_path / "pack")
    assert missions(tmp_path / "pack") == EXPECTED[name]
    assert one.notice in report.notes, "that it was not met live is said on use"
    (source,) = dataset.read(tmp_path / "pack").rows["sources"]
    assert source["publisher"] == one.publisher
    assert source["url"] == one.url
    assert source["published"] == dates.today().isoformat()
    assert source["licence"] == one.licence
    assert all("tests@example.org" in headers["User-Agent"] for *_, headers in server.seen)
    assert not one.import_file(file, tmp_path / "pack").changed, "the same file changes nothing"


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_list_is_an_importer_of_the_registry_and_a_command(
    server: ListServer, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(fetched(server, name))
    importer = IMPORTERS.get(name)
    assert importer is not None
    assert importer.read(file, tmp_path / "one").added == len(EXPECTED[name])
    assert main(["import", name, "--from", str(file), "--into", str(tmp_path / "two")]) == 0
    assert "not tried on the live service" in capsys.readouterr().out
    assert missions(tmp_path / "two") == missions(tmp_path / "one")


def test_the_command_queries_the_service_and_keeps_the_answers(
    server: ListServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "germany.json"
    live = ["--live", "--contact", "a@example.org", "--pause", "0", "--save", str(kept)]
    command = ["import", "german-feeds", *live, "--service", f"{server.address}/de"]
    assert main(command) == 0
    assert "not tried on the live service" in capsys.readouterr().err
    assert main(["import", "german-feeds", "--from", str(kept), "--into", str(tmp_path / "p")]) == 0
    assert missions(tmp_path / "p") == EXPECTED["german-feeds"]


def test_both_directions_come_from_the_german_feeds_and_each_alone_keeps_its_name(
    tmp_path: Path,
) -> None:
    for feed in ("representativesInCountry", "representativesInGermany"):
        imported("german-feeds", f"{feed}.json", tmp_path / "pack")
    pairs = {row[:2] for row in missions(tmp_path / "pack")}
    assert {("DEU", "PER"), ("PER", "DEU")} <= pairs
    (tmp_path / "feed.json").write_bytes((LISTS / "representativesInGermany.json").read_bytes())
    with pytest.raises(SourceFaulty, match="cannot tell which feed"):
        OFFICIAL["german-feeds"].import_file(tmp_path / "feed.json", tmp_path / "x", date=DAY)


def test_what_is_no_mission_or_no_state_is_refused_with_its_name(tmp_path: Path) -> None:
    for name, file, *names in (
        ("german-feeds", "representativesInCountry.json", "Goethe-Institut Oslo"),
        ("german-feeds", "representativesInGermany.json", "Atlantis"),
        ("uk-posts", "uk-austria.json", "UK Delegation in Vienna", "Department of Trade Austria"),
        ("korean-posts", "korean-1.json", "주 유엔 대표부"),
    ):
        report = imported(name, file, tmp_path / file)
        assert [problem.value for problem in report.refused] == names
        assert report.refused_rows == len(names)


def test_a_page_of_posts_that_others_follow_is_refused_by_itself(tmp_path: Path) -> None:
    with pytest.raises(SourceFaulty, match="incomplete"):
        imported("us-posts", "us-posts.json", tmp_path / "pack")
    page = json.loads((LISTS / "us-posts.json").read_bytes())
    page["properties"] = {"exceededTransferLimit": page.pop("exceededTransferLimit")}
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(page))
    with pytest.raises(SourceFaulty, match="incomplete"):
        OFFICIAL["us-posts"].import_file(file, tmp_path / "pack", date=DAY)
    assert not (tmp_path / "pack").exists()
    del page["properties"]
    file.write_text(json.dumps(page))
    OFFICIAL["us-posts"].import_file(file, tmp_path / "pack", date=DAY)
    assert missions(tmp_path / "pack") == EXPECTED["us-posts"]


def test_a_list_of_locations_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(SourceFaulty, match="list of locations") as told:
        imported("uk-posts", "uk-locations.json", tmp_path / "pack")
    assert "organisations" in str(told.value)
    assert "it has no office" not in str(told.value)


def test_accreditations_are_not_missions(server: ListServer, tmp_path: Path) -> None:
    """Ghana's row for Benin is the embassy in Accra; Bridgetown is listed under Dominica, too."""
    for name, sending, receiving in (("korean-posts", "KOR", "BEN"), ("uk-posts", "GBR", "DMA")):
        (tmp_path / f"{name}.json").write_bytes(fetched(server, name))
        OFFICIAL[name].import_file(tmp_path / f"{name}.json", tmp_path / name)
        assert (sending, receiving) not in {row[:2] for row in missions(tmp_path / name)}
        (row,) = dataset.read(tmp_path / name).rows["coverage"]
        assert (row["sending"], row["receiving"], row["face"]) == (sending, receiving, "covered")


def test_an_accreditation_from_an_unknown_embassy_is_refused(tmp_path: Path) -> None:
    page = json.loads((LISTS / "korean-1.json").read_bytes())
    page["data"][1]["embassy_cd"] = "99999"
    (tmp_path / "k.json").write_text(json.dumps(page))
    report = OFFICIAL["korean-posts"].import_file(tmp_path / "k.json", tmp_path / "p", date=DAY)
    assert any("from elsewhere" in problem.rule for problem in report.refused)


def test_a_service_key_is_sent_decoded_and_kept_nowhere(server: ListServer, tmp_path: Path) -> None:
    data = fetched(server, "korean-posts")
    assert server.seen[0][1]["serviceKey"] == "secret+key"
    kept = [file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert kept
    assert not any(b"secret" in one for one in (*kept, data))
    with pytest.raises(InvalidSelection, match="--key"):
        OFFICIAL["korean-posts"].fetched(POLICY, address=f"{server.address}/kr")


def test_the_layer_of_the_united_states_is_given_and_read_to_its_end(server: ListServer) -> None:
    with pytest.raises(InvalidSelection, match="--service"):
        OFFICIAL["us-posts"].fetched(POLICY)
    fetched(server, "us-posts")
    assert [form["resultOffset"] for _, form, _ in server.seen] == ["0", "2"]


def test_pages_of_locations_are_followed(server: ListServer) -> None:
    whole = json.loads(server.answers["/uk/world-locations"])

    def page(form: dict[str, str]) -> bytes:
        at = int(form["page"])
        return json.dumps({**whole, "pages": 3, "results": whole["results"][at - 1 : at]}).encode()

    server.answers["/uk/world-locations"] = page
    answers = json.loads(fetched(server, "uk-posts"))["answers"]
    assert sorted(answers["organisations"]) == ["austria", "barbados", "dominica"]


BADLY = {
    "a web page": ("german-feeds", (200, b"<!DOCTYPE html><p>Log in"), "a web page"),
    "XML": ("korean-posts", (200, b"<OpenAPI_ServiceResponse>SERVICE_KEY"), "XML"),
    "half": ("uk-posts", (200, b'{"results": [{"id": '), "incomplete or empty answer"),
    "a list": ("uk-posts", (200, b"[]"), "of another kind"),
    "no results": ("uk-posts", (200, b'{"ok": true}'), "without results"),
    "no response": ("german-feeds", (200, b'{"response": []}'), "without a response"),
    "an error with 200": (
        "us-posts",
        (200, b'{"error": {"code": 400, "message": "Invalid query"}}'),
        "Invalid query",
    ),
    "a code": (
        "korean-posts",
        (200, b'{"resultCode": "30", "resultMsg": "SERVICE KEY IS NOT REGISTERED"}'),
        "NOT REGISTERED",
    ),
    "no rows": ("korean-posts", (200, b'{"resultCode": 0}'), "of another kind"),
    "a location without a name": (
        "uk-posts",
        (200, b'{"results": [{"title": "Peru"}]}'),
        "not an answer of uk-posts",
    ),
    "404": ("german-feeds", (404, b""), "404"),
}


@pytest.mark.parametrize("kind", BADLY)
def test_a_list_that_answers_badly_is_an_error_that_says_how(server: ListServer, kind: str) -> None:
    name, bad, word = BADLY[kind]
    for path in [path for path in server.answers if path.startswith(PATHS[name])]:
        server.answers[path] = bad
    with pytest.raises(ServiceFailed, match=word):
        fetched(server, name)


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b'{"list": "NAME", "answers": 7, "fetched": {"day": "2026-11-01"}}',
        b'{"list": "NAME", "answers": {"page-1": []}, "fetched": {"day": "2026-11-01"}}',
        b'{"list": "NAME", "answers": {"page-1": {}}, "fetched": {"day": "2026-11-01"}}',
        b'{"response": {"1": {"country": "Peru", "2": {"type": 5}}}}',
        b'{"results": [{"id": 1, "offices": {"main": {"details": []}}}]}',
        b'{"data": [[]], "resultCode": 0}',
        b'{"features": [{"properties": {"Name": "x"}}]}',
        b'{"answers": {}, "list": "another", "fetched": {}}',
    ],
)
def test_a_file_of_another_shape_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "representativesInCountry.json"
    file.write_bytes(content.replace(b"NAME", name.encode()))
    with pytest.raises((SourceFaulty, InvalidSelection)):
        OFFICIAL[name].import_file(file, tmp_path / "pack", date=DAY)
    assert not (tmp_path / "pack").exists()
