"""Which missions of two datasets are one: by decision, record, Wikidata id, place, or ask."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from geo.merge.similarity import Likeness, Profile, likeness

BY: Final = ("decision", "record", "id", "place")
"""How two missions were found to be one: somebody has decided it; the target has the very rows;
they have a Wikidata id in common; sending and receiving party, kind and city agree."""

_MOST: Final = 5
_TWICE: Final = "the target has a second mission that matches"


@dataclass(frozen=True, slots=True)
class CandidateMatch:
    """Two missions that may be one; ``sides``: the evidence of each dataset on its mission."""

    here: str  # In the target
    there: str  # In the dataset merged into it
    likeness: Likeness
    why: str
    suggestion: str  # ``same`` where evidence is plain; never where a Wikidata id is in dispute
    dataset: str = ""
    sides: tuple[Mapping[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """The pair, as a decision names it."""
        return self.dataset, self.here, self.there


class Matching:
    """Id in a dataset -> id in the target and one of :data:`BY`; and the pairs left to decide."""

    def __init__(
        self,
        target: Mapping[str, Profile],
        dataset: Mapping[str, Profile],
        told_apart: frozenset[tuple[str, str]],
        carried: frozenset[str],
    ) -> None:
        self.found: dict[str, str] = {}
        self.by: dict[str, str] = {}
        self.candidate_matches: list[CandidateMatch] = []
        self._dataset, self._told_apart, self._carried = dataset, told_apart, carried
        self._apart: set[str] = set()
        self._by_qid: dict[str, list[Profile]] = defaultdict(list)
        self._by_parties: dict[tuple[str, str], list[Profile]] = defaultdict(list)
        for one in target.values():
            self._by_parties[one.sending, one.host].append(one)
            for qid in one.qids:
                self._by_qid[qid].append(one)
        self._senders: dict[str, set[str]] = defaultdict(set)
        for one in (*target.values(), *dataset.values()):
            for qid in one.qids:
                self._senders[qid].add(one.sending)
        self._pairs: dict[str, list[tuple[Profile, Likeness]]] = {}
        self._clashing: dict[tuple[str, str], CandidateMatch] = {}

    def by_rows(self, same: Mapping[str, str], records: Mapping[str, str]) -> None:
        """Bind by decisions, else by rows that the target has; some of these may be apart."""
        self.found = {**same, **records, **same}
        self.by = {there: "decision" if there in same else "record" for there in self.found}
        told = (there for there, by in self.by.items() if by == "record")
        self._apart = {there for there in told if self.found[there] in self._carried}

    def by_id(self) -> None:
        """Bind by a Wikidata id in common; doubtful ones that are apart already stay so."""
        for there in self._dataset.values():
            stands = self.found.get(there.id)
            if stands is not None and there.id not in self._apart:
                continue
            found = {
                here.id: here
                for qid in there.qids
                for here in self._by_qid.get(qid, ())
                if stands is None or here.id not in self._carried
            }
            fit = [here for here in found.values() if (here.id, there.id) not in self._told_apart]
            own = [here for here in fit if here.sending == there.sending]
            if len(own) > 1:
                own = [here for here in own if here.receiving == there.receiving] or own
            if len(own) == 1 and stands is None:
                self._bind(there.id, own[0].id, "id")
                continue
            why = "several missions have this Wikidata id" if own else "two sending parties"
            for here in own or fit:
                doubt = CandidateMatch(here.id, there.id, likeness(here, there), why, "")
                self._clashing[here.id, there.id] = doubt

    def by_place(self, *, strict: bool) -> None:
        """Bind by parties, city and kind, strictly or not, where each side has just one."""
        taken = set(self.found.values())
        fits: dict[str, list[str]] = {}
        rivals: dict[str, int] = defaultdict(int)
        for there in self._open():
            fits[there.id] = [
                here.id
                for here, like in self._between(there)
                if like.alike
                and here.id not in taken
                and (not strict or (like.city == "same" and here.kind == there.kind))
            ]
            for id in fits[there.id]:
                rivals[id] += 1
        for id, fit in fits.items():
            if len(fit) == 1 and rivals[fit[0]] == 1:
                self._bind(id, fit[0], "place")

    def second_rows(self) -> None:
        """Match what is left and reports an embassy that the target has just once."""
        for there in self._open():
            alike = [(here, like) for here, like in self._between(there) if like.alike]
            if len(alike) == 1 and alike[0][1].one_embassy:
                self._bind(there.id, alike[0][0].id, "place")

    def ask(self) -> None:
        """Name the pairs that the rules do not decide, until somebody has."""
        claimed: dict[str, set[str]] = defaultdict(set)
        for there_id, here_id in self.found.items():
            claimed[here_id].add(there_id)
        self.candidate_matches += self._clashing.values()
        for there in self._dataset.values():
            known = self.found.get(there.id)
            if known is not None and there.id not in self._apart:
                self._ask_twice(there, known, claimed)
            else:
                self._ask_of(there, claimed)
        self.candidate_matches.sort(key=lambda one: (one.there, one.here))

    def _ask_of(self, there: Profile, claimed: Mapping[str, set[str]]) -> None:
        asked = []
        for here, like in self._between(there):
            others = bool(claimed[here.id] - {there.id})
            if (
                like.doubtful
                and here.id not in self._carried
                and (here.id, there.id) not in self._clashing
                and (not others or like.alike)
            ):
                asked.append((here, like, others))
        asked.sort(key=lambda one: (not one[1].near, _far(one[1]), one[0].id))
        several = sum(like.alike for _, like, _ in asked) > 1
        for number, (here, like, bound) in enumerate(asked[:_MOST]):
            plain = number == 0 and ((like.alike and like.embassies) or like.near)
            why = _why(here, there, like, bound=bound, several=several)
            self._doubt(here, there, like, why, plain)

    def _ask_twice(self, there: Profile, known: str, claimed: Mapping[str, set[str]]) -> None:
        for here, like in self._between(there):
            if here.id != known and not claimed.get(here.id) and like.alike and like.embassies:
                self._doubt(here, there, like, _TWICE, True)

    def _doubt(self, here: Profile, there: Profile, like: Likeness, why: str, plain: bool) -> None:
        """Add a pair; suggest ``same`` if ``plain`` and no id of either is in dispute."""
        elsewhere = any(self._senders[qid] != {here.sending} for qid in here.qids | there.qids)
        disputed = plain and any(here.id == a or there.id == b for a, b in self._clashing)
        suggestion = "same" if plain and not disputed and not elsewhere else ""
        self.candidate_matches.append(CandidateMatch(here.id, there.id, like, why, suggestion))

    def _bind(self, there: str, here: str, by: str) -> None:
        self.found[there], self.by[there] = here, by

    def _open(self) -> list[Profile]:
        return [one for one in self._dataset.values() if one.id not in self.found]

    def _between(self, there: Profile) -> list[tuple[Profile, Likeness]]:
        """The missions of the target between the same parties that no decision keeps separate."""
        if there.id not in self._pairs:
            pairs = (
                (here, likeness(here, there))
                for here in self._by_parties.get((there.sending, there.host), ())
                if (here.id, there.id) not in self._told_apart
            )
            self._pairs[there.id] = [pair for pair in pairs if pair[1].parties]
        return self._pairs[there.id]


def match(
    target: Mapping[str, Profile],
    dataset: Mapping[str, Profile],
    *,
    records: Mapping[str, str],
    carried: Collection[str] = (),
    same: Mapping[str, str],
    different: Collection[tuple[str, str]] = (),
) -> Matching:
    """Find which missions of two datasets are one."""
    run = Matching(target, dataset, frozenset(different), frozenset(carried))
    run.by_rows(same, records)
    run.by_id()
    run.by_place(strict=True)
    run.by_place(strict=False)
    run.second_rows()
    run.ask()
    return run


def _far(like: Likeness) -> float:
    return math.inf if like.metres is None else like.metres


def _why(here: Profile, there: Profile, like: Likeness, *, bound: bool, several: bool) -> str:
    if bound:
        return "the dataset has another mission that matches the one of the target"
    if like.alike:
        other = "another mission of the dataset matches as well"
        return "several missions match" if several else other
    if like.embassies:
        return "embassies between the same parties in two places"
    if here.kind != there.kind:
        return "the types differ"
    if like.city == "blank":
        return "no city to compare"
    return "two Wikidata ids for one city and type"
