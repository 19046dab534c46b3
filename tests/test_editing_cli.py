"""The commands that edit a dataset: what they print, how they end, and what stands there then."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from geo import dataset, editing
from geo.cli import main
from geo.cli.edit import edit_flow as commands
from geo.editing import Row, fields, prepare, save

SOURCE = ["--publisher", "Example Gazette", "--title", "T", "--published", "2026-03-02"]
SOURCE += ["--kind", "gazette"]
MISSION = ["--sending", "Iceland", "--receiving", "PER", "--kind", "embassy", "--city", "Lima"]
MISSION += ["--source", "example-gazette-2026-03-02"]
EVENT = ["--mission", "prk-embassy-lima", "--kind", "unconfirmed", "--date", "2019-01"]
CLAIM = ["--subject", "prk-embassy-caracas", "--property", "facade", "--value", "stone"]
CLAIM += ["--source", "nk-news-2019-01-25"]
ME = ["--author", "Ana Example"]
ADDED = {
    "source": (SOURCE, "example-gazette-2026-03-02"),
    "event": ([*EVENT, "--sources", "unrecorded"], "prk-embassy-lima-unconfirmed-2019-01"),
    "claim": (CLAIM, "claim-prk-embassy-caracas-facade-nk-news-2019-01-25"),
}


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv(commands.AUTHOR, raising=False)

    def call(*arguments: str | Path) -> Ended:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "\x1b" not in out + err
        return Ended(code, out, err)

    return call


# --- adding --------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", ADDED)
def test_a_row_is_added_shown_and_told(noun: str, run: Run, dataset_copy: Path) -> None:
    words, id = ADDED[noun]
    done = run(noun, "add", dataset_copy, *words, *ME, "--why", "seen")
    assert done.code == 0, done.err
    assert f"  + {id}" in done.out.splitlines()
    assert "saved in" in done.err
    assert "edit-000001" in done.err
    assert "by Ana Example" in done.err
    (edit,) = editing.history(dataset_copy)
    assert (edit.author, edit.why) == ("Ana Example", "seen")
    assert dataset.check(dataset_copy) == []


def test_a_source_a_mission_an_event_and_a_claim_one_after_another(
    run: Run, dataset_copy: Path
) -> None:
    steps = [
        ["source", "add", dataset_copy, *SOURCE],
        ["mission", "add", dataset_copy, *MISSION, "--at", "-77.0312,-12.1034", "--why", "new"],
        ["event", "add", dataset_copy, "--mission", "isl-embassy-lima", "--kind", "opened"],
        ["claim", "add", dataset_copy, "--subject", "isl-embassy-lima", "--property", "floor"],
    ]
    steps[2] += ["--date", "2026-02", "--sources", "example-gazette-2026-03-02"]
    steps[3] += ["--value", "3", "--source", "example-gazette-2026-03-02"]
    for step in steps:
        done = run(*step, *ME)
        assert done.code == 0, done.err
    card = run("show", "isl-embassy-lima", "--dataset", dataset_copy)
    assert "Example Gazette" in card.out
    assert dataset.check(dataset_copy) == []
    listed = run("edits", dataset_copy).out.splitlines()
    assert len(listed) == 5
    assert "3 rows added" in listed[2]
    assert "Ana Example" in listed[2]


@pytest.mark.parametrize(
    ("words", "method"),
    [
        ([], None),
        (["--at", "-77.03,-12.10", "--radius-m", "300"], "source_point"),
        (["--at", "-77.03,-12.10", "--method", "words", "--precision", "near"], "words"),
        (["--place", "Lima"], None),
        (["--place", "lima"], None),
        (["--method", "state"], "state"),
        (["--radius-m", "4000"], "city"),
    ],
)
def test_a_mission_is_placed(
    words: list[str], method: str | None, run: Run, dataset_copy: Path
) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    done = run("mission", "add", dataset_copy, *MISSION, *words, *ME)
    assert done.code == 0, done.err
    rows = [
        row
        for row in dataset.read(dataset_copy).rows["positions"]
        if row["mission"].startswith("isl-")
    ]
    assert [row["method"] for row in rows] == ([method] if method else [])
    assert dataset.check(dataset_copy) == []


def test_a_mission_is_placed_by_a_polygon(run: Run, dataset_copy: Path, tmp_path: Path) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    ring = [[-77.05, -12.12], [-77.03, -12.12], [-77.03, -12.10], [-77.05, -12.12]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    file = tmp_path / "area.geojson"
    file.write_text(json.dumps({"type": "Feature", "geometry": shape, "properties": {}}))
    words = ["--polygon", file, "--place-name", "Miraflores"]
    done = run("mission", "add", dataset_copy, *MISSION, *words, *ME)
    assert done.code == 0, done.err
    assert "geometry: Polygon of 4 points" in done.out
    assert dataset.read(dataset_copy).shapes["miraflores"] == shape
    file.write_text("{}")
    done = run("mission", "add", dataset_copy, *MISSION, *words, *ME)
    assert done.code == 2
    assert "neither a Polygon" in done.err
    done = run("mission", "add", dataset_copy, *MISSION, "--polygon", tmp_path / "none", *ME)
    assert done.code == 2
    assert "No such file" in done.err


@pytest.mark.parametrize("noun", ["source", "mission", "event", "claim"])
def test_there_is_an_option_for_each_column(noun: str, run: Run) -> None:
    said = run(noun, "add", "--help")
    assert said.code == 0
    flat = " ".join(said.out.split())
    for one in fields(f"{noun}s"):
        assert f"--{one.name.replace('_', '-')}" in flat
        assert one.help.split(";")[0].split(":")[0] in flat
    assert "EMBASSY_ATLAS_AUTHOR" in flat
    group = run(noun, "--help")
    assert group.code == 0
    assert "add" in group.out
    assert run(noun).code == 2
    assert run(noun, "remove").code == 2


def test_who_edits_is_said_or_known_from_the_environment(
    run: Run, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ([], ["--author", "  "]):
        done = run("claim", "add", dataset_copy, *CLAIM, *words)
        assert done.code == 2
        assert "--author NAME, or set EMBASSY_ATLAS_AUTHOR" in done.err
    assert editing.history(dataset_copy) == []
    monkeypatch.setenv(commands.AUTHOR, "Ben")
    assert run("claim", "add", dataset_copy, *CLAIM).code == 0
    assert (
        run("undo", dataset_copy, "edit-000001", "--author", "Cid", "--day", "2026-01-02").code == 0
    )
    told = [(edit.author, edit.day) for edit in editing.history(dataset_copy)]
    assert told[0][0] == "Ben"
    assert told[1] == ("Cid", "2026-01-02")


def test_nothing_is_written_in_a_dry_run(run: Run, dataset_copy: Path) -> None:
    before = dataset.contents(dataset_copy)
    done = run("claim", "add", dataset_copy, *CLAIM, *ME, "--dry-run")
    assert done.code == 0
    assert "+ claim-prk-embassy-caracas-facade" in done.out
    assert "nothing was saved" in done.err
    told = json.loads(run("claim", "add", dataset_copy, *CLAIM, *ME, "--dry-run", "--json").out)
    assert told["saved"] is False
    assert told["added"] == 1
    assert dataset.contents(dataset_copy) == before
    done = run("claim", "add", dataset_copy, *CLAIM, *ME)
    before = dataset.contents(dataset_copy)
    assert run("undo", dataset_copy, *ME, "--dry-run").code == 0
    assert dataset.contents(dataset_copy) == before


def test_what_was_saved_as_json(run: Run, dataset_copy: Path) -> None:
    done = run("claim", "add", dataset_copy, *CLAIM, *ME, "--json")
    told = json.loads(done.out)
    assert told["saved"] is True
    assert told["edit"]["id"] == "edit-000001"
    assert told["changes"][0]["after"]["value"] == "stone"
    assert told["sha256"] == dataset.read(dataset_copy).sha256
    assert done.err == ""


# --- faults --------------------------------------------------------------------------------------


def test_problems_come_at_once_each_with_its_option(run: Run, dataset_copy: Path) -> None:
    before = dataset.contents(dataset_copy)
    words = ["--subject", "prk-embasy-caracas", "--property", "x y", "--value", "a"]
    words += ["--source", "nowhere", "--valid", "2019-02-31", "--rank", "best"]
    done = run("claim", "add", dataset_copy, *words, *ME, "--day", "2026-02-31")
    assert done.code == 1
    lines = done.err.splitlines()
    for option, said in {
        "--subject": "Did you mean prk-embassy-caracas",
        "--property": "not an id",
        "--source": "no row of sources.csv has this id",
        "--valid": "2019-02 has no day 31",
        "--rank": "preferred, normal, deprecated",
        "--day": "2026-02 has no day 31",
    }.items():
        (line,) = [line for line in lines if line.startswith(f"{option}: ")]
        assert said in line
        assert "claims.csv, row " in line or option == "--day"
    assert lines[-1].endswith("6 errors; nothing was saved")
    assert dataset.contents(dataset_copy) == before
    told = json.loads(run("claim", "add", dataset_copy, *words, *ME, "--json").out)
    assert told["saved"] is False
    assert {problem["column"] for problem in told["errors"]} == {
        "subject",
        "property",
        "source",
        "valid",
        "rank",
    }


def test_the_problems_of_a_mission_name_its_options(run: Run, dataset_copy: Path) -> None:
    words = ["--sending", "Korea", "--receiving", "PER", "--kind", "embasy", "--city", "Lima"]
    words += ["--at", "200,-12.1", "--source", "nowhere", "--date", "2020/2019"]
    done = run("mission", "add", dataset_copy, *words, *ME)
    assert done.code == 1
    lines = {line.partition(":")[0]: line for line in done.err.splitlines()}
    assert {"--sending", "--kind", "--at", "--sources", "--date"} <= lines.keys()
    assert "PRK" in lines["--sending"]
    assert "KOR" in lines["--sending"]
    assert "ends before it begins" in lines["--date"]
    assert "a longitude must be from -180 to 180" in lines["--at"]


def test_a_mission_without_a_source_is_refused(run: Run, dataset_copy: Path) -> None:
    done = run("mission", "add", dataset_copy, *MISSION[:8], *ME)
    assert done.code == 1
    assert "--sources: events.csv" in done.err


def test_a_point_outside_the_state_says_what_to_do(run: Run, dataset_copy: Path) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    words = ["mission", "add", dataset_copy, *MISSION, "--at=-12.10,-77.03"]
    done = run(*words, *ME)
    assert done.code == 1
    assert "--at: positions.csv" in done.err
    assert "outside Peru" in done.err
    assert run(*words, "--reason", "Moved for a while.", *ME).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["claim", "add"], "Missing argument"),
        (["claim", "add", "PACK", "--colour", "red"], "No such option"),
        (["mission", "add", "PACK", *MISSION, *ME, "--at", "north"], "is not two numbers"),
        (["mission", "add", "PACK", *MISSION, *ME, "--place-name", "x"], "Give both"),
        (
            ["mission", "add", "PACK", *MISSION, *ME, "--polygon", "x", "--at", "1,2"],
            "--polygon cannot be combined",
        ),
        (["undo", "PACK", *ME], "no edit to undo"),
        (["undo", "PACK", "edit-000007", *ME], "no edit"),
        (["undo", "PACK"], "No author is given"),
        (["edits", "PACK", "edit-000007"], "no edit"),
        (["edits", "nowhere"], "no folder"),
        (["diff", "PACK", "nowhere"], "no folder"),
        (["copy", "PACK"], "already contains a dataset"),
    ],
)
def test_wrong_use(words: list[str], said: str, run: Run, dataset_copy: Path) -> None:
    before = dataset.contents(dataset_copy)
    done = run(*(dataset_copy if word == "PACK" else word for word in words))
    assert done.code == 2
    assert said in done.err
    assert dataset.contents(dataset_copy) == before


def test_a_dataset_with_a_broken_history_is_told(run: Run, dataset_copy: Path) -> None:
    (dataset_copy / dataset.HISTORY).write_text("{\n")
    for words in (["claim", "add", dataset_copy, *CLAIM, *ME], ["edits", dataset_copy]):
        done = run(*words)
        assert done.code == 1
        assert "edits.jsonl, row 1" in done.err
    assert "edits.jsonl, row 1" in run("check", dataset_copy).out


# --- at a terminal, and with others --------------------------------------------------------------


class Keys(io.StringIO):
    """A terminal at which lines are typed; before each, something may happen."""

    def __init__(self, *typed: str, meanwhile: Callable[[int], Any] = lambda number: None) -> None:
        super().__init__("".join(f"{line}\n" for line in typed))
        self.meanwhile, self.asked = meanwhile, 0

    def readline(self, *size: int) -> str:  # type: ignore[override]
        self.meanwhile(self.asked)
        self.asked += 1
        return super().readline(*size)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Keys], Keys]:
    def sit(keys: Keys) -> Keys:
        monkeypatch.setattr(commands, "at_terminal", lambda: True)
        monkeypatch.setattr(sys, "stdin", keys)
        return keys

    return sit


def test_at_a_terminal_it_is_shown_and_asked(
    run: Run, dataset_copy: Path, typed: Callable[[Keys], Keys]
) -> None:
    keys = typed(Keys("perhaps", "n"))
    done = run("claim", "add", dataset_copy, *CLAIM, *ME)
    assert (done.code, keys.asked) == (0, 2)
    assert "+ claim-prk-embassy-caracas-facade" in done.err
    assert "nothing was saved" in done.err
    assert editing.history(dataset_copy) == []
    typed(Keys())
    assert run("claim", "add", dataset_copy, *CLAIM, *ME).code == 0
    assert editing.history(dataset_copy) == [], "the end of the input is no yes"
    keys = typed(Keys("y"))
    assert "saved in" in run("claim", "add", dataset_copy, *CLAIM, *ME).err
    assert keys.asked == 1
    keys = typed(Keys("n"))
    assert run("undo", dataset_copy, *ME, "--yes").code == 0
    assert keys.asked == 0


def of_another(folder: Path, **cells: str) -> None:
    told = {"property": "roof", "value": "flat", "source": "unrecorded", **cells}
    save(prepare(folder, [Row("claims", {"subject": "prk-embassy-caracas", **told})], author="Ben"))


def test_who_comes_second_is_shown_the_difference_and_asked_again(
    run: Run, dataset_copy: Path, typed: Callable[[Keys], Keys]
) -> None:
    """While Ana looks at her edit, Ben saves his."""
    keys = typed(
        Keys("y", "y", meanwhile=lambda number: None if number else of_another(dataset_copy))
    )
    done = run("claim", "add", dataset_copy, *CLAIM, *ME)
    assert (done.code, keys.asked) == (0, 2)
    assert "was changed by somebody else: 1 row added" in done.err
    assert "value: flat" in done.err
    assert done.err.count("value: stone") == 2
    assert [edit.author for edit in editing.history(dataset_copy)] == ["Ben", "Ana Example"]
    assert dataset.check(dataset_copy) == []


def test_who_comes_second_to_the_same_row_loses_nothing(
    run: Run, dataset_copy: Path, typed: Callable[[Keys], Keys]
) -> None:
    def meanwhile(number: int) -> None:
        if not number:
            of_another(dataset_copy, property="facade", value="brick", source="nk-news-2019-01-25")

    typed(Keys("y", "y", meanwhile=meanwhile))
    done = run("claim", "add", dataset_copy, *CLAIM, *ME)
    assert done.code == 1
    assert "in the rows of your edit" in done.err
    assert "value: brick" in done.err
    assert "value: stone" in done.err
    assert "Run the same command again" in done.err
    typed(Keys("y"))
    assert run("claim", "add", dataset_copy, *CLAIM, *ME).code == 0
    values = {row["value"] for row in dataset.read(dataset_copy).rows["claims"]}
    assert {"stone", "brick"} <= values


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets somebody else save just before the first edit that follows is saved."""

    def before(meanwhile: Callable[[], object]) -> None:
        real, once = editing.save, []

        def save_late(draft: editing.Draft, **how: bool) -> editing.Saved:
            if not once:
                once.append(True)
                meanwhile()
            return real(draft, **how)

        monkeypatch.setattr(editing, "save", save_late)

    return before


