"""The sources page: every source of the selection, and what is based on each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from geo import exporters
from geo.dataset import ids_of
from geo.render import Markup, render
from geo.reports import cards
from geo.selection import Selection
from geo.ui.components import citations, list_page
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import TITLE, Link, card_link
from geo.ui.state import View
from geo.vocabulary import SEEN, SOURCE_KINDS

# Tables whose rows are based on sources
TABLES: Final = ("events", "positions", "heads", "relations", "coverage", "claims")
_LONGEST: Final = 300
_OF_MISSIONS: Final = ("events", "positions", "heads", "claims")
_FIELDS: Final = ("id", "publisher", "title", "url", "language", "note")
_FILE: Final = ("publisher", "title", "published", "revised", "kind", "seen", "derived_from", "url")


class Source(NamedTuple):
    """A source as a row of the table."""

    row: Mapping[str, str]
    counts: Mapping[str, int]  # Table -> how many of its rows are based on the source
    repeats: str
    through: str


def sources(view: View) -> list[Source]:
    """The sources of the selection; all of the dataset where nothing limits it."""
    by_id = view.atlas.dataset.sources.by_id
    wanted = _wanted(view) if view.selection else by_id.keys()
    counts = cards.resting(view.atlas)

    def publishers(ids: Iterable[str]) -> str:
        names = [by_id[id].publisher if id in by_id else id for id in ids]
        return view.tr.listed(list(dict.fromkeys(names)))

    return [
        Source(row, counts.get(id, {}), publishers(row.derived_from), publishers(row.known_through))
        for id, row in by_id.items()
        if id in wanted
    ]


def _wanted(view: View) -> set[str]:
    """Ids of the sources that say something of the missions, relations and places shown."""
    atlas, selection = view.atlas, view.selection
    shown = set(atlas.missions(selection)["id"])
    found: set[str] = set()
    for row, ids in zip(atlas.dataset.missions, atlas.mission_filter.resting, strict=True):
        if row["id"] in shown:
            found |= ids
    for frame in (atlas.relations(selection), atlas.places(selection)):
        found.update(id for text in frame["sources"] for id in ids_of(text))
    day = selection.known_on_day
    return {id for id in found if atlas.publication.of([id]).possibly <= day}


def _content(view: View) -> Content[Source]:
    found, total = sources(view), len(view.atlas.dataset.sources)
    key = "page.list.of_selection" if view.selection else "page.list.whole"
    return Content(
        found,
        [view.tr(key, count=len(found), total=total)],
        every=view.link(selection=Selection(), show="", page=1) if len(found) < total else "",
    )


def _csv(_: View, found: Sequence[Source]) -> bytes:
    rows = [
        [one.row["id"]]
        + [one.row[name] for name in _FILE]
        + [one.counts.get(name, 0) for name in TABLES]
        for one in found
    ]
    return exporters.table(["id", *_FILE, *TABLES], rows)


def columns(view: View) -> list[Column[Source]]:
    """The columns of the table."""
    tr = view.tr

    def card(one: Source) -> Link:
        name = tr.capital(one.row["publisher"]) or one.row["id"]
        return card_link(view, name, one.row["id"], _LONGEST)

    def title(one: Source) -> Markup:
        """The title with its address, and the copy that an archive keeps."""
        language = one.row["language"]
        language = language if language.isalpha() and language != "mul" else ""
        return render("ui/source_title", row=one.row, language=language, tr=tr)

    def date(one: Source) -> str:
        published, revised = one.row["published"], one.row["revised"]
        day = tr.date(published) if published else tr("page.list.undated")
        return tr("page.list.revised", date=day, revised=tr.date(revised)) if revised else day

    def kind(one: Source) -> str:
        word = one.row["kind"]
        return tr(f"page.list.kinds.{word}") if word in SOURCE_KINDS else word

    def seen(one: Source) -> str:
        how = one.row["seen"]
        return tr(f"page.list.how.{how}", names=one.through) if how and how in SEEN else how

    def based(one: Source) -> Cell:
        """How many rows of each table are based on a source, and a link to their missions."""
        counts = [(name, one.counts.get(name, 0)) for name in TABLES]
        text = ", ".join(tr(f"card.count.{name}", count=count) for name, count in counts if count)
        if not any(one.counts.get(name) for name in _OF_MISSIONS):
            return text
        to = view.link("map", selection=view.selection.but(sources=(one.row["id"],)), show="")
        return [text, " ", Link(tr("page.list.filter"), to, focus=TITLE)]

    return [
        Column.text("publisher", lambda one: one.row["publisher"], card),
        Column.text("title", lambda one: one.row["title"], title, label="title_column"),
        Column("published", lambda one: list_page.first_day(one.row["published"]), date),
        Column.word("kind", SOURCE_KINDS, lambda one: one.row["kind"], kind),
        Column.word("seen", SEEN[:-1], lambda one: one.row["seen"], seen, dash=False),
        Column.text("repeats", lambda one: one.repeats),
        Column("all", lambda one: sum(one.counts.values()), based, label="rests"),
    ]


PAGE: Final = ListPage(
    "sources",
    lambda word: f"page.list.{word}",
    "publisher",
    columns,
    _content,
    found="page.list.found",
    search=lambda one, tr: [one.row[name] for name in _FIELDS],
    csv=_csv,
    more_files=lambda view, found: citations.files(view, tuple(one.row["id"] for one in found)),
)
