"""The desk: what a reader has typed and not saved, kept for the session whatever page is drawn."""

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import streamlit as st

from geo.editing import Draft, Row, Saved
from geo.errors import AtlasError, EditConflict
from geo.vocabulary import AUTHOR

EXISTING: Final = "existing"  # The task of correcting records
# Task -> the tables whose columns the form has
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    EXISTING: (),
    "claim": ("claims",),
    "event": ("events",),
    "position": ("positions",),
    "head": ("heads",),
    "coverage": ("coverage",),
    "relation": ("relations",),
    "mission": ("missions", "events"),
    "source": ("sources",),
}
WITH_CELLS: Final = ("correct", "change")  # Actions that give a record other values
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

    kind: str = EXISTING
    about: str = ""  # Id of the subject whose records are listed
    opened: dict[str, tuple[str, str]] = field(default_factory=dict)  # By subject
    cells: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    spot: Spot = field(default_factory=Spot)
    author: str = field(default_factory=lambda: os.environ.get(AUTHOR, ""))
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
    def record(self) -> tuple[str, str] | None:
        """Table and id of the record that is corrected; None if there is none."""
        return self.opened.get(self.about) if self.kind == EXISTING else None

    @property
    def slot(self) -> str:
        """The current work: a task, or one record."""
        return "/".join(self.record) if self.record else self.kind

    @property
    def act(self) -> str:
        """The action on the record; blank if none is chosen."""
        return self.of("act").get("act", "")

    @property
    def why(self) -> str:
        """The reason for the edit."""
        return self.of("act").get("why", "")

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose columns are asked for."""
        if self.record:
            return self.record[:1] if self.act in WITH_CELLS else ()
        return KINDS[self.kind]

    def of(self, table: str) -> dict[str, str]:
        """Column -> what was typed into it; may be changed."""
        return self.cells.setdefault((self.slot, table), {})

    def begin(self, kind: str, table: str, column: str, value: str) -> None:
        """Fill in one column, where nothing else of its row was typed."""
        cells = self.cells.setdefault((kind, table), {})
        if not any(text for name, text in cells.items() if name != column):
            cells[column] = value

    def turn_to(self, kind: str, about: str = "", record: tuple[str, str] | None = None) -> None:
        """Change to other work; entries are kept with the work that they belong to."""
        self.forget_deeds()
        self.kind = kind
        if kind == EXISTING:
            self.about = about
            if record:
                self.opened[about] = record
        self.draft = self.checked = None
        self.tried = False

    def forget_deeds(self) -> None:
        """Forget what the last deed led to; what was typed stays."""
        self.conflict = self.trouble = self.saved = self.undoing = None

    def sign(self, address: str) -> None:
        """Make who signed on the author, where somebody did; what another checked is forgotten."""
        if address and address != self.author:
            self.author = address
            self.draft = self.checked = self.conflict = self.undoing = None

    def empty(self) -> None:
        """Empty the form of the current work; the author stays."""
        slot = self.slot
        for key in [key for key in self.cells if key[0] == slot]:
            del self.cells[key]
        if self.kind == EXISTING:
            self.opened.pop(self.about, None)
        if self.kind == "mission":
            self.spot = Spot(turn=self.spot.turn + 1)
        self.turn += 1
        self.tried = False
        self.draft = self.checked = None

    def copied(self) -> Self:
        """The same work for another session."""
        again = type(self)(self.kind, self.about, author=self.author, turn=self.turn + 1)
        again.opened, again.came_with = dict(self.opened), self.came_with
        again.cells, again.spot = copy.deepcopy((self.cells, self.spot))
        return again


def desk() -> Desk:
    """The desk of this session."""
    found: Desk = st.session_state.setdefault(_KEY, Desk())
    return found


def replace(at: Desk) -> None:
    """Put another desk into this session."""
    st.session_state[_KEY] = at


@st.cache_resource(show_spinner=False)
def kept(folder: str) -> dict[str, Desk]:
    """The desk with the latest unsaved work on a dataset, for a reloaded page."""
    return {}


def key_of(at: Desk, *parts: str) -> str:
    """Key of an input of the form: another one once the form was emptied."""
    return "_".join(("edit", at.slot.replace("/", "_"), *parts, str(at.turn)))
