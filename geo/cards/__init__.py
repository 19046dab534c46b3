"""Cards: everything known of one mission, line or place, every value with its sources.

A card is plain values; what it looks like is the page's business::

    card = cards.card(atlas, "prk-embassy-caracas", as_of="2018-06-01")
    card.title                      # "Embassy of the DPRK in Caracas"
    card.section("course").rows     # one row an event, each with its sources
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import TYPE_CHECKING

from geo import dates
from geo.cards.lens import Lens
from geo.cards.mission import mission_card, mission_label
from geo.cards.model import Card, Cite, Dispute, Row, Section, Statement
from geo.cards.pair import coverage_card, neighbour_card, pair_card
from geo.cards.place import place_card
from geo.errors import UnknownMission, quoted

if TYPE_CHECKING:
    from geo.atlas import Atlas

__all__ = [
    "Card",
    "Cite",
    "Dispute",
    "Row",
    "Section",
    "Statement",
    "card",
    "mission_label",
]


def card(
    atlas: Atlas,
    id: str,
    as_of: str | date | None = None,
    known_on: str | date | None = None,
) -> Card:
    """The card of a mission, a line or a place.

    Parameters
    ----------
    atlas
        The atlas.
    id
        Id of a mission or a place; of a line: ``pair:PRK-VEN``, ``seat:<mission>``,
        ``cover:<coverage>``, ``near:<mission>:<mission>``; or of a relation.
    as_of
        Day that is looked at (EDTF text or date); today by default.
    known_on
        Day by which sources had to be published; None for all of them.

    Returns
    -------
    Card
        Its sections, disagreements and sources.

    Raises
    ------
    UnknownMission
        Nothing in the pack has this id.
    InvalidDate
        A day is none.
    """
    day = dates.today() if as_of is None else dates.day_of(as_of)
    lens = Lens(atlas, day, None if known_on is None else dates.day_of(known_on))
    by_id = atlas.pack.by_id
    what, _, rest = id.partition(":")
    if what == "pair":
        a, _, b = rest.partition("-")
        between = {(r["sending"], r["receiving"]) for r in atlas.pack.rows["missions"]}
        between |= {(r["a"], r["b"]) for r in atlas.pack.rows["relations"]}
        if (a, b) in between or (b, a) in between:
            return pair_card(lens, a, b, id)
    elif what == "near":
        mission, _, anchor = rest.partition(":")
        if mission in by_id["missions"] and anchor in by_id["missions"]:
            return neighbour_card(lens, by_id["missions"][mission], by_id["missions"][anchor], id)
    else:
        key = rest if what in ("seat", "cover") else id
        if row := by_id["missions"].get(key):
            return mission_card(lens, row, id)
        if row := by_id["coverage"].get(key):
            return coverage_card(lens, row, id)
        if row := by_id["places"].get(key):
            return place_card(lens, row, id)
        if row := by_id["relations"].get(key):
            return pair_card(lens, row["a"], row["b"], id)
    candidates = difflib.get_close_matches(id[:200], [*by_id["missions"], *by_id["places"]], n=3)
    meant = f" Perhaps {' or '.join(candidates)}." if candidates else ""
    raise UnknownMission(
        f"nothing in this pack has the id {quoted(id)}.{meant} "
        "Choose one from the map or from the list of what is shown.",
        candidates,
    )
