"""Dates: the table of forms, the three answers, and the oracle `edtf`."""

from __future__ import annotations

import datetime as dt
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import dates
from geo.dates import Span, day_of, happened, ordinals, parse
from geo.errors import InvalidDate
from geo.i18n import ENGLISH
from geo.vocabulary import SENSES, Answer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import edtf

YES, NO, POSSIBLE = Answer.YES, Answer.NO, Answer.POSSIBLE

FORMS = [
    ("2019", "2019-01-01", "2019-12-31", "2019"),
    ("2019-08", "2019-08-01", "2019-08-31", "August 2019"),
    ("2019-08-21", "2019-08-21", "2019-08-21", "21 August 2019"),
    ("2016-02", "2016-02-01", "2016-02-29", "February 2016"),
    ("1900-02", "1900-02-01", "1900-02-28", "February 1900"),
    ("0001", "0001-01-01", "0001-12-31", "1"),
    ("9999-12-31", "9999-12-31", "9999-12-31", "31 December 9999"),
    ("2015?", "2015-01-01", "2015-12-31", "2015 (uncertain)"),
    ("2015-06~", "2015-06-01", "2015-06-30", "about June 2015"),
    ("2015-06-01%", "2015-06-01", "2015-06-01", "about 1 June 2015 (uncertain)"),
    ("199X", "1990-01-01", "1999-12-31", "1990s"),
    ("000X", "0001-01-01", "0009-12-31", "0s"),
    ("19XX", "1900-01-01", "1999-12-31", "1900 to 1999"),
    ("1990-XX", "1990-01-01", "1990-12-31", "1990, month unknown"),
    ("1990-XX-XX", "1990-01-01", "1990-12-31", "1990, month unknown"),
    ("1990-05-XX", "1990-05-01", "1990-05-31", "May 1990, day unknown"),
    ("2015/2018-06", "2015-01-01", "2018-06-30", "2015 to June 2018"),
    ("2015?/2018~", "2015-01-01", "2018-12-31", "2015 (uncertain) to about 2018"),
    ("2018-06-15/2018-06", "2018-06-15", "2018-06-30", "15 June 2018 to June 2018"),
    ("2015/..", "2015-01-01", None, "from 2015 on"),
    ("2015/", "2015-01-01", None, "from 2015, end unknown"),
    ("../2015", None, "2015-12-31", "until 2015"),
    ("/2015", None, "2015-12-31", "until 2015, start unknown"),
    ("[..2023-12-05]", None, "2023-12-05", "by 5 December 2023"),
    ("[2015..]", "2015-01-01", None, "2015 or later"),
    ("[2015..2017]", "2015-01-01", "2017-12-31", "between 2015 and 2017"),
    ("[2017,2015-03]", "2015-03-01", "2017-12-31", "2017 or March 2015"),
    ("[1974]", "1974-01-01", "1974-12-31", "1974"),
    ("[..1970,1973,1974..]", None, None, "by 1970, 1973 or 1974 or later"),
]

