"""Archives that are refused."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from geo import dataset
from geo.dataset import archive

FILES = {path.name: path.read_bytes() for path in dataset.read().folder.iterdir()}

Entries = list[tuple[str | zipfile.ZipInfo, bytes]]


def zipped(entries: Entries, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)  # of names that stand twice
        for name, data in entries:
            made.writestr(name, data, packing)
    return held.getvalue()


def packed(folder: str = "", **more: bytes) -> Entries:
    return [*((f"{folder}{name}", data) for name, data in FILES.items()), *more.items()]


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted() -> bytes:
    data = bytearray(zipped(packed()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(mark)
        data[start + at] |= 1
    return bytes(data)


def cut() -> bytes:
    data = zipped(packed())
    return data[: len(data) // 2]


def spoilt() -> bytes:
    data = bytearray(zipped(packed()))
    data[2_000:2_100] = bytes(100)
    return bytes(data)


def lying() -> bytes:
    """An entry that says it is small and is not."""
    data = bytearray(zipped([("missions.csv", b"id\n" * 2_000_000)]))
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = (10).to_bytes(4, "little")
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"id,sending\n", "broken"),
    "empty": (lambda: b"", "broken"),
    "cut short": (cut, "broken"),
    "spoilt": (spoilt, "broken"),
    "a lie about a size": (lying, "broken"),
    "a path out of it": (lambda: zipped([*packed(), ("../evil.csv", b"x")]), "out"),
    "a path out of it, deep": (lambda: zipped([*packed(), ("a/../../missions.csv", b"")]), "out"),
    "an absolute path": (lambda: zipped([*packed(), ("/etc/missions.csv", b"x")]), "out"),
    "a path of Windows": (lambda: zipped([*packed(), ("..\\evil.csv", b"x")]), "out"),
    "a drive of Windows": (lambda: zipped([*packed(), ("C:evil.csv", b"x")]), "out"),
    "a link": (lambda: zipped([*packed(), (link("missions.csv"), b"/etc/passwd")]), "link"),
    "nested folders": (lambda: zipped(packed("one/two/")), "nested"),
    "two packs": (lambda: zipped([*packed("one/"), *packed("two/")]), "scattered"),
    "a file twice": (lambda: zipped([*packed(), ("missions.csv", b"")]), "twice"),
    "too many files": (lambda: zipped([(f"{n}.csv", b"") for n in range(101)]), "many"),
    "no pack": (lambda: zipped([("README.md", b"hello")]), "none"),
    "encrypted": (encrypted, "encrypted"),
    "packed otherwise": (lambda: zipped(packed(), zipfile.ZIP_LZMA), "packing"),
    "too many rows": (lambda: zipped([("missions.csv", b"\n" * 500_001)]), "rows"),
    "a bomb": (lambda: zipped([("claims.csv", bytes(257 * archive.MEGABYTE))]), "large"),
    "too large": (lambda: bytes(archive.MOST_BYTES + 1), "large"),
}
