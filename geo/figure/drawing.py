"""From an atlas and a selection to a drawn sheet: which figure, on what ground, with what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import shapely

from geo import absence, basemap, network
from geo.figure.charts import extent_of, suiting
from geo.figure.city import gathered
from geo.figure.facts import Pair
from geo.figure.gathering import BY_CITY, pair_of
from geo.figure.ground import Ground
from geo.figure.imprint import Imprint, licences, source_line, when_line
from geo.figure.pair import PairDrawing, draw_pair
from geo.figure.pair_words import alt_text as pair_in_words
from geo.figure.plan import River
from geo.figure.sheet import About, sheet
from geo.figure.style import Look
from geo.figure.world import WorldDrawing, draw_world, lonlat_of
from geo.figure.world_words import Shown, default_title
from geo.figure.world_words import alt_text as world_in_words
from geo.pack import split
from geo.words import Voice

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["Order", "drawn", "ground", "in_words"]

_LOOSE: Final = {"loose": ("city",), "country": ("state",), "doubtful": ("outside", "far")}
NEAR: Final = 0.05
"""Degrees around an embassy within which its city's rivers are looked for."""

Captions = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    atlas, selection
        The atlas and what of it is shown.
    voice
        The language.
    look
        Size and colours.
    viewpoint
        Whose viewpoint on boundaries; blank for de facto.
    projection
        One of `geo.figure.PROJECTIONS`; blank for the one that suits.
    captions
        Title, note and credit; None for the usual.
    """

    atlas: Atlas
    selection: Selection
    voice: Voice
    look: Look
    viewpoint: str
    projection: str
    captions: Captions

    def ground(self, marked: Mapping[str, Sequence[str]] | None = None) -> Ground:
        """What is drawn under the missions; ``marked`` is as for :func:`ground`."""
        return ground(marked, self.viewpoint)


def drawn(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the figure that fits a selection.

    Parameters
    ----------
    order
        What is asked for.
    missions
        What the selection shows; not empty.
    form
        The format.
    dpi
        Dots an inch of a PNG.

    Returns
    -------
    data : bytes
        The whole file.
    remarks : tuple of str
        What was cut, and which letters no font has, in words.
    """
    pair = pair_of(order.atlas, order.selection, order.voice)
    if pair is not None:
        return _pair(order, pair, form, dpi)
    return _world(order, missions, form, dpi)


def in_words(atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame, voice: Voice) -> str:
    """What the figure of a selection shows, for a reader who does not see it.

    Parameters
    ----------
    atlas, selection
        The atlas and what of it is shown.
    missions
        What the selection shows; not empty.
    voice
        The language.
    """
    days = when_line(selection, voice)
    pair = pair_of(atlas, selection, voice)
    if pair is not None:
        return pair_in_words(pair, *days, voice)
    return world_in_words(_shown(atlas, selection, missions, voice), *days)


def ground(marked: Mapping[str, Sequence[str]] | None = None, viewpoint: str = "") -> Ground:
    """What is drawn under the missions.

    Parameters
    ----------
    marked
        Colour -> codes of the states that are drawn in it.
    viewpoint
        Whose viewpoint on boundaries; blank for de facto.
    """
    borders = basemap.borders(viewpoint=viewpoint)
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
    order: Order,
    heading: tuple[str, str],
    sources: Iterable[str],
    projection: str,
    *,
    by_city: bool,
    rivers: bool,
) -> Imprint:
    voice, brief = order.voice, order.look.size.brief
    as_of, known_on = when_line(order.selection, voice)
    title, note, credit = order.captions
    pack = order.atlas.pack.sha256[:12]
    data = [voice("figure.data.pack", pack=f"{pack}{licences(order.atlas)}")]
    if by_city:
        brief_credit = f"{voice('map.credit.cities')}."
        data.append(brief_credit if brief else voice("figure.data.cities"))
    who = voice.of_party(order.viewpoint) if order.viewpoint else ""
    if brief:
        key = "figure.data.map_brief_viewpoint" if who else "figure.data.map_brief"
        data.append(voice(key, **({"who": who} if who else {})))
    else:
        data.append(voice("figure.data.map"))
        data.append(voice(f"figure.projection.{projection.replace('-', '_')}"))
    if rivers:
        data.append(f"{voice('figure.data.rivers_brief' if brief else 'figure.data.rivers')}.")
    lines = [" ".join(data)]
    if not brief:
        drawn = voice("boundaries.viewpoint", who=who) if who else voice("boundaries.de_facto")
        lines.append(f"{drawn} {voice('figure.missing')}")
    return Imprint(
        title=title or heading[0],
        subtitle=heading[1],
        as_of=as_of,
        known_on=known_on,
        note=note or "",
        credit=credit or "",
        sources=source_line(order.atlas, sources, voice, licences=not brief),
        data=tuple(lines),
        voice=voice,
    )


