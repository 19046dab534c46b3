"""The page on which a reader adds to the pack: only with ``--edit``, only on this machine."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo import words
from geo.errors import quoted
from geo.ui import (
    editing_deeds,
    editing_faults,
    editing_fields,
    editing_gate,
    editing_rows,
    editing_spot,
    editing_told,
    errors,
    masthead,
    state,
    style,
    upload,
)
from geo.ui.editing_desk import KINDS, Desk, desk, key_of
from geo.ui.editing_rows import Told
from geo.ui.sidebar import VIEW
from geo.ui.state import View

__all__ = ["page"]

_LONGEST: Final = 1_000
_MOST_FAULTS: Final = 30


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    voice = view.voice
    style.apply()
    masthead.masthead(view, voice("editform.title"), intro=voice("editform.intro"))
    why = editing_gate.refused()
    if why:
        st.error(words.markdown(_refusal(why, view), _LONGEST))
    elif upload.brought() is not None:
        st.warning(words.markdown(voice("editform.brought")))
        st.button(voice("editform.back"), key="edit_back", on_click=upload.let_go)
    else:
        _desk(view)
    masthead.foot(view)
    state.leave(view)


def _refusal(why: str, view: View) -> str:
    voice = view.voice
    headers = st.context.headers
    address = {
        "bound": str(st.get_option("server.address") or voice("editform.refused.everywhere")),
        "host": quoted(headers.get("Host", "")),
        "origin": quoted(headers.get("Origin", "")),
    }
    return voice(f"editform.refused.{why}", address=address.get(why, ""))


def _desk(view: View) -> None:
    at = desk()
    _take_along(view, at)
    told = editing_rows.faults(at, view.atlas.pack)
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="edit_form"):
        _what(view, at)
        _form(view, at, told)
        _sign(view, at, told)
        _buttons(view, at)
    with right, st.container(key="edit_side"):
        editing_told.saved(at, view)
        if at.trouble is not None:
            errors.show(at.trouble, view.voice)
        editing_told.conflict(at, view)
        if at.conflict is None:
            _outcome(view, at, told)
        editing_told.history(at, view)


def _take_along(view: View, at: Desk) -> None:
    """Begin with the card that is open, where the reader came from one."""
    show, asked = view.show, "show" in st.query_params
    if show == at.came_with:
        return
    at.came_with = show
    if not show or not asked:  # the card of the opening, which nobody has chosen
        return
    id = show.removeprefix("seat:").removeprefix("pair:")
    if not at.begun():
        at.kind = "claim" if at.kind in ("mission", "source") else at.kind
    at.begin("claim", "claims", "subject", id)
    if id in view.atlas.pack.by_id["missions"]:
        at.begin("event", "events", "mission", id)


def _what(view: View, at: Desk) -> None:
    key = "edit_kind"
    st.session_state[key] = at.kind
    st.selectbox(
        view.voice("editform.what"),
        list(KINDS),
        key=key,
        format_func=lambda kind: view.voice(f"editform.kind.{kind}"),
        on_change=_chosen,
        filter_mode=None,
    )


def _chosen() -> None:
    at = desk()
    at.forget_deeds()
    at.kind = str(st.session_state.get("edit_kind") or at.kind)
    at.draft = at.checked = None
    at.tried = False


def _form(view: View, at: Desk, told: Told) -> None:
    for table in at.tables:
        own = at.kind == "mission" and table == "events"
        if own:
            _head(view, "place")
            editing_spot.draw(view, told.get("place", {}))
        _head(view, table)
        editing_fields.draw(view, table, told.get(table, {}), {"mission"} if own else ())


def _head(view: View, part: str) -> None:
    said = words.escape(view.voice(f"editform.part.{part}"))
    st.html(f'<h2 class="ea-part">{said}</h2>')


def _sign(view: View, at: Desk, told: Told) -> None:
    voice = view.voice
    _head(view, "sign")
    faults = told.get("sign", {})
    for name, key in (("author", "edit_author"), ("why", key_of(at, "why"))):
        label = voice(f"editform.{name}")
        if name == "why":
            label = voice("editform.optional", label=label)
        if key not in st.session_state:
            st.session_state[key] = getattr(at, name)
        st.text_input(
            label,
            key=key,
            max_chars=_LONGEST,
            help=voice(f"editform.{name}_help"),
            on_change=_signed,
            args=(name, key),
        )
        editing_fields.faulty(view, faults.get(name, ()))


def _signed(name: str, key: str) -> None:
    setattr(desk(), name, str(st.session_state.get(key) or ""))


def _buttons(view: View, at: Desk) -> None:
    voice, pack = view.voice, view.atlas.pack
    ready = editing_rows.current(at, pack) and at.draft is not None and not at.draft.faults
    with st.container(horizontal=True, key="edit_buttons"):
        st.button(
            voice("editform.check"),
            key="edit_check",
            icon=":material/rule:",
            on_click=editing_deeds.check,
            args=(pack,),
        )
        if ready and at.conflict is None:
            st.button(
                voice("editform.save"),
                key="edit_save",
                icon=":material/save:",
                on_click=editing_deeds.save,
            )
        st.button(
            voice("editform.clear"),
            key="edit_clear",
            type="tertiary",
            on_click=editing_deeds.clear,
        )


def _outcome(view: View, at: Desk, told: Told) -> None:
    """What the last check found: all faults, or what would change in the tables."""
    voice = view.voice
    _head_of("editform.would", view)
    if at.draft is None:
        st.caption(words.markdown(voice("editform.would_none")))
        return
    if not editing_rows.current(at, view.atlas.pack):
        st.caption(words.markdown(voice("editform.stale")))
        return
    if at.draft.faults:
        _all_faults(view, told)
        return
    summary = voice.capital(at.draft.changes.summary(voice))
    said = words.escape(voice("editform.sound", summary=summary))
    st.html(f'<p class="ea-small" role="status">{said}</p>')
    editing_told.difference(at.draft.changes, view, voice("editform.would"))


def _head_of(key: str, view: View) -> None:
    st.html(f'<h2 class="ea-part">{words.escape(view.voice(key))}</h2>')


def _all_faults(view: View, told: Told) -> None:
    voice = view.voice
    lines = []
    for columns in told.values():
        for column, faults in columns.items():
            label = voice(f"editform.label.{column}") if column else ""
            for fault in faults:
                said = editing_faults.said(fault, voice)
                lines.append(voice("editform.fault", label=label, said=said) if label else said)
    head = words.escape(voice("editform.faults", count=len(lines)))
    items = "".join(f"<li>{words.escape(line, _LONGEST)}</li>" for line in lines[:_MOST_FAULTS])
    st.html(f'<div class="ea-alert" role="alert"><p>{head}</p><ul>{items}</ul></div>')
