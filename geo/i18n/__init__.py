"""The page's and the figure's language: plain English of records, and safe text.

Two things live here because both decide what a reader gets to see: the words for
kinds, dates, methods and counts; and the escaping through which every text that
comes from data passes on its way to HTML or to Markdown.
"""

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
