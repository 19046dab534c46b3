"""The card of a place."""

from __future__ import annotations

from typing import Final

from geo.cards.lens import Lens, Record
from geo.cards.mission import mission_label
from geo.cards.model import Card, Row, Section
from geo.cards.standing import not_shown
from geo.cards.statements import claims
from geo.vocabulary import Answer

__all__ = ["place_card"]

_KINDS: Final = {
    "district": "card.place.district",
    "building": "card.place.building",
    "compound": "card.place.compound",
    "city": "card.place.city",
}


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
    missions = []
    for position in lens.rows("positions", place=record["id"]):
        if lens.admits(position["sources"]) is Answer.NO:
            continue
        mission = lens.atlas.pack.by_id["missions"][position["mission"]]
        shown = lens.shown(mission["id"])
        status = not_shown(lens, mission["id"])
        if shown is not None:
            status = voice.status(str(shown["status"]))
        label = mission_label(mission, voice)
        missions.append(lens.row(label, status, position, leads_to=mission["id"]))
    disputes, facts = claims(lens, [record["id"]])
    sections = [
        Section("position", voice("card.section.position"), tuple(rows)),
        Section("missions", voice("card.section.missions_in_place"), tuple(missions)),
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
