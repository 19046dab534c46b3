"""Records of a mission, a source, a place or a state: list, choose, correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import i18n, parties
from geo.editing import REVISIONS
from geo.ui.components.parts import line
from geo.ui.edit import choices, fields, records
from geo.ui.edit.fields import Faults
from geo.ui.edit.form_state import EXISTING, WITH_CELLS, Desk, desk, key_of

if TYPE_CHECKING:
    from geo.ui.edit.rows import Told
    from geo.ui.state import View

_ABOUT: Final = "edit_about"
_MOST: Final = 40
_FEW: Final = 8
_LONGEST: Final = 400


def draw(view: View, told: Told) -> None:
    """Draw the choice of a subject, then its records or the chosen record."""
    at, tr = desk(), view.tr
    options = dict(choices.subjects(view))
    if at.about and at.about not in options:
        options = {at.about: at.about, **options}
    st.session_state[_ABOUT] = at.about or None
    st.selectbox(
        tr("editform.about"),
        list(options),
        key=_ABOUT,
        index=None,
        format_func=lambda id: options.get(id, id),
        placeholder=tr("editform.about_hint"),
        on_change=_chosen,
        filter_mode="contains",
    )
    if at.record:
        _record(view, at, *at.record, told)
    elif at.about:
        _list(view, at)


def _chosen() -> None:
    desk().turn_to(EXISTING, str(st.session_state.get(_ABOUT) or ""))


def _list(view: View, at: Desk) -> None:
    tr = view.tr
    found = records.about(view.atlas.dataset, at.about)
    st.caption(tr("editform.choose_record" if found else "editform.no_records"))
    for table, rows in found.items():
        title = tr(f"editform.records.{table}", count=len(rows))
        with st.expander(title, expanded=len(rows) <= _FEW, key=f"records_{table}"):
            shown = rows
            if len(rows) > _MOST:
                key = f"find_{table}_{at.about}"
                terms = st.text_input(tr("editform.find"), key=key, max_chars=200)
                shown = [row for row in rows if _has(view, table, row, terms)]
            for row in shown[:_MOST]:
                st.button(
                    i18n.markdown(_label(view, table, row), _LONGEST),
                    key=f"open_{table}_{row['id']}",
                    icon=":material/edit:",
                    type="tertiary",
                    on_click=at.turn_to,
                    args=(EXISTING, at.about, (table, row["id"])),
                )
            if len(shown) > _MOST:
                st.caption(tr("editform.found_first", count=len(shown), number=_MOST))


def _has(view: View, table: str, row: records.Cells, terms: str) -> bool:
    said = parties.fold(f"{_label(view, table, row)} {row['id']}")
    return all(term in said for term in parties.fold(terms).split())


def _label(view: View, table: str, row: records.Cells) -> str:
    deprecated = table == "events" and row["id"] in view.atlas.publication.deprecated
    return records.label(view, table, row, deprecated)


def title(view: View, table: str, id: str) -> str:
    """The label of a record; its id if the dataset no longer has it."""
    row = view.atlas.dataset.by_id[table].get(id)
    return _label(view, table, row) if row else id


def _record(view: View, at: Desk, table: str, id: str, told: Told) -> None:
    tr, row = view.tr, view.atlas.dataset.by_id[table].get(id)
    st.button(
        tr("editform.all_records"),
        key="edit_all_records",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_back,
    )
    line(i18n.plain(title(view, table, id), _LONGEST), style="ea-part", element="h2")
    if row is None:
        st.caption(tr("editform.gone"))
        return
    acts = REVISIONS[table]
    if len(acts) > 1:
        key = key_of(at, "act")
        st.session_state[key] = at.act or None
        st.radio(
            tr("editform.do"),
            acts,
            index=None,
            key=key,
            format_func=lambda act: tr(f"editform.act.{_named(table, act)}"),
            captions=[tr(f"editform.act_help.{_named(table, act)}") for act in acts],
            on_change=_do,
            args=(key,),
        )
    else:
        begin(at, view, table, id, acts[0])
    if at.act in WITH_CELLS:
        begin(at, view, table, id, at.act)
        problems: Faults = told.get(table, {})
        fields.draw(view, table, problems)


def begin(at: Desk, view: View, table: str, id: str, act: str) -> None:
    """Fill the form with the values of the record, unless something was typed."""
    at.of("act").update(act=act, about=at.about)
    if act in WITH_CELLS and not at.of(table):
        for part in (table, "was"):
            at.of(part).update(view.atlas.dataset.by_id[table][id])


def _named(table: str, act: str) -> str:
    """Message key of an action, for a table."""
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
