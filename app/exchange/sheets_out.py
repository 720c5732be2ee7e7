"""Tables as files: XLSX, and CSV. Whatever people wrote stays text in both."""

import csv
import io
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exchange.rows import Cell, Table, lines_of

WIDTHS = {"text": 60, "answer": 60, "topic": 32, "site": 22, "name": 24, "official": 32}
"""Widths of columns in letters; others get `WIDTH`."""
WIDTH = 16
# The apostrophe too, so that who reads the file back takes exactly one away.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def xlsx(table: Table, sheet: str) -> bytes:
    """Return a workbook with one sheet: headings that stay, filters, days as days."""
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        _fill(book.add_worksheet(sheet), table, _Looks(book))
    return file.getvalue()


class _Looks:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})


def _fill(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS.get(column, WIDTH))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, heading in enumerate(table.headings):
        sheet.write_string(0, place, heading, looks.heading)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, last, place, cell, looks)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, looks: _Looks) -> None:
    """Write one cell by its kind; text never becomes a formula, a number or a link."""
    if isinstance(cell, date):
        sheet.write_datetime(row, place, cell, looks.day)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, looks.text)
    elif cell:
        sheet.write_string(row, place, cell, looks.text)


def csv_file(table: Table) -> bytes:
    """Return CSV as RFC 4180 has it, with the mark by which spreadsheets know UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.headings)
    writer.writerows([_harmless(cell) for cell in row] for row in lines_of(table.rows))
    return file.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Mark as text what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
