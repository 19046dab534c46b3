"""What goes into a dossier: missions, their cards, the pairs of their states, days and title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from geo import basemap, dates
from geo.atlas import Atlas, Hidden
from geo.atlas.relation_lines import pair_id
from geo.dataset import days_of, licences_of
from geo.errors import EmptySelection, InvalidSelection
from geo.i18n import Translator, plain, tr
from geo.reports import cards
from geo.reports.cards import Card, tag_of
from geo.selection import Selection

if TYPE_CHECKING:
    import pandas as pd

MOST_CARDS: Final = 120
"""Missions up to which each has its course of events and its card in the dossier."""

MOST_MISSIONS: Final = 1_000
"""Missions up to which a dossier lists them at all."""

_NAMED: Final = 2
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Material:
    """What a dossier has."""

    atlas: Atlas
    selection: Selection
    tr: Translator
    viewpoint: str
    title: str
    own_title: str | None
    missions: pd.DataFrame
    hidden: Hidden
    as_of: dt.date
    made: dt.date
    cards: tuple[Card, ...] = ()
    pairs: tuple[Card, ...] = ()
    places: tuple[Card, ...] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The missions as mappings, columns as in :data:`geo.atlas.columns.MISSIONS`."""
        return cast("list[dict[str, Any]]", self.missions.to_dict("records"))

    @property
    def shortened(self) -> bool:
        """Whether there are too many missions for a card each."""
        return not self.cards

    @property
    def every_card(self) -> tuple[Card, ...]:
        """All cards, in the order in which they are told."""
        return (*self.cards, *self.pairs, *self.places)

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all cards."""
        return frozenset(card.id for card in self.every_card)

    @property
    def pair_ids(self) -> list[str]:
        """Ids of the pairs of states that the missions join, sorted."""
        ends = zip(self.missions["sending"], self.missions["receiving"], strict=True)
        return sorted({pair_id(a, b) for a, b in ends})

    @property
    def days(self) -> str:
        """The two days in a sentence: "As of 21 August 2019, by all sources of the dataset."."""
        as_of = self.tr.date(self.as_of.isoformat())
        if not self.selection.known_on:
            return self.tr("dossier.days.all", as_of=as_of)
        known_on = self.tr.date(self.selection.known_on)
        return self.tr("dossier.days.known", as_of=as_of, known_on=known_on)

    @property
    def told_in(self) -> str:
        """Language of the dataset's own texts."""
        return tag_of(self.atlas.dataset.own.get("language"))

    @property
    def dataset_title(self) -> str:
        """What the dataset calls itself; plain text from data."""
        own = self.atlas.dataset.own
        return str(own.get("title") or own.get("name") or "")[:_LONGEST]

    @property
    def licences(self) -> list[tuple[str, str, str]]:
        """Name, title and address of each licence that the dataset names; plain text from data."""

        def text(one: dict[str, object], key: str) -> str:
            return str(one.get(key) or "")[:_LONGEST]

        return [
            (text(one, "name"), text(one, "title"), text(one, "path"))
            for one in licences_of(self.atlas.dataset.own)
        ]


def _shown(atlas: Atlas, selection: Selection) -> pd.DataFrame:
    """The missions that a selection shows, of which there must be some."""
    missions: pd.DataFrame = atlas.missions(selection)
    if missions.empty:
        left_out = tr("en").hidden(atlas.hidden(selection).reasons)
        raise EmptySelection(
            f"no mission matches the filters"
            f"{f' ({left_out})' if left_out else ''}. "
            "Remove a filter, or choose other statuses or dates."
        )
    return missions


def gathered(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None,
    language: str,
    viewpoint: str,
    cards_too: bool = True,
) -> Material:
    """Gather the contents of a dossier of a selection."""
    seen_by, said = basemap.viewpoint(viewpoint), tr(language)
    missions = _shown(atlas, selection)
    number = len(missions)
    if cards_too and number > MOST_MISSIONS:
        raise InvalidSelection().keyed("dossier.too_many", number=number, most=MOST_MISSIONS)
    bare = Material(
        atlas=atlas,
        selection=selection,
        tr=said,
        viewpoint=seen_by,
        title=plain(title, _LONGEST) if title else titled(selection, said),
        own_title=title or None,
        missions=missions,
        hidden=atlas.hidden(selection),
        as_of=dates.day_of(selection.as_of) if selection.as_of else dates.today(),
        made=_made(atlas, selection),
    )
    if not cards_too or number > MOST_CARDS:
        return bare

    def told(ids: Iterable[str]) -> tuple[Card, ...]:
        days = selection.as_of, selection.known_on
        made = bare.made
        return tuple(cards.card(atlas, id, *days, language=language, today=made) for id in ids)

    places = atlas.places(selection)["id"].tolist()[:MOST_CARDS]
    return replace(bare, cards=told(missions["id"]), pairs=told(bare.pair_ids), places=told(places))


def _made(atlas: Atlas, selection: Selection) -> dt.date:
    """The day to which ages count: today, or with an as-of date the date of the newest source."""
    if selection.as_of is None:
        return dates.today()
    days = [dates.day_of(selection.as_of).toordinal()]
    for one in atlas.dataset.sources:
        days += [days_of(text).first for text in (one.published, one.revised, one.accessed) if text]
    return dt.date.fromordinal(max(day for day in days if dates.FIRST < day < dates.LAST))


def titled(selection: Selection, said: Translator) -> str:
    """A title that names the states of a selection: "Diplomatic missions: Cuba and Venezuela"."""
    for key in ("among", "states", "sending", "receiving"):
        codes = getattr(selection, key)
        if codes:
            names = [said.of_party(code) for code in codes[: _NAMED + 1]]
            if len(codes) > len(names):
                names[-1] = said("dossier.more_states", count=len(codes) - _NAMED)
            return said(f"dossier.title.{key}", states=said.listed(names))
    return said("dossier.title.all")
