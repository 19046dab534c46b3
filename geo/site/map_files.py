"""The map of a site: scripts, styles and columns under names of their content, and its pages."""

import base64
import json
from collections.abc import Callable
from typing import Final

from geo import dates, i18n, webmap
from geo.i18n import Translator
from geo.i18n.messages import message
from geo.package_files import text
from geo.render import render
from geo.site.lean import lean_style
from geo.site.pages import MAP_POLICY, Site
from geo.site.search_files import findable, index_file, names_file
from geo.webmap import container
from geo.webmap.asset_files import content_name, leaflet, leaflet_licence, script
from geo.webmap.base_map import ground
from geo.webmap.inline import gzipped, leaflet_style, opening
from geo.webmap.scene import script_json

_FOLDER: Final = "data"  # Folder of files whose content never changes under a name
Put = Callable[[str, bytes], None]


def site_style(put: Put) -> str:
    """Write the style sheet of every page; its name."""
    style = text("render/static/card.css") + text("site/static/site.css")
    return _kept(put, "site", ".css", lean_style(style).encode()).rpartition("/")[2]


def _kept(put: Put, stem: str, ending: str, whole: bytes) -> str:
    """Write a file under the name that its content gives it; its address."""
    path = f"{_FOLDER}/{content_name(stem, whole)}{ending}"
    put(path, whole)
    return f"../{path}"


def _columns(put: Put, stem: str, columns: bytes) -> str:
    """Write columns, and the same as a script, for a page that is opened from a disk."""
    packed = gzipped(container.packed(columns))
    name, whole = content_name(stem, packed), base64.b64encode(packed).decode("ascii")
    put(f"{_FOLDER}/{name}.bin", packed)
    called = f"EmbassyAtlasFile({json.dumps(name)},{json.dumps(whole)});\n"
    put(f"{_FOLDER}/{name}.js", called.encode())
    return f"../{_FOLDER}/{name}"


class SiteMap:
    """The map of a site; addresses are relative to the folder of a language."""

    def __init__(self, site: Site, put: Put) -> None:
        """Write what the map and its search need."""
        self._site = site
        atlas, plan = site.atlas, site.plan
        selection = None if plan.whole else plan.selection
        licence = f"/*\n{leaflet_licence().replace('*/', '')}\n*/\n".encode()
        scripts = {
            "leaflet": licence + leaflet("leaflet.js"),
            "atlas": script().encode(),
            "map": text("site/static/site.js").encode(),
        }
        styles = {"leaflet": leaflet_style(), "atlas": text("webmap/static/atlas.css")}
        self._scripts = [_kept(put, name, ".js", whole) for name, whole in scripts.items()]
        self._styles = [_kept(put, name, ".css", css.encode()) for name, css in styles.items()]
        found = findable(site)
        shared = {
            "columns": webmap.columns(atlas, "", selection, every_day=True),
            "land": ground(""),
            "search": index_file(site, found),
        }
        self._shared = {name: _columns(put, name, whole) for name, whole in shared.items()}
        self._spoken = {
            one: {
                "names": _columns(put, f"names-{one}", webmap.names(atlas, one, selection)),
                "called": _columns(put, f"called-{one}", names_file(atlas, found, i18n.tr(one))),
            }
            for one in plan.languages
        }

    def page(self, tr: Translator, linked_data: str) -> tuple[str, bytes]:
        """The page of the map, the first of a language."""
        title = f"{tr('site.map.title')} – {self._site.title}"
        body = render("site/map", tr=tr, title=title, opening=script_json(self._opening(tr)))
        return self._site.page(
            tr,
            "index",
            "",
            body,
            policy=MAP_POLICY,
            root_class="atlas-inline",
            styles=(*self._styles, f"../{_FOLDER}/{self._site.style}"),
            scripts=self._scripts,
            feed="changes.atom",
            description=tr("about.intro"),
            linked_data=linked_data,
        )

    def _opening(self, tr: Translator) -> dict[str, object]:
        """The initial state of the map, the files it loads, and the texts of its search."""
        site, atlas, plan = self._site, self._site.atlas, self._site.plan
        if plan.whole:
            bounds = atlas.dataset.presentation.view
        else:
            bounds = webmap.fitting(atlas, plan.selection)
        scene = webmap.Scene(
            selection=plan.selection,
            emphasis=webmap.founding(atlas, plan.selection),
            language=tr.language,
            title=site.title,
            dates=site.days(tr),
            today=dates.day_of(plan.selection.as_of or dates.today()),
            masks=webmap.masks(atlas, plan.selection, alone=not plan.whole, every_day=True),
        )
        opened = opening(atlas, scene, bounds or webmap.WORLD, tr("dossier.map.old"))
        opened["layer"] |= {"time": True, "panels": (("#find", 0), ("#card", 0))}
        told = ("site.map.open", "site.map.card", "site.find.none", "site.find.failed")
        return {
            **opened,
            "files": self._shared | self._spoken[tr.language],
            "said": {
                **{key.rpartition(".")[2]: tr(key) for key in told},
                "count": message("site.find.count", tr.language),
            },
        }
