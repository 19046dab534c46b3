"""Where sources disagree: properties with several values, and what settles it (decision 7)."""

import builtins
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from geo import i18n
from geo.atlas import Atlas
from geo.dataset import Dataset, days_of
from geo.exporters import table
from geo.i18n import Translator
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Cite
from geo.reports.cards.record_text import details
from geo.reports.cards.source import subject_of
from geo.reports.cards.statements import value_of
from geo.reports.conflicts.values import Gathered, Record, Settling, gathered
from geo.selection import UNDATED, Selection
from geo.vocabulary import KINDS, RANKS, STATUSES, columns_of

__all__ = ["Conflict", "Said", "Value", "conflicts", "csv", "settling", "spoken", "told", "unheard"]
_COLUMNS: Final = tuple(columns_of("conflicts"))
_DAYS: Final[dict[str, Any]] = {"as_of": None, "known_on": None, "undated": UNDATED[0]}
_OF_MISSIONS: Final = ("kinds", "statuses", "cities", "text", "bbox")  # Only of missions
_RANKED: Final = ("claims", "positions")  # Tables whose rows have a rank


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of a property: a claim, or a row of another ``table``."""

    id: str
    table: str
    cite: Cite
    rank: str  # Blank for a row that has none
    grade: str  # Settles nothing
    reason: str  # Blank where it is based on later days than are known
    valid: str  # EDTF
    locator: str
    attributed_to: str
    seen: str
    origins: tuple[str, ...]  # Sources that it goes back to: its own, where it repeats none
    repeats: tuple[str, ...]
    origin_date: str  # The day that counts, of the earliest origin; EDTF


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, once, with all who give it, the strongest first."""

    value: str
    shown: str  # The value in words
    as_told: bool  # ``shown`` is text of the dataset
    leads: bool  # Followed, alone or in a tie
    rank: str  # The best of its claims
    origins: tuple[tuple[str, ...], ...]  # Its independent ones, by name
    said: tuple[Said, ...]

    @property
    def independent(self) -> int:
        """How many origins are behind it that do not repeat one another."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of one subject with more than one value, those that lead first."""

    subject: str
    property: str
    about: str  # Subject and property in words
    heading: str  # The property
    sending: str  # Party that the subject ties to ``receiving``
    receiving: str
    card: str  # Id of its card; blank for none
    values: tuple[Value, ...]
    settled: Settling

    @builtins.property
    def tie(self) -> bool:
        """Whether the rule of evidence cannot choose between its values."""
        return self.settled == "tie"

    @builtins.property
    def key(self) -> str:
        """Subject and property: what it is found by."""
        return f"{self.subject} {self.property}"

    @builtins.property
    def claims(self) -> int:
        """How many say something of it."""
        return sum(len(value.said) for value in self.values)


def conflicts(
    atlas: Atlas, selection: Selection | None = None, language: str = "en"
) -> list[Conflict]:
    """Every property with more than one value, each with its sources, ranks and reasons.

    Parameters
    ----------
    selection
        None for all of the dataset. ``known_on`` leaves out what no source had said
        by then, ``as_of`` what is said to hold from a later day on, and missions that were not
        there. Missions that have closed are looked at unless statuses are asked for.
    language
        One of :data:`geo.i18n.LANGUAGES`. Texts of the dataset stay in their own.

    Returns
    -------
    list of Conflict
        By subject, then by property. What counts as more than one value is stated in
        :mod:`geo.reports.conflicts.values`.

    Raises
    ------
    InvalidSelection
        The language is unknown.

    Examples
    --------
    >>> import geo
    >>> len(geo.conflicts(geo.Atlas.open(), geo.Selection(among=("VEN", "PRK")))) > 0
    True
    """
    chosen = selection or Selection()
    as_of = None if chosen.as_of is None else chosen.as_of_day
    context = ReportContext.on(atlas, chosen, i18n.tr(language))
    shows = _narrowed(atlas, chosen)
    every = atlas.once(_gathered)(as_of, chosen.known_on_day)
    each = ((one, _ends(atlas.dataset, one.subject)) for one in every)
    return [_told(context, one, ends) for one, ends in each if shows(one, ends)]