def test_who_comes_second_without_a_terminal_is_saved_on_top_of_other_rows(
    run: Run, dataset_copy: Path, late: Callable[[Callable[[], object]], None]
) -> None:
    late(lambda: of_another(dataset_copy))
    told = json.loads(run("claim", "add", dataset_copy, *CLAIM, *ME, "--json").out)
    assert told["saved"] is True
    assert told["beneath"]["added"] == 1
    assert [edit.author for edit in editing.history(dataset_copy)] == ["Ben", "Ana Example"]
    assert dataset.check(dataset_copy) == []


def test_who_comes_second_without_a_rebase_is_shown_both(
    run: Run, dataset_copy: Path, late: Callable[[Callable[[], object]], None]
) -> None:
    late(lambda: of_another(dataset_copy))
    done = run("claim", "add", dataset_copy, *CLAIM, *ME, "--no-rebase")
    assert done.code == 1
    assert "value: flat" in done.err
    assert "value: stone" in done.err
    assert len(editing.history(dataset_copy)) == 1
    late(lambda: editing.undo(dataset_copy, "Ben"))
    of = [*CLAIM[:-4], "--value", "wood", "--source", "unrecorded", "--json"]
    told = json.loads(run("claim", "add", dataset_copy, *of, *ME, "--no-rebase").out)
    assert told["saved"] is False
    assert told["theirs"]["removed"] == 1
    assert told["mine"]["changes"][0]["after"]["value"] == "wood"


