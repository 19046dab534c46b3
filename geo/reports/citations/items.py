"""What is cited: a source by its own data, all else as an entry of the atlas on its days."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from geo import dates, provenance
from geo.atlas import Atlas
from geo.dataset import Source, licences_of
from geo.errors import AtlasError, InvalidDate, quoted
from geo.i18n import Translator, link, plain
from geo.package_files import toml
from geo.reports import cards
from geo.selection import Selection
from geo.vocabulary import UNRECORDED

if TYPE_CHECKING:
    import datetime as dt

PUBLIC_URL: Final = "EMBASSY_ATLAS_PUBLIC_URL"
"""Environment variable: the public address of the page, http or https."""

_ODD: Final = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_KEY: Final = 80


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bibliography. All texts are one line of printable characters."""

    key: str
    type: str
    title: str
    publisher: str = ""
    container: str = ""
    container_author: str = ""
    version: str = ""
    issued: str = ""
    revised: str = ""
    accessed: str = ""
    url: str = ""
    archived_url: str = ""
    language: str = ""
    medium: str = ""
    notes: tuple[str, ...] = ()


def key_of(*parts: str) -> str:
    """A key made of ids: ASCII, stable, and different for different ids."""
    whole = "-".join(parts)
    folded = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    key = _ODD.sub("-", folded).strip("-")[:_LONGEST_KEY]
    if key == whole.replace(":", "-"):
        return key
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{key}-{digest}".strip("-")


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """The public address of the page, with a slash at its end; blank if none is set."""
    return checked(environment.get(PUBLIC_URL, ""), PUBLIC_URL)


def checked(text: str, given_by: str) -> str:
    """A public address with a slash at its end; an error names the setting that gave it."""
    url = text.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or "@" in parts.netloc or len(url.split()) > 1:
        raise AtlasError(
            f"{given_by} is {quoted(text)}, which is not the address of a page. Give http:// or "
            "https://, a host and, if need be, a path, such as https://atlas.example.org/."
        )
    return f"{url.rstrip('/')}/"


_GROUPS: Final = ("embassy", "consulate", "liaison")
_MOST_NAMES: Final = 4
ATLAS: Final = "Embassy Atlas"
TEAM: Final = "The Embassy Atlas team"
_LONGEST: Final = 500
_LONGEST_ADDRESS: Final = 4_000
_DIGITS: Final = 12
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_TONGUE: Final = ("mul", "und", "zxx", "mis")
WORDS: Final[dict[str, dict[str, str]]] = toml("reports/citations/words.toml")
_PARTS: Final = ("news", "encyclopedia")
"""Kinds of sources that are part of what their publisher's name is: a paper, an encyclopedia."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where citations are gathered: an atlas on the days of a selection, for one reader."""

    atlas: Atlas
    selection: Selection
    tr: Translator
    address: str
    accessed: dt.date

    def item(self, id: str) -> Item:
        """What is cited for an id."""
        row = self.atlas.dataset.sources.by_id.get(id)
        if row is not None:
            return self._source(row)
        selection = self.selection
        card = cards.card(self.atlas, id, selection.as_of, selection.known_on, self.tr.language)
        return self._entry(key_of("embassy-atlas", id), "entry", card.title, show=id)

    def view(self) -> Item:
        """What is cited for the view: its selection in words."""
        asked = described(self.selection, self.tr)
        title = self.tr("cite.view_of", asked=asked) if asked else self.tr("cite.view")
        digest = hashlib.sha256(self._query().encode()).hexdigest()[:8]
        item_key = key_of("embassy-atlas-view", digest)
        return self._entry(item_key, "map", title, medium=self.tr("cite.map"))

    def _source(self, row: Source) -> Item:
        tr, whole = self.tr, row.kind not in _PARTS
        publisher = tr.capital(_line(row.publisher))
        if row.id == UNRECORDED:
            title = tr.capital(tr("card.value.source_unrecorded"))
            return Item(key_of(row.id), "document", title)
        notes = []
        for key, ids in (("cite.through", row.known_through), ("cite.repeats", row.derived_from)):
            if others := list(map(self._named, ids)):
                notes.append(tr(key, sources=tr.listed(others)))
        return Item(
            key=key_of(row.id),
            type=WORDS["csl"].get(row.kind, "document"),
            title=_line(row.title),
            publisher=publisher if whole else "",
            container="" if whole else publisher,
            issued=row.published,
            revised=row.revised,
            accessed=row.accessed,
            url=_address(row.url),
            archived_url=_address(row.archived_url),
            language=_tongue(row.language),
            notes=tuple(notes),
        )

    def _named(self, id: str) -> str:
        row = self.atlas.dataset.sources.by_id.get(id)
        if row is None:
            return _line(id)
        day = self.tr.date(row.revised or row.published)
        return ", ".join(filter(None, (_line(row.publisher), day)))

    def _entry(self, key: str, type: str, title: str, *, medium: str = "", show: str = "") -> Item:
        """What the atlas shows, with its days, the content of its dataset and its licence."""
        tr, dataset, selection = self.tr, self.atlas.dataset, self.selection
        as_of = tr.date(selection.as_of) if selection.as_of else tr.date(self._today)
        notes = [tr("cite.as_of", day=as_of)]
        if selection.known_on:
            notes.append(tr("cite.known_on", day=tr.date(selection.known_on)))
        own = _line(dataset.own.get("title") or dataset.own.get("name") or dataset.folder.name)
        data = {"title": own, "hash": dataset.sha256[:_DIGITS], "licence": self._licence()}
        notes.append(tr("cite.data", **data))
        url = self._url(show)
        if not url:
            notes.append(tr("cite.selection", query=plain(self._query(show), _LONGEST_ADDRESS)))
        return Item(
            key=key,
            type=type,
            title=_line(title),
            container=ATLAS,
            container_author=TEAM,
            version=provenance.version(),
            issued=_day(dataset.own.get("created")),
            accessed=self.accessed.isoformat(),
            url=url,
            language=tr.language,
            medium=medium,
            notes=tuple(notes),
        )

    @property
    def _today(self) -> str:
        return dates.today().isoformat()

    def _query(self, show: str = "") -> str:
        """What is shown as the query of an address, its day always named."""
        query = self.selection.but(as_of=self.selection.as_of or self._today).to_query()
        return f"{query}&show={quote(show, safe=':')}" if show else query

    def _url(self, show: str) -> str:
        address = _address(self.address)
        return f"{address}?{self._query(show)}" if address else ""

    def _licence(self) -> str:
        found = licences_of(self.atlas.dataset.own)
        names = [_line(one.get("name") or one.get("title") or "") for one in found]
        return ", ".join(filter(None, names)) or self.tr("cite.no_licence")


