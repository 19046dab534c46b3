"""The pages beside those of cards: states, cities, sources, conflicts, changes, about."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from geo import dates, i18n, parties, provenance
from geo.i18n import Translator
from geo.render import FEEDS, render
from geo.reports import about
from geo.reports.cards import cities
from geo.reports.changes import Compared, changes
from geo.reports.conflicts import Conflict, conflicts, settling, spoken, told
from geo.site.map_files import days
from geo.site.pages import Site

_OTHER: Final = "other"
_ANCHOR: Final = re.compile(r"[^A-Za-z0-9-]+")
Pages = Iterator[tuple[str, bytes]]


Cell = str | int | tuple[str, ...]
"""A cell of a list: a text, a number, or a text with the address it leads to, and its language."""


@dataclass(frozen=True)
class Lists:
    """The lists of a site in one language."""

    site: Site
    tr: Translator

    def pages(self) -> Pages:
        """All of them, each with its file."""
        yield self._states()
        yield self._cities()
        yield self._sources()
        yield from self._conflicts()
        yield from self._changes()

    def _page(
        self,
        name: str,
        columns: Iterable[str],
        rows: Sequence[tuple[Cell, ...]],
        *intro: str,
        feed: str = "",
        **values: str,
    ) -> tuple[str, bytes]:
        """A page with a table; the keys of its columns and of what is above it."""
        tr, site = self.tr, self.site
        title = tr(f"site.{name}.title")
        told = [days(site.plan, tr), *(tr(key, **values) for key in intro)]
        heads = [tr(key) for key in columns]
        body = render("site/list", tr=tr, title=title, intro=told, columns=heads, rows=rows)
        whole = site.page(tr.language, name, f"{title} – {site.title}", body, feed=feed)
        return site.plan.path(tr.language, name), whole

    @cached_property
    def _shown(self) -> Any:
        """The missions of the site's day that are not closed."""
        plan = self.site.plan
        return self.site.atlas.missions(plan.selection.but(undated="all", statuses=()))

    def _states(self) -> tuple[str, bytes]:
        tr, plan = self.tr, self.site.plan
        sent, received = (Counter(self._shown[end]) for end in ("sending", "receiving"))
        codes = [id.removeprefix("state:") for id in plan.of("state")]
        codes.sort(key=lambda code: parties.fold(tr.party(code)))
        rows: list[tuple[Cell, ...]] = [
            ((tr.party(code), plan.href(f"state:{code}", "states")), sent[code], received[code])
            for code in codes
        ]
        columns = ("site.states.state", "site.states.sent", "site.states.received")
        return self._page("states", columns, rows, "site.states.note")

    def _cities(self) -> tuple[str, bytes]:
        tr, plan = self.tr, self.site.plan
        shown, known = set(self._shown["id"]), cities(self.site.atlas)
        keys = [(id, *id.split(":", 2)[1:]) for id in plan.of("city")]
        keys.sort(key=lambda key: (parties.fold(key[2]), key[1]))
        rows: list[tuple[Cell, ...]] = [
            (
                (name, plan.href(id, "cities")),
                (tr.party(state), plan.href(f"state:{state}", "cities")),
                sum(one.id in shown for one in known[state, name]),
            )
            for id, state, name in keys
        ]
        columns = ("site.cities.city", "site.states.state", "site.cities.missions")
        return self._page("cities", columns, rows)

    def _sources(self) -> tuple[str, bytes]:
        tr, plan = self.tr, self.site.plan
        sources = [self.site.atlas.dataset.sources.by_id[id] for id in plan.of("source")]
        sources.sort(key=lambda one: (parties.fold(one.publisher), one.published, one.id))
        rows: list[tuple[Cell, ...]] = [
            (
                one.publisher,
                (one.title or one.id, plan.href(one.id, "sources"), _tag(one, tr)),
                tr.date(one.revised or one.published),
            )
            for one in sources
        ]
        columns = (f"site.sources.{one}" for one in ("publisher", "source", "published"))
        return self._page("sources", columns, rows)

    def _conflicts(self) -> Pages:
        """The list of states with conflicts, and a page of the conflicts of each."""
        tr, site = self.tr, self.site
        grouped: dict[str, list[Conflict]] = defaultdict(list)
        for one in conflicts(site.atlas, site.plan.selection, tr.language):
            grouped[one.receiving or one.sending or _OTHER].append(one)
        order = sorted(grouped, key=lambda code: (code == _OTHER, parties.fold(tr.party(code))))
        rows: list[tuple[Cell, ...]] = [
            ((self._named(code), f"conflicts/{code}.html"), len(grouped[code])) for code in order
        ]
        intro = "site.conflicts.intro" if rows else "site.conflicts.none"
        columns = ("site.states.state", "site.conflicts.count")
        yield self._page("conflicts", columns, rows, intro)
        for code in order:
            page = f"conflicts/{code}"
            title = f"{tr('site.conflicts.title')}: {self._named(code)}"
            href = partial(site.addresses.href, page=page)
            body = render(
                "site/conflicts", tr=tr, title=title, conflicts=grouped[code], href=href, **_SAID
            )
            whole = site.page(tr.language, page, f"{title} – {site.title}", body)
            yield site.plan.path(tr.language, page), whole

    def _named(self, code: str) -> str:
        return self.tr("site.conflicts.other") if code == _OTHER else self.tr.party(code)

    @cached_property
    def changed(self) -> Compared:
        """What changed within the year before the site's day."""
        atlas, chosen = self.site.atlas, self.site.plan.selection
        day = dates.day_of(chosen.as_of or dates.today())
        before = (day - dt.timedelta(days=365)).isoformat()
        names = before, day.isoformat()
        earlier = chosen.but(as_of=before)
        return changes((atlas, earlier), (atlas, chosen), names=names, tr=self.tr)

    def _changes(self) -> Pages:
        tr, found = self.tr, self.changed
        rows: list[tuple[Cell, ...]] = [
            (
                tr.date(one.day) if one.day else "",
                (one.name, self.site.addresses.href(one.mission, "changes")),
                tr(f"changes.kind.{one.kind}"),
                tr.capital("; ".join(filter(None, (one.detail(tr), one.reason.text(tr))))),
            )
            for one in sorted(found.changes, key=lambda one: (one.day, one.mission), reverse=True)
        ]
        columns = [f"site.changes.{one}" for one in ("day", "mission", "change", "detail")]
        span = {"before": tr.date(found.before), "after": tr.date(found.after)}
        intro = ("site.changes.intro",) if rows else ("site.changes.intro", "site.changes.none")
        yield self._page("changes", columns, rows, *intro, feed="changes.atom", **span)
        for suffix in (".atom", ".json"):
            yield f"{tr.language}/changes{suffix}", FEEDS[suffix](found, tr)

    def about(self, downloads: Sequence[tuple[str, str, str]], linked_data: str) -> bytes:
        """What the site is made of, its files, method, limits and licences."""
        tr, site, dataset = self.tr, self.site, self.site.atlas.dataset
        made = tr(
            "site.about.made",
            title=site.title,
            dataset=dataset.sha256[:12],
            missions=len(site.plan.of("mission")),
            version=provenance.version(),
        )
        intro = [tr("about.intro"), days(site.plan, tr), made]
        if not site.plan.whole:
            intro.append(tr("site.about.chosen"))
        programs = [
            (tr("site.about.api"), "../v1/index.json", "JSON"),
            (tr("site.about.feed_atom"), "changes.atom", ""),
            (tr("site.about.feed_json"), "changes.json", ""),
            (tr("site.about.citation"), "../CITATION.cff", "CFF"),
        ]
        files: list[tuple[str, Sequence[tuple[str, str, str]]]] = [
            (tr("site.about.programs"), programs)
        ]
        if downloads:
            files.insert(0, (tr("site.about.files"), downloads))
        body = render(
            "site/about",
            title=tr("site.about.title"),
            intro=intro,
            files=files,
            sections=about.sections(dataset, tr),
            cite=about.cite_line(dataset, tr, site.plan.selection.as_of or ""),
        )
        title = f"{tr('site.about.title')} – {site.title}"
        return site.page(tr.language, "about", title, body, linked_data=linked_data)


def _tag(source: Any, tr: Translator) -> str:
    """The language of a source's title where it is not the reader's."""
    return (
        "" if source.language in ("", tr.language) or len(source.language) != 2 else source.language
    )


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
