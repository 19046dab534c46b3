"""Streamlit entry: the list of pages and the sidebar that they share."""

if __name__ == "__main__":  # a process that makes a file begins by reading this one
    import streamlit as st

    from geo.ui import errors, monitoring, open_atlas, page_list, sidebar, style

    st.set_page_config(page_title="Embassy Atlas", page_icon=style.ICON, layout="wide")

    page = st.navigation(page_list.pages(open_atlas.editing()), position="hidden")
    with monitoring.rerun(), errors.guarded():
        sidebar.view(page.url_path)
        with errors.guarded():
            page.run()
        sidebar.sidebar()
