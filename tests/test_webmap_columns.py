"""What the browser gets: columns of an atlas and of the base map, names, a selection alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import dates, evidence, i18n, webmap
from geo.atlas import relation_lines
from geo.errors import InvalidSelection
from geo.webmap import base_map, container

DTYPES = (np.float64, np.float32, np.int32, np.uint16, np.uint8)


# ---- columns ----


@given(
    arrays=st.dictionaries(
        st.text(max_size=8),
        st.tuples(
            st.sampled_from(DTYPES), st.lists(st.integers(min_value=0, max_value=255), max_size=9)
        ),
        max_size=5,
    ),
    texts=st.dictionaries(
        st.text(max_size=8),
        st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
        max_size=3,
    ),
)
def test_columns_come_back(
    arrays: dict[str, tuple[Any, list[int]]], texts: dict[str, list[str]]
) -> None:
    given_ = {name: np.array(values, dtype=kind) for name, (kind, values) in arrays.items()}
    found, i18n, values = container.read(container.write(given_, texts, {"a": [1]}))
    assert i18n == texts
    assert values == {"a": [1]}
    assert found.keys() == given_.keys()
    for name, column in given_.items():
        assert found[name].dtype == column.dtype
        np.testing.assert_array_equal(found[name], column)


def test_the_same_dataset_is_the_same_columns(atlas: geo.Atlas) -> None:
    again = geo.Atlas.open()
    assert webmap.columns(atlas) == webmap.columns(again)


def test_columns_say_what_the_atlas_says(atlas: geo.Atlas) -> None:
    arrays, texts, values = container.read(webmap.columns(atlas))
    rows = atlas.dataset.rows["missions"]
    assert texts["mission.id"] == [row["id"] for row in rows]
    number = texts["mission.id"].index("prk-embassy-caracas")
    assert texts["party.code"][arrays["mission.sending"][number]] == "PRK"
    assert texts["party.code"][arrays["mission.receiving"][number]] == "VEN"
    placed = arrays["placement.mission"] == number
    region = arrays["placement.region"][placed][-1]
    assert texts["region.id"][region] == "las-mercedes"
    assert len(values["kind_ranks"]) == len(values["groups"])  # type: ignore[arg-type]
    longitude, latitude = arrays["placement.longitude"], arrays["placement.latitude"]
    assert np.all(np.abs(longitude) <= 180)
    assert np.all(np.abs(latitude) <= 90)
    assert not np.any((longitude == 0) & (latitude == 0))


def test_turns_are_what_the_courses_say(atlas: geo.Atlas) -> None:
    arrays, texts, values = container.read(webmap.columns(atlas))
    counts = values["counts"]
    assert isinstance(counts, list)
    transitions = evidence.transitions(atlas.dataset, atlas.publication)
    assert len(arrays["turn.mission"]) == len(transitions) > len(texts["mission.id"])
    found = {
        (texts["mission.id"][m], counts[what], int(first), int(last), int(dated))
        for m, what, first, last, dated, end in zip(
            *(arrays[f"turn.{n}"] for n in ("mission", "counts", "first", "last", "dated")),
            arrays["turn.known_end"],
            strict=True,
        )
        if end == dates.LAST
    }
    opened = dt.date(2019, 8, 21).toordinal()
    assert ("ven-embassy-pyongyang", "opening", opened, opened, 1) in found
    ids = texts["mission.id"]
    listed = {row["mission"] for row in atlas.dataset.rows["events"] if row["kind"] == "listed"}
    told = {row["mission"] for row in atlas.dataset.rows["events"] if row["kind"] != "listed"}
    only = listed - told
    assert len(only) > 50
    assert {dated for id, _, _, _, dated in found if id in only} == {0}
    assert set(arrays["turn.mission"]) == set(range(len(ids)))


def test_a_file_of_a_selection_has_no_turns(atlas: geo.Atlas) -> None:
    chosen = geo.Selection(among=("PRK", "VEN"))
    arrays, _, _ = container.read(webmap.columns(atlas, selection=chosen))
    assert len(arrays["turn.mission"]) == 0


def test_mercator() -> None:
    found = base_map.mercator(
        np.array([[-180.0, 85.05112878], [0.0, 0.0], [180.0, -85.05112878], [360.0, 90.0]])
    )
    np.testing.assert_allclose(found[:3], [[0, 0], [0.5, 0.5], [1, 1]], atol=1e-9)
    assert found[3, 0] == 1.5
    assert -0.5 < found[3, 1] < 0


def test_land_borders_and_names_are_there() -> None:
    arrays, texts, _ = container.read(base_map.ground())
    for name in ("land", "lake", "border", "river"):
        part = arrays[f"{name}.part"]
        assert part[0] == 0
        assert part[-1] == arrays[f"{name}.x"].size == arrays[f"{name}.y"].size
        assert np.all(np.diff(part) >= 2)
    assert arrays["border.kind"].size % (arrays["border.part"].size - 1) == 0
    assert {i18n.ENGLISH.party(code) for code in ("PRK", "KOR", "VEN")} <= set(texts["state.name"])
    assert arrays["land.x"].min() >= 0
    assert arrays["land.x"].max() <= 1


# ---- names ----


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_names_are_in_the_readers_language(atlas: geo.Atlas, language: str) -> None:
    arrays, texts, _ = container.read(webmap.names(atlas, language))
    assert arrays == {}
    whole, plain = (container.read(webmap.columns(atlas, code)) for code in (language, ""))
    assert not set(texts) & set(plain[1])
    assert whole[1] == {**plain[1], **texts}
    tr = i18n.tr(language)
    netherlands = texts["party.name"][plain[1]["party.code"].index("NLD")]
    assert netherlands == tr.party("NLD")
    label = texts["mission.label"][plain[1]["mission.id"].index("ven-embassy-pyongyang")]
    assert label == tr.label("embassy", "VEN", "PRK", "Pyongyang")
    with pytest.raises(InvalidSelection):
        webmap.names(atlas, "xx")


# ---- a file of no more than a selection shows ----


@pytest.mark.parametrize(
    "asked",
    [
        geo.Selection(among=("PRK", "VEN")),
        geo.Selection(states=("VEN",), as_of="2019-09-01"),
        geo.Selection(text="brasilia"),
        geo.Selection(text="no such thing"),
    ],
)
def test_a_file_of_a_selection_has_what_it_shows(atlas: geo.Atlas, asked: geo.Selection) -> None:
    data = webmap.columns(atlas, "en", asked)
    arrays, texts, _ = container.read(data)
    shown = set(atlas.missions(asked)["id"])
    assert shown <= set(texts["mission.id"])
    assert set(atlas.places(asked)["id"]) <= set(texts["region.id"])
    for name in ("episode", "placement"):
        owners = arrays[f"{name}.mission"]
        assert set(owners) == set(range(len(texts["mission.id"])))
        assert np.all(np.diff(owners) >= 0)
    lines = relation_lines.lines(atlas, asked, vertices=2)
    covers = lines["id"][lines["kind"] == "coverage"]
    assert {f"cover:{id}" for id in texts["cover.id"]} == set(covers)
    assert len(data) < len(webmap.columns(atlas)) / 2


# ---- what a selection lets through, as masks ----


def passing(mask: bytes, ids: list[str]) -> set[str]:
    """The ids that a mask lets through; none of the rows of states, which have no id."""
    if not mask:
        return {*ids} - {""}
    bits = np.unpackbits(np.frombuffer(mask, dtype=np.uint8))[: len(ids)]
    return {id for id, bit in zip(ids, bits, strict=True) if bit} - {""}


@pytest.mark.parametrize("alone", [False, True])
def test_masks_are_in_the_order_of_the_columns(atlas: geo.Atlas, alone: bool) -> None:
    asked = geo.Selection(states=("VEN",), kinds=("honorary_consul",), undated="none")
    masks = webmap.masks(atlas, asked, alone)
    _, texts, _ = container.read(webmap.columns(atlas, "", asked if alone else None))
    missions = passing(masks.missions, texts["mission.id"])
    assert set(atlas.missions(asked)["id"]) <= missions
    rows = atlas.dataset.by_id["missions"]
    assert all(rows[id]["kind"] == "honorary_consul" for id in missions)
    assert passing(masks.places, texts["region.id"]) == set(atlas.places(asked)["id"])
    lines = relation_lines.lines(atlas, asked.but(kinds=()), vertices=2)
    covers = {id.removeprefix("cover:") for id in lines["id"] if id.startswith("cover:")}
    assert masks.shown_only
    if not alone:
        assert covers <= passing(masks.coverage, texts["cover.id"]) < set(texts["cover.id"])


def test_what_lets_all_through_needs_no_mask(atlas: geo.Atlas) -> None:
    assert webmap.masks(atlas, geo.Selection(as_of="1990", statuses=("open",))) == webmap.Masks(
        shown_only=True
    )
