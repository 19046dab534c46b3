"""What all forms of tables share: cells as text, the choice of a layer, archives."""

import datetime as dt
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from math import isnan
from pathlib import PurePosixPath
from typing import Final

from geo.errors import SourceFaulty, quoted
from geo.importers.mapping import NEEDED_FIELDS, recognised
from geo.importers.table_options import TableOptions

MISSIONS: Final = "missions"  # The layer or sheet that is read if a file has several
# Most bytes of an unpacked archive, and most characters of all cells of a table
MOST_UNPACKED: Final = 128 * 1024 * 1024
AGAIN: Final = "Save it again, or fetch it again."
_MOST_PARTS: Final = 2_000
_BROKEN_ZIP: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError),
    *(OSError, EOFError, LookupError, ValueError),
)
_MOST_SHOWN: Final = 40


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a time."""
    if value is None or isinstance(value, bytes) or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, dict | list | tuple):
        if isinstance(value, dict) or any(isinstance(one, dict | list | tuple) for one in value):
            try:
                return json.dumps(value, ensure_ascii=False, default=str)
            except (RecursionError, TypeError, ValueError):
                return ""  # it is too deep to write
        return "|".join(map(_cell, value))
    return str(value).strip()


class Cells:
    """Cells as texts, counted: a packed form may give far more than it holds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = MOST_UNPACKED

    def __call__(self, value: object) -> str:
        """A cell as text."""
        text = _cell(value)
        self.count(len(text))
        return text

    def count(self, characters: int) -> None:
        """Count what was unpacked; past the limit nothing more is."""
        self._left -= characters
        if self._left < 0:
            what = f"its cells have more than {MOST_UNPACKED:,} characters, which are not read"
            remedy = "Leave out the columns that are not needed, or split the file."
            raise SourceFaulty(f"{self._file}: {what}. {remedy}")


def chosen(
    file: str,
    names: Sequence[str],
    options: TableOptions,
    what: str,
    headings_of: Callable[[str], Sequence[str]],
    notes: list[str],
) -> str:
    """The sheet or layer to read: the one that is asked for, or the only one that fits."""
    if options.layer and options.layer not in names:
        lacks = f"{file} has no {quoted(options.layer)}"
        raise SourceFaulty(f"{lacks}; its {what} are: {_shown(names)}.")
    if options.layer or MISSIONS in names or len(names) == 1:
        return options.layer or (MISSIONS if MISSIONS in names else names[0])
    needed = {*NEEDED_FIELDS} - options.constants.keys()
    fit = [name for name in names if needed <= recognised(headings_of(name), options)]
    if len(fit) == 1:
        notes.append(f"{what}: {quoted(fit[0])} is read; it alone has headings of missions")
        return fit[0]
    many = f"{len(fit)} of them hold a table of missions: {_shown(fit)}"
    none = f"none has the headings of a table of missions: {_shown(names)}"
    held = f"{file} has {len(names)} {what}"
    raise SourceFaulty(f"{held}; {many if fit else none}. Name one with --layer.")


def _shown(names: Sequence[str]) -> str:
    more = f", … ({len(names):,} in all)" if len(names) > _MOST_SHOWN else ""
    return ", ".join(map(quoted, names[:_MOST_SHOWN])) + more


def unpacked(
    file: str, data: bytes, what: str, suffixes: Collection[str] = ()
) -> dict[PurePosixPath, bytes]:
    """The parts of a ZIP archive with some endings, all measured before one is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part: PurePosixPath(part.filename) for part in archive.infolist()}
            size = sum(part.file_size for part in parts)
            if size > MOST_UNPACKED or len(parts) > _MOST_PARTS:
                told = f"{file} would unpack to {size:,} bytes in {len(parts):,} parts"
                most = f"at most {MOST_UNPACKED:,} in {_MOST_PARTS:,} are read"
                raise SourceFaulty(f"{told}; {most}. Save the table alone, as CSV.")
            return {
                path: archive.read(part)
                for part, path in parts.items()
                # macOS puts a file beside each, whose name begins so
                if path.suffix.lower() in suffixes and not path.name.startswith("._")
            }
    except _BROKEN_ZIP as error:
        raise SourceFaulty(f"{file} is not a {what}: {quoted(error)}. {AGAIN}") from error
