"""The cards of lines: of a pair of states, of an accreditation, of a neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo import dates, geodesy, network, words
from geo.cards.lens import Lens, Record
from geo.cards.mission import (
    coverage_rows,
    coverage_sentence,
    district,
    formal,
    mission_label,
    relation_rows,
)
from geo.cards.model import Card, Row, Section
from geo.pack import split
from geo.vocabulary import Answer

__all__ = ["coverage_card", "neighbour_card", "pair_card"]

Shown = Mapping[str, Any]

_EDGE: Final = "the 180th meridian"


def _point(shown: Shown) -> tuple[float, float]:
    return shown["geometry"].x, shown["geometry"].y


def _route(start: tuple[float, float], end: tuple[float, float], about: str) -> list[Row]:
    rows = [
        Row(
            "Distance",
            f"{words.distance(float(geodesy.distance(start, end)))}, {about}",
        )
    ]
    latitude = float(geodesy.northernmost(start, end)[1])
    if latitude > max(start[1], end[1]):
        side = "N" if latitude >= 0 else "S"
        rows.append(Row("Northernmost point", f"{abs(latitude):.1f}° {side}"))
    crossing = geodesy.crossing(start, end)
    if crossing is not None:
        side = "N" if crossing >= 0 else "S"
        rows.append(Row("Crosses", f"{_EDGE} at {abs(crossing):.1f}° {side}"))
    return rows


def _missions(lens: Lens, sending: str, receiving: str) -> list[tuple[Record, Shown]]:
    """Missions of one party in the other that there are on the day, the weightiest first."""
    found = []
    for row in lens.rows("missions", sending=sending, receiving=receiving):
        shown = lens.shown(row["id"])
        if shown is not None:
            found.append((row, shown))
    return sorted(
        found,
        key=lambda one: network.weight(one[0]["kind"], str(one[1]["status"]), one[0]["id"]),
    )


def pair_card(lens: Lens, a: str, b: str, id: str) -> Card:
    """The card of two parties and the line between their missions.

    Parameters
    ----------
    lens
        The atlas on its days.
    a, b
        Codes of the parties.
    id
        Id that was asked for.

    Returns
    -------
    Card
        Missions both ways, the route, coverage, relations, disagreements.
    """
    there, back = _missions(lens, a, b), _missions(lens, b, a)
    missions = []
    for row, shown in (*there, *back):
        sure = "perhaps " if shown["certainty"] == Answer.PERHAPS else ""
        quarter = district(lens, lens.rows("positions", mission=row["id"]))
        place = words.placed(str(shown["method"]), float(shown["radius_m"]), row["city"], quarter)
        value = f"{sure}{words.status(str(shown['status']))}. {place}"
        missions.append(
            Row(
                mission_label(row),
                value,
                cites=lens.cites(str(shown["sources"])),
                leads_to=row["id"],
            )
        )
    relations = relation_rows(lens, a, b)
    disputes, facts = lens.claims(
        [
            "-".join(sorted((a, b))),
            *(r["id"] for r in lens.rows("relations") if {r["a"], r["b"]} == {a, b}),
        ]
    )
    sections = [
        Section("missions", "Missions in each other", tuple(missions)),
        Section("route", "The line between them", tuple(_ends(there, back))),
        Section("accreditations", "Accreditations", coverage_rows(lens, a, b)),
        Section("relations", "Dated facts", relations),
        Section("facts", "Also recorded", tuple(facts)),
    ]
    card = Card(
        id=id,
        what="pair",
        title=f"{words.party(a)} and {words.party(b)}",
        subtitle=f"{formal(a)}; {formal(b)}",
        lead=(
            f"{words.counted(sum(not row.expected for row in relations), 'dated fact')} and "
            f"{_counted(there, back)} between the two, "
            f"as of {dates.display(lens.as_of.isoformat())}.",
        ),
    )
    return lens.finish(card, sections, disputes)


def _counted(*sides: list[tuple[Record, Shown]]) -> str:
    """How many missions there are, and how many were closed: "2 missions (1 more is closed)"."""
    statuses = [str(shown["status"]) for side in sides for _, shown in side]
    closed = statuses.count("closed")
    said = words.counted(len(statuses) - closed, "mission")
    verb = "is" if closed == 1 else "are"
    return f"{said} ({closed:,} more {verb} closed)" if closed else said


def _ends(there: list[tuple[Record, Shown]], back: list[tuple[Record, Shown]]) -> list[Row]:
    standing = [
        next((one for one in side if one[1]["status"] != "closed"), None) for side in (there, back)
    ]
    if standing[0] is None or standing[1] is None:
        return []
    (first, here), (second, yonder) = standing[0], standing[1]
    start, end = _point(here), _point(yonder)
    if start == end:
        return []
    about = f"from the {mission_label(first)} to the {mission_label(second)}, as drawn (WGS 84)"
    return _route(start, end, about)


def coverage_card(lens: Lens, record: Record, id: str) -> Card:
    """The card of an accreditation to a further state.

    Parameters
    ----------
    lens
        The atlas on its days.
    record
        The row of coverage.
    id
        Id that was asked for.

    Returns
    -------
    Card
        The accreditation, and the relations of the two parties.
    """
    sending, receiving = record["sending"], record["receiving"]
    certainty = lens.admits(record["sources"], record["valid"], record["sense"])
    what: tuple[Row, ...] = ()
    if certainty is not Answer.NO:
        what = (
            lens.row(
                "Accreditation",
                coverage_sentence(record),
                record,
                text=record["valid"],
                sense=record["sense"],
                leads_to=record["mission"],
                certainty=certainty,
            ),
        )
    disputes, facts = lens.claims([record["id"]])
    sections = [
        Section("accreditations", "Accreditation", what),
        Section("facts", "Also recorded", tuple(facts)),
        Section(
            "relations",
            "Dated facts of the two",
            relation_rows(lens, sending, receiving),
        ),
    ]
    card = Card(
        id=id,
        what="accreditation",
        title=f"{words.party(sending)} to {words.party(receiving)}"
        + (f", from {record['city']}" if record["city"] else ""),
        subtitle="Accreditation to a further state"
        if record["face"] == "covered"
        else "No mission",
    )
    return lens.finish(card, sections, disputes)


def neighbour_card(lens: Lens, mission: Record, anchor: Record, id: str) -> Card:
    """The card of a link between a mission and one that a source names as its neighbour.

    Parameters
    ----------
    lens
        The atlas on its days.
    mission, anchor
        Rows of the two missions.
    id
        Id that was asked for.

    Returns
    -------
    Card
        Who says so, and how far apart the two are drawn.
    """
    rows = []
    for position in lens.rows("positions", mission=mission["id"]):
        if anchor["id"] in split(position["anchors"]):
            certainty = lens.admits(position["sources"])
            if certainty is not Answer.NO:
                value = f"{mission_label(mission)} is near the {mission_label(anchor)}."
                rows.append(lens.row("Said", value, position, certainty=certainty))
    here, there = lens.shown(mission["id"]), lens.shown(anchor["id"])
    if here is not None and there is not None:
        apart = words.metres(float(geodesy.distance(_point(here), _point(there))))
        rows.append(Row("Apart", f"{apart}, between the points drawn"))
    rows += [Row("Mission", mission_label(row), leads_to=row["id"]) for row in (mission, anchor)]
    card = Card(
        id=id,
        what="neighbours",
        title=f"{mission_label(mission)}, near the {mission_label(anchor)}",
        subtitle="A neighbour that a source names",
    )
    return lens.finish(card, [Section("position", "What is said", tuple(rows))], ())
