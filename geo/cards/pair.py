"""The cards of lines: of a pair of states, of an accreditation, of a neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo import geodesy, network
from geo.cards.absent import absence_section
from geo.cards.apart import apart
from geo.cards.lens import Lens, Record
from geo.cards.mission import (
    coverage_rows,
    coverage_sentence,
    ends,
    formal,
    mission_label,
    relation_rows,
    where_drawn,
)
from geo.cards.model import Card, Row, Section
from geo.cards.statements import claims
from geo.pack import split
from geo.vocabulary import Answer
from geo.words import Voice

__all__ = ["coverage_card", "neighbour_card", "pair_card"]

Shown = Mapping[str, Any]


def _point(shown: Shown) -> tuple[float, float]:
    return shown["geometry"].x, shown["geometry"].y


def _route(
    voice: Voice, start: tuple[float, float], end: tuple[float, float], names: Mapping[str, str]
) -> list[Row]:
    distance = voice.distance(float(geodesy.distance(start, end)))
    rows = [
        Row(voice("card.label.distance"), voice("card.value.route", distance=distance, **names))
    ]
    latitude = float(geodesy.northernmost(start, end)[1])
    if latitude > max(start[1], end[1]):
        key = "card.value.degrees_north" if latitude >= 0 else "card.value.degrees_south"
        degrees = voice.number(abs(latitude), 1)
        rows.append(Row(voice("card.label.northernmost"), voice(key, degrees=degrees)))
    crossing = geodesy.crossing(start, end)
    if crossing is not None:
        key = "card.value.crossing_north" if crossing >= 0 else "card.value.crossing_south"
        degrees = voice.number(abs(crossing), 1)
        rows.append(Row(voice("card.label.crosses"), voice(key, degrees=degrees)))
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
        Missions both ways, what is known where there is none, the route, coverage, relations,
        disagreements.
    """
    voice = lens.voice
    there, back = _missions(lens, a, b), _missions(lens, b, a)
    missions = []
    for row, shown in (*there, *back):
        status = voice.status(str(shown["status"]))
        if shown["certainty"] == Answer.PERHAPS:
            status = voice("card.value.perhaps", what=status)
        missions.append(
            Row(
                mission_label(row, voice),
                voice(
                    "card.value.pair_mission", status=status, where=where_drawn(lens, row, shown)
                ),
                cites=lens.cites(str(shown["sources"])),
                leads_to=row["id"],
                keys=((row["id"], "status"),),
            )
        )
    relations = relation_rows(lens, a, b)
    disputes, facts = claims(
        lens,
        [
            "-".join(sorted((a, b))),
            *(r["id"] for r in lens.rows("relations") if {r["a"], r["b"]} == {a, b}),
        ],
    )
    absent, told = absence_section(lens, a, b)
    sections = [
        Section("missions", voice("card.section.missions_in_each_other"), tuple(missions)),
        absent,
        Section("route", voice("card.section.route"), tuple(_ends(voice, there, back))),
        Section(
            "accreditations",
            voice("card.section.accreditations"),
            coverage_rows(lens, a, b, but=told),
        ),
        Section("relations", voice("card.section.relations"), relations),
        Section("facts", voice("card.section.facts"), tuple(facts)),
    ]
    day = voice.date(lens.as_of.isoformat())
    if told or disputes or any(section.rows for section in sections if section is not absent):
        count = sum(not row.expected for row in relations)
        lead = voice(
            "card.lead.pair",
            facts=voice("card.dated_facts", count=count),
            missions=_counted(voice, there, back),
            day=day,
        )
    else:
        lead = voice("absence.card.nothing", day=day)
    card = Card(
        id=id,
        what="pair",
        title=voice.listed([voice.party(code) for code in dict.fromkeys((a, b))]),
        subtitle="; ".join(formal(code, voice) for code in dict.fromkeys((a, b))),
        lead=(lead,),
    )
    return lens.finish(card, sections, disputes)


def _counted(voice: Voice, *sides: list[tuple[Record, Shown]]) -> str:
    """How many missions there are, and how many were closed: "2 missions (1 more is closed)"."""
    statuses = [str(shown["status"]) for side in sides for _, shown in side]
    closed = statuses.count("closed")
    said = voice("words.missions", count=len(statuses) - closed)
    if not closed:
        return said
    more = voice("card.more_closed", count=closed)
    return voice("card.lead.missions_closed", missions=said, closed=more)


def _ends(
    voice: Voice, there: list[tuple[Record, Shown]], back: list[tuple[Record, Shown]]
) -> list[Row]:
    standing = [
        next((one for one in side if one[1]["status"] != "closed"), None) for side in (there, back)
    ]
    if standing[0] is None or standing[1] is None:
        return []
    (first, here), (second, yonder) = standing[0], standing[1]
    start, end = _point(here), _point(yonder)
    if start == end:
        return []
    names = {"start": mission_label(first, voice), "end": mission_label(second, voice)}
    return _route(voice, start, end, names)


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
    voice, sending, receiving = lens.voice, record["sending"], record["receiving"]
    certainty = lens.admits(record["sources"], record["valid"], record["sense"])
    what: tuple[Row, ...] = ()
    if certainty is not Answer.NO:
        what = (
            lens.row(
                voice("card.label.accreditation"),
                coverage_sentence(record, voice),
                record,
                text=record["valid"],
                sense=record["sense"],
                leads_to=record["mission"],
                certainty=certainty,
            ),
        )
    disputes, facts = claims(lens, [record["id"]])
    sections = [
        Section("accreditations", voice("card.section.accreditation"), what),
        Section("facts", voice("card.section.facts"), tuple(facts)),
        Section(
            "relations",
            voice("card.section.relations_of_two"),
            relation_rows(lens, sending, receiving),
        ),
    ]
    title = ends(record, voice)
    if record["city"]:
        title = voice("card.title.covered_from", ends=title, city=record["city"])
    covered = record["face"] == "covered"
    card = Card(
        id=id,
        what="accreditation",
        title=title,
        subtitle=voice("card.title.further_state" if covered else "card.title.no_mission"),
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
    voice = lens.voice
    names = {"mission": mission_label(mission, voice), "anchor": mission_label(anchor, voice)}
    rows = []
    for position in lens.rows("positions", mission=mission["id"]):
        if anchor["id"] in split(position["anchors"]):
            certainty = lens.admits(position["sources"])
            if certainty is not Answer.NO:
                said, value = voice("card.label.said"), voice("card.value.is_near", **names)
                rows.append(lens.row(said, value, position, certainty=certainty))
    far = apart(lens, mission["id"], anchor["id"])
    said = voice("card.value.apart", distance=far[0]) if far else voice("card.value.apart_unknown")
    rows.append(Row(voice("card.label.apart"), said, basis="computed"))
    label = voice("card.label.mission")
    rows += [
        Row(label, mission_label(row, voice), leads_to=row["id"], basis="own")
        for row in (mission, anchor)
    ]
    card = Card(
        id=id,
        what="neighbours",
        title=voice("card.title.neighbours", **names),
        subtitle=voice("card.title.neighbour"),
    )
    section = Section("position", voice("card.section.said"), tuple(rows))
    return lens.finish(card, [section], ())
