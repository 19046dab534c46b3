"""Who may edit a dataset given with ``--edit``: a reader on this machine, or who signed on."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from geo import sign_on
from geo.dataset import locate
from geo.errors import AtlasError
from geo.package_files import is_packaged
from geo.sign_on import Editor
from geo.ui import open_atlas

_PROXIES: Final = (
    *("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    *("x-real-ip", "forwarded", "via"),
)
"""Headers by which a proxy can be detected."""

_HOST: Final = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:/@]+))(?::[0-9]{1,5})?")
_ORIGIN: Final = re.compile(r"https?://(?P<host>[^/?#]+)")


def is_this_machine(address: str | None) -> bool:
    """Whether an address leads to this machine and to no other."""
    if not address:
        return False
    if address.casefold() == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def refusal(bound: str | None, client: str | None, headers: Mapping[str, str]) -> str:
    """Why a reader may not edit."""
    if not is_this_machine(bound):
        return "bound"
    if any(name in headers for name in _PROXIES):
        return "proxy"
    if client is not None and not is_this_machine(client):
        return "client"
    if not _leads_here(headers.get("host", "")):
        return "host"
    origin = headers.get("origin")
    if origin is not None:
        asked = _ORIGIN.fullmatch(origin)
        if asked is None or not _leads_here(asked["host"]):
            return "origin"
    return ""


def _leads_here(host: str) -> bool:
    """Whether a host, with or without its port, is this machine."""
    found = _HOST.fullmatch(host)
    return found is not None and is_this_machine(found["six"] or found["name"])


def editor() -> Editor:
    """Who the reader of this session is, blank where nobody signs on; and why they may not edit."""
    if folder() is None:
        return Editor(refused="pack")
    headers, client = st.context.headers, st.context.ip_address
    file = open_atlas.sign_on_file()
    if file is not None:  # read each time, so that who is taken off the list is out at once
        try:
            return sign_on.editor(sign_on.read(file), client, headers.get_all, st.user.to_dict())
        except AtlasError:
            return Editor(refused="unreadable")
    named = {name.casefold(): value for name, value in headers.items()}
    return Editor(refused=refusal(st.get_option("server.address"), client, named))


def folder() -> Path | None:
    """The dataset that is edited."""
    given = open_atlas.dataset_path()
    if given is None:
        return None
    found = locate(given).resolve()
    return None if is_packaged(found) else found
