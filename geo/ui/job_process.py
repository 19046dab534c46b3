"""The making of one file in a process of its own: what is sent there, and what comes back."""

import datetime as dt
import io
import os
import pickle
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from geo import dataset, dates, i18n
from geo.atlas import Atlas
from geo.errors import AtlasError, DatasetChanged, quoted

STEP: Final = "step"  # File with the progress of a job, in its folder
_NICE: Final = 10
_ATLASES: Final = 2


@dataclass(frozen=True)
class Order:
    """A call as bytes, the reader's language, the day on which it was asked for, and a folder."""

    call: bytes
    language: str
    day: dt.date
    folder: str
    tells: str = ""  # Argument that the call is given: remark or progress


@dataclass(frozen=True)
class Made:
    """The file, with remarks on it; or why there is none."""

    data: bytes = b""
    remarks: tuple[str, ...] = ()
    problem: str = ""
    trace: str = ""
    error: dict[str, str] = field(default_factory=dict)  # Kind and place of an error, for the log


class _Pickler(pickle.Pickler):
    """Writes names of atlases, not copies; ``folder``: of a dataset that a reader has loaded."""

    folder: Path | None = None

    def persistent_id(self, value: object) -> tuple[str, str, bool] | None:
        if not isinstance(value, Atlas):
            return None
        folder = self.folder or value.dataset.folder
        return str(folder), value.dataset.sha256, self.folder is not None


class _Unpickler(pickle.Unpickler):
    own: Atlas | None = None

    def persistent_load(self, named: Any) -> Atlas:
        folder, sha256, own = named
        if not own:
            return _atlas(folder, sha256)
        # A dataset that a reader has loaded is not cached; it is dropped after this file.
        self.own = self.own or Atlas(replace(dataset.read(folder), sha256=sha256))
        return self.own


@lru_cache(maxsize=_ATLASES)
def _atlas(folder: str, sha256: str) -> Atlas:
    """A dataset, opened once."""
    atlas = Atlas.open(folder)
    if atlas.dataset.sha256 != sha256:
        raise DatasetChanged(f"{quoted(folder)} was changed meanwhile. Ask for the file again.")
    return atlas


def packed(make: Callable[..., bytes], folder: Path | None) -> bytes:
    """A call as bytes; ``folder`` is that of a dataset which the reader has loaded."""
    file = io.BytesIO()
    pickler = _Pickler(file, protocol=5)
    pickler.folder = folder
    pickler.dump(make)
    return file.getvalue()


def begin() -> None:
    """Let readers' filters go first on this machine."""
    if hasattr(os, "nice"):
        os.nice(_NICE)


def make(order: Order) -> Made:
    """Make a file."""
    tempfile.tempdir = order.folder
    dates.set_today(order.day)
    remarks: list[str] = []
    told: dict[str, Any] = {}
    if order.tells:
        told[order.tells] = remarks.append if order.tells == "remark" else _noted(order.folder)
    try:
        call = _Unpickler(io.BytesIO(order.call)).load()
        return Made(call(**told), tuple(remarks))
    except AtlasError as error:
        tr = i18n.tr(order.language)
        return Made(problem=tr("page.file.failed", why=i18n.told(error, tr)))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = {"error": type(error).__name__, "at": f"{last.filename}:{last.lineno}"}
        problem = i18n.tr(order.language)("page.calm.file")
        return Made(problem=problem, trace=traceback.format_exc(), error=kind)


def _noted(folder: str) -> Callable[[str, int, int], None]:
    def progress(step: str, done: int, total: int) -> None:
        fresh = Path(folder) / f"{STEP}.new"
        fresh.write_text(f"{step} {done} {total}", encoding="ascii")
        fresh.replace(fresh.with_suffix(""))

    return progress
