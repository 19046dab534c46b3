"""The one catalogue of messages: whole in every language, and nothing in it unused."""

from __future__ import annotations

import ast
import re
import string
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.archives import REFUSED
from support.cities import two_of_a_name

import geo
from geo import dates, webmap
from geo.atlas import absence
from geo.cli import network_commands
from geo.cli.options import Shown
from geo.dataset import archive
from geo.errors import ArchiveRefused, AtlasError
from geo.i18n import LANGUAGES, tr
from geo.i18n.messages import Message, room
from geo.reports import cards, networks, timelines
from geo.ui import address, upload
from geo.ui.address import Address
from geo.ui.edit import actions
from geo.ui.errors import told
from geo.ui.pages import load_data

HOUSE = Path(geo.__file__).parent
ROOMS = sorted(path.stem for path in (HOUSE / "i18n" / "catalogue").glob("*.toml"))
KEY = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_-]+)+")
SAID = re.compile(r'"([a-z_]+(?:\.[a-z_]+)+)"')
BEGUN = re.compile(r'say\(\s*"([a-z_.]+\.)" \+')

FILES = (".py", ".js", ".toml", ".css", ".atom", ".json")


def _forms(message: Message) -> dict[str, str]:
    return {"": message} if isinstance(message, str) else dict(message)


def _fields(message: Message) -> set[str]:
    parts = (part for text in _forms(message).values() for part in string.Formatter().parse(text))
    return {name for _, name, _, _ in parts if name is not None}


@pytest.mark.parametrize("name", ROOMS)
def test_every_message_is_whole_in_every_language(name: str) -> None:
    english, *others = (room(name, language) for language in LANGUAGES)
    for key, message in english.items():
        assert key.startswith(f"{name}."), f"{key} stands in {name}.toml"
        for other in others:
            assert _fields(other[key]) == _fields(message), key
        for said in (english, *others):
            forms = _forms(said[key])
            assert set(forms) in ({""}, {"one", "other"}), key
            assert all(text.strip() == text and text for text in forms.values()), key


def _texts() -> set[str]:
    """Texts in code and templates; what an f-string fills in stands as a star."""
    found = set()
    for path in HOUSE.rglob("*.j2"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r"""tr\(\s*["']([^"']+)["']""", text))
        found |= {f"{one}*" for one in re.findall(r"""tr\(\s*["']([a-z_.]+[.])["'] ~""", text)}
    for path in HOUSE.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        filled = [node for node in nodes if isinstance(node, ast.JoinedStr)]
        pieces = {id(piece) for node in filled for piece in node.values}
        for node in filled:
            parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
            found.add("".join(str(part) for part in parts))
        found |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in pieces
        }
    return found


def test_every_key_in_the_code_is_in_the_catalogue_and_none_lies_idle() -> None:
    texts = _texts()
    known = {key for name in ROOMS for key in room(name, "en")}
    named = {text for text in texts if KEY.fullmatch(text) and text.partition(".")[0] in ROOMS}
    families = {key.rpartition(".")[0] for key in known} | set(ROOMS)
    missing = {
        text for text in named - known
        if text not in families and not text.endswith(FILES)
    }  # fmt: skip
    assert not missing
    starred = [
        re.compile(re.escape(text).replace(r"\*", r"[A-Za-z0-9_.-]+"))
        for text in texts if "*" in text and "." in text and text.partition(".")[0] in ROOMS
    ]  # fmt: skip
    assert [p.pattern for p in starred if not any(p.fullmatch(key) for key in known)] == []
    modules = (HOUSE / "webmap" / "js").glob("[!n]*/*.js")
    scripts = "\n".join(path.read_text("utf-8") for path in modules)
    whole, begun = re.findall(SAID, scripts), re.findall(BEGUN, scripts)
    said_by_scripts = re.compile(
        "|".join([*map(re.escape, whole), *(f"{re.escape(one)}[a-z_]+" for one in begun)])
    )
    idle = {
        key for key in known - named
        if not any(pattern.fullmatch(key) for pattern in starred)
        and not (key.startswith("map.") and said_by_scripts.fullmatch(key.removeprefix("map.")))
    }  # fmt: skip
    assert not idle


