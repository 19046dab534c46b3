"""The text around a figure: title, days, notes, sources, licences; its legend, its table."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from geo import dates
from geo.atlas import Atlas
from geo.dataset import licences_of
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.typography import LONGEST, MM_PER_POINT, Style, clean, fit, width, wrap
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection

LONGEST_LICENCE: Final = 16
FOOT_LINES: Final = 7
BRIEF_LINES: Final = 3
CREDIT_LINES: Final = 3
MOST_NOTE: Final = 12
LINES_NOTE: Final = 4  # Of a note above the foot, at most, unless the sheet is brief
DATA_LINES: Final = 6
FEWEST_SOURCES: Final = 2
SMALLER: Final = 0.68  # The size of a title that is too long, of its usual size
CAPITALS: Final = 0.70
DESCENT: Final = 0.48  # Of a text above its first and below its last line, in sizes of the font
TAIL: Final = 30  # Letters that are quoted from the end of a text that was cut
LONGEST_SOURCE: Final = 90.0  # Millimetres that one source takes at most
LONGEST_FOOT: Final = 4_000
Captions = tuple[str | None, str | None, str | None]  # Title, note and credit; None for the usual
EDGE: Final = 0.7
FOOT_MARGIN: Final = 0.6  # Millimetres above the head and below the foot, of the side margins
MARK: Final = 8.5  # Millimetres from the left edge of an entry to its text
APART: Final = 5.0  # Millimetres between columns
BASE: Final = 1.1  # Millimetres from the middle of a mark down to the line on which its text is
STEP: Final = 1.45
BRIEF_STEP: Final = 1.2  # From one row to the next, in lines of the text
NAMES: Final = 0.27  # Of the width of a table, the names' share
ROW_STEP: Final = 1.44  # From one row to the next, in lines of the text
RULE: Final = 0.48  # From the last line of a row down to its rule, in lines of the text
NAME_APART: Final = 3.0
NAME_LINES: Final = 4
Drawer = Callable[[Sheet, float, float], None]


class Imprint(NamedTuple):
    """What is above and below a figure."""

    title: str
    subtitle: str
    note: str
    credit: str
    sources: Sequence[str]
    data: Sequence[str]

    def draw_head(self, sheet: Sheet) -> float:
        """Write title and subtitle at the top of a sheet; the height below them is returned."""
        size, card = sheet.size, sheet.size.card
        y = sheet.height - size.left * EDGE
        for said, what, most in (
            (self.title, "title", 2 if card else 3),
            (self.subtitle, "subtitle", 2 if card else 4),
        ):
            style, text = sheet.style(what), clean(said)
            across = size.height is not None and not card
            lines = wrap(text, style, size.wide, most + 1)
            if width(text, style) > size.wide if across else len(lines) > max(most - 1, 2):
                style = style.with_(size=style.size * SMALLER)
            lines = paragraph(sheet, what, text, style, size.wide, 2 if across else most)
            em = style.size * MM_PER_POINT
            y -= CAPITALS * em
            sheet.lines(size.left, y, lines, style)
            y -= max(0, len(lines) - 1) * style.line + DESCENT * em
        return y - 1.5

    def note_lines(self, sheet: Sheet, most: int) -> list[str]:
        """The note in lines between the margins, ``most`` at most."""
        return paragraph(sheet, "note", self.note, sheet.style("note"), sheet.size.wide, most)

    def draw_note(self, sheet: Sheet, top: float, most: int = MOST_NOTE) -> float:
        """Write the note between the margins, from a height downward; the height below it."""
        style, lines = sheet.style("note"), self.note_lines(sheet, most)
        sheet.lines(sheet.size.left, top - 0.9 * style.line, lines, style)
        return top - len(lines) * style.line

    def draw_foot(self, sheet: Sheet, top: float | None = None) -> float:
        """Write sources, data and credit, with a rule above them."""
        size, style, (lines, _) = sheet.size, sheet.style("foot"), self.foot(sheet)
        tall = len(lines) * style.line
        high = size.left * FOOT_MARGIN + tall if top is None else top
        sheet.rule(size.left, size.right, high + 0.6, colour=sheet.colours.rule, width=0.8)
        sheet.lines(size.left, high - 0.9 * style.line, lines, style)
        return high if top is None else high - tall

    def end(self, sheet: Sheet, y: float) -> None:
        """Write note and foot below a height, and end a sheet of no fixed height there."""
        below = self.draw_note(sheet, y)
        sheet.end(self.draw_foot(sheet, below - 1.0) - sheet.size.left)

    def framed(self, sheet: Sheet, brief: int = 1) -> tuple[float, float]:
        """Write head, foot and note (``brief`` lines at most); the heights left between them."""
        head, foot = self.draw_head(sheet), self.draw_foot(sheet)
        most = brief if sheet.size.brief else LINES_NOTE
        low = foot + 1.5 + len(self.note_lines(sheet, most)) * sheet.style("note").line
        self.draw_note(sheet, low, most)
        return head, low

    def foot_height(self, sheet: Sheet) -> float:
        """Millimetres that the foot takes at the bottom of a sheet, its margin with it."""
        tall = len(self.foot(sheet)[0]) * sheet.style("foot").line
        return sheet.size.left * FOOT_MARGIN + tall

    def foot(self, sheet: Sheet) -> tuple[list[str], int]:
        """The lines of the foot, and how many of the sources, from the first, they name."""
        size, style = sheet.size, sheet.style("foot")
        each = DATA_LINES if size.height is None else 3
        below = [line for text in self.data for line in wrap(clean(text), style, size.wide, each)]
        whole = BRIEF_LINES if size.brief else FOOT_LINES
        space = max(1, whole - len(below)) if size.height else FOOT_LINES
        if self.credit:
            most = 1 if size.brief else CREDIT_LINES
            own = paragraph(sheet, "credit", self.credit, style, size.wide, most)
            below += own
            space = max(1 if size.brief else FEWEST_SOURCES, space - len(own))
        said, named = self._said(sheet, style, space)
        return [*said, *below], named

    def _said(self, sheet: Sheet, style: Style, lines: int) -> tuple[list[str], int]:
        """The sources in lines, as many as find room, the others counted; and how many do."""
        room, brief, found = sheet.size.wide, sheet.size.brief, list[str]()
        sources = [fit(clean(source), style, LONGEST_SOURCE) for source in self.sources]
        for count in range(len(sources), -1, -1):
            rest, named = len(sources) - count, "; ".join(sources[:count])
            some = ("brief" if brief else "some") if count else "counted"
            text = sheet.tr(f"figure.sources.{some if rest else 'all'}", sources=named, count=rest)
            if len(text) <= LONGEST_FOOT and width(text, style) <= lines * room:
                found = wrap(text, style, room, lines + 1)
                if len(found) <= lines:
                    return found, count
        return found[:lines], 0


def paragraph(
    sheet: Sheet, what: str, text: str, style: Style, room: float, lines: int
) -> list[str]:
    """A text in lines; that it was cut, where it was, is noted on the sheet."""
    line = clean(text)
    found = wrap(line, style, room, lines)
    if len(text) > LONGEST or "".join(found).replace(" ", "") != line.replace(" ", ""):
        end = "end" if found else "whole"
        sheet.remark(f"figure.told.{what}_{end}", end=" ".join(found)[-TAIL:])
    return found


def most_used(ids: Iterable[str]) -> list[str]:
    """Ids, each once, those first that come most often."""
    counts = Counter(ids)
    return sorted(counts, key=lambda one: (-counts[one], one))


def source_line(
    atlas: Atlas, ids: Iterable[str], tr: Translator = ENGLISH, *, licences: bool = True
) -> list[str]:
    """Sources as they are named below a figure: "NK News, 26 January 2019"."""
    table = atlas.dataset.sources.by_id
    rows = [table[one] for one in dict.fromkeys(ids) if one in table]
    said = []
    for row in rows:
        if row.kind in ("editorial", "unrecorded"):
            continue
        day = row.revised or row.published
        shown = licences and row.licence and len(row.licence) <= LONGEST_LICENCE
        name = (row.publisher or row.title).partition(" (")[0]
        when = tr.date(day) if day else tr("card.cite.undated")
        said.append(f"{name}, {when}{f' ({row.licence})' if shown else ''}")
    return list(dict.fromkeys(said))


def licences(atlas: Atlas) -> str:
    """The dataset's licences as it states them: ", CC-BY-4.0"; blank where it states none."""
    names = (one.get("name") for one in licences_of(atlas.dataset.own))
    return "".join(f", {name}" for name in names if name)


