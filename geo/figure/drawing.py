"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import shapely

from geo import basemap, network, words
from geo.figure import pair as pair_figure
from geo.figure import world as world_figure
from geo.figure.facts import Pair, pair_of
from geo.figure.globe import Ground
from geo.figure.imprint import Imprint, source_line, when_line
from geo.figure.inset import River
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
    title: str | None,
    note: str | None,
    credit: str | None,
    form: str,
    dpi: int,
) -> bytes:
    """The bytes of the figure that fits a selection.

    Parameters
    ----------
    atlas, selection, title, note, credit, dpi
        As for `geo.figure.figure`.
    missions
        What the selection shows; not empty.
    form
        The format.

    Returns
    -------
    bytes
        The whole file.
    """
    pair = pair_of(atlas, selection)
    if pair is not None:
        return _pair(atlas, selection, pair, (title, note, credit), form, dpi)
    return _world(atlas, selection, missions, (title, note, credit), form, dpi)


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
) -> Imprint:
    as_of, known_on = when_line(selection)
    title, note, credit = given
    data = (
        f"Data: Embassy Atlas, pack {atlas.pack.sha256[:12]}{_licences(atlas)}. "
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
        data=(data, basemap.BOUNDARIES),
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
) -> bytes:
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
    rivers, said = _rivers(pair)
    projection = f"Orthographic projection; lengths on the WGS 84 ellipsoid.{said}"
    imprint = _imprint(atlas, selection, heading, given, ids, projection)
    marked = {PAIR_LAND[0]: [first.sending], PAIR_LAND[1]: [second.sending]}
    about = About(imprint.title, pair_figure.alt_text(pair, as_of), atlas.pack.sha256)
    with sheet(pair_figure.WIDTH, pair_figure.HEIGHT) as page:
        pair_figure.draw_pair(page, pair, ground(marked), imprint, rivers)
        return page.render(form, about, dpi)


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


def _rivers(pair: Pair) -> tuple[list[River], str]:
    """The rivers of the two cities, and where they are from, in words."""
    frame = basemap.rivers()
    near = frame.intersects(
        shapely.buffer(shapely.multipoints([e.position for e in pair.ends]), NEAR)
    )
    found = frame[near]
    origins = dict.fromkeys(zip(found["source"], found["licence"], strict=True))
    said = "".join(f" Rivers: {source} ({licence})." for source, licence in origins)
    rivers = zip(found["name"], found.geometry, strict=True)
    return [River(name, line) for name, line in rivers], said


def _world(
    atlas: Atlas,
    selection: Selection,
    missions: gpd.GeoDataFrame,
    given: tuple[str | None, str | None, str | None],
    form: str,
    dpi: int,
) -> bytes:
    as_of, known_on = when_line(selection)
    lines = network.lines(atlas, selection)
    shown = world_figure.Shown(missions, lines, _remarks(atlas, selection, missions))
    subtitle = f"{shown.counted}, as of {as_of}; known from {known_on}"
    heading = (world_figure.default_title(selection), subtitle)
    ids = [source for cell in missions["sources"] for source in split(cell)]
    imprint = _imprint(atlas, selection, heading, given, _most_used(ids), "Equal Earth projection.")
    about = About(imprint.title, world_figure.alt_text(shown, as_of), atlas.pack.sha256)
    with sheet(world_figure.WIDTH, world_figure.HEIGHT) as page:
        world_figure.draw_world(page, shown, ground(), imprint)
        return page.render(form, about, dpi)


def _most_used(ids: Sequence[str]) -> list[str]:
    counts = Counter(ids)
    return sorted(counts, key=lambda one: (-counts[one], one))


def _remarks(atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame) -> list[str]:
    hidden = atlas.hidden(selection)
    counts = {
        **hidden.statuses,
        "not yet there": hidden.not_yet,
        "not known from sources of that time": hidden.not_known,
    }
    counts = {why: count for why, count in counts.items() if count}
    remarks = [words.hidden(counts)] if counts else []
    if hidden.perhaps:
        remarks.append(f"Not certain: {hidden.perhaps:,} of those shown")
    if hidden.undated:
        remarks.append(f"From undated sources alone: {hidden.undated:,}")
    loose = int(missions["method"].isin(["city", "state"]).sum())
    if loose:
        remarks.append(f"Known only by their city: {loose:,}")
    return remarks


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
