"""The card of a place."""

from __future__ import annotations

from geo import words
from geo.cards.lens import Lens, Record
from geo.cards.mission import mission_label
from geo.cards.model import Card, Row, Section
from geo.vocabulary import Answer

__all__ = ["place_card"]


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
    drawn = record["derivation"] or "how it is drawn is not recorded"
    rows = [Row("How it is drawn", drawn, cites=cites)]
    if geometry is None:
        rows.append(Row("On the map", "not drawn: known by words only"))
    if record["radius_m"]:
        rows.append(Row("Its outline may be off by", words.metres(float(record["radius_m"]))))
    missions = []
    for position in lens.rows("positions", place=record["id"]):
        if lens.admits(position["sources"]) is Answer.NO:
            continue
        mission = lens.atlas.pack.by_id["missions"][position["mission"]]
        shown = lens.shown(mission["id"])
        status = (
            words.status(str(shown["status"])) if shown is not None else "not there on this day"
        )
        missions.append(lens.row(mission_label(mission), status, position, leads_to=mission["id"]))
    disputes, facts = lens.claims([record["id"]])
    sections = [
        Section("position", "Where, and how exactly", tuple(rows)),
        Section("missions", "Missions in it", tuple(missions)),
        Section("facts", "Also recorded", tuple(facts)),
    ]
    state = words.party(record["state"])
    inner = record["city"] if record["kind"] != "city" else ""
    where = f"{inner}, {state}" if inner else state
    card = Card(
        id=id,
        what="place",
        title=record["name"],
        subtitle=f"{record['kind'].capitalize()} in {where}",
    )
    return lens.finish(card, sections, disputes)
