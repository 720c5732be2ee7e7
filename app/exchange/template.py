"""The workbook that a site fills in: headings, choices, an example, explanations."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from app.domain.importing import EXAMPLE_MARK, HEADINGS, LONGEST_TEXT, NEEDED, Column

_KINDS = ("Câu hỏi", "Ý kiến", "Kiến nghị", "Đề xuất")
_ANSWERS = ("Có", "Không")
_LAST_ROW = 5000
_WIDTHS = {Column.TEXT: 70, Column.TOPIC: 36, Column.SITE: 24, Column.NAME: 26}
_EXPLAINED: dict[Column, str] = {
    Column.SITE: "Chọn trong danh sách, hoặc ghi tên, tên ngắn hay số thứ tự của điểm cầu.",
    Column.TOPIC: "Chọn trong danh sách; để trống nếu chưa rõ.",
    Column.KIND: "Câu hỏi, Ý kiến, Kiến nghị hoặc Đề xuất; để trống là Câu hỏi.",
    Column.TEXT: f"Toàn văn câu hỏi, tối đa {LONGEST_TEXT:,} ký tự.".replace(",", "."),
    Column.NAME: "Họ và tên người hỏi.",
    Column.POSITION: "Không bắt buộc.",
    Column.ORGANISATION: "Không bắt buộc.",
    Column.PHONE: "Không bắt buộc; chỉ người điều hành và điểm cầu thấy.",
    Column.MAY_SHOW_NAME: "Ghi Có nếu người hỏi đồng ý cho nêu tên; để trống là Không.",
    Column.HANDED_IN_ON: "Ngày gửi câu hỏi, dạng ngày/tháng/năm.",
}


def template(title: str, sites: Sequence[str], topics: Sequence[str], today: date) -> bytes:
    """Return the workbook, with the conference's own sites and topics as choices."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#F4D9C6", "text_wrap": True})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        as_text = book.add_format({"num_format": "@", "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        formats = {Column.PHONE: as_text, Column.HANDED_IN_ON: day}
        sheet = book.add_worksheet("Câu hỏi")
        explained = book.add_worksheet("Hướng dẫn")
        lists = book.add_worksheet("Danh sách")
        for place, (column, heading) in enumerate(HEADINGS.items()):
            form = formats.get(column, plain)
            sheet.set_column(place, place, _WIDTHS.get(column, 18), form)
            sheet.write_string(0, place, heading + (" (*)" if column in NEEDED else ""), head)
        sheet.freeze_panes(1, 0)
        _write_example(sheet, (sites or ("",))[0], (topics or ("",))[0], today, day)
        choices = {
            Column.SITE: sites, Column.TOPIC: topics,
            Column.KIND: _KINDS, Column.MAY_SHOW_NAME: _ANSWERS,
        }  # fmt: skip
        _offer(sheet, lists, choices)
        _explain(explained, title, head, plain)
    return out.getvalue()


def _write_example(sheet: Worksheet, site: str, topic: str, today: date, day: Any) -> None:
    text = f"{EXAMPLE_MARK}: Hợp tác xã miến dong của chị em vay vốn ưu đãi ở đâu?"
    example: dict[Column, str] = {
        Column.SITE: site,
        Column.TOPIC: topic,
        Column.KIND: _KINDS[0],
        Column.TEXT: text,
        Column.NAME: "Hoàng Thị Mai",
        Column.POSITION: "Chi hội trưởng phụ nữ",
        Column.ORGANISATION: "Chi hội thôn Nà Lùng",
        Column.PHONE: "0900 000 001",
        Column.MAY_SHOW_NAME: _ANSWERS[0],
    }
    for place, column in enumerate(HEADINGS):
        if column is Column.HANDED_IN_ON:
            sheet.write_datetime(1, place, today, day)
        else:
            sheet.write_string(1, place, example[column])


def _offer(sheet: Worksheet, lists: Worksheet, choices: dict[Column, Sequence[str]]) -> None:
    """Put the choices on a sheet of their own and let the columns draw on them."""
    for at, (column, names) in enumerate(choices.items()):
        lists.write_string(0, at, HEADINGS[column])
        lists.set_column(at, at, 40)
        for row, name in enumerate(names, start=1):
            lists.write_string(row, at, name)
        if not names:
            continue
        letter, place = chr(ord("A") + at), list(HEADINGS).index(column)
        rule = {
            "validate": "list",
            "source": f"='Danh sách'!${letter}$2:${letter}${len(names) + 1}",
            "error_type": "warning",
            "error_title": HEADINGS[column],
            "error_message": "Nên chọn một mục trong danh sách.",
        }
        sheet.data_validation(1, place, _LAST_ROW, place, rule)


def _explain(sheet: Worksheet, title: str, head: Any, plain: Any) -> None:
    sheet.set_column(0, 0, 28, plain)
    sheet.set_column(1, 1, 90, plain)
    sheet.write_string(0, 0, "Hội nghị", head)
    sheet.write_string(0, 1, title, head)
    sheet.write_string(1, 0, "Cách điền", plain)
    told = (
        "Mỗi câu hỏi một dòng ở trang “Câu hỏi”. Cột có dấu (*) phải điền. Có thể đổi thứ tự cột "
        "hoặc thêm cột riêng. Dòng ví dụ không được nhập, cứ để lại hoặc xoá đi."
    )
    sheet.write_string(1, 1, told, plain)
    for row, (column, words) in enumerate(_EXPLAINED.items(), start=2):
        sheet.write_string(row, 0, HEADINGS[column], plain)
        sheet.write_string(row, 1, words, plain)
