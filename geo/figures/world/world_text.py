"""The world figure in words: title, counts, and what is told to those who do not see it."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd

from geo.atlas.absence import Mark
from geo.evidence import UNDATED
from geo.figures.maps.plan import River
from geo.figures.world.city_inset import City
from geo.figures.world.overview import Overview
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection
from geo.vocabulary import STATUSES, Answer

MOST_CITIES = 5
MOST_NAMES = 4


class Shown(NamedTuple):
    """What the world figure shows."""

    missions: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    remarks: Sequence[str]
    city: City | None  # In which most of them stand
    rivers: Sequence[River] = ()
    absences: Sequence[Mark] = ()
    absent: Sequence[str] = ()
    overview: Overview | None = None

    @property
    def perhaps(self) -> int:
        """Number of missions that are shown, but not surely; without undated ones."""
        return int((self.there["certainty"] != Answer.YES).sum())

    @property
    def there(self) -> gpd.GeoDataFrame:
        """The missions without those of which nothing says whether they had opened."""
        return self.missions[self.missions["status"] != UNDATED]


def counted_in_words(missions: gpd.GeoDataFrame, tr: Translator) -> str:
    """Missions that there are, counted: "12 missions of 12 parties in Venezuela"."""
    there = missions[missions["status"] != UNDATED]
    senders, hosts = (sorted(set(there[c])) for c in ("sending", "receiving"))
    of = tr("figure.counted.of_many", count=len(senders))
    if len(senders) == 1:
        of = tr.of(senders[0])
    where = tr("figure.counted.in_many", count=len(hosts))
    if len(hosts) == 1:
        where = tr("figure.counted.in_one", state=tr.of_party(hosts[0]))
    return tr("figure.counted.missions", count=len(there), of=of, where=where)


def default_title(selection: Selection, tr: Translator = ENGLISH) -> str:
    """The default title of a figure."""

    def names(codes: Sequence[str], of: bool = False) -> str:
        few = codes if len(codes) <= MOST_NAMES else codes[: MOST_NAMES - 1]
        said = [tr.of(c) if of else tr.of_party(c) for c in few]
        if len(codes) > len(few):
            said.append(tr("figure.title.more", count=len(codes) - len(few)))
        return tr.listed(said)

    for key in ("among", "states"):
        if codes := getattr(selection, key):
            return tr(f"figure.title.{key}", states=names(codes))
    of, where = names(selection.sending, of=True), names(selection.receiving)
    key = ("both" if where else "sending") if of else "receiving" if where else "all"
    return tr(f"figure.title.{key}", of=of, states=where)


def cities(missions: gpd.GeoDataFrame) -> list[tuple[str, int, int]]:
    """City, number of its missions and row of the first, the most first; blank ones left out."""
    told = (missions["city"] != "") & ~missions["exactness"].isin(["outside", "far"])
    rows = missions[["city", "receiving"]].assign(row=range(len(missions)))[told]
    found = rows.groupby(["city", "receiving"])["row"].agg(["size", "min"]).reset_index()
    order = ["size", "city", "receiving"]
    found = found.sort_values(order, ascending=[False, True, True])
    return list(zip(found["city"], found["size"].tolist(), found["min"].tolist(), strict=True))


def alt_text(shown: Shown, as_of: str, known: str, tr: Translator) -> str:
    """What the figure shows, for a reader who does not see it."""
    statuses = Counter(shown.missions["status"])
    said = tr.left_out({name: statuses[name] for name in (*STATUSES, UNDATED)})
    counted = counted_in_words(shown.missions, tr)
    days = {"as_of": as_of, "known": known}
    text = [tr("figure.alt.world", counted=counted, statuses="; ".join(said), **days)]
    if shown.overview:
        ranked = shown.overview.by_state.most_common(MOST_CITIES)
        most = [f"{tr.party(code)} ({tr.number(count)})" for code, count in ranked]
        text.append(tr(f"figure.alt.{shown.overview.count}", states=tr.listed(most)))
    found = [(city, count) for city, count, _ in cities(shown.missions) if count > 1]
    most = [f"{city} ({tr.number(count)})" for city, count in found[:MOST_CITIES]]
    if most:
        text.append(tr("figure.alt.most", cities=tr.listed(most)))
    if shown.perhaps:
        text.append(tr("figure.alt.uncertain", count=shown.perhaps))
    text += shown.absent
    return " ".join([*text, tr.sentences(tr.capital(r) for r in shown.remarks)]).strip()
