"""``find``: records that match words, ranked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from geo.cli.terminal import note, show_json, show_table
from geo.i18n import tr

if TYPE_CHECKING:
    from geo.atlas import Atlas

_NOTHING = 1


def show_found(atlas: Atlas, text: str, most: int, language: str, as_json: bool) -> int:
    """Print what a search finds, or what may have been meant."""
    from geo.atlas import search

    said = tr(language)
    count, results = search.find(atlas, text, language=language, most=most)
    near = () if count else search.suggestions(atlas, text)
    if as_json:
        plain = [dataclasses.asdict(one) for one in results]
        show_json({"text": text, "count": count, "results": plain, "suggestions": near})
    elif count:
        rows = [
            (
                said(f"find.type.{one.type}"),
                ", ".join(part for part in (one.name, one.about) if part),
                search.told(one, said),
                one.opens or one.id,
            )
            for one in results
        ]
        show_table([said(f"find.column.{name}") for name in ("type", "name", "why", "id")], rows)
        if count > len(results):
            note(said("find.first", number=len(results), total=count))
    else:
        note(said("find.none", text=text))
        if near:
            note(
                said(
                    "find.meant",
                    names=said.listed([said("find.quoted", text=one) for one in near], "or"),
                )
            )
    return 0 if count else _NOTHING
