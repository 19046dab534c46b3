"""What is claimed of a subject: single claims as rows, differing ones as conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from geo import dates
from geo.dataset import Claim
from geo.errors import InvalidDate
from geo.evidence import resolve
from geo.i18n import link
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Dispute, Row, Statement
from geo.vocabulary import SEVERAL, Answer


def claims(context: ReportContext, subjects: Iterable[str]) -> tuple[list[Dispute], list[Row]]:
    """Claims on some subjects: those that differ, and those that stand alone."""
    about_them = context.atlas.dataset.claims.about
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in chain.from_iterable(map(about_them, dict.fromkeys(subjects))):
        if context.known(claim.sources) is Answer.NO:
            context.left_out["said_later"] += 1
            continue
        part = claim.value if claim.property in SEVERAL else ""
        groups.setdefault((claim.subject, claim.property, part), []).append(claim)
    disputes: list[Dispute] = []
    rows: list[Row] = []
    for (subject, name, _), group in sorted(groups.items()):
        label = about(context, subject, name)
        alike = len({claim.value for claim in group}) == 1
        if alike and all(claim.rank != "deprecated" for claim in group):
            rows.append(_claim_row(context, label, group))
        else:
            disputes.append(dispute(context, subject, label, group))
    return disputes, rows


def about(context: ReportContext, subject: str, name: str) -> str:
    """What a claim is about, with the record it belongs to: "Iván Zerpa: start"."""
    dataset = context.atlas.dataset
    heading = record_text.claim_heading(name, dataset, context.tr)
    what = record_text.lowered(heading)
    if head := dataset.heads.by_id.get(subject):
        return context.tr("card.label.of_head", name=head.name, what=what)
    if event := dataset.events.by_id.get(subject):
        when = context.tr.when(record_text.by_then(event.date, context.known_on), event.sense)
        named = context.tr.event(event.kind)
        return context.tr("card.label.of_event", event=named, when=when, what=what)
    if relation := dataset.relations.by_id.get(subject):
        return context.tr("card.label.of_head", name=relation.title, what=what)
    if coverage := dataset.coverage.by_id.get(subject):
        party = context.tr.of_party(coverage.receiving)
        return context.tr("card.label.of_accreditation", party=party, what=what)
    return heading


def value_of(context: ReportContext, text: str) -> tuple[str, tuple[str, ...]]:
    """The value of a claim, a date in the reader's language; and what of it is as told."""
    if link(text):
        return text, ("value",)
    try:
        dates.parse(text)
    except InvalidDate:
        return record_text.in_names(text, context.atlas.dataset.by_id, context.own), ("value",)
    return context.tr.date(text), ()


def _claim_row(context: ReportContext, label: str, group: Sequence[Claim]) -> Row:
    first = group[0]
    sources = [claim.source for claim in group]
    whom = dict.fromkeys(c.attributed_to for c in group if c.attributed_to)
    reasons = dict.fromkeys(c.reason for c in group if c.reason)
    value, as_told = value_of(context, first.value)
    return Row(
        label=label,
        value=value,
        when=context.tr.when(first.valid) if first.valid else "",
        date=first.valid,
        cites=context.cites(dict.fromkeys(sources)),
        attributed_to=context.own.listed(list(whom)),
        note=" ".join(filter(None, (context.remark(one, sources) for one in reasons))),
        certainty=context.known(sources),
        link=first.value if link(first.value) else "",
        as_told=(*as_told, "note"),
        id=first.id,
        keys=((first.subject, first.property),),
    )


def dispute(context: ReportContext, subject: str, label: str, group: Sequence[Claim]) -> Dispute:
    """The claims to one property, weighed by the rule of evidence: the strongest first."""
    known_on = None if context.known_on is None else context.known_on.toordinal()
    verdict = resolve(group, context.publication, known_on)
    statements = []
    for claim in verdict.ordered:
        value, as_told = value_of(context, claim.value)
        statements.append(
            Statement(
                value=value,
                cite=context.cite(claim.source),
                rank=claim.rank,
                reason=context.remark(claim.reason, claim.sources),
                valid=claim.valid,
                grade=context.tr.grade(claim.grade),
                locator=claim.locator,
                attributed_to=claim.attributed_to,
                seen=claim.seen,
                leads=verdict.leads(claim),
                as_told=as_told,
                origins=context.goes_back_to(claim.source, claim),
                names_origin=bool(claim.origin),
                id=claim.id,
            )
        )
    return Dispute(subject, label, tuple(statements), verdict.tie)
