"""The atlas that the page shows, opened once for each state of its files."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st

from geo import i18n, webmap
from geo.atlas import Atlas
from geo.dataset import locate
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.selection import Selection
from geo.ui import upload
from geo.ui.address import Address
from geo.ui.shared import shared, spare

ENVIRONMENT: Final = "EMBASSY_ATLAS_DATASET"
"""Name of the environment variable that holds the dataset's folder."""


def dataset_path(arguments: list[str] | None = None) -> Path | None:
    """Folder of the dataset that the page was started with."""
    text = _given(arguments).dataset or os.environ.get(ENVIRONMENT, "")
    return Path(text) if text else None


def editing(arguments: list[str] | None = None) -> bool:
    """Whether the page was started for editing, with ``--edit``."""
    return bool(_given(arguments).edit)


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
