"""Sign-on: who may edit from other machines, by an OpenID provider or by a header of a proxy."""

import hashlib
import hmac
import ipaddress
import json
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from geo.errors import AtlasError, MissingDependency, quoted
from geo.package_files import passing

_SEE: Final = "See geo/docs/sign-on.md."
_SHORTEST_SECRET: Final = 16
_HTTPS: Final = 443


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider; ``unverified`` accepts addresses that it does not vouch for."""

    metadata: str
    client_id: str
    secret_variable: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class SignOn:
    """A file of ``serve --sign-on``: the proxy with TLS, who may edit, and how they sign on."""

    address: str
    allowed: tuple[str, ...]
    proxy: str
    proxy_secret_header: str
    proxy_secret_variable: str
    header: str = ""
    provider: Provider | None = None


class Editor(NamedTuple):
    """Who signed on; or why they may not edit, the end of a key of the catalogue."""

    address: str = ""
    refused: str = ""


def read(file: Path) -> SignOn:
    """Read a sign-on file; secrets are in environment variables."""
    from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

    name = quoted(file)
    try:
        found = tomllib.loads(file.read_text("utf-8"))
        strict = with_config(ConfigDict(extra="forbid"))
        on = TypeAdapter(strict(SignOn)).validate_python(found)
    except OSError as error:
        raise AtlasError(f"{name} cannot be read: {error.strerror}. {_SEE}") from error
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        where = quoted(".".join(map(str, wrong["loc"])))
        raise AtlasError(f"{name}, {where}: {wrong['msg']}. {_SEE}") from error
    except ValueError as error:
        raise AtlasError(f"{name} is not a TOML file in UTF-8: {error}. {_SEE}") from error
    for fault in _faults(on):
        raise AtlasError(f"{name}: {fault} {_SEE}")
    return on


def _faults(on: SignOn) -> list[str]:
    """What is wrong in a file of the right form."""
    faults = []
    if not _secure(on.address) or not on.address.endswith("/"):
        faults.append(f"address is {quoted(on.address)}. Write https://…/, as readers open it.")
    for one in on.allowed:
        if one.count("@") != 1 or not one.isascii() or not one.isprintable() or " " in one:
            faults.append(f"{quoted(one)} in allowed is not an e-mail address. Correct it.")
    if not on.allowed:
        faults.append("allowed is empty, so nobody could edit. Add an e-mail address.")
    try:
        ipaddress.ip_address(on.proxy)
    except ValueError:
        faults.append(f"proxy is {quoted(on.proxy)}. Write its IP address, such as 127.0.0.1.")
    if (on.provider is None) == (not on.header):
        faults.append("Give either header or [provider], not both.")
    secrets = [on.proxy_secret_variable]
    if on.provider is not None:
        secrets.append(on.provider.secret_variable)
        if not _secure(on.provider.metadata, local=True):
            faults.append(f"metadata is {quoted(on.provider.metadata)}. Write an https address.")
    for one in secrets:
        if len(_secret(one)) < _SHORTEST_SECRET:
            faults.append(
                f"The environment variable {quoted(one)} is not set, or has fewer than "
                f"{_SHORTEST_SECRET} characters. Set it to the secret."
            )
    return faults


def _secure(address: str, *, local: bool = False) -> bool:
    """Whether an address is one of HTTPS, or where allowed one of this machine."""
    try:
        parts = urlsplit(address)
        plain = parts.query or parts.fragment or parts.username or not address.isprintable()
        here = local and parts.scheme == "http" and parts.hostname == "127.0.0.1"
        return bool(parts.hostname) and not plain and (parts.scheme == "https" or here)
    except ValueError:
        return False


def _secret(variable: str) -> str:
    text = os.environ.get(variable, "").strip() if variable else ""
    return text if text.isprintable() and text.isascii() else ""


def options(on: SignOn) -> dict[str, str]:
    """The server's options for it: a file of secrets that goes with this process."""
    if on.provider is None:
        return {}
    if find_spec("authlib") is None:
        raise MissingDependency(
            "Sign-on by a provider needs Authlib. Install it with "
            "pip install 'embassy-atlas[sign-on]'."
        )
    secret = _secret(on.provider.secret_variable)
    # Derived, so that a restart and several servers with one secret know who signed on
    cookie = hmac.new(secret.encode(), b"embassy-atlas cookie", hashlib.sha256).hexdigest()
    auth = {
        "redirect_uri": f"{on.address}oauth2callback",
        "cookie_secret": cookie,
        "client_id": on.provider.client_id,
        "client_secret": secret,
        "server_metadata_url": on.provider.metadata,
    }
    file = passing() / "sign-on.toml"
    lines = [f"{name} = {json.dumps(text)}" for name, text in auth.items()]
    file.touch(0o600)
    file.write_text("\n".join(["[auth]", *lines, ""]), "utf-8")
    return {"secrets.files": str(file)}


def editor(
    on: SignOn,
    client: str | None,
    headers: Callable[[str], Sequence[str]],
    user: Mapping[str, Any],
) -> Editor:
    """Who asks, and whether they may edit.

    ``client`` is the address that the connection comes from, None for this machine; ``headers``
    gives all values of a header; ``user`` is what the provider says of who signed on.
    """
    given = headers(on.proxy_secret_header)
    secret = _secret(on.proxy_secret_variable)
    known = len(given) == 1 and hmac.compare_digest(given[0].encode(), secret.encode())
    if not secret or not known or not _is_proxy(client, on.proxy):
        return Editor(refused="stranger")
    if list(headers("X-Forwarded-Proto")) != ["https"]:
        return Editor(refused="unencrypted")
    if [_origin(one) for one in headers("Origin")] != [_origin(on.address)]:
        return Editor(refused="elsewhere")
    if on.provider is None:
        found = list(headers(on.header))
    else:
        found = [str(user.get("email") or "")] if user.get("is_logged_in") is True else []
    if len(found) != 1 or not found[0]:
        return Editor(refused="unsigned")
    if on.provider and not on.provider.unverified and user.get("email_verified") is not True:
        return Editor(refused="unverified")
    for one in on.allowed:  # of ASCII: other letters that fold to the same are another address
        if found[0].isascii() and one.casefold() == found[0].casefold():
            return Editor(one)
    return Editor(found[0], "unlisted")


def _is_proxy(client: str | None, proxy: str) -> bool:
    named = ipaddress.ip_address(proxy)
    try:
        return named.is_loopback if client is None else ipaddress.ip_address(client) == named
    except ValueError:
        return False


def _origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; blank where it is none."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or _HTTPS
    except ValueError:
        return "", "", 0
