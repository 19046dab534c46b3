"""What a dataset is called: a folder, or ``postgresql://…``; both become the path of a folder.

The folder of a shared dataset is its local copy; reading and writing find the database by it. The
password stays in the memory of this process.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.dataset.postgres.database import Database

_ADDRESS: Final = re.compile(r"postgres(?:ql)?:(?P<slashes>/+)", re.IGNORECASE)
_KNOWN: Final[dict[Path, "Database"]] = {}


def dataset_path(given: str | Path) -> Path:
    """The folder that a text names: a folder itself, or the copy of a shared dataset."""
    found = _ADDRESS.match(str(given))
    if found is None:
        return Path(given)
    from geo.dataset.postgres.database import Database

    text = str(given)
    slashes = "//" if len(found["slashes"]) == 1 else found["slashes"]  # a Path has lost one
    database = Database(f"postgresql:{slashes}{text[found.end() :]}")
    known = _KNOWN.get(database.copy)
    if known is None or known.address != database.address:
        if known is not None:
            known.close()
        _KNOWN[database.copy] = database
    return database.copy


def database_of(folder: str | Path | None) -> "Database | None":
    """The database that a folder is the copy of, if any."""
    return _KNOWN.get(Path(folder)) if folder is not None else None


def address_of(folder: str | Path) -> str:
    """The whole address of a shared dataset, for a process of our own; blank for a folder."""
    database = database_of(folder)
    return "" if database is None else database.address


def shown(folder: str | Path) -> str:
    """How a dataset is named in messages: its folder, or its address without a password."""
    database = database_of(folder)
    return str(folder) if database is None else database.shown


def watch(folder: str | Path, changed: Callable[[], None] | None = None) -> None:
    """Keep the copy of a shared dataset up to date from now on.

    ``changed`` is called after each change, and from time to time.
    """
    database = database_of(folder)
    if database is not None:
        database.watch(changed)


def left_outdated() -> list[Path]:
    """The shared datasets that this process has written and whose map layers are to be drawn."""
    return [folder for folder, database in _KNOWN.items() if database.is_left_outdated()]


def forget() -> None:
    """Close the connections to all databases."""
    for database in _KNOWN.values():
        database.close()
    _KNOWN.clear()
