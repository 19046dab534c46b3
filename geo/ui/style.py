"""How the page looks: one style sheet that works on light and on dark."""

from __future__ import annotations

from typing import Final

import streamlit as st

__all__ = ["ICON", "apply"]

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="15" fill="#e8eff5" stroke="#52606b"/>'
    '<path d="M7 20C9 8 22 6 25 21" fill="none" stroke="#20262b" stroke-width="2.5"/>'
    '<circle cx="7" cy="20" r="3.5" fill="#0072b2"/>'
    '<circle cx="25" cy="21" r="3.5" fill="#d55e00"/>'
    "</svg>"
)
"""The page's icon: two missions and their line."""

_SHEET: Final = """
<style>
.stMainBlockContainer { padding: 2.5rem 2rem 3rem; max-width: 100rem; }
.ea-title { margin: 0 0 .15rem; font-size: 1.75rem; line-height: 1.2; font-weight: 650;
  letter-spacing: -.01em; }
.ea-intro { margin: 0; max-width: 62rem; line-height: 1.5; }
.ea-intro + .ea-intro { margin-top: .25rem; }
.ea-soft, .ea-foot { opacity: .84; }
.ea-foot { font-size: .84rem; line-height: 1.5; max-width: 62rem; margin: 0 0 .4rem; }
.ea-card { font-size: .95rem; line-height: 1.45; overflow-wrap: anywhere; }
.ea-card h2 { font-size: 1.3rem; line-height: 1.25; margin: 0; padding: 0; font-weight: 650; }
.ea-card h3 { font-size: .8rem; line-height: 1.3; margin: 1.15rem 0 .2rem; padding: 0 0 .25rem;
  font-weight: 650; letter-spacing: .03em; text-transform: uppercase;
  border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent); }
.ea-kicker { margin: 0 0 .1rem; font-size: .8rem; opacity: .84; }
.ea-card p { margin: .2rem 0; }
.ea-lead { margin-top: .5rem !important; }
.ea-row { padding: .42rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 11%, transparent); }
.ea-row:last-child { border-bottom: 0; }
.ea-plain { display: grid; grid-template-columns: minmax(5.5rem, 30%) 1fr; column-gap: .75rem;
  padding: .3rem 0; }
.ea-label { font-weight: 600; }
.ea-when { font-variant-numeric: tabular-nums; opacity: .85; }
.ea-perhaps { font-style: italic; }
.ea-cites, .ea-note, .ea-whom { display: block; font-size: .84rem; opacity: .82; }
.ea-note { font-style: italic; }
.ea-card a { color: inherit; text-decoration: underline;
  text-decoration-color: color-mix(in srgb, currentColor 45%, transparent);
  text-underline-offset: .15em; }
.ea-card a:hover, .ea-card a:focus-visible { text-decoration-color: currentColor; }
.ea-card a:focus-visible, .ea-card summary:focus-visible { outline: 2px solid currentColor;
  outline-offset: 2px; }
.ea-card details { margin-top: 1.15rem; }
.ea-card summary { cursor: pointer; font-size: .8rem; font-weight: 650; letter-spacing: .03em;
  text-transform: uppercase; padding: .3rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent); }
.ea-card .ea-more details { margin: 0; }
.ea-card .ea-more summary { text-transform: none; letter-spacing: 0; font-weight: 400; border: 0;
  font-size: inherit; padding: 0; }
.ea-dispute { padding: .5rem 0 .3rem; }
.ea-dispute ul { margin: .2rem 0 0; padding-left: 1.1rem; }
.ea-dispute li { margin: .15rem 0; }
.ea-tag { font-size: .76rem; padding: 0 .35em; border-radius: .3em; white-space: nowrap;
  border: 1px solid color-mix(in srgb, currentColor 40%, transparent); }
.st-key-links { gap: .4rem .5rem; }
.st-key-links button { min-height: 2rem; height: auto; padding: .15rem .6rem; max-width: 100%; }
.st-key-links button, .st-key-links button p { font-size: .85rem; line-height: 1.3;
  white-space: normal; text-align: left; overflow: visible; text-overflow: clip; }
.st-key-under_map button { white-space: nowrap; }
.ea-aside { opacity: .84; }
.ea-narrow { display: none; }
.stMultiSelect [data-tag] { background-color: #2b5d7d !important; }
.stMultiSelect [data-tag] span, .stMultiSelect [data-tag] button { color: #fff !important; }
.stMain [data-testid="stCaptionContainer"], .stSidebar [data-testid="stCaptionContainer"],
[data-testid="stCaptionContainer"] p { color: inherit; opacity: 1; }
[data-testid="stCaptionContainer"] { opacity: .84; }
[data-testid="stSelectbox"] input::placeholder, .stTextInput input::placeholder {
  color: color-mix(in srgb, currentColor 80%, transparent); opacity: 1; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 4rem .75rem 2rem; }
  .ea-title { font-size: 1.35rem; }
  .st-key-map_side iframe { height: 420px !important; }
  .ea-intro { font-size: .95rem; line-height: 1.4; }
  .ea-wide { display: none; }
  .ea-narrow { display: block; }
}
@media (min-width: 1100px) {
  div:has(> .st-key-map_side) { position: sticky; top: 1.5rem; }
}
</style>
"""


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(_SHEET)
