"""Mutations of files: bytes, cells of tables, nodes of JSON, parts of archives."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from typing import Any

BIG = "1" * 5_000
CELLS = (
    *(
        "",
        " ",
        "\0",
        "\ufeff",
        "\u202eevil",
        "=1+1",
        "'",
        '"',
        "a\nb",
        "a\r\nb",
        "\r",
        "\t",
        "\x85",
    ),
    *("nan", "inf", "-inf", "1e999", "1e-999", "-0", "00", BIG, "180.0000001", "-181", "90.5"),
    *("１２", "٣٤", "²", "½", "1_000", "0x10", "1,5", "1.5.5", "+1", "--1", "1e5", "1e308"),
    *("2019", "2019-13", "2019-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "-4000-01-01"),
    *(
        "Y170000002",
        "201X",
        "XXXX-XX-XX",
        "[1900..]",
        "{1667,1668}",
        "1900/..",
        "1984?",
        "[[1900]]",
    ),
    *("[", "]", "[..]", "/", "|", "||", ";", "a|b|a", "FRA", "fra", "ZZZ", "KOR", "Korea", "Q1"),
    *("Q" + "9" * 400, "http://[::1", "http://[", "//x", "javascript:alert(1)", "a" * 20_001),
    *("<img src=x onerror=alert(1)>", "{{7*7}}", "%s%n", "../../etc/passwd", "CON", "\U0010ffff"),
    *("null", "true", "embassy", "opened", "closed", "a", "b", "c", "p-news-1", "edit-000001"),
    *("Point(1 2)", "Point(1e400 1)", "Point(. .)", "+12345678901234567890-01-01T00:00:00Z"),
    *("-0500-01-01T00:00:00Z", "+2019-00-00T00:00:00Z", "ı", "İ", "ß", "\u2028", "\x1b[31m"),
    *(
        "12°02′35″S 77°01′42″O",
        "12.3.2001",
        "1.º de junio de 1987",
        "平成3年",
        "٢٠١٩",
        "1872",
        "-9",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**20, 10**400),
    *("", [], {}, [[]], [None], {"a": None}, {"type": "x"}, {"": ""}, ["a"] * 1_000, "\ud800"),
    *("@big@", "@deep@", "@deepest@", "@object@"),
)
_WRITTEN = {
    '"@big@"': BIG,
    '"@deep@"': "[" * 500 + "]" * 500,
    '"@deepest@"': "[" * 100_000 + "]" * 100_000,
    '"@object@"': '{"a":' * 2_000 + "1" + "}" * 2_000,
}
_INSERTED = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b'"', b",", b"\n", b"\r", b"9" * 20)
_MEMBERS = ("../x.csv", "/etc/x.csv", "a/b/c.csv", "missions.csv", "a" * 300, "C:\\x.csv", "d/")
_IN_XML = ("", "-1", "99999999999", "x", "1e999", "nan", "0", "&#0;", "&lt;", "A0", "ZZZ1", BIG)


def raw(r: random.Random, data: bytes) -> bytes:
    """Bytes changed, cut, doubled or put in; or the whole in another encoding."""
    made = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 5, 20))):
        if not made:
            break
        at, how = r.randrange(len(made)), r.randrange(9)
        if how < 3:
            made[at] ^= 1 << r.randrange(8)
        elif how == 3:
            del made[at : at + r.choice((1, 5, 50, 500))]
        elif how == 4:
            made[at:at] = made[at : at + r.choice((1, 10, 100, 1_000))]
        elif how == 5:
            made[at:at] = r.choice(_INSERTED)
        elif how == 6:
            number = r.choice((0, -1, 2**31, 2**32, 2**63 - 1))
            made[at : at + 8] = number.to_bytes(8, "little", signed=True)
        elif how == 7:
            made = made[:at]
        else:
            made = bytearray(_encoded(r, bytes(made)))
    return bytes(made)


def _encoded(r: random.Random, data: bytes) -> bytes:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    return r.choice(
        (
            text.encode("utf-16"),
            text.encode("cp1252", "replace"),
            text.replace("\n", "\r\n").encode(),
            text.replace("\n", "\r").encode(),
        )
    )


def table(r: random.Random, data: bytes) -> bytes:
    """Cells, rows, columns and headings of a CSV."""
    text = data.decode()
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    for _ in range(r.choice((1, 1, 2, 3, 8))):
        row = r.choice(rows)
        if not row:
            continue
        at, how = r.randrange(len(row)), r.random()
        if how < 0.7:
            row[at] = r.choice(CELLS)
        elif how < 0.75:
            row.append(r.choice(CELLS))
        elif how < 0.8:
            row.pop()
        elif how < 0.85:
            rows.append(list(row))
        elif how < 0.9:
            rows[0][min(at, len(rows[0]) - 1)] = r.choice((*CELLS, *rows[0]))
        elif how < 0.95:
            for one in rows:
                del one[at : at + 1]
        else:
            row[at] += r.choice(CELLS)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _nodes(held: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs: Any = ()
    if isinstance(held, dict):
        pairs = list(held.items())
    elif isinstance(held, list):
        pairs = list(enumerate(held[:30]))
    for key, value in pairs:
        yield (*path, key)
        yield from _nodes(value, (*path, key))


def tree(r: random.Random, data: bytes) -> bytes:
    """Nodes of a JSON document."""
    held = json.loads(data)
    for _ in range(r.choice((1, 1, 1, 2, 4))):
        nodes = list(_nodes(held))
        if not nodes or r.random() < 0.02:
            held = _value(r)
            break
        *path, last = r.choice(nodes)
        inner, how = held, r.random()
        for key in path:
            inner = inner[key]
        if how < 0.65:
            inner[last] = _value(r)
        elif how < 0.8:
            del inner[last]
        elif how < 0.9 and isinstance(inner, dict):
            inner[r.choice(CELLS)[:50]] = inner.pop(last)
        else:
            inner[last] = r.choice(([inner[last]], {"a": inner[last]}))
    text = json.dumps(held)
    for mark, written in _WRITTEN.items():
        text = text.replace(mark, written)
    return text.encode() + b"\n"


def _value(r: random.Random) -> Any:
    return copy.deepcopy(r.choice(VALUES)) if r.random() < 0.6 else r.choice(CELLS)


def lines(r: random.Random, data: bytes) -> bytes:
    """One line of JSON lines."""
    rows = data.splitlines()
    at = r.randrange(len(rows))
    rows[at] = tree(r, rows[at]).strip()
    return b"\n".join(rows) + b"\n"


def parts(r: random.Random, data: bytes) -> bytes:
    """Members of a ZIP: their bytes, their XML, their names."""
    if r.random() < 0.35:
        return raw(r, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {one.filename: archive.read(one) for one in archive.infolist()}
    name, how = r.choice(list(held)), r.random()
    if how < 0.7 and name.endswith((".xml", ".rels", ".kml")):
        held[name] = xml(r, held[name])
    elif how < 0.7 and name.endswith(".csv"):
        held[name] = table(r, held[name])
    elif how < 0.8:
        held[name] = raw(r, held[name])
    elif how < 0.86:
        del held[name]
    elif how < 0.9:
        held[name] = b""
    else:
        held[r.choice(_MEMBERS)] = held[name]
    out = io.BytesIO()
    ways = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    with zipfile.ZipFile(out, "w", r.choice((zipfile.ZIP_DEFLATED, *ways))) as archive:
        for member, bytes_ in held.items():
            archive.writestr(member, bytes_)
    return out.getvalue()


def xml(r: random.Random, data: bytes) -> bytes:
    """Attributes, texts, names and numbers in XML."""
    text = data.decode("utf-8", "replace")
    found = list(re.finditer(r.choice((r'"[^"]*"', r">[^<]+<", r"<[a-zA-Z:]+", r"[0-9]+")), text))
    chosen = r.sample(found, min(len(found), r.choice((1, 1, 2, 5))))
    for one in sorted(chosen, key=lambda one: -one.start()):
        old, new = one.group(), r.choice(_IN_XML)
        if old[0] in '">':
            new = f"{old[0]}{new}{old[-1]}"
        elif old[0] == "<":
            new = f"<{new or 'q'}"
        text = f"{text[: one.start()]}{new}{text[one.end() :]}"
    return text.encode()
