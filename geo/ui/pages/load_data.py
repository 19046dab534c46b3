"""The page on which a reader opens other data for this session."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import i18n
from geo.dataset import MEGABYTE, MOST_BYTES, MOST_ROWS, MOST_UNPACKED, unpack
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
from geo.importers import IMPORTERS, RequestPolicy, import_table
from geo.importers.grids import SUFFIXES
from geo.registry import named
from geo.selection import Selection
from geo.ui import errors, state, upload
from geo.ui.components.masthead import framed
from geo.ui.components.parts import TITLE, Link, button, choose, fold, line
from geo.ui.pages import table_mapping
from geo.ui.state import View
from geo.world_import import WORLD, WorldReport, import_world

# Folder of the new dataset, and the errors of refused values
Taken = tuple[Path, tuple[ValidationError, ...]]
_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "wikidata": ("csv", "json"),
    "dyads": ("csv", "xlsx"),
    **dict.fromkeys(("osm", "us-posts"), ("json", "geojson")),
    **dict.fromkeys(("german-feeds", "uk-posts", "korean-posts"), ("json",)),
}
_LOG: Final = logging.getLogger("geo.ui")
_KIND: Final = "open_kind"
_TURN: Final = "open_turn"
_REFUSED: Final = "open_refused"
_REPORT: Final = "world_report"
_MOST_TOLD: Final = 10
_MOST_LINES: Final = 200
_LONGEST: Final = 400
_LONGEST_NAME: Final = 80


def page(view: View) -> None:
    """Draw the page for a view."""
    tr = view.tr
    with framed(view, tr("page.open.title"), intro=tr("page.open.intro")):
        own = upload.brought()
        if own is not None:
            _shown(view, own)
        if refused := st.session_state.pop(_REFUSED, None):
            file, error = refused
            _refused(file, error, tr)
        _form(tr)
        world(tr)
        st.caption(i18n.markdown(tr("page.open.serve")))
        st.code("embassy-atlas serve FOLDER", language=None)
        fold(tr("verify.page.title"), "verified", "verify", partial(_verify, view))


def _verify(view: View) -> None:
    from geo.verification import verified

    tr = view.tr
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
    offered = kinds()
    named = {one: f"page.open.kind.{one}" for one in offered}
    told = {one: tr(key) if tr.has(key) else one for one, key in named.items()}
    kind = offered[choose(tr("page.open.what"), told, _KIND)]
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
        table_mapping.draw(given.getvalue(), given.name, date, turn, tr)
    label = tr("page.mapping.go" if kind.mapped else "page.open.go")
    button(label, "open_go", _open, kind, turn, icon="folder_open")


def _key(kind: "Kind", turn: int, what: str) -> str:
    """A widget's key; after a file was opened it is another one, so that the file is let go."""
    return f"open_{what}_{kind.key}_{turn}"


def _open(kind: "Kind", turn: int) -> None:
    """Open the file of the form; if it fails, nothing changes and the error is kept."""
    given = st.session_state.get(_key(kind, turn, "file"))
    name = given.name if given is not None else ""
    mapping = table_mapping.chosen(turn) if kind.mapped and given is not None else None
    if given is None or (kind.mapped and mapping is None):
        st.session_state[_REFUSED] = name, None
        return
    asked = {ask: st.session_state.get(_key(kind, turn, ask)) or "" for ask in kind.asks}
    asked |= {"options": mapping} if kind.mapped else {}
    try:
        upload.bring(name, partial(kind.read, given.getvalue(), name, asked))
    except AtlasError as error:
        st.session_state[_REFUSED] = name, error
    except Exception:
        _LOG.exception("what a reader brought could not be opened")
        st.session_state[_REFUSED] = name, unread()
    else:
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
    button(tr("page.open.back"), "open_back", _close)


def _refused(file: str, error: AtlasError | None, tr: Translator) -> None:
    """Show why a file was not opened; ``error`` is None if no file or mapping was chosen."""
    if error is None:
        st.warning(tr("page.mapping.changed" if file else "page.open.missing"))
        return
    name = i18n.plain(file, _LONGEST_NAME)
    head = i18n.markdown(tr("page.open.refused", name=name), _LONGEST)
    if isinstance(error, ArchiveRefused):
        told = [tr.capital(errors.told(one, tr)) for one in error.reasons]
        st.error(head + errors.listed(told, _LONGEST))
    elif isinstance(error, DatasetFaulty | SourceFaulty) and error.problems:
        st.error(head)
        _listed(error.problems, tr, "refused")
    else:
        st.error(f"{head}\n\n{errors.in_full(error, tr)}")


