"""Letters on the page: which fonts, how wide a text is, and what may be in it.

Text is set in Source Sans Pro (SIL Open Font License 1.1, package ``font-source-sans-pro``), narrow
enough for tables and sources in print. Other letters are set in DejaVu Sans, as is everything where
the package is missing; Chinese, Japanese and Korean in Noto Sans CJK where the extra ``fonts`` is
installed. Fonts are named by their files: what else is installed makes no difference.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

MM_PER_POINT: Final = 25.4 / 72.0

ELLIPSIS: Final = "…"
LONGEST: Final = 4_000  # Characters of a text that are looked at: more never fit on a page
UNKNOWN: Final = "□"  # What replaces a letter that no font has
_FILES: Final = {
    "regular": ("SourceSansPro-Regular.ttf", "DejaVuSans.ttf"),
    "semibold": ("SourceSansPro-Semibold.ttf", "DejaVuSans-Bold.ttf"),
    "bold": ("SourceSansPro-Bold.ttf", "DejaVuSans-Bold.ttf"),
    "italic": ("SourceSansPro-It.ttf", "DejaVuSans-Oblique.ttf"),
}

_MEASURE: Final = 100.0  # Points at which letters are measured; widths grow in step with the size


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: float
    face: str = "regular"
    colour: str = "#23292f"
    halo: float = 0.0  # Points of paper around the letters; 0 for none

    def with_(self, **changes: Any) -> Style:
        """The style with some of its attributes changed."""
        return replace(self, **changes)

    @property
    def line(self) -> float:
        """Millimetres from one line to the next."""
        return self.size * 1.28 * MM_PER_POINT


def clean(text: object) -> str:
    """A text as it may be on the page: printable, single spaces, no markup, no mathematics."""
    raw = str(text)
    cut = raw[:LONGEST] + (ELLIPSIS if len(raw) > LONGEST else "")
    cut = unicodedata.normalize("NFC", cut)
    kept: list[str] = []
    marks = 0
    for letter in cut:
        category = unicodedata.category(letter)
        marks = marks + 1 if category.startswith("M") else 0
        if category in {"Zl", "Zp", "Zs"} or letter in "\t\n\r\v\f":
            kept.append("\u00a0" if letter in "\u00a0\u202f\u2007" else " ")
        elif category not in {"Cc", "Cf", "Cs", "Co", "Cn"} and marks <= 2:
            kept.append(letter)
    spaced = re.sub(" {2,}", " ", "".join(kept)).strip(" ")
    return re.sub(r"(?<=\d) (?=k?m\b)", "\u00a0", spaced)


@cache
def _paths(face: str) -> tuple[Path, Path]:
    import matplotlib

    own, spare = _FILES[face]
    reserve = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / spare
    return next(_installed("font_source_sans_pro", f"files/{own}"), reserve), reserve


def _installed(package: str, file: str) -> Iterator[Path]:
    """A file of a package that may not be installed."""
    spec = importlib.util.find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    return (path for folder in folders if (path := Path(folder) / file).is_file())


@cache
def _further() -> tuple[Path, ...]:
    """Where letters are looked for that neither font of a face has: Arabic, then East Asian."""
    import matplotlib

    upright = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return (upright, *_installed("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"))


@cache
def _letters(path: Path) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(path)).get_charmap())


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text in one font."""

    text: str
    font: FontProperties
    width: float  # Millimetres


def _clusters(text: str) -> list[str]:
    """Letters with the marks that belong to them."""
    found: list[str] = []
    for letter in text:
        if found and unicodedata.category(letter).startswith("M"):
            found[-1] += letter
        else:
            found.append(letter)
    return found


