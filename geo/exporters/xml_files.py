"""What is shown as XML: KML for Google Earth, GraphML and GEXF for networks, QML for QGIS."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from geo import parties, vocabulary
from geo.dataset import licences_of
from geo.exporters.contents import Request

if TYPE_CHECKING:
    from jinja2 import Environment
    from shapely.geometry.base import BaseGeometry

COLOURS: Final = {
    "open": (31, 95, 153),
    "announced": (122, 165, 204),
    "preparing": (122, 165, 204),
    "suspended": (196, 126, 36),
    "closed": (128, 128, 128),
    "unknown": (90, 90, 90),
    "undated": (160, 160, 160),
}
"""Status -> red, green, blue of its mark."""

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODES: Final = ("name", "longitude", "latitude")
_EDGES: Final = ("name", "kind", "status", "certainty", "city", "opened", "closed", "sources")
_TYPES: Final = {"longitude": "double", "latitude": "double"}
_KML: Final = (
    *("sending_name", "receiving_name", "kind", "status", "opened", "closed", "last_evidence"),
    *("city", "place", "address", "website", "radius_m", "method", "source_titles", "source_urls"),
    *("label", "distance_m", "shape", "derivation", "sources", "certainty", "exactness"),
    *("licences", "as_of", "known_on"),
)
_ANYWHERE: Final = ("city", "state")


def plain(value: object) -> str:
    """A value as XML may hold it: missing ones are blank, characters it forbids are left out."""
    text = "" if value is None or value != value else str(value)
    return _NO_XML.sub("", text)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("geo.exporters"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Markup) else plain(value),
    )


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(values)


def kml(request: Request) -> None:
    """Write KML, styled by status, one folder a layer."""
    request.path.write_text(_kml(request), "utf-8")


def kmz(request: Request) -> None:
    """Write KML in a zip."""
    with zipfile.ZipFile(request.path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("doc.kml"), _kml(request), zipfile.ZIP_DEFLATED)


def _kml(request: Request) -> str:
    colours = {name: f"ff{b:02x}{g:02x}{r:02x}" for name, (r, g, b) in COLOURS.items()}
    colours["lines"] = "80995f1f"
    folders = ((layer, _placemarks(request, layer)) for layer in request.layers)
    return _render(
        "places.kml.j2",
        title=request.title,
        about=_about(request),
        colours=colours,
        folders=folders,
    )


def _about(request: Request) -> str:
    frames = request.frames
    named = [str(one.get("name", "")) for one in licences_of(frames.atlas.dataset.own)]
    told = [f"As of {frames.as_of}", f"sources up to {frames.known_on}" if frames.known_on else ""]
    told.append(f"licence of the dataset: {', '.join(named)}" if named else "")
    return f"{'; '.join(filter(None, told))}. Disc: position from a source. Ring: approximate."


def _placemarks(request: Request, layer: str) -> Iterator[dict[str, Any]]:
    frame = request.frame(layer)
    shapes = frame.geometry.tolist() if "geometry" in frame else [None] * len(frame)
    for row, shape in zip(frame.to_dict("records"), shapes, strict=True):
        told = [(key, row[key]) for key in _KML if plain(row.get(key))]
        name = row.get("name") or row.get("label") or row.get("title") or row["id"]
        style = row.get("status") or ("lines" if layer == "lines" else "unknown")
        exactness = row.get("exactness") if layer == "missions" else None
        if exactness in _ANYWHERE:
            name = f"{name} ({vocabulary.EXACTNESS[exactness]})"
        yield {
            "name": name,
            "style": style if exactness in (None, *vocabulary.POINTED) else f"{style}-approximate",
            "data": [("id", row["id"]), *told],
            "geometry": Markup("" if shape is None else _shape(shape)),  # noqa: S704
        }


def _shape(shape: BaseGeometry) -> str:
    import shapely

    if shape.geom_type.startswith("Multi"):
        return f"<MultiGeometry>{''.join(map(_shape, shape.geoms))}</MultiGeometry>"
    if shape.geom_type == "Polygon":
        rings = [("outer", shape.exterior), *(("inner", ring) for ring in shape.interiors)]
        sides = "".join(
            f"<{side}BoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></{side}BoundaryIs>"
            for side, ring in rings
        )
        return f"<Polygon>{sides}</Polygon>"
    name = "Point" if shape.geom_type == "Point" else "LineString"
    flat = "" if name == "Point" else "<tessellate>1</tessellate>"
    return f"<{name}>{flat}{_coordinates(shapely.force_2d(shape))}</{name}>"


def _coordinates(shape: BaseGeometry) -> str:
    pairs = " ".join(f"{x:.7f},{y:.7f}" for x, y, *_ in shape.coords)
    return f"<coordinates>{pairs}</coordinates>"


def graphml(request: Request) -> None:
    """Write the network of states: a directed edge a mission."""
    request.path.write_text(_render("network.graphml.j2", **_network(request)), "utf-8")


def gexf(request: Request) -> None:
    """Write the same network for Gephi."""
    request.path.write_text(_render("network.gexf.j2", **_network(request)), "utf-8")


def _network(request: Request) -> dict[str, Any]:
    edges = request.frames.missions.to_dict("records")
    codes = sorted({row[side] for row in edges for side in ("sending", "receiving")})
    nodes = []
    for code in codes:
        at = parties.party_by_code(code)
        named = zip(_NODES, (request.frames.tr.party(code), at.seat_lon, at.seat_lat), strict=True)
        nodes.append({"id": code, **dict(named)})
    keys = {"node_keys": _NODES, "edge_keys": _EDGES, "types": _TYPES}
    return {"nodes": nodes, "edges": edges, **keys}


def qml(layer: str) -> str:
    """The style of a layer, as QGIS keeps it."""
    colours = COLOURS if layer == "missions" else {"": COLOURS["open"]}
    symbols = {name: ",".join(map(str, rgb)) for name, rgb in colours.items()}
    pointed = ", ".join(f"'{word}'" for word in vocabulary.POINTED)
    return _render("layer.qml.j2", layer=layer, symbols=symbols, pointed=pointed).lstrip()
