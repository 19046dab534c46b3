"""The page, served on this machine only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from geo.errors import AtlasError, MissingDependency, quoted

if TYPE_CHECKING:
    from geo.selection import Selection

__all__ = ["FLAGS", "HOST", "serve"]

HOST: Final = "127.0.0.1"

FLAGS: Final = {
    "server.address": HOST,
    "server.headless": "true",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "browser.serverAddress": HOST,
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": "true",
}
"""Streamlit's options: listen here only, send nothing outside, ask nothing.

They are given as flags, which no configuration file and no environment variable overrules.
"""

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_PATIENCE_S: Final = 60.0
_FAREWELL_S: Final = 10.0
_STEP_S: Final = 0.1


def serve(pack: Path | None, selection: Selection, *, port: int, browser: bool) -> int:
    """Serve the page until Ctrl+C or a signal ends it.

    Parameters
    ----------
    pack
        Folder of the pack; None for the bundled one. It is read first.
    selection
        What the page opens with.
    port
        Port on 127.0.0.1.
    browser
        Open the page in a browser, where there is a screen.

    Returns
    -------
    int
        0.

    Raises
    ------
    PackError
        The pack is missing or faulty.
    AtlasError
        Something else listens on the port, or the server ended by itself.
    MissingDependency
        The page is not installed.
    """
    from geo import pack as packs
    from geo.cli.terminal import working

    with working("Checking the pack"):
        folder = packs.read(pack).folder.resolve()
    page = _page()
    _free(port)
    flags = [f"--{name}={value}" for name, value in (FLAGS | {"server.port": str(port)}).items()]
    python = [sys.executable, "-P", "-m", "streamlit", "run"]
    process = subprocess.Popen(  # noqa: S603
        [*python, str(page), *flags, "--", "--pack", str(folder)],
        stdin=subprocess.DEVNULL,
    )
    asked = _pass_signals_on(process)
    try:
        if _answers(process, port):
            query = selection.to_query()
            address = f"http://{HOST}:{port}/{f'?{query}' if query else ''}"
            print(f"Embassy Atlas is at {address}\nCtrl+C ends it.", flush=True)
            if browser and _has_screen():
                _open(address)
        code = process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(process)
    if code and not asked:
        raise AtlasError(f"The page's server ended by itself, code {code}; it says why above.")
    return 0


def _page() -> Path:
    """``app.py``: inside the package in a wheel, beside it in a checkout."""
    for page in (_PACKAGE / "data" / "app.py", _PACKAGE.parent / "app.py"):
        if page.is_file():
            return page
    raise MissingDependency(
        f"There is no app.py in {quoted(_PACKAGE)} or above it. Install embassy-atlas again."
    )


def _free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise AtlasError(
                f"Port {port} on {HOST} cannot be used: {error.strerror}. "
                f"Choose another, such as --port {port + 1 if port < 65_535 else 8502}."
            ) from error


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the page answers; False if its server ends before."""
    until = time.monotonic() + _PATIENCE_S
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), _STEP_S):
            return True
        if time.monotonic() > until:
            raise AtlasError(f"The page does not answer after {_PATIENCE_S:.0f} seconds.")
        time.sleep(_STEP_S)
    return False


def _pass_signals_on(process: subprocess.Popen[bytes]) -> list[int]:
    """End the server when this process is told to end. Returns the signals that came."""
    asked: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        process.terminate()

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    return asked


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_FAREWELL_S)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(address)
