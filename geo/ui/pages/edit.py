"""The page on which a reader adds to the dataset: only with ``--edit``, only who may."""

from typing import Final

import streamlit as st

from geo import editing, i18n
from geo.errors import quoted
from geo.render import render
from geo.sign_on import Editor
from geo.ui import errors, upload
from geo.ui.components.masthead import framed
from geo.ui.components.parts import button, choose, head, line
from geo.ui.edit import actions, changes, drafts, existing, fields, gate, place, rows
from geo.ui.edit.fields import Input
from geo.ui.edit.form_state import EXISTING, KINDS, Desk, desk, key_of
from geo.ui.edit.rows import Told
from geo.ui.state import View

_LONGEST: Final = 1_000
_MOST_FAULTS: Final = 30


def page(view: View) -> None:
    """Draw the page for a view."""
    tr = view.tr
    with framed(view, tr("editform.title"), intro=tr("editform.intro")):
        who = gate.editor()
        if who.refused:
            st.error(i18n.markdown(_refusal(who, view), _LONGEST))
            _accounts(view, who)
        elif upload.brought() is not None:
            st.warning(i18n.markdown(tr("editform.brought")))
            button(tr("editform.back"), "edit_back", upload.let_go)
        else:
            desk().sign(who.address)
            _accounts(view, who)
            _desk(view, desk())


def _accounts(view: View, who: Editor) -> None:
    """Say who signed on, with a way on or off where a provider knows people."""
    if who.address and not who.refused:
        st.caption(i18n.markdown(view.tr("editform.signed_on", address=who.address), _LONGEST))
    known = st.user.to_dict().get("is_logged_in")  # None where no provider is asked
    if known is False and who.refused == "unsigned":
        button(view.tr("editform.sign_on"), "edit_sign_on", st.login)
    elif known:
        button(view.tr("editform.sign_off"), "edit_sign_off", st.logout)


def _refusal(who: Editor, view: View) -> str:
    tr, why = view.tr, who.refused
    headers = st.context.headers
    address = {
        "bound": str(st.get_option("server.address") or tr("editform.refused.everywhere")),
        "host": quoted(headers.get("Host", "")),
        "origin": quoted(headers.get("Origin", "")),
        "elsewhere": quoted(headers.get("Origin", "")),
        "unlisted": quoted(who.address),
    }
    return tr(f"editform.refused.{why}", address=address.get(why, ""))


def _desk(view: View, at: Desk) -> None:
    tr = view.tr
    _take_along(view, at)
    told = rows.problems(at, view.atlas.dataset)
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="edit_form"):
        drafts.offer(view, at)
        st.session_state["edit_kind"] = at.kind
        named = {kind: tr(f"editform.kind.{kind}") for kind in KINDS}
        choose(tr("editform.what"), named, "edit_kind", on_change=_chosen)
        if at.kind == EXISTING:
            existing.draw(view, told)
        else:
            for table in at.tables:
                own = at.kind == "mission" and table == "events"
                if own:
                    head(tr("editform.part.place"))
                    place.draw(view, told.get("place", {}))
                head(tr(f"editform.part.{table}"))
                fields.draw(view, table, told.get(table, {}), {"mission"} if own else ())
        working = at.kind != EXISTING or bool(at.act)
        if working:
            head(tr("editform.part.sign"))
            _author(view, at, told)
            _why(view, at, told)
            _buttons(view, at, told)
    with right, st.container(key="edit_side"):
        changes.saved(at, view)
        if at.trouble is not None:
            errors.show(at.trouble, tr)
        changes.conflict(at, view)
        if at.conflict is None and working:
            _outcome(view, at, told)
        drafts.draw(view, at)
        if not working and editing.history(view.atlas.dataset):
            _author(view, at, told)  # who undoes an edit
        changes.history(at, view)


def _take_along(view: View, at: Desk) -> None:
    show, asked = view.show, "show" in st.query_params
    if show == at.came_with:
        return
    at.came_with = show
    if not show or not asked:  # the card of the opening, which nobody has chosen
        return
    what, _, id = show.rpartition(":")
    if what not in ("", "seat", "pair", "state"):  # a line that is no record
        return
    at.turn_to(EXISTING, id)
    at.begin("claim", "claims", "subject", id)
    if id in view.atlas.dataset.missions.by_id:
        for kind in ("event", "position", "head"):
            at.begin(kind, KINDS[kind][0], "mission", id)


def _chosen() -> None:
    at = desk()
    at.turn_to(str(st.session_state.get("edit_kind") or at.kind), at.about)


def _author(view: View, at: Desk, told: Told) -> None:
    if not gate.editor().address:
        label, help = view.tr("editform.author"), view.tr("editform.author_help")
        fields.text(Input("edit_author", label, vars(at), "author", help))
        fields.faulty(view, told.get("sign", {}).get("author", ()))


def _why(view: View, at: Desk, told: Told) -> None:
    label, help = view.tr("editform.why"), view.tr("editform.why_help")
    if at.act not in ("correct", "deprecate", "remove"):
        label = view.tr("editform.optional", label=label)
    fields.text(Input(key_of(at, "why"), label, at.of("act"), "why", help))
    fields.faulty(view, told.get("sign", {}).get("why", ()))


def _buttons(view: View, at: Desk, told: Told) -> None:
    tr, dataset = view.tr, view.atlas.dataset
    other = [problem for found in told.get(rows.OTHER, {}).values() for problem in found]
    if at.act == "remove" and other:
        line(tr("editform.referred", count=len(other)), style="ea-fault")
    else:
        fields.faulty(view, other[:_MOST_FAULTS], named=True)
    ready = rows.current(at, dataset) and at.draft is not None and not at.draft.problems
    with st.container(horizontal=True, key="edit_buttons"):
        button(tr("editform.check"), "edit_check", actions.check, dataset, icon="rule")
        if ready and at.conflict is None:
            button(tr("editform.save"), "edit_save", actions.save, icon="save")
        button(tr("editform.clear"), "edit_clear", actions.clear, type="tertiary")


def _outcome(view: View, at: Desk, told: Told) -> None:
    """What the last check found: all errors, or what would change in the tables."""
    tr = view.tr
    head(tr("editform.would"))
    if at.draft is None or not rows.current(at, view.atlas.dataset):
        key = "editform.would_none" if at.draft is None else "editform.stale"
        st.caption(i18n.markdown(tr(key)))
        return
    if at.draft.problems:
        number = sum(len(problems) for part in told.values() for problems in part.values())
        text = tr("editform.faults", count=number)
        st.html(render("ui/alert", title="", text=text, items=()))
        return
    summary = tr.capital(at.draft.changes.summary(tr))
    line(tr("editform.sound", summary=summary), style="ea-small", role="status")
    changes.difference(at.draft.changes, view, tr("editform.would"))
