"""The About page: method, limits, political care, licences, how to cite."""

import streamlit as st

from geo.render import render
from geo.reports import about
from geo.ui.components.masthead import framed
from geo.ui.state import View


def page(view: View) -> None:
    """Draw the page for a view."""
    tr, dataset = view.tr, view.atlas.dataset
    with framed(view, tr("about.title"), intro=tr("about.intro")):
        st.html(render("ui/about", sections=about.sections(dataset, tr)))
        with st.container(key="cite"):
            st.code(about.cite_line(dataset, tr), language=None, wrap_lines=True)
            st.caption(tr("about.cite.files"))
