"""A dump of what the product answers for many selections, to tell whether a change changed it.

    python tests/golden.py                     write the dump of the bundled dataset
    python tests/golden.py WORLD               write digests for the world's missions, imported
    python tests/golden.py DATASET FOLDER      write that of another, to compare commits

Rows and the text of cards stand in the dump as they are, one a line; GeoJSON features, figures and
the many other cards as the first digits of their SHA-256. The days are fixed, today plays no part.
A dump changes only in a commit that says why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest import mock

import shapely

import geo
from geo import errors, exporters, figures
from geo.atlas.absence import absences
from geo.reports import cards, conflicts

DUMP = Path(__file__).parent / "data" / "golden"
DAY = "2026-11-28"

SELECTIONS: dict[str, dict[str, Any]] = {
    "all": {},
    "pair": {"among": ("VEN", "PRK")},
    "pair-2014": {"among": ("VEN", "PRK"), "as_of": "2014-12-31"},
    "pair-2019-01-25": {
        "among": ("VEN", "PRK"),
        "as_of": "2019-01-25",
        "known_on": "2019-01-25",
    },
    "pair-2019-01-26": {
        "among": ("VEN", "PRK"),
        "as_of": "2019-01-26",
        "known_on": "2019-01-26",
    },
    "pair-2019-09": {"among": ("VEN", "PRK"), "as_of": "2019-09-01"},
    "sent-by-prk": {"sending": ("PRK",)},
    "sent-by-ven": {"sending": ("VEN",)},
    "received-by-prk": {"receiving": ("PRK",)},
    "received-by-ven": {"receiving": ("VEN",)},
    "received-by-prk-2019": {"receiving": ("PRK",), "as_of": "2019-12-31"},
    "received-by-ven-2009": {"receiving": ("VEN",), "as_of": "2009-12-31"},
    "prk-1980": {"states": ("PRK",), "as_of": "1980-06-30"},
    "ven-known-2016": {"states": ("VEN",), "known_on": "2016-12-31"},
    "prk-known-2022": {"states": ("PRK",), "known_on": "2022-12-31", "as_of": "2022-12-31"},
    "closed": {"statuses": ("closed",)},
    "unknown": {"statuses": ("unknown",)},
    "open-or-suspended": {"statuses": ("open", "suspended")},
    "consulates": {"kinds": ("consulate",)},
    "caracas": {"cities": ("Caracas",)},
    "text": {"text": "pyongyang"},
    "one-source": {"sources": ("wikidata-2022-11-16",)},
    "box": {"bbox": (100.0, -10.0, 150.0, 60.0)},
    "box-over-180": {"bbox": (170.0, -60.0, -60.0, 60.0)},
    "france-poland": {"states": ("FRA", "POL")},
}
ON_THE_WORLD = ("pair", "prk-known-2022", "france-poland")
FIGURES = {"pair": {"size": "page"}, "sent-by-prk": {"size": "social"}, "caracas": {"dark": True}}


def digest(data: bytes) -> str:
    """The first digits of a SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def _stable(value: object) -> bytes:
    """A value as JSON, its sets sorted: the same bytes in every process."""
    return json.dumps(
        value, default=lambda v: sorted(v) if isinstance(v, (set, frozenset)) else str(v)
    ).encode()


def parts(atlas: geo.Atlas, values: dict[str, Any], bundled: bool) -> list[tuple[str, Any]]:
    """The parts of one selection's dump: name, then lines that JSON can hold; as of its day."""
    with mock.patch("geo.dates.today", return_value=dt.date.fromisoformat(DAY)):
        return list(_parts(atlas, values, bundled))


