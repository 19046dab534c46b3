"""Files of exactly what is shown, made when they are asked for."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import streamlit as st

from geo import dates, words
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.selection import Selection
from geo.ui import errors
from geo.ui.state import View

__all__ = ["Job", "draw", "file_name"]

_LOG: Final = logging.getLogger("geo.ui")
_FIGURES: Final = {
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "pdf": ("PDF", "application/pdf"),
}
_LONGEST: Final = 80
_JOBS: Final = "download_jobs"
_ASKED: Final = "download_asked"
_STEP: Final = 0.2
_PATIENCE: Final = 90.0
_CALM: Final = (
    "The file could not be made: something failed in the program itself, not in what you chose. "
    "Try another format or fewer missions; the terminal in which the page was started says more."
)


@dataclass
class Job:
    """The making of one file, in the browser's request; the page waits to hear how it went.

    Attributes
    ----------
    make
        Makes the file's bytes.
    fault
        Why it failed, in plain English; blank while it has not.
    over
        Set when it is made or has failed.
    """

    make: Callable[[], bytes]
    fault: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> bytes:
        """Make the file.

        Returns
        -------
        bytes
            The file.

        Raises
        ------
        Exception
            Whatever failed; ``fault`` tells it to the reader, the log keeps the rest.
        """
        try:
            return self.make()
        except AtlasError as error:
            self.fault = f"The file could not be made: {error}"
            raise
        except Exception:
            _LOG.exception("a file could not be made")
            self.fault = _CALM
            raise
        finally:
            self.over.set()


def file_name(selection: Selection, suffix: str) -> str:
    """A file's name that says what is in it.

    Parameters
    ----------
    selection
        What is shown.
    suffix
        Without the dot.

    Returns
    -------
    str
        Letters, digits and hyphens only: ``embassy-atlas-among-PRK-VEN-2026-11-22.geojson``.
    """
    query = re.sub(r"[^A-Za-z0-9]+", "-", selection.but(as_of=None).to_query()).strip("-")
    day = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    parts = ["embassy-atlas", query[:_LONGEST].strip("-"), day.isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{suffix}"


def _geojson(atlas: Atlas, selection: Selection) -> bytes:
    from geo.exporters import geojson

    return geojson(atlas, selection)


def _figure(atlas: Atlas, selection: Selection, format: str) -> bytes:
    from geo.figure import figure

    return figure(atlas, selection, format=format)


@st.fragment
def draw(view: View, disabled: bool) -> None:
    """Draw the download buttons, and why the file last asked for could not be made.

    Parameters
    ----------
    view
        What is shown.
    disabled
        True where nothing is shown, so that there is nothing to download.
    """
    jobs: dict[str, Job] = st.session_state.get(_JOBS, {})
    asked = jobs.get(st.session_state.pop(_ASKED, ""))
    made: dict[str, Job] = {}
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption("Download what is shown", width="content")
        made["geojson"] = _button(
            "geojson",
            "GeoJSON",
            "application/geo+json",
            view,
            partial(_geojson, view.atlas, view.selection),
            "Missions, lines and places as shown, with sources: for a GIS or a notebook.",
            disabled,
        )
        for format, (label, mime) in _FIGURES.items():
            made[format] = _button(
                format,
                label,
                mime,
                view,
                partial(_figure, view.atlas, view.selection, format),
                "A figure of what is shown, with dates, legend, scale and sources. "
                "It takes a few seconds.",
                disabled,
            )
    if asked is not None:
        _tell(asked)
    st.session_state[_JOBS] = made


def _button(
    key: str,
    label: str,
    mime: str,
    view: View,
    make: Callable[[], bytes],
    help: str,
    disabled: bool,
) -> Job:
    job = Job(make)
    st.download_button(
        label,
        job.run,
        file_name(view.selection, key),
        mime,
        key=f"download_{key}",
        on_click=_ask,
        args=(key,),
        disabled=disabled,
        help=help,
    )
    return job


def _ask(key: str) -> None:
    st.session_state[_ASKED] = key


def _tell(job: Job) -> None:
    """Wait until a file is made, and say so if it cannot be."""
    place = st.empty()
    until = time.monotonic() + _PATIENCE
    while not job.over.wait(_STEP) and time.monotonic() < until:
        place.caption("Making the file …")
    place.empty()
    if job.fault:
        place.error(words.markdown(job.fault, errors.LONGEST))
