"""What a citation is made of, and the public address of the page that it names."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geo.errors import AtlasError, quoted

PUBLIC_URL: Final = "EMBASSY_ATLAS_PUBLIC_URL"
"""Environment variable: the public address of the page, http or https."""

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


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """The public address of the page, with a slash at its end; blank if none is set."""
    return checked(environment.get(PUBLIC_URL, ""), PUBLIC_URL)


def checked(text: str, given_by: str) -> str:
    """A public address with a slash at its end; an error names the setting that gave it."""
    url = text.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or "@" in parts.netloc or len(url.split()) > 1:
        raise AtlasError(
            f"{given_by} is {quoted(text)}, which is not the address of a page. Give http:// or "
            "https://, a host and, if need be, a path, such as https://atlas.example.org/."
        )
    return f"{url.rstrip('/')}/"
