"""Absence in words: one of them as a sentence, and all of a selection counted."""

from __future__ import annotations

from collections import Counter
from typing import Final

from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import COVERED, FACES, UNKNOWN, Absence, Rule
from geo.atlas.absence.pairs import asked
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import Answer

_THERE: Final = "there"
_ONE: Final = 1
_COVERED: Final = {
    (True, False): "absence.face.covered",
    (True, True): "absence.face.covered_closed",
    (False, False): "absence.face.covered_elsewhere",
    (False, True): "absence.face.covered_elsewhere_closed",
}
"""Whether it is known from where, and whether the mission there has closed -> the sentence."""


def sentence(absence: Absence, tr: Translator) -> str:
    """Which face an absence has, as a sentence."""
    ends = {"sending": tr.of_party(absence.sending), "receiving": tr.of_party(absence.receiving)}
    if absence.face == COVERED:
        where = absence.city or (tr.of_party(absence.state) if absence.state else "")
        key = _COVERED[bool(where), absence.covering == "closed"]
        said = tr(key, where=where, **ends)
        if absence.covering not in ("", "open", "closed"):
            status = tr.status(absence.covering)
            said = tr("absence.face.standing", said=said, status=status)
    elif absence.face == UNKNOWN:
        key = "absence.face.unknown_closed" if absence.closed_mission else "absence.face.unknown"
        said = tr(key, **ends)
    else:
        said = tr("absence.face.none", **ends)
    if absence.certainty == Answer.PERHAPS:
        said = tr("absence.face.perhaps", said=said)
    return tr.capital(said)


def sentences(atlas: Atlas, selection: Selection, tr: Translator) -> list[str]:
    """How many of the pairs that a selection asks about have a mission, and which face the rest."""
    pairs = asked(selection)
    face = {(a.sending, a.receiving): a.face for a in atlas.once(Rule).absences(pairs, selection)}
    told = [(ends, face.get(ends, _THERE)) for ends in pairs]
    host = _only(selection.receiving, selection.states)
    sender = _only(selection.sending, selection.states)
    sides = {
        "receiving": (host, [one for one in told if one[0][1] == host]),
        "sending": (sender, [one for one in told if one[0][0] == sender]),
    }
    if len(pairs) == _ONE or sum(len(own) for _, own in sides.values()) != len(pairs):
        return [_counted("pairs", told, "", tr)]
    return [_counted(what, own, code, tr) for what, (code, own) in sides.items() if own]


def _only(named: tuple[str, ...], either: tuple[str, ...]) -> str:
    """The one code that is named, on this side or on either; blank where there are several."""
    codes = named or either
    return codes[0] if len(codes) == _ONE else ""


def _counted(what: str, told: list[tuple[tuple[str, str], str]], code: str, tr: Translator) -> str:
    counts = Counter(face for _, face in told)
    parts = [
        tr(f"absence.count.{what}.{face}", count=counts[face])
        for face in (_THERE, *FACES)
        if counts[face]
    ]
    if code:
        party = tr.of_party(code)
        return tr.capital(tr(f"absence.counted.{what}", party=party, what="; ".join(parts)))
    pairs = tr("absence.counted.total", count=len(told))
    return tr("absence.counted.pairs", pairs=pairs, what="; ".join(parts))
