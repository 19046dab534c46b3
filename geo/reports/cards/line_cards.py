"""The cards of lines: of a pair of states, of an accreditation, of a neighbour."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from geo import geodesy
from geo.atlas import relation_lines
from geo.atlas.absence import UNKNOWN, absence, sentence
from geo.dataset import Coverage, Mission, ids_of
from geo.i18n import Translator
from geo.reports.cards import mission as cards
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import coverage_sentence, ends, mission_label, relation_rows
from geo.reports.cards.model import Card, Row, Section
from geo.reports.cards.statements import claims
from geo.reports.cards.summary import status_said
from geo.vocabulary import Answer

Side = list[tuple[Mission, Mapping[str, Any]]]
Point = tuple[float, float]


@lru_cache(maxsize=16)  # a site says it in each of its languages
def _measured(start: Point, end: Point) -> tuple[float, float, float | None]:
    """Metres, the northernmost latitude, and that of crossing the 180th meridian."""
    northernmost = float(geodesy.northernmost(start, end)[1])
    return float(geodesy.distance(start, end)), northernmost, geodesy.crossing(start, end)


def _missions(context: ReportContext, sending: str, receiving: str) -> Side:
    """Missions of one party in the other that there are on the day, the weightiest first."""
    rows = context.dataset.missions.between(sending, receiving)
    found = [(row, shown) for row in rows if (shown := context.shown(row.id))]
    weight = relation_lines.weight
    return sorted(found, key=lambda one: weight(one[0].kind, str(one[1]["status"]), one[0].id))


def pair_card(context: ReportContext, a: str, b: str, id: str) -> Card:
    """The card of two parties and the line between their missions."""
    tr, day = context.tr, context.tr.date(context.as_of.isoformat())
    there, back = _missions(context, a, b), _missions(context, b, a)
    missions = [
        Row(
            mission_label(row, tr),
            tr(
                "card.value.pair_mission",
                status=status_said(shown, tr),
                where=cards.where_drawn(context, row, shown),
            ),
            cites=context.cites(str(shown["sources"])),
            leads_to=row.id,
            keys=((row.id, "status"),),
        )
        for row, shown in (*there, *back)
    ]
    relations = relation_rows(context, a, b)
    between = context.dataset.relations.between
    both = dict.fromkeys(one.id for one in (*between(a, b), *between(b, a)))
    disputes, facts = claims(context, ["-".join(sorted((a, b))), *both])
    absent, told = absence_section(context, a, b)
    # The highest-ranking mission of each side that is not closed
    first = [[one for one in side if one[1]["status"] != "closed"][:1] for side in (there, back)]
    main = [one for side in first for one in side]
    sections = [
        context.section("missions", missions, title="missions_in_each_other"),
        absent,
        context.section("relations", relations),
        context.section("route", _route(tr, main) if all(first) else []),
        context.section("accreditations", cards.coverage_rows(context, a, b, but=told)),
        context.section("facts", facts),
    ]
    lead = [tr("absence.card.nothing", day=day)]
    if told or disputes or any(section.rows for section in sections if section is not absent):
        dated = tr("card.dated_facts", count=sum(not row.expected for row in relations))
        counted = _counted(tr, [str(shown["status"]) for _, shown in (*there, *back)])
        lead = [tr("card.lead.pair", facts=dated, missions=counted, day=day)]
        for row, shown in main:
            named = {"mission": mission_label(row, tr), "status": status_said(shown, tr)}
            lead.append(tr("card.lead.pair_mission", **named))
        if all(first) and (metres := float(geodesy.distance(*map(_point, main)))):
            lead.append(tr("card.lead.pair_distance", distance=tr.distance(metres)))
    return context.finish(
        (id, "pair", tr.listed([tr.party(code) for code in dict.fromkeys((a, b))])),
        sections,
        disputes,
        subtitle="; ".join(tr.formal(code) for code in dict.fromkeys((a, b))),
        lead=tuple(lead),
    )


def _point(of: tuple[Mission, Mapping[str, Any]]) -> Point:
    return of[1]["geometry"].x, of[1]["geometry"].y


def _counted(tr: Translator, statuses: list[str]) -> str:
    """How many missions there are, and how many were closed: "2 missions (1 more is closed)"."""
    closed = statuses.count("closed")
    said = tr("words.missions", count=len(statuses) - closed)
    if not closed:
        return said
    more = tr("card.more_closed", count=closed)
    return tr("card.lead.missions_closed", missions=said, closed=more)


def _route(tr: Translator, main: Side) -> list[Row]:
    """The line between two missions: how long, how far north, and where it crosses 180°."""
    start, end = map(_point, main)
    if start == end:
        return []
    metres, latitude, crossing = _measured(start, end)
    names = [mission_label(row, tr) for row, _ in main]
    ends = {"start": names[0], "end": names[1], "distance": tr.distance(metres)}
    rows = [Row(tr("card.label.distance"), tr("card.value.route", **ends))]
    if latitude > max(start[1], end[1]):
        key = "card.value.degrees_north" if latitude >= 0 else "card.value.degrees_south"
        degrees = tr(key, degrees=tr.number(abs(latitude), 1))
        rows.append(Row(tr("card.label.northernmost"), degrees))
    if crossing is not None:
        key = "card.value.crossing_north" if crossing >= 0 else "card.value.crossing_south"
        degrees = tr(key, degrees=tr.number(abs(crossing), 1))
        rows.append(Row(tr("card.label.crosses"), degrees))
    return rows


def coverage_card(context: ReportContext, record: Coverage, id: str) -> Card:
    """The card of an accreditation to a further state."""
    tr, said = context.tr, coverage_sentence(record, context.tr)
    what, to = tr("card.label.accreditation"), record.mission
    rows = [
        context.row(what, said, record, leads_to=to, certainty=sure)
        for _, sure in context.admitted([record])
    ]
    disputes, facts = claims(context, [record.id])
    sections = [
        context.section("accreditations", rows, title="accreditation"),
        context.section("facts", facts),
        context.section("relations", relation_rows(context, record.sending, record.receiving)),
    ]
    title, covered = ends(record, tr), record.face == "covered"
    if record.city:
        title = tr("card.title.covered_from", ends=title, city=record.city)
    subtitle = tr("card.title.further_state" if covered else "card.title.no_mission")
    return context.finish((id, "accreditation", title), sections, disputes, subtitle=subtitle)


def neighbour_card(context: ReportContext, mission: Mission, anchor: Mission, id: str) -> Card:
    """The card of a link between a mission and one that a source names as its neighbour."""
    tr, rows = context.tr, []
    names = {"mission": mission_label(mission, tr), "anchor": mission_label(anchor, tr)}
    said = tr("card.label.said"), tr("card.value.is_near", **names)
    for position in context.dataset.positions.of_mission(mission.id):
        if anchor.id in position.anchors:
            sure = context.admits(position.sources)
            if sure is not Answer.NO:
                rows.append(context.row(*said, position, dated=False, certainty=sure))
    far = cards.apart(context, mission.id, anchor.id)
    value = tr("card.value.apart", distance=far[0]) if far else tr("card.value.apart_unknown")
    rows.append(Row(tr("card.label.apart"), value, basis="computed"))
    for row in (mission, anchor):
        label = mission_label(row, tr)
        rows.append(Row(tr("card.label.mission"), label, leads_to=row.id, basis="own"))
    title, subtitle = tr("card.title.neighbours", **names), tr("card.title.neighbour")
    sections = [context.section("position", rows, title="said")]
    return context.finish((id, "neighbours", title), sections, subtitle=subtitle)


def absence_section(context: ReportContext, a: str, b: str) -> tuple[Section, frozenset[str]]:
    """What is known where one of two parties has no mission in the other on the days."""
    tr, by_id = context.tr, context.dataset.coverage.by_id
    rows: list[Row] = []
    told: set[str] = set()
    note = ""
    for sending, receiving in ((a, b), (b, a)) if a != b else ():
        found = absence(context.atlas, sending, receiving, context.as_of, context.known_on)
        if found is None:
            continue
        label = ends(found, tr)
        if found.face == UNKNOWN:
            note, last = tr("absence.card.missing"), found.closed_mission
            closed = context.shown(last) if last else None
            row = Row(
                label,
                sentence(found, tr),
                when=context.when(found.closed, "on") if found.closed else "",
                date=found.closed,
                cites=context.cites(str(closed["sources"])) if closed is not None else (),
                leads_to=last,
                keys=((last, "status"),) if last else (),
                basis="silence",
            )
            rows.append(row)
            continue
        plain, sources = sentence(found._replace(certainty=""), tr), ids_of(found.sources)
        sure, to, own = Answer(found.certainty), found.mission, by_id[found.row]
        rows.append(context.row(label, plain, own, sources=sources, leads_to=to, certainty=sure))
        label = tr("absence.card.otherwise", ends=label)
        told |= {found.row, *ids_of(found.also)}
        for other in map(by_id.__getitem__, ids_of(found.also)):
            plain, to = coverage_sentence(other, tr), other.mission
            sure = context.known(other.sources)
            rows.append(context.row(label, plain, other, leads_to=to, certainty=sure))
    return Section("absence", tr("absence.card.title"), tuple(rows), note), frozenset(told)
