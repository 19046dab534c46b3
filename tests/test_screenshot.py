"""Pictures of the page: which browser, how large, what is in them, and how a shot fails."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import geo
from geo import screenshot
from geo.cli import main
from geo.errors import InvalidSelection, MissingDependency, PageFailed
from geo.screenshot import Camera, Shot, browsers
from geo.server import Server, free_port, page

ROOT = Path(__file__).resolve().parents[1]
AMONG = ("--among", "VEN,PRK", "--as-of", "2026-11-21")
PAIR = "among=PRK,VEN&as-of=2026-11-21&show=pair:PRK-VEN"
LINE = (75, 46, 131)
PNG = b"\x89PNG\r\n\x1a\n"


# --- browsers ----------------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no browser is installed, and a folder on its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(browsers.ENVIRONMENT, raising=False)
    monkeypatch.setattr(browsers, "usual", lambda *_: iter([folder / "opt-chrome"]))
    return folder


def program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_browser_is_found_by_name_then_in_the_usual_places(bare: Path) -> None:
    usual = program(bare / "opt-chrome")
    assert browsers.find() == usual
    for name in ("msedge", "chromium", "google-chrome"):
        on_path = program(bare / name)
        assert browsers.find() == on_path


def test_the_browser_that_is_meant_comes_first(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare / "google-chrome")
    own, other = program(tmp_path / "own"), program(bare / "other")
    monkeypatch.setenv(browsers.ENVIRONMENT, "other")
    assert browsers.find() == other
    assert browsers.find(own) == own
    for wrong in (tmp_path, tmp_path / "none", "no-such-name", "x\0y"):
        with pytest.raises(MissingDependency, match="given by --browser"):
            browsers.find(wrong)
    monkeypatch.setenv(browsers.ENVIRONMENT, "no-such-name")
    with pytest.raises(MissingDependency, match=browsers.ENVIRONMENT):
        browsers.find()


@pytest.mark.usefixtures("bare")
def test_where_there_is_no_browser_it_says_how_to_get_one() -> None:
    with pytest.raises(MissingDependency) as told:
        browsers.find()
    said = str(told.value)
    for word in ("--browser", "Debian", "Ubuntu", "Fedora", "macOS", "Windows", "apt install"):
        assert word in said


@pytest.mark.parametrize(
    ("platform", "found"),
    [
        ("win32", "C:/Program Files/Microsoft/Edge/Application/msedge.exe"),
        ("darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("linux", "/snap/bin/chromium"),
    ],
)
def test_usual_places(platform: str, found: str) -> None:
    places = browsers.usual(platform, {"PROGRAMFILES": "C:/Program Files"})
    assert found in [path.as_posix() for path in places]


def test_without_the_package_that_drives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with (
        pytest.raises(MissingDependency, match=r"pip install 'embassy-atlas\[screenshot\]'"),
        Camera(Path(sys.executable)),
    ):
        pass


def test_the_room_loads_neither_browser_nor_page() -> None:
    look = (
        "import sys, geo.screenshot\n"
        "print(sorted({'playwright', 'streamlit', 'folium', 'matplotlib'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


# --- size and scale ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"), [("1280x800", (1280, 800)), (" 360 X 740 ", (360, 740)), ("4096×320", None)]
)
def test_sizes(text: str, size: tuple[int, int] | None) -> None:
    assert screenshot.size(text) == (size or (4096, 320))


@pytest.mark.parametrize(
    "text", ["", "1280", "1280x", "x", "1280*800", "-1x800", "319x800", "1280x4097", "9999999x1"]
)
def test_no_sizes(text: str) -> None:
    with pytest.raises(InvalidSelection, match=r"320|--size"):
        screenshot.size(text)


@pytest.mark.parametrize("scale", [0.5, 0, -1, 4.5, float("nan"), float("inf")])
def test_no_scales(scale: float) -> None:
    with pytest.raises(InvalidSelection, match="from 1 to 4"):
        Shot(scale=scale)


def test_a_picture_that_no_browser_could_hold() -> None:
    with pytest.raises(InvalidSelection, match="million"):
        Shot(size=(4096, 4096), scale=4)


def test_the_address_of_a_picture() -> None:
    everything, pair = geo.Selection(), geo.Selection(among=("VEN", "PRK"))
    assert screenshot.query_of(everything) == "view=all&lang=en"
    assert screenshot.query_of(pair) == "among=PRK,VEN&lang=en"
    asked = screenshot.query_of(pair, show="pair:PRK-VEN", language="es", viewpoint="IND")
    assert asked == "among=PRK,VEN&show=pair%3APRK-VEN&lang=es&viewpoint=IND"


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*arguments: str | Path) -> tuple[int, str]:
        code = main(["screenshot", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out + err

    return call


@pytest.mark.parametrize(
    ("name", "options", "code", "word"),
    [
        ("map.jpg", AMONG, 2, "Use .png"),
        ("none/map.png", AMONG, 2, "no folder"),
        ("map.png", ("--text", "no such thing"), 1, "No file was written"),
        ("map.png", (*AMONG, "--size", "8x8"), 2, "320"),
        ("map.png", (*AMONG, "--scale", "9"), 2, "from 1 to 4"),
        ("map.png", (*AMONG, "--map", "--full"), 2, "Leave out one of them"),
        ("map.png", (*AMONG, "--show", "prk-embasy-caracas"), 2, "prk-embassy-caracas"),
        ("map.png", (*AMONG, "--language", "xx"), 2, "xx"),
        ("map.png", (*AMONG, "--viewpoint", "VEN"), 2, "IND"),
        ("map.png", (*AMONG, "--browser", "/none/at/all"), 2, "apt install"),
    ],
)
def test_what_cannot_be_taken(
    run: Callable[..., tuple[int, str]],
    tmp_path: Path,
    name: str,
    options: tuple[str, ...],
    code: int,
    word: str,
) -> None:
    ended, said = run(tmp_path / name, *options)
    assert ended == code
    assert word in said
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_picture(
    run: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "map.png"
    out.write_bytes(b"the old one")
    monkeypatch.setattr(screenshot, "screenshot", lambda *_, **__: PNG)
    monkeypatch.setattr(os, "fsync", full)
    code, said = run(out, *AMONG)
    assert code == 2
    assert "No space left on device" in said
    assert out.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [out]


# --- in a real browser ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A browser that writes its process id into a file, and that file."""
    missing = ""
    try:
        found = browsers.find()
        import playwright.sync_api  # noqa: F401
    except (ImportError, MissingDependency) as error:
        missing = str(error)
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("browser")
    script = f'#!/bin/sh\necho $$ > "{folder}/id"\nexec "{found}" "$@"\n'
    return program(folder / "chrome", script), folder / "id"


