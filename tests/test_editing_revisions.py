"""What a dataset says is corrected, deprecated or removed, and the history says how."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.rows import at, mission, simple

from geo import Atlas, Selection, dataset, editing, i18n
from geo.editing import REVISIONS, Draft, prepare, revision, save, undo
from geo.errors import InvalidSelection
from geo.evidence import PublicationIndex
from geo.ui.edit import existing, fields, rows
from geo.ui.edit.form_state import EXISTING, Desk

ME = "Ana Example"
WHY = "The gazette gives another"
OPENED = "ven-embassy-pyongyang-opened-2019-08-21"


def revised(folder: Path, table: str, id: str, act: str, **cells: str) -> Draft:
    base = dataset.read(folder)
    made = revision(base, table, id, act, {**base.by_id[table][id], **cells}, WHY)
    removed = [(table, id)] if act == "remove" else []
    return prepare(base, made, author=ME, why=WHY, removed=removed)


def a_claim(folder: Path) -> str:
    """A claim of the founding story that nobody deprecates."""
    claims = dataset.read(folder).rows["claims"]
    wanted = (c for c in claims if c["subject"] == "ven-embassy-pyongyang")
    return next(c["id"] for c in wanted if c["rank"] == "normal" and not c["reason"])


def test_a_corrected_claim_is_a_new_one_and_the_old_one_is_deprecated(dataset_copy: Path) -> None:
    id = a_claim(dataset_copy)
    before = dataset.read(dataset_copy).by_id["claims"][id]
    saved = save(revised(dataset_copy, "claims", id, "correct", value="Thirteen"))
    after = dataset.read(dataset_copy).by_id["claims"]
    assert (after[id]["value"], after[id]["rank"]) == (before["value"], "deprecated")
    assert after[id]["reason"] == WHY
    (new,) = after.keys() - dataset.read(dataset.locate(None)).by_id["claims"].keys()
    assert {**after[new], "id": ""} == {**before, "id": "", "value": "Thirteen"}
    assert f"value: {before['value']} → Thirteen" in saved.changes.text()
    assert "rank: normal → deprecated" in saved.changes.text()
    assert f"value: {before['value']} → Thirteen" in saved.changes.brief()
    assert not dataset.check(dataset_copy)


def test_a_typing_error_is_mended_in_its_row(dataset_copy: Path) -> None:
    id = a_claim(dataset_copy)
    saved = save(revised(dataset_copy, "claims", id, "change", value="Thirteen"))
    (change,) = saved.changes
    assert (change.kind, change.id) == ("changed", id)
    assert dataset.read(dataset_copy).by_id["claims"][id]["value"] == "Thirteen"


@pytest.mark.parametrize("table", ["claims", "positions", "events"])
def test_what_is_deprecated_needs_a_reason(table: str, dataset_copy: Path) -> None:
    base = dataset.read(dataset_copy)
    id = next(iter(base.by_id[table]))
    made = revision(base, table, id, "deprecate", {}, "  ")
    draft = prepare(base, made, author=ME)
    assert {problem.column for problem in draft.problems} == {"reason"}


def test_a_position_that_is_deprecated_is_no_longer_drawn(dataset_copy: Path) -> None:
    atlas = Atlas.open(dataset_copy)
    drawn = atlas.position("ven-embassy-pyongyang", Selection())
    assert drawn is not None
    id = str(drawn["id"])
    save(revised(dataset_copy, "positions", id, "deprecate"))
    now = Atlas.open(dataset_copy).position("ven-embassy-pyongyang", Selection())
    assert now is not None
    assert now["id"] != id


def test_a_deprecated_event_gives_way_to_the_corrected_one(dataset_copy: Path) -> None:
    saved = save(revised(dataset_copy, "events", OPENED, "correct", date="2019-08-20"))
    atlas = Atlas.open(dataset_copy)
    assert OPENED in atlas.publication.deprecated
    assert "ven-embassy-pyongyang-opened-2019-08-20" not in atlas.publication.deprecated
    assert "date: 2019-08-21 → 2019-08-20" in saved.changes.text()
    assert not dataset.check(dataset_copy)


def test_an_event_is_deprecated_though_claims_tell_it_too(dataset_copy: Path) -> None:
    """Each event, alone: the claims by which its sources tell it are deprecated with it."""
    base = dataset.read(dataset_copy)
    for id in ("bra-embassy-caracas-closed-2020", OPENED, *list(base.by_id["events"])[::40]):
        if id not in base.by_id["events"]:
            continue
        draft = prepare(
            base, revision(base, "events", id, "deprecate", {}, WHY), author=ME, why=WHY
        )
        if not [problem for problem in draft.problems if problem.column == "changes"]:
            assert not draft.problems, (id, draft.problems)
        assert id in PublicationIndex.of_dataset(draft.after).deprecated, id


def test_a_removal_needs_a_reason_is_in_the_history_and_is_undone(dataset_copy: Path) -> None:
    base = dataset.read(dataset_copy)
    id = next(
        head for head in base.by_id["heads"]
        if not any(claim["subject"] == head for claim in base.rows["claims"])
    )  # fmt: skip
    before = (dataset_copy / "heads.csv").read_bytes()
    bare = prepare(base, [], author=ME, removed=[("heads", id)])
    assert [problem.column for problem in bare.problems] == ["why"]
    save(revised(dataset_copy, "heads", id, "remove"))
    assert id not in dataset.read(dataset_copy).by_id["heads"]
    (edit,) = editing.history(dataset_copy)
    assert (edit.why, edit.changes[0].after) == (WHY, None)
    undo(dataset_copy, ME)
    assert (dataset_copy / "heads.csv").read_bytes() == before


def test_what_others_refer_to_is_not_removed(dataset_copy: Path) -> None:
    base = dataset.read(dataset_copy)
    id = next(c["subject"] for c in base.rows["claims"] if c["subject"] in base.by_id["heads"])
    assert revised(dataset_copy, "heads", id, "remove").problems


def test_what_cannot_be_done_with_a_row_is_refused(dataset_copy: Path) -> None:
    base = dataset.read(dataset_copy)
    for table, id, act in (
        ("missions", "ven-embassy-pyongyang", "remove"),
        ("heads", next(iter(base.by_id["heads"])), "deprecate"),
        ("claims", "no-such-claim", "change"),
    ):
        with pytest.raises(InvalidSelection, match="cannot be edited by"):
            revision(base, table, id, act, {}, WHY)


def test_every_table_can_be_revised() -> None:
    assert set(REVISIONS) == set(dataset.ALL_MODELS)


# --- the form ------------------------------------------------------------------------------------


def test_all_that_is_said_of_a_mission_is_listed(dataset_copy: Path) -> None:
    base = dataset.read(dataset_copy)
    found = existing.about(base, "ven-embassy-pyongyang")
    assert list(found) == ["missions", "events", "positions", "heads", "relations", "claims"]
    assert all(row["mission"] == "ven-embassy-pyongyang" for row in found["events"])
    subjects = {claim["subject"] for claim in found["claims"]}
    assert "ven-embassy-pyongyang" in subjects
    assert existing.about(base, "PRK-VEN")["relations"]
    assert existing.about(base, "nk-news-2019-01-25")["sources"]
    assert "claims" in existing.about(base, "pack") or not existing.about(base, "pack")


def working(folder: Path, table: str, id: str, act: str, **cells: str) -> tuple[Desk, rows.Told]:
    base = dataset.read(folder)
    desk = Desk(author=ME, tried=True)
    desk.turn_to(EXISTING, "ven-embassy-pyongyang", (table, id))
    desk.of("act")["act"] = act
    desk.of("was").update(base.by_id[table][id])
    desk.of(table).update({**base.by_id[table][id], **cells})
    return desk, rows.problems(desk, base)


def test_each_error_is_beside_its_field_and_once(dataset_copy: Path) -> None:
    desk, told = working(dataset_copy, "events", OPENED, "change", date="2019-02-31", sources="x")
    assert {(part, column) for part, of in told.items() for column in of} == {
        ("events", "date"),
        ("events", "sources"),
    }
    assert all(len(found) == 1 for of in told.values() for found in of.values())
    assert desk.tables == ("events",)


def checked(folder: Path, desk: Desk) -> rows.Told:
    """What the form shows once it was checked."""
    base = dataset.read(folder)
    made = rows.rows(desk, base)
    desk.draft = prepare(base, made, author=ME, why=desk.why, removed=rows.removed(desk))
    desk.checked = made, desk.author, desk.why
    return rows.problems(desk, base)


@pytest.mark.parametrize("act", ["deprecate", "correct", "remove"])
def test_the_missing_reason_is_asked_for_where_it_is_typed(act: str, dataset_copy: Path) -> None:
    desk, _ = working(dataset_copy, "claims", a_claim(dataset_copy), act, value="Thirteen")
    told = checked(dataset_copy, desk)
    assert {part: list(of) for part, of in told.items()} == {"sign": ["why"]}
    assert len(told["sign"]["why"]) == 1
    desk.of("act")["why"] = WHY
    assert checked(dataset_copy, desk) == {}


def test_errors_of_every_table_are_in_the_language_of_the_reader(dataset_copy: Path) -> None:
    head = next(iter(dataset.read(dataset_copy).by_id["heads"]))
    desk, _ = working(dataset_copy, "heads", head, "change", start="2020", end="2019")
    (problem,) = checked(dataset_copy, desk)["heads"]["end"]
    assert fields.said(problem, i18n.tr("en")).startswith("The post ends before it begins.")
    assert fields.said(problem, i18n.tr("es")).startswith("El cargo termina")


def test_what_somebody_else_has_changed_meanwhile_stays(dataset_copy: Path) -> None:
    desk, _ = working(dataset_copy, "events", OPENED, "change", detail="Mine")
    save(revised(dataset_copy, "events", OPENED, "change", attributed_to="Theirs"))
    (row,) = rows.rows(desk, dataset.read(dataset_copy))
    assert (row.cells["detail"], row.cells["attributed_to"]) == ("Mine", "Theirs")


def test_each_record_keeps_what_was_typed_for_it(dataset_copy: Path) -> None:
    desk, _ = working(dataset_copy, "events", OPENED, "change", detail="Mine")
    desk.turn_to(EXISTING, "prk-embassy-caracas")
    assert desk.record is None
    desk.turn_to("claim")
    desk.of("claims")["value"] = "Other"
    desk.turn_to(EXISTING, "ven-embassy-pyongyang")
    assert desk.record == ("events", OPENED)
    assert (desk.act, desk.of("events")["detail"]) == ("change", "Mine")
    again = desk.copied()
    desk.empty()
    assert (desk.record, again.of("events")["detail"]) == (None, "Mine")


def test_the_author_is_who_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBASSY_ATLAS_AUTHOR", raising=False)
    assert Desk().author == ""
    monkeypatch.setenv("EMBASSY_ATLAS_AUTHOR", ME)
    assert Desk().author == ME


def test_a_mission_that_comes_to_be_in_another_state_leaves_its_point_behind(
    tmp_path: Path,
) -> None:
    """Only what an edit concerns is looked at on the map: the points of its missions too."""
    there = at("a", "s", "125.75", "39.02")
    folder = simple(tmp_path, "s", mission("a"), mission("b"), positions=[there])
    draft = revised(folder, "missions", "a", "change", receiving="PER", city="Lima")
    (problem,) = draft.problems
    assert (problem.file, problem.value) == ("positions.csv", "125.75 39.02")
    assert "outside Peru" in problem.rule
    assert not revised(folder, "missions", "b", "change", name="B").problems
