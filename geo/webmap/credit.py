"""Who made what is seen on the map, and what its boundaries mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo import i18n
from geo.tiles import OWN

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.i18n import Translator

_PACK: Final = 12
_LONGEST: Final = 120


def boundaries(tr: Translator, viewpoint: str = "", background: str = "") -> str:
    """What the boundaries on a map mean."""
    who = tr.of_party(viewpoint) if viewpoint else ""
    drawn = tr("tiles.drawn_viewpoint", who=who) if who else tr("tiles.drawn_de_facto")
    if not background:
        return drawn
    tiles = tr("tiles.boundaries")
    return f"{tiles} {tr('tiles.elsewhere')} {drawn}" if background == OWN else tiles


def credit(tr: Translator, viewpoint: str = "", background: str = "") -> tuple[str, ...]:
    """The lines that stand on every map, beside those of its data and its tiles."""
    drawn = boundaries(tr, viewpoint, background).removesuffix(".")
    return tr("map.credit.software"), drawn, tr("map.credit.cities")


def data(tr: Translator, atlas: Atlas) -> str:
    """Which data stand on a map, and under which licence."""
    given = atlas.dataset.own.get("licenses")
    listed = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    named = ", ".join(str(one["name"]) for one in listed if one.get("name"))
    dataset = atlas.dataset.sha256[:_PACK]
    if not named:
        return tr("map.credit.data", dataset=dataset)
    licences = i18n.plain(named, _LONGEST)
    return tr("map.credit.data_licensed", dataset=dataset, licences=licences)