Take = Callable[..., Any]


@pytest.fixture(scope="module")
def take(chrome: tuple[Path, Path]) -> Iterator[Take]:
    """One browser for several pictures, in a thread of its own: others may hold this one."""
    with ThreadPoolExecutor(1) as thread:
        camera = thread.submit(Camera(chrome[0], patience=60).__enter__).result()

        def call(address: str, shot: Shot, **more: Any) -> Image.Image:
            data = thread.submit(camera.take, address, shot, **more).result()
            assert data.startswith(PNG)
            return Image.open(io.BytesIO(data)).convert("RGB")

        yield call
        thread.submit(camera.__exit__, None, None, None).result()


def shoot(browser: Path, address: str, patience: float) -> bytes:
    """A picture by a browser of its own."""

    def alone() -> bytes:
        with Camera(browser, patience) as camera:
            return camera.take(address, Shot())

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


def light(image: Image.Image) -> float:
    return float(np.asarray(image, dtype=float).mean())


def has_colour(image: Image.Image, colour: tuple[int, int, int]) -> int:
    return int((np.abs(np.asarray(image, dtype=int) - colour).max(axis=2) < 12).sum())


@pytest.mark.browser
def test_the_real_page(take: Take) -> None:
    with Server(page(), free_port(), quiet=True) as server:
        assert server.answers()
        at = f"{server.address}?{PAIR}"
        desk = take(at, Shot(scale=1))
        assert desk.size == (1280, 800)
        assert light(desk) > 200
        assert has_colour(desk, LINE) > 300
        phone = take(at, Shot(size=(360, 740), theme="dark"))
        assert phone.size == (720, 1480)
        assert light(phone) < 70
        whole = take(at, Shot(size=(390, 800), scale=1, part="full"))
        assert whole.width == 390
        assert whole.height > 1000
        only = take(at, Shot(size=(900, 600), scale=1, part="map"))
        assert only.width == 900
        assert has_colour(only, LINE) > 300


