"""The dataset: sound and canonical as it is bundled, every fault named at once when it is not."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import dataset
from geo.dataset import MODELS
from geo.dataset.canonical import mend_csv
from geo.dataset.files import render_csv
from geo.errors import DatasetFaulty, DatasetMissing, WriteFailed


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    columns = list(MODELS[table].columns)
    data = render_csv(columns, ([row[c] for c in columns] for row in rows))
    (folder / f"{table}.csv").write_bytes(data)


def spoil(folder: Path, table: str, column: str, value: str, row: int = 0) -> None:
    rows = rows_of(folder, table)
    rows[row][column] = value
    put(folder, table, rows)


def test_the_bundled_dataset_is_without_problem() -> None:
    assert dataset.check() == []


def test_read_and_written_back_it_is_the_same_bytes(tmp_path: Path) -> None:
    bundled = dataset.locate()
    dataset.write(dataset.read(), tmp_path / "copy")
    names = sorted(path.name for path in bundled.iterdir() if path.suffix != ".md")
    assert names == sorted(path.name for path in (tmp_path / "copy").iterdir())
    for name in names:
        assert (tmp_path / "copy" / name).read_bytes() == (bundled / name).read_bytes(), name


def test_frictionless_finds_the_description_and_the_tables_valid() -> None:
    code = """
    import sys, frictionless
    report = frictionless.validate(sys.argv[1])
    print(report.to_json())
    sys.exit(0 if report.valid else 1)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(dataset.locate() / dataset.DESCRIPTION)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert {task["name"] for task in report["tasks"]} == {*MODELS, "places"}


def test_the_hash_is_that_of_the_content(dataset_copy: Path) -> None:
    before = dataset.read(dataset_copy)
    assert before.sha256 == dataset.read().sha256
    spoil(dataset_copy, "missions", "city", "Elsewhere")
    assert dataset.read(dataset_copy).sha256 != before.sha256


# Table, column, value -> words of the rule that the fault must name.
BROKEN = [
    ("missions", "sending", "North Korea", "unknown code"),
    ("missions", "kind", "castle", "unknown type of mission"),
    ("missions", "id", "Not A Slug", "not an id"),
    ("missions", "wikidata", "66712757", "Wikidata id"),
    ("events", "date", "2019-02-31", "not a date"),
    ("events", "date", "Mar-19", "not a date"),
    ("events", "date", "", "required"),
    ("events", "sense", "maybe", "unknown sense"),
    ("events", "mission", "no-such-mission", "no row of missions.csv"),
    ("events", "sources", "no-such-source", "no row of sources.csv"),
    ("events", "sources", "", "required"),
    ("positions", "latitude", "98.5", "from -90 to 90"),
    ("positions", "longitude", "10,5", "decimal number"),
    ("claims", "subject", "the-moon", "nothing in the dataset"),
    ("claims", "subject", "VEN-PRK", "nothing in the dataset"),
    ("claims", "grade", "G1", "from A to F"),
    ("claims", "grade", "B7", "from 1 to 6"),
    ("claims", "grade", "b2", "from A to F"),
    ("claims", "grade", "good", "from A to F"),
    ("claims", "valid", "2019-02-31", "not a date"),
    ("claims", "valid", "2022/2019", "not a date"),
    ("sources", "published", "2015-02-31", "not a date"),
    ("heads", "start", "2022/2019", "not a date"),
    ("sources", "url", "javascript:alert(1)", "web address"),
    ("sources", "publisher", "a\0b", "control character"),
    ("heads", "name", " Ri Sung Gil", "blanks"),
    ("relations", "a", "KOREA", "unknown code"),
    ("coverage", "mission", "no-such-mission", "no row of missions.csv"),
    ("coverage", "mission", "prk-embassy-havana", "sent by PRK"),
    ("coverage", "valid", "2022/2019", "not a date"),
    ("coverage", "valid", "2019-02-31", "not a date"),
    ("coverage", "face", "perhaps", "unknown face"),
    ("coverage", "receiving", "AUS", "not accredited to itself"),
]


@pytest.mark.parametrize(("table", "column", "value", "rule"), BROKEN)
def test_a_problem_names_file_row_column_value_rule_and_remedy(
    dataset_copy: Path, table: str, column: str, value: str, rule: str
) -> None:
    spoil(dataset_copy, table, column, value, row=2)
    line = next(iter(_lines(dataset_copy / f"{table}.csv", 3)))
    found = [
        f for f in dataset.check(dataset_copy) if f.file == f"{table}.csv" and f.column == column
    ]
    assert any(rule in f.rule and f.row == line and f.remedy for f in found), found


