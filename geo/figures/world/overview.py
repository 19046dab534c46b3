"""What the world figure shows: numbers by state and by city, and a description in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.atlas.absence import Mark
from geo.evidence import UNDATED
from geo.figures.canvas.style import Palette
from geo.figures.maps.plan import River
from geo.figures.maps.projections import Floats
from geo.figures.world.city_inset import City
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection
from geo.vocabulary import NOWHERE, STATUSES, Answer

MANY: Final = 200  # More missions than this are drawn as an overview
SHARES: Final = (0.2, 0.4, 0.6, 0.8)  # Shares of the states at which a class of shading begins
STRAY: Final = ("outside", "far", *NOWHERE)
MOST_CITIES: Final = 5
MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Overview:
    """The missions of a selection counted by state and by city."""

    count: str  # One of `geo.figures.COUNTS`
    by_state: Counter[str]
    names: Sequence[str]  # Of cities, those with the most missions first
    numbers: NDArray[np.int64]  # Of the missions of each city
    lonlat: Floats  # Shape (n, 2), CRS84 degrees
    unplaced: int  # Missions without a circle: only their state is known
    shaded: bool = True

    @property
    def classes(self) -> list[int]:
        """The least numbers of the classes of shading: about as many states in each."""
        numbers = sorted(self.by_state.values())
        found = [1]
        for share in SHARES:
            at = numbers[int(share * len(numbers))]
            step = 10 if at > 50 else 5 if at > 15 else 1
            least = max(int(at / step + 0.5) * step, found[-1] + 1)
            if least <= numbers[-1]:
                found.append(least)
        return found

    def marked(self, palette: Palette) -> dict[str, list[str]]:
        """Colour -> codes of the states that are shaded with it."""
        found: dict[str, list[str]] = {}
        if self.shaded:
            least = self.classes
            for code, number in sorted(self.by_state.items()):
                at = int(np.searchsorted(least, number, side="right")) - 1
                found.setdefault(palette.shade(at, len(least)), []).append(code)
        return found


def overview_of(missions: gpd.GeoDataFrame, count: str, *, shaded: bool) -> Overview:
    """Missions counted; those of which nothing says whether they had opened are left out."""
    there = missions[missions["status"] != UNDATED]
    count = count or ("sent" if there["receiving"].nunique() == 1 else "received")
    by_state: Counter[str] = Counter()
    for of, column in (("received", "receiving"), ("sent", "sending")):
        by_state.update(there[column].tolist() if count in (of, "both") else ())
    placed = there[(there["city"] != "") & ~there["exactness"].isin(STRAY)]
    points = shapely.get_coordinates(placed.geometry.to_numpy())
    columns = placed[["city", "receiving"]].assign(lon=points[:, 0], lat=points[:, 1])
    groups = columns.groupby(["city", "receiving"])
    cities = groups[["lon", "lat"]].median().assign(number=groups.size())
    cities = cities.sort_values("number", ascending=False, kind="stable").reset_index()
    return Overview(
        count,
        by_state,
        cities["city"].tolist(),
        cities["number"].to_numpy(dtype=np.int64),
        cities[["lon", "lat"]].to_numpy(dtype=float),
        len(there) - len(placed),
        shaded,
    )


class Shown(NamedTuple):
    """What the world figure shows."""

    missions: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    remarks: Sequence[str]
    city: City | None  # The city with most of them
    rivers: Sequence[River] = ()
    absences: Sequence[Mark] = ()
    absent: Sequence[str] = ()
    overview: Overview | None = None

    @property
    def perhaps(self) -> int:
        """Number of missions shown as possible, without undated ones."""
        return int((self.there["certainty"] != Answer.YES).sum())

    @property
    def there(self) -> gpd.GeoDataFrame:
        """The missions without those whose opening date is unknown."""
        return self.missions[self.missions["status"] != UNDATED]

    def in_words(self, as_of: str, known: str, tr: Translator) -> str:
        """What the figure shows, for a reader who does not see it."""
        statuses = Counter(self.missions["status"])
        said = tr.left_out({name: statuses[name] for name in (*STATUSES, UNDATED)})
        counted = counted_in_words(self.missions, tr)
        days = {"as_of": as_of, "known": known}
        text = [tr("figure.alt.world", counted=counted, statuses="; ".join(said), **days)]
        if self.overview:
            ranked = self.overview.by_state.most_common(MOST_CITIES)
            most = [f"{tr.party(code)} ({tr.number(count)})" for code, count in ranked]
            text.append(tr(f"figure.alt.{self.overview.count}", states=tr.listed(most)))
        found = [(city, count) for city, count, _ in cities(self.missions) if count > 1]
        most = [f"{city} ({tr.number(count)})" for city, count in found[:MOST_CITIES]]
        if most:
            text.append(tr("figure.alt.most", cities=tr.listed(most)))
        if self.perhaps:
            text.append(tr("figure.alt.uncertain", count=self.perhaps))
        text += self.absent
        return " ".join([*text, tr.sentences(tr.capital(r) for r in self.remarks)]).strip()


def counted_in_words(missions: gpd.GeoDataFrame, tr: Translator) -> str:
    """Missions that there are, counted: "12 missions of 12 parties in Venezuela"."""
    there = missions[missions["status"] != UNDATED]
    sent, hosts = ([*set(there[c])] for c in ("sending", "receiving"))
    of = tr.of(sent[0]) if len(sent) == 1 else tr("figure.counted.of_many", count=len(sent))
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
    found = found.sort_values(["size", "city", "receiving"], ascending=[False, True, True])
    return list(zip(found["city"], found["size"].tolist(), found["min"].tolist(), strict=True))
