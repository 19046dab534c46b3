"""Dates as people write them: exact, asked about, or refused."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidDate
from geo.importers.written_dates import edtf_of, is_part
from geo.package_files import folder

WRITTEN = {
    "": "",
    "2011": "2011",
    "2011-03": "2011-03",
    "1960/1965": "1960/1965",
    "12 de marzo de 2011": "2011-03-12",
    "14 de Julho de 1999": "1999-07-14",
    "1er mars 2011": "2011-03-01",
    "1º de março de 2011": "2011-03-01",
    "12. März 2011": "2011-03-12",
    "März 2011": "2011-03",
    "12 марта 2011 г.": "2011-03-12",
    "март 2011": "2011-03",
    "2011年3月12日": "2011-03-12",
    "2011年三月": "2011-03",
    "2011年": "2011",
    "١٢ مارس ٢٠١١": "2011-03-12",
    "12 كانون الثاني 2011": "2011-01-12",
    "12 Mar 2011": "2011-03-12",
    "12-Mar-2011": "2011-03-12",
    "March 12th, 2011": "2011-03-12",
    "Sept. 5, 2011": "2011-09-05",
    "03/2011": "2011-03",
    "2011/3/12": "2011-03-12",
    "2011.03.12": "2011-03-12",
    "20110312": "2011-03-12",
    "25/03/2011": "2011-03-25",
    "03/25/2011": "2011-03-25",
    "25.03.2011": "2011-03-25",
    "12/12/2011": "2011-12-12",
    "2011-08-21T10:30:00Z": "2011-08-21",
    "2011-08-21 00:00:00": "2011-08-21",
    "~1965": "1965~",
    "ca. 1965": "1965~",
    "c.1965": "1965~",
    "circa March 2011": "2011-03~",
    "hacia 1965": "1965~",
    "около 1965": "1965~",
    "约1965年": "1965~",
    "1965?": "1965?",
    "March 2011 (?)": "2011-03?",
    "ca. 1965?": "1965%",
    "1970s": "197X",
    "the 1970's": "197X",
    "años 1970": "197X",
    "la década de 1970": "197X",
    "les années 1970": "197X",
    "1970er Jahre": "197X",
    "1970-е годы": "197X",
    "1970年代": "197X",
    "early 1990s": "199X",
    "principios de los años 1990": "199X",
    "before 1960": "[..1959]",
    "before March 1960": "[..1960-02]",
    "before the 1970s": "[..1969]",
    "after 1970s": "[1980..]",
    "antes de 1960": "[..1959]",
    "avant le 12 mars 1960": "[..1960-03-11]",
    "1960年以前": "[..1959]",
    "after 1960": "[1961..]",
    "after 12 March 2011": "[2011-03-13..]",
    "by 1960": "[..1960]",
    "1960-1965": "1960/1965",
    "1960–1965": "1960/1965",
    "between 1960 and 1965": "1960/1965",
    "from 1960 to 1965": "1960/1965",
    "March 2011 - June 2012": "2011-03/2012-06",
    "since 1960": "1960",
}
REFUSED = (
    *("12/03/11", "Mar 11", "70s", "Q1 2011", "spring 2011", "12 March", "March", "no", "?", "~"),
    *("40614", "30 Feb 2011", "2011-02-30", "32/01/2011", "13/13/2011", "2011 2012", "201"),
    *("12 March 2011 13", "before 0001", "after 9999", "before ca. 1960", "~~1965", "5 years ago"),
    *("12 March April 2011", "1965-1960", "x" * 5_000, "before " * 20 + "1960", "1" * 5_000),
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_as_it_is_written(text: str) -> None:
    assert edtf_of(text) == WRITTEN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        edtf_of(text)


def test_a_day_and_a_month_that_could_be_exchanged_are_asked_about() -> None:
    with pytest.raises(InvalidDate) as refused:
        edtf_of("12/03/2011")
    said = str(refused.value)
    assert all(part in said for part in ("2011-03-12", "2011-12-03", "--date-order"))
    assert edtf_of("12/03/2011", "day-first") == "2011-03-12"
    assert edtf_of("12/03/2011", "month-first") == "2011-12-03"
    assert edtf_of("25/03/2011", "month-first") == "2011-03-25", "it can be read in one way only"


def test_what_edtf_does_not_carry_is_known() -> None:
    assert is_part("early 1990s")
    assert is_part("fin des années 1990")
    assert not is_part("1990s")


TABLE = (folder("words") / "months.csv").read_text("utf-8")
NAMES = [(row["name"], int(row["month"])) for row in csv.DictReader(TABLE.splitlines())]


@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from(NAMES))
def test_every_month_of_every_language_is_read(day: dt.date, named: tuple[str, int]) -> None:
    name, month = named
    day = day.replace(month=month, day=min(day.day, 28))
    forms = [f"{day.year} {name} {day.day}", f"{day.day} {name} {day.year}"]
    forms += [f"{name.upper()} {day.day}, {day.year}", f"{day.day}. {name}, {day.year}"]
    assert {edtf_of(form) for form in forms} == {day.isoformat()}
    assert edtf_of(f"{name} {day.year}") == day.isoformat()[:7]


@given(st.dates(dt.date(1000, 1, 1)), st.sampled_from("/.- "))
def test_figures_are_read_in_the_order_that_is_said_or_in_the_only_one(
    day: dt.date, mark: str
) -> None:
    text = f"{day:%d{mark}%m{mark}}{day.year}"
    assert edtf_of(text, "day-first") == day.isoformat()
    swapped = f"{day:%m{mark}%d{mark}}{day.year}"
    assert edtf_of(swapped, "month-first") == day.isoformat()
    if day.day > 12 or day.day == day.month:
        assert edtf_of(text) == edtf_of(swapped) == day.isoformat()
    else:
        with pytest.raises(InvalidDate):
            edtf_of(text)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = edtf_of(text)
    except InvalidDate:
        return
    assert edtf_of(found) == found
