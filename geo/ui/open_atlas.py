"""The atlas that the page shows, opened once for each state of its files."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from geo import i18n, webmap
from geo.atlas import Atlas
from geo.dataset import dataset_path as folder_of
from geo.dataset import locate, watch
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.selection import Selection
from geo.server import DATASET as ENVIRONMENT
from geo.ui import monitoring, upload
from geo.ui.address import Address
from geo.ui.map_layers import draw_layers
from geo.ui.shared import shared, spare


def dataset_path(arguments: list[str] | None = None) -> Path | None:
    """Folder of the dataset that the page was started with."""
    text = _given(arguments).dataset or os.environ.get(ENVIRONMENT, "")
    return _followed(text) if text else None


@lru_cache(maxsize=8)
def _followed(text: str) -> Path:
    """The folder of a dataset; that of a shared one is kept as new as the database."""
    path = folder_of(text)
    watch(path, partial(draw_layers, path))
    return path


def editing(arguments: list[str] | None = None) -> bool:
    """Whether the page was started for editing, with ``--edit``."""
    return bool(_given(arguments).edit)


def sign_on_file() -> Path | None:
    """The file that says who may edit through a proxy, given with ``--sign-on``."""
    text = _given(None).sign_on
    return Path(text) if text else None


def origin(arguments: list[str] | None = None, tr: Translator = i18n.ENGLISH) -> str:
    """Where the dataset's folder was given, as a sentence for a reader whose dataset fails."""
    if _given(arguments).dataset:
        return tr("page.pack.by_option")
    if os.environ.get(ENVIRONMENT, ""):
        return tr("page.pack.by_environment", name=ENVIRONMENT)
    return tr("page.pack.by_nobody", name=ENVIRONMENT)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    return _parsed(*(sys.argv[1:] if arguments is None else arguments))


@lru_cache(maxsize=8)
def _parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--dataset", default="")
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--sign-on", default="")
    known, _ = parser.parse_known_args(arguments)
    return known


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
    own = upload.brought()
    if own is not None:
        return own.atlas
    folder = locate(dataset_path())
    stamp = _stamp(folder)
    with waiting("opened", stamp, tr("page.pack.opening")):
        return _open(str(folder), stamp)


@contextlib.contextmanager
def waiting(name: str, key: str, text: str) -> Iterator[None]:
    """Say what a session waits for, the first time that it asks for it."""
    if st.session_state.get(name) == key:
        yield
        return
    with st.spinner(text, show_time=False):
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
    kept = _map_files(atlas)
    if not kept.whole:
        _map_files.clear()
        kept = _map_files(atlas)
    return kept


def opening(atlas: Atlas) -> Address:
    """What a bare address shows: what the dataset asks for, as far as it can be had."""
    asked = atlas.dataset.presentation
    try:
        return Address(Selection.from_query(asked.selection), asked.show)
    except AtlasError:
        return Address(Selection())
