"""The picture of timelines on a sheet: a few drawn large, many as rows, more as numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from geo import dates
from geo.atlas import Atlas
from geo.figures.canvas.legend import Legend
from geo.figures.canvas.notices import Captions, Imprint, licences, source_line, when_line
from geo.figures.canvas.sheet import About, Frame, Sheet, sheet
from geo.figures.canvas.style import Look
from geo.figures.timelines.gantt_rows import GanttRows, StatusCounts, labels, row_height
from geo.figures.timelines.time_axis import Axis, spanning
from geo.figures.timelines.timeline_drawing import Entry, Listing, TimelineChart, entries, ranked
from geo.figures.timelines.timeline_legend import layers_legend, timeline_legend
from geo.figures.world.world_text import default_title
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import STATUSES, Answer

MOST_SPOKEN: Final = 14
MOST_EXPECTED: Final = 6


def title(told: Timelines) -> str:
    """The default title of the picture."""
    tr = told.tr
    if told.pair:
        of = " – ".join(tr.party(code) for code in told.pair)
    elif len(told.timelines) == 1:
        of = told.timelines[0].name
    elif told.ids:
        of = tr("words.missions", count=len(told.missions))
    else:
        of = default_title(told.selection, tr)
    return tr("courses.title", of=tr.capital(of))


def alt_text(told: Timelines, as_of: str, known: str) -> str:
    """What the picture shows, for a reader who does not see it."""
    tr = told.tr
    said = [tr("courses.alt", what=told.sum, as_of=as_of, known=known)]
    if len(told.timelines) <= FEW:
        for one in told.timelines:
            said += _told(told, one)
    else:
        last = [one.intervals[-1] for one in told.missions if one.intervals]
        statuses = Counter(interval.status for interval in last)
        counts = tr.left_out({name: statuses[name] for name in (*STATUSES, "undated")})
        said.append(tr("courses.alt_statuses", as_of=as_of, statuses="; ".join(counts)))
        begun = [one.begun for one in told.missions if one.begun != dates.LAST]
        if begun:
            first = next(one for one in told.missions if one.begun == min(begun))
            event = next(e for e in first.happened if e.dated)
            said.append(
                tr("courses.alt_first", name=first.name, event=event.named, when=event.when)
            )
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
    if not events:
        events = [tr("courses.no_event")]
    said = [tr("courses.alt_course", name=one.name, events="; ".join(events))]
    intervals = [s for s in one.intervals if s.status != "undated"]
    parts = []
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


FEW: Final = 4  # Timelines that are drawn large
MOST_EVENTS: Final = 120  # Events that have a number at most
LONGEST: Final = 60  # Rows of a sheet that ends by itself, at most
LONGEST_LIST: Final = 240.0  # Millimetres of the list in a column, at most
TIGHT: Final = 0.78
WIDER: Final = (1.0, 1.3, 1.7, 2.2)
"""How tall lanes are, of their usual height: where there is little room, where there is more."""

TALLEST_ROW: Final = 2.4  # Height of a row where there are few, of its usual height, at most
LOWEST: Final = 12.0

TALLEST: Final = 92.0  # Millimetres of the numbers by status: at least, and in a column at most
STYLES: Final = (
    *(("value", lines) for lines in (4, 3, 2)),
    *(("label", lines) for lines in (3, 2, 1)),
    ("tiny", 1),
    ("label", 0),
    ("tiny", 0),
)
"""How the list may be set, the best first: role of its texts, lines of what is told."""

BRIEF_STYLES: Final = (("value", 0), ("label", 0), ("tiny", 0))


@dataclass(frozen=True)
class _Work:
    atlas: Atlas
    told: Timelines
    page: Sheet
    axis: Axis
    captions: Captions


def in_words(told: Timelines) -> str:
    """What the picture of timelines shows, for a reader who does not see it."""
    return alt_text(told, *when_line(told.selection, told.tr))


def drawn(
    atlas: Atlas, told: Timelines, look: Look, captions: Captions, form: str, dpi: int
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the picture of courses."""
    if look.size.brief and told.missions:
        told = replace(told, timelines=told.missions)
    events = [event for _, event, _ in told.rows()]
    days = [day for event in events for day in (event.first, event.last)]
    days += [interval.begin for one in told.timelines for interval in one.intervals]
    axis = spanning((d for d in days if d != dates.FIRST), told.as_of.toordinal())
    with sheet(look, told.tr) as page:
        work = _Work(atlas, told, page, axis, captions)
        imprint = (_large(work) if len(told.timelines) <= FEW else None) or _many(work)
        about = About(imprint.title, in_words(told), atlas.dataset.sha256)
        return page.render(form, about, dpi), page.remarks


