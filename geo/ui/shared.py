"""Data that all sessions of the page's server share."""

import gc
import threading
from collections.abc import Callable, Hashable
from functools import lru_cache, update_wrapper
from typing import Final, Generic, TypeVar, cast

from geo.atlas import Atlas

_MOST: Final = 96
_Made = TypeVar("_Made")


class _Shared(Generic[_Made]):
    def __init__(self, make: Callable[..., _Made], most: int) -> None:
        self._made, self._lock = lru_cache(most)(make), threading.RLock()
        self.clear = self._made.cache_clear
        update_wrapper(self, make)

    def __call__(self, *arguments: Hashable) -> _Made:
        with self._lock:
            return self._made(*arguments)


def shared(most: int) -> Callable[[Callable[..., _Made]], _Shared[_Made]]:
    """Cache a function's latest results for all sessions; works without a session."""
    return lambda make: _Shared(make, most)


def kept(atlas: Atlas, key: Hashable, make: Callable[[], _Made]) -> _Made:
    """The value for a key, cached with an atlas for all of its readers; the latest few."""
    answers = atlas.once(_answers)
    if key not in answers:
        while len(answers) >= _MOST:
            answers.pop(next(iter(answers)), None)
        answers[key] = make()
    return cast("_Made", answers[key])


def _answers(_: Atlas) -> dict[Hashable, object]:
    return {}


def spare() -> None:
    """Exclude lasting objects from garbage collection, which Streamlit runs after every rerun."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
