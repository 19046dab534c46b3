"""The records of a subject in a dataset, each with its label."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from geo import i18n
from geo.dataset import Dataset, days_of, ids_of

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.ui.state import View

_PAIR: Final = 2
_MOST_SOURCES: Final = 2
_LONGEST: Final = 160

Cells = Mapping[str, str]


def about(dataset: Dataset, subject: str) -> dict[str, list[Cells]]:
    """Table -> the records of a subject: a mission, source, place, state or pair."""
    mission = dataset.missions.by_id.get(subject)
    codes = [mission["sending"], mission["receiving"]] if mission else subject.split("-")
    pair = set(codes) if mission or len(codes) == _PAIR else set()

    def covers(row: Cells) -> bool:
        ends = {row["sending"], row["receiving"]}
        return row["mission"] == subject or subject in ends or (ends == pair and not mission)

    def relates(row: Cells) -> bool:
        parties = {row["a"], row["b"], row["third"]} - {""}
        return subject in parties or (bool(pair) and pair <= parties)

    found: dict[str, list[Cells]] = {
        table: [row for row in (dataset.by_id[table].get(subject),) if row]
        for table in ("missions", "sources", "places")
    }
    for table in ("events", "positions", "heads"):
        found[table] = [row for row in dataset.rows[table] if row["mission"] == subject]
    found["coverage"] = [row for row in dataset.rows["coverage"] if covers(row)]
    found["relations"] = [row for row in dataset.rows["relations"] if relates(row)]
    for table in ("events", "relations"):
        found[table].sort(key=lambda row: days_of(row["date"]))
    own = {subject, *(row["id"] for rows in found.values() for row in rows)}
    found["claims"] = [row for row in dataset.rows["claims"] if row["subject"] in own]
    return {table: rows for table, rows in found.items() if rows}


def label(view: View, table: str, row: Cells, deprecated: bool = False) -> str:
    """A record in one line: value, date, sources and rank."""
    tr = view.tr
    date = _DATES[table](row, tr) if table in _DATES else ""
    rank = row["rank"] if table in ("claims", "positions") else "deprecated" if deprecated else ""
    parts = (
        _cut(_SAYS[table](row, view)),
        date,
        _sources(view, row),
        tr(f"card.tag.{rank}") if rank else "",
    )
    return " · ".join(filter(None, parts))


def _sources(view: View, row: Cells) -> str:
    by_id = view.atlas.dataset.sources.by_id
    ids = ids_of(row.get("sources") or row.get("source") or "")
    names = list(dict.fromkeys(by_id[id].publisher if id in by_id else id for id in ids))
    told = [_cut(name) for name in names[:_MOST_SOURCES]]
    if len(names) > _MOST_SOURCES:
        told.append(view.tr("editform.more_sources", count=len(names) - _MOST_SOURCES))
    return view.tr.listed(told) if told else ""


def _cut(text: str) -> str:
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    return i18n.plain(short)


def _claim(row: Cells, view: View) -> str:
    names = view.atlas.dataset.presentation.proper_names
    return f"{view.tr.heading(row['property'], names)}: {row['value']}"


def _position(row: Cells, view: View) -> str:
    point = ", ".join(filter(None, (row["latitude"], row["longitude"])))
    place = view.atlas.dataset.places.by_id.get(row["place"])
    where = place.name if place else point
    method = view.tr(f"editform.method.{row['method']}")
    return view.tr.capital(f"{method}: {where}" if where else method)


def _coverage(row: Cells, view: View) -> str:
    tr = view.tr
    ends = f"{tr.party(row['sending'])} → {tr.party(row['receiving'])}"
    where = row["mission"] or row["city"]
    face = tr(f"editform.face.{row['face']}")
    return f"{ends}: {face}" + (f" ({where})" if where else "")


def _event(row: Cells, view: View) -> str:
    named = view.tr.capital(view.tr.event(row["kind"]))
    return f"{named}: {row['detail']}" if row["detail"] else named


_SAYS: Final[Mapping[str, Callable[[Cells, View], str]]] = {
    "missions": lambda row, view: view.tr.label(
        row["kind"], row["sending"], row["receiving"], row["city"]
    ),
    "sources": lambda row, view: f"{row['publisher']}: {row['title']}",
    "places": lambda row, view: row["name"],
    "events": _event,
    "positions": _position,
    "heads": lambda row, view: f"{row['name']}, {view.tr.rank(row['rank'])}",
    "coverage": _coverage,
    "relations": lambda row, view: row["title"],
    "claims": _claim,
}


def _post(row: Cells, tr: Translator) -> str:
    ends = [tr.date(row[name]) for name in ("start", "end")]
    return " – ".join(end or "…" for end in ends) if any(ends) else ""


_DATES: Final[Mapping[str, Callable[[Cells, Translator], str]]] = {
    "sources": lambda row, tr: tr.date(row["published"]),
    "events": lambda row, tr: tr.when(row["date"], row["sense"]),
    "positions": lambda row, tr: tr.date(row["valid"]),
    "heads": _post,
    "coverage": lambda row, tr: tr.when(row["valid"], row["sense"]) if row["valid"] else "",
    "relations": lambda row, tr: tr.when(row["date"], row["sense"]),
    "claims": lambda row, tr: tr.date(row["valid"]),
}
