"""The page on which a reader opens other data for this session."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo import i18n
from geo.dataset import MEGABYTE, MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from geo.errors import (
    ArchiveRefused,
    AtlasError,
    DatasetError,
    DatasetFaulty,
    InvalidSelection,
    SourceFaulty,
    ValidationError,
    quoted,
)
from geo.i18n import Translator
from geo.selection import Selection
from geo.ui import errors, state, style, upload
from geo.ui.components import masthead
from geo.ui.components.parts import TITLE, Link, line
from geo.ui.pages import fetch_world, table_mapping
from geo.ui.sidebar import VIEW
from geo.ui.state import View

Taken = tuple[Path, tuple[ValidationError, ...]]
"""Folder of the dataset that was made, and what could not be taken."""

_ENDINGS: Final = {
    "wikidata": ("csv", "json"),
    "osm": ("json", "geojson"),
    "us-posts": ("json", "geojson"),
    "german-feeds": ("json",),
    "uk-posts": ("json",),
    "korean-posts": ("json",),
    "dyads": ("csv", "xlsx"),
}
_LOG: Final = logging.getLogger("geo.ui")
_KIND: Final = "open_kind"
_TURN: Final = "open_turn"
_REFUSED: Final = "open_refused"
_MOST_TOLD: Final = 10
_MOST_LINES: Final = 200
_LONGEST: Final = 400
_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class _Refusal:
    """A file that was not opened, and why; None where no file, or no mapping, was chosen."""

    name: str
    error: AtlasError | None


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply()
    masthead.masthead(view, tr("page.open.title"), intro=tr("page.open.intro"))
    own = upload.brought()
    if own is not None:
        _shown(view, own)
    refusal: _Refusal | None = st.session_state.pop(_REFUSED, None)
    if refusal is not None:
        _refused(refusal, tr)
    _form(tr)
    fetch_world.section(tr)
    st.caption(i18n.markdown(tr("page.open.serve")))
    st.code("embassy-atlas serve FOLDER", language=None)
    _verify(view)
    masthead.foot(view)
    state.leave(view)


def _verify(view: View) -> None:
    """What is found out about a file that was made earlier."""
    from geo.verification import verified

    tr = view.tr
    with st.expander(
        tr("verify.page.title"), icon=":material/verified:", key="verify", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        given = st.file_uploader(tr("verify.page.file"), key="verify_file")
        if given is None:
            return
        try:
            found = verified(given.getvalue(), view.atlas, tr)
        except AtlasError as error:
            errors.show(error, tr)
            return
        said = tr("verify.page.same" if found.same else "verify.page.other", name=given.name)
        (st.success if found.same else st.warning)(i18n.markdown(said, _LONGEST))
        lines = found.lines(tr)
        st.text("\n".join(lines[:_MOST_LINES] + ["…"] * (len(lines) > _MOST_LINES)))


def _form(tr: Translator) -> None:
    """What the file is, the file, what is asked beside it, and the button that opens it."""
    offered = kinds()
    key = st.selectbox(
        tr("page.open.what"),
        list(offered),
        key=_KIND,
        format_func=lambda one: tr(label) if tr.has(label := f"page.open.kind.{one}") else one,
        filter_mode=None,
    )
    kind = offered[key]
    turn = st.session_state.get(_TURN, 0)
    given = st.file_uploader(
        tr("page.open.file"), type=list(kind.endings) or None, key=_key(kind, turn, "file")
    )
    sizes = {"size": MOST_BYTES // MEGABYTE, "unpacked": MOST_UNPACKED // MEGABYTE}
    st.caption(i18n.markdown(tr("page.open.limits", **sizes, rows=MOST_ROWS)))
    for ask in kind.asks:
        st.text_input(tr(f"page.open.ask.{ask}"), key=_key(kind, turn, ask), max_chars=_LONGEST)
    if kind.mapped and given is not None:
        date = st.session_state.get(_key(kind, turn, "date")) or ""
        table_mapping.choose(given.getvalue(), given.name, date, turn, tr)
    st.button(
        tr("page.mapping.go" if kind.mapped else "page.open.go"),
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
    asked: dict[str, Any] = {
        ask: st.session_state.get(_key(kind, turn, ask)) or "" for ask in kind.asks
    }
    if kind.mapped:
        if (options := table_mapping.chosen(turn)) is None:
            st.session_state[_REFUSED] = _Refusal(given.name, None)
            return
        asked["options"] = options
    try:
        upload.bring(given.name, partial(kind.read, given.getvalue(), given.name, asked))
    except AtlasError as error:
        st.session_state[_REFUSED] = _Refusal(given.name, error)
        return
    except Exception:
        _LOG.exception("what a reader brought could not be opened")
        st.session_state[_REFUSED] = _Refusal(given.name, unread())
        return
    st.session_state[_TURN] = turn + 1
    _anew()


def unread() -> DatasetError:
    """The message for a file that fails unexpectedly."""
    return DatasetError().keyed("error.upload.unread")


def _anew() -> None:
    """Show everything of what is open now: what was chosen may mean nothing in it."""
    state.put(Selection())
    state.show("")


def _close() -> None:
    upload.let_go()
    _anew()


def _shown(view: View, own: upload.Upload) -> None:
    """What is open, what of it deserves a second look, and the way back."""
    tr, tables = view.tr, own.atlas.dataset.rows
    said = tr(
        "page.open.shown",
        name=i18n.plain(own.name, _LONGEST_NAME),
        missions=tr("words.missions", count=len(tables["missions"])),
        sources=tr("page.sources", count=len(tables["sources"])),
    )
    to = Link(tr("page.open.map"), view.link("map"), id="ea-open-map", focus=TITLE)
    line(said, " ", to, style="ea-intro", role="status")
    for key, problems in (("left_out", own.refused), ("looked", own.problems)):
        if problems:
            with st.expander(tr(f"page.open.{key}", count=len(problems))):
                _listed(problems, tr, key)
    st.button(tr("page.open.back"), key="open_back", on_click=_close)


def _refused(refusal: _Refusal, tr: Translator) -> None:
    """Why a file was not opened, all of it."""
    error = refusal.error
    if error is None:
        st.warning(tr("page.mapping.changed" if refusal.name else "page.open.missing"))
        return
    name = i18n.plain(refusal.name, _LONGEST_NAME)
    head = i18n.markdown(tr("page.open.refused", name=name), _LONGEST)
    if isinstance(error, ArchiveRefused):
        told = [tr.capital(errors.told(one, tr)) for one in error.reasons]
        st.error(head + "".join(f"\n- {i18n.markdown(one, _LONGEST)}" for one in told))
    elif isinstance(error, DatasetFaulty | SourceFaulty) and error.problems:
        st.error(head)
        _listed(error.problems, tr, "refused")
    else:
        told_of = i18n.markdown(tr.capital(errors.told(error, tr)), errors.LONGEST)
        st.error(f"{head}\n\n{told_of}")


def _listed(problems: Sequence[ValidationError], tr: Translator, key: str) -> None:
    """The first of some errors, and all of them as a file."""
    number = len(problems)
    text = i18n.markdown(tr("page.open.faults", count=number))
    text += "".join(f"\n- {i18n.markdown(one, _LONGEST)}" for one in problems[:_MOST_TOLD])
    st.markdown(text)
    if number > _MOST_TOLD:
        st.caption(tr("page.open.first", number=_MOST_TOLD))
    st.download_button(
        tr("page.open.report"),
        "".join(f"{i18n.plain(one)}\n" for one in problems).encode(),
        file_name="embassy-atlas-report.txt",
        mime="text/plain",
        key=f"open_report_{key}",
    )


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    key: str
    endings: tuple[str, ...]
    asks: tuple[str, ...]
    # Given the bytes, the name, the answers and a folder, makes a dataset in the folder
    read: Callable[[bytes, str, Mapping[str, Any], Path], Taken]
    # Whether its columns are shown and corrected before it is opened
    mapped: bool = False


def _packed(data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:
    from geo.dataset import unpack

    place = folder / "pack"
    place.mkdir()
    unpack(data, place)
    return place, ()


def _imported(source: str, data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:
    """What an importer of the registry makes of a file."""
    from geo.importers import IMPORTERS
    from geo.registry import named

    importer = IMPORTERS.get(source)
    if importer is None:
        raise InvalidSelection(f"There is no importer {quoted(source)}. Choose another type.")
    into = folder / "pack"
    with named(source):
        account = importer.read(upload.file_in(folder, name, data), into, date=asked["date"])
    return into, tuple(account.refused)


def _table(data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:
    from geo.importers import import_table

    into = folder / "pack"
    account = import_table(upload.file_in(folder, name, data), into, **asked)
    return into, tuple(account.refused)


def kinds() -> Mapping[str, Kind]:
    """The kinds of files, the first one offered first: a dataset, the importers, a table."""
    from geo.importers import IMPORTERS
    from geo.importers.grids import SUFFIXES

    tables = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
    found = [Kind("pack", ("zip",), (), _packed)]
    for name in IMPORTERS.names():
        found.append(Kind(name, _ENDINGS.get(name, ()), ("date",), partial(_imported, name)))
    found.append(Kind("table", tables, ("publisher", "date", "licence"), _table, mapped=True))
    return {one.key: one for one in found}
