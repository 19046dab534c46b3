"""The pages of cards, and what surrounds every page: head, bar, policy."""

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
from geo.site.plan import Plan

# The Content-Security-Policy of a page without a script
_POLICY: Final = (
    "default-src 'none';style-src 'self';img-src 'self' data:;base-uri 'none';form-action 'none'"
)
# That of the map, which fetches the site's own files
MAP_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_BAR: Final = ("index", "states", "cities", "sources", "conflicts", "changes", "about")
_SHORT_BAR: Final = ("index", "states", "sources", "about")  # Of a card's page


@dataclass(frozen=True)
class Site:
    """An atlas, the plan of its site, and the names of files that pages refer to."""

    atlas: Atlas
    plan: Plan
    style: str
    pictures: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def title(self) -> str:
        """The title of the dataset."""
        own = self.atlas.dataset.own
        return i18n.plain(own.get("title") or own.get("name") or "Embassy Atlas", 120)

    def days(self, tr: Translator) -> str:
        """The two days in a sentence."""
        chosen = self.plan.selection
        as_of, known_on = tr.date(chosen.as_of or ""), tr.date(chosen.known_on or "")
        key = "site.days_known" if known_on else "site.days"
        return tr(key, as_of=as_of, known_on=known_on)

    def href(self, id: str, page: str) -> str:
        """The relative address of a card from a page; lines and statements are on other cards."""
        plan, dataset = self.plan, self.atlas.dataset
        what, _, rest = id.partition(":")
        if what in ("seat", "near"):
            return plan.href(rest.partition(":")[0], page)
        own = rest if what == "cover" else id
        if covered := dataset.coverage.by_id.get(own):
            pair = pair_id(covered.sending, covered.receiving)
            to = plan.href(pair, page) or plan.href(covered.mission, page)
        elif relation := dataset.relations.by_id.get(own):
            to = plan.href(pair_id(relation.a, relation.b), page)
        else:
            return plan.href(id, page)
        return to and f"{to}#{statement_anchor(own)}"

    def page(
        self, tr: Translator, page: str, title: str, body: Markup, **more: Any
    ) -> tuple[str, bytes]:
        """The file name of a page, and its HTML; a blank title means that of the site."""
        plan, within = self.plan, "../" * page.count("/")
        shown = _SHORT_BAR if within else _BAR
        names = {name: tr(f"site.{'map' if name == 'index' else name}.title") for name in shown}
        others = [one for one in plan.languages if one != tr.language]
        path = f"{tr.language}/{page}.html"
        values: dict[str, Any] = {
            "policy": _POLICY,
            "styles": (f"{within}../data/{self.style}",),
            "base": plan.base,
            "canonical": plan.base and f"{plan.base}{path}",
            "links": [(names[name], f"{within}{name}.html", name == page) for name in shown],
            "within": within,
            "others": [(one, i18n.tr(one)("site.name"), f"{one}/{page}.html") for one in others],
            "title": f"{title} – {self.title}" if title else self.title,
            **more,
        }
        return path, str(render("site/page", tr=tr, body=body, **values)).encode()

    def card(self, id: str, language: str) -> tuple[str, bytes]:
        """The file and the page of a card."""
        plan, tr = self.plan, i18n.tr(language)
        page, days = plan.cards[id], (plan.selection.as_of, plan.selection.known_on)
        card = cards.card(self.atlas, id, *days, language=language)
        up, href = "../" * page.count("/"), partial(self.href, page=page)
        picture = self.pictures.get((id, language), "")
        body = card_body(
            card, tr, href, f"{up}conflicts.html", lambda one: f"#{statement_anchor(one)}"
        )
        inner = render(
            "site/card",
            tr=tr,
            head=lean(card_head(card, tr)),
            body=lean(body),
            links=self._onward(card, tr, page, up),
            picture=picture and f"{up}../{picture}",
            alt=card.title,
        )
        shared = plan.base and picture and f"{plan.base}{picture}"
        more = {"picture": shared, "description": " ".join(card.lead) if shared else ""}
        return self.page(tr, page, i18n.plain(card.title, 120), inner, **more)

    def _onward(self, card: Card, tr: Translator, page: str, up: str) -> list[tuple[str, str]]:
        """Where a reader may go from a card: the map, the states, the city."""
        links, ids = [], []
        if card.what in ("mission", "pair", "state", "place"):
            links.append((tr("site.on_map"), f"{up}index.html#{card.id}"))
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
