"""The page on which a reader opens other data for this session."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from geo import words
from geo.errors import (
    ArchiveRefused,
    AtlasError,
    Fault,
    PackError,
    PackFaulty,
    SourceFaulty,
)
from geo.pack.archive import MEGABYTE, MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from geo.selection import Selection
from geo.ui import errors, links, masthead, state, style, upload
from geo.ui.bringing import KINDS, Kind, Taken
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.words import Voice

__all__ = ["page"]

_LOG: Final = logging.getLogger("geo.ui")
_KIND: Final = "open_kind"
_TURN: Final = "open_turn"
_REFUSED: Final = "open_refused"
_MOST_TOLD: Final = 10
_LONGEST: Final = 400
_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class _Refusal:
    """A file that was not opened, and why; None where no file was given."""

    name: str
    error: AtlasError | None


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    voice = view.voice
    style.apply()
    masthead.masthead(view, voice("page.open.title"), intro=voice("page.open.intro"))
    own = upload.brought()
    if own is not None:
        _shown(view, own)
    refusal: _Refusal | None = st.session_state.pop(_REFUSED, None)
    if refusal is not None:
        _refused(refusal, voice)
    _form(voice)
    st.caption(words.markdown(voice("page.open.serve")))
    st.code("embassy-atlas serve FOLDER", language=None)
    masthead.foot(view)
    state.leave(view)


def _form(voice: Voice) -> None:
    """What the file is, the file, what is asked beside it, and the button that opens it."""
    key = st.selectbox(
        voice("page.open.what"),
        list(KINDS),
        key=_KIND,
        format_func=lambda one: voice(f"page.open.kind.{one}"),
        filter_mode=None,
    )
    kind = KINDS[key]
    turn = st.session_state.get(_TURN, 0)
    st.file_uploader(voice("page.open.file"), type=list(kind.endings), key=_key(kind, turn, "file"))
    sizes = {
        "size": MOST_BYTES // MEGABYTE,
        "unpacked": MOST_UNPACKED // MEGABYTE,
        "rows": MOST_ROWS,
    }
    st.caption(words.markdown(voice("page.open.limits", **sizes)))
    for ask in kind.asks:
        st.text_input(voice(f"page.open.ask.{ask}"), key=_key(kind, turn, ask), max_chars=_LONGEST)
    st.button(
        voice("page.open.go"),
        key="open_go",
        icon=":material/folder_open:",
        on_click=_open,
        args=(kind, turn),
    )


def _key(kind: Kind, turn: int, what: str) -> str:
    """A widget's key; after a file was opened it is another one, so that the file is let go."""
    return f"open_{what}_{kind.key}_{turn}"


def _open(kind: Kind, turn: int) -> None:
    """Open what the form holds; what cannot be opened changes nothing."""
    given = st.session_state.get(_key(kind, turn, "file"))
    if given is None:
        st.session_state[_REFUSED] = _Refusal("", None)
        return
    asked = {ask: st.session_state.get(_key(kind, turn, ask)) or "" for ask in kind.asks}
    read = partial(_read, kind, given.getvalue(), given.name, asked)
    try:
        upload.bring(given.name, read)
    except AtlasError as error:
        st.session_state[_REFUSED] = _Refusal(given.name, error)
        return
    except Exception:
        _LOG.exception("what a reader brought could not be opened")
        st.session_state[_REFUSED] = _Refusal(given.name, unread())
        return
    st.session_state[_TURN] = turn + 1
    _anew()


def unread() -> PackError:
    """What is said of a file that fails in a way that nobody foresaw."""
    return PackError(
        "The file could not be read: it is broken in a way that this program does not know."
    ).keyed("error.upload.unread")


def _read(kind: Kind, data: bytes, name: str, asked: dict[str, str], folder: Path) -> Taken:
    return kind.read(data, name, folder, asked)


def _anew() -> None:
    """Show everything of what is open now: what was chosen may mean nothing in it."""
    state.put(Selection())
    state.show("")


def _close() -> None:
    upload.let_go()
    _anew()


def _shown(view: View, own: upload.Upload) -> None:
    """What is open, what of it deserves a second look, and the way back."""
    voice, tables = view.voice, own.atlas.pack.rows
    said = voice(
        "page.open.shown",
        name=words.plain(own.name, _LONGEST_NAME),
        missions=voice("words.missions", count=len(tables["missions"])),
        sources=voice("page.sources", count=len(tables["sources"])),
    )
    to = links.link(voice("page.open.map"), view.link("map"), id="ea-open-map", focus="ea-title")
    st.html(f'<p class="ea-intro" role="status">{words.escape(said)} {to}</p>')
    for key, faults in (("left_out", own.report.refused), ("looked", own.report.faults)):
        if faults:
            with st.expander(voice(f"page.open.{key}", count=len(faults))):
                _listed(faults, voice, key)
    st.button(voice("page.open.back"), key="open_back", on_click=_close)


def _refused(refusal: _Refusal, voice: Voice) -> None:
    """Why a file was not opened, all of it."""
    error = refusal.error
    if error is None:
        st.warning(voice("page.open.missing"))
        return
    name = words.plain(refusal.name, _LONGEST_NAME)
    head = words.markdown(voice("page.open.refused", name=name), _LONGEST)
    if isinstance(error, ArchiveRefused):
        told = [voice.capital(errors.told(one, voice)) for one in error.reasons]
        st.error(head + "".join(f"\n- {words.markdown(one, _LONGEST)}" for one in told))
    elif isinstance(error, PackFaulty | SourceFaulty) and error.faults:
        st.error(head)
        _listed(error.faults, voice, "refused")
    else:
        told_of = words.markdown(voice.capital(errors.told(error, voice)), errors.LONGEST)
        st.error(f"{head}\n\n{told_of}")


def _listed(faults: Sequence[Fault], voice: Voice, key: str) -> None:
    """The first of some faults, and all of them as a file."""
    number = len(faults)
    text = words.markdown(voice("page.open.faults", count=number))
    text += "".join(f"\n- {words.markdown(one, _LONGEST)}" for one in faults[:_MOST_TOLD])
    st.markdown(text)
    if number > _MOST_TOLD:
        st.caption(voice("page.open.first", number=_MOST_TOLD))
    st.download_button(
        voice("page.open.report"),
        "".join(f"{words.plain(one)}\n" for one in faults).encode(),
        file_name="embassy-atlas-report.txt",
        mime="text/plain",
        key=f"open_report_{key}",
    )