def _lines(path: Path, record: int) -> list[int]:
    """Line of the file on which a record (the header being 0) begins."""
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    begins = 1
    for number, _ in enumerate(reader):
        if number == record:
            return [begins]
        begins = reader.line_num + 1
    return []


def test_all_problems_come_at_once(dataset_copy: Path) -> None:
    for table, column, value, _ in BROKEN[1:6]:
        spoil(dataset_copy, table, column, value, row=5 if table == "missions" else 3)
    spoil(dataset_copy, "sources", "url", "ftp://x", row=1)
    with pytest.raises(DatasetFaulty) as caught:
        dataset.read(dataset_copy)
    assert {f.file for f in caught.value.problems} >= {"missions.csv", "events.csv", "sources.csv"}


def test_a_point_outside_its_receiving_state_needs_a_reason(dataset_copy: Path) -> None:
    rows = rows_of(dataset_copy, "positions")
    number = next(n for n, r in enumerate(rows) if r["mission"] == "fra-embassy-caracas")
    rows[number] |= {"longitude": "2.35", "latitude": "48.85", "place": "", "reason": ""}
    put(dataset_copy, "positions", rows)
    outside = [f for f in dataset.check(dataset_copy) if "outside" in f.rule]
    assert [f.value for f in outside] == ["2.35 48.85"]
    rows[number]["reason"] = "An embassy in exile."
    put(dataset_copy, "positions", rows)
    assert [f for f in dataset.check(dataset_copy) if "outside" in f.rule] == []


def test_a_point_at_zero_zero_is_a_missing_point(dataset_copy: Path) -> None:
    spoil(dataset_copy, "positions", "longitude", "0.0")
    spoil(dataset_copy, "positions", "latitude", "0")
    assert any("not a position" in f.rule for f in dataset.check(dataset_copy))


def test_a_report_cannot_tell_what_happened_after_it(dataset_copy: Path) -> None:
    rows = rows_of(dataset_copy, "events")
    opened = next(
        n
        for n, r in enumerate(rows)
        if (r["mission"], r["kind"]) == ("ven-embassy-pyongyang", "opened")
    )
    rows[opened]["sources"] = "nk-news-2019-01-25"
    put(dataset_copy, "events", rows)
    assert any("published before" in f.rule for f in dataset.check(dataset_copy))


def test_a_circle_of_copies_is_a_problem(dataset_copy: Path) -> None:
    rows = rows_of(dataset_copy, "sources")
    rows[0]["derived_from"], rows[1]["derived_from"] = rows[1]["id"], rows[0]["id"]
    put(dataset_copy, "sources", rows)
    with pytest.raises(DatasetFaulty, match="leads back to itself"):
        dataset.read(dataset_copy)


def test_all_of_a_circle_are_named_and_nobody_who_only_leads_to_it(dataset_copy: Path) -> None:
    rows = rows_of(dataset_copy, "sources")
    first, second, third = (rows[n]["id"] for n in range(3))
    for row, origin in zip(rows, (second, third, first, first), strict=False):
        row["derived_from"] = origin
    put(dataset_copy, "sources", rows)
    found = [f for f in dataset.check(dataset_copy) if "leads back" in f.rule]
    assert {(f.file, f.column, f.value) for f in found} == {
        ("sources.csv", "derived_from", id) for id in (first, second, third)
    }
    assert [f.row for f in found] == [2, 3, 4]
    assert all(f.remedy == "Break the circle." for f in found)


def test_a_grade_needs_its_reason(dataset_copy: Path) -> None:
    rows = rows_of(dataset_copy, "claims")
    number = next(n for n, r in enumerate(rows) if not r["reason"])
    rows[number]["grade"] = "B2"
    put(dataset_copy, "claims", rows)
    (problem,) = dataset.check(dataset_copy)
    assert (problem.file, problem.column) == ("claims.csv", "reason")
    assert "B2" in problem.rule
    assert "Give the reason" in problem.remedy
    rows[number]["reason"] = "Its editor names the minutes that it quotes."
    put(dataset_copy, "claims", rows)
    assert dataset.check(dataset_copy) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("VEN-PRK", "PRK-VEN"),
        ("prk-embasy-caracas", "prk-embassy-caracas"),
        ("ven-embassy-pyongyangg", "ven-embassy-pyongyang"),
    ],
)
def test_an_unknown_subject_is_told_with_the_ids_that_may_be_meant(
    dataset_copy: Path, written: str, meant: str
) -> None:
    spoil(dataset_copy, "claims", "subject", written, row=2)
    (problem,) = dataset.check(dataset_copy)
    assert (problem.file, problem.column, problem.value) == ("claims.csv", "subject", written)
    assert "Did you mean" in problem.remedy
    assert meant in problem.remedy


