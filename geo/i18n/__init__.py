"""The reader's language: plain words for records, and safe text for HTML and Markdown."""

from __future__ import annotations

from geo.i18n.english import (
    age,
    counted,
    distance,
    event,
    hidden,
    kind,
    label,
    listed,
    metres,
    of_party,
    party,
    placed,
    rank,
    status,
    when,
)
from geo.i18n.escaping import (
    as_written,
    escape,
    inert,
    link,
    linked,
    markdown,
    plain,
    printable,
    printable_json,
)
from geo.i18n.messages import LANGUAGES
from geo.i18n.translation import ENGLISH, Translator, tr

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Translator",
    "age",
    "as_written",
    "counted",
    "distance",
    "escape",
    "event",
    "hidden",
    "inert",
    "kind",
    "label",
    "link",
    "linked",
    "listed",
    "markdown",
    "metres",
    "of_party",
    "party",
    "placed",
    "plain",
    "printable",
    "printable_json",
    "rank",
    "status",
    "tr",
    "when",
]
