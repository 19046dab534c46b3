"""Where files lie: the bundled data, and what may be kept to save work."""

import os
import platform
import sys
import tomllib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_LIBRARIES: Final = ("geopandas", "numpy", "orjson", "pandas", "pydantic", "pyproj", "shapely")

_NAME: Final = "embassy-atlas"

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of one part of the bundled data."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / "data" / name


def is_packaged(path: Path) -> bool:
    """Whether a path lies within the installed program, which its next version replaces."""
    return _PACKAGE in path.resolve().parents


@lru_cache
def text(name: str) -> str:
    """A script or style sheet in the folder of the code that uses it."""
    return (_PACKAGE / name).read_text("utf-8")


def toml(name: str) -> dict[str, Any]:
    """A table of words or settings in the folder of the code that uses it."""
    return tomllib.loads(text(name))


@lru_cache(maxsize=1)
def versions() -> bytes:
    """What kept answers depend on beside this program: versions of Python and of libraries."""
    found = [f"{name} {version(name)}" for name in _LIBRARIES]
    return "\n".join([f"python {platform.python_version()}", *found]).encode()


@lru_cache(maxsize=1)
def passing() -> Path:
    """A folder that goes with this process."""
    import atexit
    import tempfile

    folder = tempfile.TemporaryDirectory(prefix=_NAME)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def caches(part: str) -> Path:
    """The folder for one kind of files among this user's caches, where the system keeps those."""
    try:
        home = Path.home()
    except RuntimeError:  # this user has no home folder
        home = passing()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        caches = Path(local) if local else home / "AppData" / "Local"
        return caches / _NAME / "Cache" / part
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _NAME / part
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (given if given.is_absolute() else home / ".cache") / _NAME / part
