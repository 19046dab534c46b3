"""What the page says where nothing is shown, and what to let go of."""

from __future__ import annotations

import streamlit as st

from geo import i18n
from geo.reports.citations import described
from geo.ui import state
from geo.ui.components import summary
from geo.ui.state import View

_LONGEST = 400


def draw(view: View) -> None:
    """Say that nothing is shown, with a button for each part without which something would be."""
    tr = view.tr
    asked = described(view.selection, tr) or tr("page.looser.days")
    st.info(i18n.markdown(tr("page.looser.none", asked=asked), _LONGEST))
    for key, label, selection, number in summary.looser(view.atlas, view.selection, tr):
        missions = tr("words.missions", count=number)
        st.button(
            tr("page.looser.found", label=label, missions=missions),
            key=f"looser_{key}",
            on_click=state.put,
            args=(selection,),
        )
