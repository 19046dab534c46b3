"""Citations to copy: of a card, or of what is shown."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geo import i18n
from geo.reports.citations import FORMS, citation
from geo.ui.components import downloads
from geo.ui.state import View

__all__ = ["FILES", "cite", "draw", "files"]

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
        view.atlas, ids, view.selection, form, language=view.tr.language, address=address
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
        text = cite(view, ids, form)
        st.html(_shown(text, f"ea-cite-{key}", view))
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


def _shown(text: str, id: str, view: View) -> str:
    """A text with a button that copies it; the page's script does so."""
    tr = view.tr
    lines = "\n".join(i18n.escape(line) for line in text.rstrip("\n").split("\n"))
    label, done, failed = (
        i18n.escape(tr(f"cite.page.{key}")) for key in ("copy", "copied", "not_copied")
    )
    name = i18n.escape(tr("cite.page.what"))
    return (
        f'<div class="ea-citation"><pre id="{id}" tabindex="0" role="region" '
        f'aria-label="{name}">{lines}</pre>'
        f'<button type="button" class="ea-copy" data-copy="{id}" data-done="{done}" '
        f'data-failed="{failed}">{label}</button> <span role="status"></span></div>'
    )


def files(view: View, ids: tuple[str, ...]) -> dict[str, tuple[str, str, str, partial[bytes]]]:
    """Bibliographies of several things as files."""
    help = view.tr("cite.page.all_help")
    return {
        view.tr(f"cite.page.form_{form}"): (*FILES[form], help, partial(_file, view, ids, form))
        for form in ("bibtex", "csl")
    }


def _file(view: View, ids: tuple[str, ...], form: str) -> bytes:
    return cite(view, ids, form).encode()
