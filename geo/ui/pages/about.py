"""The About page: method, limits, political care, licences, how to cite."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from geo import dates, i18n, provenance
from geo.render import render
from geo.ui import state, style
from geo.ui.components import masthead
from geo.ui.sidebar import VIEW
from geo.ui.state import View

SECTIONS: Final[dict[str, int]] = {
    "method": 3,
    "clocks": 2,
    "position": 2,
    "evidence": 2,
    "limits": 4,
    "care": 4,
    "licence": 4,
    "cite": 1,
}
"""Section -> how many paragraphs it has."""


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    style.apply()
    masthead.masthead(view, view.tr("about.title"), intro=view.tr("about.intro"))
    values = _values(view)
    sections = [_section(view, section, values) for section in SECTIONS]
    st.html(render("ui/about", sections=sections))
    with st.container(key="cite"):
        st.code(view.tr("about.cite.line", **values), language=None, wrap_lines=True)
        st.caption(view.tr("about.cite.files"))
    masthead.foot(view)
    state.leave(view)


def _section(view: View, section: str, values: dict[str, Any]) -> tuple[str, list[str]]:
    tr, numbers = view.tr, range(1, SECTIONS[section] + 1)
    paragraphs = [tr(f"about.{section}.{number}", **values) for number in numbers]
    return tr(f"about.{section}.title"), paragraphs


def _values(view: View) -> dict[str, Any]:
    dataset, tr = view.atlas.dataset, view.tr
    given = dataset.own.get("licenses")
    licences = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    names = [str(one.get("title") or one.get("name") or "") for one in licences]
    sources = dataset.sources
    title = dataset.own.get("title") or dataset.own.get("name") or dataset.folder.name
    return {
        "data": ", ".join(name for name in names if name) or tr("about.licence.unnamed"),
        "total": len(sources),
        "undated": sum(not row["published"] for row in sources),
        "version": provenance.version(),
        "title": i18n.plain(title, 80),
        "hash": dataset.sha256[:12],
        "day": tr.date(dates.today().isoformat()),
    }
