"""Korea's posts: its missions by country, from the portal data.go.kr, which needs a service key.

Shape: public programs that read ``EmbassyService2/getEmbassyList2`` (data set 15075354), found on
GitHub; the codes of types and of administration are explained in one of them.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import unquote

from geo import parties
from geo.importers.inputs import Entry, Named, Point
from geo.importers.live.service import Question, Unsound
from geo.importers.official.official_list import Answers, Asker, OfficialList, Reading, said, text

_ROWS: Final = 100
_KINDS: Final = {
    "대사관": "embassy",
    "총영사관": "consulate_general",
    "영사관": "consulate",
    "대표부": "representative_office",
    "분관": "branch_embassy",
}
"""Type, as the portal has it -> type of mission."""

_TO_STATES: Final = "30"
"""Code of the type of those representative offices (대표부) that are not to an organisation."""

_RESIDENT: Final = "1"
"""Code of the administration: general. The others are accreditations from elsewhere."""

_WELL: Final = ("", "0", "00")
_REMEDY: Final = "Add it by hand."


def _fetch(ask: Asker) -> Answers:
    answers: dict[str, Any] = {}
    page, rows = 1, 0
    while True:
        form = {"returnType": "JSON", "pageNo": str(page), "numOfRows": str(_ROWS)}
        question = Question(f"page-{page}", f"page {page}", form, ask.service)
        answers |= ask([question], _holds, {"serviceKey": unquote(ask.key)})
        found = answers[question.key]
        rows += len(_rows(found))
        total = int(_body(found).get("totalCount") or 0)
        if not _rows(found) or rows >= total:
            return answers
        page += 1


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
        code = text(header.get("resultCode"))
        rows = _rows(found) if code in _WELL else []
    except (KeyError, TypeError, AttributeError) as error:
        raise Unsound("it gave JSON of another kind") from error
    if code not in _WELL:
        raise Unsound(f"it answered with the error {code}: {text(header.get('resultMsg'))[:200]}")
    return bool(rows)


def _raw(file: str, found: Any) -> Answers:
    return {file: found}


def _read(reading: Reading, answers: Answers) -> int:
    by_iso2 = {one.alpha2: one.code for one in parties.parties() if one.alpha2 and not one.former}
    rows = [one for found in answers.values() for one in _rows(found)]
    resident: dict[str, Entry] = {}
    further: list[tuple[int, Any, Named]] = []
    for row, one in enumerate(rows, start=1):
        code = by_iso2.get(text(one.get("country_iso_alp2")).upper(), "")
        state = Named("", code or text(one.get("country_eng_nm")) or text(one.get("country_nm")))
        if text(one.get("embassy_manage_ty_cd")) not in ("", _RESIDENT):
            further.append((row, one, state))
        elif entry := _entry(reading, row, one, state):
            reading.entries.append(entry)
            resident[entry.key] = entry
    attached = 0
    for row, one, state in further:
        entry = resident.get(text(one.get("embassy_cd")))
        if entry is not None:
            entry.jurisdictions.append(state)
            attached += 1
        else:
            rule = f"it is accredited to {state} from elsewhere; the list does not name the place"
            reading.refuse(row, "embassy_cd", one.get("embassy_kor_nm"), rule, _REMEDY)
    return len(rows) - attached


def _entry(reading: Reading, row: int, one: Any, state: Named) -> Entry | None:
    word, name = text(one.get("embassy_ty_cd_nm")), text(one.get("embassy_kor_nm"))
    kind = _KINDS.get(word, "")
    if word == "영사관" and name.endswith("총영사관"):
        kind = "consulate_general"
    if word == "대표부" and text(one.get("embassy_ty_cd")) != _TO_STATES:
        kind = ""
    if not kind:
        rule = f"the type {word or 'unknown'} is unknown, or not a mission to a state"
        reading.refuse(row, "embassy_ty_cd_nm", name, rule, _REMEDY)
        return None
    entry = Entry(
        row=row,
        key=text(one.get("embassy_cd")) or f"{state.name}-{name}",
        qid="",
        sending=Named("", "KOR"),
        receiving=state,
        kind=kind,
        name=name,
        said=said(address=one.get("emblgbd_addr"), phone=one.get("tel_no"), type=word),
    )
    lon, lat = text(one.get("embassy_lng")), text(one.get("embassy_lat"))
    try:
        if (lon or lat) and abs(float(lon)) <= 180 and abs(float(lat)) <= 90:
            entry.points.append(Point(lon, lat))
        elif lon or lat:
            raise ValueError
    except ValueError:
        rule = "not longitude and latitude in degrees"
        reading.refuse(row, "embassy_lat", f"{lon} {lat}", rule, "Correct it in the file.")
    return entry


LIST: Final = OfficialList(
    name="korean-posts",
    publisher="Ministry of Foreign Affairs of the Republic of Korea",
    title="Korean missions by country (외교부_국가·지역별 재외공관 정보)",
    url="https://www.data.go.kr/data/15075354/openapi.do",
    service="https://apis.data.go.kr/1262000/EmbassyService2/getEmbassyList2",
    basis="public programs that read the service",
    fetch=_fetch,
    read=_read,
    raw=_raw,
    needs_key=True,
)
