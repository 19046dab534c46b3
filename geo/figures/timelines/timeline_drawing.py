"""A few timelines drawn large: bands of status, numbered events above, expectations below."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from geo import dates
from geo.figures.canvas.sheet import Sheet, compound
from geo.figures.canvas.typography import clean, fit, width, wrap
from geo.figures.timelines.time_axis import Axis, draw_band, draw_event, draw_expected, middle
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


@dataclass(frozen=True, slots=True)
class Entry:
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
    number = letter = 0
    for one, event, outcome in told.rows():
        if id(event) not in kept:
            continue
        if event.expected:
            mark, letter = _letter(letter), letter + 1
        else:
            number += 1
            mark = str(number)
        tr = told.tr
        parts = [] if brief else [event.told]
        parts += [outcome.said(tr)] if outcome else []
        cited = sorted({numbers[cite.id] for cite in event.cites if cite.id in numbers})
        cites = "" if brief or not cited else f"[{', '.join(map(str, cited))}]"
        text = tr.sentences(part for part in parts if part)
        found.setdefault(one.id, []).append(
            Entry(mark, event, tr.capital(event.when), event.named, text, cites)
        )
    return found


def _weight(one: Timeline, event: Event) -> int:
    if event.expected:
        return 0 if one.intervals else 3
    if one.id.startswith("pair:"):
        return 4
    return 1 if EVENTS.get(event.kind) is not None else 2


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass
class TimelineChart:
    """Some timelines, laid out below one another on a sheet."""

    sheet: Sheet
    axis: Axis
    told: Timelines
    listed: Mapping[str, Sequence[Entry]]
    tall: float = 1.0

    def __post_init__(self) -> None:
        self._levels = {one.id: self._stacked(one) for one in self.told.timelines}

    @property
    def height(self) -> float:
        """Millimetres from its top to below the years."""
        return sum(map(self._tall, self.told.timelines)) + Axis.depth(self.sheet) + self._day

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it, millimetres."""
        sheet, axis, colours = self.sheet, self.axis, self.sheet.look.palette
        bottom = top - self.height + Axis.depth(sheet)
        axis.draw(sheet, bottom, top - self._day)
        axis.draw_day(sheet, self.told, bottom, top)
        y = top - self._day
        for one in self.told.timelines:
            style = sheet.style("panel").with_(halo=2.0)
            name = fit(clean(one.name), style, axis.right - axis.left)
            sheet.text(axis.left, y - style.line * 0.85, name, style)
            self._draw_course(one, y - style.line * 1.2)
            y -= self._tall(one)
        sheet.rule(axis.left, axis.right, bottom, colour=colours.edge, width=0.6)
        return top - self.height

    @property
    def _day(self) -> float:
        return self.sheet.style("small").line * 1.2

    @property
    def _step(self) -> float:
        return self.sheet.style("small").line * 0.9

    def _tall(self, one: Timeline) -> float:
        rows = max((level for _, _, level in self._levels[one.id]), default=-1) + 1
        lanes = LANE + (BAND if one.intervals else 0.0)
        lanes += EXPECTED if any(event.dated for event in one.expected) else 0.0
        tall = self.sheet.style("panel").line * 1.2 + rows * self._step + lanes * self.tall
        return tall + self.tall * GAP

    def _stacked(self, one: Timeline) -> list[tuple[Entry, float, int]]:
        """Numbers above the band: each with its place and its row, so that none meets another."""
        style = self.sheet.style("small").with_(face="semibold")
        ends: list[float] = []
        found = []
        dated = [e for e in self.listed.get(one.id, ()) if e.event.dated and not e.event.expected]
        for entry in sorted(dated, key=lambda e: (middle(self.axis, e.event), e.mark)):
            x, half = middle(self.axis, entry.event), width(entry.mark, style) / 2.0 + 0.45
            x = min(max(x, self.axis.left + half), self.axis.right - half)
            free = (row for row, end in enumerate(ends) if end <= x - half)
            level = next(free, len(ends))
            if level >= LEVELS:
                continue
            ends[level : level + 1] = [x + half]
            found.append((entry, x, level))
        return found

    def _draw_course(self, one: Timeline, top: float) -> None:
        sheet, axis, colours = self.sheet, self.axis, self.sheet.look.palette
        rows = max((level for _, _, level in self._levels[one.id]), default=-1) + 1
        lane_tall, band_tall = LANE * self.tall, BAND * self.tall
        lane = top - rows * self._step - lane_tall / 2.0
        band = lane - lane_tall / 2.0 - band_tall / 2.0
        style = sheet.style("small").with_(face="semibold", colour=colours.ink, halo=1.6)
        stalks = []
        for entry, _, level in self._levels[one.id]:
            x = middle(axis, entry.event)
            stalks.append([(x, lane), (x, lane + lane_tall / 2.0 + level * self._step)])
        sheet.path(compound(stalks), edge=colours.muted, width=0.4)
        if one.intervals:
            draw_band(sheet, axis, one.intervals, band, band_tall)
        for event in one.happened:
            if event.dated:
                draw_event(sheet, axis, event, lane)
        for entry, x, level in self._levels[one.id]:
            y = lane + lane_tall / 2.0 + level * self._step + 0.15 * style.line
            sheet.text(x, y, entry.mark, style, align="center")
        self._draw_expected(one, lane, band)

    def _draw_expected(self, one: Timeline, lane: float, band: float) -> None:
        sheet, axis, colours = self.sheet, self.axis, self.sheet.look.palette
        below = band - BAND * self.tall / 2.0 if one.intervals else lane - LANE * self.tall / 2.0
        low = below - EXPECTED * self.tall / 2.0
        dated = [event for event in one.expected if event.dated]
        if not dated:
            return
        sheet.path(
            compound([[(axis.left, low), (axis.right, low)]]),
            edge=colours.rule,
            width=0.5,
            dashes=(1.0, 2.0),
        )
        marks = {id(entry.event): entry.mark for entry in self.listed.get(one.id, ())}
        style = sheet.style("small").with_(face="semibold", colour=colours.route, halo=1.6)
        used = axis.left - 1.0
        places = []
        for event, outcome in zip(one.expected, one.outcomes, strict=True):
            if not event.dated:
                continue
            came = outcome.event or outcome.following
            edge = below if one.intervals else lane
            to = (middle(axis, came), edge) if came and came.dated else None
            draw_expected(sheet, axis, event, low, to, told=outcome.event is not None)
            end = event.last if event.last != dates.LAST else event.first
            places.append((max(middle(axis, event) + 0.6, axis.at(end)), marks.get(id(event), "")))
        for x, mark in sorted(places):
            wide = width(mark, style)
            at = x + 1.2 if x + 1.2 + wide <= axis.right else x - 2.4 - wide
            if mark and at >= used:
                sheet.text(at, low - 0.3 * style.line, mark, style)
                used = at + wide + 0.8


