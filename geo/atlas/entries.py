"""What can be found in a dataset, one entry a thing, each with its texts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from geo import i18n, parties
from geo.dataset import Claim, Dataset, Head, Mission
from geo.parties import lexicon
from geo.vocabulary import words_of

TYPES: Final = words_of("found")  # Of entries, in the order in which equal ones are ranked
FIELDS: Final = words_of("search-fields")  # What a text of an entry is, the most important first
NAME, KIND, CITY, ID, PERSON, PLACE, ADDRESS, EVENT, CLAIM, DETAIL, PUBLISHER, TOLD_BY = range(
    len(FIELDS)
)

Text = tuple[int, str]


class Entry(NamedTuple):
    """One thing that can be found."""

    type: int
    id: str
    name: str
    opens: str  # Id of its card; blank where it has none
    texts: tuple[Text, ...]
    a: str = ""
    b: str = ""
    kind: str = ""
    city: tuple[str, str] | None = None
    about: Mapping[str, str] | None = None


def entries(dataset: Dataset) -> list[Entry]:
    """All that can be found in a dataset."""
    own = (_missions, _states, _places, _cities, _people, _claims, _relations, _sources)
    return [entry for of in own for entry in of(dataset)]


def _type(name: str) -> int:
    return TYPES.index(name)


def _key(city: str, state: str) -> tuple[str, str] | None:
    """State and name of a city as the gazetteer has it, else as it is written."""
    if not city:
        return None
    known = parties.city(city, state) if state else None
    return (known.state, known.name) if known else (state, city)


def _texts(*pairs: Text) -> tuple[Text, ...]:
    return tuple((field, text) for field, text in pairs if text)


def _missions(dataset: Dataset) -> Iterator[Entry]:
    attached = _attached(dataset)
    kinds = {
        kind: " · ".join(i18n.tr(one).kind(kind) for one in i18n.LANGUAGES)
        for kind in {row.kind for row in dataset.missions}
    }
    for row in dataset.missions:
        own = (NAME, row.name), (KIND, kinds[row.kind]), (CITY, row.city)
        texts = _texts(*own, (ID, row.id), (ID, row.wikidata))
        yield _of_mission("mission", row, row, (*texts, *attached.get(row.id, ())))


def _of_mission(type: str, row: Mission | Head, mission: Mission, texts: tuple[Text, ...]) -> Entry:
    """A mission, or what is found as one of it."""
    ends, city = (mission.sending, mission.receiving), _key(mission.city, mission.receiving)
    about = (*ends, mission.kind, city, mission)
    return Entry(_type(type), row.id, row.name, mission.id, texts, *about)


def _attached(dataset: Dataset) -> dict[str, list[Text]]:
    """Id of a mission -> texts of what is attached to it: people, places, events, claims."""
    found: dict[str, list[Text]] = defaultdict(list)
    for head in dataset.heads:
        found[head.mission].append((PERSON, head.name))
    for position in dataset.positions:
        if place := dataset.places.by_id.get(position.place):
            found[position.mission].append((PLACE, place.name))
    for event in dataset.events:
        if event.detail:
            found[event.mission].append((EVENT, event.detail))
    owner = _owners(dataset)
    for claim in dataset.claims:
        if mission := owner.get(claim.subject):
            field = ADDRESS if claim.property == "address" else CLAIM
            found[mission].append((field, claim.value))
    return found


def _owners(dataset: Dataset) -> dict[str, str]:
    """Id of a mission, or of a row of one -> the mission."""
    tables = dataset.events, dataset.positions, dataset.heads
    rows = {row.id: row.mission for table in tables for row in table}
    return {**rows, **{row.id: row.id for row in dataset.missions}}


def _states(_: Dataset) -> Iterator[Entry]:
    for one in parties.parties():
        texts = _texts(*((NAME, name) for name in dict.fromkeys(one.every_name)))
        yield Entry(_type("state"), one.code, one.name, "", (*texts, (ID, one.qid)), one.code)


def _places(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset.places:
        if row.kind != "city":
            texts = _texts((NAME, row.name), (CITY, row.city), (ID, row.id))
            own = _type("place"), row.id, row.name, row.id, texts
            yield Entry(*own, b=row.state, city=_key(row.city, row.state), about=row)


def _cities(dataset: Dataset) -> Iterator[Entry]:
    drawn = {_key(row.name, row.state): row.id for row in dataset.places if row.kind == "city"}
    named = dict(lexicon.city_names())
    for row in dataset.missions:
        key = _key(row.city, row.receiving)
        if key and key not in named:
            named[key] = (key[1],)
    for key, names in named.items():
        state, name = key
        own = _type("city"), f"city:{state}:{name}", name, drawn.get(key, "")
        yield Entry(*own, tuple((NAME, one) for one in names), b=state, city=key)


def _people(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset.heads:
        own = (NAME, row.name), (KIND, row.rank.replace("_", " ")), (DETAIL, row.reason)
        yield _of_mission("person", row, dataset.missions.by_id[row.mission], _texts(*own))


def _claims(dataset: Dataset) -> Iterator[Entry]:
    owner = _owners(dataset)
    for row in dataset.claims:
        opens = owner.get(row.subject) or _card(dataset, row)
        type, field = ("address", ADDRESS) if row.property == "address" else ("claim", CLAIM)
        texts = _texts((field, row.value), (TOLD_BY, row.attributed_to))
        yield Entry(_type(type), row.id, row.value, opens, texts, about=row)


def _card(dataset: Dataset, claim: Claim) -> str:
    """Id of the card on which a claim about no mission is; else that of its source."""
    tables = dataset.places, dataset.sources, dataset.relations, dataset.coverage
    if any(claim.subject in table.by_id for table in tables):
        return claim.subject
    codes = sorted(claim.subject.split("-"))
    if len(codes) == 2 and all(code in lexicon.codes() for code in codes):
        return f"pair:{'-'.join(codes)}"
    return claim.source


def _relations(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset.relations:
        told = (DETAIL, row.detail), (PLACE, row.place), (TOLD_BY, row.attributed_to)
        texts = _texts((NAME, row.title), *told)
        yield Entry(_type("relation"), row.id, row.title, row.id, texts, row.a, row.b, about=row)


def _sources(dataset: Dataset) -> Iterator[Entry]:
    for row in dataset.sources:
        named = (DETAIL, row.title), (PUBLISHER, row.publisher), (ID, row.id), (ID, row.url)
        texts = _texts(*named, (DETAIL, row.note))
        yield Entry(_type("source"), row.id, row.title, row.id, texts, about=row)
