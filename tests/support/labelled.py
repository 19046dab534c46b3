"""The labelled pairs of two snapshots, and how right the matching of missions is on them."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.merge import Profile, match

PAIRS = Path(__file__).resolve().parents[1] / "data" / "merge" / "pairs.csv"
OLDER, NEWER = "2021", "2022"
UNTOLD = {("q100788038-che", "q98843778-che")}
"""Older and newer mission of doubts for which nothing at hand tells whether they are one: the
Swiss embassies in Brussels and in Ixelles."""
SNAPSHOTS = {
    OLDER: "wikidata-missions-2021-08-24.csv",
    NEWER: "wikidata-missions-2022-11-16.csv",
}


@dataclasses.dataclass(frozen=True)
class Pair:
    """One labelled pair: what each snapshot says, and whether it is one mission."""

    number: int
    stratum: str
    same: bool
    older: Profile
    newer: Profile
    reason: str


def pairs() -> list[Pair]:
    """The labelled pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file)]


def _pair(row: Mapping[str, str]) -> Pair:
    older, newer = (_side(row, year) for year in (OLDER, NEWER))
    same = {"same": True, "different": False}[row["label"]]
    return Pair(int(row["pair"]), row["stratum"], same, older, newer, row["reason"])


def _side(row: Mapping[str, str], year: str) -> Profile:
    told = {key.removesuffix(f"_{year}"): cell for key, cell in row.items() if key.endswith(year)}
    point = (float(told["longitude"]), float(told["latitude"])) if told["longitude"] else None
    return Profile(
        f"{told['qid'].lower()}-{told['sending'].lower()}",
        told["sending"],
        told["receiving"],
        told["kind"],
        told["city"],
        frozenset({told["qid"]}),
        (point,) if point else (),
    )


def by_item(profiles: Iterable[Profile]) -> dict[str, Profile]:
    """Missions under ids made of their item and sending state, as the labelled pairs have them."""
    found = {}
    for one in profiles:
        (qid,) = one.qids
        id = f"{qid.lower()}-{one.sending.lower()}"
        found[id] = dataclasses.replace(one, id=id)
    return found


def hidden(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """The same missions without their Wikidata ids."""
    return {id: dataclasses.replace(one, qids=frozenset(), id=id) for id, one in profiles.items()}


@dataclasses.dataclass
class Score:
    """How right the matching is on the labelled pairs.

    ``asked``: pairs that are asked about; ``right_suggestions`` of ``suggested`` suggestions are.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    asked: int = 0
    suggested: int = 0
    right_suggestions: int = 0

    @property
    def precision(self) -> float:
        """Of the pairs that are called one mission, the share that is."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the pairs that are one mission, the share that is called so."""
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.1%}, recall {self.recall:.1%} "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed; {self.asked} asked, "
            f"{self.right_suggestions} of {self.suggested} suggestions right)"
        )


def score(
    older: Mapping[str, Profile],
    newer: Mapping[str, Profile],
    labelled: Iterable[Pair],
    *,
    suggestions: bool,
) -> tuple[Score, list[Pair]]:
    """Merge the older snapshot into the newer, and look at the labelled pairs.

    ``suggestions``: take what the evidence suggests where a doubt is left; else nobody has
    decided yet, and the two stand apart.
    """
    done = match(newer, older, records={}, same={})
    candidate_matches = {(one.there, one.here): one.suggestion for one in done.candidate_matches}
    scored, failed = Score(), []
    for pair in labelled:
        key = pair.older.id, pair.newer.id
        called = done.found.get(key[0]) == key[1]
        if not called and key in candidate_matches:
            scored.asked += 1
            scored.suggested += candidate_matches[key] == "same"
            scored.right_suggestions += candidate_matches[key] == "same" and pair.same
            called = suggestions and candidate_matches[key] == "same"
        if called != pair.same:
            failed.append(pair)
        scored.right += called and pair.same
        scored.wrong += called and not pair.same
        scored.missed += pair.same and not called
    return scored, failed
