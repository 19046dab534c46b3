"""The work of a site in pieces, which several processes share; each opens the dataset once."""

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
from pathlib import Path
from typing import Any, Final

from geo.atlas import Atlas
from geo.errors import EmptySelection, InvalidSelection, MissingDependency, WriteFailed
from geo.exporters import write_file
from geo.provenance import version
from geo.selection import Selection
from geo.site.output import Written, put
from geo.site.pages import Site
from geo.site.plan import Plan

DOWNLOADS: Final = "downloads"
_LEAST_SHARED: Final = 2_000
_DPI: Final = 150
_HASHED: Final = 12


@dataclass(frozen=True)
class Worker:
    """A process with its atlas; its methods are the tasks."""

    root: Path
    site: Site

    def cards(self, ids: Sequence[str], pictures: Mapping[tuple[str, str], str]) -> list[Written]:
        """Write the pages of some cards in every language."""
        site = replace(self.site, pictures=pictures)
        return [put(self.root, *site.card(id, one)) for id in ids for one in site.plan.languages]

    def picture(self, id: str, language: str) -> tuple[str, str, str]:
        """Draw the picture of a card, unless it is there; its address, blank for none."""
        from geo import figures

        atlas, plan = self.site.atlas, self.site.plan
        chosen = _of_card(id, plan.selection)
        made = "\0".join((plan.dataset, chosen.to_query(), language, version()))
        key = hashlib.sha256(made.encode()).hexdigest()[:_HASHED]
        path = f"pictures/{plan.cards[id].replace('/', '-')}-{language}-{key}.png"
        if not (self.root / path).is_file():
            try:
                data = figures.figure(atlas, chosen, size="social", dpi=_DPI, language=language)
            except (EmptySelection, InvalidSelection, MissingDependency):
                return id, language, ""
            put(self.root, path, data)
        return id, language, path

    def download(self, suffix: str, content: str) -> list[Written]:
        """Write a file in a format."""
        name, site = f"{content}.{suffix}", self.site
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / name
            try:
                write_file(site.atlas, site.plan.selection, target, content=content)
            except EmptySelection:
                return []
            return [put(self.root, f"{DOWNLOADS}/{name}", target.read_bytes())]


def _of_card(id: str, days: Selection) -> Selection:
    what, _, rest = id.partition(":")
    plain = Selection(as_of=days.as_of, known_on=days.known_on)
    if what == "pair":
        return plain.but(among=tuple(rest.split("-")))
    if what == "state":
        return plain.but(states=(rest,))
    receiving, _, city = rest.partition(":")
    return plain.but(cities=(city,), receiving=(receiving,))


_worker: Worker | None = None


def _start(root: Path, dataset: Path, plan: Plan, style: str) -> None:
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atlas = Atlas.open(dataset)
    if atlas.dataset.sha256 != plan.dataset:
        raise WriteFailed(
            "The dataset was changed while it was published. Publish it again; until then the site "
            "has pages of both."
        )
    _worker = Worker(root, Site(atlas, plan, style))
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
def workers(root: Path, site: Site) -> Iterator[Run]:
    """Processes for the work of a site; a small one, or one of unsaved data, is made right here."""
    count, folder = os.cpu_count() or 1, site.atlas.dataset.folder
    alone = count < 2 or multiprocessing.parent_process()  # a job of the page has no processes
    small = len(site.plan.cards) < _LEAST_SHARED
    if alone or small or not os.path.isfile(folder / "datapackage.json"):
        worker = Worker(root, site)
        yield lambda name, tasks: (getattr(worker, name)(*given) for given in tasks)
        return
    context, own = multiprocessing.get_context("spawn"), (root, folder, site.plan, site.style)
    with ProcessPoolExecutor(count, context, _start, own) as pool:
        yield lambda name, tasks: _answers([pool.submit(_run, name, *given) for given in tasks])


def _answers(waiting: Sequence[Future[Any]]) -> Iterator[Any]:
    try:
        for done in as_completed(waiting):
            yield done.result()
    finally:
        for one in waiting:
            one.cancel()
