"""Packs -> one pack: what is one mission stands once, and what each pack says of it is kept.

Missions are one where they have a Wikidata id and the sending party in common; else where sending
and receiving party, kind and city agree and each side has just one that fits, or the target has
just one embassy that does; else somebody is asked. Until a doubt is
decided both stand apart, and are named. All events, positions, heads, relations, accreditations,
claims and sources of both stay; where two packs differ in what a mission is, the target's row
stands and the other's values become claims. Merging the same packs again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.errors import Fault, PackFaulty, SourceFaulty
from geo.merge.account import Merged
from geo.merge.doubts import (
    COLUMNS,
    DECISIONS,
    Decision,
    Doubt,
    Witness,
    doubts_of,
    left_open,
    read_decisions,
    table,
)
from geo.merge.joining import Joint
from geo.merge.likeness import Likeness, Profile, likeness, profiles
from geo.merge.matching import BY, Doubtful, Matching, match
from geo.pack import Pack, check_rows, put_whole, read, read_or_new, rendered

__all__ = [
    "BY",
    "COLUMNS",
    "DECISIONS",
    "Decision",
    "Doubt",
    "Doubtful",
    "Likeness",
    "Matching",
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

Ask = Callable[[Doubt], str]

_SHOWN: Final = 10


def merge(
    packs: Sequence[str | Path],
    into: str | Path,
    *,
    decisions: Sequence[Decision] = (),
    ask: Ask | None = None,
) -> Merged:
    """Merge packs into another, which is written whole or not at all.

    Parameters
    ----------
    packs
        Folders of the packs, merged in this order.
    into
        Folder of the target: a pack, or one that is to be. A new one takes its name and its
        licences from the first pack.
    decisions
        What was decided of doubts.
    ask
        Is asked of each doubt that is left: gives ``same``, ``different``, or blank for later.

    Returns
    -------
    Merged
        What became of it.

    Raises
    ------
    PackError
        One of the folders holds a faulty pack or none, or the packs together make a fault that
        none of them had; nothing is written.
    SourceFaulty
        A decision is about nothing there is, or undoes what is merged already.
    WriteFailed
        The target could not be written; it is as it was.
    """
    folder = Path(into)
    target, was = read_or_new(folder)
    given = dict(zip(_called(packs), (read(pack) for pack in packs), strict=True))
    account = Merged(folder, decided={one.key: one.word for one in decisions})
    _of_given(decisions, given)
    joint = Joint(target)
    own: dict[str, Any] | None = dict(target.own) if target.sha256 else None
    for name, pack in given.items():
        _merge_one(name, pack, joint, decisions, ask, account)
        own = dict(pack.own) if own is None else _licensed(own, pack.own)
    after = Pack(folder, joint.rows, joint.shapes, own or {}, "", target.history)
    account.faults = _none_new(check_rows(after), [target, *given.values()])
    account.rows, account.renamed = joint.added, joint.renamed
    account.missions = len(joint.rows["missions"])
    account.changed = put_whole(folder, rendered(after), was=was)
    return account


def _merge_one(
    name: str,
    pack: Pack,
    joint: Joint,
    decisions: Sequence[Decision],
    ask: Ask | None,
    account: Merged,
) -> None:
    sources = joint.sources(pack)
    made = [one for one in decisions if one.pack == name]
    matching = _matched(made, pack, joint, sources)
    if ask is not None:
        doubts = doubts_of(name, matching.doubts, Witness(joint.rows), pack)
        answers = _answers(doubts, ask)
        account.decided |= {one.key: one.word for one in answers}
        if answers:
            made = [*made, *answers]
            matching = _matched(made, pack, joint, sources)
    pairs = [(one.here, one.there) for one in made if joint.row(one.here) is not None]
    account.doubts += doubts_of(name, matching.doubts, Witness(joint.rows), pack, pairs)
    account.by.update(matching.by.values())
    account.new += len(pack.rows["missions"]) - len(matching.found)
    joint.put(pack, matching.found, sources)


def _matched(
    decisions: Sequence[Decision], pack: Pack, joint: Joint, sources: Mapping[str, str]
) -> Matching:
    """Which missions are one, what was decided included."""
    different = {(one.here, one.there) for one in decisions if not one.same}

    def matched(same: Mapping[str, str]) -> tuple[Matching, frozenset[str]]:
        records, carried = joint.records(pack, sources)
        found = match(
            profiles(joint.rows),
            profiles(pack.rows),
            records=records,
            carried=carried,
            same=same,
            different=different,
        )
        return found, carried

    matching, carried = matched({})
    made = _usable(decisions, pack, joint, matching)
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
    decisions: Sequence[Decision], pack: Pack, joint: Joint, matching: Matching
) -> list[Decision]:
    """The decisions that two missions are one; those that are carried out already left out."""
    faults: list[Fault] = []
    usable: list[Decision] = []
    known = {row["id"] for row in pack.rows["missions"]}
    for one in decisions:
        stands = matching.found.get(one.there, "")
        if one.there not in known:
            column, value, wrong = "there", one.there, f"the pack {one.pack} has no such mission"
        elif joint.row(one.here) is None:
            if one.same and joint.was(one.here, stands):
                continue
            column, value, wrong = "here", one.here, "the target has no such mission"
        elif not one.same and stands == one.here:
            column, value, wrong = "decision", one.word, "the two are merged already"
        else:
            usable += [one] if one.same else []
            continue
        remedy = "Correct the row, or merge into a copy of the target from before."
        faults.append(Fault("decisions", one.row or None, column, value, wrong, remedy))
    if faults:
        raise SourceFaulty(_summary("the decisions cannot be used", faults), faults)
    return usable


def _answers(doubts: Sequence[Doubt], ask: Ask) -> list[Decision]:
    """What is answered to the doubts; once a mission is found, its other doubts are idle."""
    answers: list[Decision] = []
    found: set[str] = set()
    for doubt in doubts:
        if doubt.pair.there in found:
            continue
        word = ask(doubt)
        if word in DECISIONS:
            same = word == DECISIONS[0]
            answers.append(Decision(doubt.pack, doubt.pair.here, doubt.pair.there, same))
            if same:
                found.add(doubt.pair.there)
    return answers


def _called(packs: Sequence[str | Path]) -> list[str]:
    """Names of packs in the table of doubts: their folders', whole paths where two are alike."""
    names = [Path(one).resolve().name for one in packs]
    return [
        name if names.count(name) == 1 else str(path)
        for name, path in zip(names, packs, strict=True)
    ]


