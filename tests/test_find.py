"""The search: what is typed finds what is meant, ranked; what finds nothing is answered."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

import geo
from geo import i18n, parties
from geo.atlas import search
from geo.atlas.query import units
from geo.cli import main
from geo.parties import lexicon
from geo.reports import cards
from geo.vocabulary import STATUSES

ZERPA = "ven-embassy-beijing-head-ivan-zerpa"
VENEZUELAN = "ven-embassy-pyongyang"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(*arguments: object) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def found(atlas: geo.Atlas, text: str, most: int = 1_000) -> list[tuple[str, str]]:
    return [(one.type, one.id) for one in search.find(atlas, text, most=most)[1]]


def missions(atlas: geo.Atlas, text: str) -> set[str]:
    rows = atlas.dataset.rows["missions"]
    return {
        rows[n]["id"] for n in np.flatnonzero(atlas.mission_filter.index.missions(text)).tolist()
    }


@pytest.mark.parametrize(
    ("text", "first", "also"),
    [
        ("Las Mercedes", ("place", "las-mercedes"), ("mission", "prk-embassy-caracas")),
        ("East Pyongyang", ("place", "munsu-dong-quarter"), ("mission", "ven-embassy-pyongyang")),
        ("munsu dong", ("place", "munsu-dong-quarter"), ("mission", "mng-embassy-pyongyang")),
        ("Pionyang", ("city", "city:PRK:Pyongyang"), ("mission", "ven-embassy-pyongyang")),
        ("Pekín", ("city", "city:CHN:Beijing"), ("mission", "prk-embassy-beijing")),
        ("La Habana", ("city", "city:CUB:Havana"), ("mission", "prk-embassy-havana")),
        ("Zerpa", ("person", ZERPA), ("source", "lapatilla-2015-03-20")),
        ("General Services Bureau", ("place", "gsb-building"), ("mission", VENEZUELAN)),
        ("Corea del Norte", ("state", "PRK"), ("mission", "prk-embassy-caracas")),
        ("venezolana", ("state", "VEN"), ("mission", "ven-embassy-pyongyang")),
        ("las-mercedes", ("place", "las-mercedes"), ("mission", "prk-embassy-caracas")),
        ("Glinkastrasse", ("place", "glinkastrasse-berlin"), ("mission", "prk-embassy-berlin")),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_is_meant(
    atlas: geo.Atlas, text: str, first: tuple[str, str], also: tuple[str, str]
) -> None:
    results = found(atlas, text)
    assert results[0] == first
    assert also in results


@pytest.mark.parametrize(
    "text",
    [
        "North Korean embassy",
        "embajada norcoreana",
        "embajadas norcoreanas",
        "embassy of North Korea",
        "Embajada de la República Popular Democrática de Corea",
    ],
)
def test_a_demonym_and_a_type_find_the_missions_of_that_state(atlas: geo.Atlas, text: str) -> None:
    own = {
        row["id"] for row in atlas.dataset.rows["missions"]
        if row["sending"] == "PRK" and row["kind"] == "embassy"
    }  # fmt: skip
    all_of_them = missions(atlas, text)
    assert own <= all_of_them
    first = [id for type, id in found(atlas, text)][: len(own)]
    assert set(first) <= all_of_them
    assert not any(id.startswith("kor-") for id in all_of_them)
    if "of" not in text and "de" not in text.split():
        assert all(id.startswith("prk-") for id in all_of_them)
        assert set(first) == own


def test_a_name_does_not_stand_for_a_longer_one(atlas: geo.Atlas) -> None:
    assert found(atlas, "Niger")[0] == ("state", "NER")
    assert ("state", "NGA") not in found(atlas, "Niger")
    assert ("state", "GNB") not in found(atlas, "Guinean")
    assert [one for one in found(atlas, "Republic of Korea") if one[0] == "state"] == [
        ("state", "KOR")
    ]
    assert {("state", "KOR"), ("state", "PRK")} <= set(found(atlas, "Korea"))


def test_people_events_and_sources_are_found(atlas: geo.Atlas) -> None:
    types = {type for type, _ in found(atlas, "Guaidó")}
    assert {"relation", "mission", "person", "claim"} <= types
    assert found(atlas, "Guaidó") == found(atlas, "GUAIDO")
    address = next(row for row in atlas.dataset.rows["claims"] if row["property"] == "address")
    assert ("address", address["id"]) in found(atlas, address["value"])
    source = atlas.dataset.rows["sources"][0]
    assert ("source", source["id"]) in found(atlas, source["title"])


def test_all_words_must_be_found_and_the_last_may_be_begun(atlas: geo.Atlas) -> None:
    both = missions(atlas, "embassy caracas")
    assert both == missions(atlas, "embassy carac") < missions(atlas, "caracas")
    assert not missions(atlas, "carac embassy")
    assert ("mission", "prk-embassy-caracas") in found(atlas, "Ri Sung Gil Caracas")


def test_names_come_before_what_is_attached(atlas: geo.Atlas) -> None:
    types = [type for type, _ in found(atlas, "Las Mercedes")]
    assert types == sorted(types, key=["place", "mission", "claim", "source"].index)


@pytest.mark.slow
def test_a_result_says_why_it_was_found_opens_and_leads_somewhere(atlas: geo.Atlas) -> None:
    _, (mission, *_) = search.find(atlas, "embajada norcoreana Caracas", language="es")
    assert mission.opens == mission.id == "prk-embassy-caracas"
    assert {one.field for one in mission.why} == {"kind", "sending", "city"}
    said = search.told(mission, i18n.tr("es"))
    assert "embajada" in said
    assert "Caracas" in said
    for text in ("Zerpa", "Guaidó", "Munsu-dong", "General Services Bureau", "Venezuela", "Havana"):
        for one in search.find(atlas, text, most=1_000)[1]:
            assert one.why, one
            if one.opens:
                cards.card(atlas, one.opens)
            if one.type in ("mission", "state", "city", "person", "relation", "place"):
                assert one.where is not None
                west, south, east, north = one.where
                assert west < east
                assert -90 < south < north < 90


def test_the_filter_uses_the_same_index(atlas: geo.Atlas) -> None:
    for text in ("Munsu-dong", "Zerpa", "Pionyang", "General Services Bureau", "consulado"):
        shown = set(atlas.missions(geo.Selection(text=text, statuses=STATUSES))["id"])
        of_search = {id for type, id in found(atlas, text) if type == "mission"}
        assert shown <= missions(atlas, text) == of_search
        assert shown


def test_likenesses_are_offered_and_find_something(atlas: geo.Atlas) -> None:
    for text, meant in (
        ("Pyongyag", "pyongyang"),
        ("Las Merzedes", "las mercedes"),
        ("embasy of venezuela", "embassy of venezuela"),
    ):
        assert search.find(atlas, text)[0] == 0
        near = search.suggestions(atlas, text)
        assert meant in near
        assert len(near) <= 5
        assert all(found(atlas, one) for one in near)
    assert search.suggestions(atlas, "qqqq") == ()


@pytest.mark.parametrize("text", ["", " ", "...", "<b>${x}{{y}}", "\u202e", "a" * 200, "*:red[x]*"])
def test_anything_may_be_typed(atlas: geo.Atlas, text: str) -> None:
    count, results = search.find(atlas, text)
    assert count >= len(results)
    search.suggestions(atlas, text)


def test_every_state_is_found_by_its_names_and_demonyms(atlas: geo.Atlas) -> None:
    for one in parties.parties():
        if one.is_state:
            for text in (one.name, one.called("es").name, one.names["fr"]):
                assert ("state", one.code) in found(atlas, text), text
    states = {one.code for one in parties.parties() if one.is_state}
    named = set().union(*lexicon.demonyms().values())
    assert states <= named
    for text, code in (("neerlandesa", "NLD"), ("alemanes", "DEU"), ("Bissau-Guinean", "GNB")):
        assert units(text)[0].senders == {code}


def test_the_command_prints_ranked_results(run: Run) -> None:
    code, out, _ = run("find", "Las", "Mercedes")
    assert code == 0
    assert out.splitlines()[1].split("\t")[-1] == "las-mercedes"
    code, out, _ = run("find", "embajada", "norcoreana", "--json", "--limit", 3)
    told = json.loads(out)
    assert code == 0
    assert len(told["results"]) == 3 < told["count"]
    assert told["results"][0].keys() == {"type", "id", "name", "about", "why", "opens", "where"}


def test_the_command_offers_what_may_be_meant(run: Run) -> None:
    code, out, err = run("find", "Pyongyag")
    assert code == 1
    assert out == ""
    assert "pyongyang" in err
    code, out, _ = run("find", "Pyongyag", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["results"] == []
    assert "pyongyang" in told["suggestions"]
