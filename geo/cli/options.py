"""Commands made from functions: types and defaults from the signature, texts from a TOML file."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

from geo.errors import InvalidSelection, StateError, quoted
from geo.package_files import toml
from geo.vocabulary import KINDS, STATUSES, UNDATED_YEARS

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

_TEXTS: Final = toml("cli/commands.toml")
_LISTS: Final = {
    "groups": ", ".join(sorted(set(KINDS.values()))),
    "statuses": ", ".join(STATUSES),
    "undated_years": UNDATED_YEARS,
}
_CORNERS: Final = 4
BEHAVIOUR: Final[dict[str, Any]] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["--help", "-h"]},
}

Texts = list[str] | None


def group(name: str, **settings: Any) -> typer.Typer:
    """A group of commands."""
    text = _TEXTS[name]["help"]
    return typer.Typer(name=name, help=text, no_args_is_help=True, **BEHAVIOUR, **settings)


def add(
    to: typer.Typer, name: str, run: Callable[..., None], help: str = "", **settings: Any
) -> None:
    """Add a command to a group, under the last word of its name."""
    about = {"help": help or _TEXTS[name]["help"], **settings}
    to.command(name.rpartition(" ")[2], **about)(_spread(name, run))


def option(usage: str, text: str, **how: Any) -> Any:
    """An option or argument: how it is written (``--port NUMBER``), and what it means."""
    words = usage.split()
    names = [word for word in words if word.startswith("--")]
    how["metavar"] = " ".join(words[len(names) :]) or None
    how["help"] = Template(text).safe_substitute(_LISTS)
    if how.pop("dataset", False):
        how["parser"] = _dataset
    return typer.Option(*names, **how) if names else typer.Argument(**how)


def _spread(name: str, run: Callable[..., None]) -> Callable[..., None]:
    """A command whose dataclass parameters are replaced by options, one for each field."""
    hints = get_type_hints(run, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    found: list[tuple[str, Any, Any]] = []
    for one in inspect.signature(run).parameters.values():
        if kind := groups.get(one.name):
            types = get_type_hints(kind, include_extras=True)
            found += [(field.name, types[field.name], field.default) for field in fields(kind)]
        else:
            found.append((one.name, hints[one.name], one.default))

    def annotation(parameter: str, kind: Any) -> Any:
        if hasattr(kind, "__metadata__"):
            return kind
        text = _TEXTS.get(name, {}).get(parameter) or _TEXTS["shared"][parameter]
        return Annotated[kind, option(*text[:2], **dict(*text[2:]))]

    @functools.wraps(run)
    def called(**given: Any) -> None:
        bound = {
            group: kind(**{field.name: given.pop(field.name) for field in fields(kind)})
            for group, kind in groups.items()
        }
        run(**given, **bound)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(one, keyword, default=default, annotation=annotation(one, kind))
        for one, kind, default in found
    ]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in parameters}
    return called


def _dataset(given: str | Path) -> Path:
    """A dataset: a folder, or the address of one in PostgreSQL."""
    from geo.dataset import dataset_path

    return dataset_path(given)


@dataclass(frozen=True, slots=True)
class Picture:
    """The options that all figures have."""

    title: str | None = None
    note: str | None = None
    credit: str | None = None
    size: str = "page"
    dark: bool = False
    dpi: int = 300
    beside: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Shown:
    """The filters, and the dataset that they apply to."""

    states: Texts = None
    among: Texts = None
    sending: Texts = None
    receiving: Texts = None
    kinds: Texts = None
    statuses: Texts = None
    cities: Texts = None
    sources: Texts = None
    text: str = ""
    bbox: str = ""
    undated: str = "near"
    as_of: str | None = None
    known_on: str | None = None
    dataset_option: Path | None = None

    def selection(self) -> Selection:
        """The selection that the options stand for."""
        from geo.selection import Selection

        given = asdict(self)
        del given["dataset_option"]
        for name in ("states", "among", "sending", "receiving"):
            given[name] = states(given[name])
        for name in ("kinds", "statuses", "sources"):
            given[name] = _words(given[name])
        return Selection(
            **given | {"cities": tuple(self.cities or ()), "bbox": _corners(self.bbox)}
        )

    def atlas(self, selection: Selection) -> Atlas:
        """The dataset, opened."""
        from geo.atlas import Atlas
        from geo.cli.terminal import working

        with working("Reading the dataset"):
            atlas = Atlas.open(self.dataset_option)
        if missing := atlas.not_in_dataset(selection):
            told = map(str, missing)
            raise InvalidSelection(" ".join(said[0].upper() + said[1:] for said in told))
        return atlas

    def opened(self) -> tuple[Atlas, Selection]:
        """The dataset and the selection."""
        selection = self.selection()
        return self.atlas(selection), selection


def chosen_dataset(argument: Path | None, option: Path | None) -> Path | None:
    """The dataset that is meant where it may be given either way."""
    if argument is not None and option is not None and argument != option:
        from geo.dataset import shown

        both = " and ".join(quoted(shown(one)) for one in (argument, option))
        raise InvalidSelection(f"Two datasets are given: {both}. Give one.")
    return argument if option is None else option


def _words(given: Texts) -> tuple[str, ...]:
    return tuple(w for text in given or () for word in text.split(",") if (w := word.strip()))


def states(given: Texts) -> tuple[str, ...]:
    """States separated by commas; a name that has a comma itself is taken whole."""
    return tuple(w for text in given or () for w in ([text] if _is_name(text) else _words([text])))


def _is_name(text: str) -> bool:
    if "," not in text:
        return True
    from geo.parties import party

    try:
        party(text, typed=True)
    except StateError:
        return False
    return True


def _corners(text: str) -> tuple[float, ...] | None:
    if not text:
        return None
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != _CORNERS:
        raise InvalidSelection(
            f"The box {quoted(text)} is not four numbers. Write west,south,east,north in "
            "degrees, such as --bbox -73,0,-60,13."
        )
    return numbers