def _raised(call: Callable[[], object]) -> AtlasError:
    with pytest.raises(AtlasError) as caught:
        call()
    return caught.value


def _in_the_address(**params: str) -> AtlasError:
    found = address.read({key.replace("_", "-"): [text] for key, text in params.items()}, Address())
    (problem,) = found.problems
    return problem


def _chosen(selection: geo.Selection) -> AtlasError:
    (problem,) = geo.Atlas.open().not_in_dataset(selection)
    return problem


def _card(id: str) -> AtlasError:
    return _raised(lambda: cards.card(geo.Atlas.open(), id))


def _selected(**parts: object) -> AtlasError:
    return _raised(lambda: geo.Selection(**parts))


def _compared(*states: str) -> AtlasError:
    return _raised(lambda: geo.compare(geo.Atlas.open(), states))


def _date(text: str) -> AtlasError:
    return _raised(lambda: dates.parse(text))


def _refused(data: bytes, key: str) -> AtlasError:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(ArchiveRefused) as caught:
        archive.unpack(data, Path(folder))
    return next(one for one in caught.value.reasons if one.key == f"error.archive.{key}")


def _no_room() -> AtlasError:
    with tempfile.NamedTemporaryFile() as stands, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", stands.name)
        return _raised(lambda: upload.bring("a.zip", lambda folder: (folder, ())))


def _two_of_a_name() -> AtlasError:
    with tempfile.TemporaryDirectory() as folder:
        return _raised(lambda: geo.city(two_of_a_name(Path(folder)), "Brest"))


def _without_scikit_learn() -> AtlasError:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "sklearn.cluster", None)
        return _raised(lambda: geo.quarters(geo.Atlas.open(), "Caracas"))


def _placed(mode: str, coordinates: object) -> AtlasError:
    told = {"what": "placed", "id": mode, "at": 1}
    drawing = {"properties": told, "geometry": {"coordinates": coordinates}}
    return _raised(lambda: webmap.placed({"last_active_drawing": drawing}))


