"""How the page looks: one style sheet that works on light and on dark."""

import json
from typing import Final

import streamlit as st

from geo.package_files import text

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="15" fill="#e8eff5" stroke="#52606b"/>'
    '<path d="M7 20C9 8 22 6 25 21" fill="none" stroke="#20262b" stroke-width="2.5"/>'
    '<circle cx="7" cy="20" r="3.5" fill="#0072b2"/>'
    '<circle cx="25" cy="21" r="3.5" fill="#d55e00"/>'
    "</svg>"
)
"""The page's icon: two missions and their line."""


def apply(filters: str = "") -> None:
    """Add the style sheet to the page, with the label of the button that opens the filters."""
    label = f"<style>.stApp {{ --ea-filters: {json.dumps(filters)}; }}</style>" if filters else ""
    sheets = text("render/static/card.css") + text("ui/style.css")
    st.html(f"<style>{sheets}</style>{label}")
