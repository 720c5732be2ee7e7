"""Files over HTTP: their form, who gets which, and that no field leaves that is not shown."""

import csv
import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.exchange.words import HEADINGS, KINDS
from tests.conftest import CONFERENCE, OFFICIAL, World, question
from tests.routers.problems import refused
from tests.routers.test_permissions import make_key

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TEXT = "Đề nghị tỉnh trả lời: bao giờ đường liên xã Đồng Thắng được bê tông hóa?"
SUMMARY = "Sở Xây dựng sẽ khởi công trong quý III."


async def furnished(world: World) -> dict[str, int]:
    """One question in each of some states, with everything that can hang on one."""
    numbers = {
        "submitted": await world.submit("na-ri", text="Câu chưa duyệt của Na Rì"),
        "queued": await world.queued("cho-don"),
        "answered": await world.submit("cho-don", text=TEXT, topic="cong-tac-can-bo-nu"),
        "deferred": await world.submit("na-ri", text="Câu trả lời bằng văn bản", kind="petition"),
    }
    path = f"/questions/{numbers['answered']}"
    await world.send("moderator", "PUT", f"{path}/assignment", {"lead": OFFICIAL})
    for who, command in (("moderator", "enqueue"), ("chair", "call"), ("chair", "finish")):
        done = await world.do(who, numbers["answered"], command)
        assert done.status_code == 200, done.text
    done = await world.send("chair", "PUT", f"{path}/answer", {"summary": SUMMARY})
    assert done.status_code == 200, done.text
    await world.do("moderator", numbers["deferred"], "approve")
    given = {"agency": "ubnd-tinh", "due": "2025-07-01"}
    done = await world.do("moderator", numbers["deferred"], "defer", given)
    assert done.status_code == 200, done.text
    return numbers


async def table(world: World, who: str, path: str, **headers: str) -> list[list[Any]]:
    """The rows of a workbook somebody gets, headings first."""
    answer = await world.get(who, path, **headers)
    assert answer.status_code == 200, answer.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


async def objects(world: World, who: str) -> dict[int, dict[str, Any]]:
    """What somebody gets as a workbook, by number: column → cell."""
    rows = await table(world, who, "/exports/questions.xlsx")
    names = {heading: name for name, (heading, _) in HEADINGS.items()}
    columns = [names[heading] for heading in rows[0]]
    return {int(row[0]): dict(zip(columns, row, strict=True)) for row in rows[1:]}


async def test_moderator_gets_every_question_with_all_its_fields(world: World) -> None:
    numbers = await furnished(world)
    found = await objects(world, "moderator")
    assert list(found) == sorted(numbers.values())
    row = found[numbers["answered"]]
    today = datetime.now(ZONE).date()
    assert row == {
        "number": numbers["answered"],
        "site": "Huyện Chợ Đồn",
        "text": TEXT,
        "topic": "Công tác cán bộ nữ",
        "kind": "Câu hỏi",
        "name": "Nguyễn Thị Thử",
        "position": "Chi hội trưởng",
        "organisation": "",
        "phone": "0900 000 001",
        "may_show_name": "không",
        "date": today,
        "state": "Đã trả lời",
        "official": "Chủ tịch UBND tỉnh",
        "answer": SUMMARY,
        "agency": "",
        "due": "",
        "follow_up_state": "",
        "document_number": "",
    }
    owed = found[numbers["deferred"]]
    assert owed["due"] == date(2025, 7, 1)
    assert owed["follow_up_state"] == "Chưa giải quyết"
    assert owed["kind"] == "Kiến nghị"


