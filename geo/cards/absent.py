"""Where no mission is shown between two parties: which of the three faces of absence it has."""

from __future__ import annotations

from dataclasses import replace

from geo.absence import UNKNOWN, absence, sentence
from geo.cards.lens import Lens
from geo.cards.mission import coverage_sentence, ends
from geo.cards.model import Row, Section
from geo.pack import split
from geo.vocabulary import Answer

__all__ = ["absence_section"]


def absence_section(lens: Lens, a: str, b: str) -> tuple[Section, frozenset[str]]:
    """What is known where one of two parties has no mission in the other on the days.

    Parameters
    ----------
    lens
        The atlas on its days.
    a, b
        Codes of the parties; both directions are told.

    Returns
    -------
    section
        A row for each direction in which no mission is shown, and behind it what other rows of
        coverage say instead. Empty where both have a mission in the other.
    told
        Ids of the rows of coverage that it tells.
    """
    voice, by_id = lens.voice, lens.atlas.pack.by_id["coverage"]
    rows: list[Row] = []
    told: set[str] = set()
    unsaid = False
    for sending, receiving in ((a, b), (b, a)) if a != b else ():
        found = absence(lens.atlas, sending, receiving, lens.as_of, lens.known_on)
        if found is None:
            continue
        label = ends({"sending": sending, "receiving": receiving}, voice)
        if found.face == UNKNOWN:
            unsaid = True
            closed = lens.shown(found.closed_mission) if found.closed_mission else None
            rows.append(
                Row(
                    label,
                    sentence(found, voice),
                    when=lens.when(found.closed, "on") if found.closed else "",
                    date=found.closed,
                    cites=lens.cites(str(closed["sources"])) if closed is not None else (),
                    leads_to=found.closed_mission,
                    keys=((found.closed_mission, "status"),) if found.closed_mission else (),
                    basis="silence",
                )
            )
            continue
        record = {**by_id[found.row], "sources": found.sources}
        plain = sentence(replace(found, certainty=""), voice)
        certainty = Answer(found.certainty)
        rows.append(
            lens.row(
                label,
                plain,
                record,
                text=found.valid,
                sense=found.sense,
                leads_to=found.mission,
                certainty=certainty,
            )
        )
        told.add(found.row)
        for other in map(by_id.__getitem__, split(found.also)):
            told.add(other["id"])
            rows.append(
                lens.row(
                    voice("absence.card.otherwise", ends=label),
                    coverage_sentence(other, voice),
                    other,
                    text=other["valid"],
                    sense=other["sense"],
                    leads_to=other["mission"],
                    certainty=lens.known(other["sources"]),
                )
            )
    note = voice("absence.card.missing") if unsaid else ""
    return Section("absence", voice("absence.card.title"), tuple(rows), note), frozenset(told)
