"""How far a mission is drawn from one that a source names as its neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo import geodesy
from geo.dataset import ids_of
from geo.reports.cards.context import ReportContext
from geo.vocabulary import NOWHERE, Answer

_STANDS_IN: Final = ("city", *NOWHERE)
"""Exactness of points that stand in for one that is not known, or are doubtful: nothing is
measured from there."""


def apart(context: ReportContext, mission: str, anchor: str) -> tuple[str, str] | None:
    """Distance and precision of the neighbour in words; sources of later days are named."""
    here, there = _placement(context, mission), _placement(context, anchor)
    if here is None or here["exactness"] in _STANDS_IN:
        return None
    drawing = ids_of(here["drawn_by"])
    if there is None or there["exactness"] in _STANDS_IN:
        all_known = context.everything.but(known_on=None)
        there = context.atlas.placement(anchor, all_known)
        if there["exactness"] in _STANDS_IN or not {*ids_of(there["sources"])} & {*drawing}:
            return None
    metres = context.tr.metres(float(geodesy.distance(_point(here), _point(there))))
    distance = drawn_later(context, metres, here)
    parties = context.atlas.dataset.missions.by_id[anchor]
    placed = context.tr.placed({**parties, **there}).removesuffix(".")
    return distance, f"{placed[:1].lower()}{placed[1:]}"


def drawn_later(context: ReportContext, said: str, placement: Mapping[str, Any]) -> str:
    """What is said of a point, with the sources of later days that it was drawn from."""
    ids = ids_of(placement["drawn_by"])
    later = [id for id in ids if context.source(id) and context.known((id,)) is Answer.NO]
    if not later:
        return said
    sources = context.tr.listed([context.byline(id) for id in later])
    return context.tr("card.value.drawn_later", said=said, sources=sources)


def _placement(context: ReportContext, mission: str) -> Mapping[str, Any] | None:
    if context.shown(mission) is None:
        return None
    return context.atlas.placement(mission, context.everything)


def _point(placement: Mapping[str, Any]) -> tuple[float, float]:
    return placement["longitude"], placement["latitude"]