# --- undo, edits, diff, copy ---------------------------------------------------------------------


def test_an_edit_is_undone_and_listed(run: Run, dataset_copy: Path) -> None:
    run("claim", "add", dataset_copy, *CLAIM, *ME, "--why", "seen")
    done = run("undo", dataset_copy, "edit-000001", "--author", "Ben", "--why", "not so")
    assert done.code == 0
    assert "undoing edit-000001, " in done.err
    assert ", by Ana Example" in done.err
    assert "  - claim-prk-embassy-caracas-facade" in done.out
    rows = [line.split("\t") for line in run("edits", dataset_copy).out.splitlines()]
    assert [row[0] for row in rows] == ["id", "edit-000001", "edit-000002"]
    assert [row[4] for row in rows] == ["state", "undone", "Undoes edit-000001"]
    assert rows[2][2] == "Ben"
    assert rows[2][5] == "not so"
    told = json.loads(run("edits", dataset_copy, "--json").out)
    assert [(one["id"], one["stands"]) for one in told] == [
        ("edit-000001", False),
        ("edit-000002", True),
    ]
    said = run("edits", dataset_copy, "edit-000001").out
    assert "value: stone" in said
    assert said.startswith("edit-000001, ")
    assert run("undo", dataset_copy, "edit-000002", *ME).code == 0
    states = [line.split("\t")[4] for line in run("edits", dataset_copy).out.splitlines()]
    assert states[1:] == ["", "Undoes edit-000001, undone", "Undoes edit-000002"]
    assert "stone" in {row["value"] for row in dataset.read(dataset_copy).rows["claims"]}


