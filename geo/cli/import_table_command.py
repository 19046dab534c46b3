"""``import table``: missions from any table, and the mapping of its columns."""

from pathlib import Path
from typing import Final

from geo.cli.import_command import tell
from geo.cli.options import Texts
from geo.cli.terminal import note, show, show_json, show_table, working
from geo.errors import InvalidSelection, quoted

_ORDERS: Final = ("", "day-first", "month-first")


def table(
    *,
    file: Path,
    into: Path | None = None,
    show_mapping: bool = False,
    as_json: bool = False,
    publisher: str = "",
    date: str = "",
    title: str = "",
    url: str = "",
    licence: str = "",
    column: Texts = None,
    value: Texts = None,
    map_value: Texts = None,
    layer: str = "",
    header_row: int | None = None,
    crs: str = "",
    codes: str = "",
    date_order: str = "",
    mapping: Path | None = None,
    save_mapping: Path | None = None,
) -> None:
    """Import a table, or show how its columns are read."""
    from geo import importers
    from geo.dataset import write_atomic

    if date_order not in _ORDERS:
        raise InvalidSelection(
            f"Unknown order of dates {quoted(date_order)}. Write day-first or month-first."
        )
    options = importers.TableOptions(
        layer=layer,
        crs=crs,
        codes=codes,
        date_order=date_order,
        header_row=header_row or 0,
        columns=_pairs("--map", column),
        constants=_pairs("--set", value),
        values=_values(map_value),
    )
    if mapping is not None:
        options = importers.overridden(importers.read_mapping(mapping), options)
    if show_mapping or save_mapping is not None:
        with working("Reading the table"):
            found = importers.preview_table(file, options, date=date)
        if show_mapping and as_json:
            show_json(found.as_dict())
        elif show_mapping:
            show_table(("Column", "Field", f"First {len(found.sample)} rows"), found.columns())
            show(*found.sentences())
        if save_mapping is not None:
            found.mapping.sound()
            write_atomic(save_mapping, importers.mapping_json(found.mapping.chosen()))
            note(f"{save_mapping}: the mapping; use it with --mapping")
        if show_mapping or into is None:
            return
    if into is None:
        raise InvalidSelection("No dataset is given. Give the folder to import into with --into.")
    about = {"publisher": publisher, "date": date, "title": title, "url": url, "licence": licence}
    with working("Importing"):
        account = importers.import_table(file, into, options=options, **about)
    tell(account, as_json)


def _pairs(option: str, given: Texts) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        field, mark, what = text.partition("=")
        if not mark:
            raise InvalidSelection(f"{option} {quoted(text)} has no =. Write {option} kind=Type.")
        pairs[field.strip()] = what.strip()
    return pairs


def _values(given: Texts) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for text in given or ():
        field, colon, rest = text.partition(":")
        written, mark, meant = rest.rpartition("=")
        if not (colon and mark and written.strip() and meant.strip()):
            raise InvalidSelection(
                f"--map-value {quoted(text)} is not FIELD:TEXT=VALUE. "
                "Write --map-value kind:Legation=mission."
            )
        values.setdefault(field.strip(), {})[written.strip()] = meant.strip()
    return values
