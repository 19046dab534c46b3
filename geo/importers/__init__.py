"""Outside files -> a dataset: missions as others list them, with who says so.

One importer a file: :mod:`~geo.importers.wikidata`, :mod:`~geo.importers.osm`,
:mod:`~geo.importers.table`. Each gives entries; :mod:`~geo.importers.import_run` takes them into
the dataset, row by row through the record models. An import attests that a mission was listed on
the day of the data; it does not open it. Rejected rows are written beside the dataset with the
reason. Importing the same file twice changes nothing.

With ``--live`` a service is queried (:mod:`geo.importers.live`); ``--save`` keeps its answers in
one file, for ``--from`` on a machine without a network. Missions are one only by their Wikidata id
or the source's own under one sending party; pairs that look alike are left to merging.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from geo.errors import InvalidSelection, SourceFaulty
from geo.importers import osm, osm_elements, table, wikidata
from geo.importers.code_columns import check_codes
from geo.importers.dyads import import_dyads
from geo.importers.grids import grid_of
from geo.importers.import_run import UNNAMED, day_of_data, take
from geo.importers.input_files import bytes_of, copied
from geo.importers.live.overpass import fetch as fetch_osm
from geo.importers.live.overpass import hosts
from geo.importers.live.queries import fetch as fetch_wikidata
from geo.importers.live.queries import senders
from geo.importers.live.service import FetchReport, RequestPolicy
from geo.importers.mapping import NEEDED_FIELDS, TABLE_FIELDS, VALUE_FIELDS
from geo.importers.official import OFFICIAL
from geo.importers.origin import Origin
from geo.importers.own_export import OWN_EXPORT, is_own
from geo.importers.preview import Preview, mapping_of_grid, preview_table
from geo.importers.report import ImportReport
from geo.importers.statuses import STATUS_WORDS
from geo.importers.table_options import (
    PLAIN,
    TableOptions,
    mapping_json,
    mapping_of_json,
    overridden,
    read_mapping,
)
from geo.registry import IMPORTER_GROUP, Registry

__all__ = ["IMPORTERS", "OFFICIAL", "FetchReport", "ImportReport", "Importer", "RequestPolicy"]
__all__ += ["import_dyads", "import_osm", "import_table", "import_wikidata"]
__all__ += ["fetch_osm", "fetch_wikidata", "hosts", "senders"]
__all__ += ["NEEDED_FIELDS", "STATUS_WORDS", "TABLE_FIELDS", "VALUE_FIELDS"]
__all__ += ["Preview", "TableOptions", "mapping_json", "mapping_of_json", "overridden"]
__all__ += ["preview_table", "read_mapping"]


class Importer(Protocol):
    """A source of missions. Its name in the registry is its command below ``import``."""

    def read(self, file: Path, into: Path, *, date: str = "") -> ImportReport:
        """Import missions from a file, for example through :func:`import_table`."""


def import_wikidata(
    file: str | Path, into: str | Path, *, date: str = "", data: bytes | None = None
) -> ImportReport:
    """Import missions from Wikidata.

    Parameters
    ----------
    file
        The file, see :mod:`geo.importers.wikidata`.
    into
        Folder of a dataset, or of one that is to be.
    date
        Day of the data (EDTF); blank if the file or its name gives it.
    data
        What is in the file, where it was fetched just now.

    Returns
    -------
    ImportReport
        The result.

    Raises
    ------
    SourceFaulty
        The file cannot be read, is broken, or its day is not known.
    DatasetError
        The folder holds a faulty dataset, or something that is none.
    WriteFailed
        The dataset could not be written; it is as it was.

    Examples
    --------
    >>> import geo
    >>> report = geo.import_wikidata("missions.csv", "world", date="2022-11-16")
    >>> len(geo.Atlas.open('world').missions()) > 0
    True
    """
    path = Path(file)
    held = bytes_of(path) if data is None else data
    listing = wikidata.entries(path.name, held)
    day = day_of_data(path.name, date, wikidata.day_of(held))
    return take(listing, Origin.known("wikidata", day, Origin.fingerprint(held)), Path(into))


def import_osm(
    file: str | Path, into: str | Path, *, date: str = "", data: bytes | None = None
) -> ImportReport:
    """Import missions from OpenStreetMap.

    Parameters
    ----------
    file
        Overpass JSON, GeoJSON, or an extract ``.osm.pbf``, see :mod:`geo.importers.osm`.
    into, date, data
        As for :func:`import_wikidata`.

    Returns
    -------
    ImportReport
        The result.

    Raises
    ------
    SourceFaulty, DatasetError, WriteFailed
        As for :func:`import_wikidata`.

    Examples
    --------
    >>> import geo
    >>> report = geo.import_osm("missions.json", "osm", date="2026-01-31")
    >>> len(geo.Atlas.open('osm').missions()) > 0
    True
    """
    path = Path(file)
    if path.suffix.lower() in (".pbf", ".osm"):
        with copied(path) as (copy, digest):
            elements, told = osm_elements.extract(copy), ""
    else:
        held = bytes_of(path) if data is None else data
        elements, told = osm_elements.elements_of(path.name, held), osm_elements.day_of(held)
        digest = Origin.fingerprint(held)
    listing = osm.entries(path.name, elements)
    day = day_of_data(path.name, date, told)
    return take(listing, Origin.known("osm", day, digest), Path(into))


def import_table(
    file: str | Path,
    into: str | Path,
    *,
    publisher: str = "",
    date: str = "",
    title: str = "",
    url: str = "",
    licence: str = "",
    options: TableOptions = PLAIN,
) -> ImportReport:
    """Import missions from any table.

    Parameters
    ----------
    file
        The table, see :mod:`geo.importers.table`.
    into
        Folder of a dataset, or of one that is to be.
    publisher
        Who published it; may be blank for an export of ours in which nothing was edited or added.
    date
        Day of the data (EDTF); blank if the name of the file gives it, or the column ``as_of`` of
        an export of ours.
    title, url, licence
        What else is recorded of the source.
    options
        How the table is to be read, where neither its form nor its headings say it:
        :class:`geo.importers.TableOptions`.

    Returns
    -------
    ImportReport
        The result; its notes give the mapping.

    Raises
    ------
    SourceFaulty, DatasetError, WriteFailed
        As for :func:`import_wikidata`.
    InvalidSelection
        The table cannot be mapped, or no publisher is given.

    Examples
    --------
    >>> import geo
    >>> from pathlib import Path
    >>> rows = ["sending,receiving,type,city", "ISL,PER,embassy,Lima", ""]
    >>> size = Path("list.csv").write_text(chr(10).join(rows))
    >>> report = geo.import_table("list.csv", "new", publisher="A ministry", date="2026-01-31")
    >>> len(geo.Atlas.open('new').missions())
    1
    """
    path = Path(file)
    grid = grid_of(path, options)
    ours = is_own(grid.columns)
    publisher = publisher.strip() or (UNNAMED if ours else "")
    if not publisher:
        lacking = "The table has no publisher. Give it with --publisher."
        try:
            day_of_data(path.name, date)
        except SourceFaulty as error:
            lacking += f" Also, {error}"
        raise InvalidSelection(lacking)
    mapping = mapping_of_grid(grid, options).sound()
    listing = table.entries(grid, mapping)
    as_of = max((entry.own["as_of"] for entry in listing.entries if ours), default="")
    day = day_of_data(path.name, date, as_of)
    origin = table.origin(publisher, day, grid.sha256, title=title, url=url, licence=licence)
    told = [] if ours else [*mapping.sentences(), *check_codes(listing.entries, mapping)]
    account = take(listing, origin, Path(into), codes=options.codes)
    account.notes = [*grid.notes, *([OWN_EXPORT, *account.notes] if ours else told)]
    return account


class _Builtin(NamedTuple):
    read: Callable[..., ImportReport]


# The sources that need only a file and its date; a table needs its publisher, too
IMPORTERS: Final[Registry[Importer]] = Registry(
    IMPORTER_GROUP,
    "read",
    {
        "wikidata": _Builtin(import_wikidata),
        "osm": _Builtin(import_osm),
        **{name: _Builtin(one.import_file) for name, one in OFFICIAL.items()},
        "dyads": _Builtin(import_dyads),
    },
)
