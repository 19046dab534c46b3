"""What reaches the terminal: text without markup or control characters, JSON, tables, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from geo.i18n import printable, printable_json

if TYPE_CHECKING:
    from rich.console import Console

    from geo.render import Line

_NARROW: Final = 18
_STEP: Final = 2
_STYLES: Final = {"title": "bold", "heading": "bold cyan", "value": "", "aside": "dim"}


def show_json(value: object) -> None:
    """Print a value as JSON; what a terminal could act upon or cannot encode is escaped."""
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY
    text = orjson.dumps(value, option=options).decode()
    narrow = (sys.stdout.encoding or "ascii").lower().replace("-", "") not in ("utf8", "utf8sig")
    print(printable_json(text, ascii_only=narrow))


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


def show_lines(lines: Iterable[Line]) -> None:
    """Print lines: wrapped and styled on a terminal, one by one where they are piped on."""
    if not sys.stdout.isatty():
        for line in lines:
            print(" " * (_STEP * line.depth) + printable(line.text))
        return

    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    for line in lines:
        text = Text(printable(line.text), style=_STYLES[line.style])
        screen.print(Padding(text, (0, 0, 0, _STEP * line.depth), expand=False))


def show(*texts: object) -> None:
    """Print texts, each as one line."""
    for text in texts:
        print(printable(text))


def note(*texts: object) -> None:
    """Print lines on standard error, apart from the data."""
    for text in texts:
        print(printable(text), file=sys.stderr)


def at_terminal() -> bool:
    """Whether a question can be asked at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, letters: str) -> str:
    """Ask until the answer begins with one of the letters; returns it, blank if input ends."""
    while True:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        letter = line.strip().casefold()[:1]
        if not line or (letter and letter in letters):
            return letter


def console(stderr: bool = False) -> Console:
    """A terminal that takes no text for markup."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    return Plain(stderr=stderr, markup=False, highlight=False, emoji=False)


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show progress on standard error, if a terminal; yields a function that updates it."""
    if not sys.stderr.isatty():
        yield lambda far: None
        return

    from rich.text import Text

    with console(stderr=True).status(Text(f"{printable(what)} …")) as status:
        yield lambda far: status.update(Text(f"{printable(what)}: {far} …"))
