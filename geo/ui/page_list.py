"""The pages, each imported when it is first drawn."""

from __future__ import annotations


def map() -> None:
    """The missions that the filters match, on a map, and cards."""
    from geo.ui.pages.map import page

    page()


def table() -> None:
    """The missions that the filters match, as a table."""
    from geo.ui.pages.missions import page

    page()


def timelines() -> None:
    """The events of missions by date, as a picture and a table."""
    from geo.ui.pages.timelines import page

    page()


def sources() -> None:
    """The sources, and what is based on each."""
    from geo.ui.pages.sources import page

    page()


def conflicts() -> None:
    """Properties on which sources disagree, and which value is used."""
    from geo.ui.pages.conflicts import page

    page()


def quality() -> None:
    """Warnings about the dataset."""
    from geo.ui.pages.quality import page

    page()


def edit() -> None:
    """A form that edits the dataset; only if the page was started with ``--edit``."""
    from geo.ui.pages.edit import page

    page()


def open() -> None:
    """Loads another dataset or a file to import, for this session."""
    from geo.ui.pages.load_data import page

    page()


def about() -> None:
    """Method, licence, limits, political neutrality."""
    from geo.ui.pages.about import page

    page()