def _gathered(atlas: Atlas) -> Callable[[int | None, int], list[Gathered]]:
    """What :func:`gathered` finds on two days, kept for the latest."""
    return lru_cache(4)(partial(gathered, atlas.dataset, atlas.publication))


def _told(context: ReportContext, one: Gathered, ends: "_Ends") -> Conflict:
    about, card = subject_of(context, one.subject, one.property)
    by_value: dict[str, list[Record]] = {}
    for said in one.said:
        by_value.setdefault(said["value"], []).append(said)
    values = [_value(context, one, value, said) for value, said in by_value.items()]
    return Conflict(
        subject=one.subject,
        property=one.property,
        about=about,
        heading=context.tr.heading(one.property, context.dataset.presentation.proper_names),
        sending=ends.sending or ends.receiving,
        receiving=ends.receiving if ends.sending else "",
        card=card,
        values=tuple(sorted(values, key=lambda value: not value.leads)),
        settled=one.settled,
    )


def _value(context: ReportContext, one: Gathered, value: str, said: list[Record]) -> Value:
    shown, as_told = _shown(context, one, value, said[0]["table"])
    ranks = [row["rank"] for row in said if row["table"] in _RANKED]
    return Value(
        value=value,
        shown=shown,
        as_told=as_told,
        leads=value in one.leading,
        rank=min(ranks, key=RANKS.index, default=""),
        origins=tuple(
            tuple(context.cite(id).publisher for id in origin) for origin in one.support[value]
        ),
        said=tuple(_said(context, row) for row in said if row["source"]),
    )


def _shown(context: ReportContext, one: Gathered, value: str, table: str) -> tuple[str, bool]:
    tr = context.tr
    if table == "positions":
        longitude, _, latitude = value.partition(" ")
        return tr("conflicts.lonlat", longitude=longitude, latitude=latitude), False
    if table == "missions" and value in KINDS:
        return tr.kind(value), False
    if table == "missions" and one.property in ("receiving-state", "sending-state"):
        return tr.party(value), False
    if table == "heads" and one.property == "rank":
        return tr.rank(value), False
    shown, as_told = value_of(context, value)
    return shown, bool(as_told)


def _said(context: ReportContext, row: Record) -> Said:
    source = row["source"]
    origins = context.publication.origins(source, row)
    published = [context.cite(id).published for id in origins]
    return Said(
        **{**context.attribution(row), "rank": row["rank"] if row["table"] in _RANKED else ""},
        table=row["table"],
        origins=origins,
        repeats=() if origins == (source,) else tuple(context.byline(id) for id in origins),
        origin_date=min(published, key=lambda day: days_of(day).last) if all(published) else "",
    )


class _Ends(NamedTuple):
    """The parties of a subject; ``directed``: the first sends to the second."""

    sending: str = ""
    receiving: str = ""
    mission: str = ""
    directed: bool = True
    third: str = ""


def _ends(dataset: Dataset, subject: str) -> _Ends:
    if mission := dataset.mission_of(subject):
        return _Ends(mission.sending, mission.receiving, mission.id)
    if coverage := dataset.coverage.by_id.get(subject):
        return _Ends(coverage.sending, coverage.receiving, third=coverage.state)
    if relation := dataset.relations.by_id.get(subject):
        return _Ends(relation.a, relation.b, directed=False, third=relation.third)
    if place := dataset.places.by_id.get(subject):
        return _Ends("", place.state)
    if subject in dataset.sources.by_id or subject == "pack":
        return _Ends()
    first, _, second = subject.partition("-")
    return _Ends(first, second, directed=False)


