"""Files that the page makes in turn: the place in the queue, the button that cancels, the end."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.served import serving

pytestmark = pytest.mark.browser


def ready_for_a_site(reader: Any) -> Any:
    reader.open("")
    reader.files()
    reader.page.get_by_text("Publish as a site").first.click()
    button = reader.page.locator(".st-key-download_site button").first
    button.wait_for()
    return button


def cancel(reader: Any) -> Any:
    return reader.page.get_by_role("button", name=re.compile("Cancel Download"))


def test_a_file_waits_for_that_of_another_reader(visit: Callable[..., Any], tmp_path: Path) -> None:
    with serving(tmp_path / "cache") as (_, address, _log):
        first, second = visit(address), visit(address)
        one, other = ready_for_a_site(first), ready_for_a_site(second)
        with first.page.expect_download(timeout=0) as started:
            one.click()
            cancel(first).wait_for()
            other.click()
            second.page.get_by_text("1 before you").wait_for()
            cancel(second).click()
            second.page.get_by_text("The file was cancelled.").wait_for()
            assert cancel(second).count() == 0
            second.page.locator(".st-key-download_site button:enabled").first.wait_for()
            assert second.download("csv", tmp_path).stat().st_size > 1_000, "its place is free"
        started.value.save_as(tmp_path / "site.zip")
        with zipfile.ZipFile(tmp_path / "site.zip") as site:
            assert site.testzip() is None
            assert {"index.html", "en/index.html", "v1/index.json"} <= {*site.namelist()}
        first.found_nothing_wrong()
        second.found_nothing_wrong()


def test_a_server_that_is_told_to_end_leaves_nothing(
    visit: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    with serving(tmp_path / "cache") as (process, address, _):
        reader = visit(address)
        ready_for_a_site(reader).click()
        cancel(reader).wait_for()
        uploads = tmp_path / "cache" / "embassy-atlas" / "uploads"
        while not (made := [*uploads.glob("*/jobs/*")]):
            reader.page.wait_for_timeout(100)
        children = processes_below(process.pid)
        assert len(children) >= 3, "the page and two that make files"
        process.terminate()
        assert process.wait() == 0
        assert not made[0].exists()
        assert [*uploads.iterdir()] == []
        assert [*passing.iterdir()] == []
        while [one for one in children if Path(f"/proc/{one}").exists()]:
            time.sleep(0.1)  # Python's own tracker of semaphores ends after all others


def processes_below(number: int) -> list[int]:
    """The processes that one has started, and those that they have started."""
    below: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            below.setdefault(int(fields[1]), []).append(int(entry))
    found = below.get(number, [])
    return found + [child for one in found for child in processes_below(one)]
