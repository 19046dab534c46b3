"""What the script in the browser can say, in every language, from the one catalogue."""

from __future__ import annotations

from geo import i18n
from geo.i18n.messages import Message
from geo.webmap.scene import script_json

ROOM = "map"
"""The room of the catalogue whose messages the browser gets."""

_GROUPED = 1_000_000
_FIRST = (1_000, 10_000)


def messages() -> str:
    """The messages and the way of writing numbers and days of every language, as a script."""
    taught = {}
    for language in i18n.LANGUAGES:
        tr = i18n.tr(language)
        grouped = (number for number in _FIRST if not tr.number(number).isdigit())
        taught[language] = {
            "messages": {**tr.messages(ROOM), **_time(tr)},
            "number": {
                "from": next(grouped, _GROUPED),
                "group": tr.number(_GROUPED)[1],
                "point": tr.number(0.5, 1)[1],
            },
        }
    return f"EmbassyAtlas.words.teach({script_json(taught)});\n"


def _time(tr: i18n.Translator) -> dict[str, Message]:
    """What the time bar says, and what a day needs to be written."""
    bar = {f"time.{key}": text for key, text in tr.messages("time").items()}
    months = {f"date.month.{key}": text for key, text in tr.messages("date.month").items()}
    return {
        **bar,
        **months,
        **{f"date.{name}": tr.messages("date")[name] for name in ("day", "month_year")},
    }