def _listed(problems: Sequence[ValidationError], tr: Translator, key: str) -> None:
    number = len(problems)
    text = i18n.markdown(tr("page.open.faults", count=number))
    st.markdown(text + errors.listed(problems[:_MOST_TOLD], _LONGEST))
    if number > _MOST_TOLD:
        st.caption(tr("page.open.first", number=_MOST_TOLD))
    told = "".join(f"{i18n.plain(one)}\n" for one in problems).encode()
    name, mime = "embassy-atlas-report.txt", "text/plain"
    st.download_button(tr("page.open.report"), told, name, mime, key=f"open_report_{key}")


class Kind(NamedTuple):
    """One kind of file."""

    key: str
    endings: tuple[str, ...]
    asks: tuple[str, ...]
    # Given the bytes, the name, the answers and a folder, makes a dataset in the folder
    read: Callable[[bytes, str, Mapping[str, Any], Path], Taken]
    mapped: bool = False  # Whether its columns can be corrected before it is opened


def _packed(data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:

    place = folder / "pack"
    place.mkdir()
    unpack(data, place)
    return place, ()


def _imported(source: str, data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:
    importer = IMPORTERS.get(source)
    if importer is None:
        raise InvalidSelection(f"There is no importer {quoted(source)}. Choose another type.")
    into = folder / "pack"
    with named(source):
        account = importer.read(upload.file_in(folder, name, data), into, date=asked["date"])
    return into, tuple(account.refused)


def _table(data: bytes, name: str, asked: Mapping[str, Any], folder: Path) -> Taken:

    into = folder / "pack"
    account = import_table(upload.file_in(folder, name, data), into, **asked)
    return into, tuple(account.refused)


def kinds() -> Mapping[str, Kind]:
    """The kinds of files, the first one offered first: a dataset, the importers, a table."""
    tables = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
    found = [Kind("pack", ("zip",), (), _packed)]
    for name in IMPORTERS.names():
        found.append(Kind(name, _ENDINGS.get(name, ()), ("date",), partial(_imported, name)))
    found.append(Kind("table", tables, ("publisher", "date", "licence"), _table, mapped=True))
    return {one.key: one for one in found}


def world(tr: Translator) -> None:
    """The world's missions fetched from all sources: the contact, the button, and the last result.

    A click elsewhere ends a fetch: nothing is changed, and received answers are stored.
    """
    with st.expander(
        tr("page.world.title"), icon=":material/travel_explore:", key="world", on_change="rerun"
    ) as opened:
        report: WorldReport | None = st.session_state.get(_REPORT)
        if report is not None:
            _outcomes(report, tr)
        if not opened.open:
            return
        st.markdown(i18n.markdown(tr("page.world.intro"), _LONGEST))
        contact = st.text_input(tr("page.world.contact"), key="world_contact", max_chars=_LONGEST)
        if st.button(tr("page.world.go"), key="world_go", icon=":material/download:"):
            _fetch(contact.strip(), tr)
        st.caption(i18n.markdown(tr("page.world.keep")))
        st.code("embassy-atlas import world --contact MAIL --into FOLDER", language=None)


def _fetch(contact: str, tr: Translator) -> None:
    """Fetch, merge and open the world; the page shows which query is sent."""
    bar = st.progress(0.0, tr("page.world.begins"))
    st.button(tr("page.world.stop"), key="world_stop")

    def progress(source: str, done: int, number: int, name: str) -> None:
        said = tr("page.world.query", source=source, done=done + 1, number=number, name=name)
        bar.progress(done / number, i18n.markdown(said, _LONGEST))

    found: list[WorldReport] = []

    def read(folder: Path) -> Taken:
        found.append(import_world(folder / "fetched", RequestPolicy(contact), progress=progress))
        taken = [one.imported for one in found[0].outcomes if one.imported]
        refused = tuple(problem for one in taken for problem in one.refused)
        return folder / "fetched" / WORLD, refused

    try:
        upload.bring(tr("page.world.name"), read)
    except AtlasError as error:
        st.error(errors.in_full(error, tr))
        return
    st.session_state[_REPORT] = found[0]
    _anew()
    st.rerun()


def _outcomes(report: WorldReport, tr: Translator) -> None:
    said = []
    for one in report.outcomes:
        what = tr("words.missions", count=one.missions)
        if one.failed:
            what = tr("page.world.failed", why=i18n.plain(one.failed, _LONGEST))
        elif one.imported is None:
            what = tr("page.world.left_out", why=i18n.plain(one.left_out, _LONGEST))
        said.append(f"- {i18n.markdown(f'{one.name}: {what}', 2 * _LONGEST)}")
    st.markdown("\n".join(said))
    if report.merged is not None:
        pairs = len(report.merged.open)
        st.caption(i18n.markdown(tr("page.world.merged", count=pairs)))
