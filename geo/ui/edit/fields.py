"""One input for each column of a table, with what was understood and what is wrong beside it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import dates, editing, i18n
from geo.editing import Field
from geo.errors import AtlasError, InvalidDate, ValidationError
from geo.i18n import Translator
from geo.package_files import toml
from geo.ui import errors
from geo.ui.components import parts
from geo.ui.components.parts import line
from geo.ui.edit import choices
from geo.ui.edit.form_state import desk, key_of
from geo.ui.edit.rows import receiving
from geo.ui.state import View, distinct

# Columns of dates that a reader types
DATES: Final = ("published", "revised", "accessed", "date", "valid", "start", "end")
# Key of a rule in the catalogue -> how the rule reads, as a regular expression
RULES: Final[dict[str, str]] = toml("ui/edit/faults.toml")
_PARTIES: Final = ("sending", "receiving", "a", "b", "third", "state")
_LONG: Final = ("value", "detail", "note", "reason")
# The columns shown first; the others are behind one click
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": ("subject", "property", "value", "source"),
    "events": ("mission", "kind", "date", "sense", "detail", "sources"),
    "missions": ("sending", "receiving", "kind", "city"),
    "positions": ("method", "longitude", "latitude", "place", "precision", "radius_m", "sources"),
    "heads": ("name", "rank", "start", "end", "sources"),
    "coverage": ("sending", "receiving", "face", "mission", "valid", "sense", "sources"),
    "relations": ("kind", "a", "b", "title", "date", "sense", "detail", "sources"),
    "places": ("name", "kind", "state", "city", "radius_m"),
    "sources": ("publisher", "title", "kind", "published", "url", "language", "seen"),
}
# Columns that count as required, though they may be blank or have a default
_OF_USE: Final = {("claims", "source"), ("events", "kind"), ("missions", "kind")}
_NEAR: Final = re.compile(r" Did you mean (?P<near>.+)\?$")
_LONGEST: Final = 80
_MOST_CHARACTERS: Final = 20_000
_MOST_LINE: Final = 1_000

Faults = Mapping[str, Sequence[ValidationError]]  # Column -> its errors


class Input(NamedTuple):
    """An input of the form, and the cell that keeps what is chosen or typed there."""

    key: str
    label: str
    cells: dict[str, Any]
    name: str
    help: str | None = None

    @property
    def now(self) -> str:
        """What the cell holds; blank for nothing."""
        return str(self.cells.get(self.name) or "")

    def how(self, *known: Mapping[str, str] | None) -> dict[str, Any]:
        """Arguments of a widget that keep its value in the cell."""
        args = (self.key, self.cells, self.name, *known)
        return {"key": self.key, "help": self.help, "on_change": keep, "args": args}


def keep(
    key: str, cells: dict[str, Any], name: str, known: Mapping[str, str] | None = None
) -> None:
    """Keep the value of a widget in its cell; a typed text is replaced by its meaning."""
    value = st.session_state.get(key)
    text = "|".join(value) if isinstance(value, list) else str(value or "")
    cells[name] = choices.meant(text, known) if known and text not in known else text


def draw(view: View, table: str, problems: Faults, without: Iterable[str] = ()) -> None:
    """Draw the inputs of a table; an existing record keeps its id."""
    left_out = {*without, *(("id",) if desk().record else ())}
    asked = {one.name: one for one in editing.fields(table) if one.name not in left_out}
    first = [asked.pop(name) for name in _FIRST[table] if name in asked]
    rest = sorted(asked.values(), key=lambda one: one.name == "id")
    for one in first:
        _field(view, table, one, problems.get(one.name, ()))
    wrong = any(problems.get(one.name) for one in rest)
    with st.expander(view.tr("editform.more"), expanded=wrong):
        for one in rest:
            _field(view, table, one, problems.get(one.name, ()))


def _field(view: View, table: str, one: Field, problems: Sequence[ValidationError]) -> None:
    at, tr, name = desk(), view.tr, one.name
    needed = one.needed or (table, name) in _OF_USE
    label = tr(f"editform.label.{name}")
    label = label if needed else tr("editform.optional", label=label)
    cells, help = at.of(table), tr(f"editform.help.{table}.{name}")
    asked = Input(key_of(at, table, name), label, cells, name, help)
    if one.words:
        words = [word for word in one.words if word]
        choice(view, asked, {word: choices.word(table, one, word, tr) for word in words})
    elif one.many:
        several(view, asked, choices.ids(view, one.table))
    elif (offered := _offered(view, table, one)) is not None:
        choice(view, asked, offered, free=not one.table and name not in _PARTIES)
    else:
        text(asked, long=name in _LONG)
    if name in DATES:
        _understood(view, asked.now, cells)
    faulty(view, problems)


def _offered(view: View, table: str, one: Field) -> Mapping[str, str] | None:
    """Value -> label, where a column takes one of many; None where it takes any text."""
    if one.table:
        return choices.ids(view, one.table)
    if one.name in _PARTIES:
        return choices.states(view)
    match table, one.name:
        case "claims", "subject":
            return choices.subjects(view)
        case "claims", "property":
            return choices.properties(view)
        case "missions", "city":
            return choices.cities(receiving(desk()))
    return None


def choice(view: View, asked: Input, options: Mapping[str, str], free: bool = False) -> None:
    """Draw a list to choose from; with ``free``, another value may be typed."""
    now = asked.now
    if now and now not in options:
        options = {now: i18n.plain(now, _MOST_LINE), **options}
    told = distinct(options)
    st.session_state[asked.key] = now or None
    hint = view.tr("editform.choose_or_type" if free else "editform.choose")
    how = asked.how(told if asked.name == "subject" else None)
    parts.find(asked.label, told, hint=hint, accept_new_options=free, **how)


def several(view: View, asked: Input, options: Mapping[str, str]) -> None:
    """Draw a list from which several may be chosen."""
    now = [part for part in asked.now.split("|") if part]
    missing = {one: i18n.plain(one, _MOST_LINE) for one in now if one not in options}
    told = distinct({**options, **missing})
    st.session_state[asked.key] = now
    parts.several(asked.label, told, hint=view.tr("editform.choose_several"), **asked.how())


def text(asked: Input, long: bool = False, **how: Any) -> None:
    """Draw a text to be typed. What is typed and not yet sent is left alone."""
    st.session_state.setdefault(asked.key, asked.now)
    draw_it: Callable[..., Any] = st.text_area if long else st.text_input
    size = {"max_chars": _MOST_CHARACTERS, "height": 90} if long else {"max_chars": _MOST_LINE}
    draw_it(asked.label, **{**size, **asked.how(), **how})


def _understood(view: View, date: str, cells: Mapping[str, str]) -> None:
    try:
        dates.parse(date.strip())
    except AtlasError:
        return
    said = view.tr.when(date.strip(), cells.get("sense") or "on")
    st.caption(i18n.markdown(view.tr("editform.understood", date=said), _MOST_LINE))


def faulty(view: View, problems: Sequence[ValidationError], *, named: bool = False) -> None:
    """Show the errors of the input above; an error that belongs to no input names its subject."""
    for problem in problems:
        told = said(problem, view.tr)
        if named and problem.value:
            told = view.tr("editform.fault", label=problem.value, said=told)
        line(i18n.plain(told, _MOST_LINE), style="ea-fault")


def said(problem: ValidationError, tr: Translator) -> str:
    """The text of an error, with its remedy, in the reader's language where it is known."""
    try:
        if problem.rule == "not a date":
            dates.parse(problem.value)
    except InvalidDate as error:
        return tr.capital(errors.told(error, tr))
    for key, rule in RULES.items():
        if found := re.fullmatch(rule, problem.rule):
            words = {"value": i18n.plain(problem.value, _LONGEST), **found.groupdict()}
            near = _NEAR.search(problem.remedy)
            told = tr(f"editform.rule.{key}", **words)
            return told + (f" {tr('editform.near', near=near['near'])}" if near else "")
    return tr.capital(f"{problem.rule}. {problem.remedy}")
