"""Merge datasets: each mission is there once, and the values of all are kept (decision 15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.dataset import Dataset, check_rows, put_whole, read, read_or_new, rendered
from geo.errors import DatasetFaulty, SourceFaulty, ValidationError
from geo.merge.candidates import (
    DECISIONS,
    CandidateMatch,
    Decision,
    EvidenceRow,
    Merged,
    doubts_of,
    left_open,
    read_decisions,
    table,
)
from geo.merge.matching import BY, Matching, match
from geo.merge.similarity import Likeness, Profile, likeness, profiles
from geo.merge.target import MergeTarget

__all__ = [
    "BY",
    "CandidateMatch",
    "Decision",
    "Likeness",
    "Merged",
    "Profile",
    "left_open",
    "likeness",
    "match",
    "merge",
    "profiles",
    "read_decisions",
    "table",
]
Ask = Callable[[CandidateMatch], str]
_SHOWN: Final = 10


def merge(
    datasets: Sequence[str | Path],
    into: str | Path,
    *,
    decisions: Sequence[Decision] = (),
    ask: Ask | None = None,
) -> Merged:
    """Merge datasets into another, which is written whole or not at all."""
    folder = Path(into)
    target, was = read_or_new(folder)
    given = dict(zip(_called(datasets), (read(dataset) for dataset in datasets), strict=True))
    account = Merged(folder, decided={one.key: one.word for one in decisions})
    _of_given(decisions, given)
    joint = MergeTarget(target)
    own: dict[str, Any] | None = dict(target.own) if target.sha256 else None
    for name, dataset in given.items():
        _merge_one(name, dataset, joint, decisions, ask, account)
        own = dict(dataset.own) if own is None else _licensed(own, dataset.own)
    after = Dataset(folder, joint.rows, joint.shapes, own or {}, "", target.history)
    account.problems = _none_new(check_rows(after), [target, *given.values()])
    account.rows, account.renamed = joint.added, joint.renamed
    account.missions = len(joint.rows["missions"])
    account.changed = put_whole(folder, rendered(after), was=was)
    return account


def _merge_one(
    name: str,
    dataset: Dataset,
    joint: MergeTarget,
    decisions: Sequence[Decision],
    ask: Ask | None,
    account: Merged,
) -> None:
    sources = joint.sources(dataset)
    made = [one for one in decisions if one.dataset == name]
    matching = _matched(made, dataset, joint, sources)
    if ask is not None:
        candidate_matches = doubts_of(
            name, matching.candidate_matches, EvidenceRow(joint.snapshot()), dataset
        )
        answers = _answers(candidate_matches, ask)
        account.decided |= {one.key: one.word for one in answers}
        if answers:
            made = [*made, *answers]
            matching = _matched(made, dataset, joint, sources)
    pairs = [(one.here, one.there) for one in made if joint.row(one.here) is not None]
    account.candidate_matches += doubts_of(
        name, matching.candidate_matches, EvidenceRow(joint.snapshot()), dataset, pairs
    )
    account.by.update(matching.by.values())
    account.new += len(dataset.missions) - len(matching.found)
    joint.put(dataset, matching.found, sources)


def _matched(
    decisions: Sequence[Decision], dataset: Dataset, joint: MergeTarget, sources: Mapping[str, str]
) -> Matching:
    """Which missions are one, what was decided included."""
    different = {(one.here, one.there) for one in decisions if not one.same}

    def matched(same: Mapping[str, str]) -> tuple[Matching, frozenset[str]]:
        records, carried = joint.records(dataset, sources)
        found = match(
            profiles(joint.snapshot()),
            profiles(dataset),
            records=records,
            carried=carried,
            same=same,
            different=different,
        )
        return found, carried

    matching, carried = matched({})
    made = _usable(decisions, dataset, joint, matching)
    if not made:
        return matching
    same: dict[str, str] = {}
    for one in made:
        stands = same.get(one.there) or matching.found.get(one.there, one.here)
        twin, into = (stands, one.here) if stands in carried else (one.here, stands)
        if twin != into and joint.row(twin) is not None:
            joint.fold(twin, into, trace=twin == one.here)
            same = {there: into if here == twin else here for there, here in same.items()}
        same[one.there] = into
    return matched(same)[0]


def _usable(
    decisions: Sequence[Decision], dataset: Dataset, joint: MergeTarget, matching: Matching
) -> list[Decision]:
    """The decisions that two missions are one; those that are carried out already left out."""
    problems: list[ValidationError] = []
    usable: list[Decision] = []
    known = dataset.missions.by_id
    for one in decisions:
        stands = matching.found.get(one.there, "")
        if one.there not in known:
            column, value, wrong = (
                "there",
                one.there,
                (f"the dataset {one.dataset} has no such mission"),
            )
        elif joint.row(one.here) is None:
            if one.same and joint.was(one.here, stands):
                continue
            column, value, wrong = "here", one.here, "the target has no such mission"
        elif not one.same and stands == one.here:
            column, value, wrong = "decision", one.word, "the two are already merged"
        else:
            usable += [one] if one.same else []
            continue
        remedy = "Correct the row, or merge into a copy of the target from before."
        problems.append(ValidationError("decisions", one.row or None, column, value, wrong, remedy))
    if problems:
        raise SourceFaulty(_summary("the decisions cannot be used", problems), problems)
    return usable


def _answers(candidate_matches: Sequence[CandidateMatch], ask: Ask) -> list[Decision]:
    """What is answered to the doubts; once a mission is found, its other doubts are idle."""
    answers: list[Decision] = []
    found: set[str] = set()
    for doubt in candidate_matches:
        if doubt.pair.there in found:
            continue
        word = ask(doubt)
        if word in DECISIONS:
            same = word == DECISIONS[0]
            answers.append(Decision(doubt.dataset, doubt.pair.here, doubt.pair.there, same))
            if same:
                found.add(doubt.pair.there)
    return answers


def _called(datasets: Sequence[str | Path]) -> list[str]:
    """Names of datasets in the table of doubts: their folders', whole paths where two are alike."""
    names = [Path(one).resolve().name for one in datasets]
    return [
        name if names.count(name) == 1 else str(path)
        for name, path in zip(names, datasets, strict=True)
    ]


