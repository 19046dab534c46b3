"""What an input of the form offers: ids with what they stand for, words, states, cities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import i18n, parties, vocabulary
from geo.errors import StateError
from geo.ui.components.choices import party, source

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.editing import Field
    from geo.i18n import Translator
    from geo.ui.state import View

_LONGEST: Final = 110


def ids(view: View, table: str) -> Mapping[str, str]:
    """Id -> label of all rows of a table."""
    dataset = view.atlas.dataset
    return _ids(dataset.sha256, table, view.tr.language, view.atlas, view.tr)


@st.cache_resource(show_spinner=False, max_entries=12)
def _ids(
    content: str, table: str, language: str, _atlas: Atlas, _tr: Translator
) -> Mapping[str, str]:
    told = {row["id"]: _label(table, row, _tr) for row in _atlas.dataset.rows[table]}
    return {id: told[id] for id in sorted(told, key=lambda id: (parties.fold(told[id]), id))}


def _label(table: str, row: Mapping[str, str], tr: Translator) -> str:
    if table == "missions":
        text = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
        text = f"{text}, {tr.party(row['receiving'])}" if row["city"] else text
    elif table == "sources":
        text = source(row, row["id"])
    else:
        text = ", ".join(filter(None, (row["name"], row["city"], tr.party(row["state"]))))
    return i18n.plain(f"{i18n.plain(text, _LONGEST)} · {row['id']}", 2 * _LONGEST)


def subjects(view: View) -> Mapping[str, str]:
    """Possible subjects of a claim: missions, sources, places, states, pairs, the whole dataset."""
    dataset = view.atlas.dataset
    return _subjects(dataset.sha256, view.tr.language, view)


@st.cache_resource(show_spinner=False, max_entries=4)
def _subjects(content: str, language: str, _view: View) -> Mapping[str, str]:
    rows = _view.atlas.dataset.missions
    codes = sorted({row["sending"] for row in rows} | {row["receiving"] for row in rows})
    known = {row["subject"] for row in _view.atlas.dataset.claims}
    pairs = {"-".join(sorted((row["a"], row["b"]))) for row in _view.atlas.dataset.relations}
    pairs |= {one for one in known if one.isupper() and "-" in one}
    return {
        **ids(_view, "missions"),
        **ids(_view, "places"),
        **ids(_view, "sources"),
        **{code: f"{party(code, _view.tr)} · {code}" for code in codes},
        **{pair: _pair(pair, _view.tr) for pair in sorted(pairs)},
        "pack": f"{_view.tr('card.source.pack')} · pack",
    }


def _pair(pair: str, tr: Translator) -> str:
    names = (parties.party_by_code(code).called(tr.language) for code in pair.split("-"))
    return f"{tr.listed([name.short or name.name for name in names])} · {pair}"


def meant(text: str, options: Mapping[str, str]) -> str:
    """The option whose label has the typed words; the text itself if none has."""
    words = parties.fold(text).split()
    found = (one for one, said in options.items() if all(w in parties.fold(said) for w in words))
    return next(found, text)


def states(tr: Translator) -> Mapping[str, str]:
    """Code -> label of every state and listed entity, by name."""
    return _parties(tr.language, tr)


@st.cache_resource(show_spinner=False)
def _parties(language: str, _tr: Translator) -> Mapping[str, str]:
    told = {one.code: party(one.code, _tr) for one in parties.parties()}
    return {code: told[code] for code in sorted(told, key=lambda code: parties.fold(told[code]))}


def cities(receiving: str) -> Mapping[str, str]:
    """The cities of the gazetteer in a state, by name; any other may be typed."""
    try:
        code = parties.party_by_code(receiving).code if receiving else ""
    except StateError:
        code = ""
    found = sorted({one.name for one in parties.cities() if one.state == code}, key=parties.fold)
    return {name: name for name in found}


def properties(view: View) -> Mapping[str, str]:
    """Properties that the dataset has claims of, with headings; any other may be typed."""
    found = {row["property"] for row in view.atlas.dataset.claims}
    names = view.atlas.dataset.presentation.proper_names
    told = {one: i18n.plain(f"{view.tr.heading(one, names)} · {one}", _LONGEST) for one in found}
    return {one: told[one] for one in sorted(told, key=lambda one: parties.fold(told[one]))}


def word(table: str, field: Field, one: str, tr: Translator) -> str:
    """A word of a closed list, in the reader's language."""
    if not one:
        return "–"
    if field.name == "sense":
        return f"{one}: {tr(f'editform.sense.{one}')}"
    if field.name == "seen":
        return tr.capital(tr(f"card.seen.{one}"))
    if field.name == "rank":
        return tr.capital(tr(f"card.tag.{one}"))
    if field.name == "kind" and table == "sources":
        return tr.capital(tr(f"card.source.kinds.{one}"))
    if field.name == "kind" and table == "events":
        return tr.capital(tr.event(one))
    if field.name == "kind" and table in ("relations", "places"):
        return tr.capital(tr(f"editform.kind_in_{table}.{one}"))
    if field.name in ("method", "precision", "face"):
        return tr.capital(tr(f"editform.{field.name}.{one}"))
    if field.name == "kind" and one in vocabulary.KINDS:
        return tr.capital(tr.kind(one))
    return one