def _of_given(decisions: Sequence[Decision], given: Mapping[str, Pack]) -> None:
    """Refuse decisions about packs that are not merged."""
    faults = [
        Fault(
            "decisions",
            one.row or None,
            "pack",
            one.pack,
            "no pack of this name is merged",
            f"The packs are: {', '.join(given)}.",
        )
        for one in decisions
        if one.pack not in given
    ]
    if faults:
        raise SourceFaulty(_summary("the decisions cannot be used", faults), faults)


def _none_new(faults: list[Fault], parts: Sequence[Pack]) -> list[Fault]:
    """The faults of a merged pack, where its parts had them already."""
    if faults:
        had = {_key(fault) for part in parts for fault in check_rows(part)}
        new = [fault for fault in faults if _key(fault) not in had]
        if new:
            raise PackFaulty(
                _summary("merged, the packs have faults that none of them had", new), new
            )
    return faults


def _key(fault: Fault) -> tuple[str, str, str, str]:
    return fault.file, fault.column, fault.value, fault.rule


def _summary(what: str, faults: Sequence[Fault]) -> str:
    shown = "\n".join(f"  {fault}" for fault in faults[:_SHOWN])
    more = f"\n  … and {len(faults) - _SHOWN:,} more" if len(faults) > _SHOWN else ""
    return f"{what}:\n{shown}{more}"


def _licensed(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What a pack says of itself, with the licences of another that goes into it."""
    licences = _licences(own)
    licences += [one for one in _licences(other) if one not in licences]
    return {**own, "licenses": licences} if licences else dict(own)


def _licences(own: Mapping[str, Any]) -> list[Any]:
    told = own.get("licenses")
    return list(told) if isinstance(told, list) else []
