"""Unsaved entries: listed, reopened, and offered again after a reload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo import i18n
from geo.ui.components.parts import line
from geo.ui.edit import existing, gate
from geo.ui.edit.form_state import EXISTING, KINDS, Desk, kept, replace
from geo.ui.state import View

_FILLED_IN: Final = ("subject", "mission")  # Columns filled in for a reader who comes from a card
_LONGEST: Final = 200


Unsaved = tuple[str, str, str, tuple[str, str] | None, str]
"""An unsaved entry: its slot, task, subject, record and label."""


def unsaved(view: View, at: Desk) -> list[Unsaved]:
    """The unsaved entries."""
    found: list[Unsaved] = []
    for slot in dict.fromkeys(slot for slot, _ in at.cells):
        table, _, id = slot.partition("/")
        act = at.cells.get((slot, "act"), {})
        if not id:
            typed = [at.cells.get((slot, table), {}) for table in KINDS[slot]]
            if act.get("why") or any(map(_typed, typed)):
                found.append((slot, slot, at.about, None, view.tr(f"editform.kind.{slot}")))
            continue
        cells, row = at.cells.get((slot, table)), view.atlas.dataset.by_id[table].get(id)
        ends = act.get("act") in ("deprecate", "remove")
        if row and (ends or act.get("why") or cells != at.cells.get((slot, "was"))):
            title, about = existing.title(view, table, id), act.get("about", "")
            found.append((slot, EXISTING, about, (table, id), title))
    return found


def _kept() -> dict[str, Desk]:
    """The latest unsaved work on the dataset, of who signed on."""
    return kept(f"{gate.folder()}\n{gate.editor().address}")


def _typed(cells: Mapping[str, str]) -> bool:
    return any(text for name, text in cells.items() if name not in _FILLED_IN)


def draw(view: View, at: Desk) -> None:
    """List the unsaved entries, each with a button that reopens it, and how long they are kept."""
    found, folder = unsaved(view, at), _kept()
    if not found:
        if folder.get("newest") is at:
            del folder["newest"]
        return
    folder["newest"] = at
    line(view.tr("editform.part.drafts"), style="ea-part", element="h2")
    st.caption(view.tr("editform.drafts_kept"))
    for slot, *where, title in found:
        if slot == at.slot:
            continue
        st.button(
            i18n.markdown(title, _LONGEST),
            key=f"draft_{slot}",
            icon=":material/edit:",
            type="tertiary",
            on_click=at.turn_to,
            args=tuple(where),
        )


def offer(view: View, at: Desk) -> None:
    """Offer the unsaved entries of an earlier visit while this one has none."""
    newest = _kept().get("newest")
    if newest is None or newest is at or unsaved(view, at):
        return
    with st.container(horizontal=True, key="edit_restore"):
        st.caption(view.tr("editform.left_over"))
        st.button(view.tr("editform.restore"), key="edit_restore_it", on_click=_restore)
        st.button(view.tr("editform.discard"), key="edit_discard", on_click=_discard)


def _restore() -> None:
    newest = _kept().get("newest")
    if newest is not None:
        replace(newest.copied())
        st.session_state.pop("edit_author", None)


def _discard() -> None:
    _kept().pop("newest", None)
