"""Reports on a state and on two: missions both ways, first openings, heads, changes, gaps."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any, Final

import numpy as np
import pandas as pd

from geo import dates, geodesy, parties
from geo.atlas import Atlas
from geo.atlas.absence import COVERED, UNKNOWN, absences, counterparts, number_of_states
from geo.atlas.relation_lines import pair_id, weight
from geo.dataset import days_of
from geo.evidence import UNDATED
from geo.reports.conflicts import conflicts
from geo.reports.networks.counting import ABSENT, EMBASSIES, ENDS, Counting, Level, counted
from geo.reports.networks.pairs import different, unnamed
from geo.reports.timelines import Timeline, timelines
from geo.selection import Selection
from geo.vocabulary import KINDS, NOWHERE, STATUSES, Answer

_SIDES: Final = dict(zip(("sent", "received"), ENDS, strict=True))
_CHANGES: Final = ("opened", "reopened", "suspended", "closed")
_ABSENT: Final = ["city", "state", "mission", "certainty", "valid", "sources"]
_WAYS: Final = ["direction", "other", "other_way"]
_CONFLICTS: Final = ["about", "card", "values", "settled", "in_use"]
_BEFORE: Final = ("announced", "preparing", "unknown")  # Statuses before a mission opens


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What is known of a state, of two, or of a city."""

    what: str  # ``state``, ``pair`` or ``city``
    parties: tuple[str, ...]  # Codes; of a city, of those that receive
    selection: Selection  # What was asked for, as far as it counts
    # Of a state: ``sent`` and ``received`` (rows of :meth:`Counting.by` with ``rank`` of the
    # ``ranked`` states with a known mission, ``tied`` with so many others; None for no state of
    # the day and without a known mission), ``number_of_states`` of the day (``known``, ``about`` or
    # ``unknown``), ``gaps`` (what is not known -> in how many cases), ``evidence`` (oldest and
    # newest), ``first_event``, ``since``. Of a pair: ``order``, ``order_of_embassies`` (who opened
    # ``first``, blank where not known, days between them), ``distance_m`` between the missions
    # ``ends`` in ``cities``. Of a city: its name; ``scattered`` and ``no_point`` as of
    # :func:`geo.quarters`, None without scikit-learn
    facts: Mapping[str, Any]
    # In ``one_way``, a source says that the other direction has no mission; in ``one_sided``, that
    # is not known (``other_way``: no data is not none)
    tables: Mapping[str, pd.DataFrame]


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat() if 0 < day < dates.LAST else ""


def profile(
    atlas: Atlas, state: str, selection: Selection | None = None, *, years: int = 10
) -> Report:
    """What is known of the missions of a state, in both directions.

    Parameters
    ----------
    state
        A state, a former state or an entity: code or exact name.
    selection
        Its dates and all but its states count.
    years
        How many years before the as-of day are the last ones.

    Returns
    -------
    Report
        Facts and tables.

    Raises
    ------
    UnknownState, AmbiguousState
        The name is not that of one party.

    Examples
    --------
    >>> import geo
    >>> geo.profile(geo.Atlas.open(), "Venezuela").facts["sent"]["missions"] > 10
    True
    """
    (code,), chosen = different((state,), 0), unnamed(selection or Selection())
    counting, since = counted(atlas, chosen), max(1, chosen.as_of_day - dates.years(years))
    missions = _missions(atlas, code, chosen, counting)
    changes, first = _changes(atlas, code, chosen, since)
    sides = {side: _side(counting, code, end, chosen) for side, end in _SIDES.items()}
    shown = missions[missions["last_evidence"] != ""]
    order = np.argsort(dates.ordinals(shown["last_evidence"])[1], kind="stable")
    ends = shown.iloc[order[[0, -1]]] if len(order) else shown
    facts = {
        **sides,
        "gaps": {
            **{f"no_data_{side}": int(row["no_data"]) for side, row in sides.items()},
            "possible": int((~missions["sure"]).sum()),
            "no_opening": int((missions["opened"] == "").sum()),
            "no_evidence_date": len(missions) - len(shown),
            "no_point": int(missions["exactness"].isin(("city", *NOWHERE)).sum()),
            "no_head": int((missions["head"] == "").sum()),
        },
        "evidence": ends[["id", "last_evidence", "last_source"]].to_dict("records"),
        "number_of_states": number_of_states(chosen.as_of_day),
        "first_event": first,
        "since": _iso(since),
    }
    types = missions.assign(missions=missions["sure"], possible=~missions["sure"])
    by_type = types.groupby(["direction", "kind"], sort=False, as_index=False)
    ways: dict[bool, list[tuple[str, str, str]]] = {True: [], False: []}
    for other in counterparts(chosen.as_of_day):
        out, back = counting.level(code, other), counting.level(other, code)
        if other != code and (out >= Level.OTHER) != (back >= Level.OTHER):
            side, way = ("sent", back) if out >= Level.OTHER else ("received", out)
            ways[way in ABSENT].append((side, other, way.word))
    days = Selection(states=(code,), as_of=chosen.as_of, known_on=chosen.known_on)
    absent = _sided(absences(atlas, days), code)
    tables = {
        "types": by_type[["missions", "possible"]].sum(),
        "one_way": pd.DataFrame(ways[True], columns=_WAYS),
        "one_sided": pd.DataFrame(ways[False], columns=_WAYS),
        "changes": changes,
        "accreditations": absent[absent["face"] == COVERED][["direction", "other", *_ABSENT]],
        "missions": missions.drop(columns=["sure", "sources"]),
    }
    return Report("state", (code,), chosen.but(states=(code,)), facts, tables)


