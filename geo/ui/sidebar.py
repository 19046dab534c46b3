"""The sidebar that all pages share: what is shown, and what is hidden by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import basemap, countries, tiles, words
from geo.atlas import Atlas
from geo.selection import UNDATED, Selection
from geo.ui import errors, links, opening, results, state, summary
from geo.ui.offered import LONGEST, Offered, offered, party, source
from geo.ui.state import View, distinct
from geo.vocabulary import KINDS, STATUSES, UNDATED_YEARS
from geo.words import Voice

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["VIEW", "sidebar", "view"]

VIEW: Final = "view"
"""Name under which a run's view is kept for the page."""

_FAULTS: Final = "sidebar_faults"
_GROUPS: Final = ("embassy", "consulate", "liaison")
_LANGUAGES: Final = {"en": "English", "es": "Español"}


def view(page: str) -> None:
    """Work out what the sidebar's widgets mean, and keep it as the view of this run.

    It is there before the sidebar is drawn, so that the page need not wait for that: the map is
    on its way to the browser first.

    Parameters
    ----------
    page
        Path of the page, as Streamlit has it; blank for the map.

    Raises
    ------
    PackMissing, PackFaulty
        The atlas cannot be opened.
    InvalidTiles
        The background that the page was started with cannot be used.
    """
    st.session_state.pop(VIEW, None)
    voice = state.voice()
    atlas = opening.atlas(voice)
    name = page or "map"
    problems = state.arrive(atlas, name)
    if st.session_state.get("background") not in _backgrounds():
        st.session_state["background"] = ""
    address, faults = state.chosen()
    missing = atlas.not_in_pack(address.selection)
    errors.problems(voice.capital(errors.told(one, voice)) for one in (*problems, *missing))
    st.session_state[_FAULTS] = faults
    st.session_state[VIEW] = View(atlas, address, name, voice)


def sidebar() -> None:
    """Draw the sidebar, where there is a view of this run."""
    shown: View | None = st.session_state.get(VIEW)
    if shown is None:
        return
    atlas, voice = shown.atlas, shown.voice
    with st.sidebar:
        st.html(_languages(shown))
        st.subheader(voice("page.sidebar.head"), anchor=False)
        _text("text", voice, max_chars=200)
        results.draw(shown)
        wrong_dates = _dates(voice)
        offer = offered(atlas, voice)
        _states(offer, voice)
        _kinds(voice)
        _further(atlas, offer, voice)
        labelled = {
            key: voice(
                "page.sidebar.problem",
                what=voice(f"page.sidebar.{key}"),
                why=errors.told(error, voice),
            )
            for key, error in st.session_state.pop(_FAULTS, {}).items()
        }
        with wrong_dates:
            errors.problems(labelled.pop(key) for key in ("as_of", "known_on") if key in labelled)
        errors.problems(labelled.values())
        st.caption(words.markdown(summary.hidden(atlas, shown.selection, voice)))
        everything = voice("page.sidebar.everything")
        st.button(everything, on_click=state.put, args=(Selection(),), width="stretch")
        _map(voice)
        st.divider()
        st.caption(_pack_line(atlas, voice))


def _languages(view: View) -> str:
    """The way past the sidebar, and the switch between the languages, as HTML."""
    voice = view.voice
    skip = f'<a class="ea-skip" href="#ea-title">{words.escape(voice("page.skip"))}</a>'
    items = []
    for language, name in _LANGUAGES.items():
        here = ' aria-current="true"' if language == voice.language else ""
        more = f'{here} lang="{language}" hreflang="{language}"'
        to = view.link(language=language)
        items.append(f"<li>{links.link(name, to, id=f'ea-lang-{language}', more=more)}</li>")
    label = words.escape(voice("page.sidebar.language"))
    return f'{skip}<nav class="ea-languages" aria-label="{label}"><ul>{"".join(items)}</ul></nav>'


def _text(
    key: str, voice: Voice, max_chars: int | None = None, at: DeltaGenerator | None = None
) -> None:
    (at or st).text_input(
        voice(f"page.sidebar.{key}"),
        key=key,
        max_chars=max_chars,
        placeholder=voice(f"page.sidebar.{key}_hint"),
        help=voice(f"page.sidebar.{key}_help"),
    )


def _dates(voice: Voice) -> DeltaGenerator:
    """Draw the two dates, and keep a place under them for what is wrong with them."""
    as_of, known_on = st.columns(2)
    _text("as_of", voice, at=as_of)
    _text("known_on", voice, at=known_on)
    return st.container()


def _options(present: Sequence[str], key: str) -> list[str]:
    """Options of a list, those chosen among them even where the pack has none of them."""
    chosen = st.session_state.get(key, [])
    if not chosen:
        return [*present]
    there = set(present)
    return [*present, *(one for one in chosen if one not in there)]


