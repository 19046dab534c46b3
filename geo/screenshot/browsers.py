"""Browsers that are installed on this machine: where they are, and how to get one."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from geo.errors import MissingDependency, quoted
from geo.package_files import toml

ENVIRONMENT: Final = "EMBASSY_ATLAS_BROWSER"  # Environment variable with a browser's path or name
_WHERE: Final[dict[str, Any]] = toml("screenshot/browsers.toml")
HOW_TO_GET_ONE: Final[str] = _WHERE["how_to_get_one"]
_WINDOWS_ROOTS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def find(given: str | Path | None = None) -> Path:
    """An installed Chrome, Edge or Chromium."""
    for meant, origin in ((given, "--browser"), (os.environ.get(ENVIRONMENT), ENVIRONMENT)):
        if meant:
            return _meant(str(meant), origin)
    for name in _WHERE["names"]:
        if found := shutil.which(name):
            return Path(found)
    for path in usual(sys.platform, os.environ):
        if _is_program(path):
            return path
    raise MissingDependency(
        "There is no Chrome, Edge or Chromium on this machine. Install "
        "one, or name it with --browser PATH. Nothing is downloaded "
        f"automatically.\n{HOW_TO_GET_ONE}"
    )


def sandboxed() -> bool:
    """Whether a browser can keep its own sandbox here: not where everything runs as root."""
    return not (hasattr(os, "geteuid") and os.geteuid() == 0)


def _meant(text: str, origin: str) -> Path:
    if found := shutil.which(text):
        return Path(found)
    if _is_program(Path(text)):
        return Path(text)
    raise MissingDependency(
        f"{quoted(text)}, given by {origin}, is not a program on this machine. Give the path of an "
        f"installed Chrome, Edge or Chromium.\n{HOW_TO_GET_ONE}"
    )


def usual(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where a browser lies that is not on the PATH."""
    if platform == "win32":
        roots = [environment[name] for name in _WINDOWS_ROOTS if environment.get(name)]
        yield from (Path(root) / program for program in _WHERE["windows"] for root in roots)
    elif platform == "darwin":
        homes = (Path("/Applications"), Path.home() / "Applications")
        yield from (home / program for program in _WHERE["macos"] for home in homes)
    else:
        yield from (Path(program) for program in _WHERE["linux"])


def _is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except (OSError, ValueError):
        return False
