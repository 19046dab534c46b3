"""Streamlit entry: the list of pages and the sidebar that they share."""

import streamlit as st

from geo.ui import errors, open_atlas, page_list, sidebar, style

st.set_page_config(page_title="Embassy Atlas", page_icon=style.ICON, layout="wide")

page = st.navigation(
    [
        st.Page(page_list.map, title="Map", url_path="map", default=True),
        st.Page(page_list.table, title="Table", url_path="table"),
        st.Page(page_list.timelines, title="Timelines", url_path="timelines"),
        st.Page(page_list.changes, title="Changes", url_path="changes"),
        st.Page(page_list.sources, title="Sources", url_path="sources"),
        st.Page(page_list.conflicts, title="Conflicting sources", url_path="conflicts"),
        st.Page(page_list.quality, title="Quality", url_path="quality"),
        *([st.Page(page_list.edit, title="Edit", url_path="edit")] if open_atlas.editing() else []),
        st.Page(page_list.load_data, title="Load data", url_path="load-data"),
        st.Page(page_list.about, title="About", url_path="about"),
        *page_list.old(),
    ],
    position="hidden",
)
with errors.guarded():
    sidebar.view(page.url_path)
    with errors.guarded():
        page.run()
    sidebar.sidebar()
