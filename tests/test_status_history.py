"""The rule of evidence and both clocks, as tables of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import dates, evidence
from geo.dataset import Source
from geo.errors import DatasetError
from geo.evidence import (
    NONE,
    UNDATED,
    PublicationIndex,
    course,
    only_looked,
    resolve,
    turns_of,
    validity,
)

SOURCES = {
    "old": ("2014-06-25", "", "", ""),
    "new": ("2019-01-25", "", "", ""),
    "later": ("2019-08-21", "", "", ""),
    "month": ("2019-08", "", "", ""),
    "undated": ("", "", "", ""),
    "looked-at": ("", "2026-11-21", "", ""),
    "unseen": ("2018-11", "", "new", ""),
    "copy": ("2021-05-05", "", "", "old"),
    "copy-of-copy": ("2022-05-05", "", "", "copy"),
}


def _index(rows: Mapping[str, Mapping[str, str]]) -> PublicationIndex:
    return PublicationIndex({id: Source.of(row) for id, row in rows.items()})


@pytest.fixture
def publication() -> PublicationIndex:
    names = ("published", "accessed", "known_through", "derived_from")
    return PublicationIndex(
        {key: Source.of(dict(zip(names, row, strict=True))) for key, row in SOURCES.items()}
    )


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


# Source -> first day on which it may have spoken, first on which it surely had.
KNOWN = [
    ("new", "2019-01-25", "2019-01-25"),
    ("month", "2019-08-31", "2019-08-31"),
    ("unseen", "2019-01-25", "2019-01-25"),
    ("undated", "", ""),
    ("looked-at", "", "2026-11-21"),
]


@pytest.mark.parametrize(("source", "perhaps", "surely"), KNOWN)
def test_when_a_source_had_spoken(
    publication: PublicationIndex, source: str, perhaps: str, surely: str
) -> None:
    known = publication.of([source])
    assert known.possibly == (day(perhaps) if perhaps else dates.FIRST)
    assert known.surely == (day(surely) if surely else dates.LAST)


def test_the_first_of_several_sources_decides(publication: PublicationIndex) -> None:
    assert publication.of(["later", "new"]).surely == day("2019-01-25")


def test_copies_go_back_to_their_origin(publication: PublicationIndex) -> None:
    assert publication.origins("copy-of-copy") == ("old",)
    assert publication.origin_day("copy-of-copy") == day("2014-06-25")


def claim(name: str, value: str, source: str, rank: str = "normal") -> dict[str, str]:
    return {"id": name, "value": value, "source": source, "rank": rank}


# Claims (value, source, rank), known on -> values that stand, whether they disagree.
EVIDENCE = [
    ([("a", "old", "normal")], None, ("a",), False),
    ([("a", "old", "normal"), ("b", "new", "normal")], None, ("b",), True),
    ([("a", "old", "preferred"), ("b", "new", "normal")], None, ("a",), True),
    ([("a", "old", "normal"), ("b", "new", "deprecated")], None, ("a",), True),
    ([("a", "old", "deprecated"), ("b", "new", "deprecated")], None, ("b",), True),
    ([("a", "old", "normal"), ("b", "copy", "normal")], None, ("a", "b"), True),
    ([("a", "new", "normal"), ("b", "copy-of-copy", "normal")], None, ("a",), True),
    ([("a", "old", "normal"), ("a", "new", "normal")], None, ("a",), False),
    ([("a", "old", "normal"), ("b", "new", "normal")], "2015-01-01", ("a",), False),
    ([("a", "new", "normal")], "2015-01-01", (), False),
    ([("a", "undated", "normal"), ("b", "old", "normal")], None, ("b",), True),
    ([("a", "undated", "normal")], "2001-01-01", ("a",), False),
    ([], None, (), False),
]


@pytest.mark.parametrize(("rows", "known_on", "values", "disagreement"), EVIDENCE)
def test_the_rule_of_evidence(
    publication: PublicationIndex,
    rows: list[tuple[str, str, str]],
    known_on: str | None,
    values: tuple[str, ...],
    disagreement: bool,
) -> None:
    evidence = [claim(f"c{n}", *row) for n, row in enumerate(rows)]
    verdict = resolve(evidence, publication, day(known_on) if known_on else None)
    assert verdict.values == values
    assert verdict.tie is (len(values) > 1)
    assert (len({one.value for one in verdict.ordered}) > 1) is disagreement


# Sources that give one value -> its independent origins.
SUPPORT = [
    (["old", "copy", "copy-of-copy"], (("old",),)),
    (["copy-of-copy", "copy"], (("old",),)),
    (["digest"], (("new", "old"),)),
    (["digest", "old"], (("old",),)),
    (["digest", "copy", "new"], (("new",), ("old",))),
    (["digest", "other-digest"], (("later", "old"),)),
    (["unseen", "new"], (("new",), ("unseen",))),
]


@pytest.mark.parametrize(("sources", "origins"), SUPPORT)
def test_a_source_that_repeats_several_is_no_further_origin(
    sources: list[str], origins: tuple[tuple[str, ...], ...]
) -> None:
    """A digest of two reports adds nothing to them, and by itself is one voice."""
    digests = {"digest": "old|new", "other-digest": "later|old"}
    rows = {**SOURCES, **{key: ("2023", "", "", parents) for key, parents in digests.items()}}
    names = ("published", "accessed", "known_through", "derived_from")
    publication = PublicationIndex(
        {key: Source.of(dict(zip(names, row, strict=True))) for key, row in rows.items()}
    )
    for order in permutations(sources):
        evidence = [claim(f"c{n}", "a", source) for n, source in enumerate(order)]
        assert resolve(evidence, publication).support == {"a": origins}
    assert publication.origin_day("digest") == day("2014-06-25")


def test_a_chain_of_copies_may_be_long_and_a_circle_is_told() -> None:
    row = {"published": "2020", "accessed": "", "known_through": "", "derived_from": ""}
    long = {f"s{n}": {**row, "derived_from": f"s{n - 1}" if n else ""} for n in range(5_000)}
    assert _index(long).origins("s4999") == ("s0",)
    long["s0"]["derived_from"] = "s4999"
    with pytest.raises(DatasetError, match="leads back to itself in derived_from"):
        _index(long).origins("s4999")


def event(kind: str, date: str, sense: str = "on", sources: str = "old") -> dict[str, str]:
    return {"kind": kind, "date": date, "sense": sense, "sources": sources}


PYONGYANG = [
    event("announced", "2018-11-28", "on", "new"),
    event("preparation", "2019-01-25", "attested", "new"),
    event("deadline", "2019-03", "planned", "new"),
    event("opened", "2019-08-21", "on", "later"),
]
CANBERRA = [
    event("opened", "1974-12"),
    event("closed", "1975"),
    event("reopened", "2002-05"),
    event("closed", "2008"),
]

CONFIRMED = [event("opened", "1955", "on", "undated"), event("listed", "2018", "attested")]
CLOSED_TWICE = [event("closed", "2018-10"), event("closed", "[..2018-12-05]", "by")]

LISTED = event("listed", "2022", "attested", "later")
PROPOSED = [event("proposed", "2014-04"), LISTED]
OPEN = ("open", "yes")
NOT_KNOWN = (UNDATED, "perhaps")

# Events, as of, known on -> status, certainty.
COURSES = [
    (PYONGYANG, "2018-06-01", None, NONE, "yes"),
    (PYONGYANG, "2018-11-28", None, "announced", "yes"),
    (PYONGYANG, "2019-01-26", "2019-01-26", "preparing", "yes"),
    (PYONGYANG, "2019-09-01", None, "open", "yes"),
    (PYONGYANG, "2019-09-01", "2019-01-26", "preparing", "yes"),
    (PYONGYANG, "2019-09-01", "2019-01-01", None, None),
    (CANBERRA, "1974-12-15", None, "open", "perhaps"),
    (CANBERRA, "1975-06-01", None, "open", "perhaps"),
    (CANBERRA, "1975-12-31", None, "closed", "yes"),
    (CANBERRA, "2005-01-01", None, "open", "yes"),
    (CANBERRA, "2009-01-01", None, "closed", "yes"),
    ([event("listed", "2008-08-28", "attested")], "2000-01-01", None, UNDATED, "perhaps"),
    ([event("listed", "2008-08-28", "attested")], "2008-08-28", None, "open", "yes"),
    ([event("listed", "2008-08-28", "attested")], "2018-08-27", None, "open", "yes"),
    ([event("listed", "2008-08-28", "attested")], "2018-08-28", None, "unknown", "yes"),
    ([event("opened", "2000-01-01")], "2014-12-31", None, "open", "yes"),
    ([event("opened", "2000-01-01")], "2015-01-02", None, "unknown", "yes"),
    ([event("opened", "1950"), event("listed", "2018", "attested")], "1990-01-01", None, *OPEN),
    ([event("suspended", "2000-01-01")], "2014-12-31", None, "suspended", "yes"),
    ([event("suspended", "2000-01-01")], "2016-01-01", None, "unknown", "yes"),
    ([event("announced", "2000-01-01")], "2009-12-30", None, "announced", "yes"),
    ([event("announced", "2000-01-01")], "2011-01-01", None, "unknown", "yes"),
    ([event("closed", "1950")], "2026-01-01", None, "closed", "yes"),
    # A proposal or a plan says that there was none yet; a later closing does not.
    (PROPOSED, "2010-01-01", None, NONE, "yes"),
    (PROPOSED, "2014-05-01", None, UNDATED, "perhaps"),
    ([event("opened", "2020", "planned", "new"), LISTED], "2019-01-24", None, NONE, "yes"),
    ([event("opened", "2020", "planned", "new"), LISTED], "2019-06-01", None, UNDATED, "perhaps"),
    ([event("closed", "1998"), event("announced", "2010")], "1990-01-01", None, *NOT_KNOWN),
    ([event("preparation", "2019-01-25", "attested")], "2018-01-01", None, NONE, "perhaps"),
    # A reception shows a mission at work, whenever it opened.
    ([event("reception", "2010-05-01"), LISTED], "2012-01-01", None, *OPEN),
    ([event("reception", "2010-05-01"), LISTED], "2010-04-30", None, *NOT_KNOWN),
    ([event("closed", "1998")], "1990-01-01", None, UNDATED, "perhaps"),
    ([event("closed", "1998")], "1998-06-01", None, "open", "perhaps"),
    ([event("closed", "1998")], "1999-01-01", None, "closed", "yes"),
    ([event("closed", "[..2023-12-05]", "by")], "2010-01-01", None, UNDATED, "perhaps"),
    ([event("closed", "[..2023-12-05]", "by")], "2023-12-05", None, "closed", "yes"),
    ([event("opened", "[2018-09-07..]", "after")], "2018-01-01", None, NONE, "yes"),
    ([event("opened", "[2018-09-07..]", "after")], "2030-01-01", None, "open", "perhaps"),
    ([event("opened", "2019", "planned")], "2030-01-01", None, "unknown", "perhaps"),
    ([event("opened", "1980", "on", "undated")], "1990-01-01", "1995-01-01", "open", "perhaps"),
    ([event("opened", "1980", "on", "undated")], "1990-01-01", None, "open", "perhaps"),
    ([event("opened", "1980", "on", "looked-at")], "1990-01-01", None, "open", "yes"),
    (CONFIRMED, "2020-01-01", None, "open", "yes"),
    (CLOSED_TWICE, "2018-11-15", None, "closed", "yes"),
    ([event("requested", "2014-04")], "2020-01-01", None, "unknown", "perhaps"),
]


@pytest.mark.parametrize(("events", "as_of", "known_on", "status", "certainty"), COURSES)
def test_status_on_both_clocks(
    publication: PublicationIndex,
    events: list[dict[str, str]],
    as_of: str,
    known_on: str | None,
    status: str | None,
    certainty: str | None,
) -> None:
    known = day(known_on) if known_on else dates.LAST - 1
    holding = [
        e
        for e in course(events, publication)
        if e.begin <= day(as_of) < e.end and e.known_begin <= known < e.known_end
    ]
    assert [(e.status, e.certainty) for e in holding] == ([(status, certainty)] if status else [])


def test_nothing_is_told_to_have_opened_before_it_had(publication: PublicationIndex) -> None:
    back = [event("closed", "2019-01-24"), event("reopened", "2026-03-09")]
    then = [e for e in course(back, publication) if e.begin <= day("2020-01-01") < e.end]
    now = [e for e in course(back, publication) if e.begin <= day("2026-11-22") < e.end]
    assert (then[0].status, then[0].opened) == ("closed", "")
    assert (now[0].status, now[0].opened) == ("open", "2026-03-09")


def test_an_undated_confirmation_takes_nothing_away(publication: PublicationIndex) -> None:
    told = [event("opened", "2015"), event("listed", "2018", "attested", "undated")]
    now = [e for e in course(told, publication) if e.begin <= day("2020-01-01") < e.end]
    assert {(e.status, e.certainty) for e in now if e.known_begin >= day("2014-06-25")} == {
        ("open", "yes")
    }


OPENED, AGAIN = event("opened", "1974-12"), event("reopened", "2002-05")
SUSPENDED, BACK = event("suspended", "1990"), event("reopened", "1992")
CLOSED, SHUT = event("closed", "1975"), event("closed", "2008")
NO_MORE, LISTED = event("closed", "2013-03", "attested"), event("listed", "2001", "attested")

# Events, as of -> opened and closed.
SPANS = [
    ([OPENED], "1974-11-01", ("", "")),
    ([OPENED], "1974-12-15", ("1974-12", "")),
    ([OPENED, CLOSED], "1974-12-31", ("1974-12", "")),
    ([OPENED, CLOSED], "1980-01-01", ("1974-12", "1975")),
    ([OPENED, CLOSED, AGAIN], "1980-01-01", ("1974-12", "1975")),
    ([OPENED, CLOSED, AGAIN], "2005-01-01", ("2002-05", "")),
    ([OPENED, CLOSED, AGAIN, SHUT, NO_MORE], "2020-01-01", ("2002-05", "2008")),
    ([OPENED, CLOSED, LISTED, SHUT], "2020-01-01", ("", "2008")),
    ([CLOSED, SHUT], "2020-01-01", ("", "1975")),
    ([NO_MORE], "2020-01-01", ("", "2013-03")),
    ([OPENED, SUSPENDED], "1991-06-01", ("1974-12", "")),
    ([OPENED, SUSPENDED, BACK], "2000-01-01", ("1974-12", "")),
    ([SUSPENDED, BACK], "2000-01-01", ("", "")),
    ([AGAIN], "2005-01-01", ("2002-05", "")),
    ([LISTED, event("opened", "[..2005]", "by")], "2010-01-01", ("[..2005]", "")),
    ([LISTED], "2010-01-01", ("", "")),
]


@pytest.mark.parametrize(("events", "as_of", "told"), SPANS)
def test_opened_and_closed_are_of_the_last_span_of_being_open(
    publication: PublicationIndex, events: list[dict[str, str]], as_of: str, told: tuple[str, str]
) -> None:
    (now,) = [
        e
        for e in course(events, publication)
        if e.begin <= day(as_of) < e.end and e.known_end == dates.LAST
    ]
    assert (now.opened, now.closed) == told


years = st.integers(1950, 2020).map(str)
events_of_any_kind = st.lists(
    st.builds(
        event,
        st.sampled_from(["announced", "preparation", "opened", "listed", "suspended", "closed"]),
        years,
        st.sampled_from(["on", "by", "after", "attested", "planned"]),
        st.sampled_from(sorted(SOURCES)),
    ),
    max_size=6,
)


@given(events_of_any_kind)
def test_stretches_cover_both_clocks_without_overlap(events: list[dict[str, str]]) -> None:
    names = ("published", "accessed", "known_through", "derived_from")
    known = PublicationIndex(
        {key: Source.of(dict(zip(names, row, strict=True))) for key, row in SOURCES.items()}
    )
    found = course(events, known)
    begins = min(e.known_begin for e in found)
    days = sorted({e.begin for e in found} | {dates.LAST - 1})
    knowns = sorted({e.known_begin for e in found} | {dates.LAST - 1})
    for as_of, known_on in product(days, knowns):
        holding = [
            e for e in found if e.begin <= as_of < e.end and e.known_begin <= known_on < e.known_end
        ]
        assert len(holding) == (1 if known_on >= begins else 0)


# Date, sense, whether it is a state of affairs, day -> answer.
VALIDITY = [
    ("2006/2019", "on", True, "2005-12-31", "no"),
    ("2006/2019", "on", True, "2006-06-01", "perhaps"),
    ("2006/2019", "on", True, "2010-01-01", "yes"),
    ("2006/2019", "on", True, "2019-06-01", "perhaps"),
    ("2006/2019", "on", True, "2020-01-01", "no"),
    ("2006/..", "on", True, "2030-01-01", "yes"),
    ("../2015", "on", True, "1950-01-01", "yes"),
    ("/2015", "on", True, "1950-01-01", "perhaps"),
    ("2018-11-26/2018-11-27", "on", False, "2030-01-01", "yes"),
    ("2022-11-16", "attested", True, "2022-11-15", "no"),
    ("2022-11-16", "attested", True, "2022-11-16", "yes"),
    ("[..2023-12-05]", "by", False, "2023-12-04", "no"),
    ("2015", "planned", False, "1990-01-01", "no"),
    ("2015", "planned", False, "2030-01-01", "perhaps"),
    ("[2023-10-26..]", "after", True, "2030-01-01", "perhaps"),
    ("", "on", False, "1900-01-01", "perhaps"),
]


@pytest.mark.parametrize(("text", "sense", "lasting", "on", "answer"), VALIDITY)
def test_when_a_dated_row_is_so(text: str, sense: str, lasting: bool, on: str, answer: str) -> None:
    assert validity(text, sense, lasting).on(day(on)) == answer


def test_a_source_without_a_date_cannot_tell_what_was_still_to_come(atlas: geo.Atlas) -> None:
    known = atlas.publication.of(["wikipedia-ja-ve-embassy-prk"])
    assert day("2019-08-21") <= known.possibly < known.surely


# ---- turns ----

# Events, and of each turn as known in the end: before, after, what it counts as, whether it is
# dated, whether it is sure, its first and its last possible day ("" for no limit).
TURNS = [
    (
        [("opened", "2019-08-21", "on", "later")],
        [(NONE, "open", "opening", True, "yes", "2019-08-21", "2019-08-21")],
    ),
    (
        [("opened", "1974", "on", "old")],
        [(NONE, "open", "opening", True, "yes", "1974-01-01", "1974-12-31")],
    ),
    (
        [("opened", "1974?", "on", "old")],
        [(NONE, "open", "opening", True, "perhaps", "1974-01-01", "1974-12-31")],
    ),
    (
        [("listed", "2013-11-16", "attested", "old")],
        [(UNDATED, "open", "opening", False, "yes", "", "2013-11-16")],
    ),
    (
        [("closed", "2014-06-01", "by", "old")],
        [
            (UNDATED, "open", "opening", False, "perhaps", "", ""),
            (UNDATED, "closed", "closing", False, "yes", "", "2014-06-01"),
        ],
    ),
    (
        [("opened", "2000-01-01", "on", "old"), ("closed", "2014-06-01", "by", "old")],
        [
            (NONE, "open", "opening", True, "yes", "2000-01-01", "2000-01-01"),
            ("open", "closed", "closing", True, "yes", "2000-01-01", "2014-06-01"),
        ],
    ),
    (
        [("opened", "2000-01-01", "on", "old"), ("closed", "2014-06-01", "after", "old")],
        [
            (NONE, "open", "opening", True, "yes", "2000-01-01", "2000-01-01"),
            ("open", "closed", "closing", True, "yes", "2014-06-01", ""),
        ],
    ),
    (
        [
            ("opened", "2000-01-01", "on", "old"),
            ("suspended", "2010-01-01", "on", "old"),
            ("reopened", "2012-01-01", "on", "old"),
        ],
        [
            (NONE, "open", "opening", True, "yes", "2000-01-01", "2000-01-01"),
            ("open", "suspended", "", True, "yes", "2010-01-01", "2010-01-01"),
            ("suspended", "open", "", True, "yes", "2012-01-01", "2012-01-01"),
        ],
    ),
    ([], [(UNDATED, "unknown", "opening", False, "perhaps", "", "")]),
]


@pytest.mark.parametrize(("told", "wanted"), TURNS)
def test_turns(
    publication: PublicationIndex, told: list[tuple[str, ...]], wanted: list[tuple[object, ...]]
) -> None:
    found = turns_of([event(*one) for one in told], publication)
    assert [
        (
            *(one.before, one.after, one.counts, one.dated, str(one.certainty)),
            "" if one.first == dates.FIRST else dt.date.fromordinal(one.first).isoformat(),
            "" if one.last == dates.LAST else dt.date.fromordinal(one.last).isoformat(),
        )
        for one in found
        if one.known_end == dates.LAST
    ] == wanted


def test_a_turn_is_told_from_the_day_on_which_its_source_had_spoken(
    publication: PublicationIndex,
) -> None:
    told = [event("opened", "2000", "on", "old"), event("closed", "2019", "on", "later")]
    found = [(one.counts, one.known_begin, one.known_end) for one in turns_of(told, publication)]
    spoken, again = day("2014-06-25"), day("2019-08-21")
    assert found == [
        ("opening", spoken, again),
        ("opening", again, dates.LAST),
        ("closing", again, dates.LAST),
    ]


# ---- the day on which somebody looked ----

LOOKED = {
    "eds": {"kind": "editorial", "published": "2026-11-21", "accessed": ""},
    "page": {"kind": "encyclopedia", "published": "", "accessed": "2026-11-21"},
    "news": {"kind": "news", "published": "2026-11-21", "accessed": "2026-11-21"},
    "old": {"kind": "news", "published": "2014-06-25", "accessed": "2026-11-21"},
}


@pytest.mark.parametrize(
    ("date", "sense", "sources", "looked"),
    [
        ("2026-11-21", "attested", "eds", True),
        ("[2015-01-01..2026-11-21]", "on", "eds", True),
        ("[2015-01-01..2026-11-21]", "on", "old|eds", True),
        ("[..2026-11-21]", "by", "page", True),
        ("[..2026-11-21]", "attested", "page", True),
        ("2026-11-21", "on", "page", False),
        ("[..2026-11-20]", "by", "page", False),
        ("[..2026-11-21]", "by", "news", False),
        ("2026-11-21", "on", "news|eds", False),
        ("[..2014-06-25]", "by", "old", False),
        ("[1999-01-01..2024-01-30]", "on", "eds", False),
        ("2026-11-21", "planned", "eds", False),
        ("", "on", "eds", False),
    ],
)
def test_the_day_on_which_somebody_looked_is_only_a_bound(
    date: str, sense: str, sources: str, looked: bool
) -> None:
    told = {key: {"known_through": "", **row} for key, row in LOOKED.items()}
    record = {"kind": "closed", "date": date, "sense": sense, "sources": sources}
    publication = _index(told)
    assert only_looked(record, publication) is looked
    last = day("2026-11-21")
    if date:
        ends = {one.last for one in turns_of([record], publication)}
        assert (last in ends) is (not looked and sense != "planned" and "2026-11-21" in date)


def test_nothing_happened_on_the_day_on_which_the_editors_looked(atlas: geo.Atlas) -> None:
    found = evidence.transitions(atlas.dataset, atlas.publication)
    assert day("2026-11-21") not in set(found["last"]) | set(found["first"])
