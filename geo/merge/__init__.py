"""Merge datasets: each mission is there once, and the values of all are kept (decision 15)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from geo.dataset import Dataset, check_rows, put_whole, read, read_or_new, rendered
from geo.errors import DatasetFaulty, SourceFaulty, ValidationError
from geo.merge.candidates import (
    DECISIONS,
    Decision,
    Merged,
    doubts_of,
    left_open,
    read_decisions,
    table,
)
from geo.merge.matching import BY, CandidateMatch, Matching, match
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
_Fault = tuple[Decision, str, str, str, str]  # Column, value, rule and remedy
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
    remedy = f"The datasets are: {', '.join(given)}."
    unknown = [one for one in decisions if one.dataset not in given]
    _refuse([(one, "pack", one.dataset, "unknown dataset", remedy) for one in unknown])
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
        doubts = doubts_of(name, matching.candidate_matches, joint.snapshot(), dataset)
        if answers := _answers(doubts, ask):
            account.decided |= {one.key: one.word for one in answers}
            made += answers
            matching = _matched(made, dataset, joint, sources)
    pairs = [(one.here, one.there) for one in made if joint.row(one.here) is not None]
    account.candidate_matches += doubts_of(
        name, matching.candidate_matches, joint.snapshot(), dataset, pairs
    )
    account.by.update(matching.by.values())
    account.new += len(dataset.missions) - len(matching.found)
    joint.put(dataset, matching.found, sources)


def _matched(
    decisions: Sequence[Decision], dataset: Dataset, joint: MergeTarget, sources: Mapping[str, str]
) -> Matching:
    different = {(one.here, one.there) for one in decisions if not one.same}

    def matched(same: Mapping[str, str]) -> tuple[Matching, frozenset[str]]:
        records, carried = joint.records(dataset, sources)
        here, there = profiles(joint.snapshot()), profiles(dataset)
        found = match(here, there, records=records, carried=carried, same=same, different=different)
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
    faults: list[_Fault] = []
    usable: list[Decision] = []
    for one in decisions:
        stands = matching.found.get(one.there, "")
        if one.there not in dataset.missions.by_id:
            wrong = "there", one.there, f"the dataset {one.dataset} has no such mission"
        elif joint.row(one.here) is None:
            if one.same and joint.was(one.here, stands):
                continue
            wrong = "here", one.here, "the target has no such mission"
        elif not one.same and stands == one.here:
            wrong = "decision", one.word, "the two are already merged"
        else:
            usable += [one] if one.same else []
            continue
        remedy = "Correct the row, or merge into a copy of the target from before."
        faults.append((one, *wrong, remedy))
    _refuse(faults)
    return usable


def _refuse(faults: Sequence[_Fault]) -> None:
    if faults:
        problems = [ValidationError("decisions", one.row or None, *told) for one, *told in faults]
        raise SourceFaulty.listing("the decisions cannot be used", problems, _SHOWN, rest=True)


def _answers(candidate_matches: Sequence[CandidateMatch], ask: Ask) -> list[Decision]:
    """What is answered to the doubts; once a mission is found, its other doubts are idle."""
    answers: list[Decision] = []
    for doubt in candidate_matches:
        if not any(one.same and one.there == doubt.there for one in answers):
            word = ask(doubt)
            if word in DECISIONS:
                answers.append(Decision(*doubt.key, same=word == DECISIONS[0]))
    return answers


def _called(datasets: Sequence[str | Path]) -> list[str]:
    """Names of datasets in the table of doubts: their folders', whole paths where two are alike."""
    names = [Path(one).resolve().name for one in datasets]
    pairs = zip(names, datasets, strict=True)
    return [name if names.count(name) == 1 else str(path) for name, path in pairs]


def _none_new(problems: list[ValidationError], parts: Sequence[Dataset]) -> list[ValidationError]:
    """The errors of a merged dataset, where its parts had them already."""
    if problems:
        had = {_said(problem) for part in parts for problem in check_rows(part)}
        if new := [problem for problem in problems if _said(problem) not in had]:
            what = "the merged dataset has errors that none of the datasets had"
            raise DatasetFaulty.listing(what, new, _SHOWN, rest=True)
    return problems


def _said(problem: ValidationError) -> ValidationError:
    return replace(problem, row=None, remedy="")


def _licensed(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataset says of itself, with the licences of another that goes into it."""
    told = (own.get("licenses"), other.get("licenses"))
    given = [one for some in told if isinstance(some, list) for one in some]
    licences = [one for number, one in enumerate(given) if one not in given[:number]]
    return {**own, "licenses": licences} if licences else dict(own)