def test_the_list_of_edits_says_what_was_before_and_is_now(run: Run, dataset_copy: Path) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    row = dataset.read(dataset_copy).by_id["sources"]["example-gazette-2026-03-02"]
    save(prepare(dataset_copy, [Row("sources", {**row, "language": "en"})], author="Ben"))
    listed = run("edits", dataset_copy).out.splitlines()
    assert listed[1].split("\t")[6] == "+ example-gazette-2026-03-02"
    assert listed[2].split("\t")[6] == "~ example-gazette-2026-03-02: language: (blank) → en"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--precision", "building"], "too precise for a city"),
        (["--precision", "building", "--method", "city"], "too precise for a city"),
        (["--at", "-77.03,-12.10", "--precision", "street", "--radius-m", "5"], "Give one"),
    ],
)
def test_a_city_is_not_told_as_a_building(
    options: list[str], said: str, run: Run, dataset_copy: Path
) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    done = run("mission", "add", dataset_copy, *MISSION, *ME, *options)
    assert done.code == 2
    assert said in done.err
    assert len(editing.history(dataset_copy)) == 1


def test_a_place_that_is_none_is_named_by_its_own_option(run: Run, dataset_copy: Path) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    point = ["--at", "-77.03,-12.10", "--place", "nowhere"]
    done = run("mission", "add", dataset_copy, *MISSION, *ME, *point)
    assert done.code == 1
    assert "--place: positions.csv, row" in done.err
    assert "--at:" not in done.err


