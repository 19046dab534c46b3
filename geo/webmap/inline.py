"""The map inlined: all that one page needs to draw it, without asking anybody for anything."""

import base64
import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from geo import i18n
from geo.atlas import Atlas
from geo.package_files import text
from geo.render.engine import render
from geo.webmap import container
from geo.webmap.asset_files import leaflet, script
from geo.webmap.base_map import data, ground
from geo.webmap.column_file import columns
from geo.webmap.elements import WORLD, layer_options, options
from geo.webmap.payload import masks
from geo.webmap.placement import Bounds
from geo.webmap.scene import Scene, script_json

_NOTHING: Final = "'none'"
# What would end or alter an element of raw text, or change the hashed bytes
_BREAKING: Final = ("</script", "</style", "<!--", "\r", "\0")
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
    opened = opening(atlas, scene, bounds, old)
    opened["map"]["scrollWheelZoom"] = False
    packed = _packed(columns(atlas, scene.language, scene.selection))
    land = _land(scene.viewpoint)
    markup = render(
        "webmap/inline", plain=plain, opening=script_json(opened), columns=packed, land=land
    )
    scripts = leaflet("leaflet.js").decode(), script(), text("webmap/static/embed.js")
    return SelfContained(markup, (leaflet_style(), text("webmap/static/atlas.css")), scripts)


def opening(atlas: Atlas, scene: Scene, bounds: Bounds, old: str) -> dict[str, Any]:
    """What the script of a page opens its map with, and what it says in an old browser."""
    layer = layer_options(bounds, data(i18n.tr(scene.language), atlas))
    return {"map": options(bounds), "layer": layer, "scene": scene.to_dict(), "old": old}


@lru_cache(maxsize=2)
def _land(viewpoint: str) -> str:
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
    style, run = (" ".join(map(_hashed, given)) or _NOTHING for given in (styles, scripts))
    return (
        f"default-src {_NOTHING}; script-src {run}; style-src {style}; img-src data: blob:; "
        f"connect-src {_NOTHING}; base-uri {_NOTHING}; form-action {_NOTHING}"
    )


def sealed(*, styles: Sequence[str], scripts: Sequence[str], **parts: Any) -> bytes:
    """A whole page in one file that opens from a disk; the attributes are of its root."""
    for whole in (*styles, *scripts):
        if found := [mark for mark in _BREAKING if mark in whole.lower()]:
            raise ValueError(f"a style or script holds {found[0]!r}")
    given = {"styles": styles, "scripts": scripts, "policy": policy(styles, scripts)}
    return f"{render('webmap/sealed', **given, **parts)}\n".encode()


def _hashed(whole: str) -> str:
    digest = hashlib.sha256(whole.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
