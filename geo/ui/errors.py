"""Errors as the page shows them: the message, never a traceback, the reader's inputs kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from geo import words
from geo.errors import AtlasError, PackFaulty, PackMissing, quoted
from geo.ui import opening

__all__ = ["LONGEST", "guarded", "problems", "show"]

LONGEST: Final = 2_000
"""Most characters of a message, or of a line of one."""

_LOG: Final = logging.getLogger("geo.ui")
_MOST_FAULTS: Final = 10
_CALM: Final = (
    "Something failed in the page itself, not in what you chose. Your choices are kept, in the "
    "sidebar and in the address. Reload the page; if it fails again, the terminal in which the "
    "page was started says what happened."
)


def show(error: AtlasError) -> None:
    """Show an error of the atlas: value, fault and remedy, line by line."""
    if isinstance(error, PackFaulty) and error.faults:
        _faults(error)
        return
    text = str(error)
    if isinstance(error, PackMissing):
        text += f"\n{opening.origin()}"
    lines = [words.markdown(line, LONGEST) for line in text.splitlines() if line.strip()]
    text = "  \n".join(lines)
    st.error(text[:1].upper() + text[1:])


def _faults(error: PackFaulty) -> None:
    """All that is wrong with a pack: how much, the first of it, and where to see the rest."""
    number = len(error.faults)
    path = opening.pack_path()
    folder = str(path) if path else "the bundled pack"
    lines = [
        f"The pack cannot be opened: {words.counted(number, 'fault')} in {quoted(folder)}. "
        f"{opening.origin()}"
    ]
    shown = error.faults[:_MOST_FAULTS]
    if number > len(shown):
        lines[0] += f" The first {len(shown)}:"
    text = words.markdown(lines[0], LONGEST)
    text += "".join(f"\n- {words.markdown(fault, 400)}" for fault in shown)
    more = number - len(shown)
    rest = f"And {more:,} more. To see all of them" if more else "To look again"
    command = f"embassy-atlas check {path}" if path else "embassy-atlas check"
    text += f"\n\n{rest}, run:"
    st.error(text)
    st.code(words.plain(command, LONGEST), language=None)
    st.caption("Mend the files, then reload the page. Your choices are kept in the address.")


def problems(messages: Iterable[str]) -> None:
    """Show what of the reader's input is not used, and why."""
    for message in messages:
        st.warning(words.markdown(message, LONGEST))


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
