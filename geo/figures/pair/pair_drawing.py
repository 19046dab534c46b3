"""The pair figure: two embassies, the way between them, and the quarters that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import geodesy
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.legend import Group, Key, Legend, Table, dashed_mark, mark, stroke
from geo.figures.canvas.notices import Imprint, paragraph
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import clean, wrap
from geo.figures.maps.charts import Azimuthal, Chart, extent_of, named
from geo.figures.maps.plan import Ground, River, disc
from geo.figures.maps.projections import View, joined_lines
from geo.figures.pair.inset import CAPTION, InsetDrawing
from geo.figures.pair.pair_facts import Embassy, Pair
from geo.figures.pair.pair_text import kilometres, rows_of
from geo.i18n import Translator

Floats = NDArray[np.float64]

NEAREST_REACH: Final = 8.0
FARTHEST_REACH: Final = 65.0
"""Degrees from the middle of the map to its edge: no closer than the one; from the other on,
the whole globe is shown."""

SHARE: Final = 0.513  # Of the width of a sheet that lies across, the part of the map
GAP: Final = 7.0
GUTTER: Final = 4.0
MOST_NOTE: Final = 5
LOWEST_INSET: Final = 40.0
FEWEST_LINES: Final = 4
LOWEST_BRIEF: Final = 13.0  # Millimetres below which an inset has no room for what it shows
PANEL_LINES: Final = 4
COLUMN_INSET: Final = 0.62  # Height of an inset in a column, of its width
CARD_MAP: Final = 0.52  # Of the width of a square, the part of the map


@dataclass(frozen=True)
class PairDrawing:
    """A pair and all that is drawn with it."""

    pair: Pair
    ground: Ground
    imprint: Imprint
    rivers: Sequence[River] = ()
    projection: str = ""

    @property
    def tr(self) -> Translator:
        """The language."""
        return self.imprint.tr


def draw_pair(sheet: Sheet, drawing: PairDrawing) -> None:
    """Draw the pair figure, laid out for the size of the sheet."""
    size = sheet.look.size
    if size.height is None:
        _column(sheet, drawing)
    elif size.brief:
        _brief(sheet, drawing)
    else:
        _page(sheet, drawing)


def _page(sheet: Sheet, drawing: PairDrawing) -> None:
    """Map on the left; quarters, table and legend on the right."""
    size, imprint, pair = sheet.look.size, drawing.imprint, drawing.pair
    head, foot = imprint.draw_head(sheet), imprint.draw_foot(sheet)
    wide = min((size.right - size.left) * SHARE, head - foot - 3.0)
    left = size.left + wide + GAP
    hidden = _map(sheet, drawing, Frame(size.left, foot + 2.0, wide, 0.0), head - 1.0)
    legend = _legend(sheet, drawing, hidden, left, 3)
    rows = rows_of(pair, imprint.as_of, imprint.known_on, drawing.tr)
    caption = sheet.style("panel").line * CAPTION
    for most in range(max(row.lines for row in rows), FEWEST_LINES - 1, -1):
        shorter = [replace(row, lines=min(row.lines, most)) for row in rows]
        table = Table(sheet, shorter, left, size.right)
        room = head - caption - foot - 3.5 - legend.height - table.height - 2.0
        if room >= LOWEST_INSET:
            break
    style = sheet.style("note")
    most = min(MOST_NOTE, int((room - LOWEST_INSET) / style.line))
    if most < 1 and imprint.note:
        sheet.remark("figure.told.no_note")
    note = (
        paragraph(sheet, "note", imprint.note, style, size.right - left, most) if most > 0 else []
    )
    across = (size.right - left - GUTTER) / 2.0
    tall = float(np.clip(room - len(note) * style.line, LOWEST_INSET, across * 1.1))
    top = head - caption
    for number, end in enumerate((pair.ends[1], pair.ends[0])):
        frame = Frame(left + number * (across + GUTTER), top - tall, across, tall)
        _inset(sheet, drawing, end, frame)
    low = table.draw(top - tall - 1.5)
    for number, line in enumerate(note):
        sheet.text(left, low - (number + 0.9) * style.line, line, style)
    legend.draw(foot + 2.0 + legend.height)


def _column(sheet: Sheet, drawing: PairDrawing) -> None:
    """Everything below one another, as long as it gets."""
    size, imprint, pair = sheet.look.size, drawing.imprint, drawing.pair
    wide = size.right - size.left
    y = imprint.draw_head(sheet)
    first = _chart(sheet, drawing, Frame(size.left, y - wide, wide, wide))
    low = y - first.frame.height - first.room_for_scale(below=True)
    hidden = _map(sheet, drawing, Frame(size.left, low, wide, 0.0), y)
    y = low - 1.5
    legend = _legend(sheet, drawing, hidden, size.left, 9)
    legend.draw(y)
    y -= legend.height + 1.0
    for end in (pair.ends[1], pair.ends[0]):
        y -= sheet.style("panel").line * 1.35
        frame = Frame(size.left, y - wide * COLUMN_INSET, wide, wide * COLUMN_INSET)
        _inset(sheet, drawing, end, frame)
        y = frame.y - 1.5
    rows = rows_of(pair, imprint.as_of, imprint.known_on, drawing.tr)
    longer = [replace(row, lines=row.lines + 6) for row in rows]
    y = Table(sheet, longer, size.left, size.right).draw(y)
    y = imprint.draw_note(sheet, y)
    sheet.end(imprint.draw_foot(sheet, y - 1.0) - size.margin)


def _brief(sheet: Sheet, drawing: PairDrawing) -> None:
    """Map on the left; the quarters beside it, below one another on a square, with few words."""
    size, imprint, pair = sheet.look.size, drawing.imprint, drawing.pair
    head, foot = imprint.draw_head(sheet), imprint.draw_foot(sheet)
    legend = _legend(sheet, drawing, (0, 0), size.left, 1 if size.card else 2)
    style, caption = sheet.style("panel_note"), sheet.style("panel").line * CAPTION
    columns = 1 if size.card else 2
    note = sheet.style("note").line if imprint.note else 0.0
    room = head - foot - legend.height - 3.0 - 2.0 * style.line
    if (room - note) / (3 - columns) - caption < LOWEST_BRIEF:
        sheet.remark("figure.told.no_note")
        note = 0.0
    low = foot + 1.5 + note
    if note:
        imprint.draw_note(sheet, low, 1)
    whole = size.right - size.left
    wide = whole * CARD_MAP if size.card else min(whole * SHARE, head - low - 2.0 * GUTTER)
    left = size.left + wide + GUTTER
    if not size.card:
        legend = _legend(sheet, drawing, (0, 0), left, 2)
    legend.draw(low + legend.height)
    high = low + legend.height + 1.0
    _map(sheet, drawing, Frame(size.left, high if size.card else low, wide, 0.0), head)
    half = (head - high - (2.0 if size.card else 0.0)) / (3 - columns)
    across = (size.right - left - GUTTER * (columns - 1)) / columns
    frames = [
        Frame(left, high + (half + 2.0) * (1 - number), across, half)
        if size.card
        else Frame(left + number * (across + GUTTER), high, across, half)
        for number in (0, 1)
    ]
    most = max(1, min(PANEL_LINES, int((half - caption - LOWEST_BRIEF) / style.line)))
    ends = (pair.ends[1], pair.ends[0])
    said = [wrap(clean(_status(end, drawing.tr)), style, across, most) for end in ends]
    below = max(map(len, said)) * style.line + 0.8
    for end, frame, lines in zip(ends, frames, said, strict=True):
        tall = max(frame.height - caption - below, style.line)
        _inset(sheet, drawing, end, Frame(frame.x, frame.y + below, frame.width, tall))
        for number, line in enumerate(lines, start=1):
            sheet.text(frame.x, frame.y + below - number * style.line, line, style)


def _status(end: Embassy, tr: Translator) -> str:
    return tr(
        "figure.panel",
        mission=" ".join(end.short_label),
        status=end.brief[:1].lower() + end.brief[1:],
        placed=end.placed,
    )


def _map(sheet: Sheet, drawing: PairDrawing, room: Frame, top: float) -> tuple[int, int]:
    """Draw the map up to a height, with its scale and the number of missions left out."""
    pair, colours, tr = drawing.pair, sheet.look.palette, drawing.tr
    size = sheet.look.size
    flat = drawing.projection.startswith("equal-earth")
    below = size.brief or size.height is None or flat
    low = room.y + (_chart(sheet, drawing, room).room_for_scale(below=True) if below else 0)
    chart = _chart(sheet, drawing, Frame(room.x, low, room.width, top - low))
    chart.draw(drawing.ground)
    left, bottom, right, high = chart.frame.box
    limit = min(right + 3.0, sheet.width - 0.8)
    labels = Labels(sheet, (max(left - 3.0, 0.8), bottom - 1.0, limit, high + 1.5))
    chart.draw_scale(tr, labels, below=below)
    hidden = []
    for others, colour in zip(pair.others, colours.pair, strict=True):
        points = chart.points(others.points)
        seen = np.isfinite(points[:, 0])
        hidden.append(int((~seen).sum()))
        if size.brief:
            continue
        sure, doubtful = points[seen & others.sure], points[seen & ~others.sure]
        sheet.marks(sure, size=4.2, fill=colour, edge=colours.paper, width=0.7)
        sheet.doubtful(doubtful, size=3.8, edge=colour, width=0.9)
        labels.block_marks(points[seen], 4.2)
    lines = list(geodesy.great_circles(pair.route[:1], pair.route[-1:], len(pair.route)))
    pieces = chart.pieces(*joined_lines(lines))
    for colour, broad in ((colours.paper, 4.2), (colours.route, 2.4)):
        sheet.path(compound(pieces), edge=colour, width=broad, clip=chart.clip)
    ends = chart.points([end.position for end in pair.ends])
    sheet.marks(ends, size=8.4)
    for end, at in zip(pair.ends, ends, strict=True):
        ring = sheet.marks if end.sure else sheet.doubtful
        ring(at, size=8.4, edge=colours.route, width=2.2)
    labels.block_marks(ends, 10.0)
    for piece in pieces:
        labels.block_line(piece, 0.8)
    middle = left + chart.frame.width / 2.0
    for end, at in zip(pair.ends, ends, strict=True):
        labels.place(
            at,
            [end.place, " ".join(end.short_label)],
            sheet.style("place"),
            settings=[[end.place, *end.short_label], *([[end.place]] if size.brief else [])],
            under=sheet.style("under"),
            gap=2.6,
            must=True,
            room=chart.frame.width * 0.6,
            sides=(1, 5, 7, 3, 2, 0) if at[0] < middle else (0, 6, 4, 3, 2, 1),
        )
    longest = max(pieces, key=lambda piece: float(np.hypot(*np.diff(piece, axis=0).T).sum()))
    half = longest[len(longest) // 2] if flat else chart.points(pair.route[len(pair.route) // 2])
    text = kilometres(pair.distance_m, tr)
    labels.place(half, text, sheet.style("distance"), gap=2.6, reach=4, must=True)
    return hidden[0], hidden[1]


def _chart(sheet: Sheet, drawing: PairDrawing, frame: Frame) -> Chart:
    first, second = (end.position for end in drawing.pair.ends)
    if drawing.projection in ("equal-earth", "equal-earth-pacific"):
        return named(sheet, frame, drawing.projection, extent_of(drawing.pair.route))
    view = View.midway(first, second)
    half = float(np.degrees(np.arccos(np.clip(view.turn(first)[2], -1.0, 1.0))))
    wanted = max(1.5 * half, NEAREST_REACH)
    reach = wanted if wanted < FARTHEST_REACH else 90.0
    area = drawing.projection == "azimuthal-equal-area"
    return Azimuthal(sheet, view, frame, reach, area=area)


def _circle_key(sheet: Sheet, x: float, y: float) -> None:
    ring = compound([disc(1.5) + np.array([x, y])], closed=True)
    sheet.path(ring, edge=sheet.look.palette.ink, width=0.8)


def _district_key(sheet: Sheet, x: float, y: float) -> None:
    colour, box = sheet.look.palette.region, Frame(x - 2.6, y - 1.4, 5.2, 2.8).path
    sheet.path(box, fill=colour, alpha=0.09)
    sheet.path(box, edge=colour, width=0.9, dashes=(4.0, 2.0))


def _neighbour_key(sheet: Sheet, x: float, y: float) -> None:
    colours, link = sheet.look.palette, compound([[(x - 3.0, y), (x + 1.5, y)]])
    sheet.path(link, edge=colours.ink, width=0.7, dashes=(1.5, 1.8))
    sheet.marks((x + 2.0, y), size=5.0, fill=colours.ink, edge=colours.paper, width=0.6)


def _legend(
    sheet: Sheet, drawing: PairDrawing, hidden: tuple[int, int], left: float, rows: int
) -> Legend:
    how = "brief" if sheet.look.size.brief else "full"
    pair, tr, colours = drawing.pair, drawing.tr, sheet.look.palette

    keys = []
    ends = zip(pair.ends, pair.others, hidden, colours.pair, strict=True)
    for end, others, behind, colour in reversed(list(ends)):
        said = tr("figure.key.no_others", state=tr.party(end.sending))
        if count := len(others.ids):
            state = tr.of(end.sending)
            said = tr("figure.key.others", count=count, of=state)
            if behind:
                said = tr("figure.key.behind", said=said, behind=behind)
        keys.append(Key(said, mark(size=5.0, fill=colour, edge=colours.paper, width=0.7)))
    if not sheet.look.size.card:
        keys.append(Key(tr(f"figure.key.{how}.route"), stroke(3.0, edge=colours.route, width=2.4)))
    keys += place_keys(pair.ends, how, tr)
    if pair.perhaps:
        ring = dashed_mark(size=5.0, edge=colours.ink, width=0.9)
        keys.append(Key(tr("figure.key.perhaps", count=pair.perhaps), ring))
    shown = [Group("", keys[2:] if sheet.look.size.brief else keys)]
    return Legend(sheet, shown, left, sheet.look.size.right, rows)


def place_keys(ends: Sequence[Embassy], how: str, tr: Translator) -> list[Key]:
    """What the marks of quarters mean, in few words or ``full``."""
    keys = []
    if any(end.radius_m > 0 for end in ends):  # not where it is not a number
        keys.append(Key(tr(f"figure.key.{how}.circle"), _circle_key))
    drawn = {end.exactness == "state" for end in ends if end.shapes}
    if False in drawn:
        keys.append(Key(tr(f"figure.key.{how}.district"), _district_key))
    if True in drawn:
        keys.append(Key(tr(f"figure.key.{how}.country"), _district_key))
    if any(one.named for end in ends for one in end.neighbours):
        keys.append(Key(tr(f"figure.key.{how}.neighbour"), _neighbour_key))
    return keys


def _inset(sheet: Sheet, drawing: PairDrawing, end: Embassy, frame: Frame) -> None:
    colour = sheet.look.palette.pair[drawing.pair.ends.index(end)]
    around = drawing.tr, drawing.rivers, drawing.ground.land
    InsetDrawing(sheet, end, frame, colour, *around).draw()
