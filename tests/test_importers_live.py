"""Live services on a loopback server that replays recorded shapes: well, badly, and never."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from support.list_server import results

from geo import dataset, dates, importers, parties
from geo.cli import main
from geo.errors import InvalidSelection, ServiceFailed, WriteFailed
from geo.importers.live import overpass, queries, service
from geo.importers.live.service import RequestPolicy

DATA = Path(__file__).parent / "data" / "importers"
MANNERS = RequestPolicy("tests@example.org", pause_s=0, tries=3, wait_s=0.01, longest_s=5)
HASTY = replace(MANNERS, answer_s=0.5)
VEN, PRK, NOR = (parties.party(code) for code in ("VEN", "PRK", "NOR"))

Reply = Callable[["Asker", str, int], None]


class Asker(BaseHTTPRequestHandler):
    """One request; says what it answers with by the server's script."""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
        self.server.seen.append((dict(self.headers), form))  # type: ignore[attr-defined]
        asked = form.get("query") or form.get("data") or ""
        number = sum(f == form for _, f in self.server.seen)  # type: ignore[attr-defined]
        try:
            self.server.reply(self, asked, number)  # type: ignore[attr-defined]
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def give(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    reply: Reply

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asker)
        self.seen: list[tuple[dict[str, str], dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
        yield one
        one.shutdown()


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


def answer(asked: str) -> bytes:
    """What is true: one mission of Venezuela, two of Norway, none of North Korea."""
    if "wd:Q717 " in asked:
        return results("Q717", "Q900000501")
    if "wd:Q20 " in asked:
        return results("Q20", "Q900000502", "Q900000503")
    return results("Q423")


def well(asker: Asker, asked: str, number: int) -> None:
    asker.give(200, answer(asked))


def fetch(server: Server, *parties: parties.State) -> tuple[bytes, service.FetchReport]:
    return queries.fetch(parties or (VEN, PRK, NOR), MANNERS, address=server.address)


# --- well ------------------------------------------------------------------------------------


def test_what_was_asked_got_and_failed_is_told(server: Server) -> None:
    server.reply = well
    seen: list[tuple[int, int, str]] = []
    data, account = queries.fetch(
        (VEN, PRK, NOR),
        MANNERS,
        address=server.address,
        progress=lambda done, of, name: seen.append((done, of, name)),
    )
    assert str(account) == (
        f"queries: 3 sent, 3 answered, 0 answered before, 0 failed; nothing found for {PRK.name}"
    )
    assert [name for _, _, name in seen] == [VEN.name, PRK.name, NOR.name]
    document = json.loads(data)
    assert len(document["results"]["bindings"]) == 9
    assert document["fetched"]["parties"] == ["NOR", "PRK", "VEN"]
    assert document["fetched"]["days"] == [dates.today().isoformat()]


def test_an_answer_that_found_nothing_is_named_and_asked_again(server: Server) -> None:
    """A mirror that had not loaded its data yet was believed for a day."""
    server.reply = lambda asker, asked, number: asker.give(200, results("Q423"))
    _, account = fetch(server)
    assert account.nothing == [VEN.name, PRK.name, NOR.name]
    assert account.as_dict()["nothing"] == account.nothing
    server.reply = well
    data, account = fetch(server)
    assert (account.got, account.kept, account.nothing) == (3, 0, [PRK.name])
    assert len(json.loads(data)["results"]["bindings"]) == 9
    _, account = fetch(server)
    assert (account.got, account.kept, account.nothing) == (1, 2, [PRK.name])
    many = service.FetchReport(asked=12, got=12, nothing=[str(number) for number in range(12)])
    assert str(many).endswith("7, 8, 9 and 2 more")


def test_each_question_is_bounded_and_polite(server: Server) -> None:
    server.reply = well
    fetch(server)
    assert len(server.seen) == 3
    for headers, form in server.seen:
        assert headers["User-Agent"].startswith("embassy-atlas/")
        assert "tests@example.org" in headers["User-Agent"]
        assert f"LIMIT {queries.MOST}" in form["query"]
        assert form["query"].count("VALUES ?sender") == 1


def test_a_service_wants_a_contact(server: Server) -> None:
    server.reply = well
    for contact in ("", "me", "a b@c.d", "jos\u00e9@example.org", "a@b.c\nX: y"):
        with pytest.raises(InvalidSelection, match="--contact"):
            queries.fetch((VEN,), RequestPolicy(contact), address=server.address)
    assert not server.seen


def test_one_file_carries_it_to_a_machine_without_a_network(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = well
    kept = tmp_path / "carried.json"
    options = ["--contact", "a@example.org", "--only", "VEN,PRK,NOR", "--service", server.address]
    command = ["import", "wikidata", "--live", *options, "--save", str(kept), "--pause", "0"]
    assert main([*command, "--into", str(tmp_path / "here")]) == 0
    said = capsys.readouterr()
    assert "1 of 3: Venezuela" in said.err
    assert "3 sent, 3 answered" in said.err
    there = tmp_path / "there"
    assert main(["import", "wikidata", "--from", str(kept), "--into", str(there)]) == 0
    files = [{p.name: p.read_bytes() for p in f.iterdir()} for f in (tmp_path / "here", there)]
    for one in files:
        one.pop("datapackage.json")  # it has the folder's name
    assert files[0] == files[1]
    source = dataset.read(there).rows["sources"][0]
    assert source["published"] == dates.today().isoformat()
    assert len(dataset.read(there).rows["missions"]) == 3


def test_json_tells_what_was_fetched(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = well
    options = ["--contact", "a@example.org", "--only", "VEN", "--service", server.address]
    into = ["--into", str(tmp_path / "pack"), "--json"]
    assert main(["import", "wikidata", "--live", *options, *into]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == 1
    assert told["fetched"] == {
        "asked": 1,
        "got": 1,
        "kept": 0,
        "failed": {},
        "left": 0,
        "nothing": [],
    }


# --- badly -----------------------------------------------------------------------------------


def stalls(asker: Asker, asked: str, number: int) -> None:
    time.sleep(3)


def drips(asker: Asker, asked: str, number: int) -> None:
    asker.send_response(200)
    asker.end_headers()
    for _ in range(30):
        asker.wfile.write(b" ")
        asker.wfile.flush()
        time.sleep(0.05)


def half(asker: Asker, asked: str, number: int) -> None:
    whole = answer(asked)
    asker.give(200, whole[: len(whole) // 2])


def breaks_off(asker: Asker, asked: str, number: int) -> None:
    whole = answer(asked)
    asker.send_response(200)
    asker.send_header("Content-Length", str(len(whole)))
    asker.end_headers()
    asker.wfile.write(whole[:10])
    asker.close_connection = True


def flood(asker: Asker, asked: str, number: int) -> None:
    asker.send_response(200)
    asker.end_headers()
    for _ in range(80):
        asker.wfile.write(b" " * 1_000_000)


def full(asker: Asker, asked: str, number: int) -> None:
    document = json.loads(results("Q717", "Q900000501"))
    document["results"]["bindings"] *= queries.MOST // 3
    asker.give(200, json.dumps(document).encode())


BADLY: dict[str, tuple[Reply, str]] = {
    "stalls": (stalls, "did not answer in time"),
    "drips": (drips, "was incomplete after"),
    "429": (lambda a, q, n: a.give(429, b"Too many requests"), "429"),
    "500": (lambda a, q, n: a.give(500, b"java.util.concurrent.TimeoutException"), "500"),
    "403": (lambda a, q, n: a.give(403, b"Set a user agent"), "403"),
    "302 to itself": (lambda a, q, n: a.give(302, b"", Location="/sparql"), "302"),
    "HTML": (lambda a, q, n: a.give(200, b"<!DOCTYPE html><p>Log in"), "a web page"),
    "half an answer": (half, "incomplete or empty answer"),
    "a broken connection": (breaks_off, "connection failed"),
    "more than can be": (flood, "more than"),
    "an answer at the bound": (full, "may have been cut"),
    "JSON of another kind": (lambda a, q, n: a.give(200, b'{"ok": true}'), "instead of"),
    "nothing": (lambda a, q, n: a.give(200, b""), "instead of"),
    "the answer to another question": (
        lambda a, q, n: a.give(200, results("Q183", "Q900000601")),
        "another question",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", BADLY)
def test_a_service_that_answers_badly_is_told_and_no_dataset_changes(
    server: Server,
    kind: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.reply, word = BADLY[kind]
    hasty = HASTY if kind in ("stalls", "drips") else MANNERS
    monkeypatch.setattr(importers, "RequestPolicy", lambda contact, pause_s: hasty)
    importers.import_wikidata(DATA / "missions.csv", tmp_path / "pack", date="2022-11-16")
    before = {p.name: p.read_bytes() for p in (tmp_path / "pack").iterdir()}
    options = ["--contact", "a@example.org", "--only", "VEN", "--service", server.address]
    command = ["import", "wikidata", "--live", *options]
    assert main([*command, "--into", str(tmp_path / "pack")]) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert word in said.err
    assert "1 failed" in said.err
    assert "Venezuela" in said.err
    assert {p.name: p.read_bytes() for p in (tmp_path / "pack").iterdir()} == before
    assert main([*command, "--into", str(tmp_path / "new")]) == 1
    assert not (tmp_path / "new").exists()


def test_the_same_page_for_ever_is_noticed(server: Server) -> None:
    page = json.loads(results("Q717", "Q900000501"))
    page["results"]["bindings"] += json.loads(results("Q20", "Q900000502"))["results"]["bindings"]
    server.reply = lambda a, q, n: a.give(200, json.dumps(page).encode())
    with pytest.raises(ServiceFailed, match="the same answer as for Venezuela"):
        fetch(server, VEN, NOR)


def test_what_fails_for_a_while_is_asked_again(server: Server) -> None:
    def twice(asker: Asker, asked: str, number: int) -> None:
        if number < 3:
            asker.give(503 if number == 1 else 500, b"")
        else:
            well(asker, asked, number)

    server.reply = twice
    _, account = fetch(server)
    assert account.got == 3
    assert len(server.seen) == 9


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for(
    server: Server, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt
    import email.utils

    waited: list[float] = []
    monkeypatch.setattr(service.time, "sleep", waited.append)
    when = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=4)
    told = "4" if form == "seconds" else email.utils.format_datetime(when, usegmt=True)

    def busy(asker: Asker, asked: str, number: int) -> None:
        if number == 1:
            asker.give(429, b"", Retry_After=told)
        else:
            well(asker, asked, number)

    server.reply = busy
    fetch(server, VEN)
    assert len(waited) == 1
    assert 2 < waited[0] <= 4


def test_a_service_that_wants_to_be_left_alone_is(server: Server) -> None:
    server.reply = lambda a, q, n: a.give(429, b"", Retry_After="3600")
    with pytest.raises(ServiceFailed, match="asks to wait until") as told:
        fetch(server)
    assert len(server.seen) == 1
    assert "2 not sent" in str(told.value)


def test_three_failures_running_end_the_asking(server: Server) -> None:
    server.reply = lambda a, q, n: a.give(400, b"")
    four = tuple(parties.party(code) for code in ("VEN", "PRK", "NOR", "CHL"))
    with pytest.raises(ServiceFailed, match="1 not sent"):
        fetch(server, *four)
    assert len(server.seen) == 3


def test_a_rerun_asks_only_what_has_no_answer(server: Server) -> None:
    def without_norway(asker: Asker, asked: str, number: int) -> None:
        if "wd:Q20 " in asked:
            asker.give(404, b"")
        else:
            well(asker, asked, number)

    server.reply = without_norway
    with pytest.raises(ServiceFailed, match="2 answered") as told:
        fetch(server)
    assert NOR.name in str(told.value)
    server.seen.clear()
    server.reply = well
    _, account = fetch(server)
    assert (account.kept, account.got, account.nothing) == (1, 2, [PRK.name])
    assert len(server.seen) == 2, "and what found nothing"


@pytest.mark.parametrize(
    ("hours", "kept"), [(-1, 1), (0, 1), (service.KEPT_HOURS - 1, 1), (service.KEPT_HOURS + 1, 0)]
)
def test_an_answer_is_kept_for_as_long_as_is_said(
    server: Server, monkeypatch: pytest.MonkeyPatch, hours: int, kept: int
) -> None:
    server.reply = well
    fetch(server, VEN)
    now = time.time()
    monkeypatch.setattr(service.time, "time", lambda: now + hours * 3_600)
    _, account = fetch(server, VEN)
    assert account.kept == kept


def test_a_kept_answer_without_its_day_is_asked_for_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reply = well
    with monkeypatch.context() as before:
        before.setattr(service, "_DAY", "another-name")
        fetch(server, VEN)
    _, account = fetch(server, VEN)
    assert (account.kept, account.got) == (0, 1)


def test_kept_answers_that_cannot_be_read_are_an_error_with_a_remedy(
    server: Server, tmp_path: Path
) -> None:
    server.reply = well
    fetch(server, VEN)
    (file,) = (tmp_path / "cache").rglob("answers.db")
    file.write_bytes(b"not a store of answers" * 100)
    with pytest.raises(WriteFailed, match="Delete this file"):
        fetch(server, VEN)
    file.unlink()
    _, account = fetch(server, VEN)
    assert (account.kept, account.got) == (0, 1)


# --- Overpass --------------------------------------------------------------------------------


def elements(asker: Asker, asked: str, number: int) -> None:
    document = json.loads((DATA / "overpass.json").read_bytes())
    if '"VE"' not in asked:
        document["elements"] = document["elements"][1:2]
    asker.give(200, json.dumps(document).encode())


def test_overpass_is_asked_state_by_state_and_odbl_goes_along(
    server: Server, tmp_path: Path
) -> None:
    server.reply = elements
    hosts = (VEN, parties.party("ITA"))
    data, account = overpass.fetch(hosts, MANNERS, address=server.address)
    assert (account.asked, account.got) == (2, 2)
    for (_, form), host in zip(server.seen, hosts, strict=True):
        assert f'"ISO3166-1"="{host.alpha2}"' in form["data"]
        assert '"office"="diplomatic"' in form["data"]
        assert '"amenity"="embassy"' in form["data"]
        assert f"out tags center {overpass.MOST};" in form["data"]
    document = json.loads(data)
    assert len(document["elements"]) == 9, "an element of two answers stands once"
    (tmp_path / "osm.json").write_bytes(data)
    importers.import_osm(tmp_path / "osm.json", tmp_path / "pack")
    source = dataset.read(tmp_path / "pack").rows["sources"][0]
    assert source["licence"] == "ODbL-1.0"
    assert source["published"] == "2026-11-20"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b'{"elements": [], "osm3s": {"timestamp_osm_base": "2026-11-20T00:00:00Z"}, '
         b'"remark": "runtime error: Query timed out in \\"query\\" at line 5"}', "timed out"),
        (b"<?xml version='1.0'?><html><p>Dispatcher_Client::request_read_and_idx", "a web page"),
        (b'{"elements": [{"type": "node"', "incomplete or empty answer"),
    ],
)  # fmt: skip
def test_overpass_that_breaks_off_is_told(server: Server, body: bytes, word: str) -> None:
    server.reply = lambda a, q, n: a.give(200, body)
    with pytest.raises(ServiceFailed, match=word):
        overpass.fetch((VEN,), MANNERS, address=server.address)
