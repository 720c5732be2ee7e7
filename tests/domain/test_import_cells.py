"""What cells of a sheet say, as people write them."""

from datetime import date, datetime
from typing import Any

import pytest

from app.domain.import_cells import Rules, read_row
from app.domain.import_names import Names
from app.domain.importing import Column, Row, SheetRefused, column_of, head_of
from app.models import fields
from app.models.question_shapes import QuestionCreate

SITES = Names.build(
    [("hoi-truong-tinh", "Hội trường tỉnh"), ("cho-don", "Huyện Chợ Đồn"), ("na-ri", "Huyện Na Rì")]
)
TOPICS = Names.build(
    [
        ("vai-tro", "Vai trò phụ nữ", "Vai trò của Phụ nữ trong tham gia xây dựng Đảng."),
        ("khoi-nghiep", "Khởi nghiệp"),
    ]
)
RULES = Rules(SITES, TOPICS, date(2025, 3, 1))
GOOD = {Column.SITE: "cho-don", Column.TEXT: "Bao giờ có đường?", Column.NAME: "Nguyễn Thị Thử"}


def read(**cells: Any) -> Row:
    return read_row(2, GOOD | {Column(name): value for name, value in cells.items()}, RULES)


def value(name: str, cell: Any) -> Any:
    row = read(**{name: cell})
    assert row.errors == [], row.errors
    return row.values[name]


def wrong(name: str, cell: Any) -> str:
    (error,) = read(**{name: cell}).errors
    assert error["column"] == name
    code: str = error["code"]
    return code


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Điểm cầu", Column.SITE),
        ("ĐIỂM CẦU (*)", Column.SITE),
        ("  nội dung\ncâu hỏi: ", Column.TEXT),
        ("noi dung trong tam", Column.TOPIC),
        ("Họ và tên", Column.NAME),
        ("May show name", Column.MAY_SHOW_NAME),
        ("may_show_name", Column.MAY_SHOW_NAME),
        ("Số ĐT", Column.PHONE),
        ("Ngày", Column.HANDED_IN_ON),
        ("Ghi chú", None),
        ("", None),
        (None, None),
        (17, None),
    ],
)
def test_headings_are_known_in_both_languages_and_folded(heading: Any, column: Any) -> None:
    assert column_of(heading) is column


def test_headings_may_stand_below_a_title_in_any_order() -> None:
    rows = [["DANH SÁCH CÂU HỎI"], [], ["STT", "Họ tên", "Câu hỏi", "Điểm cầu", "Câu hỏi"]]
    head = head_of(rows)
    assert (head.row, head.places) == (
        2,
        {Column.NAME: 1, Column.TEXT: 2, Column.SITE: 3},
    )
    assert head.unknown == ["STT", "Câu hỏi"]


def test_needed_columns_that_are_missing_are_named() -> None:
    with pytest.raises(SheetRefused) as refused:
        head_of([["Điểm cầu", "Loại"]])
    assert refused.value.facts == {"columns": ["Nội dung câu hỏi", "Họ tên người hỏi"]}


@pytest.mark.parametrize(
    "written", ["cho-don", "CHO-DON", "Huyện Chợ Đồn", "chợ đồn", " Cho  Don ", "2", 2, 2.0, "2."]
)
def test_site_is_found_by_slug_name_short_name_and_number(written: Any) -> None:
    assert value("site", written) == "cho-don"


@pytest.mark.parametrize(
    "written",
    ["vai-tro", "1", "Nội dung 1", "1. Vai trò phụ nữ", "nội dung số 01",
     "Vai trò của Phụ nữ trong tham gia xây dựng Đảng."],
)  # fmt: skip
def test_topic_is_found_by_its_sentence_too(written: str) -> None:
    assert value("topic", written) == "vai-tro"


def test_name_that_two_sites_share_leads_to_neither() -> None:
    names = Names.build([("a", "Xã Bình Trung"), ("b", "Phường Bình Trung")])
    assert names.find("Bình Trung") is None
    assert names.find("xã bình trung") == "a"


