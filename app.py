"""Streamlit entry: the list of pages and the sidebar that they share."""

from __future__ import annotations

import streamlit as st

from geo.ui import errors, open_atlas, page_list, sidebar, style

st.set_page_config(page_title="Embassy Atlas", page_icon=style.ICON, layout="wide")

page = st.navigation(page_list.pages(open_atlas.editing()), position="hidden")
with errors.guarded():
    sidebar.view(page.url_path)
    with errors.guarded():
        page.run()
    sidebar.sidebar()
