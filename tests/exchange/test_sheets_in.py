"""Sheets that people make: merged cells, styles, formulas, dates, every encoding of CSV."""

import io
import re
import unicodedata
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from app.domain.importing import HEADINGS, MOST_COLUMNS, MOST_ROWS, SheetRefused, column_of
from app.domain.text import Unwritable, clean_line, clean_text
from app.exchange.import_reading import Read, Setting
from app.exchange.import_reading import read as read_with
from app.exchange.sheet_files import SheetKind, recognise_sheet
from app.exchange.template import template
from tests.sheets import HEAD, csv_of, row_of, workbook

LIMIT = 10 * 1024 * 1024
SITES = [["cho-don", "Huyện Chợ Đồn"], ["na-ri", "Huyện Na Rì"]]
TOPICS = [["vai-tro", "Vai trò phụ nữ"]]
TWO = [HEAD, row_of("Bao giờ có đường?"), row_of("Ai cấp vốn vay, thưa chủ tọa?", "Na Rì")]


def read(content: bytes) -> Read:
    told: list[tuple[int, int]] = []
    setting = Setting(recognise_sheet(content, LIMIT), SITES, TOPICS, date(2025, 3, 1))
    found = read_with(content, setting, lambda done, total: told.append((done, total)))
    assert all(done <= total for done, total in told)
    return found


def values(content: bytes, *names: str) -> list[tuple[Any, ...]]:
    found = read(content)
    assert [row.errors for row in found.rows] == [[]] * len(found.rows)
    return [tuple(row.values[name] for name in names) for row in found.rows]


def refused(content: bytes) -> str:
    with pytest.raises(SheetRefused) as caught:
        read(content)
    return caught.value.code


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "cp1258"]


def encoded(rows: Any, separator: str, encoding: str) -> bytes:
    """CSV in an encoding; Windows-1258 writes tones as signs of their own."""
    text = csv_of(rows, separator).decode()
    if encoding.startswith("utf-16-"):
        order = encoding[:9]
        return ("\ufeff" + text).encode(order)
    if encoding == "cp1258":
        return "".join(map(_windows, text)).encode("cp1258")
    return text.encode(encoding)


def _windows(letter: str) -> str:
    """A letter as Windows-1258 has it: its tone behind it, unless the table has it whole."""
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        return rest + "".join(tones)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_is_read_in_every_encoding_and_under_every_separator(
    encoding: str, separator: str
) -> None:
    content = encoded(TWO, separator, encoding)
    assert values(content, "site", "text") == [
        ("cho-don", "Bao giờ có đường?"),
        ("na-ri", "Ai cấp vốn vay, thưa chủ tọa?"),
    ]


def test_quoted_cell_of_a_csv_keeps_its_lines_and_quotes() -> None:
    rows = [HEAD, row_of('Dòng một\r\nDòng hai, "trích"; hết')]
    assert values(csv_of(rows), "text") == [('Dòng một\nDòng hai, "trích"; hết',)]


def test_workbook_and_csv_of_the_same_rows_say_the_same() -> None:
    assert values(workbook(TWO), "site", "text", "name", "phone") == values(
        csv_of(TWO), "site", "text", "name", "phone"
    )


def test_decomposed_letters_and_spaces_around_are_put_right() -> None:
    rows = [[unicodedata.normalize("NFD", f"  {cell} ") for cell in row] for row in TWO]
    assert values(workbook(rows), "site", "text") == values(workbook(TWO), "site", "text")


