"""``check``: the errors and warnings of a dataset."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from geo.cli.options import chosen_dataset
from geo.cli.terminal import show, show_json, working
from geo.i18n import ENGLISH

if TYPE_CHECKING:
    from geo.errors import ValidationError
    from geo.reports.quality import Finding

_SHOWN: Final = 10  # Warnings of a type that are printed without ``--all``


def check(
    dataset: Path | None = None,
    dataset_option: Path | None = None,
    fix: bool = False,
    strict: bool = False,
    stale_years: int = 5,
    every: bool = False,
    as_json: bool = False,
) -> None:
    """Print the errors and warnings of a dataset."""
    from geo import dataset as datasets
    from geo.errors import DatasetFaulty
    from geo.reports import quality

    folder = datasets.locate(chosen_dataset(dataset, dataset_option))
    with working("Checking the dataset"):
        written = datasets.fix(folder) if fix else []
        problems = datasets.check(folder)
        try:
            found = quality.findings(datasets.read(folder), years_old=stale_years)
        except DatasetFaulty:  # Its errors are in problems
            found = None
    if as_json:
        show_json(
            {
                "dataset": datasets.shown(folder),
                "written": written,
                "count": len(problems),
                "errors": [problem.as_dict() for problem in problems],
                "warnings": None if found is None else quality.counts(found),
                "findings": None if found is None else [one.as_dict() for one in found],
            }
        )
    else:
        show(*(f"put into canonical form: {name}" for name in written))
        warnings = _print(problems, found or [], every)
        rest = "; correct them to see the warnings" if found is None else ""
        if warnings:
            rest = f"; {warnings:,} warnings" if warnings > 1 else "; 1 warning"
        number = len(problems)
        count = f"{number:,} errors" if number > 1 else "1 error" if problems else "no errors"
        show(f"{datasets.shown(folder)}: {count}{rest}")
    raise typer.Exit(1 if problems or (strict and found) else 0)


def _print(problems: list[ValidationError], found: list[Finding], every: bool) -> int:
    """Print errors, each point outside with a suggestion; then the warnings by type, counted."""
    outside = {(one.file, one.row): one for one in found if one.kind == "outside"}
    for problem in problems:
        show(problem)
        if (one := outside.pop((problem.file, problem.row or 0), None)) is not None:
            show(f"  {one.id}: {one.suggestion}")
    warnings = [one for one in found if one.kind != "outside" or (one.file, one.row) in outside]
    for kind, group in groupby(warnings, key=lambda one: one.kind):
        ones = list(group)
        print(f"warning: {ENGLISH(f'quality.count.{kind}', count=len(ones))}")
        shown = ones if every else ones[:_SHOWN]
        show(*(f"  {one}" for one in shown))
        if len(ones) > len(shown):
            print(f"  … and {len(ones) - len(shown):,} more: run with --all or --json")
    return len(warnings)