def test_anothers_edit_is_not_undone_unnamed(run: Run, dataset_copy: Path) -> None:
    """Whoever undoes the own last edit may have been overtaken: the last was another's then."""
    run("source", "add", dataset_copy, *SOURCE, *ME)
    ben = ["--author", "Ben"]
    for options in ([], ["--yes"], ["--json"]):
        done = run("undo", dataset_copy, *ben, *options)
        assert done.code == 2
        assert 'edit-000001, was made by "Ana Example"' in done.err
        assert f"undo {dataset_copy} edit-000001" in done.err
    assert len(editing.history(dataset_copy)) == 1
    assert run("undo", dataset_copy, *ben, "--dry-run").code == 0
    assert run("undo", dataset_copy, *ME).code == 0
    assert len(editing.history(dataset_copy)) == 2


def test_what_has_changed_since_is_shown_and_not_undone(run: Run, dataset_copy: Path) -> None:
    run("source", "add", dataset_copy, *SOURCE, *ME)
    row = dataset.read(dataset_copy).by_id["sources"]["example-gazette-2026-03-02"]
    save(prepare(dataset_copy, [Row("sources", {**row, "language": "en"})], author="Ben"))
    done = run("undo", dataset_copy, "edit-000001", *ME)
    assert done.code == 1
    assert "language: (blank) → en" in done.err
    assert len(editing.history(dataset_copy)) == 2


