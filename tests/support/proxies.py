"""nginx before a page, with TLS: it names who has signed on by a cookie, as a proxy of sign-on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.served import free_port
from support.web_server import certificate, web_server

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
_SETTINGS = """
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  map $cookie_who $email {{ default ""; ana "Ana@Example.org"; eve "eve@example.org"; }}
  ssl_certificate {folder}/proxy.pem; ssl_certificate_key {folder}/proxy.key;
  server {{ listen 127.0.0.1:{proxy.tls} ssl; {own} }}
  server {{ listen 127.0.0.1:{proxy.plain}; {own} }}
  server {{ listen 127.0.0.1:{proxy.other} ssl; {own} }}
  server {{ listen 127.0.0.1:{proxy.stranger} ssl; {forged} }}
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
    certificate(folder, "127.0.0.1", "proxy")
    own = _PASS.format(page=proxy.page, proto="$scheme", secret=SECRET)
    forged = _PASS.format(page=proxy.page, proto="https", secret="guessed by a stranger")
    http = _SETTINGS.format(folder=folder, proxy=proxy, own=own, forged=forged)
    with web_server(folder, http):
        yield
