"""The pages beside those of cards: states, cities, sources, conflicts, changes, about."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from geo import dates, i18n, parties, provenance
from geo.i18n import Translator
from geo.render import FEEDS, render
from geo.reports import about
from geo.reports.cards import cities
from geo.reports.changes import changes
from geo.reports.conflicts import Conflict, conflicts, settling, spoken, told
from geo.site.pages import Site

_OTHER: Final = "other"
_ANCHOR: Final = re.compile(r"[^A-Za-z0-9-]+")
Page = tuple[str, bytes]
"""A file of the site and what is in it."""


@dataclass(frozen=True)
class Lists:
    """The lists of a site in one language."""

    site: Site
    tr: Translator

    def pages(self) -> Iterator[Page]:
        """All of them, each with its file."""
        yield self._states()
        yield self._cities()
        yield self._sources()
        yield from self._conflicts()
        yield from self._changes()

    def _page(
        self, name: str, columns: Iterable[str], rows: list[Any], *intro: str, **values: str
    ) -> Page:
        """A page with a table of texts, numbers, and texts with their address and language."""
        tr = self.tr
        title = tr(f"site.{name}.title")
        told = [self.site.days(tr), *(tr(key, **values) for key in intro)]
        heads = map(tr, columns)
        body = render("site/list", tr=tr, title=title, intro=told, columns=heads, rows=rows)
        return self.site.page(tr, name, title, body, feed=values.get("feed", ""))

    @cached_property
    def _shown(self) -> Any:
        chosen = self.site.plan.selection.but(undated="all", statuses=())
        return self.site.atlas.missions(chosen)

    def _states(self) -> Page:
        tr, plan = self.tr, self.site.plan
        sent, received = (Counter(self._shown[end]) for end in ("sending", "receiving"))
        codes = [id.removeprefix("state:") for id in plan.of("states")]
        codes.sort(key=lambda code: parties.fold(tr.party(code)))
        rows = [
            ((tr.party(code), plan.href(f"state:{code}", "states")), sent[code], received[code])
            for code in codes
        ]
        columns = ("site.states.state", "site.states.sent", "site.states.received")
        return self._page("states", columns, rows, "site.states.note")

    def _cities(self) -> Page:
        tr, href = self.tr, partial(self.site.plan.href, page="cities")
        shown, known = set(self._shown["id"]), cities(self.site.atlas)
        keys = [(id, *id.split(":", 2)[1:]) for id in self.site.plan.of("cities")]
        keys.sort(key=lambda key: (parties.fold(key[2]), key[1]))
        rows = [
            (
                (name, href(id)),
                (tr.party(state), href(f"state:{state}")),
                sum(one.id in shown for one in known[state, name]),
            )
            for id, state, name in keys
        ]
        columns = ("site.cities.city", "site.states.state", "site.cities.missions")
        return self._page("cities", columns, rows)

    def _sources(self) -> Page:
        tr, plan = self.tr, self.site.plan
        sources = [self.site.atlas.dataset.sources.by_id[id] for id in plan.of("sources")]
        sources.sort(key=lambda one: (parties.fold(one.publisher), one.published, one.id))
        rows = [
            (
                one.publisher,
                (one.title or one.id, plan.href(one.id, "sources"), _tag(one, tr)),
                tr.date(one.revised or one.published),
            )
            for one in sources
        ]
        columns = (f"site.sources.{one}" for one in ("publisher", "source", "published"))
        return self._page("sources", columns, rows)

    def _conflicts(self) -> Iterator[Page]:
        tr, site = self.tr, self.site
        grouped: dict[str, list[Conflict]] = defaultdict(list)
        for one in conflicts(site.atlas, site.plan.selection, tr.language):
            grouped[one.receiving or one.sending or _OTHER].append(one)
        order = sorted(grouped, key=lambda code: (code == _OTHER, parties.fold(tr.party(code))))
        called = {code: tr.party(code) for code in order} | {_OTHER: tr("site.conflicts.other")}
        rows = [((called[code], f"conflicts/{code}.html"), len(grouped[code])) for code in order]
        intro = "site.conflicts.intro" if rows else "site.conflicts.none"
        yield self._page("conflicts", ("site.states.state", "site.conflicts.count"), rows, intro)
        for code in order:
            page = f"conflicts/{code}"
            title = f"{tr('site.conflicts.title')}: {called[code]}"
            told = {"conflicts": grouped[code], "href": partial(site.href, page=page)}
            body = render("site/conflicts", tr=tr, title=title, **told, **_SAID)
            yield site.page(tr, page, title, body)

    def _changes(self) -> Iterator[Page]:
        """What changed within the year before the site's day, as a list and as feeds."""
        tr, atlas, chosen = self.tr, self.site.atlas, self.site.plan.selection
        day = dates.day_of(chosen.as_of or dates.today())
        names = (day - dt.timedelta(days=365)).isoformat(), day.isoformat()
        earlier = chosen.but(as_of=names[0])
        found = changes((atlas, earlier), (atlas, chosen), names=names, tr=tr)
        rows = [
            (
                tr.date(one.day) if one.day else "",
                (one.name, self.site.href(one.mission, "changes")),
                tr(f"changes.kind.{one.kind}"),
                tr.capital("; ".join(filter(None, (one.detail(tr), one.reason.text(tr))))),
            )
            for one in sorted(found.changes, key=lambda one: (one.day, one.mission), reverse=True)
        ]
        span = {"before": tr.date(found.before), "after": tr.date(found.after)}
        intro = ("site.changes.intro",) if rows else ("site.changes.intro", "site.changes.none")
        columns = (f"site.changes.{one}" for one in ("day", "mission", "change", "detail"))
        yield self._page("changes", columns, rows, *intro, feed="changes.atom", **span)
        for suffix in (".atom", ".json"):
            yield f"{tr.language}/changes{suffix}", FEEDS[suffix](found, tr)

    def about(self, downloads: list[tuple[str, str, str]], linked_data: str) -> Page:
        """What the site is made of, its files, method, limits and licences."""
        tr, site, dataset = self.tr, self.site, self.site.atlas.dataset
        made = {"dataset": dataset.sha256[:12], "missions": len(site.plan.of("missions"))}
        made |= {"title": site.title, "version": provenance.version()}
        intro = [tr("about.intro"), site.days(tr), tr("site.about.made", **made)]
        if not site.plan.whole:
            intro.append(tr("site.about.chosen"))
        programs = [
            (tr("site.about.api"), "../v1/index.json", "JSON"),
            (tr("site.about.feed_atom"), "changes.atom", ""),
            (tr("site.about.feed_json"), "changes.json", ""),
            (tr("site.about.citation"), "../CITATION.cff", "CFF"),
        ]
        files = {tr("site.about.files"): downloads, tr("site.about.programs"): programs}
        title = tr("site.about.title")
        body = render(
            "site/about",
            title=title,
            intro=intro,
            files=[(heading, rows) for heading, rows in files.items() if rows],
            sections=about.sections(dataset, tr),
            cite=about.cite_line(dataset, tr, site.plan.selection.as_of or ""),
        )
        return site.page(tr, "about", title, body, linked_data=linked_data)


def _tag(source: Any, tr: Translator) -> str:
    """The language of a source's title where it is not the reader's."""
    other = source.language != tr.language and len(source.language) == 2
    return source.language if other else ""


def _source(cite: Any, tr: Translator) -> str:
    day = tr.date(cite.revised or cite.published)
    return i18n.plain(f"{tr.capital(cite.publisher)}{f', {day}' if day else ''}")


_SAID: Final[dict[str, Any]] = {
    "most": 50,
    "anchor": lambda one: _ANCHOR.sub("-", f"{one.subject}-{one.property}"),
    "settling": settling,
    "source": _source,
    "spoken": spoken,
    "told": told,
}
"""What the template of conflicts asks for."""