def _states(offer: Offered, voice: Voice) -> None:
    for key, codes in offer.parties.items():
        st.multiselect(
            voice(f"page.sidebar.{key}"),
            _options(codes, key),
            key=key,
            format_func=lambda code: offer.labels.get(code) or party(code, voice),
            placeholder=voice("page.sidebar.any"),
            help=voice(f"page.sidebar.{key}_help"),
            filter_mode="contains",
            select_all=False,
        )


def _kinds(voice: Voice) -> None:
    kinds = [*_GROUPS, *(kind for kind in KINDS if kind not in _GROUPS)]
    _closed_list("kinds", kinds, lambda kind: _kind(kind, voice), voice)
    statuses = list(STATUSES)
    _closed_list("statuses", statuses, lambda one: voice.capital(voice.status(one)), voice)
    st.selectbox(
        voice("page.sidebar.undated"),
        list(UNDATED),
        key="undated",
        format_func=lambda one: voice(f"page.sidebar.undated_{one}", years=UNDATED_YEARS),
        help=voice("page.sidebar.undated_help"),
        filter_mode=None,
    )


def _kind(kind: str, voice: Voice) -> str:
    if kind in _GROUPS:
        return voice(f"page.group.{kind}")
    return voice.capital(voice.kind(kind))


def _closed_list(key: str, options: list[str], said: Callable[[str], str], voice: Voice) -> None:
    st.multiselect(
        voice(f"page.sidebar.{key}"),
        options,
        key=key,
        format_func=said,
        placeholder=voice(f"page.sidebar.{key}_hint"),
        filter_mode="contains",
        select_all=False,
    )


def _further(atlas: Atlas, offer: Offered, voice: Voice) -> None:
    sources = atlas.pack.by_id["sources"]
    cities = _options(offer.cities, "cities")
    towns = distinct({city: words.plain(city, LONGEST) for city in cities})
    told = distinct(
        {
            id: offer.sources.get(id) or source(sources.get(id), id)
            for id in _options([*offer.sources], "sources")
        }
    )
    with st.expander(voice("page.sidebar.more")):
        st.multiselect(
            voice("page.sidebar.cities"),
            list(towns),
            key="cities",
            format_func=lambda city: towns.get(city, city),
            placeholder=voice("page.sidebar.any"),
            filter_mode="contains",
            select_all=False,
        )
        st.multiselect(
            voice("page.sidebar.sources"),
            list(told),
            key="sources",
            format_func=lambda id: told.get(id, id),
            placeholder=voice("page.sidebar.any"),
            help=voice("page.sidebar.sources_help"),
            filter_mode="contains",
            select_all=False,
        )
        box = st.session_state.get("bbox")
        if box:
            edges = ", ".join(f"{edge:g}" for edge in box)
            st.caption(voice("page.sidebar.box", edges=edges))
            st.button(voice("page.sidebar.unbox"), on_click=_unbox)


def _unbox() -> None:
    st.session_state["bbox"] = None


def _map(voice: Voice) -> None:
    """What the map is drawn on: its background, where there is a choice, and its boundaries."""
    offered = {key: one for key, one in _backgrounds().items() if key}
    if offered:
        st.selectbox(
            voice("page.sidebar.background"),
            ["", *offered],
            key="background",
            format_func=lambda key: _background(offered.get(key), voice),
            help=voice("tiles.help"),
            filter_mode=None,
        )
    st.selectbox(
        voice("page.sidebar.viewpoint"),
        ["", *_by_name(basemap.VIEWPOINTS, voice)],
        key="viewpoint",
        format_func=lambda code: party(code, voice) if code else voice("tiles.de_facto"),
        help=voice("page.sidebar.viewpoint_help"),
        filter_mode="contains",
    )


def _backgrounds() -> dict[str, tiles.Background | None]:
    """Key of a background -> the background; that of Natural Earth is blank, and none."""
    return {"": None, **{one.key: one for one in tiles.choices()}}


def _by_name(codes: Iterable[str], voice: Voice) -> list[str]:
    return sorted(codes, key=lambda code: countries.fold(voice.tight(code)))


def _background(chosen: tiles.Background | None, voice: Voice) -> str:
    if chosen is None:
        return voice("tiles.natural_earth")
    return words.plain(chosen.name, 60) if chosen.name else voice(f"tiles.{chosen.key}")


def _pack_line(atlas: Atlas, voice: Voice) -> str:
    own = atlas.pack.own
    title = words.markdown(own.get("title") or own.get("name") or atlas.pack.folder.name, LONGEST)
    return voice(
        "page.pack.line",
        title=title,
        missions=voice("words.missions", count=len(atlas.pack.rows["missions"])),
        sources=voice("page.sources", count=len(atlas.pack.rows["sources"])),
        hash=atlas.pack.sha256[:12],
    )
