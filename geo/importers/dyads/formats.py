"""Tables of pairs of states over time, in their formats, as observations of one direction.

Correlates of War, Diplomatic Exchange v2006.1: a level at each side, in some years from 1817 on.
Diplometrics Diplomatic Representation: an ``Embassy`` and a ``Focus`` code for each year from 1960
on. Status ranges of github.com/brentonk/us_diplomatic_missions: days between which the status of
the United States' mission was the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from geo import package_files
from geo.errors import InvalidSelection, quoted

MISSION: Final = "mission"
NONE: Final = "none"
NO_EVIDENCE: Final = "no evidence"
MISSING: Final = "missing"
ELSEWHERE: Final = "elsewhere"
UNKNOWN: Final = "unknown"
"""What an observation is of, see ``formats.toml``; missing, for the cell is blank; or unknown, for
its value is not one of the format."""

KINDS: Final[Mapping[str, str]] = {
    MISSION: "mission",
    "consulate": "consulate",
    "liaison": "liaison_office",
    "interests": "interests_section",
}
_BLANK: Final = ("", "NA", ".", "-9", "nan")
_SEVERAL: Final = "2"
_WITHDRAWN: Final = "3"


@dataclass(frozen=True, slots=True)
class Format:
    """One format, as ``formats.toml`` describes it."""

    name: str
    publisher: str
    title: str
    url: str
    needs: Sequence[str]
    directions: Sequence[Mapping[str, Any]]
    values: Mapping[str, tuple[str, str]]
    codes: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""
    dated: bool = False

    @property
    def ranked(self) -> Sequence[str]:
        """The levels of which changes are dated, the highest first."""
        return [level for _, level in self.values.values()] if self.dated else []

    def observations(self, table: pd.DataFrame) -> pd.DataFrame:
        """What the rows of a table say, each direction of a pair as a row of its own."""
        found = []
        for one in self.directions:
            value = table[one["value"]].str.removesuffix(".0")
            columns = {"row": table.index, "column": one["value"], "value": value}
            frame = pd.DataFrame({**columns, "located": table.get("location", "")})
            for side, default in (("sending", self.sender), ("receiving", "")):
                name = next((name for name in one[side] if name in table), "")
                frame[f"{side}_column"], frame[f"{side}_codes"] = name, self.codes.get(name, "")
                frame[side] = table.get(name, default)
            for end in ("begins", "ends"):
                frame[f"{end}_column"], frame[end] = one[end], table[one[end]]
            for number, name in enumerate(("what", "level")):
                frame[name] = value.map({text: both[number] for text, both in self.values.items()})
            frame.loc[value.isin(_BLANK), ["what", "level"]] = MISSING, ""
            found.append(_focused(frame, table["focus"]) if "focus" in table else frame)
        whole = pd.concat(found).sort_values("row", kind="stable", ignore_index=True)
        return whole.fillna({"what": UNKNOWN, "level": ""})


def _focused(frame: pd.DataFrame, focus: pd.Series) -> pd.DataFrame:
    """A head withdrawn is no evidence; one for several states may have the mission elsewhere."""
    focus = focus.str.removesuffix(".0")
    withdrawn = (focus == _WITHDRAWN) & frame["what"].isin((*KINDS, ELSEWHERE))
    several = (focus == _SEVERAL) & (frame["what"] == MISSION)
    frame.loc[several, "level"] += ", accredited to several states"
    frame.loc[several, "what"] = ELSEWHERE
    frame.loc[withdrawn, ["what", "level"]] = NO_EVIDENCE, "withdrawn, recalled or expelled"
    return frame


FORMATS: Final[Mapping[str, Format]] = {
    name: Format(name, **about)
    for name, about in package_files.toml("importers/dyads/formats.toml").items()
}


def format_of(columns: Sequence[str], given: str) -> Format:
    """The format of a table: the one that is given, else the one whose columns it has."""
    if given and given not in FORMATS:
        told = f"Unknown format {quoted(given)}"
        raise InvalidSelection(f"{told}. Choose one of {', '.join(FORMATS)}.")
    fitting = [one for one in FORMATS.values() if {*one.needs} <= {*columns}]
    found = [one for one in fitting if given in ("", one.name)]
    if len(found) == 1:
        return found[0]
    needs = "; ".join(f"{one.name}: {', '.join(one.needs)}" for one in FORMATS.values())
    shown = ", ".join(quoted(name) for name in columns[:20])
    lacks = f"The table lacks columns of {given or 'a format of dyads'}"
    raise InvalidSelection(f"{lacks}. It has {shown}. Required columns by format: {needs}.")
