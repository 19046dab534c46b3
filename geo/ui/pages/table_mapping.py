"""The step of the page "Load data" that shows and corrects what the columns of a table hold."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import i18n, parties
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.ui import errors, upload
from geo.ui.components import choices
from geo.vocabulary import KINDS

if TYPE_CHECKING:
    from geo.importers import Preview, TableOptions

_PREVIEWS: Final = "table_previews"
_CHOSEN: Final = "table_chosen"
_KEPT: Final = 4
_MOST_COLUMNS: Final = 60
_MOST_REFUSED: Final = 20
_LONGEST: Final = 60
_LONGEST_LINE: Final = 400
_ORDERS: Final = ("", "day-first", "month-first")
_READ: Final = ("layer", "crs")


def choose(data: bytes, name: str, date: str, turn: int, tr: Translator) -> None:
    """Show what a table holds and what would be refused, and keep the mapping that is chosen."""
    st.session_state.pop(_CHOSEN, None)
    at = f"table_{turn}_{hashlib.sha256(data).hexdigest()[:16]}"
    st.subheader(tr("page.mapping.title"), anchor=False)
    given = _given(at, tr)
    at = _mark(at, given)
    meant = st.session_state.setdefault(f"{at}_values", {f: {**p} for f, p in given.values.items()})
    options = _reading(given, at, tr)
    try:
        first = _preview(data, name, options, date)
        _notes(first, given, tr)
        options = _columns(first, options, at, tr)
        found = _preview(data, name, replace(options, values=_chosen_values(meant)), date)
    except AtlasError as error:
        errors.show(error, tr)
        return
    _result(found, tr)
    _corrections(found, meant, at, tr)
    from geo.importers import mapping_json

    options = found.mapping.chosen()
    st.download_button(
        tr("page.mapping.save"),
        mapping_json(options),
        file_name=f"{Path(found.file).stem}.mapping.json",
        mime="application/json",
        key=f"{at}_save",
    )
    st.session_state[_CHOSEN] = (options, _entered(turn))


def chosen(turn: int) -> TableOptions | None:
    """The mapping as it is shown; None where the reader has changed it since."""
    options, entered = st.session_state.get(_CHOSEN) or (None, {})
    now = _entered(turn)
    return options if all(now.get(key, value) == value for key, value in entered.items()) else None


def _entered(turn: int) -> dict[str, str]:
    """What the reader has entered here, by key."""
    here = f"table_{turn}_"
    keys = (key for key in st.session_state if str(key).startswith(here))
    return {str(key): str(st.session_state[key]) for key in keys if not str(key).endswith("_save")}


def _given(at: str, tr: Translator) -> TableOptions:
    """The mapping of an uploaded file; else an empty one."""
    from geo.importers import TableOptions, mapping_of_json

    file = st.file_uploader(tr("page.mapping.file"), type=["json"], key=f"{at}_file")
    if file is None:
        return TableOptions()
    try:
        return mapping_of_json(file.name, file.getvalue())
    except AtlasError as error:
        errors.show(error, tr)
        return TableOptions()


def _reading(given: TableOptions, at: str, tr: Translator) -> TableOptions:
    """How the file is to be read, where that is not found in it."""
    with st.expander(tr("page.mapping.reading")):
        texts = {
            name: st.text_input(
                tr(f"page.mapping.{name}"), getattr(given, name), key=f"{at}_{name}", max_chars=200
            ).strip()
            for name in _READ
        }
        row = st.number_input(
            tr("page.mapping.header_row"), 0, 10_000, given.header_row, key=f"{at}_header_row"
        )
        codes = ("", *parties.CODE_SCHEMES)
        scheme = _chosen("codes", codes, given.codes, at, tr)
        order = _chosen("date_order", _ORDERS, given.date_order, at, tr)
    return replace(given, **texts, header_row=int(row), codes=scheme, date_order=order)


def _chosen(name: str, known: Sequence[str], given: str, at: str, tr: Translator) -> str:
    return st.selectbox(
        tr(f"page.mapping.{name}"),
        known,
        index=known.index(given) if given in known else 0,
        format_func=lambda one: tr(k) if tr.has(k := f"page.mapping.order.{one}") else one or "–",
        key=f"{at}_{name}",
    )


def _mark(at: str, options: TableOptions) -> str:
    """Prefix of the keys of widgets; it changes with the mapping file."""
    return f"{at}_{hashlib.sha256(repr(options).encode()).hexdigest()[:8]}"


def _preview(data: bytes, name: str, options: TableOptions, date: str) -> Preview:
    """What an import would do; the last ones of this session are kept."""
    from geo.importers import preview_table

    kept: dict[str, Preview] = st.session_state.setdefault(_PREVIEWS, {})
    asked = repr((hashlib.sha256(data).hexdigest(), name, options, date))
    if asked not in kept:
        with tempfile.TemporaryDirectory() as folder:
            found = preview_table(upload.file_in(Path(folder), name, data), options, date=date)
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[asked] = replace(found, file=name)
    return kept[asked]


def _notes(found: Preview, given: TableOptions, tr: Translator) -> None:
    """How the file was read, and which columns of the mapping are missing."""
    for note in found.notes:
        st.caption(i18n.markdown(note, _LONGEST_LINE))
    headings = {*found.mapping.headings, ""}
    lacks = [one for one in given.columns.values() if one not in headings]
    if lacks:
        names = ", ".join(i18n.markdown(one, _LONGEST) for one in lacks)
        st.warning(tr("page.mapping.lacks", columns=names))


def _columns(found: Preview, options: TableOptions, at: str, tr: Translator) -> TableOptions:
    """The field of each column, and values for fields that no column holds."""
    from geo.importers import NEEDED_FIELDS, TABLE_FIELDS

    own = _mark(at, options)
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
            value = _choice(label, field, constants.get(field, ""), f"{own}_all_{field}", tr)
            constants[field] = value
    left_out = {field: "" for field in TABLE_FIELDS if field not in chosen}
    if "status" not in {*chosen, *found.mapping.columns}:
        was = options.columns.get("status") == ""
        asked = found.mapping.contradicted or was
        if not (asked and st.checkbox(tr("page.mapping.listed"), was, key=f"{own}_listed")):
            left_out.pop("status")
    given = {field: value for field, value in constants.items() if value}
    return replace(options, columns={**chosen, **left_out}, constants=given)


def _result(found: Preview, tr: Translator) -> None:
    """Whether the table can be imported, and how much of it."""
    if found.mapping.problems:
        lines = (i18n.markdown(one.what, _LONGEST_LINE) for one in found.mapping.problems)
        st.error(tr("page.mapping.problems") + "".join(f"\n- {line}" for line in lines))
        return
    counts = {"rows": found.records, "number": found.accepted}
    said = tr("page.mapping.accepted", **counts)
    (st.warning if found.refused else st.success)(said)


def _corrections(
    found: Preview, meant: Mapping[str, Mapping[str, str]], at: str, tr: Translator
) -> None:
    """What would be refused, by reason; values of some fields are corrected here."""
    from geo.importers import VALUE_FIELDS

    wanted = {(f, written): None for f, pairs in meant.items() for written in pairs}
    wanted |= {(one.field, one.value): None for one in found.refused if one.value}
    shown = [one for one in wanted if one[0] in VALUE_FIELDS and one[0] != "city"][:_MOST_REFUSED]
    if found.refused:
        st.caption(tr("page.mapping.refused", count=len(found.refused)))
        lines = [i18n.markdown(one, _LONGEST_LINE) for one in found.refused[:_MOST_REFUSED]]
        st.markdown("".join(f"\n- {line}" for line in lines))
    if shown:
        st.caption(tr("page.mapping.meant"))
    for field, written in shown:
        label = f"{tr(f'page.mapping.field.{field}')}: {i18n.markdown(written, _LONGEST)}"
        key = f"{at}_meant_{hashlib.sha256(repr((field, written)).encode()).hexdigest()[:16]}"
        _choice(
            label,
            field,
            meant.get(field, {}).get(written, ""),
            key,
            tr,
            on_change=_store,
            args=(at, field, written, key),
        )


def _chosen_values(meant: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found = {field: {w: m for w, m in pairs.items() if m} for field, pairs in meant.items()}
    return {field: pairs for field, pairs in found.items() if pairs}


def _store(at: str, field: str, written: str, key: str) -> None:
    """Keep what a value means: its box disappears when the value is accepted."""
    st.session_state[f"{at}_values"].setdefault(field, {})[written] = st.session_state[key] or ""


def _choice(label: str, field: str, given: str, key: str, tr: Translator, **how: Any) -> str:
    """A list of what a field may be."""
    known, named = _known(field, tr)
    options = ("", *known)
    chosen: str = st.selectbox(
        label,
        options,
        index=options.index(given) if given in options else 0,
        format_func=lambda one: named(one) if one else tr("page.mapping.nothing"),
        key=key,
        **how,
    )
    return chosen


def _known(field: str, tr: Translator) -> tuple[Sequence[str], Callable[[str], str]]:
    from geo.importers import STATUS_WORDS

    if field == "kind":
        return tuple(KINDS), tr.kind
    if field == "status":
        return STATUS_WORDS, tr.status
    codes = sorted((one.code for one in parties.parties()), key=lambda c: parties.fold(tr.party(c)))
    return codes, lambda code: choices.party(code, tr)
