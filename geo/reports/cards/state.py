"""The card of a state: missions sent and missions received."""

from __future__ import annotations

from geo.dataset import Mission
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import mission_label
from geo.reports.cards.model import Card, Row, Section


def state_card(context: ReportContext, code: str, id: str) -> Card:
    """The card of a party: its missions on the day, each leading to its own card."""
    tr, missions = context.tr, context.atlas.dataset.missions
    sent = _rows(context, [row for row in missions if row.sending == code])
    received = _rows(context, [row for row in missions if row.receiving == code])
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
            subtitle=tr.formal(code),
            lead=(lead,) if sent or received else (tr("card.state.none"),),
        ),
        sections,
        (),
    )


def _rows(context: ReportContext, missions: list[Mission]) -> tuple[Row, ...]:
    """The missions that exist on the day, sorted by label."""
    rows = []
    for mission in missions:
        shown = context.shown(mission.id)
        if shown is None or shown["status"] == "closed":
            continue
        label = mission_label(mission, context.tr)
        status = context.tr.status(str(shown["status"]))
        rows.append(Row(label, status, leads_to=mission.id, basis="computed"))
    return tuple(sorted(rows, key=lambda row: row.label))
