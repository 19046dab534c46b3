"""The map on a page of its own, without Streamlit, and a hand that reaches into its layer."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import geo
from geo import dataset, webmap

FIND = """
    const map = Object.values(window).find(value => value instanceof L.Map);
    let layer = null;
    map.eachLayer(one => { if (one.state) layer = one; });
    const stage = layer.state;
"""
RUNS = """routes => routes.map(([from, to, zoom]) =>
    [...EmbassyAtlas.sphere.greatCircle(...from, ...to, 0.5 / (256 * 2 ** zoom))])"""
ANSWER = (
    "scenes => {"
    + FIND
    + """
    const { texts, arrays, values } = stage.ready.columns;
    const id = texts['mission.id'];
    return scenes.map(scene => {
        const found = EmbassyAtlas.filter.missions(stage.ready, scene);
        const routes = EmbassyAtlas.routes.routes(stage.ready, scene, found);
        const places = EmbassyAtlas.filter.places(stage.ready, scene);
        return {
            missions: found.number.map((m, i) => [
                id[m],
                values.statuses[found.status[i]],
                found.perhaps[i] ? 'perhaps' : 'yes',
                arrays['placement.longitude'][found.placement[i]],
                arrays['placement.latitude'][found.placement[i]],
                arrays['placement.radius'][found.placement[i]],
                EmbassyAtlas.spots.exactness(stage.ready, found.placement[i]),
                EmbassyAtlas.calendar.iso(found.last[i]).slice(0, found.digits[i]),
            ]),
            lines: routes.map(line => [
                line.id, line.kind, texts['party.code'][line.a], texts['party.code'][line.b],
                line.start < 0 ? '' : id[line.start], line.end < 0 ? '' : id[line.end],
                line.relations, line.perhaps ? 'perhaps' : 'yes', ...line.from, ...line.to,
            ]),
            places: places.map(region => texts['region.id'][region]),
        };
    });
}"""
)

OPENING = dataset.read().presentation.view  # where the bundled dataset asks a map to look first


@functools.cache
def _atlas() -> geo.Atlas:
    return geo.Atlas.open()


def masked(scene: webmap.Scene, atlas: geo.Atlas | None = None) -> dict[str, object]:
    """A scene as the browser reads it, with the masks of its selection."""
    return _masked(scene, atlas).to_dict()


def _masked(scene: webmap.Scene, atlas: geo.Atlas | None = None) -> webmap.Scene:
    if scene.selection is None or scene.masks is not None:
        return scene
    return replace(scene, masks=webmap.masks(atlas or _atlas(), scene.selection))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The files of a folder at an address of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join(timeout=5)


def standalone(
    assets: webmap.Assets, scene: webmap.Scene, title: str = "Map", **options: Any
) -> str:
    """An HTML page with the map, to be served beside the files of the assets."""
    base = webmap.AtlasMap(assets, **options)
    base.add_child(webmap.scene_group(scene))
    figure = base.get_root()
    figure.title = title
    return str(figure.render())


class Map:
    """A page with the map on it."""

    def __init__(self, page: Any, folder: Path, kept: webmap.Assets, address: str) -> None:
        self.page, self.folder, self.kept, self.address = page, folder, kept, address
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.set_default_timeout(20_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def open(
        self, scene: webmap.Scene, wait: bool = True, time: bool = False, most: int = 1_000
    ) -> Map:
        scene = _masked(scene)
        name = f"{scene.to_dict()['name']}{'-time' if time else ''}-{most}.html"
        text = standalone(self.kept, scene, bounds=OPENING, time=time, most=most)
        (self.folder / name).write_text(text, encoding="utf-8")
        self.page.goto(self.address + name)
        if wait:
            self.page.wait_for_selector("[data-missions-drawn]")
            self.rest()
        return self

    def do(self, script: str, given: Any = None) -> Any:
        """Run a script that sees ``map``, ``layer`` and ``stage``."""
        return self.page.evaluate(f"given => {{ {FIND} {script} }}", given)

    def rest(self) -> None:
        """Wait until two frames were painted."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def show(self, scene: webmap.Scene) -> None:
        self.do("EmbassyAtlas.show(map, given);", masked(scene))
        self.rest()

    def listen(self) -> None:
        """Keep what the layer sends, as streamlit-folium would read it."""
        self.do("window.sent = []; layer.on('click', e => window.sent.push(e.layer.toGeoJSON()));")

    def sent(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("window.sent"))

    def view(self) -> list[float]:
        return list(self.do("const c = map.getCenter(); return [c.lat, c.lng, map.getZoom()];"))

    def go(self, longitude: float, latitude: float, zoom: float) -> None:
        self.do(
            "map.setView(given.slice(0, 2), given[2], {animate: false});",
            [
                latitude,
                longitude,
                zoom,
            ],
        )
        self.rest()

    def at(self, mission: str) -> list[float]:
        """Where the symbol of a mission stands in the window, nearest to the middle."""
        found = self.do(
            """
            const i = stage.at.get(given);
            const { insetX, insetY, seen } = stage.drawn.view;
            const box = map.getContainer().getBoundingClientRect();
            const far = p => Math.hypot(p[0] - seen.x / 2, p[1] - seen.y / 2);
            return stage.drawn.symbols.filter(s => s.i === i)
                .map(s => [s.x - insetX, s.y - insetY])
                .sort((a, b) => far(a) - far(b))
                .map(([x, y]) => [x + box.left, y + box.top])[0];
            """,
            mission,
        )
        return list(found)

    def answers(self, scenes: list[webmap.Scene]) -> list[dict[str, Any]]:
        told = [masked(scene) for scene in scenes]
        return list(self.page.evaluate(ANSWER, json.loads(json.dumps(told))))

    def said(self) -> str:
        return str(self.page.locator(".atlas-live").text_content())

    def tip(self) -> str:
        return str(self.page.locator(".atlas-tip").inner_text())

    def colour(self, longitude: float, latitude: float) -> list[int]:
        """Colour of the land's sheet at a point."""
        return list(
            self.do(
                """
                const { scale, left, top, ratio } = layer.sheets.ground.view();
                const x = EmbassyAtlas.sphere.worldX(given[0]) * scale - left;
                const y = EmbassyAtlas.sphere.worldY(given[1]) * scale - top;
                const at = layer.sheets.ground.context.getImageData(x * ratio, y * ratio, 1, 1);
                return [...at.data];
                """,
                [longitude, latitude],
            )
        )

    def found_nothing_wrong(self) -> None:
        assert self.errors == []
        assert self.outside == []
