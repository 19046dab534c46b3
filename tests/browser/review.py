"""Makes the small images of ``review/`` again: ``python tests/browser/review.py [NAME …]``.

Each is made by the product itself, from the bundled data, as of one day.
"""

from __future__ import annotations

import functools
import io
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image

import geo
from geo.screenshot import Camera, Shot, find
from geo.server import Server, free_port, page

FOLDER = Path(__file__).resolve().parent / "review"
DAY = "2026-11-21"
PAIR = f"among=PRK,VEN&as-of={DAY}"
WIDEST = 800
LONGEST = 1200
COLOURS = 128
MOST_BYTES = 1_200_000
TITLE = "# What it looks like"
HEAD = f"""{TITLE}

Made by `python tests/browser/review.py`, which rewrites this folder; with names it makes only
these (`python tests/browser/review.py page phone`). Small and in few colours, to be looked at
before a change lands. All as of {DAY}.
"""


@dataclass
class Studio:
    """What the images are made with."""

    atlas: geo.Atlas
    camera: Camera
    page: str
    files: tuple[Path, str]

    def shot(self, path: str, *, map: bool = True, **how: Any) -> bytes:
        return self.camera.take(f"{self.page}{path}", Shot(**{"scale": 1, **how}), needs_map=map)

    def near(self, path: str, lon: float, lat: float, zoom: float, **how: Any) -> bytes:
        """The page with its map somewhere else than where the address lets it look."""
        shot = Shot(**{"scale": 1, **how})
        with self.camera._open(shot) as page:
            page.goto(f"{self.page}{path}", wait_until="domcontentloaded")
            until = time.monotonic() + 60
            self.camera._rest(page, until, True)
            self.camera._frame(page).evaluate(
                "at => map_div.setView([at[1], at[0]], at[2], {animate: false})", [lon, lat, zoom]
            )
            return self.camera._still(page, until, True)

    def file(self, data: bytes, **how: Any) -> bytes:
        folder, address = self.files
        (folder / "file.html").write_bytes(data)
        how = {"scale": 1, **how}
        return self.camera.take(f"{address}file.html", Shot(**how), needs_map=False)

    def figure(self, **how: Any) -> bytes:
        from geo.figures import figure

        return figure(self.atlas, pair(), format="png", dpi=100, **how)


def pair() -> geo.Selection:
    return geo.Selection(among=("PRK", "VEN"), as_of=DAY)


def dossier(studio: Studio, **how: Any) -> bytes:
    from geo import dossier

    return studio.file(dossier.dossier(studio.atlas, pair()), **how)


def embed(studio: Studio, **how: Any) -> bytes:
    from geo import dossier

    return studio.file(dossier.embed(studio.atlas, pair()), **how)


