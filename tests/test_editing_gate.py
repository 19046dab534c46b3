"""Who may edit on the page: a reader on this machine, and nobody else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import serve_command
from geo.cli.options import Shown
from geo.errors import WriteFailed
from geo.ui.edit import gate
from geo.ui.edit.gate import is_this_machine, refusal
from geo.ui.open_atlas import dataset_path, editing

HERE = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost", "LOCALHOST"]
)
def test_loopback_is_this_machine(address: str) -> None:
    assert is_this_machine(address)
    assert refusal(address, None, HERE) == ""


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "::", "192.168.1.7", "10.0.0.1", "fe80::1", "2001:db8::1",
     "::ffff:192.168.1.7", "example.org", "127.0.0.1.example.org", "127.1"],
)  # fmt: skip
def test_every_other_address_is_refused(address: str | None) -> None:
    assert not is_this_machine(address)
    assert refusal(address, None, HERE) == "bound"


@pytest.mark.parametrize(
    ("client", "headers", "why"),
    [
        ("192.168.1.9", HERE, "client"),
        ("127.0.0.1", HERE, ""),
        (None, {**HERE, "x-forwarded-for": "203.0.113.9"}, "proxy"),
        (None, {**HERE, "x-forwarded-for": "127.0.0.1"}, "proxy"),
        (None, {**HERE, "x-forwarded-proto": "https"}, "proxy"),
        (None, {**HERE, "forwarded": "for=203.0.113.9"}, "proxy"),
        (None, {"host": "atlas.example.org:8501"}, "host"),  # a name that was rebound to 127.0.0.1
        (None, {"host": "127.0.0.1.nip.io"}, "host"),
        (None, {"host": "evil@127.0.0.1"}, "host"),
        (None, {}, "host"),
        (None, {"host": "[::1]:8501"}, ""),
        (None, {**HERE, "origin": "https://atlas.example.org"}, "origin"),
        (None, {**HERE, "origin": "null"}, "origin"),
    ],
)
def test_what_leads_beyond_this_machine_is_refused(
    client: str | None, headers: dict[str, str], why: str
) -> None:
    assert refusal("127.0.0.1", client, headers) == why


def test_the_page_edits_only_where_it_was_asked_to() -> None:
    assert editing(["--dataset", "x", "--edit"])
    assert not editing(["--dataset", "x"])
    assert not editing([])
    assert dataset_path(["--edit", "--dataset", "x"]) == Path("x")


def _serve(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geo.cli", "serve", *words, "--no-browser"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_dataset_of_ones_own_is_needed() -> None:
    ended = _serve("--edit")
    assert ended.returncode == 2
    assert "embassy-atlas serve FOLDER --edit" in ended.stderr


def test_the_installed_dataset_is_refused(
    monkeypatch: pytest.MonkeyPatch, dataset_copy: Path
) -> None:
    monkeypatch.setenv("EMBASSY_ATLAS_DATASET", str(dataset_copy))
    assert gate.folder() == dataset_copy.resolve()
    monkeypatch.setattr("geo.ui.edit.gate.is_packaged", lambda _: True)
    assert gate.folder() is None
    monkeypatch.setattr("geo.editing.drafts.is_packaged", lambda _: True)
    with pytest.raises(WriteFailed, match="embassy-atlas copy"):
        serve_command.serve(dataset_copy, shown=Shown(), port=8599, browser=False, edit=True)
