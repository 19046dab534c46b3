"""The form beyond this machine: behind nginx with TLS, by a provider of accounts or by a header."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from support import openid, proxies
from support.edit_form import CLAIM, Form
from support.proxies import Proxy

from geo import editing

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
FILE = """address = "{address}"
allowed = ["ana@example.org"]
proxy = "127.0.0.1"
proxy_secret_header = "X-Atlas-Proxy"
proxy_secret_variable = "ATLAS_PROXY_SECRET"
"""
BY_HEADER = 'header = "X-Forwarded-Email"\n'
BY_PROVIDER = """[provider]
metadata = "{provider}/.well-known/openid-configuration"
client_id = "{client}"
secret_variable = "ATLAS_CLIENT_SECRET"
"""
USER = "_streamlit_user"


@dataclass
class Site:
    """A page that is edited behind a proxy."""

    proxy: Proxy
    dataset: Path
    file: Path
    provider: openid.Provider
    by_header: bool


@contextmanager
def shared(folder: Path, dataset: Path, provider: openid.Provider, how: str) -> Iterator[Site]:
    """``embassy-atlas serve --edit --sign-on`` behind nginx."""
    proxy, file = proxies.free_ports(), folder / "sign-on.toml"
    values = {"address": proxy.address, "provider": provider.address, "client": openid.CLIENT}
    file.write_text((FILE + how).format(**values))
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "ATLAS_PROXY_SECRET": proxies.SECRET,
        "ATLAS_CLIENT_SECRET": openid.SECRET,
        "EMBASSY_ATLAS_AUTHOR": "Somebody Else",
        "FORWARDED_ALLOW_IPS": "*",
    }
    words = ["serve", str(dataset), "--edit", "--no-browser", "--port", str(proxy.page)]
    process = subprocess.Popen(
        [sys.executable, "-m", "geo.cli", *words, "--sign-on", str(file)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert f":{proxy.page}/" in process.stdout.readline()
        with proxies.nginx(folder, proxy):
            yield Site(proxy, dataset, file, provider, how == BY_HEADER)
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module")
def provider() -> Iterator[openid.Provider]:
    with openid.provider() as found:
        yield found


@pytest.fixture(scope="module", params=[BY_HEADER, BY_PROVIDER], ids=["header", "provider"])
def site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    provider: openid.Provider,
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("shared")
    dataset = folder / "dataset"
    shutil.copytree(ROOT / "data" / "atlas", dataset)
    with shared(folder, dataset, provider, request.param) as found:
        yield found


@pytest.fixture
def arrive(visit: Callable[..., Any], site: Site) -> Callable[..., Any]:
    """Open the form as somebody, at one of the ports."""

    def make(who: str, port: int = 0, **claims: Any) -> Any:
        address = f"{'http' if port == site.proxy.plain else 'https'}://127.0.0.1:"
        address += f"{port or site.proxy.tls}/"
        reader = visit(address, ignore_https_errors=True)
        reader.page.unroute("**/*")
        if site.by_header:
            reader.page.context.add_cookies([{"name": "who", "value": who, "url": address}])
        elif who and not port:
            site.provider.claims = {"email": f"{who}@example.org", "email_verified": True, **claims}
            opened(reader)
            press(reader, "Sign on")
        return opened(reader)

    return make


def opened(reader: Any) -> Any:
    reader.page.goto(f"{reader.address}edit?{CLAIM}")
    reader.page.wait_for_selector(".st-key-edit_form, .stAlert")
    reader.settle()
    return reader


def press(reader: Any, name: str) -> None:
    """Sign on or off; the way there and back ends on the first page."""
    reader.page.get_by_role("button", name=name).click()
    reader.page.wait_for_url(lambda address: "/edit" not in address)
    reader.settle()


def said(reader: Any) -> str:
    assert reader.page.locator(".st-key-edit_form").count() == 0
    return str(reader.page.locator(".stAlert").inner_text())


def test_who_is_on_the_list_edits_under_their_own_address(
    site: Site, arrive: Callable[..., Any]
) -> None:
    reader = arrive("ana")
    assert "Signed on as ana@example.org" in reader.page.locator(".stMain").inner_text()
    assert reader.page.get_by_role("textbox", name="Your name").count() == 0
    form = Form(reader).claim(author="")
    form.press("Check")
    form.press("Save")
    assert "Saved as edit-" in form.side()
    assert [edit.author for edit in editing.history(site.dataset)] == ["ana@example.org"]
    # Who is taken off the list is out at once, in the same session.
    before = site.file.read_text()
    site.file.write_text(before.replace("ana@", "ben@"))
    try:
        form.choose("Task", "Add a source")
        assert "is not in the list of editors" in said(reader)
        site.file.write_text("no list")
        assert "the list of editors cannot be read" in said(opened(reader))
    finally:
        site.file.write_text(before)


def test_who_is_not_on_the_list_is_refused(arrive: Callable[..., Any]) -> None:
    assert '"eve@example.org" is not in the list of editors' in said(arrive("eve"))


def test_who_has_not_signed_on_is_refused(arrive: Callable[..., Any]) -> None:
    assert "you have not signed on" in said(arrive(""))


def test_without_tls_everybody_is_refused(site: Site, arrive: Callable[..., Any]) -> None:
    assert "the connection is not encrypted" in said(arrive("ana", site.proxy.plain))


def test_another_address_is_refused(site: Site, arrive: Callable[..., Any]) -> None:
    text = said(arrive("ana", site.proxy.other))
    assert f'you have opened this page at "https://127.0.0.1:{site.proxy.other}"' in text


def test_headers_of_a_stranger_are_not_believed(
    site: Site, arrive: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    assert "did not come through the proxy" in said(arrive("ana", site.proxy.stranger))
    own = visit(f"http://127.0.0.1:{site.proxy.page}/")
    assert "did not come through the proxy" in said(opened(own))


def test_a_cookie_that_was_changed_signs_nobody_on(site: Site, arrive: Callable[..., Any]) -> None:
    if site.by_header:
        pytest.skip("only a provider's sign-on is kept in a cookie")
    reader = arrive("eve")
    (cookie,) = [one for one in reader.page.context.cookies() if one["name"] == USER]
    assert cookie["httpOnly"]
    own = {"email": "ana@example.org", "email_verified": True, "is_logged_in": True}
    held = json.dumps({**own, "origin": site.proxy.address.rstrip("/"), "provider": "default"})
    signed = cookie["value"]
    middle = len(signed) // 2
    other = "A" if signed[middle] != "A" else "B"
    changed = f"{signed[:middle]}{other}{signed[middle + 1 :]}"
    for value in (create_signed_value("a guessed secret", USER, held).decode(), changed):
        reader.page.context.add_cookies([{**cookie, "value": value}])
        assert "you have not signed on" in said(opened(reader))


def test_an_address_that_the_provider_does_not_vouch_for_is_refused(
    site: Site, arrive: Callable[..., Any]
) -> None:
    if site.by_header:
        pytest.skip("a header has no such mark")
    reader = arrive("ana", email_verified=False)
    assert "has not verified your e-mail address" in said(reader)
    press(reader, "Sign off")
    assert "you have not signed on" in said(opened(reader))
    assert site.provider.begun[-1]["code_challenge_method"] == "S256"
    assert site.provider.begun[-1]["redirect_uri"] == f"{site.proxy.address}oauth2callback"
