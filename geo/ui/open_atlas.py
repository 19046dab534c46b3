"""The atlas that the page shows, opened once for each state of its files."""

import argparse
import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import streamlit as st

from geo import i18n, webmap
from geo.atlas import Atlas
from geo.dataset import address_of, database_of, locate, watch
from geo.dataset import dataset_path as folder_of
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.selection import Selection
from geo.server import DATASET as ENVIRONMENT
from geo.ui import monitoring, upload
from geo.ui.address import Address
from geo.ui.shared import shared, spare

_DRAW: Final = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); hasattr(os, 'nice') and os.nice(10); "
    f"from geo.exporters import draw_layers; draw_layers(os.environ[{ENVIRONMENT!r}])"
)
_DRAWING: Final[dict[Path, subprocess.Popen[bytes]]] = {}


def dataset_path(arguments: list[str] | None = None) -> Path | None:
    """Folder of the dataset that the page was started with."""
    text = _given(arguments).dataset or os.environ.get(ENVIRONMENT, "")
    return _followed(text) if text else None


@lru_cache(maxsize=8)
def _followed(text: str) -> Path:
    """The folder of a dataset; that of a shared one is kept as new as the database."""
    path = folder_of(text)
    watch(path, partial(_draw_layers, path))
    return path


def _draw_layers(folder: Path) -> None:
    """Start a process that updates outdated map layers of a shared dataset."""
    database, drawing = database_of(folder), _DRAWING.get(folder)
    busy = drawing is not None and drawing.poll() is None
    if database is not None and not busy and database.is_outdated():
        _DRAWING[folder] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", _DRAW, str(Path(__file__).resolve().parents[2])],
            env={**os.environ, ENVIRONMENT: address_of(folder)},
            stdin=subprocess.DEVNULL,
        )


def editing(arguments: list[str] | None = None) -> bool:
    """Whether the page was started for editing, with ``--edit``."""
    return bool(_given(arguments).edit)


def sign_on_file() -> Path | None:
    """The file that says who may edit through a proxy, given with ``--sign-on``."""
    return Path(text) if (text := _given(None).sign_on) else None


def origin(arguments: list[str] | None = None, tr: Translator = i18n.ENGLISH) -> str:
    """Where the dataset's folder was given, as a sentence for a reader whose dataset fails."""
    if _given(arguments).dataset:
        return tr("page.pack.by_option")
    by = "environment" if os.environ.get(ENVIRONMENT, "") else "nobody"
    return tr(f"page.pack.by_{by}", name=ENVIRONMENT)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    return _parsed(*(sys.argv[1:] if arguments is None else arguments))


@lru_cache(maxsize=8)
def _parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--dataset", default="")
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--sign-on", default="")
    return parser.parse_known_args(arguments)[0]


def _stamp(folder: Path) -> str:
    """A hash over names, sizes and ctimes (which cannot be set back) of a dataset's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):  # another's lock or half-laid file may go at any time
            stat = path.stat()
            written = f"{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}"
            digest.update(f"{path.name}\0{written}\0".encode())
    return digest.hexdigest()


@shared(3)
def _open(folder: str, stamp: str) -> Atlas:
    atlas = Atlas.open(folder)
    monitoring.show_dataset(atlas.dataset.sha256, len(atlas.dataset.missions))
    spare()
    return atlas


def atlas(tr: Translator = i18n.ENGLISH) -> Atlas:
    """The atlas of this page."""
    if (own := upload.brought()) is not None:
        return own.atlas
    folder = locate(dataset_path())
    stamp = _stamp(folder)
    with waiting("opened", stamp, tr("page.pack.opening")):
        return _open(str(folder), stamp)


@contextlib.contextmanager
def waiting(name: str, key: str, text: str) -> Iterator[None]:
    """Say what a session waits for, the first time that it asks for it."""
    known = st.session_state.get(name) == key
    with contextlib.nullcontext() if known else st.spinner(text, show_time=False):
        yield
    st.session_state[name] = key


def opened(path: Path | None) -> Atlas:
    """A dataset's atlas, opened once for all readers."""
    folder = locate(path)
    return _open(str(folder), _stamp(folder))


@shared(3)
def _checked(folder: str, stamp: str) -> str:
    try:
        _open(folder, stamp)
    except AtlasError as error:
        return type(error).__name__
    return ""


def problem(path: Path | None) -> str:
    """The kind of error that a dataset has as it is now; blank for none."""
    try:
        folder = locate(path)
        return _checked(str(folder), _stamp(folder))
    except (AtlasError, OSError) as error:
        return type(error).__name__


@shared(3)
def _map_files(atlas: Atlas) -> webmap.Assets:
    made = webmap.assets(atlas)
    spare()
    return made


def map_files(atlas: Atlas) -> webmap.Assets:
    """The map's files, for all readers of a dataset; made again if they were deleted."""
    if not _map_files(atlas).whole:
        _map_files.clear()
    return _map_files(atlas)


def opening(atlas: Atlas) -> Address:
    """What a bare address shows: what the dataset asks for, as far as it can be had."""
    asked = atlas.dataset.presentation
    try:
        return Address(Selection.from_query(asked.selection), asked.show)
    except AtlasError:
        return Address(Selection())
