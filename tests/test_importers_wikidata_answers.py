"""The query of ``--live`` run by a real SPARQL engine, and its answer imported.

The graph is made of small items in the form of Wikidata's RDF: truthy and full statements,
qualifiers, references, ranks, values with their precision. See
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format.

Wikidata's service of labels is not part of SPARQL: :func:`served` puts in its place what it does,
the label in the first of the languages that has one, else the id.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph
import pytest

from geo import dataset, importers, parties
from geo.importers.live import queries

PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

LABELS = """
wd:Q419 rdfs:label "Peru"@en . wd:Q40 rdfs:label "Austria"@en, "Österreich"@de .
wd:Q298 rdfs:label "Chile"@en . wd:Q1741 rdfs:label "Vienna"@mul .
wd:Q3917681 rdfs:label "embassy"@en . wd:Q372690 rdfs:label "consulate general"@en .
wd:Q9000090 rdfs:label "nur Deutsch"@de . wd:Q9000080 rdfs:label "A made-up gazette"@en .
"""

RANKS = {"": "NormalRank", "+": "PreferredRank", "-": "DeprecatedRank"}


def item(qid: str, *statements: tuple[str, ...]) -> str:
    """Statements (property, value, rank, qualifiers and references) as Turtle."""
    lines = []
    best = {one[0] for one in statements if one[2:3] == ("+",)}
    for number, (p, value, rank, *more) in enumerate(statements):
        node = f"<http://www.wikidata.org/entity/statement/{qid}-{number}>"
        lines += [
            f"wd:{qid} p:{p} {node} .",
            f"{node} ps:{p} {value} ; wikibase:rank wikibase:{RANKS[rank]} .",
        ]
        if rank == "+" or (rank == "" and p not in best):
            lines.append(f"wd:{qid} wdt:{p} {value} .")
        for one in more:
            kind, told = one.split("=", 1)
            if kind == "precision":
                held = f"<http://www.wikidata.org/value/{qid}-{number}>"
                lines.append(f"{node} psv:{p} {held} . {held} wikibase:timePrecision {told} .")
            elif kind == "reference":
                held = f"<http://www.wikidata.org/reference/{qid}-{number}-{len(lines)}>"
                lines.append(f"{node} prov:wasDerivedFrom {held} . {held} pr:P248 {told} .")
            else:
                lines.append(f"{node} pq:{kind} {told} .")
    return "\n".join(lines)


def day(text: str) -> str:
    return f'"{text}T00:00:00Z"^^xsd:dateTime'


def point(lon: float, lat: float, globe: str = "") -> str:
    told = f"<http://www.wikidata.org/entity/{globe}> " if globe else ""
    return f'"{told}Point({lon} {lat})"^^geo:wktLiteral'


GRAPH = "\n".join(
    (
        LABELS,
        item(
            "Q9000001",
            ("P31", "wd:Q3917681", ""),
            ("P137", "wd:Q419", ""),
            ("P17", "wd:Q40", ""),
            ("P131", "wd:Q1741", ""),
            ("P625", point(16.37, 48.2), "+", "reference=wd:Q9000080"),
            ("P625", point(16.3, 48.21), ""),
            ("P571", day("1962-01-01"), "", "precision=9"),
            ("P576", "_:unknown", "-"),
            ("P856", "<https://www.example.org/>", ""),
        ),
        item(
            "Q9000002",
            ("P31", "wd:Q372690", ""),
            ("P137", "wd:Q419", ""),
            ("P17", "wd:Q40", ""),
            ("P131", "wd:Q9000090", ""),
            ("P625", point(16.3, 48.2, "Q111"), ""),
            ("P571", day("1980-05-01"), "", "precision=10"),
            ("P3999", day("1999-03-31"), "", "precision=11", f"P582={day('1999-03-31')}"),
        ),
        item(
            "Q9000003",
            ("P31", "wd:Q3917681", ""),
            ("P137", "wd:Q419", "", f"P582={day('1990-01-01')}"),
            ("P137", "wd:Q298", ""),
            ("P17", "wd:Q40", ""),
            ("P131", "wd:Q1741", ""),
        ),
        item(
            "Q9000005",
            ("P31", "wd:Q372690", ""),
            ("P137", "wd:Q298", ""),
            ("P17", "wd:Q40", "", "reference=wd:Q9000080", "reference=wd:Q9000081"),
            ("P576", "<http://www.wikidata.org/.well-known/genid/f00>", ""),
        ),
        item("Q9000004", ("P31", "wd:Q5", ""), ("P137", "wd:Q419", ""), ("P17", "wd:Q40", "")),
    )
)


def served(query: str) -> str:
    """A query whose service of labels is replaced by what it does, in plain SPARQL."""
    clause = re.search(r'SERVICE wikibase:label \{[^"]*"([^"]*)"[^}]*\}', query)
    assert clause, "the query asks for labels"
    languages = clause[1].split(",")
    wanted = re.findall(r"\?(\w+)Label\b", query)
    assert {"value", "reference"} <= set(wanted)
    lines = []
    for name in dict.fromkeys(wanted):
        tried = [f"?{name}_{language}" for language in languages]
        for variable, language in zip(tried, languages, strict=True):
            spoken = f'FILTER(LANG({variable}) = "{language}")'
            lines.append(f"OPTIONAL {{ ?{name} rdfs:label {variable} {spoken} }}")
        plain = f'REPLACE(STR(?{name}), "^http://www.wikidata.org/entity/", "")'
        bound = f"IF(BOUND(?{name}), {plain}, ?nothing)"
        lines.append(f"BIND(COALESCE({', '.join(tried)}, {bound}) AS ?{name}Label)")
    return PREFIXES + query.replace(clause[0], "\n  ".join(lines))


@pytest.fixture(scope="module")
def answer() -> bytes:
    store = pyoxigraph.Store()
    prefixes = re.sub(r"PREFIX (.*)", r"@prefix \1 .", PREFIXES)
    store.load((prefixes + GRAPH).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    rows: list[object] = []
    document = {}
    for code in ("PER", "CHL"):
        text = queries.question(parties.party_by_code(code)).form["query"]
        found = store.query(served(text))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        told = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        assert told is not None
        document = json.loads(told)
        rows += document["results"]["bindings"]
        queries._sound(queries.question(parties.party_by_code(code)), told)
    document["results"]["bindings"] = rows
    return json.dumps(document).encode()


@pytest.fixture(scope="module")
def taken(
    answer: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, importers.ImportReport]:
    folder = tmp_path_factory.mktemp("answers")
    (folder / "answer.json").write_bytes(answer)
    report = importers.import_wikidata(
        folder / "answer.json", folder / "dataset", date="2026-01-01"
    )
    return folder / "dataset", report


def test_the_answer_has_the_columns_that_are_asked_for(answer: bytes) -> None:
    document = json.loads(answer)
    assert set(document["head"]["vars"]) == {*queries._COLUMNS, *queries._REFERENCE}
    items = {row["item"]["value"].rpartition("/")[2] for row in document["results"]["bindings"]}
    assert items == {f"Q900000{n}" for n in (1, 2, 3, 5)}, "a person is no mission"


def test_the_missions_of_a_graph_are_those_of_the_dataset(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, report = taken
    read = dataset.read(folder)
    found = {
        (row["wikidata"], row["sending"], row["receiving"], row["kind"], row["city"])
        for row in read.rows["missions"]
    }
    assert found == {
        ("Q9000001", "PER", "AUT", "embassy", "Vienna"),
        ("Q9000002", "PER", "AUT", "consulate_general", ""),
        ("Q9000003", "CHL", "AUT", "embassy", "Vienna"),
        ("Q9000005", "CHL", "AUT", "consulate_general", ""),
    }
    assert report.added == 4
    assert dataset.check(folder) == []


def test_ranks_precisions_and_references_arrive(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    read = dataset.read(taken[0])
    ids = {row["id"]: row["wikidata"] for row in read.rows["missions"]}
    at = [row for row in read.rows["positions"] if ids[row["mission"]] == "Q9000001"]
    assert {(p["longitude"], p["rank"]) for p in at} == {("16.37", "preferred"), ("16.3", "normal")}
    assert [p["attributed_to"] for p in at if p["rank"] == "preferred"] == ["A made-up gazette"]
    events = {
        (ids[e["mission"]], e["kind"], e["date"])
        for e in read.rows["events"]
        if e["kind"] != "listed"
    }
    assert events == {
        ("Q9000001", "opened", "1962"),
        ("Q9000002", "opened", "1980-05"),
        ("Q9000002", "closed", "1999-03-31"),
        ("Q9000005", "closed", "[..2026-01-01]"),
    }
    ended = [c for c in read.rows["claims"] if ids[c["subject"]] == "Q9000003"]
    assert any(c["property"] == "sending-state" and "Peru" in c["value"] for c in ended)


def test_another_globe_is_refused_and_an_id_is_no_city(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, report = taken
    assert [(one.column, "Q111" in one.value) for one in report.refused] == [("P625", True)]
    claims = dataset.read(folder).rows["claims"]
    cities = [(c["property"], c["value"]) for c in claims if c["property"].startswith("city")]
    assert cities == [("city-item", "Q9000090")]


CASES = Path(__file__).parent / "data" / "cases"


def test_the_wide_form_has_the_same_rules(tmp_path: Path) -> None:
    report = importers.import_wikidata(
        CASES / "12-wikidata-mars-point-and-qid-as-city.json", tmp_path / "d", date="2026-01-01"
    )
    assert report.added == 2
    assert [(one.file, one.row, one.column) for one in report.refused] == [
        ("12-wikidata-mars-point-and-qid-as-city.json", 1, "P625")
    ]
    rows = dataset.read(tmp_path / "d").rows
    assert {row["city"] for row in rows["missions"]} == {""}
    assert {row["method"] for row in rows["positions"]} == {"state"}
    assert dataset.check(tmp_path / "d") == []


@pytest.mark.parametrize(
    "text",
    [
        "<http://www.wikidata.org/entity/Q405> Point(1 2)",
        "<http://www.wikidata.org/entity/Q22> Point(1 2)",
        "<Point(1 2)",
        "Point(200 2)",
        "Point(1)",
        "Point(1 2",
    ],
)
def test_a_point_that_is_not_on_earth_is_refused(text: str, tmp_path: Path) -> None:
    document = json.loads((CASES / "12-wikidata-mars-point-and-qid-as-city.json").read_bytes())
    document["results"]["bindings"][0]["coord"]["value"] = text
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    report = importers.import_wikidata(tmp_path / "x.json", tmp_path / "d", date="2026-01-01")
    assert [(one.row, one.column, one.value) for one in report.refused] == [(1, "P625", text)]


def test_earth_may_be_named(tmp_path: Path) -> None:
    document = json.loads((CASES / "12-wikidata-mars-point-and-qid-as-city.json").read_bytes())
    earth = "<http://www.wikidata.org/entity/Q2> Point(16.3 48.2)"
    document["results"]["bindings"][0]["coord"]["value"] = earth
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    report = importers.import_wikidata(tmp_path / "x.json", tmp_path / "d", date="2026-01-01")
    assert report.refused == []
    assert report.placed["by point"] == 1
