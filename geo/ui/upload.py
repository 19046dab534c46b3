"""What a reader brings for this session alone: checked, opened, and gone when the session ends.

It lies in a folder under a random name, for this user of the machine only, until it is read; then
the folder holds the files of the map, at an address with that name. The folder is deleted when the
session or the server ends, or by the next server. Sessions share nothing of it.
"""

import atexit
import contextlib
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import dataset, webmap
from geo.atlas import Atlas
from geo.errors import ValidationError, WriteFailed, quoted
from geo.package_files import caches

# Folder of this server; after a restart, process ids may be used again
_HOME: Final = f"{os.getpid()}-{secrets.token_hex(8)}"
_PART: Final = "uploads"
_KEY: Final = "upload"
_DATA: Final = ".data"
_STEP: Final = 2.0
_GRACE: Final = 30.0
_OLD: Final = 86_400.0
_LONGEST_NAME: Final = 80


@dataclass
class Upload:
    """A dataset of this session."""

    name: str
    atlas: Atlas
    problems: tuple[ValidationError, ...]
    refused: tuple[ValidationError, ...]
    token: str
    _assets: webmap.Assets | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def folder(self) -> Path:
        """Where the map's files lie."""
        return _home() / self.token

    def assets(self) -> webmap.Assets:
        """The map's files, made when they are first asked for."""
        if self._assets is None or not self._assets.whole:
            _own(self.token)
            self._assets = webmap.assets(self.atlas, self.folder)
        return self._assets

    def data(self) -> Path:
        """The dataset in a folder, for processes that make files; nothing serves it."""
        folder = self.folder.with_suffix(_DATA)
        with self._lock:
            if not folder.is_dir() and self.folder.is_dir():
                dataset.write(self.atlas.dataset, folder)
        return folder


def file_in(folder: Path, name: str, data: bytes) -> Path:
    """Write an uploaded file into a folder; folders in its name are ignored."""
    plain = "".join(c for c in Path(name).stem if c.isalnum() or c in "-_")[:_LONGEST_NAME]
    place = folder / f"{plain or 'file'}{Path(name).suffix.lower()}"
    place.write_bytes(data)
    return place


def brought() -> Upload | None:
    """What this session has brought; None where it shows what the page was started with."""
    found: Upload | None = st.session_state.get(_KEY)
    return found


def bring(name: str, read: Callable[[Path], tuple[Path, tuple[ValidationError, ...]]]) -> Upload:
    """Open what a reader brings, for this session alone."""
    token = secrets.token_hex(16)
    folder = _own(token)
    try:
        place, refused = read(folder)
        atlas = Atlas(dataset.read(place))
        _ = atlas.status_intervals, atlas.placements  # a mission that cannot be placed shows here
        problems = tuple(dataset.check(place))
    except BaseException:
        _keeper().drop(token)
        raise
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    let_go()
    made = Upload(name, atlas, problems, refused, token)
    st.session_state[_KEY] = made
    return made


def let_go() -> None:
    """Show again what the page was started with."""
    found = st.session_state.pop(_KEY, None)
    if found is not None:
        _keeper().drop(found.token)


def _home() -> Path:
    return caches(_PART) / _HOME


def room(name: str) -> Path:
    """A folder of this server for passing files; those of servers that were killed are deleted."""
    _clear_left()
    return _home() / name


def _own(token: str) -> Path:
    folder = _home() / token
    try:
        _home().parent.mkdir(parents=True, exist_ok=True)
        _home().mkdir(exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        why = str(error.strerror)
        failed = WriteFailed().keyed("error.upload.folder", folder=quoted(folder), why=why)
        raise failed from error
    _keeper().add(token, session())
    return folder


def session() -> str:
    """Id of this session; blank outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


class _Keeper:
    """Deletes the folders of sessions that have ended, and all of them when the server ends."""

    def __init__(self) -> None:
        self._session: dict[str, str] = {}
        self._gone: dict[str, float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        atexit.register(shutil.rmtree, _home(), ignore_errors=True)
        _clear_left()

    def add(self, token: str, session: str) -> None:
        with self._lock:
            self._session[token] = session
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True, name="uploads")
                self._thread.start()

    def drop(self, token: str) -> None:
        with self._lock:
            self._session.pop(token, None)
            self._gone.pop(token, None)
        for folder in (_home() / token, (_home() / token).with_suffix(_DATA)):
            shutil.rmtree(folder, ignore_errors=True)

    def _watch(self) -> None:
        while True:
            time.sleep(_STEP)
            with contextlib.suppress(OSError):
                os.utime(_home())
            for token in self._ended():
                self.drop(token)

    def _ended(self) -> list[str]:
        """Uploads whose session has been away for longer than a network may fail."""
        now = time.monotonic()
        with self._lock:
            for token, session in self._session.items():
                if runtime.exists() and runtime.get_instance().is_active_session(session):
                    self._gone.pop(token, None)
                else:
                    self._gone.setdefault(token, now)
            return [token for token, since in self._gone.items() if now - since > _GRACE]


@st.cache_resource(show_spinner=False)
def _keeper() -> _Keeper:
    return _Keeper()


def _clear_left() -> None:
    """Delete what servers have left that were killed."""
    for folder in caches(_PART).glob("*"):
        with contextlib.suppress(OSError):
            old = time.time() - folder.stat().st_mtime > _OLD
            if folder != _home() and (old or not _runs(folder.name.partition("-")[0])):
                shutil.rmtree(folder, ignore_errors=True)


def _runs(number: str) -> bool:
    """Whether a process of this number runs; where that cannot be told, that it does."""
    if os.name != "posix" or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
