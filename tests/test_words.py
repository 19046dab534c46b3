"""Texts, help and documents use the words of the field, and none of the project's old ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import reference
import typer

from geo.cli.commands import app
from geo.i18n import LANGUAGES
from geo.i18n.messages import room

ROOT = Path(__file__).resolve().parents[1]
ROOMS = sorted(path.stem for path in (ROOT / "geo" / "i18n" / "catalogue").glob("*.toml"))
OLD = {
    "en": (
        *("packs?", "perhaps", "faults?", "remarks?", "courses", "set aside", "so on"),
        *("told", "stands?", "rests? on", "speaks?", "anew", "three faces", "known on"),
        *("sent by hand", "each by a hand", "disagreements?", "neighbours?", "dated facts?"),
        *("placed for", "covered from", "apparatus", "storeys?", "is asked", "sieve", "no so"),
        *("the house", "what is shown", "dated relations?", "at either end", "asks? nobody"),
        *("tells", "tell of", "spoken", "whoever", "taken back", "was so", "yonder"),
    ),
    "es": (
        *("paquetes?", "quizás?", "vecin[ao]s?", "barrios?", "curso de la misión"),
        *("no residentes?", "dibujada como región"),
    ),
}
"""Language -> words that are not used, as regular expressions."""

DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    ROOT / "geo" / "README.md",
    *sorted((ROOT / "geo" / "docs").rglob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
    *sorted((ROOT / "tests").rglob("*.md")),
)
NOT_PROSE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<!--.*?-->|Data Package", re.DOTALL)
WIDTH = 78


def _old(text: str, language: str = "en") -> list[str]:
    return re.findall(rf"\b(?:{'|'.join(OLD[language])})\b", text, re.IGNORECASE)


def _commands() -> list[tuple[str, typer.models.Default]]:
    """All commands and groups of commands, with what is typed to call them."""
    found = []

    def below(command: object, path: str) -> None:
        found.append((path, command))
        for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
            below(command.get_command(None, name), f"{path} {name}")

    below(typer.main.get_command(app), "embassy-atlas")
    return found


COMMANDS = dict(_commands())


def _help(path: str) -> str:
    command = COMMANDS[path]
    with command.make_context(
        path, [], resilient_parsing=True, terminal_width=WIDTH + 2
    ) as context:
        return command.get_help(context)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROOMS)
def test_the_catalogue_has_no_old_word(name: str, language: str) -> None:
    found = {}
    for key, message in room(name, language).items():
        forms = [message] if isinstance(message, str) else [*message.values()]
        text = re.sub(r"\{\w+\}", "", " ".join(forms))
        if old := _old(text, language):
            found[key] = old
    assert not found


@pytest.mark.parametrize("path", COMMANDS)
def test_help_is_plain_whole_and_has_an_example(path: str) -> None:
    text = _help(path)
    assert _old(re.sub(r"`[^`]*`", "", text)) == []
    assert "…" not in text
    assert not re.search(r"[a-z]\.\.\.", text), "a text is cut"
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("Example: ")]
    assert len(lines) == 1, "one example, on a line of its own"
    assert lines[0].startswith("Example: embassy-atlas ")
    assert "\n\n  Example: " in text
    own = text.partition("\n\n")[2].strip()
    assert re.match(r"[A-Z][a-z]+,? ", own), "a verb comes first"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_have_no_old_word(path: Path) -> None:
    assert path in reference.made() or path.exists()
    assert _old(NOT_PROSE.sub("", path.read_text(encoding="utf-8"))) == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
