"""The desk: what a reader has typed and not saved, kept for the session whatever page is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from geo.editing import Draft, Row, Saved
    from geo.errors import AtlasError, EditConflict

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "claim": ("claims",),
        "event": ("events",),
        "mission": ("missions", "events"),
        "source": ("sources",),
    }
)
"""What can be added -> the tables whose columns are asked for."""

_KEY: Final = "editing_desk"


@dataclass
class Spot:
    """Where a mission is to stand, as the reader says it."""

    how: str = "city"
    # Those of the region that was drawn: longitude and latitude, CRS84, degrees
    corners: tuple[tuple[float, float], ...] = ()
    cells: dict[str, str] = field(default_factory=lambda: {"precision": "street"})
    turn: int = 0


@dataclass
class Desk:
    """What a reader works on."""

    kind: str = "claim"
    cells: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    spot: Spot = field(default_factory=Spot)
    author: str = ""
    why: str = ""
    turn: int = 0
    tried: bool = False
    draft: Draft | None = None  # The edit as it was last checked; None before
    checked: tuple[tuple[Row, ...], str, str] | None = None
    conflict: EditConflict | None = None
    trouble: AtlasError | None = None
    saved: Saved | None = None
    undoing: Draft | None = None
    came_with: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose columns are asked for."""
        return KINDS[self.kind]

    def of(self, table: str) -> dict[str, str]:
        """Column -> what was typed into it; may be changed."""
        return self.cells.setdefault((self.kind, table), {})

    def begun(self) -> bool:
        """Whether anything was typed of what is added now."""
        return any(any(self.of(table).values()) for table in self.tables)

    def begin(self, kind: str, table: str, column: str, value: str) -> None:
        """Fill in one column, where nothing else of its row was typed."""
        cells = self.cells.setdefault((kind, table), {})
        if not any(text for name, text in cells.items() if name != column):
            cells[column] = value

    def forget_deeds(self) -> None:
        """Forget what the last deed led to; what was typed stays."""
        self.conflict = self.trouble = self.saved = self.undoing = None

    def empty(self) -> None:
        """Empty the form of what is added now; the author stays."""
        for table in self.tables:
            self.cells.pop((self.kind, table), None)
        if self.kind == "mission":
            self.spot = Spot(turn=self.spot.turn + 1)
        self.why = ""
        self.turn += 1
        self.tried = False
        self.draft = self.checked = None


def desk() -> Desk:
    """The desk of this session."""
    found = st.session_state.setdefault(_KEY, Desk())
    assert isinstance(found, Desk)  # noqa: S101
    return found


def key_of(at: Desk, *parts: str) -> str:
    """Key of an input of the form: another one once the form was emptied."""
    return "_".join(("edit", at.kind, *parts, str(at.turn)))
