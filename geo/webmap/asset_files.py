"""The files that the browser fetches: Leaflet, script, style, land, columns; named by content."""

import contextlib
import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from geo.atlas import Atlas
from geo.dataset import write_atomic
from geo.errors import MissingDependency, WriteFailed, quoted
from geo.i18n import LANGUAGES, tr
from geo.package_files import caches, text, versions
from geo.package_files import folder as data_folder
from geo.webmap.base_map import data, ground
from geo.webmap.column_file import columns, names
from geo.webmap.scene import script_json

_GROUPED = 1_000_000
_FIRST = (1_000, 10_000)
_UNUSED_S: Final = 30 * 86_400
_NAMED: Final = 16
_LEAFLET: Final = "django-js-lib-leaflet"


@dataclass(frozen=True)
class Assets:
    """Files for one map, all directly in one folder."""

    folder: Path
    scripts: tuple[str, ...]  # In the order of loading
    styles: tuple[str, ...]
    land: str  # Of the base map
    columns: str  # Of the atlas
    named: Mapping[str, str]  # Language -> file of names
    credits: Mapping[str, str]  # Language -> line on data and licence

    @property
    def names(self) -> tuple[str, ...]:
        """All file names."""
        return (*self.scripts, *self.styles, self.land, self.columns, *self.named.values())

    @property
    def whole(self) -> bool:
        """Whether all files are still there: a cache may be deleted at any time."""
        return all((self.folder / name).is_file() for name in self.names)


def script() -> str:
    """Our script, bundled from ``geo/webmap/js``, and what it can say in every language."""
    return text("webmap/static/atlas.js") + messages()


def assets(atlas: Atlas, folder: Path | None = None) -> Assets:
    """Write what the browser fetches, for all languages; keep the answer with the atlas."""
    place = folder or caches("map")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteFailed(
            f"the folder {quoted(place)} for the map's files cannot be made ({error.strerror}). "
            "Make it writable, or set XDG_CACHE_HOME to a folder that is."
        ) from error
    keep, style = partial(_keep, place), text("webmap/static/atlas.css").encode()
    scripts = {"leaflet": leaflet("leaflet.js"), "atlas": script().encode()}
    styles = {"leaflet": leaflet("leaflet.css"), "atlas": style}
    kept = Assets(
        folder=place,
        scripts=tuple(keep(stem, ".js", whole) for stem, whole in scripts.items()),
        styles=tuple(keep(stem, ".css", whole) for stem, whole in styles.items()),
        land=_land(place),
        columns=keep("columns", ".bin", columns(atlas, "")),
        named={code: keep("names", ".bin", names(atlas, code)) for code in LANGUAGES},
        credits={code: data(tr(code), atlas) for code in LANGUAGES},
    )
    _forget(place, kept.names)
    return kept


def leaflet(name: str) -> bytes:
    """A file of Leaflet."""
    try:
        package = resources.files("js_lib_leaflet")
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Leaflet's files are not installed. Install {_LEAFLET}."
        ) from error
    data = (package / "static" / "js_lib_leaflet" / name).read_bytes()
    # The map of the source is for developers; without this line no browser asks for it.
    return data.replace(b"//# sourceMappingURL=leaflet.js.map", b"")


def leaflet_licence() -> str:
    """The text of Leaflet's licence, which it wants beside its code; it has no mark-up."""
    files = metadata.distribution(_LEAFLET).files or []
    found = next((file.read_text("utf-8") for file in files if file.name == "LICENSE"), "")
    return found.strip().replace("\r\n", "\n").replace("<", "‹").replace(">", "›")


def _land(folder: Path) -> str:
    """The base map, named by what it is made of and by its content: making it takes a second."""
    sources = [*sorted(data_folder("basemap").glob("*.geojson")), Path(__file__)]
    sources += [Path(__file__).with_name(name) for name in ("base_map.py", "container.py")]
    sources += sorted(data_folder("gazetteer").glob("*.csv"))
    digest = hashlib.sha256(versions())
    for source in sources:
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    made_of = digest.hexdigest()[:_NAMED]
    for path in folder.glob(f"land-{made_of}-*.bin"):
        with contextlib.suppress(OSError):
            if path.stem == content_name(f"land-{made_of}", path.read_bytes()):
                os.utime(path)
                return path.name
    return _keep(folder, f"land-{made_of}", ".bin", ground())


def content_name(stem: str, data: bytes) -> str:
    """The name of a file with a hash of its content, without a suffix."""
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:_NAMED]}"


def _keep(folder: Path, stem: str, ending: str, data: bytes) -> str:
    """Write a file under the name that its content gives it, if it is not there whole."""
    name = f"{content_name(stem, data)}{ending}"
    path = folder / name
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            os.utime(path)
            return name
    write_atomic(path, data)
    return name


def _forget(folder: Path, used: tuple[str, ...]) -> None:
    """Delete files of ours that nothing has used for a month."""
    oldest = time.time() - _UNUSED_S
    stems = {name.split("-")[0] for name in used}
    for path in folder.iterdir():
        ours = path.name.split("-")[0] in stems and path.name not in used
        with contextlib.suppress(OSError):
            if ours and path.stat().st_mtime < oldest:
                path.unlink()


def messages() -> str:
    """The messages and the way of writing numbers and days of every language, as a script."""
    taught = {}
    for language in LANGUAGES:
        say = tr(language)
        grouped = (number for number in _FIRST if not say.number(number).isdigit())
        days = ("day", "month_year")
        taught[language] = {
            "messages": {
                **say.messages("map"),
                **{f"time.{key}": told for key, told in say.messages("time").items()},
                **{f"date.month.{key}": told for key, told in say.messages("date.month").items()},
                **{f"date.{key}": say.messages("date")[key] for key in days},
            },
            "number": {
                "from": next(grouped, _GROUPED),
                "group": say.number(_GROUPED)[1],
                "point": say.number(0.5, 1)[1],
            },
        }
    return f"EmbassyAtlas.words.teach({script_json(taught)});\n"
