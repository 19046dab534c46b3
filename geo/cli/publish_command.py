"""The command that writes a site of static files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from geo.cli.options import Shown, option
from geo.cli.terminal import note, show_json, stepping
from geo.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a site has, as it is given on the command line."""

    base_url: Annotated[
        str,
        option(
            "--base-url",
            "URL",
            "Address at which the site will be: for canonical links, sitemap and social pictures.",
        ),
    ] = ""
    languages: Annotated[
        str, option("--languages", "LIST", "Languages of the pages, the first is the default one.")
    ] = ",".join(LANGUAGES)
    pictures: Annotated[
        bool, typer.Option(help="Draw a picture of each state, city and pair with events.")
    ] = True
    downloads: Annotated[
        bool, typer.Option(help="Write the missions in all formats, and the dataset.")
    ] = True
    keep: Annotated[
        int,
        option(
            "--keep", "NUMBER", "Versions to keep, this one included; older ones are in v/.", min=1
        ),
    ] = 1


def write_site(shown: Shown, folder: Path, how: Publishing, as_json: bool) -> None:
    """Write a site of what the filters match."""
    from geo.site import publish

    selection = shown.selection()
    atlas = shown.atlas(selection)
    with stepping("Publishing") as progress:
        done = publish(
            atlas,
            folder,
            selection,
            base_url=how.base_url,
            languages=[one for one in how.languages.replace(" ", "").split(",") if one],
            pictures=how.pictures,
            downloads=how.downloads,
            keep=how.keep,
            progress=progress,
        )
    if as_json:
        seconds = {step: round(seconds, 1) for step, seconds in done.seconds.items()}
        show_json({"folder": str(folder), **asdict(done), "seconds": seconds})
        return
    note(
        f"{folder}: {done.pages:,} pages, {done.files:,} files, {done.bytes:,} bytes. "
        f"Written: {done.written:,}. Deleted: {done.deleted:,}. Version {done.version}."
    )
    note(f"Open {folder / 'index.html'} in a browser, or copy the folder to a web host.")
