"""The atlas that the page shows, opened once for each state of its files."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import Final

import streamlit as st

from geo import words
from geo.atlas import Atlas
from geo.pack import locate
from geo.selection import Selection
from geo.ui import upload
from geo.ui.address import Address
from geo.words import Voice

__all__ = ["ENVIRONMENT", "atlas", "editing", "opening", "origin", "pack_path"]

ENVIRONMENT: Final = "EMBASSY_ATLAS_PACK"
"""Name of the environment variable that holds the pack's folder."""

_PAIR: Final = ("PRK", "VEN")


def pack_path(arguments: list[str] | None = None) -> Path | None:
    """Folder of the pack that the page was started with.

    Parameters
    ----------
    arguments
        Arguments of the script, those after ``--``; the process's own by default.

    Returns
    -------
    Path or None
        From ``--pack``, else from the environment; None for the bundled pack.
    """
    text = _given(arguments).pack or os.environ.get(ENVIRONMENT, "")
    return Path(text) if text else None


def editing(arguments: list[str] | None = None) -> bool:
    """Whether the page was started for editing, with ``--edit``.

    Parameters
    ----------
    arguments
        As for :func:`pack_path`.

    Returns
    -------
    bool
        True says nothing of whether this reader may.
    """
    return bool(_given(arguments).edit)


def origin(arguments: list[str] | None = None, voice: Voice = words.ENGLISH) -> str:
    """Where the pack's folder was given, as a sentence for a reader whose pack fails.

    Parameters
    ----------
    arguments
        As for :func:`pack_path`.
    voice
        What says it.

    Returns
    -------
    str
        Names the option or the environment variable.
    """
    if _given(arguments).pack:
        return voice("page.pack.by_option")
    if os.environ.get(ENVIRONMENT, ""):
        return voice("page.pack.by_environment", name=ENVIRONMENT)
    return voice("page.pack.by_nobody", name=ENVIRONMENT)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--pack", default="")
    parser.add_argument("--edit", action="store_true")
    known, _ = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)
    return known


def _stamp(folder: Path) -> str:
    """A hash over names, sizes and times of a pack's files: it changes when one is written.

    The time of the last change (ctime) cannot be set back, as that of the content (mtime) can.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):  # another's lock or half-laid file may go at any time
            stat = path.stat()
            written = f"{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}"
            digest.update(f"{path.name}\0{written}\0".encode())
    return digest.hexdigest()


@st.cache_resource(show_spinner=False, max_entries=3)
def _open(folder: str, stamp: str) -> Atlas:
    return Atlas.open(folder)


def atlas(voice: Voice = words.ENGLISH) -> Atlas:
    """The atlas of this page.

    Parameters
    ----------
    voice
        What says that it is being opened.

    Returns
    -------
    Atlas
        What this session has brought; else the pack that the page was started with, opened
        once, and again when a file of it has changed.

    Raises
    ------
    PackMissing
        No such folder, or no pack in it.
    PackFaulty
        Faults in the pack, all of them.
    """
    own = upload.brought()
    if own is not None:
        return own.atlas
    folder = locate(pack_path())
    with st.spinner(voice("page.pack.opening"), show_time=False):
        return _open(str(folder), _stamp(folder))


def opening(atlas: Atlas) -> Address:
    """What a bare address shows: the founding pair, where the pack has both its embassies.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    Address
        The pair and its card, else everything.
    """
    sides = {(row["sending"], row["receiving"]) for row in atlas.pack.rows["missions"]}
    if {_PAIR, _PAIR[::-1]} <= sides:
        return Address(Selection(among=_PAIR), f"pair:{'-'.join(_PAIR)}")
    return Address(Selection())