def _narrowed(atlas: Atlas, chosen: Selection) -> Callable[[Gathered, _Ends], bool]:
    """A test whether a conflict matches a selection; of all statuses unless some are named."""
    limited, missions = bool(chosen.but(**_DAYS)), set[str]()
    dated = limited or chosen.as_of is not None
    if dated:
        every = chosen.but(statuses=chosen.statuses or STATUSES)
        shown = atlas.mission_filter.state(every).shown.nonzero()[0].tolist()
        missions = {atlas.dataset.missions[number].id for number in shown}

    def shows(one: Gathered, ends: _Ends) -> bool:
        if ends.mission:
            return not dated or ends.mission in missions
        if not limited:
            return True
        if any(getattr(chosen, part) for part in _OF_MISSIONS):
            return False
        sources = {one.subject, *(said["source"] for said in one.said)}
        if chosen.sources and not sources & {*chosen.sources}:
            return False
        parties = {code for code in ends[:2] if code}
        if not parties:
            return not chosen.but(sources=(), **_DAYS)
        if chosen.states and not {*parties, ends.third} & {*chosen.states}:
            return False
        if chosen.among and not parties <= {*chosen.among}:
            return False
        ways = [ends[:2]] if ends.directed else [ends[:2], ends[1::-1]]
        return any(
            (not chosen.sending or sending in chosen.sending)
            and (not chosen.receiving or receiving in chosen.receiving)
            for sending, receiving in ways
        )

    return shows


def spoken(value: Value, tr: Translator) -> str:
    """How many origins are behind a value, as a clause: "3 sources, one origin"."""
    sources = len({said.cite.id for said in value.said})
    if not sources:
        return tr("conflicts.no_source")
    said = tr("conflicts.sources", count=sources)
    if sources == value.independent:
        return said
    origins = tr("conflicts.origins", count=value.independent)
    return tr("conflicts.of_origins", sources=said, origins=origins)


def settling(conflict: Conflict, tr: Translator) -> str:
    """What settles which value leads, as a sentence."""
    key = f"conflicts.settled.{conflict.settled}"
    return tr(key if tr.has(key) else "conflicts.settled.tie")


def told(said: Said, tr: Translator) -> list[tuple[str, bool]]:
    """The details of one statement besides its source."""
    repeats, day = tr.listed(said.repeats) if said.repeats else "", said.origin_date
    parts = (
        said.valid and tr("conflicts.valid", day=tr.date(said.valid)),
        said.rank and tr("conflicts.rank", rank=tr(f"card.tag.{said.rank}")),
        repeats and tr("card.cite.repeats", sources=repeats),
        repeats and day and tr("conflicts.counts_from", day=tr.date(day)),
    )
    return [*((text, False) for text in parts if text), *details(said, tr, ())]


def unheard(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """The message that no source was published by the day of a selection."""
    first = atlas.publication.first_day
    if selection.known_on is None or first is None or selection.known_on_day >= first:
        return ""
    days = map(dt.date.fromordinal, (selection.known_on_day, first))
    day, then = (tr.date(one.isoformat()) for one in days)
    return tr("conflicts.unheard", day=day, first=then)


def csv(conflicts: Iterable[Conflict]) -> bytes:
    """Conflicts as CSV: a row for each statement, and for each value without one."""
    return table(_COLUMNS, [row for one in conflicts for row in _rows(one)])


def _rows(one: Conflict) -> Iterator[list[object]]:
    for value in one.values:
        about: list[object] = [one.subject, one.property, one.about, one.settled]
        about += [value.value, "yes" if value.leads else "no", value.independent]
        for said in value.said:
            cite = [said.cite.id, said.cite.publisher, said.cite.published, said.cite.url]
            how = [said.rank, said.grade, said.reason, said.valid, said.locator, said.attributed_to]
            yield [*about, *cite, *how, "|".join(said.origins), said.origin_date, said.id]
        if not value.said:
            yield [*about, *[""] * (len(_COLUMNS) - len(about))]
