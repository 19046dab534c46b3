"""What changed in a mission, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.dataset import Edit, Source
from geo.i18n import ENGLISH, Translator, plain
from geo.vocabulary import words_of

KINDS: Final = words_of("changes")  # What may have changed, in the order in which it is listed
REASONS: Final = (
    *("editor", "rule", "source", "import", "published", "published_undated", "time", "time_by"),
    "unknown",
)
"""Why: an editor, our rule, the source, an import; for two days, what was published or happened."""

_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value that a source gives on one side only; of a replaced one, both values."""

    what: str
    was: str
    now: str

    def text(self, tr: Translator) -> str:
        """The property, and its value before and after."""
        what = tr.event(self.what) if tr.has(f"words.event.{self.what}") else self.what
        named = tr.party if self.what == "coverage" else str
        return f"{what}: {_arrow(*(one and named(one) for one in (self.was, self.now)))}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something changed."""

    word: str = ""
    sources: tuple[Source, ...] = ()
    edits: tuple[Edit, ...] = ()

    def text(self, tr: Translator) -> str:
        """The reason in a sentence; blank for none."""
        told = [
            f"{one.publisher or one.id}{', ' * bool(one.published)}{tr.date(one.published)}"
            for one in self.sources[:_MOST]
        ]
        if (more := len(self.sources) - _MOST) > 0:
            told.append(tr("changes.more_sources", count=more))
        for edit in self.edits[-_MOST:]:
            told.append(f"{edit.author}, {tr.date(edit.day)}{': ' * bool(edit.why)}{edit.why}")
        said = tr(f"changes.reason.{self.word}") if self.word else ""
        return f"{said}: {'; '.join(told)}" if told else said


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one mission; places in CRS84, longitude first."""

    kind: str
    mission: str
    name: str
    sending: str
    receiving: str
    was: str = ""
    now: str = ""
    metres: float | None = None
    longitude: float = 0.0
    latitude: float = 0.0
    reason: Reason = Reason()
    evidence: tuple[Evidence, ...] = ()
    day: str = ""  # Of the event (ISO), where one is known to be between the two

    def detail(self, tr: Translator) -> str:
        """What it was and what it is."""
        was, now, told = self.was, self.now, []
        if self.kind == "removed":
            told = [tr("changes.twin", id=now)] if now else []
        elif self.kind == "added":
            told = [tr.capital(_status(now, tr))]
        elif was or now:
            named = self.kind in ("renamed", "moved")
            told = [_arrow(was, now) if named else _arrow(_status(was, tr), _status(now, tr))]
        if self.metres is not None:
            told.append(tr("changes.metres", distance=tr.distance(self.metres)))
        told += [one.text(tr) for one in self.evidence]
        return "; ".join(told)

    def as_dict(self, tr: Translator = ENGLISH) -> dict[str, Any]:
        """The change as a plain mapping, for JSON."""
        why, own = self.reason, ("mission", "name", "sending", "receiving")
        return {
            "change": self.kind,
            **{name: getattr(self, name) for name in own},
            "before": self.was or None,
            "after": self.now or None,
            "date": self.day or None,
            "distance_m": None if self.metres is None else round(self.metres),
            "evidence": [
                {"what": one.what, "before": one.was or None, "after": one.now or None}
                for one in self.evidence
            ],
            "why": why.word or None,
            "why_text": why.text(tr),
            "sources": [one.id for one in why.sources],
            "edits": [one.id for one in why.edits],
        }


@dataclass(frozen=True)
class Compared:
    """The changes between two sides, each named in words; those of a kind together."""

    before: str
    after: str
    day: str  # Of the later side (ISO): of its sources, or the requested one
    changes: Sequence[Change] = ()

    @staticmethod
    def order(one: Change) -> tuple[int, str]:
        """What changes are sorted by."""
        return KINDS.index(one.kind), one.mission

    @property
    def counts(self) -> dict[str, int]:
        """Kind -> how many changes; without those that are none."""
        kinds = Counter(one.kind for one in self.changes)
        return {kind: kinds[kind] for kind in KINDS if kinds[kind]}

    def summary(self, tr: Translator = ENGLISH) -> str:
        """How many changes of each kind, in words."""
        told = [tr(f"changes.count.{kind}", count=n) for kind, n in self.counts.items()]
        return tr.listed(told) if told else tr("editing.count.none")

    def text(self, tr: Translator = ENGLISH) -> str:
        """All changes, to be read line by line."""
        lines = [self.summary(tr)]
        for kind, count in self.counts.items():
            lines += ["", tr.capital(tr(f"changes.count.{kind}", count=count))]
            for one in (one for one in self.changes if one.kind == kind):
                lines.append(f"  {plain(one.name)} ({plain(one.mission)})")
                told = (plain(said) for said in (one.detail(tr), one.reason.text(tr)))
                lines += [f"      {said}" for said in told if said]
        return "\n".join(lines)

    def as_dict(self, tr: Translator = ENGLISH) -> dict[str, Any]:
        """The comparison as a plain mapping, for JSON."""
        told = {name: getattr(self, name) for name in ("before", "after", "day", "counts")}
        return told | {"changes": [one.as_dict(tr) for one in self.changes]}


def _status(word: str, tr: Translator) -> str:
    return tr(f"changes.{word}") if word in ("none", "undated") else tr.status(word) if word else ""


def _arrow(was: str, now: str) -> str:
    return f"{was or '—'} → {now or '—'}"
