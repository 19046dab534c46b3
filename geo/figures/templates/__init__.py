"""Figures of one kind by name: a network, a quarter, a ranking, a matrix."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.atlas import Atlas
from geo.figures.canvas.notices import Captions, Imprint, when_line
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.style import Look
from geo.figures.world.world_drawing import framed
from geo.i18n import Translator
from geo.selection import Selection

Body = Callable[[Sheet, Frame], None]


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


@dataclass(frozen=True)
class Template:
    """A figure to be drawn: its words, and what draws it into a frame."""

    title: str
    text: str  # For a reader who does not see it
    sources: Sequence[str]
    draw: Body
    tall: float  # Height in a column, of its width
    note: str = ""
    projection: str = ""
    rivers: bool = False


def draw_template(sheet: Sheet, template: Template, imprint: Imprint) -> None:
    """Draw a figure between its head and its foot."""
    size = sheet.look.size
    wide = size.right - size.left
    if size.height is None:
        y, tall = imprint.draw_head(sheet), template.tall * wide
        template.draw(sheet, Frame(size.left, y - tall, wide, tall))
        y = imprint.draw_note(sheet, y - tall - 1.5)
        sheet.end(imprint.draw_foot(sheet, y - 1.0) - size.margin)
        return
    head, low = framed(sheet, imprint, 2)
    template.draw(sheet, Frame(size.left, low + 1.5, wide, head - low - 1.5))
