"""The page on which a reader adds to the dataset: only with ``--edit``, only who may."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo import editing, i18n
from geo.errors import quoted
from geo.render import render
from geo.sign_on import Editor
from geo.ui import errors, state, style, upload
from geo.ui.components import masthead
from geo.ui.components.parts import line
from geo.ui.edit import actions, changes, drafts, existing, fields, gate, place, rows
from geo.ui.edit.form_state import EXISTING, KINDS, Desk, desk, key_of
from geo.ui.edit.rows import Told
from geo.ui.sidebar import VIEW
from geo.ui.state import View

_LONGEST: Final = 1_000
_MOST_FAULTS: Final = 30


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply()
    masthead.masthead(view, tr("editform.title"), intro=tr("editform.intro"))
    who = gate.editor()
    if who.refused:
        st.error(i18n.markdown(_refusal(who, view), _LONGEST))
        _accounts(view, who)
    elif upload.brought() is not None:
        st.warning(i18n.markdown(tr("editform.brought")))
        st.button(tr("editform.back"), key="edit_back", on_click=upload.let_go)
    else:
        desk().sign(who.address)
        _accounts(view, who)
        _desk(view)
    masthead.foot(view)
    state.leave(view)


def _accounts(view: View, who: Editor) -> None:
    """Say who signed on, with a way on or off where a provider knows people."""
    if who.address and not who.refused:
        st.caption(i18n.markdown(view.tr("editform.signed_on", address=who.address), _LONGEST))
    known = st.user.to_dict().get("is_logged_in")  # None where no provider is asked
    if known is False and who.refused == "unsigned":
        st.button(view.tr("editform.sign_on"), key="edit_sign_on", on_click=st.login)
    elif known:
        st.button(view.tr("editform.sign_off"), key="edit_sign_off", on_click=st.logout)


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


def _desk(view: View) -> None:
    at = desk()
    _take_along(view, at)
    told = rows.problems(at, view.atlas.dataset)
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="edit_form"):
        drafts.offer(view, at)
        _what(view, at)
        if at.kind == EXISTING:
            existing.draw(view, told)
        else:
            _form(view, at, told)
        working = at.kind != EXISTING or bool(at.act)
        if working:
            _sign(view, at, told)
            _buttons(view, at, told)
    with right, st.container(key="edit_side"):
        changes.saved(at, view)
        if at.trouble is not None:
            errors.show(at.trouble, view.tr)
        changes.conflict(at, view)
        if at.conflict is None and working:
            _outcome(view, at, told)
        drafts.draw(view, at)
        if not working and editing.history(view.atlas.dataset):
            _author(view, at, told)  # who undoes an edit
        changes.history(at, view)


def _take_along(view: View, at: Desk) -> None:
    """Begin with the card that is open, where the reader came from one."""
    show, asked = view.show, "show" in st.query_params
    if show == at.came_with:
        return
    at.came_with = show
    if not show or not asked:  # the card of the opening, which nobody has chosen
        return
    what, _, rest = show.rpartition(":")
    if what not in ("", "seat", "pair", "state"):  # a line that is no record
        return
    id = rest
    at.turn_to(EXISTING, id)
    at.begin("claim", "claims", "subject", id)
    if id in view.atlas.dataset.missions.by_id:
        for kind in ("event", "position", "head"):
            at.begin(kind, KINDS[kind][0], "mission", id)


def _what(view: View, at: Desk) -> None:
    key = "edit_kind"
    st.session_state[key] = at.kind
    st.selectbox(
        view.tr("editform.what"),
        list(KINDS),
        key=key,
        format_func=lambda kind: view.tr(f"editform.kind.{kind}"),
        on_change=_chosen,
        filter_mode=None,
    )


def _chosen() -> None:
    at = desk()
    at.turn_to(str(st.session_state.get("edit_kind") or at.kind), at.about)


def _form(view: View, at: Desk, told: Told) -> None:
    for table in at.tables:
        own = at.kind == "mission" and table == "events"
        if own:
            _head(view, "place")
            place.draw(view, told.get("place", {}))
        _head(view, table)
        fields.draw(view, table, told.get(table, {}), {"mission"} if own else ())


def _head(view: View, part: str) -> None:
    line(view.tr(f"editform.part.{part}"), style="ea-part", element="h2")


def _sign(view: View, at: Desk, told: Told) -> None:
    _head(view, "sign")
    _author(view, at, told)
    _typed(view, at, "why", key_of(at, "why"), told)


def _author(view: View, at: Desk, told: Told) -> None:
    if not gate.editor().address:
        _typed(view, at, "author", "edit_author", told)


def _typed(view: View, at: Desk, name: str, key: str, told: Told) -> None:
    """Draw an input of the edit itself: author or reason."""
    tr, label = view.tr, view.tr(f"editform.{name}")
    if name == "why" and at.act not in ("correct", "deprecate", "remove"):
        label = tr("editform.optional", label=label)
    if key not in st.session_state:
        st.session_state[key] = getattr(at, name)
    st.text_input(
        label,
        key=key,
        max_chars=_LONGEST,
        help=tr(f"editform.{name}_help"),
        on_change=_signed,
        args=(name, key),
    )
    fields.faulty(view, told.get("sign", {}).get(name, ()))


def _signed(name: str, key: str) -> None:
    at, text = desk(), str(st.session_state.get(key) or "")
    if name == "author":
        at.author = text
    else:
        at.of("act")[name] = text


def _buttons(view: View, at: Desk, told: Told) -> None:
    tr, dataset = view.tr, view.atlas.dataset
    other = [problem for found in told.get(rows.OTHER, {}).values() for problem in found]
    if at.act == "remove" and other:
        line(tr("editform.referred", count=len(other)), style="ea-fault")
    else:
        fields.faulty(view, other[:_MOST_FAULTS], named=True)
    ready = rows.current(at, dataset) and at.draft is not None and not at.draft.problems
    with st.container(horizontal=True, key="edit_buttons"):
        st.button(
            tr("editform.check"),
            key="edit_check",
            icon=":material/rule:",
            on_click=actions.check,
            args=(dataset,),
        )
        if ready and at.conflict is None:
            st.button(
                tr("editform.save"), key="edit_save", icon=":material/save:", on_click=actions.save
            )
        st.button(tr("editform.clear"), key="edit_clear", type="tertiary", on_click=actions.clear)


def _outcome(view: View, at: Desk, told: Told) -> None:
    """What the last check found: all errors, or what would change in the tables."""
    tr = view.tr
    line(tr("editform.would"), style="ea-part", element="h2")
    if at.draft is None:
        st.caption(i18n.markdown(tr("editform.would_none")))
        return
    if not rows.current(at, view.atlas.dataset):
        st.caption(i18n.markdown(tr("editform.stale")))
        return
    if at.draft.problems:
        number = sum(len(problems) for part in told.values() for problems in part.values())
        text = tr("editform.faults", count=number)
        st.html(render("ui/alert", title="", text=text, items=()))
        return
    summary = tr.capital(at.draft.changes.summary(tr))
    line(tr("editform.sound", summary=summary), style="ea-small", role="status")
    changes.difference(at.draft.changes, view, tr("editform.would"))
