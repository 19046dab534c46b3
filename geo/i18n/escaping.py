"""Text from data, made safe for where it goes: plain, HTML, Markdown, terminals, spreadsheets."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

_ENTITIES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {one: f"&#{ord(one)};" for one in "'`$\\"}
)
_ENTITY: Final = re.compile(r"""[&<>"'`$\\]""")
_DROPPED: Final = frozenset("\u00ad\u200e\u200f\u061c\ufeff\u2060\u200b")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_JOINERS: Final = frozenset("\u200c\u200d")
_SPACES: Final = frozenset("\t\n\r\v\f\x85\u2028\u2029")
_KEPT: Final = "\u200c\u200d\u00a0"
_BEYOND_ASCII: Final = re.compile("[^ -~\n]")
_MARKDOWN: Final = frozenset("\\`*_{}[]()<>#+-.!|~$:^=&\"'@/")
# Property of a claim that gives a handle -> the address that it completes
_ACCOUNTS: Final = {
    "facebook": "https://www.facebook.com/",
    "twitter": "https://x.com/",
    "youtube": "https://www.youtube.com/channel/",
}
_HANDLE: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class _Plain(dict[int, str]):
    """Code of a character -> what is shown for it, worked out when it first comes up."""

    def __missing__(self, code: int) -> str:
        shown = character = chr(code)
        category = unicodedata.category(character)
        if character in _SPACES:
            shown = " "
        elif character in _DROPPED:
            shown = ""
        elif category in ("Cc", "Cs") or (category == "Cf" and character not in _JOINERS):
            shown = f"[U+{code:04X}]"
        self[code] = shown
        return shown


_PLAIN: Final = _Plain()


def plain(text: object, limit: int | None = None) -> str:
    """A text from data for a native element; characters that hide or turn text are written out."""
    raw = str(text)
    cut = raw if limit is None or len(raw) <= limit else raw[:limit]
    shown = cut if cut.isascii() and cut.isprintable() else cut.translate(_PLAIN)
    return shown if cut is raw else f"{shown}… ({len(raw):,} characters in all)"


def escape(text: object, limit: int | None = None) -> str:
    r"""A text from data as it may be in HTML: the one way there."""
    shown = plain(text, limit)
    return shown.translate(_ENTITIES) if _ENTITY.search(shown) else shown


def printable(text: object) -> str:
    r"""A text as one line that a terminal can only print."""
    raw = str(text)
    if raw.isprintable():
        return raw
    return "".join(
        c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in raw
    )


def printable_json(text: str, ascii_only: bool) -> str:
    r"""JSON as a terminal can only print it: another spelling of the same value."""

    def spelled(match: re.Match[str]) -> str:
        if match[0].isprintable() and not ascii_only:
            return match[0]
        units = match[0].encode("utf-16-be")
        return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))

    return _BEYOND_ASCII.sub(spelled, text)


def markdown(text: object, limit: int | None = None) -> str:
    """A text from data as it may be in Markdown: no mark-up of its own survives."""
    shown = plain(text, limit)
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in shown)


def inert(text: str) -> str:
    """A text from data as it may be in a table for a spreadsheet: nothing in it can run."""
    kept = text.replace("\0", "")
    bare = kept.lstrip("'")
    return f"'{kept}" if bare.lstrip().startswith(_FORMULA) or bare.startswith(_FORMULA) else kept


def as_written(cell: str) -> str:
    """A cell of such a table as it was before :func:`inert`."""
    bare = cell.removeprefix("'")
    return bare if bare != cell and inert(bare) == cell else cell


def link(url: str) -> str:
    """An address, if a link may lead there, else blank."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or plain(url) != url:
        return ""
    return escape(url)


def linked(text: str, limit: int, account: str = "") -> str:
    """A text from data as HTML: a link to another site where it is an address, else escaped."""
    shown, address = escape(text, limit), link(text)
    if not address and account in _ACCOUNTS and _HANDLE.fullmatch(text):
        address = link(f"{_ACCOUNTS[account]}{text}")
    if not address:
        return shown
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{shown}</a>'
