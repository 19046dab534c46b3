"""nginx before a page, with TLS: it names who has signed on by a cookie, as a proxy of sign-on."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.served import free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
OPENSSL = shutil.which("openssl")
SECRET = "a secret of the proxy"
_PASS = """
    location / {{
      proxy_pass http://127.0.0.1:{page};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For 203.0.113.9;
      proxy_set_header X-Forwarded-Proto {proto};
      proxy_set_header X-Forwarded-Email $email;
      proxy_set_header X-Atlas-Proxy "{secret}";
    }}
"""
_SETTINGS = """{user}
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  map $cookie_who $email {{ default ""; ana "Ana@Example.org"; eve "eve@example.org"; }}
  ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
  server {{ listen 127.0.0.1:{proxy.tls} ssl; {own} }}
  server {{ listen 127.0.0.1:{proxy.plain}; {own} }}
  server {{ listen 127.0.0.1:{proxy.other} ssl; {own} }}
  server {{ listen 127.0.0.1:{proxy.stranger} ssl; {forged} }}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Ports: with TLS, without, at another address, and of one that does not know the secret."""

    page: int
    tls: int
    plain: int
    other: int
    stranger: int

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.tls}/"


def free_ports() -> Proxy:
    return Proxy(*(free_port() for _ in range(5)))


@contextmanager
def nginx(folder: Path, proxy: Proxy) -> Iterator[None]:
    if NGINX is None or OPENSSL is None:
        missing = "there is no nginx or openssl (apt-get install nginx-light openssl)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2"]
    subprocess.run([OPENSSL, *words, *files], check=True, capture_output=True)
    values = {
        "folder": folder,
        "proxy": proxy,
        "user": "user root;" if os.geteuid() == 0 else "",
        "own": _PASS.format(page=proxy.page, proto="$scheme", secret=SECRET),
        "forged": _PASS.format(page=proxy.page, proto="https", secret="guessed by a stranger"),
    }
    settings = folder / "nginx.conf"
    settings.write_text(_SETTINGS.format(**values))
    process = subprocess.Popen([NGINX, "-c", str(settings), "-p", str(folder)])
    try:
        while process.poll() is None and not (folder / "pid").exists():
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
