"""Changes of an edit, conflicts with other edits, and the history, as the page shows them."""

from functools import partial
from typing import Final

import streamlit as st

from geo import editing, i18n
from geo.editing import Changes, Edit
from geo.i18n import Translator
from geo.render import render
from geo.ui import errors
from geo.ui.components.parts import CARD, TITLE, Link, Piece, button, head, line
from geo.ui.edit import actions
from geo.ui.edit.form_state import EXISTING, Desk
from geo.ui.state import View

_MOST_LINES: Final = 120
_LONGEST: Final = 600
_MOST_EDITS: Final = 20
_APART: Final = "editing.conflict"  # Key of a conflict with rows that others have changed meanwhile
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
    found, tr = at.saved, view.tr
    if found is None:
        return
    key = "editform.history.undone" if found.edit.undoes else "editform.saved"
    said = tr(key, id=found.edit.undoes or found.edit.id, summary=found.changes.summary(tr))
    last = [(one.table, one.id) for one in found.changes if one.after is not None]
    missions = [id for table, id in last if table == "missions"]
    sources = [id for table, id in last if table == "sources"]
    if not missions and not sources and at.kind == EXISTING:
        missions = [at.about] if at.about in view.atlas.dataset.missions.by_id else []
    way: Piece = ""
    if missions:
        to = view.link("map", show=missions[-1])
        way = Link(tr("editform.see_map"), to, id="ea-saved", focus=CARD)
    elif sources:
        to = view.link("sources", find=sources[0])
        way = Link(tr("editform.see_source"), to, id="ea-saved", focus=TITLE)
    if found.beneath:
        said += " " + tr("editform.saved_on_top", summary=found.beneath.summary(tr))
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
    before = {edit.id for edit in editing.history(found.mine.base)}
    since = [edit for edit in editing.history(view.atlas.dataset) if edit.id not in before]
    if authors := list(dict.fromkeys(i18n.plain(edit.author, 80) for edit in since)):
        told += " " + tr("editform.conflict.who", authors=tr.listed(authors))
    text = i18n.plain(told, _LONGEST)
    st.html(render("ui/alert", title=tr("editform.conflict.title"), text=text, items=()))
    for changes, label in (
        (theirs, tr("editform.conflict.theirs")),
        (found.mine.changes, tr("editform.conflict.mine")),
    ):
        line(label, style="ea-small", element="h3")
        difference(changes, view, label)
    button(tr("editform.conflict.go_on"), "edit_go_on", actions.go_on)


def history(at: Desk, view: View) -> None:
    """List the latest edits, each with a way back."""
    tr, made = view.tr, editing.history(view.atlas.dataset)
    head(tr("editform.part.history"))
    if not made:
        st.caption(tr("editform.history.none"))
        return
    if len(made) > _MOST_EDITS:
        st.caption(tr("editform.history.first", number=_MOST_EDITS, count=len(made)))
    stands = editing.standing(made)
    for edit in list(reversed(made))[:_MOST_EDITS]:
        _one(edit, stands[edit.id], at, view)


def _one(edit: Edit, stands: bool, at: Desk, view: View) -> None:
    tr, found = view.tr, editing.Changes(edit.changes)
    who = tr("editform.history.one", author=i18n.plain(edit.author, 80), day=tr.date(edit.day))
    told = [tr("editing.undone", id=edit.undoes)] if edit.undoes else []
    told.append(found.summary(tr))
    told += [] if stands else [tr("editform.history.taken_back")]
    what = f"{edit.id}: {', '.join(told)}"
    with st.container(key=f"history_{edit.id}"):
        st.html(render("ui/edit", who=who, what=what, why=edit.why))
        with st.expander(tr("editform.history.changes"), key=f"changes_{edit.id}"):
            difference(found, view, what)
        if at.undoing is not None and at.undoing.undoes == edit.id:
            _ask(at.undoing, view)
        elif stands:
            label, which = tr("editform.history.undo", id=edit.id), (view.atlas.dataset, edit.id)
            button(label, f"undo_{edit.id}", actions.ask_undo, *which, type="tertiary")


def _ask(draft: editing.Draft, view: View) -> None:
    tr = view.tr
    ask = tr("editform.history.ask", id=draft.undoes)
    line(ask, style="ea-small", role="status")
    difference(draft.changes, view, ask)
    errors.problems(f"{problem.rule}. {problem.remedy}" for problem in draft.problems)
    with st.container(horizontal=True, key="undo_ways"):
        yes, faulty = tr("editform.history.yes"), bool(draft.problems)
        button(yes, "undo_yes", actions.undo, disabled=faulty)
        button(tr("editform.history.no"), "undo_no", actions.go_on)
