"""A few hundred mutated files: none leaves a user with a traceback, a hang or a full memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="each case is a fork")
def test_mutated_files_end_in_an_error_that_says_what_to_do() -> None:
    words = [sys.executable, str(RUN), "--from", "0", "--to", "300"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
