"""Two situations, mission by mission: who opened, closed, moved, was renamed, came or went."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import geodesy, parties
from geo.dataset import Dataset, days_of, wikidata_ids
from geo.evidence import NONE
from geo.reports.changes.model import Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas import Atlas
    from geo.i18n import Translator
    from geo.selection import Selection

_OWN: Final = ("id", "sending", "receiving", "kind", "city", "name")
_LABEL: Final = ("name", "kind", "sending", "receiving", "city")
_SHUT: Final = (NONE, "announced", "preparing", "suspended", "closed")
_VAGUE: Final = ("state", "outside", "far")
KEY: Final = "key"


def keys(before: Dataset, after: Dataset) -> dict[str, str]:
    """Id of a mission of the earlier dataset -> that of the same mission in the later one."""
    if before.sha256 and before.sha256 == after.sha256:
        return {one.id: one.id for one in before.missions}
    found: dict[str, str] = {}
    item = {item: id for id, items in _ids(after).items() for item in items}
    for id, items in _ids(before).items():
        if meant := next((item[one] for one in sorted(items) if one in item), ""):
            found[id] = meant
    taken = set(found.values())
    for one in before.missions:
        if one.id not in found and one.id in after.missions.by_id and one.id not in taken:
            found[one.id] = one.id
    taken = set(found.values())
    left = (_described(before, set(found)), _described(after, taken))
    for what, ids in left[0].items():
        if len(ids) == 1 and len(left[1].get(what, ())) == 1:
            found[ids[0]] = left[1][what][0]
    return found


def _ids(dataset: Dataset) -> dict[str, set[str]]:
    """Id of a mission -> its Wikidata ids, and those that the sources of imports give it."""
    found = {id: set(items) for id, items in wikidata_ids(dataset).items()}
    for row in dataset.rows["claims"]:
        if row["property"].endswith("-id") and row["subject"] in found:
            found[row["subject"]].add(f"{row['property']}: {row['value']}")
    return found


def _described(dataset: Dataset, known: set[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for one in dataset.missions:
        if one.id not in known and one.city:
            what = one.sending, one.receiving, one.kind, parties.fold(one.city)
            found.setdefault(what, []).append(one.id)
    return found


def situation(atlas: Atlas, chosen: Selection) -> pd.DataFrame:
    """The missions that the filters match, whatever their status, on the days of a selection."""
    of = atlas.mission_filter
    state = of.state(chosen)
    rows = np.flatnonzero(state.wanted & state.known)
    told, placed = of.intervals
    found: dict[str, Any] = {name: of.columns[name][rows] for name in _OWN}
    found |= {name: told[name][state.status_interval[rows]] for name in ("status", "opened")}
    place = ("longitude", "latitude", "tolerance_m", "exactness")
    return pd.DataFrame(found | {name: placed[name][state.placement[rows]] for name in place})


def keyed(before: pd.DataFrame, after: pd.DataFrame, same: dict[str, str]) -> pd.DataFrame:
    """Both situations side by side, ``_a`` before and ``_b`` after; blank where one has none."""
    one, two = before.assign(**{KEY: before["id"].map(lambda id: same.get(id, f"-{id}"))}), after
    one = one.drop_duplicates(KEY)
    both: pd.DataFrame = one.merge(
        two.assign(**{KEY: two["id"]}), on=KEY, how="outer", suffixes=("_a", "_b"), indicator=True
    )
    return both


def changed(both: pd.DataFrame, since: int, tr: Translator) -> list[Change]:
    """The changes of missions; ``since`` is the day of the earlier side."""
    side = both["_merge"].to_numpy()
    shared, lost, new = side == "both", side == "left_only", side == "right_only"
    was, now = _texts(both, "status")
    opened = (now == "open") & shared & np.isin(was.astype(str), _SHUT)
    first = np.array([days_of(text).first for text in both["opened_b"].fillna("")])
    recent = new & (now == "open") & (first > since)
    closed = shared & (now == "closed") & (was != "closed")
    other = shared & (was != now) & ~opened & ~closed & (was != "undated") & (now != "undated")
    metres, moved = _moved(both, shared)
    masks = {
        "opened": opened | recent,
        "closed": closed,
        "status": other,
        "moved": moved,
        "renamed": _renamed(both, shared, moved),
        "added": new & ~recent,
        "removed": lost,
    }
    both["metres"] = metres
    twins = _twins(both, ~lost)
    return [
        made(kind, row, tr, twins)
        for kind, mask in masks.items()
        for row in both[mask].to_dict("records")
    ]


def _twins(both: pd.DataFrame, there: NDArray[np.bool_]) -> dict[tuple[str, ...], list[str]]:
    """States, type and city of missions of the later side -> their ids."""
    found: dict[tuple[str, ...], list[str]] = {}
    names = [f"{name}_b" for name in (*_LABEL[1:], "id")]
    for *what, city, id in both.loc[there, names].itertuples(index=False):
        for one in {"", parties.fold(city)}:
            found.setdefault((*what, one), []).append(id)
    return found


def made(
    kind: str,
    row: Mapping[str, Any],
    tr: Translator,
    twins: Mapping[tuple[str, ...], list[str]] = MappingProxyType({}),
) -> Change:
    """A change of the mission of a row that has both sides."""
    at = "a" if kind == "removed" else "b"
    was, now = ("" if pd.isna(row[f"status_{one}"]) else row[f"status_{one}"] for one in "ab")
    if kind in ("moved", "evidence"):
        was = now = ""
    elif kind == "removed":
        what = [row[f"{name}_a"] for name in _LABEL[1:4]]
        same = twins.get((*what, parties.fold(row["city_a"])), [])
        now = same[0] if len(same) == 1 else ""
    elif kind == "renamed":
        was, now = (called(row, one, tr) for one in "ab")
        if was == now and row["receiving_a"] == row["receiving_b"]:
            was = now = ""
        elif was == now:
            was, now = (f"{was} ({tr.party(row[f'receiving_{one}'])})" for one in "ab")
    return Change(
        kind,
        row[f"id_{at}"],
        called(row, at, tr),
        row[f"sending_{at}"],
        row[f"receiving_{at}"],
        was,
        now,
        row["metres"] if kind == "moved" else None,
        row[f"longitude_{at}"],
        row[f"latitude_{at}"],
    )


def called(row: Mapping[str, Any], at: str, tr: Translator) -> str:
    """The name of a mission on one side."""
    own, *label = (row[f"{name}_{at}"] for name in _LABEL)
    return own or tr.label(*label)


def _texts(both: pd.DataFrame, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    one, two = (both[f"{name}_{at}"].fillna("").to_numpy(dtype=object) for at in "ab")
    return one, two


def _moved(
    both: pd.DataFrame, shared: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Metres between the two positions; where the circles around both do not touch."""
    metres = np.zeros(len(both))
    rows = np.flatnonzero(shared)
    here, there = (
        both[[f"longitude_{at}", f"latitude_{at}"]].to_numpy(dtype=float)[rows] for at in "ab"
    )
    metres[rows] = geodesy.distance(here, there)
    reach = both["tolerance_m_a"].fillna(0.0) + both["tolerance_m_b"].fillna(0.0)
    (was, now), cities = _texts(both, "exactness"), _differ(both, "city")
    vague = np.isin(was.astype(str), _VAGUE) | np.isin(now.astype(str), _VAGUE)
    vague |= ((was == "city") | (now == "city")) & ~cities
    beyond = (metres > reach.to_numpy(dtype=float)) & ~vague
    return metres, shared & beyond


def _renamed(
    both: pd.DataFrame, shared: NDArray[np.bool_], moved: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Another name, type or state; or its city is called otherwise, though it did not move."""
    city = _differ(both, "city") & ~moved
    was, now = _texts(both, "city")
    city &= (was != "") & (now != "")
    found: NDArray[np.bool_] = city | (both["receiving_a"] != both["receiving_b"]).to_numpy()
    return shared & (found | _differ(both, "name") | _differ(both, "kind"))


def _differ(both: pd.DataFrame, name: str) -> NDArray[np.bool_]:
    """Where a text is another one, but for case and accents."""
    fold = cache(parties.fold)
    pairs = zip(*_texts(both, name), strict=True)
    return np.array([a != b and fold(a) != fold(b) for a, b in pairs], dtype=bool)
