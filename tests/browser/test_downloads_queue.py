"""Files that the page makes in turn: the place in the queue, the button that cancels, the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_a_file_waits_for_another_and_is_cancelled(reader: Any, tmp_path: Path) -> None:
    reader.open("among=VEN,PRK")
    reader.files()
    reader.page.get_by_text("Publish as a site").first.click()
    button = reader.page.locator(".st-key-download_site button").first
    with reader.page.expect_download() as started:
        button.click()
        reader.page.get_by_role("button", name=re.compile("Cancel")).wait_for()
        button.click()
        reader.page.get_by_text("1 before you").wait_for()
        reader.page.get_by_role("button", name=re.compile("Cancel")).last.click()
    assert started.value.suggested_filename.endswith(".zip")
    started.value.save_as(tmp_path / "site.zip")
    assert (tmp_path / "site.zip").read_bytes().startswith(b"PK")
    reader.page.get_by_text("The file was cancelled.").wait_for()
    reader.found_nothing_wrong()
