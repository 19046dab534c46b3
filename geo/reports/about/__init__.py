"""What every page on the atlas says of its method, limits, licences, and how to cite it."""

from __future__ import annotations

from typing import Any, Final

from geo import dates, i18n, provenance
from geo.dataset import Dataset, licences_of
from geo.i18n import Translator

SECTIONS: Final[dict[str, int]] = {
    "method": 3,
    "clocks": 2,
    "position": 2,
    "evidence": 2,
    "limits": 4,
    "care": 4,
    "licence": 4,
    "cite": 1,
}
"""Section -> how many paragraphs it has."""


def sections(dataset: Dataset, tr: Translator) -> list[tuple[str, list[str]]]:
    """The sections, each with its title and its paragraphs."""
    values = _values(dataset, tr)
    return [
        (
            tr(f"about.{name}.title"),
            [tr(f"about.{name}.{number}", **values) for number in range(1, count + 1)],
        )
        for name, count in SECTIONS.items()
    ]


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
