"""The Streamlit pages and the sidebar that they share: parse, one call, show."""

__all__: list[str] = []
