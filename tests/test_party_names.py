"""Names of parties in all languages and in the forms that lists use; codes of several schemes."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from geo import importers, package_files, parties
from geo.errors import AmbiguousState, InvalidSelection, SourceFaulty, StateError, UnknownState
from geo.importers import TableOptions
from geo.importers.inputs import Named
from geo.importers.matcher import Namer
from geo.parties.codes import code_in, codes_in
from geo.parties.names import name_key, names_of_tables
from geo.selection import Selection

CASES = Path(__file__).parent / "data" / "cases"
LANGUAGES = (
    *("en", "es", "fr", "de", "pt", "ru", "zh", "ar", "ja", "ko", "it", "nl", "pl", "tr", "vi"),
    *("th", "hi", "id", "uk", "fa", "el"),
)
NO_STATES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
BY_ALPHA2 = {one.alpha2: one.code for one in parties.parties() if one.alpha2}


def found(text: str) -> str:
    """The code of the party that a text names; blank where it is refused."""
    try:
        return parties.party(text).code
    except StateError:
        return ""


@lru_cache(maxsize=1)
def iso_codes() -> tuple[str, ...]:
    territories = (code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", code))
    return tuple(sorted(set(territories) - NO_STATES - {"XK"}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_97_of_100_names_are_right_in_a_language(language: str) -> None:
    names = Locale(language).territories
    assert len(iso_codes()) == 249
    right = [code for code in iso_codes() if found(names[code]) == BY_ALPHA2.get(code, "none")]
    assert len(right) >= 0.97 * 249


def test_no_name_of_any_language_is_another_party() -> None:
    names = {
        (code, name)
        for identifier in localedata.locale_identifiers()
        for code, name in Locale.parse(identifier).territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_STATES
    }
    assert len(names) > 30_000
    wrong = [one for one in names if found(one[1]) not in ("", BY_ALPHA2.get(one[0], ""))]
    assert wrong == []


def test_the_table_of_names_is_as_the_lookup_reads_it() -> None:
    with (package_files.folder("gazetteer") / "names.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)) > 30_000
    assert names_of_tables().keys().isdisjoint(names)
    codes = {one.code for one in parties.parties()}
    for row in rows:
        assert row["name"] == name_key(row["name"])
        assert codes.issuperset(row["codes"].split("|"))


def test_names_that_were_refused() -> None:
    *names, spaces_lost = (CASES / "09-names-refused.txt").read_text("utf-8").splitlines()
    right = (
        *("CHN", "CHN", "CHN", "CHN", "CYP", "RUS", "BLR", "SAU", "TWN", "THA", "GMB", "NLD"),
        *("VAT", "KOR", "BHS", "KOR", "PRK", "TWN", "CHN", "VCT", "STP", "MKD", "VAT", "CIV"),
        "USA",
    )
    assert [found(name) for name in names] == list(right)
    assert found(spaces_lost) == ""
    assert found("Unitedstates") == "USA"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rep. Checa", "CZE"),
        ("Nueva Zelandia", "NZL"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Micronesia, Fed. Sts.", "FSM"),
        ("Venezuela, RB", "VEN"),
        ("Rep. Dem. del Congo", "COD"),
        ("Virgin Islands (U.S.)", "VIR"),
        ("Hong Kong SAR, China", "HKG"),
        ("Congo (DRC)", "COD"),
        ("Korea (DPRK)", "PRK"),
        ("Sudan (South)", "SSD"),
        ("Samoa (American)", "ASM"),
        ("Guinea (Bissau)", "GNB"),
        ("Myanmar/Burma", "MMR"),
        ("Eswatini (formerly Swaziland)", "SWZ"),
        ("Trinité & Tobago", "TTO"),
        ("Antigua y Barbuda", "ATG"),
        ("Saint Vincent & Grenadines", "VCT"),
        ("Los Estados Unidos", "USA"),
        ("L’Allemagne", "DEU"),
        ("S. Korea", "KOR"),
        ("N. Macedonia", "MKD"),
        ("Cote d Ivoire", "CIV"),
        ("Lao People s Democratic Republic", "LAO"),
        ("unitedarab Emirates", "ARE"),
        ("EE.UU", "USA"),
        ("U.S.A.", "USA"),
        ("Áo", "AUT"),
        ("Bỉ", "BEL"),
        ("Nga", "RUS"),
        ("NGA", "NGA"),
        ("AO", "AGO"),
        (" BI ", "BDI"),
    ],
)
def test_a_form_leads_to_an_exact_name(text: str, code: str) -> None:
    assert found(text) == code


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Kongo", {"COD", "COG"}),
        ("Guyane", {"GUF", "GUY"}),
        ("Sant Martin", {"MAF", "SXM"}),
        ("लुसिया / Lusia", set()),
        ("France (Germany)", {"FRA", "DEU"}),
        ("China (Taiwan)", {"CHN", "TWN"}),
        ("nga", {"NGA", "RUS"}),
        ("France, Germany", set()),
        ("Republic of Vietnam", set()),
        ("Ireland (Northern)", set()),
        ("Niger ia", set()),
        ("Ao", set()),
        ("ao", set()),
        ("fr", set()),
        ("ＦＲ", set()),
        ("Amerika", set()),
        ("England", set()),
        ("(the)", set()),
        ("&", set()),
        ("A, B, (C) / D", set()),
        ("e s o s e s e s e s e s e s e s e s e s e", set()),
    ],
)
def test_what_is_not_one_party_is_refused(text: str, candidates: set[str]) -> None:
    with pytest.raises(AmbiguousState if candidates else UnknownState) as caught:
        parties.party(text)
    assert set(getattr(caught.value, "candidates", ())) == candidates


NAMES = sorted(
    (name, one.code)
    for one in parties.parties()
    for name in {one.name, one.short, one.formal, *one.names.values()}
)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["{}, the", "{} (the)", "the {}", "{0} ({0})", "{0}/{0}", "joined", "turned"]),
    st.integers(1, 6),
)
def test_another_form_of_a_name_is_never_another_party(
    named: tuple[str, str], form: str, at: int
) -> None:
    name, code = named
    words = name.split()
    if form == "joined":
        text = "".join(words)
    elif form == "turned":
        text = f"{' '.join(words[at:])}, {' '.join(words[:at])}"
    else:
        text = form.format(name)
    assert found(text) in ("", code)


@given(st.lists(st.sampled_from([name for name, _ in NAMES]), min_size=2, max_size=2))
def test_two_names_are_one_party_only_if_both_are_its(names: list[str]) -> None:
    got = found(f"{names[0]} ({names[1]})")
    own = {found(name) for name in names} - {""}
    assert not got or len(own) < 2 or found(" ".join(reversed(names))) == got


def test_near_names_are_suggested_in_other_languages() -> None:
    assert parties.near("Zyperm") == ("Cyprus",)
    assert "Saudi Arabia" in parties.near("Arabia Saudta")
    assert parties.near("") == parties.near("qqqqqq") == ()


def test_the_table_of_names_is_read_at_the_first_miss() -> None:
    script = (
        "from geo.parties import names, party; party('Peru'); party('VEN'); party('Q423');"
        "print(names._names.cache_info().currsize); party('Zypern');"
        "print(names._names.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "1"]


def test_a_person_may_type_a_code_in_small_letters() -> None:
    assert Selection(sending=("ven",), receiving=("kr",)) == Selection(
        sending=("VEN",), receiving=("KOR",)
    )
    with pytest.raises(AmbiguousState):
        Selection(sending=("nga",))
    assert found("ven") == ""


@pytest.mark.parametrize(
    ("text", "scheme", "code"),
    [
        ("2", "cow", "USA"),
        ("002", "cow", "USA"),
        ("2.0", "cow", "USA"),
        ("AUS", "cow", "AUT"),
        ("SWZ", "cow", "CHE"),
        ("260", "cow", "DEU"),
        ("265", "cow", "DDR"),
        ("315", "cow", "CSK"),
        ("260", "gw", "DEU"),
        ("678", "gw", "YEM"),
        ("CH", "fips", "CHN"),
        ("KN", "fips", "PRK"),
        ("004", "un", "AFG"),
        ("4", "un", "AFG"),
        ("810", "un", "SUN"),
        ("SUI", "ioc", "CHE"),
        ("BRN", "ioc", "BHR"),
        ("CH", "iso2", "CHE"),
        ("CHE", "iso3", "CHE"),
    ],
)
def test_a_code_of_a_scheme(text: str, scheme: str, code: str) -> None:
    assert parties.party_of_code(text, scheme).code == code


@pytest.mark.parametrize(
    ("text", "scheme", "told"),
    [
        ("329", "cow", "Two Sicilies"),
        ("BAD", "cow", "Baden"),
        ("300", "gw", "Austria-Hungary"),
        ("NT", "fips", "Netherlands Antilles"),
        ("AQ", "iso2", "Antarctica"),
        ("999", "cow", "Unknown code"),
        ("usa", "cow", "Unknown code"),
        ("VEN", "iso2", "Unknown code"),
        ("", "ioc", "Unknown code"),
    ],
)
def test_a_code_of_no_party_is_refused_with_its_state(text: str, scheme: str, told: str) -> None:
    with pytest.raises(UnknownState, match=told):
        parties.party_of_code(text, scheme)


def test_a_code_of_two_parties_over_time_lists_them() -> None:
    with pytest.raises(AmbiguousState) as caught:
        parties.party_of_code("345", "cow")
    assert caught.value.candidates == ("YUG", "SRB")
    with pytest.raises(InvalidSelection, match="iso2, iso3, cow"):
        parties.party_of_code("345", "nato")


@pytest.mark.parametrize("scheme", parties.CODE_SCHEMES)
def test_codes_of_a_scheme_are_written_as_codes(scheme: str) -> None:
    own = {one.code for one in parties.parties()}
    for code, meant in codes_in(scheme).items():
        assert code_in(code) == code or len(code) == 4
        assert own.issuperset(meant)


def table(
    tmp_path: Path,
    senders: list[str],
    hosts: list[str],
    *,
    heading: str = "sender",
    codes: str = "",
) -> importers.ImportReport:
    rows = [f"{a},{b},embassy" for a, b in zip(senders, hosts, strict=True)]
    file = tmp_path / "list.csv"
    file.write_text("\n".join([f"{heading},host,kind", *rows]) + "\n", encoding="utf-8")
    options = TableOptions(codes=codes, columns={"sending": heading})
    return importers.import_table(
        file, tmp_path / "into", publisher="A ministry", date="2026-01-31", options=options
    )


def senders_of(report: importers.ImportReport) -> list[str]:
    assert report.after is not None
    return [row["sending"] for row in report.after.by_id["missions"].values()]


@pytest.mark.parametrize(
    ("file", "scheme", "iso", "meant"),
    [
        ("08-code-scheme-fips.csv", "fips", "iso2", ["PRK", "DEU", "CHN", "AUT", "RUS"]),
        ("08-code-scheme-cow.csv", "cow", "iso3", ["CHE", "AUT", "SVN"]),
    ],
)
def test_a_column_of_another_scheme_stops_the_import(
    tmp_path: Path, file: str, scheme: str, iso: str, meant: list[str]
) -> None:
    def take(codes: str) -> importers.ImportReport:
        options = TableOptions(codes=codes)
        return importers.import_table(
            CASES / file, tmp_path / codes, publisher="X", date="2026-01-31", options=options
        )

    with pytest.raises(InvalidSelection, match=f"--codes {scheme} or --codes {iso}"):
        take("")
    assert sorted(senders_of(take(scheme))) == sorted(meant)
    assert not set(senders_of(take(iso))) & set(meant)


@pytest.mark.parametrize(
    ("heading", "senders", "scheme"),
    [
        ("sender", ["GER", "SUI", "FRA"], "ioc"),
        ("sender", ["2", "200", "220"], "cow or --codes gw"),
        ("sender_fips", ["US", "FR"], "fips"),
        ("ccode1", ["2", "20"], "cow"),
        ("COW code", ["USA", "PRK"], "cow"),
        ("gwno", ["2", "260"], "gw"),
        ("IOC", ["USA", "PRK"], "ioc"),
        ("M49", ["840", "4"], "un"),
        ("sender", ["Peru", "Chile", "Cuba", "AUS"], "cow or --codes iso3"),
        ("sender", ["Peru", "Chile", "Cuba", "NGA"], "iso3"),
    ],
)
def test_what_stops_a_column(tmp_path: Path, heading: str, senders: list[str], scheme: str) -> None:
    with pytest.raises(InvalidSelection, match=f"--codes {scheme}"):
        table(tmp_path, senders, ["Iceland"] * len(senders), heading=heading)


@pytest.mark.parametrize(
    ("heading", "senders", "codes"),
    [
        ("sender", ["VE", "KP", "DE", "AU"], ["VEN", "PRK", "DEU", "AUS"]),
        ("sender", ["KOR", "USA"], ["KOR", "USA"]),
        ("sender", ["Chile", "UK", "USA", "UAE"], ["CHL", "GBR", "USA", "ARE"]),
        ("sender iso2", ["KN", "CH"], ["KNA", "CHE"]),
        ("iso3", ["AUS", "SWZ"], ["AUS", "SWZ"]),
        ("sender", ["ES"] * 4, ["ESP"] * 4),
    ],
)
def test_an_honest_column_is_read_as_iso(
    tmp_path: Path, heading: str, senders: list[str], codes: list[str]
) -> None:
    report = table(tmp_path, senders, ["PE", "DE", "CL", "JP"][: len(senders)], heading=heading)
    assert senders_of(report) == codes


def test_a_code_that_was_a_former_state_is_noted(tmp_path: Path) -> None:
    report = table(tmp_path, ["KOR", "USA"], ["Peru", "Peru"])
    assert any("KOR" in note and "--codes cow" in note for note in report.notes)


def test_codes_of_former_states_are_refused_row_by_row(tmp_path: Path) -> None:
    report = table(tmp_path, ["2", "329", "345", "Peru"], ["70", "2", "2", "2"], codes="cow")
    assert senders_of(report) == ["USA", "PER"]
    rules = [problem.rule for problem in report.refused]
    assert "Two Sicilies" in rules[0]
    assert "YUG" in rules[1]
    assert "SRB" in rules[1]


@pytest.mark.parametrize("scheme", ["fips", "cow", "ioc"])
def test_a_wrong_state_is_never_read_from_codes(
    scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    letters = sorted(code for code in codes_in(scheme) if code.isalpha())

    @given(st.lists(st.sampled_from(letters), min_size=1, max_size=6), st.data())
    def columns(senders: list[str], data: st.DataObject) -> None:
        hosts = data.draw(
            st.lists(st.sampled_from(letters), min_size=len(senders), max_size=len(senders))
        )
        try:
            report = table(tmp_path_factory.mktemp("codes"), senders, hosts)
        except (InvalidSelection, SourceFaulty):  # stopped, or no row can be imported
            return
        namer = Namer()
        for code in senders:
            got, meant = namer.look(Named(name=code))[0], codes_in(scheme)[code]
            assert (
                not got
                or got in meant
                or any("--codes" in note and code in note for note in report.notes)
            )

    columns()


def test_a_long_column_of_iso_codes_needs_no_option(tmp_path: Path) -> None:
    senders = sorted(BY_ALPHA2)[:200:4]
    report = table(tmp_path, senders, ["Iceland"] * len(senders))
    expected = [BY_ALPHA2[code] for code in senders if BY_ALPHA2[code] != "ISL"]
    assert senders_of(report) == expected


def test_an_unknown_name_is_refused_with_names_spelt_like_it(tmp_path: Path) -> None:
    report = table(tmp_path, ["Venezuala", "Peru"], ["Iceland", "Iceland"])
    assert "did you mean Venezuela?" in report.refused[0].rule
