"""A selection: normalised when made, to and from a URL exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import vocabulary
from geo.errors import AmbiguousState, AtlasError, InvalidDate, InvalidSelection, UnknownState
from geo.selection import KEYS, Selection

codes = st.lists(st.sampled_from(["VEN", "PRK", "KOR", "XKX", "DDR", "EUE", "ESH"]), max_size=4)
texts = st.text(max_size=40).filter(lambda text: "\0" not in text)
days = st.one_of(
    st.none(),
    st.dates(min_value=dt.date(1, 1, 1)),
    st.sampled_from(["2019", "2019-08", "2018-11-28?", "2015/2018-06"]),
)
boxes = st.one_of(
    st.none(),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0), st.floats(-180, 180), st.floats(0, 90)),
)


@given(
    states=codes,
    among=codes,
    kinds=st.lists(st.sampled_from(sorted(vocabulary.KINDS)), max_size=3),
    statuses=st.lists(st.sampled_from(vocabulary.STATUSES), max_size=3),
    cities=st.lists(texts, max_size=3),
    sources=st.lists(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), max_size=2),
    text=texts,
    as_of=days,
    known_on=days,
    bbox=boxes,
)
def test_a_url_means_the_same_selection(**parts: object) -> None:
    selection = Selection(**parts)  # type: ignore[arg-type]
    assert Selection.from_query(selection.to_query()) == selection
    assert Selection.from_query("?" + selection.to_query()) == selection
    assert Selection.from_query(selection.to_query()).to_query() == selection.to_query()


def test_names_become_codes_in_one_order() -> None:
    one = Selection(among=("Venezuela", "North Korea"))
    two = Selection(among=("PRK", "VEN", "ven"))
    assert one == two
    assert hash(one) == hash(two)
    assert one.to_query() == "among=PRK,VEN"


def test_keys_of_the_page_are_left_alone() -> None:
    assert Selection.from_query("show=prk-embassy-caracas&among=PRK,VEN&utm_source=x") == Selection(
        among=("PRK", "VEN")
    )


def test_a_group_of_kinds_means_all_of_them() -> None:
    meant = Selection(kinds=("consulate",)).kinds_meant
    assert {"consulate", "consulate_general", "honorary_consul"} <= meant
    assert "embassy" not in meant
    assert Selection(kinds=("consulate-general",)).kinds_meant == {"consulate_general"}


def test_every_field_has_a_key() -> None:
    assert set(KEYS) == set(Selection.__dataclass_fields__)
    assert len(set(KEYS.values())) == len(KEYS)


# What is given -> what it raises, words of the message.
WRONG: list[tuple[dict[str, object], type[AtlasError], str]] = [
    ({"among": ("Korea",)}, AmbiguousState, "PRK"),
    ({"states": ("Atlantis",)}, UnknownState, "Atlantis"),
    ({"as_of": "31 February"}, InvalidDate, "31 February"),
    ({"as_of": "2019-02-31"}, InvalidDate, "2019-02-31"),
    ({"known_on": "2019/.."}, InvalidDate, "2019"),
    ({"kinds": ("castle",)}, InvalidSelection, "castle"),
    ({"statuses": ("opne",)}, InvalidSelection, "opne"),
    ({"states": "VEN"}, InvalidSelection, "not a list"),
    ({"text": "x" * 300}, InvalidSelection, "300"),
    ({"bbox": (1, 2, 3)}, InvalidSelection, "four numbers"),
    ({"bbox": (0, 50, 10, 40)}, InvalidSelection, "south"),
    ({"bbox": (0, 0, float("nan"), 1)}, InvalidSelection, "outside"),
]


@pytest.mark.parametrize(("parts", "error", "words"), WRONG)
def test_what_cannot_be_is_refused_by_name(
    parts: dict[str, object], error: type[AtlasError], words: str
) -> None:
    with pytest.raises(error, match=words):
        Selection(**parts)  # type: ignore[arg-type]
