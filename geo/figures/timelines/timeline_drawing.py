"""A few timelines drawn large: bands of status, numbered events above, expectations below."""

import itertools
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, NamedTuple

from geo import dates
from geo.figures.canvas.sheet import Sheet, compound
from geo.figures.canvas.typography import clean, fit, width, wrap
from geo.figures.timelines.time_axis import Axis
from geo.reports.timelines import Event, Timeline, Timelines
from geo.vocabulary import EVENTS

LEVELS: Final = 7  # Rows of numbers above a band, at most
LANE: Final = 2.8
BAND: Final = 4.2
EXPECTED: Final = 4.6
GAP: Final = 2.6
INDENT: Final = 5.2
APART: Final = 5.0
LEAST: Final = 14  # Letters of what happened that stand beside its date at the least


class Entry(NamedTuple):
    """An event in the list below the drawing."""

    mark: str
    event: Event
    head: str
    said: str
    told: str
    cites: str  # The numbers of its sources in brackets; blank where none is numbered


def ranked(told: Timelines, most: int) -> set[int]:
    """The weightiest events, by `id`, at most so many: expectations and changes of status first."""
    rows = sorted(told.rows(), key=lambda row: (_weight(row[0], row[1]), -row[1].last))
    return {id(event) for _, event, _ in rows[:most]}


def entries(
    told: Timelines, numbers: Mapping[str, int], kept: Set[int], *, brief: bool
) -> dict[str, list[Entry]]:
    """The events that are listed, by the id of their course."""
    found: dict[str, list[Entry]] = {}
    tr, happened, expected = told.tr, itertools.count(1), itertools.count()
    for one, event, outcome in told.rows():
        if id(event) not in kept:
            continue
        mark = _letter(next(expected)) if event.expected else str(next(happened))
        parts = ["" if brief else event.told, outcome.said(tr) if outcome else ""]
        cited = sorted({numbers[cite.id] for cite in event.cites if cite.id in numbers})
        cites = "" if brief or not cited else f"[{', '.join(map(str, cited))}]"
        text, when = tr.sentences(filter(None, parts)), tr.capital(event.when)
        entry = Entry(mark, event, when, event.named, text, cites)
        found.setdefault(one.id, []).append(entry)
    return found


def _weight(one: Timeline, event: Event) -> int:
    if event.expected:
        return 0 if one.intervals else 3
    if one.id.startswith("pair:"):
        return 4
    return 1 if EVENTS.get(event.kind) is not None else 2


def _letter(number: int) -> str:
    number, rest = divmod(number, 26)
    return (_letter(number - 1) if number else "") + chr(ord("A") + rest)


