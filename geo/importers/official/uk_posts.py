"""The United Kingdom's posts: its worldwide organisations, by world location, from GOV.UK.

Shape: the contract tests of github.com/alphagov/gds-api-adapters, answers recorded in
github.com/alphagov/smart-answers, types of offices from github.com/alphagov/whitehall.
"""

from collections.abc import Iterator
from typing import Any, Final

from geo.errors import SourceFaulty
from geo.importers.live.service import Asker, Question, Unsound
from geo.importers.official.official_list import Answers, Record, Shape, text
from geo.parties import fold

# Types of further offices of an organisation that are missions of their own
_OWN: Final = ("Consulate", "Deputy High Commission", "Honorary Consul")
_OTHER: Final = f"its type is none of {', '.join(_OWN)}, and it is not the main office"


def _fetch(ask: Asker) -> Answers:
    def question(pages: list[Any]) -> Question:
        page = str(len(pages) + 1)
        address = f"{ask.service}/world-locations"
        return Question(f"page-{page}", f"world locations, page {page}", {"page": page}, address)

    pages = ask.pages(question, lambda pages: len(pages) < int(pages[-1].get("pages") or 1))
    locations = [one for page in pages.values() for one in page["results"]]
    slugs = {text(one["details"]["slug"]): text(one["title"]) for one in locations}
    below = f"{ask.service}/world-locations"
    asked = [Question(s, name, {}, f"{below}/{s}/organisations") for s, name in slugs.items()]
    return {"locations": locations, "organisations": ask(asked)}


def _holds(found: Any) -> bool:
    if not isinstance(found.get("results"), list):
        raise Unsound("it gave JSON without results")
    return bool(found["results"])


def _raw(file: str, found: Any) -> Answers:
    """One answer about a location; its state comes from the addresses in it."""
    if any("/world-locations/" in text(one.get("id")) for one in found["results"]):
        raise SourceFaulty(
            f"{file} is the list of locations, which has no offices. Give the answer of "
            "world-locations/LOCATION/organisations, one file per location, or fetch all with "
            "--live."
        )
    return {"locations": [], "organisations": {file: found}}


def _read(file: str, answers: Answers) -> Iterator[Record]:
    states = {
        text(one["details"]["slug"]): text(one["details"].get("iso2")) or text(one["title"])
        for one in answers["locations"]
    }
    found: dict[str, Any] = {}
    listed: dict[str, list[str]] = {}
    for slug, answer in answers["organisations"].items():
        for one in answer["results"]:
            found[one["id"]] = one
            listed.setdefault(one["id"], []).extend(filter(None, [states.get(slug)]))
    for id, one in found.items():
        offices = one.get("offices") or {}
        main = offices.get("main")
        if not main:
            yield {"name": one.get("title"), "refused": "it has no office"}
            continue
        key = id.rpartition("/")[2]
        yield _record(key, main, listed[id]) | {"jurisdictions": "|".join(listed[id])}
        for office in offices.get("other") or ():
            if text(office["details"].get("type")) not in _OWN:
                yield {"name": office.get("title"), "refused": _OTHER}
                continue
            slug = text(office.get("web_url")).rpartition("/")[2]
            yield _record(f"{key}/{slug}", office, listed[id])


def _record(id: str, office: Any, listed: list[str]) -> Record:
    kind, name = text(office["details"].get("type")), text(office.get("title"))
    if kind == "Consulate" and "consulate general" in fold(name.replace("-", " ")):
        kind = "consulate general"
    address = office.get("address", {})
    adr = address.get("adr", {})
    receiving = text(adr.get("country-name")) or (listed[0] if len(listed) == 1 else "")
    if not receiving:
        why = "its address names no country, and it is not listed for exactly one location"
        return {"name": name, "refused": why}
    phones = [one for one in office.get("contact_numbers", []) if one.get("label") == "Telephone"]
    return {
        "id": id,
        "receiving": receiving,
        "kind": kind,
        "city": adr.get("locality"),
        "name": name,
        "address": address.get("label", {}).get("value"),
        "website": office.get("web_url"),
        "phone": phones[-1].get("number") if phones else "",
        "email": office["details"].get("email"),
    }


SHAPE: Final = Shape(_fetch, _holds, _read, _raw)
