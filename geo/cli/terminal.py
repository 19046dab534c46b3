"""What reaches the terminal: safe text, JSON, tables, and progress on standard error.

Text from data is never read as markup, and no control character, escape sequence or
character that turns the reading direction gets through.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

_NARROW: Final = 18
_KEPT: Final = "\u200c\u200d\u00a0"
_BEYOND_ASCII: Final = re.compile("[^ -~\n]")


def printable(text: object) -> str:
    r"""A text as one line that a terminal can only print."""
    raw = str(text)
    if raw.isprintable():
        return raw
    return "".join(
        c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in raw
    )


def show_json(value: object) -> None:
    """Print a value as JSON on standard output.

    Characters that a terminal could act upon, and all that its encoding lacks, are
    written as JSON escapes: another spelling of the same value.
    """
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY
    text = orjson.dumps(value, option=options).decode()
    narrow = (sys.stdout.encoding or "ascii").lower().replace("-", "") not in ("utf8", "utf8sig")
    print(_BEYOND_ASCII.sub(lambda m: _escape(m[0]) if narrow else _tamed(m[0]), text))


def show_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: aligned on a terminal, separated by tabs where it is piped on."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            print("\t".join(printable(cell) for cell in row))
        return

    from rich.table import Table
    from rich.text import Text

    texts = [[printable(cell) for cell in row] for row in rows]
    table = Table(box=None, padding=(0, 2, 0, 0))
    for index, name in enumerate(header):
        widest = max([len(name), *(len(row[index]) for row in texts)])
        least = widest if widest <= _NARROW else len(name)
        table.add_column(Text(name), no_wrap=True, overflow="ellipsis", min_width=least)
    for row in texts:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def note(text: str) -> None:
    """Say something on standard error, beside the data."""
    print(printable(text), file=sys.stderr)


def console(stderr: bool = False) -> Console:
    """A terminal that takes no text for markup."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    return Plain(stderr=stderr, markup=False, highlight=False, emoji=False)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on standard error, if that is a terminal, that long work goes on."""
    if not sys.stderr.isatty():
        yield
        return

    from rich.text import Text

    with console(stderr=True).status(Text(f"{printable(what)} …")):
        yield


def _tamed(character: str) -> str:
    return character if character.isprintable() else _escape(character)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
