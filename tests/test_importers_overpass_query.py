"""The query to Overpass, statement by statement, and what it finds in a small made-up world.

No package interprets Overpass QL. :func:`answered` reads the few statements that our query has, as
https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL describes them, and refuses any other:
a query that changes must change it too. It is no proof that a server reads them in the same way.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geo import dataset, importers, parties
from geo.importers.live import overpass

Elements = list[dict[str, object]]


def answered(query: str, world: dict[str, Elements]) -> dict[str, object]:
    """What Overpass would answer, from the elements in each area by its ISO code."""
    statements = [one.strip() for one in re.split(r";\s*", query.strip().removesuffix(";"))]
    settings, area, *union, closing, out = statements
    assert re.fullmatch(r"\[out:json\]\[timeout:\d+\]\[maxsize:\d+\]", settings)
    named = re.fullmatch(r'area\["ISO3166-1"="([A-Z]{2})"\]->\.(\w+)', area)
    assert named, area
    assert closing == ")"
    assert union[0].startswith("(")
    found: dict[tuple[object, object], dict[str, object]] = {}
    for text in (union[0].removeprefix("("), *union[1:]):
        asked = re.fullmatch(r'nwr\["(\w+)"(?:="(\w+)")?\]\(area\.(\w+)\)', text.strip())
        assert asked, text
        assert asked[3] == named[2]
        for one in world[named[1]]:
            tags = one.get("tags")
            if isinstance(tags, dict) and asked[1] in tags and asked[2] in (None, tags[asked[1]]):
                found[one["type"], one["id"]] = one
    most = re.fullmatch(r"out tags center (\d+)", out)
    assert most, out
    return {
        "version": 0.6,
        "osm3s": {"timestamp_osm_base": "2026-01-01T00:00:00Z"},
        "elements": list(found.values())[: int(most[1])],
    }


def element(kind: str, number: int, **tags: str) -> dict[str, object]:
    at = {"lat": 48.2, "lon": 16.37}
    place = at if kind == "node" else {"center": at}
    return {"type": kind, "id": number, **place, "tags": {"country": "PE", **tags}}


WORLD: dict[str, Elements] = {
    "AT": [
        element("node", 1, office="diplomatic", diplomatic="embassy"),
        element("way", 2, amenity="embassy", country="CL"),
        element("relation", 3, diplomatic="consulate", country="FJ"),
        element("node", 4, amenity="cafe"),
        {"type": "node", "id": 5, "lat": 48.2, "lon": 16.3},
    ],
    "VE": [element("node", 9, office="diplomatic", diplomatic="embassy")],
}


def test_what_the_query_finds_is_imported(tmp_path: Path) -> None:
    question = overpass.question(parties.party_by_code("AUT"))
    answer = json.dumps(answered(question.form["data"], WORLD)).encode()
    overpass._sound(question, answer)
    importers.import_osm("answer.json", tmp_path / "d", data=answer)
    rows = dataset.read(tmp_path / "d").rows["missions"]
    assert {(row["sending"], row["receiving"], row["kind"]) for row in rows} == {
        ("PER", "AUT", "embassy"),
        ("CHL", "AUT", "embassy"),
        ("FJI", "AUT", "consulate"),
    }


@pytest.mark.parametrize("host", overpass.hosts(), ids=lambda one: one.code)
def test_every_query_has_only_statements_that_are_read(host: parties.State) -> None:
    world: dict[str, Elements] = {host.alpha2: []}
    assert answered(overpass.question(host).form["data"], world)["elements"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(";\n", ",\n"), ('"]->.a', '"]->.b'), ("out tags", "print"), ("nwr", "node~"), (");", ";")],
)
def test_a_broken_query_is_noticed(old: str, new: str) -> None:
    text = overpass.question(parties.party_by_code("AUT")).form["data"]
    assert old in text
    with pytest.raises((AssertionError, ValueError)):
        answered(text.replace(old, new), WORLD)
