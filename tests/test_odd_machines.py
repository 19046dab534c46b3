"""Odd machines: full disks, folders that cannot be written, no home, odd clocks, places and names.

Each ends in a message that says what to do, or in no difference.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import run
from support.processes import child
from support.rows import mission, simple

import geo
from geo import dataset, editing

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ["--publisher", "P", "--title", "T", "--kind", "news", "--author", "me"]
IMPORTED = ["wikidata", "--from", ROOT / "tests" / "data" / "importers" / "missions.csv"]
IMPORTED += ["--date", "2022-11-16"]
VIEW = ["--among", "PRK,VEN"]
ODD = "мой атлас 日本 é & 'q' #1%20"

posix = pytest.mark.skipif(os.name != "posix", reason="limits and signals of POSIX")
writes_anywhere = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere"
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return simple(tmp_path, "s", mission("a"), mission("b", city="Seoul", receiving="KOR"))


# --- disks and folders ---------------------------------------------------------------------------


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is flushed meets a full disk."""

    def fails(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fails)


ACTS: dict[str, Callable[[Path, Path], list[object]]] = {
    "add": lambda into, _: ["source", "add", into, *SOURCE],
    "undo": lambda into, _: ["undo", into, "--author", "me"],
    "import": lambda into, other: ["import", *IMPORTED, "--into", into],
    "import anew": lambda into, other: ["import", *IMPORTED, "--into", other.parent / "new"],
    "merge": lambda into, other: ["merge", other, "--into", into],
    "fix": lambda into, _: ["check", into, "--fix"],
    "csv": lambda into, other: ["export", other.parent / "out.csv", "--dataset", into],
    "xlsx": lambda into, other: ["export", other.parent / "out.xlsx", "--dataset", into],
    "dossier": lambda into, other: ["dossier", other.parent / "out.html", "--dataset", into],
}


@pytest.mark.parametrize("act", ACTS)
def test_a_full_disk_is_named_and_leaves_all_as_it_was(
    act: str, folder: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = simple(tmp_path, "other", mission("c", sending="COL"))
    assert run("source", "add", folder, *SOURCE[:3], "First", *SOURCE[4:]).returncode == 0
    if act == "fix":
        heads = folder / "heads.csv"
        heads.write_bytes(heads.read_bytes().replace(b"\n", b"\r\n"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with monkeypatch.context() as while_full:
        full(while_full)
        ended = run(*ACTS[act](folder, other))
    assert ended.returncode == 2, ended
    assert os.strerror(errno.ENOSPC) in ended.stderr
    assert "Choose" in ended.stderr
    outside = {
        p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and cache not in p.parents
    }
    assert outside == {p: data for p, data in before.items() if cache not in p.parents}
    assert run(*ACTS[act](folder, other)).returncode == 0


@posix
@pytest.mark.slow
def test_a_site_that_meets_a_full_disk_is_finished_by_the_next_command(
    folder: Path, tmp_path: Path, cache: Path
) -> None:
    code = """
    import resource, signal, sys
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = int(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    from geo.cli import main
    sys.exit(main(sys.argv[1:]))
    """
    words = ["--dataset", folder, "--no-pictures", "--no-downloads", "--as-of", "2026-01-01"]
    assert run("publish", tmp_path / "whole", *words).returncode == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = child(code, 20_000, "publish", tmp_path / "site", *words)
    said = done.communicate()[1]
    assert done.returncode == 2, said
    assert "Cannot write" in said
    assert "Traceback" not in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert run("publish", tmp_path / "site", *words).returncode == 0
    made = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "whole", tmp_path / "site")
    ]
    assert made[0] == made[1]


@posix
@pytest.mark.slow
def test_a_limit_on_files_is_a_message_too(tmp_path: Path) -> None:
    code = """
    import resource, signal, sys
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    from geo.cli import main
    sys.exit(main(sys.argv[1:]))
    """
    into = tmp_path / "copy"
    done = child(code, "copy", into)
    said = done.communicate()[1]
    assert done.returncode == 2, said
    assert f"cannot write '{into}': " in said.casefold() or "annot write" in said
    assert not into.exists() or not list(into.iterdir())


@writes_anywhere
def test_a_folder_that_is_not_writable_is_named(folder: Path, cache: Path) -> None:
    folder.chmod(0o555)
    try:
        for words in (["source", "add", folder, *SOURCE], ["export", folder / "x.csv"]):
            ended = run(*words)
            assert ended.returncode == 2
            assert "Choose a folder" in ended.stderr
        assert run("check", folder).returncode == 0
        assert run("list", "--dataset", folder).returncode == 0
    finally:
        folder.chmod(0o755)


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path, cache: Path) -> None:
    there = tmp_path / "there"
    there.write_text("a file")
    for words in (["copy", there], ["source", "add", there, *SOURCE], ["export", there / "x.csv"]):
        ended = run(*words)
        assert ended.returncode == 2, words
        assert "there" in ended.stderr
    assert there.read_text() == "a file"


