"""Reports on a state, on two and on a city: the sentences that come before their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo import parties
from geo.render.engine import render

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.reports.networks import Report

_FACES: Final = {
    "there": "known",
    "covered": "non_resident",
    "none": "known_none",
    "unknown": "no_data",
}


def sentences(report: Report, tr: Translator) -> list[str]:
    """What a report says first, as plain text."""
    party, sides = parties.party_by_code(report.parties[0]), []
    for side, end in (("sent", "sending"), ("received", "receiving")):
        row = report.facts.get(side)
        if row and row["missions"] + row["possible"] + row["denominator"]:
            counts = {face: row[name] for face, name in _FACES.items()} | {
                "unknown": row["no_data"]
            }
            told = [tr(f"absence.count.{end}.{one}", count=n) for one, n in counts.items() if n]
            if unsure := row["known_possible"] + row["left_out"]:
                told.insert(-1, tr("profile.unsure", count=unsure))
            whole = tr("profile.of", what=tr.listed(told), count=row["denominator"])
            said = tr(f"absence.counted.{end}", party=tr.of_party(party.code), what=whole)
            sides.append((side, row, tr.capital(said) if told else ""))
    gaps = report.facts.get("gaps", {}).items()
    text = render(
        "report/sentences",
        report=report,
        tr=tr,
        party=party,
        sides=sides,
        gaps=[tr(f"profile.gap.{name}", count=number) for name, number in gaps if number],
        heirs=[tr.of_party(one) for one in (party.successors if party.former else report.parties)],
    )
    return [line for line in text.unescape().splitlines() if line.strip()]
