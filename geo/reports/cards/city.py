"""The card of a city: the missions in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo import parties
from geo.atlas import Atlas
from geo.dataset import Mission
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Card, Section
from geo.reports.cards.place import mission_rows

CityKey = tuple[str, str]


def city_key(mission: Mission) -> CityKey | None:
    """State and name of a mission's city: as the gazetteer has them, else as the mission does."""
    if not mission.city:
        return None
    known = parties.city(mission.city, mission.receiving)
    return (known.state, known.name) if known else (mission.receiving, mission.city)


def cities(atlas: Atlas) -> Mapping[CityKey, Sequence[Mission]]:
    """The missions of each city, in the order of the dataset."""
    return atlas.once(_by_city)


def _by_city(atlas: Atlas) -> Mapping[CityKey, Sequence[Mission]]:
    found: dict[CityKey, list[Mission]] = {}
    for mission in atlas.dataset.missions:
        if key := city_key(mission):
            found.setdefault(key, []).append(mission)
    return found


def city_card(context: ReportContext, key: CityKey, id: str) -> Card:
    """The card of a city: its missions on the day, each leading to its own card."""
    tr, (state, name) = context.tr, key
    rows = mission_rows(context, cities(context.atlas)[key])
    lead = tr("card.city.lead", count=len(rows), day=tr.date(context.as_of.isoformat()))
    card = Card(
        id=id,
        what="city",
        title=name,
        subtitle=tr.party(state),
        lead=(lead,) if rows else (tr("card.city.none"),),
    )
    section = Section("missions", tr("card.section.missions_in_place"), rows)
    return context.finish(card, [section], ())
