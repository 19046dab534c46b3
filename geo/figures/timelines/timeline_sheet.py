"""The picture of timelines on a sheet: a few drawn large, many as rows, more as numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import Final

from geo import dates
from geo.atlas import Atlas
from geo.figures.canvas.marginalia import Captions, Imprint, licences, source_line, when_line
from geo.figures.canvas.sheet import Frame, Sheet, sheet
from geo.figures.canvas.style import Look
from geo.figures.timelines.gantt_rows import (
    draw_counts,
    draw_rows,
    labels,
    layers_legend,
    row_height,
)
from geo.figures.timelines.time_axis import Axis, spanning, timeline_legend
from geo.figures.timelines.timeline_drawing import Entry, Listing, TimelineChart, entries, ranked
from geo.figures.world.overview import default_title
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import STATUSES, Answer

MOST_SPOKEN: Final = 14
MOST_EXPECTED: Final = 6
FEW: Final = 4  # Timelines that are drawn large
MOST_EVENTS: Final = 120  # Events that have a number at most
LONGEST: Final = 60  # Rows of a sheet that ends by itself, at most
LONGEST_LIST: Final = 240.0  # Millimetres of the list in a column, at most
TIGHT: Final = 0.78
WIDER: Final = (1.0, 1.3, 1.7, 2.2)  # Heights of lanes to try, relative to the usual one
TALLEST_ROW: Final = 2.4  # Height of a row where there are few, of its usual height, at most
LOWEST: Final = 12.0
TALLEST: Final = 92.0  # Millimetres of the numbers by status: at least, and in a column at most
# Settings of the list, the best first: role of its texts, lines for each description
STYLES: Final = (
    *(("value", lines) for lines in (4, 3, 2)),
    *(("label", lines) for lines in (3, 2, 1)),
    ("tiny", 1),
    ("label", 0),
    ("tiny", 0),
)
BRIEF_STYLES: Final = (("value", 0), ("label", 0), ("tiny", 0))


def in_words(told: Timelines) -> str:
    """What the picture of timelines shows, for a reader who does not see it."""
    tr, (as_of, known) = told.tr, when_line(told.selection, told.tr)
    said = [tr("courses.alt", what=told.sum, as_of=as_of, known=known)]
    if len(told.timelines) <= FEW:
        said += [text for one in told.timelines for text in _told(told, one)]
    else:
        last = [one.intervals[-1] for one in told.missions if one.intervals]
        statuses = Counter(interval.status for interval in last)
        counts = tr.left_out({name: statuses[name] for name in (*STATUSES, "undated")})
        said.append(tr("courses.alt_statuses", as_of=as_of, statuses="; ".join(counts)))
        first = min(told.missions, key=lambda one: one.begun, default=None)
        if first and first.begun != dates.LAST:
            event = next(e for e in first.happened if e.dated)
            values = {"name": first.name, "event": event.named, "when": event.when}
            said.append(tr("courses.alt_first", **values))
        rows = [text for one in told.timelines for text in _expected(told, one)]
        said += rows[:MOST_EXPECTED]
        if len(rows) > MOST_EXPECTED:
            said.append(tr("courses.alt_more", count=len(rows) - MOST_EXPECTED))
    return tr.sentences(text for text in [*said, told.unshown] if text)


def _told(told: Timelines, one: Timeline) -> list[str]:
    tr = told.tr
    events = [f"{event.when}: {event.named}" for event in one.happened[:MOST_SPOKEN]]
    if len(one.happened) > MOST_SPOKEN:
        events.append(tr("courses.alt_more", count=len(one.happened) - MOST_SPOKEN))
    told_ = "; ".join(events) or tr("courses.no_event")
    said = [tr("courses.alt_course", name=one.name, events=told_)]
    intervals, parts = [s for s in one.intervals if s.status != "undated"], []
    for word, run in groupby(intervals, key=lambda s: s.status):
        status = tr.status(word)
        if all(interval.certainty is Answer.POSSIBLE for interval in run):
            status = tr("card.value.perhaps", what=status)
        parts.append(status)
    if parts:
        said.append(tr("courses.alt_status", statuses=", ".join(parts)))
    return [*said, *_expected(told, one)]


def _expected(told: Timelines, one: Timeline) -> Iterator[str]:
    """What was expected of a mission, with its outcome."""
    for event, outcome in zip(one.expected, one.outcomes, strict=True):
        values = {"name": one.name, "event": event.named, "when": event.when}
        yield f"{told.tr('courses.alt_expected', **values)} {outcome.said(told.tr)}"


def drawn(
    atlas: Atlas, told: Timelines, look: Look, captions: Captions, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the picture of courses."""
    if look.size.brief and told.missions:
        told = replace(told, timelines=told.missions)
    with sheet(look, told.tr) as page:
        title = _Picture(atlas, told, page, captions).draw()
        about = {"title": title, "text": in_words(told), "source": atlas.dataset.sha256}
        return page.render(form, dpi, **about), page.remarks


