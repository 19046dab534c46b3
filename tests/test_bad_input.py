"""Bad input on the command line: a clear message, nothing executed, nothing lost, no traceback."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import geo
from geo import dataset
from geo.cli import main

ROOT = Path(geo.__file__).resolve().parent.parent
MISSION = "ven-embassy-pyongyang"
AMONG = ("--among", "VEN,PRK", "--as-of", "2026-11-21")
UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)

HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "template": "`${alert(1)}`",
    "formula": '=HYPERLINK("http://x.invalid","y")',
    "command": "+cmd|' /C calc'!A0",
    "rich": "[bold red]x[/bold red] [link=http://x.invalid]y[/link] :bomb: [/]",
    "turned": "left \u202etfel\u202c right \u2066a\u2069 \u200bend",
    "terminal": "title \x9b31m red \x9d0;name\x9c end \x85 next",
    "quotes": "a\"b'c\\d,e;f%s{0}\u00e9\U0001f5fa",
    "long": "x" * 100_000,
}
FIELDS = (
    ("sources", "publisher"),
    ("sources", "title"),
    ("missions", "name"),
    ("events", "detail"),
    ("events", "attributed_to"),
    ("events", "reason"),
    ("heads", "name"),
    ("relations", "title"),
    ("relations", "detail"),
    ("claims", "value"),
    ("claims", "reason"),
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert not UNSAFE.search(out + err)
        return code, out, err

    return call


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled dataset with a hostile text in every free field of every row."""
    folder = tmp_path_factory.mktemp("hostile") / "pack"
    dataset.write(dataset.read(), folder)
    texts = [text for name, text in HOSTILE.items() if name != "long"]
    for table in {table for table, _ in FIELDS}:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            for offset, column in enumerate(c for t, c in FIELDS if t == table):
                row[column] = texts[(number + offset) % len(texts)]
            if row["id"] == MISSION:
                row["name"] = HOSTILE["long"]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    dataset.fix(folder)
    return folder


def test_hostile_texts_reach_no_terminal(
    run: Callable[..., tuple[int, str, str]], hostile: Path
) -> None:
    code, out, _ = run("list", "--dataset", hostile, "--as-of", "2026-11-21")
    assert code == 0
    lines = out.splitlines()
    assert {len(line.split("\t")) for line in lines} == {len(lines[0].split("\t"))}
    for name in ("markup", "script", "template", "formula", "rich"):
        assert HOSTILE[name] in out
    code, out, _ = run("show", MISSION, "--dataset", hostile)
    assert code == 0
    assert HOSTILE["rich"] in out
    for text in HOSTILE.values():
        code, out, _ = run("find", text[:200].replace("\0", ""), "--dataset", hostile)
        assert code in (0, 1)
    code, out, _ = run("find", "onerror", "--dataset", hostile)
    assert code == 0
    assert HOSTILE["markup"] in out


def test_hostile_texts_are_kept_in_json(
    run: Callable[..., tuple[int, str, str]], hostile: Path
) -> None:
    opened = geo.Atlas.open(hostile)
    code, out, _ = run("list", "--dataset", hostile, "--as-of", "2026-11-21", "--json")
    assert code == 0
    names = {row["id"]: row["name"] for row in json.loads(out)["missions"]}
    assert names[MISSION] == HOSTILE["long"]
    assert (
        names.items() <= {i: r["name"] for i, r in opened.dataset.by_id["missions"].items()}.items()
    )
    assert set(HOSTILE.values()) <= set(names.values())


