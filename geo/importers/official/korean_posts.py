"""Korea's posts: its missions by country, from the portal data.go.kr, which needs a service key.

Shape: public programs that read ``EmbassyService2/getEmbassyList2`` (data set 15075354), found on
GitHub; the codes of types and of administration are explained in one of them.
"""

from collections.abc import Iterator
from typing import Any, Final

from geo.importers.live.service import Asker, Question, Unsound
from geo.importers.official.official_list import Answers, Record, Shape, text

_ROWS: Final = 100
# Type code of representative offices (대표부), except those to an organisation
_TO_STATES: Final = "30"
# Code of the administration: general. The others are accreditations from elsewhere.
_RESIDENT: Final = ("", "1")


def _fetch(ask: Asker) -> Answers:
    def question(pages: list[Any]) -> Question:
        page = str(len(pages) + 1)
        form = {"returnType": "JSON", "pageNo": page, "numOfRows": str(_ROWS)}
        return Question(f"page-{page}", f"page {page}", form, ask.service)

    def more(pages: list[Any]) -> bool:
        total = int(_body(pages[-1]).get("totalCount") or 0)
        return bool(_rows(pages[-1])) and sum(len(_rows(page)) for page in pages) < total

    return ask.pages(question, more)


def _body(found: Any) -> Any:
    return found["response"]["body"] if "response" in found else found


def _rows(found: Any) -> list[Any]:
    body = _body(found)
    rows = body["data"] if "data" in body else body["items"]
    rows = rows.get("item", []) if isinstance(rows, dict) else rows or []
    return rows if isinstance(rows, list) else [rows]


def _holds(found: Any) -> bool:
    try:
        header = found["response"].get("header", {}) if "response" in found else found
        code, told = text(header.get("resultCode")), text(header.get("resultMsg"))[:200]
        if code.strip("0"):
            raise Unsound(f"it answered with the error {code}: {told}")
        return bool(_rows(found))
    except (KeyError, TypeError, AttributeError) as error:
        raise Unsound("it gave JSON of another kind") from error


def _read(file: str, answers: Answers) -> Iterator[Record]:
    rows = [one for found in answers.values() for one in _rows(found)]
    resident = {text(one.get("embassy_cd")) for one in rows if _is_resident(one)}
    served: dict[str, list[str]] = {}
    for one in rows:
        if not _is_resident(one):
            served.setdefault(text(one.get("embassy_cd")), []).append(_state(one))
    for one in rows:
        key, name = text(one.get("embassy_cd")), text(one.get("embassy_kor_nm"))
        kind, state = text(one.get("embassy_ty_cd_nm")), _state(one)
        if not _is_resident(one):
            why = f"it is accredited to {state} from elsewhere; the list does not name the place"
            yield {} if key in resident else {"name": name, "refused": why}
            continue
        if kind == "영사관" and name.endswith("총영사관"):
            kind = "총영사관"
        elif kind == "대표부" and text(one.get("embassy_ty_cd")) != _TO_STATES:
            kind = ""
        yield {
            "id": key,
            "receiving": state,
            "kind": kind,
            "name": name,
            "longitude": one.get("embassy_lng"),
            "latitude": one.get("embassy_lat"),
            "jurisdictions": "|".join(served.get(key, ())),
            "address": one.get("emblgbd_addr"),
            "phone": one.get("tel_no"),
        }


def _is_resident(one: Any) -> bool:
    return text(one.get("embassy_manage_ty_cd")) in _RESIDENT


def _state(one: Any) -> str:
    names = (text(one.get(f"country_{name}")) for name in ("iso_alp2", "eng_nm", "nm"))
    return next(filter(None, names), "")


SHAPE: Final = Shape(_fetch, _holds, _read)
