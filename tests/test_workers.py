"""Several servers behind one address: who goes where, and what happens when one is killed."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from geo.errors import PageFailed
from geo.server import Server, free_port
from geo.workers import Workers

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = "https://elsewhere.example"
RUN = bytes.fromhex("5a00")  # a BackMsg that asks for a run of the page
PAGE = {"Accept": "text/html"}


class Served:
    """`serve --workers 2` with the bundled dataset, and what a browser asks of it."""

    def __init__(self, cache: Path) -> None:
        self.port = free_port()
        words = ["serve", "--no-browser", "--port", str(self.port), "--workers", "2"]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "geo.cli", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert f":{self.port}/" in self.process.stdout.readline()

    def workers(self) -> list[int]:
        """Processes of the servers."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted(int(pid) for file in tasks for pid in file.read_text().split())

    def get(
        self, path: str = "/", headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and the cookie of the worker."""
        link = http.client.HTTPConnection("127.0.0.1", self.port)
        link.request(method, path, headers=dict(headers or {}))
        answer = link.getresponse()
        answer.read()
        link.close()
        cookies = "; ".join(answer.headers.get_all("Set-Cookie") or ())
        found = re.search(r"atlas-worker-\d+=\d+", cookies)
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, found[0] if found else ""

    def session(self, cookie: str = "", **more: str) -> ClientConnection:
        """An open session."""
        return connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            origin=more.pop("origin", f"http://127.0.0.1:{self.port}"),  # type: ignore[arg-type]
            additional_headers={**({"Cookie": cookie} if cookie else {}), **more},
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    served = Served(tmp_path_factory.mktemp("cache"))
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.communicate()


def _shown(stream: ClientConnection) -> None:
    stream.send(RUN)
    seen = b""
    while b"Embassy Atlas" not in seen:
        message = stream.recv(timeout=60)
        seen += message if isinstance(message, bytes) else message.encode()


def _sockets(pid: int, port: int) -> int:
    """Connections that a process has accepted on its port."""
    table = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    lines = [line.split() for line in table]
    return sum(line[1].endswith(f":{port:04X}") and line[3] == "01" for line in lines)


def _port(pid: int) -> int:
    command = Path(f"/proc/{pid}/cmdline").read_text()
    found = re.search(r"--server\.port=(\d+)", command)
    assert found
    return int(found[1])


def test_readers_are_shared_out_and_stay_where_they_are(served: Served) -> None:
    ports = [_port(pid) for pid in served.workers()]
    first, second = served.get(headers=PAGE)[2], served.get(headers=PAGE)[2]
    assert {first.rpartition("=")[2], second.rpartition("=")[2]} == {"0", "1"}
    assert served.get(headers={**PAGE, "Cookie": first})[2] == ""
    with served.session(first) as one, served.session(f"x=1; {first}") as other:
        _shown(one)
        _shown(other)
        counts = sorted(
            _sockets(pid, port) for pid, port in zip(served.workers(), ports, strict=True)
        )
        assert counts == [0, 2]


def test_without_a_cookie_all_goes_to_one_server(served: Served) -> None:
    assert [served.get("/_stcore/health")[2] for _ in range(4)] == [""] * 4
    with served.session() as one, served.session() as other:
        counts = [_sockets(pid, _port(pid)) for pid in served.workers()]
        assert sorted(counts) == [0, 2]
        assert one is not other


def test_what_one_server_refuses_is_refused(served: Served) -> None:
    with pytest.raises(InvalidStatus) as met:
        served.session(origin=ELSEWHERE)
    assert met.value.response.status_code == 403
    assert served.get("/_stcore/upload_file/session/file", method="PUT")[0] == 403
    headers = served.get("/_stcore/health", {"Origin": ELSEWHERE})[1]
    assert headers.get("access-control-allow-origin") not in ("*", ELSEWHERE)


@pytest.mark.parametrize(
    "sent", [b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, b"\r\n\r\n", b"no\r\n\r\n"]
)
def test_what_is_no_request_ends_its_connection_alone(served: Served, sent: bytes) -> None:
    link = http.client.HTTPConnection("127.0.0.1", served.port)
    link.connect()
    link.sock.sendall(sent)
    link.sock.settimeout(60)
    while link.sock.recv(65_536):
        pass
    link.close()
    assert served.get(headers=PAGE)[0] == 200


def test_a_killed_server_is_replaced_and_the_others_go_on(served: Served) -> None:
    first, second = served.get(headers=PAGE)[2], served.get(headers=PAGE)[2]
    before = served.workers()
    with served.session(first) as one, served.session(second) as other:
        _shown(one)
        _shown(other)
        killed = next(pid for pid in before if _sockets(pid, _port(pid)) == 1)
        os.kill(killed, signal.SIGKILL)
        ended = []
        for stream in (one, other):
            try:
                _shown(stream)
            except ConnectionClosed:
                ended.append(stream)
        assert len(ended) == 1
        lost = first if ended == [one] else second
        with served.session(lost) as again:  # by another server
            _shown(again)
    until = time.monotonic() + 120
    while len(served.workers()) < 2 or killed in served.workers():
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len({*before} & {*served.workers()}) == 1
    while served.get(headers={**PAGE, "Cookie": lost})[2]:  # it is back in its old place
        assert time.monotonic() < until
        time.sleep(0.1)


ECHO = """
import http.server, sys
class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        text = str(self.headers).encode() + self.rfile.read(length)
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
"""


class Stub(Server):
    """A program in place of the page's server."""

    def __init__(self, program: str) -> None:
        self.port, self._log = free_port(), None
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(self.port)], stderr=subprocess.DEVNULL
        )


@pytest.fixture
def echo() -> Iterator[Workers]:
    workers = Workers(lambda _: Stub(ECHO), 2, free_port())
    try:
        assert workers.answers()
        yield workers
    finally:
        workers.end()


def test_headers_are_passed_on_unchanged(echo: Workers) -> None:
    """By them the page knows another proxy and refuses to edit, as without one of ours."""
    sent = {
        "Host": "atlas.example.org",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "Via": "1.1 elsewhere",
        "Origin": ELSEWHERE,
    }
    link = http.client.HTTPConnection("127.0.0.1", echo.port)
    link.request("POST", "/", body=b"x" * 300_000, headers={**sent, "Connection": "keep-alive"})
    got = link.getresponse().read()
    link.close()
    headers, _, body = got.partition(b"\n\n")
    assert body == b"x" * 300_000
    told = dict(line.split(": ", 1) for line in headers.decode().splitlines())
    own = {"Accept-Encoding": "identity", "Content-Length": "300000", "Connection": "close"}
    assert told == {**sent, **own}


def test_the_proxy_listens_on_this_machine_only(echo: Workers) -> None:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("needs /proc")
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [line[1] for line in table if line[3] == "0A"]
    mine = [one for one in listening if one.endswith(f":{echo.port:04X}")]
    assert mine == [f"0100007F:{echo.port:04X}"]


def test_servers_that_never_answer_are_given_up() -> None:
    workers = Workers(lambda _: Stub("raise SystemExit(3)"), 2, free_port())
    try:
        with pytest.raises(PageFailed, match="ended 5 times before it answered, code 3"):
            workers.answers()
    finally:
        workers.end()


def test_the_signal_of_a_service_manager_ends_all(tmp_path: Path) -> None:
    served = Served(tmp_path)
    workers = served.workers()
    assert len(workers) == 2
    with served.session(served.get(headers=PAGE)[2]) as stream:
        _shown(stream)
        served.process.send_signal(signal.SIGTERM)
        served.process.communicate(timeout=120)
    assert served.process.returncode == 0
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
