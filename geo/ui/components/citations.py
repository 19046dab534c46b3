"""Citations to copy: of a card, or of a selection."""

from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st

from geo.errors import AtlasError
from geo.render import render
from geo.reports.citations import FORMS, citation, public_url
from geo.ui import errors
from geo.ui.components import downloads
from geo.ui.components.parts import popover, radio
from geo.ui.state import View

# Form of a citation -> suffix and media type of its file
FILES: Final = {
    "text": ("txt", "text/plain"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csl": ("json", "application/vnd.citationstyles.csl+json"),
}


def cite(view: View, ids: tuple[str, ...], form: str) -> bytes:
    """A citation as the page gives it."""
    parts = urlsplit(st.context.url or "")
    address = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else ""
    about = view.atlas, ids, view.selection, form
    where: dict[str, Any] = {"address": address, "public": public_url()}
    return citation(*about, language=view.tr.language, **where).encode()


def draw(view: View, ids: tuple[str, ...], key: str, disabled: bool = False) -> None:
    """Draw a button that opens a citation in its three forms, with one that copies it."""
    label = view.tr("cite.page.card" if ids else "cite.page.view")
    shown = partial(_panel, view, ids, key)
    popover(label, "format_quote", f"cite_{key}", shown, disabled=disabled)


def _panel(view: View, ids: tuple[str, ...], key: str) -> None:
    tr = view.tr
    forms = {one: tr(f"cite.page.form_{one}") for one in FORMS}
    form = radio(tr("cite.page.form"), forms, f"cite_form_{key}", horizontal=True)
    try:
        text = cite(view, ids, form)
    except AtlasError as error:
        errors.show(error, tr)
        return
    lines = text.decode().rstrip("\n").split("\n")
    st.html(render("ui/citation", id=f"ea-cite-{key}", lines=lines, tr=tr))
    suffix, mime = FILES[form]
    name = downloads.file_name(view.selection, suffix, "-".join(("cite", *ids)))
    label, key = tr("cite.page.file", suffix=f".{suffix}"), f"cite_file_{key}"
    st.download_button(label, text, name, mime, key=key, on_click="ignore")


def files(view: View, ids: tuple[str, ...]) -> dict[str, downloads.File]:
    """Bibliographies of several things as files."""
    help = view.tr("cite.page.all_help")
    return {
        view.tr(f"cite.page.form_{form}"): (*FILES[form], help, partial(cite, view, ids, form))
        for form in ("bibtex", "csl")
    }