def _pair(order: Order, pair: Pair, form: str, dpi: int) -> tuple[bytes, tuple[str, ...]]:
    atlas, voice = order.atlas, order.voice
    first, second = pair.ends
    as_of, known_on = when_line(order.selection, voice)
    narrow = order.look.size.height is None
    names = [end.narrow_label if narrow else end.label for end in pair.ends]
    heading = (
        f"{first.place} – {second.place}",
        voice(
            "figure.pair.briefest" if order.look.size.card else "figure.pair.brief",
            as_of=as_of,
            known=known_on,
        )
        if order.look.size.brief
        else voice(
            "figure.pair.subtitle",
            first=names[0],
            second=_lower(names[1]),
            as_of=as_of,
        ),
    )
    turns = zip_longest(*(end.sources for end in pair.ends))
    ids = [source for turn in turns for source in turn if source]
    around = {one.id for end in pair.ends for one in end.neighbours}
    ids += _placing(atlas, around)
    rivers = _rivers([end.position for end in pair.ends])
    projection = order.projection or "orthographic"
    imprint = _imprint(order, heading, ids, projection, by_city=pair.by_city, rivers=bool(rivers))
    colours = order.look.palette.pair_land
    under = order.ground({colours[0]: [first.sending], colours[1]: [second.sending]})
    about = About(imprint.title, pair_in_words(pair, as_of, known_on, voice), atlas.pack.sha256)
    with sheet(order.look, voice) as page:
        draw_pair(page, PairDrawing(pair, under, imprint, rivers, order.projection))
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


def _rivers(points: Sequence[tuple[float, float]]) -> list[River]:
    """The rivers near some points."""
    if not points:
        return []
    frame = basemap.rivers()
    near = frame.intersects(shapely.buffer(shapely.multipoints(points), NEAR))
    found = frame[near]
    return [River(name, line) for name, line in zip(found["name"], found.geometry, strict=True)]


def _shown(atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame, voice: Voice) -> Shown:
    city = gathered(missions)
    around = city.on_plan.geometry if city else ()
    rivers = _rivers([(point.x, point.y) for point in around])
    remarks = _remarks(atlas, selection, missions, voice)
    marks = absence.marked(atlas, selection)
    absent = absence.sentences(atlas, selection, voice) if marks else ()
    lines = network.lines(atlas, selection)
    return Shown(missions, lines, remarks, voice, rivers, marks, absent)


def _world(
    order: Order, missions: gpd.GeoDataFrame, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    voice = order.voice
    as_of, known_on = when_line(order.selection, voice)
    shown = _shown(order.atlas, order.selection, missions, voice)
    if order.look.size.brief:  # no room for what is not there
        shown = replace(shown, absences=(), absent=())
    said = {"counted": shown.counted, "as_of": as_of, "known": known_on}
    heading = (default_title(order.selection, voice), voice("figure.world.subtitle", **said))
    cells = [*missions["sources"], *(one.absence.sources for one in shown.absences)]
    ids = [source for cell in cells for source in split(cell)]
    by_city = bool(
        missions["method"].isin(BY_CITY).any()
        or shown.lines["kind"].isin(["seat", "coverage"]).any()
        or bool(shown.absences)
    )
    lines = list(shown.lines.geometry)
    extent = extent_of(lonlat_of(missions), lines)
    projection = order.projection or suiting(extent, lines)
    imprint = _imprint(
        order,
        heading,
        _most_used(ids),
        projection,
        by_city=by_city,
        rivers=bool(shown.rivers),
    )
    about = About(imprint.title, world_in_words(shown, as_of, known_on), order.atlas.pack.sha256)
    with sheet(order.look, voice) as page:
        draw_world(page, WorldDrawing(shown, order.ground(), imprint, projection, extent))
        return page.render(form, about, dpi), page.remarks


def _most_used(ids: Sequence[str]) -> list[str]:
    counts = Counter(ids)
    return sorted(counts, key=lambda one: (-counts[one], one))


def _remarks(
    atlas: Atlas, selection: Selection, missions: gpd.GeoDataFrame, voice: Voice
) -> list[str]:
    hidden = atlas.hidden(selection)
    current = voice.confirmed(**atlas.currency(selection))
    remarks = [current] if current else []
    remarks += [voice.hidden(hidden.counts)] if hidden.total else []
    if hidden.on_undated_sources:
        remarks.append(voice("figure.remark.undated", count=hidden.on_undated_sources))
    of = missions["exactness"]
    for name, words in _LOOSE.items():
        if count := int(of.isin(words).sum()):
            remarks.append(voice(f"figure.remark.{name}", count=count))
    return remarks


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
