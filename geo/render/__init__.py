"""HTML and text from what is known: every value is escaped unless it was made here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from markupsafe import Markup

from geo.render.engine import render

if TYPE_CHECKING:
    from geo.render.card import CardTexts, card_body, card_head, has_statement, statement_anchor
    from geo.render.change_files import FEEDS, changes_csv, changes_geojson
    from geo.render.text import Line, card_lines, conflict_lines, sentences, tables, timeline_lines

__all__ = [
    "FEEDS",
    "CardTexts",
    "Line",
    "Markup",
    "card_body",
    "card_head",
    "card_lines",
    "changes_csv",
    "changes_geojson",
    "conflict_lines",
    "has_statement",
    "render",
    "sentences",
    "statement_anchor",
    "tables",
    "timeline_lines",
]

_HOMES = {
    "card": ("CardTexts", "card_body", "card_head", "has_statement", "statement_anchor"),
    "change_files": ("FEEDS", "changes_csv", "changes_geojson"),
    "text": ("Line", "card_lines", "conflict_lines", "sentences", "tables", "timeline_lines"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"geo.render.{home}"), name)
    raise AttributeError(f"module 'geo.render' has no attribute {name!r}")
