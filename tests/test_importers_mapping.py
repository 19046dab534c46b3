"""The mapping of a table: headings in many languages, statuses, previews, files, values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.ministry import workbook

from geo import dataset, importers
from geo.cli import main
from geo.errors import AtlasError, InvalidSelection
from geo.importers import preview_table
from geo.importers.mapping import TABLE_FIELDS, mapped
from geo.importers.statuses import STATUS_WORDS, status_of
from geo.importers.table_options import TableOptions, mapping_json, mapping_of_json, overridden
from geo.importers.words import heading_key, words

CASES = Path(__file__).parent / "data" / "cases"
DAY = "2026-11-20"
HEAD = "sending,receiving,kind,city"


def written(tmp_path: Path, *lines: str, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def taken(path: Path, **options: object) -> tuple[importers.ImportReport, dict[str, object]]:
    into = path.parent / "p"
    account = importers.import_table(
        path, into, publisher="X", date=DAY, options=TableOptions(**options)
    )
    events = dataset.read(into).rows["events"]
    return account, {row["mission"]: (row["kind"], row["date"], row["sense"]) for row in events}


# --- headings --------------------------------------------------------------------------------

LANGUAGES = {
    "en": ["Sending state", "Host country", "Type of mission", "City", "Opening date", "Status"],
    "es": ["País acreditante", "País sede", "Tipo de misión", "Ciudad", "Año de apertura"],
    "fr": ["État accréditant", "Pays d’accueil", "Type de poste", "Ville", "Date d'ouverture"],
    "pt": ["Estado acreditante", "País anfitrião", "Tipo de missão", "Cidade", "Data de abertura"],
    "de": ["Entsendestaat", "Empfangsstaat", "Art der Vertretung", "Ort", "Eröffnet am", "Status"],
    "ru": ["Аккредитующее государство", "Страна пребывания", "Тип", "Город", "Дата открытия"],
    "zh": ["派遣国", "驻在国", "类型", "城市", "开馆日期", "状态"],
    "ar": ["الدولة الموفدة", "الدولة المضيفة", "نوع البعثة", "المدينة", "تاريخ الافتتاح", "الحالة"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_of_a_language(language: str) -> None:
    headings = LANGUAGES[language]
    found = mapped(headings).sound()
    fields = ["sending", "receiving", "kind", "city", "opened", "status"][: len(headings)]
    assert found.columns == {field: number for number, field in enumerate(fields)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Breite", "latitude"),
        ("Länge", "longitude"),
        ("开设日期", "opened"),
        ("is_open", "status"),
    ],
)
def test_further_headings(heading: str, field: str) -> None:
    assert words("headings")[heading_key(heading)].meanings == (field,)


def test_every_field_has_headings_and_every_heading_a_field() -> None:
    assert {field for one in words("headings").values() for field in one.meanings} == {
        *TABLE_FIELDS
    }


@pytest.mark.parametrize(
    ("headings", "constants", "asked"),
    [
        (["Country", "Type"], {}, "sending or receiving"),
        (["País", "Estado", "Tipo"], {}, "sending or receiving"),
        (["sending", "receiving", "Mission"], {}, "kind"),
    ],
)
def test_a_heading_that_may_be_two_fields_is_asked_about(
    headings: list[str], constants: dict[str, str], asked: str
) -> None:
    with pytest.raises(InvalidSelection) as told:
        mapped(headings, TableOptions(constants=constants)).sound()
    assert asked in str(told.value)
    assert "--map" in str(told.value)


@pytest.mark.parametrize(
    ("headings", "constants", "columns"),
    [
        (["Country", "Type"], {"sending": "VEN"}, {"receiving": 0, "kind": 1}),
        (["Country", "Type"], {"receiving": "VEN"}, {"sending": 0, "kind": 1}),
        (["País", "Estado", "Tipo"], {"sending": "X"}, {"receiving": 0, "status": 1, "kind": 2}),
        (["sending", "receiving", "Mission", "Name"], {}, {"kind": 2, "name": 3}),
        (["sending", "receiving", "Mission", "Type"], {}, {"kind": 3, "name": 2}),
        (["SendingState", "host_country", "TYPE"], {}, {"sending": 0, "receiving": 1, "kind": 2}),
    ],
)
def test_a_heading_means_what_no_other_column_holds(
    headings: list[str], constants: dict[str, str], columns: dict[str, int]
) -> None:
    found = mapped(headings, TableOptions(constants=constants)).sound().columns
    assert columns.items() <= found.items()


def test_near_headings_and_fields_are_suggested() -> None:
    options = TableOptions(columns={"kind": "Tpye", "recieving": "Type"})
    with pytest.raises(InvalidSelection) as told:
        mapped(["sending", "receiving", "Type"], options).sound()
    assert 'Did you mean "Type"?' in str(told.value)
    assert "Did you mean receiving?" in str(told.value)


# --- statuses --------------------------------------------------------------------------------


def test_a_status_is_attested_and_not_a_listing(tmp_path: Path) -> None:
    case = written(tmp_path, *(CASES / "03-status-column-ignored.csv").read_text().splitlines())
    account, events = taken(case)
    assert (account.added, account.refused) == (3, [])
    assert events == {
        "per-embassy-reykjavik": ("closed", f"[..{DAY}]", "by"),
        "chl-embassy-reykjavik": ("suspended", DAY, "attested"),
        "cub-embassy-reykjavik": ("announced", DAY, "attested"),
    }


@pytest.mark.parametrize(
    ("cell", "event"),
    [
        ("abierta", "listed"),
        ("Geöffnet", "listed"),
        ("Cerrada", "closed"),
        ("fermée", "closed"),
        ("закрыто", "closed"),
        ("关闭", "closed"),
        ("مغلقة", "closed"),
        ("Temporarily closed", "suspended"),
        ("em preparação", "preparation"),
        ("unbekannt", "unconfirmed"),
        ("–", "listed"),
        ("", "listed"),
    ],
)
def test_words_of_statuses(tmp_path: Path, cell: str, event: str) -> None:
    path = written(tmp_path, f"{HEAD},status", f"Peru,Iceland,embassy,Reykjavik,{cell}")
    _, events = taken(path)
    assert [kind for kind, _, _ in events.values()] == [event]


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [
        ("status", "resident", "status"),
        ("status", "yes", "status"),
        ("status", "inactive", "status"),
        ("active", "no", "active"),
        ("closed", "at some time", "closed"),
    ],
)
def test_a_status_that_is_not_known_refuses_the_row(
    tmp_path: Path, heading: str, cell: str, column: str
) -> None:
    rows = f"Peru,Iceland,embassy,Reykjavik,{cell}", "Chile,Iceland,embassy,Reykjavik,"
    account, events = taken(written(tmp_path, f"{HEAD},{heading}", *rows))
    assert [(one.row, one.column, one.value) for one in account.refused] == [(2, column, cell)]
    assert [*events] == ["chl-embassy-reykjavik"]


def test_yes_answers_the_heading(tmp_path: Path) -> None:
    assert (status_of("yes", "is_open"), status_of("no", "is_open")) == ("open", "not_open")
    assert (status_of("x", "Planned"), status_of("no", "Former")) == ("announced", "open")
    assert (status_of("yes", "Active"), status_of("sí", "En funcionamiento")) == ("open", "open")
    rows = "Peru,Iceland,embassy,Reykjavik,yes", "Chile,Iceland,embassy,Reykjavik,no"
    _, events = taken(written(tmp_path, f"{HEAD},closed", *rows))
    assert [events[f"{one}-embassy-reykjavik"][0] for one in ("per", "chl")] == ["closed", "listed"]


@pytest.mark.parametrize("status", ["open", "suspended", "planned"])
def test_a_status_and_a_closing_that_contradict_are_refused(tmp_path: Path, status: str) -> None:
    rows = f"Peru,Iceland,embassy,Reykjavik,{status},2001", "Chile,Iceland,embassy,Reykjavik,,2001"
    account, events = taken(written(tmp_path, f"{HEAD},status,closed", *rows))
    assert [(one.row, one.column) for one in account.refused] == [(2, "closed")]
    assert events == {"chl-embassy-reykjavik": ("closed", "2001", "on")}


def test_an_opening_that_is_planned_is_a_plan(tmp_path: Path) -> None:
    row = "Peru,Iceland,embassy,Reykjavik,planned,2030"
    path = written(tmp_path, f"{HEAD},status,opened", row)
    account = importers.import_table(path, tmp_path / "p", publisher="X", date=DAY)
    events = dataset.read(tmp_path / "p").rows["events"]
    assert account.refused == []
    assert {(row["kind"], row["date"], row["sense"]) for row in events} == {
        ("opened", "2030", "planned"),
        ("announced", DAY, "attested"),
    }


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Consul", "closed"),
        ("Notes", "Cerrada"),
        ("Embassy status 2026", "resident"),
        ("Date of last closing", "x"),
        ("Etat des lieux", "fermée"),
        ("valid until", "2015"),
        ("planned", "yes"),
        ("Is former?", "x"),
        ("History", "closed in May 1999"),
        ("History", "Former embassy, now a hotel"),
    ],
)
def test_a_column_that_contradicts_stops_the_import(
    tmp_path: Path, heading: str, cell: str
) -> None:
    rows = "Peru,Iceland,embassy,Reykjavik,", f'Chile,Iceland,embassy,Reykjavik,"{cell}"'
    path = written(tmp_path, f"{HEAD},{heading}", *rows)
    with pytest.raises(InvalidSelection) as told:
        taken(path)
    assert f'"{heading}"' in str(told.value)
    assert "--map status=" in str(told.value)
    assert not (tmp_path / "p").exists()
    account, events = taken(path, columns={"status": ""})
    assert (account.added, {kind for kind, _, _ in events.values()}) == (2, {"listed"})


def test_a_column_of_something_else_does_not_stop_the_import(tmp_path: Path) -> None:
    rows = (
        "Peru,Iceland,embassy,Reykjavik,vacant,9 to 5,no,Vienna",
        "Chile,Iceland,embassy,Reykjavik,A,x,,Former Yugoslavia",
    )
    account, _ = taken(written(tmp_path, f"{HEAD},Consul,Opening hours,Planned,Former seat", *rows))
    assert account.added == 2


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "Embassy (closed)"),
        ("name", "Former Embassy of Chile"),
        ("name", "ex-Embassy"),
        ("name", "Antigua embajada de Chile"),
        ("name", "Ehemalige Botschaft"),
        ("Remarks", "closed in 1999"),
        ("Remarks", "Temporarily closed since 3 May 2019, see Oslo"),
        ("Remarks", "Suspended; ask in Oslo"),
        ("Remarks", "Closed on 03/04/2019"),
        ("Remarks", "FERMÉE en 1999"),
        ("Remarks", "закрыто в 1999"),
    ],
)
def test_a_name_or_note_that_begins_with_a_status_is_refused(
    tmp_path: Path, field: str, text: str
) -> None:
    rows = f'Peru,Iceland,embassy,A,"{text}"', "Chile,Iceland,embassy,A,Embassy (main)"
    path = written(tmp_path, f"{HEAD},{field}", *rows)
    account, events = taken(path)
    assert [(one.row, one.column, one.value) for one in account.refused] == [(2, field, text)]
    assert [*events] == ["chl-embassy-a"]
    account, events = taken(path, columns={"status": ""})
    assert account.refused == [], "as the remedy says"


@pytest.mark.parametrize(
    "text",
    [
        "Former Yugoslavia Desk",
        "Former Yugoslavia: embassy",
        "Closed on Fridays",
        "Planned move in 2027",
        "Embassy in the former consulate, closed in 1999",
        "Ex Machina",
        "Closed 12 to 14",
    ],
)
def test_a_name_or_note_of_something_else_is_taken(tmp_path: Path, text: str) -> None:
    row = f'Peru,Iceland,embassy,A,"{text}","{text}; visa section (closed)"'
    account, events = taken(written(tmp_path, f"{HEAD},name,note", row))
    assert (account.refused, [kind for kind, _, _ in events.values()]) == ([], ["listed"])


# --- values ----------------------------------------------------------------------------------


def test_values_are_mapped_and_the_word_is_kept(tmp_path: Path) -> None:
    rows = "Perú,Islandia,Representación,Rkv,En obras", "Cuba-Libre,Islandia,Castle,Rkv,open"
    account, events = taken(
        written(tmp_path, f"{HEAD},status", *rows),
        values={
            "kind": {"representacion": "mission", "Castle": "embassy"},
            "sending": {"Cuba-Libre": "CUB"},
            "city": {"Rkv": "Reykjavik"},
            "status": {"En obras": "preparing"},
        },
    )
    assert account.refused == []
    assert events["per-mission-reykjavik"][0] == "preparation"
    assert events["cub-embassy-reykjavik"][0] == "listed"
    claims = dataset.read(tmp_path / "p").rows["claims"]
    kept = {row["value"] for row in claims if row["property"] == "type"}
    assert kept == {"Representación", "Castle"}


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"kind": {"X": "castle"}}, "castle"),
        ({"status": {"X": "gone"}}, "gone"),
        ({"sending": {"X": "Atlantis"}}, "Atlantis"),
        ({"name": {"X": "Y"}}, "name"),
    ],
)
def test_a_meaning_that_cannot_be_is_told(values: dict[str, dict[str, str]], word: str) -> None:
    with pytest.raises(InvalidSelection) as told:
        mapped(HEAD.split(","), TableOptions(values=values)).sound()
    assert f'"{word}"' in str(told.value)


def test_each_status_can_be_meant() -> None:
    for status in STATUS_WORDS:
        assert mapped(HEAD.split(","), TableOptions(values={"status": {"X": status}})).sound()
        assert status_of(status) == status


# --- what would be refused -------------------------------------------------------------------


def test_a_preview_refuses_what_the_import_refuses(tmp_path: Path) -> None:
    rows = (
        *("Peru,Iceland,embassy,Reykjavik", "Atlantis,Iceland,embassy,Reykjavik"),
        *("Peru,Iceland,Castle,Reykjavik", "Chile,Iceland,Castle,Reykjavik"),
        *("Korea,Iceland,embassy,Reykjavik", "Peru,Peru,embassy,Lima"),
    )
    path = written(tmp_path, HEAD, *rows)
    before = {*tmp_path.iterdir()}
    found = preview_table(path)
    assert {*tmp_path.iterdir()} == before
    account, _ = taken(path)
    assert (found.records, found.accepted) == (account.read, account.added) == (6, 1)
    seen = {(row, one.rule) for one in found.refused for row in one.rows}
    assert seen == {(one.row, one.rule) for one in account.refused}
    first = found.refused[0]
    assert (first.field, first.value, first.rows) == ("kind", "Castle", (4, 5))


def test_a_preview_shows_what_cannot_be_mapped(tmp_path: Path) -> None:
    found = preview_table(written(tmp_path, "A,Type", *(f"{n},embassy" for n in range(9))))
    assert "sending, receiving" in found.mapping.problems[0].what
    assert [heading for heading, _, _ in found.columns()] == ["A", "Type"]
    assert len(found.sample) == 5


# --- files -----------------------------------------------------------------------------------


def test_a_saved_mapping_does_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "Wo,Was,Typ,Zustand", "Peru,x,Castle,zu", "Chile,y,Embassy,closed")
    command = ["import", "table", "--from", str(path), "--date", DAY, "--publisher", "X"]
    how = ["--map", "receiving=Wo", "--set", "sending=VEN", "--map-value", "kind:Castle=embassy"]
    how += ["--map-value", "status:zu=closed", "--map", "address=Was"]
    file = tmp_path / "m.json"
    assert main([*command, *how, "--into", str(tmp_path / "a"), "--save-mapping", str(file)]) == 0
    assert main([*command, "--into", str(tmp_path / "b"), "--mapping", str(file)]) == 0
    for name in ("missions.csv", "events.csv", "claims.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    held = json.loads(file.read_text(encoding="utf-8"))
    assert held["columns"]["status"] == "Zustand"
    assert held["values"]["kind"] == {"Castle": "embassy"}
    capsys.readouterr()
    assert main([*command, "--mapping", str(file), "--map", "city=Was", "--show-mapping"]) == 0
    assert ["Was", "city", "x | y"] in [
        line.split("\t") for line in capsys.readouterr().out.splitlines()
    ]


def test_a_mapping_that_names_a_column_the_table_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HEAD, "Peru,Iceland,embassy,Reykjavik")
    file = tmp_path / "m.json"
    file.write_bytes(mapping_json(TableOptions(columns={"kind": "Art", "city": "city"})))
    command = ["import", "table", "--from", str(path), "--mapping", str(file)]
    assert main([*command, "--into", str(tmp_path / "p"), "--publisher", "X"]) == 2
    assert 'unknown column "Art"' in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


BROKEN = {
    "not json": "{",
    "a list": "[]",
    "no mark": '{"columns": {}}',
    "unknown key": '{"embassy_atlas_mapping": 1, "colums": {}}',
    "a number": '{"embassy_atlas_mapping": 1, "columns": {"kind": 1}}',
    "a long number": f'{{"embassy_atlas_mapping": 1, "columns": {{"kind": {10**20}}}}}',
    "a text": '{"embassy_atlas_mapping": 1, "columns": "kind"}',
    "a row": '{"embassy_atlas_mapping": 1, "header_row": "3"}',
    "true": '{"embassy_atlas_mapping": 1, "header_row": true}',
    "values": '{"embassy_atlas_mapping": 1, "values": {"kind": "mission"}}',
    "layer": '{"embassy_atlas_mapping": 1, "layer": []}',
    "another number": '{"embassy_atlas_mapping": 2}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_mapping_is_refused(what: str) -> None:
    with pytest.raises(AtlasError) as told:
        mapping_of_json("m.json", BROKEN[what].encode())
    assert str(told.value).startswith("m.json")


@pytest.mark.parametrize("held", ['"columns": {"knid": "Type"}', '"values": {"name": {"a": "b"}}'])
def test_a_file_of_a_mapping_with_a_field_that_is_none(held: str) -> None:
    options = mapping_of_json("m.json", f'{{"embassy_atlas_mapping": 1, {held}}}'.encode())
    with pytest.raises(InvalidSelection):
        mapped(HEAD.split(","), options).sound()


def test_what_is_given_goes_before_the_file() -> None:
    base = TableOptions(
        layer="A", columns={"kind": "K", "city": "C"}, values={"kind": {"a": "embassy"}}
    )
    given = TableOptions(
        columns={"city": "D"}, constants={"kind": "embassy"}, values={"kind": {"b": "mission"}}
    )
    both = overridden(base, given)
    assert (both.layer, both.columns) == ("A", {"city": "D"})
    assert both.values == {"kind": {"a": "embassy", "b": "mission"}}
    assert mapping_of_json("m.json", mapping_json(both)) == both


# --- a ministry's workbook -------------------------------------------------------------------


def test_a_ministrys_workbook_goes_in_without_a_flag(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ministerio.xlsx")
    account = importers.import_table(
        path, tmp_path / "p", publisher="Ministerio", date="2026-01-31"
    )
    assert account.read == 30
    assert account.added >= 29
    assert [(one.row, one.value) for one in account.refused] == [(30, "Castillo")]
    assert all(one.remedy for one in account.refused)
    rows = dataset.read(tmp_path / "p").rows
    assert {row["sending"] for row in rows["missions"]} == {
        *("USA", "DOM", "CZE", "NLD", "NZL", "KOR", "CIV"),
    }
    opened = {row["date"] for row in rows["events"] if row["kind"] == "opened"}
    assert opened == {"2011-03-12", "1987-06-01", "2003-05", "1998", "1960-11-03"}
    points = {row["mission"]: row for row in rows["positions"]}
    lima = points["usa-embassy-lima"]
    assert (float(lima["longitude"]), float(lima["latitude"])) == pytest.approx(
        (-77.0283, -12.0431), abs=1e-3
    )
    kept = {row["value"] for row in rows["claims"] if row["property"] == "type"}
    assert kept == {"Misión Permanente", "Oficina Comercial"}
