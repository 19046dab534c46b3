"""Rows of small made-up datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geo import dataset
from geo.dataset import MODELS, Dataset


def row(table: str, **cells: str) -> dict[str, str]:
    return dict.fromkeys(MODELS[table].columns, "") | cells


def source(id: str, **cells: str) -> dict[str, str]:
    return row("sources", id=id, publisher="P", title=f"T {id}", kind="database", **cells)


def mission(id: str, **cells: str) -> dict[str, str]:
    told = {"sending": "VEN", "receiving": "PRK", "kind": "embassy", "city": "Pyongyang"} | cells
    return row("missions", id=id, **told)


def listed(mission: str, source: str, **cells: str) -> dict[str, str]:
    told = {"kind": "listed", "date": "2022-11-16", "sense": "attested", "sources": source} | cells
    return row("events", id=f"{mission}-listed-{source}", mission=mission, **told)


def at(mission: str, source: str, longitude: str, latitude: str, **cells: str) -> dict[str, str]:
    told = {"method": "source_point", "precision": "building", "rank": "normal"} | cells
    return row(
        "positions",
        id=f"{mission}-at-{source}",
        mission=mission,
        longitude=longitude,
        latitude=latitude,
        sources=source,
        **told,
    )


def claim(id: str, subject: str, property: str, value: str, source: str) -> dict[str, str]:
    told = {"subject": subject, "property": property, "value": value, "source": source}
    return row("claims", id=id, rank="normal", **told)


def written(folder: Path, rows: Mapping[str, Sequence[dict[str, str]]], **own: Any) -> Path:
    tables = {name: list(rows.get(name, ())) for name in (*MODELS, "places")}
    dataset.write(Dataset(folder, tables, {}, {"name": folder.name, **own}, ""), folder)
    return folder


def simple(folder: Path, name: str, *missions: dict[str, str], **more: Any) -> Path:
    """A dataset with one source, which lists all of its missions."""
    rows = {
        "sources": [source(name, url=f"https://example.org/{name}", published="2022-11-16")],
        "missions": list(missions),
        "events": [listed(one["id"], name) for one in missions],
        "positions": more.pop("positions", []),
        "claims": more.pop("claims", []),
    }
    return written(folder / name, rows, **more)


def missions(folder: Path) -> dict[str, dict[str, str]]:
    return dataset.read(folder).by_id["missions"]
