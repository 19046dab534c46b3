"""The page of changes: what changed in missions between two dates, why, and where."""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Final

import numpy as np
import shapely
import streamlit as st

from geo import basemap
from geo.errors import AtlasError
from geo.render import FEEDS, changes_csv, changes_geojson, render
from geo.reports.changes import KINDS, Change, Compared, changes
from geo.selection import Selection
from geo.ui import errors
from geo.ui.components import downloads
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.components.parts import TITLE, Link, line
from geo.ui.state import View, remembered

_YEAR: Final = 365
_COARSE: Final = 0.4
_MARGIN: Final = 5.0


@remembered(6, selected=False)
def _compared(view: View, before: Selection, after: Selection) -> Compared:
    names = view.tr.date(before.as_of or ""), view.tr.date(after.as_of or "")
    return changes((view.atlas, before), (view.atlas, after), names=names, tr=view.tr)


def _sides(view: View) -> tuple[Compared, tuple[Selection, Selection], AtlasError | None]:
    """What changed between the date of the box, a year ago at first, and the as-of date."""
    now, problem = view.selection, None
    usual, after = (
        now.but(as_of=dt.date.fromordinal(day))
        for day in (max(now.as_of_day - _YEAR, 1), now.as_of_day)
    )
    try:
        before = after.but(as_of=view.address.since or usual.as_of)
    except AtlasError as error:
        problem, before = error, usual
    first, last = sorted((before, after), key=lambda one: one.as_of_day)
    return _compared(view, first, last), (first, last), problem


def _content(view: View) -> Content[Change]:
    found, sides, problem = _sides(view)
    days = {"first": found.before, "last": found.after}
    said = view.tr("changes.page.said", **days, summary=found.summary(view.tr))
    return Content(found.changes, [said], top=partial(_top, view, found, sides, problem))


def _top(
    view: View, found: Compared, sides: Sequence[Selection], problem: AtlasError | None
) -> None:
    tr, usual = view.tr, sides[0].as_of
    st.text_input(tr("changes.page.since"), key="since", max_chars=20, placeholder=usual, width=240)
    if problem is not None:
        errors.show(problem, tr)

    def link(one: Selection) -> Link:
        text = tr("changes.page.map", day=tr.date(one.as_of or ""))
        return Link(text, view.link("map", selection=one), focus=TITLE)

    line(link(sides[0]), " · ", link(sides[1]))
    if found.changes:
        data = base64.b64encode(_map(found).encode()).decode()
        st.html(render("ui/change_image", text=tr("changes.page.drawn"), data=data, wide=False))


@cache
def _land() -> shapely.Geometry:
    return shapely.union_all(shapely.simplify(basemap.land("110m").geometry.to_numpy(), _COARSE))


def rings(west: float, south: float, east: float, north: float) -> list[str]:
    """The land within a box, as points of polygons with south downwards."""
    land = shapely.get_parts(shapely.clip_by_rect(_land(), west, south, east, north))
    return [*map(points, shapely.get_rings(land))]


def points(line: shapely.Geometry) -> str:
    """The points of a line in a drawing, south downwards."""
    return " ".join(f"{x:.1f},{-y:.1f}" for x, y in shapely.get_coordinates(line))


def _map(found: Compared) -> str:
    points = np.array([(one.longitude, one.latitude) for one in found.changes])
    west, south = np.maximum(points.min(axis=0) - _MARGIN, (-180.0, -90.0)).tolist()
    east, north = np.minimum(points.max(axis=0) + _MARGIN, (180.0, 90.0)).tolist()
    return render(
        "ui/change_map",
        tall=round(1000 * (north - south) / (east - west)),
        box=(west, -north, east - west, north - south),
        size=(east - west) / 160,
        rings=rings(west, south, east, north),
        changes=found.changes,
    )


def columns(view: View) -> list[Column[Change]]:
    """The columns of the table."""
    tr = view.tr
    return [
        Column.word(
            "kind", KINDS, lambda one: one.kind, lambda one: tr(f"changes.kind.{one.kind}")
        ),
        Column.card(view, "mission", lambda one: one.name, lambda one: one.mission),
        Column.text("detail", lambda one: one.detail(tr)),
        Column.text("why", lambda one: one.reason.text(tr)),
    ]


def _files(view: View, rows: Sequence[Change]) -> Mapping[str, downloads.File]:
    found = replace(_sides(view)[0], changes=tuple(rows))
    made = {
        "GeoJSON": ("geojson", "application/geo+json", changes_geojson),
        "JSON Feed": ("json", "application/feed+json", FEEDS[".json"]),
        "Atom": ("atom", "application/atom+xml", FEEDS[".atom"]),
    }
    return {
        label: (suffix, mime, "", partial(write, found, view.tr))
        for label, (suffix, mime, write) in made.items()
    }


PAGE: Final = ListPage(
    "changes",
    lambda word: f"changes.page.{word}",
    "kind",
    columns,
    _content,
    csv=lambda view, rows: changes_csv(replace(_sides(view)[0], changes=tuple(rows)), view.tr),
    more_files=_files,
)
