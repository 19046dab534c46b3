"""Importers and exporters by name: the built-in ones, and those of other packages' entry points."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Generic, TypeVar

from geo.errors import AtlasError, PluginFailed, quoted

IMPORTER_GROUP: Final = "embassy_atlas.importers"
EXPORTER_GROUP: Final = "embassy_atlas.exporters"

T = TypeVar("T")


@contextmanager
def named(name: str) -> Iterator[None]:
    """Name the plug-in whose code runs within, where it fails."""
    try:
        yield
    except AtlasError:
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        remedy = "Update or remove the package that offers it."
        raise PluginFailed(f"The plug-in {quoted(name)} failed: {why}. {remedy}") from error


class Registry(Generic[T]):
    """What a group of entry points and the built-in ones offer; those are never replaced."""

    def __init__(self, group: str, method: str, builtin: Mapping[str, T]) -> None:
        self.group: Final = group
        self._method: Final = method
        self._builtin: Final = dict(builtin)

    def names(self) -> tuple[str, ...]:
        """The names: the built-in ones first, then those of other packages, sorted."""
        from importlib.metadata import entry_points

        others = {point.name for point in entry_points(group=self.group)} - {*self._builtin}
        return (*self._builtin, *sorted(others))

    def get(self, name: str) -> T | None:
        """The one of a name; None where nothing has it; PluginFailed where it cannot be loaded."""
        from importlib.metadata import entry_points

        if name in self._builtin:
            return self._builtin[name]
        for point in entry_points(group=self.group, name=name):
            owner = f"The plug-in {quoted(name)} ({point.value}, group {self.group})"
            remedy = "Update or remove the package that offers it."
            try:
                found = point.load()
            except Exception as error:
                why = f"{type(error).__name__}: {error}"
                raise PluginFailed(f"{owner} cannot be loaded: {why}. {remedy}") from error
            if not callable(getattr(found, self._method, None)):
                raise PluginFailed(f"{owner} has no method {self._method}. {remedy}")
            plugin: T = found
            return plugin
        return None
