"""The pages of cards, and what surrounds every page: head, bar, policy."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final

from geo import i18n
from geo.atlas import Atlas
from geo.atlas.relation_lines import pair_id
from geo.dataset import Mission
from geo.i18n import Translator
from geo.render import Markup, card_body, card_head, render, statement_anchor
from geo.reports import cards
from geo.reports.cards import Card, city_key
from geo.site.lean import lean
from geo.site.plan import Addresses, Plan

POLICY: Final = (
    "default-src 'none';style-src 'self';img-src 'self' data:;base-uri 'none';form-action 'none'"
)
"""The Content-Security-Policy of a page without a script."""

MAP_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
"""That of the map, which fetches the site's own files."""

_BAR: Final = ("index", "states", "cities", "sources", "conflicts", "changes", "about")
_SHORT_BAR: Final = ("index", "states", "sources", "about")
"""The bar of a card's page."""


@dataclass(frozen=True)
class Site:
    """An atlas, the plan of its site, and the names of files that pages refer to."""

    atlas: Atlas
    plan: Plan
    style: str
    pictures: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of all that a card leads to."""
        return Addresses(self.atlas, self.plan)

    @cached_property
    def title(self) -> str:
        """What the dataset calls itself."""
        own = self.atlas.dataset.own
        return i18n.plain(own.get("title") or own.get("name") or "Embassy Atlas", 120)

    def page(self, language: str, page: str, title: str, body: Markup, **more: Any) -> bytes:
        """A whole page."""
        plan, tr = self.plan, i18n.tr(language)
        up = "../" * (page.count("/") + 1)
        others = [one for one in plan.languages if plan.base and one != language]
        values: dict[str, Any] = {
            "policy": POLICY,
            "styles": (f"{up}data/{self.style}",),
            "others": [(one, plan.url(one, page)) for one in others],
            "canonical": plan.url(language, page),
            "bar": self._bar(tr, page),
            **more,
        }
        return str(render("site/page", tr=tr, title=title, body=body, **values)).encode()

    def _bar(self, tr: Translator, page: str) -> Markup:
        """The links to the lists, and to the same page in the other languages."""
        within = "../" * page.count("/")
        links = _links(tr, within, page if page in _BAR else "")
        languages = [
            (one, i18n.tr(one)("site.name"), f"{within}../{one}/{page}.html")
            for one in self.plan.languages
            if one != tr.language
        ]
        return render("site/bar", links=links, languages=languages)

    def card(self, id: str, language: str) -> tuple[str, bytes]:
        """The file and the page of a card."""
        plan, tr = self.plan, i18n.tr(language)
        page, days = plan.cards[id], (plan.selection.as_of, plan.selection.known_on)
        card = cards.card(self.atlas, id, *days, language=language)
        up = "../" * page.count("/")
        body = card_body(
            card,
            tr,
            partial(self.addresses.href, page=page),
            f"{up}conflicts.html",
            lambda one: f"#{statement_anchor(one)}",
        )
        picture = self.pictures.get((id, language), "")
        inner = render(
            "site/card",
            tr=tr,
            head=lean(card_head(card, tr)),
            body=lean(body),
            links=self._onward(card, tr, page, up),
            picture=picture and f"{up}../{picture}",
            alt=card.title,
        )
        shared = f"{plan.base}{picture}" if picture and plan.base else ""
        title = f"{i18n.plain(card.title, 120)} – {self.title}"
        description = " ".join(card.lead) if shared else ""
        whole = self.page(language, page, title, inner, picture=shared, description=description)
        return plan.path(language, page), whole

    def _onward(self, card: Card, tr: Translator, page: str, up: str) -> list[tuple[str, str]]:
        """Where a reader may go from a card: the map, the states, the city."""
        links = []
        if card.what in ("mission", "pair", "state", "place"):
            links.append((tr("site.on_map"), f"{up}index.html#{card.id}"))
        ids = []
        if card.what == "mission":
            mission: Mission = self.atlas.mission(card.id)
            ids = [pair_id(mission.sending, mission.receiving)]
            if key := city_key(mission):
                ids.append(f"city:{key[0]}:{key[1]}")
        elif card.what == "pair":
            ids = [f"state:{code}" for code in card.id.removeprefix("pair:").split("-")]
        for id in dict.fromkeys(ids):
            if address := self.plan.href(id, page):
                links.append((cards.name(self.atlas, id, tr), address))
        return links


@functools.cache
def _links(tr: Translator, within: str, page: str) -> list[tuple[str, str, bool]]:
    """The links of a bar: text, address, whether it is this page."""
    shown = _SHORT_BAR if within else _BAR
    names = {name: tr(f"site.{'map' if name == 'index' else name}.title") for name in shown}
    return [(text, f"{within}{name}.html", name == page) for name, text in names.items()]
