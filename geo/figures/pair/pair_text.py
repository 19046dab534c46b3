"""The pair figure in words: the rows of its table, and what is told to those who do not see it."""

import math

from geo.figures.canvas.legend import Row
from geo.figures.pair.pair_facts import Embassy, Pair
from geo.i18n import ENGLISH, Translator

MOST_LINES = 7


def degrees(value: float, axis: str, tr: Translator) -> str:
    """A latitude or longitude in words: "77.5° N"."""
    side = {"lat": ("north", "south"), "lon": ("east", "west")}[axis][value < 0]
    return tr(f"figure.degrees.{side}", degrees=tr.number(abs(value), 1))


def kilometres(metres: float, tr: Translator) -> str:
    """A length in whole kilometres: "14,370 km"; that it is not known where it is not a number."""
    if math.isnan(metres):
        return tr("figure.row.distance_unknown")
    return f"{tr.number(metres / 1_000.0)} km"


def rows_of(pair: Pair, as_of: str, known_on: str, tr: Translator = ENGLISH) -> list[Row]:
    """The rows of the figure's table."""
    first, second = pair.ends
    apart = kilometres(pair.distance_m, tr)
    days = Row(tr("figure.row.days"), tr("figure.row.days_value", as_of=as_of, known=known_on), 3)
    distance = Row(
        tr("figure.row.distance"),
        apart if math.isnan(pair.distance_m) else _distance(apart, pair.slack_m, tr),
        2,
    )
    crossing = tr("figure.row.not_crossed")
    if pair.crossing is not None:
        crossing = degrees(pair.crossing, "lat", tr)
    lat, lon = degrees(pair.north[1], "lat", tr), degrees(pair.north[0], "lon", tr)
    bearing = tr("figure.row.course_value", degrees=f"{pair.course:.0f}", place=first.place)
    return [
        distance,
        Row(tr("figure.row.course"), bearing),
        Row(tr("figure.row.north"), f"{lat}, {lon}"),
        Row(tr("figure.row.crossing"), crossing),
        *(Row(end.label, said_of(end, tr), MOST_LINES) for end in (second, first)),
        days,
    ]


def _distance(apart: str, slack_m: float, tr: Translator) -> str:
    if math.isnan(slack_m):
        return tr("figure.row.distance_unverified", distance=apart)
    slack = tr.number(max(1.0, slack_m / 1_000))
    return tr("figure.row.distance_value", distance=apart, slack=slack)


def said_of(end: Embassy, tr: Translator) -> str:
    """What is said of a mission: its course, its place, and who gives them."""
    said = [f"{end.course}.", end.placed]
    if end.placed_by:
        said.append(tr("figure.position", sources=tr.listed(list(end.placed_by))))
    if end.drawn_by:
        named = any(one.named for one in end.neighbours)
        key = "figure.drawn.quarter_and_neighbours" if named else "figure.drawn.quarter"
        said.append(tr(key, sources=tr.listed(list(end.drawn_by))))
    return " ".join(said)


def alt_text(pair: Pair, as_of: str, known: str, tr: Translator = ENGLISH) -> str:
    """What the figure shows, for a reader who does not see it."""
    first, second = pair.ends
    said = [
        tr(
            "figure.alt.pair",
            first=first.label,
            second=second.label,
            distance=kilometres(pair.distance_m, tr),
            north=degrees(pair.north[1], "lat", tr),
            as_of=as_of,
            known=known,
        )
    ]
    said += [inset_text(end, tr) for end in pair.ends]
    if pair.perhaps:
        said.append(tr("figure.alt.perhaps", count=pair.perhaps))
    return " ".join(said)


def inset_text(end: Embassy, tr: Translator = ENGLISH) -> str:
    """Alternative text of an inset."""
    said = tr(
        "figure.alt.inset",
        quarter=end.quarter or end.place,
        mission=end.label,
        course=end.course,
        placed=end.placed,
    )
    near = [
        tr("figure.alt.near", distance=tr.metres(one.distance_m), name=one.name)
        for one in end.neighbours
        if one.named and end.is_point
    ]
    return f"{said} {tr('figure.alt.beside', neighbours=tr.listed(near))}" if near else said
