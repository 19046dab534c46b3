"""The one catalogue of messages: whole in every language, and nothing in it unused."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import geo
from geo.words import LANGUAGES
from geo.words.messages import Message, room, rooms

HOUSE = Path(geo.__file__).parent
KEY = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_-]+)+")
PLACE = re.compile(r"\{(\w*)\}")


def _forms(message: Message) -> dict[str, str]:
    return {"": message} if isinstance(message, str) else dict(message)


def _fields(message: Message) -> set[str]:
    parts = (part for text in _forms(message).values() for part in string.Formatter().parse(text))
    return {name for _, name, _, _ in parts if name is not None}


@pytest.mark.parametrize("name", rooms())
def test_every_message_is_whole_in_every_language(name: str) -> None:
    english, *others = (room(name, language) for language in LANGUAGES)
    for key, message in english.items():
        assert key.startswith(f"{name}."), f"{key} stands in {name}.toml"
        for other in others:
            assert _fields(other[key]) == _fields(message), key
        for told in (english, *others):
            forms = _forms(told[key])
            assert set(forms) in ({""}, {"one", "other"}), key
            assert all(text.strip() == text and text for text in forms.values()), key


def _texts() -> set[str]:
    """Texts in the code; what an f-string fills in stands as a star."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
                found.add("".join(str(part) for part in parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_key_in_the_code_is_in_the_catalogue_and_none_lies_idle() -> None:
    texts = _texts()
    known = {key for name in rooms() for key in room(name, "en")}
    named = {text for text in texts if KEY.fullmatch(text) and text.partition(".")[0] in rooms()}
    families = {key.rpartition(".")[0] for key in known} | set(rooms())
    missing = {
        text for text in named - known
        if text not in families and not text.endswith((".py", ".js", ".toml"))
    }  # fmt: skip
    assert not missing
    starred = [
        re.compile(re.escape(text).replace(r"\*", r"[A-Za-z0-9_.-]+"))
        for text in texts if "*" in text and "." in text and text.partition(".")[0] in rooms()
    ]  # fmt: skip
    scripts = "\n".join(
        path.read_text("utf-8") for path in (HOUSE / "webmap" / "static").glob("*.js")
    )
    idle = {
        key for key in known - named
        if not any(pattern.fullmatch(key) for pattern in starred)
        and not (key.startswith("map.") and key.removeprefix("map.") in scripts)
    }  # fmt: skip
    assert not idle
