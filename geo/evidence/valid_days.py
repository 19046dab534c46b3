"""Days from which and to which a dated row is shown and is certain, for columns."""

from typing import NamedTuple

from geo import dates
from geo.dataset import days_of
from geo.vocabulary import Answer


class Validity(NamedTuple):
    """Days of a row on the as-of clock, as ordinals."""

    first: int  # Shown from this day
    surely: int  # Certain from this day; ``dates.LAST`` where never
    fades: int  # Certain before this day
    over: int  # Shown before this day

    def on(self, day: int) -> Answer:
        """Whether it is certain on a day, an ordinal."""
        if not self.first <= day < self.over:
            return Answer.NO
        return Answer.YES if self.surely <= day < self.fades else Answer.POSSIBLE


def validity(text: str, sense: str, lasting: bool = False) -> Validity:
    """The days of a dated row."""
    if not text:
        return Validity(dates.FIRST, dates.LAST, dates.LAST, dates.LAST)
    begin, slash, end = text.partition("/")
    if lasting and slash and sense == "on":
        low, high = _days(begin)
        fades, over = _days(end)
        surely = dates.FIRST if begin == ".." else high
        fades = dates.LAST if end in ("", "..") else _after(fades)
        return Validity(low, surely, fades, _after(over))
    low, high = _days(text)
    if sense in ("attested", "by", "planned"):
        low = low if low > dates.FIRST else high
    if sense in ("after", "planned"):
        high = dates.LAST
    return Validity(low, high, dates.LAST, dates.LAST)


def _days(text: str) -> tuple[int, int]:
    return (dates.FIRST, dates.LAST) if text in ("", "..") else days_of(text)


def _after(day: int) -> int:
    return day if day >= dates.LAST else day + 1
