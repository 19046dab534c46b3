"""What the map shows now: a selection and how it is to be looked at.

A scene is all that a rerun sends to the browser, a few hundred bytes. It carries days as
ordinals and what the selection lets through as masks: the browser only looks up.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from geo import i18n
from geo.atlas import Atlas
from geo.atlas.relation_lines import narrows_missions, pair_id
from geo.selection import Selection
from geo.vocabulary import LAYERS, STATUSES
from geo.webmap.base_map import credit
from geo.webmap.payload import NARROWING, Masks
from geo.webmap.placement import Bounds, Placing, answered

Theme = Literal["light", "dark", "auto"]
SIDES: Final = 6  # How many sending states have a colour of their own
_PAIR: Final = "pair:"
_LITERAL: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNSAFE: Final = re.compile(r"[<>&'`$_{}%#]")
_LONGEST: Final = 300
What = Literal["mission", "line", "absence", "place", "state", "nothing", "time", "layers"]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Scene:
    """What the map shows now."""

    selection: Selection | None = None
    # Codes of sending states in the order of their colours, at most :data:`SIDES`; empty for those
    # of the emphasised line, then of the selection
    sides: tuple[str, ...] = ()
    emphasis: tuple[str, ...] = ()  # Ids of missions and lines drawn strong and labelled
    chosen: str = ""  # Id of the open card
    # West, south, east, north in degrees, CRS84 (east may exceed 180), to which the map moves once
    # for each new value; None: stay
    focus: Bounds | None = None
    # No move where all is in view and covers this share of the width or height
    least: float | None = None
    theme: Theme = "auto"
    language: str = "en"
    viewpoint: str = ""  # One of :data:`geo.basemap.VIEWPOINTS`, blank for de facto
    background: str = ""  # Key of a :class:`geo.tiles.Background`, else Natural Earth
    # Switched otherwise than at first, of :data:`geo.vocabulary.LAYERS`
    layers: tuple[str, ...] = ()
    title: str = ""  # Plain text for a saved picture, as are ``dates``
    dates: str = ""
    placing: Placing | None = None
    today: dt.date | None = None  # The day without an as-of date; None in a file
    heard: int = 0  # ``Clicked.at`` of the last message with days: an older scene moves no bar
    # Of the selection, where more than dates, statuses and box narrow it
    masks: Masks | None = None

    @property
    def coloured(self) -> tuple[str, ...]:
        """Codes of the sending states with a colour of their own, in the order of the colours."""
        chosen = self.selection or Selection()
        named = (*chosen.among, *chosen.sending, *chosen.states, *chosen.receiving)
        lines = [id.removeprefix(_PAIR) for id in self.emphasis if id.startswith(_PAIR)]
        joined = [code for line in lines for code in line.split("-")]
        return tuple(dict.fromkeys(self.sides or (*joined, *named)))[:SIDES]

    def to_dict(self) -> dict[str, object]:
        """The scene as the browser reads it."""
        tr = i18n.tr(self.language)
        chosen = self.selection or Selection()
        if self.masks is None and any(getattr(chosen, name) for name in NARROWING):
            raise ValueError("a scene of a selection needs masks=webmap.masks(atlas, selection)")
        shown = chosen.statuses or {*STATUSES} - {"closed"}
        masks = self.masks or Masks(shown_only=narrows_missions(chosen))
        same = ("chosen", "least", "theme", "viewpoint", "background", "heard")
        scene: dict[str, object] = {
            **{name: getattr(self, name) for name in same},
            "statuses": [one for one in STATUSES if one in shown],
            "bbox": chosen.bbox and list(chosen.bbox),
            "as_of": chosen.as_of_day,
            "known_on": chosen.known_on_day,
            "undated": chosen.undated_days,
            "sides": list(self.coloured),
            "emphasis": list(self.emphasis),
            "focus": self.focus and list(self.focus),
            "language": tr.language,
            "layers": ",".join(self.layers),
            "title": i18n.plain(self.title, _LONGEST),
            "dates": i18n.plain(self.dates, _LONGEST),
            "today": self.today.toordinal() if self.today else 0,
            "credit": list(credit(tr, self.viewpoint, self.background)),
            "masks": masks.to_dict(),
        }
        if self.placing is not None:
            scene["placing"] = self.placing.to_dict()
        written = json.dumps(scene, sort_keys=True).encode()
        return {**scene, "name": hashlib.sha256(written).hexdigest()[:16]}


@dataclass(frozen=True)
class Clicked:
    """What the reader opened on the map, and the days on which the time bar is."""

    # ``nothing``: Escape closed the card; ``layers``: one was switched; ``time``: the bar was moved
    what: What
    id: str  # Of layers, words of :data:`geo.vocabulary.LAYERS` with commas
    at: int  # Milliseconds since 1970
    as_of: str | None = None  # ISO day, "" for today; None where the bar was not moved
    known_on: str | None = None  # ISO day, "" for all sources; None as above


def clicked(answer: Mapping[str, object] | None) -> Clicked | None:
    """What a reader clicked, by what ``st_folium`` returned; None for any other shape."""
    _, told, at = answered(answer)
    what: Any = told.get("what")
    name = told.get("id")
    if not at or what not in get_args(What) or not isinstance(name, str):
        return None
    if what == "layers" and not {*name.split(",")} <= {"", *LAYERS}:
        return None
    days = _day(told.get("as_of")), _day(told.get("known_on"))
    if None in days:
        days = None, None
        if what == "time":
            return None
    return Clicked(what, name, at, *days)


def _day(text: object) -> str | None:
    """A day as the time bar sends it, ``""`` for none; None for anything else."""
    if text == "":
        return ""
    try:
        sound = isinstance(text, str) and _DAY.fullmatch(text)
        return dt.date.fromisoformat(str(text)).isoformat() if sound else None
    except ValueError:
        return None


def founding(atlas: Atlas, selection: Selection | None = None) -> tuple[str, ...]:
    """Ids for ``Scene.emphasis``: the embassies of the pair that the dataset opens with."""
    pair = atlas.dataset.presentation.pair
    if pair is None:
        return ()
    days = selection or Selection()
    asked = Selection(among=pair, as_of=days.as_of, known_on=days.known_on, undated="none")
    shown = atlas.missions(asked)
    shown = shown[shown["kind"] == "embassy"]
    both = len(set(shown["sending"])) == len(pair)
    return (*shown["id"], *([pair_id(*pair)] if both else []))


def script_json(value: object) -> str:
    """A value as JSON that may be in a script, in a template, and in a key of st_folium.

    Within texts ``< > & ' ` $ _ { } % #`` and all beyond ASCII (U+2028, U+202E) are escaped: braces
    because branca compiles a rendered template once more, so that ``{{...}}`` would run on the
    server; the underscore because streamlit-folium renames and drops what follows it.
    """
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _LITERAL.sub(
        lambda text: _UNSAFE.sub(lambda character: f"\\u{ord(character[0]):04x}", text[0]), plain
    )