def _parts(atlas: geo.Atlas, values: dict[str, Any], bundled: bool) -> Iterator[tuple[str, Any]]:
    selection = geo.Selection(**{"as_of": DAY, **values})
    missions = atlas.missions(selection)
    yield "missions", list(_records(missions))
    yield "hidden", [atlas.hidden(selection).counts]
    yield "lines", list(_records(geo.lines(atlas, selection)))
    try:
        absent = [digest(_stable(row)) for row in absences(atlas, selection).to_dict("records")]
    except errors.InvalidSelection as refused:
        absent = [str(refused)]
    yield "absences", absent
    yield (
        "conflicts",
        [digest(_stable(asdict(one))) for one in conflicts.conflicts(atlas, selection)],
    )
    features = json.loads(exporters.geojson(atlas, selection, layers=tuple(exporters.LAYERS)))[
        "features"
    ]
    yield "geojson", [f"{one.get('id')} {digest(_stable(_rounded(one)))}" for one in features]
    ids = missions["id"].tolist()[: None if bundled else 200]
    for number, id in enumerate([*_pair(selection), *ids]):
        shown = cards.card(atlas, id, as_of=selection.as_of, known_on=selection.known_on)
        whole = asdict(shown)
        clear = bundled and number < 3
        said = _text(whole) if clear else [digest(_stable(whole))]
        yield f"card {id}", said


def _pair(selection: geo.Selection) -> list[str]:
    return [f"pair:{'-'.join(selection.among)}"] if len(selection.among) == 2 else []


def _records(frame: Any) -> Iterator[dict[str, str]]:
    for row in frame.to_dict("records"):
        yield {name: _short(value) for name, value in row.items()}


def _short(value: Any) -> str:
    """A cell as text: shapes as digests, numbers to six digits, which all processors share."""
    if hasattr(value, "wkb"):
        return digest((shapely.get_coordinates(value).round(4) + 0.0).tobytes())
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _rounded(value: Any) -> Any:
    """A value of JSON with its numbers to four decimals."""
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 4) + 0.0 if isinstance(value, float) else value


def _text(card: dict[str, Any]) -> list[Any]:
    rows = [
        [section["title"], *(str(row[name]) for name in ("label", "value", "when", "note"))]
        for section in card["sections"]
        for row in section["rows"]
    ]
    return [card["title"], *card["lead"], *rows]


def dump(atlas: geo.Atlas, folder: Path, bundled: bool = True) -> None:
    """Write the dump of a dataset: a file a selection."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files(atlas, bundled):
        (folder / name).write_bytes(data)


def files(atlas: geo.Atlas, bundled: bool = True) -> Iterator[tuple[str, bytes]]:
    """The files of a dump: name and bytes."""
    for name, values in SELECTIONS.items():
        lines = []
        for part, rows in parts(atlas, values, bundled):
            body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            lines.append(f"{json.dumps(part)}: [\n{body}\n]")
        yield f"{name}.json", ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def world(atlas: geo.Atlas) -> dict[str, str]:
    """Digests of each part of the dump of the world's missions, which is too large to keep."""
    return {
        f"{name}: {part}": digest(_stable(rows))
        for name in ON_THE_WORLD
        for part, rows in parts(atlas, SELECTIONS[name], bundled=False)
        if not part.startswith("card ")
    }


def figure_digests(atlas: geo.Atlas) -> dict[str, str]:
    """Digests of figures, and the release of the library that drew them."""
    import matplotlib

    found = {"matplotlib": matplotlib.__version__}
    for name, options in FIGURES.items():
        selection = geo.Selection(**{"as_of": DAY, **SELECTIONS[name]})
        found[name] = digest(figures.figure(atlas, selection, format="svg", **options))
    return found


def write(path: Path, found: dict[str, str]) -> None:
    """Write digests, one a line."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [dataset, folder]:
            dump(geo.Atlas.open(dataset), Path(folder), bundled=False)
        case [dataset]:
            write(DUMP / "world.txt", world(geo.Atlas.open(dataset)))
        case _:
            opened = geo.Atlas.open()
            dump(opened, DUMP)
            write(DUMP / "figures.txt", figure_digests(opened))
