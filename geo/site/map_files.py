"""The map of a site: scripts, styles and columns under names of their content, and its pages."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Final

from geo import dates, i18n, webmap
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.i18n.messages import message
from geo.render import render
from geo.site.lean import lean_style
from geo.site.pages import MAP_POLICY, Site
from geo.site.plan import Plan
from geo.site.search_files import findable, index_file, names_file
from geo.webmap import container
from geo.webmap.asset_files import leaflet, leaflet_licence, script
from geo.webmap.base_map import data, ground
from geo.webmap.elements import MOST_LINED, OPTIONS
from geo.webmap.inline import gzipped, leaflet_style
from geo.webmap.scene import script_json

FOLDER: Final = "data"
"""Folder of the files that never change under their names."""

_NAMED: Final = 16
_PANELS: Final = (("#find", 0), ("#card", 0))
Put = Callable[[str, bytes], bool]


@dataclass(frozen=True)
class MapFiles:
    """Addresses of files from the root: scripts and styles whole, columns without their suffix."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    columns: str
    land: str
    search: str
    names: dict[str, str]
    called: dict[str, str]


def site_style(put: Put) -> str:
    """Write the style sheet of every page; its name."""
    cards = (resources.files("geo.render") / "static" / "card.css").read_text("utf-8")
    own = (resources.files("geo.site") / "static" / "site.css").read_text("utf-8")
    return _kept(put, "site", ".css", lean_style(f"{cards}{own}").encode()).rpartition("/")[2]


def map_files(atlas: Atlas, plan: Plan, put: Put) -> MapFiles:
    """Write what the map and its search need."""
    static = resources.files("geo.webmap") / "static"
    own = (resources.files("geo.site") / "static" / "site.js").read_bytes()
    licence = f"/*\n{leaflet_licence().replace('*/', '')}\n*/\n".encode()
    selection = None if plan.whole else plan.selection
    found = findable(atlas, plan)
    return MapFiles(
        scripts=(
            _kept(put, "leaflet", ".js", licence + leaflet("leaflet.js")),
            _kept(put, "atlas", ".js", script().encode()),
            _kept(put, "map", ".js", own),
        ),
        styles=(
            _kept(put, "leaflet", ".css", leaflet_style().encode()),
            _kept(put, "atlas", ".css", (static / "atlas.css").read_bytes()),
        ),
        columns=_columns(put, "columns", webmap.columns(atlas, "", selection, every_day=True)),
        land=_columns(put, "land", ground("")),
        search=_columns(put, "search", index_file(atlas, plan, found)),
        names={
            one: _columns(put, f"names-{one}", webmap.names(atlas, one, selection))
            for one in plan.languages
        },
        called={
            one: _columns(put, f"called-{one}", names_file(atlas, found, i18n.tr(one)))
            for one in plan.languages
        },
    )


def _kept(put: Put, stem: str, ending: str, whole: bytes) -> str:
    """Write a file under the name that its content gives it; its address."""
    path = f"{FOLDER}/{stem}-{hashlib.sha256(whole).hexdigest()[:_NAMED]}{ending}"
    put(path, whole)
    return path


def _columns(put: Put, stem: str, columns: bytes) -> str:
    """Write columns, and the same as a script, for a page that is opened from a disk."""
    packed = gzipped(container.packed(columns))
    name = f"{stem}-{hashlib.sha256(packed).hexdigest()[:_NAMED]}"
    text = base64.b64encode(packed).decode("ascii")
    put(f"{FOLDER}/{name}.bin", packed)
    put(
        f"{FOLDER}/{name}.js",
        f"EmbassyAtlasFile({json.dumps(name)},{json.dumps(text)});\n".encode(),
    )
    return f"{FOLDER}/{name}"


def map_page(site: Site, files: MapFiles, language: str, linked_data: str) -> bytes:
    """The page of the map, the first of a language."""
    tr = i18n.tr(language)
    opening = _opening(site, files, tr)
    title = f"{tr('site.map.title')} – {site.title}"
    body = render("site/map", tr=tr, title=title, opening=script_json(opening))
    up = "../"
    return site.page(
        language,
        "index",
        site.title,
        body,
        policy=MAP_POLICY,
        root_class="atlas-inline",
        styles=(*(f"{up}{one}" for one in files.styles), f"{up}{FOLDER}/{site.style}"),
        scripts=tuple(f"{up}{one}" for one in files.scripts),
        feed="changes.atom",
        description=tr("about.intro"),
        linked_data=linked_data,
    )


def _opening(site: Site, files: MapFiles, tr: Translator) -> dict[str, object]:
    """What the map begins with, which files it loads, and what its search says."""
    atlas, plan, language = site.atlas, site.plan, tr.language
    west, south, east, north = _bounds(atlas, plan)
    scene = webmap.Scene(
        selection=plan.selection,
        emphasis=webmap.founding(atlas, plan.selection),
        language=language,
        title=site.title,
        dates=days(plan, tr),
        today=dates.day_of(plan.selection.as_of or dates.today()),
        masks=webmap.masks(atlas, plan.selection, alone=not plan.whole, every_day=True),
    )
    told = ("site.map.open", "site.map.card", "site.find.none", "site.find.failed")
    return {
        "map": {**OPTIONS, "center": [(south + north) / 2, (west + east) / 2]},
        "layer": {
            "bounds": [[south, west], [north, east]],
            "credit": data(tr, atlas),
            "most": MOST_LINED,
            "time": True,
            "panels": _PANELS,
        },
        "scene": scene.to_dict(),
        "old": tr("dossier.map.old"),
        "files": {
            "columns": f"../{files.columns}",
            "land": f"../{files.land}",
            "search": f"../{files.search}",
            "names": f"../{files.names[language]}",
            "called": f"../{files.called[language]}",
        },
        "said": {
            **{key.rpartition(".")[2]: tr(key) for key in told},
            "count": message("site.find.count", tr.language),
        },
    }


def _bounds(atlas: Atlas, plan: Plan) -> webmap.Bounds:
    if plan.whole:
        return atlas.dataset.presentation.view or webmap.WORLD
    return webmap.fitting(atlas, plan.selection) or webmap.WORLD


def days(plan: Plan, tr: Translator) -> str:
    """The two days in a sentence."""
    as_of, known_on = tr.date(plan.selection.as_of or ""), plan.selection.known_on
    if not known_on:
        return tr("site.days", as_of=as_of)
    return tr("site.days_known", as_of=as_of, known_on=tr.date(known_on))
