"""Several people at one dataset: the second is told and shown the difference, and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.command import run
from support.processes import child
from support.rows import mission, simple

from geo import dataset, editing
from geo.dataset import HISTORY, lock
from geo.editing import Row, prepare, rebase, save, undo, undoing
from geo.errors import EditConflict, WriteFailed

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")

STEPS = ("open", "rename", "replace", "fsync", "mkdir", "rmdir", "unlink")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return simple(tmp_path, "s", mission("a"), mission("b", city="Seoul", receiving="KOR"))


def claims(*values: str) -> list[Row]:
    told = {"subject": "a", "property": "facade", "source": "s"}
    return [Row("claims", {**told, "value": value}) for value in values]


def values(folder: Path) -> set[str]:
    return {row["value"] for row in dataset.read(folder).rows["claims"]}


# --- the second is told --------------------------------------------------------------------------


def test_the_second_is_told_shown_the_difference_and_loses_nothing(folder: Path) -> None:
    mine = prepare(folder, claims("stone"), author="second", why="seen")
    theirs = save(prepare(folder, [Row("missions", {**MISSION, "name": "A"})], author="first"))
    with pytest.raises(EditConflict, match=r"changed by somebody else.*1 row changed") as met:
        save(mine)
    assert "name: (blank) → A" in met.value.theirs.text()
    assert met.value.theirs.rows == theirs.changes.rows
    assert met.value.mine is mine
    assert met.value.key == "editing.conflict"
    assert values(folder) == set()
    again = rebase(mine)
    assert again.rows == mine.rows
    assert again.changes.rows == mine.changes.rows
    assert (again.author, again.why) == ("second", "seen")
    assert save(again).edit.id == "edit-000002"
    assert values(folder) == {"stone"}
    assert dataset.read(folder).by_id["missions"]["a"]["name"] == "A"
    assert dataset.check(folder) == []


MISSION = {"id": "a", "sending": "VEN", "receiving": "PRK", "kind": "embassy", "city": "Pyongyang"}


def test_two_who_change_the_same_row_decide_anew(folder: Path) -> None:
    mine = prepare(folder, [Row("missions", {**MISSION, "name": "mine"})], author="second")
    save(prepare(folder, [Row("missions", {**MISSION, "name": "theirs"})], author="first"))
    for attempt in (save, rebase):
        with pytest.raises(EditConflict) as met:
            attempt(mine)
        assert "name: (blank) → theirs" in met.value.theirs.text()
        assert met.value.mine.changes.rows[0].after.cells["name"] == "mine"
    assert met.value.key == "editing.collision"
    assert dataset.read(folder).by_id["missions"]["a"]["name"] == "theirs"


def test_two_who_add_the_same_row_decide_anew(folder: Path) -> None:
    mine = prepare(folder, claims("stone"), author="second")
    save(prepare(folder, claims("brick"), author="first"))
    with pytest.raises(EditConflict, match="claim-a-facade-s"):
        rebase(mine)
    anew = prepare(folder, claims("stone"), author="second")
    assert [row.id for row in anew.rows] == ["claim-a-facade-s-2"]
    save(anew)
    assert values(folder) == {"stone", "brick"}


def test_what_both_say_is_not_said_twice(folder: Path) -> None:
    mine = prepare(folder, claims("stone"), author="second")
    save(prepare(folder, claims("stone"), author="first"))
    with pytest.raises(EditConflict):
        save(mine)
    (problem,) = rebase(mine).problems
    assert problem.rule == "the edit changes nothing"
    assert len(editing.history(folder)) == 1


def test_a_draft_that_has_become_faulty_meanwhile_says_so(folder: Path) -> None:
    save(prepare(folder, [Row("sources", {**SOURCE, "id": "new"})], author="first"))
    mine = prepare(folder, [Row("claims", {**CLAIM, "source": "new"})], author="second")
    undo(folder, "first")
    with pytest.raises(EditConflict, match="1 row removed"):
        save(mine)
    (problem,) = rebase(mine).problems
    assert (problem.file, problem.column, problem.value) == ("claims.csv", "source", "new")


SOURCE = {"publisher": "P", "title": "T", "kind": "news"}
CLAIM = {"subject": "a", "property": "facade", "value": "stone", "source": "s"}


def test_an_undoing_comes_second_too(folder: Path) -> None:
    save(prepare(folder, claims("stone"), author="first"))
    mine = undoing(folder, "second")
    save(prepare(folder, claims("brick"), author="first"))
    with pytest.raises(EditConflict, match="1 row added"):
        save(mine)
    save(rebase(mine))
    assert values(folder) == {"brick"}
    assert editing.history(folder)[-1].undoes == "edit-000001"


def test_what_changed_only_in_form_hinders_nobody(folder: Path) -> None:
    mine = prepare(folder, claims("stone"), author="second")
    description = folder / dataset.DESCRIPTION
    description.write_text(json.dumps(json.loads(description.read_bytes())), "utf-8")
    save(mine)
    assert values(folder) == {"stone"}
    assert dataset.check(folder) == []


def test_what_came_and_went_meanwhile_hinders_nobody(folder: Path) -> None:
    mine = prepare(folder, claims("stone"), author="second")
    save(prepare(folder, claims("brick"), author="first"))
    undo(folder, "first")
    assert save(mine).edit.id == "edit-000003"
    assert values(folder) == {"stone"}


def test_an_import_meanwhile_is_a_change_like_another(folder: Path, dataset_copy: Path) -> None:
    from geo import merge

    mine = prepare(folder, claims("stone"), author="second")
    merge.merge([dataset_copy], folder)
    with pytest.raises(EditConflict, match=r"rows added"):
        save(mine)
    save(rebase(mine))
    assert "stone" in values(folder)


def test_a_writer_that_does_not_end_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_WAIT_S", 0.05)
    mine = prepare(folder, claims("stone"), author="second")
    with (
        lock.held(folder),
        ThreadPoolExecutor() as other,
        pytest.raises(WriteFailed, match="being written"),
    ):
        other.submit(save, mine).result()
    assert values(folder) == set()
    save(mine)


# --- several processes ---------------------------------------------------------------------------


@pytest.mark.slow
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(folder: Path) -> None:
    """Both have made their drafts on the same dataset before either saves, ten times over."""
    code = """
    import json, sys
    from geo import editing
    from geo.editing import Row
    from geo.errors import EditConflict
    folder, name = sys.argv[1:]
    for line in sys.stdin:
        value = f"{name} {line.strip()}"
        told = {"subject": name, "property": f"p{line.strip()}", "source": "s", "value": value}
        draft = editing.prepare(folder, [Row("claims", told)], author=name)
        assert not draft.problems, draft.problems
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            editing.save(draft)
            print(json.dumps({"won": True}), flush=True)
        except EditConflict as met:
            theirs = [row.after.cells["value"] for row in met.theirs]
            mine = [row.after.cells["value"] for row in met.mine.changes]
            print(json.dumps({"won": False, "theirs": theirs, "mine": mine}), flush=True)
            sys.stdin.readline()
            editing.save(editing.rebase(met.mine))
            print("saved", flush=True)
    """
    two = {name: child(code, folder, name) for name in "ab"}

    def tell(name: str, line: str) -> None:
        assert two[name].stdin is not None
        two[name].stdin.write(f"{line}\n")
        two[name].stdin.flush()

    def heard(name: str) -> str:
        assert two[name].stdout is not None
        line = two[name].stdout.readline()
        assert line, two[name].stderr and two[name].stderr.read()
        return line.strip()

    rounds = 10
    for number in range(rounds):
        for name in two:
            tell(name, str(number))
        assert [heard(name) for name in two] == ["ready", "ready"]
        for name in two:
            tell(name, "go")
        ended: dict[str, dict[str, Any]] = {name: json.loads(heard(name)) for name in two}
        won = [name for name in two if ended[name]["won"]]
        assert len(won) == 1
        (lost,) = two.keys() - {*won}
        assert ended[lost]["theirs"] == [f"{won[0]} {number}"]
        assert ended[lost]["mine"] == [f"{lost} {number}"]
        tell(lost, "again")
        assert heard(lost) == "saved"
    said = [one.communicate()[1] for one in two.values()]
    assert [one.returncode for one in two.values()] == [0, 0], said
    assert values(folder) == {f"{name} {number}" for name in two for number in range(rounds)}
    assert len(editing.history(folder)) == 2 * rounds
    assert dataset.check(folder) == []


@pytest.mark.slow
def test_of_many_commands_at_once_all_are_saved(folder: Path) -> None:
    """Each waits for its turn; the values of all get one name by rule, and none says so twice."""
    runs = []
    for number in range(6):
        words = ["claim", "add", str(folder), "--subject", "a", "--property", "facade"]
        words += ["--value", f"v{number}", "--source", "s", "--author", f"n{number}"]
        runs.append(
            subprocess.Popen(
                [sys.executable, "-m", "geo.cli", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 6, said
    assert values(folder) == {f"v{number}" for number in range(6)}
    history = editing.history(folder)
    assert [edit.id for edit in history] == [f"edit-{number:06d}" for number in range(1, 7)]
    assert {edit.author for edit in history} == {f"n{n}" for n in range(6)}
    assert dataset.check(folder) == []


def test_who_wants_to_be_told_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --no-rebase an edit that comes meanwhile is shown, as at a terminal."""
    from geo.editing import drafts

    real = drafts.drafted
    others = claims("brick")

    def meanwhile(*words: Any, **more: Any) -> Any:
        made = real(*words, **more)
        if others:
            rows = [others.pop()]
            save(prepare(folder, rows, author="first"))
        return made

    monkeypatch.setattr(drafts, "drafted", meanwhile)
    words = ["source", "add", folder, "--publisher", "P", "--title", "T", "--kind", "news"]
    done = run(*words, "--author", "second", "--no-rebase")
    assert done.returncode == 1
    assert "was changed by somebody else" in done.stderr
    assert "value: brick" in done.stderr
    assert len(editing.history(folder)) == 1


