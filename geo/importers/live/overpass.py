"""What is asked of Overpass: one bounded question a receiving state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from string import Template
from typing import Any, Final

from geo import package_files, parties
from geo.importers.live import service
from geo.importers.live.service import FetchReport, Progress, Question, RequestPolicy, Unsound
from geo.parties import State

SERVICE: Final = "https://overpass-api.de/api/interpreter"

MOST: Final = 5_000
"""Missions that one answer may hold; one that holds as many may have been cut."""

_SECONDS: Final = 90
_BYTES: Final = 64 * 1024 * 1024


def hosts() -> tuple[State, ...]:
    """The parties that are asked for: all with an area of their own in OpenStreetMap."""
    return tuple(one for one in parties.parties() if one.alpha2 and not one.former)


def question(host: State) -> Question:
    """What is asked of one receiving party: everything in its area that is tagged as a mission."""
    text = Template(package_files.text("importers/live/missions.overpassql")).substitute(
        code=host.alpha2, seconds=_SECONDS, bytes=_BYTES, most=MOST
    )
    return Question(host.code, host.name, {"data": text})


def fetch(
    parties: Sequence[State],
    policy: RequestPolicy,
    *,
    address: str = "",
    progress: Progress | None = None,
) -> tuple[bytes, FetchReport]:
    """Ask for the missions in parties, and put the answers into one file."""
    asked = [question(one) for one in parties]
    address = address or SERVICE
    answers, account = service.ask(address, asked, policy, _sound, progress=progress)
    elements: dict[str, Any] = {}
    stamps = []
    for one in asked:
        document = json.loads(answers[one.key].data)
        stamps.append(str(document["osm3s"]["timestamp_osm_base"]))
        for element in document["elements"]:
            elements.setdefault(f"{element.get('type')}/{element.get('id')}", element)
    document = {
        "version": 0.6,
        "osm3s": {
            "timestamp_osm_base": min(stamps, default=""),
            "copyright": "The data included in this document is from www.openstreetmap.org. "
            "The data is made available under ODbL.",
        },
        "elements": list(elements.values()),
        "fetched": {"service": address, "parties": sorted(answers)},
    }
    return service.one_file(document), account


def _sound(asked: Question, data: bytes) -> bool:
    """Whether an answer, which is whole, holds anything."""
    document = service.json_answer(data, "Overpass JSON")
    try:
        elements, stamp = document["elements"], document["osm3s"]["timestamp_osm_base"]
    except (KeyError, TypeError) as error:
        raise Unsound("it gave JSON of another kind instead of Overpass JSON") from error
    if not isinstance(elements, list) or not isinstance(stamp, str):
        raise Unsound("it gave JSON of another kind instead of Overpass JSON")
    if remark := document.get("remark"):
        raise Unsound(f"it broke off: {str(remark)[:200]}")
    if len(elements) >= MOST:
        raise Unsound(f"its answer holds {MOST:,} elements and may have been cut")
    return bool(elements)