def _of_given(decisions: Sequence[Decision], given: Mapping[str, Dataset]) -> None:
    """Refuse decisions about datasets that are not merged."""
    problems = [
        ValidationError(
            "decisions",
            one.row or None,
            "pack",
            one.dataset,
            "unknown dataset",
            f"The datasets are: {', '.join(given)}.",
        )
        for one in decisions
        if one.dataset not in given
    ]
    if problems:
        raise SourceFaulty(_summary("the decisions cannot be used", problems), problems)


def _none_new(problems: list[ValidationError], parts: Sequence[Dataset]) -> list[ValidationError]:
    """The errors of a merged dataset, where its parts had them already."""
    if problems:
        had = {_key(problem) for part in parts for problem in check_rows(part)}
        new = [problem for problem in problems if _key(problem) not in had]
        if new:
            raise DatasetFaulty(
                _summary("the merged dataset has errors that none of the datasets had", new), new
            )
    return problems


def _key(problem: ValidationError) -> tuple[str, str, str, str]:
    return problem.file, problem.column, problem.value, problem.rule


def _summary(what: str, problems: Sequence[ValidationError]) -> str:
    shown = "\n".join(f"  {problem}" for problem in problems[:_SHOWN])
    more = f"\n  … and {len(problems) - _SHOWN:,} more" if len(problems) > _SHOWN else ""
    return f"{what}:\n{shown}{more}"


def _licensed(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataset says of itself, with the licences of another that goes into it."""
    told = (own.get("licenses"), other.get("licenses"))
    given = [one for some in told if isinstance(some, list) for one in some]
    licences = [one for number, one in enumerate(given) if one not in given[:number]]
    return {**own, "licenses": licences} if licences else dict(own)
