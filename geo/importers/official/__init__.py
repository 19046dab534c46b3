"""Lists of missions that states publish themselves: one module each, live and from a file.

None was tried on the live service: each module names the documentation or the public code that its
format was taken from, and every import reports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo.importers.official import german_feeds, korean_posts, uk_posts, us_posts
from geo.importers.official.official_list import OfficialList

__all__ = ["OFFICIAL", "OfficialList"]

OFFICIAL: Final[Mapping[str, OfficialList]] = {
    one.name: one for one in (us_posts.LIST, german_feeds.LIST, uk_posts.LIST, korean_posts.LIST)
}
"""Name of a list, as its command has it -> the list."""
