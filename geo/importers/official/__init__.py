"""Lists of missions that states publish themselves: one module each, live and from a file.

None was tried on the live service: each module names the documentation or the public code that its
format was taken from, and every import reports it.
"""

from collections.abc import Mapping
from typing import Final

from geo import package_files
from geo.importers.official import german_feeds, korean_posts, uk_posts, us_posts
from geo.importers.official.official_list import OfficialList

__all__ = ["OFFICIAL", "OfficialList"]
_SHAPES: Final = {
    "us-posts": us_posts.SHAPE,
    "german-feeds": german_feeds.SHAPE,
    "uk-posts": uk_posts.SHAPE,
    "korean-posts": korean_posts.SHAPE,
}
OFFICIAL: Final[Mapping[str, OfficialList]] = {  # Name of a list, as its command has it -> the list
    name: OfficialList(name, _SHAPES[name], **about)
    for name, about in package_files.toml("importers/official/lists.toml").items()
}
