"""What the script in the browser can say, in every language, from the one catalogue."""

from __future__ import annotations

from geo import words
from geo.webmap.scene import script_json
from geo.words.messages import Message

__all__ = ["ROOM", "messages"]

ROOM = "map"
"""The room of the catalogue whose messages the browser gets."""

_GROUPED = 1_000_000
_FIRST = (1_000, 10_000)


def messages() -> str:
    """The messages and the way of writing numbers and days of every language, as a script.

    Returns
    -------
    str
        A call of ``EmbassyAtlas.words.teach``; ASCII, the same on every run.
    """
    taught = {}
    for language in words.LANGUAGES:
        voice = words.voice(language)
        grouped = (number for number in _FIRST if not voice.number(number).isdigit())
        taught[language] = {
            "messages": {**voice.messages(ROOM), **_time(voice)},
            "number": {
                "from": next(grouped, _GROUPED),
                "group": voice.number(_GROUPED)[1],
                "point": voice.number(0.5, 1)[1],
            },
        }
    return f"EmbassyAtlas.words.teach({script_json(taught)});\n"


def _time(voice: words.Voice) -> dict[str, Message]:
    """What the time bar says, and what a day needs to be written."""
    bar = {f"time.{key}": text for key, text in voice.messages("time").items()}
    months = {f"date.month.{key}": text for key, text in voice.messages("date.month").items()}
    return {
        **bar,
        **months,
        **{f"date.{name}": voice.messages("date")[name] for name in ("day", "month_year")},
    }
