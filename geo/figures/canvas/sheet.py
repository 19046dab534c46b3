"""A sheet in millimetres, the only module that draws with matplotlib (never pyplot, one lock)."""

import io
import itertools
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.style import context
from matplotlib.transforms import IdentityTransform
from numpy.typing import ArrayLike, NDArray

from geo.figures.canvas.style import LOOK, MM, PROVISIONAL, Look
from geo.figures.canvas.typography import Style, clean, lacking, runs
from geo.i18n import ENGLISH, Translator
from geo.render.engine import element

Floats = NDArray[np.float64]
MOST: Final = 20  # So many letters that no font has are named
_LOCK: Final = threading.RLock()


def compound(pieces: Sequence[ArrayLike], *, closed: bool = False) -> Path:
    """Many lines or rings as one path."""
    arrays = [one for piece in pieces if len(one := np.asarray(piece, dtype=float)) > 1]
    if not arrays:
        return Path(np.empty((0, 2)))
    codes = np.full(sum(map(len, arrays)), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum([len(array) for array in arrays])
    codes[np.concatenate([[0], ends[:-1]])] = Path.MOVETO
    if closed:
        codes[ends - 1] = Path.CLOSEPOLY
    return Path(np.concatenate(arrays), codes)


class Frame(NamedTuple):
    """A box on the sheet: its lower left corner and its size, millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Its corners, the first one also last."""
        left, bottom, right, top = self.box
        return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]

    @property
    def path(self) -> Any:
        """Its outline."""
        return compound([self.corners], closed=True)


