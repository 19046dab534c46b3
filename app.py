"""Streamlit entry: the list of pages and the sidebar that they share."""

from __future__ import annotations

import streamlit as st

from geo.ui import errors, opening, pages, sidebar, style

st.set_page_config(page_title="Embassy Atlas", page_icon=style.ICON, layout="wide")

page = st.navigation(
    [
        st.Page(pages.map, title="Map", url_path="map", default=True),
        st.Page(pages.table, title="Table", url_path="table"),
        st.Page(pages.courses, title="Courses", url_path="courses"),
        st.Page(pages.sources, title="Sources", url_path="sources"),
        st.Page(pages.conflicts, title="Disagreements", url_path="conflicts"),
        st.Page(pages.quality, title="Quality", url_path="quality"),
        *([st.Page(pages.edit, title="Edit", url_path="edit")] if opening.editing() else []),
        st.Page(pages.open, title="Open", url_path="open"),
        st.Page(pages.about, title="About", url_path="about"),
    ],
    position="hidden",
)
with errors.guarded():
    sidebar.view(page.url_path)
    with errors.guarded():
        page.run()
    sidebar.sidebar()
