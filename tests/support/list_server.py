"""A service on a loopback address that answers questions by address, from a table."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LISTS = Path(__file__).parents[1] / "data" / "importers" / "official"
ENTITY = "http://www.wikidata.org/entity/"


class _Asked(BaseHTTPRequestHandler):
    server: ListServer

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        parts = urllib.parse.urlsplit(self.path)
        form = dict(urllib.parse.parse_qsl(parts.query or body.decode()))
        self.server.seen.append((parts.path, form, dict(self.headers)))
        found = self.server.answers.get(parts.path, (404, b""))
        if callable(found):
            found = found(form)
        status, data = found if isinstance(found, tuple) else (200, found)
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


class ListServer(ThreadingHTTPServer):
    """Answers by path: bytes, a status and bytes, or what a function of the form gives."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.seen: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: dict[str, Any] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def list_server(answers: Mapping[str, Any]) -> Iterator[ListServer]:
    """The server while it runs."""
    with ListServer() as server:
        server.answers.update(answers)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def results(sender: str, *items: str) -> bytes:
    """An answer in the recorded shape: each item an embassy of the sender in Chile."""

    def row(item: str, p: str, value: str) -> dict[str, Any]:
        rank = "http://wikiba.se/ontology#NormalRank"
        return {
            "item": {"type": "uri", "value": ENTITY + item},
            "property": {"type": "uri", "value": ENTITY + p},
            "value": {"type": "uri", "value": ENTITY + value},
            "rank": {"type": "uri", "value": rank},
        }

    rows = [
        row(item, p, value)
        for item in items
        for p, value in (("P137", sender), ("P17", "Q298"), ("P31", "Q3917681"))
    ]
    names = ["item", "property", "value", "valueLabel", "precision", "rank", "end"]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def answer(name: str) -> bytes:
    """A made-up answer in the documented shape."""
    return (LISTS / name).read_bytes()


def official_answers() -> dict[str, Any]:
    """What the four services answer, each below a path of its own."""

    def posts(form: Mapping[str, str]) -> bytes:
        page = json.loads(answer("us-posts.json"))
        if form["resultOffset"] != "0":
            page = {"type": "FeatureCollection", "features": []}
        return json.dumps(page).encode()

    return {
        "/de/representativesInCountry": answer("representativesInCountry.json"),
        "/de/representativesInGermany": answer("representativesInGermany.json"),
        "/uk/world-locations": answer("uk-locations.json"),
        "/uk/world-locations/austria/organisations": answer("uk-austria.json"),
        "/uk/world-locations/barbados/organisations": answer("uk-bridgetown.json"),
        "/uk/world-locations/dominica/organisations": answer("uk-bridgetown.json"),
        "/kr": answer("korean-1.json"),
        "/us/FeatureServer/0/query": posts,
    }
