"""Citations to copy: of a card, or of a selection."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geo.errors import AtlasError
from geo.render import render
from geo.reports.citations import FORMS, citation, public_url
from geo.ui import errors
from geo.ui.components import downloads
from geo.ui.state import View

FILES: Final = {
    "text": ("txt", "text/plain"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csl": ("json", "application/vnd.citationstyles.csl+json"),
}
"""Form of a citation -> suffix and media type of its file."""


def cite(view: View, ids: tuple[str, ...], form: str) -> str:
    """A citation as the page gives it."""
    parts = urlsplit(st.context.url or "")
    address = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else ""
    return citation(
        view.atlas,
        ids,
        view.selection,
        form,
        language=view.tr.language,
        address=address,
        public=public_url(),
    )


@st.fragment
def draw(view: View, ids: tuple[str, ...], key: str, disabled: bool = False) -> None:
    """Draw a button that opens a citation in its three forms, with one that copies it."""
    tr = view.tr
    label = tr("cite.page.card" if ids else "cite.page.view")
    icon = ":material/format_quote:"
    with st.popover(
        label, icon=icon, key=f"cite_{key}", disabled=disabled, on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        form = st.radio(
            tr("cite.page.form"),
            tuple(FORMS),
            format_func=lambda one: tr(f"cite.page.form_{one}"),
            key=f"cite_form_{key}",
            horizontal=True,
        )
        try:
            text = cite(view, ids, form)
        except AtlasError as error:
            errors.show(error, tr)
            return
        lines = text.rstrip("\n").split("\n")
        st.html(render("ui/citation", id=f"ea-cite-{key}", lines=lines, tr=tr))
        suffix, mime = FILES[form]
        name = downloads.file_name(view.selection, suffix, "-".join(("cite", *ids)))
        st.download_button(
            tr("cite.page.file", suffix=f".{suffix}"),
            text.encode(),
            name,
            mime,
            key=f"cite_file_{key}",
            on_click="ignore",
        )


def files(view: View, ids: tuple[str, ...]) -> dict[str, downloads.File]:
    """Bibliographies of several things as files."""
    help = view.tr("cite.page.all_help")
    return {
        view.tr(f"cite.page.form_{form}"): (*FILES[form], help, partial(_file, view, ids, form))
        for form in ("bibtex", "csl")
    }


def _file(view: View, ids: tuple[str, ...], form: str) -> bytes:
    return cite(view, ids, form).encode()