class Site:
    """A page of this machine that does as a test tells it, and notes who asks for what."""

    def __init__(self, body: str, asked: Callable[[str], None] = lambda _: None) -> None:
        site = self
        self.seen: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.seen.append(f"{self.headers['Host'].split(':')[0]}{self.path}")
                asked(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.replace("PORT", str(site.port)).encode())

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self._server = ThreadingHTTPServer(("0.0.0.0", 0), Answer)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Site:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


DONE = '<div class="stApp" data-test-script-state="notRunning"><div class="stMain">{}</div></div>'


@pytest.mark.browser
def test_nothing_is_asked_outside_this_machine(take: Take) -> None:
    body = DONE.format(
        "here<img src='http://127.0.0.2:PORT/img'><iframe src='http://127.0.0.3:PORT/f'></iframe>"
        "<img src='http://localhost:PORT/name'><script>"
        "fetch('http://127.0.0.2:PORT/fetch').catch(() => 0);"
        "new WebSocket('ws://127.0.0.2:PORT/socket');</script>"
    )
    with Site(body) as site:
        take(site.address, Shot(scale=1), needs_map=False)
        assert {asked.split("/")[0] for asked in site.seen} == {"127.0.0.1"}


@pytest.mark.browser
def test_a_page_that_fails_says_why(take: Take) -> None:
    said = '<div data-testid="stAlertContentError">The pack is <b>broken</b>. Mend it.</div>'
    with Site(DONE.format(said)) as site, pytest.raises(PageFailed, match=r"broken\. Mend it"):
        take(site.address, Shot())


@pytest.mark.browser
@pytest.mark.parametrize("last", ["/", "/drawn"])
def test_a_browser_that_dies(chrome: tuple[Path, Path], last: str) -> None:
    browser, id = chrome

    def die(path: str) -> None:
        if path == last:
            os.kill(int(id.read_text()), signal.SIGKILL)

    with (
        Site("<script>fetch('/drawn')</script>waits", die) as site,
        pytest.raises(PageFailed, match="browser ended before"),
    ):
        shoot(browser, site.address, 20)


@pytest.mark.browser
def test_a_page_that_never_rests(chrome: tuple[Path, Path]) -> None:
    with Site(DONE.format("no map")) as site, pytest.raises(PageFailed, match="it has no map"):
        shoot(chrome[0], site.address, 1.5)


def processes(word: str) -> list[str]:
    """Command lines of this machine's processes that name something."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in line:
            found.append(line)
    return found


@pytest.mark.browser
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
@pytest.mark.parametrize("end", ["the browser is killed", "Ctrl+C"])
def test_a_command_that_is_cut_short_leaves_nothing(
    chrome: tuple[Path, Path], dataset_copy: Path, tmp_path: Path, end: str
) -> None:
    browser, id = chrome
    id.unlink(missing_ok=True)
    out = tmp_path / "out" / "map.png"
    out.parent.mkdir()
    command = [sys.executable, "-m", "geo.cli", "screenshot", str(out), *AMONG]
    command += ["--dataset", str(dataset_copy), "--browser", str(browser)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not (id.exists() and id.read_text().strip()):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        number = int(id.read_text())
        if end == "Ctrl+C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            os.kill(number, signal.SIGKILL)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == (130 if end == "Ctrl+C" else 2)
    assert b"Traceback" not in said
    assert b"Exception" not in said
    assert (b"Ctrl+C" if end == "Ctrl+C" else b"browser") in said
    assert list(out.parent.iterdir()) == []
    assert processes(str(dataset_copy)) == []
    assert not Path(f"/proc/{number}/cmdline").exists()


@pytest.mark.browser
def test_letters_that_no_font_has_are_told(chrome: tuple[Path, Path], dataset_copy: Path) -> None:
    table = dataset_copy / "missions.csv"
    row = "prk-embassy-caracas,PRK,VEN,embassy,Caracas,"
    table.write_text(
        table.read_text("utf-8").replace(f"{row},", f"{row}𖹀𖹂 Embassy,", 1), encoding="utf-8"
    )
    said: list[str] = []
    picture = screenshot.screenshot(
        PAIR, size=(700, 500), scale=1, dataset=dataset_copy, browser=chrome[0], remark=said.append
    )
    assert picture.startswith(PNG)
    (remark,) = said
    assert "𖹀 (U+16E40) 𖹂 (U+16E42)" in remark
    assert "Install a font" in remark
