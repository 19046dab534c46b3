"""The command that writes a site of static files."""

from dataclasses import asdict
from pathlib import Path

from geo.cli.options import Shown
from geo.cli.terminal import note, show_json, working
from geo.i18n import LANGUAGES


def publish(
    site: Path,
    *,
    as_json: bool = False,
    shown: Shown,
    base_url: str = "",
    languages: str = ",".join(LANGUAGES),
    pictures: bool = True,
    downloads: bool = True,
    keep: int = 1,
) -> None:
    """Write a site of what the filters match."""
    from geo import site as sites

    atlas, selection = shown.opened()
    with working("Publishing") as far:
        done = sites.publish(
            *(atlas, site, selection),
            base_url=base_url,
            languages=[one for one in languages.replace(" ", "").split(",") if one],
            pictures=pictures,
            downloads=downloads,
            keep=keep,
            progress=lambda step, part, total: far(f"{step} {part:,} of {total:,}"),
        )
    if as_json:
        seconds = {step: round(seconds, 1) for step, seconds in done.seconds.items()}
        show_json({"folder": str(site), **asdict(done), "seconds": seconds})
        return
    note(
        f"{site}: {done.pages:,} pages, {done.files:,} files, {done.bytes:,} bytes. "
        f"Written: {done.written:,}. Deleted: {done.deleted:,}. Version {done.version}.",
        f"Open {site / 'index.html'} in a browser, or copy the folder to a web host.",
    )
