"""The one tree of errors.

A message names the value, the problem and the remedy. ``exit_code`` is what the
command line ends with: 1 for errors in the data, 2 for wrong use.

::

    AtlasError                     (2)
    ├── StateError                 (2)  a name or code of a state
    │   ├── UnknownState
    │   └── AmbiguousState              carries .candidates
    ├── InvalidDate                (2)  no date of the EDTF subset
    ├── InvalidGeometry            (2)  coordinates out of range, not finite, wrong shape
    ├── InvalidSelection           (2)  an option of a selection that cannot be
    ├── InvalidTiles               (2)  a background of tiles that cannot be used
    ├── EmptySelection             (1)  a selection that shows nothing, where something is needed
    ├── UnknownMission             (2)  carries .candidates
    ├── UnknownPlace               (2)
    ├── DatasetError                  (1)
    │   ├── DatasetMissing            (2)  no such folder, or no dataset in it
    │   │   └── DatabaseLost               a database that does not answer
    │   ├── DatasetUnreadable              a table that cannot be read at all
    │   ├── DatasetFaulty                  carries .problems
    │   └── ArchiveRefused              a zip that is not unpacked, carries .reasons
    ├── SourceFaulty           (1)  an outside file that cannot be imported, carries .problems
    ├── ServiceFailed          (1)  a live service that did not answer as it should
    ├── DraftFaulty            (1)  an edit that would make a dataset faulty, carries .problems
    ├── EditConflict           (1)  an edit of what has changed meanwhile, carries .theirs, .mine
    ├── WriteFailed                (2)  a file that could not be written
    │   └── DatasetChanged                 another program has changed the dataset meanwhile
    ├── MissingDependency          (2)  an optional part that is not installed
    ├── PluginFailed               (2)  an importer or exporter of another package that fails
    └── PageFailed                 (2)  the page, its server or a browser that ended too soon
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Self

LONGEST_QUOTE = 80
_PASSWORD = re.compile(r"(postgres(?:ql)?:/*[^:/@\s]*:)[^@\s]*@", re.IGNORECASE)
_PASSWORD_WORD = re.compile(r"\b(password\s*=\s*)('(?:\\.|[^'])*'|[^\s&]+)", re.IGNORECASE)


def without_password(text: str) -> str:
    """A text in which no address of a database has its password."""
    return _PASSWORD_WORD.sub(r"\1…", _PASSWORD.sub(r"\1…@", text))


def quoted(value: object) -> str:
    """A value for a message: at most 80 characters, quoted; control characters and bidi escaped."""
    text = without_password(str(value))
    cut = text[:LONGEST_QUOTE]
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    rest = f"… ({len(text):,} characters)" if len(text) > LONGEST_QUOTE else ""
    return f'"{shown}"{rest}'


def english(key: str, /, **values: object) -> str:
    """The English text of a message such as ``error.date.unknown``, with its values filled in."""
    room, *names = key.split(".")
    message: Any = _catalogue(room)[room]
    for name in names:
        message = message[name]
    text: str = message["en"]
    return text.format_map({name: _written(value) for name, value in values.items()})


@lru_cache(maxsize=8)
def _catalogue(room: str) -> Mapping[str, Any]:
    """One file of the catalogue; read here too, because errors lie below the translations."""
    import tomllib

    file = resources.files("geo") / "i18n" / "catalogue" / f"{room}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        *others, last = map(str, value)
        return f"{', '.join(others)} or {last}" if others else last
    return f"{value:,}" if type(value) is int else str(value)


class AtlasError(Exception):
    """The root of all errors that Embassy Atlas raises.

    Attributes
    ----------
    key
        Key of the message in the catalogue, for those who read the page in another language;
        blank where no reader of the page can cause it. ``str(error)`` is the English text of
        the catalogue, unless the error was made with a text of its own.
    values
        What is in that message: texts, numbers, errors, tuples of alternatives.

    Examples
    --------
    >>> import geo
    >>> try:
    ...     geo.state('Atlantis')
    ... except geo.AtlasError as error:
    ...     print(type(error).__name__)
    UnknownState
    """

    exit_code = 2
    key = ""
    values: Mapping[str, object] = MappingProxyType({})

    def keyed(self, key: str, /, **values: object) -> Self:
        """The same error, with the key of its message and what is in it."""
        self.key = key
        self.values = MappingProxyType(values)
        return self

    def __str__(self) -> str:
        text = super().__str__()
        return english(self.key, **self.values) if self.key and not text else text


class _WithCandidates(AtlasError):
    """An error that names what may have been meant."""

    def __init__(self, message: str = "", candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class StateError(AtlasError):
    """A name or code that does not name one state."""


class UnknownState(StateError):
    """A name or code that no state has.

    Examples
    --------
    >>> import geo
    >>> try:
    ...     geo.state('Atlantis')
    ... except geo.UnknownState as error:
    ...     print('Atlantis' in str(error))
    True
    """


class AmbiguousState(_WithCandidates, StateError):
    """A name that more than one state has.

    Attributes
    ----------
    candidates
        The codes of the states it may mean.

    Examples
    --------
    >>> import geo
    >>> try:
    ...     geo.state('Korea')
    ... except geo.AmbiguousState as error:
    ...     print('PRK' in str(error))
    True
    """


class InvalidDate(AtlasError):
    """A text that is no date of the EDTF subset, or a day that does not exist."""


class InvalidGeometry(AtlasError):
    """Coordinates that are out of range, not finite, or of the wrong shape."""


class InvalidSelection(AtlasError):
    """A selection whose options cannot be."""


class InvalidTiles(AtlasError):
    """A background of tiles that cannot be used: its address, its file, or its credit."""


class EmptySelection(AtlasError):
    """A selection that shows nothing, where something is needed."""

    exit_code = 1


class UnknownMission(_WithCandidates):
    """An id that no mission of the dataset has; ``candidates`` are ids that may have been meant."""


class UnknownPlace(AtlasError):
    """A name that no place and no city has, or that more than one has."""


@dataclass(frozen=True, slots=True)
class ValidationError:
    """One error in a dataset: what is there, the rule that it breaks, and the remedy.

    ``row`` is the line of the record, the header being 1; None for the whole file.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    remedy: str

    def as_dict(self) -> dict[str, object]:
        """The error as a plain mapping, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        column = f", column {self.column}" if self.column else ""
        value = f": {quoted(self.value)}" if self.value else ""
        return f"{place}{column}{value}: {self.rule}. {self.remedy}"


class _WithProblems(AtlasError):
    """An error that has all errors of a dataset, a file or an edit."""

    exit_code = 1

    def __init__(self, message: str, problems: Sequence[ValidationError] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    @classmethod
    def listing(
        cls,
        what: str,
        problems: Sequence[ValidationError],
        most: int = 5,
        *,
        rest: bool = False,
        then: str = "",
    ) -> Self:
        """The error, with the first problems in its message, and with ``rest`` how many more."""
        shown = [f"  {problem}" for problem in problems[:most]]
        if rest and len(problems) > most:
            shown.append(f"  … and {len(problems) - most:,} more")
        return cls("\n".join([f"{what}:", *shown, *([then] if then else [])]), problems)


class DatasetError(AtlasError):
    """A dataset that cannot be used."""

    exit_code = 1


class DatasetMissing(DatasetError):
    """No such folder, or no dataset in it."""

    exit_code = 2


class DatabaseLost(DatasetMissing):
    """A database with a dataset that does not answer."""


class DatasetUnreadable(DatasetError):
    """A table that cannot be read at all."""


class DatasetFaulty(_WithProblems, DatasetError):
    """A dataset with errors: all of them are in ``problems``."""


class ArchiveRefused(DatasetError):
    """A zip of a dataset that is not unpacked; ``reasons`` are all that is wrong with it."""

    def __init__(self, reasons: Sequence[DatasetError]) -> None:
        told = "\n".join(f"  {reason}" for reason in reasons)
        super().__init__(f"the archive is not unpacked:\n{told}")
        self.reasons = tuple(reasons)


class SourceFaulty(_WithProblems):
    """An outside file that cannot be imported; ``problems`` are all, where there are several."""


class ServiceFailed(AtlasError):
    """A live service that did not answer, or not as it should; what it gave before is kept."""

    exit_code = 1


class DraftFaulty(_WithProblems):
    """An edit that is not saved: its ``problems`` would make the dataset faulty."""


class EditConflict(AtlasError):
    """An edit of a dataset that has changed meanwhile; nothing was written, and nothing is lost.

    ``theirs``: the :class:`geo.editing.Changes` meanwhile; ``mine``: the unsaved draft.
    """

    exit_code = 1

    def __init__(self, message: str, theirs: Any, mine: Any) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.mine = mine


class WriteFailed(AtlasError):
    """A file that could not be written; the old file is kept."""


class DatasetChanged(WriteFailed):
    """Another program has changed the dataset since it was read; nothing was written."""


class MissingDependency(AtlasError):
    """An optional part that is not installed."""


class PluginFailed(AtlasError):
    """An importer or exporter of another package that cannot be loaded, or fails."""


class PageFailed(AtlasError):
    """The page, its server or a browser that looks at it ended before its work was done."""