# --- other rows ----------------------------------------------------------------------------------


def test_an_edit_of_other_rows_is_put_on_top_when_asked(folder: Path) -> None:
    mine = prepare(folder, [Row("missions", {**MISSION, "name": "A"})], author="second")
    theirs = save(prepare(folder, claims("brick"), author="first"))
    saved = save(mine, on_top=True)
    assert saved.beneath.rows == theirs.changes.rows
    assert saved.changes.rows == mine.changes.rows
    assert values(folder) == {"brick"}
    assert dataset.read(folder).by_id["missions"]["a"]["name"] == "A"
    undo(folder, "second")
    assert values(folder) == {"brick"}
    assert dataset.read(folder).by_id["missions"]["a"]["name"] == ""
    assert dataset.check(folder) == []


def test_an_edit_of_the_same_row_is_never_put_on_top(folder: Path) -> None:
    mine = prepare(folder, [Row("missions", {**MISSION, "name": "mine"})], author="second")
    save(prepare(folder, [Row("missions", {**MISSION, "name": "theirs"})], author="first"))
    with pytest.raises(EditConflict) as met:
        save(mine, on_top=True)
    assert met.value.key == "editing.collision"
    assert dataset.read(folder).by_id["missions"]["a"]["name"] == "theirs"


def test_an_edit_that_has_become_faulty_is_not_put_on_top(folder: Path) -> None:
    save(prepare(folder, [Row("sources", {**SOURCE, "id": "new"})], author="first"))
    mine = prepare(folder, [Row("claims", {**CLAIM, "source": "new"})], author="second")
    undo(folder, "first")
    with pytest.raises(EditConflict) as met:
        save(mine, on_top=True)
    assert met.value.theirs.counts["removed"] == 1
    assert values(folder) == set()


