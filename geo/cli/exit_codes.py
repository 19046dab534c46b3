"""How a run ends: 0 success, 1 data, 2 wrong use, 70 a bug, 130 Ctrl+C, 141 a closed pipe."""

import os
import sys
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from geo.errors import AtlasError, quoted, without_password

PROGRAM: Final = "embassy-atlas"

_WRONG_USE: Final = 2
_SOFTWARE: Final = 70
_INTERRUPTED: Final = 130
_NO_READER: Final = 141
_TRACEBACK: Final = "EMBASSY_ATLAS_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        code = _run(given)
        _draw_layers()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _close_quietly()
        return _NO_READER
    except KeyboardInterrupt:
        return _told("Ended by Ctrl+C. No file is incomplete.", _INTERRUPTED)
    except AtlasError as error:
        return _told(_sentence(str(error), given), error.exit_code)
    except OSError as error:
        where = "" if error.filename is None else f" ({quoted(error.filename)})"
        return _told(f"{error.strerror or error}{where}.", _WRONG_USE)
    except ModuleNotFoundError as error:
        return _told(
            f"{quoted(error.name)} is not installed. Install embassy-atlas again, completely.",
            _WRONG_USE,
        )
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        return _told(
            f"This is a bug in {PROGRAM}: {type(error).__name__}: {error}. "
            f"Set {_TRACEBACK}=1 to see where, and report it.",
            _SOFTWARE,
        )


def _run(given: list[str]) -> int:
    for argument in given:
        try:
            argument.encode()
        except UnicodeEncodeError:
            return _told(f"{quoted(argument)} is not valid UTF-8. Write it in UTF-8.", _WRONG_USE)

    if given == ["--version"]:
        print(_version())
        return 0

    import typer

    command, path = _command(given)
    name, given = " ".join([PROGRAM, *path]), given[len(path) :]
    try:
        with command.make_context(name, given) as context:
            command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.TyperException as error:
        context_of = getattr(error, "ctx", None)
        path = PROGRAM if context_of is None else context_of.command_path
        said = _sentence(error.format_message(), given)
        return _told(f"{said}\nTry: {path} --help", error.exit_code) if said else error.exit_code
    return 0


def _draw_layers() -> None:
    """Bring the map layers of shared datasets up to date that this run has written."""
    dataset = sys.modules.get("geo.dataset")
    try:
        for folder in dataset.left_outdated() if dataset else ():
            from geo.cli.terminal import working
            from geo.exporters import draw_layers

            with working("Drawing the map layers"):
                draw_layers(folder)
    except AtlasError as error:
        _told(f"The map layers are not up to date: {error}", 0)


def _command(given: Sequence[str]) -> tuple[Any, Sequence[str]]:
    """The command that is called and its words; other commands are not loaded."""
    import typer

    from geo.cli.edit.add_command import NOUNS, group

    if given and given[0] in NOUNS:
        return typer.main.get_command(group(given[0])), given[:1]
    from geo.cli.commands import app

    command = typer.main.get_command(app)
    chosen = getattr(command, "commands", {}).get(given[0]) if given else None
    return (command, ()) if chosen is None else (chosen, given[:1])


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        return f"{PROGRAM}, run from a folder, not installed"


def _told(message: str, code: int) -> int:
    """Say on standard error why the run ends; safe to show, whatever the message quotes."""
    from geo.i18n import printable

    try:
        print(
            "\n".join(printable(line) for line in without_password(message).split("\n")),
            file=sys.stderr,
        )
    except OSError:
        _close_quietly()
    return code


def _sentence(message: str, given: Sequence[str]) -> str:
    """A message with a capital, unless it begins with the name of a file, which stays as it is."""
    text = message.strip()
    word = text.partition(" ")[0].rstrip(",:;")
    names = {PurePath(argument.rpartition("=")[2]).name for argument in given}
    if not word.isalpha() or any(name and text.startswith(name) for name in names):
        return text
    return text[:1].upper() + text[1:]


def _close_quietly() -> None:
    """Point the standard streams nowhere, so that the interpreter's last flush is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
