"""Words of types: as people write them, exactly, and with what a type does not say kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import dataset, importers
from geo.importers.words import key, kind_of, near_kinds, says_less, words
from geo.vocabulary import KINDS

CASES = Path(__file__).parent / "data" / "cases"
DAY = "2026-11-20"

WAYS = """
embassy: Embassy, EMBASSY, embassies, Emb., Embajada, embajadas, Ambassade, Embaixada, Botschaft,
embassy: Botschaften, Ambasciata, посольство, Посольства, 大使馆, 大使館, سفارة, السفارة
high_commission: High Commission, High-Commission, HighCommission, Haut-commissariat
high_commission: Alto Comisionado, Hochkommissariat
nunciature: Apostolic Nunciature, Nunciatura Apostólica, Nonciature apostolique, Nuntiatur
mission: Mission, Diplomatic mission, Permanent Mission, Permanent Representation, Legation
mission: Permanent Mission to the UN, misión, Misión Permanente, Misión diplomática, Legación
mission: Représentation permanente, Missão Permanente, Ständige Vertretung, Gesandtschaft
mission: Постоянное представительство, 常驻代表团, 公使馆, بعثة دائمة, Diplomatic Representation
delegation: Delegation, Delegation of the European Union, EU Delegation, Delegación
interests_section: Interests Section, Sección de Intereses, Section d’intérêts
interests_section: Interessenvertretung, قسم رعاية المصالح, 利益代表处
residence: Residence, Ambassador's residence, Residencia, Résidence
branch_embassy: Embassy Branch Office, Embassy Office, Außenstelle der Botschaft
consulate_general: Consulate General, Consulate-General, Consulates General, Consulategeneral
consulate_general: General Consulate, Consulado General, CONSULADO GENERAL, Consulado-Geral
consulate_general: Consulat général, Generalkonsulat, Generalkonsulate, Consolato Generale
consulate_general: Генеральное консульство, Генконсульство, 总领事馆, 總領事館, القنصلية العامة, CG
consulate: Consulate, Consulates, Vice-Consulate, Vice Consulate, Consulado, Consulados, Consulat
consulate: Konsulat, Consolato, Viceconsulado, Vizekonsulat, Консульство, 领事馆, قنصلية
consulate: Deputy High Commission, Assistant High Commission, Career Consulate
consular_office: Consular Office, Consular Section, Sección Consular, Oficina Consular
consular_agency: Consular Agency, Agencia Consular, Agence consulaire, Agência Consular
honorary_consul: Honorary Consul, Honorary Consuls, Honorary Consulate, Honorary Consul General
honorary_consul: Honorary Consulate-General, Consulate (Honorary), Hon. Consul, Honorarkonsul
honorary_consul: Honorarkonsulat, Consulado Honorario, Cónsul Honorario, Consulat honoraire
honorary_consul: Consul honoraire, Cônsul Honorário, Honorary Vice-Consulate, Почётный консул
honorary_consul: почетное консульство, 名誉领事, قنصل فخري, Consolato onorario
representative_office: Representative Office, Representation Office, Oficina de Representación
representative_office: Bureau de représentation, Escritório de Representação, Vertretungsbüro
representative_office: 代表处, مكتب تمثيلي, Oficina Comercial, Trade Office, Trade Mission
liaison_office: Liaison Office, Oficina de Enlace, Bureau de liaison, Verbindungsbüro, 联络处
"""
WRITTEN = [
    (one.strip(), kind)
    for line in WAYS.strip().splitlines()
    for kind, _, written in [line.partition(":")]
    for one in written.split(",")
    if one.strip()
]
REFUSED = (
    *(
        "Representation",
        "Representación",
        "Représentation",
        "Представительство",
        "Castle",
        "Consul",
    ),
    *("Ambassador", "Office", "Post", "Embassy and Consulate", "former embassy", "", "-", "HC"),
)


def test_there_are_as_many_ways_as_were_tried() -> None:
    assert len(WRITTEN) == len(dict(WRITTEN)) > 104


@pytest.mark.parametrize(("word", "kind"), WRITTEN)
def test_a_type_as_people_write_it(word: str, kind: str) -> None:
    assert kind_of("", word) == kind


@pytest.mark.parametrize("word", REFUSED)
def test_what_may_be_several_types_or_none_is_refused(word: str) -> None:
    assert kind_of("", word) == ""


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("embassy", False),
        ("Embajadas", False),
        ("Generalkonsulat", False),
        ("Honorary Consulate", False),
        ("Legation", True),
        ("Vice-Consulate", True),
        ("Permanent Representation", True),
        ("Honorary Consul General", True),
        ("Misión Permanente", True),
        ("Oficina Comercial", True),
        ("Deputy High Commission", True),
    ],
)
def test_a_word_that_says_more_than_its_type_is_kept(word: str, kept: bool) -> None:
    assert says_less(kind_of("", word), word) is kept


def test_no_word_has_two_types_and_each_type_has_its_own_words() -> None:
    listed = words("kinds")
    assert {one.meanings for one in listed.values()} == {(kind,) for kind in KINDS}
    for kind in KINDS:
        assert kind_of("", kind) == kind
        assert not says_less(kind, kind)


def test_suggestions_are_shown_and_not_taken() -> None:
    assert kind_of("", "Consulte General") == ""
    assert "consulate_general" in near_kinds("Consulte General")[0]
    assert near_kinds("Zeppelin") == []


@given(st.sampled_from([one.written for one in words("kinds").values()]), st.data())
def test_case_spaces_and_hyphens_do_not_matter(word: str, data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from([str.upper, str.title, lambda t: t.replace(" ", "")]))
    shape2 = data.draw(st.sampled_from([lambda t: t.replace(" ", "-"), lambda t: f"  {t}\t"]))
    if key(shape(word)) == key(word):  # Turkish capitals are other letters
        assert kind_of("", shape2(shape(word))) == kind_of("", word)


def test_the_case_of_refused_types_goes_in(tmp_path: Path) -> None:
    account = importers.import_table(
        CASES / "15-kinds-refused.csv", tmp_path / "p", publisher="X", date=DAY
    )
    assert (account.read, account.added, account.refused) == (12, 12, [])
    claims = dataset.read(tmp_path / "p").rows["claims"]
    kept = {row["value"] for row in claims if row["property"] == "type"}
    assert kept == {
        "Permanent Representation",
        "Legation",
        "Vice-Consulate",
        "Honorary Consul General",
    }