class _Picture:
    def __init__(self, atlas: Atlas, told: Timelines, page: Sheet, captions: Captions) -> None:
        self.atlas, self.told, self.page, self.size = atlas, told, page, page.size
        days = [day for _, event, _ in told.rows() for day in (event.first, event.last)]
        days += [interval.begin for one in told.timelines for interval in one.intervals]
        self.axis = spanning(page, (d for d in days if d != dates.FIRST), told.as_of.toordinal())
        tr, (title, note, credit) = told.tr, captions
        as_of, known = when_line(told.selection, tr)
        named = f"{atlas.dataset.sha256[:12]}{licences(atlas)}"
        missing = "" if self.size.brief else tr("courses.missing")
        data = f"{tr('figure.data.pack', dataset=named)} {missing}".strip()
        subtitle = tr("courses.subtitle", as_of=as_of, known=known, what=told.sum)
        if self.size.card:
            subtitle = tr("figure.pair.briefest", as_of=as_of, known=known)
        said = title or self._title()
        self.imprint = Imprint(said, subtitle, note or "", credit or "", (), [data])
        with sheet(page.look, tr) as trial:
            self.head = self.imprint.draw_head(trial)

    def draw(self) -> str:
        """Draw as much as fits; returns the title."""
        if len(self.told.timelines) > FEW or not self._large():
            self._many()
        return self.imprint.title

    def _title(self) -> str:
        told, tr = self.told, self.told.tr
        if told.pair:
            of = " – ".join(tr.party(code) for code in told.pair)
        elif len(told.timelines) == 1:
            of = told.timelines[0].name
        elif told.ids:
            of = tr("words.missions", count=len(told.missions))
        else:
            of = default_title(told.selection, tr)
        return tr("courses.title", of=tr.capital(of))

    def _numbered(self, kept: Set[int]) -> tuple[dict[str, int], list[str]]:
        """Id of a source -> its number by first use, and the sources of some events in words."""
        numbers: dict[str, int] = {}
        named: dict[str, int] = {}
        for _, event, _ in self.told.rows():
            for cite in event.cites if id(event) in kept else ():
                for text in source_line(self.atlas, [cite.id], self.told.tr, licences=False):
                    numbers[cite.id] = named.setdefault(text, len(named) + 1)
        return numbers, [*named]

    def _large(self) -> bool:
        """Draw a few timelines large, with the list of their events; whether they fit."""
        page, told, size = self.page, self.told, self.size
        axis = self.axis.within(size.left, size.right)
        columns = 1 if size.height is None else 2 if size.card else 3
        total = sum(1 for _ in told.rows())
        most = min(total, MOST_EVENTS)
        while True:
            kept = ranked(told, most)
            numbers, named = self._numbered(kept)
            if not size.brief:
                named = [f"{number} {text}" for number, text in enumerate(named, start=1)]
            imprint = self.imprint._replace(sources=named)
            _, fits = imprint.foot(page)
            shown = {id: number for id, number in numbers.items() if number <= fits}
            listed = entries(told, shown, kept, brief=size.brief)
            legend = timeline_legend(told, self.axis, total - most)
            room = self.head - imprint.foot_height(page) - legend.height - 4.0
            if best := self._set(axis, listed, columns, room):
                break
            if most <= 1:
                return False
            most = min(most - 1, int(most * 0.93))
        chart, listing = best
        head = imprint.draw_head(page)
        foot = None if size.height is None else imprint.draw_foot(page)
        y = chart.draw(head) - 1.0
        legend.draw(y)
        y -= legend.height
        if foot is None:
            y = listing.draw(columns, y - 1.5, listing.tall() + 1.0) - 1.5
            imprint._replace(note=self._note(told.unshown)).end(page, y)
        else:
            y = listing.draw(columns, y - 1.0, y - 1.0 - foot - 1.5)
            self._draw_note(told.unshown, y - 1.0, foot + 1.0)
        if total > most:
            page.remark("courses.told.unlisted", count=total - most)
        return True

    def _set(
        self, axis: Axis, listed: Mapping[str, Sequence[Entry]], columns: int, room: float
    ) -> tuple[TimelineChart, Listing] | None:
        """The best drawing and list that fit into ``room`` millimetres; None where none does."""
        page, told, best = self.page, self.told, None
        if self.size.height is None:
            several = (Listing(page, told, listed, "label", lines) for lines in (6, 3, 2, 1, 0))
            fitting = next((one for one in several if one.tall() <= LONGEST_LIST), None)
            return (TimelineChart(axis, told, listed), fitting) if fitting else None
        for tall in (TIGHT, *WIDER):
            chart = TimelineChart(axis, told, listed, tall)
            for role, lines in BRIEF_STYLES if self.size.brief else STYLES:
                listing = Listing(page, told, listed, role, lines)
                if room > chart.height and listing.fits(columns, room - chart.height):
                    break
            else:
                return best
            # A list that says more goes before lanes that are wider.
            if best and (role, lines) != (best[1].role, best[1].lines):
                return best
            best = chart, listing
        return best

    def _many(self) -> None:
        """Draw a row for each mission where there is room for all, else their numbers by status."""
        page, told, size, tr = self.page, self.told, self.size, self.told.tr
        missions, cited = told.missions, [cite.id for cite in told.sources]
        sources = source_line(self.atlas, cited, tr, licences=False)
        self.imprint = imprint = self.imprint._replace(sources=sources)
        between = self.head - imprint.foot_height(page)
        legend = timeline_legend(told, self.axis)
        columns, rows = 1 if size.height is None or size.card else 2, LONGEST
        if size.height is not None:
            around = self.axis.depth + page.style("small").line * 1.2
            room = between - legend.height - 4.0 - around - page.style("note").line * 2.0
            rows = max(0, int(room / row_height(page)))
        if len(missions) <= rows:
            columns = 1
        remarks = told.unshown
        if len(missions) <= rows * columns:
            head, down = imprint.draw_head(page), -(-len(missions) // columns)
            tall = 1.0 if size.height is None else min(TALLEST_ROW, rows / down)
            table = self.atlas.dataset.missions.by_id
            y = draw_rows(self.axis, told, labels(told, table), columns, tall, head) - 1.0
        else:
            legend = layers_legend(told, self.axis)
            remark = tr("courses.tally", count=len(missions), rows=rows * columns)
            remarks = " ".join(filter(None, [remark, told.unshown]))
            tall = TALLEST
            if size.height is not None:
                noted = imprint._replace(note=self._note(remarks)).note_lines(page, 3)
                note = page.style("note").line * len(noted)
                tall = max(LOWEST, between - legend.height - note - 4.0)
            head = imprint.draw_head(page)
            draw_counts(self.axis, told, Frame(size.left, head - tall, size.wide, tall))
            y = head - tall - 1.0
        legend.draw(y)
        y -= legend.height + 1.0
        if size.height is None:
            imprint._replace(note=self._note(remarks)).end(page, y)
        else:
            self._draw_note(remarks, y, imprint.draw_foot(page) + 1.2)

    def _note(self, remarks: str) -> str:
        return " ".join(filter(None, (self.imprint.note, remarks)))

    def _draw_note(self, remarks: str, y: float, low: float) -> None:
        """Write note and remarks between two heights, or remark that there is no room."""
        page, note = self.page, self._note(remarks)
        spare = int((y - low) / page.style("note").line)
        if note and spare >= 1:
            self.imprint._replace(note=note).draw_note(page, y, min(spare, 3))
        elif self.imprint.note:
            page.remark("figure.told.no_note")