WRONG: dict[str, Callable[[], AtlasError]] = {
    "state.unknown": lambda: _raised(lambda: geo.state("Atlantis")),
    "state.meant": lambda: _selected(sending=("Venezula",)),
    "state.ambiguous": lambda: _raised(lambda: geo.state("Korea")),
    "state.long": lambda: _raised(lambda: geo.state("x" * 1000)),
    "selection.choice": lambda: _raised(lambda: geo.Selection(undated="some")),
    "date.unknown": lambda: _date("soon"),
    "date.likely": lambda: _date("Mar-19"),
    "date.long": lambda: _date("2019" * 100),
    "date.endless": lambda: _date("../.."),
    "date.reversed": lambda: _date("2019/2018"),
    "date.set": lambda: _date("[..]"),
    "date.range_reversed": lambda: _date("[2019..2018]"),
    "date.year": lambda: _date("0000"),
    "date.month": lambda: _date("2019-13"),
    "date.day": lambda: _date("2019-02-30"),
    "date.open": lambda: _selected(as_of="2019/.."),
    "selection.kind": lambda: _selected(kinds=("castle",)),
    "selection.kind_meant": lambda: _selected(kinds=("embasy",)),
    "selection.status": lambda: _selected(statuses=("zzzz",)),
    "selection.status_meant": lambda: _selected(statuses=("opne",)),
    "selection.long": lambda: _selected(text="x" * 1000),
    "selection.nul": lambda: _selected(text="a\0b"),
    "selection.box": lambda: _selected(bbox="1,2,3"),
    "selection.box_outside": lambda: _selected(bbox=(1, 99, 2, 3)),
    "selection.source": lambda: _chosen(geo.Selection(sources=("zzzzzzzz",))),
    "selection.source_meant": lambda: _chosen(geo.Selection(sources=("nk",))),
    "selection.city": lambda: _chosen(geo.Selection(cities=("Zzzzzzzz",))),
    "selection.city_meant": lambda: _chosen(geo.Selection(cities=("Carac",))),
    "card.unknown": lambda: _card("zzzzzzzz"),
    "card.meant": lambda: _card("prk-embassy-caraca"),
    "claim.unknown": lambda: _raised(lambda: cards.card_of(geo.Atlas.open(), "zzzzzzzz")),
    "claim.meant": lambda: _raised(
        lambda: cards.card_of(geo.Atlas.open(), "claim-la-castellana-tower-shared-point-editor")
    ),
    "absence.nobody": lambda: _raised(lambda: absence.asked(geo.Selection())),
    "absence.no_pair": lambda: _raised(lambda: absence.asked(geo.Selection(among=("VEN",)))),
    "courses.none": lambda: _raised(
        lambda: timelines.timelines(geo.Atlas.open(), ["las-mercedes"])
    ),
    "network.coverage": lambda: _raised(lambda: networks.share("2")),
    "network.since": lambda: _raised(
        lambda: networks.earlier(geo.Selection(as_of="2019"), "2020-01-01")
    ),
    "network.number": lambda: _compared("VEN"),
    "network.same": lambda: _compared("VEN", "VEN"),
    "network.entity": lambda: _compared("VEN", "EUE"),
    "network.former": lambda: _compared("VEN", "SUN"),
    "network.two": lambda: _raised(lambda: networks.two(["VEN"])),
    "network.unsure": lambda: _raised(
        lambda: geo.figure(
            geo.Atlas.open(), geo.Selection(statuses=("announced",)), template="ranking"
        )
    ),
    "upload.folder": _no_room,
    "upload.unread": load_data.unread,
    "placed.position": lambda: _placed("point", [1, 91]),
    "placed.corners": lambda: _placed("polygon", [[[0, 0], [1, 1]]]),
    "placed.meridian": lambda: _placed("polygon", [[[179, 0], [-179, 0], [179, 1], [179, 0]]]),
    "placed.crossing": lambda: _placed("polygon", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]),
    "city.several": _two_of_a_name,
    "point.unread": lambda: _raised(lambda: network_commands.nearest("12", shown=Shown())),
    "point.swapped": lambda: _raised(lambda: geo.nearest(geo.Atlas.open(), 125.0, 39.0)),
    "point.outside": lambda: _raised(lambda: geo.nearest(geo.Atlas.open(), 200.0, 200.0)),
    "quarters.missing": _without_scikit_learn,
    "edit.unforeseen": actions.unforeseen,
    "edit.unsigned": actions.unsigned,
    "address.key": lambda: _in_the_address(zz="1"),
    "address.part": lambda: _in_the_address(as_of="soon"),
    "address.show": lambda: _in_the_address(show="x" * 1000),
    "address.number": lambda: _in_the_address(page="x").values["error"],
    "address.choice": lambda: _in_the_address(rows="7").values["error"],
}


WRONG |= {
    f"archive.{key}": lambda make=make, key=key: _refused(make(), key)
    for make, key in REFUSED.values()
}


@pytest.mark.parametrize("key", WRONG)
def test_an_error_has_its_text_from_the_catalogue_in_every_language(key: str) -> None:
    error = WRONG[key]()
    assert error.key == f"error.{key}"
    english, spanish = told(error, tr("en")), told(error, tr("es"))
    assert str(error) == english != spanish
    assert error.values.keys() == _fields(room("error", "en")[f"error.{key}"])
    assert not re.search(r"\{[a-z_]+\}", english + spanish)


def test_an_error_in_part_of_a_date_names_part_and_whole_in_english() -> None:
    error = _date("2019-13/2020")
    assert str(error).startswith('"2019-13" in "2019-13/2020": there is no month 13.')
    assert told(error, tr("es")).startswith('"2019-13/2020": no existe el mes 13.')


def test_an_error_without_a_key_or_with_a_text_says_its_text() -> None:
    assert str(AtlasError("so")) == "so"
    assert str(AtlasError("so").keyed("error.date.unknown", text="x")) == "so"


def test_every_error_of_the_catalogue_is_tried() -> None:
    assert {key.removeprefix("error.") for key in room("error", "en")} - {*WRONG} == set()
