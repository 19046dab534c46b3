"""The reader's language: plain words for records, and safe text for HTML and Markdown."""

from geo.i18n.escaping import (
    as_written,
    escape,
    inert,
    link,
    markdown,
    plain,
    printable,
    printable_json,
)
from geo.i18n.messages import LANGUAGES
from geo.i18n.translation import ENGLISH, Translator, told, tr

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Translator",
    "as_written",
    "escape",
    "inert",
    "link",
    "markdown",
    "plain",
    "printable",
    "printable_json",
    "told",
    "tr",
]