class Sheet:
    """A sheet; millimetres of the layout from its lower left corner, line widths in points."""

    def __init__(self, look: Look, tr: Translator = ENGLISH) -> None:
        self.look, self.size, self.colours, self.tr = look, look.size, look.palette, tr
        self._zoom, self.width = look.size.zoom, look.size.width / look.size.zoom
        self.height = (look.size.height or PROVISIONAL) / self._zoom
        self.style = look.text  # How the text of a role is set
        self._figure = Figure(facecolor=look.palette.paper)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self.end(0.0)
        self._orders = itertools.count(1.001, 0.001)
        self._remarks: dict[str, None] = {}
        self._lacking: dict[str, None] = {}

    def end(self, bottom: float) -> None:
        """End the sheet below a height: what lies under it is cut off."""
        tall = self.height - bottom
        self._figure.set_size_inches(self.width * self._zoom / MM, tall * self._zoom / MM)
        self._axes.set_xlim(0.0, self.width)
        self._axes.set_ylim(bottom, self.height)

    def remark(self, key: str, **values: object) -> None:
        """Note what the reader of the figure does not get to see: a message and its values."""
        self._remarks[self.tr(key, **values)] = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was cut, and which letters no font has, in words."""
        said = [*self._remarks]
        if letters := [*self._lacking]:
            named = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:MOST])
            if (rest := len(letters) - MOST) > 0:
                named = self.tr("figure.told.more_letters", letters=named, count=rest)
            said.append(self.tr("figure.told.letters", letters=named))
        return tuple(said)

    def _add(self, artist: Artist, clip: Path | None) -> None:
        self._axes.add_artist(artist)
        if clip is not None:
            artist.set_clip_path(clip, self._axes.transData)

    def path(
        self,
        path: Path,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.5,
        dashes: tuple[float, ...] | None = None,
        alpha: float | None = None,
        clip: Path | None = None,
    ) -> None:
        """Draw a path, filled by the non-zero rule, cut to ``clip``."""
        if not np.size(path.vertices):
            return
        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, alpha) if fill else "none",
            edgecolor=to_rgba(edge, alpha) if edge else "none",
            linewidth=width * self._zoom if edge else 0.0,
            linestyle=(0.0, dashes) if dashes else "solid",
            joinstyle="round",
            capstyle="butt" if dashes else "round",
            zorder=next(self._orders),
        )
        self._add(patch, clip)

    def marks(
        self,
        points: ArrayLike,
        *,
        shape: str = "o",
        size: float = 4.0,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.5,
        clip: Path | None = None,
        dashed: bool = False,
    ) -> None:
        """Draw marks at (n, 2) mm, ``size`` points across; ``dashed``: with a dashed edge.

        Without a fill, they have the colour of the paper.
        """
        array = np.asarray(points, dtype=float).reshape(-1, 2)
        if dashed:
            corners = {"s": 4, "D": 4}.get(shape, 48)
            turn = np.pi / 4.0 if shape == "s" else 0.0
            angles = turn + np.linspace(0.0, 2.0 * np.pi, corners + 1)
            ring = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
            ring *= size * MM / 72.0 / 2.0 * (1.0 if corners > 4 else np.sqrt(2.0))
            outline = compound([point + ring for point in array], closed=True)
            self.path(outline, fill=fill or self.colours.paper, clip=clip)
            self.path(outline, edge=edge, width=width, dashes=(1.8, 1.1), clip=clip)
        elif len(array):
            line = Line2D(
                *array.T.tolist(),
                linestyle="none",
                marker=shape,
                markersize=size * self._zoom,
                markerfacecolor=fill or self.colours.paper,
                markeredgecolor=edge or "none",
                markeredgewidth=width * self._zoom if edge else 0.0,
                zorder=next(self._orders),
            )
            self._add(line, clip)

    def discs(
        self, points: Floats, radii: Floats, *, fill: str, edge: str, clip: Path | None = None
    ) -> None:
        """Draw circles, the first below: points (n, 2) and radii (n,) in millimetres."""
        discs = PathCollection(
            [Path.unit_circle()],
            sizes=(radii * self._zoom * 72.0 / MM) ** 2,
            offsets=points,
            offset_transform=self._axes.transData,
            facecolors=fill,
            edgecolors=edge,
            linewidths=0.4 * self._zoom,
            alpha=0.88,
            transform=IdentityTransform(),
            zorder=next(self._orders),
        )
        self._add(discs, clip)

    def text(self, x: float, y: float, text: str, style: Style, *, align: str = "left") -> None:
        """Write one line; ``y`` is the height that the letters stand on."""
        line = clean(text)
        pieces = runs(line, style)
        self._lacking.update(dict.fromkeys(lacking(line, style)))
        if len(pieces) > 1:
            before = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
            x, align = x - sum(piece.width for piece in pieces) * before, "left"
        halo = style.halo * self._zoom
        for piece in pieces:
            stroke = withStroke(linewidth=halo, foreground=self.colours.paper, alpha=0.85)
            font = FontProperties(fname=str(piece.file), size=style.size * self._zoom)
            self._axes.text(
                x,
                y,
                piece.text,
                fontproperties=font,
                color=style.colour,
                ha=align,
                va="baseline",
                parse_math=False,
                path_effects=[stroke] if halo else None,
                zorder=next(self._orders) + 1.0,
            )
            x += piece.width

    def lines(self, x: float, y: float, lines: Iterable[str], style: Style) -> None:
        """Write lines of text below one another, the first at ``y``."""
        for number, line in enumerate(lines):
            self.text(x, y - number * style.line, line, style)

    def line(self, *points: Any, **look: Any) -> None:
        """Draw a line through points, as `path` draws it."""
        self.path(compound([points]), **look)

    def rule(self, x0: float, x1: float, y: float, *, colour: str, width: float = 0.5) -> None:
        """Draw a level line."""
        self.line((x0, y), (x1, y), edge=colour, width=width)

    def render(self, form: str, dpi: int, *, title: str, text: str, source: str) -> bytes:
        """The sheet as a file with its metadata; the same bytes for the same drawing."""
        title, text, by = clean(title), clean(text), "Embassy Atlas"
        own = {"Creator": by, "Producer": by, "CreationDate": None}
        metadata: Any = {
            "png": {"Title": title, "Description": text, "Source": source, "Software": by},
            "svg": {"Date": None, "Creator": None, "Format": None},
            "pdf": {"Title": title, "Subject": text, "Keywords": source, **own},
        }[form]
        target = io.BytesIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"Glyph .* missing")
            resolution = dpi if form == "png" else 72
            self._figure.savefig(target, format=form, dpi=resolution, metadata=metadata)
        if form != "svg":
            return target.getvalue()
        drawing = target.getvalue().decode("utf-8")
        end = drawing.index(">", drawing.index("<svg"))
        spoken = f"{element('title', title)}\n {element('desc', text)}"
        return f'{drawing[:end]} role="img">\n {spoken}{drawing[end + 1 :]}'.encode()


@contextmanager
def sheet(look: Look, tr: Translator = ENGLISH) -> Iterator[Sheet]:
    """An empty sheet, matplotlib's settings being ours as long as it is in hand."""
    with _LOCK, context("default"), matplotlib.rc_context(LOOK["matplotlib"]):
        yield Sheet(look, tr)
