"""The United Kingdom's posts: its worldwide organisations, by world location, from GOV.UK.

Shape: the contract tests of github.com/alphagov/gds-api-adapters, answers recorded in
github.com/alphagov/smart-answers, types of offices from github.com/alphagov/whitehall.
"""

from __future__ import annotations

from typing import Any, Final

from geo import parties
from geo.importers.inputs import Entry, Named
from geo.importers.live.service import Question, Unsound
from geo.importers.official.official_list import Answers, Asker, OfficialList, Reading, said, text
from geo.importers.origin import Licence
from geo.parties import fold

_KINDS: Final = {
    "Embassy": "embassy",
    "High Commission": "high_commission",
    "Consulate": "consulate",
    "Deputy High Commission": "consulate",
    "British Interests Section": "interests_section",
    "British Trade and Cultural Office": "representative_office",
    "Honorary Consul": "honorary_consul",
}
"""Type of an office, as GOV.UK has it -> type of mission. The others are no missions to states."""

_OWN: Final = ("Consulate", "Deputy High Commission", "Honorary Consul")
"""Types of further offices of an organisation that are missions of their own."""

_ALONE: Final = "Add it by hand, with its receiving state."


def _fetch(ask: Asker) -> Answers:
    locations: list[Any] = []
    page, pages = 1, 1
    while page <= pages:
        asked = Question(f"page-{page}", f"world locations, page {page}", {"page": str(page)},
                         f"{ask.service}/world-locations")  # fmt: skip
        found = ask([asked], _holds)[asked.key]
        locations += found["results"]
        pages, page = int(found.get("pages") or 1), page + 1
    slugs = {text(one["details"]["slug"]): text(one["title"]) for one in locations}
    asked_all = [
        Question(slug, name, {}, f"{ask.service}/world-locations/{slug}/organisations")
        for slug, name in slugs.items()
    ]
    return {"locations": locations, "organisations": ask(asked_all, _holds)}


def _holds(found: Any) -> bool:
    if not isinstance(found.get("results"), list):
        raise Unsound("it gave JSON without results")
    return bool(found["results"])


def _raw(file: str, found: Any) -> Answers:
    """One answer about a location; its state comes from the addresses in it."""
    return {"locations": [], "organisations": {file: found}}


def _read(reading: Reading, answers: Answers) -> int:
    by_iso2 = {one.alpha2: one.code for one in parties.parties() if one.alpha2 and not one.former}
    states = {
        text(one["details"]["slug"]): by_iso2.get(text(one["details"].get("iso2")).upper(), "")
        or text(one["title"])
        for one in answers["locations"]
    }
    found: dict[str, Any] = {}
    listed: dict[str, list[str]] = {}
    for slug, answer in answers["organisations"].items():
        for one in answer["results"]:
            found[text(one["id"])] = one
            listed.setdefault(text(one["id"]), []).extend([states[slug]] if slug in states else [])
    row = 0
    for id, one in found.items():
        offices = one.get("offices") or {}
        main, others = offices.get("main"), offices.get("other") or []
        for office in [main, *others] if main else []:
            kind = text(office["details"].get("type"))
            if office is main or kind in _OWN:
                row += 1
                _entry(reading, row, id, office, office is main, listed[id])
        if not main:
            row += 1
            reading.refuse(row, "offices", one.get("title"), "it has no office", _ALONE)
    return row


def _entry(
    reading: Reading, row: int, id: str, office: Any, is_main: bool, listed: list[str]
) -> None:
    word, name = text(office["details"].get("type")), text(office.get("title"))
    kind = _KINDS.get(word, "")
    if not kind:
        rule = f"an office of the type {word or 'unknown'} is not a mission to a state"
        reading.refuse(row, "type", name, rule, "Add it by hand if it is one.")
        return
    if kind == "consulate" and "consulate general" in fold(name.replace("-", " ")):
        kind = "consulate_general"
    adr = office.get("address", {}).get("adr", {})
    country = text(adr.get("country-name"))
    receiving = country or (listed[0] if len(listed) == 1 else "")
    if not receiving:
        rule = "its address names no country, and it is not listed for exactly one location"
        reading.refuse(row, "country-name", name, rule, _ALONE)
        return
    numbers = {
        text(one.get("label")): text(one.get("number")) for one in office.get("contact_numbers", [])
    }
    slug = text(office.get("web_url")).rpartition("/")[2]
    reading.entries.append(
        Entry(
            row=row,
            key=text(id).rpartition("/")[2] if is_main else slug,
            qid="",
            sending=Named("", "GBR"),
            receiving=Named("", receiving),
            kind=kind,
            city=text(adr.get("locality")),
            name=name,
            jurisdictions=[Named("", one) for one in listed if is_main and one],
            said=said(
                type=word if word == "Deputy High Commission" else "",
                address=office.get("address", {}).get("label", {}).get("value"),
                website=office.get("web_url"),
                phone=numbers.get("Telephone"),
                email=office["details"].get("email"),
            ),
        )
    )


LIST: Final = OfficialList(
    name="uk-posts",
    publisher="Foreign, Commonwealth & Development Office",
    title="UK embassies, high commissions and consulates on GOV.UK",
    url="https://www.gov.uk/world/embassies",
    service="https://www.gov.uk/api",
    basis="the contract tests and recorded answers of github.com/alphagov",
    licence=Licence(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    fetch=_fetch,
    read=_read,
    raw=_raw,
)
