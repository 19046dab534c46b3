"""What is asked of Overpass: one bounded question a receiving state."""

from collections.abc import Sequence
from string import Template
from typing import Any, Final

from geo import package_files, parties
from geo.importers.live import service
from geo.importers.live.service import (
    Asker,
    FetchReport,
    Progress,
    Question,
    RequestPolicy,
    Unsound,
)
from geo.parties import State

SERVICE: Final = "https://overpass-api.de/api/interpreter"
MOST: Final = 5_000  # Most missions of one answer; an answer with as many may have been cut
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
    parties: Sequence[State], policy: RequestPolicy, *, address: str = "", progress: Progress = None
) -> tuple[bytes, FetchReport]:
    """Ask for the missions in parties, and put the answers into one file."""
    asked = [question(one) for one in parties]
    ask = Asker(address or SERVICE, policy, _sound, progress)
    answers = ask(asked)
    found = [answers[one.key] for one in asked]
    stamps = [str(one["osm3s"]["timestamp_osm_base"]) for one in found]
    elements: dict[str, Any] = {}
    for element in (element for one in found for element in one["elements"]):
        elements.setdefault(f"{element.get('type')}/{element.get('id')}", element)
    document = {
        "version": 0.6,
        "osm3s": {
            "timestamp_osm_base": min(stamps, default=""),
            "copyright": "The data included in this document is from www.openstreetmap.org. "
            "The data is made available under ODbL.",
        },
        "elements": list(elements.values()),
        "fetched": {"service": ask.service, "parties": sorted(answers)},
    }
    return service.one_file(document), ask.report


def _sound(asked: Question, data: bytes) -> bool:
    document = service.json_answer(data, "Overpass JSON")
    elements, about = document.get("elements"), document.get("osm3s")
    stamp = about.get("timestamp_osm_base") if isinstance(about, dict) else None
    if not isinstance(elements, list) or not isinstance(stamp, str):
        raise Unsound("it gave JSON of another kind instead of Overpass JSON")
    if remark := document.get("remark"):
        raise Unsound(f"it broke off: {str(remark)[:200]}")
    if len(elements) >= MOST:
        raise Unsound(f"its answer holds {MOST:,} elements and may have been cut")
    return bool(elements)
