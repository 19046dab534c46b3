"""What the documents on running a server say, done: nginx with TLS below a path, the unit."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from support.served import free_port, serving
from support.web_server import certificate, installed, web_server
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.ui.edit import gate

DEPLOY = Path(__file__).resolve().parents[2] / "geo" / "docs" / "deploy"


def block(name: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", (DEPLOY / name).read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@contextmanager
def proxied(folder: Path, page: str) -> Iterator[str]:
    """The address of nginx before a page, as the document says, with a certificate made here."""
    port, settings = free_port(), block("nginx.md", "nginx")
    own = f"https://127.0.0.1:{port}"
    certificate(folder, "localhost", "atlas")
    for old, new in (
        ("/etc/ssl", str(folder)),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("https://atlas.example.org", own),
        ("http://127.0.0.1:8501/", page),
    ):
        assert old in settings
        settings = settings.replace(old, new)
    with web_server(folder, settings):
        yield f"{own}/atlas/"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page behind nginx."""
    folder = tmp_path_factory.mktemp("proxy")
    with serving(folder / "cache") as (_, page, _log), proxied(folder, page) as address:
        yield address


class Heard(BaseHTTPRequestHandler):
    """Answers with the headers of a request."""

    def do_GET(self) -> None:
        body = json.dumps({name.casefold(): text for name, text in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def test_who_names_this_machine_in_a_header_does_not_pass_for_it(tmp_path: Path) -> None:
    """Without X-Forwarded-For a forged Host let a reader on another machine edit."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Heard)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    forged = {"Host": "127.0.0.1", "Origin": "http://127.0.0.1"}
    try:
        with (
            proxied(tmp_path, f"http://127.0.0.1:{server.server_port}/") as address,
            urlopen(Request(address, headers=forged), context=unchecked()) as answer,
        ):
            headers = json.load(answer)
    finally:
        server.shutdown()
        server.server_close()
    assert headers["host"] == "127.0.0.1"
    assert gate.refusal("127.0.0.1", None, headers) == "proxy"


def unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def answered(address: str) -> int:
    try:
        with urlopen(Request(address), context=unchecked()) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.browser
def test_the_page_works_with_tls_below_a_path(
    behind: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    reader = visit(behind, ignore_https_errors=True)
    reader.open("among=VEN,PRK&as-of=2019-09-01")
    assert reader.drawn("missions") == 3
    assert reader.download("geojson", tmp_path).stat().st_size > 1_000
    reader.page.get_by_role("link", name="Table").first.click()
    reader.settle()
    assert reader.page.url.startswith(f"{behind}table")
    reader.found_nothing_wrong()


def test_pages_of_others_and_numbers_of_streamlit_are_refused(behind: str) -> None:
    stream = f"{behind.replace('https', 'wss')}_stcore/stream"
    with connect(stream, ssl=unchecked(), origin=behind.removesuffix("/atlas/")):  # type: ignore[arg-type]
        pass
    with pytest.raises(InvalidStatus, match="403"):
        connect(stream, ssl=unchecked(), origin="https://elsewhere.example")  # type: ignore[arg-type]
    assert answered(f"{behind}_stcore/metrics") == 404
    assert answered(f"{behind}_stcore/health") == 200


def test_the_unit_is_sound(tmp_path: Path) -> None:
    analyze = installed("systemd-analyze", "systemd")
    program, unit = tmp_path / "embassy-atlas", tmp_path / "embassy-atlas.service"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = block("systemd.md", "ini")
    assert "/opt/embassy-atlas/bin/embassy-atlas serve" in text
    unit.write_text(text.replace("/opt/embassy-atlas/bin/embassy-atlas", str(program)))
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True
    )
    assert "embassy-atlas" not in done.stderr
    assert done.returncode == 0
