"""``screenshot``: the page as a picture."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

from geo.cli.options import Language, Shown, Viewpoint, option
from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.screenshot import Part

_SUFFIXES: Final = (".png",)


@dataclass(frozen=True, slots=True)
class Look:
    """How the picture is taken, as it is given on the command line."""

    size: Annotated[
        str, option("--size", "WxH", "Size of the window, or of the map, in pixels.")
    ] = "1280x800"
    scale: Annotated[
        float, option("--scale", None, "Pixels of the picture per pixel of --size, 1 to 4.")
    ] = 2.0
    only_map: Annotated[
        bool, option("--map", None, "Take the map only, with title, dates, legend and credits.")
    ] = False
    full: Annotated[bool, option("--full", None, "Take the page down to its end.")] = False
    dark: Annotated[bool, option("--dark/--light", None, "Use dark or light colours.")] = False
    show: Annotated[str, option("--show", "ID", "Open this card.")] = ""
    language: Language = "en"
    viewpoint: Viewpoint = ""
    browser: Annotated[str, option("--browser", "PATH", "Path of a Chrome, Edge or Chromium.")] = ""

    @property
    def part(self) -> Part:
        """What of the page the picture shows."""
        if self.only_map and self.full:
            raise InvalidSelection("--map and --full are given together. Leave out one of them.")
        return "map" if self.only_map else "full" if self.full else "page"


def write_screenshot(shown: Shown, out: Path, look: Look, as_json: bool) -> None:
    """Take a picture of the page that shows a selection."""
    from geo import basemap, i18n, screenshot
    from geo.cli.export_command import opened, target, tell
    from geo.cli.terminal import note, working
    from geo.dataset import write_atomic

    path = target(out, _SUFFIXES)
    language, viewpoint = i18n.tr(look.language).language, basemap.viewpoint(look.viewpoint)
    size, part = screenshot.size(look.size), look.part
    screenshot.Shot(size=size, scale=look.scale, part=part)
    atlas, selection, count = opened(shown)
    if look.show:
        from geo.reports.cards import card

        card(atlas, look.show, selection.as_of, selection.known_on)
    query = screenshot.query_of(selection, show=look.show, language=language, viewpoint=viewpoint)
    if not screenshot.sandboxed():
        note("This runs as root, so the browser runs without its sandbox.")
    remarks: list[str] = []
    with _ended_by_signals(), working("Taking the picture"):
        picture = screenshot.screenshot(
            query,
            size=size,
            scale=look.scale,
            part=part,
            theme="dark" if look.dark else "light",
            language=language,
            dataset=atlas.dataset.folder,
            browser=look.browser or None,
            remark=remarks.append,
        )
    write_atomic(path, picture)
    for remark in remarks:
        note(remark)
    tell(atlas, selection, path, picture, as_json, count)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal that ends this process first end what it has started, and without noise."""

    def end(number: int, _frame: FrameType | None) -> None:
        # Ctrl+C reaches the browser's driver as well; what breaks by that is not told.
        logging.getLogger("asyncio").addFilter(lambda _: False)
        sys.unraisablehook = lambda _: None
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(128 + number)

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
