"""Streamlit entry: the list of pages and the sidebar that they share."""

from __future__ import annotations

import streamlit as st

from geo.ui import errors, page_map, sidebar, style

st.set_page_config(page_title="Embassy Atlas", page_icon=style.ICON, layout="wide")

page = st.navigation(
    [st.Page(page_map.page, title="Map", url_path="map", default=True)], position="hidden"
)
with errors.guarded():
    sidebar.sidebar()
    page.run()