REFUSED = [
    ("", "blank"),
    (" ", "Write YYYY"),
    ("Mar-19", "Did you mean 2019-03"),
    ("25/01/2019", "Did you mean 2019-01-25"),
    ("01/25/2019", "Did you mean 2019-01-25"),
    ("05/06/2019", "Did you mean 2019-06-05 or 2019-05-06"),
    ("31/12/99", "Did you mean 1999-12-31"),
    ("2019/08/21", "Did you mean 2019-08-21"),
    ("25.01.2019", "Did you mean 2019-01-25"),
    ("2019-1-5", "Did you mean 2019-01-05"),
    ("20190125", "Did you mean 2019-01-25"),
    ("43490", "Did you mean 2019-01-25"),
    ("1990s", "Did you mean 199X"),
    ("199x", "Did you mean 199X"),
    ("c. 2015", "Did you mean 2015~"),
    ("Jan 5, 2019", "Did you mean 2019-01-05"),
    ("5th January 2019", "Did you mean 2019-01-05"),
    ("2019-08-21T00:00:00Z", "Did you mean 2019-08-21"),
    ("2019\u20132020", "Did you mean 2019/2020"),
    (" 2019", "Did you mean 2019"),
    ("2019\n", "Did you mean 2019"),
    ("[2015, 2016]", r"Did you mean \[2015,2016\]"),
    ("2018-12/Mar-19", "Did you mean 2019-03"),
    ("2019-02-31", "has no day 31.*write 2019-02"),
    ("1900-02-29", "has no day 29"),
    ("2019-00", "no month 00"),
    ("2019-21", "no month 21.*seasons"),
    ("0000", "no year 0000"),
    ("2019-08-00", "no day 00"),
    ("2018/2015", "ends before it begins.*2015/2018"),
    ("[2018..2015]", "ends before it begins"),
    ("../..", "without either end"),
    ("/", "without either end"),
    ("[..]", "not a set"),
    ("[]", "not a date"),
    ("[2015", "not a date"),
    ("[2015,..2016]", "not a set"),
    ("{2015,2016}", "not a date"),
    ("-0044", "not a date"),
    ("Y20150", "not a date"),
    ("199X-05", "not a date"),
    ("1990-XX-05", "not a date"),
    ("2015?-06", "not a date"),
    ("2015/2016/2017", "not a date"),
    ("٢٠١٩", "not a date"),
    ("\u202e9102", r"\\u202e9102"),
    ("<img src=x onerror=alert(1)>", "not a date"),
    ("9" * 100_000, "too long"),
    (None, "NoneType"),
    (2019, "int"),
    (float("nan"), "float"),
]

days = st.dates()
months = st.dates().map(lambda day: day.isoformat()[:7])
years = st.dates().map(lambda day: day.isoformat()[:4])
plain = st.one_of(days.map(dt.date.isoformat), months, years)
doubted = st.builds(lambda text, doubt: text + doubt, plain, st.sampled_from(["", "?", "~", "%"]))
unspecified = st.one_of(
    st.integers(1, 999).map(lambda year: f"{year:03}X"),
    st.integers(1, 99).map(lambda year: f"{year:02}XX"),
    years.map(lambda text: f"{text}-XX"),
    months.map(lambda text: f"{text}-XX"),
)
single = st.one_of(doubted, unspecified)


def ordered(first: str, last: str, pattern: str) -> str:
    begin, end = sorted((first, last), key=lambda text: parse(text).earliest or dt.date.min)
    return pattern.format(begin, end)


anything = st.one_of(
    single,
    st.builds(
        ordered, doubted, doubted, st.sampled_from(["{}/{}", "{}/..", "../{}", "/{1}", "{}/"])
    ),
    st.builds(ordered, plain, plain, st.sampled_from(["[{}..{}]", "[{},{}]", "[..{}]", "[{}..]"])),
)


def iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), FORMS)
def test_each_form_has_its_days_and_its_words(text, earliest, latest, words):
    span = parse(text)
    assert (iso(span.earliest), iso(span.latest), span.text) == (earliest, latest, text)
    assert ENGLISH.date(text) == words


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_date_is_refused_with_a_remedy(text, message):
    with pytest.raises(InvalidDate, match=message) as caught:
        parse(text)
    assert len(str(caught.value)) < 400
    assert str(caught.value).endswith((".", "?"))


@given(days)
def test_a_day_is_itself(day):
    span = parse(day.isoformat())
    assert span.earliest == span.latest == day
    assert day_of(day.isoformat()) == day_of(day) == day


@given(anything)
def test_a_span_never_ends_before_it_begins(text):
    span = parse(text)
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text):
    try:
        span = parse(text)
    except InvalidDate:
        return
    assert span.text == text


def edtf_day(value: object) -> dt.date | None:
    return None if isinstance(value, float) else dt.date(*value[:3])


