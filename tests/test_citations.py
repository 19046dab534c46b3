"""Citations: read back by other readers, from the dataset's sources and hostile texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pybtex.database import BibliographyData, parse_string

import geo
from geo import i18n
from geo.cli import main
from geo.errors import AtlasError, InvalidSelection, UnknownMission
from geo.i18n import LANGUAGES
from geo.reports import cards
from geo.reports.citations import ATLAS, FORMS, PUBLIC_URL, TEAM, citation, key_of, public_url
from geo.reports.citations.forms import biblatex, csl

DAY = date(2026, 11, 25)
ON = geo.Selection(as_of="2026-11-21")
PYONGYANG = "ven-embassy-pyongyang"
NK = "nk-news-2019-01-26"
ROOT = Path(__file__).resolve().parents[1]

MEANT = {
    **{f"\\{mark}": mark for mark in "&%$#_"},
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textasciigrave{}": "`",
}
MACRO = re.compile("|".join(map(re.escape, MEANT)))

TEXT = {"type": "string", "minLength": 1}
NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"family": TEXT, "given": TEXT, "literal": TEXT},
        "additionalProperties": False,
    },
}
WHEN = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer"},
            },
        },
        "circa": {"type": "boolean"},
        "literal": TEXT,
        "edtf": {"type": "string", "pattern": r"^[][0-9X?~%.,/-]+$"},
    },
    "anyOf": [{"required": ["date-parts"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}
ITEM = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
        "type": {
            "enum": [
                *("article-newspaper", "dataset", "document", "entry", "entry-encyclopedia"),
                *("map", "webpage"),
            ]
        },
        "container-author": NAMES,
        "issued": WHEN,
        "accessed": WHEN,
        **dict.fromkeys(
            ("title", "container-title", "publisher", "version", "genre", "language", "note"), TEXT
        ),
        "URL": {"type": "string", "pattern": "^https?://[!-~]+$"},
        "archive_location": {"type": "string", "pattern": "^https?://[!-~]+$"},
    },
    "additionalProperties": False,
}
CSL_DATA = Draft202012Validator({"type": "array", "items": ITEM})
"""The rules of CSL-JSON for what is written here: types, names, dates; nothing of another name."""


def as_csl(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    CSL_DATA.validate(found)
    return list(found)


def as_bibtex(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def said(raw: str) -> str:
    """A field of BibTeX as TeX sets it; what is not escaped must be no mark of TeX's."""
    bare = MACRO.sub("", raw.removeprefix("{").removesuffix("}"))
    assert not set(bare) & set("\\{}%#&_$^~`"), raw
    return MACRO.sub(lambda found: MEANT[found[0]], raw.removeprefix("{").removesuffix("}"))


def made(atlas: geo.Atlas, ids: Any, form: str, **more: Any) -> str:
    return citation(atlas, ids, more.pop("selection", ON), form, accessed=DAY, **more)


# --- every source ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_of_the_dataset_is_read_back(atlas: geo.Atlas, language: str) -> None:
    tr = i18n.tr(language)
    rows = {id: row for id, row in atlas.dataset.by_id["sources"].items() if id != "unrecorded"}
    assert len(rows) > 200
    objects = {one["id"]: one for one in as_csl(made(atlas, rows, "csl", language=language))}
    entries = as_bibtex(made(atlas, rows, "bibtex", language=language)).entries
    lines = made(atlas, rows, "text", language=language).splitlines()
    assert list(objects) == list(entries) == list(rows)
    assert len(lines) == len(rows)
    for (id, row), line in zip(rows.items(), lines, strict=True):
        told, fields = objects[id], entries[id].fields
        for text in (told["title"], said(fields["title"])):
            assert text == i18n.plain(row["title"]).strip()
        publisher = tr.capital(row["publisher"])
        assert publisher in (told.get("publisher"), told.get("container-title"))
        named = [fields.get(key, "") for key in ("journaltitle", "booktitle", "organization")]
        assert publisher in map(said, [*named, fields.get("publisher", "")])
        assert ("issued" in told) == ("date" in fields) == bool(row["published"])
        assert told.get("URL", "") == fields.get("url", "")
        assert unquote(told.get("URL", "")) == unquote(row["url"])
        assert told.get("URL", "") in line
        assert fields.get("urldate", "") == row["accessed"]
        if row["published"]:
            assert tr.date(row["published"]) in line
        for other in filter(None, row["known_through"].split("|")):
            assert rows[other]["publisher"] in line