def _numbered(work: _Work, kept: Set[int]) -> tuple[dict[str, int], list[str]]:
    """Id of a source -> its number by first use, and the sources of some events in words."""
    numbers: dict[str, int] = {}
    named: dict[str, int] = {}
    for _, event, _ in work.told.rows():
        for cite in event.cites if id(event) in kept else ():
            for text in source_line(work.atlas, [cite.id], work.told.tr, licences=False):
                numbers[cite.id] = named.setdefault(text, len(named) + 1)
    return numbers, [f"{number} {text}" for text, number in named.items()]


def _imprint(work: _Work, sources: Sequence[str]) -> Imprint:
    told, tr, size = work.told, work.told.tr, work.page.look.size
    as_of, known = when_line(told.selection, tr)
    given, note, credit = work.captions
    named = f"{work.atlas.dataset.sha256[:12]}{licences(work.atlas)}"
    missing = "" if size.brief else tr("courses.missing")
    data = f"{tr('figure.data.pack', dataset=named)} {missing}".strip()
    subtitle = tr("courses.subtitle", as_of=as_of, known=known, what=told.sum)
    if size.card:
        subtitle = tr("figure.pair.briefest", as_of=as_of, known=known)
    return Imprint(
        title=given or title(told),
        subtitle=subtitle,
        as_of=as_of,
        known_on=known,
        note=note or "",
        credit=credit or "",
        sources=sources,
        data=[data],
        tr=tr,
    )


# ---- a few, drawn large ----


def _large(work: _Work) -> Imprint | None:
    """Draw a few timelines large, with the list of their events; None where there is no room."""
    page, told = work.page, work.told
    size = page.look.size
    axis = work.axis.within(size.left, size.right)
    columns = 1 if size.height is None else 2 if size.card else 3
    total = sum(1 for _ in told.rows())
    head = _head(work)
    for most in _shrinking(min(total, MOST_EVENTS)):
        kept = ranked(told, most)
        numbers, named = _numbered(work, kept)
        imprint = _imprint(
            work, [text.partition(" ")[2] for text in named] if size.brief else named
        )
        fits = imprint.sources_named(page)
        shown = {id: number for id, number in numbers.items() if number <= fits}
        listed = entries(told, shown, kept, brief=size.brief)
        legend = timeline_legend(told, work.axis, page, total - most)
        best: tuple[TimelineChart, Listing] | None = None
        if size.height is None:
            timeline_chart = TimelineChart(page, axis, told, listed)
            wide = size.right - size.left
            several = (Listing(page, told, listed, "label", lines) for lines in (6, 3, 2, 1, 0))
            fitting = (one for one in several if one.tall(wide) <= LONGEST_LIST)
            if (chosen := next(fitting, None)) is None:
                continue
            best = timeline_chart, chosen
        else:
            room = head - imprint.foot_height(page) - legend.height - 4.0
            for tall in (TIGHT, *WIDER):
                timeline_chart = TimelineChart(page, axis, told, listed, tall)
                listing = _set(page, told, listed, columns, room - timeline_chart.height)
                # A list that says more goes before lanes that are wider.
                if listing is None or (
                    best and (listing.role, listing.lines) != (best[1].role, best[1].lines)
                ):
                    break
                best = timeline_chart, listing
            if best is None:
                continue
        _large_placed(work, imprint, *best, legend, columns)
        if total > most:
            page.remark("courses.told.unlisted", count=total - most)
        return imprint
    return None


def _set(
    page: Sheet, told: Timelines, listed: Mapping[str, Sequence[Entry]], columns: int, room: float
) -> Listing | None:
    """The list as well set as a room allows; None where it does not fit."""
    size = page.look.size
    for role, lines in BRIEF_STYLES if size.brief else STYLES:
        listing = Listing(page, told, listed, role, lines)
        if room > 0.0 and listing.fits(size.left, size.right, columns, room):
            return listing
    return None


