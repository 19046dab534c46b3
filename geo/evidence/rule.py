"""The one rule of evidence: which of several claims or positions is used (decision 3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from geo import dates, vocabulary
from geo.dataset import Claim, Position
from geo.evidence.publication import PublicationIndex

# How a value is chosen: no claim is known; all agree; by rank; by the later origin; by nothing,
# because several are equally strong; all claims are deprecated, so that none is used
Settled = Literal["nothing", "agreed", "rank", "date", "tie", "set_aside"]
_METHODS: Final = tuple(vocabulary.METHODS)


class Resolution(NamedTuple):
    """What the rule of evidence makes of the claims to one property."""

    values: tuple[str, ...]  # In use: one, several in a tie, none where nothing was known
    ordered: tuple[Claim, ...]  # The known ones, the strongest first
    settled: Settled
    # Value -> its independent origins (ids of sources): copies of one origin are one, and a source
    # that repeats several counts only where none of these is behind the value anyway
    support: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def tie(self) -> bool:
        """Whether more than one value is used."""
        return len(self.values) > 1

    def leads(self, claim: Mapping[str, str]) -> bool:
        """Whether the rule follows what a claim says; a deprecated one never leads."""
        return claim["value"] in self.values and claim["rank"] != "deprecated"


def strength(
    record: Claim | Position, publication: PublicationIndex, known_on: int = dates.LAST
) -> tuple[int, int]:
    """How strong a claim or a position is; the lower, the stronger."""
    heard = [one for one in record.sources if publication.of([one]).possibly <= known_on]
    origins = [publication.origin_day(one, record) for one in heard]
    return vocabulary.RANKS.index(record.rank), -max(origins, default=dates.FIRST)


def drawing_order(
    position: Mapping[str, str], publication: PublicationIndex, known_on: int = dates.LAST
) -> tuple[int, int, int, str]:
    """The place of a position among those of its mission: the first is drawn."""
    record = Position.of(position)
    return (*strength(record, publication, known_on), _METHODS.index(record.method), record.id)


def resolve(
    claims: Sequence[Mapping[str, str]], publication: PublicationIndex, known_on: int | None = None
) -> Resolution:
    """Weigh the claims to one property of one subject that were or may have been known by a day."""
    day = dates.LAST if known_on is None else known_on
    known = [one for one in map(Claim.of, claims) if publication.of([one.source]).possibly <= day]
    # Several claims may have one id: those of the sources of one row.
    weighed = [(strength(claim, publication), claim) for claim in known]
    weighed.sort(key=lambda one: (one[0], one[1].id))
    ordered = tuple(claim for _, claim in weighed)
    best = weighed[0][0] if weighed else None
    values = tuple(sorted({claim.value for strong, claim in weighed if strong == best}))
    return Resolution(values, ordered, _settled(ordered, values), _support(ordered, publication))


def _settled(ordered: Sequence[Claim], values: tuple[str, ...]) -> Settled:
    if not ordered:
        return "nothing"
    best = ordered[0].rank
    if best == "deprecated":
        return "set_aside"
    if len(values) > 1 or len({claim.value for claim in ordered}) == 1:
        return "tie" if len(values) > 1 else "agreed"
    level = {claim.value for claim in ordered if claim["rank"] == best}
    return "rank" if len(level) == 1 else "date"


def _support(
    claims: Iterable[Claim], publication: PublicationIndex
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Value -> origins that share no source with one another, those of one source first."""
    behind: dict[str, set[tuple[str, ...]]] = {}
    for claim in claims:
        behind.setdefault(claim.value, set()).add(publication.origins(claim.source, claim))
    kept: dict[str, tuple[tuple[str, ...], ...]] = {}
    for value, origins in behind.items():
        taken: set[str] = set()
        kept[value] = ()
        for one in sorted(origins, key=lambda ids: (len(ids), ids)):
            if taken.isdisjoint(one):
                kept[value] += (one,)
                taken.update(one)
    return kept
