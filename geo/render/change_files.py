"""Changes of missions as files: GeoJSON, JSON Feed 1.1, Atom, and a table."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import orjson

from geo.exporters import table
from geo.i18n import Translator, plain
from geo.render.engine import render
from geo.reports.changes import Compared

_TAG: Final = "tag:embassy-atlas,2026"
_COLUMNS: Final = ("change", "mission", "name", "sending", "receiving", "detail", "why", "sources")


def changes_geojson(found: Compared, tr: Translator) -> bytes:
    """Each change as a point where the mission is, or was."""
    whole = found.as_dict(tr)
    features = [
        {
            "type": "Feature",
            "id": f"{one.kind}:{one.mission}",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": told,
        }
        for one, told in zip(found.changes, whole.pop("changes"), strict=True)
    ]
    told = {"type": "FeatureCollection", "metadata": whole, "features": features}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def changes_csv(found: Compared, tr: Translator) -> bytes:
    """Each change as a row, for a spreadsheet."""
    told = [{**one.as_dict(tr), "detail": one.detail(tr)} for one in found.changes]
    rows = [{**one, "why": one["why_text"], "sources": "|".join(one["sources"])} for one in told]
    return table(_COLUMNS, [[row[name] for name in _COLUMNS] for row in rows])


def json_feed(found: Compared, tr: Translator) -> bytes:
    """The changes as a feed after JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(found, tr),
        "description": found.summary(tr),
        "language": tr.language,
        "authors": [{"name": "Embassy Atlas"}],
        "items": list(_items(found, tr)),
    }
    return orjson.dumps(feed, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def atom_feed(found: Compared, tr: Translator) -> bytes:
    """The changes as a feed after RFC 4287 (Atom)."""
    text = render(
        "feed/atom",
        language=tr.language,
        title=_title(found, tr),
        summary=found.summary(tr),
        id=f"{_TAG}:changes/{quote(found.before, safe='')}/{quote(found.after, safe='')}",
        day=found.day,
        items=_items(found, tr),
    )
    return f"{text}\n".encode()


FEEDS: Final = {".json": json_feed, ".atom": atom_feed, ".xml": atom_feed}
"""Suffix of a feed -> what writes it."""


def _title(found: Compared, tr: Translator) -> str:
    return plain(tr("changes.title", before=found.before, after=found.after))


def _items(found: Compared, tr: Translator) -> Iterator[dict[str, Any]]:
    for one in found.changes:
        said = [tr(f"changes.kind.{one.kind}"), one.detail(tr), one.reason.text(tr)]
        yield {
            "id": f"{_TAG}:{found.day}/{one.kind}/{quote(one.mission, safe='')}",
            "title": plain(f"{one.name}: {said[0]}"),
            "content_text": plain(tr.sentences([tr.capital(text) for text in said if text])),
            "date_published": f"{one.day or found.day}T00:00:00Z",
            "tags": [one.kind],
        }
