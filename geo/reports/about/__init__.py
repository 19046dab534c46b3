"""What every page on the atlas says of its method, limits, licences, and how to cite it."""

from itertools import count, takewhile
from typing import Any, Final

from geo import dates, i18n, provenance
from geo.dataset import Dataset, licences_of
from geo.i18n import Translator

SECTIONS: Final = ("method", "clocks", "position", "evidence", "limits", "care", "licence", "cite")


def sections(dataset: Dataset, tr: Translator) -> list[tuple[str, list[str]]]:
    """The sections, each with its title and its paragraphs."""
    values = _values(dataset, tr)
    found = []
    for name in SECTIONS:
        keys = takewhile(tr.has, (f"about.{name}.{number}" for number in count(1)))
        found.append((tr(f"about.{name}.title"), [tr(key, **values) for key in keys]))
    return found


def cite_line(dataset: Dataset, tr: Translator, day: str = "") -> str:
    """How to cite the dataset with this program, on a day; today by default."""
    values = _values(dataset, tr)
    return tr("about.cite.line", **{**values, **({"day": tr.date(day)} if day else {})})


def _values(dataset: Dataset, tr: Translator) -> dict[str, Any]:
    """What is in the texts: the dataset's licences and counts, version and content."""
    names = [str(one.get("title") or one.get("name") or "") for one in licences_of(dataset.own)]
    title = dataset.own.get("title") or dataset.own.get("name") or dataset.folder.name
    return {
        "data": ", ".join(name for name in names if name) or tr("about.licence.unnamed"),
        "total": len(dataset.sources),
        "undated": sum(not row["published"] for row in dataset.sources),
        "version": provenance.version(),
        "title": i18n.plain(title, 80),
        "hash": dataset.sha256[:12],
        "day": tr.date(dates.today().isoformat()),
    }
