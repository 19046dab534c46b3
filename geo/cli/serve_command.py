"""The page, served on this machine only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

from geo import sign_on, tiles
from geo.cli.options import PublicUrl, Viewpoint, option
from geo.errors import AtlasError, InvalidTiles, PageFailed
from geo.server import DATASET, HOST, LOG, MONITOR, Server, free_port, page

if TYPE_CHECKING:
    from geo.selection import Selection
    from geo.workers import Workers

_page = page
_DRAFTS_STAY = {"server.disconnectedSessionTTL": "600"}
"""Streamlit's option by which the drafts of an editor outlast a connection that is lost."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """Options: the background of the map and the public address of the page."""

    tiles: Annotated[
        str,
        option(
            "--tiles",
            "URL|FILE",
            "Offer these tiles as a background: an address with {z}/{x}/{y}, or an MBTiles "
            "file of raster tiles.",
            envvar=tiles.TILES,
        ),
    ] = ""
    tiles_credit: Annotated[
        str,
        option(
            "--tiles-credit",
            "TEXT",
            "Credit of the tiles. Default: from the file, or their host.",
            envvar=tiles.CREDIT,
        ),
    ] = ""
    offline: Annotated[
        bool, option("--offline", None, "Offer nothing that needs a network.", envvar=tiles.OFFLINE)
    ] = False
    public_url: PublicUrl = ""
    viewpoint: Viewpoint = ""

    def environment(self) -> dict[str, str]:
        """The environment variables that pass them to the page."""
        from geo.reports.citations import PUBLIC_URL, checked

        given = self.tiles.strip()
        if given:
            _, file = tiles.own(given, self.tiles_credit, offline=self.offline)
            given = given if file is None else str(file)
        elif self.tiles_credit.strip():
            raise InvalidTiles("--tiles-credit is given without --tiles. Give both, or neither.")
        return {
            PUBLIC_URL: checked(self.public_url, "--public-url"),
            tiles.TILES: given,
            tiles.CREDIT: self.tiles_credit,
            tiles.OFFLINE: "1" if self.offline else "0",
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """Options: who may edit, how many processes there are, and what an operator may know."""

    edit: Annotated[
        bool, option("--edit", None, "Add a page that edits DATASET, for this machine only.")
    ] = False
    sign_on: Annotated[
        Path | None,
        option("--sign-on", "FILE", "With --edit: who may edit through a proxy; a TOML file."),
    ] = None
    workers: Annotated[
        int, option("--workers", None, "Processes that share the readers.", min=1, max=64)
    ] = 1
    monitor: Annotated[
        int,
        option(
            "--monitor",
            "PORT",
            "Answer /live, /ready and /metrics (Prometheus) on this port of 127.0.0.1; each of the "
            "--workers on the next one.",
            min=0,
            max=65535,
        ),
    ] = 0
    log_json: Annotated[
        bool,
        option("--log-json", None, "Write the log as lines of JSON, without data of readers."),
    ] = False

    def environment(self, number: int = 0) -> dict[str, str]:
        """The environment variables that pass them to a server, each with a port of its own."""
        port = self.monitor + number if self.monitor else ""
        return {MONITOR: str(port), LOG: "json" if self.log_json else ""}


def serve(
    dataset: Path | None,
    selection: Selection,
    *,
    port: int,
    browser: bool,
    backdrop: Backdrop | None = None,
    operation: Operation,
) -> int:
    """Serve the page until Ctrl+C or a signal ends it."""
    from geo import basemap, editing
    from geo.atlas import Atlas
    from geo.cli.terminal import working
    from geo.dataset import address_of

    edit, sign_on_file = operation.edit, operation.sign_on
    if edit and dataset is None:
        raise AtlasError(
            "The bundled dataset cannot be edited with --edit. Copy it with embassy-atlas copy "
            "FOLDER, then run embassy-atlas serve FOLDER --edit."
        )
    if sign_on_file and not edit:
        raise AtlasError("--sign-on is given without --edit. Give both, or neither.")
    sign_options = sign_on.options(sign_on.read(sign_on_file)) if sign_on_file else {}
    environment = backdrop.environment() if backdrop else {}
    viewpoint = basemap.viewpoint(backdrop.viewpoint) if backdrop else ""
    with working("Checking the dataset"):
        folder = Atlas.open(dataset).dataset.folder.resolve()
        if edit:
            editing.writable(folder)
    script = _page()
    monitored = range(operation.monitor, operation.monitor + operation.workers)
    if operation.monitor and port in monitored:
        raise AtlasError(
            f"--port {port} is also one of --monitor {operation.monitor}. Choose another."
        )
    for one in monitored if operation.monitor else ():
        _free(one, "--monitor")
    _free(port)
    arguments = ["--edit"] if edit else []
    if address := address_of(folder):  # it can hold a password, which others see in arguments
        environment[DATASET] = address
    else:
        arguments += ["--dataset", str(folder)]
    if sign_on_file:
        arguments += ["--sign-on", str(sign_on_file.resolve())]
    flags = sign_options | (_DRAFTS_STAY if edit else {})

    def started(port: int, number: int = 0) -> Server:
        own = environment | operation.environment(number)
        return Server(script, port, arguments, environment=own, flags=flags)

    server: Server | Workers
    if operation.workers == 1:
        server = started(port)
    else:
        from geo.workers import Workers

        count = operation.workers
        server = Workers(lambda number: started(free_port(), number), count, port)
    asked = _pass_signals_on(server)
    try:
        with working("Preparing the map"):
            answers = server.answers()
        if answers:
            seen = f"viewpoint={viewpoint}" if viewpoint else ""
            query = "&".join(part for part in (selection.to_query(), seen) if part)
            address = f"{server.address}{f'?{query}' if query else ''}"
            print(f"Embassy Atlas is at {address}\nCtrl+C ends it.", flush=True)
            if browser and _has_screen():
                _open(address)
        code = server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.end()
    if code and not asked:
        raise PageFailed(
            f"The page's server ended by itself, code {code}. The cause is printed above."
        )
    return 0


def _free(port: int, option: str = "--port") -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise AtlasError(
                f"Port {port} on {HOST} cannot be used: {getattr(error, 'strerror', error)}. "
                f"Choose another, such as {option} {port + 1 if port < 65_535 else 8502}."
            ) from error


def _pass_signals_on(server: Server | Workers) -> list[int]:
    """End the server when this process is told to end. Returns the signals that came."""
    asked: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        server.terminate()

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    return asked


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(address)
