"""The server, started where the folder, the environment and the dataset speak against it."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.server import FLAGS, Server, free_port, page

ROOT = Path(__file__).resolve().parent.parent
CONFIG = """
[server]
address = "0.0.0.0"
enableCORS = false
enableXsrfProtection = false
enableStaticServing = true
enableAgentApi = true
corsAllowedOrigins = ["https://elsewhere.example"]
baseUrlPath = "moved"
customComponentBaseUrlPath = "https://elsewhere.example/components"
maxUploadSize = 4000

[browser]
gatherUsageStats = true

[client]
toolbarMode = "developer"

[theme]
font = "Odd:https://elsewhere.example/odd.css"

[[theme.fontFaces]]
family = "Odd"
url = "https://elsewhere.example/odd.woff2"

[theme.sidebar]
font = "Odd:https://elsewhere.example/odd.css"
headingFont = "Odd:https://elsewhere.example/odd.css"
codeFont = "Odd:https://elsewhere.example/odd.css"

[theme.dark.sidebar]
codeFont = "Odd:https://elsewhere.example/odd.css"
"""
LOADED = "import pathlib, sys; pathlib.Path({marker!r}).write_text(__name__)\n"
ELSEWHERE = "https://elsewhere.example"
MODULES = ("sitecustomize", "usercustomize", "streamlit", "folium", "geo", "app")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and modules of somebody else, and a dataset that has them."""
    folder = tmp_path_factory.mktemp("hostile") / "dataset"
    shutil.copytree(ROOT / "data" / "atlas", folder)
    for where in (folder, folder / "home"):
        (where / ".streamlit").mkdir(parents=True)
        (where / ".streamlit" / "config.toml").write_text(CONFIG)
    (folder / ".streamlit" / "secrets.toml").write_text('[auth]\ncookie_secret = "known"\n')
    (folder / "static").mkdir()
    (folder / "static" / "page.html").write_text("elsewhere")
    for name in MODULES:
        (folder / f"{name}.py").write_text(LOADED.format(marker=str(folder / "loaded")))
    return folder


@pytest.fixture(scope="module")
def port(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOME": str(hostile / "home"),
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
        "FORWARDED_ALLOW_IPS": "*",
        "STREAMLIT_SECRETS_FILES": str(hostile / ".streamlit" / "secrets.toml"),
        "STREAMLIT_SERVER_ENABLE_CORS": "false",
        "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
        "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": ELSEWHERE,
        "STREAMLIT_SERVER_COOKIE_SECRET": "known",
        "STREAMLIT_THEME_FONT": f"Odd:{ELSEWHERE}/odd.css",
        "STREAMLIT_GLOBAL_DEVELOPMENT_MODE": "true",
    }
    words = ["serve", ".", "--edit", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "geo.cli", *words],
        cwd=hostile,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert f":{port}/" in process.stdout.readline()
        until = time.monotonic() + 60
        while _asked(port, "/_stcore/health")[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.communicate()


def _asked(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port)
    link.request(method, path, headers=dict(headers or {}))
    answer = link.getresponse()
    try:
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        link.close()


def test_no_other_site_reads_its_answers(port: int) -> None:
    for path in ("/_stcore/health", "/_stcore/host-config", "/"):
        status, headers, _ = _asked(port, path, headers={"Origin": ELSEWHERE})
        assert status == 200, path
        assert headers.get("access-control-allow-origin") not in ("*", ELSEWHERE), path


def test_no_other_site_opens_a_session(port: int) -> None:
    with pytest.raises(InvalidStatus) as met:
        connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=ELSEWHERE)  # type: ignore[arg-type]
    assert met.value.response.status_code == 403


def test_an_upload_needs_the_token_of_the_page(port: int) -> None:
    assert "_streamlit_xsrf" in _asked(port, "/_stcore/health")[1]["set-cookie"]
    assert _asked(port, "/_stcore/upload_file/session/file", "PUT")[0] == 403


def test_files_of_the_folder_are_not_served(port: int) -> None:
    assert b"elsewhere" not in _asked(port, "/app/static/page.html")[2]
    assert _asked(port, "/_stcore/agent/interact", "POST")[0] in (403, 404, 405)


def test_a_session_names_nothing_elsewhere(port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    seen = b""
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=address) as stream:  # type: ignore[arg-type]
        stream.send(bytes.fromhex("5a00"))  # a BackMsg that asks for a run of the page
        while b"Embassy Atlas" not in seen:
            message = stream.recv(timeout=60)
            seen += message if isinstance(message, bytes) else message.encode()
    assert b"elsewhere.example" not in seen


def test_it_listens_on_this_machine_only(port: int) -> None:
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("needs /proc")
    listening = [
        line.split()[1] for line in table.read_text().splitlines()[1:] if line.split()[3] == "0A"
    ]
    assert [one for one in listening if one.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_no_secrets_of_others_are_read() -> None:
    assert not Path(FLAGS["secrets.files"]).exists()


def test_no_module_of_the_folder_was_loaded(port: int, hostile: Path) -> None:
    assert not (hostile / "loaded").exists()


def test_the_page_that_a_picture_is_taken_of_is_as_safe(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_CORS", "false")
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    with Server(page(), free_port(), quiet=True, environment=environment) as server:
        assert server.answers()
        headers = _asked(server.port, "/_stcore/health", headers={"Origin": ELSEWHERE})[1]
    assert "access-control-allow-origin" not in headers
    assert not (hostile / "loaded").exists()
