"""What an input of the form offers: ids with what they stand for, words, states, cities."""

from collections.abc import Mapping
from typing import Final

from geo import i18n, parties, vocabulary
from geo.editing import Field
from geo.i18n import Translator
from geo.ui.components.choices import party, source
from geo.ui.state import View, remembered

_LONGEST: Final = 110


def _by_label(told: Mapping[str, str]) -> dict[str, str]:
    return {one: told[one] for one in sorted(told, key=lambda one: (parties.fold(told[one]), one))}


@remembered(12, selected=False)
def ids(view: View, table: str) -> Mapping[str, str]:
    """Id -> label of all rows of a table."""
    tr = view.tr

    def label(row: Mapping[str, str]) -> str:
        if table == "missions":
            text = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
            text = f"{text}, {tr.party(row['receiving'])}" if row["city"] else text
        elif table == "sources":
            text = source(row, row["id"])
        else:
            text = ", ".join(filter(None, (row["name"], row["city"], tr.party(row["state"]))))
        return i18n.plain(f"{i18n.plain(text, _LONGEST)} · {row['id']}", 2 * _LONGEST)

    return _by_label({row["id"]: label(row) for row in view.atlas.dataset.rows[table]})


@remembered(4, selected=False)
def subjects(view: View) -> Mapping[str, str]:
    """Possible subjects of a claim: missions, sources, places, states, pairs, the whole dataset."""
    tr, dataset = view.tr, view.atlas.dataset
    rows = dataset.missions
    codes = sorted({row["sending"] for row in rows} | {row["receiving"] for row in rows})
    pairs = {"-".join(sorted((row["a"], row["b"]))) for row in dataset.relations}
    pairs |= {one for row in dataset.claims if (one := row["subject"]).isupper() and "-" in one}

    def both(pair: str) -> str:
        names = (parties.party_by_code(code).called(tr.language) for code in pair.split("-"))
        return f"{tr.listed([name.short or name.name for name in names])} · {pair}"

    return {
        **ids(view, "missions"),
        **ids(view, "places"),
        **ids(view, "sources"),
        **{code: f"{party(code, tr)} · {code}" for code in codes},
        **{pair: both(pair) for pair in sorted(pairs)},
        "pack": f"{tr('card.source.pack')} · pack",
    }


def meant(text: str, options: Mapping[str, str]) -> str:
    """The option whose label has the typed words; the text itself if none has."""
    words = parties.fold(text).split()
    found = (one for one, said in options.items() if all(w in parties.fold(said) for w in words))
    return next(found, text)


@remembered(4, selected=False)
def states(view: View) -> Mapping[str, str]:
    """Code -> label of every state and listed entity, by name."""
    return _by_label({one.code: party(one.code, view.tr) for one in parties.parties()})


def cities(code: str) -> Mapping[str, str]:
    """The cities of the gazetteer in a state, by name; any other may be typed."""
    found = sorted({one.name for one in parties.cities() if one.state == code}, key=parties.fold)
    return {name: name for name in found}


def properties(view: View) -> Mapping[str, str]:
    """Properties that the dataset has claims of, with headings; any other may be typed."""
    found = {row["property"] for row in view.atlas.dataset.claims}
    names = view.atlas.dataset.presentation.proper_names
    told = {one: f"{view.tr.heading(one, names)} · {one}" for one in found}
    return _by_label({one: i18n.plain(text, _LONGEST) for one, text in told.items()})


def word(table: str, field: Field, one: str, tr: Translator) -> str:
    """A word of a closed list, in the reader's language."""
    if not one:
        return "–"
    name = f"{table}.kind" if field.name == "kind" else field.name
    match name:
        case "sense":
            return f"{one}: {tr(f'editform.sense.{one}')}"
        case "seen":
            said = tr(f"card.seen.{one}")
        case "rank":
            said = tr(f"card.tag.{one}")
        case "sources.kind":
            said = tr(f"card.source.kinds.{one}")
        case "events.kind":
            said = tr.event(one)
        case "relations.kind" | "places.kind":
            said = tr(f"editform.kind_in_{table}.{one}")
        case "method" | "precision" | "face":
            said = tr(f"editform.{name}.{one}")
        case "missions.kind" if one in vocabulary.KINDS:
            said = tr.kind(one)
        case _:
            return one
    return tr.capital(said)
