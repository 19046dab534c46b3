"""The command line: parse, one call, print. ``embassy-atlas --help`` says the rest."""

from geo.cli.exit_codes import main

__all__ = ["main"]
