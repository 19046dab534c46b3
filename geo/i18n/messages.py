"""The one catalogue of messages: ``catalogue/<room>.toml`` has every language side by side."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from geo import package_files

Message = str | Mapping[str, str]

LANGUAGES: Final = ("en", "es")
"""Languages that the interface speaks."""


@lru_cache(maxsize=64)
def room(name: str, language: str) -> Mapping[str, Message]:
    """The messages of one room in one language."""
    try:
        tables = package_files.toml(f"i18n/catalogue/{name}.toml")
    except FileNotFoundError:
        raise KeyError(name) from None
    return MappingProxyType(dict(_flat(tables, "", language)))


def _flat(table: Mapping[str, Any], before: str, language: str) -> Iterator[tuple[str, Message]]:
    for key, value in table.items():
        whole = f"{before}.{key}" if before else key
        if LANGUAGES[0] in value:
            yield whole, value[language]
        else:
            yield from _flat(value, whole, language)


@cache
def message(key: str, language: str) -> Message:
    """One message."""
    return room(key.partition(".")[0], language)[key]
