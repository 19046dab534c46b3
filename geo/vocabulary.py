"""The closed lists of words that tables may use, and their meanings."""

from enum import StrEnum
from typing import Final

from geo.package_files import toml

_WORDS: Final = toml("vocabulary.toml")
_COLUMNS: Final = toml("columns.toml")


def words_of(name: str) -> tuple[str, ...]:
    """A closed list of words (geo/vocabulary.toml)."""
    return tuple(_WORDS[name])


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table that a reader gets, and what each holds (geo/columns.toml)."""
    return {
        name: _COLUMNS[text[2:]][name] if text.startswith("= ") else text
        for name, text in _COLUMNS[table].items()
    }


class Answer(StrEnum):
    """What can be said of a statement on a day."""

    YES = "yes"
    NO = "no"
    POSSIBLE = "perhaps"


Certainty = Answer

KINDS: Final[dict[str, str]] = _WORDS["kinds"]
"""Kind of a mission -> its group. Both follow OpenStreetMap: the group is the
value of ``diplomatic``, the kind that of ``embassy``, ``consulate`` or ``liaison``."""

STATUSES: Final = ("announced", "preparing", "open", "suspended", "closed", "unknown")

EVENTS: Final[dict[str, str | None]] = {one: to or None for one, to in _WORDS["events"].items()}
"""Event of a mission's timeline -> the status that it begins or attests; None: it changes none."""

MENTION: Final = "mention"
WORK: Final = "work"
HOLD_YEARS: Final[dict[str, int]] = {MENTION: 10, WORK: 15}
"""Years for which the last evidence of each strength holds: after them the status is unknown.
Closed never expires; suspended expires like a report of work."""

AT_WORK: Final = frozenset(
    ("opened", "reopened", "relocated", "credentials", "reception", "staff_rotation", "suspended")
)
"""Events that report on a mission's work, as a head in post does; others list or mention it."""

NO_EVIDENCE: Final[frozenset[str]] = frozenset(words_of("no-evidence"))
"""Events that do not show the mission: nothing was found or said, it was wished for, or they are
about the two states."""

CURRENT_YEARS: Final = 2  # Evidence older than this is counted as older in the summary
UNDATED_YEARS: Final = 10  # An undated mission is shown from this long before its first evidence
OLD_YEARS: Final = 5  # Evidence is old after this: `check --stale-years`, cards, paler marks

CLAIMED: Final[dict[str, tuple[str, ...]]] = {
    "opened": ("opened", "opening", "inception"),
    "closed": ("closed", "closing", "closing-date", "closing-month", "closing-period"),
    "reopened": ("reopening-date",),
}
"""Event -> the properties of claims on its mission that date it."""

SENSES: Final[dict[str, str]] = _WORDS["senses"]
PRECISION_M: Final[dict[str, float]] = _WORDS["precision_m"]
"""Metres for each word of precision: the radius within which the true position lies,
where the record gives no radius of its own. Of a point that a source gives they are no more than a
tolerance for comparing, for the word may come from its decimals."""

METHODS: Final[dict[str, str]] = _WORDS["methods"]
EXACTNESS: Final[dict[str, str]] = _WORDS["exactness"]  # How exactly a mission is located
POINTED: Final = ("surveyed", "stated", "unverified")  # Drawn as a point; others as an area
NOWHERE: Final = ("state", "outside", "far")  # Location too uncertain: no distance is measured

RANKS: Final = ("preferred", "normal", "deprecated")
GRADES: Final = ("ABCDEF", "123456")
"""Letters for the reliability of a source and digits for the credibility of what it says, as in
the Admiralty code (NATO AJP-2.1): an editor's grade is one of each, such as B2."""

SEEN: Final = ("whole", "excerpt", "cited", "data", "")
SOURCE_KINDS: Final = words_of("source-kinds")
PLACE_KINDS: Final = ("district", "building", "compound", "city")
SEVERAL: Final[frozenset[str]] = frozenset(words_of("several"))
"""Properties of claims that may have several values at once: these do not contradict each other."""

FACES: Final = ("none", "covered")
RELATIONS: Final[dict[str, str]] = _WORDS["relations"]
AUTHOR: Final = "EMBASSY_ATLAS_AUTHOR"  # Environment variable: who edits, if no other is given
UNRECORDED: Final = "unrecorded"  # Id of the source used where that of a value is not recorded

LAYERS: Final = (
    *("globe", "sends", "both", "type"),
    *("no-shading", "no-lines", "no-coverage", "no-neighbour"),
    *("no-regions", "no-absences", "no-labels"),
)
"""Switches of the map: globe, direction of lines, colours by type, layers that are off."""