def test_a_report_a_data_set_and_an_encyclopedia_have_their_types(atlas: geo.Atlas) -> None:
    wanted = {
        "news": ("article-newspaper", "article"),
        "government": ("webpage", "online"),
        "gazette": ("document", "misc"),
        "encyclopedia": ("entry-encyclopedia", "inreference"),
        "database": ("dataset", "dataset"),
    }
    for id, row in atlas.dataset.by_id["sources"].items():
        if types := wanted.get(row["kind"]):
            (told,) = as_csl(made(atlas, [id], "csl"))
            entry = as_bibtex(made(atlas, [id], "bibtex")).entries[id]
            assert told["type"] == types[0]
            assert entry.type == types[1] or row["kind"] in ("government", "gazette")


def test_the_house_style_of_a_source(atlas: geo.Atlas) -> None:
    assert made(atlas, [NK], "text") == (
        "NK News: “Preparations underway to open Venezuelan embassy in Pyongyang: sources "
        "(revision)”, 26 January 2019, revised 26 January 2019. "
        "https://www.nknews.org/2019/01/preparations-underway-to-open-venezuelan-"
        "embassy-in-pyongyang-sources/. Accessed 21 November 2026.\n"
    )
    spanish = made(atlas, [NK], "text", language="es")
    assert "26 de enero de 2019; revisión: 26 de enero de 2019" in spanish
    assert "Consulta: 21 de noviembre de 2026." in spanish
    assert "“" not in spanish


# --- the atlas ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", [PYONGYANG, "pair:PRK-VEN", "las-mercedes"])
def test_a_mission_a_line_and_a_place_are_entries_of_the_atlas(
    atlas: geo.Atlas, id: str, form: str
) -> None:
    on = geo.Selection(as_of="2026-11-21", known_on="2026-11-20")
    title = cards.card(atlas, id, on.as_of).title
    text = made(atlas, [id], form, selection=on)
    for part in (ATLAS, TEAM, atlas.dataset.sha256[:12], "CC-BY-4.0", "21 November 2026"):
        assert part in text
    assert title in text
    assert "20 November 2026" in text
    assert "2026-11-25" in text or "25 November 2026" in text or form == "csl"
    if form == "csl":
        (told,) = as_csl(text)
        assert told["accessed"] == {"date-parts": [[2026, 11, 25]]}
        assert told["type"] == "entry"
        assert told["title"] == title
    if form == "bibtex":
        (entry,) = as_bibtex(text).entries.values()
        assert said(entry.fields["title"]) == title
        assert entry.type == "inreference"


def test_the_program_is_cited_as_its_own_file_says(atlas: geo.Atlas) -> None:
    own = (ROOT / "CITATION.cff").read_text("utf-8")
    (told,) = as_csl(made(atlas, [PYONGYANG], "csl"))
    assert f'title: "{told["container-title"]}"' in own
    assert f"version: {told['version']}" in own
    assert f'name: "{told["container-author"][0]["literal"]}"' in own


