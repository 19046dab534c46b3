"""What the lists of the sidebar offer: worked out once for a pack and a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import countries, words

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.words import Voice

__all__ = ["LONGEST", "Offered", "offered", "party", "source"]

LONGEST: Final = 80
"""Characters up to which a text from the pack is shown in a list."""


@dataclass(frozen=True)
class Offered:
    """The options of the sidebar's lists, in the order in which they are shown.

    Attributes
    ----------
    parties
        Name of a list of states -> the codes that it offers.
    labels
        Code of a party -> its label.
    cities
        Cities as the pack has them.
    sources
        Id of a source -> its label.
    """

    parties: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    cities: tuple[str, ...]
    sources: Mapping[str, str]


def offered(atlas: Atlas, voice: Voice) -> Offered:
    """What the lists offer.

    Parameters
    ----------
    atlas
        The atlas.
    voice
        What says it.

    Returns
    -------
    Offered
        Not to be changed.
    """
    return _offered(atlas.pack.sha256, voice.language, atlas, voice)


@st.cache_resource(show_spinner=False, max_entries=8)
def _offered(content: str, language: str, _atlas: Atlas, _voice: Voice) -> Offered:
    rows = _atlas.pack.rows["missions"]
    sending, receiving = {row["sending"] for row in rows}, {row["receiving"] for row in rows}
    both = sending | receiving
    lists = {"states": both, "among": both, "sending": sending, "receiving": receiving}
    ordered = sorted(sorted(both), key=lambda code: countries.fold(_voice.tight(code)))
    told = {id: source(row, id) for id, row in _atlas.pack.by_id["sources"].items()}
    return Offered(
        {key: tuple(code for code in ordered if code in codes) for key, codes in lists.items()},
        {code: party(code, _voice) for code in both},
        tuple(sorted({row["city"] for row in rows if row["city"]}, key=countries.fold)),
        {id: told[id] for id in sorted(told, key=lambda id: told[id].casefold())},
    )


def party(code: str, voice: Voice) -> str:
    """The name that fits a chip, then the full one, the English ones and the code, to be typed."""
    tight, one = voice.tight(code), countries.party_by_code(code)
    names = dict.fromkeys((voice.party(code), one.name, one.short, code))
    also = ", ".join(name for name in names if name != tight)
    return words.plain(f"{tight} ({also})")


def source(row: Mapping[str, str] | None, id: str) -> str:
    """Publisher, day and title of a source; its id where the pack has none of it."""
    if row is None:
        return words.plain(id, LONGEST)
    day = f" ({row['published']})" if row["published"] else ""
    return words.plain(f"{row['publisher']}{day}: {row['title']}", LONGEST)