@settings(max_examples=150, deadline=None)
@given(st.one_of(single, st.builds(ordered, plain, plain, st.just("{}/{}"))))
def test_edtf_gives_the_same_days(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = edtf.parse_edtf(text)
        earliest, latest = edtf_day(theirs.lower_strict()), edtf_day(theirs.upper_strict())
    span = parse(text)
    assert (span.earliest, span.latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["2015/..", "../2015", "2015/", "/2015", "[2015..2017]"])
def test_edtf_reads_the_open_forms_too(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert str(edtf.parse_edtf(text)) == text


def test_reversed_intervals_are_refused_where_edtf_takes_them():
    assert edtf.parse_edtf("2018/2015")
    with pytest.raises(InvalidDate):
        parse("2018/2015")


HAPPENED = [
    # date, sense, then the answers on the last day before it, on its first and on its last day
    ("2019-08", "on", NO, POSSIBLE, YES),
    ("2019-08", "by", POSSIBLE, POSSIBLE, YES),
    ("2019-08", "after", NO, POSSIBLE, POSSIBLE),
    ("2019-08", "attested", POSSIBLE, POSSIBLE, YES),
    ("2019-08", "planned", NO, POSSIBLE, POSSIBLE),
]


@pytest.mark.parametrize(("text", "sense", "before", "first", "last"), HAPPENED)
def test_happened_follows_its_table(text, sense, before, first, last):
    span = parse(text)
    asked = [span.earliest - dt.timedelta(1), span.earliest, span.latest, dt.date(2026, 11, 21)]
    assert [happened(span, day, sense) for day in asked] == [before, first, last, last]


def test_every_sense_has_its_row():
    assert {row[1] for row in HAPPENED} == set(SENSES)


def test_an_open_end_is_never_reached():
    assert happened(parse("[2015..]"), dt.date.max) is POSSIBLE
    assert happened(parse("[2015..]"), dt.date(2014, 12, 31)) is NO
    assert happened(parse("[..2015]"), dt.date.min) is POSSIBLE
    assert happened(parse("[..2015]"), dt.date(2015, 12, 31)) is YES


@given(anything, days, days, st.sampled_from(list(SENSES)))
def test_what_has_happened_stays_happened(text, one, other, sense):
    order = [NO, POSSIBLE, YES]
    first, last = sorted((one, other))
    span = parse(text)
    assert order.index(happened(span, first, sense)) <= order.index(happened(span, last, sense))


def test_an_unknown_sense_is_refused():
    with pytest.raises(InvalidDate, match=r'"until" is not a sense.*on, by, after'):
        happened(parse("2015"), dt.date(2015, 1, 1), "until")


@given(st.lists(st.one_of(anything, st.just("")), max_size=20))
def test_ordinals_are_the_days_of_each_text(texts):
    earliest, latest = ordinals(texts)
    assert earliest.dtype == latest.dtype == np.int64
    assert earliest.shape == latest.shape == (len(texts),)
    for text, first, last in zip(texts, earliest.tolist(), latest.tolist(), strict=True):
        span = parse(text) if text else Span(None, None, "")
        assert first == (dates.FIRST if span.earliest is None else span.earliest.toordinal())
        assert last == (dates.LAST if span.latest is None else span.latest.toordinal())


def test_ordinals_refuse_a_faulty_text():
    with pytest.raises(InvalidDate, match="Mar-19"):
        ordinals(["2019", "", "Mar-19"])


def test_a_long_column_is_read_once_a_distinct_text():
    column = [f"{1900 + number % 120}-{number % 12 + 1:02}" for number in range(200_000)]
    begin = time.perf_counter()
    earliest, _ = ordinals(column)
    assert time.perf_counter() - begin < 2.0
    assert len(np.unique(earliest)) == len(set(column))


def test_the_day_of_a_selection_is_the_last_of_its_span():
    assert day_of("2019") == dt.date(2019, 12, 31)
    assert day_of(" 2019-01-26 ") == dt.date(2019, 1, 26)
    assert day_of("2015/2018-06") == dt.date(2018, 6, 30)
    assert type(day_of(dt.datetime(2019, 1, 26, 12))) is dt.date
    with pytest.raises(InvalidDate, match="no last day"):
        day_of("2015/..")
    with pytest.raises(InvalidDate, match="NoneType"):
        day_of(None)


def test_today_is_a_day():
    assert abs(dates.today() - dt.date.today()) <= dt.timedelta(1)


def test_public_names():
    assert sorted(dates.__all__) == [
        "FIRST",
        "LAST",
        "Span",
        "day_of",
        "happened",
        "ordinals",
        "parse",
        "set_today",
        "split",
        "today",
        "years",
    ]
    assert all(hasattr(dates, name) for name in dates.__all__)
