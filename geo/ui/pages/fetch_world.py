"""On the page Load data: the world's missions fetched from all sources, for this session."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from geo import i18n
from geo.errors import AtlasError, ValidationError
from geo.i18n import Translator
from geo.selection import Selection
from geo.ui import errors, state, upload
from geo.world_import import WORLD, WorldReport, import_world

_REPORT: Final = "world_report"
_LONGEST: Final = 400


def section(tr: Translator) -> None:
    """The contact, the button, and the result of the last fetch.

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
    from geo.importers import RequestPolicy

    bar = st.progress(0.0, tr("page.world.begins"))
    st.button(tr("page.world.stop"), key="world_stop")

    def progress(source: str, done: int, number: int, name: str) -> None:
        said = tr("page.world.query", source=source, done=done + 1, number=number, name=name)
        bar.progress(done / number, i18n.markdown(said, _LONGEST))

    found: list[WorldReport] = []

    def read(folder: Path) -> tuple[Path, tuple[ValidationError, ...]]:
        found.append(import_world(folder / "fetched", RequestPolicy(contact), progress=progress))
        taken = [one.imported for one in found[0].outcomes if one.imported]
        refused = tuple(problem for one in taken for problem in one.refused)
        return folder / "fetched" / WORLD, refused

    try:
        upload.bring(tr("page.world.name"), read)
    except AtlasError as error:
        told = i18n.markdown(tr.capital(errors.told(error, tr)), errors.LONGEST)
        st.error(told)
        return
    st.session_state[_REPORT] = found[0]
    state.put(Selection())
    state.show("")
    st.rerun()


def _outcomes(report: WorldReport, tr: Translator) -> None:
    """The result of each source, its error, or why it was not queried."""
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