PHONE: dict[str, Any] = {"size": (360, 740)}
DESK: dict[str, Any] = {"size": (1280, 800)}
CARD = "show=ven-embassy-pyongyang"
Made = Callable[[Studio], bytes]
IMAGES: dict[str, tuple[str, Made]] = {
    "page": (
        "The page as it opens: the founding pair and its card.",
        lambda s: s.shot(f"?{PAIR}&show=pair:PRK-VEN&lang=en", **DESK),
    ),
    "page-es": (
        "The same in Spanish.",
        lambda s: s.shot(f"?{PAIR}&show=pair:PRK-VEN&lang=es", language="es", **DESK),
    ),
    "page-dark": (
        "The same, dark.",
        lambda s: s.shot(f"?{PAIR}&show=pair:PRK-VEN&lang=en", theme="dark", **DESK),
    ),
    "page-world": (
        "All missions of the bundled dataset.",
        lambda s: s.shot(f"?view=all&as-of={DAY}&lang=en", **DESK),
    ),
    "page-state": (
        "A state that is chosen among all missions: its lines, and its card.",
        lambda s: s.shot(f"?view=all&as-of={DAY}&show=state:VEN&lang=en", **DESK),
    ),
    "page-globe": (
        "The founding pair on the globe, over the Arctic.",
        lambda s: s.shot(f"?{PAIR}&show=pair:PRK-VEN&layers=globe&lang=en", **DESK),
    ),
    "page-quarter": (
        "The diplomatic quarter of East Pyongyang, with the missions near by.",
        lambda s: s.near(f"?{PAIR}&{CARD}&lang=en", 125.79, 39.022, 14.5, **DESK),
    ),
    "phone": (
        "The page on a phone of 360 by 740 pixels.",
        lambda s: s.shot(f"?{PAIR}&show=pair:PRK-VEN&lang=en", **PHONE),
    ),
    "phone-dark": (
        "The same, dark, in Spanish.",
        lambda s: s.shot(f"?{PAIR}&lang=es", theme="dark", language="es", **PHONE),
    ),
    "card": (
        "The page down to its foot, with the card of the embassy in Pyongyang.",
        lambda s: s.shot(f"?{PAIR}&{CARD}&lang=en", part="full", **DESK),
    ),
    "map": (
        "The map alone, as its own button saves it.",
        lambda s: s.shot(f"?{PAIR}&lang=en", size=(800, 450), part="map"),
    ),
    "table": (
        "The table of missions.",
        lambda s: s.shot(f"table?receiving=VEN&as-of={DAY}&lang=en", map=False, **DESK),
    ),
    "sources": (
        "The sources of the missions shown.",
        lambda s: s.shot(f"sources?{PAIR}&lang=en", map=False, **DESK),
    ),
    "quality": (
        "The warnings about the missions shown.",
        lambda s: s.shot(f"quality?receiving=VEN&as-of={DAY}&lang=en", map=False, **DESK),
    ),
    "open": (
        "Loading another dataset, or a file of missions, on a phone.",
        lambda s: s.shot("load-data?lang=en", map=False, **PHONE),
    ),
    "about": (
        "The About page.",
        lambda s: s.shot("about?lang=en", map=False, **DESK),
    ),
    "dossier": (
        "The dossier of the pair: one file.",
        lambda s: dossier(s, part="full", **DESK),
    ),
    "dossier-phone": (
        "The same on a phone, dark.",
        lambda s: dossier(s, theme="dark", **PHONE),
    ),
    "embed": (
        "The map in an article.",
        lambda s: embed(s, size=(800, 520)),
    ),
    "figure-column": (
        "The figure for a newspaper's column.",
        lambda s: s.figure(size="column"),
    ),
    "figure-page": ("The figure for a page.", lambda s: s.figure(size="page")),
    "figure-slide": (
        "The figure for a slide, dark, in Spanish.",
        lambda s: s.figure(size="slide", dark=True, language="es"),
    ),
    "figure-social": ("The figure for social media.", lambda s: s.figure(size="social")),
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@contextmanager
def served_files() -> Iterator[tuple[Path, str]]:
    """A folder, and where its files are to be had."""
    with tempfile.TemporaryDirectory() as name:
        handler = functools.partial(_Quiet, directory=name)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield Path(name), f"http://127.0.0.1:{server.server_address[1]}/"
            server.shutdown()
            thread.join(5)


def small(data: bytes) -> bytes:
    """An image at most 800 pixels wide, in few colours, cut off where it is very long."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    if image.width > WIDEST:
        height = round(image.height * WIDEST / image.width)
        image = image.resize((WIDEST, height), Image.Resampling.LANCZOS)
    image = image.crop((0, 0, image.width, min(image.height, LONGEST)))
    out = io.BytesIO()
    few = image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def described() -> str:
    lines = [HEAD]
    for name, (what, _) in IMAGES.items():
        lines.append(f"## {name}\n\n{what}\n\n![{what}]({name}.png)\n")
    return "\n".join(lines)


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in IMAGES]:
        print(f"no such image: {', '.join(unknown)}; known: {', '.join(IMAGES)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    failed = 0
    with (
        served_files() as files,
        Server(page(), free_port(), quiet=True) as server,
        Camera(find()) as camera,
    ):
        server.answers()
        studio = Studio(geo.Atlas.open(), camera, server.address, files)
        for name in names or IMAGES:
            try:
                data = small(IMAGES[name][1](studio))
            except Exception as error:
                failed += 1
                print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            (FOLDER / f"{name}.png").write_bytes(data)
            print(f"{name}: {len(data):,} bytes")
    (FOLDER / "README.md").write_text(described(), encoding="utf-8")
    total = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"together {total:,} bytes")
    return 1 if failed or total > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
