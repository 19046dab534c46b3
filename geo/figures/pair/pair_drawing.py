"""The pair figure: two embassies, the way between them, and the quarters that they stand in."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from geo import geodesy
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.marginalia import Imprint, Key, Legend, Row, Table, mark, paragraph, stroke
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import clean, wrap
from geo.figures.maps.charts import Azimuthal, Chart, extent_of, named
from geo.figures.maps.plan import Ground, River, disc
from geo.figures.maps.projections import View, joined_lines, lonlat_of
from geo.figures.pair.inset import CAPTION, InsetDrawing
from geo.figures.pair.pair_facts import Embassy, Pair, kilometres
from geo.i18n import Translator
from geo.vocabulary import Answer

NEAREST_REACH: Final = 8.0
FARTHEST_REACH: Final = 65.0  # Degrees from centre to edge; farther shows the globe
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


class PairDrawing(NamedTuple):
    """A pair and all that is drawn with it."""

    sheet: Sheet
    imprint: Imprint
    pair: Pair
    rows: Sequence[Row]
    ground: Ground
    rivers: Sequence[River]
    projection: str

    def draw(self) -> None:
        """Draw the figure, laid out for the size of the sheet."""
        size = self.sheet.size
        layout = self._column if size.height is None else self._brief if size.brief else self._page
        layout()

    def _page(self) -> None:
        """Map on the left; quarters, table and legend on the right."""
        sheet, imprint, size = self.sheet, self.imprint, self.sheet.size
        head, foot = imprint.draw_head(sheet), imprint.draw_foot(sheet)
        wide = min(size.wide * SHARE, head - foot - 3.0)
        left = size.left + wide + GAP
        legend = self._legend(left, 3, self._map(foot + 2.0, wide, head - 1.0))
        caption = sheet.style("panel").line * CAPTION
        for most in range(max(row.lines for row in self.rows), FEWEST_LINES - 1, -1):
            shorter = [row._replace(lines=min(row.lines, most)) for row in self.rows]
            table = Table(sheet, shorter, left, size.right)
            room = head - caption - foot - 3.5 - legend.height - table.height - 2.0
            if room >= LOWEST_INSET:
                break
        style, note = sheet.style("note"), list[str]()
        most = min(MOST_NOTE, int((room - LOWEST_INSET) / style.line))
        if most > 0:
            note = paragraph(sheet, "note", imprint.note, style, size.right - left, most)
        elif imprint.note:
            sheet.remark("figure.told.no_note")
        across = (size.right - left - GUTTER) / 2.0
        tall = float(np.clip(room - len(note) * style.line, LOWEST_INSET, across * 1.1))
        low = head - caption - tall
        for number, end in enumerate((1, 0)):
            self._inset(end, Frame(left + number * (across + GUTTER), low, across, tall))
        low = table.draw(low - 1.5)
        sheet.lines(left, low - 0.9 * style.line, note, style)
        legend.draw(foot + 2.0 + legend.height)

    def _column(self) -> None:
        """Everything below one another, as long as it gets."""
        sheet, size, wide = self.sheet, self.sheet.size, self.sheet.size.wide
        y = self.imprint.draw_head(sheet)
        first = self._chart(Frame(size.left, y - wide, wide, wide))
        low = y - first.frame.height - first.room_for_scale(below=True)
        hidden = self._map(low, wide, y)
        legend = self._legend(size.left, 9, hidden)
        legend.draw(low - 1.5)
        y = low - 1.5 - (legend.height + 1.0)
        for end in (1, 0):
            y -= sheet.style("panel").line * 1.35 + wide * COLUMN_INSET
            self._inset(end, Frame(size.left, y, wide, wide * COLUMN_INSET))
            y -= 1.5
        longer = [row._replace(lines=row.lines + 6) for row in self.rows]
        self.imprint.end(sheet, Table(sheet, longer, size.left, size.right).draw(y))

    def _brief(self) -> None:
        """Map on the left; the quarters beside it, below one another on a square, few words."""
        sheet, imprint, size = self.sheet, self.imprint, self.sheet.size
        head, foot = imprint.draw_head(sheet), imprint.draw_foot(sheet)
        style, caption = sheet.style("panel_note"), sheet.style("panel").line * CAPTION
        legend, columns = self._legend(size.left, 1 if size.card else 2), 1 if size.card else 2
        note = sheet.style("note").line if imprint.note else 0.0
        room = head - foot - legend.height - 3.0 - 2.0 * style.line
        if (room - note) / (3 - columns) - caption < LOWEST_BRIEF:
            sheet.remark("figure.told.no_note")
            note = 0.0
        low = foot + 1.5 + note
        if note:
            imprint.draw_note(sheet, low, 1)
        share = min(size.wide * SHARE, head - low - 2.0 * GUTTER)
        wide = size.wide * CARD_MAP if size.card else share
        left = size.left + wide + GUTTER
        if not size.card:
            legend = self._legend(left, 2)
        legend.draw(low + legend.height)
        high = low + legend.height + 1.0
        self._map(high if size.card else low, wide, head)
        half = (head - high - (2.0 if size.card else 0.0)) / (3 - columns)
        across = (size.right - left - GUTTER * (columns - 1)) / columns
        most = max(1, min(PANEL_LINES, int((half - caption - LOWEST_BRIEF) / style.line)))
        said = [wrap(clean(self._status(end)), style, across, most) for end in (1, 0)]
        below = max(map(len, said)) * style.line + 0.8
        for number, lines in enumerate(said):
            x, y = left + number * (across + GUTTER), high
            if size.card:
                x, y = left, high + (half + 2.0) * (1 - number)
            tall = max(half - caption - below, style.line)
            self._inset(1 - number, Frame(x, y + below, across, tall))
            sheet.lines(x, y + below - style.line, lines, style)

    def _status(self, number: int) -> str:
        end = self.pair.ends[number]
        mission, status = " ".join(end.short_label), end.brief[:1].lower() + end.brief[1:]
        return self.sheet.tr("figure.panel", mission=mission, status=status, placed=end.placed)

    def _map(self, low: float, wide: float, top: float) -> tuple[int, int]:
        """Draw the map up to a height, with its scale and the number of missions left out."""
        sheet, size, pair, colours = self.sheet, self.sheet.size, self.pair, self.sheet.colours
        flat = self.projection.startswith("equal-earth")
        below = size.brief or size.height is None or flat
        if below:
            low += self._chart(Frame(size.left, low, wide, top - low)).room_for_scale(below=True)
        chart = self._chart(Frame(size.left, low, wide, top - low))
        chart.draw(self.ground)
        left, bottom, right, high = chart.frame.box
        limit = min(right + 3.0, sheet.width - 0.8)
        labels = Labels(sheet, (max(left - 3.0, 0.8), bottom - 1.0, limit, high + 1.5))
        chart.draw_scale(labels, below=below)
        hidden = []
        for others, colour in zip(pair.others, colours.pair, strict=True):
            points = chart.points(lonlat_of(others))
            seen = np.isfinite(points[:, 0])
            certain = (others["certainty"] == Answer.YES).to_numpy(dtype=bool)
            hidden.append(int((~seen).sum()))
            if size.brief:
                continue
            sure, doubtful = points[seen & certain], points[seen & ~certain]
            sheet.marks(sure, size=4.2, fill=colour, edge=colours.paper, width=0.7)
            sheet.marks(doubtful, size=3.8, edge=colour, width=0.9, dashed=True)
            labels.block_marks(points[seen], 4.2)
        lines = list(geodesy.great_circles(pair.route[:1], pair.route[-1:], len(pair.route)))
        pieces = chart.pieces(*joined_lines(lines))
        for colour, broad in ((colours.paper, 4.2), (colours.route, 2.4)):
            sheet.path(compound(pieces), edge=colour, width=broad, clip=chart.clip)
        ends = chart.points([end.position for end in pair.ends])
        sheet.marks(ends, size=8.4)
        for end, at in zip(pair.ends, ends, strict=True):
            sheet.marks(at, size=8.4, edge=colours.route, width=2.2, dashed=not end.sure)
        labels.block_marks(ends, 10.0)
        for piece in pieces:
            labels.block_line(piece, 0.8)
        middle = left + chart.frame.width / 2.0
        for end, at in zip(pair.ends, ends, strict=True):
            alone = [[end.place]] if size.brief else []
            labels.place(
                at,
                [end.place, " ".join(end.short_label)],
                sheet.style("place"),
                settings=[[end.place, *end.short_label], *alone],
                under=sheet.style("under"),
                gap=2.6,
                must=True,
                room=chart.frame.width * 0.6,
                sides=(1, 5, 7, 3, 2, 0) if at[0] < middle else (0, 6, 4, 3, 2, 1),
            )
        longest = max(pieces, key=lambda piece: float(np.hypot(*np.diff(piece, axis=0).T).sum()))
        half = longest[len(longest) // 2]
        if not flat:
            half = chart.points(pair.route[len(pair.route) // 2])
        text = kilometres(pair.distance_m, self.sheet.tr)
        labels.place(half, text, sheet.style("distance"), gap=2.6, reach=4, must=True)
        return hidden[0], hidden[1]

    def _chart(self, frame: Frame) -> Chart:
        first, second = (end.position for end in self.pair.ends)
        if self.projection.startswith("equal-earth"):
            return named(self.sheet, frame, self.projection, extent_of(self.pair.route))
        view = View.midway(first, second)
        half = float(np.degrees(np.arccos(np.clip(view.turn(first)[2], -1.0, 1.0))))
        wanted = max(1.5 * half, NEAREST_REACH)
        reach = wanted if wanted < FARTHEST_REACH else 90.0
        area = self.projection == "azimuthal-equal-area"
        return Azimuthal(self.sheet, view, frame, reach, area=area)

    def _legend(self, left: float, rows: int, hidden: tuple[int, int] = (0, 0)) -> Legend:
        size, pair, tr, colours = self.sheet.size, self.pair, self.sheet.tr, self.sheet.colours
        keys, how = list[Key](), "brief" if size.brief else "full"
        for number in () if size.brief else (1, 0):
            code, count = pair.ends[number].sending, len(pair.others[number])
            said = tr("figure.key.no_others", state=tr.party(code))
            if count:
                said = tr("figure.key.others", count=count, of=tr.of(code))
            if count and hidden[number]:
                said = tr("figure.key.behind", said=said, behind=hidden[number])
            look = {"fill": colours.pair[number], "edge": colours.paper}
            keys.append(Key(said, mark(size=5.0, width=0.7, **look)))
        if not size.card:
            route = stroke(3.0, edge=colours.route, width=2.4)
            keys.append(Key(tr(f"figure.key.{how}.route"), route))
        keys += place_keys(pair.ends, how, tr)
        if pair.perhaps:
            ring = mark(size=5.0, edge=colours.ink, width=0.9, dashed=True)
            keys.append(Key(tr("figure.key.perhaps", count=pair.perhaps), ring))
        return Legend(self.sheet, [("", keys)], left, size.right, rows)

    def _inset(self, number: int, frame: Frame) -> None:
        end, colour = self.pair.ends[number], self.sheet.colours.pair[number]
        InsetDrawing(self.sheet, end, frame, colour, self.rivers, self.ground.land).draw()


def _circle_key(sheet: Sheet, x: float, y: float) -> None:
    ring = compound([disc(1.5) + np.array([x, y])], closed=True)
    sheet.path(ring, edge=sheet.colours.ink, width=0.8)


def _district_key(sheet: Sheet, x: float, y: float) -> None:
    colour, box = sheet.colours.region, Frame(x - 2.6, y - 1.4, 5.2, 2.8).path
    sheet.path(box, fill=colour, alpha=0.09)
    sheet.path(box, edge=colour, width=0.9, dashes=(4.0, 2.0))


def _neighbour_key(sheet: Sheet, x: float, y: float) -> None:
    ink, paper = sheet.colours.ink, sheet.colours.paper
    sheet.line((x - 3.0, y), (x + 1.5, y), edge=ink, width=0.7, dashes=(1.5, 1.8))
    sheet.marks((x + 2.0, y), size=5.0, fill=ink, edge=paper, width=0.6)


def place_keys(ends: Sequence[Embassy], how: str, tr: Translator) -> list[Key]:
    """What the marks of quarters mean, in few words or ``full``."""
    drawn = {end.exactness == "state" for end in ends if end.shapes}
    beside = any(one.named for end in ends for one in end.neighbours)
    known = any(end.radius_m > 0 for end in ends)  # not where it is not a number
    return [
        Key(tr(f"figure.key.{how}.{name}"), draw)
        for name, there, draw in (
            ("circle", known, _circle_key),
            ("district", False in drawn, _district_key),
            ("country", True in drawn, _district_key),
            ("neighbour", beside, _neighbour_key),
        )
        if there
    ]
