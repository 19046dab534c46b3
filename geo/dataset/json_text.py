"""Texts in JSON: read, or refused with their line."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Final

_HEX: Final = "[0-9a-fA-F]"
_HALF: Final = re.compile(
    rf"\\\\|\\u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}|(\\u[dD][89a-fA-F]{_HEX}{{2}})"
)
"""An escaped backslash, a pair of surrogates, or (the group) an unpaired one."""


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
        raise NotJson(f"a number has more than {most:,} digits", _line(text, at)) from error
    half = next((one for one in _HALF.finditer(text) if one[1]), None)
    if half:
        raise NotJson(f"{half[1]} is an unpaired surrogate, half of a character", _line(text, half))
    return found


def _line(text: str, at: re.Match[str] | None) -> int:
    return text.count("\n", 0, at.start()) + 1 if at else 1
