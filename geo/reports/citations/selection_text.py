"""What a selection asks for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.selection import Selection

_GROUPS: Final = ("embassy", "consulate", "liaison")
_MOST_NAMES: Final = 4


def _names(codes: tuple[str, ...], joint: str, tr: Translator) -> str:
    shown = [tr.of_party(code) for code in codes[:_MOST_NAMES]]
    if len(codes) > _MOST_NAMES:
        shown.append(tr("page.asked.more_states", count=len(codes) - _MOST_NAMES))
    return tr.listed(shown, joint)


def described(selection: Selection, tr: Translator) -> str:
    """What a selection asks for, as the end of a sentence: "between Peru and Venezuela"."""
    parts = []
    if selection.among:
        parts.append(tr("page.asked.among", names=_names(selection.among, "and", tr)))
    for name in ("states", "sending", "receiving"):
        if codes := getattr(selection, name):
            names = _names(codes, "or", tr)
            parts.append(tr(f"page.asked.{name}", names=names, count=len(codes)))
    if kinds := selection.kinds:
        said = [
            tr(f"page.asked.group.{kind}") if kind in _GROUPS else tr.kind(kind) for kind in kinds
        ]
        parts.append(tr("page.asked.kinds", names=tr.listed(said), count=len(said)))
    if selection.statuses:
        said = [tr("page.asked.word", word=tr.status(one)) for one in selection.statuses]
        parts.append(tr("page.asked.statuses", names=tr.listed(said, "or"), count=len(said)))
    if selection.cities:
        parts.append(tr("page.asked.cities", names=tr.listed(selection.cities, "or")))
    if selection.sources:
        parts.append(tr("page.asked.sources", count=len(selection.sources)))
    if selection.text:
        parts.append(tr("page.asked.text", text=selection.text))
    if selection.bbox:
        parts.append(tr("page.asked.bbox"))
    return ", ".join(parts)
