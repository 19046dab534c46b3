"""Germany's two feeds: its missions abroad, and the missions of other states in Germany.

Together they give both directions from one source. Shape: the models ``AdressListe`` and
``Adresse`` of github.com/bundesAPI/deutschland, and public programs that read the first feed.
"""

from __future__ import annotations

from typing import Any, Final

from geo.errors import SourceFaulty, quoted
from geo.importers.inputs import Entry, Named
from geo.importers.kinds import kind_of
from geo.importers.live.service import Question, Unsound
from geo.importers.official.official_list import Answers, Asker, OfficialList, Reading, said, text

FEEDS: Final = {
    "representativesInCountry": "German missions abroad",
    "representativesInGermany": "foreign missions in Germany",
}
_ABROAD, _HERE = FEEDS

_TYPES: Final = {
    "honorarkonsul": "honorary_consul",
    "honorarkonsulin": "honorary_consul",
    "honorargeneralkonsul": "honorary_consul",
    "honorargeneralkonsulin": "honorary_consul",
    "außenstelle der botschaft": "branch_embassy",
    "verbindungsbüro": "liaison_office",
    "vertretungsbüro": "representative_office",
    "apostolische nuntiatur": "nunciature",
}
"""German words of types that are not common to all importers."""

_MOST_WORDS: Final = 4


def _fetch(ask: Asker) -> Answers:
    return ask(
        [Question(feed, name, {}, f"{ask.service}/{feed}") for feed, name in FEEDS.items()], _holds
    )


def _holds(found: Any) -> bool:
    response = found.get("response")
    if not isinstance(response, dict):
        raise Unsound("it gave JSON without a response")
    return bool(_groups(response))


def _raw(file: str, found: Any) -> Answers:
    feeds = [feed for feed in FEEDS if feed.lower() in file.lower()]
    if len(feeds) != 1:
        raise SourceFaulty(
            f"cannot tell which feed {quoted(file)} is. Name the file as the feed is named: "
            f"{' or '.join(f'{feed}.json' for feed in FEEDS)}."
        )
    return {feeds[0]: found}


def _groups(response: Any) -> list[tuple[str, Any]]:
    """The states of a feed, each with its missions, in the order of their ids."""
    return [(key, one) for key, one in response.items() if isinstance(one, dict)]


def _read(reading: Reading, answers: Answers) -> int:
    row = 0
    for feed in FEEDS:
        if feed not in answers:
            continue
        for _, group in _groups(answers[feed]["response"]):
            for id, one in _groups(group):
                row += 1
                _entry(reading, row, feed, id, one, text(group.get("country")))
    return row


def _entry(reading: Reading, row: int, feed: str, id: str, one: Any, state: str) -> None:
    words = [text(one.get(name)) for name in ("type", "description", "title")]
    kind = next((kind for word in words if (kind := _kind(word))), "")
    if not kind:
        told = next(filter(None, words), "")
        reading.refuse(row, "type", told, "unknown type of mission", "Add it by hand.")
        return
    other = Named("", state or text(one.get("country")))
    germany = Named("", "DEU")
    street = " ".join(filter(None, (text(one.get("street")), text(one.get("number")))))
    town = " ".join(filter(None, (text(one.get("zip")), text(one.get("city")))))
    reading.entries.append(
        Entry(
            row=row,
            key=id,
            qid="",
            sending=germany if feed == _ABROAD else other,
            receiving=other if feed == _ABROAD else germany,
            kind=kind,
            city=text(one.get("city")),
            name=text(one.get("title")) or text(one.get("description")),
            said=said(
                address=text(one.get("address"))
                or (", ".join(filter(None, (street, town))) if street else ""),
                website=text(one.get("website")) or text(one.get("url")),
                phone=text(one.get("phone")) or text(one.get("telefone")),
                email=one.get("mail"),
            ),
        )
    )


def _kind(told: str) -> str:
    """The type that a text begins with: Botschaft Kabul."""
    words = told.split()
    for number in range(min(len(words), _MOST_WORDS), 0, -1):
        begins = " ".join(words[:number]).rstrip(",:;")
        if kind := _TYPES.get(begins.lower()) or kind_of("", begins):
            return kind
    return ""


LIST: Final = OfficialList(
    name="german-feeds",
    publisher="Auswärtiges Amt (German Federal Foreign Office)",
    title="German missions abroad and foreign missions in Germany",
    url="https://www.auswaertiges-amt.de/de/open-data-schnittstelle/736118",
    service="https://www.auswaertiges-amt.de/opendata",
    basis="the description of the interface at github.com/bundesAPI/deutschland",
    fetch=_fetch,
    read=_read,
    raw=_raw,
)
