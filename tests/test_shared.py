"""A dataset in PostgreSQL: the same files, the same answers, the same edits."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from support.command import run
from support.postgres import HOST, SECRET, Cluster, absent, cluster
from support.processes import child
from support.rows import mission, simple
from support.served import free_port

import geo
from geo import dataset, editing
from geo.dataset import HISTORY, Row, addresses, contents, pull, push
from geo.editing import prepare, rebase, save, undo
from geo.errors import (
    AtlasError,
    DatasetChanged,
    DatasetMissing,
    EditConflict,
    WriteFailed,
    without_password,
)
from geo.exporters import draw_layers


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture
def address(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    with server.database() as made:
        yield made
        addresses.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return simple(tmp_path, "s", mission("a"), mission("b", city="Seoul", receiving="KOR"))


@pytest.fixture
def shared(address: str, folder: Path) -> str:
    push(address, folder)
    return address


def sql(address: str, query: str) -> list[Any]:
    with psycopg.connect(address, options="-c search_path=embassy_atlas,public") as conn:
        cursor = conn.execute(query)
        return cursor.fetchall() if cursor.description else []


def claim(value: str) -> Row:
    told = {"subject": "a", "property": "facade", "source": "s", "value": value}
    return Row("claims", told)


def name(value: str, id: str = "a") -> Row:
    places = {"a": ("Pyongyang", "PRK"), "b": ("Seoul", "KOR")}
    row = dict(zip(("city", "receiving"), places[id], strict=True))
    return Row("missions", {"id": id, "sending": "VEN", "kind": "embassy", **row, "name": value})


def names(address: str | Path) -> dict[str, str]:
    return {row.id: row.name for row in dataset.read(address).missions}


# --- byte for byte -------------------------------------------------------------------------------


def test_pull_gives_the_files_that_were_pushed(address: str, tmp_path: Path) -> None:
    assert push(address, None)[0] == "0001_tables.sql"
    bundled = dataset.locate()
    assert push(address, bundled) == []
    assert sql(address, "SELECT name FROM files WHERE exact IS NOT NULL") == []
    assert pull(tmp_path / "pulled", address)
    assert contents(tmp_path / "pulled") == contents(bundled)
    assert not pull(tmp_path / "pulled", address)
    assert geo.check(address) == []
    assert geo.Atlas.open(address).dataset.sha256 == geo.Atlas.open().dataset.sha256


def test_files_that_are_not_in_canonical_form_come_back_as_they_are(
    address: str, folder: Path, tmp_path: Path
) -> None:
    """Rows in another order, all cells quoted, carriage returns, a signed zero, spaced JSON."""
    save(prepare(folder, [claim("stone|wood\nplaster")], author="Ana"))
    file = folder / "missions.csv"
    head, *rows = file.read_bytes().splitlines()
    quoted = [b",".join(b'"%s"' % cell for cell in row.split(b",")) for row in reversed(rows)]
    file.write_bytes(b"\r\n".join([head, *quoted, b""]))
    positions = folder / "positions.csv"
    text = "p,a,source_point,,-0.0,10.50,,,,,s,,normal,\n"
    positions.write_text(positions.read_text("utf-8") + text, "utf-8")
    description = json.loads((folder / "datapackage.json").read_bytes())
    (folder / "datapackage.json").write_text(json.dumps(description, indent=4))
    history = folder / HISTORY
    history.write_bytes(history.read_bytes().replace(b'", "', b'","') + b"\n")
    push(address, folder)
    pull(tmp_path / "pulled", address)
    assert contents(tmp_path / "pulled") == contents(folder)
    assert sql(address, "SELECT latitude FROM positions WHERE id = 'p'")[0][0] == 10.5
    save(prepare(address, [name("A")], author="Ana"))
    save(prepare(folder, [name("A")], author="Ana"))
    without = [dict(contents(one)) for one in (folder, dataset.locate(address))]
    for files in without:
        del files[HISTORY]  # has the moment of the edit
    assert without[0] == without[1]


def test_a_push_onto_another_dataset_is_refused_until_it_replaces_it(
    shared: str, tmp_path: Path, folder: Path
) -> None:
    save(prepare(shared, [claim("stone")], author="Ana"))
    with pytest.raises(DatasetChanged, match="--replace"):
        push(shared, folder)
    push(shared, folder, replace=True)
    pull(tmp_path / "pulled", shared)
    assert contents(tmp_path / "pulled") == contents(folder)
    assert sql(shared, "SELECT FROM edits") == []
    with pytest.raises(DatasetChanged, match="--replace"):
        pull(folder, dataset.locate())


def test_the_columns_are_those_of_the_models(shared: str) -> None:
    found = sql(
        shared,
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'embassy_atlas' ORDER BY ordinal_position",
    )
    for table, model in dataset.ALL_MODELS.items():
        own = [column for of, column in found if of == table]
        more = ["geometry", "row_version"] if table == "places" else ["row_version"]
        assert own == [*model.columns, *more]


MISSION = "INSERT INTO missions (id, sending, receiving, kind) VALUES "
EVENT = "INSERT INTO events (id, mission, kind, sense, date, sources) VALUES "


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (MISSION + "('m', 'VEN', 'KOR', 'embasy')", "kind"),
        (MISSION + "('M!', 'VEN', 'KOR', 'embassy')", "identifier"),
        (MISSION + "('m', 'Venezuela', 'KOR', 'embassy')", "party"),
        (EVENT + "('e', 'zz', 'opened', 'on', '2001', '{s}')", "foreign key"),
        (EVENT + "('e', 'a', 'opened', 'on', '2001', '{nobody}')", "no row of sources has the id"),
        (EVENT + "('e', 'a', 'opened', 'on', 'soon', '{s}')", "edtf"),
        ("UPDATE missions SET id = 'c' WHERE id = 'a'", "an id cannot be changed"),
        ("DELETE FROM sources WHERE id = 's'", "is named by|still referenced"),
    ],
)
def test_the_schema_refuses_what_the_models_refuse(shared: str, statement: str, why: str) -> None:
    save(prepare(shared, [claim("stone")], author="Ana"))
    with pytest.raises(psycopg.Error, match=why):
        sql(shared, statement)


# --- edits ---------------------------------------------------------------------------------------


def test_an_edit_is_rows_versions_and_history(shared: str) -> None:
    before = dict(sql(shared, "SELECT id, row_version FROM missions"))
    saved = save(prepare(shared, [name("Casa")], author="Ana", why="sign"))
    after = dict(sql(shared, "SELECT id, row_version FROM missions"))
    assert after["b"] == before["b"]
    assert after["a"] > before["a"]
    assert sql(shared, "SELECT id, author, why FROM edits") == [(saved.edit.id, "Ana", "sign")]
    assert sql(shared, "SELECT role FROM versions ORDER BY version")[-1] == ("atlas",)
    assert names(shared) == {"a": "Casa", "b": ""}
    undo(shared, "Ana")
    assert names(shared) == {"a": "", "b": ""}
    assert [edit.id for edit in editing.history(shared)] == ["edit-000001", "edit-000002"]


def test_the_second_editor_is_shown_the_difference_and_loses_nothing(shared: str) -> None:
    mine = prepare(shared, [name("Mine")], author="second")
    elsewhere(shared, "Theirs")
    with pytest.raises(EditConflict, match="changed by somebody else") as met:
        save(mine)
    assert "name: (blank) → Theirs" in met.value.theirs.text()
    with pytest.raises(EditConflict):
        rebase(mine)
    assert names(shared) == {"a": "Theirs", "b": ""}
    other = prepare(shared, [name("B", "b")], author="second")
    elsewhere(shared, "Again")
    assert save(other, on_top=True).beneath
    assert names(shared) == {"a": "Again", "b": "B"}


def elsewhere(address: str, value: str) -> None:
    """An edit by another program, on a copy of its own."""
    code = (
        "import sys\nfrom geo.editing import *\n"
        "told = dict(id='a', sending='VEN', kind='embassy', city='Pyongyang', receiving='PRK')\n"
        "rows = [Row('missions', told | {'name': sys.argv[2]})]\n"
        "claim = dict(subject='b', property='facade', source='s', value=sys.argv[2])\n"
        "save(prepare(sys.argv[1], [*rows, Row('claims', claim)], author='first'))\n"
    )
    others = {**os.environ, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"] + "-other"}
    command = [sys.executable, "-c", code, address, value]
    subprocess.run(command, check=True, env=others, cwd=Path(geo.__file__).parents[1])


def test_a_reader_sees_one_state(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of two tables that comes while the first of them is read is not half there."""
    from geo.dataset.postgres import database

    read, told = database.read_file, []

    def slow(conn: Any, columns: Any, file: str) -> bytes:
        if not told:
            told.append(file)
            elsewhere(shared, "claim and name")
        return read(conn, columns, file)

    addresses.forget()
    monkeypatch.setattr(database, "read_file", slow)
    shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
    before = dataset.read(shared)
    assert ([row.name for row in before.missions], len(before.claims)) == (["", ""], 0)
    after = dataset.read(shared)
    assert (after.missions.by_id["a"].name, len(after.claims)) == ("claim and name", 1)


