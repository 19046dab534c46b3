"""The map of a site: scripts, styles and columns under names of their content, and its pages."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo import dates, i18n, webmap
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.i18n.messages import message
from geo.package_files import text
from geo.render import render
from geo.site.lean import lean_style
from geo.site.pages import MAP_POLICY, Site
from geo.site.plan import Plan
from geo.site.search_files import findable, index_file, names_file
from geo.webmap import container
from geo.webmap.asset_files import leaflet, leaflet_licence, script
from geo.webmap.base_map import ground
from geo.webmap.inline import gzipped, leaflet_style, opening
from geo.webmap.scene import script_json

FOLDER: Final = "data"
"""Folder of the files that never change under their names."""

_NAMED: Final = 16
Put = Callable[[str, bytes], None]


@dataclass(frozen=True)
class MapFiles:
    """Addresses of files from a language's folder: columns without their suffix."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    shared: dict[str, str]
    spoken: dict[str, dict[str, str]]  # by language


def site_style(put: Put) -> str:
    """Write the style sheet of every page; its name."""
    style = text("render/static/card.css") + text("site/static/site.css")
    return _kept(put, "site", ".css", lean_style(style).encode()).rpartition("/")[2]


def map_files(atlas: Atlas, plan: Plan, put: Put) -> MapFiles:
    """Write what the map and its search need."""
    licence = f"/*\n{leaflet_licence().replace('*/', '')}\n*/\n".encode()
    selection = None if plan.whole else plan.selection
    columns = webmap.columns(atlas, "", selection, every_day=True)
    found = findable(atlas, plan)
    return MapFiles(
        scripts=(
            _kept(put, "leaflet", ".js", licence + leaflet("leaflet.js")),
            _kept(put, "atlas", ".js", script().encode()),
            _kept(put, "map", ".js", text("site/static/site.js").encode()),
        ),
        styles=(
            _kept(put, "leaflet", ".css", leaflet_style().encode()),
            _kept(put, "atlas", ".css", text("webmap/static/atlas.css").encode()),
        ),
        shared={
            "columns": _columns(put, "columns", columns),
            "land": _columns(put, "land", ground("")),
            "search": _columns(put, "search", index_file(atlas, plan, found)),
        },
        spoken={
            one: {
                "names": _columns(put, f"names-{one}", webmap.names(atlas, one, selection)),
                "called": _columns(put, f"called-{one}", names_file(atlas, found, i18n.tr(one))),
            }
            for one in plan.languages
        },
    )


def _kept(put: Put, stem: str, ending: str, whole: bytes) -> str:
    """Write a file under the name that its content gives it; its address."""
    path = f"{FOLDER}/{stem}-{hashlib.sha256(whole).hexdigest()[:_NAMED]}{ending}"
    put(path, whole)
    return f"../{path}"


def _columns(put: Put, stem: str, columns: bytes) -> str:
    """Write columns, and the same as a script, for a page that is opened from a disk."""
    packed = gzipped(container.packed(columns))
    name = f"{stem}-{hashlib.sha256(packed).hexdigest()[:_NAMED]}"
    whole = base64.b64encode(packed).decode("ascii")
    put(f"{FOLDER}/{name}.bin", packed)
    called = f"EmbassyAtlasFile({json.dumps(name)},{json.dumps(whole)});\n"
    put(f"{FOLDER}/{name}.js", called.encode())
    return f"../{FOLDER}/{name}"


def map_page(site: Site, files: MapFiles, language: str, linked_data: str) -> bytes:
    """The page of the map, the first of a language."""
    tr = i18n.tr(language)
    title = f"{tr('site.map.title')} – {site.title}"
    body = render("site/map", tr=tr, title=title, opening=script_json(_opening(site, files, tr)))
    return site.page(
        language,
        "index",
        site.title,
        body,
        policy=MAP_POLICY,
        root_class="atlas-inline",
        styles=(*files.styles, f"../{FOLDER}/{site.style}"),
        scripts=files.scripts,
        feed="changes.atom",
        description=tr("about.intro"),
        linked_data=linked_data,
    )


def _opening(site: Site, files: MapFiles, tr: Translator) -> dict[str, object]:
    """What the map begins with, which files it loads, and what its search says."""
    atlas, plan = site.atlas, site.plan
    if plan.whole:
        bounds = atlas.dataset.presentation.view or webmap.WORLD
    else:
        bounds = webmap.fitting(atlas, plan.selection) or webmap.WORLD
    scene = webmap.Scene(
        selection=plan.selection,
        emphasis=webmap.founding(atlas, plan.selection),
        language=tr.language,
        title=site.title,
        dates=days(plan, tr),
        today=dates.day_of(plan.selection.as_of or dates.today()),
        masks=webmap.masks(atlas, plan.selection, alone=not plan.whole, every_day=True),
    )
    layer = {"time": True, "panels": (("#find", 0), ("#card", 0))}
    told = ("site.map.open", "site.map.card", "site.find.none", "site.find.failed")
    return {
        **opening(atlas, scene, bounds, tr("dossier.map.old"), layer),
        "files": files.shared | files.spoken[tr.language],
        "said": {
            **{key.rpartition(".")[2]: tr(key) for key in told},
            "count": message("site.find.count", tr.language),
        },
    }


def days(plan: Plan, tr: Translator) -> str:
    """The two days in a sentence."""
    as_of, known_on = tr.date(plan.selection.as_of or ""), plan.selection.known_on
    if not known_on:
        return tr("site.days", as_of=as_of)
    return tr("site.days_known", as_of=as_of, known_on=tr.date(known_on))
