"""Bytes on the disk: the atomic write, CSV in canonical form, JSON or its first error."""

import contextlib
import csv
import io
import json
import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from geo.errors import WriteFailed, quoted

_HEX: Final = "[0-9a-fA-F]"
_HALF: Final = re.compile(  # An escaped backslash, two surrogates, or (the group) an unpaired one
    rf"\\\\|\\u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}|(\\u[dD][89a-fA-F]{_HEX}{{2}})"
)


def write_atomic(path: str | Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary file that takes the place of a file in one step, flushed; or vanishes."""
    target = Path(path)
    temporary = target.parent / f".{target.name[:60]}.{secrets.token_hex(8)}.tmp"
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
        sync_folder(target.parent)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WriteFailed(
            f"cannot write {quoted(path)}: {why}. "
            "Choose a folder that exists and may be written, with room on its disk."
        ) from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have what was renamed in a folder reach the disk, where the system can say so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def render_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in canonical form: UTF-8, comma, line feed, quotes only where needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


class NotJson(ValueError):
    """A text that is not JSON, or has content that no file here may have: reason and line."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def read_json(text: str) -> Any:
    """Read JSON; numbers that are too long and unpaired surrogates are refused."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(str(error), error.lineno) from error
    except RecursionError as error:
        raise NotJson("it is nested too deeply", 1) from error
    except ValueError as error:
        most = sys.get_int_max_str_digits()
        at = re.search(rf"[0-9]{{{most + 1}}}", text)
        line = text.count("\n", 0, at.start() if at else 0) + 1
        raise NotJson(f"a number has more than {most:,} digits", line) from error
    for half in _HALF.finditer(text):
        if half[1]:
            line = text.count("\n", 0, half.start()) + 1
            raise NotJson(f"{half[1]} is an unpaired surrogate, half of a character", line)
    return found