def test_a_change_in_sql_is_seen_and_not_overwritten(shared: str) -> None:
    mine = prepare(shared, [name("Mine")], author="Ana")
    sql(shared, "UPDATE missions SET name = 'By hand' WHERE id = 'a'")
    assert names(shared)["a"] == "By hand"
    with pytest.raises(EditConflict):
        save(mine)
    assert names(shared)["a"] == "By hand"


def test_commands_take_an_address_and_never_show_its_password(shared: str, tmp_path: Path) -> None:
    told = [
        run("check", shared),
        run("find", "seoul", "--dataset", shared),
        run("list", "--dataset", shared, "--status", "unknown,open"),
        run("claim", "add", shared, "--subject", "a", "--property", "facade", "--value", "stone",
            "--source", "s", "--author", "Ana", "--json"),
        run("edits", shared),
        run("undo", shared, "--author", "Ana"),
        run("export", str(tmp_path / "a.csv"), "--dataset", shared, "--status", "unknown,open"),
        run("export", str(tmp_path / "a.geojson"), "--dataset", shared, "--status", "unknown,open"),
        run("diff", str(dataset.locate()), shared, "--rows"),
        run("cite", "--dataset", shared),
        run("pull", str(tmp_path / "pulled"), "--dataset", shared),
        run("push", shared, "--dataset", str(tmp_path / "pulled")),
    ]  # fmt: skip
    assert [(one.returncode, one.stderr) for one in told if one.returncode] == []
    said = "".join(one.stdout + one.stderr for one in told)
    said += "".join(file.read_text("utf-8", "ignore") for file in tmp_path.glob("a.*"))
    for secret in (SECRET, "s3cret"):
        assert secret not in said
    assert f"postgresql://atlas@{HOST}" in said


