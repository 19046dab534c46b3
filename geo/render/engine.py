"""The one place where HTML is made: Jinja2 templates that escape every value by themselves."""

import functools
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

from markupsafe import Markup

from geo.i18n import escaping

_SUFFIX: Final = ".html.j2"
_SHORT: Final = 80


def render(template: str, /, **values: Any) -> Markup:
    """HTML of a template."""
    return Markup(_environment().get_template(template + _SUFFIX).render(values))  # noqa: S704


def _shown(value: object, limit: int | None = None) -> Markup:
    """At most ``limit`` characters of a text, escaped; the rest is counted."""
    text = str(value)
    return _escaped(text, limit) if len(text) < _SHORT else Markup(escaping.escape(text, limit))  # noqa: S704


@functools.lru_cache(maxsize=4_096)
def _escaped(text: str, limit: int | None) -> Markup:
    """A short text escaped: most are names and labels that come again and again."""
    return Markup(escaping.escape(text, limit))  # noqa: S704


def _marked(make: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *given: Markup(make(*given))  # noqa: S704


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("geo.render"),
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else _shown(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    linked, address = _marked(escaping.linked), _marked(escaping.link)
    environment.filters.update(shown=_shown, linked=linked, address=address)
    return environment


def element(name: str, text: str) -> str:
    """An element that has only text, which is escaped."""
    return f"<{name}>{escape(text)}</{name}>"