@one_database
@pytest.mark.parametrize(
    "who", ["admin", "moderator", "chair", "cho-don", "na-ri", "official", "screen"]
)
async def test_no_field_leaves_that_the_view_of_the_role_does_not_have(
    world: World, who: str
) -> None:
    await furnished(world)
    shown = (await world.get(who, "/questions")).json()["items"]
    found = await objects(world, who)
    assert list(found) == [one["number"] for one in shown]
    for one in shown:
        row, asker = found[one["number"]], one["asker"] or {}
        agreed = asker.get("may_show_name")
        assert row["text"] == one["text"]
        assert row["kind"] == KINDS[one["kind"]][0]
        for field in ("name", "position", "organisation", "phone"):
            assert row[field] == (asker.get(field) or "")
        assert row["may_show_name"] == {None: "", True: "có", False: "không"}[agreed]
        assert row["answer"] == ((one["answer"] or {}).get("summary") or "")
        assert bool(row["agency"]) == bool(one.get("follow_ups"))
        assert bool(row["date"]) == ("submitted_at" in one)


@one_database
async def test_csv_holds_the_same_as_the_workbook(world: World) -> None:
    await furnished(world)
    answer = await world.get("moderator", "/exports/questions.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    book = await table(world, "moderator", "/exports/questions.xlsx")
    as_text = [
        [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else _plain(cell) for cell in row]
        for row in book
    ]
    assert rows == as_text


def _plain(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@one_database
async def test_filters_choose_what_is_in_the_file(world: World) -> None:
    numbers = await furnished(world)
    for query, wanted in {
        "state=answered&state=deferred": ["answered", "deferred"],
        "site=na-ri": ["submitted", "deferred"],
        "topic=cong-tac-can-bo-nu": ["answered"],
        "agency=ubnd-tinh": ["answered", "deferred"],
        "origin=collected": [],
    }.items():
        rows = await table(world, "moderator", f"/exports/questions.xlsx?{query}")
        assert [row[0] for row in rows[1:]] == [numbers[name] for name in wanted], query


@one_database
async def test_filter_by_agency_does_not_tell_of_promises_that_are_not_shown(world: World) -> None:
    numbers = await furnished(world)
    rows = await table(world, "cho-don", "/exports/questions.xlsx?agency=ubnd-tinh")
    assert [row[0] for row in rows[1:]] == [numbers["answered"]]


@one_database
async def test_headings_are_english_for_who_asks_for_it(world: World) -> None:
    path = "/exports/questions.xlsx"
    english = [words[1] for words in HEADINGS.values()]
    assert (await table(world, "moderator", f"{path}?lang=en"))[0] == english
    assert (await table(world, "moderator", path, accept_language="en"))[0] == english
    told = await table(world, "moderator", f"{path}?lang=vi", accept_language="en")
    assert told[0] == [words[0] for words in HEADINGS.values()]


@one_database
async def test_file_has_a_name_and_is_kept_by_nobody(world: World) -> None:
    for path, name in {
        "questions.xlsx": f"cau-hoi-{CONFERENCE}.xlsx",
        "report.docx": f"bao-cao-{CONFERENCE}.docx",
        "conclusions.pdf": f"ket-luan-{CONFERENCE}.pdf",
        "agencies/ubnd-tinh.xlsx": f"viec-duoc-giao-ubnd-tinh-{CONFERENCE}.xlsx",
    }.items():
        answer = await world.get("moderator", f"/exports/{path}")
        wanted = f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
        assert answer.headers["content-disposition"] == wanted
        assert answer.headers["cache-control"] == "private, no-store"


@one_database
@pytest.mark.parametrize("layout", ["state", "party"])
@pytest.mark.parametrize("by", ["topic", "site", "agency"])
async def test_report_has_every_vetted_question_in_both_forms(
    world: World, layout: str, by: str
) -> None:
    await furnished(world)
    query = f"by={by}&layout={layout}&number=12-BC/TU&place=Bắc Kạn&day=2025-03-08"
    for text in (
        _docx_text((await world.get("chair", f"/exports/report.docx?{query}")).content),
        _pdf_text((await world.get("chair", f"/exports/report.pdf?{query}")).content),
    ):
        assert TEXT in text
        assert SUMMARY in text
        assert "Câu trả lời bằng văn bản" in text
        assert "hạn 01/07/2025" in text
        assert "Bắc Kạn, ngày 08 tháng 03 năm 2025" in text
        assert "12-BC/TU" in text
        assert "Câu chưa duyệt" not in text
        assert "0900 000 001" not in text


@one_database
async def test_conclusions_name_answers_and_duties(world: World) -> None:
    await furnished(world)
    answer = await world.get("moderator", "/exports/conclusions.docx?layout=party")
    text = _docx_text(answer.content)
    assert SUMMARY in text
    assert "THÔNG BÁO" in text
    assert "1. Ủy ban nhân dân tỉnh" in text or "1. UBND tỉnh" in text


@one_database
async def test_agency_is_told_what_it_owes_the_open_ones_first(world: World) -> None:
    numbers = await furnished(world)
    rows = await table(world, "moderator", "/exports/agencies/ubnd-tinh.xlsx")
    assert rows[0][0] == "Số"
    assert [row[0] for row in rows[1:]] == [numbers["deferred"]]
    answer = await world.get("moderator", "/exports/agencies/ubnd-tinh.pdf")
    assert "được giao 1 nội dung, trong đó 1 nội dung chưa giải quyết xong" in _pdf_text(
        answer.content
    )
    other = await world.get("moderator", "/exports/agencies/khong-co.pdf")
    refused(other, 404, "not_found")


@one_database
async def test_key_exports_what_its_scopes_show(world: World) -> None:
    numbers = await furnished(world)
    for scopes, wanted in {
        ("export.questions", "question.see"): ["queued", "answered", "deferred"],
        ("export.questions", "view.desk"): ["submitted", "queued", "answered", "deferred"],
        ("export.questions",): [],
    }.items():
        key = (await make_key(world, *scopes))["key"]
        bearer = {"authorization": f"Bearer {key}"}
        answer = await world.get(None, "/exports/questions.csv", **bearer)
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert [int(row[0]) for row in rows[1:]] == [numbers[name] for name in wanted]


@one_database
async def test_wrong_choices_are_named(world: World) -> None:
    for path in (
        "report.docx?layout=../state",
        "report.docx?layout=khac",
        "report.xlsx",
        "report.docx?by=người",
        "report.docx?day=hôm nay",
        f"report.docx?number={'1' * 201}",
        "questions.pdf",
        "questions.csv?lang=fr",
    ):
        refused(await world.get("moderator", f"/exports/{path}"), 422, "invalid_request")


@one_database
async def test_more_questions_than_a_file_holds_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnished(world)
    monkeypatch.setattr("app.queries.exports.MOST_ROWS", 3)
    answer = await world.get("moderator", "/exports/questions.csv")
    assert refused(answer, 422, "too_many_rows")["limit"] == 3
    assert (await world.get("moderator", "/exports/questions.csv?site=na-ri")).status_code == 200
    monkeypatch.setattr("app.queries.exports.MOST_IN_PDF", 2)
    answer = await world.get("moderator", "/exports/report.pdf")
    assert refused(answer, 422, "too_many_rows")["limit"] == 2


@one_database
async def test_too_many_at_once_are_asked_to_come_again(world: World) -> None:
    workshop = world.app.state.services.workshop
    workshop._inside = 5
    answer = await world.get("moderator", "/exports/questions.csv")
    refused(answer, 503, "exports_busy")
    assert answer.headers["retry-after"] == "10"
    workshop._inside = 0
    assert (await world.get("moderator", "/exports/questions.csv")).status_code == 200
    assert workshop._inside == 0


@one_database
async def test_phone_is_in_no_report(world: World) -> None:
    number = await world.queued()
    assert number
    assert question()["asker"]["phone"] == "0900 000 001"
    for path in ("report.docx", "conclusions.docx", "agencies/ubnd-tinh.docx"):
        answer = await world.get("moderator", f"/exports/{path}")
        assert "0900 000 001" not in _docx_text(answer.content)


def _docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_text(content: bytes) -> str:
    """The text of all pages, whose lines are as long as the sheet is wide."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(" ".join(pages).split())
