"""A page sealed in one file: it runs what it came with and asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Final

from geo import i18n

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
    body: str,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    attributes: str = "",
    description: str = "",
) -> bytes:
    """A whole page in one file that opens from a disk."""
    for text in (*styles, *scripts):
        if found := [mark for mark in _BREAKING if mark in text.lower()]:
            raise ValueError(f"a style or script holds {found[0]!r}")
    told = f'\n<meta name="description" content="{i18n.escape(description)}">'
    page = f"""<!DOCTYPE html>
<html lang="{i18n.escape(language)}"{f" {attributes}" if attributes else ""}>
<head>
<meta http-equiv="Content-Security-Policy" content="{policy(styles, scripts)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">{told if description else ""}
<meta name="generator" content="Embassy Atlas">
<title>{i18n.escape(title)}</title>
<link rel="icon" href="data:,">
{_elements("style", styles)}
</head>
<body>
{body}
{_elements("script", scripts)}
</body>
</html>
"""
    return page.encode("utf-8")


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _elements(name: str, texts: Sequence[str]) -> str:
    return "\n".join(f"<{name}>{text}</{name}>" for text in texts)
