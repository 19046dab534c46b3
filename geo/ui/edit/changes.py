"""Changes of an edit, conflicts with other edits, and the history, as the page shows them."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from geo import editing, i18n
from geo.editing import Changes, Edit
from geo.i18n import Translator
from geo.render import render
from geo.ui import errors
from geo.ui.components.parts import CARD, TITLE, Link, Piece, line
from geo.ui.edit import actions
from geo.ui.edit.form_state import EXISTING, Desk
from geo.ui.state import View

_MOST_LINES: Final = 120
_LONGEST: Final = 600
_MOST_EDITS: Final = 20
_APART: Final = "editing.conflict"
"""Key of a conflict with rows that others have changed meanwhile."""

_SIGNS: Final = {"+": "ea-added", "-": "ea-removed", "~": "ea-altered"}


def difference(found: Changes, view: View, label: str) -> None:
    """Show what differs in the tables, line by line."""
    lines = found.text(view.tr, partial(_column, view.tr)).splitlines()
    shown = lines[:_MOST_LINES]
    if len(lines) > len(shown):
        shown.append(view.tr("editform.cut", number=len(lines) - len(shown)))
    made = []
    for one in shown:
        sign = _SIGNS.get(one.lstrip()[:1], "") if one.startswith("  ") and one[2] != " " else ""
        level = min(3, (len(one) - len(one.lstrip())) // 2)
        made.append({"level": level, "sign": sign, "text": i18n.plain(one.strip(), _LONGEST)})
    st.html(render("ui/difference", label=label, lines=made))


def _column(tr: Translator, name: str) -> str:
    key = f"editform.label.{name}"
    return tr(key) if tr.has(key) else name


def saved(at: Desk, view: View) -> None:
    """Say what was saved last, and lead to it."""
    found = at.saved
    if found is None:
        return
    tr = view.tr
    summary = found.changes.summary(tr)
    if found.edit.undoes:
        said = tr("editform.history.undone", id=found.edit.undoes, summary=summary)
    else:
        said = tr("editform.saved", id=found.edit.id, summary=summary)
    way: Piece = ""
    for change in found.changes:
        if change.after is None:
            continue
        if change.table == "missions":
            to = view.link("map", show=change.id)
            way = Link(tr("editform.see_map"), to, id="ea-saved", focus=CARD)
        elif change.table == "sources" and not way:
            to = view.link("sources", find=change.id)
            way = Link(tr("editform.see_source"), to, id="ea-saved", focus=TITLE)
    if not way and at.kind == EXISTING and at.about in view.atlas.dataset.missions.by_id:
        to = view.link("map", show=at.about)
        way = Link(tr("editform.see_map"), to, id="ea-saved", focus=CARD)
    if found.beneath:
        told = tr("editform.saved_on_top", summary=found.beneath.summary(tr))
        said = f"{said} {told}"
    line(said, " ", way, style="ea-done", role="status")


def conflict(at: Desk, view: View) -> None:
    """Tell the second author who saved first and what; the draft is kept."""
    found = at.conflict
    if found is None:
        return
    tr, theirs = view.tr, found.theirs
    told = tr("editform.conflict.said", summary=theirs.summary(tr))
    if found.key != _APART:
        told = errors.told(found, tr)
    authors = _authors(at, view)
    if authors:
        told += " " + tr("editform.conflict.who", authors=tr.listed(authors))
    text = i18n.plain(told, _LONGEST)
    st.html(render("ui/alert", title=tr("editform.conflict.title"), text=text, items=()))
    for changes, label in (
        (theirs, tr("editform.conflict.theirs")),
        (found.mine.changes, tr("editform.conflict.mine")),
    ):
        line(label, style="ea-small", element="h3")
        difference(changes, view, label)
    st.button(tr("editform.conflict.go_on"), key="edit_go_on", on_click=actions.go_on)


def _authors(at: Desk, view: View) -> list[str]:
    """Who has edited since the draft was made, as the history names them."""
    if at.conflict is None:
        return []
    before = {edit.id for edit in editing.history(at.conflict.mine.base)}
    since = [edit for edit in editing.history(view.atlas.dataset) if edit.id not in before]
    return list(dict.fromkeys(i18n.plain(edit.author, 80) for edit in since))


def history(at: Desk, view: View) -> None:
    """List the latest edits, each with a way back."""
    tr, made = view.tr, editing.history(view.atlas.dataset)
    line(tr("editform.part.history"), style="ea-part", element="h2")
    if not made:
        st.caption(tr("editform.history.none"))
        return
    if len(made) > _MOST_EDITS:
        st.caption(tr("editform.history.first", number=_MOST_EDITS, count=len(made)))
    stands = editing.standing(made)
    for edit in list(reversed(made))[:_MOST_EDITS]:
        _one(edit, stands[edit.id], at, view)


def _one(edit: Edit, stands: bool, at: Desk, view: View) -> None:
    tr = view.tr
    day = tr.date(edit.day)
    who = tr("editform.history.one", author=i18n.plain(edit.author, 80), day=day)
    found = editing.Changes(edit.changes)
    told = [found.summary(tr)]
    if edit.undoes:
        told.insert(0, tr("editing.undone", id=edit.undoes))
    if not stands:
        told.append(tr("editform.history.taken_back"))
    what = f"{edit.id}: {', '.join(told)}"
    with st.container(key=f"history_{edit.id}"):
        st.html(render("ui/edit", who=who, what=what, why=edit.why))
        with st.expander(tr("editform.history.changes"), key=f"changes_{edit.id}"):
            difference(found, view, what)
        if at.undoing is not None and at.undoing.undoes == edit.id:
            _ask(at, view)
        elif stands:
            st.button(
                tr("editform.history.undo", id=edit.id),
                key=f"undo_{edit.id}",
                type="tertiary",
                on_click=actions.ask_undo,
                args=(view.atlas.dataset, edit.id),
            )


def _ask(at: Desk, view: View) -> None:
    """Show what undoing would change, and ask."""
    tr, draft = view.tr, at.undoing
    if draft is None:
        return
    ask = tr("editform.history.ask", id=draft.undoes)
    line(ask, style="ea-small", role="status")
    difference(draft.changes, view, ask)
    for problem in draft.problems:
        errors.problems([f"{problem.rule}. {problem.remedy}"])
    with st.container(horizontal=True, key="undo_ways"):
        st.button(
            tr("editform.history.yes"),
            key="undo_yes",
            disabled=bool(draft.problems),
            on_click=actions.undo,
        )
        st.button(tr("editform.history.no"), key="undo_no", on_click=actions.go_on)
