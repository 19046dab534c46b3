"""Texts that name a party which is easily taken for the one that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geo import parties
from geo.reports.quality.model import Finding
from geo.reports.quality.record import DatasetLines, Row

_TEXTS: Final = {
    "claims": ("value", "locator"),
    "events": ("detail",),
    "relations": ("title", "detail"),
    "positions": ("anchors",),
}
"""Table -> its columns with free text."""

_ADDRESS: Final = re.compile(r"\S*(?:://|www\.)\S*")


def confused(record: DatasetLines) -> Iterator[Finding]:
    """Texts that name the other Korea (or Congo, Guinea, …) than the one that they are about.

    A text or reason that names both tells them apart. Left out are addresses of pages, and remarks
    (``note``) of a dataset's own editors.
    """
    subjects = _Subjects(record)
    for table, columns in _TEXTS.items():
        for line, row in record.each(table):
            own_codes, mission = subjects.of(table, row)
            near = {other: own for own in own_codes for other in parties.mistakable(own)}
            if not near:
                continue
            if row.get("property") == "note" and subjects.edited(row["source"]):
                continue
            told = " ".join(row[column] for column in columns if row[column])
            text = _ADDRESS.sub(" ", told)
            found = parties.named(text)
            others = sorted(found & near.keys() - set(own_codes))
            others = [other for other in others if near[other] not in found]
            aside = row.get("rank") == "deprecated"
            explained = parties.named(row["reason"]) if others and not aside else frozenset()
            for other in others:
                if other in explained:
                    continue
                yield Finding(
                    f"{table}.csv",
                    line,
                    row["id"],
                    mission,
                    "confusable",
                    told,
                    "confusable.aside" if aside else "confusable.other",
                    {"party": other, "own": near[other]},
                )


class _Subjects:
    """Which parties a row is about, and which mission."""

    def __init__(self, record: DatasetLines) -> None:
        self._dataset = record.dataset

    def edited(self, source: str) -> bool:
        return self._dataset.sources.by_id[source].kind == "editorial"

    def of(self, table: str, row: Row) -> tuple[tuple[str, ...], str]:
        if table == "relations":
            return _given(row["a"], row["b"], row["third"]), ""
        return self._about(row["subject"] if table == "claims" else row["mission"])

    def _about(self, subject: str) -> tuple[tuple[str, ...], str]:
        dataset = self._dataset
        if mission := dataset.mission_of(subject):
            return _given(mission.sending, mission.receiving), mission.id
        if relation := dataset.relations.by_id.get(subject):
            return _given(relation.a, relation.b, relation.third), ""
        if coverage := dataset.coverage.by_id.get(subject):
            return _given(coverage.sending, coverage.receiving, coverage.state), coverage.mission
        if place := dataset.places.by_id.get(subject):
            return _given(place.state), ""
        if subject in dataset.sources.by_id:
            return (), ""
        return _given(*subject.split("-")), ""


def _given(*codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes if code)
