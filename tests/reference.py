"""Writes what the code itself can say into geo/docs: commands, Python names, tables, pages.

``python tests/reference.py`` writes the files; ``test_docs.py`` fails where they are stale.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import typer

import geo
from geo import errors, exporters, vocabulary
from geo.atlas import columns as atlas_columns
from geo.atlas import relation_lines
from geo.cli.commands import app
from geo.dataset import ALL_MODELS, MODELS, cells
from geo.dataset.models import Column
from geo.reports import networks
from geo.ui import page_list

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "geo" / "docs"
MADE: Final = "<!-- Made by `python tests/reference.py`. Do not edit by hand. -->"
PACKAGES: Final = (
    *("atlas", "dataset", "parties", "dates", "geodesy", "basemap", "evidence"),
    *("reports.cards", "reports.timelines", "reports.conflicts", "reports.citations"),
    *(
        "reports.changes",
        "reports.networks",
        "reports.quality",
        "importers",
        "exporters",
        "merge",
        "editing",
    ),
    *("webmap", "figures"),
    *("dossier", "screenshot", "render", "i18n", "tiles", "provenance", "verification"),
)
SHAPES: Final = {
    cells.SLUG: "id",
    cells.QID: "Wikidata id",
    cells.URL: "web address",
    cells.edtf: "EDTF date",
    cells.edtf_list: "list of EDTF dates",
    cells.party: "party code",
    cells.GRADE: "grade",
}
NUMBERS: Final = {
    "longitude": "degrees, -180 to 180",
    "latitude": "degrees, -90 to 90",
    "radius_m": "metres, 0 to 20037509",
}
LISTS: Final[tuple[tuple[str, Mapping[str, object] | tuple[str, ...]], ...]] = (
    ("Senses of a date", vocabulary.SENSES),
    ("Types of mission, with the group of each", vocabulary.KINDS),
    ("Types of event, with the status that each begins or attests", vocabulary.EVENTS),
    ("Types of relation", vocabulary.RELATIONS),
    ("Methods of a position", vocabulary.METHODS),
    ("Words of precision, with the metres of each", vocabulary.PRECISION_M),
    ("Ranks", vocabulary.RANKS),
    ("Faces of `coverage`", vocabulary.FACES),
    ("How much of a source was seen", vocabulary.SEEN),
    ("Types of source", vocabulary.SOURCE_KINDS),
    ("Types of place", vocabulary.PLACE_KINDS),
)

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "Atlas.missions": atlas_columns.MISSIONS,
    "Atlas.relations": atlas_columns.RELATIONS,
    "lines": relation_lines.COLUMNS,
    "rank": networks.COLUMNS,
    "exporters.csv": exporters.COLUMNS,
    **{f"export --content {name}": one.columns for name, one in exporters.CONTENTS.items()},
}


def cell(text: object) -> str:
    """A text as one cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")


