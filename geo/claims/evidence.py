"""The one rule of evidence: which of several claims stands.

Preferred goes before normal, normal before deprecated; then the later origin. Claims
that are level in both and say different things are a tie: it is shown as a
disagreement, and none of them wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo import dates, vocabulary
from geo.claims.knowledge import Knowledge

__all__ = ["Verdict", "resolve"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule of evidence makes of the claims to one property.

    Attributes
    ----------
    values
        The values that stand: one, several in a tie, none where nothing was known.
    ordered
        The known claims, the strongest first.
    disagreement
        Whether the known claims say more than one thing.
    """

    values: tuple[str, ...]
    ordered: tuple[Mapping[str, str], ...]
    disagreement: bool

    @property
    def tie(self) -> bool:
        """Whether more than one value stands."""
        return len(self.values) > 1


def resolve(
    claims: Sequence[Mapping[str, str]],
    knowledge: Knowledge,
    known_on: int | None = None,
) -> Verdict:
    """Weigh the claims to one property of one subject.

    Parameters
    ----------
    claims
        Rows of the table ``claims`` with the same subject and property.
    knowledge
        When the sources spoke.
    known_on
        Ordinal of the day up to which sources count; None for all of them. A claim
        whose source is undated counts: it may have been known.

    Returns
    -------
    Verdict
        What stands, and in which order.
    """
    day = dates.LAST if known_on is None else known_on
    known = [claim for claim in claims if knowledge.of([claim["source"]]).perhaps <= day]

    def strength(claim: Mapping[str, str]) -> tuple[int, int]:
        return vocabulary.RANKS.index(claim["rank"]), -knowledge.origin_day(claim["source"])

    ordered = sorted(known, key=lambda claim: (*strength(claim), claim["id"]))
    standing = [claim for claim in ordered if strength(claim) == strength(ordered[0])]
    values = tuple(dict.fromkeys(claim["value"] for claim in standing))
    return Verdict(values, tuple(ordered), len({claim["value"] for claim in ordered}) > 1)
