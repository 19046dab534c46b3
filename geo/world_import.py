"""The world's missions: each source is imported into its own dataset, and all are merged.

Sources are Wikidata, OpenStreetMap and the official lists. If one fails, it is
reported and the others are imported. Answers are stored, so that a later run continues from there.
Only certain matches are merged; the others are counted.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from geo import importers
from geo.dataset import write_atomic
from geo.errors import AtlasError, InvalidSelection, ServiceFailed, quoted
from geo.importers import OFFICIAL, FetchReport, ImportReport, RequestPolicy
from geo.importers.import_run import UndatedError
from geo.merge import Merged, merge

# Folder of the answers, a file for each source, for a machine without a network
ANSWERS: Final = "answers"
WORLD: Final = "world"  # Folder of the merged dataset
_FETCH: Final[Mapping[str, Callable[..., tuple[bytes, FetchReport]]]] = {
    "wikidata": lambda policy, **how: importers.fetch_wikidata(importers.senders(), policy, **how),
    "osm": lambda policy, **how: importers.fetch_osm(importers.hosts(), policy, **how),
}
SOURCES: Final = (*_FETCH, *OFFICIAL)
# Called, if given, with the source, the number of the query, how many there are, and its name
Progress = Callable[[str, int, int, str], None] | None


@dataclass(slots=True)
class Outcome:
    """The result of one source: an import, or why there is none."""

    name: str
    fetched: FetchReport | None = None
    imported: ImportReport | None = None
    failed: str = ""
    left_out: str = ""

    def read(self, files: Sequence[Path], folder: Path, date: str = "") -> None:
        """Import files of the source into its own dataset; ``date``: of those that give none."""
        importer = importers.IMPORTERS.get(self.name)
        if importer is None:
            return
        for file in files:
            try:
                report = importer.read(file, folder / self.name)
            except UndatedError:
                if not date:
                    raise
                report = importer.read(file, folder / self.name, date=date)
            if self.imported is not None:
                report.include(self.imported)
            self.imported = report

    @property
    def missions(self) -> int:
        """Number of its missions."""
        return self.imported.missions if self.imported else 0

    def as_dict(self) -> dict[str, object]:
        """The outcome as a plain mapping, for JSON."""
        return {
            "source": self.name,
            "missions": self.missions,
            "failed": self.failed,
            "left_out": self.left_out,
            "fetched": self.fetched.as_dict() if self.fetched else None,
            "imported": self.imported.as_dict() if self.imported else None,
        }

    def __str__(self) -> str:
        if self.failed:
            return f"{self.name}: failed: {self.failed}"
        if self.imported is None:
            return f"{self.name}: not queried: {self.left_out}"
        refused = self.imported.refused_rows
        rest = f", {refused:,} records rejected" if refused else ""
        return f"{self.name}: {self.missions:,} missions{rest}"


@dataclass(slots=True)
class WorldReport:
    """The result: an outcome for each source, and the merge of those that gave missions."""

    folder: Path
    saved: bool = False  # Whether saved answers were used instead of the network
    outcomes: list[Outcome] = field(default_factory=list)
    merged: Merged | None = None

    @property
    def failed(self) -> list[Outcome]:
        """The sources that failed."""
        return [one for one in self.outcomes if one.failed]

    def as_dict(self) -> dict[str, object]:
        """The report as a plain mapping, for JSON."""
        merged = self.merged.as_dict() if self.merged else None
        return {"sources": [one.as_dict() for one in self.outcomes], "merged": merged}

    def sentences(self) -> list[str]:
        """The report in plain English, a line each."""
        said = [str(one) for one in self.outcomes]
        said += [note for one in self.outcomes if one.imported for note in one.imported.notes]
        said += self.merged.sentences() if self.merged else []
        if self.failed and self.saved:
            said.append("correct the files that failed, and run the same command again")
        elif self.failed:
            said.append("run the same command again to fetch what failed")
        return said


def import_world(
    folder: Path,
    policy: RequestPolicy | None = None,
    *,
    saved: Path | None = None,
    date: str = "",
    only: Collection[str] = (),
    addresses: Mapping[str, str] | None = None,
    key: str = "",
    progress: Progress = None,
) -> WorldReport:
    """Fetch all sources with a policy, or use saved answers, and merge them.

    ``date``: of saved answers that give none; ``only``: these sources; ``addresses``: source ->
    service to query instead; ``key``: the service key of data.go.kr.
    """
    if wrong := [name for name in only if name not in SOURCES]:
        told = f"unknown source {quoted(wrong[0])}"
        raise InvalidSelection(f"{told}. Choose one of {', '.join(SOURCES)}.")
    report = WorldReport(folder, saved=saved is not None)
    for name in only or SOURCES:
        outcome = Outcome(name)
        report.outcomes.append(outcome)
        try:
            if saved is not None:
                _from_files(outcome, saved, folder, date)
            elif policy is not None:
                address = (addresses or {}).get(name, "")
                shown = partial(progress, name) if progress is not None else None
                _live(outcome, folder, policy, key, address=address, progress=shown)
        except AtlasError as error:
            outcome.failed = str(error)
    given = [folder / one.name for one in report.outcomes if one.imported]
    if not given:
        told = "\n".join(str(one) for one in report.outcomes)
        raise ServiceFailed(f"No source gave a mission, and no dataset was changed:\n{told}")
    report.merged = merge(given, folder / WORLD)
    return report


def _live(outcome: Outcome, folder: Path, policy: RequestPolicy, key: str, **how: Any) -> None:
    """Fetch one source, keep its answers in one file, and import it."""
    name, fetch = outcome.name, _FETCH.get(outcome.name)
    if fetch is None:
        outcome.left_out = OFFICIAL[name].lacks(how["address"], key)
        fetch = partial(OFFICIAL[name].fetched, key=key)
    if not outcome.left_out:
        data, outcome.fetched = fetch(policy, **how)
        file = folder / ANSWERS / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, data)
        outcome.read([file], folder)


def _from_files(outcome: Outcome, saved: Path, folder: Path, date: str) -> None:
    """Import the saved answers of one source from a folder: one file, or one for each answer."""
    name = outcome.name
    parts = OFFICIAL[name].files if name in OFFICIAL else ()
    found = {one: sorted(saved.glob(f"{one}.*")) for one in (name, *parts)}
    files = [file for same in found.values() for file in same]
    if not files:
        named = " or ".join(f"{one}.json" for one in found)
        outcome.left_out = f"no file {named} in {quoted(saved)}"
    elif max(map(len, found.values())) > 1 or (found[name] and len(files) > 1):
        names = ", ".join(file.name for file in files)
        outcome.failed = f"{quoted(saved)} has several files of it: {names}. Keep only one of them."
    else:
        outcome.read(files, folder, date)
