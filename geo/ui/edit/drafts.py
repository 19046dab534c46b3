"""Unsaved entries: listed, reopened, and offered again after a reload."""

from typing import Final

import streamlit as st

from geo import i18n
from geo.ui.components.parts import button, head
from geo.ui.edit import existing, gate
from geo.ui.edit.form_state import EXISTING, KINDS, Desk, kept, replace
from geo.ui.state import View

_FILLED_IN: Final = ("subject", "mission")  # Columns filled in for a reader who comes from a card
_LONGEST: Final = 200

# An unsaved entry: its slot, task, subject, record and label
Unsaved = tuple[str, str, str, tuple[str, str] | None, str]


def unsaved(view: View, at: Desk) -> list[Unsaved]:
    """The unsaved entries."""
    found: list[Unsaved] = []
    for slot in dict.fromkeys(slot for slot, _ in at.cells):
        table, _, id = slot.partition("/")
        act = at.cells.get((slot, "act"), {})
        if not id:
            typed = [
                cell for table in KINDS[slot] for cell in at.cells.get((slot, table), {}).items()
            ]
            if act.get("why") or any(text for name, text in typed if name not in _FILLED_IN):
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


def draw(view: View, at: Desk) -> None:
    """List the unsaved entries, each with a button that reopens it, and how long they are kept."""
    found, folder = unsaved(view, at), _kept()
    if not found:
        if folder.get("newest") is at:
            del folder["newest"]
        return
    folder["newest"] = at
    head(view.tr("editform.part.drafts"))
    st.caption(view.tr("editform.drafts_kept"))
    for slot, *where, title in found:
        if slot != at.slot:
            label, key = i18n.markdown(title, _LONGEST), f"draft_{slot}"
            button(label, key, at.turn_to, *where, icon="edit", type="tertiary")


def offer(view: View, at: Desk) -> None:
    """Offer the unsaved entries of an earlier visit while this one has none."""
    newest = _kept().get("newest")
    if newest is None or newest is at or unsaved(view, at):
        return
    with st.container(horizontal=True, key="edit_restore"):
        st.caption(view.tr("editform.left_over"))
        button(view.tr("editform.restore"), "edit_restore_it", _restore)
        button(view.tr("editform.discard"), "edit_discard", _discard)


def _restore() -> None:
    if newest := _kept().get("newest"):
        replace(newest.copied())
        st.session_state.pop("edit_author", None)


def _discard() -> None:
    _kept().pop("newest", None)
