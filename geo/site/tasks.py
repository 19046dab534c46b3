"""The work of a site in pieces, which several processes share; each opens the dataset once."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from geo.atlas import Atlas
from geo.errors import EmptySelection, InvalidSelection, MissingDependency, WriteFailed
from geo.exporters import write_file
from geo.provenance import version
from geo.selection import Selection
from geo.site.output import put
from geo.site.pages import Site
from geo.site.plan import Plan

PICTURES: Final = "pictures"
DOWNLOADS: Final = "downloads"
_AT_ONCE: Final = 60
_LEAST_SHARED: Final = 2_000
_DPI: Final = 150
_HASHED: Final = 12
Written = list[tuple[str, int, bool]]
"""Files: address, size in bytes, and whether it was written."""


@dataclass(frozen=True)
class Job:
    """What every process needs: folder of the site and of the dataset, plan, name of the style."""

    root: Path
    dataset: Path
    plan: Plan
    style: str


class Worker:
    """One process with its atlas."""

    def __init__(self, job: Job, atlas: Atlas) -> None:
        self.job = job
        self.site = Site(atlas, job.plan, job.style)

    def put(self, path: str, data: bytes) -> tuple[str, int, bool]:
        """Write a file of the site where it changed."""
        return path, len(data), put(self.job.root, path, data)

    def cards(self, ids: Sequence[str], pictures: Mapping[tuple[str, str], str]) -> Written:
        """Write the pages of some cards in every language."""
        site = replace(self.site, pictures=pictures)
        return [
            self.put(*site.card(id, language)) for id in ids for language in self.job.plan.languages
        ]

    def picture(self, id: str, language: str) -> tuple[str, str, str]:
        """Draw the picture of a card, unless it is there; its address, blank for none."""
        from geo import figures

        plan, root = self.job.plan, self.job.root
        chosen = _of_card(id, plan.selection)
        made = "\0".join((plan.dataset, chosen.to_query(), language, version()))
        key = hashlib.sha256(made.encode()).hexdigest()[:_HASHED]
        path = f"{PICTURES}/{plan.cards[id].replace('/', '-')}-{language}-{key}.png"
        if not (root / path).is_file():
            try:
                data = figures.figure(
                    self.site.atlas, chosen, size="social", dpi=_DPI, language=language
                )
            except (EmptySelection, InvalidSelection, MissingDependency):
                return id, language, ""
            put(root, path, data)
        return id, language, path

    def download(self, suffix: str, content: str) -> Written:
        """Write a file in a format."""
        name = f"{content}.{suffix}"
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / name
            try:
                write_file(self.site.atlas, self.job.plan.selection, target, content=content)
            except EmptySelection:
                return []
            return [self.put(f"{DOWNLOADS}/{name}", target.read_bytes())]


def _of_card(id: str, days: Selection) -> Selection:
    """What the figure of a card shows."""
    what, _, rest = id.partition(":")
    plain = Selection(as_of=days.as_of, known_on=days.known_on)
    if what == "pair":
        return plain.but(among=tuple(rest.split("-")))
    if what == "state":
        return plain.but(states=(rest,))
    receiving, _, city = rest.partition(":")
    return plain.but(cities=(city,), receiving=(receiving,))


_worker: Worker | None = None


def _start(job: Job) -> None:
    """Open the dataset in a process of its own."""
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atlas = Atlas.open(job.dataset)
    if atlas.dataset.sha256 != job.plan.dataset:
        raise WriteFailed(
            "The dataset was changed while it was published. Publish it again; until then the site "
            "has pages of both."
        )
    _worker = Worker(job, atlas)
    gc.freeze()  # the atlas stays; searching it for garbage costs a tenth of the time


def _end_with_parent() -> None:
    """End this process when the one that began it was killed, which tells it nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(name: str, *given: Any) -> Any:
    assert _worker is not None  # noqa: S101 every process begins with _start
    return getattr(_worker, name)(*given)


Run = Callable[[str, Sequence[tuple[Any, ...]]], Iterator[Any]]
"""Begins to run one method of a worker with many sets of values; the answers in any order."""


@contextmanager
def workers(job: Job, atlas: Atlas) -> Iterator[Run]:
    """Processes for the work of a site; a small one, or one of unsaved data, is made right here."""
    count = os.cpu_count() or 1
    alone = count < 2 or multiprocessing.parent_process()  # a job of the page has no processes
    if alone or len(job.plan.cards) < _LEAST_SHARED or not _on_disk(job):
        yield partial(_here, Worker(job, atlas))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, _start, (job,)) as pool:

        def shared(name: str, tasks: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
            return _answers([pool.submit(_run, name, *given) for given in tasks])

        yield shared


def _answers(waiting: Sequence[Future[Any]]) -> Iterator[Any]:
    try:
        for done in as_completed(waiting):
            yield done.result()
    finally:
        for one in waiting:
            one.cancel()


def _here(worker: Worker, name: str, tasks: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    for given in tasks:
        yield getattr(worker, name)(*given)


def _on_disk(job: Job) -> bool:
    """Whether the dataset can be opened again from where it was read."""
    try:
        return (job.dataset / "datapackage.json").is_file()
    except OSError:
        return False


def parts(ids: Sequence[str]) -> list[Sequence[str]]:
    """Ids in parts, each enough for one turn of a process."""
    return [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
