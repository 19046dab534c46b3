"""The page's server, prepared before it answers; arguments as for ``streamlit run``."""

import asyncio
import logging
import sys
from importlib import import_module
from typing import Final

_LOADED: Final = ("geo.figures", "geo.render", "geo.reports.cards", "geo.reports.conflicts")


def main() -> None:
    """Load what the first reader would otherwise wait for, then serve until the process ends."""
    from geo.ui import jobs, monitoring, open_atlas, upload

    monitoring.leave_readers_out()
    monitoring.write_json()
    arguments = sys.argv[1:]
    own = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    path = open_atlas.dataset_path(own)
    monitoring.answer(lambda: open_atlas.problem(path))
    jobs.begin(upload.room("jobs"))
    asyncio.set_event_loop_policy(jobs.Loops())
    try:
        _prepare(own)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception:  # the page shows the errors of a dataset, with their remedies
        logging.getLogger("geo.ui").exception("the page could not be prepared")

    from streamlit.web.cli import main as streamlit

    sys.argv = ["streamlit", "run", *arguments]
    try:
        streamlit(prog_name="streamlit")
    finally:
        jobs.end()


def _prepare(arguments: list[str]) -> None:
    from geo import webmap
    from geo.i18n import LANGUAGES, tr
    from geo.selection import Selection
    from geo.ui import open_atlas
    from geo.ui.components import choices

    webmap.load()
    for name in _LOADED:
        import_module(name)
    atlas, everything = open_atlas.opened(open_atlas.dataset_path(arguments)), Selection()
    for language in LANGUAGES:
        choices.offered(atlas, tr(language))
    _ = atlas.mission_filter.columns, atlas.hidden(everything), atlas.places(everything)
    webmap.masks(atlas, everything)
    open_atlas.map_files(atlas)


if __name__ == "__main__":
    main()
