"""The mark-up of a card without what only the app needs, and with short names of classes."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

_SHORT: Final = {
    "part-of-card": "p",
    "row": "r",
    "label": "l",
    "plain": "g",
    "evidence": "e",
    "ref": "n",
    "refs": "f",
    "here": "h",
    "when": "w",
    "lead": "d",
    "soft": "s",
    "cites": "c",
    "kicker": "k",
    "whom": "m",
    "note": "i",
    "sources": "o",
    "claims": "a",
    "dispute": "u",
    "tag": "t",
    "aside": "x",
}
"""Class of the app, after ``ea-`` -> the class on a page, of which a site has ten thousands."""

_REF: Final = r'<a class="ea-ref" href="#ea-source-\d+"'
_DROPPED: Final = re.compile(
    r' title="[^"]*"(?= aria-label=)| target="_blank" rel="noopener noreferrer"| tabindex="-1"'
    r'|(?<=<article class="ea-card") aria-label="[^"]*"| <a class="ea-back"[^>]*>↑</a>'
)
_MARK: Final = re.compile(rf"({_REF})[^>]*>")
_MARKS: Final = re.compile(rf'<span class="ea-refs">((?:{_REF}>\[\d+\]</a> ?)+)</span>')
_CLASSES: Final = re.compile(r'class="(ea-[a-z- ]+)"')
_CLASS: Final = re.compile(rf"ea-({'|'.join(_SHORT)})(?![a-z-])")
_PART: Final = 'class="p"'


def lean(html: Markup) -> Markup:
    """The mark-up of a card; its patterns hold for ours alone: texts have no quotation marks."""
    text = _MARK.sub(r"\1>", _DROPPED.sub("", str(html)))
    text = _CLASSES.sub(_shortened, _MARKS.sub(r"\1", text))
    return Markup(text.replace(_PART, f"{_PART} open"))  # noqa: S704 made from mark-up of ours


def lean_style(style: str) -> str:
    """A style sheet for such mark-up."""
    return re.sub(
        rf"\.ea-({'|'.join(_SHORT)})(?![a-z-])", lambda found: f".{_SHORT[found[1]]}", style
    )


def _shortened(found: re.Match[str]) -> str:
    return f'class="{_CLASS.sub(lambda one: _SHORT[one[1]], found[1])}"'