@pytest.mark.parametrize(
    "text",
    [
        "postgres://ana:secret@db/atlas",
        "postgres:ana:secret@db/atlas",
        "postgresql://db/atlas?user=ana&password=secret&port=1",
        "host=db password=secret user=ana",
        "host=db password = 'secret words' user=ana",
    ],
)
def test_a_password_is_cut_from_every_form_of_an_address(text: str) -> None:
    assert "secret" not in without_password(text)
    assert "db" in without_password(text)


def test_a_password_is_not_shown_where_an_address_is_out_of_place(shared: str) -> None:
    for command in (("check", shared, shared), ("list", shared), (shared,)):
        told = run(*command)
        assert told.returncode
        assert "s3cret" not in told.stdout + told.stderr


def test_an_import_and_a_merge_go_into_a_database(
    shared: str, tmp_path: Path, folder: Path
) -> None:
    table = tmp_path / "ours.csv"
    table.write_text("sending,receiving,type,city\nVEN,CUB,embassy,Havana\n", "utf-8")
    told = run("import", "table", "--from", table, "--into", shared, "--publisher", "Ours",
               "--date", "2026-11-01")  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert {row.receiving for row in dataset.read(shared).missions} == {"PRK", "KOR", "CUB"}
    assert run("merge", dataset.locate(), "--into", shared).returncode == 0
    assert len(dataset.read(shared).missions) > 200
    assert run("copy", tmp_path / "copy", "--dataset", shared).returncode == 0
    assert contents(tmp_path / "copy") == contents(dataset.locate(shared))


