"""``scorecard`` and ``totals``: a dataset measured, and against what others count."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from geo.cli.options import (
    Json,
    Language,
    ReadDataset,
    Shown,
    argument,
    dataset_option,
    option,
    spread,
)
from geo.cli.terminal import note, show, show_json, show_table

_TOLD: Final = ("party", "direction", "counted", "date", "reported", "source", "rank")
_FOUND: Final = ("sure", "suspended", "possible", "difference", "explained")


@spread
def scorecard(
    *,
    shown: Shown,
    listed: Annotated[
        Path | None,
        option(
            "--list",
            "FILE",
            "Table of expected missions: sending, receiving; kind, city.",
        ),
    ] = None,
    sample: Annotated[
        Path | None,
        option(
            "--sample",
            "FILE",
            "Table of checked missions: mission; status, kind, city, opened, closed.",
        ),
    ] = None,
    against: Annotated[
        Path | None, dataset_option("--against", "FOLDER|URL", "Compare with this dataset.")
    ] = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Measure a dataset: coverage, precision, age and accuracy.

    Each share with the number it is of. Coverage needs a list and accuracy a sample; without one
    they are not known. Measures what the filters match, on the as-of date.

    Example: embassy-atlas scorecard --receiving VEN --list foreign-ministry.csv
    """
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
        what = " ".join(value for value in row.values() if value)
        show(said("scorecard.missing", what=what))
    for row in cards[0].wrong:
        show(said("scorecard.wrong", **row))
    for id in cards[0].unknown:
        show(said("scorecard.unknown", mission=id))
    note(said("scorecard.as_of", day=said.date(cards[0].day)))


@spread
def totals(
    file: Annotated[
        Path | None,
        argument(
            "FILE",
            "Table of further totals: party, direction (sent, received), date, count; kind, "
            "source.",
        ),
    ] = None,
    dataset_option: ReadDataset = None,
    as_json: Json = False,
) -> None:
    """Compare totals that sources report with the dataset.

    Each total on its own day: missions confirmed open or suspended, those of them that are
    suspended, and possible ones. Where the source names all missions that it counts, the
    difference is listed mission by mission; else it is called unexplained.

    Example: embassy-atlas totals
    """
    from geo.atlas import Atlas
    from geo.reports.networks import totals as compared

    found = compared(Atlas.open(dataset_option), file)
    if as_json:
        show_json({"count": len(found), "totals": found.to_dict("records")})
        return
    columns = [*_TOLD, *_FOUND]
    show_table(columns, found[columns].to_numpy().tolist())
    for row in found.itertuples():
        for name in ("only_here", "only_there"):
            for one in str(getattr(row, name)).split("|"):
                if one:
                    show(f"{row.source}: {name.replace('_', ' ')}: {one}")
