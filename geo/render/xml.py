"""XML that is put into a file of another library."""

from __future__ import annotations

from xml.sax.saxutils import escape


def element(name: str, text: str) -> str:
    """An element that has only text, which is escaped."""
    return f"<{name}>{escape(text)}</{name}>"
