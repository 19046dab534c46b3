"""The card of a source: what it is, and what rests on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from geo import network
from geo.cards import resting
from geo.cards.lens import Lens, Record
from geo.cards.mission import coverage_sentence, ends, mission_label, placed, post
from geo.cards.model import Card, Row, Section
from geo.cards.statements import about, value_of
from geo.cards.telling import SEEN, language_of, lowered
from geo.pack import split
from geo.vocabulary import Answer

__all__ = ["source_card", "subject_of"]

_MOST: Final = 200
_MOST_NAMES: Final = 3
_TITLES: Final = {
    "events": "card.source.rests.events",
    "positions": "card.source.rests.positions",
    "heads": "card.source.rests.heads",
    "relations": "card.source.rests.relations",
    "coverage": "card.source.rests.coverage",
    "claims": "card.source.rests.claims",
    "places": "card.source.rests.places",
    "sources": "card.source.rests.sources",
}
_COUNTS: Final = {
    "events": "card.count.events",
    "positions": "card.count.positions",
    "heads": "card.count.heads",
    "relations": "card.count.relations",
    "coverage": "card.count.coverage",
    "claims": "card.count.claims",
    "places": "card.count.places",
    "sources": "card.count.sources",
}
_KINDS: Final = {
    "news": "card.source.kinds.news",
    "government": "card.source.kinds.government",
    "gazette": "card.source.kinds.gazette",
    "encyclopedia": "card.source.kinds.encyclopedia",
    "database": "card.source.kinds.database",
    "editorial": "card.source.kinds.editorial",
    "unrecorded": "card.source.kinds.unrecorded",
}


def source_card(lens: Lens, record: Record, id: str) -> Card:
    """The card of a source.

    Parameters
    ----------
    lens
        The atlas on its days. What happened later than the day looked at is left out and
        counted; where the source had not spoken by ``known_on``, nothing rests on it.
    record
        The source's row.
    id
        Id that was asked for.

    Returns
    -------
    Card
        What it is, and the rows that rest on it, each leading to its own card. A section tells
        of 200 rows at most, and says of how many.
    """
    voice, source = lens.voice, record["id"]
    sections = [Section("about", voice("card.source.about"), _about(lens, record))]
    counts: dict[str, int] = {}
    spoken = lens.known((source,)) is not Answer.NO
    numbers = resting.rows_on(lens.atlas.pack).get(source, {}) if spoken else {}
    for table, rows in numbers.items():
        records = [lens.atlas.pack.rows[table][number] for number in rows]
        admitted = [(row, sure) for row in records if (sure := _sure(lens, table, row, source))]
        if not admitted:
            continue
        counts[table] = len(admitted)
        tell = _TELLERS[table]
        told = tuple(
            _by(lens, tell(lens, row, sure), row, source) for row, sure in admitted[:_MOST]
        )
        note = ""
        if len(admitted) > _MOST:
            note = voice("card.note.first_rows", shown=_MOST, all=len(admitted))
        sections.append(Section(table, voice(_TITLES[table]), told, note))
    card = Card(
        id=id,
        what="source",
        title=record["title"],
        title_language=language_of(record["title"], record["language"], lens.told_in),
        subtitle=lens.byline(source),
        lead=(_lead(lens, counts, spoken),),
    )
    return lens.finish(card, sections, ())


def _lead(lens: Lens, counts: dict[str, int], spoken: bool) -> str:
    voice = lens.voice
    if not spoken and lens.known_on is not None:
        known = voice.date(lens.known_on.isoformat())
        return voice("card.lead.source_unknown", known=known)
    if not counts:
        return voice("card.lead.source_nothing")
    parts = [voice(_COUNTS[table], count=number) for table, number in counts.items()]
    return voice("card.lead.source", what=voice.listed(parts))


def _about(lens: Lens, record: Record) -> tuple[Row, ...]:
    voice = lens.voice
    tongue = f"card.source.languages.in_{record['language']}"
    values = {
        "card.source.publisher": record["publisher"],
        "card.source.kind": voice(_KINDS[record["kind"]]),
        "card.source.published": voice.date(record["published"]) or voice("card.cite.undated"),
        "card.source.revised": voice.date(record["revised"]),
        "card.source.accessed": voice.date(record["accessed"]),
        "card.source.language": voice(tongue) if voice.has(tongue) else record["language"],
        "card.source.licence": record["licence"],
        "card.source.seen": voice(SEEN[record["seen"]]) if record["seen"] in SEEN else "",
    }
    rows = [Row(voice(key), value) for key, value in values.items() if value]
    for key, column in (
        ("card.source.known_through", "known_through"),
        ("card.source.repeats", "derived_from"),
    ):
        others = [one for one in split(record[column]) if lens.known((one,)) is not Answer.NO]
        rows += [Row(voice(key), lens.byline(other), leads_to=other) for other in others]
    for key, column in (("card.source.address", "url"), ("card.source.archived", "archived_url")):
        if record[column]:
            rows.append(Row(voice(key), record[column], link=record[column]))
    if note := lens.told(record["note"]):
        rows.append(Row(voice("card.source.note"), note, as_told=("value",)))
    return tuple(rows)


def _sure(lens: Lens, table: str, row: Record, source: str) -> Answer | None:
    """How sure a row that rests on a source is on the day; None where it is left out."""
    if table in ("events", "relations"):
        answer = lens.admits(source, row["date"], row["sense"])
    elif table == "coverage":
        answer = lens.admits(source, row["valid"], row["sense"])
    elif table == "positions":
        answer = lens.admits(source, row["valid"])
    elif table == "heads":
        attested = lens.attested(row)
        answer = lens.admits(source, row["start"] or (attested[0] if attested else ""))
    else:
        answer = lens.admits(row["id"] if table == "sources" else source)
    return None if answer is Answer.NO else answer


def _by(lens: Lens, row: Row, record: Record, source: str) -> Row:
    """A row as it stands on the card of one of its sources: the others are named in the note."""
    cites = lens.cites(record.get("sources", ""))
    others = list(dict.fromkeys(cite.publisher for cite in cites if cite.id != source))
    if len(others) > _MOST_NAMES:
        more = lens.voice("card.others", count=len(others) - _MOST_NAMES)
        others = [*others[:_MOST_NAMES], more]
    note = lens.voice("card.note.also", sources=lens.voice.listed(others)) if others else ""
    as_told = tuple(name for name in row.as_told if name != "note")
    return replace(row, cites=(), note=note, as_told=as_told)


def _event(lens: Lens, event: Record, sure: Answer) -> Row:
    mission = lens.atlas.pack.by_id["missions"][event["mission"]]
    row = lens.row(
        mission_label(mission, lens.voice),
        event["detail"],
        event,
        text=event["date"],
        sense=event["sense"],
        leads_to=mission["id"],
        certainty=sure,
        as_told=("value",),
    )
    named = lens.voice.event(event["kind"])
    return replace(row, when=lens.voice("card.source.event_when", event=named, when=row.when))


def _position(lens: Lens, position: Record, sure: Answer) -> Row:
    mission = lens.atlas.pack.by_id["missions"][position["mission"]]
    return lens.row(
        mission_label(mission, lens.voice),
        placed(lens, position),
        position,
        text=position["valid"],
        leads_to=mission["id"],
        certainty=sure,
    )


def _head(lens: Lens, head: Record, sure: Answer) -> Row:
    mission = lens.atlas.pack.by_id["missions"][head["mission"]]
    rank = lens.voice.rank(head["rank"])
    value = lens.voice("card.label.of_head", name=head["name"], what=rank)
    label = mission_label(mission, lens.voice)
    row = lens.row(label, value, head, leads_to=mission["id"], certainty=sure)
    return replace(row, when=post(lens, head))


def _relation(lens: Lens, relation: Record, sure: Answer) -> Row:
    return lens.row(
        _pair(lens, relation["a"], relation["b"]),
        lens.own.sentences(filter(None, (relation["title"], relation["detail"]))),
        relation,
        text=relation["date"],
        sense=relation["sense"],
        leads_to=network.pair_id(relation["a"], relation["b"]),
        certainty=sure,
        as_told=("value",),
    )


def _coverage(lens: Lens, coverage: Record, sure: Answer) -> Row:
    return lens.row(
        ends(coverage, lens.voice),
        coverage_sentence(coverage, lens.voice),
        coverage,
        text=coverage["valid"],
        sense=coverage["sense"],
        leads_to=coverage["id"],
        certainty=sure,
    )


def _claim(lens: Lens, claim: Record, sure: Answer) -> Row:
    value, as_told = value_of(lens, claim["value"])
    label, leads_to = subject_of(lens, claim["subject"], claim["property"])
    row = lens.row(
        label,
        value,
        {**claim, "sources": claim["source"]},
        text=claim["valid"],
        leads_to=leads_to,
        certainty=sure,
        as_told=as_told,
    )
    if claim["rank"] != "deprecated":
        return row
    aside = lens.voice("card.tag.set_aside")
    return replace(row, when=", ".join(filter(None, (row.when, aside))))


def _place(lens: Lens, place: Record, sure: Answer) -> Row:
    name, drawn, id = place["name"], place["derivation"], place["id"]
    return lens.row(name, drawn, place, leads_to=id, certainty=sure, as_told=("value",))


def _source(lens: Lens, other: Record, sure: Answer) -> Row:
    label = lens.byline(other["id"])
    return Row(label, other["title"], leads_to=other["id"], certainty=sure)


_TELLERS: Final[dict[str, Callable[[Lens, Record, Answer], Row]]] = {
    "events": _event,
    "positions": _position,
    "heads": _head,
    "relations": _relation,
    "coverage": _coverage,
    "claims": _claim,
    "places": _place,
    "sources": _source,
}


def _pair(lens: Lens, *codes: str) -> str:
    return lens.voice.listed([lens.voice.party(code) for code in dict.fromkeys(codes)])


def subject_of(lens: Lens, subject: str, name: str) -> tuple[str, str]:
    """What a claim is about, by name, and the id of the card that has it; blank for none."""
    by_id, what = lens.atlas.pack.by_id, about(lens, subject, name)
    if row := by_id["heads"].get(subject):
        return what, row["mission"]
    for table in ("events", "positions"):
        if row := by_id[table].get(subject):
            mission = by_id["missions"][row["mission"]]
            return _named(lens, mission_label(mission, lens.voice), what), mission["id"]
    if row := by_id["missions"].get(subject):
        return _named(lens, mission_label(row, lens.voice), what), subject
    if row := by_id["relations"].get(subject):
        return what, network.pair_id(row["a"], row["b"])
    if subject in by_id["coverage"]:
        return what, subject
    if row := by_id["places"].get(subject):
        return _named(lens, row["name"], what), subject
    if subject in by_id["sources"]:
        return _named(lens, lens.byline(subject), what), subject
    if subject == "pack":
        return _named(lens, lens.voice("card.source.pack"), what), ""
    codes = subject.split("-")
    there = len(set(codes)) > 1
    pair = network.pair_id(codes[0], codes[1]) if there else ""
    return _named(lens, _pair(lens, *codes), what), pair


def _named(lens: Lens, name: str, what: str) -> str:
    return lens.voice("card.label.of_head", name=name, what=lowered(what))
