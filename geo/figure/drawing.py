"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import shapely

from geo import basemap, countries, network, words
from geo.figure import pair as pair_figure
from geo.figure import world as world_figure
from geo.figure.city import gathered
from geo.figure.facts import Pair
from geo.figure.gathering import BY_CITY, pair_of
from geo.figure.globe import Ground
from geo.figure.imprint import MISSING, Imprint, source_line, when_line
from geo.figure.plan import River
from geo.figure.sheet import About, sheet
from geo.figure.style import PAIR_LAND
from geo.pack import split

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["drawn", "ground"]

NEAR: Final = 0.05
"""Degrees around an embassy within which its city's rivers are looked for."""


def drawn(
    atlas: Atlas,
    selection: Selection,
    missions: gpd.GeoDataFrame,
    given: tuple[str | None, str | None, str | None],
    form: str,
    dpi: int,
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the figure that fits a selection.

    Parameters
    ----------
    atlas, selection, dpi
        As for `geo.figure.figure`.
    missions
        What the selection shows; not empty.
    given
        Title, note and credit.
    form
        The format.

    Returns
    -------
    data : bytes
        The whole file.
    remarks : tuple of str
        What was cut, and which letters no font has, in words.
    """
    pair = pair_of(atlas, selection)
    if pair is not None:
        return _pair(atlas, selection, pair, given, form, dpi)
    return _world(atlas, selection, missions, given, form, dpi)


def ground(marked: Mapping[str, Sequence[str]] | None = None) -> Ground:
    """What is drawn under the missions.

    Parameters
    ----------
    marked
        Colour -> codes of the states that are drawn in it.
    """
    borders = basemap.borders()
    disputed = borders["kind"] == "disputed"
    states = basemap.states()
    return Ground(
        land=list(basemap.land().geometry),
        borders=list(borders.geometry[~disputed]),
        disputed=list(borders.geometry[disputed]),
        lakes=list(basemap.lakes().geometry),
        marked={
            colour: list(states.geometry[states["code"].isin(codes)])
            for colour, codes in (marked or {}).items()
        },
    )


def _imprint(
    atlas: Atlas,
    selection: Selection,
    heading: tuple[str, str],
    given: tuple[str | None, str | None, str | None],
    sources: Iterable[str],
    projection: str,
    *,
    by_city: bool,
) -> Imprint:
    as_of, known_on = when_line(selection)
    title, note, credit = given
    data = (
        f"Data: Embassy Atlas, pack {atlas.pack.sha256[:12]}{_licences(atlas)}. "
        f"{f'{countries.CREDIT} ' if by_city else ''}"
        f"Map: {basemap.PROVENANCE} {projection}"
    )
    return Imprint(
        title=title or heading[0],
        subtitle=heading[1],
        as_of=as_of,
        known_on=known_on,
        note=note or "",
        credit=credit or "",
        sources=source_line(atlas, sources),
        data=(data, f"{basemap.BOUNDARIES} {MISSING}"),
    )


def _licences(atlas: Atlas) -> str:
    """The pack's licences as it states them: ", CC-BY-4.0"; blank where it states none."""
    given = atlas.pack.own.get("licenses")
    names = (
        [one.get("name") for one in given if isinstance(one, dict)]
        if isinstance(given, list)
        else []
    )
    return "".join(f", {name}" for name in names if name)


def _pair(
    atlas: Atlas,
    selection: Selection,
    pair: Pair,
    given: tuple[str | None, str | None, str | None],
    form: str,
    dpi: int,
) -> tuple[bytes, tuple[str, ...]]:
    first, second = pair.ends
    as_of, _ = when_line(selection)
    heading = (
        f"{first.place} – {second.place}",
        f"{first.label}, {_lower(second.label)}, and the great circle between them, as of {as_of}",
    )
    turns = zip_longest(*(end.sources for end in pair.ends))
    ids = [source for turn in turns for source in turn if source]
    around = {one.id for end in pair.ends for one in end.neighbours}
    ids += _placing(atlas, around)
    rivers, said = _rivers([end.position for end in pair.ends])
    projection = f"Orthographic projection; lengths on the WGS 84 ellipsoid.{said}"
    imprint = _imprint(atlas, selection, heading, given, ids, projection, by_city=pair.by_city)
    marked = {PAIR_LAND[0]: [first.sending], PAIR_LAND[1]: [second.sending]}
    about = About(imprint.title, pair_figure.alt_text(pair, as_of), atlas.pack.sha256)
    with sheet(pair_figure.WIDTH, pair_figure.HEIGHT) as page:
        pair_figure.draw_pair(page, pair, ground(marked), imprint, rivers)
        return page.render(form, about, dpi), page.remarks


def _placing(atlas: Atlas, missions: Set[str]) -> list[str]:
    """The sources that give points of missions, those first that give the most."""
    rows = atlas.pack.rows["positions"]
    return _most_used(
        [
            source
            for row in rows
            if row["mission"] in missions and row["longitude"]
            for source in split(row["sources"])
        ]
    )


def _rivers(points: Sequence[tuple[float, float]]) -> tuple[list[River], str]:
    """The rivers near some points, and where they are from, in words."""
    if not points:
        return [], ""
    frame = basemap.rivers()
    near = frame.intersects(shapely.buffer(shapely.multipoints(points), NEAR))
    found = frame[near]
    said = f" {basemap.CREDIT_RIVERS}." if len(found) else ""
    rivers = zip(found["name"], found.geometry, strict=True)
    return [River(name, line) for name, line in rivers], said


def _world(
    atlas: Atlas,
    selection: Selection,
    missions: gpd.GeoDataFrame,
    given: tuple[str | None, str | None, str | None],
    form: str,
    dpi: int,
) -> tuple[bytes, tuple[str, ...]]:
    as_of, known_on = when_line(selection)
    lines = network.lines(atlas, selection)
    city = gathered(missions)
    around = city.on_plan.geometry if city else ()
    rivers, credit = _rivers([(point.x, point.y) for point in around])
    remarks = _remarks(atlas, selection, missions)
    shown = world_figure.Shown(missions, lines, remarks, rivers)
    subtitle = f"{shown.counted}, as of {as_of}; known from {known_on}"
    heading = (world_figure.default_title(selection), subtitle)
    ids = [source for cell in missions["sources"] for source in split(cell)]
    by_city = bool(
        missions["method"].isin(BY_CITY).any() or lines["kind"].isin(["seat", "coverage"]).any()
    )
    projection = f"Equal Earth projection, which keeps areas equal.{credit}"
    imprint = _imprint(
        atlas, selection, heading, given, _most_used(ids), projection, by_city=by_city
    )
    about = About(imprint.title, world_figure.alt_text(shown, as_of), atlas.pack.sha256)
    with sheet(world_figure.WIDTH, world_figure.HEIGHT) as page:
        world_figure.draw_world(page, shown, ground(), imprint)
        return page.render(form, about, dpi), page.remarks


def _most_used(ids: Sequence[str]) -> list[str]:
    counts = Counter(ids)
    return sorted(counts, key=lambda one: (-counts[one], one))


def _remarks(atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame) -> list[str]:
    hidden = atlas.hidden(selection)
    remarks = [words.hidden(hidden.reasons)] if hidden.total else []
    if hidden.on_undated_sources:
        remarks.append(f"From undated sources alone: {hidden.on_undated_sources:,}")
    loose = int(missions["method"].isin(["city", "state"]).sum())
    if loose:
        remarks.append(f"Known only by their city: {loose:,}")
    return remarks


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
