"""The pair figure in words: the rows of its table, and what is told to those who do not see it."""

from __future__ import annotations

import math

from geo.figure.facts import Embassy, Pair
from geo.figure.ledger import Row
from geo.words import ENGLISH, Voice

__all__ = ["alt_text", "degrees", "kilometres", "rows_of"]

MOST_LINES = 7


def degrees(value: float, axis: str, voice: Voice) -> str:
    """A latitude or longitude in words: "77.5° N".

    Parameters
    ----------
    value
        Degrees.
    axis
        ``"lat"`` or ``"lon"``.
    voice
        The language.
    """
    side = {"lat": ("north", "south"), "lon": ("east", "west")}[axis][value < 0]
    return voice(f"figure.degrees.{side}", degrees=voice.number(abs(value), 1))


def kilometres(metres: float, voice: Voice) -> str:
    """A length in whole kilometres: "14,370 km"; that it is not known where it is not a number."""
    if math.isnan(metres):
        return voice("figure.row.distance_unknown")
    return f"{voice.number(metres / 1_000.0)} km"


def rows_of(pair: Pair, as_of: str, known_on: str, voice: Voice = ENGLISH) -> list[Row]:
    """The rows of the figure's table.

    Parameters
    ----------
    pair
        The two embassies.
    as_of, known_on
        The two days in words.
    voice
        The language.
    """
    first, second = pair.ends
    apart = kilometres(pair.distance_m, voice)
    days = Row(
        voice("figure.row.days"), voice("figure.row.days_value", as_of=as_of, known=known_on), 3
    )
    distance = Row(
        voice("figure.row.distance"),
        apart if math.isnan(pair.distance_m) else _distance(apart, pair.slack_m, voice),
        2,
    )
    crossing = voice("figure.row.not_crossed")
    if pair.crossing is not None:
        crossing = degrees(pair.crossing, "lat", voice)
    lat, lon = degrees(pair.north[1], "lat", voice), degrees(pair.north[0], "lon", voice)
    bearing = voice("figure.row.course_value", degrees=f"{pair.course:.0f}", place=first.place)
    return [
        distance,
        Row(voice("figure.row.course"), bearing),
        Row(voice("figure.row.north"), f"{lat}, {lon}"),
        Row(voice("figure.row.crossing"), crossing),
        *(Row(end.narrow_label, _said_of(end, voice), MOST_LINES) for end in (second, first)),
        days,
    ]


def _distance(apart: str, slack_m: float, voice: Voice) -> str:
    if math.isnan(slack_m):
        return voice("figure.row.distance_unverified", distance=apart)
    slack = voice.number(max(1.0, slack_m / 1_000))
    return voice("figure.row.distance_value", distance=apart, slack=slack)


def _said_of(end: Embassy, voice: Voice) -> str:
    said = [f"{end.course}.", end.placed]
    if end.placed_by:
        said.append(voice("figure.position", sources=voice.listed(list(end.placed_by))))
    if end.drawn_by:
        named = any(one.named for one in end.neighbours)
        key = "figure.drawn.quarter_and_neighbours" if named else "figure.drawn.quarter"
        said.append(voice(key, sources=voice.listed(list(end.drawn_by))))
    return " ".join(said)


def alt_text(pair: Pair, as_of: str, known: str, voice: Voice = ENGLISH) -> str:
    """What the figure shows, for a reader who does not see it.

    Parameters
    ----------
    pair
        The two embassies.
    as_of, known
        The two days in words.
    voice
        The language.
    """
    first, second = pair.ends
    said = [
        voice(
            "figure.alt.pair",
            first=first.label,
            second=second.label,
            distance=kilometres(pair.distance_m, voice),
            north=degrees(pair.north[1], "lat", voice),
            as_of=as_of,
            known=known,
        )
    ]
    for end in pair.ends:
        said.append(
            voice(
                "figure.alt.inset",
                quarter=end.quarter or end.place,
                mission=end.label,
                course=end.course,
                placed=end.placed,
            )
        )
        near = [
            voice("figure.alt.near", distance=voice.metres(one.distance_m), name=one.name)
            for one in end.neighbours
            if one.named and end.is_point
        ]
        if near:
            said.append(voice("figure.alt.beside", neighbours=voice.listed(near)))
    if pair.perhaps:
        said.append(voice("figure.alt.perhaps", count=pair.perhaps))
    return " ".join(said)
