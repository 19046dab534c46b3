"""Sign-on: its file, and whom it lets edit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geo import sign_on
from geo.errors import AtlasError, MissingDependency
from geo.sign_on import Editor, SignOn

SECRET = "a secret of the proxy"
LINES = {
    "address": '"https://atlas.example.org/"',
    "allowed": '["Ana@example.org"]',
    "proxy": '"127.0.0.1"',
    "proxy_secret_header": '"X-Atlas-Proxy"',
    "proxy_secret_variable": '"ATLAS_PROXY_SECRET"',
    "header": '"X-Forwarded-Email"',
}
PROVIDER = {
    "metadata": '"https://login.example.org/.well-known/openid-configuration"',
    "client_id": '"embassy-atlas"',
    "secret_variable": '"ATLAS_CLIENT_SECRET"',
}
HERE = {
    "X-Atlas-Proxy": [SECRET],
    "X-Forwarded-Proto": ["https"],
    "Origin": ["https://atlas.example.org"],
    "X-Forwarded-Email": ["ana@example.org"],
}
ANA = {"is_logged_in": True, "email": "ana@example.org", "email_verified": True}


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_PROXY_SECRET", SECRET)
    monkeypatch.setenv("ATLAS_CLIENT_SECRET", 'a "secret" of the provider')


def read(tmp_path: Path, lines: dict[str, str], provider: dict[str, str] | None = None) -> SignOn:
    file = tmp_path / "sign-on.toml"
    text = [f"{name} = {value}" for name, value in lines.items()]
    if provider:
        text += ["[provider]", *(f"{name} = {value}" for name, value in provider.items())]
    file.write_text("\n".join(text))
    return sign_on.read(file)


def by_provider(tmp_path: Path, **more: str) -> SignOn:
    lines = {name: value for name, value in LINES.items() if name != "header"}
    return read(tmp_path, lines, {**PROVIDER, **more})


def asked(
    on: SignOn, headers: dict[str, list[str]], client: str | None = None, **user: Any
) -> Editor:
    return sign_on.editor(on, client, lambda name: headers.get(name, []), user)


def test_who_is_on_the_list_may_edit(tmp_path: Path) -> None:
    assert asked(read(tmp_path, LINES), HERE) == Editor("Ana@example.org")
    assert asked(by_provider(tmp_path), HERE, **ANA) == Editor("Ana@example.org")


def test_letters_that_only_fold_to_those_of_the_list_are_another_address(tmp_path: Path) -> None:
    on = read(tmp_path, {**LINES, "allowed": '["frank@desk.org"]'})
    for letter, refused in (("K", ""), ("\u212a", "unlisted")):
        given = asked(on, {**HERE, "X-Forwarded-Email": [f"fran{letter}@desk.org"]})
        assert given.refused == refused


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("X-Atlas-Proxy", [], "stranger"),
        ("X-Atlas-Proxy", [""], "stranger"),
        ("X-Atlas-Proxy", ["guessed"], "stranger"),
        ("X-Atlas-Proxy", [SECRET, SECRET], "stranger"),  # a proxy that passes on what it is given
        ("X-Atlas-Proxy", ["é" * 20], "stranger"),
        ("X-Forwarded-Proto", [], "unencrypted"),
        ("X-Forwarded-Proto", ["http"], "unencrypted"),
        ("X-Forwarded-Proto", ["https, http"], "unencrypted"),
        ("X-Forwarded-Proto", ["https", "http"], "unencrypted"),
        ("Origin", [], "elsewhere"),
        ("Origin", ["null"], "elsewhere"),
        ("Origin", ["http://atlas.example.org"], "elsewhere"),
        ("Origin", ["https://atlas.example.org.evil.example"], "elsewhere"),
        ("Origin", ["https://atlas.example.org:8443"], "elsewhere"),
        ("Origin", ["https://atlas.example.org:x"], "elsewhere"),
        ("X-Forwarded-Email", [], "unsigned"),
        ("X-Forwarded-Email", [""], "unsigned"),
        ("X-Forwarded-Email", ["ana@example.org", "eve@example.org"], "unsigned"),
        ("X-Forwarded-Email", ["eve@example.org"], "unlisted"),
        ("X-Forwarded-Email", ["ana@example.org,eve@example.org"], "unlisted"),
        ("X-Forwarded-Email", ["ana@example.org "], "unlisted"),
    ],
)
def test_every_other_request_is_refused(
    tmp_path: Path, name: str, values: list[str], why: str
) -> None:
    assert asked(read(tmp_path, LINES), {**HERE, name: values}).refused == why


@pytest.mark.parametrize("client", ["192.168.1.9", "203.0.113.9", "127.0.0.2", "unknown", ""])
def test_only_the_named_proxy_is_believed(tmp_path: Path, client: str) -> None:
    assert asked(read(tmp_path, LINES), HERE, client).refused == "stranger"
    elsewhere = read(tmp_path, {**LINES, "proxy": '"192.0.2.1"'})
    assert asked(elsewhere, HERE, None).refused == "stranger"
    assert asked(elsewhere, HERE, "192.0.2.1").refused == ""


def test_without_the_secret_nobody_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = read(tmp_path, LINES)
    monkeypatch.delenv("ATLAS_PROXY_SECRET")
    assert asked(on, {**HERE, "X-Atlas-Proxy": [""]}).refused == "stranger"


@pytest.mark.parametrize(
    ("user", "why"),
    [
        ({}, "unsigned"),
        ({**ANA, "is_logged_in": False}, "unsigned"),
        ({**ANA, "email": ""}, "unsigned"),
        ({**ANA, "email": None}, "unsigned"),
        ({**ANA, "email_verified": False}, "unverified"),
        ({**ANA, "email_verified": "true"}, "unverified"),
        ({"is_logged_in": True, "email": "ana@example.org"}, "unverified"),
        ({**ANA, "email": "eve@example.org"}, "unlisted"),
        ({**ANA, "email": ["ana@example.org"]}, "unlisted"),
    ],
)
def test_a_provider_has_to_vouch_for_an_address(
    tmp_path: Path, user: dict[str, Any], why: str
) -> None:
    # A header that nobody asked for signs nobody on.
    assert asked(by_provider(tmp_path), HERE, **user).refused == why


def test_a_provider_that_marks_no_address_can_be_trusted(tmp_path: Path) -> None:
    on = by_provider(tmp_path, unverified="true")
    assert asked(on, HERE, is_logged_in=True, email="ana@example.org").refused == ""


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({"address": '"http://atlas.example.org/"'}, "address is"),
        ({"address": '"https://atlas.example.org"'}, "address is"),
        ({"address": '"https://ana@atlas.example.org/"'}, "address is"),
        ({"address": '"https://[/"'}, "address is"),
        ({"allowed": "[]"}, "nobody could edit"),
        ({"allowed": '["ana"]'}, '"ana" in allowed'),
        ({"allowed": '"ana@example.org"'}, '"allowed"'),
        ({"proxy": '"localhost"'}, "IP address"),
        ({"proxy_secret_variable": '"UNSET_VARIABLE"'}, '"UNSET_VARIABLE" is not set'),
        ({"proxy_secret_variable": '""'}, "is not set"),
        ({"header": '""'}, "either header or"),
        ({"headers": '"X"'}, '"headers"'),
        ({"allowed": "["}, "is not a TOML file"),
    ],
)
def test_a_file_that_is_wrong_says_so(tmp_path: Path, lines: dict[str, str], says: str) -> None:
    with pytest.raises(AtlasError) as met:
        read(tmp_path, {**LINES, **lines})
    assert says in str(met.value)
    assert "sign-on.md" in str(met.value)


def test_a_provider_that_is_wrong_says_so(tmp_path: Path) -> None:
    for more, says in (
        ({"metadata": '"http://login.example.org/"'}, "metadata is"),
        ({"secret_variable": '"UNSET_VARIABLE"'}, "is not set"),
        ({"client": '"x"'}, "provider.client"),
    ):
        with pytest.raises(AtlasError) as met:
            by_provider(tmp_path, **more)
        assert says in str(met.value)
    with pytest.raises(AtlasError, match="either header or"):
        read(tmp_path, LINES, PROVIDER)
    with pytest.raises(AtlasError, match="cannot be read"):
        sign_on.read(tmp_path / "none.toml")


def test_the_secrets_of_the_server_are_for_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tomllib

    assert sign_on.options(read(tmp_path, LINES)) == {}
    on = by_provider(tmp_path)
    file = Path(sign_on.options(on)["secrets.files"])
    assert file.stat().st_mode & 0o077 == 0
    auth = tomllib.loads(file.read_text())["auth"]
    assert auth["client_secret"] == 'a "secret" of the provider'
    assert auth["redirect_uri"] == "https://atlas.example.org/oauth2callback"
    assert Path(sign_on.options(on)["secrets.files"]).read_text() == file.read_text()
    monkeypatch.setenv("ATLAS_CLIENT_SECRET", "another secret of theirs")
    again = tomllib.loads(Path(sign_on.options(on)["secrets.files"]).read_text())["auth"]
    assert len(again["cookie_secret"]) >= 32
    assert again["cookie_secret"] != auth["cookie_secret"]
    monkeypatch.setattr(sign_on, "find_spec", lambda _: None)
    with pytest.raises(MissingDependency, match="sign-on"):
        sign_on.options(on)


def test_sign_on_is_for_editing(tmp_path: Path) -> None:
    words = ["serve", "--no-browser", "--sign-on", str(tmp_path / "sign-on.toml")]
    ended = subprocess.run(
        [sys.executable, "-m", "geo.cli", *words], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "--sign-on is given without --edit" in ended.stderr
