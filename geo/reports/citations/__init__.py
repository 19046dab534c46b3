"""Citations: of a mission, a source, a line, a place, or of a selection; in three forms."""

import datetime as dt
import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import quote, urlsplit

from geo import dates, i18n, provenance
from geo.atlas import Atlas
from geo.dataset import Source, licences_of
from geo.errors import AtlasError, InvalidDate, InvalidSelection, quoted
from geo.i18n import Translator, link, plain
from geo.reports import cards
from geo.reports.citations.forms import FORMS, WORDS, Item
from geo.selection import Selection
from geo.vocabulary import UNRECORDED

__all__ = ["ATLAS", "FORMS", "PUBLIC_URL", "TEAM", "checked", "citation", "described", "public_url"]
PUBLIC_URL: Final = "EMBASSY_ATLAS_PUBLIC_URL"
"""Environment variable: the public address of the page, http or https."""
ATLAS: Final = "Embassy Atlas"
TEAM: Final = "The Embassy Atlas team"
_ODD: Final = re.compile(r"[^A-Za-z0-9-]+")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_TONGUE: Final = ("mul", "und", "zxx", "mis")
_GROUPS: Final = ("embassy", "consulate", "liaison")
_PARTS: Final = ("news", "encyclopedia")  # Types of sources that are part of a larger work
_MOST_NAMES: Final = 4
_DIGITS: Final = 12
_LONGEST_KEY: Final = 80
_LONGEST: Final = 500
_LONGEST_ADDRESS: Final = 4_000


def citation(
    atlas: Atlas,
    ids: Sequence[str] = (),
    selection: Selection | None = None,
    form: str = "text",
    *,
    language: str = "en",
    address: str = "",
    public: str = "",
    accessed: dt.date | None = None,
) -> str:
    """A citation, or a bibliography of several.

    Parameters
    ----------
    ids
        Ids of missions, lines, places or sources, each named once; none for the view.
    selection
        The selection: the view, and the days on which all else is cited.
    form
        ``text``, ``bibtex`` (biblatex, UTF-8) or ``csl`` (CSL-JSON 1.0.2, with ``edtf`` as in
        its current schema).
    language
        Language of what is around the data, one of :data:`geo.i18n.LANGUAGES`.
    address
        Address of the page that shows it, without its query; it is cited unless only this
        machine or its own network can open it: the query then is alone.
    public
        Public address of the page, as :func:`public_url` gives it; cited before ``address``.
    accessed
        The day on which it is looked at; today by default.

    Returns
    -------
    str
        Text ends with a line break; a line, a record or an object a thing. Control characters
        and those that turn the reading direction are written out.

    Raises
    ------
    UnknownMission, InvalidSelection
        Nothing in the dataset has an id, or there is no such form or language.

    Examples
    --------
    >>> import geo
    >>> "Embassy Atlas" in geo.citation(geo.Atlas.open(), ["prk-embassy-caracas"])
    True
    """
    if form not in FORMS:
        raise InvalidSelection(
            f"Unknown form of citation {quoted(form)}. Choose text, bibtex or csl."
        )
    chosen = Selection() if selection is None else selection
    found, day = public or reachable(address), dates.today() if accessed is None else accessed
    desk = Desk(atlas, chosen, i18n.tr(language), found, day)
    items = [desk.item(id) for id in dict.fromkeys(ids)] if ids else [desk.view()]
    return FORMS[form](items, desk.tr)


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
        if row := self.atlas.dataset.sources.by_id.get(id):
            return self._source(row)
        selection = self.selection
        card = cards.card(self.atlas, id, selection.as_of, selection.known_on, self.tr.language)
        return self._entry(key_of("embassy-atlas", id), "entry", card.title, show=id)

    def view(self) -> Item:
        """What is cited for the view: its selection in words."""
        asked = described(self.selection, self.tr)
        title = self.tr("cite.view_of", asked=asked) if asked else self.tr("cite.view")
        key = key_of("embassy-atlas-view", hashlib.sha256(self._query().encode()).hexdigest()[:8])
        return self._entry(key, "map", title, medium=self.tr("cite.map"))

    def _source(self, row: Source) -> Item:
        tr, whole = self.tr, row.kind not in _PARTS
        publisher = tr.capital(_line(row.publisher))
        if row.id == UNRECORDED:
            return Item(key_of(row.id), "document", tr.capital(tr("card.value.source_unrecorded")))
        known = _TAG.fullmatch(row.language) and row.language.partition("-")[0] not in _NO_TONGUE
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
            language=row.language if known else "",
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
        notes = [tr("cite.as_of", day=tr.date(self._as_of))]
        if selection.known_on:
            notes.append(tr("cite.known_on", day=tr.date(selection.known_on)))
        own = _line(dataset.own.get("title") or dataset.own.get("name") or dataset.folder.name)
        given = (one.get("name") or one.get("title") or "" for one in licences_of(dataset.own))
        licence = ", ".join(filter(None, map(_line, given))) or tr("cite.no_licence")
        data = {"title": own, "hash": dataset.sha256[:_DIGITS], "licence": licence}
        notes.append(tr("cite.data", **data))
        address = _address(self.address)
        url = f"{address}?{self._query(show)}" if address else ""
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
    def _as_of(self) -> str:
        return self.selection.as_of or dates.today().isoformat()

    def _query(self, show: str = "") -> str:
        """What is shown as the query of an address, its day always named."""
        query = self.selection.but(as_of=self._as_of).to_query()
        return f"{query}&show={quote(show, safe=':')}" if show else query


def _line(text: Any) -> str:
    return plain(text, _LONGEST).strip()


def _address(url: str) -> str:
    """An address that a link may lead to, with what would break a file percent-encoded."""
    if len(url) > _LONGEST_ADDRESS or not link(url):
        return ""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def reachable(address: str) -> str:
    """An address, if it can be reached from outside this machine and its network; else blank."""
    host = urlsplit(address).hostname or ""
    bare = host.strip("[]")
    try:
        own = ip_address(bare).is_private
    except ValueError:
        own = host.endswith((".localhost", ".local", ".internal"))
    only_here = own or host == "localhost" or "." not in bare.replace(":", ".")
    return "" if only_here else address


def _day(value: object) -> str:
    """The day of a moment in a dataset's description; blank where it is none."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", value) if isinstance(value, str) else None
    with suppress(InvalidDate):
        return found[1] if found and dates.parse(found[1]) else ""
    return ""


def _names(codes: tuple[str, ...], joint: str, tr: Translator) -> str:
    shown = [tr.of_party(code) for code in codes[:_MOST_NAMES]]
    if len(codes) > _MOST_NAMES:
        shown.append(tr("page.asked.more_states", count=len(codes) - _MOST_NAMES))
    return tr.listed(shown, joint)


def described(selection: Selection, tr: Translator) -> str:
    """What a selection asks for, as the end of a sentence: "between Peru and Venezuela"."""
    parts = []
    for name in ("among", "states", "sending", "receiving"):
        if codes := getattr(selection, name):
            names = _names(codes, "and" if name == "among" else "or", tr)
            parts.append(tr(f"page.asked.{name}", names=names, count=len(codes)))
    if kinds := selection.kinds:
        said = [tr(f"page.asked.group.{one}") if one in _GROUPS else tr.kind(one) for one in kinds]
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
