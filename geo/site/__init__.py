"""A site of static files: the map, a page of everything, search, downloads, files for programs."""

import io
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo import i18n
from geo.atlas import Atlas
from geo.atlas.relation_lines import pair_id
from geo.dataset import rendered
from geo.dataset.lock import held
from geo.errors import InvalidSelection
from geo.exporters import CONTENTS, DATASET, FORMATS, LAYERS, dictionary_of
from geo.exporters.contents import zipped
from geo.render import render
from geo.selection import Selection
from geo.site import api
from geo.site.lists import Lists
from geo.site.output import begun, ended, kept_aside, put, swept
from geo.site.pages import Site
from geo.site.plan import Plan, planned
from geo.site.tasks import DOWNLOADS, Run, workers

__all__ = ["Published", "archive", "publish"]

_MOST_ADDRESSES: Final = 50_000  # of one file (sitemaps.org)
_AT_ONCE: Final = 60  # Cards in one task of a process
Progress = Callable[[str, int, int], None]


@dataclass
class Published:
    """What was published."""

    version: str  # Short hash of the input
    pages: int = 0  # Of HTML
    files: int = 0  # Older versions left out, as in ``bytes``
    bytes: int = 0
    written: int = 0  # Files that changed
    deleted: int = 0  # Files that are no longer of the site
    seconds: dict[str, float] = field(default_factory=dict)  # Duration of each step


def publish(
    atlas: Atlas,
    folder: str | Path,
    selection: Selection | None = None,
    *,
    base_url: str = "",
    languages: Sequence[str] = ("en", "es"),
    pictures: bool = True,
    downloads: bool = True,
    keep: int = 1,
    progress: Progress | None = None,
) -> Published:
    """Write a site of static files, for any web host, a folder of one, or a disk.

    Only files that changed are written; the same input gives the same bytes. Scripts and columns
    have names of their content.

    Parameters
    ----------
    atlas
        The atlas.
    folder
        Folder of the site: new, empty, or published before.
    selection
        Which missions have pages, and the two days; None for all, as of today.
    base_url
        Address at which the site will be; with it pages name their canonical address, and a
        sitemap is written.
    languages
        Languages of its pages, of :data:`geo.i18n.LANGUAGES`.
    pictures
        Whether states, pairs with events and cities get a picture.
    downloads
        Whether the missions are written in all formats, and the dataset with them.
    keep
        How many versions to keep, this one included; older ones are below ``v/``.
    progress
        Gets the step, how much of it is done and how much there is.

    Returns
    -------
    Published
        Its version, and what was written.

    Raises
    ------
    EmptySelection
        The selection has no mission.
    InvalidSelection
        A language, the address or the number of versions is none.
    WriteFailed
        The folder has other files, or cannot be written.

    Examples
    --------
    >>> import geo, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     chosen = geo.Selection(among=("PRK", "VEN"), as_of="2026-11-24")
    ...     done = geo.publish(geo.Atlas.open(), folder, chosen, pictures=False, downloads=False)
    >>> done.pages > 10
    True
    """
    if keep < 1:
        raise InvalidSelection(f"{keep} versions cannot be kept. Keep 1 or more.")
    plan = planned(
        atlas, selection, base_url, languages=languages, pictures=pictures, downloads=downloads
    )
    root = Path(folder)
    begun(root)
    with held(root):
        return _Publisher(atlas, plan, root, progress or (lambda *_: None)).run(keep)


def archive(
    atlas: Atlas, selection: Selection | None = None, *, progress: Progress | None = None
) -> bytes:
    """A site without pictures as a ZIP, the same for the same input."""
    data = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        publish(atlas, folder, selection, pictures=False, progress=progress)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        zipped(data, ((one.relative_to(folder).as_posix(), one.read_bytes()) for one in files))
    return data.getvalue()


