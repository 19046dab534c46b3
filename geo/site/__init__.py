"""A site of static files: the map, a page of everything, search, downloads, files for programs."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection
    from geo.site.pages import Site
    from geo.site.plan import Plan

__all__ = ["Published", "archive", "publish"]

_MOST_ADDRESSES: Final = 50_000  # of one file (sitemaps.org)


@dataclass
class Published:
    """What was published.

    Attributes
    ----------
    version
        What the site was made from, as a short name; the same input has the same.
    pages
        How many HTML pages it has.
    files, bytes
        All its files, older versions left out.
    written, deleted
        How many files changed.
    seconds
        How long each step took.
    """

    version: str
    pages: int = 0
    files: int = 0
    bytes: int = 0
    written: int = 0
    deleted: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


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
    progress: Callable[[str, int, int], None] | None = None,
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
    from geo.dataset.lock import held
    from geo.site.output import begun
    from geo.site.plan import planned

    if keep < 1:
        raise InvalidSelection(f"{keep} versions cannot be kept. Keep 1 or more.")
    plan = planned(
        atlas,
        selection,
        base=base_url,
        languages=languages,
        pictures=pictures,
        downloads=downloads,
    )
    root = Path(folder)
    begun(root)
    with held(root):
        return _Publisher(atlas, plan, root, progress or (lambda *_: None)).run(keep)


def archive(
    atlas: Atlas,
    selection: Selection | None = None,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> bytes:
    """A site without pictures as a ZIP, the same for the same input."""
    import tempfile
    import zipfile

    data = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        publish(atlas, folder, selection, pictures=False, progress=progress)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in files:
                name = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                packed.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _sitemap(addresses: Sequence[str], root: str = "urlset", each: str = "url") -> bytes:
    from geo.render import render

    made = render("site/sitemap", addresses=addresses, root=root, each=each)
    return str(made).encode()


class _Publisher:
    """One publishing of a site."""

    def __init__(
        self, atlas: Atlas, plan: Plan, root: Path, progress: Callable[[str, int, int], None]
    ) -> None:
        self.atlas, self.plan, self.root = atlas, plan, root
        self.progress = progress
        self.done = Published(plan.version)
        self._paths: set[str] = set()

    def put(self, path: str, data: bytes) -> None:
        """Write a file of the site where it changed, and count it."""
        from geo.site.output import put

        self._counted([(path, len(data), put(self.root, path, data))])

    def _counted(self, files: Sequence[tuple[str, int, bool]]) -> None:
        for path, size, written in files:
            if path not in self._paths:
                self._paths.add(path)
                self.done.files += 1
                self.done.bytes += size
                self.done.pages += path.endswith(".html")
            self.done.written += written

    def run(self, keep: int) -> Published:
        """All steps."""
        from geo.site.map_files import map_files, site_style
        from geo.site.output import begun, ended, kept_aside, swept
        from geo.site.pages import Site
        from geo.site.tasks import Job, workers

        versions = begun(self.root)
        if keep > 1 and versions and versions[0]["version"] != self.plan.version:
            kept_aside(self.root, versions[0]["version"])
        this = {"version": self.plan.version, "as_of": self.plan.selection.as_of or ""}
        others = [one for one in versions if one["version"] != self.plan.version]
        versions = [this, *others][:keep]
        style = site_style(self.put)
        job = Job(self.root, self.atlas.dataset.folder, self.plan, style)
        site = Site(self.atlas, self.plan, style)
        with workers(job, self.atlas) as run:
            drawn: dict[tuple[str, str], str] = {}
            if self.plan.pictures:
                drawn = self._timed("pictures", lambda: self._pictures(run))
            begun_pages = self._begin_pages(run, drawn)  # other processes make them meanwhile
            files = self._timed("map", lambda: map_files(self.atlas, self.plan, self.put))
            self._timed("pages", lambda: self._pages(begun_pages))
            offered = self._timed("downloads", lambda: self._downloads(run))
        self._timed("lists", lambda: self._lists(site, files, offered, versions))
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

    def _pictures(self, run: Any) -> dict[tuple[str, str], str]:
        """Pictures of states, cities, and pairs between which an event is known."""
        from geo.atlas.relation_lines import pair_id

        told = {pair_id(one.a, one.b) for one in self.atlas.dataset.relations}
        ids = [id for what in ("state", "pair", "city") for id in self.plan.of(what)]
        ids = [id for id in ids if id in told or not id.startswith("pair:")]
        wanted = [(id, one) for id in ids for one in self.plan.languages]
        drawn: dict[tuple[str, str], str] = {}
        for number, (id, language, path) in enumerate(run("picture", wanted), 1):
            if path:
                drawn[id, language] = path
                self._counted([(path, (self.root / path).stat().st_size, False)])
            self.progress("pictures", number, len(wanted))
        return drawn

    def _begin_pages(self, run: Any, pictures: Mapping[tuple[str, str], str]) -> Iterator[Any]:
        from geo.site.tasks import parts

        cut = parts(list(self.plan.cards))
        shown = [{key: path for key, path in pictures.items() if key[0] in {*ids}} for ids in cut]
        made: Iterator[Any] = run("cards", list(zip(cut, shown, strict=True)))
        return made

    def _pages(self, made: Iterator[Any]) -> None:
        """The pages of cards."""
        done = 0
        for files in made:
            self._counted(files)
            done += len(files) // len(self.plan.languages)
            self.progress("pages", done, len(self.plan.cards))

    def _downloads(self, run: Any) -> list[tuple[str, str, str]]:
        """The files for download: text, address from a language's folder, media type."""
        from geo.dataset import rendered
        from geo.exporters import CONTENTS, DATASET, FORMATS, LAYERS, dictionary_of
        from geo.site.tasks import DOWNLOADS

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

    def _lists(
        self,
        site: Site,
        files: Any,
        offered: Sequence[tuple[str, str, str]],
        versions: Sequence[dict[str, str]],
    ) -> None:
        """The lists of every language, the files for programs, and what names all pages."""
        from geo import i18n
        from geo.render import render
        from geo.site import api
        from geo.site.lists import Lists
        from geo.site.map_files import map_page

        plan, put = self.plan, self.put
        told = api.linked_data(site, offered)
        for language in plan.languages:
            lists = Lists(site, i18n.tr(language))
            for path, data in lists.pages():
                put(path, data)
            put(plan.path(language, "about"), lists.about(offered, told))
            put(plan.path(language, "index"), map_page(site, files, language, told))
        for path, data in api.api_files(site):
            put(path, data)
        put("CITATION.cff", api.citation_file(site))
        names = [(one, i18n.tr(one)("site.name")) for one in plan.languages]
        first, title = plan.languages[0], site.title
        front = render("site/front", first=first, title=title, languages=names, canonical=plan.base)
        put("index.html", str(front).encode())
        if plan.base:
            pages = sorted(path for path in self._paths if path.endswith(".html"))
            addresses = [f"{plan.base}{path}" for path in pages]
            parts = [
                addresses[at : at + _MOST_ADDRESSES]
                for at in range(0, len(addresses), _MOST_ADDRESSES)
            ]
            if len(parts) > 1:
                for number, part in enumerate(parts, 1):
                    put(f"sitemap-{number}.xml", _sitemap(part))
                named = [f"{plan.base}sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
                put("sitemap.xml", _sitemap(named, "sitemapindex", "sitemap"))
            else:
                put("sitemap.xml", _sitemap(addresses))
        put(f"{api.API}/index.json", api.index_file(site, versions))
