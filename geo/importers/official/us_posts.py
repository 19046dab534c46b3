"""The United States' posts: a layer of an ArcGIS feature service, read as a table.

Esri documents the queries of such a service (``query``, ``f=geojson``, ``resultOffset``,
``exceededTransferLimit``). Neither the address nor the columns of the State Department's layer were
found documented: the address is given with ``--service``, and columns are recognised by their
headings, as in any table.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Final

from geo.errors import SourceFaulty
from geo.importers.live.service import Question, Unsound
from geo.importers.official.official_list import Answers, Asker, OfficialList, text
from geo.importers.report import ImportReport
from geo.importers.table_options import TableOptions


def _fetch(ask: Asker) -> Answers:
    answers: dict[str, Any] = {}
    offset = 0
    while True:
        form = {"where": "1=1", "outFields": "*", "f": "geojson", "outSR": "4326"}
        form["resultOffset"] = str(offset)
        address = f"{ask.service.rstrip('/')}/query"
        question = Question(f"from-{offset}", f"posts from number {offset + 1}", form, address)
        answers |= ask([question], _holds)
        found = answers[question.key]
        offset += len(found["features"])
        more = found.get("exceededTransferLimit") or (found.get("properties") or {}).get(
            "exceededTransferLimit"
        )
        if not more or not found["features"]:
            return answers


def _holds(found: Any) -> bool:
    if "error" in found:  # with the status 200, as these services do
        error = found["error"]
        told = text(error.get("message")) if isinstance(error, dict) else text(error)
        raise Unsound(f"it answered with the error {told[:200]}")
    if not isinstance(found.get("features"), list):
        raise Unsound("it gave JSON of another kind instead of GeoJSON")
    return bool(found["features"])


def _raw(file: str, found: Any) -> Answers:
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        raise SourceFaulty(f"{file} is JSON, but not a GeoJSON FeatureCollection.")
    return {file: found}


def _take(path: Path, answers: Answers, day: str, into: Path) -> ImportReport:
    """Import the features as a table whose rows are all sent by the United States."""
    from geo.importers import import_table

    features: list[Any] = []
    for found in answers.values():
        features += _raw(path.name, found)[path.name]["features"]
    collection = {"type": "FeatureCollection", "features": features}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{path.stem}.geojson"
        file.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
        return import_table(
            file,
            into,
            publisher=LIST.publisher,
            date=day,
            title=f"{LIST.title}, data of {day}",
            url=LIST.url,
            options=TableOptions(constants={"sending": "USA"}),
        )


LIST: Final = OfficialList(
    name="us-posts",
    publisher="U.S. Department of State",
    title="Posts of the United States",
    url="https://www.usembassy.gov/",
    basis="Esri's documentation of feature services",
    fetch=_fetch,
    raw=_raw,
    take=_take,
)