def table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with what is typed to call it."""

    def below(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        if not hasattr(command, "list_commands"):
            yield path, command
            return
        for name in command.list_commands(None):
            yield from below(command.get_command(None, name), f"{path} {name}")

    yield from below(typer.main.get_command(app), "embassy-atlas")


def flags(parameter: Any) -> list[str]:
    """What is typed for an option; the name of an argument."""
    if parameter.param_type_name == "argument":
        return [parameter.metavar or parameter.name.upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def _default(parameter: Any) -> str:
    value = parameter.default
    plain = value is None or value is False or value in ("", (), []) or callable(value)
    shown = "" if plain or getattr(parameter, "is_flag", False) else str(value)
    return shown if isinstance(value, str | int | float | Path) else ""


def _command(path: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    words = [flags(one)[0] if one.required else f"[{flags(one)[0]}]" for one in arguments]
    many = " [OPTIONS]" if len(command.params) > len(arguments) else ""
    rows: list[tuple[object, ...]] = []
    for one in command.params:
        named = ", ".join(f"`{flag}`" for flag in flags(one))
        option = one.param_type_name == "option" and not one.is_flag
        takes = (one.metavar or one.name.upper()) if option else ""
        once = not option or not one.multiple or "Repeat" in one.help
        again = "" if once else " Can be repeated."
        rows.append((named, takes, _default(one), f"{one.help or ''}{again}"))
    parts = [f"## `{path}`", f"```text\n{' '.join([path, *words])}{many}\n```"]
    parts += [inspect.cleandoc(command.help or "").replace("\b\n", "")]
    parts += [table(("Option", "Takes", "Default", "Meaning"), rows)] if rows else []
    return "\n\n".join(part for part in parts if part)


def cli() -> str:
    """The reference of commands."""
    intro = (
        "`embassy-atlas COMMAND --help` prints the same on a terminal. Exit codes: 0 success, "
        "1 errors in the data or nothing found, 2 wrong use."
    )
    found = sorted(commands(), key=lambda one: one[0])
    contents = "\n".join(f"- [`{path}`](#{path.replace(' ', '-')})" for path, _ in found)
    pages = [_command(path, command) for path, command in found]
    return "\n\n".join(["# Command line", MADE, intro, contents, *pages]) + "\n"


def _markdown(text: str) -> str:
    """A paragraph of a docstring without the roles of reStructuredText."""
    text = re.sub(r":[a-z]+:`~?([^`]+)`", r"`\1`", text)
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    return re.sub(r"\n\n((?: {4}.*\n?|\n)+)", _block, text).replace("::\n", ":\n")


def _block(found: re.Match[str]) -> str:
    return f"\n\n```python\n{textwrap.dedent(found[1]).strip()}\n```\n"


def _docstring(thing: object) -> str:
    """A NumPy docstring as Markdown."""
    text = inspect.getdoc(thing) or ""
    head, *sections = re.split(r"(?:^|\n)([A-Z][a-z]+)\n-{4,}\n", text)
    parts = [_markdown(head).strip()]
    for name, body in zip(sections[::2], sections[1::2], strict=True):
        items = []
        for found in re.finditer(r"^(\S.*)((?:\n(?: +.*)?)*)", body, re.MULTILINE):
            said = _markdown(" ".join(found[2].split()))
            items.append(f"- `{found[1]}`: {said}" if said else f"- `{found[1]}`")
        parts.append(f"{name}:\n\n" + "\n".join(items))
    return "\n\n".join(part for part in parts if part)


def _signature(name: str, thing: object) -> str:
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return f"`{name}`"
    kept = [
        one.replace(annotation=inspect.Parameter.empty)
        for one in inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
        if one.name not in ("self", "cls")
    ]
    return f"`{name}{inspect.Signature(kept)}`"


def _class(name: str, thing: type) -> Iterator[str]:
    for own, value in vars(thing).items():
        inner = getattr(value, "__func__", value)
        inner = getattr(inner, "func", inner)
        if own.startswith("_") or not inspect.getdoc(inner) or isinstance(value, str):
            continue
        if inspect.isfunction(value) or isinstance(value, classmethod | staticmethod):
            yield f"### {_signature(f'{name}.{own}', inner)}"
        elif isinstance(value, property) or hasattr(value, "func"):
            yield f"### `{name}.{own}`"
        else:
            continue
        yield _docstring(inner)


def python() -> str:
    """The reference of Python names."""
    parts = ["# Python", MADE, _markdown(inspect.getdoc(geo) or "")]
    for name in sorted(geo.__all__, key=str.lower):
        thing = getattr(geo, name)
        parts += [f"## {_signature(name, thing)}", _docstring(thing)]
        parts += _class(name, thing) if inspect.isclass(thing) else ()
    parts.append("## Columns")
    for name, columns in COLUMNS.items():
        rows: list[tuple[object, ...]] = [(f"`{one}`", said) for one, said in columns.items()]
        parts += [f"### Columns of `{name}`", table(("Column", "Holds"), rows)]
    tree = inspect.getdoc(errors) or ""
    parts += ["## Errors", _markdown(tree.partition("\n\n::")[0])]
    parts += [f"```text\n{textwrap.dedent(tree.partition('::')[2]).strip()}\n```"]
    parts += ["## Names of the packages", "The names that each package exports for the others."]
    for package in PACKAGES:
        module = import_module(f"geo.{package}")
        rows = []
        for name in module.__all__:
            thing = getattr(module, name)
            own = inspect.isroutine(thing) or inspect.isclass(thing)
            first = (inspect.getdoc(thing) or "").partition("\n\n")[0] if own else ""
            rows.append((f"`{name}`", _markdown(first) or "a constant or a module"))
        about = _markdown((inspect.getdoc(module) or "").partition("\n\n")[0])
        parts += [f"### `geo.{package}`", about, table(("Name", "What it is"), rows)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _shape(column: Column) -> str:
    """What a column holds."""
    if column.table:
        return f"list of ids of `{column.table}`" if column.many else f"id of `{column.table}`"
    for one in column.checks:
        if isinstance(one, cells.Word):
            return f"closed list: {one.what.removeprefix('a ').removeprefix('an ')}"
        if one in SHAPES:
            return SHAPES[one]
    return NUMBERS.get(column.name, "text")


def tables() -> str:
    """The tables of dataset format 1, from the record models."""
    parts = []
    for name, model in ALL_MODELS.items():
        rows: list[tuple[object, ...]] = [
            (f"`{one.name}`", _shape(one), "yes" if one.required else "", one.help)
            for one in model.columns.values()
        ]
        file = f"{name}.csv" if name in MODELS else "places.geojson, properties"
        head = f"### `{name}` ({file})\n\n{inspect.getdoc(model)}"
        parts.append(f"{head}\n\n{table(('Column', 'Holds', 'Needed', 'Meaning'), rows)}")
    return "\n\n".join(parts)


def words() -> str:
    """The closed lists of dataset format 1."""
    parts = []
    for title, found in LISTS:
        if isinstance(found, tuple):
            parts.append(
                f"### {title}\n\n" + ", ".join(f"`{one}`" if one else "blank" for one in found)
            )
            continue
        rows: list[tuple[object, ...]] = [
            (f"`{word}`", "–" if said is None else said) for word, said in found.items()
        ]
        parts.append(f"### {title}\n\n{table(('Word', 'Meaning'), rows)}")
    return "\n\n".join(parts)


def app_pages() -> list[tuple[str, str, str]]:
    """Address, title and purpose of each page of the app."""
    return sorted((path, page["title"], page["shows"]) for path, page in page_list.PAGES.items())


def pages() -> str:
    """The table of the app's pages."""
    rows: list[tuple[object, ...]] = [(f"`/{one}`", *more) for one, *more in app_pages()]
    return table(("Address", "Title", "Shows"), rows)