@lru_cache(maxsize=16_384)
def _intervals(text: str, face: str) -> tuple[tuple[str, Path], ...]:
    """A text in stretches of one font each, what no font has being replaced."""
    own, reserve = _paths(face)
    has, spare = _letters(own), _letters(reserve)
    if set(map(ord, text)) <= has:
        return ((text, own),) if text else ()
    clusters = _clusters(text)
    spared = [not set(map(ord, one)) <= has for one in clusters]
    spared = _bridged(spared, clusters, lambda between: set(map(ord, between)) <= spare)
    rest = [(file, _letters(file)) for file in (reserve, *_further())]
    missing = dict.fromkeys(set(map(ord, text)) - has.union(*(own for _, own in rest)), UNKNOWN)
    files: list[Path] = []
    for one, other in zip(clusters, spared, strict=True):
        fitting = [file for file, letters in rest if set(map(ord, one)) <= letters]
        if not other:
            files.append(own)
        elif files and files[-1] in fitting and not any(map(str.isalnum, one)):
            files.append(files[-1])  # a space between two words of a font is of that font
        else:
            files.append((*fitting, reserve)[0])
    turned = _bridged([_from_the_right(one) for one in clusters], clusters)
    told = zip(clusters, zip(files, turned, strict=True), strict=True)
    return tuple(
        ("".join(one for one, _ in part).translate(missing), file)
        for (file, _), part in groupby(told, key=itemgetter(1))
    )


def _bridged(
    marked: list[bool],
    clusters: Sequence[str],
    joins: Callable[[str], bool] = lambda between: True,
) -> list[bool]:
    """Marks of letters, those between two marked ones set too where no other letter stands."""
    last: int | None = None
    for at, one in enumerate(clusters):
        if marked[at]:
            if last is not None and joins("".join(clusters[last + 1 : at])):
                marked[last:at] = [True] * (at - last)
            last = at
        elif any(map(str.isalnum, one)):
            last = None
    return marked


def _from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def runs(text: str, style: Style) -> list[Run]:
    """A clean text as it is drawn: in stretches of one font each, from left to right."""
    from matplotlib.font_manager import FontProperties

    scale = style.size * MM_PER_POINT / _MEASURE
    return [
        Run(part, FontProperties(fname=str(path), size=style.size), _length(part, path) * scale)
        for part, path in _intervals(text, style.face)
    ]


def lacking(text: str, style: Style) -> str:
    """The letters of a clean text that no font has, each once."""
    own, reserve = _paths(style.face)
    if set(map(ord, text)) <= _letters(own):
        return ""
    have = _letters(own).union(*(_letters(file) for file in (reserve, *_further())))
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in have))


def _length(text: str, path: Path) -> float:
    if _from_the_right(text):
        return _joined_width(text, path)
    return sum(_letter_width(letter, path) for letter in text)


def _measuring(path: Path) -> FT2Font:
    from matplotlib.font_manager import get_font

    file = get_font(str(path))
    file.set_size(_MEASURE, 72)
    return file


@lru_cache(maxsize=4_096)
def _joined_width(text: str, path: Path) -> float:
    """The width of letters that take other forms beside one another, as they are drawn."""
    from matplotlib.ft2font import LoadFlags

    file = _measuring(path)
    file.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(file.get_width_height()[0]) / 64.0


@lru_cache(maxsize=16_384)
def _letter_width(letter: str, path: Path) -> float:
    from matplotlib.ft2font import LoadFlags

    glyph = _measuring(path).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65_536.0


@lru_cache(maxsize=16_384)
def _advance(text: str, face: str) -> float:
    return sum(_length(part, path) for part, path in _intervals(text, face))


def width(text: str, style: Style) -> float:
    """The width of a clean text in millimetres."""
    return _advance(text, style.face) / _MEASURE * style.size * MM_PER_POINT


def fit(text: str, style: Style, room: float) -> str:
    """A clean text shortened with … so that it is at most so wide."""
    if width(text, style) <= room:
        return text
    low, high = 0, min(len(text), 1_000)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, style) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:·–-") + ELLIPSIS


def wrap(text: str, style: Style, room: float, lines: int) -> list[str]:
    """A clean text in lines of at most so much room, shortened where there are too many."""
    words = text.split(" ")
    out: list[str] = []
    while words and len(out) < lines:
        count = _fitting(words, style, room)
        if len(out) == lines - 1 and (count < len(words) or width(words[0], style) > room):
            out.append(fit(" ".join(words), style, room))
            break
        if width(words[0], style) > room:
            count = max(1, len(fit(words[0], style, room)) - 1)
            words[0:1] = [words[0][:count], words[0][count:]]
            count = 1
        out.append(" ".join(words[:count]))
        words = words[count:]
    return [line for line in out if line]


def _fitting(words: Sequence[str], style: Style, room: float) -> int:
    used, space = 0.0, width(" ", style)
    for count, word in enumerate(words):
        used += width(word, style) + (space if count else 0.0)
        if used > room:
            return max(1, count)
    return len(words)
