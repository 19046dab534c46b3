"""The pages, each imported when it is first drawn."""

from __future__ import annotations

__all__ = ["about", "conflicts", "courses", "edit", "map", "open", "quality", "sources", "table"]


def map() -> None:
    """What is shown, on a map and on a card."""
    from geo.ui import page_map

    page_map.page()


def table() -> None:
    """The missions that are shown, as a table."""
    from geo.ui import page_table

    page_table.page()


def courses() -> None:
    """What happened to the missions and when, as a picture and as a table."""
    from geo.ui import page_courses

    page_courses.page()


def sources() -> None:
    """The sources, and what rests on each."""
    from geo.ui import page_sources

    page_sources.page()


def conflicts() -> None:
    """Where sources disagree, and what settles it."""
    from geo.ui import page_conflicts

    page_conflicts.page()


def quality() -> None:
    """What is worth a second look in the pack."""
    from geo.ui import page_quality

    page_quality.page()


def edit() -> None:
    """What is added to the pack; only where the page was started with ``--edit``."""
    from geo.ui import page_edit

    page_edit.page()


def open() -> None:
    """Another pack, or a file that can become one, for this session."""
    from geo.ui import page_open

    page_open.page()


def about() -> None:
    """Method, licence, limits, political care."""
    from geo.ui import page_about

    page_about.page()
