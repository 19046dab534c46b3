"""The card of a mission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from geo import countries, dates
from geo.cards import telling
from geo.cards.apart import apart, drawn_later
from geo.cards.keys import NAMED, PLACED
from geo.cards.lens import Lens, Record
from geo.cards.model import Card, Row, Section
from geo.cards.standing import by_date, last_evidence, lead
from geo.cards.statements import claims
from geo.claims import NONE, as_placed, drawing_order
from geo.errors import StateError
from geo.pack import split
from geo.vocabulary import CLAIMED, Answer
from geo.words import Voice

__all__ = [
    "coverage_rows",
    "coverage_sentence",
    "ends",
    "formal",
    "mission_card",
    "mission_label",
    "placed",
    "post",
    "relation_rows",
    "where_drawn",
]


def mission_label(row: Record, voice: Voice) -> str:
    """What a mission is called, from its row."""
    return voice.label(row["kind"], row["sending"], row["receiving"], row["city"])


def formal(code: str, voice: Voice, within: bool = False) -> str:
    """Formal and common name of a party: "Democratic People's Republic of Korea (North Korea)".

    Parameters
    ----------
    code
        Its code. An unknown code is its own name.
    voice
        The reader's language. Formal names are recorded in English only; in other languages
        the name of international usage stands for them.
    within
        Whether it stands within a sentence in which the language wants an article.

    Returns
    -------
    str
        Both names; one where they are the same.
    """
    try:
        state = countries.party_by_code(code)
    except StateError:
        return code
    name, common = voice.party(code), state.names.get(voice.language, state.short)
    shown = voice.of_party(code) if within else name
    if voice.language == "en":
        common = state.short
        if state.formal and state.formal != name:
            # What is formal and has more than one word says what the state is: "the Republic of".
            name = state.formal
            shown = f"the {name}" if within and " " in name else name
    return shown if name == common else voice("card.title.formal", name=shown, short=common)


def mission_card(lens: Lens, row: Record, id: str) -> Card:
    """The card of a mission.

    Parameters
    ----------
    lens
        The atlas on its days.
    row
        The mission's row.
    id
        Id that was asked for.

    Returns
    -------
    Card
        Everything known of the mission, with sources.
    """
    mission, sending, receiving = row["id"], row["sending"], row["receiving"]
    events = lens.rows("events", mission=mission)
    events.sort(key=lambda row: by_date(row, lens.knowledge))
    positions = lens.rows("positions", mission=mission)
    heads = lens.rows("heads", mission=mission)
    happened, expected = _course(lens, events)
    shown = lens.shown(mission)
    last = last_evidence(lens, mission)
    disputes, facts = claims(lens, [mission, *(r["id"] for r in (*events, *positions, *heads))])
    voice = lens.voice
    both = voice.listed([voice.party(sending), voice.party(receiving)])
    sections = [
        Section("names", voice("card.section.names"), _names(row, voice)),
        Section("course", voice("card.section.course"), happened),
        Section("expected", voice("card.section.expected"), expected, voice("card.note.expected")),
        Section(
            "position",
            voice("card.section.position"),
            _positions(lens, positions, row, shown),
        ),
        Section("heads", voice("card.section.heads"), _heads(lens, heads)),
        Section(
            "accreditations",
            voice("card.section.accreditations"),
            coverage_rows(lens, sending, receiving, mission),
        ),
        Section("relations", both, relation_rows(lens, sending, receiving)),
        Section("facts", voice("card.section.facts"), tuple(facts)),
    ]
    ends_of = {"sending": formal(sending, voice, True), "receiving": formal(receiving, voice, True)}
    card = Card(
        id=id,
        what="mission",
        title=mission_label(row, voice),
        subtitle=voice.capital(voice("card.title.sent", **ends_of)),
        lead=lead(lens, mission, shown, events, last, where_drawn(lens, row, shown)),
        status=str(shown["status"]) if shown else "",
        certainty=Answer(str(shown["certainty"])) if shown else _unshown(lens, mission),
        last_evidence=last.date if last else "",
    )
    return lens.finish(card, sections, disputes)


def _unshown(lens: Lens, mission: str) -> Answer:
    """No where it was not yet open, else possibly."""
    return Answer.NO if lens.unshown(mission) == NONE else Answer.PERHAPS


def where_drawn(lens: Lens, row: Record, shown: Mapping[str, Any] | None) -> str:
    """How a mission is drawn on the days, and how exactly; blank where it is not there."""
    if shown is None:
        return ""
    place = lens.atlas.place_named(row["id"], lens.everything)
    return lens.voice.placed(shown, place)


def _names(row: Record, voice: Voice) -> tuple[Row, ...]:
    told = {
        "kind": (voice("card.label.kind"), voice.kind(row["kind"])),
        "name": (voice("card.label.own_name"), row["name"]),
        "sending": (voice("card.label.sent_by"), formal(row["sending"], voice)),
        "receiving": (voice("card.label.received_by"), formal(row["receiving"], voice)),
        "city": (voice("card.label.city"), row["city"] or voice("card.value.not_known")),
        "wikidata": (voice("card.label.wikidata"), row["wikidata"]),
    }
    return tuple(
        Row(label, value, keys=tuple((row["id"], name) for name in NAMED[column]))
        for column, (label, value) in told.items()
        if value
    )


def _course(lens: Lens, events: Sequence[Record]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    happened: list[Row] = []
    expected: list[Row] = []
    often = Counter(event["kind"] for event in events)
    for event in events:
        certainty = lens.admits(event["sources"], event["date"], event["sense"])
        if certainty is Answer.NO:
            continue
        row = lens.row(
            lens.event(event),
            event["detail"],
            event,
            text=event["date"],
            sense=event["sense"],
            certainty=certainty,
            as_told=("value",),
        )
        if often[event["kind"]] == 1:
            more = CLAIMED.get(event["kind"], ())
            row = replace(row, keys=(*row.keys, *((event["mission"], name) for name in more)))
        (expected if row.expected else happened).append(row)
    return tuple(happened), tuple(expected)


def _positions(
    lens: Lens,
    positions: Sequence[Record],
    mission: Record,
    shown: Mapping[str, Any] | None,
) -> tuple[Row, ...]:
    """The positions of a mission, first the one by which the map draws it."""
    rows: list[Row] = []
    drawn = lens.atlas.position(mission["id"], lens.everything) or {}
    strong = {one["id"]: drawing_order(one, lens.knowledge, lens.known_day) for one in positions}
    order = sorted(positions, key=lambda one: (one["id"] != drawn.get("id"), strong[one["id"]]))
    if shown is not None and not drawn:
        sentence = lens.voice("card.value.gazetteer", where=where_drawn(lens, mission, shown))
        rows.append(Row(lens.voice("card.label.drawn"), sentence, basis="own"))
    for position in order:
        certainty = lens.admits(position["sources"], position["valid"])
        if certainty is not Answer.NO:
            level = strong[position["id"]][:2] == strong[order[0]["id"]][:2]
            label = "best" if not rows else "also"
            if rows and drawn and level and _elsewhere(lens, drawn, position):
                label = "level"
            label = lens.voice(f"card.label.{label}")
            rows += _position_rows(lens, position, mission, label, certainty)
    if rows:
        more = tuple((mission["id"], name) for name in PLACED)
        rows[0] = replace(rows[0], keys=(*rows[0].keys, *more))
    return tuple(rows)


def _elsewhere(lens: Lens, drawn: Record, position: Record) -> bool:
    """Whether a position of the same day is another one than the mission is drawn by."""
    where = ("longitude", "latitude", "place")
    if position["valid"]:
        first, last = dates.ordinals([position["valid"]])
        if not int(first[0]) <= lens.as_of.toordinal() <= int(last[0]):
            return False
    return any(drawn[column] != position[column] for column in where)


def placed(lens: Lens, position: Record) -> str:
    """How a position places a mission, and how exactly, as one sentence."""
    place = lens.atlas.pack.by_id["places"].get(position["place"])
    how = as_placed(lens.atlas.pack, position)
    return lens.voice.placed(how, place["name"] if place else "")


def _position_rows(
    lens: Lens, position: Record, mission: Record, label: str, certainty: Answer
) -> list[Row]:
    voice = lens.voice
    place = lens.atlas.pack.by_id["places"].get(position["place"])
    sentence = placed(lens, position)
    if position["latitude"] and position["longitude"]:
        point = f"{position['latitude']}, {position['longitude']}"
        sentence = voice("card.value.point", where=sentence, point=point)
    drawn = lens.atlas.placement(mission["id"], lens.everything)
    if drawn["position"] == position["id"]:
        sentence = drawn_later(lens, sentence, drawn)
    if position["rank"] == "deprecated":
        label = voice("card.label.set_aside")
    rows = [
        lens.row(
            label,
            sentence,
            position,
            text=position["valid"],
            leads_to=position["place"],
            certainty=certainty,
        )
    ]
    if place and place["derivation"]:
        cites = lens.cites(place["sources"])
        rows.append(
            Row(
                voice("card.label.how_place_drawn", place=place["name"]),
                place["derivation"],
                cites=cites,
                leads_to=place["id"],
                as_told=("value",),
                keys=((place["id"], ""),),
                basis="" if cites or not place["sources"] else "later",
            )
        )
    rows += [_anchor_row(lens, mission, position, anchor) for anchor in split(position["anchors"])]
    return rows


def _anchor_row(lens: Lens, mission: Record, position: Record, anchor: str) -> Row:
    neighbour = lens.atlas.pack.by_id["missions"][anchor]
    value, far = mission_label(neighbour, lens.voice), apart(lens, mission["id"], anchor)
    if far is None:
        value = lens.voice("card.value.near_unknown", mission=value)
    else:
        distance, placed_there = far
        value = lens.voice("card.value.near", mission=value, distance=distance, placed=placed_there)
    row = lens.row(lens.voice("card.label.near"), value, position, leads_to=anchor)
    return replace(row, note="", keys=())


def _heads(lens: Lens, heads: Sequence[Record]) -> tuple[Row, ...]:
    rows = []
    for head in sorted(heads, key=_in_post):
        attested = lens.attested(head)
        began = head["start"] or (attested[0] if attested else "")
        certainty = lens.admits(head["sources"], began)
        if certainty is Answer.NO:
            continue
        rank = lens.voice.rank(head["rank"])
        if head["city"]:
            value = lens.voice("card.value.living", rank=rank, city=head["city"])
        else:
            value = lens.voice("card.value.residence_not_known", rank=rank)
        row = lens.row(head["name"], value, head, certainty=certainty)
        rows.append(replace(row, when=post(lens, head), date=began))
    return tuple(rows)


def post(lens: Lens, head: Record) -> str:
    """When a head of mission was in post: "from July 2015; in post on 25 January 2019"."""
    voice, start, end = lens.voice, head["start"], head["end"]
    if telling.between(start):
        said = [voice("card.when.began", date=voice.date(start))]
    elif start:
        said = [voice("card.when.from", date=telling.within(start, voice))]
    else:
        said = [voice("card.when.start_not_known")]
    if attested := lens.attested(head):
        days = voice.listed([voice.at(text) for text in attested])
        said.append(voice("card.when.in_post", days=days))
    if end and not lens.later(end):
        if telling.between(end):
            said.append(voice("card.when.ended", date=voice.date(end)))
        else:
            said.append(voice("card.when.until", date=telling.within(end, voice)))
    return "; ".join(said)


def _in_post(head: Record) -> tuple[int, str]:
    texts = [head["start"], *split(head["attested"]), head["end"]]
    first = next((text for text in texts if text), "")
    return by_date({"date": first, "id": head["id"]})


def coverage_rows(
    lens: Lens,
    sending: str,
    receiving: str,
    mission: str = "",
    but: Collection[str] = (),
) -> tuple[Row, ...]:
    """How two parties cover one another without a mission, and what a mission covers besides.

    Parameters
    ----------
    lens
        The atlas on its days.
    sending, receiving
        Codes of the two parties; both directions are given.
    mission
        Id of a mission whose further states are given too; blank for none.
    but
        Ids of rows that are told elsewhere.

    Returns
    -------
    tuple of Row
        Sorted by direction, then date.
    """
    rows = []
    for record in sorted(lens.rows("coverage"), key=lambda r: by_date({**r, "date": r["valid"]})):
        both = (record["sending"], record["receiving"])
        covers = mission and record["mission"] == mission
        if not covers and both not in ((sending, receiving), (receiving, sending)):
            continue
        if record["id"] in but:
            continue
        certainty = lens.admits(record["sources"], record["valid"], record["sense"])
        if certainty is Answer.NO:
            continue
        leads_to = record["mission"] if record["mission"] != mission else ""
        rows.append(
            lens.row(
                ends(record, lens.voice),
                _standing(lens, record),
                record,
                text=record["valid"],
                sense=record["sense"],
                leads_to=leads_to,
                certainty=certainty,
            )
        )
    return tuple(rows)


def _standing(lens: Lens, record: Record) -> str:
    """What a row of coverage says, with the status of the covering mission if it is not open."""
    said, shown = coverage_sentence(record, lens.voice), lens.shown(record["mission"])
    if shown is None or shown["status"] == "open":
        return said
    status = lens.voice.status(str(shown["status"]))
    return lens.voice("absence.face.standing", said=said.removesuffix("."), status=status)


def ends(record: Record, voice: Voice) -> str:
    """Who is accredited to whom, from a row of coverage: "Venezuela to the Netherlands"."""
    sending, receiving = voice.party(record["sending"]), voice.of_party(record["receiving"])
    return voice("card.label.ends", sending=sending, receiving=receiving)


def coverage_sentence(record: Record, voice: Voice) -> str:
    """What a row of coverage says, as one sentence."""
    sending, receiving = voice.of_party(record["sending"]), voice.of_party(record["receiving"])
    if record["face"] == "none":
        return voice("card.value.no_mission", sending=sending, receiving=receiving)
    where = record["city"] or (voice.of_party(record["state"]) if record["state"] else "")
    if not where:
        return voice("card.value.covers_elsewhere", sending=sending, receiving=receiving)
    return voice("card.value.covers", sending=sending, receiving=receiving, where=where)


def relation_rows(lens: Lens, a: str, b: str) -> tuple[Row, ...]:
    """The dated facts between two parties, oldest first.

    Parameters
    ----------
    lens
        The atlas on its days.
    a, b
        Codes of the parties, in either order.

    Returns
    -------
    tuple of Row
        Undated ones last.
    """
    pair = {a, b}
    rows = []
    for record in sorted(lens.rows("relations"), key=lambda r: by_date(r, lens.knowledge)):
        protects = record["kind"] == "protecting_power" and {record["b"], record["third"]} == pair
        if {record["a"], record["b"]} != pair and not protects:
            continue
        certainty = lens.admits(record["sources"], record["date"], record["sense"])
        if certainty is Answer.NO:
            continue
        row = lens.row(
            record["title"],
            record["detail"],
            record,
            text=record["date"],
            sense=record["sense"],
            certainty=certainty,
            as_told=("label", "value"),
        )
        third = lens.voice.of_party(record["third"])
        about = lens.voice("card.value.regarding", party=third) if third else ""
        when = ", ".join(filter(None, (row.when, record["place"], about)))
        rows.append(replace(row, when=when))
    return tuple(rows)
