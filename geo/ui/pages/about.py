"""The About page: method, limits, political care, licences, how to cite."""

from __future__ import annotations

import streamlit as st

from geo.render import render
from geo.reports import about
from geo.ui import state, style
from geo.ui.components import masthead
from geo.ui.sidebar import VIEW
from geo.ui.state import View


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr, dataset = view.tr, view.atlas.dataset
    style.apply()
    masthead.masthead(view, tr("about.title"), intro=tr("about.intro"))
    st.html(render("ui/about", sections=about.sections(dataset, tr)))
    with st.container(key="cite"):
        st.code(about.cite_line(dataset, tr), language=None, wrap_lines=True)
        st.caption(tr("about.cite.files"))
    masthead.foot(view)
    state.leave(view)
