"""HTML from templates: every value is escaped unless it was made here."""

from geo.render.card import card_body, card_head
from geo.render.engine import Markup, render

__all__ = ["Markup", "card_body", "card_head", "render"]
