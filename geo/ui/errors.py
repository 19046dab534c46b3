"""Errors as the page shows them: in the reader's language, never a traceback, inputs kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from geo import words
from geo.errors import AmbiguousState, AtlasError, PackFaulty, PackMissing, quoted
from geo.ui import opening, state
from geo.words import Voice

__all__ = ["LONGEST", "guarded", "problems", "show", "told"]

LONGEST: Final = 2_000
"""Most characters of a message, or of a line of one."""

_LOG: Final = logging.getLogger("geo.ui")
_MOST_FAULTS: Final = 10


def told(error: AtlasError, voice: Voice) -> str:
    """What an error says, in the reader's language where the catalogue has it.

    Parameters
    ----------
    error
        The error.
    voice
        What says it.

    Returns
    -------
    str
        Text from the reader or from data stands in it as it came: escape it.
    """
    if voice.language == words.ENGLISH.language or not error.key:
        return str(error)
    values = {name: _value(value, voice) for name, value in error.values.items()}
    if isinstance(error, AmbiguousState):
        named = [f"{code} ({voice.party(code)})" for code in error.candidates]
        values["candidates"] = ", ".join(named)
    return voice(error.key, **values)


def _value(value: object, voice: Voice) -> object:
    if isinstance(value, AtlasError):
        return voice.capital(told(value, voice))
    return voice.listed(value, "or") if isinstance(value, tuple) else value


def show(error: AtlasError, voice: Voice) -> None:
    """Show an error of the atlas: value, fault and remedy, line by line."""
    if isinstance(error, PackFaulty) and error.faults:
        _faults(error, voice)
        return
    text = told(error, voice)
    if isinstance(error, PackMissing):
        text += f"\n{opening.origin(voice=voice)}"
    lines = [words.markdown(line, LONGEST) for line in text.splitlines() if line.strip()]
    st.error(voice.capital("  \n".join(lines)))


def _faults(error: PackFaulty, voice: Voice) -> None:
    """All that is wrong with a pack: how much, the first of it, and where to see the rest."""
    number = len(error.faults)
    path = opening.pack_path()
    folder = quoted(path) if path else voice("page.pack.bundled")
    first = voice(
        "page.pack.faults", count=number, folder=folder, origin=opening.origin(voice=voice)
    )
    shown = error.faults[:_MOST_FAULTS]
    more = number - len(shown)
    if more:
        first += f" {voice('page.pack.first', number=len(shown))}"
    text = words.markdown(first, LONGEST)
    text += "".join(f"\n- {words.markdown(fault, 400)}" for fault in shown)
    rest = voice("page.pack.rest", number=more) if more else voice("page.pack.again")
    command = f"embassy-atlas check {path}" if path else "embassy-atlas check"
    st.error(f"{text}\n\n{rest}")
    st.code(words.plain(command, LONGEST), language=None)
    st.caption(voice("page.pack.mend"))


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
        show(error, state.voice())
    except Exception:
        _LOG.exception("the page failed")
        st.error(state.voice()("page.calm.page"))
