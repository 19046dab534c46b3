"""Germany's two feeds: its missions abroad, and the missions of other states in Germany.

Together they give both directions from one source. Shape: the models ``AdressListe`` and
``Adresse`` of github.com/bundesAPI/deutschland, and public programs that read the first feed.
"""

from collections.abc import Iterator
from typing import Any, Final

from geo.errors import SourceFaulty, quoted
from geo.importers.live.service import Asker, Question, Unsound
from geo.importers.official.official_list import Answers, Record, Shape, text
from geo.importers.words import kind_of

FEEDS: Final = {
    "representativesInCountry": "German missions abroad",
    "representativesInGermany": "foreign missions in Germany",
}
_ABROAD: Final = "representativesInCountry"
_MOST_WORDS: Final = 4


def _fetch(ask: Asker) -> Answers:
    return ask([Question(feed, name, {}, f"{ask.service}/{feed}") for feed, name in FEEDS.items()])


def _holds(found: Any) -> bool:
    response = found.get("response")
    if not isinstance(response, dict):
        raise Unsound("it gave JSON without a response")
    return any(isinstance(one, dict) for one in response.values())


def _raw(file: str, found: Any) -> Answers:
    feeds = [feed for feed in FEEDS if feed.lower() in file.lower()]
    if len(feeds) != 1:
        named = " or ".join(f"{feed}.json" for feed in FEEDS)
        remedy = f"Name the file as the feed is named: {named}."
        raise SourceFaulty(f"cannot tell which feed {quoted(file)} is. {remedy}")
    return {feeds[0]: found}


def _read(file: str, answers: Answers) -> Iterator[Record]:
    for feed in filter(answers.__contains__, FEEDS):
        for group in answers[feed]["response"].values():
            for id, one in group.items() if isinstance(group, dict) else ():
                if isinstance(one, dict):
                    yield _record(feed, id, one, text(group.get("country")))


def _record(feed: str, id: str, one: Any, state: str) -> Record:
    def first(*names: str) -> str:
        return next(filter(None, (text(one.get(name)) for name in names)), "")

    parties = ("DEU", state or first("country"))
    sending, receiving = parties if feed == _ABROAD else reversed(parties)
    words = ("type", "description", "title")
    kinds = (_kind(first(name)) for name in words)
    street = f"{first('street')} {first('number')}".strip()
    town = f"{first('zip')} {first('city')}".strip()
    return {
        "id": id,
        "sending": sending,
        "receiving": receiving,
        "kind": next(filter(None, kinds), first(*words)),
        "city": one.get("city"),
        "name": first("title", "description"),
        "address": first("address") or (street and f"{street}, {town}".rstrip(", ")),
        "website": first("website", "url"),
        "phone": first("phone", "telefone"),
        "email": one.get("mail"),
    }


def _kind(told: str) -> str:
    """The type that a text begins with: Botschaft Kabul."""
    words = told.split()
    begins = (" ".join(words[:n]).rstrip(",:;") for n in range(_MOST_WORDS, 0, -1))
    return next(filter(lambda text: kind_of("", text), begins), "")


SHAPE: Final = Shape(_fetch, _holds, _read, _raw)
