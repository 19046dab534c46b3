"""The columns of the tables that an atlas gives, each documented here and nowhere else."""

from typing import Final

from geo.vocabulary import columns_of

MISSIONS: Final = columns_of("missions")
"""The columns of :meth:`geo.Atlas.missions`."""

RELATIONS: Final = columns_of("relations")
"""The columns of :meth:`geo.Atlas.relations`."""

CITED: Final = {
    "source_titles": "title",
    "source_publishers": "publisher",
    "source_kinds": "kind",
    "source_dates": "published",
    "source_read": "accessed",
    "source_urls": "url",
}
"""Column of an exported mission -> the column of its sources that it lists."""
