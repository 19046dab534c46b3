"""The page, served on this machine only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from geo import sign_on as signing
from geo import tiles as backgrounds
from geo.cli.options import Shown, chosen_dataset
from geo.cli.terminal import working
from geo.errors import AtlasError, InvalidTiles, PageFailed
from geo.server import DATASET, HOST, LOG, MONITOR, Server, free_port, page

if TYPE_CHECKING:
    from geo.workers import Workers

_page = page
_DRAFTS_STAY = {"server.disconnectedSessionTTL": "600"}
"""Streamlit's option by which the drafts of an editor outlast a connection that is lost."""


def serve(
    dataset: Path | None = None,
    *,
    port: int = 8501,
    browser: bool = True,
    shown: Shown,
    tiles: str = "",
    tiles_credit: str = "",
    offline: bool = False,
    public_url: str = "",
    viewpoint: str = "",
    edit: bool = False,
    sign_on: Path | None = None,
    workers: int = 1,
    monitor: int = 0,
    log_json: bool = False,
) -> None:
    """Serve the page until Ctrl+C or a signal ends it."""
    from geo import basemap, editing
    from geo.atlas import Atlas
    from geo.dataset import address_of

    folder, selection = chosen_dataset(dataset, shown.dataset_option), shown.selection()
    if edit and folder is None:
        raise AtlasError(
            "The bundled dataset cannot be edited with --edit. Copy it with embassy-atlas copy "
            "FOLDER, then run embassy-atlas serve FOLDER --edit."
        )
    if sign_on and not edit:
        raise AtlasError("--sign-on is given without --edit. Give both, or neither.")
    flags = signing.options(signing.read(sign_on)) if sign_on else {}
    flags |= _DRAFTS_STAY if edit else {}
    environment = _environment(tiles, tiles_credit, offline, public_url)
    viewpoint = basemap.viewpoint(viewpoint)
    with working("Checking the dataset"):
        folder = Atlas.open(folder).dataset.folder.resolve()
        if edit:
            editing.writable(folder)
    script = _page()
    monitored = range(monitor, monitor + workers) if monitor else ()
    if port in monitored:
        raise AtlasError(f"--port {port} is also one of --monitor {monitor}. Choose another.")
    for one in monitored:
        _free(one, "--monitor")
    _free(port)
    arguments = ["--edit"] if edit else []
    if address := address_of(folder):  # it can hold a password, which others see in arguments
        environment[DATASET] = address
    else:
        arguments += ["--dataset", str(folder)]
    if sign_on:
        arguments += ["--sign-on", str(sign_on.resolve())]

    def started(port: int, number: int = 0) -> Server:
        log = {LOG: "json" if log_json else "", MONITOR: str(monitor + number) if monitor else ""}
        return Server(script, port, arguments, environment=environment | log, flags=flags)

    server: Server | Workers
    if workers == 1:
        server = started(port)
    else:
        from geo.workers import Workers

        server = Workers(lambda number: started(free_port(), number), workers, port)
    seen = f"viewpoint={viewpoint}" if viewpoint else ""
    _wait(server, "&".join(part for part in (selection.to_query(), seen) if part), browser)


def _environment(tiles: str, tiles_credit: str, offline: bool, public_url: str) -> dict[str, str]:
    """The environment variables that set the backgrounds and the public address of the page."""
    from geo.reports.citations import PUBLIC_URL, checked

    given = tiles.strip()
    if given:
        _, file = backgrounds.own(given, tiles_credit, offline=offline)
        given = given if file is None else str(file)
    elif tiles_credit.strip():
        raise InvalidTiles("--tiles-credit is given without --tiles. Give both, or neither.")
    return {
        PUBLIC_URL: checked(public_url, "--public-url"),
        backgrounds.TILES: given,
        backgrounds.CREDIT: tiles_credit,
        backgrounds.OFFLINE: "1" if offline else "0",
    }


def _wait(server: Server | Workers, query: str, browser: bool) -> None:
    """Print the address of the page once it answers, and wait until its server ends."""
    asked = _pass_signals_on(server)
    try:
        with working("Preparing the map"):
            answers = server.answers()
        if answers:
            address = f"{server.address}{f'?{query}' if query else ''}"
            print(f"Embassy Atlas is at {address}\nCtrl+C ends it.", flush=True)
            if browser and _has_screen():
                _open(address)
        code = server.wait()
    except KeyboardInterrupt:
        return
    finally:
        server.end()
    if code and not asked:
        raise PageFailed(
            f"The page's server ended by itself, code {code}. The cause is printed above."
        )


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