Draw = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Listing:
    """The list below the drawing, in columns."""

    sheet: Sheet
    told: Timelines
    listed: Mapping[str, Sequence[Entry]]
    role: str
    lines: int

    def draw(self, left: float, right: float, columns: int, top: float, room: float) -> float:
        """Draw it from a height downward; the height below its longest column."""
        wide = (right - left - APART * (columns - 1)) / columns
        lowest = top
        for number, blocks in enumerate(self._columns(wide, columns, room) or []):
            x, y = left + number * (wide + APART), top
            for tall, draw in blocks:
                draw(x, y)
                y -= tall
            lowest = min(lowest, y)
        return lowest

    def fits(self, left: float, right: float, columns: int, room: float) -> bool:
        """Whether all of it finds room in columns of a height."""
        wide = (right - left - APART * (columns - 1)) / columns
        return self._columns(wide, columns, room) is not None

    def tall(self, wide: float) -> float:
        """Millimetres of all of it in one column."""
        return sum(tall for tall, _ in self._blocks(wide))

    def _columns(
        self, wide: float, columns: int, room: float
    ) -> list[list[tuple[float, Draw]]] | None:
        blocks = self._blocks(wide)
        whole = sum(tall for tall, _ in blocks)
        height = min(room, whole / columns)
        while height <= room + 1e-6:
            found: list[list[tuple[float, Draw]]] = [[]]
            used = 0.0
            for tall, draw in blocks:
                if used + tall > height + 1e-6 and found[-1]:
                    found.append([])
                    used = 0.0
                found[-1].append((tall, draw))
                used += tall
            fit_ = all(sum(t for t, _ in column) <= room + 1e-6 for column in found)
            if len(found) <= columns and fit_:
                return found
            if height >= room:
                return None
            height = min(room, height + self.sheet.style(self.role).line)
        return None

    def _blocks(self, wide: float) -> list[tuple[float, Draw]]:
        found: list[tuple[float, Draw]] = []
        for one in self.told.timelines:
            listed = self.listed.get(one.id, ())
            happened = [entry for entry in listed if not entry.event.expected]
            expected = [entry for entry in listed if entry.event.expected]
            for heading, some in (
                (one.name, happened),
                (self.told.tr("courses.expected_of", name=one.name), expected),
            ):
                blocks = [self._block(entry, wide) for entry in some]
                if blocks:
                    # A heading goes with the first entry below it.
                    found.append(self._headed(heading, blocks[0], wide, above=bool(found)))
                    found += blocks[1:]
        return found

    def _headed(
        self, heading: str, below: tuple[float, Draw], wide: float, *, above: bool
    ) -> tuple[float, Draw]:
        style = self.sheet.style(self.role).with_(face="bold", colour=self.sheet.look.palette.ink)
        lines = wrap(clean(heading), style, wide, 2)
        space = 0.4 if above else 0.0
        tall = (len(lines) + space + 0.12) * style.line

        def draw(x: float, y: float) -> None:
            for number, line in enumerate(lines):
                self.sheet.text(x, y - (number + space + 1.0) * style.line, line, style)
            below[1](x, y - tall)

        return tall + below[0], draw

    def _block(self, entry: Entry, wide: float) -> tuple[float, Draw]:
        sheet, colours = self.sheet, self.sheet.look.palette
        plain = sheet.style(self.role).with_(colour=colours.ink)
        bold, quiet = plain.with_(face="semibold"), plain.with_(colour=colours.muted)
        ink = colours.route if entry.event.expected else colours.ink
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
            mark = bold.with_(colour=ink)
            sheet.text(x + INDENT - 1.4, y - plain.line, entry.mark, mark, align="right")
            sheet.text(x + INDENT, y - plain.line, head, bold.with_(colour=ink))
            if first:
                sheet.text(x + INDENT + used, y - plain.line, first, plain)
            for number, line in enumerate(lines, start=2):
                sheet.text(x + INDENT, y - number * plain.line, line, plain)
            for number, line in enumerate(told, start=2 + len(lines)):
                sheet.text(x + INDENT, y - number * plain.line, line, quiet)

        return tall, draw