def test_hostile_texts_stay_literal_in_geojson(
    run: Callable[..., tuple[int, str, str]], hostile: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hostile.geojson"
    assert run("export", out, "--dataset", hostile, "--as-of", "2026-11-21")[0] == 0
    features = json.loads(out.read_bytes())["features"]
    names = {f["properties"].get("name") for f in features}
    assert set(HOSTILE.values()) <= names
    titles = {s["title"] for f in features for s in f["properties"].get("sources", [])}
    assert HOSTILE["formula"] in titles


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
@pytest.mark.parametrize("command", [("list", "--states", "PRK"), ("show", MISSION)])
def test_hostile_texts_on_a_real_terminal(hostile: Path, command: tuple[str, ...]) -> None:
    import pty

    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "geo.cli", *command, "--dataset", str(hostile)]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "300"}
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, env=env
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:
                break
            if not part:
                break
            seen += part
        os.close(ours)
        assert process.wait() == 0
    text = seen.decode()
    styled = re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n")
    assert not UNSAFE.search(styled)
    if command[0] == "show":
        assert "[bold red]x" in styled
        assert ":bomb:" in styled
    assert "\x1b[31m" not in text
    assert "\x1b]" not in text


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("list", "--sending", "Atlantis"), '"Atlantis"'),
        (("list", "--among", "Korea,VEN"), "PRK"),
        (("list", "--states", "Congo"), "COD"),
        (("list", "--receiving", "Nigeria,Nigerr"), '"Nigerr"'),
        (("list", "--as-of", "Mar-19"), "2019-03"),
        (("list", "--as-of", "2019-02-31"), '"2019-02-31"'),
        (("list", "--known-on", "yesterday"), '"yesterday"'),
        (("list", "--kind", "castle"), '"castle"'),
        (("list", "--status", "ajar"), '"ajar"'),
        (("list", "--bbox", "1,2,3"), '"1,2,3"'),
        (("list", "--bbox", "nan,0,1,1"), "nan"),
        (("list", "--bbox", "0,91,1,92"), "±90"),
        (("list", "--text", "x" * 100_000), "100,000 characters"),
        (("list", "--sending", "\x1b[31m\u202eVEN"), r"\x1b[31m\u202eVEN"),
        (("list", "--dataset", "no/such/folder"), "no folder"),
        (("list", "--dataset", __file__), "folder"),
        (("list", "--dataset", "a\0b"), "a"),
        (("check", "no/such/folder"), "no folder"),
        (("serve", "no/such/folder"), "no folder"),
        (("show", "<img onerror>"), "<img onerror>"),
        (("show", "x" * 100_000), "100,000 characters"),
        (("list", "--no-such-option"), "--no-such-option"),
        (("list", "surplus"), "surplus"),
        (("lisst",), "list"),
        (("serve", "--port", "eighty"), "--port"),
        (("export",), "OUT.SUFFIX"),
        (("list", "--text", "\udcff"), "UTF-8"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(
    run: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], word: str
) -> None:
    code, out, err = run(*arguments)
    assert code == 2, err
    assert out == ""
    assert word in err
    assert len(err) < 2_000


@pytest.mark.parametrize("command", ["export", "figure"])
def test_an_empty_selection_writes_nothing(
    run: Callable[..., tuple[int, str, str]], command: str, tmp_path: Path
) -> None:
    out = tmp_path / {"export": "none.geojson", "figure": "none.png"}[command]
    code, said, err = run(command, out, "--text", "no such words")
    assert code == 1
    assert said == ""
    assert "No mission shown" in err
    assert not out.exists()


def _cut_in_half(folder: Path) -> None:
    path = folder / "events.csv"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _filled(name: str, data: bytes) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return fill


SPOILT: dict[str, tuple[str, Callable[[Path], None]]] = {
    "half-written table": ("events.csv", _cut_in_half),
    "missing table": ("sources.csv", _without("sources.csv")),
    "empty table": ("missions.csv", _filled("missions.csv", b"")),
    "not text": ("heads.csv", _filled("heads.csv", bytes(range(256)) * 20)),
    "NUL": ("heads.csv", _filled("heads.csv", b"id,mission\n\0,\0\n")),
    "an open quote": ("claims.csv", _filled("claims.csv", b'id,"' + b"x" * 200_000)),
    "no JSON": ("places.geojson", _filled("places.geojson", b"{")),
    "JSON of another kind": ("places.geojson", _filled("places.geojson", b"[[[]]]")),
    "deep JSON": ("places.geojson", _filled("places.geojson", b"[" * 100_000)),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_broken_dataset_is_told_and_ends_with_1(
    run: Callable[..., tuple[int, str, str]], kind: str, dataset_copy: Path, tmp_path: Path
) -> None:
    name, spoil = SPOILT[kind]
    spoil(dataset_copy)
    before = {path.name: path.read_bytes() for path in dataset_copy.iterdir()}
    out = tmp_path / "out.geojson"
    for command in (("check",), ("list", "--dataset"), ("export", str(out), "--dataset")):
        code, said, err = run(*command, dataset_copy)
        assert code == 1, err
        assert name in said + err
    assert not out.exists()
    code, said, err = run("check", dataset_copy, "--json")
    assert code == 1
    told = json.loads(said)
    assert told["count"] > 0
    assert any(problem["file"] == name for problem in told["errors"])
    assert {path.name: path.read_bytes() for path in dataset_copy.iterdir()} == before


def test_an_empty_folder_is_no_dataset(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    for command in (("check",), ("check", "--fix"), ("list", "--dataset"), ("serve",)):
        code, _, err = run(*command, tmp_path)
        assert code == 2
        assert "datapackage.json" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    code, _, err = run("export", tmp_path / "map.geojson", *AMONG)
    tmp_path.chmod(0o700)
    assert code == 2
    assert "may not be written" in err


def test_hostile_names_of_files(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    name = "a \u202e [bold] ; $(x) é.geojson"
    code, _, err = run("export", tmp_path / name, *AMONG)
    assert code == 0, err
    beside = f"{name}.columns.csv"
    assert {path.name for path in tmp_path.iterdir()} == {name, beside}
    shutil.rmtree(tmp_path)