class _Publisher:
    def __init__(self, atlas: Atlas, plan: Plan, root: Path, progress: Progress) -> None:
        self.atlas, self.plan, self.root, self.progress = atlas, plan, root, progress
        self.done = Published(plan.version)
        self._paths: set[str] = set()

    def put(self, path: str, data: bytes) -> None:
        self._counted([put(self.root, path, data)])

    def _counted(self, files: Iterable[tuple[str, int, bool]]) -> None:
        for path, size, written in files:
            if path not in self._paths:
                self._paths.add(path)
                self.done.files += 1
                self.done.bytes += size
                self.done.pages += path.endswith(".html")
            self.done.written += written

    def run(self, keep: int) -> Published:
        version = self.plan.version
        versions = begun(self.root)
        if keep > 1 and versions and versions[0]["version"] != version:
            kept_aside(self.root, versions[0]["version"])
        others = [one for one in versions if one["version"] != version]
        this = {"version": version, "as_of": self.plan.selection.as_of or ""}
        versions = [this, *others][:keep]
        from geo.site.map_files import SiteMap, site_style

        site = Site(self.atlas, self.plan, site_style(self.put))
        with workers(self.root, site) as run:
            drawn: dict[tuple[str, str], str] = {}
            if self.plan.pictures:
                drawn = self._timed("pictures", lambda: self._pictures(run))
            begun_pages = self._begin_pages(run, drawn)  # other processes make them meanwhile
            site_map = self._timed("map", lambda: SiteMap(site, self.put))
            self._timed("pages", lambda: self._pages(begun_pages))
            offered = self._timed("downloads", lambda: self._downloads(run))
        self._timed("lists", lambda: self._lists(site, site_map, offered, versions))
        kept = {one["version"] for one in versions[1:]}
        self.done.deleted = self._timed("sweep", lambda: swept(self.root, self._paths, kept))
        ended(self.root, versions)
        return self.done

    def _timed(self, step: str, make: Callable[[], Any]) -> Any:
        begin = time.monotonic()
        self.progress(step, 0, 1)
        made = make()
        self.done.seconds[step] = time.monotonic() - begin
        self.progress(step, 1, 1)
        return made

    def _pictures(self, run: Run) -> dict[tuple[str, str], str]:
        told = {pair_id(one.a, one.b) for one in self.atlas.dataset.relations}
        ids = [id for what in ("states", "pairs", "cities") for id in self.plan.of(what)]
        ids = [id for id in ids if id in told or not id.startswith("pair:")]
        wanted = [(id, one) for id in ids for one in self.plan.languages]
        drawn: dict[tuple[str, str], str] = {}
        for number, (id, language, path) in enumerate(run("picture", wanted), 1):
            if path:
                drawn[id, language] = path
                self._counted([(path, (self.root / path).stat().st_size, False)])
            self.progress("pictures", number, len(wanted))
        return drawn

    def _begin_pages(self, run: Run, drawn: dict[tuple[str, str], str]) -> Iterator[Any]:
        ids = list(self.plan.cards)
        cut = [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
        shown = [{key: path for key, path in drawn.items() if key[0] in {*part}} for part in cut]
        return run("cards", list(zip(cut, shown, strict=True)))

    def _pages(self, made: Iterator[Any]) -> None:
        done = 0
        for files in made:
            self._counted(files)
            done += len(files) // len(self.plan.languages)
            self.progress("pages", done, len(self.plan.cards))

    def _downloads(self, run: Run) -> list[tuple[str, str, str]]:
        """The files for download: text, address from a language's folder, media type."""
        if not self.plan.downloads:
            return []
        usual = {format.label: suffix for suffix, format in reversed(FORMATS.items())}
        tasks = [(suffix, "missions") for suffix in usual.values() if suffix != DATASET]
        tasks += [("csv", content) for content in CONTENTS]
        for files in run("download", tasks):
            self._counted(files)
        offered = []
        for suffix, content in tasks:
            path, label = f"{DOWNLOADS}/{content}.{suffix}", FORMATS[suffix].label
            if path in self._paths:
                text = f"{content}, {label}" if content != "missions" else label
                offered.append((text, f"../{path}", FORMATS[suffix].media))
        self.put(f"{DOWNLOADS}/columns.csv", dictionary_of([*LAYERS], "missions"))
        offered.append(("columns.csv", f"../{DOWNLOADS}/columns.csv", "text/csv"))
        if self.plan.whole:
            self._counted(next(run("download", [(DATASET, "missions")])))
            offered.append(("ZIP", f"../{DOWNLOADS}/missions.{DATASET}", "application/zip"))
            for name, data in rendered(self.atlas.dataset).items():
                self.put(f"dataset/{name}", data)
            offered.append(("Data Package", "../dataset/datapackage.json", "application/json"))
        return offered

    def _lists(self, site: Site, site_map: Any, offered: Any, versions: Any) -> None:
        """The lists of every language, the files for programs, and what names all pages."""
        plan, put = self.plan, self.put
        told = api.linked_data(site, offered)
        for tr in map(i18n.tr, plan.languages):
            lists = Lists(site, tr)
            for path, data in lists.pages():
                put(path, data)
            put(*lists.about(offered, told))
            put(*site_map.page(tr, told))
        for path, data in api.api_files(site):
            put(path, data)
        put("CITATION.cff", api.citation_file(site))
        names = [(one, i18n.tr(one)("site.name")) for one in plan.languages]
        first, title = plan.languages[0], site.title
        front = render("site/front", first=first, title=title, languages=names, canonical=plan.base)
        put("index.html", str(front).encode())
        if plan.base:
            self._sitemap(sorted(path for path in self._paths if path.endswith(".html")))
        put(f"{api.API}/index.json", api.index_file(site, versions))

    def _sitemap(self, pages: list[str]) -> None:
        def written(
            path: str, files: Iterable[str], root: str = "urlset", each: str = "url"
        ) -> str:
            addresses = [f"{self.plan.base}{file}" for file in files]
            made = render("site/sitemap", addresses=addresses, root=root, each=each)
            self.put(path, str(made).encode())
            return path

        if len(pages) <= _MOST_ADDRESSES:
            written("sitemap.xml", pages)
            return
        parts = range(0, len(pages), _MOST_ADDRESSES)
        files = [
            written(f"sitemap-{number}.xml", pages[at : at + _MOST_ADDRESSES])
            for number, at in enumerate(parts, 1)
        ]
        written("sitemap.xml", files, "sitemapindex", "sitemap")
