"""The figure of a dossier: drawn for print, with no more colours than it needs."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo import figures
from geo.figures.canvas import Style, clean, lacking

if TYPE_CHECKING:
    from geo.dossier.contents import Material

_DPI: Final = {"page": 200, "column": 254}
_COLOURS: Final = 256
_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG within a page: its ``data:`` address, and its size in pixels."""

    address: str
    width: int
    height: int


def pictured(
    material: Material, size: str = "page", remark: Callable[[str], None] | None = None
) -> Picture:
    """The figure of what a dossier shows."""
    drawn = figures.figure(
        material.atlas,
        material.selection,
        title=_title(material, remark),
        format="png",
        dpi=_DPI[size],
        size=size,
        language=material.tr.language,
        viewpoint=material.viewpoint,
        remark=remark,
    )
    data, width, height = _lean(drawn)
    return Picture(
        address=f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}",
        width=width,
        height=height,
    )


def _title(material: Material, remark: Callable[[str], None] | None) -> str | None:
    """The title that was given, where the fonts of figures have its letters."""
    title = material.own_title
    letters = lacking(clean(title), Style(10.0, "bold")) if title else ""
    if not letters:
        return title
    if remark is not None:
        named = " ".join(letters[:_NAMED])
        remark(material.tr("figure.told.other_title", letters=named))
    return None


def described(material: Material) -> str:
    """What the figure shows, in words."""
    return figures.alt_text(material.atlas, material.selection, language=material.tr.language)


def _lean(png: bytes) -> tuple[bytes, int, int]:
    """A PNG of few colours that looks the same, and its size in pixels."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    lean = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    lean.save(out, "PNG", optimize=True)
    return out.getvalue(), image.width, image.height
