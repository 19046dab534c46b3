"""Absences: made-up datasets, and the answer on a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geo
from geo.dataset import MODELS, Dataset
from support.rows import mission, row, source

SOURCES = {"early": "2010-01-01", "late": "2022-11-16", "undated": ""}


def event(kind: str, date: str, sense: str = "on", of: str = "own") -> dict[str, str]:
    told = {"kind": kind, "date": date, "sense": sense, "sources": "early", "mission": of}
    return row("events", id=f"{of}-{kind}-{date}", **told)


def cover(id: str, face: str = "covered", **cells: str) -> dict[str, str]:
    told = {"sending": "VEN", "receiving": "PRK", "sense": "attested", "sources": "early"}
    place = {} if face == "none" else {"city": "Beijing", "state": "CHN"}
    return row("coverage", id=id, face=face, **{**told, **place, **cells})


def atlas_of(
    coverage: list[dict[str, str]],
    events: list[dict[str, str]] | None = None,
    beijing: list[dict[str, str]] | None = None,
) -> geo.Atlas:
    """VEN and PRK, with a mission of their own where it has events, and one in Beijing."""
    own = [mission("own")] if events else []
    other = [mission("beijing", receiving="CHN", city="Beijing")] if beijing else []
    tables: dict[str, Any] = {name: [] for name in (*MODELS, "places")}
    tables["sources"] = [source(id, published=day) for id, day in SOURCES.items()]
    tables["missions"] = sorted(own + other, key=lambda one: one["id"])
    tables["events"] = [*(events or ()), *(beijing or ())]
    tables["coverage"] = coverage
    return geo.Atlas(Dataset(Path("p"), tables, {}, {"name": "p"}, ""))


OPEN = [event("opened", "2015-06-01")]

SHUT = [*OPEN, event("closed", "2018-06-01")]

HERE = [event("listed", "2005-01-01", "attested", "beijing")]

GONE = [*HERE, event("closed", "2019-01-01", "on", "beijing")]

COVERED = cover("c", valid="2012-01-01")

FROM_EMBASSY = cover("c", valid="2012-01-01", mission="beijing", city="", state="")

NONE = cover("n", "none", valid="2012-01-01")

# What it is about, coverage, events of the mission, events of the one in Beijing, as of, known on
# -> face ("there" for no absence), certainty, row, rows that say otherwise.
CASES: list[tuple[str, list[Any], list[Any], list[Any], str, str | None, tuple[str, ...]]] = [
    ("nothing is told", [], [], [], "2020", None, ("unknown", "", "", "")),
    ("known to have none", [NONE], [], [], "2020", None, ("none", "yes", "n", "")),
    ("covered", [COVERED], [], [], "2020", None, ("covered", "yes", "c", "")),
    # The as-of clock.
    ("not yet attested", [NONE], [], [], "2011", None, ("unknown", "", "", "")),
    ("covered later", [COVERED], [], [], "2011", None, ("unknown", "", "", "")),
    (
        "an interval that is over",
        [cover("c", valid="2006/2010", sense="on")],
        [],
        [],
        "2012",
        None,
        ("unknown", "", "", ""),
    ),
    (
        "an interval whose end is not exact",
        [cover("n", "none", valid="2006/2010", sense="on")],
        [],
        [],
        "2010-06-01",
        None,
        ("none", "perhaps", "n", ""),
    ),
    (
        "an interval without a beginning",
        [cover("n", "none", valid="../2014", sense="on")],
        [],
        [],
        "1990",
        None,
        ("none", "yes", "n", ""),
    ),
    (
        "only expected",
        [cover("c", valid="2012-01-01", sense="planned")],
        [],
        [],
        "2020",
        None,
        ("covered", "perhaps", "c", ""),
    ),
    ("no date", [cover("n", "none", valid="")], [], [], "2020", None, ("none", "perhaps", "n", "")),
    # The known-on clock.
    ("not known by then", [NONE], [], [], "2020", "2009", ("unknown", "", "", "")),
    ("known by then", [NONE], [], [], "2020", "2010", ("none", "yes", "n", "")),
    (
        "told later",
        [cover("n", "none", valid="2012-01-01", sources="late")],
        [],
        [],
        "2020",
        "2021",
        ("unknown", "", "", ""),
    ),
    (
        "an undated source may have told it",
        [cover("n", "none", valid="2012-01-01", sources="undated")],
        [],
        [],
        "2020",
        "2021",
        ("none", "yes", "n", ""),
    ),
    # A mission that is there is no absence, whatever a row says.
    ("open", [NONE, COVERED], OPEN, [], "2020", None, ("there",)),
    ("announced", [NONE], [event("announced", "2015-06-01")], [], "2020", None, ("there",)),
    ("in preparation", [NONE], [event("preparation", "2015-06-01")], [], "2020", None, ("there",)),
    (
        "suspended",
        [NONE],
        [*OPEN, event("suspended", "2018-06-01")],
        [],
        "2020",
        None,
        ("there",),
    ),
    (
        "its status is not known",
        [NONE],
        [*OPEN, event("unconfirmed", "2018-06-01", "attested")],
        [],
        "2020",
        None,
        ("there",),
    ),
    ("before it opened", [NONE, COVERED], OPEN, [], "2014", None, ("covered", "yes", "c", "n")),
    ("before anything dates it", [], [event("listed", "2015", "attested")], [], "2014", None,
     ("unknown", "", "", "")),
    ("nobody knew of it", [], OPEN, [], "2020", "2009", ("unknown", "", "", "")),
    # A mission that has closed is told beside the face, and is none.
    ("closed", [], SHUT, [], "2020", None, ("unknown", "", "", "")),
    ("closed, and covered", [COVERED], SHUT, [], "2020", None, ("covered", "yes", "c", "")),
    # None without an end holds until a mission was there.
    ("none, then a mission, closed", [NONE], SHUT, [], "2020", None, ("unknown", "", "", "")),
    ("none, before the mission", [NONE], SHUT, [], "2014", None, ("none", "yes", "n", "")),
    (
        "none since it closed",
        [cover("n", "none", valid="2019-01-01")],
        SHUT,
        [],
        "2020",
        None,
        ("none", "yes", "n", ""),
    ),
    (
        "none by an interval over its time",
        [cover("n", "none", valid="2019/2021", sense="on")],
        SHUT,
        [],
        "2020",
        None,
        ("none", "yes", "n", ""),
    ),
    ("the mission became known later", [NONE], SHUT, [], "2020", "2010",
     ("unknown", "", "", "")),
    # Rows that say otherwise are named, not hidden.
    ("none and covered", [COVERED, NONE], [], [], "2020", None, ("covered", "yes", "c", "n")),
    (
        "from two cities",
        [cover("a", valid="2012-01-01", city="Havana", state="CUB"), COVERED],
        [],
        [],
        "2020",
        None,
        ("covered", "yes", "a", "c"),
    ),
    (
        "from one city twice",
        [cover("a", valid="2012-01-01"), COVERED],
        [],
        [],
        "2020",
        None,
        ("covered", "yes", "a", ""),
    ),
    (
        "the sure one goes first",
        [cover("a", valid="2012-01-01", city="Havana", state="CUB", sense="planned"), COVERED],
        [],
        [],
        "2020",
        None,
        ("covered", "yes", "c", "a"),
    ),
    (
        "the later one goes first",
        [cover("a", valid="2011-01-01", city="Havana", state="CUB"), COVERED],
        [],
        [],
        "2020",
        None,
        ("covered", "yes", "c", "a"),
    ),
    (
        "planned coverage goes before none that is sure",
        [cover("c", valid="2012-01-01", sense="planned"), NONE],
        [],
        [],
        "2020",
        None,
        ("covered", "perhaps", "c", "n"),
    ),
    # The covering mission.
    ("from an embassy", [FROM_EMBASSY], [], HERE, "2018", None, ("covered", "yes", "c", "")),
    ("which has closed", [FROM_EMBASSY], [], GONE, "2020", None, ("covered", "perhaps", "c", "")),
    (
        "one that stands goes before one that has closed",
        [FROM_EMBASSY, cover("h", valid="2011-01-01", city="Havana", state="CUB")],
        [],
        GONE,
        "2020",
        None,
        ("covered", "yes", "h", "c"),
    ),
    (
        "the other direction",
        [cover("c", valid="2012-01-01", sending="PRK", receiving="VEN")],
        [],
        [],
        "2020",
        None,
        ("unknown", "", "", ""),
    ),
]  # fmt: skip
