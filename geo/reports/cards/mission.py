"""The card of a mission."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo import geodesy
from geo.atlas import Atlas
from geo.dataset import Coverage, Event, Head, Mission, Position, ids_of
from geo.evidence import NONE, as_placed, drawing_order
from geo.i18n import Translator
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Card, Row
from geo.reports.cards.statements import claims
from geo.reports.cards.summary import in_order, in_time, last_evidence, lead
from geo.vocabulary import CLAIMED, NOWHERE, Answer

NAMED: Final = {
    "kind": ("kind",),
    "name": ("name",),
    "sending": ("sending", "sending-state", "sending-state-named"),
    "receiving": ("receiving", "receiving-state", "receiving-state-named"),
    "city": ("city", "spelling-of-the-city"),
    "wikidata": ("wikidata", "wikidata-item"),
}
"""Column of a mission -> the properties of claims that are about it."""

PLACED: Final = ("address", "building", "location", "location-described", "point", "quarter")
"""Properties of claims on a mission that are about its place."""

_STANDS_IN: Final = ("city", *NOWHERE)
"""Exactness of points that stand in for one that is not known, or are doubtful: nothing is
measured from there."""


def mission_label(row: Mission, tr: Translator) -> str:
    """What a mission is called, from its row."""
    return tr.label(row.kind, row.sending, row.receiving, row.city)


def mission_card(context: ReportContext, row: Mission, id: str) -> Card:
    """The card of a mission."""
    mission, sending, receiving = row.id, row.sending, row.receiving
    dataset = context.atlas.dataset
    events = in_time(dataset.events.of_mission(mission), context.publication)
    positions = dataset.positions.of_mission(mission)
    heads = dataset.heads.of_mission(mission)
    happened, expected = _course(context, events)
    shown = context.shown(mission)
    last = last_evidence(context, mission)
    disputes, facts = claims(
        context, [mission, *(one.id for rows in (events, positions, heads) for one in rows)]
    )
    tr = context.tr
    section = context.section
    sections = [
        section("course", happened),
        section("expected", expected, tr("card.note.expected")),
        section("position", _positions(context, positions, row, shown)),
        section("heads", _heads(context, heads)),
        section("relations", relation_rows(context, sending, receiving)),
        section("accreditations", coverage_rows(context, sending, receiving, mission)),
        section("names", _names(row, tr)),
        section("facts", facts),
    ]
    unsure = Answer.POSSIBLE if shown or context.unshown(mission) != NONE else Answer.NO
    card = Card(
        id=id,
        what="mission",
        title=mission_label(row, tr),
        lead=lead(context, mission, shown, events, last, where_drawn(context, row, shown)),
        status=str(shown["status"]) if shown else "",
        certainty=Answer(str(shown["certainty"])) if shown else unsure,
        last_evidence=last.date if last else "",
    )
    return context.finish(card, sections, disputes)


def where_drawn(context: ReportContext, row: Mission, shown: Mapping[str, Any] | None) -> str:
    """How a mission is drawn on the days, and how exactly; blank where it is not there."""
    if shown is None:
        return ""
    place = context.atlas.place_named(row.id, context.everything)
    return context.tr.placed(shown, place)


def _named(code: str, tr: Translator) -> str:
    """Name and formal name of a party: "North Korea (Democratic People's Republic of Korea)"."""
    name, formal = tr.party(code), tr.formal(code)
    return name if name == formal else tr("card.title.formal", name=name, formal=formal)


def _names(row: Mission, tr: Translator) -> tuple[Row, ...]:
    told = {
        "kind": (tr("card.label.kind"), tr.kind(row.kind)),
        "name": (tr("card.label.own_name"), row.name),
        "sending": (tr("card.label.sent_by"), _named(row.sending, tr)),
        "receiving": (tr("card.label.received_by"), _named(row.receiving, tr)),
        "city": (tr("card.label.city"), row.city or tr("card.value.not_known")),
        "wikidata": (tr("card.label.wikidata"), row.wikidata),
    }
    return tuple(
        Row(label, value, keys=tuple((row.id, name) for name in NAMED[column]))
        for column, (label, value) in told.items()
        if value
    )


def _course(
    context: ReportContext, events: Sequence[Event]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    happened: list[Row] = []
    expected: list[Row] = []
    often = Counter(event.kind for event in events)
    for event, certainty in context.admitted(events):
        row = context.row(
            context.event(event), event.detail, event, certainty=certainty, as_told=("value",)
        )
        if often[event.kind] == 1:
            more = CLAIMED.get(event.kind, ())
            row = replace(row, keys=(*row.keys, *((event.mission, name) for name in more)))
        (expected if row.expected else happened).append(row)
    return tuple(happened), tuple(expected)


def _positions(
    context: ReportContext,
    positions: Sequence[Position],
    mission: Mission,
    shown: Mapping[str, Any] | None,
) -> tuple[Row, ...]:
    """The positions of a mission, first the one by which the map draws it."""
    rows: list[Row] = []
    drawn = context.atlas.position(mission.id, context.everything)
    strong = {
        one.id: drawing_order(one, context.publication, context.known_day) for one in positions
    }
    order = sorted(positions, key=lambda one: (one is not drawn, strong[one.id]))
    if shown is not None and drawn is None:
        sentence = context.tr("card.value.gazetteer", where=where_drawn(context, mission, shown))
        rows.append(Row(context.tr("card.label.drawn"), sentence, basis="own"))
    for position, certainty in context.admitted(order):
        level = strong[position.id][:2] == strong[order[0].id][:2]
        label = "best" if not rows else "also"
        if rows and drawn and level and _elsewhere(context, drawn, position):
            label = "level"
        label = context.tr(f"card.label.{label}")
        rows += _position_rows(context, position, mission, label, certainty)
    if rows:
        more = tuple((mission.id, name) for name in PLACED)
        rows[0] = replace(rows[0], keys=(*rows[0].keys, *more))
    return tuple(rows)


def _elsewhere(context: ReportContext, drawn: Position, position: Position) -> bool:
    """Whether a position of the same day is another one than the mission is drawn by."""
    where = ("longitude", "latitude", "place")
    if not position.days.first <= context.as_of.toordinal() <= position.days.last:
        return False
    return any(drawn[column] != position[column] for column in where)


class _HowPlaced:
    """How exactly the positions of an atlas place their missions, worked out once each."""

    def __init__(self, atlas: Atlas) -> None:
        self._dataset = atlas.dataset
        self._found: dict[str, Mapping[str, Any]] = {}

    def of(self, position: Position) -> Mapping[str, Any]:
        if position.id not in self._found:
            self._found[position.id] = as_placed(self._dataset, position)
        return self._found[position.id]


def placed(context: ReportContext, position: Position) -> str:
    """How a position places a mission, and how exactly, as one sentence."""
    place = context.atlas.dataset.places.by_id.get(position.place)
    how = context.atlas.once(_HowPlaced).of(position)
    return context.tr.placed(how, place.name if place else "")


def _position_rows(
    context: ReportContext, position: Position, mission: Mission, label: str, certainty: Answer
) -> list[Row]:
    tr = context.tr
    place = context.atlas.dataset.places.by_id.get(position.place)
    sentence = placed(context, position)
    if position.point:
        point = f"{position['latitude']}, {position['longitude']}"
        sentence = tr("card.value.point", where=sentence, point=point)
    drawn = context.atlas.placement(mission.id, context.everything)
    if drawn["position"] == position.id:
        sentence = drawn_later(context, sentence, drawn)
    if position.rank == "deprecated":
        label = tr("card.label.set_aside")
    rows = [context.row(label, sentence, position, leads_to=position.place, certainty=certainty)]
    if place and place.derivation:
        cites = context.cites(place.sources)
        rows.append(
            Row(
                tr("card.label.how_place_drawn", place=place.name),
                place.derivation,
                cites=cites,
                leads_to=place.id,
                as_told=("value",),
                keys=((place.id, ""),),
                basis="" if cites or not place.sources else "later",
            )
        )
    rows += [_anchor_row(context, mission, position, anchor) for anchor in position.anchors]
    return rows


def _anchor_row(context: ReportContext, mission: Mission, position: Position, anchor: str) -> Row:
    neighbour = context.atlas.dataset.missions.by_id[anchor]
    value, far = mission_label(neighbour, context.tr), apart(context, mission.id, anchor)
    if far is None:
        value = context.tr("card.value.near_unknown", mission=value)
    else:
        distance, placed_there = far
        value = context.tr("card.value.near", mission=value, distance=distance, placed=placed_there)
    row = context.row(context.tr("card.label.near"), value, position, dated=False, leads_to=anchor)
    return replace(row, note="", id="", keys=())


def apart(context: ReportContext, mission: str, anchor: str) -> tuple[str, str] | None:
    """Distance and precision of the neighbour in words; sources of later days are named."""
    here, there = _placement(context, mission), _placement(context, anchor)
    if here is None or here["exactness"] in _STANDS_IN:
        return None
    drawing = ids_of(here["drawn_by"])
    if there is None or there["exactness"] in _STANDS_IN:
        all_known = context.everything.but(known_on=None)
        there = context.atlas.placement(anchor, all_known)
        if there["exactness"] in _STANDS_IN or not {*ids_of(there["sources"])} & {*drawing}:
            return None
    metres = context.tr.metres(float(geodesy.distance(_point(here), _point(there))))
    distance = drawn_later(context, metres, here)
    parties = context.atlas.dataset.missions.by_id[anchor]
    placed = context.tr.placed({**parties, **there}).removesuffix(".")
    return distance, f"{placed[:1].lower()}{placed[1:]}"


def drawn_later(context: ReportContext, said: str, placement: Mapping[str, Any]) -> str:
    """What is said of a point, with the sources of later days that it was drawn from."""
    ids = ids_of(placement["drawn_by"])
    later = [id for id in ids if context.source(id) and context.known((id,)) is Answer.NO]
    if not later:
        return said
    sources = context.tr.listed([context.byline(id) for id in later])
    return context.tr("card.value.drawn_later", said=said, sources=sources)


def _placement(context: ReportContext, mission: str) -> Mapping[str, Any] | None:
    if context.shown(mission) is None:
        return None
    return context.atlas.placement(mission, context.everything)


def _point(placement: Mapping[str, Any]) -> tuple[float, float]:
    return placement["longitude"], placement["latitude"]


def _heads(context: ReportContext, heads: Sequence[Head]) -> tuple[Row, ...]:
    rows = []
    for head, certainty in context.admitted(sorted(heads, key=_in_post)):
        rank = context.tr.rank(head.rank)
        if head.city:
            value = context.tr("card.value.living", rank=rank, city=head.city)
        else:
            value = context.tr("card.value.residence_not_known", rank=rank)
        row = context.row(head.name, value, head, certainty=certainty)
        rows.append(replace(row, when=post(context, head), date=context.began(head)))
    return tuple(rows)


def post(context: ReportContext, head: Head) -> str:
    """When a head of mission was in post: "from July 2015; in post on 25 January 2019"."""
    tr, start, end = context.tr, head.start, head.end
    if record_text.between(start):
        said = [tr("card.when.began", date=tr.date(start))]
    elif start:
        said = [tr("card.when.from", date=record_text.within(start, tr))]
    else:
        said = [tr("card.when.start_not_known")]
    if attested := context.attested(head):
        days = tr.listed([tr.at(text) for text in attested])
        said.append(tr("card.when.in_post", days=days))
    if end and not context.later(end):
        if record_text.between(end):
            said.append(tr("card.when.ended", date=tr.date(end)))
        else:
            said.append(tr("card.when.until", date=record_text.within(end, tr)))
    return "; ".join(said)


def _in_post(head: Head) -> tuple[int, str]:
    texts = (head.start, *head.attested, head.end)
    return in_order(next(filter(None, texts), ""), head.id)


def coverage_rows(
    context: ReportContext,
    sending: str,
    receiving: str,
    mission: str = "",
    but: Collection[str] = (),
) -> tuple[Row, ...]:
    """How two parties cover one another without a mission, and what a mission covers besides."""
    coverage, rows = context.atlas.dataset.coverage, []
    found = [*coverage.between(sending, receiving), *coverage.between(receiving, sending)]
    found += coverage.of_mission(mission) if mission else ()
    once = {one.id: one for one in found if one.id not in but}.values()
    ordered = sorted(once, key=lambda one: in_order(one.valid, one.id))
    for record, certainty in context.admitted(ordered):
        leads_to = record.mission if record.mission != mission else ""
        rows.append(
            context.row(
                ends(record.sending, record.receiving, context.tr),
                _standing(context, record),
                record,
                leads_to=leads_to,
                certainty=certainty,
            )
        )
    return tuple(rows)


def _standing(context: ReportContext, record: Coverage) -> str:
    """What a row of coverage says, with the status of the covering mission if it is not open."""
    said, shown = coverage_sentence(record, context.tr), context.shown(record.mission)
    if shown is None or shown["status"] == "open":
        return said
    status = context.tr.status(str(shown["status"]))
    return context.tr("absence.face.standing", said=said.removesuffix("."), status=status)


def ends(sending: str, receiving: str, tr: Translator) -> str:
    """Who is accredited to whom: "Venezuela to the Netherlands"."""
    return tr("card.label.ends", sending=tr.party(sending), receiving=tr.of_party(receiving))


def coverage_sentence(record: Coverage, tr: Translator) -> str:
    """What a row of coverage says, as one sentence."""
    sending, receiving = tr.of_party(record.sending), tr.of_party(record.receiving)
    if record.face == "none":
        return tr("card.value.no_mission", sending=sending, receiving=receiving)
    where = record.city or (tr.of_party(record.state) if record.state else "")
    if not where:
        return tr("card.value.covers_elsewhere", sending=sending, receiving=receiving)
    return tr("card.value.covers", sending=sending, receiving=receiving, where=where)


def relation_rows(context: ReportContext, a: str, b: str) -> tuple[Row, ...]:
    """The events between two parties, oldest first."""
    relations, pair = context.atlas.dataset.relations, {a, b}
    found = [*relations.between(a, b), *relations.between(b, a)]
    found += [*relations.by("third", a), *relations.by("third", b)]
    theirs = {
        one.id: one
        for one in found
        if {one.a, one.b} == pair or (one.kind == "protecting_power" and {one.b, one.third} == pair)
    }
    rows = []
    for record, certainty in context.admitted(in_time(theirs.values(), context.publication)):
        row = context.row(
            record.title, record.detail, record, certainty=certainty, as_told=("label", "value")
        )
        third = context.tr.of_party(record.third)
        about = context.tr("card.value.regarding", party=third) if third else ""
        when = ", ".join(filter(None, (row.when, record.place, about)))
        rows.append(replace(row, when=when))
    return tuple(rows)