def test_two_datasets_are_compared(run: Run, dataset_copy: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    assert run("copy", old, "--dataset", dataset_copy).code == 0
    assert run("diff", old, dataset_copy).out == "no difference\n"
    run("claim", "add", dataset_copy, *CLAIM, *ME)
    assert "  + claim-prk-embassy-caracas-facade" in run("diff", old, dataset_copy, "--rows").out
    assert "  - claim-prk-embassy-caracas-facade" in run("diff", dataset_copy, old, "--rows").out
    told = json.loads(run("diff", old, dataset_copy, "--rows", "--json").out)
    assert (told["added"], told["removed"], told["changed"]) == (1, 0, 0)


def test_the_bundled_dataset_is_copied_to_be_edited(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    done = run("copy", own)
    assert done.code == 0
    assert "288 missions" in done.out
    assert dataset.contents(own) == dataset.contents(dataset.locate(None))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    assert run("copy", tmp_path / "full").code == 2
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"


def test_hostile_text_reaches_no_terminal(run: Run, dataset_copy: Path) -> None:
    words = ["--subject", "pack", "--property", "note", "--source", "unrecorded"]
    value = "‮gnp.exe\n  + fake-row\n[bold]x[/bold]"
    done = run("claim", "add", dataset_copy, *words, "--value", value, "--author", "a[red]b")
    assert done.code == 0, done.err
    for said in (done, run("edits", dataset_copy), run("edits", dataset_copy, "edit-000001")):
        text = said.out + said.err
        assert "‮" not in text
        assert "  + fake-row" not in text.splitlines()
    done = run("claim", "add", dataset_copy, *words, "--value", "\x1b[31mred", *ME)
    assert done.code == 1
    assert "a control character" in done.err
