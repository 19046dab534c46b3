"""``check``: the faults of a pack, and what is worth a second look."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from geo import pack as packs
from geo import quality
from geo.cli.terminal import printable, show_json, working
from geo.errors import Fault, PackFaulty
from geo.quality import Finding
from geo.words import ENGLISH

__all__ = ["check_pack"]

_SHOWN: Final = 10
"""Remarks of a kind that are printed where not all are asked for."""


def check_pack(
    pack: Path | None, fix: bool, strict: bool, years_old: int, every: bool, as_json: bool
) -> int:
    """Check a pack and report.

    Parameters
    ----------
    pack
        Folder of the pack; None for the bundled one.
    fix
        First put its files into canonical form.
    strict
        Count remarks as faults for the exit code.
    years_old
        Years after which evidence counts as old.
    every
        Print all remarks.
    as_json
        As JSON.

    Returns
    -------
    int
        The exit code: 1 where there are faults.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    """
    folder = packs.locate(pack)
    with working("Checking the pack"):
        written = packs.fix(folder) if fix else []
        faults = packs.check(folder)
        found = _found(folder, years_old)
    if as_json:
        show_json(
            {
                "pack": str(folder),
                "written": written,
                "count": len(faults),
                "faults": [fault.as_dict() for fault in faults],
                "remarks": None if found is None else quality.counts(found),
                "findings": None if found is None else [one.as_dict() for one in found],
            }
        )
    else:
        for name in written:
            print(f"put into canonical form: {printable(name)}")
        _tell(folder, faults, found, every)
    return 1 if faults or (strict and found) else 0


def _found(folder: Path, years_old: int) -> list[Finding] | None:
    """The remarks; None where faults keep the pack from being read."""
    try:
        return quality.findings(packs.read(folder), years_old=years_old)
    except PackFaulty:
        return None


def _tell(folder: Path, faults: list[Fault], found: list[Finding] | None, every: bool) -> None:
    """Faults, each point outside with what may have gone wrong; then the remarks by kind."""
    outside = {(one.file, one.row): one for one in found or () if one.kind == "outside"}
    for fault in faults:
        print(printable(fault))
        if (one := outside.pop((fault.file, fault.row or 0), None)) is not None:
            print(f"  {printable(one.id)}: {printable(one.suggestion)}")
    remarks = [
        one for one in found or () if one.kind != "outside" or (one.file, one.row) in outside
    ]
    for kind, group in groupby(remarks, key=lambda one: one.kind):
        ones = list(group)
        print(f"remark: {ENGLISH(f'quality.count.{kind}', count=len(ones))}")
        shown = ones if every else ones[:_SHOWN]
        for one in shown:
            print(f"  {printable(one)}")
        if len(ones) > len(shown):
            print(f"  … and {len(ones) - len(shown):,} more; --all or --json has them")
    count = f"{len(faults):,} faults" if len(faults) > 1 else "1 fault" if faults else "no faults"
    if found is None:
        told = "; remarks are looked for once these are mended"
    elif remarks:
        told = f"; {len(remarks):,} remarks" if len(remarks) > 1 else "; 1 remark"
    else:
        told = ""
    print(f"{printable(folder)}: {count}{told}")