def filled(path: Path, blocks: Mapping[str, str]) -> str:
    """A page written by hand with its generated blocks made anew."""
    text = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        begin, end = f"<!-- {name}: made by tests/reference.py -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{path} lacks the block {name}.")
        text = f"{before}{begin}\n\n{block}\n\n{end}{after}"
    return text


def gallery() -> str:
    """The examples of tests/stories, each with what it is for."""
    parts = ["# Examples", MADE]
    for path in sorted((ROOT / "tests" / "stories").glob("[!t]*.py")):
        source = path.read_text(encoding="utf-8")
        title, _, about = inspect.cleandoc(ast.get_docstring(ast.parse(source)) or "").partition(
            "\n"
        )
        code = source.split('"""', 2)[2].strip()
        parts += [f"## {title.rstrip('.')}", about.strip(), f"```python\n{code}\n```"]
    return "\n\n".join(part for part in parts if part) + "\n"


def made() -> dict[Path, str]:
    """Every generated file with its text."""
    return {
        DOCS / "cli.md": cli(),
        DOCS / "python.md": python(),
        DOCS / "examples.md": gallery(),
        DOCS / "format-1.md": filled(DOCS / "format-1.md", {"tables": tables(), "words": words()}),
        DOCS / "pages.md": filled(DOCS / "pages.md", {"pages": pages()}),
    }


if __name__ == "__main__":
    for file, text in made().items():
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
