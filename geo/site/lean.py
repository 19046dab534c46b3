"""The mark-up of a card without what only the app needs, and with short names of classes."""

import functools
import re
from typing import Final

from markupsafe import Markup

# Class of the app, after ``ea-`` -> the class on a page, of which a site has ten thousands
_SHORT: Final = {
    "row": "r",
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
_REF: Final = r'<a class="ea-ref" href="#ea-source-\d+"'
_DROPPED: Final = re.compile(
    r' title="[^"]*"(?= aria-label=)| target="_blank" rel="noopener noreferrer"| tabindex="-1"'
    r'|(?<=<article class="ea-card") aria-label="[^"]*"| <a class="ea-back"[^>]*>↑</a>'
)
_MARK: Final = re.compile(rf"({_REF})[^>]*>")
_MARKS: Final = re.compile(rf'<span class="ea-refs">((?:{_REF}>\[\d+\]</a> ?)+)</span>')
_TITLE: Final = re.compile(r"(</?)h2(?=[ >])")
_LABEL: Final = re.compile(r'<span class="ea-label"( lang="[^"]*")?>((?:(?!</?span).)*)</span>')
_CLASSES: Final = re.compile(r'class="(ea-[a-z- ]+)"')
_CLASS: Final = re.compile(rf"ea-({'|'.join(_SHORT)})(?![a-z-])")
_PART: Final = re.compile(
    r'<details class="ea-part-of-card">\s*<summary><h3>([^<]*)</h3></summary>'
    r'|(</details>)\s*(?=<details class="ea-part-of-card">|</article>|<p class="ea-soft">)'
)


def lean(html: Markup) -> Markup:
    """The mark-up of a card; its patterns hold for ours alone: texts have no quotation marks."""
    text = _TITLE.sub(r"\1h1", _MARK.sub(r"\1>", _DROPPED.sub("", str(html))))
    # A page of its own shows a part of a card in full.
    text = _PART.sub(lambda at: "</section>" if at[2] else f"<section><h2>{at[1]}</h2>", text)
    text = _LABEL.sub(r"<b\1>\2</b>", _MARKS.sub(r"\1", text))
    text = text.replace('"#ea-source-', '"#s').replace(' id="ea-source-', ' id="s')
    return Markup(_CLASSES.sub(lambda found: _short(found[1]), text))  # noqa: S704 of ours


def lean_style(style: str) -> str:
    """A style sheet for such mark-up."""
    return re.sub(rf"\.{_CLASS.pattern}", lambda found: f".{_SHORT[found[1]]}", style)


@functools.cache
def _short(classes: str) -> str:
    return f'class="{_CLASS.sub(lambda one: _SHORT[one[1]], classes)}"'
