"""What the documents on running a server say, done: nginx with TLS below a path, the unit."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from support.served import free_port, serving
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
NGINX = shutil.which("nginx", path=PATH)
DEPLOY = Path(__file__).resolve().parents[2] / "geo" / "docs" / "deploy"
AROUND = """{user}
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;
  fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  {settings}
}}
"""


def block(name: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", (DEPLOY / name).read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def missing(what: str) -> None:
    pytest.fail(what) if os.environ.get("CI") == "true" else pytest.skip(what)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page behind nginx, as the document says, with a certificate made here."""
    if NGINX is None or shutil.which("openssl") is None:
        missing("there is no nginx or no openssl (apt-get install nginx-light openssl)")
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    own = f"https://127.0.0.1:{port}"
    key = ["-keyout", folder / "atlas.key", "-out", folder / "atlas.pem", "-days", "2"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*made, *key], check=True, capture_output=True)
    with serving(folder / "cache") as (_, page, _log):
        settings = block("nginx.md", "nginx")
        for old, new in (
            ("/etc/ssl", str(folder)),
            ("listen 443", f"listen 127.0.0.1:{port}"),
            ("https://atlas.example.org", own),
            ("http://127.0.0.1:8501/", page),
        ):
            assert old in settings
            settings = settings.replace(old, new)
        user = "user root;" if os.geteuid() == 0 else ""
        file = folder / "nginx.conf"
        file.write_text(AROUND.format(user=user, folder=folder, settings=settings))
        process = subprocess.Popen([str(NGINX), "-c", str(file), "-p", str(folder)])
        try:
            while process.poll() is None and not (folder / "pid").exists():
                time.sleep(0.1)
            yield f"{own}/atlas/"
        finally:
            process.terminate()
            process.wait(timeout=20)


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
    if shutil.which("systemd-analyze") is None:
        missing("there is no systemd-analyze (apt-get install systemd)")
    program, unit = tmp_path / "embassy-atlas", tmp_path / "embassy-atlas.service"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = block("systemd.md", "ini")
    assert "/opt/embassy-atlas/bin/embassy-atlas serve" in text
    unit.write_text(text.replace("/opt/embassy-atlas/bin/embassy-atlas", str(program)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True
    )
    assert "embassy-atlas" not in done.stderr
    assert done.returncode == 0