def test_an_undo_is_put_on_top_of_other_rows(folder: Path) -> None:
    save(prepare(folder, claims("stone"), author="first"))
    mine = undoing(folder, "second")
    save(prepare(folder, claims("brick"), author="first"))
    assert save(mine, on_top=True).edit.undoes == "edit-000001"
    assert values(folder) == {"brick"}


# --- kill -9 in the middle of a save -------------------------------------------------------------


@pytest.mark.slow
@posix
def test_a_save_that_is_killed_leaves_the_dataset_as_it_was_or_as_it_is(folder: Path) -> None:
    """Killed before each step that the system takes for it, from the first to the last."""
    save(prepare(folder, claims("first"), author="me"))
    code = """
    import os, shutil, signal, sys
    from pathlib import Path
    from geo import editing, dataset
    from geo.editing import Row
    plain, folder = map(Path, sys.argv[1:3])
    steps = sys.argv[3:]
    real = {name: getattr(os, name) for name in steps}

    def killed_at(most):
        left = [most]
        def counted(name):
            def call(*words, **more):
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1
                return real[name](*words, **more)
            return call
        for name in steps:
            setattr(os, name, counted(name))

    before = after = 0
    for most in range(1000):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(plain, folder)
        told = {"subject": "a", "property": "facade", "source": "s", "value": "second"}
        draft = editing.prepare(folder, [Row("claims", told)], author="me")
        child = os.fork()
        if not child:
            killed_at(most)
            editing.save(draft)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        there = {row["value"] for row in dataset.read(folder).rows["claims"]}
        made = editing.history(folder)
        assert dataset.check(folder) == [], (most, dataset.check(folder))
        assert there in ({"first"}, {"first", "second"}), (most, there)
        assert len(made) == len(there), (most, there, made)
        if there == {"first"}:
            assert not after, most
            before += 1
        else:
            after += 1
        editing.save(editing.prepare(folder, [Row("claims", {**told, "value": "x"})], author="me"))
        assert dataset.check(folder) == []
        assert len(list(folder.iterdir())) == 11, list(folder.iterdir())
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
    print(before, after)
    """
    done = child(code, folder, folder.parent / "killed", *STEPS)
    out, err = done.communicate()
    assert done.returncode == 0, err
    before, after = map(int, out.split())
    assert before > 20, "it was killed before all files were laid"
    assert after > 10, "it was killed after they had become valid"