def test_the_view_is_cited_in_words_with_its_query(atlas: geo.Atlas) -> None:
    on = geo.Selection(among=("VEN", "PRK"), as_of="2019-09-01")
    text = made(atlas, (), "text", selection=on)
    assert "“Diplomatic missions between North Korea" in text
    assert "[Map]" in text
    assert "As of 1 September 2019" in text
    assert "Selection: among=PRK,VEN&as-of=2019-09-01." in text
    (told,) = as_csl(made(atlas, (), "csl", selection=on))
    assert told["type"] == "map"
    other = as_csl(made(atlas, (), "csl", selection=on.but(as_of="2020")))[0]
    again = as_csl(made(atlas, (), "csl", selection=on))[0]
    assert told["id"] == again["id"] != other["id"]
    whole = made(atlas, (), "text", selection=geo.Selection())
    assert "“Diplomatic missions” [Map]" in whole
    assert "as-of=2" in whole


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("https://atlas.example.org/map", True),
        ("http://127.0.0.1:8501/", False),
        ("http://localhost:8501", False),
        ("http://[::1]:8501/", False),
        ("http://10.0.0.7/", False),
        ("http://desk/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_an_address_that_others_can_open_is_cited(
    atlas: geo.Atlas, address: str, cited: bool
) -> None:
    text = made(atlas, [PYONGYANG], "text", address=address)
    query = f"as-of=2026-11-21&show={PYONGYANG}"
    assert (f"{address}?{query}" in text) is cited
    assert (f"Selection: {query}" in text) is not cited
    assert query in made(atlas, [PYONGYANG], "csl", address=address)


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://atlas.example.org", "https://atlas.example.org/"),
        (" http://atlas.example.internal/maps/ ", "http://atlas.example.internal/maps/"),
        ("", ""),
    ],
)
def test_the_public_address_is_cited(atlas: geo.Atlas, given: str, base: str) -> None:
    public = public_url({PUBLIC_URL: given})
    assert public == base
    text = made(atlas, [PYONGYANG], "text", address="http://127.0.0.1:8501/", public=public)
    assert (f"{base}?as-of=2026-11-21&show={PYONGYANG}" in text) is bool(base)
    view = made(atlas, [], "csl", selection=geo.Selection(among=("VEN", "PRK")), public=public)
    assert (f'"URL": "{base}?among=' in view) is bool(base)


@pytest.mark.parametrize(
    "given",
    [
        "atlas.example.org",
        "ftp://atlas.example.org",
        "https://",
        "https://a.example/?x=1",
        "https://a.example/#x",
        "https://me@a.example/",
        "https://a.example:0x/",
        "https://a b.example",
        "javascript:alert(1)",
    ],
)
def test_a_public_address_that_is_none_is_refused(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AtlasError, match=f"{PUBLIC_URL} is .*https://atlas.example.org/"):
        public_url({PUBLIC_URL: given})
    monkeypatch.setenv(PUBLIC_URL, given)
    assert main(["cite", PYONGYANG]) != 0
    assert "is not the address of a page" in " ".join(capsys.readouterr().err.split())


def test_what_cannot_be_cited_is_refused(atlas: geo.Atlas) -> None:
    with pytest.raises(UnknownMission, match="nknown id"):
        made(atlas, ["no-such"], "text")
    with pytest.raises(InvalidSelection, match="text, bibtex or csl"):
        made(atlas, [NK], "ris")
    with pytest.raises(InvalidSelection):
        made(atlas, [NK], "text", language="xx")


def test_several_make_one_bibliography_each_once(atlas: geo.Atlas) -> None:
    ids = [PYONGYANG, NK, "pair:PRK-VEN", NK]
    assert len(made(atlas, ids, "text").splitlines()) == 3
    assert len(as_csl(made(atlas, ids, "csl"))) == 3
    assert len(as_bibtex(made(atlas, ids, "bibtex")).entries) == 3


# --- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "parts", "circa", "literal", "bib"),
    [
        ("2019-08-21", [[2019, 8, 21]], False, "", "2019-08-21"),
        ("2014-10", [[2014, 10]], False, "", "2014-10"),
        ("2011", [[2011]], False, "", "2011"),
        ("2011~", [[2011]], True, "", "2011~"),
        ("2019-08?", [[2019, 8]], True, "", "2019-08?"),
        ("2014/2015-02", [[2014], [2015, 2]], False, "", "2014/2015-02"),
        ("[..2015-06-23]", None, False, "by 23 June 2015", "../2015-06-23"),
        ("[2015..]", None, False, "2015 or later", "2015-01-01/.."),
        ("199X", None, False, "1990s", "199X"),
        ("1990-XX", None, False, "1990, month unknown", "1990-01-01/1990-12-31"),
        ("2015/..", None, False, "from 2015 on", "2015/.."),
        ("[2015,2017]", None, False, "2015 or 2017", "2015-01-01/2017-12-31"),
        ("", None, False, "", ""),
    ],
)
def test_uncertain_dates_are_not_made_certain(
    edtf: str, parts: Any, circa: bool, literal: str, bib: str
) -> None:
    told = csl(edtf, i18n.ENGLISH)
    assert told.get("date-parts") == parts
    assert bool(told.get("circa")) is circa
    assert told.get("literal", "") == literal
    assert biblatex(edtf) == bib
    CSL_DATA.validate(
        [{"id": "a", "type": "map", "title": "x", **({"issued": told} if told else {})}]
    )
    if literal or circa:
        assert told["edtf"] == edtf


