"""The map inlined: all that one page needs to draw it, without asking anybody for anything."""

import base64
import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from geo import i18n
from geo.atlas import Atlas
from geo.package_files import text
from geo.render.engine import render
from geo.webmap import container
from geo.webmap.asset_files import leaflet, script
from geo.webmap.base_map import data, ground
from geo.webmap.column_file import columns
from geo.webmap.elements import MOST_LINED, OPTIONS, WORLD, Bounds
from geo.webmap.payload import masks
from geo.webmap.scene import Scene, script_json

_NOTHING: Final = "'none'"
_BREAKING: Final = ("</script", "</style", "<!--", "\r", "\0")
"""What would end or bend an element of raw text, or be read as other bytes than were hashed."""

_GZIP: Final = 31
_BEST: Final = 9
_ADDRESS: Final = re.compile(r"url\([^)]*\)")


@dataclass(frozen=True, slots=True)
class SelfContained:
    """The map, in the parts of a page that it is put into."""

    markup: Markup
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def inlined(
    atlas: Atlas, scene: Scene, *, bounds: Bounds = WORLD, plain: str = "", old: str = ""
) -> SelfContained:
    """The map of a scene without network; what a reader opens is an event ``atlas:opened``."""
    if scene.selection is not None:
        scene = replace(scene, masks=masks(atlas, scene.selection, alone=True))
    opened = opening(atlas, scene, bounds, old, {}, scrollWheelZoom=False)
    return SelfContained(
        markup=render(
            "webmap/inline",
            plain=plain,
            opening=script_json(opened),
            columns=_packed(columns(atlas, scene.language, scene.selection)),
            land=_land(scene.viewpoint),
        ),
        styles=(leaflet_style(), text("webmap/static/atlas.css")),
        scripts=(leaflet("leaflet.js").decode(), script(), text("webmap/static/embed.js")),
    )


def opening(
    atlas: Atlas,
    scene: Scene,
    bounds: Bounds,
    old: str,
    layer: Mapping[str, object],
    **options: object,
) -> dict[str, object]:
    """What the script of a page opens its map with, and what it says in an old browser."""
    west, south, east, north = bounds
    return {
        "map": {**OPTIONS, "center": [(south + north) / 2, (west + east) / 2], **options},
        "layer": {
            "bounds": [[south, west], [north, east]],
            "credit": data(i18n.tr(scene.language), atlas),
            "most": MOST_LINED,
            **layer,
        },
        "scene": scene.to_dict(),
        "old": old,
    }


@lru_cache(maxsize=2)
def _land(viewpoint: str) -> str:
    """The base map with the boundaries of one viewpoint, packed; the same for every atlas."""
    return _packed(ground(viewpoint))


def leaflet_style() -> str:
    """Leaflet's style without the pictures that no map of ours shows."""
    return _ADDRESS.sub("none", leaflet("leaflet.css").decode().replace("\r\n", "\n"))


def gzipped(data: bytes) -> bytes:
    """Bytes as the browser unpacks them: gzip without a date."""
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, _GZIP)
    return packer.compress(data) + packer.flush()


def _packed(data: bytes) -> str:
    """Columns for a page: in the form that compresses best, gzip, base64."""
    return base64.b64encode(gzipped(container.packed(data))).decode("ascii")


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """The Content-Security-Policy of a page: nothing but these styles and scripts."""
    directives = {
        "default-src": [_NOTHING],
        "script-src": [_hashed(one) for one in scripts] or [_NOTHING],
        "style-src": [_hashed(one) for one in styles] or [_NOTHING],
        "img-src": ["data:", "blob:"],
        "connect-src": [_NOTHING],
        "base-uri": [_NOTHING],
        "form-action": [_NOTHING],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def sealed(
    *,
    title: str,
    language: str,
    body: Markup,
    styles: Sequence[str],
    scripts: Sequence[str],
    attributes: Mapping[str, str],
    description: str,
) -> bytes:
    """A whole page in one file that opens from a disk; the attributes are of its root."""
    for whole in (*styles, *scripts):
        if found := [mark for mark in _BREAKING if mark in whole.lower()]:
            raise ValueError(f"a style or script holds {found[0]!r}")
    page = render(
        "webmap/sealed",
        title=title,
        language=language,
        body=body,
        styles=styles,
        scripts=scripts,
        attributes=attributes,
        description=description,
        policy=policy(styles, scripts),
    )
    return f"{page}\n".encode()


def _hashed(whole: str) -> str:
    digest = hashlib.sha256(whole.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
