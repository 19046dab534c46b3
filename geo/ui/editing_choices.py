"""What an input of the form offers: ids with what they stand for, words, states, cities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import countries, vocabulary, words
from geo.errors import StateError
from geo.ui.offered import party, source

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.editing import Field
    from geo.ui.state import View
    from geo.words import Voice

__all__ = ["MOST", "cities", "ids", "parties", "properties", "subjects", "word"]

MOST: Final = 300
"""Options that are sent to the browser at once; among more of them one searches on the server."""

_LONGEST: Final = 110


def ids(view: View, table: str) -> Mapping[str, str]:
    """Id -> label of all rows of a table.

    Parameters
    ----------
    view
        What is shown.
    table
        ``missions``, ``sources`` or ``places``.

    Returns
    -------
    mapping
        By label; not to be changed.
    """
    pack = view.atlas.pack
    return _ids(pack.sha256, table, view.voice.language, view.atlas, view.voice)


@st.cache_resource(show_spinner=False, max_entries=12)
def _ids(
    content: str, table: str, language: str, _atlas: Atlas, _voice: Voice
) -> Mapping[str, str]:
    told = {row["id"]: _label(table, row, _voice) for row in _atlas.pack.rows[table]}
    return {id: told[id] for id in sorted(told, key=lambda id: (countries.fold(told[id]), id))}


def _label(table: str, row: Mapping[str, str], voice: Voice) -> str:
    if table == "missions":
        text = voice.tight_label(row["kind"], row["sending"], row["receiving"], row["city"])
    elif table == "sources":
        text = source(row, row["id"])
    else:
        text = ", ".join(filter(None, (row["name"], row["city"], voice.tight(row["state"]))))
    return words.plain(f"{words.plain(text, _LONGEST)} · {row['id']}", 2 * _LONGEST)


def subjects(view: View) -> Mapping[str, str]:
    """What a claim may be about: missions, sources, places, the states of the pack, all of it."""
    pack = view.atlas.pack
    return _subjects(pack.sha256, view.voice.language, view)


@st.cache_resource(show_spinner=False, max_entries=4)
def _subjects(content: str, language: str, _view: View) -> Mapping[str, str]:
    rows = _view.atlas.pack.rows["missions"]
    codes = sorted({row["sending"] for row in rows} | {row["receiving"] for row in rows})
    return {
        **ids(_view, "missions"),
        **ids(_view, "places"),
        **ids(_view, "sources"),
        **{code: f"{_view.voice.party(code)} · {code}" for code in codes},
        "pack": "pack",
    }


def parties(voice: Voice) -> Mapping[str, str]:
    """Code -> label of every state and listed entity, by name."""
    return _parties(voice.language, voice)


@st.cache_resource(show_spinner=False)
def _parties(language: str, _voice: Voice) -> Mapping[str, str]:
    told = {one.code: party(one.code, _voice) for one in countries.parties()}
    return {code: told[code] for code in sorted(told, key=lambda code: countries.fold(told[code]))}


def cities(receiving: str) -> Mapping[str, str]:
    """The cities of the gazetteer in a state, by name; any other may be typed."""
    try:
        code = countries.party_by_code(receiving).code if receiving else ""
    except StateError:
        code = ""
    found = sorted(
        {one.name for one in countries.cities() if one.state == code}, key=countries.fold
    )
    return {name: name for name in found}


def properties(view: View) -> Mapping[str, str]:
    """The properties of which the pack has claims, with their headings; any other may be typed."""
    found = {row["property"] for row in view.atlas.pack.rows["claims"]}
    told = {one: words.plain(f"{view.voice.heading(one)} · {one}", _LONGEST) for one in found}
    return {one: told[one] for one in sorted(told, key=lambda one: countries.fold(told[one]))}


def word(table: str, field: Field, one: str, voice: Voice) -> str:
    """A word of a closed list, in the reader's language."""
    if not one:
        return "–"
    if field.name == "sense":
        return f"{one}: {voice(f'editform.sense.{one}')}"
    if field.name == "seen":
        return voice.capital(voice(f"card.seen.{one}"))
    if field.name == "rank":
        return voice.capital(voice(f"card.tag.{one}"))
    if field.name == "kind" and table == "sources":
        return voice.capital(voice(f"card.source.kinds.{one}"))
    if field.name == "kind" and table == "events":
        return voice.capital(voice.event(one))
    if field.name == "kind" and one in vocabulary.KINDS:
        return voice.capital(voice.kind(one))
    return one