def test_merged_cells_stand_for_all_their_rows() -> None:
    def merge(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        style = book.add_format({"bold": True, "bg_color": "#ff0000"})
        sheet.merge_range(1, 0, 3, 0, "Na Rì", style)
        sheet.merge_range(1, 3, 2, 3, "Vai trò phụ nữ", style)
        sheet.merge_range(4, 0, 6, 0, "Chợ Đồn", style)

    rows = [
        ("Điểm cầu", "Câu hỏi", "Họ tên", "Nội dung trọng tâm"),
        *((None, f"Câu {n}?", "Nguyễn Thị Thử") for n in (1, 2, 3, 4)),
    ]
    assert values(workbook(rows, merge), "site", "text", "topic") == [
        ("na-ri", "Câu 1?", "vai-tro"),
        ("na-ri", "Câu 2?", "vai-tro"),
        ("na-ri", "Câu 3?", None),
        ("cho-don", "Câu 4?", None),
    ]


def test_formulas_give_their_last_value_and_dates_are_days() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_formula(1, 0, '="cho-"&"don"', None, "cho-don")
        sheet.write_formula(1, 1, "=A1&B1", None, "Bao giờ?")
        sheet.write_datetime(1, 3, datetime(2025, 2, 9, 8, 30), day)
        sheet.write_number(1, 4, 900000001)
        sheet.write_boolean(1, 5, True)

    head = ("site", "text", "name", "date", "phone", "may show name")
    rows = [head, (None, None, "Nguyễn Thị Thử")]
    names = ("site", "text", "handed_in_on", "phone", "may_show_name")
    assert values(workbook(rows, fill), *names) == [
        ("cho-don", "Bao giờ?", "2025-02-09", "0900000001", True)
    ]


def test_hidden_rows_are_rows_and_hidden_sheets_are_not_looked_at() -> None:
    def hide(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.set_row(1, None, None, {"hidden": True})
        other = book.add_worksheet("Cũ")
        other.write_row(0, 0, HEAD)
        other.write_row(1, 0, row_of("Câu cũ?"))
        other.hide()

    assert len(values(workbook(TWO, hide), "text")) == 2


def test_sheet_with_the_headings_is_found_behind_others() -> None:
    def add(book: xlsxwriter.Workbook, _: Worksheet) -> None:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(TWO):
            sheet.write_row(number + 3, 1, row)

    found = read(workbook([("Bìa",)], add))
    assert [row.number for row in found.rows] == [5, 6]


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers() -> None:
    rows = [HEAD, TWO[1], (), (" ", None, ""), TWO[2], (), ()]
    found = read(workbook(rows))
    assert ([row.number for row in found.rows], found.skipped) == ([2, 5], 2)


def test_unknown_columns_are_named() -> None:
    rows = [(*HEAD, "Ghi chú"), (*row_of("Bao giờ?"), "gấp")]
    found = read(workbook(rows))
    assert (list(found.unknown), found.columns["site"]) == (["Ghi chú"], "Điểm cầu")


def test_formula_that_failed_is_an_empty_cell() -> None:
    def fail(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    (row,) = read(workbook([HEAD, row_of("x")], fail)).rows
    assert [(e["column"], e["code"]) for e in row.errors] == [("text", "missing")]


def test_template_has_the_choices_and_its_example_is_passed_over() -> None:
    content = template("Hội nghị", ["Huyện Chợ Đồn"], ["Vai trò phụ nữ"], date(2025, 2, 1))
    assert refused(content) == "import_empty"
    assert recognise_sheet(content, LIMIT) is SheetKind.XLSX
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet, words = (
            packed.read(f"xl/{n}.xml").decode() for n in ("worksheets/sheet1", "sharedStrings")
        )
    assert sheet.count("<dataValidation ") == 4
    assert "'Danh sách'!$A$2:$A$2" in sheet
    assert {"Huyện Chợ Đồn", "Vai trò phụ nữ"} <= set(re.findall(">([^<]+)<", words))


def test_row_written_into_the_template_is_read() -> None:
    content = template("Hội nghị", ["Huyện Chợ Đồn"], [], date(2025, 2, 1))
    (rows,) = [
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    ]
    head = rows[0]
    assert [column_of(cell) for cell in head] == list(HEADINGS)
    filled: list[Any] = [
        head,
        rows[1],
        ["Huyện Chợ Đồn", None, "Kiến nghị", "Bao giờ?", "Nguyễn Thị Thử"],
    ]
    assert values(workbook(filled), "site", "kind", "text") == [("cho-don", "petition", "Bao giờ?")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([HEAD], "import_empty"),
        ([], "import_empty"),
        ([("a", "b"), ("c", "d")], "import_missing_columns"),
        ([HEAD, *[row_of("x")] * (MOST_ROWS + 1)], "import_too_many_rows"),
        ([[*HEAD, *range(MOST_COLUMNS)], row_of("x")], "import_too_many_columns"),
    ],
)
def test_sheet_out_of_bounds_is_refused(rows: Any, code: str) -> None:
    assert refused(workbook(rows)) == code
    if rows:
        assert refused(csv_of(rows)) == code


def test_cell_far_away_is_refused_before_a_rectangle_is_laid_out() -> None:
    def far(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string(1_048_575, 16_383, "x")

    assert refused(workbook(TWO, far)) in {"import_too_many_rows", "import_too_many_columns"}


@pytest.mark.parametrize("content", [b"\xd2\x81\xff,b\nc,d", b'a,"b\x80\x8a\xd2'])
def test_text_in_no_encoding_is_refused(content: bytes) -> None:
    assert refused(content) in {"import_unreadable_text", "import_missing_columns"}


letters = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="=\ufeff")
texts = st.text(letters, min_size=1, max_size=60).filter(lambda text: text.strip() != "")


def cleaned(text: str, how: Any) -> Any:
    try:
        return how(text)
    except Unwritable:
        return None


@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=8),
    st.sampled_from(["xlsx", ",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(
    rows: list[tuple[str, str]], separator: str, encoding: str
) -> None:
    table = [HEAD, *(("na-ri", f"Hỏi {text}", f"Bà {name}", "") for text, name in rows)]
    content = (
        workbook([[f"{cell}" for cell in row] for row in table])
        if separator == "xlsx"
        else csv_of(table, separator, encoding)
    )
    assert values(content, "text", "name") == [
        (cleaned(f"Hỏi {text}", clean_text), cleaned(f"Bà {name}", clean_line))
        for text, name in rows
    ]
