"""Letters on the page: which fonts, how wide a text is, and what may be in it.

Text is set in Source Sans Pro (SIL Open Font License 1.1, package ``font-source-sans-pro``), narrow
enough for tables and sources in print. Other letters are set in DejaVu Sans, as is everything where
the package is missing; Chinese, Japanese and Korean in Noto Sans CJK where the extra ``fonts`` is
installed. Fonts are named by their files: what else is installed makes no difference.
"""

import importlib.util
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from itertools import accumulate, groupby, takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

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


class Style(NamedTuple):
    """How a text is set."""

    size: float
    face: str = "regular"
    colour: str = "#23292f"
    halo: float = 0.0  # Points of paper around the letters; 0 for none

    def with_(self, **changes: Any) -> Self:
        """The style with some of its attributes changed."""
        return self._replace(**changes)

    @property
    def line(self) -> float:
        """Millimetres from one line to the next."""
        return self.size * 1.28 * MM_PER_POINT


def clean(text: object) -> str:
    """A text as it may be on the page: printable, single spaces, no markup, no mathematics."""
    raw, kept, marks = str(text), list[str](), 0
    cut = raw[:LONGEST] + (ELLIPSIS if len(raw) > LONGEST else "")
    for letter in unicodedata.normalize("NFC", cut):
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
    own, spare = _FILES[face]
    reserve = _spare(spare)
    return next(_installed("font_source_sans_pro", f"files/{own}"), reserve), reserve


def _spare(file: str) -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / file


def _installed(package: str, file: str) -> Iterator[Path]:
    """A file of a package that may not be installed."""
    spec = importlib.util.find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    return (path for folder in folders if (path := Path(folder) / file).is_file())


@cache
def _further() -> tuple[Path, ...]:
    """Where letters are looked for that neither font of a face has: Arabic, then East Asian."""
    asian = _installed("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
    return (_spare("DejaVuSans.ttf"), *asian)


@cache
def _letters(path: Path) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(path)).get_charmap())


class Run(NamedTuple):
    """A stretch of a text in one font."""

    text: str
    file: Path
    width: float  # Millimetres


@lru_cache(maxsize=16_384)
def _intervals(text: str, face: str) -> tuple[tuple[str, Path], ...]:
    """A text in stretches of one font each, what no font has being replaced."""
    own, reserve = _paths(face)
    has, spare = _letters(own), _letters(reserve)
    if set(map(ord, text)) <= has:
        return ((text, own),) if text else ()
    clusters = list[str]()  # Letters with the marks that belong to them
    for letter in text:
        if clusters and unicodedata.category(letter).startswith("M"):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    spared = [not set(map(ord, one)) <= has for one in clusters]
    spared = _bridged(spared, clusters, spare)
    rest = {file: _letters(file) for file in (reserve, *_further())}
    missing = dict.fromkeys(set(map(ord, text)) - has.union(*rest.values()), UNKNOWN)
    files: list[Path] = []
    for one, other in zip(clusters, spared, strict=True):
        fitting = [file for file, letters in rest.items() if set(map(ord, one)) <= letters]
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
    marked: list[bool], clusters: Sequence[str], letters: Set[int] | None = None
) -> list[bool]:
    """Marks of letters, those between two marked ones set too where no other letter stands."""
    last: int | None = None
    for at, one in enumerate(clusters):
        if marked[at]:
            between = set(map(ord, "".join(clusters[(last or 0) + 1 : at])))
            if last is not None and (letters is None or between <= letters):
                marked[last:at] = [True] * (at - last)
            last = at
        elif any(map(str.isalnum, one)):
            last = None
    return marked


def _from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def runs(text: str, style: Style) -> list[Run]:
    """A clean text as it is drawn: in stretches of one font each, from left to right."""
    scale, parts = style.size * MM_PER_POINT / _MEASURE, _intervals(text, style.face)
    return [Run(part, path, _length(part, path) * scale) for part, path in parts]


def lacking(text: str, style: Style) -> str:
    """The letters of a clean text that no font has, each once."""
    own, reserve = _paths(style.face)
    if set(map(ord, text)) <= _letters(own):
        return ""
    have = _letters(own).union(*(_letters(file) for file in (reserve, *_further())))
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in have))


@lru_cache(maxsize=32_768)
def _length(text: str, path: Path) -> float:
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    joined = _from_the_right(text)  # Letters that take other forms beside one another
    if len(text) != 1 and not joined:
        return sum(_length(letter, path) for letter in text)
    file = get_font(str(path))
    file.set_size(_MEASURE, 72)
    if joined:
        file.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
        return float(file.get_width_height()[0]) / 64.0
    glyph = file.load_char(ord(text), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65_536.0


@lru_cache(maxsize=32_768)
def width(text: str, style: Style) -> float:
    """The width of a clean text in millimetres."""
    total = sum(_length(part, path) for part, path in _intervals(text, style.face))
    return total / _MEASURE * style.size * MM_PER_POINT


def fit(text: str, style: Style, room: float) -> str:
    """A clean text shortened with … so that it is at most so wide."""
    if width(text, style) <= room:
        return text
    lengths = range(1, min(len(text), 1_000) + 1)
    kept = bisect_right(
        lengths, room, key=lambda most: width(text[:most].rstrip() + ELLIPSIS, style)
    )
    return text[:kept].rstrip(" ,;:·–-") + ELLIPSIS


def wrap(text: str, style: Style, room: float, lines: int) -> list[str]:
    """A clean text in lines of at most so much room, shortened where there are too many."""
    words, space, out = text.split(" "), width(" ", style), list[str]()
    while words and len(out) < lines:
        ends = accumulate(width(w, style) + (space if n else 0.0) for n, w in enumerate(words))
        count = max(1, sum(1 for _ in takewhile(lambda end: end <= room, ends)))
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
