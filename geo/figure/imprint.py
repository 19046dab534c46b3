"""What stands above and below a figure: title, days, sources, licences, boundaries, hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo import dates, words
from geo.figure.sheet import Sheet
from geo.figure.style import RULE, TEXT
from geo.figure.typography import LONGEST, Style, clean, fit, width, wrap

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["MISSING", "Imprint", "paragraph", "source_line", "when_line"]

MISSING: Final = "Missing is not absent: no record is no evidence that there is no mission."
ALL_SOURCES: Final = "all sources: embassy-atlas export"

LONGEST_LICENCE: Final = 16
TITLE_BASE: Final = 196.0
SUBTITLE_BASE: Final = 188.2
FOOT_LINES: Final = 7
CREDIT_LINES: Final = 3
FEWEST_SOURCES: Final = 2
SMALLER: Final = 0.68
"""The size of a title that is too long, of its usual size."""

TAIL: Final = 30
"""Letters that are quoted from the end of a text that was cut."""

FOOT_BASE: Final = 7.0
LONGEST_SOURCE: Final = 90.0
"""Millimetres that one source takes at most."""

LONGEST_FOOT: Final = 4_000


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands above and below a figure.

    Attributes
    ----------
    title, subtitle
        Above it.
    as_of, known_on
        The two days in words.
    note
        A remark of the one who makes the figure; may be blank.
    credit
        Who makes the figure; may be blank.
    sources
        The sources in words, the most important first.
    data
        The data and their licence.
    """

    title: str
    subtitle: str
    as_of: str
    known_on: str
    note: str
    credit: str
    sources: Sequence[str]
    data: Sequence[str]

    def draw_head(self, sheet: Sheet, left: float, right: float) -> None:
        """Write title and subtitle between two margins: smaller, then in two lines, if long."""
        for words_, style, base, what in (
            (self.title, TEXT["title"], TITLE_BASE, "The title"),
            (self.subtitle, TEXT["subtitle"], SUBTITLE_BASE, "The subtitle"),
        ):
            text, room = clean(words_), right - left
            if width(text, style) > room:
                style = style.with_(size=style.size * SMALLER)
            lines = paragraph(sheet, what, text, style, room, 2)
            high = base + style.line * (len(lines) - 1) * 0.72
            for number, line in enumerate(lines):
                sheet.text(left, high - number * style.line, line, style)

    def draw_foot(self, sheet: Sheet, left: float, right: float) -> float:
        """Write sources, data and credit; the height of the rule above them is returned."""
        style = TEXT["foot"]
        room = right - left
        below = [line for text in self.data for line in wrap(clean(text), style, room, 3)]
        space = FOOT_LINES - len(below)
        if self.credit:
            own = paragraph(sheet, "The credit", self.credit, style, room, CREDIT_LINES)
            below += own
            space = max(FEWEST_SOURCES, space - len(own))
        lines = [*wrap(self._said(space * room * 0.97), style, room, space), *below]
        top = FOOT_BASE + len(lines) * style.line
        sheet.rule(left, right, top + 0.6, colour=RULE, width=0.8)
        for number, line in enumerate(lines):
            sheet.text(left, top - (number + 0.9) * style.line, line, style)
        return top

    def _said(self, room: float) -> str:
        """The sources, as many as find room, the others counted."""
        style = TEXT["foot"]
        sources = [fit(clean(source), style, LONGEST_SOURCE) for source in self.sources]
        for count in range(len(sources), -1, -1):
            rest = len(sources) - count
            text = f"Sources: {'; '.join(sources[:count])}"
            if rest:
                text += f"; and {rest:,} more" if count else f"{rest:,}"
                text += f" ({ALL_SOURCES})"
            text += "."
            if len(text) <= LONGEST_FOOT and width(text, style) <= room:
                break
        return text


def paragraph(
    sheet: Sheet, what: str, text: str, style: Style, room: float, lines: int
) -> list[str]:
    """A text in lines; that it was cut, where it was, is noted on the sheet.

    Parameters
    ----------
    sheet
        Where it will stand.
    what
        What it is: "The note".
    text
        Any text.
    style
        How it is set.
    room
        Millimetres.
    lines
        At most so many.
    """
    line = clean(text)
    found = wrap(line, style, room, lines)
    if len(text) > LONGEST or "".join(found).replace(" ", "") != line.replace(" ", ""):
        kept = " ".join(found)[-TAIL:]
        where = f"it ends “{kept}”" if found else "nothing of it is shown"
        sheet.remark(f"{what} is too long and was cut: {where}.")
    return found


def source_line(atlas: Atlas, ids: Iterable[str], *, licences: bool = True) -> list[str]:
    """Sources as they are named below a figure: "NK News, 26 January 2019".

    Parameters
    ----------
    atlas
        The atlas.
    ids
        Of the sources; doubles are named once.
    licences
        Whether short names of licences follow.
    """
    table = atlas.pack.by_id["sources"]
    rows = [table[one] for one in dict.fromkeys(ids) if one in table]
    rows = [row for row in rows if row["kind"] not in ("editorial", "unrecorded")]
    said = []
    for row in rows:
        day = row["revised"] or row["published"]
        licence = (
            f" ({row['licence']})"
            if licences and row["licence"] and len(row["licence"]) <= LONGEST_LICENCE
            else ""
        )
        name = (row["publisher"] or row["title"]).partition(" (")[0]
        said.append(f"{name}, {words.when(day) if day else 'undated'}{licence}")
    return list(dict.fromkeys(said))


def when_line(selection: Selection) -> tuple[str, str]:
    """The two days of a selection in words: as of, known on.

    Parameters
    ----------
    selection
        What is shown.
    """
    as_of = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    known = "all sources of the pack"
    if selection.known_on:
        known = f"sources up to {dates.display(selection.known_on)}"
    return dates.display(as_of.isoformat()), known
