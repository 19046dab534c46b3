"""Where no mission is shown between two parties: which type of absence it is."""

from __future__ import annotations

from dataclasses import replace

from geo.atlas.absence import UNKNOWN, absence, sentence
from geo.dataset import ids_of
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import coverage_sentence, ends
from geo.reports.cards.model import Row, Section
from geo.vocabulary import Answer


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
            rows.append(
                Row(
                    label,
                    sentence(found, tr),
                    when=context.when(found.closed, "on") if found.closed else "",
                    date=found.closed,
                    cites=context.cites(str(closed["sources"])) if closed is not None else (),
                    leads_to=found.closed_mission,
                    keys=((found.closed_mission, "status"),) if found.closed_mission else (),
                    basis="silence",
                )
            )
            continue
        plain = sentence(replace(found, certainty=""), tr)
        certainty = Answer(found.certainty)
        rows.append(
            context.row(
                label,
                plain,
                by_id[found.row],
                sources=ids_of(found.sources),
                text=found.valid,
                sense=found.sense,
                leads_to=found.mission,
                certainty=certainty,
            )
        )
        told.add(found.row)
        for other in map(by_id.__getitem__, ids_of(found.also)):
            told.add(other.id)
            rows.append(
                context.row(
                    tr("absence.card.otherwise", ends=label),
                    coverage_sentence(other, tr),
                    other,
                    text=other.valid,
                    sense=other.sense,
                    leads_to=other.mission,
                    certainty=context.known(other.sources),
                )
            )
    note = tr("absence.card.missing") if unsaid else ""
    return Section("absence", tr("absence.card.title"), tuple(rows), note), frozenset(told)
