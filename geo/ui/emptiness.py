"""What the page says where nothing is shown, and what to let go of."""

from __future__ import annotations

import streamlit as st

from geo import words
from geo.citations import described
from geo.ui import state, summary
from geo.ui.state import View

__all__ = ["draw"]

_LONGEST = 400


def draw(view: View) -> None:
    """Say that nothing is shown, with a button for each part without which something would be.

    Parameters
    ----------
    view
        What is shown: nothing.
    """
    voice = view.voice
    asked = described(view.selection, voice) or voice("page.looser.days")
    st.info(words.markdown(voice("page.looser.none", asked=asked), _LONGEST))
    for key, label, selection, number in summary.looser(view.atlas, view.selection, voice):
        missions = voice("words.missions", count=number)
        st.button(
            voice("page.looser.found", label=label, missions=missions),
            key=f"looser_{key}",
            on_click=state.put,
            args=(selection,),
        )
