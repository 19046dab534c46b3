"""HTML from templates: every value is escaped unless it was made here."""

from markupsafe import Markup

from geo.render.engine import render

__all__ = ["Markup", "render"]
