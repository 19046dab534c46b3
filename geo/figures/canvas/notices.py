"""What is above and below a figure: title, days, sources, licences, boundaries, hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo import dates
from geo.dataset import licences_of
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import LONGEST, MM_PER_POINT, Style, clean, fit, width, wrap
from geo.i18n import ENGLISH, Translator

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

LONGEST_LICENCE: Final = 16
FOOT_LINES: Final = 7
BRIEF_LINES: Final = 3
CREDIT_LINES: Final = 3
MOST_NOTE: Final = 12
DATA_LINES: Final = 6
FEWEST_SOURCES: Final = 2
SMALLER: Final = 0.68
"""The size of a title that is too long, of its usual size."""

CAPITALS: Final = 0.70
DESCENT: Final = 0.48
"""Of a text above its first and below its last line, in sizes of the font."""

TAIL: Final = 30
"""Letters that are quoted from the end of a text that was cut."""

LONGEST_SOURCE: Final = 90.0
"""Millimetres that one source takes at most."""

LONGEST_FOOT: Final = 4_000
EDGE: Final = 0.7
FOOT_MARGIN: Final = 0.6
"""Millimetres above the head and below the foot, of the margin at the sides."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is above and below a figure."""

    title: str
    subtitle: str
    as_of: str
    known_on: str
    note: str
    credit: str
    sources: Sequence[str]
    data: Sequence[str]
    tr: Translator

    def draw_head(self, sheet: Sheet) -> float:
        """Write title and subtitle at the top of a sheet; the height below them is returned."""
        size = sheet.look.size
        y = sheet.height - size.margin * EDGE
        for words_, role, what, most in (
            (self.title, "title", "title", 2 if size.card else 3),
            (self.subtitle, "subtitle", "subtitle", 2 if size.card else 4),
        ):
            style, text, room = sheet.style(role), clean(words_), size.right - size.left
            across = size.height is not None and not size.card
            if across and width(text, style) > room:
                style = style.with_(size=style.size * SMALLER)
            if not across and len(wrap(text, style, room, most + 1)) > max(most - 1, 2):
                style = style.with_(size=style.size * SMALLER)
            lines = paragraph(sheet, what, text, style, room, 2 if across else most)
            em = style.size * MM_PER_POINT
            y -= CAPITALS * em
            for number, line in enumerate(lines):
                sheet.text(size.left, y - number * style.line, line, style)
            y -= max(0, len(lines) - 1) * style.line + DESCENT * em
        return y - 1.5

    def note_lines(self, sheet: Sheet, most: int) -> int:
        """How many lines the note takes between the margins, at most ``most``."""
        size = sheet.look.size
        room = size.right - size.left
        return len(paragraph(sheet, "note", self.note, sheet.style("note"), room, most))

    def draw_note(self, sheet: Sheet, top: float, most: int = MOST_NOTE) -> float:
        """Write the note between the margins, from a height downward; the height below it."""
        size, style = sheet.look.size, sheet.style("note")
        lines = paragraph(sheet, "note", self.note, style, size.right - size.left, most)
        for number, line in enumerate(lines):
            sheet.text(size.left, top - (number + 0.9) * style.line, line, style)
        return top - len(lines) * style.line

    def draw_foot(self, sheet: Sheet, top: float | None = None) -> float:
        """Write sources, data and credit, with a rule above them."""
        size, style = sheet.look.size, sheet.style("foot")
        lines, _ = self._foot(sheet, size.right - size.left)
        tall = len(lines) * style.line
        bottom = size.margin * FOOT_MARGIN
        high = bottom + tall if top is None else top
        rule = sheet.look.palette.rule
        sheet.rule(size.left, size.right, high + 0.6, colour=rule, width=0.8)
        for number, line in enumerate(lines):
            sheet.text(size.left, high - (number + 0.9) * style.line, line, style)
        return high if top is None else high - tall

    def foot_height(self, sheet: Sheet) -> float:
        """Millimetres that the foot takes at the bottom of a sheet, its margin with it."""
        size = sheet.look.size
        lines, _ = self._foot(sheet, size.right - size.left)
        return size.margin * FOOT_MARGIN + len(lines) * sheet.style("foot").line

    def sources_named(self, sheet: Sheet) -> int:
        """How many of the sources find room in the foot, the first ones; the rest is counted."""
        return self._foot(sheet, sheet.look.size.right - sheet.look.size.left)[1]

    def _foot(self, sheet: Sheet, room: float) -> tuple[list[str], int]:
        """The lines of the foot, and how many sources they name."""
        size, style = sheet.look.size, sheet.style("foot")
        each = DATA_LINES if size.height is None else 3
        below = [line for text in self.data for line in wrap(clean(text), style, room, each)]
        whole = BRIEF_LINES if size.brief else FOOT_LINES
        space = max(1, whole - len(below)) if size.height else FOOT_LINES
        if self.credit:
            most = 1 if size.brief else CREDIT_LINES
            own = paragraph(sheet, "credit", self.credit, style, room, most)
            below += own
            space = max(1 if size.brief else FEWEST_SOURCES, space - len(own))
        said, named = self._said(style, room, space, brief=size.brief)
        return [*said, *below], named

    def _said(self, style: Style, room: float, lines: int, *, brief: bool) -> tuple[list[str], int]:
        """The sources in lines, as many as find room, the others counted; and how many do."""
        tr = self.tr
        sources = [fit(clean(source), style, LONGEST_SOURCE) for source in self.sources]
        found: list[str] = []
        for count in range(len(sources), -1, -1):
            rest, named = len(sources) - count, "; ".join(sources[:count])
            text = tr("figure.sources.all", sources=named)
            if rest and not count:
                text = tr("figure.sources.counted", count=rest)
            elif rest:
                key = "figure.sources.brief" if brief else "figure.sources.some"
                text = tr(key, sources=named, count=rest)
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
        kept = " ".join(found)[-TAIL:]
        end = f"_{'end' if found else 'whole'}"
        sheet.remark(f"figure.told.{what}{end}", **({"end": kept} if found else {}))
    return found


def source_line(
    atlas: Atlas, ids: Iterable[str], tr: Translator = ENGLISH, *, licences: bool = True
) -> list[str]:
    """Sources as they are named below a figure: "NK News, 26 January 2019"."""
    table = atlas.dataset.sources.by_id
    rows = [table[one] for one in dict.fromkeys(ids) if one in table]
    rows = [row for row in rows if row.kind not in ("editorial", "unrecorded")]
    said = []
    for row in rows:
        day = row.revised or row.published
        licence = (
            f" ({row.licence})"
            if licences and row.licence and len(row.licence) <= LONGEST_LICENCE
            else ""
        )
        name = (row.publisher or row.title).partition(" (")[0]
        when = tr.date(day) if day else tr("card.cite.undated")
        said.append(f"{name}, {when}{licence}")
    return list(dict.fromkeys(said))


def licences(atlas: Atlas) -> str:
    """The dataset's licences as it states them: ", CC-BY-4.0"; blank where it states none."""
    names = [one.get("name") for one in licences_of(atlas.dataset.own)]
    return "".join(f", {name}" for name in names if name)


def when_line(selection: Selection, tr: Translator = ENGLISH) -> tuple[str, str]:
    """The two days of a selection in words: as of, known from."""
    as_of = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    known = tr("figure.known.all")
    if selection.known_on:
        known = tr("figure.known.up_to", date=tr.date(selection.known_on))
    return tr.date(as_of.isoformat()), known