def when_line(selection: Selection, tr: Translator = ENGLISH) -> tuple[str, str]:
    """The two days of a selection in words: as of, known from."""
    as_of = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    known = tr("figure.known.all")
    if selection.known_on:
        known = tr("figure.known.up_to", date=tr.date(selection.known_on))
    return tr.date(as_of.isoformat()), known


class Key(NamedTuple):
    """An entry: what it says, and what draws its mark around a point; None for text alone."""

    text: str
    draw: Drawer | None = None


def mark(**look: Any) -> Drawer:
    """A mark as :meth:`Sheet.marks` draws it."""
    return lambda sheet, x, y: sheet.marks((x, y), **look)


def stroke(reach: float, **look: Any) -> Drawer:
    """A level line, ``reach`` millimetres to either side."""
    return lambda sheet, x, y: sheet.line((x - reach, y), (x + reach, y), **look)


def box(tall: float = 2.4, **look: Any) -> Drawer:
    """A box, so many millimetres high."""
    return lambda sheet, x, y: sheet.path(Frame(x - 2.6, y - tall / 2.0, 5.2, tall).path, **look)


Group = tuple[str, Sequence[Key]]  # A heading (blank for none) and the keys below it


class Legend:
    """A legend between two margins, its groups in columns of at most ``rows`` keys."""

    def __init__(
        self, sheet: Sheet, groups: Sequence[Group], left: float, right: float, rows: int
    ) -> None:
        self._sheet, self._left, self._right = sheet, left, right
        style, whole, used = sheet.style("key"), right - left, np.inf
        self._step = style.line * (BRIEF_STEP if sheet.size.brief else STEP)
        self._bands: list[list[tuple[str, Sequence[Key], float]]] = []  # Heading, keys, width
        for name, entries in groups:
            for first in range(0, len(entries), rows):
                keys, heading = entries[first : first + rows], "" if first else name
                wide = max(width(clean(k.text), style) + (MARK if k.draw else 0.0) for k in keys)
                headed = width(clean(heading), style.with_(face="semibold"))
                wide = min(max(wide, headed), whole)
                if used + APART + wide > whole:
                    self._bands.append([])
                    used = -APART
                self._bands[-1].append((heading, keys, wide))
                used += APART + wide
        self.height = sum(map(self._tall, self._bands))  # Millimetres

    def draw(self, top: float) -> None:
        """Draw it from a height downward, in millimetres."""
        style = self._sheet.style("key")
        bold = style.with_(face="semibold")
        for band in self._bands:
            x, headed = self._left, any(heading for heading, _, _ in band)
            for heading, keys, wide in band:
                y, room = top - self._step / 2.0, self._right - x
                if heading:
                    self._sheet.text(x, y - BASE, fit(clean(heading), bold, room), bold)
                y -= self._step if headed else 0.0
                for text, draw in keys:
                    indent = MARK if draw else 0.0
                    if draw:
                        draw(self._sheet, x + MARK / 2.0 - 0.7, y)
                    said = fit(clean(text), style, room - indent)
                    self._sheet.text(x + indent, y - BASE, said, style)
                    y -= self._step
                x += wide + APART
            top -= self._tall(band)

    def _tall(self, band: Sequence[tuple[str, Sequence[Key], float]]) -> float:
        rows = max(len(keys) for _, keys, _ in band)
        return self._step * (rows + any(heading for heading, _, _ in band))


