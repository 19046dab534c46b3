"""Records of a mission, a source, a place or a state: list, choose, correct."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo import i18n, parties
from geo.dataset import Dataset, days_of, ids_of
from geo.editing import REVISIONS
from geo.ui.components.parts import button, find, head, radio
from geo.ui.edit import choices, fields
from geo.ui.edit.form_state import EXISTING, WITH_CELLS, Desk, desk, key_of
from geo.ui.edit.rows import Told
from geo.ui.state import View

Cells = Mapping[str, str]
_ABOUT: Final = "edit_about"
_MOST: Final = 40
_FEW: Final = 8
_LONGEST: Final = 400
_MOST_SOURCES: Final = 2
_LONGEST_PART: Final = 160


def draw(view: View, told: Told) -> None:
    """Draw the choice of a subject, then its records or the chosen record."""
    at, tr = desk(), view.tr
    options = dict(choices.subjects(view))
    if at.about and at.about not in options:
        options = {at.about: at.about, **options}

    def chosen() -> None:
        at.turn_to(EXISTING, st.session_state.get(_ABOUT) or "")

    st.session_state[_ABOUT] = at.about or None
    hint = tr("editform.about_hint")
    find(tr("editform.about"), options, _ABOUT, hint, on_change=chosen)
    if at.record:
        _record(view, at, *at.record, told)
    elif at.about:
        _list(view, at)


def _list(view: View, at: Desk) -> None:
    tr = view.tr
    found = about(view.atlas.dataset, at.about)
    st.caption(tr("editform.choose_record" if found else "editform.no_records"))
    for table, rows in found.items():
        heading = tr(f"editform.records.{table}", count=len(rows))
        with st.expander(heading, expanded=len(rows) <= _FEW, key=f"records_{table}"):
            named = {row["id"]: label(view, table, row) for row in rows}
            if len(rows) > _MOST:
                key = f"find_{table}_{at.about}"
                terms = parties.fold(st.text_input(tr("editform.find"), key=key, max_chars=200))
                folded = {id: parties.fold(f"{name} {id}") for id, name in named.items()}
                wanted = [id for id in named if all(one in folded[id] for one in terms.split())]
                named = {id: named[id] for id in wanted}
            for id, name in list(named.items())[:_MOST]:
                text, key = i18n.markdown(name, _LONGEST), f"open_{table}_{id}"
                to = EXISTING, at.about, (table, id)
                button(text, key, at.turn_to, *to, icon="edit", type="tertiary")
            if len(named) > _MOST:
                st.caption(tr("editform.found_first", count=len(named), number=_MOST))


def title(view: View, table: str, id: str) -> str:
    """The label of a record; its id if the dataset no longer has it."""
    row = view.atlas.dataset.by_id[table].get(id)
    return label(view, table, row) if row else id


def _record(view: View, at: Desk, table: str, id: str, told: Told) -> None:
    tr = view.tr
    text = tr("editform.all_records")
    button(text, "edit_all_records", _back, icon="arrow_back", type="tertiary")
    head(i18n.plain(title(view, table, id), _LONGEST))
    if id not in view.atlas.dataset.by_id[table]:
        st.caption(tr("editform.gone"))
        return
    acts = {act: _named(table, act) for act in REVISIONS[table]}
    if len(acts) > 1:
        key = key_of(at, "act")
        st.session_state[key] = at.act or None
        named = {act: tr(f"editform.act.{name}") for act, name in acts.items()}
        captions = [tr(f"editform.act_help.{name}") for name in acts.values()]
        how = {"index": None, "captions": captions, "on_change": _do, "args": (key,)}
        radio(tr("editform.do"), named, key, **how)
    act = at.act if len(acts) > 1 else next(iter(acts))
    if len(acts) == 1 or act in WITH_CELLS:
        at.of("act").update(act=act, about=at.about)
    if act in WITH_CELLS:
        if not at.of(table):  # nothing was typed yet
            for part in (table, "was"):
                at.of(part).update(view.atlas.dataset.by_id[table][id])
        fields.draw(view, table, told.get(table, {}))


def _named(table: str, act: str) -> str:
    if act == "change" and "correct" not in REVISIONS[table]:
        return "change_only"
    return "deprecate_event" if act == "deprecate" and table == "events" else act


def _do(key: str) -> None:
    at = desk()
    at.of("act").update(act=str(st.session_state.get(key) or ""), about=at.about)
    at.draft = at.checked = None
    at.tried = False


def _back() -> None:
    at = desk()
    at.opened.pop(at.about, None)
    at.turn_to(EXISTING, at.about)


def about(dataset: Dataset, subject: str) -> dict[str, list[Cells]]:
    """Table -> the records of a subject: a mission, source, place, state or pair."""
    mission = dataset.missions.by_id.get(subject)
    codes = [mission["sending"], mission["receiving"]] if mission else subject.split("-")
    pair = set(codes) if mission or len(codes) == 2 else set()

    def covers(row: Cells) -> bool:
        ends = {row["sending"], row["receiving"]}
        return row["mission"] == subject or subject in ends or (ends == pair and not mission)

    def relates(row: Cells) -> bool:
        parties = {row["a"], row["b"], row["third"]} - {""}
        return subject in parties or (bool(pair) and pair <= parties)

    rows = dataset.rows
    found: dict[str, list[Cells]] = {
        table: [row for row in (dataset.by_id[table].get(subject),) if row]
        for table in ("missions", "sources", "places")
    }
    for table in ("events", "positions", "heads"):
        found[table] = [row for row in rows[table] if row["mission"] == subject]
    found["coverage"] = [row for row in rows["coverage"] if covers(row)]
    found["relations"] = [row for row in rows["relations"] if relates(row)]
    for table in ("events", "relations"):
        found[table].sort(key=lambda row: days_of(row["date"]))
    own = {subject, *(row["id"] for some in found.values() for row in some)}
    found["claims"] = [row for row in rows["claims"] if row["subject"] in own]
    return {table: some for table, some in found.items() if some}


def label(view: View, table: str, row: Cells) -> str:
    """A record in one line: value, date, sources and rank."""
    tr = view.tr
    deprecated = table == "events" and row["id"] in view.atlas.publication.deprecated
    rank = row["rank"] if table in ("claims", "positions") else "deprecated" if deprecated else ""
    by_id, ids = (
        view.atlas.dataset.sources.by_id,
        ids_of(row.get("sources") or row.get("source") or ""),
    )
    names = list(dict.fromkeys(by_id[id].publisher if id in by_id else id for id in ids))
    told = [_cut(name) for name in names[:_MOST_SOURCES]]
    if (more := len(names) - _MOST_SOURCES) > 0:
        told.append(tr("editform.more_sources", count=more))
    value, date = _said(view, table, row)
    parts = _cut(value), date, tr.listed(told), tr(f"card.tag.{rank}") if rank else ""
    return " · ".join(filter(None, parts))


def _cut(text: str) -> str:
    short = text if len(text) <= _LONGEST_PART else f"{text[:_LONGEST_PART].rstrip()}…"
    return i18n.plain(short)


def _said(view: View, table: str, row: Cells) -> tuple[str, str]:
    """The value of a record and its date, in words."""
    tr, dataset = view.tr, view.atlas.dataset
    match table:
        case "missions":
            return tr.label(row["kind"], row["sending"], row["receiving"], row["city"]), ""
        case "sources":
            return f"{row['publisher']}: {row['title']}", tr.date(row["published"])
        case "places":
            return row["name"], ""
        case "events":
            named = tr.capital(tr.event(row["kind"]))
            said = f"{named}: {row['detail']}" if row["detail"] else named
            return said, tr.when(row["date"], row["sense"])
        case "positions":
            place = dataset.places.by_id.get(row["place"])
            point = ", ".join(filter(None, (row["latitude"], row["longitude"])))
            method, where = tr(f"editform.method.{row['method']}"), place.name if place else point
            return tr.capital(f"{method}: {where}" if where else method), tr.date(row["valid"])
        case "heads":
            ends = [tr.date(row[name]) for name in ("start", "end")]
            post = " – ".join(end or "…" for end in ends) if any(ends) else ""
            return f"{row['name']}, {tr.rank(row['rank'])}", post
        case "coverage":
            ends = [tr.party(row[name]) for name in ("sending", "receiving")]
            face, where = tr(f"editform.face.{row['face']}"), row["mission"] or row["city"]
            said = f"{' → '.join(ends)}: {face}" + (f" ({where})" if where else "")
            return said, tr.when(row["valid"], row["sense"]) if row["valid"] else ""
        case "relations":
            return row["title"], tr.when(row["date"], row["sense"])
    heading = tr.heading(row["property"], dataset.presentation.proper_names)
    return f"{heading}: {row['value']}", tr.date(row["valid"])
