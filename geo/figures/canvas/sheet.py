"""A sheet in millimetres, the only module that draws with matplotlib (never pyplot, one lock)."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.style import context
from matplotlib.transforms import IdentityTransform
from numpy.typing import ArrayLike, NDArray

from geo.figures.canvas.sizes import LOOK
from geo.figures.canvas.style import Look
from geo.figures.canvas.typography import Run, Style, clean, lacking, runs
from geo.i18n import ENGLISH, Translator
from geo.render.engine import element

Floats = NDArray[np.float64]
MM: Final = 25.4
MOST: Final = 20  # So many letters that no font has are named
_NAME: Final = "Embassy Atlas"
_LOCK: Final = threading.RLock()


@dataclass(frozen=True, slots=True)
class About:
    """What a figure's file says of itself."""

    title: str
    text: str
    source: str


def compound(pieces: Sequence[ArrayLike], *, closed: bool = False) -> Path:
    """Many lines or rings as one path."""
    arrays = [np.asarray(piece, dtype=float) for piece in pieces]
    arrays = [array for array in arrays if len(array) > 1]
    if not arrays:
        return Path(np.empty((0, 2)))
    codes = np.full(sum(map(len, arrays)), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum([len(array) for array in arrays])
    codes[np.concatenate([[0], ends[:-1]])] = Path.MOVETO
    if closed:
        codes[ends - 1] = Path.CLOSEPOLY
    return Path(np.concatenate(arrays), codes)


@dataclass(frozen=True, slots=True)
class Frame:
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


@contextmanager
def sheet(look: Look, tr: Translator = ENGLISH) -> Iterator[Sheet]:
    """An empty sheet, matplotlib's settings being ours as long as it is in hand."""
    with _LOCK, context("default"), matplotlib.rc_context(LOOK["matplotlib"]):
        figure = Figure(facecolor=look.palette.paper)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        yield Sheet(figure, axes, look, tr)


class Sheet:
    """A sheet; millimetres of the layout from its lower left corner, line widths in points."""

    def __init__(self, figure: Figure, axes: Axes, look: Look, tr: Translator = ENGLISH) -> None:
        self.look, self._tr = look, tr
        self.width, self.height = look.size.across, look.size.tall
        self._figure, self._axes = figure, axes
        self._zoom = look.size.zoom
        self.end(0.0)
        self._order = 1.0
        self._remarks: dict[str, None] = {}
        self._lacking: dict[str, None] = {}

    def end(self, bottom: float) -> None:
        """End the sheet below a height: what lies under it is cut off."""
        tall = self.height - bottom
        self._figure.set_size_inches(self.width * self._zoom / MM, tall * self._zoom / MM)
        self._axes.set_xlim(0.0, self.width)
        self._axes.set_ylim(bottom, self.height)

    def style(self, role: str) -> Style:
        """How the text of a role is set on this sheet."""
        return self.look.text(role)

    def remark(self, key: str, **values: object) -> None:
        """Note what the reader of the figure does not get to see: a message and its values."""
        self._remarks[self._tr(key, **values)] = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was cut, and which letters no font has, in words."""
        said = [*self._remarks]
        if self._lacking:
            named = " ".join(
                f"{letter} (U+{ord(letter):04X})" for letter in [*self._lacking][:MOST]
            )
            rest = len(self._lacking) - MOST
            if rest > 0:
                named = self._tr("figure.told.more_letters", letters=named, count=rest)
            said.append(self._tr("figure.told.letters", letters=named))
        return tuple(said)

    def _next(self) -> float:
        self._order += 0.001
        return self._order

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
        fade: float | None = None,
        clip: Path | None = None,
    ) -> None:
        """Draw a path, filled by the non-zero rule, cut to ``clip``."""
        if not np.size(path.vertices):
            return
        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, alpha) if fill else "none",
            edgecolor=to_rgba(edge, fade) if edge else "none",
            linewidth=width * self._zoom if edge else 0.0,
            linestyle=(0.0, dashes) if dashes else "solid",
            joinstyle="round",
            capstyle="butt" if dashes else "round",
            zorder=self._next(),
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
    ) -> None:
        """Draw marks at (n, 2) mm, ``size`` points across; no fill is the paper's colour."""
        array = np.asarray(points, dtype=float).reshape(-1, 2)
        if not len(array):
            return
        line = Line2D(
            array[:, 0].tolist(),
            array[:, 1].tolist(),
            linestyle="none",
            marker=shape,
            markersize=size * self._zoom,
            markerfacecolor=fill or self.look.palette.paper,
            markeredgecolor=edge or "none",
            markeredgewidth=width * self._zoom if edge else 0.0,
            zorder=self._next(),
        )
        self._add(line, clip)

    def doubtful(
        self,
        points: ArrayLike,
        *,
        shape: str = "o",
        size: float = 4.0,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.5,
        clip: Path | None = None,
    ) -> None:
        """Draw marks with a dashed edge, for what is not certain; else as `marks` does."""
        radius = size * MM / 72.0 / 2.0
        corners = {"s": 4, "D": 4}.get(shape, 48)
        turn = np.pi / 4.0 if shape == "s" else 0.0
        angles = turn + np.linspace(0.0, 2.0 * np.pi, corners + 1)
        ring = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        ring *= radius * (1.0 if corners > 4 else np.sqrt(2.0))
        array = np.asarray(points, dtype=float).reshape(-1, 2)
        outline = compound([point + ring for point in array], closed=True)
        self.path(outline, fill=fill or self.look.palette.paper, clip=clip)
        self.path(outline, edge=edge, width=width, dashes=(1.8, 1.1), clip=clip)

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
            zorder=self._next(),
        )
        self._add(discs, clip)

    def text(self, x: float, y: float, text: str, style: Style, *, align: str = "left") -> None:
        """Write one line; ``y`` is the height that the letters stand on."""
        line = clean(text)
        pieces = runs(line, style)
        self._lacking.update(dict.fromkeys(lacking(line, style)))
        if len(pieces) == 1:
            self._write(x, y, pieces[0], style, align)
            return
        total = sum(piece.width for piece in pieces)
        at = x - total * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for piece in pieces:
            self._write(at, y, piece, style, "left")
            at += piece.width

    def _write(self, x: float, y: float, piece: Run, style: Style, align: str) -> None:
        paper, halo = self.look.palette.paper, style.halo * self._zoom
        effects = [withStroke(linewidth=halo, foreground=paper, alpha=0.85)] if halo else None
        font = piece.font.copy()
        font.set_size(style.size * self._zoom)
        self._axes.text(
            x,
            y,
            piece.text,
            fontproperties=font,
            color=style.colour,
            ha=align,
            va="baseline",
            parse_math=False,
            path_effects=effects,
            zorder=self._next() + 1.0,
        )

    def rule(self, x0: float, x1: float, y: float, *, colour: str, width: float = 0.5) -> None:
        """Draw a level line."""
        self.path(compound([[(x0, y), (x1, y)]]), edge=colour, width=width)

    def render(self, form: str, about: About, dpi: int) -> bytes:
        """The sheet's bytes, the same for the same drawing."""
        title, text = clean(about.title), clean(about.text)
        metadata: Any = {
            "png": {"Title": title, "Description": text, "Source": about.source, "Software": _NAME},
            "svg": {"Date": None, "Creator": None, "Format": None},
            "pdf": {
                "Title": title,
                "Subject": text,
                "Keywords": about.source,
                "Creator": _NAME,
                "Producer": _NAME,
                "CreationDate": None,
            },
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