class Row(NamedTuple):
    """A row: what it is, what is said of it, and in how many lines at most."""

    name: str
    value: str
    lines: int = 1


class Table(NamedTuple):
    """A table between two margins."""

    sheet: Sheet
    rows: Sequence[Row]
    left: float  # The margins, millimetres
    right: float

    def _lines(self, row: Row) -> tuple[list[str], list[str]]:
        name, value = self.sheet.style("row"), self.sheet.style("value")
        whole = self.right - self.left
        return (
            wrap(clean(row.name), name, whole * NAMES - NAME_APART, NAME_LINES),
            wrap(clean(row.value), value, whole - whole * NAMES, row.lines),
        )

    @property
    def height(self) -> float:
        """Millimetres from its top to below its last rule."""
        more = sum(max(map(len, self._lines(row))) - 1 for row in self.rows)
        return (ROW_STEP * len(self.rows) + more) * self.sheet.style("value").line

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it is returned, millimetres."""
        sheet, line = self.sheet, self.sheet.style("value").line
        indent = self.left + (self.right - self.left) * NAMES
        y = top - line
        for row in self.rows:
            names, said = self._lines(row)
            sheet.lines(self.left, y, names, sheet.style("row"))
            sheet.lines(indent, y, said, sheet.style("value"))
            y -= (max(len(said), len(names)) - 1) * line
            sheet.rule(self.left, self.right, y - RULE * line, colour=sheet.colours.rule)
            y -= ROW_STEP * line
        return y + line
