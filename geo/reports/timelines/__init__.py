"""Timelines: what happened to missions and when, with what was expected apart from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from geo import dates, i18n
from geo.atlas import Atlas
from geo.errors import EmptySelection
from geo.reports.cards.context import ReportContext
from geo.reports.timelines.compile import between, chosen, course_of
from geo.reports.timelines.model import COLUMNS, Event, Interval, Outcome, Timeline, Timelines
from geo.selection import Selection

__all__ = ["COLUMNS", "Event", "Interval", "Outcome", "Timeline", "Timelines", "timelines"]


def timelines(
    atlas: Atlas,
    ids: Iterable[str] = (),
    selection: Selection | None = None,
    *,
    language: str = "en",
) -> Timelines:
    """The timelines of missions: of those named, else of all that a selection shows.

    Parameters
    ----------
    atlas
        The atlas.
    ids
        Of missions, or of lines (``pair:PRK-VEN``): a pair has the missions of both parties in
        each other, closed ones with them, and what is dated between the two.
    selection
        The selection. Its days count in any case: no event after the one, and none reported
        after the other. None for all but closed missions as of today.
    language
        One of :data:`geo.i18n.LANGUAGES`. Texts of the dataset stay in their own.

    Returns
    -------
    Timelines
        In the order in which each mission's first event is dated.

    Raises
    ------
    UnknownMission
        Nothing in the dataset has an id.
    EmptySelection
        The selection shows no mission.
    InvalidSelection
        An id has no timeline, or the language is unknown.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> found = geo.timelines(atlas, ["pair:PRK-VEN"])
    >>> len(found.timelines) > 1
    True
    """
    asked = selection or Selection()
    day = date.fromordinal(asked.as_of_day)
    known = None if asked.known_on is None else dates.day_of(asked.known_on)
    tr = i18n.tr(language)
    context = ReportContext(atlas, day, known, tr)
    named = tuple(dict.fromkeys(ids))
    hidden: dict[str, int] = {}
    if named:
        missions, pairs = chosen(context, named)
    else:
        state, rows = atlas.mission_filter.state(asked), atlas.dataset.missions
        missions = [rows[number]["id"] for number in state.shown.nonzero()[0].tolist()]
        pairs = []
        hidden = dict(atlas.hidden(asked).counts)
        if not missions:
            left_out = i18n.ENGLISH.hidden(atlas.hidden(asked).statuses)
            raise EmptySelection(
                "no mission matches the filters"
                f"{f' ({left_out})' if left_out else ''}. "
                "Remove a filter, or choose other statuses or dates."
            )
    told = [*course_of(context, missions), *(between(context, a, b) for a, b in pairs)]
    return Timelines(
        timelines=tuple(told),
        selection=asked,
        as_of=day,
        known_on=known,
        left_out=dict(context.left_out),
        hidden=hidden,
        ids=named,
        pair=pairs[0] if len(named) == 1 and pairs else (),
        tr=tr,
    )