@pytest.mark.parametrize(("name", "cell", "code"), [
    ("site", "Huyện Khác", "unknown_site"),
    ("site", "9", "unknown_site"),
    ("site", "", "missing"),
    ("site", None, "missing"),
    ("text", " \n ", "missing"),
    ("text", "x" * 4001, "string_too_long"),
    ("text", "#REF!", "broken_formula"),
    ("text", "a\x07b", "unwritable"),
    ("topic", "Chủ đề lạ", "unknown_topic"),
    ("kind", "câu đố", "unknown_kind"),
    ("name", "x" * 201, "string_too_long"),
    ("phone", "gọi sau", "bad_phone"),
    ("may_show_name", "có lẽ", "not_yes_or_no"),
    ("handed_in_on", "30/02/2025", "not_a_day"),
    ("handed_in_on", "hôm qua", "not_a_day"),
    ("handed_in_on", "02/03/2025", "day_out_of_range"),
    ("handed_in_on", "1/1/1999", "day_out_of_range"),
])  # fmt: skip
def test_cell_that_cannot_stand_is_named(name: str, cell: Any, code: str) -> None:
    assert wrong(name, cell) == code


def test_rows_of_other_sites_are_errors_for_who_has_only_some() -> None:
    own = Rules(SITES, TOPICS, date(2025, 3, 1), frozenset({"na-ri"}))
    assert [e["code"] for e in read_row(2, GOOD, own).errors] == ["not_own_site"]
    assert read_row(2, GOOD | {Column.SITE: "Na Rì"}, own).errors == []


@pytest.mark.parametrize("cell", [
    "09/02/2025", "9/2/25", "9-2-2025", "9.2.2025", "2025-02-09", "2025-02-09T10:00:00",
    "09/02/2025 14:30", 45697, 45697.5, "45697", date(2025, 2, 9), datetime(2025, 2, 9, 8, 0),
])  # fmt: skip
def test_day_is_read_however_it_is_written(cell: Any) -> None:
    assert value("handed_in_on", cell) == "2025-02-09"


@pytest.mark.parametrize(
    ("cell", "phone", "is_corrected"),
    [
        ("0900 000 001", "0900 000 001", False),
        (900000001, "0900000001", True),
        (900000001.0, "0900000001", True),
        ("389 000 001", "0389 000 001", True),
        ("'0900000001", "0900000001", False),
        ("+84 900 000 001", "+84 900 000 001", False),
        (200000001, "200000001", False),
    ],
)
def test_phone_gets_its_leading_zero_back(cell: Any, phone: str, is_corrected: bool) -> None:
    row = read(phone=cell)
    assert row.values["phone"] == phone
    assert bool(row.corrections) is is_corrected


@pytest.mark.parametrize(
    ("cell", "is_yes"),
    [("có", True), ("Có", True), ("x", True), ("Đồng ý", True), (True, True), ("TRUE", True),
     (1, True), ("không", False), ("no", False), (False, False), (0, False), ("", False)],
)  # fmt: skip
def test_consent_is_yes_only_when_it_is_said(cell: Any, is_yes: bool) -> None:
    assert value("may_show_name", cell) is is_yes


def test_text_is_kept_in_nfc_with_its_lines() -> None:
    decomposed = "Đ\u01b0\u01a1\u0300ng\r\n  bê tông  "
    assert value("text", decomposed) == "Đường\nbê tông"


def test_number_in_a_column_of_words_is_a_word() -> None:
    assert value("organisation", 12.0) == "12"
    assert value("position", 3) == "3"


def test_limits_of_a_row_are_those_of_a_question() -> None:
    longest = {"text": "x" * fields.TEXT_LENGTH, "name": "x" * 200, "phone": "0" * 30}
    row = read(**longest)
    assert row.errors == []
    asker = {"name": row.values["name"], "phone": row.values["phone"]}
    QuestionCreate.model_validate({"site": "a", "text": row.values["text"], "asker": asker})
