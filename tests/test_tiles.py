"""Backgrounds of tiles: what may be given, what a file holds, and how it reaches a browser."""

from __future__ import annotations

import http.client
import os
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import geo
from geo import basemap, i18n, tiles, webmap
from geo.errors import InvalidTiles
from geo.tiles.loopback import serve
from geo.tiles.mbtiles import Tileset

APP = Path(__file__).resolve().parents[1] / "app.py"
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20)
VECTOR = b"\x1f\x8b\x08\0" + bytes(20)
URL = "https://tiles.example.org/{z}/{x}/{y}.png"
HOSTILE = "<img src=x onerror=window.hit=1>${window.hit=1}{{7*7}}\"'"


def png(red: int, green: int, blue: int) -> bytes:
    """A tile of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + bytes((red, green, blue)) * 256) * 256
    head = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


NORTH, SOUTH = png(200, 0, 0), png(0, 0, 200)


@pytest.fixture
def mbtiles(tmp_path: Path) -> Callable[..., Path]:
    """Make an MBTiles file of the first zoom levels, north red and south blue."""

    def make(called: str = "own.mbtiles", data: bytes | None = None, **metadata: str) -> Path:
        path = tmp_path / called
        told = {"name": "Own map", "format": "png", "attribution": "Me & you"} | metadata
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
            file.execute(
                "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, "
                "tile_data BLOB)"
            )
            file.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
            for zoom in (1, 2):
                for column in range(1 << zoom):
                    for row in range(1 << zoom):
                        # Rows of MBTiles count from the south.
                        tile = data or (SOUTH if row < 1 << zoom - 1 else NORTH)
                        file.execute(
                            "INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, column, row, tile)
                        )
        file.close()
        return path

    return make


# ---- addresses ----


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "http://10.0.0.7:8080/map/{z}/{x}/{y}",
        "https://t.example.org/{z}/{x}/{-y}.webp?key=a%20b&v=1",
        "http://[::1]:81/{x}/{y}/{z}.jpg",
        f"  {URL} ",
    ],
)
def test_an_address_of_tiles(url: str) -> None:
    found, file = tiles.own(url)
    assert file is None
    assert found.url == url.strip()
    assert found.key == tiles.OWN
    assert found.credit == urlsplit(url.strip()).hostname
    assert tiles.own(url, "  Survey\n of  X ")[0].credit == "Survey of X"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://t.org/{z}/{x}/{y}", "http"),
        ("javascript://t.org/{z}/{x}/{y}", "http"),
        ("file:///tiles/{z}/{x}/{y}", "http"),
        ("//t.org/{z}/{x}/{y}", "http"),
        ("https:///{z}/{x}/{y}", "host"),
        ("https://t.org:port/{z}/{x}/{y}", "host"),
        ("https://t.org/{z}/{x}", "once each"),
        ("https://t.org/{z}/{x}/{y}/{y}", "once each"),
        ("https://t.org/{z}/{x}/{y}{-y}", "once each"),
        ("https://t.org/{z}/{x}/{y}{r}.png", "once each"),
        ("https://t.org/{z}/{x}/{y}/{{7*7}}", "once each"),
        ("https://t.org/{z}/{x}/{y}}", "once each"),
        ("https://{s}.t.org/{z}/{x}/{y}", "host"),
        ("https://me:secret@t.org/{z}/{x}/{y}", "password"),
        ('https://t.org/{z}/{x}/{y}"><script>', "characters"),
        ("https://t.org/{z}/{x}/{y} x", "characters"),
        ("https://t.org/{z}/{x}/{y}`${hit}`", "characters"),
        ("https://t.org/" + "a" * 3_000 + "/{z}/{x}/{y}", "characters"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, why: str) -> None:
    with pytest.raises(InvalidTiles, match=why) as told:
        tiles.own(url)
    assert told.value.exit_code == 2
    assert "such as https://" in str(told.value)
    assert "secret" not in str(told.value).replace(url, "")


@given(st.text(max_size=60))
def test_no_text_gets_through_that_is_no_address(text: str) -> None:
    try:
        found, file = tiles.own(f"https://{text}/{{z}}/{{x}}/{{y}}")
    except InvalidTiles:
        return
    assert file is None
    assert not set(found.url) & set("\"'<>`\\ \n")


# ---- what there is to choose ----


def test_openstreetmap_is_offered_unless_offline() -> None:
    assert tiles.choices({}) == (tiles.OPENSTREETMAP,)
    assert tiles.choices({tiles.OFFLINE: "0"}) == (tiles.OPENSTREETMAP,)
    for yes in ("1", "true", "YES", " on "):
        assert tiles.choices({tiles.OFFLINE: yes}) == ()
    with pytest.raises(InvalidTiles, match='"perhaps"'):
        tiles.choices({tiles.OFFLINE: "perhaps"})
    assert tiles.OPENSTREETMAP.url.startswith("https://")
    assert "OpenStreetMap" in tiles.OPENSTREETMAP.credit


def test_offline_takes_no_address_but_of_this_machine() -> None:
    with pytest.raises(InvalidTiles, match="offline"):
        tiles.choices({tiles.OFFLINE: "1", tiles.TILES: URL})
    here = "http://127.0.0.1:9/{z}/{x}/{y}"
    assert [one.url for one in tiles.choices({tiles.OFFLINE: "1", tiles.TILES: here})] == [here]
    assert [one.key for one in tiles.choices({tiles.TILES: URL})] == ["openstreetmap", "own"]


def test_a_credit_without_tiles_is_refused() -> None:
    with pytest.raises(InvalidTiles, match="credit"):
        tiles.choices({tiles.CREDIT: "Me"})


# ---- files ----


def test_a_file_says_what_it_is(mbtiles: Callable[..., Path]) -> None:
    path = mbtiles(bounds="-10,-20,30.5,40")
    found, file = tiles.own(str(path))
    assert file == path
    assert (found.name, found.credit) == ("Own map", "Me & you")
    assert (found.least, found.most, found.bounds) == (1, 2, (-10, -20, 30.5, 40))
    assert tiles.own(str(path), "Somebody else")[0].credit == "Somebody else"


@pytest.mark.parametrize(
    "bounds", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "170,0,-170,10", "0,5,9,5"]
)
def test_bounds_that_cannot_be_are_the_world(mbtiles: Callable[..., Path], bounds: str) -> None:
    assert Tileset(mbtiles(bounds=bounds)).bounds is None


def test_rows_count_from_the_north(mbtiles: Callable[..., Path]) -> None:
    file = Tileset(mbtiles())
    assert file.tile(1, 0, 0) == NORTH
    assert file.tile(1, 1, 1) == SOUTH
    assert file.tile(2, 3, 1) == NORTH
    assert file.tile(2, 3, 2) == SOUTH
    for absent in [(0, 0, 0), (1, 2, 0), (1, 0, 2), (1, 0, -1), (3, 0, 0), (99, 0, 0)]:
        assert file.tile(*absent) is None


@pytest.mark.parametrize(
    ("data", "kind"), [(NORTH, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
def test_rasters_are_known_by_their_bytes(
    mbtiles: Callable[..., Path], data: bytes, kind: str
) -> None:
    assert Tileset(mbtiles(data=data, format="png")).kind == kind


@pytest.mark.parametrize(("data", "format"), [(VECTOR, "pbf"), (VECTOR, ""), (b"\x1a\x05", "")])
def test_vectors_are_refused_with_a_remedy(
    mbtiles: Callable[..., Path], data: bytes, format: str
) -> None:
    with pytest.raises(InvalidTiles, match=r"vector tiles.*raster tiles: png, jpg or webp"):
        Tileset(mbtiles(data=data, format=format))


def test_a_file_that_is_none_is_refused(
    tmp_path: Path, mbtiles: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)  # a message shortens a long path

    def refused(path: Path, why: str) -> None:
        with pytest.raises(InvalidTiles, match=why) as told:
            tiles.own(str(path.relative_to(tmp_path.parent)))
        assert path.name in str(told.value)

    refused(tmp_path / "none.mbtiles", "no file")
    refused(tmp_path, "no file")
    text = tmp_path / "text.mbtiles"
    text.write_text("no database at all " * 100, encoding="utf-8")
    refused(text, "cannot be read")
    empty = tmp_path / "empty.mbtiles"
    empty.touch()
    refused(empty, "lacks the tables")
    other = tmp_path / "other.mbtiles"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE things (name TEXT)")
    file.close()
    refused(other, "lacks the tables")
    refused(mbtiles("odd.mbtiles", data=b"text?" * 9), "neither png")
    whole = mbtiles("cut.mbtiles").read_bytes()
    cut = tmp_path / "cut.mbtiles"
    cut.write_bytes(whole[:512] + bytes(len(whole) - 512))
    refused(cut, "cannot be read|lacks")
    without = mbtiles("without.mbtiles")
    with sqlite3.connect(without) as file:
        file.execute("DELETE FROM tiles")
    file.close()
    refused(without, "no tiles")
    strange = mbtiles("strange.mbtiles")
    with sqlite3.connect(strange) as file:
        file.execute("UPDATE tiles SET zoom_level = 'deep'")
    file.close()
    refused(strange, "zoom levels")


def test_a_file_is_never_written(mbtiles: Callable[..., Path]) -> None:
    path = mbtiles("with blank & #hash?.mbtiles")
    before = path.read_bytes()
    path.chmod(0o444)
    Tileset(path).tile(1, 0, 0)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_metadata_is_hostile(mbtiles: Callable[..., Path]) -> None:
    link = '<a href="javascript:window.hit=1">&copy; Survey &lt;b&gt;</a>'
    found = Tileset(mbtiles(attribution=link, name=HOSTILE * 50))
    assert found.credit == "© Survey <b>"
    assert len(found.name) <= 300


# ---- to the browser ----


def get(address: str, path: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    connection.request(method, path or parts.path)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), data


def at(address: str, z: object, x: object, y: object) -> str:
    return address.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))


def test_tiles_are_served_to_this_machine_only(mbtiles: Callable[..., Path]) -> None:
    address = serve(Tileset(mbtiles()))
    parts = urlsplit(address)
    assert parts.hostname == "127.0.0.1"
    token = parts.path.split("/")[1]
    assert len(token) >= 32
    code, headers, data = get(at(address, 1, 0, 0))
    assert (code, data) == (200, NORTH)
    assert headers["Content-Type"] == "image/png"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in headers["Cache-Control"]
    # Where the file has none, a clear pixel: no fault, and nothing over what lies below.
    code, headers, data = get(at(address, 9, 5, 5))
    assert (code, headers["Content-Type"], data[:4]) == (200, "image/png", b"\x89PNG")
    assert data not in (NORTH, SOUTH)
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    for path in (
        "/",
        f"/{wrong}/1/0/0",
        f"/{token}/1/0",
        f"/{token}/1/0/-1",
        f"/{token}/1/0/0/../0",
        f"/{token}/1/0/0?x=1",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        code, headers, data = get(address, path)
        assert (code, data) == (404, b"")
        assert "Access-Control-Allow-Origin" not in headers
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert get(at(address, 1, 0, 0), method=method)[0] == 501


def test_a_file_is_served_once_a_process(mbtiles: Callable[..., Path]) -> None:
    environment = {tiles.TILES: str(mbtiles()), tiles.OFFLINE: "1"}
    (one,) = tiles.choices(environment)
    assert tiles.choices(environment) == (one,)
    assert get(at(one.url, 2, 0, 3))[2] == SOUTH


# ---- on the map ----


def test_what_is_given_reaches_the_map_as_text(site_assets: webmap.Assets) -> None:
    hostile = tiles.Background(tiles.OWN, URL, HOSTILE, HOSTILE)
    base = webmap.AtlasMap(site_assets, backgrounds=[tiles.OPENSTREETMAP, hostile])
    page = base.get_root().render()
    assert "<img" not in page
    assert "{{" not in page.replace("{{ ", "")
    assert "openstreetmap.org/copyright" in page
    again = webmap.AtlasMap(site_assets, backgrounds=[tiles.OPENSTREETMAP, hostile])
    assert again.get_root().render() == page


@pytest.fixture(scope="module")
def site_assets(atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory) -> webmap.Assets:
    return webmap.assets(atlas, tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_sentence_says_whose_boundaries_are_seen(language: str) -> None:
    tr = i18n.tr(language)
    de_facto = webmap.boundaries(tr)
    india = webmap.boundaries(tr, "IND")
    street = webmap.boundaries(tr, "IND", tiles.OPENSTREETMAP.key)
    own = webmap.boundaries(tr, "IND", tiles.OWN)
    assert "de facto" in de_facto
    assert "India" in india
    assert "India" not in street
    assert street in own
    assert india in own
    assert len({de_facto, india, street, own}) == 4
    for code in basemap.VIEWPOINTS:
        assert tr.of_party(code) in webmap.boundaries(tr, code)


def test_a_scene_carries_both_and_differs_by_them() -> None:
    plain, seen, tiled = (
        webmap.Scene(**more).to_dict()
        for more in ({}, {"viewpoint": "IND"}, {"background": "openstreetmap"})
    )
    assert len({one["name"] for one in (plain, seen, tiled)}) == 3
    assert (seen["viewpoint"], tiled["background"]) == ("IND", "openstreetmap")


# ---- the command ----


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--tiles", "ftp://x/{z}/{x}/{y}"), "http"),
        (("--tiles", "nothing.mbtiles"), "no file"),
        (("--tiles", URL, "--offline"), "offline"),
        (("--tiles-credit", "Me"), "--tiles"),
        (("--viewpoint", "VEN"), "choose one of ARG"),
    ],
)
def test_serve_refuses_before_it_starts(options: tuple[str, ...], why: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", "serve", "--no-browser", "--port", "1", *options],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
    )
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# ---- the page ----


def page(monkeypatch: pytest.MonkeyPatch, **environment: str) -> AppTest:
    monkeypatch.setattr("sys.argv", ["app.py"])
    for name in (tiles.TILES, tiles.CREDIT, tiles.OFFLINE):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not run.exception
    return run


def offered(run: AppTest) -> list[str]:
    return next((list(box.options) for box in run.selectbox if box.key == "background"), [])


def test_offline_the_page_offers_no_background_but_its_own(
    monkeypatch: pytest.MonkeyPatch, mbtiles: Callable[..., Path]
) -> None:
    tr = i18n.ENGLISH
    assert offered(page(monkeypatch)) == [
        tr("tiles.natural_earth"),
        tr("tiles.openstreetmap"),
    ]
    run = page(monkeypatch, **{tiles.OFFLINE: "1"})
    assert offered(run) == []
    assert [box.key for box in run.selectbox if box.key == "viewpoint"] == ["viewpoint"]
    own = {tiles.OFFLINE: "1", tiles.TILES: str(mbtiles())}
    assert offered(page(monkeypatch, **own)) == [tr("tiles.natural_earth"), "Own map"]


def test_the_page_says_what_is_wrong_with_the_tiles_it_was_started_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = page(monkeypatch, **{tiles.TILES: "nothing.mbtiles"})
    assert "There is no file" in " ".join(one.value for one in run.error)
