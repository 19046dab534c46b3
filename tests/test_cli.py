"""The command line: what it prints, how it ends, and how soon."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import geo
from geo import dataset
from geo.cli import main
from geo.cli.commands import app
from geo.i18n import tr
from geo.selection import KEYS
from geo.server import FLAGS, Server, free_port, page

ROOT = Path(geo.__file__).resolve().parent.parent
AMONG = ("--among", "VEN,PRK", "--as-of", "2026-11-21")
EDITING = ("undo", "edits", "diff", "copy", "push", "pull")
SELECTING = (
    "list",
    "show",
    "rank",
    "compare",
    "matrix",
    "reciprocity",
    "state",
    "pair",
    "city",
    "nearest",
    "scorecard",
    "cite",
    "conflicts",
    "timeline",
    "export",
    "figure",
    "dossier",
    "screenshot",
    "serve",
)
HEAVY = ("pandas", "geopandas", "folium", "matplotlib", "streamlit", "pydantic", "shapely", "numpy")


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> Ended:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ended(code, out, err)

    return call


def started(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "geo.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **more)


# --- how a message begins ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["missions", "missions.csv", "2022 list", "état"])
def test_the_name_of_a_file_keeps_its_letters(name: str, tmp_path: Path, run: Run) -> None:
    """It was told of Missions.csv, which is another file."""
    (tmp_path / name).write_text("[1,", "utf-8")
    for given in (("--from", tmp_path / name), (f"--from={tmp_path / name}",)):
        done = run("import", "wikidata", *given, "--into", tmp_path / "new")
        assert done.code != 0
        assert name in done.err
        assert f"{name[:1].upper()}{name[1:]}" not in done.err or name[:1].upper() == name[:1]


def test_another_message_begins_with_a_capital(tmp_path: Path, run: Run) -> None:
    done = run("check", tmp_path / "nowhere")
    assert done.err.startswith("There is no folder")


# --- help ------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    assert started("--help").returncode == 0
    look = (
        "import sys, geo; from geo.cli import main\n"
        "assert main(['--help']) == 0\n"
        f"print(sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize("command", SELECTING)
def test_the_same_selection_options_everywhere(run: Run, command: str) -> None:
    said = run(command, "--help").out
    for option in KEYS.values():
        assert f"--{option}" in said
    assert "--dataset" in said


def test_every_command_says_what_it_does(run: Run) -> None:
    said = run("--help").out
    assert {command.name for command in app.registered_commands} == {
        "check",
        "merge",
        "find",
        "verify",
        "totals",
        "publish",
        *EDITING,
        *SELECTING,
    }
    for command in ("check", "merge", "find", "verify", "totals", "publish", *EDITING, *SELECTING):
        assert command in said
        assert run(command, "--help").code == 0
    assert run().code == 2
    assert run("--version").code == 0


def test_every_text_of_a_command_is_used() -> None:
    texts = tomllib.loads((ROOT / "geo" / "cli" / "commands.toml").read_text("utf-8"))
    used = set(_parameters(typer.main.get_command(app)))
    for name, text in texts.items():
        for parameter in text.keys() - {"help"}:
            assert any(parameter == one and name in ("shared", own) for own, one in used), parameter


def _parameters(command: Any, name: str = "") -> Iterator[tuple[str, str]]:
    yield from ((name, one.name) for one in getattr(command, "params", ()))
    for word in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from _parameters(command.get_command(None, word), f"{name} {word}".strip())


# --- cite --------------------------------------------------------------------------------------


def test_cite_prints_one_bibliography(run: Run) -> None:
    ids = ("ven-embassy-pyongyang", "pair:PRK-VEN", "nk-news-2019-01-26", "las-mercedes")
    told = json.loads(run("cite", *ids, "--as-of", "2026-11-21", "--form", "csl").out)
    assert [one["title"] for one in told][:2] == [
        "Embassy of Venezuela in Pyongyang",
        "North Korea and Venezuela",
    ]
    assert [one["type"] for one in told] == ["entry", "entry", "article-newspaper", "entry"]
    assert run("cite", *ids, "--form", "bibtex").out.count("\n@") == 3
    assert len(run("cite", *ids).out.splitlines()) == 4


def test_cite_without_an_id_cites_the_view(run: Run) -> None:
    said = run("cite", *AMONG, "--as-of", "2019-09-01").out
    assert "Diplomatic missions between" in said
    assert "As of 1 September 2019" in said
    assert (
        "A fecha de 1 de septiembre de 2019"
        in run("cite", *AMONG, "--as-of", "2019-09-01", "--language", "es").out
    )


def test_cite_says_what_it_cannot_cite(run: Run) -> None:
    for given, told in (
        (("no-such-mission",), 'Unknown id "no-such-mission"'),
        (("pair:PRK-VEN", *AMONG), "An id and a filter"),
        (("pair:PRK-VEN", "--form", "ris"), "Choose text, bibtex or csl"),
        (("pair:PRK-VEN", "--language", "xx"), "xx"),
    ):
        ended = run("cite", *given)
        assert ended.code == 2
        assert told in ended.err
        assert not ended.out


def test_show_tells_all_claims_where_it_is_asked(run: Run) -> None:
    ended, bare = (run("show", "ven-embassy-pyongyang", *more) for more in (("--claims",), ()))
    assert "Pyonyang" in ended.out
    assert "2 claims" in ended.out
    assert "2 claims" not in bare.out
    assert "Last confirmed: NK News" in bare.out
    assert ended.code == bare.code == 0


# --- list and show -----------------------------------------------------------------------------


def test_list_is_columns_separated_by_tabs_when_piped(run: Run) -> None:
    ended = run("list", *AMONG)
    header, *rows = (line.split("\t") for line in ended.out.splitlines())
    assert header[:5] == ["id", "name", "sending", "receiving", "city"]
    assert {len(row) for row in rows} == {len(header)}
    assert [row[0] for row in rows] == ["prk-embassy-caracas", "ven-embassy-pyongyang"]
    assert "2 missions shown" in ended.err
    assert "1 closed not shown" in ended.err
    assert ended.code == 0


def test_list_as_json_counts_what_is_hidden(run: Run, atlas: geo.Atlas) -> None:
    told = json.loads(run("list", "--as-of", "2026-11-21", "--json").out)
    selection = geo.Selection(as_of="2026-11-21")
    assert told["shown"] == len(told["missions"]) == len(atlas.missions(selection))
    assert sum(told["hidden"].values()) == atlas.hidden(selection).total
    assert told["as_of"] == "2026-11-21"


def test_options_reach_the_selection(run: Run) -> None:
    def ids(*options: str) -> set[str]:
        rows = json.loads(run("list", "--as-of", "2026-11-21", "--json", *options).out)["missions"]
        return {row["id"] for row in rows}

    both = ids("--among", "VEN,PRK")
    assert ids("--among", "Venezuela", "--among", "North Korea") == both
    assert ids("--sending", "VEN", "--receiving", "PRK") < both
    assert ids("--states", "VEN,PRK") > both
    assert ids("--sending", "VEN", "--receiving", "PRK", "--status", "closed") == set()
    assert ids("--city", "Caracas", "--sending", "PRK") < both
    assert ids("--bbox", "-67,10,-66,11", "--among", "VEN,PRK") == {"prk-embassy-caracas"}
    assert ids("--text", "pyongyang venezuela") >= {"ven-embassy-pyongyang"}
    assert ids("--source", "nk-news-2019-01-25") >= {"ven-embassy-pyongyang"}
    assert ids("--kind", "embassy", "--among", "VEN,PRK") == both
    assert ids("--as-of", "2018-06-01", "--sending", "VEN", "--receiving", "PRK") == set()
    assert ids("--sending", "Korea, Republic of") == ids("--sending", "KOR")


def test_no_mission_is_an_answer_that_explains_itself(run: Run) -> None:
    ended = run("list", "--text", "no such words")
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 1
    assert "No mission shown" in ended.err
    assert "Leave out an option" in ended.err


def test_show_tells_the_founding_story(run: Run) -> None:
    day = ("--as-of", "2019-01-26", "--known-on", "2019-01-26")
    ended = run("show", "ven-embassy-pyongyang", *day)
    assert ended.code == 0
    assert "Jorge Arreaza" in ended.out
    assert "41.534" in ended.out
    assert "https://www.nknews.org/" in ended.out
    card = json.loads(run("show", "ven-embassy-pyongyang", *day, "--json").out)
    assert card["id"] == "ven-embassy-pyongyang"
    assert card["status"] == "preparing"
    both = json.loads(run("show", *AMONG, "--json").out)
    assert [c["id"] for c in both["cards"]] == ["prk-embassy-caracas", "ven-embassy-pyongyang"]
    assert run("show", "pair:PRK-VEN").code == 0


def test_show_speaks_spanish_and_tells_of_sources(run: Run) -> None:
    ended = run("show", "pair:PRK-VEN", "--language", "es")
    assert tr("es")("card.section.route") in ended.out
    assert "14\N{NO-BREAK SPACE}370 km" in ended.out
    source = json.loads(run("show", "nk-news-2019-01-26", "--json").out)
    assert source["what"] == "source"
    assert {"about", "events", "claims"} <= {section["key"] for section in source["sections"]}
    refused = run("show", "pair:PRK-VEN", "--language", "xx")
    assert refused.code == 2
    assert "en, es" in refused.err


def test_show_wants_an_id_or_a_filter(run: Run) -> None:
    assert run("show").code == 2
    ended = run("show", "prk-embassy-caracas", "--kind", "embassy")
    assert ended.code == 2
    assert "Leave out one of them" in ended.err
    unknown = run("show", "prk-embasy-caracas")
    assert unknown.code == 2
    assert "prk-embassy-caracas" in unknown.err


# --- check ---------------------------------------------------------------------------------------


def test_check_passes_the_bundled_dataset(run: Run) -> None:
    assert run("check").code == 0
    assert json.loads(run("check", "--json").out)["errors"] == []


def test_check_reports_all_problems_and_mends_the_form(run: Run, dataset_copy: Path) -> None:
    file = dataset_copy / "missions.csv"
    sound = file.read_bytes()
    header, *rows = sound.decode().splitlines()
    file.write_text("\r\n".join([header, *reversed(rows)]) + "\r\n", encoding="utf-8-sig")
    assert run("check", dataset_copy).code == 1
    mended = run("check", dataset_copy, "--fix")
    assert mended.code == 0
    assert "put into canonical form: missions.csv" in mended.out
    assert file.read_bytes() == sound

    spoilt = sound.decode().replace("ven-embassy-pyongyang,VEN,", "ven-embassy-pyongyang,VXX,", 1)
    file.write_text(spoilt, encoding="utf-8", newline="\n")
    ended = run("check", "--dataset", dataset_copy, "--json")
    assert ended.code == 1
    told = json.loads(ended.out)
    assert told["count"] == len(told["errors"]) > 0
    problem = next(f for f in told["errors"] if f["value"] == "VXX")
    assert problem.keys() == {"file", "row", "column", "value", "rule", "remedy"}
    assert (problem["file"], problem["column"]) == ("missions.csv", "sending")
    assert '"VXX"' in run("check", dataset_copy).out
    assert run("list", "--dataset", dataset_copy).code == 1
    assert run("check", dataset_copy, "--dataset", "elsewhere").code == 2


# --- files ---------------------------------------------------------------------------------------


def test_export_writes_the_same_bytes_each_time(run: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one.geojson", tmp_path / "two.GeoJSON"
    ended = run("export", one, *AMONG)
    assert ended.code == 0
    assert ended.out == ""
    assert "1 closed not shown" in ended.err
    told = json.loads(run("export", two, *AMONG, "--json").out)
    assert told["bytes"] == two.stat().st_size
    assert told["shown"] == 2
    assert one.read_bytes() == two.read_bytes()
    piped = started("export", "-", *AMONG)
    assert piped.stdout == one.read_bytes()


def test_figure_passes_its_captions_on(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pair.svg"
    ended = run("figure", out, *AMONG, "--title", "A title", "--note", "A note", "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["bytes"] == out.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("command", "name", "word"),
    [
        ("export", "map.shp", ".geojson"),
        ("export", "map", ".geojson"),
        ("figure", "map.jpg", ".svg"),
        ("figure", "map.geojson", ".pdf"),
        ("export", "none/map.geojson", "no folder"),
        ("export", "folder.geojson", "is a folder"),
        ("export", ".csv", "no name before its suffix"),
        ("export", ".shp.zip", "no name before its suffix"),
        ("export", "x" * 300 + ".geojson", "write"),
    ],
)
def test_files_that_cannot_be_written(
    run: Run, tmp_path: Path, command: str, name: str, word: str
) -> None:
    (tmp_path / "folder.geojson").mkdir()
    ended = run(command, tmp_path / name, *AMONG)
    assert ended.code == 2
    assert word in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.geojson"]


def test_a_full_disk_leaves_the_old_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "map.geojson"
    out.write_bytes(b"the old file")
    monkeypatch.setattr(os, "fsync", full)
    ended = run("export", out, *AMONG)
    assert ended.code == 2
    assert "No space left on device" in ended.err
    assert out.read_bytes() == b"the old file"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("content", ["dyads", "statements", "relations", "sources"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_other_contents_are_written_with_their_columns(
    content: str, suffix: str, run: Run, tmp_path: Path
) -> None:
    """Writing the file of columns failed for all contents but missions."""
    ended = run("export", tmp_path / f"it.{suffix}", "--content", content, *AMONG)
    assert ended.code == 0
    told = (tmp_path / f"it.{suffix}.columns.csv").read_text("utf-8-sig").splitlines()
    rows = (tmp_path / f"it.{suffix}").read_text("utf-8-sig").count("\n") - (suffix == "csv")
    assert f"{rows:,} {content} written" in ended.err
    assert {row.split(",")[0] for row in told[1:]} == {content}
    if suffix == "csv":
        head = (tmp_path / "it.csv").read_text("utf-8-sig").splitlines()[0]
        assert head.split(",") == [row.split(",")[1] for row in told[1:]]


def test_the_rows_of_a_file_are_counted(run: Run, tmp_path: Path) -> None:
    """Of dyads and lines the missions shown were counted instead."""
    ended = run("export", tmp_path / "d.csv", "--content", "dyads", *AMONG, "--json")
    told = json.loads(ended.out)
    assert told["rows"] == {"dyads": len((tmp_path / "d.csv").read_text().splitlines()) - 1}
    assert "shown" not in told
    ended = run("export", tmp_path / "l.geojson", "--layers", "lines", *AMONG)
    features = json.loads((tmp_path / "l.geojson").read_text())["features"]
    assert f"{len(features)} lines written" in ended.err
    assert "shown" not in ended.err


def test_a_content_without_a_row_is_no_file(run: Run, tmp_path: Path) -> None:
    for content in ("dyads", "relations", "sources"):
        ended = run("export", tmp_path / "d.csv", "--content", content, "--sending", "TUV")
        assert ended.code == 1
        assert f"no {content}" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_the_columns_beside_a_file_replace_nothing_of_the_readers(run: Run, tmp_path: Path) -> None:
    own = {tmp_path / "a.columns.csv": "mine", tmp_path / "b.csv.columns.csv": "mine, too"}
    for path, text in own.items():
        path.write_text(text)
    for suffix in ("csv", "kml", "csv"):
        assert run("export", tmp_path / f"a.{suffix}", *AMONG).code == 0
    ended = run("export", tmp_path / "b.csv", *AMONG)
    assert ended.code == 2
    assert "b.csv.columns.csv" in ended.err
    assert {path: path.read_text() for path in own} == own
    made = {"a.csv", "a.csv.columns.csv", "a.kml", "a.kml.columns.csv"}
    assert {path.name for path in tmp_path.iterdir()} == made | {path.name for path in own}


# --- how a run ends ------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_problem() -> None:
    command = [sys.executable, "-m", "geo.cli", "list"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait() == 141
    assert "Traceback" not in said
    assert "Broken" not in said


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (KeyboardInterrupt(), 130, "Ctrl+C"),
        (PermissionError(13, "Permission denied", "/x"), 2, 'Permission denied ("/x")'),
        (RuntimeError("odd"), 70, "bug in embassy-atlas: RuntimeError: odd"),
        (MemoryError(), 70, "MemoryError"),
        (ModuleNotFoundError("x", name="folium"), 2, '"folium" is not installed'),
    ],
)
def test_errors_become_messages(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, word: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.delenv("EMBASSY_ATLAS_TRACEBACK", raising=False)
    monkeypatch.setattr(geo.Atlas, "open", fail)
    ended = run("list")
    assert ended.code == code
    assert word in ended.err


def test_a_terminal_that_knows_only_ascii_is_no_problem() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    plain = started("show", "ven-embassy-pyongyang", env=env)
    assert plain.returncode == 0
    assert plain.stdout.isascii()
    told = started("show", "ven-embassy-pyongyang", "--json", env=env)
    assert told.stdout.isascii()
    assert "Iván Zerpa" in json.dumps(json.loads(told.stdout), ensure_ascii=False)
    assert started("list", "--help", env=env).returncode == 0


# --- serve ---------------------------------------------------------------------------------------


def test_config_and_serve_keep_to_this_machine() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert FLAGS["server.address"] == config["server"]["address"] == "127.0.0.1"
    assert FLAGS["server.showEmailPrompt"] == "false"
    assert config["server"]["showEmailPrompt"] is False
    assert FLAGS["browser.gatherUsageStats"] == "false"
    assert config["browser"]["gatherUsageStats"] is False
    assert FLAGS["client.toolbarMode"] == config["client"]["toolbarMode"]


def test_serve_refuses_a_taken_port_and_a_missing_dataset(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))
    assert ended.code == 2
    assert f"Port {port}" in ended.err
    assert "--port" in ended.err
    assert run("serve", tmp_path).code == 2
    assert run("serve", "--port", "0").code == 2


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_here_and_ends_when_told(tmp_path: Path, ending: signal.Signals) -> None:
    page = tmp_path / "app.py"
    seen = tmp_path / "seen"
    page.write_text("import streamlit as st\nst.write('here')\n")
    port = free_port()
    script = (
        "import sys, pathlib, geo.cli, geo.cli.serve_command as s\n"
        f"s._page = lambda: pathlib.Path({str(page)!r})\n"
        f"sys.exit(geo.cli.main(['serve', '--port', '{port}', '--no-browser', '--among',"
        "'VEN,PRK']))"
    )
    with seen.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=output)
    try:
        until = time.monotonic() + 60
        while b"Ctrl+C ends it" not in seen.read_bytes():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.status == 200
        process.send_signal(ending)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert f"http://127.0.0.1:{port}/?among=PRK,VEN" in seen.read_text()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_the_server_answers_once_the_map_of_its_dataset_is_made(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    given = ["--dataset", str(dataset.locate())]
    with Server(page(), free_port(), given, quiet=True, environment=environment) as server:
        assert server.answers()
        made = {path.name.partition("-")[0] for path in (tmp_path / "embassy-atlas").rglob("*.bin")}
        assert {"columns", "land", "names"} <= made
    missing = ["--dataset", str(tmp_path / "none")]
    with Server(page(), free_port(), missing, quiet=True, environment=environment) as server:
        assert server.answers()  # the page itself says what is wrong
