"""The card of a mission."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from geo import geodesy
from geo.atlas import Atlas
from geo.atlas.absence import Absence
from geo.dataset import Coverage, Event, Head, Mission, Position, ids_of
from geo.evidence import NONE, as_placed, drawing_order
from geo.i18n import Translator
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Card, Row
from geo.reports.cards.statements import claims
from geo.reports.cards.summary import in_order, in_time, last_evidence, lead
from geo.vocabulary import CLAIMED, NOWHERE, Answer

# Properties of claims on a mission that are about its place
_PLACED: Final = ("address", "building", "location", "location-described", "point", "quarter")
_STANDS_IN: Final = ("city", *NOWHERE)  # Exactness of points from which nothing is measured


def mission_label(row: Mission, tr: Translator) -> str:
    """What a mission is called, from its row."""
    return tr.label(row.kind, row.sending, row.receiving, row.city)


def mission_card(context: ReportContext, row: Mission, id: str) -> Card:
    """The card of a mission."""
    tr, section, dataset = context.tr, context.section, context.dataset
    events = in_time(dataset.events.of_mission(row.id), context.publication)
    positions, heads = dataset.positions.of_mission(row.id), dataset.heads.of_mission(row.id)
    course = _course(context, events)
    shown, last = context.shown(row.id), last_evidence(context, row.id)
    parts = (one.id for rows in (events, positions, heads) for one in rows)
    disputes, facts = claims(context, [row.id, *parts])
    expected = [one for one in course if one.expected]
    sections = [
        section("course", [one for one in course if not one.expected]),
        section("expected", expected, tr("card.note.expected")),
        section("position", _positions(context, positions, row, shown)),
        section("heads", _heads(context, heads)),
        section("relations", relation_rows(context, row.sending, row.receiving)),
        section("accreditations", coverage_rows(context, row.sending, row.receiving, row.id)),
        section("names", _names(row, tr)),
        section("facts", facts),
    ]
    unsure = Answer.POSSIBLE if shown or context.unshown(row.id) != NONE else Answer.NO
    return context.finish(
        (id, "mission", mission_label(row, tr)),
        sections,
        disputes,
        lead=lead(context, row.id, shown, events, last, where_drawn(context, row, shown)),
        status=str(shown["status"]) if shown else "",
        certainty=Answer(str(shown["certainty"])) if shown else unsure,
        last_evidence=last.date if last else "",
    )


def where_drawn(context: ReportContext, row: Mission, shown: Mapping[str, Any] | None) -> str:
    """How a mission is drawn on the days, and how exactly; blank where it is not there."""
    place = context.atlas.place_named
    return "" if shown is None else context.tr.placed(shown, place(row.id, context.everything))


def _named(code: str, tr: Translator) -> str:
    """Name and formal name of a party: "North Korea (Democratic People's Republic of Korea)"."""
    name, formal = tr.party(code), tr.formal(code)
    return name if name == formal else tr("card.title.formal", name=name, formal=formal)


def _names(row: Mission, tr: Translator) -> list[Row]:
    """The values of a mission's own row, each with the properties of claims about it."""
    states = ([end, f"{end}-state", f"{end}-state-named"] for end in ("sending", "receiving"))
    told = (
        ("card.label.kind", tr.kind(row.kind), ["kind"]),
        ("card.label.own_name", row.name, ["name"]),
        ("card.label.sent_by", _named(row.sending, tr), next(states)),
        ("card.label.received_by", _named(row.receiving, tr), next(states)),
        (
            "card.label.city",
            row.city or tr("card.value.not_known"),
            ["city", "spelling-of-the-city"],
        ),
        ("card.label.wikidata", row.wikidata, ["wikidata", "wikidata-item"]),
    )
    return [
        Row(tr(label), value, keys=tuple((row.id, name) for name in names))
        for label, value, names in told
        if value
    ]


def _course(context: ReportContext, events: Sequence[Event]) -> list[Row]:
    rows, often = [], Counter(event.kind for event in events)
    for event, sure in context.admitted(events):
        named, told = context.event(event), ("value",)
        row = context.row(named, event.detail, event, certainty=sure, as_told=told)
        if often[event.kind] == 1:
            more = ((event.mission, name) for name in CLAIMED.get(event.kind, ()))
            row = replace(row, keys=(*row.keys, *more))
        rows.append(row)
    return rows


