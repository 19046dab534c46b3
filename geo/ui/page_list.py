"""The pages, each imported when it is first drawn."""

from __future__ import annotations


def map() -> None:
    """What is shown, on a map and on a card."""
    from geo.ui.pages.map import page

    page()


def table() -> None:
    """The missions that are shown, as a table."""
    from geo.ui.pages.missions import page

    page()


def timelines() -> None:
    """What happened to the missions and when, as a picture and as a table."""
    from geo.ui.pages.timelines import page

    page()


def sources() -> None:
    """The sources, and what rests on each."""
    from geo.ui.pages.sources import page

    page()


def conflicts() -> None:
    """Where sources disagree, and what settles it."""
    from geo.ui.pages.conflicts import page

    page()


def quality() -> None:
    """What is worth a second look in the dataset."""
    from geo.ui.pages.quality import page

    page()


def edit() -> None:
    """What is added to the dataset; only where the page was started with ``--edit``."""
    from geo.ui.pages.edit import page

    page()


def open() -> None:
    """Another dataset, or a file that can become one, for this session."""
    from geo.ui.pages.load_data import page

    page()


def about() -> None:
    """Method, licence, limits, political care."""
    from geo.ui.pages.about import page

    page()
