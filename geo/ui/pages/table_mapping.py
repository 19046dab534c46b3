"""The step of the page "Load data" that shows and corrects what the columns of a table hold."""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo import i18n, parties
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.importers import (
    NEEDED_FIELDS,
    STATUS_WORDS,
    TABLE_FIELDS,
    VALUE_FIELDS,
    Preview,
    TableOptions,
    mapping_json,
    mapping_of_json,
    preview_table,
)
from geo.ui import errors, upload
from geo.ui.components import choices
from geo.ui.components.parts import choose
from geo.vocabulary import KINDS

_PREVIEWS: Final = "table_previews"
_CHOSEN: Final = "table_chosen"
_KEPT: Final = 4
_MOST_COLUMNS: Final = 60
_MOST_REFUSED: Final = 20
_LONGEST: Final = 60
_LONGEST_LINE: Final = 400


def draw(data: bytes, name: str, date: str, turn: int, tr: Translator) -> None:
    """Show what a table holds and what would be refused, and keep the mapping that is chosen."""
    st.session_state.pop(_CHOSEN, None)
    at = f"table_{turn}_{_digest(data, 16)}"
    st.subheader(tr("page.mapping.title"), anchor=False)
    given = _given(at, tr)
    at = f"{at}_{_digest(repr(given), 8)}"  # the keys of widgets change with the mapping file
    meant = st.session_state.setdefault(f"{at}_values", {f: {**p} for f, p in given.values.items()})
    options = _reading(given, at, tr)
    try:
        first = _preview(data, name, options, date)
        _notes(first, given, tr)
        options = _columns(first, options, at, tr)
        values = {f: used for f, p in meant.items() if (used := {w: m for w, m in p.items() if m})}
        found = _preview(data, name, replace(options, values=values), date)
    except AtlasError as error:
        errors.show(error, tr)
        return
    if found.mapping.problems:
        lines = errors.listed((one.what for one in found.mapping.problems), _LONGEST_LINE)
        st.error(tr("page.mapping.problems") + lines)
    else:
        said = tr("page.mapping.accepted", rows=found.records, number=found.accepted)
        (st.warning if found.refused else st.success)(said)
    _corrections(found, meant, at, tr)
    options, file = found.mapping.chosen(), f"{Path(found.file).stem}.mapping.json"
    label, json = tr("page.mapping.save"), mapping_json(options)
    st.download_button(label, json, file, mime="application/json", key=f"{at}_save")
    st.session_state[_CHOSEN] = (options, _entered(turn))


def _digest(told: bytes | str, length: int) -> str:
    data = told.encode() if isinstance(told, str) else told
    return hashlib.sha256(data).hexdigest()[:length]


def chosen(turn: int) -> TableOptions | None:
    """The mapping as it is shown; None where the reader has changed it since."""
    options, entered = st.session_state.get(_CHOSEN) or (None, {})
    now = _entered(turn)
    return options if all(now.get(key, value) == value for key, value in entered.items()) else None


def _entered(turn: int) -> dict[str, str]:
    here = f"table_{turn}_"
    keys = (key for key in st.session_state if str(key).startswith(here))
    return {str(key): str(st.session_state[key]) for key in keys if not str(key).endswith("_save")}


def _given(at: str, tr: Translator) -> TableOptions:
    """The mapping of an uploaded file; else an empty one."""
    file = st.file_uploader(tr("page.mapping.file"), type=["json"], key=f"{at}_file")
    if file is None:
        return TableOptions()
    try:
        return mapping_of_json(file.name, file.getvalue())
    except AtlasError as error:
        errors.show(error, tr)
        return TableOptions()


def _reading(given: TableOptions, at: str, tr: Translator) -> TableOptions:
    known = {"codes": ("", *parties.CODE_SCHEMES), "date_order": ("", "day-first", "month-first")}

    def named(one: str) -> str:
        return tr(key) if tr.has(key := f"page.mapping.order.{one}") else one or "–"

    with st.expander(tr("page.mapping.reading")):
        read: dict[str, Any] = {}
        for name in ("layer", "crs"):
            label, key = tr(f"page.mapping.{name}"), f"{at}_{name}"
            read[name] = st.text_input(label, getattr(given, name), key=key, max_chars=200).strip()
        label = tr("page.mapping.header_row")
        row = st.number_input(label, 0, 10_000, given.header_row, key=f"{at}_header_row")
        for name, words in known.items():
            now, told = getattr(given, name), {one: named(one) for one in words}
            index = words.index(now) if now in words else 0
            label, key = tr(f"page.mapping.{name}"), f"{at}_{name}"
            read[name] = choose(label, told, key, index=index, filter_mode="fuzzy")
    return replace(given, **read, header_row=int(row))


