"""``verify``: whether a file made earlier is as it was made, and would be made so today."""

from __future__ import annotations

from pathlib import Path

from geo.cli.terminal import show, show_json, working
from geo.dataset import MOST_UNPACKED
from geo.errors import InvalidSelection, quoted


def verify_file(file: Path, dataset: Path | None, language: str, as_json: bool) -> int:
    """Print what is found out about a file; 0 where it is the same, else 1."""
    from geo import i18n, verification
    from geo.atlas import Atlas

    tr = i18n.tr(language)
    if not file.is_file():
        what = "a folder" if file.is_dir() else "not there"
        raise InvalidSelection(f"{quoted(file)} is {what}. Give a file that this program made.")
    if file.stat().st_size > MOST_UNPACKED:
        most = MOST_UNPACKED // 1_000_000
        raise InvalidSelection(f"{quoted(file)} has more than {most:,} MB. Give a smaller file.")
    with working("Verifying the file"):
        found = verification.verified(file.read_bytes(), Atlas.open(dataset), tr)
    if as_json:
        show_json({"file": str(file), **found.as_dict(tr)})
    else:
        for line in found.lines(tr):
            show(line)
    return 0 if found.same else 1
