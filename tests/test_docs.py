"""The documents say what the code has: commands, options, pages, tables, columns; no dead links."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import reference

from geo.dataset import ALL_MODELS, MODELS

ROOT = reference.ROOT
PACKAGE = ROOT / "geo" / "README.md"
READ = {path: path.read_text(encoding="utf-8") for path in sorted(reference.DOCS.rglob("*.md"))}
LINKING = {
    **READ,
    **{
        path: path.read_text(encoding="utf-8")
        for path in (ROOT / "README.md", PACKAGE, ROOT / "CONTRIBUTING.md")
    },
}
GENERATED = ("cli.md", "python.md")
FENCE = re.compile(r"```.*?```", re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return plain.strip().replace(" ", "-")


def _rows(block: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", block, re.MULTILINE))


@pytest.mark.parametrize("path", reference.made(), ids=lambda path: path.name)
def test_generated_pages_are_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == reference.made()[path], (
        "Run python tests/reference.py."
    )


def test_every_command_and_option_is_documented() -> None:
    text = READ[reference.DOCS / "cli.md"]
    sections = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    found = dict(reference.commands())
    assert set(sections) == set(found)
    for path, command in found.items():
        for parameter in command.params:
            for flag in reference.flags(parameter):
                assert f"`{reference.cell(flag)}`" in sections[path], f"{path} {flag}"
            assert parameter.help, f"{path} {parameter.name} has no help text"
    assert len(found) >= 24


def test_every_page_of_the_app_is_documented() -> None:
    text = READ[reference.DOCS / "pages.md"]
    addresses = [address for address, _, _ in reference.app_pages()]
    assert {"map", "edit", "about"} <= set(addresses)
    for address in addresses:
        assert f"- `/{address}`" in text or f", `/{address}`" in text or f"and `/{address}`" in text


@pytest.mark.parametrize("table", [*MODELS, "places"])
def test_every_table_and_column_is_documented(table: str) -> None:
    text = READ[reference.DOCS / "format-1.md"]
    _, _, rest = text.partition(f"### `{table}` (")
    block = re.split(r"^#{2,3} |^<!-- end", rest, maxsplit=1, flags=re.MULTILINE)[0]
    model = ALL_MODELS[table]
    assert _rows(block) == set(model.columns)
    for line in block.splitlines():
        if line.startswith("| `"):
            assert line.count(" |") == 4
            assert not line.endswith("|  |"), f"{table}: no meaning in {line}"


def test_the_format_names_every_resource_and_key() -> None:
    text = READ[reference.DOCS / "format-1.md"]
    own = json.loads((ROOT / "data" / "atlas" / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in own["resources"]} == {*MODELS, "places"}
    for name in (*own, "edits.jsonl"):
        assert name in ("$schema", "resources") or f"`{name}`" in text


@pytest.mark.parametrize("path", LINKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(FENCE.sub("", LINKING[path])):
        address, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (path.parent / address).resolve() if address else path
        assert there.exists(), f"{path.name}: {target}"
        if anchor:
            text = there.read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.MULTILINE)
            assert anchor in map(_anchor, headings), f"{path.name}: {target}"


def test_every_page_can_be_reached() -> None:
    reached: set[Path] = set()
    todo = [PACKAGE]
    while todo:
        path = todo.pop()
        reached.add(path)
        for target in LINK.findall(LINKING[path]):
            there = (path.parent / target.partition("#")[0]).resolve()
            if there in LINKING and there not in reached:
                todo.append(there)
    assert set(READ) <= reached


def test_layers_are_those_that_are_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one.get("containers") == ["geo"])["layers"]
    drawn = "\n".join(layers)
    assert f"```text\n{drawn}\n```" in LINKING[PACKAGE]
    named = [
        re.split(r" {2,}", line)[0]
        for line in READ[reference.DOCS / "architecture.md"].partition("```text\n")[2].splitlines()
    ]
    assert named[: len(layers)] == layers
    packages = {name for line in layers for name in line.split(" | ")}
    assert {f"geo.{name}" for name in packages} == _rows(LINKING[PACKAGE])


def test_decisions_are_numbered_and_short() -> None:
    records = sorted((reference.DOCS / "decisions").glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for number, path in enumerate(records, start=1):
        text = READ[path]
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]
        assert len(text.splitlines()) <= 45


def test_documents_are_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "geo" in wheel["packages"]
    assert not wheel.get("exclude")


EXAMPLES = [
    pytest.param(block, id=path.stem)
    for path, text in READ.items()
    if path.name not in GENERATED
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]


@pytest.mark.parametrize("block", EXAMPLES)
def test_an_example_runs_alone(block: str, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    command = [sys.executable, "-W", "error", "-c", block]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment
    )
    assert done.returncode == 0, done.stderr


def _parameters(text: str) -> set[str]:
    """The names in the section Parameters of a NumPy docstring."""
    found = re.search(r"(?:^|\n)Parameters\n-+\n(.*?)(?=\n\n[A-Z]\w+\n-+|\Z)", text, re.DOTALL)
    lines = found[1].splitlines() if found else []
    names = [line.split(", ") for line in lines if line and not line.startswith(" ")]
    return {name.lstrip("*") for one in names for name in one}


@pytest.mark.parametrize("package", ["geo", *(f"geo.{one}" for one in reference.PACKAGES)])
def test_docstrings_name_the_parameters_that_there_are(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        thing = getattr(module, name)
        inner = vars(thing).items() if inspect.isclass(thing) else [(name, thing)]
        for own, value in inner:
            function = getattr(value, "__func__", value)
            if inspect.isfunction(function) and not own.startswith("_"):
                named = _parameters(inspect.getdoc(function) or "")
                assert named <= set(inspect.signature(function).parameters), f"{package}.{name}"
