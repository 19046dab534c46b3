"""The sidebar that all pages share: what is shown, and what is hidden by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import countries, words
from geo.atlas import Atlas
from geo.selection import Selection
from geo.ui import errors, opening, state, summary
from geo.ui.state import View, distinct
from geo.vocabulary import KINDS, STATUSES

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["VIEW", "sidebar"]

VIEW: Final = "view"
"""Name under which a run's view is kept for the page."""

_GROUPS: Final = {
    "embassy": "Embassies, and what stands for one",
    "consulate": "Consulates of every rank",
    "liaison": "Liaison and other offices",
}
_DATE_HELP: Final = (
    "A day, a month or a year: 2019-08-21, 2019-08 or 2019. Of a month or a year the last day "
    "counts."
)


def sidebar() -> None:
    """Draw the sidebar and keep what it means as the view of this run.

    Raises
    ------
    PackMissing, PackFaulty
        The atlas cannot be opened.
    """
    atlas = opening.atlas()
    problems = state.arrive(atlas)
    with st.sidebar:
        st.subheader("What is shown", anchor=False)
        st.text_input(
            "Search",
            key="text",
            max_chars=200,
            placeholder="City, state, person, name …",
            help="Every word must occur in a mission's names, city, states or people. "
            "Case and accents do not matter; names of states in ten languages do.",
        )
        wrong_dates = _dates()
        _states(atlas)
        _kinds()
        _further(atlas)
        selection, faults = state.chosen()
        with wrong_dates:
            errors.problems(faults.pop(name) for name in ("as_of", "known_on") if name in faults)
        errors.problems(faults.values())
        st.caption(words.markdown(summary.hidden(atlas, selection)))
        st.button("Show everything", on_click=state.put, args=(Selection(),), width="stretch")
        st.divider()
        st.caption(_pack_line(atlas))
    errors.problems([*problems, *atlas.not_in_pack(selection)])
    st.session_state[VIEW] = View(atlas, selection, st.session_state.get("show", ""))


def _options(present: list[str], key: str) -> list[str]:
    """Options of a list, those chosen among them even where the pack has none of them."""
    chosen = [one for one in st.session_state.get(key, []) if one not in set(present)]
    return [*present, *chosen]


def _party_list(label: str, key: str, codes: list[str], help: str) -> None:
    st.multiselect(
        label,
        _options(codes, key),
        key=key,
        format_func=_party_option,
        placeholder="Any",
        help=help,
    )


def _party_option(code: str) -> str:
    """The name that fits a chip, then the full name, the common one and the code, to be typed."""
    tight, full = words.tight(code), words.party(code)
    others = dict.fromkeys((full, countries.party_by_code(code).short, code))
    also = ", ".join(name for name in others if name != tight)
    return words.plain(f"{tight} ({also})")


def _by_name(codes: set[str]) -> list[str]:
    return sorted(codes, key=words.tight)


def _states(atlas: Atlas) -> None:
    rows = atlas.pack.rows["missions"]
    sending, receiving = {row["sending"] for row in rows}, {row["receiving"] for row in rows}
    both = _by_name(sending | receiving)
    _party_list("States at either end", "states", both, "Missions that these send or receive.")
    _party_list(
        "Both ends among", "among", both, "Missions of these states in one another, and the line."
    )
    _party_list("Sent by", "sending", _by_name(sending), "Missions that these states send.")
    _party_list(
        "Received by", "receiving", _by_name(receiving), "Missions that these states receive."
    )


def _kinds() -> None:
    kinds = [*_GROUPS, *(kind for kind in KINDS if kind not in _GROUPS)]
    st.multiselect(
        "Kind",
        kinds,
        key="kinds",
        format_func=lambda kind: _GROUPS.get(kind) or words.kind(kind).capitalize(),
        placeholder="All kinds",
    )
    st.multiselect(
        "Status",
        list(STATUSES),
        key="statuses",
        format_func=lambda status: words.status(status).capitalize(),
        placeholder="All but closed",
    )


def _dates() -> DeltaGenerator:
    """Draw the two dates, and keep a place under them for what is wrong with them."""
    as_of, known_on = st.columns(2)
    as_of.text_input(
        "As of",
        key="as_of",
        placeholder="today",
        help=f"What was so on this day. {_DATE_HELP}",
    )
    known_on.text_input(
        "Known on",
        key="known_on",
        placeholder="all sources",
        help=f"Only what sources had said by this day. {_DATE_HELP}",
    )
    return st.container()


def _further(atlas: Atlas) -> None:
    rows = atlas.pack.rows["missions"]
    sources = atlas.pack.by_id["sources"]
    cities = sorted({row["city"] for row in rows if row["city"]})
    towns = distinct({city: words.plain(city, 80) for city in _options(cities, "cities")})
    told = distinct({id: _source(sources.get(id), id) for id in _options([*sources], "sources")})
    with st.expander("More"):
        st.multiselect(
            "City",
            list(towns),
            key="cities",
            format_func=lambda city: towns.get(city, city),
            placeholder="Any",
        )
        st.multiselect(
            "Source",
            sorted(told, key=lambda id: told[id].casefold()),
            key="sources",
            format_func=lambda id: told.get(id, id),
            placeholder="Any",
            help="Missions of which any of these sources says something.",
        )
        box = st.session_state.get("bbox")
        if box:
            st.caption(f"Only inside {', '.join(f'{edge:g}' for edge in box)} (W, S, E, N).")
            st.button("Remove the box", on_click=_unbox)


def _source(row: dict[str, str] | None, id: str) -> str:
    if row is None:
        return words.plain(id, 80)
    day = f" ({row['published']})" if row["published"] else ""
    return words.plain(f"{row['publisher']}{day}: {row['title']}", 80)


def _unbox() -> None:
    st.session_state["bbox"] = None


def _pack_line(atlas: Atlas) -> str:
    own = atlas.pack.own
    title = words.markdown(own.get("title") or own.get("name") or atlas.pack.folder.name, 80)
    missions = words.counted(len(atlas.pack.rows["missions"]), "mission")
    sources = words.counted(len(atlas.pack.rows["sources"]), "source")
    return f"Pack: {title}, {missions}, {sources}. Content {atlas.pack.sha256[:12]}."
