"""The cards of lines: of a pair of states, of an accreditation, of a neighbour."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from geo import geodesy
from geo.atlas import relation_lines
from geo.atlas.absence import UNKNOWN, absence, sentence
from geo.dataset import Coverage, Mission, ids_of
from geo.i18n import Translator
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import (
    apart,
    coverage_rows,
    coverage_sentence,
    ends,
    mission_label,
    relation_rows,
    where_drawn,
)
from geo.reports.cards.model import Card, Row, Section
from geo.reports.cards.statements import claims
from geo.vocabulary import Answer

Shown = Mapping[str, Any]


def _point(shown: Shown) -> tuple[float, float]:
    return shown["geometry"].x, shown["geometry"].y


def _route(
    tr: Translator, start: tuple[float, float], end: tuple[float, float], names: Mapping[str, str]
) -> list[Row]:
    metres, latitude, crossing = _measured(start, end)
    distance = tr.distance(metres)
    rows = [Row(tr("card.label.distance"), tr("card.value.route", distance=distance, **names))]
    if latitude > max(start[1], end[1]):
        key = "card.value.degrees_north" if latitude >= 0 else "card.value.degrees_south"
        degrees = tr.number(abs(latitude), 1)
        rows.append(Row(tr("card.label.northernmost"), tr(key, degrees=degrees)))
    if crossing is not None:
        key = "card.value.crossing_north" if crossing >= 0 else "card.value.crossing_south"
        degrees = tr.number(abs(crossing), 1)
        rows.append(Row(tr("card.label.crosses"), tr(key, degrees=degrees)))
    return rows


@lru_cache(maxsize=16)  # a site says it in each of its languages
def _measured(
    start: tuple[float, float], end: tuple[float, float]
) -> tuple[float, float, float | None]:
    """Metres, the northernmost latitude, and that of crossing the 180th meridian."""
    northernmost = float(geodesy.northernmost(start, end)[1])
    return float(geodesy.distance(start, end)), northernmost, geodesy.crossing(start, end)


def _missions(context: ReportContext, sending: str, receiving: str) -> list[tuple[Mission, Shown]]:
    """Missions of one party in the other that there are on the day, the weightiest first."""
    found = []
    for row in context.atlas.dataset.missions.between(sending, receiving):
        if shown := context.shown(row.id):
            found.append((row, shown))
    return sorted(
        found, key=lambda one: relation_lines.weight(one[0].kind, str(one[1]["status"]), one[0].id)
    )


def pair_card(context: ReportContext, a: str, b: str, id: str) -> Card:
    """The card of two parties and the line between their missions."""
    tr = context.tr
    there, back = _missions(context, a, b), _missions(context, b, a)
    missions = []
    for row, shown in (*there, *back):
        where = where_drawn(context, row, shown)
        missions.append(
            Row(
                mission_label(row, tr),
                tr("card.value.pair_mission", status=_status(tr, shown), where=where),
                cites=context.cites(str(shown["sources"])),
                leads_to=row.id,
                keys=((row.id, "status"),),
            )
        )
    relations = relation_rows(context, a, b)
    between = context.atlas.dataset.relations.between
    both = dict.fromkeys(one.id for one in (*between(a, b), *between(b, a)))
    disputes, facts = claims(context, ["-".join(sorted((a, b))), *both])
    absent, told = absence_section(context, a, b)
    sections = [
        context.section("missions", missions, title="missions_in_each_other"),
        absent,
        context.section("relations", relations),
        context.section("route", _ends(tr, there, back)),
        context.section("accreditations", coverage_rows(context, a, b, but=told)),
        context.section("facts", facts),
    ]
    day = tr.date(context.as_of.isoformat())
    lead = [tr("absence.card.nothing", day=day)]
    if told or disputes or any(section.rows for section in sections if section is not absent):
        count = sum(not row.expected for row in relations)
        counted, dated = _counted(tr, there, back), tr("card.dated_facts", count=count)
        lead = [
            tr("card.lead.pair", facts=dated, missions=counted, day=day),
            *_answer(tr, there, back),
        ]
    card = Card(
        id=id,
        what="pair",
        title=tr.listed([tr.party(code) for code in dict.fromkeys((a, b))]),
        subtitle="; ".join(tr.formal(code) for code in dict.fromkeys((a, b))),
        lead=tuple(lead),
    )
    return context.finish(card, sections, disputes)


def _answer(tr: Translator, *sides: list[tuple[Mission, Shown]]) -> list[str]:
    """The status of the main mission of each state, and the distance between them."""
    first = [one for one in map(_standing, sides) if one]
    said = [
        tr("card.lead.pair_mission", mission=mission_label(row, tr), status=_status(tr, shown))
        for row, shown in first
    ]
    if len(first) == len(sides) == 2:
        metres = float(geodesy.distance(*(_point(shown) for _, shown in first)))
        if metres:
            said.append(tr("card.lead.pair_distance", distance=tr.distance(metres)))
    return said


def _status(tr: Translator, shown: Shown) -> str:
    status = tr.status(str(shown["status"]))
    if shown["certainty"] == Answer.POSSIBLE:
        return tr("card.value.perhaps", what=status)
    return status


def _standing(side: list[tuple[Mission, Shown]]) -> tuple[Mission, Shown] | None:
    """The highest-ranking mission of a side that is not closed."""
    return next((one for one in side if one[1]["status"] != "closed"), None)


def _counted(tr: Translator, *sides: list[tuple[Mission, Shown]]) -> str:
    """How many missions there are, and how many were closed: "2 missions (1 more is closed)"."""
    statuses = [str(shown["status"]) for side in sides for _, shown in side]
    closed = statuses.count("closed")
    said = tr("words.missions", count=len(statuses) - closed)
    if not closed:
        return said
    more = tr("card.more_closed", count=closed)
    return tr("card.lead.missions_closed", missions=said, closed=more)


def _ends(
    tr: Translator, there: list[tuple[Mission, Shown]], back: list[tuple[Mission, Shown]]
) -> list[Row]:
    standing = _standing(there), _standing(back)
    if standing[0] is None or standing[1] is None:
        return []
    (first, here), (second, yonder) = standing[0], standing[1]
    start, end = _point(here), _point(yonder)
    if start == end:
        return []
    names = {"start": mission_label(first, tr), "end": mission_label(second, tr)}
    return _route(tr, start, end, names)


def coverage_card(context: ReportContext, record: Coverage, id: str) -> Card:
    """The card of an accreditation to a further state."""
    tr, sending, receiving = context.tr, record.sending, record.receiving
    said, sentence = tr("card.label.accreditation"), coverage_sentence(record, tr)
    what = [
        context.row(said, sentence, record, leads_to=record.mission, certainty=certainty)
        for _, certainty in context.admitted([record])
    ]
    disputes, facts = claims(context, [record.id])
    sections = [
        context.section("accreditations", what, title="accreditation"),
        context.section("facts", facts),
        context.section("relations", relation_rows(context, sending, receiving)),
    ]
    title = ends(sending, receiving, tr)
    if record.city:
        title = tr("card.title.covered_from", ends=title, city=record.city)
    covered = record.face == "covered"
    card = Card(
        id=id,
        what="accreditation",
        title=title,
        subtitle=tr("card.title.further_state" if covered else "card.title.no_mission"),
    )
    return context.finish(card, sections, disputes)


def neighbour_card(context: ReportContext, mission: Mission, anchor: Mission, id: str) -> Card:
    """The card of a link between a mission and one that a source names as its neighbour."""
    tr = context.tr
    names = {"mission": mission_label(mission, tr), "anchor": mission_label(anchor, tr)}
    rows = []
    for position in context.atlas.dataset.positions.of_mission(mission.id):
        if anchor.id in position.anchors:
            certainty = context.admits(position.sources)
            if certainty is not Answer.NO:
                said, value = tr("card.label.said"), tr("card.value.is_near", **names)
                rows.append(context.row(said, value, position, dated=False, certainty=certainty))
    far = apart(context, mission.id, anchor.id)
    said = tr("card.value.apart", distance=far[0]) if far else tr("card.value.apart_unknown")
    rows.append(Row(tr("card.label.apart"), said, basis="computed"))
    label = tr("card.label.mission")
    rows += [
        Row(label, mission_label(row, tr), leads_to=row.id, basis="own")
        for row in (mission, anchor)
    ]
    card = Card(
        id=id,
        what="neighbours",
        title=tr("card.title.neighbours", **names),
        subtitle=tr("card.title.neighbour"),
    )
    return context.finish(card, [context.section("position", rows, title="said")])


def absence_section(context: ReportContext, a: str, b: str) -> tuple[Section, frozenset[str]]:
    """What is known where one of two parties has no mission in the other on the days."""
    tr, by_id = context.tr, context.atlas.dataset.coverage.by_id
    rows: list[Row] = []
    told: set[str] = set()
    unsaid = False
    for sending, receiving in ((a, b), (b, a)) if a != b else ():
        found = absence(context.atlas, sending, receiving, context.as_of, context.known_on)
        if found is None:
            continue
        label = ends(sending, receiving, tr)
        if found.face == UNKNOWN:
            unsaid = True
            closed = context.shown(found.closed_mission) if found.closed_mission else None
            row = Row(
                label,
                sentence(found, tr),
                when=context.when(found.closed, "on") if found.closed else "",
                date=found.closed,
                cites=context.cites(str(closed["sources"])) if closed is not None else (),
                leads_to=found.closed_mission,
                keys=((found.closed_mission, "status"),) if found.closed_mission else (),
                basis="silence",
            )
            rows.append(row)
            continue
        plain, sources = sentence(found._replace(certainty=""), tr), ids_of(found.sources)
        sure, to = Answer(found.certainty), found.mission
        own = by_id[found.row]
        rows.append(context.row(label, plain, own, sources=sources, leads_to=to, certainty=sure))
        also = [by_id[id] for id in ids_of(found.also)]
        told |= {found.row, *(other.id for other in also)}
        label = tr("absence.card.otherwise", ends=label)
        for other in also:
            plain, to, sure = (
                coverage_sentence(other, tr),
                other.mission,
                context.known(other.sources),
            )
            rows.append(context.row(label, plain, other, leads_to=to, certainty=sure))
    note = tr("absence.card.missing") if unsaid else ""
    return Section("absence", tr("absence.card.title"), tuple(rows), note), frozenset(told)
