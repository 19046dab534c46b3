"""Dates as sources give them: a stated subset of EDTF, and what can be said of a day.

The subset (Extended Date/Time Format, ISO 8601-2:2019, years 0001 to 9999):

==========================  ===============================================================
``2019``, ``2019-08``       a year, a month: a day within it
``2019-08-21``              a day
``2019?  2019~  2019%``     the whole date is uncertain, approximate, both
``199X  19XX``              a year of the 1990s, a year from 1900 to 1999
``1990-XX  1990-05-XX``     a month of the year, a day of the month; also ``1990-XX-XX``
``2015/2018-06``            an interval, both ends included; each end may carry ? ~ %
``2015/..  ../2015``        an interval without an end, without a beginning
``2015/  /2015``            an interval whose end, whose beginning is not known
``[..2015]  [2015..]``      one day: up to the end of 2015, from the beginning of 2015
``[2015,2017..2019]``       one of these
==========================  ===============================================================

``? ~ %`` say that the source doubts its date. How far it may be out nobody says, so they
do not move the earliest and the latest day; they are kept in the text and shown.

Days are those of the proleptic Gregorian calendar, without a time zone.
"""

from geo.dates.spans import (
    FIRST,
    LAST,
    Span,
    day_of,
    happened,
    ordinals,
    parse,
    set_today,
    split,
    today,
    years,
)

__all__ = [
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
