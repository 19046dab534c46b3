"""The site for programs: JSON files, how to cite it, and its description for search engines."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from geo import dates, i18n, parties, provenance
from geo.dataset import days_of, edits, licences_of
from geo.exporters import Frames, records
from geo.exporters.statements import statements
from geo.site.pages import Site
from geo.vocabulary import STATUSES
from geo.webmap.scene import script_json

API: Final = "v1"  # Folder of the files, and the version of their form
_OTHER: Final = "other"
_LEFT_OUT: Final = ("entity", "address", "first_seen", "last_seen")
_IN_MISSION: Final = (
    *("id", "name", "sending", "receiving", "city", "kind", "status", "certainty", "opened"),
    *("closed", "last_evidence", "longitude", "latitude", "radius_m", "exactness", "wikidata"),
    *("sources",),
)
Files = Iterator[tuple[str, bytes]]


def api_files(site: Site) -> Files:
    """The missions, the states and the statements, each with what names its page."""
    atlas, plan = site.atlas, site.plan
    chosen = plan.selection.but(statuses=STATUSES, undated="all")
    missions = [
        {**{name: one[name] for name in _IN_MISSION}, "page": plan.cards[str(one["id"])]}
        for one in records(atlas, chosen, atlas.missions(chosen), i18n.ENGLISH)
        if str(one["id"]) in plan.cards
    ]
    yield f"{API}/missions.json", _table(missions, (*_IN_MISSION, "page"))
    held: dict[str, dict[object, list[object]]] = defaultdict(lambda: defaultdict(list))
    for mission in missions:
        for end in ("sending", "receiving"):
            held[end][mission[end]].append(mission["id"])
    states = []
    for id in plan.of("states"):
        code = id.removeprefix("state:")
        names = {one: i18n.tr(one).party(code) for one in plan.languages}
        qid, page = parties.party_by_code(code).qid, plan.cards[id]
        about = {"code": code, "wikidata": qid, "names": names, "page": page}
        ends = {"sends": "sending", "receives": "receiving"}
        ids = {name: held[end][code] for name, end in ends.items()}
        states.append({**about, **{name: len(those) for name, those in ids.items()}})
        yield f"{API}/states/{code}.json", _json({**about, **ids})
    yield f"{API}/states.json", _json(states)
    sources = [atlas.dataset.sources.by_id[id] for id in plan.of("sources")]
    told = [{**dict(one), "page": plan.cards[one.id]} for one in sources]
    yield f"{API}/sources.json", _table(told, [*(told[0] if told else ())])
    yield from _statements(site)


def _statements(site: Site) -> Files:
    """Every statement, by the receiving state of its mission, then by what it is about."""
    frame = statements(Frames(site.atlas, site.plan.selection))
    columns = [name for name in frame if name not in _LEFT_OUT]
    mission_of = site.atlas.dataset.mission_of
    shards: dict[str, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    own = frame["original_value"]
    frame["original_value"] = own.mask(own == frame["value"], None)
    for entity, *row in zip(frame["entity"], *(frame[name] for name in columns), strict=True):
        mission = mission_of(entity)
        shards[mission.receiving if mission else _OTHER][entity].append(row)
    for code in sorted(shards):
        yield f"{API}/statements/{code}.json", _json({"columns": columns, "entities": shards[code]})


def index_file(site: Site, versions: Sequence[Mapping[str, str]]) -> bytes:
    """What the site is, where its files are, and which older versions there are."""
    dataset, plan = site.atlas.dataset, site.plan
    chosen, older = plan.selection, [one for one in versions if one["version"] != plan.version]
    told = {
        "api": API,
        "title": site.title,
        "version": plan.version,
        "dataset": dataset.sha256,
        "as_of": chosen.as_of,
        "known_on": chosen.known_on,
        "selection": chosen.to_query(),
        "last_change": last_change(site),
        "licences": licences_of(dataset.own),
        "software": f"Embassy Atlas {provenance.version()}".strip(),
        "languages": list(plan.languages),
        **{name: f"{name}.json" for name in ("missions", "states", "sources")},
        "state": "states/{code}.json",
        "statements": "statements/{receiving state}.json",
        "receiving_states": sorted(
            {dataset.missions.by_id[id].receiving for id in plan.of("missions")}
        ),
        "pages": "../{language}/{page}.html",
        "versions": [{**one, "address": f"../v/{one['version']}/"} for one in older],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def last_change(site: Site) -> str | None:
    """When the dataset was last edited, else the latest day of its sources; None for none."""
    dataset = site.atlas.dataset
    if dataset.history and (made := [edit.made for edit in edits(dataset.history)]):
        return str(max(made))
    told = {text for one in dataset.sources for text in (one.accessed, one.revised, one.published)}
    last = max((days_of(text).last for text in told - {""}), default=dates.LAST)
    return None if last >= dates.LAST else dt.date.fromordinal(last).isoformat()


def linked_data(site: Site, downloads: Sequence[tuple[str, str, str]]) -> str:
    """The dataset as schema.org describes one; safe within a page."""
    plan, dataset = site.plan, site.atlas.dataset
    base, kind = plan.base, {"@type": "DataDownload"}
    licences = [str(one["path"]) for one in licences_of(dataset.own) if one.get("path")]
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": site.title,
        "description": i18n.ENGLISH("about.intro"),
        "version": dataset.sha256[:12],
        "temporalCoverage": f"../{plan.selection.as_of}",
        "inLanguage": list(plan.languages),
        "isAccessibleForFree": True,
    }
    if base:
        told |= {"url": base, "@id": base}
        told["distribution"] = [
            {**kind, "encodingFormat": media, "contentUrl": f"{base}{address[3:]}"}
            for _, address, media in downloads
        ]
    if licences:
        told["license"] = licences[0] if len(licences) == 1 else licences
    return script_json(told)


def citation_file(site: Site) -> bytes:
    """CITATION.cff of the dataset; JSON texts are YAML texts."""
    plan, own = site.plan, site.atlas.dataset.own
    names = [str(one["name"]) for one in licences_of(own) if one.get("name")]
    told = {
        "cff-version": "1.2.0",
        "message": "Please cite the dataset, and with it the sources that it names.",
        "title": site.title,
        "type": "dataset",
        "version": site.atlas.dataset.sha256[:12],
        "date-released": plan.selection.as_of,
        **({"license": names[0]} if names else {}),
        **({"url": plan.base} if plan.base else {}),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    return "\n".join([*lines, "authors:", '  - name: "The Embassy Atlas team"', ""]).encode()


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Records as columns and rows: half the size of objects."""
    return _json({"columns": columns, "rows": [[row[name] for name in columns] for row in rows]})


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
