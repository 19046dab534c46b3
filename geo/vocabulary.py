"""The closed lists of words that tables may use, and their meanings."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What can be said of a statement on a day."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


Certainty = Answer

KINDS: Final[dict[str, str]] = {
    "embassy": "embassy",
    "high_commission": "embassy",
    "nunciature": "embassy",
    "delegation": "embassy",
    "mission": "embassy",
    "interests_section": "embassy",
    "residence": "embassy",
    "branch_embassy": "embassy",
    "consulate_general": "consulate",
    "consulate": "consulate",
    "consular_office": "consulate",
    "consular_agency": "consulate",
    "honorary_consul": "consulate",
    "representative_office": "liaison",
    "liaison_office": "liaison",
    "subnational": "liaison",
}
"""Kind of a mission -> its group. Both follow OpenStreetMap: the group is the
value of ``diplomatic``, the kind that of ``embassy``, ``consulate`` or ``liaison``."""

STATUSES: Final = ("announced", "preparing", "open", "suspended", "closed", "unknown")

EVENTS: Final[dict[str, str | None]] = {
    "proposed": None,
    "requested": None,
    "refused": None,
    "approved": "announced",
    "announced": "announced",
    "preparation": "preparing",
    "opened": "open",
    "reopened": "open",
    "listed": "open",
    "suspended": "suspended",
    "closed": "closed",
    "unconfirmed": "unknown",
    "relocated": None,
    "downgraded": None,
    "accreditation": None,
    "credentials": None,
    "ambassador_appointed": None,
    "charge_daffaires_appointed": None,
    "ambassador_departed": None,
    "ambassador_died": None,
    "ambassador_expelled": None,
    "ambassador_recalled": None,
    "head_expelled": None,
    "staff_rotation": None,
    "reception": None,
    "relations_established": None,
    "relations_restored": None,
    "protecting_power": None,
    "protecting_power_ended": None,
    "inspection": None,
    "declined_reopening": None,
    "reopening_ordered": None,
    "consular_reopening_announced": None,
    "deadline": None,
    "statement": None,
    "no_comment": None,
    "no_progress": None,
    "warning": None,
    "alert": None,
    "raided": None,
    "occupied": None,
    "disputed": None,
    "unattended": None,
    "left_database": None,
}
"""Event of a mission's timeline -> the status that it begins or attests; None: it changes none."""

MENTION: Final = "mention"
WORK: Final = "work"

AT_WORK: Final = frozenset(
    ("opened", "reopened", "relocated", "credentials", "reception", "staff_rotation", "suspended")
)
"""Events that report on a mission's work, as a head in post does; others list or mention it."""

NO_EVIDENCE: Final = frozenset(
    (
        "unconfirmed",
        "no_comment",
        "no_progress",
        "left_database",
        "unattended",
        "proposed",
        "requested",
        "refused",
        "declined_reopening",
        "deadline",
        "statement",
        "disputed",
        "relations_established",
        "relations_restored",
        "protecting_power",
        "protecting_power_ended",
    )
)
"""Events that do not show the mission: nothing was found or said, it was wished for, or they are
about the two states."""

HOLD_YEARS: Final[dict[str, int]] = {MENTION: 10, WORK: 15}
"""Years for which the last evidence of each strength holds: after them the status is unknown.
Closed never expires; suspended expires like a report of work."""

CURRENT_YEARS: Final = 2
"""Years after which the summary counts a mission among those with older evidence."""

UNDATED_YEARS: Final = 10
"""Years before its first evidence from which a mission without a date of opening is shown."""

CLAIMED: Final[dict[str, tuple[str, ...]]] = {
    "opened": ("opened", "opening", "inception"),
    "closed": ("closed", "closing", "closing-date", "closing-month", "closing-period"),
    "reopened": ("reopening-date",),
}
"""Event -> the properties of claims on its mission that date it."""

SENSES: Final[dict[str, str]] = {
    "on": "it happened on a day within the date",
    "by": "it had happened by the last day of the date",
    "after": "it happened on or after the first day of the date",
    "attested": "it was the case on a day within the date; its start is not known",
    "planned": "it was expected then; whether it happened is not known",
}

PRECISION_M: Final[dict[str, float]] = {
    "survey": 10.0,
    "building": 60.0,
    "street": 150.0,
    "near": 500.0,
    "quarter": 1_500.0,
    "city": 10_000.0,
    "state": 500_000.0,
}
"""Metres for each word of precision: the radius within which the true position lies,
where the record gives no radius of its own. Of a point that a source gives they are no more than a
tolerance for comparing, for the word may come from its decimals."""

METHODS: Final[dict[str, str]] = {
    "surveyed": "measured at the building",
    "source_point": "coordinates from a source, unverified",
    "district": "in a district, drawn as a region",
    "words": "inferred from a description: a street, nearby missions, a landmark",
    "city": "approximate: city only",
    "state": "approximate: country only",
}

EXACTNESS: Final[dict[str, str]] = {
    "surveyed": "measured at the building",
    "stated": "coordinates from a source, which gives the metres within which they are right",
    "unverified": "coordinates from a source, unverified",
    "rounded": "coordinates from a source, unverified, rounded to a kilometre or more",
    "district": "in a district, drawn as a region",
    "words": "inferred from a description",
    "city": "approximate: city only",
    "state": "approximate: country only",
    "outside": "doubtful: the coordinates lie outside the receiving state",
    "far": "doubtful: the coordinates lie far from the city",
}
"""How exactly it is known where a mission is: the one answer of all that show it."""

POINTED: Final = ("surveyed", "stated", "unverified")
"""Those that are drawn as a point; all others as being somewhere around there."""

NOWHERE: Final = ("state", "outside", "far")
"""Those whose point is no place of the mission: no distance is measured from it."""

RANKS: Final = ("preferred", "normal", "deprecated")

GRADES: Final = ("ABCDEF", "123456")
"""Letters for the reliability of a source and digits for the credibility of what it says, as in
the Admiralty code (NATO AJP-2.1): an editor's grade is one of each, such as B2."""

SEEN: Final = ("whole", "excerpt", "cited", "data", "")

SOURCE_KINDS: Final = (
    "news",
    "government",
    "gazette",
    "encyclopedia",
    "database",
    "editorial",
    "unrecorded",
)

PLACE_KINDS: Final = ("district", "building", "compound", "city")

SEVERAL: Final = frozenset(
    (
        "email",
        "facebook",
        "fax",
        "instagram",
        "jurisdiction",
        "opening-hours",
        "phone",
        "picture",
        "picture-licence",
        "twitter",
        "website",
        "youtube",
    )
)
"""Properties of claims that may have several values at once: these do not contradict each other."""

FACES: Final = ("none", "covered")

RELATIONS: Final[dict[str, str]] = {
    "diplomatic_relations": "diplomatic relations",
    "recognition": "recognition",
    "agreement": "agreement",
    "visit": "visit",
    "statement": "statement",
    "anniversary": "anniversary",
    "protecting_power": "protecting power",
}

AUTHOR: Final = "EMBASSY_ATLAS_AUTHOR"
"""Environment variable: the author of edits, if no other is given."""

UNRECORDED: Final = "unrecorded"
"""Id of the source used where the source of a value is not recorded."""

OLD_YEARS: Final = 5
"""Years after which evidence counts as old: in `check --stale-years`, on cards, in paler marks."""

LAYERS: Final = (
    *("globe", "sends", "both", "type"),
    *("no-shading", "no-lines", "no-coverage", "no-neighbour"),
    *("no-regions", "no-absences", "no-labels"),
)
"""Switches of the map: globe, direction of lines, colours by type, layers that are off."""
