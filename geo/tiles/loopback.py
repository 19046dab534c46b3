"""A server of tiles for 127.0.0.1, reading only; a token in the address keeps other pages out."""

import base64
import contextlib
import re
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from geo.tiles.mbtiles import Tileset

_HOST: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 24
_PATIENCE_S: Final = 30
_PATH: Final = re.compile(r"/([\w-]{1,64})/(\d{1,2})/(\d{1,9})/(\d{1,9})")
_EMPTY: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
"""One clear pixel: what is where the file has no tile, which is no error."""


def serve(tiles: Tileset) -> str:
    """Serve the tiles of a file for as long as this process runs."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    server = _Server(tiles, token)
    threading.Thread(target=server.serve_forever, name="tiles", daemon=True).start()
    return f"http://{_HOST}:{server.server_address[1]}/{token}/{{z}}/{{x}}/{{y}}"


class _Server(ThreadingHTTPServer):
    def __init__(self, tiles: Tileset, token: str) -> None:
        self.tiles, self.token = tiles, token
        super().__init__((_HOST, 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        asked = _PATH.fullmatch(self.path)
        headers = {"Content-Type": "text/plain"}
        code, data = HTTPStatus.NOT_FOUND, b""
        if asked and secrets.compare_digest(asked[1], self.server.token):
            tiles, code = self.server.tiles, HTTPStatus.OK
            found = tiles.tile(*(int(part) for part in asked.groups()[1:]))
            data = _EMPTY if found is None else found
            headers = {
                "Access-Control-Allow-Origin": "*",
                "Cache-Control": "private, max-age=86400",
                "Cross-Origin-Resource-Policy": "cross-origin",
                "Content-Type": "image/png" if found is None else tiles.kind,
            }
        headers |= {"X-Content-Type-Options": "nosniff", "Content-Length": str(len(data))}
        with contextlib.suppress(OSError):
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    def version_string(self) -> str:
        return "tiles"

    def log_message(self, format: str, *args: Any) -> None:
        del format, args
