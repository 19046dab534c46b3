"""The page of rankings: states, cities or types by missions, with what is known beside."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import streamlit as st

from geo import exporters, i18n
from geo.errors import AtlasError
from geo.render import Markup, render
from geo.reports.networks import BY, COLUMNS, earlier, rank, share, unnamed
from geo.ui import errors
from geo.ui.components import list_page, parts
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.components.parts import TITLE, Link, choose, nothing_shown
from geo.ui.state import View

Row = dict[str, Any]

_BAR: Final = 8
_NUMBERS: Final = (
    *("possible", "known", "known_possible", "left_out", "non_resident", "known_none"),
    *("no_data", "denominator"),
)


def switch(view: View) -> Markup:
    """The links between the pages of networks, as HTML."""
    choices = {
        page: (view.tr(f"networks.{page}.name"), view.link(page))
        for page in ("rank", "compare", "matrix")
    }
    return parts.switch("network", view.tr("networks.which"), choices, view.page)


def usable(view: View) -> tuple[View, list[AtlasError]]:
    """The view without an earlier date or a share that cannot be used, and why they cannot."""
    problems: list[AtlasError] = []
    for name in ("since", "coverage"):
        value = getattr(view.address, name)
        try:
            if value:
                _ = share(value) if name == "coverage" else earlier(view.selection, value)
        except AtlasError as error:
            problems.append(error)
            view = view.but(**{name: ""})
    return view, problems


def page(view: View) -> None:
    """Draw the page for a view."""
    view, problems = usable(view)
    list_page.draw(view, replace(PAGE, content=partial(_content, problems)))


def _content(problems: Sequence[AtlasError], view: View) -> Content[Row]:
    tr, asked = view.tr, view.address
    table = rank(view.atlas, view.selection, asked.by or BY[0], asked.since or None, asked.coverage)
    cells = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    rows: list[Row] = [dict(zip(table.columns.tolist(), row, strict=True)) for row in cells]
    most = max([1, *(row["missions"] for row in rows)])
    for row in rows:
        row["bar"] = "█" * round(_BAR * row["missions"] / most)
    said = [tr(f"networks.rank.said_{asked.by or BY[0]}"), tr("networks.rank.denominator")]
    if apart := sum(row["apart"] for row in rows):
        said.append(tr("networks.rank.apart", count=apart, share=asked.coverage))
    empty = not any(row["missions"] or row["possible"] for row in rows)
    top = partial(_top, view, problems, empty)
    return Content(rows, said, top=top, note=tr("networks.rank.note"))


def _top(view: View, problems: Sequence[AtlasError], empty: bool) -> None:
    tr = view.tr
    st.html(switch(view))
    with st.container(horizontal=True, key="rank_choices", vertical_alignment="bottom"):
        said = {"" if by == BY[0] else by: tr(f"networks.by.{by}") for by in BY}
        choose(tr("networks.rank.by"), said, "by", width=240)
        st.text_input(tr("networks.since"), key="since", max_chars=20, width=240)
        coverage = tr("networks.rank.coverage")
        st.text_input(coverage, key="coverage", max_chars=6, placeholder="0.5", width=320)
    for problem in problems:
        errors.show(problem, tr)
    if empty:
        nothing_shown(view)


def named(view: View, row: Row) -> str:
    """What a row of a ranking is called."""
    tr, code = view.tr, row["code"]
    if view.address.by == "kind":
        return tr.capital(tr.kind(code))
    if view.address.by == "city":
        city = i18n.plain(row["name"], 80) or tr("networks.rank.no_city")
        return tr("absence.table.place", city=city, state=tr.party(code))
    return tr.party(code)


def _linked(view: View, row: Row) -> Link | str:
    """The name of a row, as a link to the page of the state or city where there is one."""
    text, by, code = named(view, row), view.address.by, (row["code"],)
    if by == "kind" or not row["name"]:
        return text
    page = "city" if by == "city" else "state"
    part = {"cities": (row["name"],), "receiving": code} if by == "city" else {"states": code}
    return Link(text, view.link(page, selection=unnamed(view.selection).but(**part)), focus=TITLE)


def columns(view: View) -> list[Column[Row]]:
    """The columns of the table."""
    tr = view.tr

    def number(key: str) -> Column[Row]:
        return Column(key, lambda row: row[key], lambda row: tr.number(row[key]), number=True)

    def missions(row: Row) -> list[Any]:
        return [tr.number(row["missions"]), " ", render("ui/bar", bar=row["bar"])]

    def place(row: Row) -> str:
        return str(row["place"] or (tr("networks.rank.little") if row["apart"] else ""))

    def change(row: Row) -> str:
        """A change as it surely is, or between what it may be."""
        least, most = (
            f"{n:+d}" if (n := row[f"change_{end}"]) else "0" for end in ("least", "most")
        )
        return least if least == most else tr("networks.rank.between", least=least, most=most)

    found: list[Column[Row]] = [
        Column.text("name", partial(named, view), partial(_linked, view)),
        Column("place", lambda row: row["place"], place, number=True),
        Column("missions", lambda row: -row["missions"], missions),
        *map(number, _NUMBERS),
    ]
    if view.address.since:
        found.insert(3, Column("change", lambda row: row["change_least"], change, number=True))
    return found


def _csv(view: View, rows: Sequence[Row]) -> bytes:
    names = [name for name in COLUMNS if rows and name in rows[0]]
    table = [[named(view, row) if key == "name" else row[key] for key in names] for row in rows]
    return exporters.table(names, table)


PAGE: Final = ListPage(
    "rank",
    lambda word: f"networks.column.{word}",
    "place",
    columns,
    partial(_content, ()),
    csv=_csv,
)
