"""Where a file comes from: one line of ASCII in it, with the SHA-256 of all the rest."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

import numpy as np

from geo import dates
from geo.atlas import Atlas
from geo.atlas.relation_lines import pair_id
from geo.dataset import MEGABYTE, MOST_UNPACKED, ids_of
from geo.selection import Selection
from geo.vocabulary import STATUSES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Stamp", "form_of", "read", "sealed", "situation", "version"]

ROWS: Final = (
    *("id", "name", "sending", "receiving", "city", "kind", "status", "certainty", "opened"),
    *("closed", "exactness", "radius_m", "sources", "longitude", "latitude", "records"),
)
"""What a stamp holds of each mission, for files that are no tables."""

_OWNERS: Final = {
    **dict.fromkeys(("events", "positions", "heads", "coverage"), "mission"),
    **{"missions": "id", "claims": "subject", "relations": ""},
}
"""Table -> the column that names the mission; blank for what is between two states."""

_TYPES: Final = [float if name in ("radius_m", "longitude", "latitude") else str for name in ROWS]

COLUMN: Final = "provenance"
"""Column of a table, and member of GeoJSON, that holds the stamp."""

_BEGIN: Final = b"product=embassy-atlas;"
_TEXT: Final = rb"(%s[\w%%=;.~-]*?;sha256=\w{64})" % _BEGIN
_SEAL: Final = ";sha256="
_CORE: Final = "docProps/core.xml"
_XLSX: Final = (
    b'<keywords xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError)
_PDF: Final = b"\n%embassy-atlas\n"
_AROUND: Final = {
    "svg": (b'<metadata id="embassy-atlas">', b"</metadata>\n"),
    "html": (b'<meta name="embassy-atlas" content="', b'">\n'),
    "json": (f',\n"{COLUMN}":"'.encode(), b'"'),
    "xlsx": (_XLSX, b"</keywords>"),
    "pdf": (b"/EmbassyAtlas (", b")"),
    "png": (b"tEXtembassy-atlas\0", b""),
    "csv": (b"", b""),
}
_PLACE: Final = {"svg": b"</svg>", "html": b"</head>", "json": b"}", "xlsx": b"</"}
"""Before what the stamp is: the first one of a page, else the last one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says of its origin; ``rows`` as in :data:`ROWS`, None for a table."""

    version: str
    made: str
    language: str
    dataset: str
    edits: int
    selection: Selection
    ids: tuple[str, ...]
    rows: list[list[Any]] | None


def version() -> str:
    """The version of this program; blank where it is not installed."""
    try:
        return metadata.version("embassy-atlas")
    except metadata.PackageNotFoundError:
        return ""


def sealed(
    data: bytes,
    form: str,
    made: str,
    atlas: Atlas,
    chosen: Selection,
    *,
    language: str = "en",
    ids: Sequence[str] = (),
) -> bytes:
    """A file of a form (its suffix) with its stamp: what was made, from which dataset and days."""
    day = (dates.day_of(chosen.as_of) if chosen.as_of else dates.today()).isoformat()
    told = {
        "product": "embassy-atlas",
        "version": version(),
        "made": made,
        "language": language,
        "dataset": atlas.dataset.sha256,
        "edits": str((atlas.dataset.history or b"").count(b"\n")),
        "as-of": day,
        "known-on": chosen.known_on or "",
        "selection": chosen.but(as_of=day).to_query(),
        "ids": ",".join(ids),
    }
    if form in ("png", "svg", "pdf", "html"):
        rows = situation(atlas, chosen, ids).values.tolist()
        packed = zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)
        told["rows"] = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    text = ";".join(f"{name}={quote(value, safe='')}" for name, value in told.items())
    return _put(data, form, f"{text}{_SEAL}{_digest(_content(data, form), text)}".encode())


def read(data: bytes) -> tuple[str, Stamp | None, bool]:
    """The form of a file, its stamp, if any, and whether it was edited since it was made."""
    form = form_of(data)
    whole = _keywords(data) if form == "xlsx" else data
    prefix = _AROUND[form][0] if form in _AROUND else b""
    found = list(re.finditer(_TEXT, whole))
    placed = [one for one in found if whole.startswith(prefix, one.start() - len(prefix))]
    if not found:
        return form, None, _BEGIN in whole
    text = (placed or found)[-1].group().decode()
    told, _, seal = text.partition(_SEAL)
    edited = seal != _digest(_take(data, form, text.encode()), told)
    try:
        parts = {key: unquote(cell) for key, _, cell in (p.partition("=") for p in told.split(";"))}
        rows = _rows(parts["rows"]) if "rows" in parts else None
        chosen = Selection.from_query(parts["selection"])
        first = {name: parts[name] for name in ("version", "made", "language", "dataset")}
        edits, ids = int(parts["edits"]), tuple(filter(None, parts["ids"].split(",")))
        stamp = Stamp(**first, edits=edits, selection=chosen, ids=ids, rows=rows)
    except Exception:
        return form, None, True  # the stamp itself was edited: nothing in it can be relied upon
    return form, stamp, edited


def form_of(data: bytes) -> str:
    """What a file is by its bytes: one of the suffixes that are sealed, else blank."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    starts = {b"\x89png": "png", b"%pdf": "pdf", b"{": "json", b"<!doctype html": "html"}
    form = next((form for start, form in starts.items() if head.startswith(start)), "")
    if not form and head.startswith(b"pk\3\4") and _keywords(data):
        return "xlsx"
    if not form and (head.startswith(b"<?xml") or head.startswith(b"<svg")):
        return "svg" if b"<svg" in data else ""
    binary = b"\0" in data[:1024]
    return form or ("csv" if b"," in head and not binary else "")


def situation(atlas: Atlas, chosen: Selection, ids: Sequence[str] = ()) -> pd.DataFrame:
    """The missions of a selection, or of ids, with a digest of all that is said of each."""
    frame = atlas.missions(chosen.but(statuses=STATUSES, undated="all") if ids else chosen)
    if ids:
        pairs = map(pair_id, frame["sending"], frame["receiving"])
        of_pair = [one in ids for one in pairs]
        frame = frame[frame["id"].isin(ids).to_numpy() | np.array(of_pair, dtype=bool)].copy()
    frame["longitude"], frame["latitude"] = frame.geometry.x, frame.geometry.y
    frame["radius_m"] = frame["radius_m"].fillna(-1.0)
    told: dict[str, list[str]] = {id: [] for id in frame["id"]}
    ends: dict[str, list[str]] = {}
    for id, *pair in zip(frame["id"], frame["sending"], frame["receiving"], strict=True):
        ends.setdefault(pair_id(*pair), []).append(id)
    sources = {id: _sorted(row) for id, row in atlas.dataset.by_id["sources"].items()}
    for table, column in _OWNERS.items():
        for row in atlas.dataset.rows[table]:
            owners = ends.get(pair_id(row["a"], row["b"]), ()) if not column else (row[column],)
            if mine := [told[id] for id in owners if id in told]:
                cited = ids_of(row.get("sources") or row.get("source", ""))
                said = "".join((_sorted(row), *(sources.get(one, "") for one in cited)))
                for texts in mine:
                    texts.append(said)
    frame["records"] = [
        hashlib.sha256("".join(told[id]).encode()).hexdigest()[:12] for id in frame["id"]
    ]
    found: pd.DataFrame = frame[list(ROWS)]
    return found


def _sorted(row: Mapping[str, str]) -> str:
    return repr(sorted(row.items()))


def _digest(content: bytes, text: str) -> str:
    digest = hashlib.sha256(content)
    digest.update(text.encode())
    return digest.hexdigest()


def _rows(text: str) -> list[list[Any]]:
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    rows = json.loads(zlib.decompressobj().decompress(packed, MOST_UNPACKED))
    if not all(list(map(type, row)) == _TYPES for row in rows):
        raise ValueError("a row of the stamp is not as it was written")
    found: list[list[Any]] = rows
    return found


def _content(data: bytes, form: str) -> bytes:
    """What is sealed: the bytes, or the parts of a workbook, however they are packed."""
    if form != "xlsx":
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            if sum(part.file_size for part in whole.infolist()) > MOST_UNPACKED:
                return data
            return b"".join(name.encode() + whole.read(name) for name in sorted(whole.namelist()))
    except _BROKEN:
        return data


def _piece(form: str, text: bytes, content: bytes) -> bytes:
    """What is put into a file for a stamp."""
    before, after = _AROUND[form]
    if form == "png":
        body = before + text
        return (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
    return _update(content, before + text + after) if form == "pdf" else before + text + after


def _update(content: bytes, entry: bytes) -> bytes:
    """An incremental update of a PDF that adds an entry to its document information."""
    last = content[content.rindex(b"trailer") :]
    size, root, info, start = (
        re.findall(pattern, last)[-1]
        for pattern in (rb"/Size (\d+)", rb"/Root (\d+ 0 R)", rb"/Info (\d+) 0 R", rb"xref\s+(\d+)")
    )
    told = re.findall(rb"\n%s 0 obj\n<<(.*?)>>\nendobj" % info, content, re.DOTALL)[-1]
    at = len(content) + len(_PDF)
    body = b"%s 0 obj\n<<%s%s >>\nendobj\n" % (info, told, entry)
    table = b"xref\n%s 1\n%010d 00000 n \n" % (info, at)
    kept = size, root, info, start, at + len(body)
    end = b"<< /Size %s /Root %s /Info %s 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % kept
    return _PDF + body + table + b"trailer\n" + end


def _put(data: bytes, form: str, text: bytes) -> bytes:
    if form == "csv":
        return _tabled(data, text)
    if form == "xlsx":
        return _packed(data, _piece(form, text, b""))
    if form in ("png", "pdf"):
        at = len(data) - (12 if form == "png" else 0)
    else:
        mark = _PLACE[form]
        at = data.index(mark) if form == "html" else data.rindex(mark)
    return b"".join((data[:at], _piece(form, text, data), data[at:]))


def _take(data: bytes, form: str, text: bytes) -> bytes:
    """The content of a file without its stamp; what is not as it was written is left as it is."""
    if form == "csv":
        return _untabled(data, text)
    if form == "xlsx":
        return _content(data, form).replace(_piece(form, text, b""), b"", 1)
    content = data[: data.rfind(_PDF)] if form == "pdf" else data
    try:
        piece = _piece(form, text, content)
    except (ValueError, IndexError):  # the end of a PDF is not as it was written
        return data
    return data.replace(piece, b"", 1)


_LINE: Final = re.compile(rb'(?:"[^"]*"|[^"\r\n])*\r\n')


def _tabled(data: bytes, text: bytes) -> bytes:
    """A table with one more column, which has the stamp in its first row; a head alone is left."""
    rows = _LINE.findall(data)
    cells = [COLUMN.encode(), text, *[b""] * (len(rows) - 2)]
    if len(rows) != len(cells):
        return data
    ends = (b"," + cell + b"\r\n" for cell in cells)
    return b"".join(row[:-2] + end for row, end in zip(rows, ends, strict=True))


def _untabled(data: bytes, text: bytes) -> bytes:
    bare = b"".join(row[: row.rfind(b",")] + b"\r\n" for row in _LINE.findall(data))
    return bare if _tabled(bare, text) == data else data


def _packed(data: bytes, piece: bytes) -> bytes:
    """A workbook with a stamp among its properties; else part by part as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == _CORE:
                at = body.rindex(_PLACE["xlsx"])
                body = body[:at] + piece + body[at:]
            new.writestr(part, body)
    return out.getvalue()


def _keywords(data: bytes) -> bytes:
    """The properties of a workbook; blank where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            return whole.read(_CORE) if whole.getinfo(_CORE).file_size <= MEGABYTE else b""
    except _BROKEN:
        return b""
