"""Where sources disagree: properties with several values, and what settles it (decision 7)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

from geo import i18n
from geo.atlas import Atlas
from geo.dataset import days_of
from geo.reports.cards.context import ReportContext
from geo.reports.cards.source import subject_of
from geo.reports.cards.statements import value_of
from geo.reports.conflicts.model import (
    Conflict,
    Said,
    Value,
    csv,
    settling,
    spoken,
    told,
    unheard,
)
from geo.reports.conflicts.values import Gathered, Record, gathered
from geo.selection import UNDATED, Selection
from geo.vocabulary import KINDS, RANKS, STATUSES

__all__ = ["Conflict", "Said", "Value", "conflicts", "csv", "settling", "spoken", "told", "unheard"]
_DAYS: Final[dict[str, Any]] = {"as_of": None, "known_on": None, "undated": UNDATED[0]}
_OF_MISSIONS: Final = ("kinds", "statuses", "cities", "text", "bbox")
"""Parts of a selection that only missions have."""
_RANKED: Final = ("claims", "positions")  # Tables whose rows have a rank


def conflicts(
    atlas: Atlas, selection: Selection | None = None, language: str = "en"
) -> list[Conflict]:
    """Every property with more than one value, each with its sources, ranks and reasons.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection; None for all of the dataset. ``known_on`` leaves out what no source had said
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
    >>> atlas = geo.Atlas.open()
    >>> found = geo.conflicts(atlas, geo.Selection(among=("VEN", "PRK")))
    >>> len(found) > 0
    True
    """
    chosen = selection or Selection()
    as_of = None if chosen.as_of is None else chosen.as_of_day
    context = ReportContext.on(atlas, chosen, i18n.tr(language))
    narrowing = _Narrowing(atlas, chosen)
    found = []
    for one in atlas.once(_gathered)(as_of, chosen.known_on_day):
        ends = narrowing.ends(one.subject)
        if narrowing.shows(one.subject, ends, {said["source"] for said in one.said}):
            found.append(_told(context, one, ends))
    return found


def _gathered(atlas: Atlas) -> Callable[[int | None, int], list[Gathered]]:
    """What :func:`gathered` finds on two days, kept for the latest."""
    return lru_cache(4)(partial(gathered, atlas.dataset, atlas.publication))


def _told(context: ReportContext, one: Gathered, ends: _Ends) -> Conflict:
    about, card = subject_of(context, one.subject, one.property)
    by_value: dict[str, list[Record]] = {}
    for said in one.said:
        by_value.setdefault(said["value"], []).append(said)
    values = [_value(context, one, value, said) for value, said in by_value.items()]
    values.sort(key=lambda value: not value.leads)
    return Conflict(
        subject=one.subject,
        property=one.property,
        about=about,
        heading=context.tr.heading(one.property, context.atlas.dataset.presentation.proper_names),
        sending=ends.sending or ends.receiving,
        receiving=ends.receiving if ends.sending else "",
        card=card,
        values=tuple(values),
        settled=one.settled,
    )


def _value(context: ReportContext, one: Gathered, value: str, said: list[Record]) -> Value:
    shown, as_told = _shown(context, one, value, said[0])
    ranks = {row["rank"] for row in said if row["table"] in _RANKED}
    return Value(
        value=value,
        shown=shown,
        as_told=as_told,
        leads=value in one.leading,
        rank=min(ranks, key=RANKS.index) if ranks else "",
        origins=tuple(
            tuple(context.cite(id).publisher for id in origin) for origin in one.support[value]
        ),
        said=tuple(_said(context, row) for row in said if row["source"]),
    )


def _shown(context: ReportContext, one: Gathered, value: str, first: Record) -> tuple[str, bool]:
    table, tr = first["table"], context.tr
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
    ranked = row["table"] in _RANKED
    published = [context.cite(id).published for id in origins]
    return Said(
        id=row["id"],
        table=row["table"],
        cite=context.cite(source),
        rank=row["rank"] if ranked else "",
        grade=context.tr.grade(row["grade"]),
        reason=context.remark(row["reason"], (source,)),
        valid=row["valid"],
        locator=row["locator"],
        attributed_to=row["attributed_to"],
        seen=row["seen"],
        origins=origins,
        repeats=() if origins == (source,) else tuple(context.byline(id) for id in origins),
        origin_date=min(published, key=lambda day: days_of(day).last) if all(published) else "",
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """The parties of a subject."""

    sending: str = ""
    receiving: str = ""
    mission: str = ""
    directed: bool = True
    third: str = ""


class _Narrowing:
    """A selection of subjects of claims; closed missions too unless statuses are named."""

    def __init__(self, atlas: Atlas, selection: Selection) -> None:
        self.dataset = atlas.dataset
        self.chosen = selection
        self.limited = bool(selection.but(**_DAYS))
        self.missions: Collection[str] | None = None
        if self.limited or selection.as_of is not None:
            every = selection.but(statuses=selection.statuses or STATUSES)
            shown = atlas.mission_filter.state(every).shown
            rows = atlas.dataset.missions
            self.missions = {row.id for row, is_shown in zip(rows, shown, strict=True) if is_shown}

    def ends(self, subject: str) -> _Ends:
        """The parties of a subject."""
        dataset = self.dataset
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

    def shows(self, subject: str, ends: _Ends, sources: Collection[str]) -> bool:
        """Whether a conflict belongs to the selection."""
        if ends.mission:
            return self.missions is None or ends.mission in self.missions
        if not self.limited:
            return True
        chosen = self.chosen
        if any(getattr(chosen, part) for part in _OF_MISSIONS):
            return False
        if chosen.sources and subject not in chosen.sources and not {*sources} & {*chosen.sources}:
            return False
        parties = {code for code in (ends.sending, ends.receiving) if code}
        if not parties:
            return not chosen.but(sources=(), **_DAYS)
        if chosen.states and not {*parties, ends.third} & {*chosen.states}:
            return False
        if chosen.among and not parties <= {*chosen.among}:
            return False
        return self._goes(ends.sending, ends.receiving) or (
            not ends.directed and self._goes(ends.receiving, ends.sending)
        )

    def _goes(self, sending: str, receiving: str) -> bool:
        chosen = self.chosen
        return (not chosen.sending or sending in chosen.sending) and (
            not chosen.receiving or receiving in chosen.receiving
        )
