"""Figures for print: what a selection shows, as PNG, SVG or PDF, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.errors import EmptySelection, InvalidSelection, quoted
from geo.figures.canvas.style import DARK, INSET, LIGHT, SIZES, Look

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas
    from geo.figures.templates import Order
    from geo.reports.timelines import Timelines
    from geo.selection import Selection

__all__ = [
    "COUNTS",
    "FORMATS",
    "PROJECTIONS",
    "SIZES",
    "TEMPLATES",
    "Inset",
    "alt_text",
    "figure",
    "insets",
    "table",
    "timeline",
    "timeline_text",
]
FORMATS: Final = ("png", "svg", "pdf")
PROJECTIONS: Final = ("equal-earth", "equal-earth-pacific", "orthographic", "azimuthal-equal-area")
COUNTS: Final = ("received", "sent", "both")  # What of a state's missions a figure of many counts
TEMPLATES: Final = ("network", "quarter", "ranking", "timeline", "matrix")
DPI: Final = (36, 1_200)
_INSET_DPI: Final = 192


def figure(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None = None,
    note: str | None = None,
    credit: str | None = None,
    format: str = "png",
    dpi: int = 300,
    size: str = "page",
    dark: bool = False,
    language: str = "en",
    viewpoint: str = "",
    projection: str = "",
    count: str = "",
    template: str = "",
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """A figure of what a selection shows.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        The selection. ``among`` two states that have missions in each other gives the
        pair figure, everything else the world or the region that holds it.
    title
        Title; None for one that says the selection. Up to two lines, three where narrow.
    note
        A note beside the table or the legend, in several lines if need be.
    credit
        Who makes the figure; is below it, in up to three lines.
    format
        ``"png"``, ``"svg"`` or ``"pdf"``.
    dpi
        Dots an inch of a PNG, 36 to 1,200.
    size
        One of `SIZES`: ``"column"`` (of a newspaper, 90 mm wide and as long as it gets),
        ``"page"`` (A4 across), ``"slide"`` (16 to 9), ``"social"`` (a square card),
        ``"poster"`` (A0 across, for a matrix of all states).
    dark
        Whether it is light on dark.
    language
        One of :data:`geo.i18n.LANGUAGES`.
    viewpoint
        Code of one of :data:`geo.basemap.VIEWPOINTS`; blank for de facto boundaries.
    projection
        One of `PROJECTIONS`; blank for the one that suits the selection.
    count
        One of `COUNTS`: what states are shaded by where more than 200 missions are shown.
        Blank for received, and for sent where only one state receives.
    template
        One of `TEMPLATES`; blank for the figure that suits the selection.
    remark
        Called with each sentence for the one who makes it: what of the title, note or credit
        was cut, which letters no font has, what found no room.

    Returns
    -------
    bytes
        The file. The same atlas, selection, day and options give the same bytes; the
        day counts where the selection names none.

    Raises
    ------
    EmptySelection
        If the selection shows no mission.
    InvalidSelection
        If there is no such format, resolution, size, language or projection, or Natural Earth
        records no such viewpoint.
    StateError
        If the viewpoint names no state.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> svg = geo.figure(atlas, geo.Selection(among=("VEN", "PRK")), format="svg")
    >>> svg.startswith(b"<?xml")
    True
    """
    _asked(format, dpi, size, projection, count, template)
    from geo import basemap

    captions = title, note, credit
    asked = basemap.viewpoint(viewpoint), projection, captions, count, template
    look = Look(SIZES[size], DARK if dark else LIGHT)
    order = _order(atlas, selection, language, look, *asked)
    missions = _shown(atlas, selection)
    from geo.figures.draw import drawn
    from geo.provenance import sealed

    data, remarks = drawn(order, missions, format, dpi)
    _tell(remark, remarks)
    return sealed(data, format, "figure", atlas, selection, language=language)


def _order(
    atlas: Atlas, selection: Selection, language: str, look: Look, *asked: Any, **more: Any
) -> Order:
    from geo import i18n
    from geo.figures.templates import Order

    return Order(atlas, selection, i18n.tr(language), look, *asked, **more)


def _tell(remark: Callable[[str], None] | None, said: Iterable[str]) -> None:
    for one in said:
        if remark is not None:
            remark(one)


class Inset(NamedTuple):
    """The surroundings of one mission of a pair: a picture and its alternative text."""

    png: bytes
    text: str


def insets(
    atlas: Atlas, selection: Selection, *, language: str = "en", dark: bool = False
) -> tuple[Inset, ...]:
    """The insets of the pair figure, each as a picture; none if a selection is no pair."""
    from geo.figures.draw import quarters

    order = _order(atlas, selection, language, Look(INSET, DARK if dark else LIGHT))
    return tuple(Inset(*one) for one in quarters(order, _INSET_DPI))


def _asked(
    format: str, dpi: int, size: str, projection: str = "", count: str = "", template: str = ""
) -> None:
    """Raise where a figure cannot be what is asked for."""
    for what, value, known in (
        ("format", format, FORMATS),
        ("size", size, tuple(SIZES)),
        ("projection", projection, ("", *PROJECTIONS)),
        ("count", count, ("", *COUNTS)),
        ("template", template, ("", *TEMPLATES)),
    ):
        if value not in known:
            raise InvalidSelection(
                f"Unknown {what} {quoted(value)}. Use {', '.join(filter(None, known))}."
            )
    if not DPI[0] <= dpi <= DPI[1]:
        raise InvalidSelection(
            f"a figure cannot have {quoted(dpi)} dots per inch. Choose {DPI[0]} to {DPI[1]}."
        )


def _shown(atlas: Atlas, selection: Selection) -> gpd.GeoDataFrame:
    missions = atlas.missions(selection, regions=True)
    if not len(missions):
        from geo.reports import nothing_shown

        raise nothing_shown(atlas.hidden(selection).statuses)
    return missions


def alt_text(
    atlas: Atlas, selection: Selection, *, language: str = "en", count: str = "", template: str = ""
) -> str:
    """What the figure of a selection shows, for a reader who does not see it."""
    look = Look(SIZES["page"], LIGHT)
    order = _order(atlas, selection, language, look, count=count, template=template)
    missions = _shown(atlas, selection)
    from geo.figures.draw import in_words

    return in_words(order, missions)


def table(
    atlas: Atlas, selection: Selection, *, language: str = "en", count: str = "", template: str = ""
) -> bytes:
    """What the figure of a selection draws, as a table for those who want the numbers."""
    from geo import exporters, i18n

    tr = i18n.tr(language)
    _shown(atlas, selection)
    if template == "ranking":
        from geo.figures.templates.ranking import listed

        return listed(atlas, selection, count or COUNTS[0], tr)
    if template == "matrix":
        from geo.figures.templates.matrix import listed as cells

        return cells(atlas, selection)
    from geo.figures.pair.pair_facts import pair_listed, pair_of
    from geo.provenance import sealed

    pair = None if template else pair_of(atlas, selection, tr)
    if pair is None:
        return exporters.csv(atlas, selection, language=language)
    rows = pair_listed(atlas, selection, pair, tr)
    return sealed(rows, "csv", "pair", atlas, selection, language=language)


def timeline(
    atlas: Atlas,
    told: Timelines,
    *,
    title: str | None = None,
    note: str | None = None,
    credit: str | None = None,
    format: str = "png",
    dpi: int = 300,
    size: str = "page",
    dark: bool = False,
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """A picture of timelines: up to four with their events, or a row each, or numbers by status."""
    _asked(format, dpi, size)
    if not told.missions and not any(one.happened or one.expected for one in told.timelines):
        raise EmptySelection("there is no mission and no event. Choose other states or missions.")
    from geo.figures.timelines.timeline_sheet import drawn
    from geo.provenance import sealed

    captions, look = (title, note, credit), Look(SIZES[size], DARK if dark else LIGHT)
    data, remarks = drawn(atlas, told, look, captions, format, dpi)
    _tell(remark, remarks)
    language, ids = told.tr.language, told.ids
    return sealed(data, format, "timeline", atlas, told.selection, language=language, ids=ids)


def timeline_text(told: Timelines) -> str:
    """What the picture of timelines shows, for a reader who does not see it."""
    from geo.figures.timelines.timeline_sheet import in_words

    return in_words(told)
