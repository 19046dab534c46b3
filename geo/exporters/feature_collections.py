"""Layers as GeoJSON after RFC 7946: whole tables at a time, and never a whole file in memory."""

from __future__ import annotations

import io
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import orjson

from geo import basemap, package_files, parties
from geo.atlas import Atlas, relation_lines
from geo.atlas.columns import CITED
from geo.dataset import ids_of
from geo.errors import InvalidGeometry, quoted
from geo.exporters.frames import Frames, checked
from geo.exporters.rfc7946 import Bounds, around, fragments
from geo.provenance import sealed
from geo.selection import Selection

if TYPE_CHECKING:
    import pandas as pd

# Value of the property ``layer`` -> what the feature is
MEANINGS: Final[dict[str, str]] = package_files.toml("exporters/styles.toml")["meanings"]
CHUNK: Final = 10_000  # Features that are made at a time
_COORDINATES: Final = ("geometry", "longitude", "latitude")
_NAMED: Final = ("publisher", "title", "kind", "published", "accessed", "url")
Row = TypeVar("Row")

Progress = Callable[[int], None]  # Called with the number of features written
Feature = tuple[bytes, str, Bounds | None]  # JSON, id, bounds of the parts of its table


def geojson(
    atlas: Atlas, selection: Selection | None = None, *, layers: Sequence[str] = ("missions",)
) -> bytes:
    """What a selection shows, as GeoJSON after RFC 7946.

    Features layer by layer, each by id; the property ``layer`` says which. Missions are points
    with every column of :data:`geo.exporters.COLUMNS`; the region of each (``region:<mission>``)
    is a disc where it has no outline. Blank texts are null. ``sources`` is a list of
    objects: id, publisher, title, kind, published and accessed (EDTF), url, attributed_to. The
    foreign member ``metadata`` says what was asked for, when it holds, and under which licence.

    Parameters
    ----------
    selection
        The selection; None shows all but closed missions as of today.
    layers
        Which of missions, regions, lines, places and sources, in the order of the file.

    Returns
    -------
    bytes
        UTF-8; the same for the same dataset, selection and as-of day.

    Raises
    ------
    InvalidGeometry
        A place is drawn in a way that GeoJSON cannot hold.
    InvalidSelection
        There is no such layer.

    Examples
    --------
    >>> import geo
    >>> import json
    >>> atlas = geo.Atlas.open()
    >>> data = json.loads(geo.geojson(atlas, geo.Selection(among=("VEN", "PRK"))))
    >>> data['type']
    'FeatureCollection'
    """
    file = io.BytesIO()
    write(Frames(atlas, selection), [checked(name) for name in layers], file)
    return sealed(file.getvalue(), "json", "geojson", atlas, selection or Selection())


def write(
    frames: Frames,
    layers: Sequence[str],
    file: IO[bytes],
    progress: Progress = lambda done: None,
    *,
    sequence: bool = False,
) -> None:
    """Write layers to a file: as one collection, or one feature a line."""
    citing = _Citing(frames.atlas)
    tables = [
        (layer, frames.layer(layer).iloc[first : first + CHUNK])
        for layer in layers
        for first in range(0, len(frames.layer(layer)), CHUNK)
    ]
    features = counted(collected(tables, citing.properties), progress)
    if sequence:
        file.writelines(text + b"\n" for text, _, _ in features)
    else:
        counts = {layer: len(frames.layer(layer)) for layer in layers}
        write_collection(file, features, lambda: _metadata(frames, counts, citing))


