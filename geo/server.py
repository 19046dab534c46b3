"""The page's server: a child process that listens on this machine only."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final, Self

from geo.errors import MissingDependency, PageFailed, quoted

HOST: Final = "127.0.0.1"

# Environment variables of the page
DATASET: Final = "EMBASSY_ATLAS_DATASET"  # A folder, or an address of a database
MONITOR: Final = "EMBASSY_ATLAS_MONITOR"  # Port that answers /live, /ready and /metrics here
LOG: Final = "EMBASSY_ATLAS_LOG"  # ``json`` for a log of lines of JSON

FLAGS: Final = {
    "server.address": HOST,
    "server.headless": "true",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "server.maxUploadSize": "64",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.xsrfCookieSameSite": "lax",
    "server.enableStaticServing": "false",
    "server.enableAgentApi": "false",
    "server.disconnectedSessionTTL": "30",
    "server.scriptHealthCheckEnabled": "false",
    "server.trustedUserHeaders": "{}",
    "server.baseUrlPath": "",
    "server.customComponentBaseUrlPath": "",
    "browser.serverAddress": HOST,
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "secrets.files": str(Path(__file__).with_name("no-secrets.toml")),
    "logger.hideWelcomeMessage": "true",
    "global.developmentMode": "false",
    "runner.postScriptGC": "false",
    "global.minCachedMessageSize": "2000",
}
"""Streamlit's options: listen here only, answer no other site, send nothing outside, ask nothing.

They are given as flags, which no configuration file and no environment variable overrules.
"""

_OTHERS: Final = "STREAMLIT_"  # Prefix of Streamlit's own variables, which are not passed on
_FORWARDED: Final = {"FORWARDED_ALLOW_IPS": ""}  # No header replaces the address of a connection
_PACKAGE: Final = Path(__file__).resolve().parent
_START: Final = (
    "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
    "from geo.ui.__main__ import main; main()"
)
_PATIENCE_S: Final = 300.0
_FAREWELL_S: Final = 10.0
_STEP_S: Final = 0.1


def page() -> Path:
    """``app.py``: inside the package in a wheel, beside it in a checkout."""
    for file in (_PACKAGE / "data" / "app.py", _PACKAGE.parent / "app.py"):
        if file.is_file():
            return file
    raise MissingDependency(
        f"There is no app.py in {quoted(_PACKAGE)} or above it. Install embassy-atlas again."
    )


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """The page's server, running as a child process until :meth:`end`."""

    def __init__(
        self,
        script: Path,
        port: int,
        arguments: Sequence[str] = (),
        *,
        quiet: bool = False,
        environment: Mapping[str, str] | None = None,
        flags: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port
        self._log: IO[bytes] | None = None
        if quiet:
            self._log = tempfile.TemporaryFile()  # noqa: SIM115
        kept = {name: text for name, text in os.environ.items() if not name.startswith(_OTHERS)}
        options = FLAGS | dict(flags or {}) | {"server.port": port}
        self.process = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-P", "-c", _START, str(_PACKAGE.parent), str(script)),
                *(f"--{name}={value}" for name, value in options.items()),
                *("--", *arguments),
            ],
            env=kept | _FORWARDED | dict(environment or {}),
            cwd=script.parent,  # where the configuration of Streamlit is our own
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=quiet,
        )

    @property
    def address(self) -> str:
        """Where the page is, with a slash at its end."""
        return f"http://{HOST}:{self.port}/"

    @property
    def last_words(self) -> str:
        """The last line that a quiet server printed as it failed; blank while all is well."""
        if self._log is None or self._log.closed:
            return ""
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        failed = self.process.poll() is not None or any("Traceback" in line for line in lines)
        return lines[-1] if lines and failed else ""

    def answers(self) -> bool:
        """Wait until the dataset is prepared and the page answers."""
        until = time.monotonic() + _PATIENCE_S
        while self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), _STEP_S):
                return True
            if time.monotonic() > until:
                raise PageFailed(
                    f"The page does not answer after {_PATIENCE_S:.0f} seconds. Try again when "
                    "the machine is less busy."
                )
            time.sleep(_STEP_S)
        return False

    def wait(self) -> int:
        """Wait until the server ends; its code."""
        return self.process.wait()

    def terminate(self) -> None:
        """Tell the server to end."""
        self.process.terminate()

    def end(self) -> None:
        """End the server, if it has not ended by itself."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_FAREWELL_S)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                self.process.kill()
                self.process.wait()
        if self._log is not None:
            self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
