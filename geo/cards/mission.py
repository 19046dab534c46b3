"""The card of a mission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo import countries, dates, geodesy, words
from geo.cards.lens import Lens, Record
from geo.cards.model import Card, Row, Section
from geo.cards.standing import by_date, last_evidence, lead
from geo.errors import StateError
from geo.pack import split
from geo.vocabulary import METHODS, PRECISION_M, Answer

__all__ = [
    "coverage_rows",
    "coverage_sentence",
    "district",
    "formal",
    "mission_card",
    "mission_label",
    "relation_rows",
]

_METHODS: Final = tuple(METHODS)
_RANKS: Final = {"preferred": 0, "normal": 1, "deprecated": 2}
_GAZETTEER: Final = "The point and radius of the city are those of the gazetteer."
_EXPECTED: Final = "Announced or planned; that it was done is not said."


def mission_label(row: Record) -> str:
    """What a mission is called, from its row."""
    return words.label(row["kind"], row["sending"], row["receiving"], row["city"])


def formal(code: str) -> str:
    """Formal and short name of a party: "Democratic People's Republic of Korea (North Korea)"."""
    try:
        state = countries.party_by_code(code)
    except StateError:
        return code
    name = getattr(state, "formal", "") or state.name
    return name if name == state.short else f"{name} ({state.short})"


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
    events = sorted(lens.rows("events", mission=mission), key=by_date)
    positions = lens.rows("positions", mission=mission)
    heads = lens.rows("heads", mission=mission)
    happened, expected = _course(lens, events)
    shown = lens.shown(mission)
    last = last_evidence(lens, events, heads)
    disputes, facts = lens.claims([mission, *(r["id"] for r in (*events, *positions, *heads))])
    sections = [
        Section("names", "Names and kind", _names(row)),
        Section("course", "What happened", happened),
        Section("expected", "What was expected", expected, _EXPECTED),
        Section(
            "position",
            "Where, and how exactly",
            _positions(lens, positions, row, shown),
        ),
        Section("heads", "Heads of mission", _heads(lens, heads)),
        Section(
            "accreditations",
            "Accreditations",
            coverage_rows(lens, sending, receiving, mission),
        ),
        Section(
            "relations",
            f"{words.party(sending)} and {words.party(receiving)}",
            relation_rows(lens, sending, receiving),
        ),
        Section("facts", "Also recorded", tuple(facts)),
    ]
    card = Card(
        id=id,
        what="mission",
        title=mission_label(row),
        subtitle=f"{formal(sending)} in {formal(receiving)}",
        lead=lead(lens, shown, events, last, _where(row, shown, district(lens, positions))),
        status=str(shown["status"]) if shown else "",
        certainty=Answer(str(shown["certainty"])) if shown else Answer.NO,
        last_evidence=last[0] if last else None,
    )
    return lens.finish(card, sections, disputes)


def _where(row: Record, shown: Mapping[str, Any] | None, quarter: str) -> str:
    if shown is None:
        return ""
    return words.placed(str(shown["method"]), float(shown["radius_m"]), row["city"], quarter)


def district(lens: Lens, positions: Sequence[Record]) -> str:
    """Name of the district that the best of the positions names; blank for none."""
    named = [p for p in positions if p["method"] == "district" and p["place"]]
    best = min(named, key=lambda p: (_RANKS[p["rank"]], p["id"]), default=None)
    return lens.atlas.pack.by_id["places"][best["place"]]["name"] if best else ""


def _names(row: Record) -> tuple[Row, ...]:
    rows = [Row("Kind", words.kind(row["kind"]))]
    if row["name"]:
        rows.append(Row("Own name", row["name"]))
    rows += [
        Row("Sent by", formal(row["sending"])),
        Row("Received by", formal(row["receiving"])),
        Row("City", row["city"] or "not known"),
    ]
    if row["wikidata"]:
        rows.append(Row("Wikidata", row["wikidata"]))
    return tuple(rows)


def _course(lens: Lens, events: Sequence[Record]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    happened: list[Row] = []
    expected: list[Row] = []
    for event in events:
        certainty = lens.admits(event["sources"], event["date"], event["sense"])
        if certainty is Answer.NO:
            continue
        row = lens.row(
            words.event(event["kind"]),
            event["detail"],
            event,
            text=event["date"],
            sense=event["sense"],
            certainty=certainty,
        )
        (expected if row.expected else happened).append(row)
    return tuple(happened), tuple(expected)


def _positions(
    lens: Lens,
    positions: Sequence[Record],
    mission: Record,
    shown: Mapping[str, Any] | None,
) -> tuple[Row, ...]:
    rows: list[Row] = []
    order = sorted(
        positions,
        key=lambda p: (_RANKS[p["rank"]], _METHODS.index(p["method"]), p["id"]),
    )
    for position in order:
        certainty = lens.admits(position["sources"], position["valid"])
        if certainty is not Answer.NO:
            label = "Also" if rows else "Best evidence"
            rows += _position_rows(lens, position, mission, label, certainty)
    if not rows and shown is not None:
        sentence = words.placed(str(shown["method"]), float(shown["radius_m"]), mission["city"])
        rows.append(Row("Drawn on the map", f"{sentence} {_GAZETTEER}"))
    return tuple(rows)


def _position_rows(
    lens: Lens, position: Record, mission: Record, label: str, certainty: Answer
) -> list[Row]:
    place = lens.atlas.pack.by_id["places"].get(position["place"])
    radius = position["radius_m"] or (place["radius_m"] if place else "")
    reach = float(radius) if radius else PRECISION_M.get(position["precision"], PRECISION_M["city"])
    sentence = words.placed(
        position["method"], reach, mission["city"], place["name"] if place else ""
    )
    if position["latitude"] and position["longitude"]:
        point = f"{position['latitude']}, {position['longitude']}"
        sentence += f" Point: {point} (latitude, longitude; WGS 84)."
    if position["rank"] == "deprecated":
        label = "Set aside"
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
        rows.append(
            Row(
                f"How {place['name']} is drawn",
                place["derivation"],
                cites=lens.cites(place["sources"]),
                leads_to=place["id"],
            )
        )
    rows += [_anchor_row(lens, mission, position, anchor) for anchor in split(position["anchors"])]
    return rows


def _anchor_row(lens: Lens, mission: Record, position: Record, anchor: str) -> Row:
    neighbour = lens.atlas.pack.by_id["missions"][anchor]
    here, there = lens.shown(mission["id"]), lens.shown(anchor)
    value = mission_label(neighbour)
    if here is not None and there is not None:
        ends = [(one["geometry"].x, one["geometry"].y) for one in (here, there)]
        apart = float(geodesy.distance(*ends))
        value += f", {words.metres(apart)} from the point drawn for this mission"
        value += f" (itself within {words.metres(float(there['radius_m']))})"
    row = lens.row("Said to be near", value, position, leads_to=anchor)
    return replace(row, note="")


def _heads(lens: Lens, heads: Sequence[Record]) -> tuple[Row, ...]:
    rows = []
    for head in sorted(heads, key=_in_post):
        attested = lens.attested(head)
        began = head["start"] or (attested[0] if attested else "")
        certainty = lens.admits(head["sources"], began)
        if certainty is Answer.NO:
            continue
        said = [f"from {dates.display(head['start'])}" if head["start"] else "start not known"]
        if attested:
            said.append(f"in post {words.listed([_attested(text) for text in attested])}")
        if head["end"] and not lens.later(head["end"]):
            ended = dates.display(head["end"])
            said.append(f"ended {ended}" if ended.startswith("by ") else f"until {ended}")
        city = f"living in {head['city']}" if head["city"] else "residence not known"
        row = lens.row(
            head["name"], f"{words.rank(head['rank'])}, {city}", head, certainty=certainty
        )
        rows.append(replace(row, when="; ".join(said), date=began))
    return tuple(rows)


def _attested(text: str) -> str:
    return words.when(text, "attested").removeprefix("so ")


def _in_post(head: Record) -> tuple[int, str]:
    texts = [head["start"], *split(head["attested"]), head["end"]]
    first = next((text for text in texts if text), "")
    return by_date({"date": first, "id": head["id"]})


def coverage_rows(lens: Lens, sending: str, receiving: str, mission: str = "") -> tuple[Row, ...]:
    """How two parties cover one another without a mission, and what a mission covers besides.

    Parameters
    ----------
    lens
        The atlas on its days.
    sending, receiving
        Codes of the two parties; both directions are given.
    mission
        Id of a mission whose further states are given too; blank for none.

    Returns
    -------
    tuple of Row
        Sorted by direction, then date.
    """
    rows = []
    for record in sorted(lens.rows("coverage"), key=lambda r: by_date({**r, "date": r["valid"]})):
        ends = (record["sending"], record["receiving"])
        covers = mission and record["mission"] == mission
        if not covers and ends not in ((sending, receiving), (receiving, sending)):
            continue
        certainty = lens.admits(record["sources"], record["valid"], record["sense"])
        if certainty is Answer.NO:
            continue
        leads_to = record["mission"] if record["mission"] != mission else ""
        rows.append(
            lens.row(
                f"{words.party(ends[0])} to {words.party(ends[1])}",
                coverage_sentence(record),
                record,
                text=record["valid"],
                sense=record["sense"],
                leads_to=leads_to,
                certainty=certainty,
            )
        )
    return tuple(rows)


def coverage_sentence(record: Record) -> str:
    """What a row of coverage says, as one sentence."""
    sending, receiving = words.of_party(record["sending"]), words.of_party(record["receiving"])
    if record["face"] == "none":
        return f"{sending} has no mission in {receiving}."
    where = record["city"] or (words.of_party(record["state"]) if record["state"] else "elsewhere")
    return f"{sending} covers {receiving} from {where}."


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
    for record in sorted(lens.rows("relations"), key=by_date):
        protects = record["kind"] == "protecting_power" and {record["b"], record["third"]} == pair
        if {record["a"], record["b"]} != pair and not protects:
            continue
        certainty = lens.admits(record["sources"], record["date"], record["sense"])
        if certainty is Answer.NO:
            continue
        value = record["detail"]
        if record["third"]:
            value = f"{value} (with regard to {words.of_party(record['third'])})".strip()
        row = lens.row(
            record["title"],
            value,
            record,
            text=record["date"],
            sense=record["sense"],
            certainty=certainty,
        )
        if record["place"]:
            row = replace(row, when=", ".join(filter(None, (row.when, record["place"]))))
        rows.append(row)
    return tuple(rows)
