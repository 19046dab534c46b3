"""The Streamlit pages and the sidebar that they share: parse, one call, show."""

from __future__ import annotations

__all__: list[str] = []
