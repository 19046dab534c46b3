"""``screenshot``: the page as a picture."""

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from geo.cli.options import Shown
from geo.errors import InvalidSelection


def take_screenshot(
    out: Path,
    *,
    as_json: bool = False,
    shown: Shown,
    size: str = "1280x800",
    scale: float = 2.0,
    only_map: bool = False,
    full: bool = False,
    dark: bool = False,
    show: str = "",
    language: str = "en",
    viewpoint: str = "",
    browser: str = "",
) -> None:
    """Take a picture of the page that shows a selection."""
    from geo import basemap, i18n, screenshot
    from geo.cli.export_command import opened, target, tell
    from geo.cli.terminal import note, working
    from geo.dataset import write_atomic

    path = target(out, (".png",))
    said, viewpoint = i18n.tr(language).language, basemap.viewpoint(viewpoint)
    extent = screenshot.size(size)
    if only_map and full:
        raise InvalidSelection("--map and --full are given together. Leave out one of them.")
    part: screenshot.Part = "map" if only_map else "full" if full else "page"
    screenshot.Shot(size=extent, scale=scale, part=part)
    atlas, selection, count = opened(shown)
    if show:
        from geo.reports.cards import card

        card(atlas, show, selection.as_of, selection.known_on)
    query = screenshot.query_of(selection, show=show, language=said, viewpoint=viewpoint)
    if not screenshot.sandboxed():
        note("This runs as root, so the browser runs without its sandbox.")
    remarks: list[str] = []
    with _ended_by_signals(), working("Taking the picture"):
        picture = screenshot.screenshot(
            query,
            size=extent,
            scale=scale,
            part=part,
            theme="dark" if dark else "light",
            language=said,
            dataset=atlas.dataset.folder,
            browser=browser or None,
            remark=remarks.append,
        )
    write_atomic(path, picture)
    note(*remarks)
    tell((atlas, selection, count), path, picture, as_json)


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