def test_fix_puts_a_shared_dataset_into_canonical_form(address: str, folder: Path) -> None:
    file = folder / "missions.csv"
    head, *rows = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([head, *reversed(rows)]))
    push(address, folder)
    assert [one.rule for one in geo.check(address)] == ["the file is not in canonical form"]
    assert dataset.fix(address) == ["missions.csv"]
    assert geo.check(address) == []


@pytest.mark.parametrize(
    "given",
    ["postgresql://", "postgresql:///?host=/tmp", "postgresql://u:s3cret@h:port/x?y=z", "postgres://u:s3cret@["],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_not_repeated(given: str) -> None:
    with pytest.raises(AtlasError) as met:
        geo.check(given)
    assert "s3cret" not in str(met.value)


def test_what_is_missing_is_said(server: Cluster, address: str, folder: Path) -> None:
    with pytest.raises(DatasetMissing, match=r"contains no dataset.*embassy-atlas push"):
        geo.check(address)
    push(address, None)
    with pytest.raises(DatasetMissing, match=r"contains no dataset.*embassy-atlas push"):
        geo.check(address)
    with pytest.raises(DatasetMissing, match="does not answer"):
        geo.check(server.address("nowhere"))
    with pytest.raises(DatasetMissing, match="does not answer") as met:
        geo.check(address.replace("s3cret", "wrong"))
    assert "wrong" not in str(met.value)
    push(address, folder)
    assert geo.check(address) == []


# --- roles ---------------------------------------------------------------------------------------


def test_readers_read_and_editors_edit(server: Cluster, shared: str) -> None:
    at = shared.rpartition("/")[2]
    reader, editor = server.address(at, "public_reader"), server.address(at, "desk")
    with pytest.raises(DatasetMissing, match="its role may read"):
        geo.check(reader)
    push(shared, readers=["public_reader"], editors=["desk"])
    assert geo.check(reader) == []
    draft = prepare(reader, [name("No")], author="Ana")
    with pytest.raises(WriteFailed, match=r"permission denied.*rights of an editor"):
        save(draft)
    saved = save(prepare(editor, [name("Yes")], author="Ana"))
    assert names(reader)["a"] == "Yes"
    assert undo(editor, "Ana").edit.undoes == saved.edit.id
    history = "UPDATE files SET exact = 'x' WHERE name = 'edits.jsonl'"
    for statement in (
        *("DELETE FROM edits", "UPDATE edits SET author = 'Eva'", "DROP TABLE claims"),
        *(history, "UPDATE dataset SET has_history = false"),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql(editor, statement)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(reader, "SELECT bump('claims.csv')")


# --- ended in the middle -------------------------------------------------------------------------

WRITER = """
    import os, signal, sys
    from geo.dataset.postgres import database, rows
    from geo.editing import Row, prepare, save

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    address, step = sys.argv[1:]
    told = dict(id="a", sending="VEN", kind="embassy", city="Pyongyang", receiving="PRK")
    claim = dict(subject="a", property="facade", source="s", value="stone")
    both = [Row("missions", told | {"name": "Killed"}), Row("claims", claim)]
    draft = prepare(address, both, author="Eva")
    if step in ("_all", "_write_history"):
        setattr(rows, step, die)
    elif step == "read_file":
        database.read_file = die
    elif step == "committed":
        put = database.Database.put
        database.Database.put = lambda *given, **more: die(put(*given, **more))
    save(draft)
"""


@pytest.mark.parametrize("step", ["_all", "_write_history", "read_file", "committed"])
def test_a_client_killed_in_an_edit_leaves_nothing_half(shared: str, step: str) -> None:
    before = contents(dataset.locate(shared))
    process = child(WRITER, shared, step)
    _, said = process.communicate()
    assert process.returncode == -9, said
    whole = step == "committed"
    assert names(shared)["a"] == ("Killed" if whole else "")
    assert len(editing.history(shared)) == int(whole)
    assert whole or contents(dataset.locate(shared)) == before
    assert geo.check(shared) == []
    save(prepare(shared, [name("Next")], author="Ana"))  # nothing is left locked
    assert names(shared)["a"] == "Next"


def kill_backends(server: Cluster, address: str) -> None:
    """Kill -9 the processes of the server that serve the tests."""
    for (pid,) in sql(
        address, "SELECT pid FROM pg_stat_activity WHERE application_name = 'embassy-atlas'"
    ):
        with contextlib.suppress(ProcessLookupError):  # one that ends ends all
            os.kill(pid, 9)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="kills another user's process")
@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_a_server_killed_in_an_edit_leaves_nothing_half(
    server: Cluster, shared: str, committed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed is found again; what was not is said not to be."""
    from geo.dataset.postgres import database

    draft = prepare(shared, [name("Killed"), claim("stone")], author="Eva")
    put = database.Database._put

    def killed(self: Any, conn: Any, *given: Any) -> bool:
        monkeypatch.undo()
        done = put(self, conn, *given)
        if committed:
            conn.execute("COMMIT")
        kill_backends(server, shared)
        return done

    monkeypatch.setattr(database.Database, "_put", killed)
    if committed:
        save(draft)
    else:
        with pytest.raises(WriteFailed, match=r"does not answer.*Nothing was written"):
            save(draft)
    assert names(shared)["a"] == ("Killed" if committed else "")
    assert len(editing.history(shared)) == int(committed)
    assert geo.check(shared) == []
    if not committed:
        save(draft)
        assert names(shared)["a"] == "Killed"


def test_five_editors_lose_nothing(shared: str) -> None:
    code = """
        import sys
        from geo.editing import Row, prepare, save, turn
        address, who = sys.argv[1:]
        for number in range(4):
            told = dict(subject="a", property="facade", source="s", value=f"{who} {number}")
            with turn(address):
                save(prepare(address, [Row("claims", told)], author=who), on_top=True)
    """
    editors = [child(code, shared, f"editor-{number}") for number in range(5)]
    assert [(one.communicate()[1], one.returncode) for one in editors] == [("", 0)] * 5
    values = {row.value for row in dataset.read(shared).claims}
    assert values == {f"editor-{who} {number}" for who in range(5) for number in range(4)}
    assert len(editing.history(shared)) == 20
    assert geo.check(shared) == []


# --- news ----------------------------------------------------------------------------------------


def until(met: Any) -> None:
    while not met():
        time.sleep(0.02)


def test_a_watched_copy_follows_edits_and_a_restart_of_the_server(
    server: Cluster, shared: str
) -> None:
    folder = dataset.dataset_path(shared)
    dataset.watch(folder)
    assert names(shared)["a"] == ""
    elsewhere(shared, "Theirs")
    until(lambda: names(folder)["a"] == "Theirs")
    server.admin(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND application_name = 'embassy-atlas'"
    )
    assert names(shared)["a"] == "Theirs"
    elsewhere(shared, "Again")
    until(lambda: names(folder)["a"] == "Again")


def test_serve_takes_an_address_and_hands_no_password_on_among_its_arguments(shared: str) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "geo.cli",
        "serve",
        shared,
        "--no-browser",
        "--port",
        str(port),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(geo.__file__).parents[1])}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        said = line
        try:
            assert line.startswith(f"Embassy Atlas is at http://127.0.0.1:{port}/")
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=60) as answer:
                assert answer.status == 200
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):
                    words = file.read_bytes().split(b"\0")
                    if f"--server.port={port}".encode() in words:
                        said += repr(words)
        finally:
            process.terminate()
            said += "".join(process.communicate())
    assert f"--server.port={port}" in said
    assert "s3cret" not in said
    assert os.stat(dataset.dataset_path(shared)).st_mode & 0o077 == 0


# --- map layers ----------------------------------------------------------------------------------


def test_map_layers_follow_edits_and_may_only_be_read(
    server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The views have what an export has; QGIS finds their styles."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        absent("PostGIS is not installed: apt-get install postgresql-15-postgis-3")
    with server.database(postgis=True) as at:
        told = run("push", at, "--dataset", dataset.locate(), "--readers", "public_reader")
        assert (told.returncode, "no map layers" in told.stderr) == (0, False), told.stderr
        reader = server.address(at.rpartition("/")[2], "public_reader")
        run(
            "export",
            tmp_path / "now.geojson",
            "--dataset",
            at,
            "--layers",
            "missions,regions,lines",
        )
        features = json.loads((tmp_path / "now.geojson").read_bytes())["features"]
        for layer in ("missions", "regions", "lines"):
            ids = {one["id"] for one in features if one["properties"]["layer"] == layer}
            view = f"embassy_atlas_map.{layer}"
            assert {id for (id,) in sql(reader, f"SELECT id FROM {view}")} == ids
            query = f"SELECT count(*) FROM {view} WHERE ST_IsValid(geom) AND fid > 0"
            assert sql(reader, query) == [(len(ids),)]
            with pytest.raises(psycopg.Error):
                sql(reader, f"DELETE FROM {view}")
        kinds = sql(reader, "SELECT f_table_name, type, srid FROM geometry_columns ORDER BY 1")
        assert ("missions", "POINT", 4326) in kinds
        assert ("lines", "MULTILINESTRING", 4326) in kinds
        styles = sql(reader, "SELECT f_table_name, styleqml::text FROM layer_styles ORDER BY 1")
        assert [name for name, _ in styles] == ["lines", "missions", "places", "regions"]
        assert all("<qgis" in style for _, style in styles)
        one = "SELECT name, row_to_json(m)::text FROM embassy_atlas_map.missions m "
        one += "WHERE id = 'ven-embassy-pyongyang'"
        row = dict(dataset.read(at).missions.by_id["ven-embassy-pyongyang"])
        save(prepare(at, [Row("missions", {**row, "name": "Casa"})], author="Ana"))
        assert draw_layers(at)
        assert not draw_layers(at)
        push(at, editors=["desk"])
        save(prepare(at, [Row("missions", {**row, "name": "Villa"})], author="Ana"))
        assert not draw_layers(reader)
        assert draw_layers(server.address(at.rpartition("/")[2], "desk"))
        assert sql(reader, one)[0][0] == "Villa"
        save(prepare(at, [Row("missions", {**row, "name": "Casa"})], author="Ana"))
        assert draw_layers(at)
        assert sql(reader, one)[0][0] == "Casa"
        command = (
            "claim",
            "add",
            at,
            "--subject",
            "ven-embassy-pyongyang",
            "--property",
            "website",
        )
        run(*command, "--value", "https://example.org/", "--source", "nk-news-2019-01-25",
            "--author", "Ana")  # fmt: skip
        assert "https://example.org/" in sql(reader, one)[0][1]


def answers(address: str) -> bool:
    """Whether the server has recovered."""
    try:
        return bool(sql(address, "SELECT 1"))
    except psycopg.OperationalError:
        return False


EDITS = """
    import sys
    from geo.editing import Row, prepare, save
    from geo.errors import AtlasError

    told = dict(id="a", sending="VEN", kind="embassy", city="Pyongyang", receiving="PRK")
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 1000):
        claim = dict(subject="a", property="facade", source="s", value=str(number))
        both = [Row("missions", told | {"name": str(number)}), Row("claims", claim)]
        while True:
            try:
                save(prepare(sys.argv[1], both, author="Eva"))
                break
            except AtlasError as error:
                print("refused", error, flush=True)
        print("saved", number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("killed", ["client", "server"])
def test_edits_of_two_tables_are_whole_whenever_a_program_is_killed(
    server: Cluster, shared: str, killed: str
) -> None:
    """Every edit that was told to be saved is there; the last one is there in both tables."""
    if killed == "server" and os.geteuid() != 0:
        pytest.skip("kills another user's process")
    chance, number, saved = random.Random(7), 0, set()
    for _ in range(6):
        writer = child(EDITS, shared, number)
        assert writer.stdout
        told = [writer.stdout.readline()]
        time.sleep(chance.uniform(0.0, 0.6))
        if killed == "server":
            kill_backends(server, shared)
            told += [writer.stdout.readline() for _ in range(3)]
        writer.kill()
        told += writer.communicate()[0].splitlines()
        saved |= {line.split()[1] for line in told if line.startswith("saved")}
        until(lambda: answers(shared))
        found = dataset.read(shared)
        values = {row.value for row in found.claims}
        assert saved <= values
        assert found.missions.by_id["a"].name == max(values, key=int)
        assert len(editing.history(shared)) == len(values)
        number = max(map(int, values)) + 1
    assert geo.check(shared) == []
