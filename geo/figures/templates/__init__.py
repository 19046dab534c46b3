"""Figures of one kind by name: a network, a quarter, a ranking, a matrix."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from geo.atlas import Atlas
from geo.figures.canvas.marginalia import Captions, Imprint, when_line
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.style import Look
from geo.i18n import Translator
from geo.selection import Selection

Drawing = Callable[[Sheet, Imprint], None]


@dataclass(frozen=True)
class Order:
    """What is asked for."""

    atlas: Atlas
    selection: Selection
    tr: Translator
    look: Look
    viewpoint: str = ""
    projection: str = ""
    captions: Captions = (None, None, None)
    count: str = ""
    template: str = ""

    @property
    def days(self) -> tuple[str, str]:
        """The two days of the selection in words."""
        return when_line(self.selection, self.tr)


class Draft(NamedTuple):
    """A figure before it is drawn: its texts, its sources, and the function that draws it."""

    title: str
    text: str  # For a reader who does not see it
    sources: Iterable[str]
    draw: Drawing
    remarks: tuple[str, ...] = ()  # Sentences behind the note
    projection: str = ""
    rivers: bool = False
    subtitle: str = ""
    by_city: bool = False  # Whether the gazetteer places any of it


def between(draw: Callable[[Sheet, Frame], None], tall: float) -> Drawing:
    """A drawing between head and foot; in a column, ``tall`` times as high as it is wide."""

    def whole(sheet: Sheet, imprint: Imprint) -> None:
        size = sheet.size
        if size.height is None:
            y = imprint.draw_head(sheet) - tall * size.wide
            draw(sheet, Frame(size.left, y, size.wide, tall * size.wide))
            imprint.end(sheet, y - 1.5)
        else:
            head, low = imprint.framed(sheet, 2)
            draw(sheet, Frame(size.left, low + 1.5, size.wide, head - low - 1.5))

    return whole
