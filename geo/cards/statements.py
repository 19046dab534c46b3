"""What is claimed of a subject: single claims as rows, differing ones as disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo import dates
from geo.cards import telling
from geo.cards.lens import Lens, Record
from geo.cards.model import Dispute, Row, Statement
from geo.claims import resolve
from geo.errors import InvalidDate
from geo.vocabulary import SEVERAL, Answer
from geo.words import link

__all__ = ["about", "claims", "dispute", "value_of"]


def claims(lens: Lens, subjects: Iterable[str]) -> tuple[list[Dispute], list[Row]]:
    """Claims on some subjects: those that differ, and those that stand alone.

    Parameters
    ----------
    lens
        The atlas on its days.
    subjects
        Ids of records, codes or pairs of codes.

    Returns
    -------
    tuple of list of Dispute and list of Row
        Properties on which there is more than one claim, and single claims as rows.
    """
    wanted = set(subjects)
    chosen = [claim for claim in lens.atlas.pack.rows["claims"] if claim["subject"] in wanted]
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for claim in chosen:
        if lens.known((claim["source"],)) is Answer.NO:
            lens.left_out["said_later"] += 1
            continue
        part = claim["value"] if claim["property"] in SEVERAL else ""
        groups.setdefault((claim["subject"], claim["property"], part), []).append(claim)
    disputes: list[Dispute] = []
    rows: list[Row] = []
    for (subject, name, _), group in sorted(groups.items()):
        label = about(lens, subject, name)
        alike = len({claim["value"] for claim in group}) == 1
        if alike and all(claim["rank"] != "deprecated" for claim in group):
            rows.append(_claim_row(lens, label, group))
        else:
            disputes.append(dispute(lens, subject, label, group))
    return disputes, rows


def about(lens: Lens, subject: str, name: str) -> str:
    """What a claim is about, with the record it belongs to: "Iván Zerpa: start"."""
    by_id = lens.atlas.pack.by_id
    heading = telling.claim_heading(name, by_id, lens.voice)
    what = telling.lowered(heading)
    if row := by_id["heads"].get(subject):
        return lens.voice("card.label.of_head", name=row["name"], what=what)
    if row := by_id["events"].get(subject):
        when = lens.voice.when(telling.by_then(row["date"], lens.known_on), row["sense"])
        event = lens.voice.event(row["kind"])
        return lens.voice("card.label.of_event", event=event, when=when, what=what)
    if row := by_id["relations"].get(subject):
        return lens.voice("card.label.of_head", name=row["title"], what=what)
    if row := by_id["coverage"].get(subject):
        party = lens.voice.of_party(row["receiving"])
        return lens.voice("card.label.of_accreditation", party=party, what=what)
    return heading


def value_of(lens: Lens, text: str) -> tuple[str, tuple[str, ...]]:
    """The value of a claim, a date in the reader's language; and what of it is as told."""
    if link(text):
        return text, ("value",)
    try:
        dates.parse(text)
    except InvalidDate:
        return telling.in_names(text, lens.atlas.pack.by_id, lens.own), ("value",)
    return lens.voice.date(text), ()


def _claim_row(lens: Lens, label: str, group: Sequence[Record]) -> Row:
    first = group[0]
    sources = [claim["source"] for claim in group]
    whom = dict.fromkeys(c["attributed_to"] for c in group if c["attributed_to"])
    reasons = dict.fromkeys(c["reason"] for c in group if c["reason"])
    value, as_told = value_of(lens, first["value"])
    return Row(
        label=label,
        value=value,
        when=lens.voice.when(first["valid"]) if first["valid"] else "",
        date=first["valid"],
        cites=lens.cites(dict.fromkeys(sources)),
        attributed_to=lens.own.listed(list(whom)),
        note=" ".join(filter(None, (lens.remark(one, sources) for one in reasons))),
        certainty=lens.known(sources),
        link=first["value"] if link(first["value"]) else "",
        as_told=(*as_told, "note"),
        keys=((first["subject"], first["property"]),),
    )


def dispute(lens: Lens, subject: str, label: str, group: Sequence[Record]) -> Dispute:
    """The claims to one property, weighed by the rule of evidence: the strongest first."""
    known_on = None if lens.known_on is None else lens.known_on.toordinal()
    verdict = resolve(group, lens.knowledge, known_on)
    statements = []
    for claim in verdict.ordered:
        value, as_told = value_of(lens, claim["value"])
        statements.append(
            Statement(
                value=value,
                cite=lens.cite(claim["source"]),
                rank=claim["rank"],
                reason=lens.remark(claim["reason"], (claim["source"],)),
                valid=claim["valid"],
                grade=lens.voice.grade(claim["grade"]),
                locator=claim["locator"],
                attributed_to=claim["attributed_to"],
                seen=claim["seen"],
                leads=verdict.leads(claim),
                as_told=as_told,
                origins=lens.goes_back_to(claim["source"], claim),
                names_origin=bool(claim["origin"]),
            )
        )
    return Dispute(subject, label, tuple(statements), verdict.tie)
