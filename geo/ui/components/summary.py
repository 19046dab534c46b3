"""What is shown, how exactly and by whom: in a few calm sentences."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from geo import dates
from geo.atlas import Atlas
from geo.dataset import ids_of
from geo.evidence import UNDATED
from geo.i18n import Translator
from geo.reports.citations import described
from geo.selection import UNDATED as UNDATED_CHOICES
from geo.selection import Selection
from geo.ui.shared import kept
from geo.vocabulary import EXACTNESS, STATUSES, UNRECORDED, Answer

# Filters, in the order in which to offer removing them
FIELDS: Final = (
    *("text", "statuses", "kinds", "cities", "sources", "sending", "receiving", "among", "states"),
    *("bbox", "known_on", "as_of"),
)
_FEW: Final = 3


def sentences(
    atlas: Atlas, selection: Selection, missions: pd.DataFrame, tr: Translator
) -> list[str]:
    """Sum up the selection."""
    number, first = len(missions), shown(atlas, selection, tr)
    if not number:
        return [first]
    how = _each(atlas, selection, missions, tr) if number <= _FEW else [_how(missions, tr)]
    current = tr.capital(tr.confirmed(**atlas.currency(selection)))
    return [first, *how, *([f"{current}."] if current else []), _by_whom(atlas, missions, tr)]


def count(atlas: Atlas, selection: Selection) -> int:
    """How many missions a selection shows."""
    return int(np.count_nonzero(atlas.mission_filter.state(selection).shown))


def shown(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """The selection in words, with its dates."""
    known = selection.known_on
    return tr(
        "page.summary.shown",
        title=title(atlas, selection, tr),
        day=day(selection.as_of, tr),
        known=tr("page.summary.known", day=day(known, tr)) if known else "",
    )


def title(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """What is shown, without its days: "2 missions between Peru and Venezuela"."""

    def made() -> str:
        asked, hidden = described(selection, tr), atlas.hidden(selection)
        undated = hidden.undated_shown
        number = count(atlas, selection) - undated
        return tr(
            "page.summary.title",
            missions=tr("words.missions", count=number) if number else tr("page.summary.none"),
            asked=f" {asked}" if asked else "",
            sure=_sure(number, hidden.perhaps, tr),
            undated=tr("page.summary.more_undated", count=undated) if undated else "",
        )

    return kept(atlas, ("title", selection, selection.as_of_day, tr), made)


def day(text: str | None, tr: Translator) -> str:
    """A day of a selection in words; today for none."""
    return tr.date((dates.day_of(text) if text else dates.today()).isoformat())


def _sure(number: int, perhaps: int, tr: Translator) -> str:
    """How many of the selection are only perhaps so, as a clause; blank where none is."""
    if not perhaps:
        return ""
    if number == 1:
        return tr("page.summary.only")
    if perhaps == number:
        return tr("page.summary.all")
    most = 2 * perhaps > number
    return tr("page.summary.most" if most else "page.summary.some", count=perhaps)


def _each(atlas: Atlas, selection: Selection, missions: pd.DataFrame, tr: Translator) -> list[str]:
    said = []
    for shown in missions.to_dict("records"):
        row, status = atlas.mission(shown["id"]), shown["status"]
        so = tr("page.summary.unknown") if status == "unknown" else tr.status(status)
        if shown["certainty"] == Answer.POSSIBLE and status != UNDATED:
            so = tr("page.summary.perhaps", status=so)
        how = tr.placed(shown, atlas.place_named(shown["id"], selection))
        how = f"{how[:1].lower()}{how[1:]}"
        label = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
        said.append(tr("page.summary.each", label=label, status=so, how=how))
    return said


def _how(missions: pd.DataFrame, tr: Translator) -> str:
    counts = Counter(str(word) for word in missions["exactness"])
    hows = [(counts[word], tr(f"words.exactness.{word}")) for word in EXACTNESS if counts[word]]
    parts = [tr("page.summary.exactness", number=number, how=how) for number, how in hows]
    return tr("page.summary.placed", how="; ".join(parts))


def _by_whom(atlas: Atlas, missions: pd.DataFrame, tr: Translator) -> str:
    rows = atlas.dataset.sources.by_id
    ids = {id for text in missions["sources"] for id in ids_of(text)} - {UNRECORDED}
    told = [rows[id] for id in ids if id in rows and rows[id]["kind"] != "editorial"]
    publishers = len({row["publisher"] for row in told})
    by = tr("page.summary.publishers", number=publishers) if publishers > 1 else ""
    undated = sum(not row["published"] for row in told)
    return tr(
        "page.summary.told",
        count=len(told),
        publishers=f" {by}" if by else "",
        undated=tr("page.summary.undated", number=undated) if undated else "",
    )


def hidden(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """What a selection leaves out, counted, and what of the rest is not sure."""

    def made() -> str:
        left = atlas.hidden(selection)
        said = [tr.hidden(left.counts) or tr("page.summary.nothing_hidden")]
        unsure = {"perhaps": left.perhaps, "undated": left.on_undated_sources}
        parts = [tr(f"page.summary.unsure_{what}", count=n) for what, n in unsure.items() if n]
        said += [tr("page.summary.unsure", what=tr.listed(parts))] if parts else []
        return tr.sentences(said)

    return kept(atlas, ("hidden", selection, selection.as_of_day, tr), made)


def farther(atlas: Atlas, selection: Selection) -> int:
    """How many undated missions a selection leaves out only as their evidence is much later."""
    if selection.undated != UNDATED_CHOICES[0]:
        return 0
    every = atlas.hidden(selection.but(undated="all")).undated_shown
    return every - atlas.hidden(selection).undated_shown


def looser(
    atlas: Atlas, selection: Selection, tr: Translator
) -> list[tuple[str, str, Selection, int]]:
    """Filters to remove if nothing is shown: name, label, the rest, number of missions."""
    empty = Selection()
    ways = {
        field: selection.but(**{field: getattr(empty, field)})
        for field in FIELDS
        if getattr(selection, field)
    }
    if selection.undated_days >= 0:
        ways["undated"] = selection.but(undated="all")
    if not selection.statuses:
        ways["closed"] = selection.but(statuses=STATUSES)
    counted = [(way, without, count(atlas, without)) for way, without in ways.items()]
    return [(way, tr(f"page.looser.{way}"), without, n) for way, without, n in counted if n]
