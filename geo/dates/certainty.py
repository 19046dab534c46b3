"""What can be said of a day: yes, no or perhaps."""

from __future__ import annotations

import datetime as dt

from geo.dates.spans import Span, parse
from geo.errors import InvalidDate, quoted
from geo.vocabulary import SENSES, Answer


def happened(span: Span, day: dt.date, sense: str = "on") -> Answer:
    """Say whether something dated had happened by the end of a day.

    ==========  ====================  ============================  =================
    sense       before the earliest   from the earliest             from the latest
    ==========  ====================  ============================  =================
    on          no                    perhaps                       yes
    by          perhaps               perhaps                       yes
    after       no                    perhaps                       perhaps
    attested    perhaps               perhaps                       yes
    planned     no                    perhaps                       perhaps
    ==========  ====================  ============================  =================

    An open end is never reached.
    """
    _check_sense(sense)
    if sense in ("on", "by", "attested") and span.latest is not None and day >= span.latest:
        return Answer.YES
    if sense in ("on", "after", "planned") and span.earliest is not None and day < span.earliest:
        return Answer.NO
    return Answer.PERHAPS


def holds(start: Span | None, end: Span | None, day: dt.date) -> Answer:
    """Say whether a state with these start and end dates holds on a day.

    The day of the start and the day of the end both belong to the state.
    """
    begun = Answer.PERHAPS if start is None else happened(start, day)
    over, lasts = False, True
    if end is not None:
        over = end.latest is not None and day > end.latest
        lasts = end.earliest is not None and day <= end.earliest
    if begun is Answer.NO or over:
        return Answer.NO
    return Answer.YES if begun is Answer.YES and lasts else Answer.PERHAPS


def so_on(span: Span, day: dt.date, sense: str = "on") -> Answer:
    """Say whether something with one date of validity holds on a day.

    ===========================  =====================================================
    date                         read as
    ===========================  =====================================================
    ``a/b``, sense on            so from a to b, both included: `holds`
    ``a/b``, sense planned       the same, but never more than perhaps
    ``a/..``, ``a/``             so from a, and it lasts
    ``../b``                     so up to b, as far back as is asked
    ``/b``                       so up to b, since when is not known: before b perhaps
    any other date or sense      begun so, and it lasts: `happened`
    ===========================  =====================================================
    """
    _check_sense(sense)
    begin, slash, end = span.text.partition("/")
    if not slash or sense not in ("on", "planned"):
        return happened(span, day, sense)
    stop = None if end in ("", "..") else parse(end)
    if begin == "..":
        answer = holds(Span(dt.date.min, dt.date.min, ".."), stop, day)
    else:
        answer = holds(parse(begin) if begin else None, stop, day)
    return Answer.PERHAPS if sense == "planned" and answer is Answer.YES else answer


def _check_sense(sense: str) -> None:
    if sense not in SENSES:
        raise InvalidDate(
            f"{quoted(sense)} is not a sense of a date. Use one of {', '.join(SENSES)}."
        )
