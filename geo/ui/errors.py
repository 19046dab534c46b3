"""Errors as the page shows them: the message, never a traceback, the reader's inputs kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from geo import words
from geo.errors import AtlasError

__all__ = ["guarded", "problems", "show"]

_LOG: Final = logging.getLogger("geo.ui")
_LONGEST: Final = 2_000
_CALM: Final = (
    "Something failed in the page itself, not in what you chose. Your choices are kept, in the "
    "sidebar and in the address. Reload the page; if it fails again, the terminal in which the "
    "page was started says what happened."
)


def show(error: AtlasError) -> None:
    """Show an error of the atlas: value, fault and remedy, line by line."""
    lines = [words.markdown(line, _LONGEST) for line in str(error).splitlines() if line.strip()]
    text = "  \n".join(lines)
    st.error(text[:1].upper() + text[1:])


def problems(messages: Iterable[str]) -> None:
    """Show what of the reader's input is not used, and why."""
    for message in messages:
        st.warning(words.markdown(message, _LONGEST))


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever fails within into a message on the page; the log keeps the rest."""
    try:
        yield
    except AtlasError as error:
        show(error)
    except Exception:
        _LOG.exception("the page failed")
        st.error(_CALM)
