"""How far a mission is drawn from one that a source names as its neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo import geodesy
from geo.cards.lens import Lens
from geo.pack import split
from geo.vocabulary import NOWHERE, Answer

__all__ = ["apart", "drawn_later"]

_STANDS_IN: Final = ("city", *NOWHERE)
"""Exactness of points that stand in for one that is not known, or are doubtful: nothing is
measured from there."""


def apart(lens: Lens, mission: str, anchor: str) -> tuple[str, str] | None:
    """Distance, and how exactly the neighbour is placed, in words, the sources of later days named.

    Parameters
    ----------
    lens
        The atlas on its days.
    mission, anchor
        Ids of the missions.

    Returns
    -------
    tuple of str and str or None
        None where one of the two has no point on these days. That of a neighbour may be of a
        later source only where the mission itself is drawn by it.
    """
    here, there = _placement(lens, mission), _placement(lens, anchor)
    if here is None or here["exactness"] in _STANDS_IN:
        return None
    drawing = split(here["drawn_by"])
    if there is None or there["exactness"] in _STANDS_IN:
        all_known = lens.everything.but(known_on=None)
        there = lens.atlas.placement(anchor, all_known)
        if there["exactness"] in _STANDS_IN or not {*split(there["sources"])} & {*drawing}:
            return None
    metres = lens.voice.metres(float(geodesy.distance(_point(here), _point(there))))
    distance = drawn_later(lens, metres, here)
    parties = lens.atlas.pack.by_id["missions"][anchor]
    placed = lens.voice.placed({**parties, **there}).removesuffix(".")
    return distance, f"{placed[:1].lower()}{placed[1:]}"


def drawn_later(lens: Lens, said: str, placement: Mapping[str, Any]) -> str:
    """What is said of a point, with the sources of later days that it was drawn from."""
    ids = split(placement["drawn_by"])
    later = [id for id in ids if lens.source(id) and lens.known((id,)) is Answer.NO]
    if not later:
        return said
    sources = lens.voice.listed([lens.byline(id) for id in later])
    return lens.voice("card.value.drawn_later", said=said, sources=sources)


def _placement(lens: Lens, mission: str) -> Mapping[str, Any] | None:
    if lens.shown(mission) is None:
        return None
    return lens.atlas.placement(mission, lens.everything)


def _point(placement: Mapping[str, Any]) -> tuple[float, float]:
    return placement["longitude"], placement["latitude"]
