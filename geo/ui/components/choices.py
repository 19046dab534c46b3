"""What the lists of the sidebar offer: worked out once for a dataset and a language."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from geo import i18n, parties
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.ui.state import distinct

LONGEST: Final = 80  # Characters up to which a text from the dataset is shown in a list


class Offered(NamedTuple):
    """The options of the sidebar's lists, in the order in which they are shown."""

    parties: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    cities: Mapping[str, str]
    sources: Mapping[str, str]


def offered(atlas: Atlas, tr: Translator) -> Offered:
    """What the lists offer."""
    by_language = atlas.once(_by_language)
    if tr.language not in by_language:
        by_language[tr.language] = _offered(atlas, tr)
    return by_language[tr.language]


def _by_language(_: Atlas) -> dict[str, Offered]:
    return {}


def _offered(atlas: Atlas, tr: Translator) -> Offered:
    rows = atlas.dataset.missions
    sending, receiving = {row["sending"] for row in rows}, {row["receiving"] for row in rows}
    both = sending | receiving
    lists = {"states": both, "among": both, "sending": sending, "receiving": receiving}
    ordered = sorted(sorted(both), key=lambda code: parties.fold(tr.party(code)))
    cities = sorted({row["city"] for row in rows if row["city"]}, key=parties.fold)
    told = {id: source(row, id) for id, row in atlas.dataset.sources.by_id.items()}
    return Offered(
        {key: tuple(code for code in ordered if code in codes) for key, codes in lists.items()},
        {code: party(code, tr) for code in both},
        distinct({city: i18n.plain(city, LONGEST) for city in cities}),
        distinct({id: told[id] for id in sorted(told, key=lambda id: told[id].casefold())}),
    )


def party(code: str, tr: Translator) -> str:
    """The name of a party, then its code, the full name and the English ones, to be typed."""
    name, one = tr.party(code), parties.party_by_code(code)
    names = dict.fromkeys((code, one.called(tr.language).name, one.name, one.short))
    return i18n.plain(f"{name} ({', '.join(other for other in names if other != name)})")


def source(row: Mapping[str, str] | None, id: str) -> str:
    """Publisher, day and title of a source; its id where the dataset has none of it."""
    if row is None:
        return i18n.plain(id, LONGEST)
    day = f" ({row['published']})" if row["published"] else ""
    return i18n.plain(f"{row['publisher']}{day}: {row['title']}", LONGEST)
