"""nginx with the settings of a test; skipped where it is not installed, a failure with CI=true."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_AROUND = """{user}
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  {http}
}}
"""


def installed(name: str, package: str) -> str:
    """The path of an installed program."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        missing = f"there is no {name} (apt-get install {package})"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return found


@contextmanager
def web_server(folder: Path, http: str) -> Iterator[None]:
    """A running nginx; ``http`` is what its block ``http`` holds."""
    nginx = installed("nginx", "nginx-light")
    settings = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(_AROUND.format(user=user, folder=folder, http=http))
    process = subprocess.Popen([nginx, "-c", str(settings), "-p", str(folder)])
    try:
        while process.poll() is None and not (folder / "pid").exists():
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def certificate(folder: Path, host: str, stem: str) -> None:
    """Make a certificate and its key, files of one name with ``.pem`` and ``.key``."""
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-days", "2"]
    files = ["-keyout", folder / f"{stem}.key", "-out", folder / f"{stem}.pem"]
    subprocess.run(
        [installed("openssl", "openssl"), *words, *files], check=True, capture_output=True
    )
