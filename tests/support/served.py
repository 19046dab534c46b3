"""The page, served on this machine for a test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    cache: Path, dataset: Path | str | None = None, script: str = "app.py", own: Sequence[str] = ()
) -> Iterator[str]:
    """The page at an address of this machine, ended by its process id."""
    port = free_port()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    environment.pop("EMBASSY_ATLAS_DATASET", None)
    if dataset is not None:
        environment["EMBASSY_ATLAS_DATASET"] = str(dataset)
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true"]
    command += [f"--server.port={port}", "--server.fileWatcherType=none"]
    command += ["--", *own] if own else []
    log = cache / f"{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            _await(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the page did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def serving(cache: Path, *more: str) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """``embassy-atlas serve``: its process, its address, and the file of its log."""
    port = free_port()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "geo.cli", "serve", "--no-browser", "--port", str(port)]
    log = cache / f"{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *more], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
        try:
            _await(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield process, f"http://127.0.0.1:{port}/", log
        finally:
            process.terminate()
            process.wait(timeout=40)
