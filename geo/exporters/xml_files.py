"""What is shown as XML: KML for Google Earth, GraphML and GEXF for networks, QML for QGIS."""

import functools
import re
from collections.abc import Iterator
from typing import Any, Final

from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from geo import package_files, parties, vocabulary
from geo.dataset import licences_of
from geo.exporters.contents import Request, zipped

_STYLES: Final = package_files.toml("exporters/styles.toml")
_COLOURS: Final = {status: tuple(rgb) for status, rgb in _STYLES["colours"].items()}
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODES: Final = ("name", "longitude", "latitude")
_EDGES: Final = ("name", "kind", "status", "certainty", "city", "opened", "closed", "sources")
_TYPES: Final = {"longitude": "double", "latitude": "double"}


def _plain(value: object) -> str:
    """A value as XML may hold it: missing ones are blank, characters it forbids are left out."""
    text = "" if value is None or value != value else str(value)
    return _NO_XML.sub("", text)


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("geo.exporters"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Markup) else _plain(value),
    )


def _render(template: str, **values: Any) -> str:
    return str(_environment().get_template(template).render(values))


def kml(request: Request, *, packed: bool = False) -> None:
    """Write KML, styled by status, one folder a layer; or the same in a zip: KMZ."""
    colours = {name: f"ff{b:02x}{g:02x}{r:02x}" for name, (r, g, b) in _COLOURS.items()}
    colours["lines"] = "80995f1f"
    title = request.frames.atlas.dataset.own.get("title") or "Diplomatic missions"
    told = {"title": title, "about": _about(request), "colours": colours}
    folders = ((layer, _placemarks(request, layer)) for layer in request.tables)
    made = _render("places.kml.j2", folders=folders, coordinates=_coordinates, **told)
    if packed:
        zipped(request.path, [("doc.kml", made)])
    else:
        request.path.write_text(made, "utf-8")


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
        told = [(key, row[key]) for key in _STYLES["kml"] if _plain(row.get(key))]
        name = row.get("name") or row.get("label") or row.get("title") or row["id"]
        style = row.get("status") or ("lines" if layer == "lines" else "unknown")
        exactness = row.get("exactness") if layer == "missions" else None
        if exactness in ("city", "state"):
            name = f"{name} ({vocabulary.EXACTNESS[exactness]})"
        yield {
            "name": name,
            "style": style if exactness in (None, *vocabulary.POINTED) else f"{style}-approximate",
            "data": [("id", row["id"]), *told],
            "shape": shape,
        }


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{x:.7f},{y:.7f}" for x, y, *_ in shape.coords)


def network(request: Request, *, form: str = "graphml") -> None:
    """Write the network of states, a directed edge a mission, as GraphML or as GEXF for Gephi."""
    edges, tr = request.frames.missions.to_dict("records"), request.frames.tr
    nodes = []
    for code in sorted({row[side] for row in edges for side in ("sending", "receiving")}):
        seat = parties.party_by_code(code)
        told = {"longitude": seat.seat_lon, "latitude": seat.seat_lat}
        nodes.append({"id": code, "name": tr.party(code), **told})
    keys = {"node_keys": _NODES, "edge_keys": _EDGES, "types": _TYPES}
    written = _render(f"network.{form}.j2", nodes=nodes, edges=edges, **keys)
    request.path.write_text(written, "utf-8")


def qml(layer: str) -> str:
    """The style of a layer, as QGIS keeps it."""
    colours = _COLOURS if layer == "missions" else {"": _COLOURS["open"]}
    symbols = {name: ",".join(map(str, rgb)) for name, rgb in colours.items()}
    pointed = ", ".join(f"'{word}'" for word in vocabulary.POINTED)
    return _render("layer.qml.j2", layer=layer, symbols=symbols, pointed=pointed).lstrip()