def _shrinking(total: int) -> list[int]:
    """Numbers of events to try, the most first."""
    found = [total]
    while found[-1] > 1:
        found.append(min(found[-1] - 1, int(found[-1] * 0.93)))
    return found


def _head(work: _Work) -> float:
    with sheet(work.page.look, work.told.tr) as trial:
        return _imprint(work, ()).draw_head(trial)


def _note(imprint: Imprint, *remarks: str) -> Imprint:
    return replace(imprint, note=" ".join(text for text in (imprint.note, *remarks) if text))


def _large_placed(
    work: _Work,
    imprint: Imprint,
    timeline_chart: TimelineChart,
    listing: Listing,
    legend: Legend,
    columns: int,
) -> None:
    page, size = work.page, work.page.look.size
    head = imprint.draw_head(page)
    foot = None if size.height is None else imprint.draw_foot(page)
    y = timeline_chart.draw(head) - 1.0
    legend.draw(y)
    y -= legend.height
    if foot is None:
        tall = listing.tall(size.right - size.left) + 1.0
        y = listing.draw(size.left, size.right, columns, y - 1.5, tall) - 1.5
        _foot(work, imprint, y, work.told.unshown)
    else:
        y = listing.draw(size.left, size.right, columns, y - 1.0, y - 1.0 - foot - 1.5)
        _draw_note(page, imprint, work.told.unshown, y - 1.0, foot + 1.0)


def _draw_note(page: Sheet, imprint: Imprint, remarks: str, y: float, low: float) -> None:
    """Write note and remarks between two heights, or remark that there is no room."""
    noted, spare = _note(imprint, remarks), int((y - low) / page.style("note").line)
    if noted.note and spare >= 1:
        noted.draw_note(page, y, min(spare, 3))
    elif imprint.note:
        page.remark("figure.told.no_note")


# ---- many ----


def _many(work: _Work) -> Imprint:
    """Draw a row for each mission where there is room for all, else their numbers by status."""
    page, told, size = work.page, work.told, work.page.look.size
    missions = told.missions
    sources = source_line(work.atlas, [cite.id for cite in told.sources], told.tr, licences=False)
    imprint = _imprint(work, sources)
    between = _head(work) - imprint.foot_height(page)
    legend = timeline_legend(work.told, work.axis, work.page)
    columns, rows = 1 if size.height is None or size.card else 2, LONGEST
    if size.height is not None:
        around = Axis.depth(page) + page.style("small").line * 1.2
        room = between - legend.height - 4.0 - around - page.style("note").line * 2.0
        rows = max(0, int(room / row_height(page)))
    if len(missions) <= rows:
        columns = 1
    if len(missions) <= rows * columns:
        table = work.atlas.dataset.missions.by_id
        rows_of = ((one, table[one.id]) for one in missions)
        named = labels(told, [(one, row.kind, row.city) for one, row in rows_of])
        head = imprint.draw_head(page)
        down = -(-len(named) // columns)
        tall = 1.0 if size.height is None else min(TALLEST_ROW, rows / down)
        gantt_rows = GanttRows(page, work.axis, told, named, size.left, size.right, columns, tall)
        y = gantt_rows.draw(head) - 1.0
        remarks = told.unshown
    else:
        legend = layers_legend(work.told, work.axis, work.page)
        remark = told.tr("courses.tally", count=len(missions), rows=rows * columns)
        remarks = " ".join(filter(None, [remark, told.unshown]))
        tall = TALLEST
        if size.height is not None:
            note = page.style("note").line * _note(imprint, remarks).note_lines(page, 3)
            tall = max(LOWEST, between - legend.height - note - 4.0)
        head = imprint.draw_head(page)
        frame = Frame(size.left, head - tall, size.right - size.left, tall)
        StatusCounts(page, work.axis, told).draw(frame)
        y = head - tall - 1.0
    legend.draw(y)
    _foot(work, imprint, y - legend.height - 1.0, remarks)
    return imprint


def _foot(work: _Work, imprint: Imprint, y: float, remarks: str) -> None:
    """Write what is left out, and the foot, below a height."""
    page, size = work.page, work.page.look.size
    if size.height is None:
        y = _note(imprint, remarks).draw_note(page, y)
        page.end(imprint.draw_foot(page, y - 1.0) - size.margin)
        return
    _draw_note(page, imprint, remarks, y, imprint.draw_foot(page) + 1.2)
