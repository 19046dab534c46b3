"""What can be said of a day: yes, no or perhaps."""

from __future__ import annotations

import datetime as dt

from geo.dates.spans import Span
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
    if sense not in SENSES:
        raise InvalidDate(
            f"{quoted(sense)} is not a sense of a date. Use one of {', '.join(SENSES)}."
        )
    if sense in ("on", "by", "attested") and span.latest is not None and day >= span.latest:
        return Answer.YES
    if sense in ("on", "after", "planned") and span.earliest is not None and day < span.earliest:
        return Answer.NO
    return Answer.PERHAPS