def test_no_folder_and_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing, match="no folder"):
        dataset.read(tmp_path / "nowhere")
    with pytest.raises(DatasetMissing, match="contains no dataset"):
        dataset.read(tmp_path)
    with pytest.raises(DatasetMissing):
        dataset.read("with\0nul")


@pytest.mark.parametrize("name", ["missions.csv", "events.csv", "places.geojson"])
def test_a_missing_table_and_a_table_cut_short(dataset_copy: Path, name: str) -> None:
    transaction = (dataset_copy / name).read_bytes()
    (dataset_copy / name).unlink()
    assert any(f.file == name and "missing" in f.rule for f in dataset.check(dataset_copy))
    (dataset_copy / name).write_bytes(transaction[: len(transaction) // 2 - 7])
    assert any(f.file == name for f in dataset.check(dataset_copy))
    (dataset_copy / name).write_bytes(b"")
    assert any(f.file == name for f in dataset.check(dataset_copy))


def test_not_utf8_and_not_json(dataset_copy: Path) -> None:
    (dataset_copy / "heads.csv").write_bytes("id;Pérez\n".encode("cp1252"))
    (dataset_copy / "places.geojson").write_text('{"type": "FeatureCollection", "features": [')
    problems = dataset.check(dataset_copy)
    assert any(f.file == "heads.csv" and f.rule == "not UTF-8" for f in problems)
    assert any(f.file == "places.geojson" and "not JSON" in f.rule for f in problems)


def test_fix_undoes_what_a_spreadsheet_does(dataset_copy: Path) -> None:
    before = (dataset_copy / "heads.csv").read_bytes()
    rows = rows_of(dataset_copy, "heads")
    columns = list(MODELS["heads"].columns)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in reversed(rows):
        writer.writerow([_as_shown(row[c]) if c in ("start", "end") else row[c] for c in columns])
    writer.writerow([""] * len(columns))
    (dataset_copy / "heads.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    assert dataset.check(dataset_copy) != []
    assert dataset.fix(dataset_copy) == ["heads.csv"]
    assert (dataset_copy / "heads.csv").read_bytes() == before
    assert dataset.check(dataset_copy) == []
    assert dataset.fix(dataset_copy) == []


def _as_shown(date: str) -> str:
    """What a spreadsheet makes of 2019-03."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    if len(date) == 7 and date[:2] == "20":
        return f"{months[int(date[5:]) - 1]}-{date[2:4]}"
    return date


def test_fix_leaves_a_day_that_could_be_a_month_to_be_reported(dataset_copy: Path) -> None:
    spoil(dataset_copy, "events", "date", "03/04/2019")
    dataset.fix(dataset_copy)
    assert rows_of(dataset_copy, "events")[0]["date"] == "03/04/2019"
    assert any("not a date" in f.rule for f in dataset.check(dataset_copy))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30).map(str.strip)


@given(st.lists(cells, min_size=6, max_size=6))
def test_any_text_survives_the_canonical_form(values: list[str]) -> None:
    columns = list(MODELS["missions"].columns)
    data = render_csv(columns, [["a-mission", *values]])
    read = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert read == [columns, ["a-mission", *values]]
    assert mend_csv(mend_csv(data, MODELS["missions"]), MODELS["missions"]) == mend_csv(
        data, MODELS["missions"]
    )


def test_a_write_that_fails_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with pytest.raises(WriteFailed, match="cannot write"):
        dataset.write_atomic(tmp_path / "no" / "folder" / "file", b"new")
    (tmp_path / "folder").mkdir()
    with pytest.raises(WriteFailed):
        dataset.write_atomic(tmp_path / "folder", b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file", "folder"]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_kill_in_the_middle_of_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    target.write_bytes(b"0" * 1_000_000)
    code = """
    import sys
    from geo.dataset import write_atomic
    n = 0
    print("ready", flush=True)
    while True:
        n = (n + 1) % 10
        write_atomic(sys.argv[1], str(n).encode() * 1_000_000)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(target)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    data = target.read_bytes()
    assert len(data) == 1_000_000
    assert len(set(data)) == 1


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_many_files_are_written_all_or_none(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read = files_of(dataset_copy), dataset.read(dataset_copy)
    (dataset_copy / "letter.txt").write_bytes(b"Dear")
    assert not dataset.put_whole(dataset_copy, dataset.rendered(read)), (
        "all of it stands there already"
    )
    names = ["heads.csv", "sources.csv", "new.csv"]
    fresh = {name: f"{name}\n".encode() for name in names}
    with pytest.raises(WriteFailed, match="another program"):
        dataset.put_whole(dataset_copy, fresh, was="0" * 64)
    assert files_of(dataset_copy) == {**before, "letter.txt": b"Dear"}
    assert dataset.put_whole(dataset_copy, fresh)
    assert files_of(dataset_copy) == {**before, **fresh, "letter.txt": b"Dear"}


def test_a_crash_before_the_files_are_valid_leaves_the_old_ones(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(dataset_copy)
    monkeypatch.setattr(Path, "rename", _crash)
    with pytest.raises(_Crash):
        dataset.put_whole(dataset_copy, {"heads.csv": b"new\n", "sources.csv": b"new\n"})
    monkeypatch.undo()
    assert files_of(dataset_copy) == before
    assert dataset.check(dataset_copy) == []


def test_a_crash_once_the_files_are_valid_leaves_the_new_ones(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever had been moved to its place by then, readers see all of the new files."""
    from geo.dataset import transaction

    read = dataset.read(dataset_copy)
    fresh = dataset.rendered(read)
    for name in ("heads.csv", "claims.csv"):  # without the last record
        fresh[name] = b"".join(fresh[name].splitlines(keepends=True)[:-1])
    moved = 0
    real = transaction.os.replace

    def stops(source: Path, target: Path) -> None:
        nonlocal moved
        moved += "/.ready/" in str(source)
        if moved == 3:
            raise _Crash
        real(source, target)

    monkeypatch.setattr(transaction.os, "replace", stops)
    with pytest.raises(_Crash):
        dataset.put_whole(dataset_copy, fresh)
    monkeypatch.undo()
    assert (dataset_copy / ".ready").is_dir()
    assert len(dataset.read(dataset_copy).rows["heads"]) == len(read.rows["heads"]) - 1
    assert dataset.check(dataset_copy) == []
    assert dataset.fix(dataset_copy) == []
    assert files_of(dataset_copy) == fresh
    assert [path.name for path in dataset_copy.iterdir() if path.name.startswith(".")] == []


class _Crash(BaseException):
    """The machine stops."""


def _crash(*_: object) -> None:
    raise _Crash


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_kill_in_the_middle_leaves_files_that_belong_together(tmp_path: Path) -> None:
    from geo.dataset import transaction

    code = """
    import sys
    from geo.dataset import put_whole
    n = 0
    while True:
        n += 1
        put_whole(sys.argv[1], {f"{name}.csv": str(n).encode() * 50_000 for name in "abcdef"})
        print("ready", flush=True)
    """
    for pause in (0.0, 0.011, 0.023, 0.047):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        read = transaction.together(tmp_path, [f"{name}.csv" for name in "abcdef"])
        assert len(set(read.values())) == 1


def test_rows_are_checked_before_they_are_written_as_after(dataset_copy: Path) -> None:
    read = dataset.read(dataset_copy)
    assert dataset.check_rows(read) == []
    read.rows["events"][0]["date"] = "2031-01-01"
    read.rows["positions"][0] |= {"longitude": "0", "latitude": "0"}
    told = dataset.check_rows(read)
    assert len(told) >= 2
    dataset.write(read, dataset_copy)
    assert told == dataset.check(dataset_copy)


def test_a_problem_in_one_row_is_not_told_again_wherever_the_row_is_named(
    dataset_copy: Path,
) -> None:
    rows = rows_of(dataset_copy, "sources")
    cited = next(n for n, row in enumerate(rows) if row["id"] == "wikidata-2022-11-16")
    rows[cited]["url"] = "ftp://x"
    put(dataset_copy, "sources", rows)
    assert [(f.file, f.column) for f in dataset.check(dataset_copy)] == [("sources.csv", "url")]


def test_a_table_that_cannot_be_read_has_one_problem(dataset_copy: Path) -> None:
    path = dataset_copy / "heads.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert [f.file for f in dataset.check(dataset_copy)] == ["heads.csv"]


def test_a_dataset_made_before_a_column_was_added_is_mended(dataset_copy: Path) -> None:
    for table in ("claims", "events"):
        rows = rows_of(dataset_copy, table)
        columns = [column for column in rows[0] if column != "origin"]
        data = render_csv(columns, ([row[c] for c in columns] for row in rows))
        (dataset_copy / f"{table}.csv").write_bytes(data)
    assert {(one.file, one.column) for one in dataset.check(dataset_copy)} == {
        ("claims.csv", "origin"),
        ("events.csv", "origin"),
    }
    dataset.fix(dataset_copy)
    assert not dataset.check(dataset_copy)
    assert {row["origin"] for row in dataset.read(dataset_copy).rows["events"]} == {""}
