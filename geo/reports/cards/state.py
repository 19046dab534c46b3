"""The card of a state: missions sent and missions received."""

from __future__ import annotations

from collections.abc import Sequence

from geo.dataset import Mission
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import mission_label
from geo.reports.cards.model import Card, Row, Section
from geo.vocabulary import KINDS


def state_card(context: ReportContext, code: str, id: str) -> Card:
    """The card of a party: its missions on the day, each leading to its own card."""
    tr, missions = context.tr, context.atlas.dataset.missions
    sent = mission_rows(context, missions.by("sending", code))
    received = mission_rows(context, missions.by("receiving", code))
    sections = [
        Section("sent", tr("card.section.sent"), sent),
        Section("received", tr("card.section.received"), received),
    ]
    day = tr.date(context.as_of.isoformat())
    lead = tr("card.state.lead", sent=len(sent), received=len(received), day=day)
    return context.finish(
        Card(
            id=id,
            what="state",
            title=tr.party(code),
            subtitle="" if tr.formal(code) == tr.party(code) else tr.formal(code),
            lead=(lead,) if sent or received else (tr("card.state.none"),),
        ),
        sections,
        (),
    )


def mission_rows(context: ReportContext, missions: Sequence[Mission]) -> tuple[Row, ...]:
    """The missions that exist on the day: embassies first, then by label."""
    rows: list[tuple[int, Row]] = []
    order = list(KINDS)
    for mission in missions:
        shown = context.shown(mission.id)
        if shown is None or shown["status"] == "closed":
            continue
        label = mission_label(mission, context.tr)
        status = context.tr.status(str(shown["status"]))
        row = Row(label, status, leads_to=mission.id, basis="computed")
        rows.append((order.index(mission.kind), row))
    return tuple(row for _, row in sorted(rows, key=lambda one: (one[0], one[1].label)))