def _preview(data: bytes, name: str, options: TableOptions, date: str) -> Preview:
    """What an import would do; the last ones of this session are kept."""
    kept: dict[str, Preview] = st.session_state.setdefault(_PREVIEWS, {})
    asked = repr((_digest(data, 64), name, options, date))
    if asked not in kept:
        with tempfile.TemporaryDirectory() as folder:
            found = preview_table(upload.file_in(Path(folder), name, data), options, date=date)
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[asked] = replace(found, file=name)
    return kept[asked]


def _notes(found: Preview, given: TableOptions, tr: Translator) -> None:
    for note in found.notes:
        st.caption(i18n.markdown(note, _LONGEST_LINE))
    headings = {*found.mapping.headings, ""}
    lacks = [one for one in given.columns.values() if one not in headings]
    if lacks:
        names = ", ".join(i18n.markdown(one, _LONGEST) for one in lacks)
        st.warning(tr("page.mapping.lacks", columns=names))


def _columns(found: Preview, options: TableOptions, at: str, tr: Translator) -> TableOptions:
    """The field of each column, and values for fields that no column holds."""
    own = f"{at}_{_digest(repr(options), 8)}"
    fields = ("", *TABLE_FIELDS)
    chosen: dict[str, str] = {}
    st.caption(tr("page.mapping.columns"))
    headings = found.mapping.headings
    named = [number for number, heading in enumerate(headings) if heading]
    shown = [n for at_, n in enumerate(named) if at_ < _MOST_COLUMNS or found.field_of(n)]
    for number in shown:
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        field = left.selectbox(
            i18n.markdown(headings[number], _LONGEST),
            fields,
            index=fields.index(found.field_of(number)),
            format_func=lambda one: tr(f"page.mapping.field.{one or 'none'}"),
            key=f"{own}_column_{number}",
        )
        values = [cells[number] for _, cells in found.sample]
        right.caption(" · ".join(i18n.markdown(one, _LONGEST) or "–" for one in values))
        if field and chosen.setdefault(field, headings[number]) != headings[number]:
            twice = tr(f"page.mapping.field.{field}")
            st.warning(tr("page.mapping.twice", field=twice))
    if more := len(named) - len(shown):
        st.caption(tr("page.mapping.more", count=more))
    constants = {f: v for f, v in options.constants.items() if f not in chosen}
    for field in NEEDED_FIELDS:
        if field not in chosen:
            label = tr("page.mapping.all_rows", field=tr(f"page.mapping.field.{field}"))
            now, key = constants.get(field, ""), f"{own}_all_{field}"
            constants[field] = _choice(label, field, now, key, tr)
    left_out = {field: "" for field in TABLE_FIELDS if field not in chosen}
    if "status" not in {*chosen, *found.mapping.columns}:
        was = options.columns.get("status") == ""
        asked = found.mapping.contradicted or was
        if not (asked and st.checkbox(tr("page.mapping.listed"), was, key=f"{own}_listed")):
            left_out.pop("status")
    given = {field: value for field, value in constants.items() if value}
    return replace(options, columns={**chosen, **left_out}, constants=given)


def _corrections(
    found: Preview, meant: Mapping[str, Mapping[str, str]], at: str, tr: Translator
) -> None:
    """What would be refused, by reason; values of some fields are corrected here."""
    wanted = {(f, written): None for f, pairs in meant.items() for written in pairs}
    wanted |= {(one.field, one.value): None for one in found.refused if one.value}
    shown = [one for one in wanted if one[0] in VALUE_FIELDS and one[0] != "city"][:_MOST_REFUSED]
    if found.refused:
        st.caption(tr("page.mapping.refused", count=len(found.refused)))
        st.markdown(errors.listed(found.refused[:_MOST_REFUSED], _LONGEST_LINE))
    if shown:
        st.caption(tr("page.mapping.meant"))
    for field, written in shown:
        label = f"{tr(f'page.mapping.field.{field}')}: {i18n.markdown(written, _LONGEST)}"
        key = f"{at}_meant_{_digest(repr((field, written)), 16)}"
        now, how = meant.get(field, {}).get(written, ""), {"args": (at, field, written, key)}
        _choice(label, field, now, key, tr, on_change=_store, **how)


def _store(at: str, field: str, written: str, key: str) -> None:
    """Keep what a value means: its box disappears when the value is accepted."""
    st.session_state[f"{at}_values"].setdefault(field, {})[written] = st.session_state[key] or ""


def _choice(label: str, field: str, given: str, key: str, tr: Translator, **how: Any) -> str:
    if field in ("kind", "status"):
        words = {"kind": KINDS, "status": STATUS_WORDS}[field]
        known = {word: getattr(tr, field)(word) for word in words}
    else:
        codes = sorted(parties.parties(), key=lambda one: parties.fold(tr.party(one.code)))
        known = {one.code: choices.party(one.code, tr) for one in codes}
    options = {"": tr("page.mapping.nothing"), **known}
    index = [*options].index(given) if given in options else 0
    return choose(label, options, key, index=index, filter_mode="fuzzy", **how)
