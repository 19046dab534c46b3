"""Pictures of the real page, taken by a browser that is installed on this machine."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from geo import dataset as datasets
from geo import tiles
from geo.errors import PageFailed, quoted
from geo.screenshot.browsers import find, sandboxed
from geo.screenshot.camera import Camera
from geo.screenshot.shot import Part, Shot, Theme, query_of, size
from geo.server import Server, free_port
from geo.server import page as web_page

__all__ = ["Camera", "Part", "Shot", "Theme", "find", "query_of", "sandboxed", "screenshot", "size"]

_NAMED = 20
_ENVIRONMENT = {tiles.OFFLINE: "1", tiles.TILES: "", tiles.CREDIT: ""}


def screenshot(
    query: str = "",
    *,
    size: tuple[int, int] = (1280, 800),
    scale: float = 2.0,
    part: Part = "page",
    theme: Theme = "light",
    language: str = "en",
    dataset: str | Path | None = None,
    browser: str | Path | None = None,
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """Take a picture of the page, as a reader has it on the screen.

    The page is served on a free port of this machine meanwhile; the browser reaches nothing
    outside. ``query`` is that of the page's address; ``dataset`` a folder, None for the bundled
    one; ``browser`` a path or name, None for the one that is found; ``remark`` is called with a
    sentence where letters are boxes, for no font has them. All else: :class:`Shot`.
    """
    shot = Shot(size=size, scale=scale, part=part, theme=theme, language=language)
    program = find(browser)
    folder = datasets.locate(dataset)
    arguments = ["--dataset", str(folder.resolve())]

    def take() -> bytes:
        with (
            Server(
                web_page(), free_port(), arguments, quiet=True, environment=_ENVIRONMENT
            ) as server,
            Camera(program) as camera,
        ):
            try:
                if not server.answers():
                    raise PageFailed("The page's server ended by itself. Try again.")
                at = f"{server.address}?{query}" if query else server.address
                picture = camera.take(at, shot)
                if camera.lacking and remark is not None:
                    remark(_boxes(camera.lacking))
                return picture
            except PageFailed as error:
                if said := server.last_words:
                    raise PageFailed(f"{error} The page's server says: {quoted(said)}.") from error
                raise

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return take()
    with ThreadPoolExecutor(1) as apart:  # the driver cannot share a thread with another loop
        return apart.submit(take).result()


def _boxes(letters: str) -> str:
    named = " ".join(f"{one} (U+{ord(one):04X})" for one in letters[:_NAMED])
    more = f" and {len(letters) - _NAMED:,} more" if len(letters) > _NAMED else ""
    return (
        f"The browser has no font with these letters; each is shown as a box: {named}{more}. "
        "Install a font that has them (Debian: fonts-noto-cjk, fonts-noto-core), and take it again."
    )
