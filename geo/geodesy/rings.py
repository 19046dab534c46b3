"""Rings of outlines, CRS84 degrees, and the rules of RFC 7946 (sections 3.1.6 and 3.1.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

_HALF_TURN: Final = 180.0


def rings(found: Any, depth: int) -> Iterator[list[Any]]:
    """The rings or lines of coordinates whose positions lie so deep; none of a point."""
    if depth == 1:
        yield found
    elif depth:
        for part in found:
            yield from rings(part, depth - 1)


def wrong_ring(ring: Sequence[Any]) -> tuple[str, str] | None:
    """Rule and remedy, where a ring is none."""
    if ring[0] != ring[-1]:
        rule = "a ring of its outline is not closed"
        return rule, "End each ring with the point with which it begins."
    return wrong_line(ring)


def wrong_line(line: Sequence[Any]) -> tuple[str, str] | None:
    """Rule and remedy, where a line or ring goes from one side of ±180° to the other."""
    if any(abs(one[0] - two[0]) > _HALF_TURN for one, two in pairwise(line)):
        rule = "its outline crosses the 180th meridian and would go around the whole earth"
        return rule, "Cut it there: a MultiPolygon with a part on either side."
    return None