@dataclass
class TimelineChart:
    """Some timelines, laid out below one another on a sheet."""

    axis: Axis
    told: Timelines
    listed: Mapping[str, Sequence[Entry]]
    tall: float = 1.0

    def __post_init__(self) -> None:
        self.sheet = self.axis.sheet
        small = self.sheet.style("small").line
        self._day, self._step = small * 1.2, small * 0.9
        self._levels = {one.id: self._stacked(one) for one in self.told.timelines}
        above = sum(map(self._tall, self.told.timelines))
        self.height = above + self.axis.depth + self._day  # Millimetres, labels of years included

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it, millimetres."""
        sheet, axis = self.sheet, self.axis
        bottom = top - self.height + axis.depth
        axis.draw(bottom, top - self._day)
        axis.draw_day(self.told, bottom, top)
        y, style = top - self._day, sheet.style("panel").with_(halo=2.0)
        for one in self.told.timelines:
            name = fit(clean(one.name), style, axis.right - axis.left)
            sheet.text(axis.left, y - style.line * 0.85, name, style)
            self._draw_course(one, y - style.line * 1.2)
            y -= self._tall(one)
        sheet.rule(axis.left, axis.right, bottom, colour=sheet.colours.edge, width=0.6)
        return top - self.height

    def _rows(self, one: Timeline) -> int:
        return max((level for _, _, level in self._levels[one.id]), default=-1) + 1

    def _tall(self, one: Timeline) -> float:
        lanes = LANE + (BAND if one.intervals else 0.0)
        lanes += EXPECTED if any(event.dated for event in one.expected) else 0.0
        tall = self.sheet.style("panel").line * 1.2 + self._rows(one) * self._step
        return tall + lanes * self.tall + self.tall * GAP

    def _stacked(self, one: Timeline) -> list[tuple[Entry, float, int]]:
        """Numbers above the band: each with its place and its row, so that none meets another."""
        style = self.sheet.style("small").with_(face="semibold")
        ends: list[float] = []
        found = []
        dated = [e for e in self.listed.get(one.id, ()) if e.event.dated and not e.event.expected]
        for entry in sorted(dated, key=lambda e: (self.axis.middle(e.event), e.mark)):
            x, half = self.axis.middle(entry.event), width(entry.mark, style) / 2.0 + 0.45
            x = min(max(x, self.axis.left + half), self.axis.right - half)
            free = (row for row, end in enumerate(ends) if end <= x - half)
            level = next(free, len(ends))
            if level >= LEVELS:
                continue
            ends[level : level + 1] = [x + half]
            found.append((entry, x, level))
        return found

    def _draw_course(self, one: Timeline, top: float) -> None:
        sheet, axis, colours = self.sheet, self.axis, self.sheet.colours
        lane_tall, band_tall = LANE * self.tall, BAND * self.tall
        lane = top - self._rows(one) * self._step - lane_tall / 2.0
        band, foot = lane - lane_tall / 2.0 - band_tall / 2.0, lane + lane_tall / 2.0
        style = sheet.style("small").with_(face="semibold", colour=colours.ink, halo=1.6)
        placed = [(entry, x, foot + level * self._step) for entry, x, level in self._levels[one.id]]
        stalks = [[(x, lane), (x, y)] for e, _, y in placed for x in [axis.middle(e.event)]]
        sheet.path(compound(stalks), edge=colours.muted, width=0.4)
        if one.intervals:
            axis.draw_band(one.intervals, band, band_tall)
        for event in one.happened:
            if event.dated:
                axis.draw_event(event, lane)
        for entry, x, y in placed:
            sheet.text(x, y + 0.15 * style.line, entry.mark, style, align="center")
        self._draw_expected(one, lane, band)

    def _draw_expected(self, one: Timeline, lane: float, band: float) -> None:
        sheet, axis, colours = self.sheet, self.axis, self.sheet.colours
        below = band - BAND * self.tall / 2.0 if one.intervals else lane - LANE * self.tall / 2.0
        low = below - EXPECTED * self.tall / 2.0
        ends = (axis.left, low), (axis.right, low)
        if any(event.dated for event in one.expected):
            sheet.line(*ends, edge=colours.rule, width=0.5, dashes=(1.0, 2.0))
        marks = {id(entry.event): entry.mark for entry in self.listed.get(one.id, ())}
        style = sheet.style("small").with_(face="semibold", colour=colours.route, halo=1.6)
        used, places = axis.left - 1.0, []
        for event, outcome in zip(one.expected, one.outcomes, strict=True):
            if not event.dated:
                continue
            axis.draw_expected(event, outcome, low, below if one.intervals else lane)
            end = event.last if event.last != dates.LAST else event.first
            places.append((max(axis.middle(event) + 0.6, axis.at(end)), marks.get(id(event), "")))
        for x, mark in sorted(places):
            wide = width(mark, style)
            at = x + 1.2 if x + 1.2 + wide <= axis.right else x - 2.4 - wide
            if mark and at >= used:
                sheet.text(at, low - 0.3 * style.line, mark, style)
                used = at + wide + 0.8


Block = tuple[float, Callable[[float, float], None]]  # Its height, and the function that draws it


class Listing(NamedTuple):
    """The list below the drawing, in columns."""

    sheet: Sheet
    told: Timelines
    listed: Mapping[str, Sequence[Entry]]
    role: str
    lines: int

    def draw(self, columns: int, top: float, room: float) -> float:
        """Draw it from a height downward; the height below its longest column."""
        lowest, size = top, self.sheet.size
        for number, blocks in enumerate(self._columns(columns, room) or []):
            x, y = size.left + number * (self._wide(columns) + APART), top
            for tall, draw in blocks:
                draw(x, y)
                y -= tall
            lowest = min(lowest, y)
        return lowest

    def fits(self, columns: int, room: float) -> bool:
        """Whether all of it finds room in columns of a height."""
        return self._columns(columns, room) is not None

    def tall(self) -> float:
        """Millimetres of all of it in one column."""
        return sum(tall for tall, _ in self._blocks(self._wide(1)))

    def _wide(self, columns: int) -> float:
        return (self.sheet.size.wide - APART * (columns - 1)) / columns

    def _columns(self, columns: int, room: float) -> list[list[Block]] | None:
        blocks = self._blocks(self._wide(columns))
        height = min(room, sum(tall for tall, _ in blocks) / columns)
        while height <= room + 1e-6:
            found, used, longest = [list[Block]()], 0.0, 0.0
            for block in blocks:
                if used + block[0] > height + 1e-6 and found[-1]:
                    found.append([])
                    used = 0.0
                found[-1].append(block)
                used += block[0]
                longest = max(longest, used)
            if len(found) <= columns and longest <= room + 1e-6:
                return found
            if height >= room:
                return None
            height = min(room, height + self.sheet.style(self.role).line)
        return None

    def _blocks(self, wide: float) -> list[Block]:
        found: list[Block] = []
        for one in self.told.timelines:
            for expected in (False, True):
                some = [e for e in self.listed.get(one.id, ()) if e.event.expected == expected]
                blocks = [self._block(entry, wide) for entry in some]
                heading = one.name
                if expected:
                    heading = self.told.tr("courses.expected_of", name=one.name)
                if blocks:
                    # A heading goes with the first entry below it.
                    found.append(self._headed(heading, blocks[0], wide, above=bool(found)))
                    found += blocks[1:]
        return found

    def _headed(self, heading: str, below: Block, wide: float, *, above: bool) -> Block:
        style = self.sheet.style(self.role).with_(face="bold", colour=self.sheet.colours.ink)
        lines = wrap(clean(heading), style, wide, 2)
        space = 0.4 if above else 0.0
        tall = (len(lines) + space + 0.12) * style.line

        def draw(x: float, y: float) -> None:
            self.sheet.lines(x, y - (space + 1.0) * style.line, lines, style)
            below[1](x, y - tall)

        return tall + below[0], draw

    def _block(self, entry: Entry, wide: float) -> Block:
        sheet, colours = self.sheet, self.sheet.colours
        plain = sheet.style(self.role).with_(colour=colours.ink)
        bold, quiet = plain.with_(face="semibold"), plain.with_(colour=colours.muted)
        mark = bold.with_(colour=colours.route if entry.event.expected else colours.ink)
        room = wide - INDENT
        alone = not self.lines
        cites = f" {entry.cites}" if alone and entry.cites else ""
        head, said = clean(entry.head), clean(entry.said)
        used = width(head, bold) + 1.4
        first, lines = said + cites, list[str]()
        if used + width(first, plain) > room:
            # What finds no room beside the date stands below it, or is cut where it is short.
            if alone and used + width(said[:LEAST], plain) <= room:
                first = fit(first, plain, room - used)
            else:
                first, lines = "", wrap(said + cites, plain, room, 1 if alone else 2)
        head = fit(head, bold, room)
        text = f"{entry.told} {entry.cites}".strip()
        told = wrap(clean(text), quiet, room, self.lines) if self.lines else []
        tall = (1 + len(lines) + len(told) + (0.22 if self.lines else 0.06)) * plain.line

        def draw(x: float, y: float) -> None:
            y -= plain.line
            sheet.text(x + INDENT - 1.4, y, entry.mark, mark, align="right")
            sheet.text(x + INDENT, y, head, mark)
            if first:
                sheet.text(x + INDENT + used, y, first, plain)
            sheet.lines(x + INDENT, y - plain.line, lines, plain)
            sheet.lines(x + INDENT, y - (1 + len(lines)) * plain.line, told, quiet)

        return tall, draw
