"""Files that readers ask for, made in a few processes in turn, so that filters stay quick."""

import asyncio
import contextlib
import hashlib
import logging
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor, TimeoutError, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from pebble import ProcessPool

from geo import dates, i18n
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.ui import job_process, monitoring
from geo.ui.job_process import Made, Order

# Processes that make files; one is kept free of long jobs
WORKERS: Final = max(2, min(4, (os.cpu_count() or 1) // 2))
LIMIT_S: Final = 120.0
LONG_LIMIT_S: Final = 900.0
MOST: Final = 100
MOST_EACH: Final = 4
MOST_KEPT: Final = 64_000_000

_LOG: Final = logging.getLogger("geo.ui.jobs")
_STEP: Final = 0.25
_GRACE: Final = 5.0
_OTHER_THREADS: Final = 32
_ENDS: Final = 10.0


@dataclass(eq=False)
class Job:
    """The making of one file; without a pool, in the thread that asks for it."""

    make: Callable[..., bytes]
    tr: Translator = i18n.ENGLISH
    kind: str = "file"
    label: str = ""
    tells: str = ""  # Argument of the call that hears of it: remark or progress
    long: bool = False
    here: bool = False  # Not worth a process
    reader: str = ""  # Session of which the jobs are counted; blank for none
    own: Callable[[], Path | None] = lambda: None  # Folder of a dataset that the reader has loaded
    left: Callable[[], bool] = lambda: False  # Whether the reader has gone
    made: Made = field(default_factory=Made)
    over: threading.Event = field(default_factory=threading.Event)
    lead: "Job | None" = None  # The same job of the same reader, once asked for
    running: bool = False
    cancelled: bool = False
    folder: str = ""
    outcome: str = "done"
    _away: float = 0.0

    @property
    def apart(self) -> bool:
        """Whether it is made in a process of its own."""
        return _pool is not None and not self.here

    def begin(self) -> "Job":
        """Put the job into the queue, unless it is there; the one that is."""
        with _LOCK:
            if self.lead is None:
                self.lead = _pool.add(self) if _pool is not None and self.apart else self
            return self.lead

    def run(self) -> bytes:
        """Make the file, or wait for it."""
        job = self.begin()
        if self.apart:
            job.over.wait()
            if job.made.problem:
                raise AtlasError(job.made.problem) from AtlasError(job.outcome)
            return job.made.data
        remarks: list[str] = []
        told = {"remark": remarks.append} if self.tells == "remark" else {}
        try:
            data = self.make(**told)
            self.made = Made(remarks=tuple(remarks))
            return data
        except AtlasError as error:
            self.made = Made(problem=self.tr("page.file.failed", why=i18n.told(error, self.tr)))
            raise
        except Exception:
            _LOG.exception("a file could not be made")
            self.made = Made(problem=self.tr("page.calm.file"))
            raise
        finally:
            self.over.set()

    def asks_for(self) -> object:
        """The function and its arguments, to recognise the same job."""
        make = self.make
        return (make.func, make.args, make.keywords) if isinstance(make, partial) else make

    def cancel(self) -> None:
        """End the job; its place in the queue is free."""
        self.cancelled = True
        if _pool is not None:
            _pool.wake()

    def stopped(self) -> bool:
        """Whether the reader has cancelled it, or is gone for longer than a network may fail."""
        now = time.monotonic()
        self._away = (self._away or now) if self.left() else 0.0
        return self.cancelled or bool(self._away and now - self._away > _GRACE)

    def said(self) -> str:
        """How far it is, for its reader."""
        before = _pool.before(self) if _pool is not None else 0
        if before:
            return self.tr("page.file.waiting", count=before)
        with contextlib.suppress(OSError, ValueError):
            step, done, total = Path(self.folder, job_process.STEP).read_text("ascii").split()
            values = {"step": self.tr(f"page.file.site_{step}"), "done": done, "total": total}
            return self.tr("page.file.site_making", **values)
        return self.tr("page.file.making")


class Pool:
    """The processes, the queue before them, and what was made of late."""

    def __init__(self, home: Path, limits: tuple[float, float] = (LIMIT_S, LONG_LIMIT_S)) -> None:
        self._home, self._limits = home, limits
        self._turn = threading.Condition()
        self._jobs: list[Job] = []
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._processes: ProcessPool | None = None
        self._ended = False

    def add(self, job: Job) -> Job:
        """Put a job into the queue, unless that is full or has the same job of the same reader.

        A click asks twice: from the page that is drawn anew, and for the file.
        """
        with self._turn:
            own = [one for one in self._jobs if one.reader == job.reader != ""]
            if same := next((one for one in own if one.asks_for() == job.asks_for()), None):
                return same
            many = len(own) >= MOST_EACH
            if full := len(self._jobs) >= MOST or many or self._ended:
                key = "page.file.too_many" if many else "page.file.full"
                job.made, job.outcome = Made(problem=job.tr(key)), "refused"
            else:
                self._jobs.append(job)
        if full:
            job.over.set()
        else:
            threading.Thread(target=self._serve, args=(job,), daemon=True, name="job").start()
        return job

    def before(self, job: Job) -> int:
        """How many jobs come before one that waits; 0 for one that runs or is over."""
        with self._turn:
            waits = job in self._jobs and not job.running
            return max(1, self._jobs.index(job)) if waits else 0

    def waiting(self) -> int:
        """How many jobs are in the queue."""
        with self._turn:
            return sum(not job.running for job in self._jobs)

    def wake(self) -> None:
        """Let all jobs see that one was cancelled."""
        with self._turn:
            self._turn.notify_all()

    def end(self) -> None:
        """Cancel all jobs, end the processes, and leave no file behind."""
        with self._turn:
            self._ended = True
            jobs = [*self._jobs]
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.over.wait(_ENDS)
        if self._processes is not None:
            self._processes.stop()  # type: ignore[no-untyped-call]
            self._processes.join()
        shutil.rmtree(self._home, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._home.parent.rmdir()

    def _serve(self, job: Job) -> None:
        """All of one job, in a thread of its own."""
        asked = begun = time.monotonic()
        try:
            own = job.own()
            call = job_process.packed(job.make, own)
            given = f"{job.tr.language}\0{dates.today()}\0{job.tells}\0".encode() + call
            key = hashlib.sha256(given).hexdigest()
            if made := self._kept.get(key):
                job.made = made
            elif self._has_turn(job):
                begun = time.monotonic()
                job.outcome, job.made = self._run(job, call)
                if own is None and job.made.data:
                    self._keep(key, job.made)
            else:
                job.outcome = "cancelled"
        except Exception:
            _LOG.exception("a job failed")
            job.outcome, job.made = "failed", Made(problem=job.tr("page.calm.file"))
        finally:
            if job.outcome == "cancelled":
                job.made = Made(problem=job.tr("page.file.cancelled"))
            with self._turn:
                self._jobs.remove(job)
                self._turn.notify_all()
            job.over.set()
            ran = time.monotonic() - begun
            told = {"kind": job.kind, "outcome": job.outcome, "bytes": len(job.made.data)}
            times = {"waited_s": round(begun - asked, 2), "ran_s": round(ran, 2)}
            _LOG.info("job", extra={"told": told | times})
            monitoring.JOBS.labels(job.kind, job.outcome).observe(ran)

    def _has_turn(self, job: Job) -> bool:
        """Wait for the turn of a job; False where it is cancelled before."""
        with self._turn:
            while not job.stopped() and self._next() is not job:
                self._turn.wait(_STEP)
            job.running = not job.stopped()
            self._turn.notify_all()
            return job.running

    def _next(self) -> Job | None:
        running = [job for job in self._jobs if job.running]
        if len(running) >= WORKERS:
            return None
        long = sum(job.long for job in running) >= WORKERS - 1
        may = (one for one in self._jobs if not one.running and not (long and one.long))
        return next(may, None)

    def _run(self, job: Job, call: bytes) -> tuple[str, Made]:
        """Make a file in a process, which is ended where it is cancelled or takes too long."""
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        job.folder = tempfile.mkdtemp(dir=self._home)
        order = Order(call, job.tr.language, dates.today(), job.folder, job.tells)
        limit = self._limits[job.long]
        try:
            future = self._pool().schedule(job_process.make, (order,), timeout=limit)
            while not future.done():
                if job.stopped():
                    future.cancel()  # type: ignore[no-untyped-call]
                    wait([future], _ENDS)  # until the process has ended
                    return "cancelled", Made()
                wait([future], _STEP)
            made = future.result()
            if made.trace:
                _LOG.error("a file could not be made\n%s", made.trace, extra={"told": made.error})
            return ("failed" if made.problem else "done"), made
        except TimeoutError:
            why = job.tr("page.file.too_long", count=round(limit / 60) or 1)
            return "timeout", Made(problem=why)
        except (CancelledError, OSError, RuntimeError):  # the process was ended from outside
            return "killed", Made(problem=job.tr("page.file.killed"))
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)

    def _pool(self) -> ProcessPool:
        """The processes, started when they are first needed, and again where all have ended."""
        with self._turn:
            if self._processes is None or not self._processes.active:
                spawn, begin = multiprocessing.get_context("spawn"), job_process.begin
                self._processes = ProcessPool(WORKERS, initializer=begin, context=spawn)
            return self._processes

    def _keep(self, key: str, made: Made) -> None:
        with self._turn:
            self._kept[key] = made
            while sum(len(one.data) for one in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)


_LOCK: Final = threading.Lock()
_pool: Pool | None = None


class Loops(asyncio.DefaultEventLoopPolicy):
    """Event loops with a thread for each file that may wait, so that no other one waits for it."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A loop as always, with more threads."""
        loop = super().new_event_loop()
        loop.set_default_executor(ThreadPoolExecutor(MOST + _OTHER_THREADS))
        return loop


def begin(home: Path) -> None:
    """Have files made in processes from now on; ``home`` is the folder of their passing files."""
    global _pool
    _pool = Pool(home)
    monitoring.QUEUE.set_function(_pool.waiting)


def end() -> None:
    """Cancel all jobs and end the processes."""
    global _pool
    if _pool is not None:
        _pool.end()
        _pool = None
