"""Who made what is seen on the map, and what its boundaries mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo import words
from geo.tiles import OWN

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.words import Voice

__all__ = ["boundaries", "credit", "data"]

_PACK: Final = 12
_LONGEST: Final = 120


def boundaries(voice: Voice, viewpoint: str = "", background: str = "") -> str:
    """What the boundaries on a map mean.

    Parameters
    ----------
    voice
        The reader's language.
    viewpoint
        Whose view of boundaries is drawn; ``""`` for the de facto boundaries.
    background
        Key of the tiles that are the background; ``""`` for Natural Earth.

    Returns
    -------
    str
        Plain text. Over tiles no boundary of ours is drawn, and their maker's are spoken of; tiles
        of one's own may leave parts of the world to Natural Earth, so both are.
    """
    who = voice.of_party(viewpoint) if viewpoint else ""
    drawn = voice("boundaries.viewpoint", who=who) if who else voice("boundaries.de_facto")
    if not background:
        return drawn
    tiles = voice("tiles.boundaries")
    return f"{tiles} {voice('tiles.elsewhere')} {drawn}" if background == OWN else tiles


def credit(voice: Voice, viewpoint: str = "", background: str = "") -> tuple[str, ...]:
    """The lines that stand on every map, beside those of its data and its tiles.

    Parameters
    ----------
    voice
        The reader's language.
    viewpoint
        Whose view of boundaries is drawn; ``""`` for the de facto boundaries.
    background
        Key of the tiles that are the background; ``""`` for Natural Earth.

    Returns
    -------
    tuple of str
        Software, boundaries, cities; plain text.
    """
    drawn = boundaries(voice, viewpoint, background).removesuffix(".")
    return voice("map.credit.software"), drawn, voice("map.credit.cities")


def data(voice: Voice, atlas: Atlas) -> str:
    """Which data stand on a map, and under which licence.

    Parameters
    ----------
    voice
        The reader's language.
    atlas
        The opened pack.

    Returns
    -------
    str
        One line of plain text; the licences are as the pack names them.
    """
    given = atlas.pack.own.get("licenses")
    listed = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    named = ", ".join(str(one["name"]) for one in listed if one.get("name"))
    pack = atlas.pack.sha256[:_PACK]
    if not named:
        return voice("map.credit.data", pack=pack)
    licences = words.plain(named, _LONGEST)
    return voice("map.credit.data_licensed", pack=pack, licences=licences)
