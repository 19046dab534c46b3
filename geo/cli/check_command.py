"""``check``: the errors and warnings of a dataset."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from geo import dataset as datasets
from geo.cli.terminal import show, show_json, working
from geo.errors import DatasetFaulty, ValidationError
from geo.i18n import ENGLISH
from geo.reports import quality
from geo.reports.quality import Finding

_SHOWN: Final = 10  # Warnings of a type that are printed without ``--all``


def check_dataset(
    dataset: Path | None, fix: bool, strict: bool, years_old: int, every: bool, as_json: bool
) -> int:
    """Check a dataset and report."""
    folder = datasets.locate(dataset)
    with working("Checking the dataset"):
        written = datasets.fix(folder) if fix else []
        problems = datasets.check(folder)
        found = _found(folder, years_old)
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
        for name in written:
            show(f"put into canonical form: {name}")
        _tell(folder, problems, found, every)
    return 1 if problems or (strict and found) else 0


def _found(folder: Path, years_old: int) -> list[Finding] | None:
    """The warnings; None where errors keep the dataset from being read."""
    try:
        return quality.findings(datasets.read(folder), years_old=years_old)
    except DatasetFaulty:
        return None


def _tell(
    folder: Path, problems: list[ValidationError], found: list[Finding] | None, every: bool
) -> None:
    """Print errors, each point outside with a suggestion; then the warnings by type."""
    outside = {(one.file, one.row): one for one in found or () if one.kind == "outside"}
    for problem in problems:
        show(problem)
        if (one := outside.pop((problem.file, problem.row or 0), None)) is not None:
            show(f"  {one.id}: {one.suggestion}")
    warnings = [
        one for one in found or () if one.kind != "outside" or (one.file, one.row) in outside
    ]
    for kind, group in groupby(warnings, key=lambda one: one.kind):
        ones = list(group)
        print(f"warning: {ENGLISH(f'quality.count.{kind}', count=len(ones))}")
        shown = ones if every else ones[:_SHOWN]
        for one in shown:
            show(f"  {one}")
        if len(ones) > len(shown):
            print(f"  … and {len(ones) - len(shown):,} more: run with --all or --json")
    count = (
        f"{len(problems):,} errors" if len(problems) > 1 else "1 error" if problems else "no errors"
    )
    if found is None:
        rest = "; correct them to see the warnings"
    elif warnings:
        rest = f"; {len(warnings):,} warnings" if len(warnings) > 1 else "; 1 warning"
    else:
        rest = ""
    show(f"{datasets.shown(folder)}: {count}{rest}")
