"""Texts in JSON: read, or refused with their line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_HIGH: Final = range(0xD800, 0xDC00)
_LOW: Final = range(0xDC00, 0xE000)


class NotJson(ValueError):
    """A text that is not JSON, or holds what no file of ours can: why, and in which line."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def read_json(text: str) -> Any:
    """A text in JSON, read; numbers too long and half characters are refused, too."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(str(error), error.lineno) from error
    except RecursionError as error:
        raise NotJson("it is nested too deeply", 1) from error
    except ValueError as error:
        most = sys.get_int_max_str_digits()
        at = re.search(rf"[0-9]{{{most + 1}}}", text)
        raise NotJson(f"a number has more than {most:,} digits", _line(text, at)) from error
    if _SURROGATE.search(text):
        for half in _halves(text):
            raise NotJson(f"{half[0]} is half of a character", _line(text, half))
    return found


def _halves(text: str) -> Iterator[re.Match[str]]:
    """The escapes of surrogates that have no partner."""
    high: re.Match[str] | None = None
    for found in _ESCAPE.finditer(text):
        code = int(found[1], 16) if found[1] else 0
        paired = high is not None and high.end() == found.start() and code in _LOW
        if high is not None and not paired:
            yield high
        if code in _LOW and not paired:
            yield found
        high = found if code in _HIGH else None
    if high is not None:
        yield high


def _line(text: str, at: re.Match[str] | None) -> int:
    return text.count("\n", 0, at.start()) + 1 if at else 1
