"""The front ends import only public names of packages: no module of a file, no private name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
FRONT_ENDS = ("cli", "dossier", "ui")


def is_package(name: str) -> bool:
    return (ROOT / name.replace(".", "/") / "__init__.py").is_file()


def is_module(name: str) -> bool:
    return (ROOT / f"{name.replace('.', '/')}.py").is_file()


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of each import of a file; the name is blank for a whole module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)


def fault(module: str, name: str) -> str:
    """What is wrong with an import from a lower package, else blank."""
    parts = [*module.split("."), *([name] if name else [])]
    if any(part.startswith("_") for part in parts):
        return "private"
    depth = module.count(".")
    if depth > 2 or (depth == 2 and not is_package(module)):
        return "a module inside a package"
    if not name or depth == 0:
        return ""
    if is_package(f"{module}.{name}"):
        return "" if depth == 1 else "a package inside a sub-package"
    whole: ModuleType = import_module(module)
    if is_module(f"{module}.{name}") and isinstance(getattr(whole, name, whole), ModuleType):
        return "a module inside a package"
    public = getattr(whole, "__all__", None)  # a module of one file says it by its underscores
    return "" if public is None or name in public else "not among the public names"


@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_front_ends_import_only_public_names(front_end: str) -> None:
    faults = []
    for path in sorted((ROOT / "geo" / front_end).rglob("*.py")):
        for line, module, name in imports(path):
            top, _, rest = module.partition(".")
            own = rest.partition(".")[0] == front_end or (top == "geo" and name == front_end)
            if top == "geo" and not own and (what := fault(module, name)):
                faults.append(f"{path.relative_to(ROOT)}:{line} {module} {name}: {what}")
    assert faults == []


@pytest.mark.parametrize(
    ("module", "name", "found"),
    [
        ("geo", "dates", ""),
        ("geo.reports", "cards", ""),
        ("geo.reports.cards", "card", ""),
        ("geo.selection", "Selection", ""),
        ("geo._hidden", "caches", "private"),
        ("geo.reports.cards", "_made", "private"),
        ("geo.reports.cards.context", "ReportContext", "a module inside a package"),
        ("geo.figures.world.world_drawing", "draw", "a module inside a package"),
        ("geo.atlas", "query", "a module inside a package"),
        ("geo.atlas", "cache", "a module inside a package"),
        ("geo.atlas", "MissionFilter", "not among the public names"),
    ],
)
def test_what_counts_as_public(module: str, name: str, found: str) -> None:
    assert fault(module, name) == found
