"""Missions from OpenStreetMap: Overpass JSON, GeoJSON, or an extract in ``.osm.pbf``.

A mission is what is tagged ``office=diplomatic``, ``diplomatic=*`` or, as it was before 2018,
``amenity=embassy``. ``country`` is the sending state, ``target`` those that it is sent to, as
ISO 3166-1 alpha-2 codes; the tags ``embassy``, ``consulate`` and ``liaison`` say more of the type.
With a lifecycle prefix (``disused:office``), with ``disused=yes`` or an ``end_date`` it is closed;
with ``proposed:office`` or a ``start_date`` to come announced.

Where ``target`` names none or several, the mission is received by the state in which its point
lies (:mod:`geo.importers.where`); the others are accreditations. ``addr:country`` is used only
where the point leaves several states possible.

The data is © OpenStreetMap contributors, under the ODbL 1.0: anyone who uses a dataset with it must
credit them.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from geo import basemap, dates
from geo.errors import InvalidDate, SourceFaulty
from geo.importers.inputs import Dated, Entry, Listing, Named, Point, Said, code_of
from geo.importers.osm_elements import Element, Reading, kind_in, reading
from geo.importers.statuses import not_open_in
from geo.importers.where import Place, places, territories_of
from geo.importers.written_dates import edtf_of

_SAID: Final = {
    "website": ("website", "contact:website", "url"),
    "phone": ("phone", "contact:phone"),
    "email": ("email", "contact:email"),
    "opening-hours": ("opening_hours",),
}
_QID: Final = re.compile(r"Q[1-9][0-9]*(?=$|;)")
_NAMES: Final = ("name", "name:en", "official_name")
_NAME: Final = re.compile(r"(?:name|official_name|alt_name)(?::[a-z]{2,3}(?:[-_][A-Za-z]+)*)?")
_TYPE: Final = "Tag it, such as diplomatic=embassy."
_NO_POINT: Final = "no receiving state is tagged, and no point is given"
_NOT_SERVED: Final = "its point is in none of the states that target names, or in several"


def entries(file: str, elements: Collection[Element]) -> Listing:
    """The missions among elements."""
    found = Listing(file)
    points = {one.row: one.point for one in elements if one.point}
    at = dict(zip(points, places(list(points.values())), strict=True))
    for one in elements:
        made = list(_missions(one, at.get(one.row), found))
        found.records += max(1, len(made))
        found.entries += made
    if not found.records:
        what = f"nothing in {file} is tagged office=diplomatic, diplomatic=* or amenity=embassy"
        raise SourceFaulty(f"{what}. Give an extract that contains missions.")
    return found


def _missions(one: Element, at: Place | None, found: Listing) -> Iterator[Entry]:
    read = reading(one.tags)
    tags = read.tags

    def refuse(tag: str, rule: str, remedy: str) -> None:
        found.refuse(one.row, tag, tags.get(tag, "") or one.key, rule, remedy)

    if one.fault:
        refuse("geometry" if tags else "", *one.fault)
        if not tags:
            return
    kind = kind_in(tags)
    senders = _list(tags.get("country", ""))
    receiving, served, why = _receiving(tags, at)
    for told, lacking in (
        (one.key, ("id", "the feature has no OpenStreetMap id", "Export with ids: node/123.")),
        (kind, ("diplomatic", "its tags name no type of mission", _TYPE)),
        (senders, ("country", "no sending state is tagged", "Tag country=, the ISO code.")),
        (receiving, ("target", why, "Tag target=, the ISO code of the receiving state.")),
    ):
        if not told:
            refuse(*lacking)
    name = tags.get("name:en") or tags.get("name", "")
    dated = list(_dated(read, refuse))
    ended = "" if dated else next((tag for tag in _NAMES if not_open_in(tags.get(tag, ""))), "")
    if ended:
        refuse(ended, "by its name it is not open", "Tag disused:office=, or correct the name.")
    if ended or not (one.key and kind and senders and receiving):
        return
    qid = _QID.match(tags.get("wikidata", ""))
    for sender in senders:
        yield Entry(
            row=one.row,
            key=one.key,
            qid=qid[0] if qid else "",
            sending=Named("", sender),
            receiving=Named("", receiving),
            kind=kind,
            city=tags.get("addr:city", ""),
            points=[Point.at(*one.point)] if one.point else [],
            name=name,
            jurisdictions=[Named("", code) for code in served],
            dated=list(dated),
            said=list(_said(tags, name)),
        )


def _dated(read: Reading, refuse: Callable[[str, str, str], None]) -> Iterator[Dated]:
    """Beginning and end; what has ended without a readable date is closed all the same."""
    tags = (read.tags.get(tag, "") for tag in ("start_date", "end_date"))
    (start, begins), (end, past) = map(_day, tags)
    event, tag = read.event, read.tag
    planned = bool(begins and begins > dates.today()) and not event
    if start:
        sense = "planned" if planned or event in ("announced", "preparation") else ""
        yield Dated("opened", start, "Tagged start_date", "", "start_date", sense=sense)
    if planned:
        event, tag = "announced", "start_date"
    if end and past is None:
        rule = "not a date that can be read; the mission is recorded as closed, date unknown"
        refuse("end_date", rule, "Write it like 2019-05-31.")
        event, tag, end = "closed", "end_date", ""
    if end and (not event or (past and past <= dates.today())):
        yield Dated("closed", end, "Tagged end_date", "", "end_date")
    elif event:
        sense = "by" if event == "closed" else "attested"
        yield Dated(event, "", f"Tagged {tag}, date unknown", "", tag, sense=sense)


def _day(text: str) -> tuple[str, dt.date | None]:
    """A date as EDTF (~1965), and its first day; the text and None if it is not a date."""
    try:
        date = edtf_of(text)
        return date, dates.parse(date).earliest
    except InvalidDate:
        return text, None


def _receiving(tags: Mapping[str, str], at: Place | None) -> tuple[str, list[str], str]:
    """The receiving state, all to which the mission is sent, and why the first is not known."""
    targets = _list(tags.get("target", ""))
    if len(targets) == 1:
        code, why = code_of(targets[0]), ""
        own = {code, *territories_of(code)} if basemap.has_shape(code) else set()
        if at and own and not own & {*at.candidates}:
            why = f"its point is in {' or '.join(at.candidates) or 'no state'}, target names {code}"
        return "" if why else targets[0], targets, why
    told = code_of(tags.get("addr:country", ""))
    codes = {code for code in map(code_of, targets) if code}
    if at is None:
        return (told if not targets or told in codes else ""), targets, _NO_POINT
    if at.code and not targets:
        return at.code, targets, ""
    fits = codes.intersection(at.candidates) if targets else set(at.candidates)
    if targets and len(fits) == 1:
        return fits.pop(), targets, ""
    # Missions to the Holy See have an Italian address.
    known = told if told in fits and "VAT" not in fits else ""
    return known, targets, _NOT_SERVED if targets else at.problem


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _said(tags: Mapping[str, str], name: str) -> Iterator[Said]:
    for slug, keys in _SAID.items():
        for value in dict.fromkeys(tags[key] for key in keys if key in tags):
            yield Said(slug, value)
    street = f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}".strip()
    if address := tags.get("addr:full") or street:
        yield Said("address", address)
    names: dict[str, str] = {}
    for tag, text in tags.items():
        if _NAME.fullmatch(tag):
            names.setdefault(text, tag)
    for text, tag in sorted(names.items(), key=lambda one: one[1]):
        if text != name:
            yield Said("name", text, locator=f"Tag {tag}")