def test_a_cache_that_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("list", *VIEW, "--json")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert run("list", *VIEW, "--json") == said
    geo.Atlas.open()
    assert run("dossier", tmp_path / "d.html", *VIEW).returncode == 0


def test_no_home_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("list", *VIEW, "--json")

    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    assert run("list", *VIEW, "--json") == said
    assert run("dossier", tmp_path / "d.html", *VIEW).returncode == 0


def test_two_versions_on_one_cache_do_not_disturb_each_other(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo import package_files

    said = []
    for version in (b"one", b"two", b"one"):
        monkeypatch.setattr(package_files, "versions", lambda version=version: version)
        found = geo.Atlas.open().missions(geo.Selection(among=("PRK", "VEN")))
        said.append(found.drop(columns="geometry").to_json())
    assert len(set(said)) == 1


# --- clocks, places, languages -------------------------------------------------------------------


COMMANDS = """
import datetime as dt, sys
import geo.dates
day = dt.date.fromisoformat(sys.argv[1])
geo.dates.today = lambda: day
from geo.cli import main
into, out = sys.argv[2:]
for words in (
    ["list", "--among", "PRK,VEN"],
    ["show", "prk-embassy-caracas"],
    ["timeline", "--among", "PRK,VEN"],
    ["conflicts"],
    ["cite", "prk-embassy-caracas"],
    ["check", into],
    ["copy", out + "/copy"],
    ["source", "add", into, "--publisher", "P", "--title", "é", "--kind", "news", "--author", "me"],
    ["undo", into, "--author", "me"],
    ["edits", into],
    ["export", out + "/x.xlsx", "--among", "PRK,VEN"],
    ["figure", out + "/x.svg", "--among", "PRK,VEN"],
    ["dossier", out + "/x.html", "--among", "PRK,VEN"],
):
    code = main(words)
    assert code in (0, 1, 2), (words, code)
    if words[0] in ("check", "source", "undo", "edits", "copy"):
        assert code == 0, words
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "zone", "language"),
    [
        ("1970-01-01", "Pacific/Kiritimati", "C"),
        ("2040-12-31", "<-12>12", "tr_TR.UTF-8"),
        ("2026-11-30", ":/no/such/zone", "xx_YY.KOI8-R"),
    ],
)
def test_odd_clocks_zones_and_languages_end_in_a_message_or_work(
    day: str,
    zone: str,
    language: str,
    folder: Path,
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("EMBASSY_ATLAS_TRACEBACK", "1")
    out = tmp_path / "out"
    out.mkdir()
    done = child(COMMANDS, day, folder, out)
    said = done.communicate()[1]
    assert done.returncode == 0, said
    assert dataset.check(folder) == []
    assert [edit.undoes for edit in editing.history(folder)] == ["", "edit-000001"]


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_folders_with_blanks_and_other_scripts_are_folders(tmp_path: Path, cache: Path) -> None:
    place = tmp_path / ODD
    place.mkdir()
    into = place / ODD
    assert run("copy", into).returncode == 0
    assert run("source", "add", into, *SOURCE).returncode == 0
    assert run("undo", into, "--author", "me").returncode == 0
    assert run("check", into).returncode == 0
    for suffix in ("csv", "xlsx", "geojson", "gpkg", "parquet", "fgb", "shp.zip", "kmz", "zip"):
        shown = VIEW if suffix != "zip" else []
        ended = run("export", place / f"{ODD}.{suffix}", "--dataset", into, *shown)
        assert ended.returncode == 0, ended.stderr
    for command, suffix in (("figure", "svg"), ("figure", "png"), ("dossier", "html")):
        ended = run(command, place / f"{ODD}.{suffix}", "--dataset", into, *VIEW)
        assert ended.returncode == 0, ended.stderr
    other = place / "other"
    assert run("merge", into, "--into", other).returncode == 0
    assert run("diff", into, other).returncode in (0, 1)


@posix
@pytest.mark.slow
def test_the_command_runs_from_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    place = tmp_path / ODD
    shutil.copytree(ROOT / "data" / "atlas", place / "data set")
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "LC_ALL": "POSIX"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "geo.cli", "list", "--dataset", "data set", *VIEW, "--json"],
        cwd=place,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == run("list", *VIEW, "--json").stdout.encode()
