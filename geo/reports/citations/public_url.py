"""The public address of the page, as its operator sets it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from geo.errors import AtlasError, quoted

PUBLIC_URL: Final = "EMBASSY_ATLAS_PUBLIC_URL"
"""Environment variable: the public address of the page, http or https."""


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
