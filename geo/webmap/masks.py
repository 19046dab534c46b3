"""What a selection lets through, decided here; the browser looks up the two dates and the box."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo import parties
from geo.atlas import Atlas, absence
from geo.atlas.relation_lines import accredited, narrows_missions
from geo.selection import Selection
from geo.webmap import payload

NARROWING: Final = (
    *("states", "among", "sending", "receiving"),
    *("kinds", "cities", "sources", "text"),
)
"""The parts of a selection that masks stand for."""


@dataclass(frozen=True, slots=True)
class Masks:
    """A bit for each row of the columns, the first the highest of its byte; empty for all rows."""

    missions: bytes = b""
    coverage: bytes = b""
    places: bytes = b""
    shown_only: bool = False  # Only accreditations of shown missions are drawn
    absences: AbsenceMasks | None = None  # None where none is marked

    def to_dict(self) -> dict[str, object]:
        """The masks as the browser reads them."""
        absences = self.absences
        bits = {name: _text(getattr(self, name)) for name in ("missions", "coverage", "places")}
        own = {"shown_only": self.shown_only, "absences": absences and absences.to_dict()}
        return {**bits, **own}


@dataclass(frozen=True, slots=True)
class AbsenceMasks:
    """Which pairs of parties are asked about: a bit for each party."""

    sending: bytes
    receiving: bytes
    states: bytes
    named: bytes
    unknown: bool

    def to_dict(self) -> dict[str, object]:
        """The masks as the browser reads them."""
        names = ("sending", "receiving", "states", "named")
        return {**{name: _text(getattr(self, name)) for name in names}, "unknown": self.unknown}


def masks(
    atlas: Atlas, selection: Selection, alone: bool = False, every_day: bool = False
) -> Masks:
    """What a selection lets through, of all columns or of its own alone."""
    order = _alone(atlas, selection, every_day) if alone else atlas.once(_whole)
    named = absence.named(selection)
    drawn = {one.id for one in atlas.drawn(selection.but(known_on=None))} if named else ()
    return Masks(
        missions=_packed(atlas.mission_filter.passing(selection)[order.missions]),
        coverage=_packed(accredited(atlas, selection)[order.coverage]) if named else b"",
        places=_packed(id in drawn for id in order.outlines) if named else b"",
        shown_only=narrows_missions(selection),
        absences=_absences(selection) if absence.markable(selection) else None,
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """The rows of a file of columns: numbers of missions and accreditations, ids of outlines."""

    missions: npt.NDArray[np.intp]
    coverage: npt.NDArray[np.intp]
    outlines: tuple[str, ...]


def _whole(atlas: Atlas) -> _Order:
    numbers = np.arange(len(atlas.dataset.missions))
    number = atlas.dataset.coverage.numbers
    coverage = np.array([number[row.id] for row in payload.accreditations(atlas)], dtype=np.intp)
    return _Order(numbers, coverage, payload.outline_names(atlas, atlas.placements["place"]))


def _alone(atlas: Atlas, selection: Selection, every_day: bool) -> _Order:
    kept = payload.carried(atlas, selection, every_day=every_day)
    number = atlas.dataset.coverage.numbers
    coverage = np.array([number[row.id] for row in kept.coverage], dtype=np.intp)
    return _Order(np.asarray(kept.numbers, dtype=np.intp), coverage, kept.outlines)


def _absences(selection: Selection) -> AbsenceMasks:
    codes = [one.code for one in parties.parties()]
    named = absence.named(selection)
    senders, hosts = absence.sides(selection, codes)

    def mask(side: Collection[str]) -> bytes:
        return _packed(code in side for code in codes)

    return AbsenceMasks(
        sending=mask(senders),
        receiving=mask(hosts),
        states=mask(selection.states or codes),
        named=mask(named),
        unknown=len(named) == 1,
    )


def _packed(passing: Iterable[bool]) -> bytes:
    bits = np.fromiter(passing, dtype=bool)
    return b"" if bits.all() else np.packbits(bits).tobytes()


def _text(mask: bytes) -> str:
    return base64.b64encode(mask).decode("ascii")
