"""What a citation says, before it is written in any form."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_ODD: Final = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_KEY: Final = 80


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bibliography. All texts are one line of printable characters."""

    key: str
    type: str
    title: str
    publisher: str = ""
    container: str = ""
    container_author: str = ""
    version: str = ""
    issued: str = ""
    revised: str = ""
    accessed: str = ""
    url: str = ""
    archived_url: str = ""
    language: str = ""
    medium: str = ""
    notes: tuple[str, ...] = ()


def key_of(*parts: str) -> str:
    """A key made of ids: ASCII, stable, and different for different ids."""
    whole = "-".join(parts)
    folded = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    key = _ODD.sub("-", folded).strip("-")[:_LONGEST_KEY]
    if key == whole.replace(":", "-"):
        return key
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{key}-{digest}".strip("-")