def counted(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    """The same rows; ``progress`` is called with the number written, every ``CHUNK`` rows."""
    for done, row in enumerate(rows, start=1):
        yield row
        if not done % CHUNK:
            progress(done)


def write_collection(
    file: IO[bytes], features: Iterable[Feature], metadata: Callable[[], Mapping[str, object]]
) -> None:
    """Write a feature collection, one feature a line; what is said of the whole comes last."""
    boxes, seen = list[Bounds](), set[str]()
    file.write(b'{"type":"FeatureCollection",\n"features":[\n')
    for text, id, bounds in features:
        if id in seen:
            raise InvalidGeometry(
                f"Two features have the id {quoted(id)}. Give each record an id of its own."
            )
        file.write(b",\n" + text if seen else text)
        seen.add(id)
        if bounds is not None and bounds.size:
            boxes.append(bounds)
    file.write(b"\n],\n")
    if boxes:
        file.write(b'"bbox":' + orjson.dumps(around(np.concatenate(boxes))) + b",\n")
    file.write(b'"metadata":' + orjson.dumps(metadata(), option=orjson.OPT_SERIALIZE_NUMPY))
    file.write(b"}\n")


def collected(
    tables: Iterable[tuple[str, pd.DataFrame]], sources: Callable[[str, Mapping[str, Any]], Any]
) -> Iterator[Feature]:
    """The features of tables; the first of a table has the bounds of all."""
    for layer, frame in tables:
        names = [n for n in frame.columns if n not in _COORDINATES and n not in CITED]
        values = zip(*(_column(frame[name]) for name in names), strict=True)
        geometries: Iterable[dict[str, Any]] = itertools.repeat({"geometry": None})
        bounds = None
        if "geometry" in frame:
            geometries, bounds = fragments(frame.geometry.to_numpy())
        for row, geometry in zip(values, geometries, strict=False):
            own = {"layer": layer, **dict(zip(names, row, strict=True))}
            if "sources" in own:
                own["sources"] = sources(layer, own)
            feature = {"type": "Feature", "id": own["id"], **geometry, "properties": own}
            yield orjson.dumps(feature), own["id"], bounds
            bounds = None


def _column(column: pd.Series) -> list[Any]:
    """Values as JSON has them: what is blank or missing is null."""
    if column.dtype.kind == "f":
        return column.tolist()  # NaN becomes null
    values = column.to_numpy(dtype=object).tolist()
    return [None if value == "" or value != value else value for value in values]


class _Citing:
    """Ids of sources as objects; remembers which sources were cited."""

    def __init__(self, atlas: Atlas) -> None:
        self._records = atlas.dataset.sources.by_id
        self._said = _attributions(atlas)
        self._made: dict[str, orjson.Fragment] = {}
        self._named: dict[str, dict[str, str | None]] = {}

    def properties(self, layer: str, row: Mapping[str, Any]) -> Any:
        ids, subjects = row["sources"] or "", [row["id"]]
        if layer == "lines":
            subjects += [row["id"].partition(":")[2], row["start"], row["end"]]
        if about := [one for one in subjects if one in self._said]:
            return [self._one(source, about) for source in ids_of(ids)]
        if ids not in self._made:
            told = orjson.dumps([self._one(source, ()) for source in ids_of(ids)])
            self._made[ids] = orjson.Fragment(told)
        return self._made[ids]

    def _one(self, id: str, subjects: Sequence[str]) -> dict[str, str | None]:
        own = self._named.get(id)
        if own is None:
            raw = getattr(self._records.get(id), "raw", {})
            own = self._named[id] = {"id": id, **{key: raw.get(key) or None for key in _NAMED}}
        said = {name for subject in subjects for name in self._said[subject].get(id, ())}
        return {**own, "attributed_to": "; ".join(sorted(said)) or None}

    def licences(self) -> dict[str, list[str]]:
        """Licence of a cited source's data -> ids of those sources."""
        found: dict[str, list[str]] = {}
        for id in sorted(self._named):
            if (record := self._records.get(id)) and record.licence:
                found.setdefault(record.licence, []).append(id)
        return dict(sorted(found.items()))


def _attributions(atlas: Atlas) -> dict[str, dict[str, set[str]]]:
    """Subject -> source -> whom the source names for what it says of the subject."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    data, pair_id = atlas.dataset, relation_lines.pair_id
    told: Iterable[tuple[Any, tuple[str, ...]]] = itertools.chain(
        ((one, (one.id, one.mission)) for one in data.events),
        ((one, (one.id, one.mission)) for one in data.positions),
        ((one, (one.id, pair_id(one.a, one.b))) for one in data.relations),
        ((one, (one.id,)) for one in data.coverage),
        ((one, (one.subject,)) for one in data.claims),
    )
    for record, subjects in told:
        if record.attributed_to:
            for subject, source in itertools.product(subjects, record.sources):
                found[subject][source].add(record.attributed_to)
    return found


def _metadata(frames: Frames, counts: Mapping[str, int], citing: _Citing) -> dict[str, object]:
    atlas, chosen = frames.atlas, frames.selection
    hidden, own = atlas.hidden(chosen), atlas.dataset.own
    return {
        "title": own.get("title"),
        "version": own.get("version"),
        "selection": chosen.to_query(),
        "as_of": frames.as_of,
        "known_on": frames.known_on or None,
        "pack_sha256": atlas.dataset.sha256,
        "layers": {layer: MEANINGS[layer] for layer in counts},
        "features": counts,
        "not_shown": hidden.reasons,
        "shown_as_perhaps": hidden.perhaps,
        "shown_on_undated_sources": hidden.on_undated_sources,
        "shown_as_undated": hidden.undated_shown,
        **atlas.currency(chosen),
        "licences": own.get("licenses", []),
        "licences_of_sources": citing.licences(),
        "credit": f"{basemap.CREDIT}. {parties.CREDIT}",
        "boundaries": basemap.BOUNDARIES,
    }
