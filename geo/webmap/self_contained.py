"""A page sealed in one file: it runs its own scripts only and makes no network request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo.render.engine import render

_NOTHING: Final = "'none'"
_BREAKING: Final = ("</script", "</style", "<!--", "\r", "\0")
"""What would end or bend an element of raw text, or be read as other bytes than were hashed."""


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """The Content-Security-Policy of a page: nothing but these styles and scripts."""
    directives = {
        "default-src": [_NOTHING],
        "script-src": [_hashed(text) for text in scripts] or [_NOTHING],
        "style-src": [_hashed(text) for text in styles] or [_NOTHING],
        "img-src": ["data:", "blob:"],
        "connect-src": [_NOTHING],
        "base-uri": [_NOTHING],
        "form-action": [_NOTHING],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def sealed(
    *,
    title: str,
    language: str,
    body: Markup,
    styles: Sequence[str],
    scripts: Sequence[str],
    attributes: Mapping[str, str],
    description: str,
) -> bytes:
    """A whole page in one file that opens from a disk; the attributes are of its root."""
    for text in (*styles, *scripts):
        if found := [mark for mark in _BREAKING if mark in text.lower()]:
            raise ValueError(f"a style or script holds {found[0]!r}")
    page = render(
        "webmap/sealed",
        title=title,
        language=language,
        body=body,
        styles=styles,
        scripts=scripts,
        attributes=attributes,
        description=description,
        policy=policy(styles, scripts),
    )
    return f"{page}\n".encode()


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
