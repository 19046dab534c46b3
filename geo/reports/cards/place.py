"""The cards of a place, of a state and of a city."""

from collections.abc import Mapping, Sequence
from typing import Final

import shapely
from shapely.geometry import shape

from geo import parties
from geo.atlas import Atlas
from geo.dataset import Mission, Place, Position
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import mission_label
from geo.reports.cards.model import Card, Row
from geo.reports.cards.statements import claims
from geo.reports.cards.summary import not_shown
from geo.vocabulary import KINDS, Answer

CityKey = tuple[str, str]
_EXACT: Final = ("survey", "building", "street")  # Precisions of points that an outline can hold


def place_card(context: ReportContext, record: Place, id: str) -> Card:
    """The card of a place: how it is drawn, by whom, and which missions are in it."""
    tr, kept = context.tr, record.derivation
    drawn, cites = kept or tr("card.value.drawing_not_recorded"), context.cites(record.sources)
    told, keys = ("value",) if kept else (), ((record.id, ""),)
    rows = [Row(tr("card.label.how_drawn"), drawn, cites=cites, as_told=told, keys=keys)]
    if context.dataset.shapes.get(record.id) is None:
        rows.append(Row(tr("card.label.on_map"), tr("card.value.not_drawn"), basis="own"))
    if record.radius_m:
        rows.append(Row(tr("card.label.outline"), tr.metres(record.radius_m), basis="own"))
    disputes, facts = claims(context, [record.id])
    sections = [
        context.section("position", rows),
        context.section("missions", _missions(context, record), title="missions_in_place"),
        context.section("facts", facts),
    ]
    where = tr.of_party(record.state)
    if record.city and record.kind != "city":
        where = tr("card.place.within", city=record.city, state=tr.party(record.state))
    subtitle = tr(f"card.place.{record.kind}", where=where)
    return context.finish((id, "place", record.name), sections, disputes, subtitle=subtitle)


def _missions(context: ReportContext, place: Place) -> list[Row]:
    """Every mission placed here, whatever it is placed by."""
    tr, rows = context.tr, {}
    for position in _here(context, place):
        id = position.mission
        if id in rows or context.admits(position.sources) is Answer.NO:
            continue
        shown = context.shown(id)
        said = not_shown(context, id) if shown is None else tr.status(str(shown["status"]))
        if position.place != place.id:
            said = tr(f"card.place.by_{'anchors' if position.anchors else 'point'}", status=said)
        label = mission_label(context.dataset.missions.by_id[id], tr)
        rows[id] = context.row(label, said, position, dated=False, leads_to=id)
    return [rows[id] for id in sorted(rows)]


def _here(context: ReportContext, place: Place) -> list[Position]:
    """Positions that say the place, lie in its outline, or are near missions that do."""
    dataset = context.dataset
    standing = [one for one in dataset.positions if one.rank != "deprecated"]
    found, geometry = [p for p in standing if p.place == place.id], dataset.shapes.get(place.id)
    exact = [p for p in standing if p.point and p.precision in _EXACT]
    if exact and geometry is not None and "Polygon" in geometry["type"]:
        within = shapely.intersects_xy(shape(geometry), [p.point for p in exact])
        found += [position for position, yes in zip(exact, within, strict=True) if yes]
    here = {p.mission for p in found}
    return [*found, *(p for p in standing if p.anchors and here.issuperset(p.anchors))]


def state_card(context: ReportContext, code: str, id: str) -> Card:
    """The card of a party: its missions on the day, each leading to its own card."""
    tr, missions = context.tr, context.dataset.missions
    sent = mission_rows(context, missions.by("sending", code))
    received = mission_rows(context, missions.by("receiving", code))
    counts = {"sent": len(sent), "received": len(received)}
    lead = tr("card.state.lead", **counts, day=tr.date(context.as_of.isoformat()))
    return context.finish(
        (id, "state", tr.party(code)),
        [context.section("sent", sent), context.section("received", received)],
        subtitle="" if tr.formal(code) == tr.party(code) else tr.formal(code),
        lead=(lead if sent or received else tr("card.state.none"),),
    )


def city_card(context: ReportContext, key: CityKey, id: str) -> Card:
    """The card of a city: its missions on the day, each leading to its own card."""
    tr, (state, name) = context.tr, key
    rows = mission_rows(context, cities(context.atlas)[key])
    lead = tr("card.city.lead", count=len(rows), day=tr.date(context.as_of.isoformat()))
    return context.finish(
        (id, "city", name),
        [context.section("missions", rows, title="missions_in_place")],
        subtitle=tr.party(state),
        lead=(lead if rows else tr("card.city.none"),),
    )


def mission_rows(context: ReportContext, missions: Sequence[Mission]) -> list[Row]:
    """The missions that exist on the day: embassies first, then by label."""
    tr, order, rows = context.tr, list(KINDS), []
    for mission in missions:
        shown = context.shown(mission.id)
        if shown is not None and shown["status"] != "closed":
            label, status = mission_label(mission, tr), tr.status(str(shown["status"]))
            row = Row(label, status, leads_to=mission.id, basis="computed")
            rows.append((order.index(mission.kind), label, row))
    return [row for *_, row in sorted(rows, key=lambda one: one[:2])]


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
