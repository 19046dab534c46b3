"""The card of a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.cards.lens import Lens, Record
from geo.cards.mission import mission_label
from geo.cards.model import Card, Row, Section
from geo.cards.standing import not_shown
from geo.cards.statements import claims
from geo.pack import split
from geo.vocabulary import Answer

__all__ = ["place_card"]

_KINDS: Final = {
    "district": "card.place.district",
    "building": "card.place.building",
    "compound": "card.place.compound",
    "city": "card.place.city",
}
_EXACT: Final = ("survey", "building", "street")
"""Precisions of a point that can be inside an outline or not."""


def place_card(lens: Lens, record: Record, id: str) -> Card:
    """The card of a place: how it is drawn, by whom, and which missions are in it.

    Parameters
    ----------
    lens
        The atlas on its days.
    record
        The place's row.
    id
        Id that was asked for.

    Returns
    -------
    Card
        The place.
    """
    cites = lens.cites(record["sources"])
    geometry = lens.atlas.pack.shapes.get(record["id"])
    voice = lens.voice
    drawn = record["derivation"] or voice("card.value.drawing_not_recorded")
    told = ("value",) if record["derivation"] else ()
    rows = [
        Row(
            voice("card.label.how_drawn"),
            drawn,
            cites=cites,
            as_told=told,
            keys=((record["id"], ""),),
        )
    ]
    if geometry is None:
        rows.append(Row(voice("card.label.on_map"), voice("card.value.not_drawn"), basis="own"))
    if record["radius_m"]:
        reach = voice.metres(float(record["radius_m"]))
        rows.append(Row(voice("card.label.outline"), reach, basis="own"))
    disputes, facts = claims(lens, [record["id"]])
    sections = [
        Section("position", voice("card.section.position"), tuple(rows)),
        Section("missions", voice("card.section.missions_in_place"), _missions(lens, record)),
        Section("facts", voice("card.section.facts"), tuple(facts)),
    ]
    where = voice.of_party(record["state"])
    if record["city"] and record["kind"] != "city":
        state = voice.party(record["state"])
        where = voice("card.place.within", city=record["city"], state=state)
    card = Card(
        id=id,
        what="place",
        title=record["name"],
        subtitle=voice(_KINDS[record["kind"]], where=where),
    )
    return lens.finish(card, sections, disputes)


def _missions(lens: Lens, place: Record) -> tuple[Row, ...]:
    """Every mission placed here, whatever it is placed by."""
    voice = lens.voice
    rows: dict[str, Row] = {}
    for position in _here(lens, place):
        id = position["mission"]
        if id in rows or lens.admits(position["sources"]) is Answer.NO:
            continue
        shown = lens.shown(id)
        said = not_shown(lens, id) if shown is None else voice.status(str(shown["status"]))
        if position["place"] != place["id"]:
            by = "anchors" if position["anchors"] else "point"
            said = voice(f"card.place.by_{by}", status=said)
        label = mission_label(lens.atlas.pack.by_id["missions"][id], voice)
        rows[id] = lens.row(label, said, position, leads_to=id)
    return tuple(rows[id] for id in sorted(rows))


def _here(lens: Lens, place: Record) -> list[Record]:
    """Positions that say the place, lie in its outline, or are near missions that do."""
    standing: list[Record] = [p for p in lens.rows("positions") if p["rank"] != "deprecated"]
    found = [p for p in standing if p["place"] == place["id"]]
    found += _inside(lens.atlas.pack.shapes.get(place["id"]), standing)
    here = {p["mission"] for p in found}
    near = [p for p in standing if p["anchors"] and here.issuperset(split(p["anchors"]))]
    return [*found, *near]


def _inside(geometry: Mapping[str, Any] | None, positions: Sequence[Record]) -> list[Record]:
    """Positions whose point stands for a building or a street and lies in an outline."""
    import shapely
    from shapely.geometry import shape

    exact = [p for p in positions if p["longitude"] and p["precision"] in _EXACT]
    if geometry is None or "Polygon" not in geometry["type"] or not exact:
        return []
    points = [[float(p["longitude"]) for p in exact], [float(p["latitude"]) for p in exact]]
    within = shapely.intersects_xy(shape(geometry), *points)
    return [position for position, yes in zip(exact, within, strict=True) if yes]