# --- hostile -----------------------------------------------------------------------------------

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="{}\\&%$#_~^`\"'@,=\n\r\t <>/é\u202e\u200f\0", min_size=1, max_size=40),
    st.sampled_from(
        ["}", "{", "\\", "\\}", "}}\n@misc{x,", "</script>", "%", "\\input{/etc/passwd}", "$x$"]
    ),
)


def spoiled(atlas: geo.Atlas, own_title: str, **texts: str) -> geo.Atlas:
    rows = dict(atlas.dataset.rows)
    rows["sources"] = [{**row, **texts} if row["id"] == NK else row for row in rows["sources"]]
    own = {"title": own_title, "licenses": [{"name": own_title}], "created": 7}
    return geo.Atlas(replace(atlas.dataset, rows=rows, own=own))


def whole(text: str) -> str:
    """A text as it can be told again: runs of blanks are one, as TeX sets them."""
    return " ".join(i18n.plain(text, 500).split())


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(publisher=HOSTILE, title=HOSTILE, url=HOSTILE)
def test_hostile_texts_stay_texts(atlas: geo.Atlas, publisher: str, title: str, url: str) -> None:
    texts = {"publisher": publisher, "title": title, "language": title, "note": title}
    bad = spoiled(atlas, "", **texts, url=f"https://outside.invalid/{url}", archived_url=url)
    for form in FORMS:
        assert not set(made(bad, [NK], form)) & set("\0\r\u202e\u200f")
    (told,) = as_csl(made(bad, [NK], "csl"))
    assert " ".join(told.get("title", "").split()) == whole(title)
    found = as_bibtex(made(bad, [NK], "bibtex")).entries
    assert list(found) == [NK]
    fields = found[NK].fields
    assert " ".join(said(fields.get("title", "")).split()) == whole(title)
    name = i18n.ENGLISH.capital(whole(publisher))
    assert " ".join(said(fields.get("journaltitle", "")).split()) == name
    assert len(made(bad, [NK], "text").splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["}", "\\", "`${x}`</script>", "\u202ea\n@misc{x,", "%$#_&~^", "{{"]
)
def test_a_hostile_dataset_is_cited_as_text(atlas: geo.Atlas, text: str) -> None:
    bad = spoiled(atlas, text, title=text)
    (entry,) = as_csl(made(bad, [PYONGYANG], "csl"))
    assert f"“{whole(text)}”" in entry["note"]
    assert whole(text) in said(
        as_bibtex(made(bad, [PYONGYANG], "bibtex"))
        .entries[f"embassy-atlas-{PYONGYANG}"]
        .fields["note"]
    )
    assert len(made(bad, [PYONGYANG], "text").splitlines()) == 1


@given(HOSTILE, HOSTILE)
def test_keys_are_stable_ascii_and_apart(one: str, other: str) -> None:
    keys = key_of("embassy-atlas", one), key_of("embassy-atlas", other)
    for key in keys:
        assert re.fullmatch(r"[A-Za-z0-9-]+", key)
    assert keys[0] == key_of("embassy-atlas", one)
    assert (keys[0] == keys[1]) == (one == other)


def test_a_title_without_end_is_cut_and_counted(atlas: geo.Atlas) -> None:
    bad = spoiled(atlas, "x" * 100_000, title="x" * 100_000, publisher="y")
    for form in FORMS:
        text = made(bad, [NK, PYONGYANG], form)
        assert len(text) < 6_000
        assert "100,000 characters in all" in text
