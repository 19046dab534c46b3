"""An installed browser that looks at the page of this machine, and at nothing else."""

from __future__ import annotations

import base64
import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geo.errors import MissingDependency, PageFailed, quoted
from geo.package_files import toml
from geo.screenshot import browsers, scripts
from geo.screenshot.shot import Shot
from geo.server import HOST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page, Playwright, Route

PATIENCE_S: Final = 90.0  # Longest wait for one picture, seconds
_FLAGS: Final = (
    *toml("screenshot/browsers.toml")["flags"],
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
_LOCALES: Final = {"en": "en-GB", "es": "es-ES"}
_INSTALL: Final = "pip install 'embassy-atlas[screenshot]'"
_LONGEST: Final = 300
_SAID: Final = re.compile(r"^\[pid=\d+\]\[err\] (.*)$", re.MULTILINE)
_GRAVE: Final = re.compile(r"FATAL|ERROR|error while loading")
_CALL: Final = re.compile(r"^[A-Z]\w+\.\w+: ")


class Camera:
    """A browser without a window; ``lacking`` are letters of the last picture that no font has."""

    lacking: str = ""

    def __init__(self, browser: Path, patience: float = PATIENCE_S) -> None:
        self._program = browser
        self._patience = patience
        self._driver: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> Camera:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError as error:
            raise MissingDependency(
                "A picture of the page needs the package playwright, which is not installed. "
                f"Run: {_INSTALL}"
            ) from error
        try:
            self._driver = sync_playwright().start()
            self._browser = self._driver.chromium.launch(
                executable_path=self._program,
                args=list(_FLAGS),
                chromium_sandbox=browsers.sandboxed(),
                timeout=self._patience * 1000,
            )
        except Error as error:
            self.__exit__()
            raise PageFailed(
                f"The browser {quoted(self._program)} does not start: {_why(error)}. Start it "
                "alone to see why, or give another with --browser PATH."
            ) from error
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser, also one that is dead already."""
        browser, driver = self._browser, self._driver
        self._browser = self._driver = None
        with contextlib.suppress(Exception):
            if browser is not None:
                browser.close()
        with contextlib.suppress(Exception):
            if driver is not None:
                driver.stop()

    def take(self, address: str, shot: Shot, *, needs_map: bool = True) -> bytes:
        """Take a picture of a page of this machine."""
        self.lacking = ""
        with self._open(shot) as page:
            page.goto(address, wait_until="domcontentloaded")
            until = time.monotonic() + self._patience
            if shot.part == "map":
                return self._map(page, shot, until)
            self._rest(page, until, needs_map)
            if shot.part == "full":
                width, height = shot.size
                height = max(height, int(page.evaluate(scripts.HEIGHT)))
                shot.bound(width, height)
                page.set_viewport_size({"width": width, "height": height})
            picture = self._still(page, until, needs_map)
            if needs_map:
                self._look_for_boxes(page)
            return picture

    @contextlib.contextmanager
    def _open(self, shot: Shot) -> Iterator[Page]:
        """A new page of the browser; whatever the browser fails with is told plainly."""
        from playwright.sync_api import Error

        if self._browser is None:
            raise PageFailed("The browser is not started, or has ended.")
        browser, context = self._browser, None
        width, height = shot.size
        try:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=shot.scale,
                color_scheme=shot.theme,
                locale=_LOCALES.get(shot.language, shot.language),
                reduced_motion="reduce",
                service_workers="block",
            )
            context.set_default_timeout(self._patience * 1000)
            context.route("**/*", _stay_here)
            page = context.new_page()
            page.on("crash", lambda _: browser.close())
            yield page
        except Error as error:
            if browser.is_connected():
                raise PageFailed(f"The picture was not taken: {_why(error)}.") from error
            raise PageFailed(
                "The browser ended before the picture was taken. No file was written. Try again; "
                "if it ends again, take a smaller --size or --scale, or another --browser."
            ) from error
        finally:
            if context is not None:
                with contextlib.suppress(Error):
                    context.close()

    def _rest(self, page: Page, until: float, needs_map: bool) -> None:
        from playwright.sync_api import TimeoutError as Late

        left = max(1.0, (until - time.monotonic()) * 1000)
        try:
            answer = page.wait_for_function(scripts.RESTS, arg=needs_map, timeout=left)
        except Late as late:
            waits = page.evaluate(scripts.WAITS, needs_map)
            raise PageFailed(
                f"The page is not ready after {self._patience:.0f} seconds: "
                f"{_short(waits)}. Try again when the machine is less busy, or show less."
            ) from late
        told: dict[str, Any] = answer.json_value()
        if told.get("failed"):
            raise PageFailed(f"The page fails, so there is no picture. It says: {told['failed']}")

    def _still(self, page: Page, until: float, needs_map: bool) -> bytes:
        """The page as soon as two pictures in a row are the same."""
        before = b""
        while True:
            self._rest(page, until, needs_map)
            picture = page.screenshot(animations="disabled", caret="hide", type="png")
            if picture == before:
                return picture
            if time.monotonic() > until:
                raise PageFailed(
                    f"The page still moves after {self._patience:.0f} seconds. Try again when the "
                    "machine is less busy."
                )
            before = picture

    def _map(self, page: Page, shot: Shot, until: float) -> bytes:
        """The map alone, at the size asked for, as the page's own button composes it."""
        self._rest(page, until, needs_map=True)
        page.evaluate(scripts.GROW, list(shot.size))
        self._still(page, until, needs_map=True)
        frame = self._frame(page)
        self._look_for_boxes(page, words=False)
        return base64.b64decode(frame.evaluate(scripts.PICTURE, shot.scale))

    def _look_for_boxes(self, page: Page, *, words: bool = True) -> None:
        """Note the letters that no font has, of the map and of the page's own words."""
        texts = [page.inner_text("body")] if words else []
        found = self._frame(page).evaluate(scripts.LACKING, texts)
        self.lacking = "".join(dict.fromkeys(found))

    def _frame(self, page: Page) -> Frame:
        for frame in page.frames:
            if frame.evaluate(scripts.HAS_MAP):
                return frame
        raise PageFailed("The page has no map to take a picture of.")


def _stay_here(route: Route) -> None:
    """Let a request through that stays on this machine; end every other."""
    parts = urlsplit(route.request.url)
    if parts.scheme in ("data", "blob", "about") or parts.hostname == HOST:
        route.continue_()
    else:
        route.abort()


def _why(error: Exception) -> str:
    """What went wrong: the browser's own words where it had any, else the driver's first line."""
    text = str(error)
    said = [line.strip() for line in _SAID.findall(text) if line.strip()]
    if said:
        grave = [line for line in said if _GRAVE.search(line)]
        return f"it says {quoted(_short((grave or said)[-1]))}"
    if "has been closed" in text:
        return "it ended at once"
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return _short(_CALL.sub("", first) or type(error).__name__)


def _short(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