def test_a_reader_meanwhile_sees_tables_and_history_of_one_moment(folder: Path) -> None:
    code = """
    import sys
    from geo import editing
    from geo.editing import Row
    for number in range(1000):
        told = {"subject": "a", "property": "p", "source": "s", "value": str(number)}
        editing.save(editing.prepare(sys.argv[1], [Row("claims", told)], author="me"))
        print(number, flush=True)
    """
    writer = child(code, folder)
    assert writer.stdout is not None
    try:
        for _ in range(8):
            writer.stdout.readline()
            for _ in range(5):
                seen = dataset.read(folder)
                assert len(seen.rows["claims"]) == len(editing.history(seen))
    finally:
        writer.kill()
        writer.communicate()
    assert dataset.check(folder) == []


def test_what_is_left_of_a_killed_save_is_carried_to_its_end(folder: Path) -> None:
    """The files were valid already, and not yet in their places."""
    before = dataset.contents(folder)
    save(prepare(folder, claims("stone"), author="me"))
    fresh = dataset.contents(folder)
    for name, data in before.items():
        (folder / name).write_bytes(data)
    (folder / HISTORY).unlink()
    ready = folder / ".ready"
    ready.mkdir()
    for name, data in fresh.items():
        (ready / name).write_bytes(data)
    assert values(folder) == {"stone"}
    save(prepare(folder, claims("brick"), author="me"))
    assert values(folder) == {"stone", "brick"}
    assert len(editing.history(folder)) == 2
    assert not ready.exists()
