"""``scorecard`` and ``totals``: a dataset measured, and against what others count."""

from pathlib import Path
from typing import Final

from geo.cli.options import Shown
from geo.cli.terminal import note, show, show_json, show_table

_TOTALS: Final = (
    *("party", "direction", "counted", "date", "reported", "source", "rank"),
    *("sure", "suspended", "possible", "difference", "explained"),
)


def scorecard(
    *,
    listed: Path | None = None,
    sample: Path | None = None,
    against: Path | None = None,
    language: str = "en",
    as_json: bool = False,
    shown: Shown,
) -> None:
    """Print the measures of a dataset, or of two."""
    from geo.atlas import Atlas
    from geo.i18n import tr
    from geo.reports.networks import scorecard as measured

    said, selection = tr(language), shown.selection()
    atlases = [shown.atlas(selection), *([Atlas.open(against)] if against else [])]
    cards = [measured(one, selection, listed=listed, sample=sample) for one in atlases]
    if as_json:
        told = [one.as_dict() for one in cards]
        show_json({**told[0], "against": told[1]} if against else told[0])
        return
    names = [f" ({one.dataset.folder.resolve().name})" for one in atlases] if against else [""]
    words = [said(f"scorecard.{one}") for one in ("part", "whole", "share")]
    heads = [word + name for name in names for word in words]
    rows = [
        [said(f"scorecard.of.{same[0].name}"), *(cell for one in same for cell in one.cells(said))]
        for same in zip(*(card.measures for card in cards), strict=True)
    ]
    show_table([said("scorecard.measure"), *heads], rows)
    for row in cards[0].missing:
        show(said("scorecard.missing", what=" ".join(value for value in row.values() if value)))
    show(*(said("scorecard.wrong", **row) for row in cards[0].wrong))
    show(*(said("scorecard.unknown", mission=id) for id in cards[0].unknown))
    note(said("scorecard.as_of", day=said.date(cards[0].day)))


def totals(
    file: Path | None = None, dataset_option: Path | None = None, as_json: bool = False
) -> None:
    """Print totals that sources report, and what the dataset counts."""
    from geo.atlas import Atlas
    from geo.reports.networks import totals as compared

    found = compared(Atlas.open(dataset_option), file)
    if as_json:
        show_json({"count": len(found), "totals": found.to_dict("records")})
        return
    show_table(_TOTALS, found[[*_TOTALS]].to_numpy().tolist())
    for row in found.itertuples():
        for name in ("only_here", "only_there"):
            for one in filter(None, str(getattr(row, name)).split("|")):
                show(f"{row.source}: {name.replace('_', ' ')}: {one}")