def _sided(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """A table of both directions with the other party, and the direction as seen by one."""
    sent = frame["sending"] == code
    other = np.where(sent, frame["receiving"], frame["sending"])
    return frame.assign(direction=np.where(sent, "sent", "received"), other=other)


def _side(counting: Counting, code: str, end: str, chosen: Selection) -> dict[str, Any]:
    """The row of one party among all, and its rank among states of the day with a mission."""
    table = counting.by(end).drop(columns="name").set_index("code").astype(object)
    states = table[table.index.isin(counterparts(chosen.as_of_day))]
    own = dict(table.loc[code] if code in table.index else 0 * table.sum())
    placed = states["missions"][states["missions"] > 0]
    rank, tied = None, 0
    if code in placed.index:
        rank = int((placed > own["missions"]).sum()) + 1
        tied = int((placed == own["missions"]).sum()) - 1
    return {**own, "rank": rank, "tied": tied, "ranked": len(placed)}


def _missions(atlas: Atlas, code: str, chosen: Selection, counting: Counting) -> pd.DataFrame:
    shown = counting.missions
    cities = shown.groupby(["city", "receiving"])["id"]
    in_city = cities.transform("size").where(shown["city"] != "", 0)
    own = _sided(shown[(shown["sending"] == code) | (shown["receiving"] == code)], code)
    states = [parties.party_by_code(one).of or one for one in own["receiving"]]
    ends = list(zip(own["sending"], states, strict=True))
    best: dict[tuple[str, str], tuple[tuple[int, int, str], str, str]] = {}
    for end, kind, status, id in zip(ends, own["kind"], own["status"], own["id"], strict=True):
        if status != UNDATED:
            one = weight(kind, status, id), id, kind
            best[end] = min(best.get(end, one), one)
    heads = _heads(atlas, own["id"].tolist(), chosen)
    heads = heads[~heads["left"].astype(bool) & (heads["head_date"] != "")]
    last = heads.set_index("mission")[["head", "head_date"]].astype(object)
    head, head_date = (last[one].to_dict() for one in last)  # of several heads, the last
    own = own.assign(
        head=[head.get(id, "") for id in own["id"]],
        head_date=[head_date.get(id, "") for id in own["id"]],
        other_way=[counting.level(b, a).word for a, b in ends],
        opposite=[best[b, a][1] if (b, a) in best else "" for a, b in ends],
        opposite_kind=[best[b, a][2] if (b, a) in best else "" for a, b in ends],
        in_city=in_city.loc[own.index],
        order=own["kind"].map([*KINDS].index),
        late=own["direction"] != "sent",
    )
    found = own.sort_values(["late", "order", "other", "id"], ignore_index=True)
    return found.drop(columns=["late", "order", "group"])


def _changes(atlas: Atlas, code: str, chosen: Selection, since: int) -> tuple[pd.DataFrame, str]:
    """Openings and closings that may lie between two days, sure and new first; the first event."""
    rows = np.flatnonzero(atlas.mission_filter.passing(chosen.but(states=(code,)))).tolist()
    day, found, first = chosen.as_of_day, [], dates.LAST
    for mission in (atlas.dataset.missions[row] for row in rows):
        ends = (parties.party_by_code(one).ended for one in (mission.sending, mission.receiving))
        end = min((days_of(one).last for one in ends if one), default=dates.LAST)
        for event in atlas.dataset.events.of_mission(mission.id):
            known = atlas.publication.of(event.sources).possibly <= chosen.known_on_day
            if event.is_planned or not known or event.id in atlas.publication.deprecated:
                continue
            low, high = event.days
            low = dates.FIRST if event.sense in ("by", "attested") else low
            high = dates.LAST if event.sense == "after" else high
            high = min(high, end)
            first = min(first, low if low > 0 else high)
            if event.kind in _CHANGES and high >= since and low <= day:
                sure = Answer.YES if since <= low and high <= day else Answer.POSSIBLE
                told = event.kind, event.date, event.sense, str(sure), event["sources"]
                order = sure != Answer.YES, -high
                found.append((order, mission.sending, mission.receiving, mission.id, *told))
    names = ("sending", "receiving", "mission", "event", "date", "sense", "certainty", "sources")
    made = pd.DataFrame([one[1:] for one in sorted(found)], columns=list(names))
    return _sided(made, code).drop(columns=["sending", "receiving"]), _iso(first)


def pair(
    atlas: Atlas, a: str, b: str, selection: Selection | None = None, *, language: str = "en"
) -> Report:
    """What is known between two states.

    Parameters
    ----------
    a, b
        The two: codes or exact names.
    selection
        Its dates and types count.
    language
        One of :data:`geo.i18n.LANGUAGES`, for names of conflicts.

    Returns
    -------
    Report
        Facts and tables; distances in metres.

    Raises
    ------
    UnknownState, AmbiguousState
        A name is not that of one party.
    InvalidSelection
        Both are the same.

    Examples
    --------
    >>> import geo
    >>> found = geo.pair(geo.Atlas.open(), "Venezuela", "North Korea").facts
    >>> found["order"]["first"], round(found["distance_m"] / 10_000) * 10
    ('PRK', 14370)
    """
    codes = different((a, b), 0)
    chosen = unnamed(selection or Selection()).but(among=codes)
    frame = atlas.missions(chosen.but(statuses=STATUSES, undated="all"))
    days = Selection(as_of=chosen.as_of, known_on=chosen.known_on)
    told = timelines(atlas, [pair_id(*codes)], days, language=language)
    kinds = dict(zip(frame["id"], frame["kind"], strict=True))
    shown = [one for one in told.missions if one.id in kinds]
    embassies = [one for one in shown if kinds[one.id] in EMBASSIES]
    unsure = frame["status"].isin(("closed", UNDATED)) | frame["exactness"].isin(NOWHERE)
    rows = frame[~unsure].to_dict("records")
    rows.sort(key=lambda row: weight(row["kind"], row["status"], row["id"]))
    ends = [own[0] for code in codes if (own := [r for r in rows if r["sending"] == code])]
    points = [(one["geometry"].x, one["geometry"].y) for one in ends]
    apart = float(geodesy.distance(*points)) if len(ends) == len(codes) else None
    absent = absences(atlas, days.but(states=codes))
    between = absent["sending"].isin(codes) & absent["receiving"].isin(codes)
    told_of = between | absent["mission"].isin(kinds)
    names = ["sending", "receiving", "face", *_ABSENT]
    differing = []
    for one in conflicts(atlas, chosen, language):
        if {one.sending, one.receiving} == {*codes}:
            used = "" if one.tie else "; ".join(v.shown for v in one.values if v.leads)
            differing.append((one.about, one.card, len(one.values), one.settled, used))
    placed = ends if apart is not None else []
    facts = {
        "order": _order(shown, codes),
        "order_of_embassies": _order(embassies, codes),
        "distance_m": apart,
        "ends": [one["id"] for one in placed],
        "cities": [one["city"] for one in placed],
    }
    tables = {
        "missions": _openings(frame, shown).sort_values(["receiving", "id"]),
        "heads": _heads(atlas, list(kinds), chosen).drop(columns=["day", "left"]),
        "accreditations": absent[told_of & (absent["face"] != UNKNOWN)][names],
        "no_data": absent[told_of & (absent["face"] == UNKNOWN)][names[:2]],
        "events": _events([*shown, *(one for one in told.timelines if one not in told.missions)]),
        "conflicts": pd.DataFrame(differing, columns=_CONFLICTS),
    }
    return Report("pair", codes, chosen, facts, tables)


def _openings(frame: pd.DataFrame, shown: Sequence[Timeline]) -> pd.DataFrame:
    """Missions with their first opening, and the last one of those that reopened."""
    own = {one.id: [e.date for e in one.happened if e.kind in _CHANGES[:2]] for one in shown}
    again = {id: days for id, days in own.items() if len(days) > 1}
    pairs = zip(frame["id"], frame["opened"], strict=True)
    first = [again[id][0] if id in again else opened for id, opened in pairs]
    last = [again[id][-1] if id in again else "" for id in frame["id"]]
    return frame.drop(columns="geometry").assign(opened=first, reopened=last)


def _order(shown: Sequence[Timeline], codes: Sequence[str]) -> dict[str, Any]:
    """Who opened first, by the days between which the status of missions became open."""
    found = []
    for code in codes:
        own = [window for one in shown if one.parties[0] == code and (window := _window(one))]
        if own:
            low, high = min(one[0] for one in own), min(one[1] for one in own)
            # One whose earliest day is not known may have been the first.
            found.append((low, high, code, min((high, low, id) for low, high, id in own)[2]))
    found.sort()
    told: dict[str, Any] = {"first": "", "certainty": "", "least_days": None, "most_days": None}
    events = {one.id: one.happened for one in shown}
    told["openings"] = []
    for low, high, code, id in found:
        day = {"sending": code, "mission": id, "earliest": _iso(low), "latest": _iso(high)}
        opened = (e for e in events[id] if (e.kind, e.sense, e.last) == ("opened", "on", high))
        said = (e.date for e in opened if e.first <= low)  # Dates that span both
        told["openings"].append({**day, "date": next(said, "")})
    if len(found) < len(codes):
        return told
    (low, high, first, _), (low_b, high_b, *_) = found
    dated = low > dates.FIRST
    if high < low_b or (dated and high <= high_b and (low, high) != (low_b, high_b)):
        told |= {"first": first, "certainty": str(Answer.YES if high < low_b else Answer.POSSIBLE)}
        told["least_days"] = max(low_b - high, 0)
        told["most_days"] = high_b - low if dated and high_b < dates.LAST else None
    return told


def _window(one: Timeline) -> tuple[int, int, str] | None:
    """The days between which a mission opened; None for one that has not."""
    there = list(dropwhile(lambda each: each.status in _BEFORE, one.intervals))
    if not there:
        return None
    before = one.intervals[: len(one.intervals) - len(there)]
    sure_not = [e.end for e in before if e.certainty == Answer.YES and e.status != "unknown"]
    low = min([there[0].begin, *(e.begin for e in before if e.begin >= max(sure_not, default=0))])
    sure = [e.begin for e in there if e.certainty == Answer.YES and e.status != UNDATED]
    return low, min(sure, default=dates.LAST), one.id


def _heads(atlas: Atlas, missions: Sequence[str], chosen: Selection) -> pd.DataFrame:
    """Who heads or headed missions; ``head_date``, the last date (EDTF) that shows the person."""
    rows, day = [], chosen.as_of_day
    for head in (one for id in missions for one in atlas.dataset.heads.of_mission(id)):
        known = atlas.publication.of(head.sources).possibly <= chosen.known_on_day
        dated = [(days_of(one), one) for one in (head.start, *head.attested) if one]
        shown = [(b if a == dates.FIRST else a, text) for (a, b), text in dated]
        came = [one for one in shown if one[0] <= day]
        if known and (came or not shown):
            left = bool(head.end) and days_of(head.end).last < day
            told = head.name, head.rank, head.start, head.end, "|".join(head.attested), left
            rows.append((head.mission, *max(came, default=(0, "")), *told))
    names = ("mission", "day", "head_date", "head", "head_rank", "from", "until", "attested")
    return pd.DataFrame(sorted(rows), columns=[*names, "left"])


def _events(told: Sequence[Timeline]) -> pd.DataFrame:
    """Events by type; what was expected is not counted."""
    rows = [
        ("between" if ":" in one.id else "mission", event.kind, event.date or None, event.last)
        for one in told
        for event in one.happened
    ]
    found = pd.DataFrame(rows, columns=["of", "event", "date", "day"]).sort_values("day")
    dated = found.groupby(["of", "event"])["date"].agg(count="size", first="first", last="last")
    return dated.fillna("").reset_index()
