"""HTML from templates: every value is escaped unless it was made here."""

from geo.render.engine import Markup, render

__all__ = ["Markup", "render"]
