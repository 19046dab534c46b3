"""Options that several commands share, each defined once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

from geo.errors import InvalidSelection, StateError, quoted
from geo.vocabulary import KINDS, STATUSES, UNDATED_YEARS

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

_GROUPS: Final = ", ".join(sorted(set(KINDS.values())))
_CORNERS: Final = 4


def option(name: str, metavar: str | None, text: str, *more: str, **how: Any) -> Any:
    """An option: its name, what it takes (None for a flag), and its help."""
    return typer.Option(name, *more, metavar=metavar, help=text, **how)


def argument(metavar: str, text: str) -> Any:
    """An argument: what it takes, and its help."""
    return typer.Argument(metavar=metavar, help=text)


def _dataset(given: str | Path) -> Path:
    """A dataset: a folder, or the address of one in PostgreSQL."""
    from geo.dataset import dataset_path

    return dataset_path(given)


def dataset_option(name: str, metavar: str, text: str) -> Any:
    """An option that names a dataset."""
    return typer.Option(name, metavar=metavar, help=text, parser=_dataset)


def dataset_argument(metavar: str, text: str) -> Any:
    """An argument that names a dataset."""
    return typer.Argument(metavar=metavar, help=text, parser=_dataset)


Json = Annotated[bool, option("--json", None, "Print JSON on standard output.")]
ReadDataset = Annotated[
    Path | None,
    dataset_option("--dataset", "FOLDER|URL", "Read this dataset, not the bundled one."),
]
Language = Annotated[str, option("--language", "en|es", "Language of the output.")]
PublicUrl = Annotated[
    str,
    option(
        "--public-url",
        "URL",
        "Public address of the page, for links in citations.",
        envvar="EMBASSY_ATLAS_PUBLIC_URL",
    ),
]
Viewpoint = Annotated[str, option("--viewpoint", "STATE", "Draw boundaries as this state does.")]


TYPER: Final[dict[str, Any]] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["--help", "-h"]},
}
"""How every group of commands behaves."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The options that all figures have, as they are given on the command line."""

    title: Annotated[
        str | None, option("--title", None, "Title instead of the one that is made.")
    ] = None
    note: Annotated[str | None, option("--note", None, "Note below the figure.")] = None
    credit: Annotated[
        str | None, option("--credit", None, "Author of the figure, named beside the sources.")
    ] = None
    size: Annotated[
        str, option("--size", "SIZE", "Size: column, page, slide, social or poster.")
    ] = "page"
    dark: Annotated[bool, option("--dark", None, "Draw light on dark.")] = False
    dpi: Annotated[int, option("--dpi", None, "Dots per inch of a PNG.")] = 300
    beside: Annotated[
        bool,
        option(
            "--beside",
            None,
            "Write two more files: OUT.txt, a description for readers who cannot see the "
            "figure, and OUT.csv, its data.",
        ),
    ] = False
    language: Language = "en"


@dataclass(frozen=True, slots=True)
class Shown:
    """The filters, as they are given on the command line."""

    states: Annotated[
        list[str] | None,
        option("--states", "STATES", "Sending or receiving state: codes or names."),
    ] = None
    among: Annotated[
        list[str] | None, option("--among", "STATES", "Missions between these states.")
    ] = None
    sending: Annotated[list[str] | None, option("--sending", "STATES", "Sending state.")] = None
    receiving: Annotated[list[str] | None, option("--receiving", "STATES", "Receiving state.")] = (
        None
    )
    kind: Annotated[
        list[str] | None,
        option(
            "--kind", "KINDS", f"Types or groups of missions ({_GROUPS}), such as honorary_consul."
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        option("--status", "STATUSES", f"Status: {', '.join(STATUSES)}. Default: all but closed."),
    ] = None
    city: Annotated[list[str] | None, option("--city", "CITY", "City. Repeat it for several.")] = (
        None
    )
    source: Annotated[
        list[str] | None, option("--source", "IDS", "Missions that these sources report on.")
    ] = None
    text: Annotated[
        str, option("--text", "WORDS", "Match all these words; the last may be incomplete.")
    ] = ""
    bbox: Annotated[
        str, option("--bbox", "W,S,E,N", "Box in degrees; west may exceed east across 180°.")
    ] = ""
    undated: Annotated[
        str,
        option(
            "--undated",
            "near|all|none",
            "Missions with opening date unknown: near (first reported up to "
            f"{UNDATED_YEARS} years later), all or none.",
        ),
    ] = "near"
    as_of: Annotated[
        str | None,
        option("--as-of", "DATE", "Situation on this date: 2019-08-21, 2019. Default: today."),
    ] = None
    known_on: Annotated[
        str | None,
        option("--known-on", "DATE", "Use sources published by this date. Default: all."),
    ] = None
    dataset_option: ReadDataset = None

    def selection(self) -> Selection:
        """The selection that the options stand for."""
        from geo.selection import Selection

        return Selection(
            states=states(self.states),
            among=states(self.among),
            sending=states(self.sending),
            receiving=states(self.receiving),
            kinds=_words(self.kind),
            statuses=_words(self.status),
            cities=tuple(self.city or ()),
            sources=_words(self.source),
            bbox=_corners(self.bbox),
            **{name: getattr(self, name) for name in ("text", "as_of", "known_on", "undated")},
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


def chosen_dataset(argument: Path | None, option: Path | None) -> Path | None:
    """The dataset that is meant where it may be given either way."""
    if argument is not None and option is not None and argument != option:
        from geo.dataset import shown

        both = " and ".join(quoted(shown(one)) for one in (argument, option))
        raise InvalidSelection(f"Two datasets are given: {both}. Give one.")
    return argument if option is None else option


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of each dataclass among its parameters."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    own = inspect.signature(command).parameters
    parameters: list[inspect.Parameter] = []
    for name, parameter in own.items():
        if name not in groups:
            parameters.append(
                parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            )
    for kind in groups.values():
        options = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            parameters.append(
                inspect.Parameter(
                    field.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=field.default,
                    annotation=options[field.name],
                )
            )

    @functools.wraps(command)
    def called(**given: Any) -> None:
        bound = {
            name: kind(**{field.name: given.pop(field.name) for field in fields(kind)})
            for name, kind in groups.items()
        }
        command(**given, **bound)

    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in parameters}
    return called


def _words(given: list[str] | None) -> tuple[str, ...]:
    return tuple(w for text in given or () for word in text.split(",") if (w := word.strip()))


def states(given: list[str] | None) -> tuple[str, ...]:
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


def _corners(text: str) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != _CORNERS:
        raise InvalidSelection(
            f"The box {quoted(text)} is not four numbers. Write west,south,east,north in "
            "degrees, such as --bbox -73,0,-60,13."
        )
    west, south, east, north = numbers
    return (west, south, east, north)
