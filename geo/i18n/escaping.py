"""Text from data, made safe for where it goes: plain, HTML, Markdown, terminals, spreadsheets."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

__all__ = [
    "ACCOUNTS",
    "escape",
    "inert",
    "link",
    "linked",
    "markdown",
    "plain",
    "printable",
    "printable_json",
]

_ENTITIES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "`": "&#96;",
    "$": "&#36;",
    "\\": "&#92;",
}
_DROPPED: Final = frozenset("\u00ad\u200e\u200f\u061c\ufeff\u2060\u200b")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_JOINERS: Final = frozenset("\u200c\u200d")
_SPACES: Final = frozenset("\t\n\r\v\f\x85\u2028\u2029")
_KEPT: Final = "\u200c\u200d\u00a0"
_BEYOND_ASCII: Final = re.compile("[^ -~\n]")
_MARKDOWN: Final = frozenset("\\`*_{}[]()<>#+-.!|~$:^=&\"'@/")


ACCOUNTS: Final = {
    "facebook": "https://www.facebook.com/",
    "twitter": "https://x.com/",
    "youtube": "https://www.youtube.com/channel/",
}
"""Property of a claim that gives a handle -> the address that it completes."""

_HANDLE: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def _shown(character: str) -> str:
    if character in _SPACES:
        return " "
    if character in _DROPPED:
        return ""
    category = unicodedata.category(character)
    if category in ("Cc", "Cs") or (category == "Cf" and character not in _JOINERS):
        return f"[U+{ord(character):04X}]"
    return character


def plain(text: object, limit: int | None = None) -> str:
    """A text from data as it may be shown by a native element.

    Control characters, surrogates and characters that turn the reading direction
    are written out as ``[U+202E]``; direction marks and zero-width spaces are left
    out; line breaks become blanks.

    Parameters
    ----------
    text
        The text; its ``str`` is used.
    limit
        Most characters of it; the rest is counted, not shown. None for no limit.

    Returns
    -------
    str
        One line of printable text. Not yet safe in HTML or Markdown.
    """
    raw = str(text)
    cut = raw if limit is None or len(raw) <= limit else raw[:limit]
    if cut.isascii() and cut.isprintable():
        shown = cut
    else:
        shown = "".join(_shown(character) for character in cut)
    return shown if cut is raw else f"{shown}… ({len(raw):,} characters in all)"


def escape(text: object, limit: int | None = None) -> str:
    r"""A text from data as it may stand in HTML: the one way there.

    Parameters
    ----------
    text
        The text; its ``str`` is used.
    limit
        Most characters of it; the rest is counted, not shown.

    Returns
    -------
    str
        :func:`plain` text in which ``& < > " ' ` $`` and the backslash are
        entities, so that it is inert as element text, in a quoted attribute and in a
        template literal.
    """
    return "".join(_ENTITIES.get(character, character) for character in plain(text, limit))


def printable(text: object) -> str:
    r"""A text as one line that a terminal can only print.

    Parameters
    ----------
    text
        The text; its ``str`` is used.

    Returns
    -------
    str
        The text in which every character that is not printable is written as an escape
        (``\x1b``, ``\u202e``, ``\n``); joiners and no-break spaces stay. Nothing is left out.
    """
    raw = str(text)
    if raw.isprintable():
        return raw
    return "".join(
        c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in raw
    )


def printable_json(text: str, ascii_only: bool) -> str:
    r"""JSON as a terminal can only print it: another spelling of the same value.

    Parameters
    ----------
    text
        JSON in one or more lines.
    ascii_only
        Write all that is beyond ASCII as JSON escapes, not only what a terminal could act upon.

    Returns
    -------
    str
        The JSON with such characters as ``\u202e``.
    """

    def spelled(match: re.Match[str]) -> str:
        if match[0].isprintable() and not ascii_only:
            return match[0]
        units = match[0].encode("utf-16-be")
        return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))

    return _BEYOND_ASCII.sub(spelled, text)


def markdown(text: object, limit: int | None = None) -> str:
    """A text from data as it may stand in Markdown: no mark-up of its own survives.

    Parameters
    ----------
    text
        The text; its ``str`` is used.
    limit
        Most characters of it; the rest is counted, not shown.

    Returns
    -------
    str
        :func:`plain` text with each mark of Markdown behind a backslash.
    """
    shown = plain(text, limit)
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in shown)


def inert(text: str) -> str:
    """A text from data as it may stand in a table for a spreadsheet: nothing in it can run.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        Without NUL; with an apostrophe before it where a spreadsheet would take it for a
        formula or begins with a control character.
    """
    kept = text.replace("\0", "")
    return f"'{kept}" if kept.lstrip().startswith(_FORMULA) or kept.startswith(_FORMULA) else kept


def link(url: str) -> str:
    """An address, if a link may lead there, else blank.

    Parameters
    ----------
    url
        Address from data.

    Returns
    -------
    str
        The address, escaped for a quoted attribute, if it is http or https with a
        host; else ``""``.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or plain(url) != url:
        return ""
    return escape(url)


def linked(text: str, limit: int, account: str = "") -> str:
    """A text from data as HTML: a link to another site where it is an address, else escaped.

    Parameters
    ----------
    text
        The text, shown exactly as it is.
    limit
        Most characters of it that are shown.
    account
        Where the text may be a handle: one of :data:`ACCOUNTS`.

    Returns
    -------
    str
        HTML; only addresses that :func:`link` lets pass, and handles, become links.
    """
    shown, address = escape(text, limit), link(text)
    if not address and account in ACCOUNTS and _HANDLE.fullmatch(text):
        address = link(f"{ACCOUNTS[account]}{text}")
    if not address:
        return shown
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{shown}</a>'