def _positions(
    context: ReportContext,
    positions: Sequence[Position],
    mission: Mission,
    shown: Mapping[str, Any] | None,
) -> list[Row]:
    """The positions of a mission, first the one by which the map draws it."""
    rows: list[Row] = []
    drawn, tr = context.atlas.position(mission.id, context.everything), context.tr
    strong = {
        one.id: drawing_order(one, context.publication, context.known_day) for one in positions
    }
    order = sorted(positions, key=lambda one: (one is not drawn, strong[one.id]))
    if shown is not None and drawn is None:
        sentence = tr("card.value.gazetteer", where=where_drawn(context, mission, shown))
        rows.append(Row(tr("card.label.drawn"), sentence, basis="own"))
    for position, certainty in context.admitted(order):
        level = strong[position.id][:2] == strong[order[0].id][:2]
        label = "also" if rows else "best"
        if position.rank == "deprecated":
            label = "set_aside"
        elif rows and drawn and level and _elsewhere(context, drawn, position):
            label = "level"
        rows += _position_rows(context, position, mission, tr(f"card.label.{label}"), certainty)
    if rows:
        more = ((mission.id, name) for name in _PLACED)
        rows[0] = replace(rows[0], keys=(*rows[0].keys, *more))
    return rows


def _elsewhere(context: ReportContext, drawn: Position, position: Position) -> bool:
    """Whether a position of the same day is another one than the mission is drawn by."""
    together = position.days.first <= context.as_of.toordinal() <= position.days.last
    where = ("longitude", "latitude", "place")
    return together and any(drawn[column] != position[column] for column in where)


def _how_placed(atlas: Atlas) -> Callable[[Position], Mapping[str, Any]]:
    """A cached function: position -> how exactly it locates its mission."""
    return cache(lambda position: as_placed(atlas.dataset, position))


def placed(context: ReportContext, position: Position) -> str:
    """How a position places a mission, and how exactly, as one sentence."""
    place = context.dataset.places.by_id.get(position.place)
    how = context.atlas.once(_how_placed)(position)
    return context.tr.placed(how, place.name if place else "")


def _position_rows(
    context: ReportContext, position: Position, mission: Mission, label: str, sure: Answer
) -> list[Row]:
    tr, sentence = context.tr, placed(context, position)
    if position.point:
        point = f"{position['latitude']}, {position['longitude']}"
        sentence = tr("card.value.point", where=sentence, point=point)
    drawn = context.atlas.placement(mission.id, context.everything)
    if drawn["position"] == position.id:
        sentence = drawn_later(context, sentence, drawn)
    rows = [context.row(label, sentence, position, leads_to=position.place, certainty=sure)]
    place = context.dataset.places.by_id.get(position.place)
    if place and place.derivation:
        rows.append(
            Row(
                tr("card.label.how_place_drawn", place=place.name),
                place.derivation,
                cites=(cites := context.cites(place.sources)),
                leads_to=place.id,
                as_told=("value",),
                keys=((place.id, ""),),
                basis="" if cites or not place.sources else "later",
            )
        )
    return rows + [_anchor_row(context, mission, position, anchor) for anchor in position.anchors]


def _anchor_row(context: ReportContext, mission: Mission, position: Position, anchor: str) -> Row:
    tr, far = context.tr, apart(context, mission.id, anchor)
    name = mission_label(context.dataset.missions.by_id[anchor], tr)
    value = tr("card.value.near_unknown", mission=name)
    if far:
        value = tr("card.value.near", mission=name, distance=far[0], placed=far[1])
    row = context.row(tr("card.label.near"), value, position, dated=False, leads_to=anchor)
    return replace(row, note="", id="", keys=())


def apart(context: ReportContext, mission: str, anchor: str) -> tuple[str, str] | None:
    """Distance and precision of the neighbour in words; sources of later days are named."""
    placement, tr = context.atlas.placement, context.tr
    ends = [id if context.shown(id) else "" for id in (mission, anchor)]
    here, there = (placement(id, context.everything) if id else None for id in ends)
    if here is None or here["exactness"] in _STANDS_IN:
        return None
    if there is None or there["exactness"] in _STANDS_IN:
        there = placement(anchor, context.everything.but(known_on=None))
        shared = {*ids_of(there["sources"])} & {*ids_of(here["drawn_by"])}
        if there["exactness"] in _STANDS_IN or not shared:
            return None
    points = ((one["longitude"], one["latitude"]) for one in (here, there))
    distance = drawn_later(context, tr.metres(float(geodesy.distance(*points))), here)
    parties = context.dataset.missions.by_id[anchor]
    said = tr.placed({**parties, **there}).removesuffix(".")
    return distance, f"{said[:1].lower()}{said[1:]}"