def _line(text: Any) -> str:
    return plain(text, _LONGEST).strip()


def _address(url: str) -> str:
    """An address that a link may lead to, with what would break a file percent-encoded."""
    if len(url) > _LONGEST_ADDRESS or not link(url):
        return ""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def reachable(address: str) -> str:
    """An address, if it can be reached from outside this machine and its network; else blank."""
    return "" if _only_here(urlsplit(address).hostname or "") else address


def _only_here(host: str) -> bool:
    """Whether only this machine, or its own network, reaches a host."""
    if host == "localhost" or "." not in host.strip("[]").replace(":", "."):
        return True
    try:
        return ip_address(host.strip("[]")).is_private
    except ValueError:
        return host.endswith((".localhost", ".local", ".internal"))


def _tongue(tag: str) -> str:
    return tag if _TAG.fullmatch(tag) and tag.partition("-")[0] not in _NO_TONGUE else ""


def _day(value: object) -> str:
    """The day of a moment in a dataset's description; blank where it is none."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", value) if isinstance(value, str) else None
    if found is None:
        return ""
    try:
        dates.parse(found[1])
    except InvalidDate:
        return ""
    return found[1]


def _names(codes: tuple[str, ...], joint: str, tr: Translator) -> str:
    shown = [tr.of_party(code) for code in codes[:_MOST_NAMES]]
    if len(codes) > _MOST_NAMES:
        shown.append(tr("page.asked.more_states", count=len(codes) - _MOST_NAMES))
    return tr.listed(shown, joint)


def described(selection: Selection, tr: Translator) -> str:
    """What a selection asks for, as the end of a sentence: "between Peru and Venezuela"."""
    parts = []
    if selection.among:
        parts.append(tr("page.asked.among", names=_names(selection.among, "and", tr)))
    for name in ("states", "sending", "receiving"):
        if codes := getattr(selection, name):
            names = _names(codes, "or", tr)
            parts.append(tr(f"page.asked.{name}", names=names, count=len(codes)))
    if kinds := selection.kinds:
        said = [
            tr(f"page.asked.group.{kind}") if kind in _GROUPS else tr.kind(kind) for kind in kinds
        ]
        parts.append(tr("page.asked.kinds", names=tr.listed(said), count=len(said)))
    if selection.statuses:
        said = [tr("page.asked.word", word=tr.status(one)) for one in selection.statuses]
        parts.append(tr("page.asked.statuses", names=tr.listed(said, "or"), count=len(said)))
    if selection.cities:
        parts.append(tr("page.asked.cities", names=tr.listed(selection.cities, "or")))
    if selection.sources:
        parts.append(tr("page.asked.sources", count=len(selection.sources)))
    if selection.text:
        parts.append(tr("page.asked.text", text=selection.text))
    if selection.bbox:
        parts.append(tr("page.asked.bbox"))
    return ", ".join(parts)
