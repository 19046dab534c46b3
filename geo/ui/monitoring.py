"""What an operator may know of a server: alive, ready, numbers, and lines of a log as JSON.

Nothing of a reader is among it: no text of a search, no address, no query. It is answered on a
port of its own of this machine only, where that was asked for.
"""

import datetime as dt
import json
import logging
import os
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from socketserver import ThreadingMixIn
from typing import Any, Final, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Gauge, Histogram, Info, make_wsgi_app

from geo.provenance import version
from geo.server import HOST, LOG, MONITOR

_FRAMES: Final = 8
_LOG: Final = logging.getLogger("geo.ui.monitoring")
_REGISTRY: Final = CollectorRegistry()
_RERUNS: Final = Histogram(
    "embassy_atlas_rerun_seconds",
    "Reruns of the page, and how long each took.",
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 1, 1.5, 2, 4, 8, 16),
    registry=_REGISTRY,
)
JOBS: Final = Histogram(
    "embassy_atlas_job_seconds",
    "Files that were made, by kind and outcome, and how long each took, waiting left out.",
    ("kind", "outcome"),
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900),
    registry=_REGISTRY,
)
QUEUE: Final = Gauge(
    "embassy_atlas_jobs_waiting", "Files that wait to be made.", registry=_REGISTRY
)
_SESSIONS: Final = Gauge("embassy_atlas_sessions", "Readers who are connected.", registry=_REGISTRY)
_DATASET: Final = Info("embassy_atlas_dataset", "The dataset that is served.", registry=_REGISTRY)


def rerun() -> AbstractContextManager[object]:
    """Count a rerun and time it."""
    return _RERUNS.time()


def show_dataset(sha256: str, missions: int) -> None:
    """Name the dataset that is served."""
    _DATASET.info({"sha256": sha256, "missions": str(missions), "version": version()})
    _LOG.info("dataset opened", extra={"told": {"sha256": sha256, "missions": missions}})


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of a request."""


def answer(ready: Callable[[], str]) -> None:
    """Answer /live, /ready and /metrics, where a port was given; ``ready`` says why it is not."""
    if not (port := os.environ.get(MONITOR, "")):
        return
    metrics = make_wsgi_app(_REGISTRY)

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            return cast("Iterable[bytes]", metrics(environ, start))
        if path not in ("/live", "/ready"):
            start("404 Not Found", [])
            return [b""]
        why = "" if path == "/live" else _phase() or ready()
        answered = {"status": why or "ok", "version": version()}
        status = "503 Service Unavailable" if why else "200 OK"
        start(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
        return [json.dumps(answered).encode()]

    server = make_server(HOST, int(port), app, _Server, _Silent)
    _SESSIONS.set_function(_sessions)
    threading.Thread(target=server.serve_forever, daemon=True, name="monitor").start()


def _phase() -> str:
    """Whether the page is being prepared or stopped; blank for neither."""
    from streamlit import runtime

    state = runtime.get_instance().state.name if runtime.exists() else "INITIAL"
    return {"INITIAL": "starting", "STOPPING": "stopping", "STOPPED": "stopping"}.get(state, "")


def _sessions() -> float:
    from streamlit import runtime

    if not runtime.exists():
        return 0
    found = runtime.get_instance().stats_mgr.get_stats(family_names=["active_sessions"])
    return sum(getattr(one, "value", 0) for stats in found.values() for one in stats)


def leave_readers_out() -> None:
    """Keep who asks for what out of the log, also once Streamlit has set its levels again."""
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


def write_json() -> None:
    """Write the log as JSON lines, where that was asked for; that of Streamlit and uvicorn too."""
    if os.environ.get(LOG) != "json":
        return
    from streamlit import logger as theirs
    from uvicorn.config import LOGGING_CONFIG

    handler = logging.StreamHandler()
    handler.setFormatter(Json())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)

    def pass_on(logger: logging.Logger) -> None:
        logger.handlers.clear()
        logger.propagate = True

    theirs.setup_formatter = pass_on
    theirs.update_formatter()
    LOGGING_CONFIG.update(handlers={}, loggers={})


class Json(logging.Formatter):
    """One line for each record; of other packages and of errors only what no reader has typed."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        ours = record.name.startswith("geo.")
        time = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat("T", "milliseconds")
        said = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        line: dict[str, object] = {"time": time, "level": record.levelname.lower()}
        line |= {"logger": record.name, "message": said}
        line |= getattr(record, "told", {}) if ours else {}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames[-_FRAMES:]]
        return json.dumps(line)
