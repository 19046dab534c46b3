"""The map inlined: all that one page needs to draw it, without asking anybody for anything."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from geo import i18n
from geo.webmap.asset_files import leaflet, script
from geo.webmap.base_map import ground
from geo.webmap.column_file import columns
from geo.webmap.credit import data
from geo.webmap.elements import OPTIONS, WORLD, Bounds
from geo.webmap.masks import masks
from geo.webmap.scene import Scene, script_json

if TYPE_CHECKING:
    from geo.atlas import Atlas

__all__ = ["SelfContained", "inlined"]

_GZIP: Final = 31
_BEST: Final = 9
_ADDRESS: Final = re.compile(r"url\([^)]*\)")


@dataclass(frozen=True, slots=True)
class SelfContained:
    """The map, in the parts of a page that it is put into.

    Attributes
    ----------
    markup
        HTML: the element that the map is drawn in, and blocks of data that nothing runs.
    styles
        Texts of style sheets, in their order.
    scripts
        Texts of scripts, in their order; they come after the markup. The last opens the map.
    """

    markup: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def inlined(
    atlas: Atlas,
    scene: Scene,
    *,
    bounds: Bounds = WORLD,
    plain: str = "",
    old: str = "",
) -> SelfContained:
    """The map of a scene for a page that asks nobody for anything.

    The page's ``html`` element has the class ``atlas-inline``, and ``#atlas`` has a height by a
    style sheet of the page. What a reader opens on the map is told by an event
    ``atlas:opened`` of that element, whose ``detail`` has ``what`` and ``id``.
    """
    west, south, east, north = bounds
    if scene.selection is not None:
        scene = replace(scene, masks=masks(atlas, scene.selection, alone=True))
    opening = {
        "map": {
            **OPTIONS,
            "center": [(south + north) / 2, (west + east) / 2],
            "scrollWheelZoom": False,
        },
        "layer": {
            "bounds": [[south, west], [north, east]],
            "credit": data(i18n.tr(scene.language), atlas),
        },
        "scene": scene.to_dict(),
        "old": old,
    }
    blocks = {
        "atlas-columns": _packed(columns(atlas, scene.language, scene.selection)),
        "atlas-land": _land(scene.viewpoint),
    }
    parts = [f'<div id="atlas"><p class="atlas-plain">{i18n.escape(plain)}</p></div>']
    parts.append(_block("atlas-opening", "application/json", script_json(opening)))
    parts += [_block(id, "text/plain", blocks[id]) for id in blocks]
    static = resources.files("geo.webmap") / "static"
    return SelfContained(
        markup="\n".join(parts),
        styles=(
            _ADDRESS.sub("none", leaflet("leaflet.css").decode().replace("\r\n", "\n")),
            (static / "atlas.css").read_text("utf-8"),
        ),
        scripts=(
            leaflet("leaflet.js").decode(),
            script(),
            (static / "embed.js").read_text("utf-8"),
        ),
    )


def _block(id: str, kind: str, text: str) -> str:
    """A block of data: a script element of a type that no browser runs."""
    return f'<script type="{kind}" id="{id}">{text}</script>'


@lru_cache(maxsize=2)
def _land(viewpoint: str) -> str:
    """The base map with the boundaries of one viewpoint, packed; the same for every atlas."""
    return _packed(ground(viewpoint))


def _packed(data: bytes) -> str:
    """Bytes as the browser unpacks them: gzip without a date, in base64."""
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, _GZIP)
    return base64.b64encode(packer.compress(data) + packer.flush()).decode("ascii")