def drawn_later(context: ReportContext, said: str, placement: Mapping[str, Any]) -> str:
    """What is said of a point, with the sources of later days that it was drawn from."""
    ids = ids_of(placement["drawn_by"])
    later = [id for id in ids if context.source(id) and context.known((id,)) is Answer.NO]
    if not later:
        return said
    sources = context.tr.listed([context.byline(id) for id in later])
    return context.tr("card.value.drawn_later", said=said, sources=sources)


def _heads(context: ReportContext, heads: Sequence[Head]) -> list[Row]:
    def in_post(head: Head) -> tuple[int, str]:
        texts = (head.start, *head.attested, head.end)
        return in_order(next(filter(None, texts), ""), head.id)

    rows = []
    for head, certainty in context.admitted(sorted(heads, key=in_post)):
        key = "card.value.living" if head.city else "card.value.residence_not_known"
        value = context.tr(key, rank=context.tr.rank(head.rank), city=head.city)
        row = context.row(head.name, value, head, certainty=certainty)
        rows.append(replace(row, when=post(context, head), date=context.began(head)))
    return rows


def post(context: ReportContext, head: Head) -> str:
    """When a head of mission was in post: "from July 2015; in post on 25 January 2019"."""
    tr, end = context.tr, "" if context.later(head.end) else head.end

    def said(text: str, day: str, span: str) -> str:
        if record_text.between(text):
            return tr(day, date=tr.date(text))
        return tr(span, date=record_text.within(text, tr)) if text else ""

    start = said(head.start, "card.when.began", "card.when.from")
    told = [start or tr("card.when.start_not_known")]
    if attested := context.attested(head):
        told.append(tr("card.when.in_post", days=tr.listed([tr.at(text) for text in attested])))
    return "; ".join(filter(None, [*told, said(end, "card.when.ended", "card.when.until")]))


def coverage_rows(
    context: ReportContext,
    sending: str,
    receiving: str,
    mission: str = "",
    but: Collection[str] = (),
) -> list[Row]:
    """How two parties cover one another without a mission, and what a mission covers besides."""
    coverage, rows = context.dataset.coverage, []
    found = [*coverage.between(sending, receiving), *coverage.between(receiving, sending)]
    found += coverage.of_mission(mission) if mission else ()
    once = {one.id: one for one in found if one.id not in but}.values()
    for one, sure in context.admitted(sorted(once, key=lambda one: in_order(one.valid, one.id))):
        said, shown = coverage_sentence(one, context.tr), context.shown(one.mission)
        if shown and shown["status"] != "open":  # of the accredited mission
            status = context.tr.status(str(shown["status"]))
            said = said.removesuffix(".")
            said = context.tr("absence.face.standing", said=said, status=status)
        to, label = "" if one.mission == mission else one.mission, ends(one, context.tr)
        rows.append(context.row(label, said, one, leads_to=to, certainty=sure))
    return rows


def ends(record: Coverage | Absence, tr: Translator) -> str:
    """Who is accredited to whom: "Venezuela to the Netherlands"."""
    sending, receiving = tr.party(record.sending), tr.of_party(record.receiving)
    return tr("card.label.ends", sending=sending, receiving=receiving)


def coverage_sentence(record: Coverage, tr: Translator) -> str:
    """What a row of coverage says, as one sentence."""
    where = record.city or (tr.of_party(record.state) if record.state else "")
    key = "card.value.covers" if where else "card.value.covers_elsewhere"
    if record.face == "none":
        key = "card.value.no_mission"
    parties = {name: tr.of_party(record[name]) for name in ("sending", "receiving")}
    return tr(key, **parties, where=where)


def relation_rows(context: ReportContext, a: str, b: str) -> list[Row]:
    """The events between two parties, oldest first."""
    relations, pair, tr = context.dataset.relations, {a, b}, context.tr
    found = [*relations.between(a, b), *relations.between(b, a)]
    found += [*relations.by("third", a), *relations.by("third", b)]
    theirs = {
        one.id: one
        for one in found
        if {one.a, one.b} == pair or (one.kind == "protecting_power" and {one.b, one.third} == pair)
    }
    rows, as_told = [], ("label", "value")
    for one, sure in context.admitted(in_time(theirs.values(), context.publication)):
        row = context.row(one.title, one.detail, one, certainty=sure, as_told=as_told)
        third = tr.of_party(one.third)
        about = tr("card.value.regarding", party=third) if third else ""
        rows.append(replace(row, when=", ".join(filter(None, (row.when, one.place, about)))))
    return rows
