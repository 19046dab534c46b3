"""The United States' posts: a layer of an ArcGIS feature service, read as a table.

Esri documents its queries (``f=geojson``, ``resultOffset``, ``exceededTransferLimit``). Neither the
address nor the columns of the State Department's layer were found documented: the address is given
with ``--service``, and columns are recognised by their headings, as in any table.
"""

import json
from typing import Any, Final

from geo.errors import SourceFaulty
from geo.importers.grids import Grid
from geo.importers.grids.json_tables import json_table
from geo.importers.live.service import Asker, Question, Unsound
from geo.importers.official.official_list import Answers, Shape, text
from geo.importers.table_options import PLAIN

_FORM: Final = {"where": "1=1", "outFields": "*", "f": "geojson", "outSR": "4326"}


def _fetch(ask: Asker) -> Answers:
    def question(pages: list[Any]) -> Question:
        offset = sum(len(page["features"]) for page in pages)
        form = {**_FORM, "resultOffset": str(offset)}
        address = f"{ask.service.rstrip('/')}/query"
        return Question(f"from-{offset}", f"posts from number {offset + 1}", form, address)

    return ask.pages(question, lambda pages: _cut_short(pages[-1]))


def _cut_short(page: Any) -> bool:
    limit = {**page, **(page.get("properties") or {})}.get("exceededTransferLimit")
    return bool(limit and page["features"])


def _holds(found: Any) -> bool:
    if "error" in found:  # with the status 200, as these services do
        error = found["error"]
        told = text(error.get("message")) if isinstance(error, dict) else text(error)
        raise Unsound(f"it answered with the error {told[:200]}")
    if not isinstance(found.get("features"), list):
        raise Unsound("it gave JSON of another kind instead of GeoJSON")
    return bool(found["features"])


def _read(file: str, answers: Answers) -> Grid:
    if answers and all(map(_cut_short, answers.values())):
        raise SourceFaulty(
            f"{file} is incomplete: it has exceededTransferLimit, so the layer has further posts. "
            "Fetch all of them with --live and --service, or save every page in one file without "
            "that mark."
        )
    features = [one for found in answers.values() for one in found["features"]]
    collection = {"type": "FeatureCollection", "features": features}
    return json_table(file, json.dumps(collection).encode(), PLAIN)


SHAPE: Final = Shape(_fetch, _holds, _read)
