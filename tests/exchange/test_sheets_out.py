"""Tables: what people wrote stays text, days are days, and nothing breaks the file."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.exchange.builder import build
from app.exchange.order import Kind, Order
from app.exchange.rows import COLUMNS
from app.exchange.words import HEADINGS
from tests.exchange.material import ASKER, material, promise, question

TODAY = date(2025, 3, 8)
FORMULAS = ["=1+1", "+84 900", "-1", "@SUM(A1)", "\t=1", "\n=1", "'=1", '=HYPERLINK("http://a")']
HOSTILE = [
    *FORMULAS,
    "http://example.org/" + "a" * 3000,
    "x" * 4000,
    "12345",
    "_x0041_",
    'dấu " nháy, phẩy\nxuống dòng',
    "👩‍🌾 🇻🇳",
    "TRUE",
    "<b>&amp;</b>",
]


def sheet(*questions: dict[str, Any], kind: Kind = "questions") -> list[list[Any]]:
    order = Order(kind=kind, form="xlsx", today=TODAY, agency="so-xay-dung",
                  material=material(*questions))  # fmt: skip
    book = CalamineWorkbook.from_filelike(io.BytesIO(build(order)))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def lines(*questions: dict[str, Any]) -> list[list[str]]:
    order = Order(kind="questions", form="csv", today=TODAY, material=material(*questions))
    return list(csv.reader(io.StringIO(build(order).decode("utf-8-sig"), newline="")))


def column(rows: list[list[Any]], name: str) -> list[Any]:
    return [row[COLUMNS.index(name)] for row in rows[1:]]


def test_headings_are_those_an_import_knows() -> None:
    assert sheet()[0] == [vietnamese for vietnamese, _ in HEADINGS.values()]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_written_is_text_in_a_workbook(text: str) -> None:
    rows = sheet(question(1, text, asker=ASKER | {"name": text}))
    assert column(rows, "text") == [text]
    assert column(rows, "name") == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_marks_as_text_what_a_spreadsheet_would_take_for_a_formula(text: str) -> None:
    (read,) = column(lines(question(1, text)), "text")
    assert read == (f"'{text}" if text in FORMULAS else text)
    assert not read.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_csv_is_rfc_4180_with_a_mark_for_utf_8() -> None:
    order = Order(kind="questions", form="csv", today=TODAY, material=material(question(1)))
    content = build(order)
    assert content.startswith("\ufeffSố,Điểm cầu,".encode())
    assert content.endswith(b"\r\n")


def test_what_xml_cannot_hold_does_not_break_the_workbook() -> None:
    rows = sheet(question(1, "a\x00b\x0bc\x1fd\ud800e\ufffef"))
    assert column(rows, "text") == ["a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"]


@given(st.text(max_size=200))
def test_any_text_comes_back_from_csv(text: str) -> None:
    (read,) = column(lines(question(1, text)), "text")
    kept = "".join("\ufffd" if _is_unwritable(c) else c for c in text)
    assert (read[1:] if read.startswith("'") else read) == kept


def _is_unwritable(c: str) -> bool:
    code = ord(c)
    return (
        (code < 32 and c not in "\t\n\r")
        or code in {127, 0xFFFE, 0xFFFF}
        or 0xD800 <= code < 0xE000
    )


def test_days_are_days_by_the_clock_of_the_conference() -> None:
    rows = sheet(question(1, follow_ups=[promise()]))
    assert column(rows, "date") == [date(2025, 3, 8)]
    assert column(rows, "due") == [date(2025, 7, 1)]


def test_several_follow_ups_stand_below_each_other() -> None:
    other = promise("so-y-te", due="2025-08-02", state="resolved", document_number="12/SYT")
    rows = sheet(question(1, follow_ups=[promise(), other]))
    assert column(rows, "agency") == ["Sở Xây dựng\nSở Y tế"]
    assert column(rows, "due") == ["01/07/2025\n02/08/2025"]
    assert column(rows, "follow_up_state") == ["Chưa giải quyết\nĐã giải quyết"]
    assert column(rows, "document_number") == ["\n12/SYT"]


def test_agency_owes_open_follow_ups_first_then_by_due_date() -> None:
    rows = sheet(
        question(1, follow_ups=[promise(state="resolved", due="2025-01-01")]),
        question(2, follow_ups=[promise(due="2025-09-01"), promise("so-y-te")]),
        question(3, follow_ups=[promise(due="2025-08-01")]),
        kind="agency",
    )
    assert [row[0] for row in rows[1:]] == [3, 2, 1]
