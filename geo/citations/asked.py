"""What a selection asks for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.selection import Selection
    from geo.words import Voice

__all__ = ["described"]

_GROUPS: Final = ("embassy", "consulate", "liaison")
_MOST_NAMES: Final = 4


def _names(codes: tuple[str, ...], joint: str, voice: Voice) -> str:
    shown = [voice.of_party(code) for code in codes[:_MOST_NAMES]]
    if len(codes) > _MOST_NAMES:
        shown.append(voice("page.asked.more_states", count=len(codes) - _MOST_NAMES))
    return voice.listed(shown, joint)


def described(selection: Selection, voice: Voice) -> str:
    """What a selection asks for, as the end of a sentence: "between Peru and Venezuela".

    Parameters
    ----------
    selection
        The selection.
    voice
        What says it.

    Returns
    -------
    str
        Text from the reader stands in it as it came: escape it.
    """
    parts = []
    if selection.among:
        parts.append(voice("page.asked.among", names=_names(selection.among, "and", voice)))
    for name in ("states", "sending", "receiving"):
        if codes := getattr(selection, name):
            names = _names(codes, "or", voice)
            parts.append(voice(f"page.asked.{name}", names=names, count=len(codes)))
    if kinds := selection.kinds:
        said = [
            voice(f"page.asked.group.{kind}") if kind in _GROUPS else voice.kind(kind)
            for kind in kinds
        ]
        parts.append(voice("page.asked.kinds", names=voice.listed(said), count=len(said)))
    if selection.statuses:
        said = [voice("page.asked.word", word=voice.status(one)) for one in selection.statuses]
        parts.append(voice("page.asked.statuses", names=voice.listed(said, "or"), count=len(said)))
    if selection.cities:
        parts.append(voice("page.asked.cities", names=voice.listed(selection.cities, "or")))
    if selection.sources:
        parts.append(voice("page.asked.sources", count=len(selection.sources)))
    if selection.text:
        parts.append(voice("page.asked.text", text=selection.text))
    if selection.bbox:
        parts.append(voice("page.asked.bbox"))
    return ", ".join(parts)
