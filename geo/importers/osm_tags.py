"""Tags of OpenStreetMap on a mission: its type, and whether it still exists.

https://wiki.openstreetmap.org/wiki/Tag:office=diplomatic, Key:diplomatic, Lifecycle_prefix,
Key:operational_status
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from geo import package_files
from geo.importers.kinds import kind_of
from geo.importers.statuses import event_of

_HAPPENED: Final[dict[str, list[str]]] = package_files.toml("importers/lifecycle.toml")
_ENDED, _PLANNED = _HAPPENED["closed"], _HAPPENED["announced"]
_LIFECYCLE: Final = {key: event for event, keys in _HAPPENED.items() for key in keys}
"""Prefix of a key -> what happened to that which the tag names."""

_FLAGS: Final = (*(one for one in _ENDED if one not in ("was", "old", "historic")), *_PLANNED)
"""Keys that say the same of the whole element.

construction=* is of the building, and historic=* of its value as a monument, which may be in use.
"""

_STATUS: Final = "operational_status"

_MAIN: Final = {"office": ("diplomatic",), "amenity": ("embassy", "consulate")}
_GROUPS: Final = {"embassy": "embassy", "consulate": "consulate", "liaison": "liaison_office"}
"""Value of ``diplomatic`` -> type where no further tag says more."""


class Reading(NamedTuple):
    """Tags without lifecycle prefixes; blank event for a mission that is one now."""

    tags: Mapping[str, str]
    event: str = ""
    tag: str = ""  # The tag with the event


def is_mission(tags: Mapping[str, str]) -> bool:
    """Whether tags are those of a mission that is, was or is planned."""
    plain = reading(tags).tags
    return _is_main(plain) or bool(plain.get("diplomatic"))


def _is_main(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key) in values for key, values in _MAIN.items())


def reading(tags: Mapping[str, str]) -> Reading:
    """The tags without their lifecycle prefix, and the event of the prefix, a flag or a value.

    ``disused:office=diplomatic`` beside ``office=diplomatic`` is of an office before this one.
    """
    read = Reading(tags) if _is_main(tags) else _without_prefix(tags)
    if read.event:
        return read
    for key in (*_FLAGS, *_MAIN):
        if tags.get(key) in _ENDED if key in _MAIN else tags.get(key, "no") != "no":
            return read._replace(event=_LIFECYCLE.get(key, "closed"), tag=key)
    event = event_of(tags.get(_STATUS, "").replace("_", " "))
    return read._replace(event=event, tag=_STATUS) if event else read


def _without_prefix(tags: Mapping[str, str]) -> Reading:
    for key in tags:
        prefix, _, rest = key.partition(":")
        if prefix in _LIFECYCLE and rest in (*_MAIN, "diplomatic"):
            under = {k.partition(":")[2]: v for k, v in tags.items() if k.startswith(f"{prefix}:")}
            if _is_main(under) or under.get("diplomatic"):
                return Reading({**under, **tags}, _LIFECYCLE[prefix], key)
    return Reading(tags)


def kind_in(tags: Mapping[str, str]) -> str:
    """The type that tags name; the more specific one is used, such as consulate=honorary_consul."""
    group = tags.get("diplomatic", "")
    if group not in _GROUPS:
        if group:
            return kind_of("", group.replace("_", " "))
        if tags.get("office") == "diplomatic" or tags.get("amenity") not in _MAIN["amenity"]:
            return ""
        group = tags["amenity"]
    further = _special(tags.get(group, ""), group)
    if not further and "diplomatic" not in tags:  # amenity=embassy meant consulates, too
        further = _special(tags.get("consulate", ""), "consulate")
    return further or _GROUPS[group]


def _special(value: str, group: str) -> str:
    """The type that a value such as honorary, consulate_general or residence means."""
    words = value.replace("_", " ")
    return kind_of("", words) or (kind_of("", f"{words} {group}") if words else "")
